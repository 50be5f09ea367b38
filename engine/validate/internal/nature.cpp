#include "engine/validate/internal/nature.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/base/text.h"
#include "engine/validate/internal/characters.h"

namespace m2::internal {
namespace {

using namespace std::string_view_literals;

struct Beginning {
  std::string_view bytes;
  std::string_view nature;
};

// The longest of those that begin alike stands first.
constexpr auto kBeginnings = std::to_array<Beginning>({
    {"\x1F\x8B"sv, "this is a gzip archive: unpack it first"},
    {"PK\x03\x04"sv, "this is a zip archive (or a spreadsheet in one): unpack it first"},
    {"PK\x05\x06"sv, "this is an empty zip archive: ask for the file again"},
    {"BZh"sv, "this is a bzip2 archive: unpack it first"},
    {"\xFD"
     "7zXZ\0"sv,
     "this is an xz archive: unpack it first"},
    {"\x28\xB5\x2F\xFD"sv, "this is a zstd archive: unpack it first"},
    {"7z\xBC\xAF\x27\x1C"sv, "this is a 7z archive: unpack it first"},
    {"-----BEGIN PGP"sv, "this is a file encrypted or signed with PGP: decrypt it first"},
    {"%PDF"sv, "this is a PDF document: ask for the Metro 2 file that it describes"},
    {"\xD0\xCF\x11\xE0"sv, "this is an old Office document: export it as a Metro 2 file"},
    {"\xFF\xFE\0\0"sv, "this is UTF-32 text: convert it to ASCII"},
    {"\xFF\xFE"sv, "this is UTF-16 text: convert it to ASCII"},
    {"\xFE\xFF"sv, "this is UTF-16 text: convert it to ASCII"},
    {"\xEF\xBB\xBF"sv, "the file begins with a byte order mark: write it as ASCII, without one"},
    {"<?xml"sv, "this is XML: give the Metro 2 file that was made from it"},
    {"<"sv, "this is a web page or XML: give the Metro 2 file itself"},
});

constexpr std::size_t kShortest = 16;  // bytes below which proportions tell nothing

// Share of the bytes for which `is` holds, in percent.
template <class Is>
std::size_t share(std::string_view bytes, Is is) {
  const auto count = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is));
  return bytes.empty() ? 0 : 100 * count / bytes.size();
}

// Letters, digits and blanks of EBCDIC, of which Metro 2 text consists.
bool is_ebcdic(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const auto low = static_cast<unsigned char>(byte & 0x0FU);
  switch (byte & 0xF0U) {
    case 0xC0:
    case 0xD0:
      return low >= 1 && low <= 9;
    case 0xE0:
      return low >= 2 && low <= 9;
    case 0xF0:
      return low <= 9;
    default:
      return byte == 0x40;
  }
}

// Every other byte is zero, as in UTF-16 text without a mark.
bool is_wide(std::string_view head) {
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0' ? 1 : 0;
  const std::size_t half = head.size() / 2;
  return head.size() >= kShortest && std::max(zeros[0], zeros[1]) * 10 >= half * 9 &&
         std::min(zeros[0], zeros[1]) * 10 <= half;
}

bool is_json(std::string_view head) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (head[first] != '{' && head[first] != '[')) return false;
  const std::size_t next = head.find_first_not_of(" \t\r\n", first + 1);
  return next == std::string_view::npos ||
         "\"{[]}-0123456789tfn"sv.find(head[next]) != std::string_view::npos;
}

// The same separator in the first two lines, as often in one as in the other.
bool is_table(std::string_view head) {
  const std::size_t end = head.find('\n');
  if (end == std::string_view::npos) return false;
  const std::string_view first = head.substr(0, end);
  const std::string_view rest = head.substr(end + 1);
  const std::size_t next = rest.find('\n');
  for (const char separator : {',', ';', '\t', '|'}) {
    const auto in_first = std::count(first.begin(), first.end(), separator);
    const std::string_view second = rest.substr(0, next);
    const auto in_second = std::count(second.begin(), second.end(), separator);
    const bool is_whole = next != std::string_view::npos || head.size() < kNatureLength;
    if (in_first >= 1 && (in_first == in_second || !is_whole)) return true;
  }
  return false;
}

}  // namespace

std::string nature_of(std::string_view head) {
  for (const Beginning& beginning : kBeginnings) {
    if (head.starts_with(beginning.bytes)) return std::string(beginning.nature);
  }
  if (is_wide(head)) return "this is UTF-16 text: convert it to ASCII";
  // A packed file has a few binary bytes before its text.
  if (head.size() >= kShortest && share(head, is_ebcdic) >= 80) {
    return "this is EBCDIC text: convert it to ASCII";
  }
  if (is_json(head))
    return "this is JSON: give the Metro 2 file; `metro2 convert` makes one of JSON that it wrote";
  const auto is_noise = [](char c) {
    return class_of(c) == kUnprintable && c != '\n' && c != '\r' && c != '\t';
  };
  if (head.size() >= kShortest && share(head, is_noise) >= 20) {
    return "these bytes are no text: the file is encrypted, packed or damaged; decrypt it, or ask "
           "for it again";
  }
  if (is_table(head))
    return "this is a table (CSV): give the Metro 2 file; `metro2 convert` makes one of CSV that "
           "it wrote";
  return "";
}

void OneByte::add(std::string_view bytes) {
  if (bytes.empty() || !is_one_) return;
  if (count_ == 0) byte_ = bytes.front();
  is_one_ = bytes.find_first_not_of(byte_) == std::string_view::npos;
  count_ += bytes.size();
}

std::string OneByte::text() const {
  if (!is_one_ || count_ < kShortest) return "";
  const std::string count = with_separators(count_);
  if (byte_ == '\0') return fmt::format("nothing but {} zero bytes", count);
  if (byte_ == ' ') return fmt::format("nothing but {} blanks", count);
  if (byte_ == '\n' || byte_ == '\r') return fmt::format("nothing but {} line ends", count);
  if (class_of(byte_) == kUnprintable) {
    return fmt::format("nothing but {} bytes 0x{:02X}", count, static_cast<unsigned char>(byte_));
  }
  return fmt::format("nothing but `{}`, {} times", byte_, count);
}

}  // namespace m2::internal
