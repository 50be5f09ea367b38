#pragma once
// Presets with a mistake in them: a copy in the scratch folder, and one small edit of its text.
//
//   const fs::path folder = copy_of(project_path("presets"), "planted", Copied::WithoutFixtures);
//   edit_once(folder / "library", "then min(first_late,", "then max(first_late,");

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace m2::test {

enum class Copied { Whole, WithoutFixtures };

/// A copy of a folder, in the place of an earlier one of that name.
std::filesystem::path copy_of(const std::filesystem::path& from, std::string_view name,
                              Copied copied = Copied::Whole);

/// How often words stand in the presets, shapes and libraries of a folder. How many blanks stand
/// between two of them is all one.
std::size_t count_of(const std::filesystem::path& folder, std::string_view words);
/// Puts `to` in the place of `from`, which stands there exactly once: else the test fails and says
/// how often.
void edit_once(const std::filesystem::path& folder, std::string_view from, std::string_view to);

}  // namespace m2::test
