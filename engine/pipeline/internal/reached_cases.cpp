#include "engine/pipeline/internal/reached_cases.h"

#include <algorithm>
#include <set>

#include "engine/pipeline/internal/case_mapping.h"

namespace m2::internal {

Result<ReachedCases> ReachedCases::of(const std::vector<CaseResult>& cases) {
  ReachedCases made;
  made.count_ = cases.size();
  CasePrograms programs(Purpose::Locating);
  CaseMapping mapping(programs, CaseMapping::Counting::Yes);
  for (std::size_t i = 0; i < cases.size(); ++i) {
    CaseResult result;
    result.suite = cases[i].suite;
    result.test = cases[i].test;
    if (auto problem = mapping.map(result)) return *problem;
    // With the months before: what they come by decides about this one, too.
    for (const auto& [program, counts] : mapping.counted()) made.add(*program, counts.of_points, i);
    mapping.counted().clear();
  }
  return made;
}

void ReachedCases::add(const Program& program, const CoverCounts& counts, std::size_t index) {
  for (std::size_t p = 0; p < program.points.size(); ++p) {
    const CoverPoint& point = program.points[p];
    const bool is_place = point.kind == CoverKind::Expression || point.kind == CoverKind::Row ||
                          point.kind == CoverKind::Key;
    if (!is_place || point.span.empty()) continue;
    Cases& cases = by_place_[point.span.source->name()][{point.span.begin, point.span.end}];
    if (counts[p] > 0 && (cases.empty() || cases.back() != index)) cases.push_back(index);
  }
}

std::optional<std::vector<std::size_t>> ReachedCases::by(const std::vector<Span>& places) const {
  if (places.empty()) {
    Cases all(count_);
    for (std::size_t i = 0; i < count_; ++i) all[i] = i;
    return all;
  }
  std::set<std::size_t> out;
  bool is_known = false;
  for (const Span& place : places) {
    const auto file = by_place_.find(place.source->name());
    if (file == by_place_.end()) continue;
    const std::pair<const Place, Cases>* least = nullptr;
    for (const auto& known : file->second) {
      const auto [begin, end] = known.first;
      if (begin > place.begin) break;
      if (end < place.end) continue;
      if (least == nullptr || end - begin < least->first.second - least->first.first)
        least = &known;
    }
    if (least == nullptr) continue;
    is_known = true;
    out.insert(least->second.begin(), least->second.end());
  }
  if (!is_known) return std::nullopt;
  return Cases(out.begin(), out.end());
}

}  // namespace m2::internal
