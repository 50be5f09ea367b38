#pragma once
// RunKeeper: one worker's part of a run into a store: its block's documents as they are mapped, and
// what became of them.

#include <memory>
#include <string>
#include <vector>

#include "engine/evaluate/mapper.h"
#include "engine/pipeline/source.h"
#include "engine/pipeline/store_view.h"

namespace m2 {

class RunKeeper {
 public:
  explicit RunKeeper(std::unique_ptr<StoreView> view) : view_(std::move(view)) {}

  [[nodiscard]] StoreView& view() { return *view_; }
  void start_block() { kept_.clear(); }
  /// The document with the consents on record; it is kept.
  std::string_view take(const DocumentBlock& block, const DocumentBlock::Item& item);
  /// What became of the one taken last.
  void outcome(const Outcome& outcome);
  /// The document that was taken as this one of the block is held after all.
  void hold(std::size_t at, std::string_view rule);
  /// In the order of the blocks. Errors: those of the view and of the store.
  Result<void> deliver(RunWriter& writer) const;

 private:
  struct Kept {
    std::string document;
    bool is_readable = true;
    std::string sha256;
    std::string account;
    std::string rule;
    std::string record;
    OutcomeKind kind = OutcomeKind::Held;
    std::vector<StoredConsent> consents;
  };
  std::unique_ptr<StoreView> view_;
  std::vector<Kept> kept_;
};

}  // namespace m2
