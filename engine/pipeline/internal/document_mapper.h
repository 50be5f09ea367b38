#pragma once
// DocumentMapper: one document of a tenant as a run takes it: communities first, then the preset
// that takes the account, then whether its record can be written at all.
//
//   DocumentMapper mapper(setup, communities, created);
//   const Outcome& outcome = mapper.map(text, size);
//
// One mapper a thread; an Outcome is valid until the next call.

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/pipeline/account_mapper.h"
#include "engine/pipeline/internal/community_filter.h"
#include "engine/pipeline/setup.h"
#include "engine/pipeline/source.h"

namespace m2 {

class DocumentMapper {
 public:
  /// The setup and the filter outlive it.
  DocumentMapper(const RunSetup& setup, const CommunityFilter& communities, Date created,
                 LastReport last_report = {})
      : communities_(communities),
        mapper_(setup.programs, setup.mapper_options(created, std::move(last_report))) {}

  /// An item of a block, whose text it may overwrite; one that is not readable is held.
  const Outcome& map(DocumentBlock& block, const DocumentBlock::Item& item) {
    return map(block.text.data() + item.begin, item.size, item.readable);
  }
  /// `text[size]` is NUL; of a document that is not readable it says why.
  const Outcome& map(char* text, std::size_t size, bool is_readable);

 private:
  const Outcome& map_of_community(char* text, std::size_t size);
  const Outcome& decided(OutcomeKind kind, EngineReason reason, std::string why,
                         std::string_view account);

  const CommunityFilter& communities_;
  AccountMapper mapper_;
  Outcome own_;
  std::string account_;  // of it
};

}  // namespace m2
