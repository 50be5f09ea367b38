#pragma once
// The cases that prove a rule: what it accepts and what it rejects.
//
//   for (const RuleCase& of : cases_of(*registry, rule)) std::cout << of.text << "\n";
//
// Rules of .rules files have records as cases. Those of C++ have changes of one small model file,
// in which everything is as the standard asks (model_file_text() says what is in it):
//
//   record 2: base.city = "Provo"             a field of the first such segment of a record
//   record 3: K1 twice | J1 after J2          segments of a record
//   record 2: removed | again as 5            records; "totals counted again" mends the trailer
//   form: fixed | blocks | one line | CR LF   how the file is framed; one record a line unless told
//   bytes of record 2 from 1: "0500"          bytes as they stand in the file, in place of others;
//   bytes of record 2 before 51: "X"          between others;
//   bytes of record 3 from 607: 20 removed    taken away. "the file" stands for a record, too
//   the file ends after byte 300 of record 3
//   the file ends with "\x1A" | the file is ""
//   today: 2026-06-15
//
// Several changes are separated by semicolons. The totals follow changes of accounts.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/validate/registry.h"

namespace m2 {

/// A case of a rule of C++.
struct StructuralCase {
  std::string_view rule;  // its id
  bool accepts = true;
  std::string_view text;     // what is done to the model file
  std::string_view implied;  // ids of what else is found then, separated by blanks
};
std::span<const StructuralCase> structural_cases();

struct RuleCase {
  bool accepts = true;
  std::string text;
  std::string_view implied = {};
};
/// All cases of a rule of the registry, as they are written, each on one line.
std::vector<RuleCase> cases_of(const RuleRegistry& registry, const Rule& rule);
/// Of a field's own check: the change that breaks it.
std::vector<RuleCase> cases_of(const FieldCheck& check);

/// "record 1 is the header, …"
std::string_view model_file_text();

}  // namespace m2
