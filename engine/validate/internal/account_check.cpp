#include "engine/validate/internal/account_check.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "engine/metro2/record.h"
#include "engine/validate/internal/field_check.h"
#include "engine/validate/internal/segment_scan.h"

namespace m2::internal {

void check_segment(Segment segment, std::size_t offset, std::string_view bytes, Date today,
                   Report& report) {
  if (scan_of(segment).is_clean(bytes, today)) return;
  check_fields(segment, offset, bytes, today, report);
}

void AccountCheck::begin_file(std::string_view header, Date today, const Report& report) {
  today_ = today;
  rules_.begin_file(header, today, report);
}

void AccountCheck::check(std::string_view record, std::string_view previous, Report& report) {
  check_segment(Segment::Base, 0, record.substr(0, kBaseLength), today_, report);
  check_segments(record, report);
  profile_.judge(record, report);
  rules_.judge(record, previous, report);
}

void AccountCheck::check_segments(std::string_view record, Report& report) const {
  if (record.size() == kBaseLength) return;
  Segment last = Segment::Base;
  std::array<bool, kSegmentCount> seen{};
  bool is_out_of_order = false;
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment == Segment::Base || part.fault != SegmentFault::None) continue;
    const std::string name(to_string(part.segment));
    const bool is_again = std::exchange(seen[static_cast<std::size_t>(part.segment)], true);
    if (is_again && facts(part.segment).occurrence == Occurrence::AtMostOnce) {
      report.segment(Structural::SegmentIsOnce, part, {.found = name});
    }
    if (part.segment < last && !is_out_of_order) {
      is_out_of_order = true;  // told once a record
      report.segment(Structural::SegmentsAreInOrder, part,
                     {.found = fmt::format("{} after {}", name, to_string(last))});
    }
    last = part.segment;
    if (part.is_populated()) check_segment(part.segment, part.offset, part.bytes, today_, report);
  }
}

}  // namespace m2::internal
