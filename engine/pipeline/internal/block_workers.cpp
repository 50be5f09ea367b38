#include "engine/pipeline/internal/block_workers.h"

#include <memory>

#include "engine/base/check.h"
#include "engine/pipeline/internal/document_mapper.h"
#include "engine/pipeline/internal/ordered_workers.h"

namespace m2 {
namespace {

/// A mapper, and what came of its block.
class BlockMapper final : public BlockWorker {
 public:
  BlockMapper(const BlockWork& work, RunCounts& total)
      : work_(work),
        total_(total),
        mapper_(work.setup, work.communities, work.created),
        batch_(work.files.new_batch()) {}

  void work() override {
    batch_.clear();
    counts_ = {};
    fingerprints_.clear();
    for (const DocumentBlock::Item& item : block_.items) {
      ++counts_.documents;
      append_fingerprint(block_.view(item), fingerprints_);  // before it is parsed in place
      count(item, mapper_.map(block_, item));
    }
  }

  Result<void> deliver() override {
    M2_TRY_VOID(work_.files.write(batch_));
    total_.merge(counts_);
    work_.documents.add(fingerprints_);
    if (work_.progress) work_.progress(total_.documents);
    return {};
  }

 private:
  void count(const DocumentBlock::Item& item, const Outcome& outcome) {
    switch (outcome.kind) {
      case OutcomeKind::Reported:
        return count_reported(item, outcome);
      case OutcomeKind::Skipped: {
        const Reason& reason = outcome.reasons.front();
        return counts_.skipped.add(reason.name, work_.source.name_of(item, outcome.account),
                                   reason.text);
      }
      case OutcomeKind::Held:
        for (const Reason& reason : outcome.reasons) {
          const bool is_first = &reason == &outcome.reasons.front();
          (is_first ? counts_.held : counts_.held_also)
              .add(reason.name, work_.source.name_of(item, outcome.account), reason.text);
        }
    }
  }

  void count_reported(const DocumentBlock::Item& item, const Outcome& outcome) {
    const bool is_added = batch_.add(outcome.record);
    M2_CHECK(is_added, "a record that is too long is held before");
    ++counts_.reported;
    for (const Reason& reason : outcome.warnings) {
      counts_.warned.add(reason.name, work_.source.name_of(item, outcome.account), reason.text);
    }
    counts_.cut.add(outcome.counts.characters.cut);
    counts_.dropped.add(outcome.counts.characters.dropped);
    counts_.capped.add(outcome.counts.capped);
  }

  const BlockWork& work_;
  RunCounts& total_;  // of all blocks that were delivered
  DocumentMapper mapper_;
  RecordBatch batch_;
  RunCounts counts_;
  std::string fingerprints_;
};

}  // namespace

Result<RunCounts> work_through(const BlockWork& work, unsigned threads) {
  RunCounts total;
  M2_TRY_VOID(work_in_order(work.source, threads,
                            [&] { return std::make_unique<BlockMapper>(work, total); }));
  return total;
}

}  // namespace m2
