#pragma once
// How `metro2 shape` shows a draft for programs, and how documents differ from a shape.
//
//   context.out << drift_text({*shape, survey, counts, all}, context.out_colour);

#include <string>

#include "engine/base/diagnostic.h"
#include "engine/evaluate/survey.h"
#include "engine/pipeline/samples.h"

namespace m2::cli {

struct DriftView {
  const dsl::CheckedPreset& shape;
  const Survey& survey;
  const SampleCounts& counts;
  bool shows_all = false;  // every member that is not read
};

std::string drift_text(const DriftView& view, Colour colour);
/// {"shape", "documents", "unreadable", "would_hold", "troubles": […], "never_seen": […],
/// "not_read": […]}
std::string drift_json(const DriftView& view);
/// {"documents", "unreadable", "shape": TEXT}
std::string draft_json(const std::string& draft, const SampleCounts& counts);

}  // namespace m2::cli
