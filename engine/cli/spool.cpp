#include "engine/cli/spool.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace m2::cli {
namespace {

Error failure(ErrorCode code) {
  return {code, fmt::format("cannot use a temporary file: {}", std::strerror(errno))};
}

}  // namespace

Result<Spool> Spool::create() {
  Spool spool;
  spool.file_.reset(std::tmpfile());
  if (!spool.file_) return failure(ErrorCode::Unwritable);
  return spool;
}

void Spool::write(std::string_view bytes) {
  std::fwrite(bytes.data(), 1, bytes.size(), file_.get());
}

Result<void> Spool::write_all(const Reader::Source& source) {
  std::string buffer(std::size_t{1} << 16, '\0');
  for (;;) {
    M2_TRY(const std::size_t count, source(buffer));
    if (count == 0) return {};
    write(std::string_view(buffer).substr(0, count));
  }
}

Result<Reader::Source> Spool::read() {
  std::FILE* const file = file_.get();
  const bool is_written = std::fflush(file) == 0 && std::ferror(file) == 0;
  if (!is_written || std::fseek(file, 0, SEEK_SET) != 0) return failure(ErrorCode::Unwritable);
  return Reader::Source([file](std::span<char> bytes) -> Result<std::size_t> {
    const std::size_t count = std::fread(bytes.data(), 1, bytes.size(), file);
    if (count == 0 && std::ferror(file) != 0) return failure(ErrorCode::Unreadable);
    return count;
  });
}

}  // namespace m2::cli
