#pragma once
// Invented identity for a document that leaves the house: the same text gets the same invention,
// another text another one, and inventions stand in the order of what they replace. They are
// counted off, so that nothing leads back. Internal to case_recording.
//
//   InventedIdentity invented(as_of);
//   invented.meet(Identity::Surname, "Okafor Jr.");        // every text first
//   invented.settle();
//   invented.text(Identity::Surname, "Okafor Jr.")         // "Familya Jr."

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "engine/base/date.h"

namespace m2::internal {

/// What a text says about somebody.
enum class Identity : std::uint8_t {
  Label,  // a number or name of an account, a person, a row; or anything else
  FirstName,
  MiddleName,
  Surname,
  Ssn,
  Telephone,
  Street,
  Unit,
  City,
  Zip,
};
inline constexpr std::size_t kIdentities = 10;

class InventedIdentity {
 public:
  explicit InventedIdentity(Date as_of) : as_of_(as_of) {}

  /// A text of the document, whether it is replaced or not: no invention is equal to it.
  void avoid(std::string_view text);
  /// A text, a birth date that will be asked for.
  void meet(Identity identity, std::string_view text);
  void meet(Date born);
  /// Once all were met.
  void settle();

  /// Whether the text was met as a label: then it names something, wherever it stands.
  [[nodiscard]] bool is_label(std::string_view text) const;
  /// In the form of what it replaces, as far as that decides how it is read: the marks between
  /// digits, the number of digits, a generation behind a last name, capitals, blanks around it.
  [[nodiscard]] std::string text(Identity identity, std::string_view text) const;
  /// A day on the same side of today and of the eighteenth birthday.
  [[nodiscard]] Date birth_date(Date born) const;

 private:
  using Numbers =
      std::map<std::string, std::uint64_t, std::less<>>;  // by what is the same person's
  [[nodiscard]] bool is_free(const std::string& invention) const;
  [[nodiscard]] std::string invention(Identity identity, std::uint64_t number) const;

  Date as_of_;
  std::set<std::string, std::less<>> avoided_;  // in small letters
  std::array<Numbers, kIdentities> numbers_;
  std::map<Date, std::int64_t> born_;
};

}  // namespace m2::internal
