#include "engine/cli/input.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/cli/progress.h"

namespace m2::cli {
namespace {

// Bytes of a regular file; 0 when nobody knows.
std::uint64_t size_of(const std::string& name) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(name, error);
  const std::uintmax_t size = is_file ? std::filesystem::file_size(name, error) : 0;
  return error ? 0 : size;
}

}  // namespace

std::string shown_name(const std::string& name) {
  return name == "-" ? "standard input" : printable(name);
}

Result<Reader::Source> open_input(const std::string& name, Context& context) {
  M2_TRY(InputFile opened, name == "-" ? InputFile::standard_input() : InputFile::open(name));
  const auto file = std::make_shared<InputFile>(std::move(opened));
  const auto progress = std::make_shared<Progress>(context, shown_name(name), size_of(name));
  return Reader::Source([file, progress](std::span<char> bytes) {
    Result<std::size_t> count = file->read(bytes);
    progress->add(count ? *count : 0);
    return count;
  });
}

}  // namespace m2::cli
