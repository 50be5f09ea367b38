#include "engine/base/scratch_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace m2 {
namespace {

constexpr std::size_t kWriteBytes = std::size_t{1} << 18;
constexpr std::size_t kWindowBytes = std::size_t{1} << 16;
constexpr std::size_t kJumpBytes = std::size_t{1} << 12;

Error scratch_failure(ErrorCode code, int error_number) {
  return {code, fmt::format("cannot use a temporary file: {}", std::strerror(error_number))};
}

}  // namespace

Result<ScratchFile> ScratchFile::create() {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  if (error)
    return Error{ErrorCode::Unwritable,
                 "there is no folder for temporary files; set TMPDIR to one that can be written"};
  std::string name = (folder / "metro2-XXXXXX").string();
  const int fd = ::mkostemp(name.data(), O_CLOEXEC);  // 0600: records are personal data
  if (fd < 0) {
    return Error{
        ErrorCode::Unwritable,
        fmt::format("cannot make a temporary file in `{}`: {}; set TMPDIR to a folder that can be "
                    "written",
                    folder.string(), std::strerror(errno))};
  }
  ::unlink(name.c_str());
  return ScratchFile(fd);
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept {
  *this = std::move(other);
}

ScratchFile& ScratchFile::operator=(ScratchFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(failure_, other.failure_);
  std::swap(written_, other.written_);
  std::swap(unwritten_, other.unwritten_);
  std::swap(window_at_, other.window_at_);
  std::swap(window_, other.window_);
  return *this;
}

ScratchFile::~ScratchFile() {
  if (fd_ >= 0) ::close(fd_);
}

std::uint64_t ScratchFile::append(std::string_view bytes) {
  const std::uint64_t at = written_ + unwritten_.size();
  unwritten_.append(bytes);
  if (unwritten_.size() >= kWriteBytes) flush();
  return at;
}

void ScratchFile::flush() {
  const char* from = unwritten_.data();
  std::size_t left = unwritten_.size();
  while (left > 0 && failure_ == 0) {
    const ssize_t count = ::pwrite(fd_, from, left, static_cast<off_t>(written_));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      failure_ = errno;
    } else {
      from += count;
      left -= static_cast<std::size_t>(count);
      written_ += static_cast<std::size_t>(count);
    }
  }
  unwritten_.clear();
}

Result<std::string_view> ScratchFile::read(std::uint64_t at, std::size_t length) {
  const auto holds = [&] { return at >= window_at_ && at + length <= window_at_ + window_.size(); };
  if (!holds()) {
    flush();
    if (failure_ != 0) return scratch_failure(ErrorCode::Unwritable, failure_);
    // Who reads on reads a lot at once; who jumps about does not.
    const std::uint64_t end = window_at_ + window_.size();
    const bool reads_on = at >= window_at_ && at < end + kJumpBytes;
    window_.resize(std::max(length, reads_on ? kWindowBytes : kJumpBytes));
    window_at_ = at;
    std::size_t got = 0;
    while (got < window_.size()) {
      const ssize_t count =
          ::pread(fd_, window_.data() + got, window_.size() - got, static_cast<off_t>(at + got));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        window_.clear();
        return scratch_failure(ErrorCode::Unreadable, errno);
      }
      if (count == 0) break;
      got += static_cast<std::size_t>(count);
    }
    window_.resize(got);
    if (!holds()) return scratch_failure(ErrorCode::Unreadable, EIO);
  }
  return std::string_view(window_).substr(at - window_at_, length);
}

}  // namespace m2
