#include "engine/metro2/value.h"

#include <algorithm>
#include <cstring>

#include "engine/base/ascii.h"
#include "engine/base/check.h"

namespace m2 {
namespace {

constexpr std::size_t kMostDigits = 20;  // of a 64-bit number

// Digits of `number` at the end of `buffer`; returns them.
std::string_view digits_to(char (&buffer)[kMostDigits], std::int64_t number) {
  std::size_t at = kMostDigits;
  do {
    buffer[--at] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  return {buffer + at, kMostDigits - at};
}

void put_right(const Field& field, std::string_view digits, char* segment) {
  char* const at = segment + field.offset();
  const std::size_t zeros = field.length - digits.size();
  std::memset(at, '0', zeros);
  std::memcpy(at + zeros, digits.data(), digits.size());
}

void put_left(const Field& field, std::string_view text, char* segment) {
  char* const at = segment + field.offset();
  std::memcpy(at, text.data(), text.size());
  std::memset(at + text.size(), ' ', field.length - text.size());
}

Put put_digits(const Field& field, std::string_view text, char* segment) {
  if (!are_digits(text)) return Put::Refused;
  if (text.size() > field.length) return Put::TooLong;
  put_right(field, text, segment);
  return Put::Done;
}

constexpr std::size_t kLongestField = 146;  // reserved part of the header

constexpr std::size_t longest_field() {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    for (const Field& field : fields(static_cast<Segment>(i)))
      longest = std::max(longest, field.length);
  }
  return longest;
}
static_assert(longest_field() == kLongestField);

}  // namespace

Put put_text(const Field& field, std::string_view utf8, char* segment, FoldCounts& counts) {
  if (utf8.empty()) {
    put_blank(field, segment);
    return Put::Done;
  }
  if (field.fill == Fill::Zeros || (field.fill == Fill::ByValue && are_digits(utf8))) {
    return put_digits(field, utf8, segment);
  }
  // Folded aside first, so that a refused value leaves the field alone.
  char folded[kLongestField];
  FoldCounts own;
  const std::size_t size = fold(field.characters, utf8, {folded, field.length}, own);
  if (own.cut > 0 && !field.may_be_cut) return Put::TooLong;
  if (field.fill == Fill::Whole && size != field.length) return Put::Refused;
  std::memcpy(segment + field.offset(), folded, field.length);
  counts.dropped += own.dropped;
  counts.cut += own.cut;
  return own.cut > 0 ? Put::Cut : Put::Done;
}

Put put_number(const Field& field, std::int64_t number, char* segment) {
  if (number < 0 || field.fill == Fill::Whole) return Put::Refused;
  char buffer[kMostDigits];
  const std::string_view digits = digits_to(buffer, number);
  if (digits.size() > field.length) return Put::TooLong;
  field.fill == Fill::Blanks ? put_left(field, digits, segment) : put_right(field, digits, segment);
  return Put::Done;
}

Put put_dollars(const Field& field, std::int64_t dollars, char* segment) {
  const Put put = put_number(field, dollars, segment);
  if (put != Put::TooLong) return put;
  std::memset(segment + field.offset(), '9', field.length);
  return Put::Capped;
}

void put_date(const Field& field, Date date, char* segment) {
  M2_CHECK(field.kind == FieldKind::Date || field.kind == FieldKind::TimeStamp,
           "a day is written to a date field");
  char* const at = segment + field.offset();
  date.write_metro2(at);
  std::memset(at + 8, '0', field.length - 8);
}

void put_blank(const Field& field, char* segment) {
  char* const at = segment + field.offset();
  if (field.kind == FieldKind::Constant) {
    std::memcpy(at, field.constant.data(), field.length);
    return;
  }
  std::memset(at,
              field.fill == Fill::Zeros   ? '0'
              : field.fill == Fill::Whole ? 'B'
                                          : ' ',
              field.length);
}

Put put_value(const Field& field, std::string_view text, char* segment, FoldCounts& counts) {
  const bool is_date = field.kind == FieldKind::Date || field.kind == FieldKind::TimeStamp;
  if (!is_date || text.empty() || text.size() == field.length)
    return put_text(field, text, segment, counts);
  const std::optional<Date> day =
      text.size() == 8 ? Date::parse_metro2(text) : Date::parse_iso(text);
  if (!day) return Put::Refused;
  put_date(field, *day, segment);
  return Put::Done;
}

std::string_view text(const Field& field, std::string_view bytes) {
  return without_blanks(raw(field, bytes));
}

std::string_view without_blanks(std::string_view whole) {
  std::size_t size = whole.size();
  // Names and addresses end with many blanks: eight at a time.
  constexpr std::string_view kEight = "        ";
  while (size >= kEight.size() &&
         std::memcmp(whole.data() + size - kEight.size(), kEight.data(), kEight.size()) == 0)
    size -= kEight.size();
  while (size > 0 && whole[size - 1] == ' ') --size;
  return whole.substr(0, size);
}

bool is_filled(const Field& field, std::string_view bytes) {
  return is_filled_value(field, raw(field, bytes));
}

bool is_filled_value(const Field& field, std::string_view whole) {
  // Mostly the first byte tells.
  if (whole.front() != ' ' && whole.front() != '0') return true;
  if (whole.find_first_not_of(' ') == std::string_view::npos) return false;
  return field.fill != Fill::Zeros || whole.find_first_not_of('0') != std::string_view::npos;
}

std::optional<Date> date(const Field& field, std::string_view bytes) {
  if (field.kind != FieldKind::Date && field.kind != FieldKind::TimeStamp) return std::nullopt;
  return Date::parse_metro2(raw(field, bytes).substr(0, 8));
}

std::optional<std::int64_t> number(const Field& field, std::string_view bytes) {
  const std::string_view whole = raw(field, bytes);
  if (whole.size() > 18 || !are_digits(whole)) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : whole) value = 10 * value + (c - '0');
  return value;
}

}  // namespace m2
