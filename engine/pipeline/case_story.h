#pragma once
// CaseStory: why a case came out otherwise than it expects, in lines for people.
//
//   for (const CaseStory& story : why(result, mismatch)) …
//   // story.decided: "not is_housing   was false   (presets/entrata/rent.preset:57)"

#include <string>
#include <vector>

#include "engine/pipeline/cases.h"

namespace m2 {

/// What decided, with its place in the preset, and below it what it read: "lease.status = Current".
/// Personal data masked. Everything that is told of a deciding rule comes from here.
struct CaseStory {
  std::string decided;             // empty: nothing of the preset did
  std::vector<std::string> reads;  // of the document, the parameters and the day
};
std::vector<CaseStory> why(const CaseResult& result, const CaseMismatch& mismatch);

/// A place's text on one line, at most `longest` bytes of it.
std::string excerpt(const Span& span, std::size_t longest = 100);

}  // namespace m2
