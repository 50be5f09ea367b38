#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/base/ascii.h"

namespace m2 {
namespace {

// Base letters of U+00C0..U+024F and U+1E00..U+1EFF by Unicode decomposition, with the letters that
// have none (ß, Ø, Æ, Þ, Đ, Ł …) given the letter they are usually written with; '.' where there is
// no letter.
constexpr std::string_view kLatin =
    "AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO.OUUUUYTY"
    "AAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIIIJJKKKLLLLLLL"
    "LLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS"
    "..................F.............OO.............UU..............."
    "....DDDLLLNNNAAIIOOUUUUUUUUUU.AAAA....GGKKOOOO..JDDDGG..NNAA...."
    "AAAAEEEEIIIIOOOORRRRUUUUSSTT..HH......AAEEOOOOOOOOYY............"
    "................";
constexpr std::string_view kLatinAdditional =
    "AABBBBBBCCDDDDDDDDDDEEEEEEEEEEFFGGHHHHHHHHHHIIIIKKKKKKLLLLLLLLMM"
    "MMMMNNNNNNNNOOOOOOOOPPPPRRRRRRRRSSSSSSSSSSTTTTTTTTUUUUUUUUUUVVVV"
    "WWWWWWWWWWXXXXYYZZZZZZHTWY.S..S.AAAAAAAAAAAAAAAAAAAAAAAAEEEEEEEE"
    "EEEEEEEEIIIIOOOOOOOOOOOOOOOOOOOOOOOOUUUUUUUUUUUUUUYYYYYYYY......";
static_assert(kLatin.size() == 0x250 - 0xC0);
static_assert(kLatinAdditional.size() == 0x100);

// For every byte and set: the character written, or 0 where the byte is refused. Bytes of 0x80 and
// more are 0.
constexpr std::array<std::array<char, 256>, 3> make_written() {
  std::array<std::array<char, 256>, 3> table{};
  for (int c = 0x20; c < 0x7F; ++c) {
    const char upper = to_upper(static_cast<char>(c));
    const bool alphanumeric = is_upper(upper) || is_digit(static_cast<char>(c));
    const bool name = alphanumeric || c == ' ' || c == '-';
    const bool address = name || c == '/' || c == '#' || c == '&' || c == ',' || c == '.';
    const auto at = static_cast<std::size_t>(c);
    table[0][at] = name ? upper : '\0';
    table[1][at] = address ? upper : '\0';
    table[2][at] = upper;
  }
  return table;
}
constexpr auto kWritten = make_written();

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  // 0: not UTF-8
};

CodePoint decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, length};
}

bool is_combining_mark(char32_t c) {
  return c >= 0x300 && c <= 0x36F;
}

// The ASCII character a code point is written as, or 0.
char ascii_form(char32_t c) {
  char letter = '.';
  if (c >= 0xC0 && c < 0x250) letter = kLatin[c - 0xC0];
  if (c >= 0x1E00 && c < 0x1F00) letter = kLatinAdditional[c - 0x1E00];
  if (letter != '.') return letter;
  if (c == 0xA0 || c == 0x202F) return ' ';
  if (c >= 0x2010 && c <= 0x2015) return '-';
  return '\0';
}

}  // namespace

std::size_t fold(CharacterSet set, std::string_view utf8, std::span<char> field,
                 FoldCounts& counts) {
  const auto& written = kWritten[static_cast<std::size_t>(set)];
  std::size_t out = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    char c = written[static_cast<unsigned char>(utf8[at])];
    std::size_t bytes = 1;
    if (c == '\0' && static_cast<unsigned char>(utf8[at]) >= 0x80) {
      const CodePoint point = decode(utf8.substr(at));
      bytes = std::max<std::size_t>(point.bytes, 1);
      const char ascii = ascii_form(point.value);
      if (ascii != '\0') c = written[static_cast<unsigned char>(ascii)];
      if (c == '\0' && is_combining_mark(point.value)) {
        at += bytes;
        continue;
      }
    }
    at += bytes;
    if (c == '\0') {
      ++counts.dropped;
    } else if (out < field.size()) {
      field[out++] = c;
    } else {
      ++counts.cut;
    }
  }
  std::fill(field.begin() + static_cast<std::ptrdiff_t>(out), field.end(), ' ');
  return out;
}

bool allows(CharacterSet set, char c) {
  return kWritten[static_cast<std::size_t>(set)][static_cast<unsigned char>(c)] == c && c != '\0';
}

namespace {

struct Unreadable {
  char32_t first;
  char32_t last;
  const char* what;
};

// Characters that reorder or hide what is shown (Unicode TR36), or that some editors show as a new
// line and we do not: what seems to stand below a comment would be a part of it.
constexpr Unreadable kUnreadable[] = {
    {0x00, 0x08, "a control character"},
    {0x0B, 0x0C, "a control character"},
    {0x0E, 0x1F, "a control character"},
    {0x7F, 0x84, "a control character"},
    {0x85, 0x85, "a line end of another kind"},
    {0x86, 0x9F, "a control character"},
    {0xAD, 0xAD, "an invisible character"},
    {0x061C, 0x061C, "a bidirectional control character"},
    {0x180E, 0x180E, "an invisible character"},
    {0x200B, 0x200D, "an invisible character"},
    {0x200E, 0x200F, "a bidirectional control character"},
    {0x2028, 0x2029, "a line end of another kind"},
    {0x202A, 0x202E, "a bidirectional control character"},
    {0x2060, 0x2065, "an invisible character"},
    {0x2066, 0x2069, "a bidirectional control character"},
    {0xFEFF, 0xFEFF, "an invisible character"},
    {0xFFF9, 0xFFFB, "an invisible character"},
    {0xE0000, 0xE007F, "an invisible character"},
};

}  // namespace

std::optional<Utf8Problem> find_unreadable(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    // Plain letters, digits and signs are nearly all there is.
    if (is_printable(text[at])) {
      ++at;
      continue;
    }
    const CodePoint point = decode(text.substr(at));
    if (point.bytes == 0) return Utf8Problem{at, "a byte that is not UTF-8"};
    const bool ends_line = at + 1 == text.size() || text[at + 1] == '\n';
    if (point.value == '\r' && !ends_line)
      return Utf8Problem{at, "a carriage return without a line feed", point.value};
    for (const Unreadable& range : kUnreadable) {
      if (point.value < range.first) break;
      if (point.value <= range.last) return Utf8Problem{at, range.what, point.value};
    }
    at += point.bytes;
  }
  return std::nullopt;
}

bool is_ascii(std::string_view text) {
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t all = 0;
  for (; left >= sizeof(all); left -= sizeof(all), at += sizeof(all)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, at, sizeof(eight));
    all |= eight;
  }
  for (; left > 0; --left) all |= static_cast<unsigned char>(*at++);
  return (all & kHigh) == 0;
}

std::size_t count_code_points(std::string_view utf8) {
  if (is_ascii(utf8)) return utf8.size();
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size(); ++count) {
    const bool is_ascii = static_cast<unsigned char>(utf8[at]) < 0x80;
    at += is_ascii ? 1 : std::max<std::size_t>(decode(utf8.substr(at)).bytes, 1);
  }
  return count;
}

std::string digits_of(std::string_view text) {
  std::string out(text.size(), '\0');
  out.erase(std::copy_if(text.begin(), text.end(), out.begin(), is_digit), out.end());
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_upper);
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

namespace {

// No name is this long, and nobody misspells one that is.
constexpr std::size_t kLongestSuggested = 64;

// The edit distance; `limit` where it is that or more. Optimal string alignment over three rows:
// the row before the last is needed for a swap of neighbours.
std::size_t distance_below(std::size_t limit, std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  std::size_t least_of_last = 0;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = to_lower(a[i - 1]) == to_lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && to_lower(a[i - 1]) == to_lower(b[j - 2]) &&
                           to_lower(a[i - 2]) == to_lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    // What follows builds on this row, or by a swap on the last one.
    if (least >= limit && least_of_last + 1 >= limit) return limit;
    least_of_last = least;
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(limit, last[b.size()]);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  return distance_below(std::max(a.size(), b.size()) + 1, a, b);
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates) {
  if (name.size() > kLongestSuggested) return std::nullopt;
  const std::size_t within = name.size() <= 3 ? 1 : std::max<std::size_t>(2, name.size() / 3);
  std::size_t best = within + 1;
  std::optional<std::string> found;
  for (const std::string& candidate : candidates) {
    const std::size_t length_gap = candidate.size() > name.size() ? candidate.size() - name.size()
                                                                  : name.size() - candidate.size();
    if (length_gap >= best) continue;
    const std::size_t distance = distance_below(best, name, candidate);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string printable(std::string_view bytes) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  out.reserve(bytes.size());
  for (const char c : bytes) {
    if (c >= ' ' && c <= '~') {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append("\\x").append(1, kHex[byte >> 4]).append(1, kHex[byte & 0xF]);
  }
  return out;
}

std::string readable(std::string_view text) {
  const bool has_control =
      std::any_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; });
  return has_control || find_unreadable(text) ? printable(text) : std::string(text);
}

std::string shortened(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return std::string(text.substr(0, bytes)) + "…";
}

std::string in_markup(std::string_view text) {
  std::string out;
  for (const char c : find_unreadable(text) ? printable(text) : std::string(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\r':
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string mask(std::string_view value) {
  const std::string digits = digits_of(value);
  if (digits.size() == 9 && (value.size() == 9 || value.size() == 11))
    return "***-**-" + digits.substr(5);
  std::string out(value.size(), '*');
  if (value.size() >= 8) out.replace(out.size() - 4, 4, value.substr(value.size() - 4));
  return out;
}

std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

}  // namespace m2
