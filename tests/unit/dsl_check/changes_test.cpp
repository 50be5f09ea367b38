// What two readings of a preset say differently, and what depends on it.

#include "dsl/changes.h"

#include <fmt/format.h>

#include "tests/support/mapping.h"

namespace m2 {
namespace {

constexpr std::string_view kBefore =
    "params { grace days = 3 days from 0 days to 29 days }\n"
    "define late_by(day: date) = days from account.opened to day no less than 0 days\n"
    "let late = late_by(as_of)\n"
    "let word = words(account.name)\n"
    "table bucket(late: days from 0 days) gives status: code account_status {\n"
    "  | late   || status |\n"
    "  | 0..29  || 11     |\n"
    "  | 30..59 || 71     |\n"
    "  | 60..   || 78     |\n"
    "}\n"
    "lookup words(status: text) gives text {\n"
    "  \"Past\" -> \"gone\"\n"
    "  anything else -> \"there\"\n"
    "}\n"
    "skip gone when word is \"gone\" because \"Gone.\"\n"
    "hold very_late when late > grace and bucket(late).status is \"78\" because \"Late.\"\n";

test::Checked checked(std::string text) {
  const test::Checked made = test::check_text(test::sample_preset(text), test::kSampleShape);
  INFO(made.messages());
  REQUIRE(made.preset != nullptr);
  return made;
}

std::string replaced(std::string text, std::string_view part, std::string_view instead) {
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), instead);
}

/// "`late`: before -> after" a line.
std::string changes_between(const std::string& before, const std::string& after) {
  const test::Checked a = checked(before);
  const test::Checked b = checked(after);
  const dsl::PresetChanges changes({a.preset.get(), {}}, {b.preset.get(), {}});
  std::string out;
  for (const dsl::PresetChange& change : changes.all())
    out += fmt::format("{}: {} -> {}\n", change.what, change.before, change.after);
  return out;
}

std::string changed(std::string_view part, std::string_view instead) {
  return changes_between(std::string(kBefore), replaced(std::string(kBefore), part, instead));
}

/// The names of what is behind a rule, when `part` is changed.
std::string behind(std::string_view rule, std::string_view part, std::string_view instead) {
  const test::Checked a = checked(std::string(kBefore));
  const test::Checked b = checked(replaced(std::string(kBefore), part, instead));
  const dsl::PresetChanges changes({a.preset.get(), {}}, {b.preset.get(), {}});
  std::string out;
  for (const std::size_t i : changes.behind_rule(rule)) out += changes.all()[i].what + " ";
  return out;
}

}  // namespace

SCENARIO("every part of a preset that says something else is told, and nothing that does not") {
  CHECK(changes_between(std::string(kBefore), std::string(kBefore)).empty());
  CHECK(changed("let late = late_by(as_of)\n", "# a comment\nlet  late  =\n  late_by(as_of)\n")
            .empty());
  CHECK(changed("late_by(as_of)", "late_by(as_of + 1 day)") ==
        "`late`: late_by(as_of) -> late_by(as_of + 1 day)\n");
  CHECK(changed("no less than 0 days", "no less than 1 day") ==
        "`late_by`: (day: date) = days from account.opened to day no less than 0 days -> "
        "(day: date) = days from account.opened to day no less than 1 day\n");
  CHECK(changed("|| 71", "|| 78") == "`bucket`, row 2: | 30..59 || 71 | -> | 30..59 || 78 |\n");
  CHECK(changed("\"gone\"\n  any", "\"away\"\n  any") ==
        "`words`, \"Past\": \"Past\" -> \"gone\" -> \"Past\" -> \"away\"\n");
  CHECK(changed("late > grace and", "late >= grace and") ==
        "hold `very_late`: hold when late > grace and bucket(late).status is \"78\" -> hold when "
        "late "
        ">= grace and bucket(late).status is \"78\"\n");
  CHECK(changed("skip gone", "hold gone") ==
        "hold `gone`: skip when word is \"gone\" -> hold when word is \"gone\"\n");
}

SCENARIO("the order of skips says something, that of other statements does not") {
  const std::string old = "skip old when account.opened < as_of - 100 months because \"Old.\"\n";
  const std::string rest(kBefore);
  const std::size_t at = rest.find("skip gone");
  const std::string first = rest.substr(0, at) + old + rest.substr(at);
  CHECK(changes_between(first, rest + old) == "the order of `skip`: old, gone -> gone, old\n");
  CHECK(changes_between(rest, first) ==
        "skip `old`:  -> skip when account.opened < as_of - 100 months\n");
  const std::size_t word = rest.find("let word");
  const std::size_t table = rest.find("table bucket");
  CHECK(changes_between(rest,
                        rest.substr(0, word) + rest.substr(table) + rest.substr(word, table - word))
            .empty());
}

SCENARIO("a table that gains a row tells the rows that are new and gone") {
  CHECK(changed("  | 60..   || 78     |\n", "  | 60..89 || 78     |\n  | 90..   || 80     |\n") ==
        "`bucket`, row 3: | 60.. || 78 | -> \n`bucket`, row 3:  -> | 60..89 || 78 |\n"
        "`bucket`, row 4:  -> | 90.. || 80 |\n");
}

SCENARIO("what a rule depends on is followed through everything that it calls") {
  CHECK(behind("very_late", "no less than 0 days", "no less than 1 day") == "`late_by` ");
  CHECK(behind("very_late", "|| 71", "|| 78") == "`bucket`, row 2 ");
  CHECK(behind("gone", "|| 71", "|| 78").empty());
  CHECK(behind("gone", "\"gone\"\n  any", "\"away\"\n  any") == "`words`, \"Past\" ");
  CHECK(behind("very_late", "\"gone\"\n  any", "\"away\"\n  any").empty());
}

}  // namespace m2
