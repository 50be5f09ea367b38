#include "dsl/lock.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/file.h"
#include "engine/base/money.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kLargestLock = std::size_t{1} << 20;
constexpr std::size_t kDigits = 64;  // of a SHA-256

constexpr std::string_view kHead =
    "# Released presets, NAME VERSION SHA256. `metro2 check --lock` adds the lines; no line ever\n"
    "# changes, and neither does what it stands for.\n";

bool is_fingerprint(std::string_view text) {
  return text.size() == kDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::vector<std::string_view> words_on(std::string_view line) {
  std::vector<std::string_view> words;
  for (line = trim(line); !line.empty();) {
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    words.push_back(line.substr(0, end));
    line = trim(line.substr(end));
  }
  return words;
}

void read_line(Span span, Lock& lock, Diagnostics& found) {
  const std::vector<std::string_view> words = words_on(span.text());
  if (words.empty() || words.front().front() == '#') return;
  const auto version =
      words.size() == 3 ? parse_decimal(words[1], 0) : std::optional<std::int64_t>();
  if (!version || *version < 1 || !is_fingerprint(words[2])) {
    found.error("syntax", span, "a line of the lock is a name, a version and 64 hexadecimal digits")
        .with_help("take the line back as it was released");
    return;
  }
  if (const Release* before = lock.find(words[0], *version)) {
    found
        .error("name-twice", span,
               fmt::format("`{}` version {} is released twice", words[0], *version))
        .label(before->span, "the first time")
        .with_help("delete the later line");
    return;
  }
  lock.releases.push_back({std::string(words[0]), *version, std::string(words[2]), span});
}

}  // namespace

const Release* Lock::find(std::string_view name, std::int64_t version) const {
  for (const Release& release : releases) {
    if (release.name == name && release.version == version) return &release;
  }
  return nullptr;
}

Lock read_lock(const std::filesystem::path& file, Diagnostics& found) {
  Lock lock;
  Result<std::string> text = read_file(file, kLargestLock);
  if (!text) {
    if (text.error().code != ErrorCode::NotFound)
      found.error("unreadable-file", Span{}, text.error().message);
    return lock;
  }
  const auto source =
      std::make_shared<const SourceText>(file.lexically_normal().string(), std::move(*text));
  found.keep(source);
  for (std::uint32_t number = 1; number <= source->line_count(); ++number) {
    const std::string_view line = source->line(number);
    const auto begin = static_cast<std::uint32_t>(line.data() - source->text().data());
    read_line({source.get(), begin, begin + static_cast<std::uint32_t>(line.size())}, lock, found);
  }
  return lock;
}

Result<void> append_to_lock(const std::filesystem::path& file,
                            const std::vector<Release>& releases) {
  Result<std::string> before = read_file(file, kLargestLock);
  if (!before && before.error().code != ErrorCode::NotFound) return before.error();
  std::string text = before ? std::move(*before) : std::string(kHead);
  if (!text.empty() && text.back() != '\n') text += '\n';
  for (const Release& release : releases)
    text += fmt::format("{} {} {}\n", release.name, release.version, release.sha256);
  return write_file(file, text);
}

}  // namespace m2::dsl
