#pragma once
// Personal data in source documents: which members must be masked wherever their values are shown.
//
//   const PersonalMembers personal(*preset, SourceIndex(*preset));
//   personal.has(member)                 // it feeds ssn, date_of_birth, a name, an address …
//   personal_name("dateOfBirth")         // PersonalName::Secret: by its name alone

#include <set>
#include <string_view>

#include "dsl/sources.h"

namespace m2::dsl {

enum class PersonalName : std::uint8_t {
  No,
  Person,  ///< a name, an address, a number to reach somebody
  Secret,  ///< Social Security number, birth date, account or licence number
};

/// What the name of a member says about its values; for documents that no preset reads yet. Words
/// are found in any spelling: date_of_birth, dateOfBirth, DOB.
PersonalName personal_name(std::string_view name);

/// The members whose values end up in a field that the layout calls personal, and those whose names
/// say that they are secret.
class PersonalMembers {
 public:
  PersonalMembers(const CheckedPreset& preset, const SourceIndex& index);

  [[nodiscard]] bool has(const WireMember& member) const { return members_.count(&member) > 0; }
  /// Whether a personal member ends up in the value of an expression.
  [[nodiscard]] bool feed(const Sources& sources) const;

 private:
  std::set<const WireMember*> members_;
};

}  // namespace m2::dsl
