#include "engine/pipeline/internal/document_mapper.h"

#include "engine/base/json_slice.h"
#include "engine/metro2/record.h"

namespace m2 {

const Outcome& DocumentMapper::map(char* text, std::size_t size, bool is_readable) {
  if (!is_readable)
    return decided(OutcomeKind::Held, EngineReason::UnreadableDocument, std::string(text, size),
                   {});
  const Outcome& outcome =
      communities_.is_active() ? map_of_community(text, size) : mapper_.map(text, size);
  if (outcome.record.size() <= kLongestRecord) return outcome;
  return decided(OutcomeKind::Held, EngineReason::RecordTooLong,
                 "Its people need more segments than a record can hold.", outcome.account);
}

const Outcome& DocumentMapper::map_of_community(char* text, std::size_t size) {
  const std::string_view document(text, size);
  const auto otherwise = communities_.reason(document);
  if (otherwise && otherwise->kind == OutcomeKind::Skipped)
    return decided(otherwise->kind, otherwise->reason, otherwise->why,
                   JsonSlice::trusted(document).at("account").text());
  const Outcome& outcome = mapper_.map(text, size);
  const bool is_json = outcome.reasons.empty() ||
                       outcome.reasons.front().name != to_string(EngineReason::UnreadableDocument);
  if (!otherwise || !is_json) return outcome;
  return decided(otherwise->kind, otherwise->reason, otherwise->why, outcome.account);
}

const Outcome& DocumentMapper::decided(OutcomeKind kind, EngineReason reason, std::string why,
                                       std::string_view account) {
  account_ = account;
  own_ = Outcome{};
  own_.kind = kind;
  own_.account = account_;
  own_.reasons.push_back({std::string(to_string(reason)), std::move(why), Span{}});
  return own_;
}

}  // namespace m2
