#pragma once
// scratch("x.yaml"): a path in a folder of this process, which is there until the process ends. Two
// runs of one test beside one another do not meet.

#include <filesystem>
#include <string_view>

namespace m2::test {

std::filesystem::path scratch(std::string_view name);

}  // namespace m2::test
