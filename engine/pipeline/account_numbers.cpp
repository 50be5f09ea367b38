#include "engine/pipeline/account_numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "engine/base/ascii.h"
#include "engine/base/text.h"
#include "engine/metro2/csv_stream.h"

namespace m2 {
namespace {

constexpr std::string_view kNumberColumn = "account_number";
constexpr std::string_view kAccountColumn = "account";

std::string key_of_number(std::string_view number) {
  return upper(trim(number));
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

/// The rows of the text, checked one by one.
class NumberFile {
 public:
  explicit NumberFile(AccountNumbers& numbers) : numbers_(numbers) {}

  Result<void> read_columns(std::vector<std::string> names) {
    if (names.front().starts_with(kByteOrderMark)) names.front().erase(0, kByteOrderMark.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string name(trim(names[i]));
      std::optional<std::size_t>* const column = name == kNumberColumn    ? &number_
                                                 : name == kAccountColumn ? &account_
                                                                          : nullptr;
      if (column == nullptr)
        return wrong(fmt::format("there is a column `{}`", shortened(readable(name), 40)));
      if (*column) return wrong(fmt::format("there are two columns `{}`", name));
      *column = i;
    }
    if (!number_ || !account_)
      return wrong(
          fmt::format("the column `{}` is missing", number_ ? kAccountColumn : kNumberColumn));
    return {};
  }

  /// Why the row says nothing usable; empty when it does.
  std::string read_row(const std::vector<std::string>& cells, std::uint64_t line) {
    if (cells.size() != 2) return fmt::format("{} cells, not 2", cells.size());
    const std::string number(trim(cells[*number_]));
    const std::string account(trim(cells[*account_]));
    if (number.empty() || account.empty())
      return fmt::format("no {}", number.empty() ? "account number" : "account");
    if (has_control(number) || has_control(account))
      return "a character in it can be neither in a number nor in an id";
    const auto [known_number, is_new_number] = numbers_seen_.emplace(key_of_number(number), line);
    if (!is_new_number)
      return fmt::format("the account number `{}` stands on line {}, too", readable(number),
                         known_number->second);
    const auto [known_account, is_new_account] = accounts_seen_.emplace(account, line);
    if (!is_new_account)
      return fmt::format("the account `{}` stands on line {}, too", readable(account),
                         known_account->second);
    numbers_.add(number, account, NumberIs::Told);
    return {};
  }

 private:
  static Error wrong(const std::string& what) {
    return {ErrorCode::Invalid,
            what +
                "; its first line has to be `account_number,account`, and each line below it a "
                "number of the file and the id of its account"};
  }

  AccountNumbers& numbers_;
  std::optional<std::size_t> number_, account_;
  std::unordered_map<std::string, std::uint64_t> numbers_seen_, accounts_seen_;  // and their lines
};

}  // namespace

std::string_view to_string(NumberIs by) {
  constexpr std::string_view kNames[] = {"told", "preset", "id", "letters_and_digits", "itself"};
  return kNames[static_cast<std::size_t>(by)];
}

std::string letters_and_digits(std::string_view text) {
  std::string out = upper(text);
  std::erase_if(out, [](char c) { return (c < '0' || c > '9') && (c < 'A' || c > 'Z'); });
  return out;
}

void AccountNumbers::add(std::string_view number, std::string_view account, NumberIs by) {
  Rows& rows = by == NumberIs::Told ? told_ : by == NumberIs::Presets ? presets_ : ids_;
  rows.push_back({key_of_number(number), std::string(account)});
  if (by != NumberIs::Id) return;
  std::string letters = letters_and_digits(number);
  if (!letters.empty()) letters_.push_back({std::move(letters), std::string(account)});
}

void AccountNumbers::seal() {
  for (Rows* rows : {&told_, &presets_, &ids_, &letters_}) {
    std::sort(rows->begin(), rows->end());
    rows->erase(std::unique(rows->begin(), rows->end()), rows->end());
  }
}

bool AccountNumbers::empty() const {
  return told_.empty() && presets_.empty() && ids_.empty();
}

AccountNumbers::Found AccountNumbers::find(std::string_view number) const {
  const std::string key = key_of_number(number);
  Found found = find_in(told_, key, NumberIs::Told);
  const auto look = [&](const Rows& rows, std::string_view for_what, NumberIs by) {
    const bool is_found = !found.account.empty() || found.is_several;
    if (!is_found) found = find_in(rows, for_what, by);
  };
  look(presets_, key, NumberIs::Presets);
  look(ids_, key, NumberIs::Id);
  look(letters_, letters_and_digits(number), NumberIs::IdsLetters);
  return found;
}

AccountNumbers::Found AccountNumbers::find_in(const Rows& rows, std::string_view number,
                                              NumberIs by) {
  const auto first =
      std::lower_bound(rows.begin(), rows.end(), number,
                       [](const Row& row, std::string_view wanted) { return row.number < wanted; });
  if (first == rows.end() || first->number != number) return {};
  const auto second = first + 1;
  const bool is_several = second != rows.end() && second->number == number;
  if (is_several) return {.by = by, .is_several = true};
  return {.account = first->account, .by = by};
}

Result<std::vector<std::string>> read_account_numbers(const Reader::Source& source,
                                                      AccountNumbers& numbers) {
  CsvStream stream(source);
  NumberFile file(numbers);
  std::vector<std::string> problems;
  std::vector<std::string> cells;
  M2_TRY(bool more, stream.next(cells));
  if (!more) return Error{ErrorCode::Invalid, "it is empty"};
  M2_TRY_VOID(file.read_columns(std::move(cells)));
  for (;;) {
    M2_TRY(more, stream.next(cells));
    if (!more) return problems;
    if (std::string problem = file.read_row(cells, stream.line()); !problem.empty())
      problems.push_back(fmt::format("line {}: {}", stream.line(), problem));
  }
}

}  // namespace m2
