#include "engine/pipeline/find_account.h"

#include <fmt/format.h>

#include "engine/base/json_slice.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

constexpr std::size_t kMostNames = 1000;  // kept for a suggestion

std::string account_of(std::string_view document, const std::vector<std::string>& path) {
  const Result<JsonSlice> root = JsonSlice::parse(document);
  if (!root) return {};
  JsonSlice at = *root;
  for (const std::string& step : path) at = at.member(step);
  return at.text();
}

}  // namespace

Result<std::string> find_account(DocumentSource& source, const std::vector<std::string>& path,
                                 std::string_view account) {
  std::vector<std::string> names;
  std::uint64_t documents = 0;
  for (DocumentBlock block;;) {
    M2_TRY(const bool more, source.next(block));
    if (!more) break;
    for (const DocumentBlock::Item& item : block.items) {
      ++documents;
      if (!item.readable) continue;
      const std::string_view document = block.view(item);
      const bool may_be = document.find(account) != std::string_view::npos;
      if (!may_be && names.size() >= kMostNames) continue;
      const std::string name = account_of(document, path);
      if (name == account) return std::string(document);
      if (names.size() < kMostNames && !name.empty()) names.push_back(name);
    }
  }
  std::string message = fmt::format("no account `{}` among {} {}{}", printable(account), documents,
                                    source.unit(), documents == 1 ? "" : "s");
  if (const auto near = nearest(account, names))
    message += fmt::format("; did you mean `{}`?", printable(*near));
  return Error{ErrorCode::NotFound, std::move(message)};
}

std::vector<std::string> account_path(const dsl::CheckedPreset& preset) {
  return preset.shape != nullptr ? preset.shape->account_path()
                                 : std::vector<std::string>{"account"};
}

Result<std::string> find_account(const std::string& from, const dsl::CheckedPreset& preset,
                                 std::string_view account) {
  M2_TRY(const std::unique_ptr<DocumentSource> source, open_source(from));
  return find_account(*source, account_path(preset), account);
}

}  // namespace m2
