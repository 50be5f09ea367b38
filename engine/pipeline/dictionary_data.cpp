#include <set>

#include "engine/metro2/record.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/dictionary.h"

namespace m2 {
namespace {

void keep_samples(const Outcome& outcome, DictionaryData& data) {
  for (const SegmentView& view : segments_of(outcome.record)) {
    if (view.fault != SegmentFault::None) continue;
    for (const Field& field : fields(view.segment)) {
      const std::string value = shown(field, text(field, view.bytes));
      if (!value.empty()) data.samples.emplace(std::pair(view.segment, field.key), value);
    }
  }
}

}  // namespace

Result<DictionaryData> collect_dictionary_data(DocumentSource& source,
                                               const std::shared_ptr<const Program>& program,
                                               const std::string& account) {
  DictionaryData data;
  Mapper mapper(program, {});
  for (DocumentBlock block;;) {
    M2_TRY(const bool more, source.next(block));
    if (!more) return data;
    for (const DocumentBlock::Item& item : block.items) {
      ++data.documents;
      if (!item.readable) {
        ++data.held;
        ++data.by_rule[std::string(to_string(EngineReason::UnreadableDocument))];
        continue;
      }
      const Outcome& outcome = mapper.map(block.text.data() + item.begin, item.size);
      if (outcome.kind == OutcomeKind::Reported) {
        ++data.reported;
        if (account.empty() || outcome.account == account) keep_samples(outcome, data);
      } else {
        ++(outcome.kind == OutcomeKind::Skipped ? data.skipped : data.held);
      }
      // Every reason counts once, as a rule's own number.
      std::set<std::string> told;
      for (const std::vector<Reason>* reasons : {&outcome.reasons, &outcome.warnings}) {
        for (const Reason& reason : *reasons) {
          if (told.insert(reason.name).second) ++data.by_rule[reason.name];
        }
      }
    }
  }
}

}  // namespace m2
