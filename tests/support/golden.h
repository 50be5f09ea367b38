#pragma once
// Golden cases: expected output in files beside the input, rendered as users see it.
//
//   check_golden("dsl/unknown_field.expected", render(found, Colour::Never));
//
// M2_UPDATE_GOLDEN=1 ctest --preset dev rewrites the files; the difference is reviewed like code.
// CI refuses the variable.

#include <string>
#include <string_view>

namespace m2::test {

/// Path below tests/golden, absolute.
std::string golden_path(std::string_view name);
/// Path below the project, absolute.
std::string project_path(std::string_view name);
std::string read(const std::string& path);
/// Fails the running test when `actual` differs from the file; the message shows the first
/// differing line.
void check_golden(std::string_view name, std::string_view actual);
/// The same for a whole page below the project that is made from tables.
void check_page(std::string_view name, std::string_view actual);
/// The same for what stands between `<!-- SECTION: … -->` and `<!-- end -->` of a page.
void check_section(std::string_view page, std::string_view section, std::string_view actual);

}  // namespace m2::test
