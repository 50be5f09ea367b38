#include "engine/pipeline/account_numbers.h"

#include <fmt/format.h>

#include <algorithm>

namespace m2 {
namespace {

Reader::Source bytes_of_text(const std::string& text) {
  return [text, at = std::size_t{0}](std::span<char> into) mutable -> Result<std::size_t> {
    const std::size_t count = text.copy(into.data(), into.size(), at);
    at += count;
    return count;
  };
}

std::string problems_of(const std::string& csv) {
  AccountNumbers numbers;
  const auto problems = read_account_numbers(bytes_of_text(csv), numbers);
  if (!problems) return "error: " + problems.error().message;
  std::string out;
  for (const std::string& problem : *problems) out += problem + "\n";
  return out;
}

std::string found_in(const AccountNumbers& numbers, std::string_view number) {
  const AccountNumbers::Found found = numbers.find(number);
  if (found.is_several) return "several";
  if (found.account.empty()) return "none";
  return fmt::format("{} by {}", found.account, to_string(found.by));
}

}  // namespace

SCENARIO("an account is known by what was told, then by its preset's number, then by its id") {
  AccountNumbers numbers;
  numbers.add("X1", "told", NumberIs::Told);
  numbers.add("X1", "numbered", NumberIs::Presets);
  numbers.add("X2", "numbered", NumberIs::Presets);
  numbers.add("x2", "x2", NumberIs::Id);
  numbers.add("H-3", "H-3", NumberIs::Id);
  numbers.add("H-3", "H-3", NumberIs::Id);  // two documents of one account
  numbers.add("a.b", "a.b", NumberIs::Id);
  numbers.add("A-B", "A-B", NumberIs::Id);
  numbers.add("Y", "one", NumberIs::Presets);
  numbers.add("Y", "two", NumberIs::Presets);
  numbers.add("--", "--", NumberIs::Id);
  numbers.seal();
  CHECK(found_in(numbers, "X1") == "told by told");
  CHECK(found_in(numbers, " x2 ") == "numbered by preset");
  CHECK(found_in(numbers, "H-3") == "H-3 by id");
  CHECK(found_in(numbers, "h3") == "H-3 by letters_and_digits");
  CHECK(found_in(numbers, "H/3") == "H-3 by letters_and_digits");
  CHECK(found_in(numbers, "A.B") == "a.b by id");
  CHECK(found_in(numbers, "AB") == "several");
  CHECK(found_in(numbers, "Y") == "several");
  CHECK(found_in(numbers, "--") == "-- by id");
  CHECK(found_in(numbers, "//") == "none");
  CHECK(found_in(numbers, "") == "none");
}

SCENARIO("a table of account numbers is read as it stands, in either order of its columns") {
  AccountNumbers numbers;
  const auto problems = read_account_numbers(
      bytes_of_text("\xEF\xBB\xBF"
                    "account,account_number\r\n\"a, \"\"b\"\"\",\" 001 \"\r\n\r\nc,2"),
      numbers);
  REQUIRE(problems);
  CHECK(problems->empty());
  numbers.seal();
  CHECK(found_in(numbers, "001") == "a, \"b\" by told");
  CHECK(found_in(numbers, "2") == "c by told");
}

SCENARIO("what is wrong in a table of account numbers is told by its line") {
  const std::string head = "account_number,account\n";
  CHECK(problems_of(head + "1,a\n1,b\n") ==
        "line 3: the account number `1` stands on line 2, too\n");
  CHECK(problems_of(head + "k1,a\nK1,b\n") ==
        "line 3: the account number `K1` stands on line 2, too\n");
  CHECK(problems_of(head + "1,a\n2,a\n") == "line 3: the account `a` stands on line 2, too\n");
  CHECK(problems_of(head + "1,a\n1,a\n") ==
        "line 3: the account number `1` stands on line 2, too\n");
  CHECK(problems_of(head + ",a\n1,\n1\n1,a,b\n") ==
        "line 2: no account number\nline 3: no account\nline 4: 1 cells, not 2\n"
        "line 5: 3 cells, not 2\n");
  CHECK(problems_of(head + std::string("1,a\0b\n", 6)) ==
        "line 2: a character in it can be neither in a number nor in an id\n");
  CHECK(problems_of(head + "\"1\n2\",a\n").find("line 2: a character in it") == 0);
}

SCENARIO("a text that is no table of account numbers is refused") {
  const std::string way_out =
      "; its first line has to be `account_number,account`, and each line below it a number of the "
      "file and the id of its account";
  CHECK(problems_of("") == "error: it is empty");
  CHECK(problems_of("account_number,account,note\n") ==
        "error: there is a column `note`" + way_out);
  CHECK(problems_of("account,account\n") == "error: there are two columns `account`" + way_out);
  CHECK(problems_of("account_number\n1\n") == "error: the column `account` is missing" + way_out);
  CHECK(problems_of("account_number,account\n1,\"a\n") ==
        "error: line 2 of the CSV text: a quote is not closed");
  CHECK(problems_of("account_number,account\n1,a\"b\n") ==
        "error: line 2 of the CSV text: a quote stands within a cell");
}

}  // namespace m2
