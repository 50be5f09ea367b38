#pragma once
// Block workers: all documents of a source through mappers into files, on one thread or several.
//
//   M2_TRY(RunCounts counts, work_through({setup, source, files, …}, 4));

#include "engine/base/hash.h"
#include "engine/pipeline/internal/community_filter.h"
#include "engine/pipeline/internal/quarantine.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/setup.h"
#include "engine/pipeline/source.h"
#include "engine/store/store.h"
#include "engine/validate/file_validator.h"

namespace m2 {

/// The store that a run reads and is kept in; without one nothing is kept.
struct RunKeeping {
  Store* store = nullptr;
  RunWriter* writer = nullptr;
  Period period = Period::of(Date());
};

struct BlockWork {
  const RunSetup& setup;
  DocumentSource& source;
  BureauFiles& files;
  const CommunityFilter& communities;
  const QuarantinePlan& quarantine;
  FileValidator& file;  // asked in the order of the documents
  Date created;
  const Progress& progress;
  Sha256& documents;  // digests the fingerprint of each document, in their order
  RunKeeping keeping = {};
};

/// Errors: those of the source and of the files; the first one ends all workers.
Result<RunCounts> work_through(const BlockWork& work, unsigned threads);

}  // namespace m2
