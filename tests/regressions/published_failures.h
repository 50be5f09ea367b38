#pragma once
// Failures of furnishers that were made public. Each has a case that passes with the presets that
// ship (rent.test.yaml, loans.test.yaml), and a change of these presets under which it happens
// again, so that the case is known to notice.

#include <span>
#include <vector>

namespace m2::test {

struct PresetEdit {
  const char* folder;  // below presets/
  const char* from;    // stands there once
  const char* to;
};

struct PublishedFailure {
  const char* name;      // of the case
  const char* happened;  // to people
  const char* source;    // who, when, what it cost
  const char* holds;     // what keeps it from happening here
  const char* cases;     // "rent", "loans"
  std::vector<PresetEdit> edits;
  const char* wrong_in;  // the field that comes out wrong, "outcome", or "check"
  const char* wrong;     // how; of "check": the slug with which such a preset is refused
};

std::span<const PublishedFailure> published_failures();

}  // namespace m2::test
