#include "engine/pipeline/internal/ordered_workers.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace m2 {
namespace {

/// What the workers share.
class Workshop {
 public:
  explicit Workshop(DocumentSource& source) : source_(source) {}

  void run(BlockWorker& worker) noexcept {
    try {
      while (const auto turn = read(worker.block())) {
        worker.work();
        if (!deliver(*turn, worker)) return;
      }
    } catch (...) {
      const std::lock_guard lock(delivering_);
      if (!exception_) exception_ = std::current_exception();
      stop();
    }
  }

  Result<void> end() {
    if (exception_) std::rethrow_exception(exception_);
    if (failure_) return std::move(*failure_);
    return {};
  }

 private:
  /// Fills the block and says which one it is; empty when there is no more to do.
  std::optional<std::uint64_t> read(DocumentBlock& block) {
    const std::lock_guard lock(reading_);
    if (stopped_ || ended_) return std::nullopt;
    Result<bool> more = source_.next(block);
    if (!more) fail(std::move(more.error()));
    ended_ = !more || !*more;
    return ended_ ? std::nullopt : std::optional(blocks_read_++);
  }

  /// Waits until every block before this one is delivered; false when the work has failed.
  bool deliver(std::uint64_t turn, BlockWorker& worker) {
    std::unique_lock lock(delivering_);
    next_turn_.wait(lock, [&] { return stopped_ || blocks_delivered_ == turn; });
    if (stopped_) return false;
    if (Result<void> delivered = worker.deliver(); !delivered) {
      failure_ = std::move(delivered.error());
      stop();
      return false;
    }
    ++blocks_delivered_;
    next_turn_.notify_all();
    return true;
  }

  void fail(Error error) {
    const std::lock_guard lock(delivering_);
    if (!failure_) failure_ = std::move(error);
    stop();
  }
  void stop() {
    stopped_ = true;
    next_turn_.notify_all();
  }

  DocumentSource& source_;
  std::mutex reading_;
  std::uint64_t blocks_read_ = 0;
  bool ended_ = false;

  std::mutex delivering_;
  std::condition_variable next_turn_;
  std::uint64_t blocks_delivered_ = 0;
  std::optional<Error> failure_;
  std::exception_ptr exception_;  // out of memory: rethrown where the work was asked for
  std::atomic<bool> stopped_ = false;
};

}  // namespace

Result<void> work_in_order(DocumentSource& source, unsigned threads,
                           const std::function<std::unique_ptr<BlockWorker>()>& make_worker) {
  std::vector<std::unique_ptr<BlockWorker>> workers;
  do {
    workers.push_back(make_worker());
  } while (workers.size() < threads);
  Workshop workshop(source);
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < workers.size(); ++i)
    helpers.emplace_back([&workshop, &worker = *workers[i]] { workshop.run(worker); });
  workshop.run(*workers.front());
  for (std::thread& helper : helpers) helper.join();
  return workshop.end();
}

}  // namespace m2
