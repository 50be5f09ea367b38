#pragma once
// The sample file, changed as a case of a structural rule says.
//
//   ChangedFile file = changed_file(R"(record 2: base.city = "Provo")");
//   validate(file.bytes, file.today)
//
// The words are those of engine/validate/rule_cases.h; any other stop the program with what they
// are.

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/date.h"

namespace m2::test {

struct ChangedFile {
  std::string bytes;
  std::optional<Date> today = {};
};

ChangedFile changed_file(std::string_view changes);

}  // namespace m2::test
