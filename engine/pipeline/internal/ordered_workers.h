#pragma once
// Ordered workers: all documents of a source, block by block, on one thread or several; what came
// of the blocks is handed over in the order they were read.
//
//   M2_TRY_VOID(work_in_order(source, 4, [&] { return std::make_unique<MyWorker>(shared); }));
//
// A worker takes the next block, works, waits for its turn and delivers. So the result does not
// depend on the workers' speed, and there are never more blocks in memory than threads.

#include <functional>
#include <memory>

#include "engine/pipeline/source.h"

namespace m2 {

/// One thread's own.
class BlockWorker {
 public:
  BlockWorker() = default;
  BlockWorker(const BlockWorker&) = delete;
  BlockWorker& operator=(const BlockWorker&) = delete;
  virtual ~BlockWorker() = default;

  /// The block to work on, which it may overwrite.
  [[nodiscard]] DocumentBlock& block() { return block_; }
  /// Beside other workers.
  virtual void work() = 0;
  /// Hands over what work() made: one worker at a time, in the order of the blocks.
  virtual Result<void> deliver() = 0;

 protected:
  DocumentBlock block_;
};

/// Makes one worker a thread, one after another, so that they may be given parts of what is shared.
/// Errors: those of the source and of deliver(); the first one ends all workers.
Result<void> work_in_order(DocumentSource& source, unsigned threads,
                           const std::function<std::unique_ptr<BlockWorker>()>& make_worker);

}  // namespace m2
