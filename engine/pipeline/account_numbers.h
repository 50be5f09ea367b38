#pragma once
// AccountNumbers: which account of a tenant stands behind a consumer account number that another
// system reported.
//
//   AccountNumbers numbers;
//   M2_TRY(problems, read_account_numbers(source, numbers));     // account_number,account
//   M2_TRY_VOID(add_accounts_of(documents, mapper, numbers, …)); // as the tenant's preset numbers
//   numbers.seal();
//   numbers.find("00-8200001").account                           // "8200001"
//
// What was told counts first, then the number that the preset gives an account, then the account's
// own id, then its letters and digits. Capitals and small letters are the same.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/metro2/reader.h"

namespace m2 {

/// By what an account number was known. Itself: nothing is known, and it counts as the id.
enum class NumberIs : std::uint8_t { Told, Presets, Id, IdsLetters, Itself };
std::string_view to_string(NumberIs by);  // "told", "preset", "id", "letters_and_digits", "itself"
inline constexpr std::size_t kNumberKinds = 5;

class AccountNumbers {
 public:
  struct Found {
    std::string_view account = {};  // empty: none, or several. Valid while the numbers live
    NumberIs by = NumberIs::Itself;
    bool is_several = false;
  };

  /// `by`: Told, Presets or Id.
  void add(std::string_view number, std::string_view account, NumberIs by);
  /// After the last one, before the first question.
  void seal();
  [[nodiscard]] Found find(std::string_view number) const;
  [[nodiscard]] bool empty() const;

 private:
  struct Row {
    std::string number;
    std::string account;
    friend auto operator<=>(const Row&, const Row&) = default;
  };
  using Rows = std::vector<Row>;
  static Found find_in(const Rows& rows, std::string_view number, NumberIs by);

  Rows told_, presets_, ids_, letters_;
};

/// The rows of a CSV text with the columns `account_number` and `account` into `numbers`. Gives
/// what is wrong with it in words, "line 3: …"; a number or an account that stands in two rows is.
/// Errors: Invalid (no such columns, a quote that is not closed), those of the source.
Result<std::vector<std::string>> read_account_numbers(const Reader::Source& source,
                                                      AccountNumbers& numbers);

/// Letters and digits of a number or an id, in capitals.
std::string letters_and_digits(std::string_view text);

}  // namespace m2
