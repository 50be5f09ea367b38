#include "engine/write/naming.h"

#include <fmt/format.h>

namespace m2 {

std::string bureau_file_name(std::string_view tenant, Period period, Bureau bureau) {
  return fmt::format("{}.{}.{}.metro2", tenant, period.to_string(), to_string(bureau));
}

std::string manifest_name(std::string_view tenant, Period period) {
  return fmt::format("{}.{}.manifest.json", tenant, period.to_string());
}

}  // namespace m2
