#pragma once
// Finding: one place of a Metro 2 file where a rule does not hold.
//
//   validate(reader, {}, [](const Finding& finding) { std::cout << finding.rule->id << "\n"; });

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/metro2/field.h"
#include "engine/validate/field_checks.h"
#include "engine/validate/rule.h"

namespace m2 {

/// Texts are printable and personal data in them is masked as the layout asks; only the account
/// number is whole, by which the account must be found again.
struct Finding {
  const Rule* rule = nullptr;
  std::uint64_t record = 0;  // from 1; 0: the file as a whole
  std::uint64_t line = 0;    // from 1; 0: the file as a whole
  std::uint64_t offset =
      0;                // byte in the file, from 0: of the field, or the one byte that is wrong
  std::string account;  // consumer account number; empty outside of accounts
  std::string_view segment;           // "base", "j1", …; empty: no segment in particular
  const Field* field = nullptr;       // null: no field in particular
  const FieldCheck* check = nullptr;  // the field's own check that failed; null: it is no such one
  std::string found;
  std::string expected;
  std::string message;   // of rules of C++ lower case and no final stop, else as the rule says it
  std::string fix = {};  // where the rule's fix holds values: with them; else empty
  std::string_view bytes = {};  // the record in character form, while the sink is called; empty
                                // outside of records
  bool in_account = false;      // about a record that is an account, or a place in it
};

using FindingSink = std::function<void(const Finding&)>;

}  // namespace m2
