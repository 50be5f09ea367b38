#include "engine/pipeline/internal/run_keeper.h"

#include "engine/base/hash.h"

namespace m2 {

std::string_view RunKeeper::take(const DocumentBlock& block, const DocumentBlock::Item& item) {
  Kept& kept = kept_.emplace_back();
  kept.is_readable = item.readable;
  kept.document =
      item.readable ? view_->with_consents(block.view(item)) : std::string(block.view(item));
  kept.sha256 = sha256(kept.document);
  return kept.document;
}

void RunKeeper::outcome(const Outcome& outcome) {
  Kept& kept = kept_.back();
  kept.account = outcome.account;
  kept.kind = outcome.kind;
  kept.record = outcome.record;
  if (!outcome.reasons.empty()) kept.rule = outcome.reasons.front().name;
  // Without an account it is no document of ours: nothing in it can be trusted.
  if (!kept.account.empty()) kept.consents = consents_in(kept.document, kept.account);
}

void RunKeeper::hold(std::size_t at, std::string_view rule) {
  Kept& kept = kept_[at];
  kept.kind = OutcomeKind::Held;
  kept.rule = rule;
  kept.record.clear();
}

Result<void> RunKeeper::deliver(RunWriter& writer) const {
  M2_TRY_VOID(view_->status());
  for (const Kept& kept : kept_) {
    M2_TRY_VOID(writer.add({.account = kept.account,
                            .document = kept.document,
                            .is_readable = kept.is_readable,
                            .sha256 = kept.sha256,
                            .outcome = to_string(kept.kind),
                            .rule = kept.rule,
                            .record = kept.record,
                            .consents = kept.consents}));
  }
  return {};
}

}  // namespace m2
