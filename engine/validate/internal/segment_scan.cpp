#include "engine/validate/internal/segment_scan.h"

#include <cstring>

#include "engine/metro2/codes.h"
#include "engine/metro2/value.h"
#include "engine/validate/internal/table_rules.h"

namespace m2::internal {
namespace {

constexpr std::size_t kDayLength = 8;

bool is_zero_day(const char* at) {
  return std::memcmp(at, "00000000", kDayLength) == 0;
}

// Six digits HHMMSS.
bool is_time(const char* at) {
  return (at[0] < '2' || (at[0] == '2' && at[1] < '4')) && at[2] < '6' && at[4] < '6';
}

bool has_gap(std::string_view text) {
  return without_blanks(text).find(' ') != std::string_view::npos;
}

bool begins_blank(std::string_view text) {
  return text.front() == ' ' && !without_blanks(text).empty();
}

}  // namespace

SegmentScan::SegmentScan(Segment segment)
    : forbidden_(segment_length(segment)),
      watches_future_(segment == Segment::Header || segment == Segment::Base) {
  for (const Field& field : fields(segment)) {
    const bool is_fixed = field.kind == FieldKind::Descriptor || field.kind == FieldKind::Constant;
    const auto forbidden = static_cast<Classes>(is_fixed ? 0 : ~allowed_in(field));
    std::fill_n(forbidden_.begin() + static_cast<std::ptrdiff_t>(field.offset()), field.length,
                forbidden);
    switch (field.kind) {
      case FieldKind::Code:
        codes_.push_back({field.offset(), field.length,
                          CodeSet(*find_code_table(field.codes), field.length,
                                  rules_of(field.codes).blank_too)});
        break;
      case FieldKind::Text:
        texts_.push_back({field.offset(), field.length});
        if (is_plain(field)) plain_.push_back({field.offset(), field.length});
        break;
      case FieldKind::TimeStamp:
        times_.push_back(field.offset() + kDayLength);
        [[fallthrough]];
      case FieldKind::Date:
        days_.push_back(field.offset());
        if (rule_for_missing_day(field)) required_days_.push_back(field.offset());
        break;
      case FieldKind::Constant:
        // The others told what segment this is.
        if (segment == Segment::Base) constants_.push_back(&field);
        break;
      default:
        break;
    }
  }
  plan_plain_text();
}

void SegmentScan::plan_plain_text() {
  for (const Classes forbidden : forbidden_) {
    const bool takes_digits = (forbidden & kDigit) == 0;
    const bool takes_capitals = (forbidden & kCapital) == 0;
    const bool takes_blanks = (forbidden & kBlank) == 0;
    const char first = takes_digits ? '0' : takes_capitals ? 'A' : ' ';
    const char last = takes_capitals ? 'Z' : takes_digits ? '9' : ' ';
    first_.push_back(static_cast<std::uint8_t>(first));
    span_.push_back(static_cast<std::uint8_t>(last - first));
    blank_.push_back(static_cast<std::uint8_t>(takes_blanks ? ' ' : first));
    hyphen_.push_back(static_cast<std::uint8_t>((forbidden & kHyphen) == 0 ? '-' : first));
  }
}

// Both loops have no branches, so that compilers take sixteen bytes at a time; this one asks less.
bool SegmentScan::is_plain_text(std::string_view bytes) const {
  const char* const characters = bytes.data();
  const std::uint8_t* const first = first_.data();
  const std::uint8_t* const span = span_.data();
  const std::uint8_t* const blank = blank_.data();
  const std::uint8_t* const hyphen = hyphen_.data();
  const std::size_t count = forbidden_.size();
  std::uint8_t other = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto c = static_cast<std::uint8_t>(characters[i]);
    const std::uint8_t is_within = mask_if(static_cast<std::uint8_t>(c - first[i]) <= span[i]);
    const std::uint8_t is_between = mask_if(static_cast<std::uint8_t>(c - ':') <= '@' - ':');
    const std::uint8_t is_one = mask_if(c == blank[i]) | mask_if(c == hyphen[i]);
    other = static_cast<std::uint8_t>(other | ~((is_within & ~is_between) | is_one));
  }
  return other == 0;
}

bool SegmentScan::has_forbidden(std::string_view bytes) const {
  const char* const characters = bytes.data();
  const Classes* const forbidden = forbidden_.data();
  const std::size_t count = forbidden_.size();
  Classes bad = 0;
  for (std::size_t i = 0; i < count; ++i)
    bad = static_cast<Classes>(bad | (class_of(characters[i]) & forbidden[i]));
  return bad != 0;
}

bool SegmentScan::is_clean(std::string_view bytes, Date today) const {
  if (!is_plain_text(bytes) && has_forbidden(bytes)) return false;
  for (const Field* field : constants_) {
    if (bytes.substr(field->offset(), field->length) != field->constant) return false;
  }
  for (const CodeField& code : codes_) {
    if (!code.codes.contains(bytes.substr(code.offset, code.length))) return false;
  }
  for (const Place& text : texts_) {
    if (begins_blank(bytes.substr(text.offset, text.length))) return false;
  }
  for (const Place& text : plain_) {
    if (has_gap(bytes.substr(text.offset, text.length))) return false;
  }
  return has_real_days(bytes, today);
}

bool SegmentScan::has_real_days(std::string_view bytes, Date today) const {
  for (const std::size_t at : required_days_) {
    if (is_zero_day(bytes.data() + at)) return false;
  }
  for (const std::size_t at : times_) {
    if (!is_time(bytes.data() + at)) return false;
  }
  for (const std::size_t at : days_) {
    if (is_zero_day(bytes.data() + at)) continue;
    const std::optional<Date> day = Date::parse_metro2(bytes.substr(at, kDayLength));
    if (!day || (watches_future_ && *day > today)) return false;
  }
  return true;
}

const SegmentScan& scan_of(Segment segment) {
  static const std::vector<SegmentScan> kScans = [] {
    std::vector<SegmentScan> scans;
    for (std::size_t i = 0; i < kSegmentCount; ++i) scans.emplace_back(static_cast<Segment>(i));
    return scans;
  }();
  return kScans[static_cast<std::size_t>(segment)];
}

bool reads_as(Segment segment, std::string_view bytes, std::string_view rest) {
  if (bytes.size() != segment_length(segment)) return false;
  const bool ends = rest.find_first_not_of(' ') == std::string_view::npos;
  if (!ends && !find_segment(rest.substr(0, 2))) return false;
  const Field& surname = *find_field(segment, "surname");
  if (bytes[surname.offset()] == ' ') return false;
  return scan_of(segment).is_clean(bytes, Date::from_days(Date::kLastDay));
}

}  // namespace m2::internal
