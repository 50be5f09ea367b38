#pragma once
// The data dictionary of a preset: for every field its rule in the author's words, where its value
// comes from in the documents, and, where there are documents, a masked sample and counts.
//
//   const Page page = dictionary(*preset, nullptr);
//   puts(to_html(page).c_str());
//
// Sources are found without running anything (dsl/sources.h): what is told holds for every account.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/result.h"
#include "engine/evaluate/mapper.h"
#include "engine/pipeline/page.h"
#include "engine/pipeline/source.h"

namespace m2 {

/// What a preset did with some documents.
struct DictionaryData {
  std::uint64_t documents = 0, reported = 0, skipped = 0, held = 0;
  std::map<std::string, std::uint64_t, std::less<>> by_rule;  // accounts, by rule or what held them
  std::map<std::pair<Segment, std::string_view>, std::string> samples;  // by key; masked
};

/// Maps all documents. `account`: the only one that samples are taken from; empty: any that is
/// reported. Errors: Unreadable.
Result<DictionaryData> collect_dictionary_data(DocumentSource& source,
                                               const std::shared_ptr<const Program>& program,
                                               const std::string& account);

/// `data` may be null.
Page dictionary(const dsl::CheckedPreset& preset, const DictionaryData* data);

}  // namespace m2
