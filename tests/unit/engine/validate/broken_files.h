#pragma once
// Files with one mistake each, and exactly what validation says of them.
//
//   for (const BrokenFile& broken : broken_files()) CHECK(told(broken.bytes) == broken.findings);

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/validate/validate.h"

namespace m2::test {

struct BrokenFile {
  std::string name;  // the mistake
  std::string bytes;
  std::vector<std::string> findings;  // as told() writes them
  std::optional<Date> today = {};
};

/// Every rule of structural.def fails in at least one.
std::vector<BrokenFile> broken_files();

std::vector<Finding> findings_of(std::string_view file, std::optional<Date> today = std::nullopt);
/// "FILE-020 2:base.credit_limit", with the line; "FILE-002 0" for the file as a whole.
std::vector<std::string> told(std::string_view file, std::optional<Date> today = std::nullopt);

}  // namespace m2::test
