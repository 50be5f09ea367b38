// The files of a workspace, and what their headers say.

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "dsl/check.h"
#include "dsl/reading.h"
#include "engine/base/ascii.h"
#include "engine/base/file.h"
#include "engine/base/money.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

// The first words of a file, without its tree and comments: preset, entrata_rent, version, 1.
std::vector<std::string> first_words(const std::filesystem::path& path, std::size_t count) {
  std::vector<std::string> words;
  const Result<std::string> text = read_file(path, kLargestFile);
  if (!text) return words;
  const std::string_view whole = *text;
  for (std::string_view line :
       split(whole.starts_with(kByteOrderMark) ? whole.substr(3) : whole, '\n')) {
    line = trim(line.substr(0, line.find('#')));
    while (!line.empty() && words.size() < count) {
      const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
      words.emplace_back(line.substr(0, end));
      line = trim(line.substr(end));
    }
    if (words.size() == count) break;
  }
  return words;
}

// "preset entrata_rent version 1 …"; a file that begins otherwise has no name, and version 0.
PresetFile declared_preset(std::filesystem::path path) {
  const std::vector<std::string> words = first_words(path, 4);
  PresetFile preset;
  preset.path = std::move(path);
  if (words.size() < 2 || words[0] != "preset") return preset;
  preset.name = words[1];
  if (words.size() == 4 && words[2] == "version")
    preset.version = parse_decimal(words[3], 0).value_or(0);
  return preset;
}

}  // namespace

std::string declared_name(const std::filesystem::path& path, std::string_view word) {
  const std::vector<std::string> words = first_words(path, 2);
  return words.size() == 2 && words[0] == word ? words[1] : std::string();
}

std::string versions_here(const std::vector<PresetFile>& files) {
  std::vector<std::int64_t> numbers;
  for (const PresetFile& file : files) {
    if (numbers.empty() || numbers.back() != file.version) numbers.push_back(file.version);
  }
  return fmt::format("version{} {} {} here", numbers.size() == 1 ? "" : "s",
                     fmt::join(numbers, " and "), numbers.size() == 1 ? "is" : "are");
}

std::vector<std::filesystem::path> Workspace::all_files() const {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  const auto options = std::filesystem::directory_options::skip_permission_denied;
  for (auto entry = std::filesystem::recursive_directory_iterator(root_, options, error);
       !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->is_regular_file(error)) files.push_back(entry->path());
  }
  return files;
}

std::vector<std::filesystem::path> Workspace::nearest_first(
    const std::vector<std::filesystem::path>& all, std::string_view extension,
    const std::filesystem::path& first) {
  std::vector<std::filesystem::path> near;
  std::vector<std::filesystem::path> far;
  const std::filesystem::path wanted(extension);
  std::error_code error;
  for (const std::filesystem::path& file : all) {
    if (file.extension() != wanted) continue;
    const bool beside =
        std::filesystem::equivalent(file.parent_path(), first.empty() ? "." : first, error);
    (beside ? near : far).push_back(file);
  }
  // A preset may stand outside the workspace, with its shape beside it.
  if (near.empty()) {
    for (auto entry = std::filesystem::directory_iterator(first.empty() ? "." : first, error);
         !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
      if (entry->is_regular_file(error) && entry->path().extension() == wanted)
        near.push_back(entry->path());
    }
  }
  std::sort(near.begin(), near.end());
  std::sort(far.begin(), far.end());
  near.insert(near.end(), far.begin(), far.end());
  return near;
}

const std::vector<PresetFile>& Workspace::presets() const {
  if (presets_) return *presets_;
  presets_.emplace();
  for (std::filesystem::path& path : files(".preset", root_))
    presets_->push_back(declared_preset(std::move(path)));
  std::stable_sort(presets_->begin(), presets_->end(), [](const auto& a, const auto& b) {
    return std::tie(a.name, a.version) < std::tie(b.name, b.version);
  });
  return *presets_;
}

std::vector<PresetFile> Workspace::presets_named(std::string_view name) const {
  std::vector<PresetFile> named;
  for (const PresetFile& preset : presets()) {
    if (preset.name == name) named.push_back(preset);
  }
  return named;
}

std::optional<std::filesystem::path> Workspace::find_preset(std::string_view name) const {
  const std::vector<PresetFile> named = presets_named(name);
  return named.empty() ? std::nullopt : std::optional(named.back().path);
}

std::vector<std::string> Workspace::preset_names() const {
  std::vector<std::string> names;
  for (const PresetFile& preset : presets()) {
    if (!preset.name.empty() && (names.empty() || names.back() != preset.name))
      names.push_back(preset.name);
  }
  return names;
}

}  // namespace m2::dsl
