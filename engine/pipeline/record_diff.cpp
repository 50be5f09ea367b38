#include "engine/pipeline/record_diff.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "engine/config/cases.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {

namespace {

/// A segment's kind and which of that kind it is, from 0: J1 comes before J2 in every record.
using NthSegment = std::pair<Segment, std::size_t>;

std::map<NthSegment, SegmentView> segments_by_kind(std::string_view record) {
  std::map<NthSegment, SegmentView> out;
  std::map<Segment, std::size_t> seen;
  for (const SegmentView& view : segments_of(record))
    out.emplace(NthSegment(view.segment, seen[view.segment]++), view);
  return out;
}

std::string told_segment(const SegmentView* view) {
  if (view == nullptr) return "nothing";
  return view->fault == SegmentFault::None ? "a segment" : "a damaged segment";
}

void add_fields(const NthSegment& place, const SegmentView& before, const SegmentView& after,
                std::vector<FieldDifference>& out) {
  const Segment segment = place.first;
  const std::string where =
      segment == Segment::Base ? "" : fmt::format("{}[{}].", to_string(segment), place.second);
  for (const Field& field : fields(segment)) {
    if (raw(field, before.bytes) == raw(field, after.bytes)) continue;
    FieldDifference made{where + std::string(field.key),
                         case_value(field, before.bytes),
                         case_value(field, after.bytes),
                         segment,
                         &field,
                         before.bytes,
                         after.bytes};
    if (made.before == made.after) made.after += " (hidden: personal data)";
    out.push_back(std::move(made));
  }
}

}  // namespace

std::vector<FieldDifference> record_diff(std::string_view before, std::string_view after) {
  std::vector<FieldDifference> out;
  const auto earlier = segments_by_kind(before);
  const auto later = segments_by_kind(after);
  std::set<NthSegment> places;
  for (const auto& [place, view] : earlier) places.insert(place);
  for (const auto& [place, view] : later) places.insert(place);
  for (const NthSegment& place : places) {
    const auto find = [&](const auto& views) {
      const auto found = views.find(place);
      return found == views.end() ? nullptr : &found->second;
    };
    const SegmentView* was = find(earlier);
    const SegmentView* is = find(later);
    const bool are_whole = was != nullptr && is != nullptr && was->fault == SegmentFault::None &&
                           is->fault == SegmentFault::None;
    if (are_whole) {
      add_fields(place, *was, *is, out);
    } else if (was == nullptr || is == nullptr || was->bytes != is->bytes) {
      out.push_back({fmt::format("{}[{}]", to_string(place.first), place.second), told_segment(was),
                     told_segment(is), place.first});
    }
  }
  return out;
}

}  // namespace m2
