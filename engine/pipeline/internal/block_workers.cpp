#include "engine/pipeline/internal/block_workers.h"

#include <memory>

#include "engine/base/check.h"
#include "engine/pipeline/internal/document_mapper.h"
#include "engine/pipeline/internal/ordered_workers.h"
#include "engine/pipeline/internal/run_keeper.h"

namespace m2 {
namespace {

/// A mapper, and what came of its block. What an account is beside all others of the file is told
/// when the block is delivered.
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
    reported_.clear();
    fingerprints_.clear();
    if (keeper_ != nullptr) keeper_->start_block();
    for (std::size_t at = 0; at < block_.items.size(); ++at) {
      ++counts_.documents;
      const DocumentBlock::Item& item = block_.items[at];
      const Outcome& outcome = keeper_ == nullptr ? map(item) : map_and_keep(item);
      if (outcome.kind == OutcomeKind::Reported) {
        add(at, outcome);
      } else {
        count(work_.source.name_of(item, outcome.account), outcome.kind, outcome.reasons);
      }
    }
  }

  Result<void> deliver() override {
    judge_in_file();
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

  // An account that is reported unless it stands in the file already.
  struct Reported {
    std::size_t at = 0;  // in the block
    std::string name;
    std::string record;
    std::vector<Reason> warnings;
    Counts counts;
  };

  void add(std::size_t at, const Outcome& outcome) {
    const bool is_added = batch_.add(outcome.record);
    M2_CHECK(is_added, "a record that is too long is held before");
    reported_.push_back({at, work_.source.name_of(block_.items[at], outcome.account),
                         quarantine_.record(), outcome.warnings, outcome.counts});
  }

  // Beside the accounts of all blocks before. Nearly none is held, so the batch is made again when
  // one is.
  void judge_in_file() {
    const std::uint64_t first = total_.reported + 2;  // record 1 is the header
    bool is_any_held = false;
    for (Reported& account : reported_) {
      std::vector<Reason> reasons;
      add_findings(work_.file.judge(account.record, first + counts_.reported), reasons,
                   account.warnings);
      if (reasons.empty()) {
        count_reported(account);
        continue;
      }
      is_any_held = true;
      count(account.name, OutcomeKind::Held, reasons);
      if (keeper_ != nullptr) keeper_->hold(account.at, reasons.front().name);
      account.record.clear();
    }
    if (!is_any_held) return;
    batch_.clear();
    for (const Reported& account : reported_) {
      if (!account.record.empty()) batch_.add(account.record);
    }
  }

  void count(const std::string& name, OutcomeKind kind, const std::vector<Reason>& reasons) {
    if (kind == OutcomeKind::Skipped)
      return counts_.skipped.add(reasons.front().name, name, reasons.front().text);
    for (const Reason& reason : reasons) {
      const bool is_first = &reason == &reasons.front();
      (is_first ? counts_.held : counts_.held_also).add(reason.name, name, reason.text);
    }
  }

  void count_reported(const Reported& account) {
    ++counts_.reported;
    for (const Reason& reason : account.warnings)
      counts_.warned.add(reason.name, account.name, reason.text);
    counts_.cut.add(account.counts.characters.cut);
    counts_.dropped.add(account.counts.characters.dropped);
    counts_.capped.add(account.counts.capped);
  }

  const BlockWork& work_;
  RunCounts& total_;                   // of all blocks that were delivered
  std::unique_ptr<RunKeeper> keeper_;  // of a run that is kept
  DocumentMapper mapper_;
  Quarantine quarantine_;
  RecordBatch batch_;
  RunCounts counts_;
  std::vector<Reported> reported_;
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
