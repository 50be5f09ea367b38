#include "engine/pipeline/internal/block_workers.h"

#include <memory>

#include "engine/base/check.h"
#include "engine/pipeline/internal/document_mapper.h"
#include "engine/pipeline/internal/ordered_workers.h"
#include "engine/pipeline/internal/run_keeper.h"

namespace m2 {
namespace {

/// A mapper, and what came of its block.
class BlockMapper final : public BlockWorker {
 public:
  BlockMapper(const BlockWork& work, RunCounts& total, std::unique_ptr<StoreView> view)
      : work_(work),
        total_(total),
        keeper_(work.keeping.writer == nullptr ? nullptr
                                               : std::make_unique<RunKeeper>(std::move(view))),
        mapper_(work.setup, work.communities, work.created,
                keeper_ == nullptr ? LastReport() : keeper_->view().last_report()),
        quarantine_(work.quarantine,
                    keeper_ == nullptr ? LastReport() : keeper_->view().last_record()),
        batch_(work.files.new_batch()) {}

  void work() override {
    batch_.clear();
    counts_ = {};
    fingerprints_.clear();
    if (keeper_ != nullptr) keeper_->start_block();
    for (const DocumentBlock::Item& item : block_.items) {
      ++counts_.documents;
      count(item, keeper_ == nullptr ? map(item) : map_and_keep(item));
    }
  }

  Result<void> deliver() override {
    if (keeper_ != nullptr) M2_TRY_VOID(keeper_->deliver(*work_.keeping.writer));
    M2_TRY_VOID(work_.files.write(batch_));
    total_.merge(counts_);
    work_.documents.add(fingerprints_);
    if (work_.progress) work_.progress(total_.documents);
    return {};
  }

 private:
  const Outcome& map(const DocumentBlock::Item& item) {
    append_fingerprint(block_.view(item), fingerprints_);  // before it is parsed in place
    return quarantine_.judge(mapper_.map(block_, item));
  }

  const Outcome& map_and_keep(const DocumentBlock::Item& item) {
    const std::string_view document = keeper_->take(block_, item);
    append_fingerprint(document, fingerprints_);
    document_.assign(document);
    const Outcome& outcome =
        quarantine_.judge(mapper_.map(document_.data(), document_.size(), item.readable));
    keeper_->outcome(outcome);
    return outcome;
  }

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
  RunCounts& total_;                   // of all blocks that were delivered
  std::unique_ptr<RunKeeper> keeper_;  // of a run that is kept
  DocumentMapper mapper_;
  Quarantine quarantine_;
  RecordBatch batch_;
  RunCounts counts_;
  std::string fingerprints_;
  std::string document_;  // to be parsed in place
};

}  // namespace

Result<RunCounts> work_through(const BlockWork& work, unsigned threads) {
  RunCounts total;
  M2_TRY(auto views, StoreView::open_several(work.keeping.store, work.setup.tenant.name.text,
                                             work.keeping.period, std::max(1U, threads)));
  M2_TRY_VOID(work_in_order(work.source, threads, [&] {
    return std::make_unique<BlockMapper>(work, total, take_view(views));
  }));
  return total;
}

}  // namespace m2
