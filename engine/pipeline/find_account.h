#pragma once
// find_account: the document of one account, out of a source of any size.
//
//   M2_TRY(std::unique_ptr<DocumentSource> source, open_source("accounts.ndjson"));
//   M2_TRY(std::string document, find_account(*source, {"account"}, "8200001"));

#include <string>
#include <string_view>
#include <vector>

#include "dsl/program.h"
#include "engine/base/result.h"
#include "engine/pipeline/source.h"

namespace m2 {

/// `path`: where a document names its account. Reads until it is found; a line that does not hold
/// the account's text is not parsed. Errors: NotFound (with the nearest of the first thousand),
/// Unreadable.
Result<std::string> find_account(DocumentSource& source, const std::vector<std::string>& path,
                                 std::string_view account);
/// Where the documents of a preset name their account.
std::vector<std::string> account_path(const dsl::CheckedPreset& preset);
/// In the documents at `from`, by the shape of a preset that reads them.
Result<std::string> find_account(const std::string& from, const dsl::CheckedPreset& preset,
                                 std::string_view account);

}  // namespace m2
