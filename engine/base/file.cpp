#include "engine/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace m2 {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;
constexpr int kMostAttempts = 1000;

std::string cause(int error_number) {
  return std::strerror(error_number);
}

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) {
    const ErrorCode code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable;
    return Error{code, fmt::format("cannot read `{}`: {}", path.string(), cause(errno))};
  }
  std::string text;
  char block[1 << 16];
  for (;;) {
    const ssize_t count = ::read(file.fd, block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return Error{ErrorCode::Unreadable,
                   fmt::format("cannot read `{}`: {}", path.string(), cause(errno))};
    if (count == 0) return text;
    if (text.size() + static_cast<std::size_t>(count) > limit) {
      return Error{ErrorCode::TooLarge,
                   fmt::format("`{}` is larger than {} bytes", path.string(), limit)};
    }
    text.append(block, static_cast<std::size_t>(count));
  }
}

Result<std::string> read_file_range(const std::filesystem::path& path, std::uint64_t begin,
                                    std::uint64_t end) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) {
    const ErrorCode code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable;
    return Error{code, fmt::format("cannot read `{}`: {}", path.string(), cause(errno))};
  }
  std::string text(end - begin, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t count = ::pread(file.fd, text.data() + filled, text.size() - filled,
                                  static_cast<off_t>(begin + filled));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return Error{ErrorCode::Unreadable,
                   fmt::format("cannot read `{}`: {}", path.string(), cause(errno))};
    if (count == 0) {
      return Error{ErrorCode::Unreadable,
                   fmt::format("`{}` became shorter while it was being read", path.string())};
    }
    filled += static_cast<std::size_t>(count);
  }
  return text;
}

Result<std::vector<std::string>> list_files(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::string> names;
  auto entry = std::filesystem::directory_iterator(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    if (entry->is_regular_file(error)) names.push_back(entry->path().filename().string());
  }
  if (error) {
    const ErrorCode code =
        error == std::errc::no_such_file_or_directory ? ErrorCode::NotFound : ErrorCode::Unreadable;
    return Error{code,
                 fmt::format("cannot list the folder `{}`: {}", folder.string(), error.message())};
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return Error{ErrorCode::Unwritable,
                 fmt::format("cannot make the folder `{}`: {}", folder.string(), error.message())};
  }
  return {};
}

Result<void> make_private_file(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600)};
  if (file.fd >= 0) return {};
  return Error{ErrorCode::Unwritable,
               fmt::format("cannot write `{}`: {}", path.string(), cause(errno))};
}

Result<InputFile> InputFile::open(std::filesystem::path path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const ErrorCode code = errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Unreadable;
    return Error{code, fmt::format("cannot read `{}`: {}", path.string(), cause(errno))};
  }
  return InputFile(std::move(path), fd);
}

Result<InputFile> InputFile::standard_input() {
  const int fd = ::dup(STDIN_FILENO);
  if (fd < 0)
    return Error{ErrorCode::Unreadable,
                 fmt::format("cannot read standard input: {}", cause(errno))};
  return InputFile("standard input", fd);
}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}

InputFile::~InputFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::size_t> InputFile::read(std::span<char> bytes) {
  for (;;) {
    const ssize_t count = ::read(fd_, bytes.data(), bytes.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) {
      return Error{ErrorCode::Unreadable,
                   fmt::format("cannot read `{}`: {}", path_.string(), cause(errno))};
    }
  }
}

OutputFile::OutputFile(std::filesystem::path path, std::filesystem::path target, int fd,
                       std::filesystem::path temporary)
    : path_(std::move(path)),
      target_(std::move(target)),
      temporary_(std::move(temporary)),
      fd_(fd) {
  buffer_.reserve(kBufferBytes);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      fd_(std::exchange(other.fd_, -1)),
      failure_(other.failure_),
      buffer_(std::move(other.buffer_)) {}

OutputFile::~OutputFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_.c_str());
}

Result<OutputFile> OutputFile::create(std::filesystem::path path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::file_status there = fs::status(path, ignored);
  if (fs::exists(there) && !fs::is_regular_file(there) && !fs::is_directory(there))
    return Error{ErrorCode::Unwritable,
                 fmt::format("cannot write `{}`: it is no file", path.string())};
  const bool is_link = fs::exists(there) && fs::is_symlink(fs::symlink_status(path, ignored));
  const fs::path target = is_link ? fs::canonical(path, ignored) : path;
  int failure = fs::is_directory(there) ? EISDIR : EEXIST;
  // A name that an earlier process left behind is passed over.
  for (int attempt = 0; failure == EEXIST && attempt < kMostAttempts; ++attempt) {
    fs::path temporary = target;
    temporary += fmt::format(".{}-{}.part", ::getpid(), attempt);
    // 0600: a bureau file is personal data.
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) return OutputFile(std::move(path), target, fd, std::move(temporary));
    failure = errno;
  }
  return Error{ErrorCode::Unwritable,
               fmt::format("cannot write `{}`: {}", path.string(), cause(failure))};
}

void OutputFile::write(std::string_view bytes) {
  buffer_.append(bytes);
  if (buffer_.size() >= kBufferBytes) flush();
}

void OutputFile::flush() {
  const char* at = buffer_.data();
  std::size_t left = buffer_.size();
  while (left > 0 && failure_ == 0) {
    const ssize_t count = ::write(fd_, at, left);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      failure_ = errno;
    } else {
      at += count;
      left -= static_cast<std::size_t>(count);
    }
  }
  buffer_.clear();
}

Error OutputFile::failed() const {
  return {ErrorCode::Unwritable,
          fmt::format("cannot write `{}`: {}", path_.string(), cause(failure_))};
}

Result<void> OutputFile::status() const {
  if (failure_ != 0) return failed();
  return {};
}

Result<InputFile> OutputFile::read_back() {
  flush();
  if (failure_ != 0) return failed();
  return InputFile::open(temporary_);
}

Result<void> OutputFile::sync() {
  M2_CHECK(fd_ >= 0, "a file is synced before it is committed");
  flush();
  if (failure_ == 0 && ::fsync(fd_) != 0 && errno != EINVAL && errno != EROFS) failure_ = errno;
  return status();
}

Result<void> OutputFile::commit() {
  M2_CHECK(fd_ >= 0, "a file is committed once");
  const Result<void> synced = sync();
  if (::close(std::exchange(fd_, -1)) != 0 && synced) failure_ = errno;
  if (failure_ == 0 && ::rename(temporary_.c_str(), target_.c_str()) != 0) failure_ = errno;
  if (failure_ == 0) return {};
  ::unlink(temporary_.c_str());
  return failed();
}

Result<void> write_file(const std::filesystem::path& path, std::string_view bytes) {
  M2_TRY(OutputFile file, OutputFile::create(path));
  file.write(bytes);
  return file.commit();
}

}  // namespace m2
