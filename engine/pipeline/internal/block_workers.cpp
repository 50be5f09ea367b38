#include "engine/pipeline/internal/block_workers.h"

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "engine/base/json_slice.h"
#include "engine/pipeline/account_mapper.h"

namespace m2 {
namespace {

/// One worker's own: a mapper, a block and what came of it.
class BlockMapper {
 public:
  explicit BlockMapper(const BlockWork& work)
      : work_(work),
        mapper_(work.setup.programs, work.setup.mapper_options(work.created)),
        batch_(work.files.new_batch()) {}

  DocumentBlock& block() { return block_; }
  [[nodiscard]] const RecordBatch& batch() const { return batch_; }
  [[nodiscard]] const RunCounts& counts() const { return counts_; }
  [[nodiscard]] std::string_view fingerprints() const { return fingerprints_; }

  void map() {
    batch_.clear();
    counts_ = {};
    fingerprints_.clear();
    for (const DocumentBlock::Item& item : block_.items) {
      ++counts_.documents;
      append_fingerprint(block_.view(item), fingerprints_);  // before it is parsed in place
      if (!item.readable) {
        counts_.held.add(to_string(EngineReason::UnreadableDocument), name_of(item, {}),
                         block_.view(item));
      } else if (!work_.communities.is_active()) {
        count(item, mapper_.map(block_.text.data() + item.begin, item.size));
      } else {
        map_of_community(item);
      }
    }
  }

 private:
  void map_of_community(const DocumentBlock::Item& item) {
    const std::string_view document = block_.view(item);
    const CommunityFilter::Verdict verdict = work_.communities.verdict(document);
    if (verdict == CommunityFilter::Verdict::Other) {
      const std::string account = JsonSlice::trusted(document).at("account").text();
      counts_.skipped.add("other_community", name_of(item, account),
                          "The tenant does not report this community.");
      return;
    }
    const Outcome& outcome = mapper_.map(block_.text.data() + item.begin, item.size);
    const bool is_json = outcome.reasons.empty() || outcome.reasons.front().name !=
                                                        to_string(EngineReason::UnreadableDocument);
    if (verdict == CommunityFilter::Verdict::Unknown && is_json) {
      counts_.held.add("no_community", name_of(item, outcome.account),
                       "Nothing says which community the account belongs to.");
    } else {
      count(item, outcome);
    }
  }

  void count(const DocumentBlock::Item& item, const Outcome& outcome) {
    switch (outcome.kind) {
      case OutcomeKind::Reported:
        return count_reported(item, outcome);
      case OutcomeKind::Skipped: {
        const Reason& reason = outcome.reasons.front();
        return counts_.skipped.add(reason.name, name_of(item, outcome.account), reason.text);
      }
      case OutcomeKind::Held:
        for (const Reason& reason : outcome.reasons) {
          const bool is_first = &reason == &outcome.reasons.front();
          (is_first ? counts_.held : counts_.held_also)
              .add(reason.name, name_of(item, outcome.account), reason.text);
        }
    }
  }

  void count_reported(const DocumentBlock::Item& item, const Outcome& outcome) {
    if (!batch_.add(outcome.record)) {
      return counts_.held.add("record_too_long", name_of(item, outcome.account),
                              "Its people need more segments than a record can hold.");
    }
    ++counts_.reported;
    for (const Reason& reason : outcome.warnings) {
      counts_.warned.add(reason.name, name_of(item, outcome.account), reason.text);
    }
    counts_.cut.add(outcome.counts.characters.cut);
    counts_.dropped.add(outcome.counts.characters.dropped);
    counts_.capped.add(outcome.counts.capped);
  }

  /// The lease's or loan's id; of a document without one its place in the source.
  [[nodiscard]] std::string name_of(const DocumentBlock::Item& item,
                                    std::string_view account) const {
    constexpr std::size_t kLongestName = 64;
    if (!account.empty()) return std::string(account.substr(0, kLongestName));
    return fmt::format("{} {}", work_.source.unit(), item.number);
  }

  const BlockWork& work_;
  AccountMapper mapper_;
  DocumentBlock block_;
  RecordBatch batch_;
  RunCounts counts_;
  std::string fingerprints_;
};

/// What the workers share.
class Workshop {
 public:
  explicit Workshop(const BlockWork& work) : work_(work) {}

  void run_worker() noexcept {
    try {
      BlockMapper mapper(work_);
      while (const auto turn = read(mapper.block())) {
        mapper.map();
        if (!write(*turn, mapper)) return;
      }
    } catch (...) {
      const std::lock_guard lock(writing_);
      if (!exception_) exception_ = std::current_exception();
      stop();
    }
  }

  Result<RunCounts> take() {
    if (exception_) std::rethrow_exception(exception_);
    if (failure_) return std::move(*failure_);
    return std::move(counts_);
  }

 private:
  /// Fills the block and says which one it is; empty when there is no more to do.
  std::optional<std::uint64_t> read(DocumentBlock& block) {
    const std::lock_guard lock(reading_);
    if (stopped_ || ended_) return std::nullopt;
    Result<bool> more = work_.source.next(block);
    if (!more) fail(std::move(more.error()));
    ended_ = !more || !*more;
    return ended_ ? std::nullopt : std::optional(blocks_read_++);
  }

  /// Waits until every block before this one is written; false when the run has failed.
  bool write(std::uint64_t turn, const BlockMapper& mapper) {
    std::unique_lock lock(writing_);
    next_turn_.wait(lock, [&] { return stopped_ || blocks_written_ == turn; });
    if (stopped_) return false;
    if (Result<void> written = work_.files.write(mapper.batch()); !written) {
      failure_ = std::move(written.error());
      stop();
      return false;
    }
    counts_.merge(mapper.counts());
    work_.documents.add(mapper.fingerprints());
    if (work_.progress) work_.progress(counts_.documents);
    ++blocks_written_;
    next_turn_.notify_all();
    return true;
  }

  void fail(Error error) {
    const std::lock_guard lock(writing_);
    if (!failure_) failure_ = std::move(error);
    stop();
  }
  void stop() {
    stopped_ = true;
    next_turn_.notify_all();
  }

  const BlockWork& work_;
  std::mutex reading_;
  std::uint64_t blocks_read_ = 0;
  bool ended_ = false;

  std::mutex writing_;
  std::condition_variable next_turn_;
  std::uint64_t blocks_written_ = 0;
  RunCounts counts_;
  std::optional<Error> failure_;
  std::exception_ptr exception_;  // out of memory: rethrown where the run was asked for
  std::atomic<bool> stopped_ = false;
};

}  // namespace

Result<RunCounts> work_through(const BlockWork& work, unsigned threads) {
  Workshop workshop(work);
  std::vector<std::thread> helpers;
  for (unsigned i = 1; i < threads; ++i) helpers.emplace_back([&] { workshop.run_worker(); });
  workshop.run_worker();
  for (std::thread& helper : helpers) helper.join();
  return workshop.take();
}

}  // namespace m2
