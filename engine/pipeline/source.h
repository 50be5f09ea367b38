#pragma once
// DocumentSource: account documents in blocks of about 1 MiB, from lines of JSON or from a folder
// of recorded responses.
//
//   M2_TRY(std::unique_ptr<DocumentSource> source, open_source("accounts.ndjson"));
//   for (DocumentBlock block;;) { M2_TRY(bool more, source->next(block)); if (!more) break; … }
//
// A block's memory is reused from call to call. What cannot be read comes as an item with its
// reason and never stops the others; only a source that itself fails (disk, network) is an Error.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/recorded.h"
#include "engine/base/file.h"
#include "engine/base/result.h"

namespace m2 {

inline constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
/// A longer line is an unreadable document.
inline constexpr std::size_t kLongestDocument = std::size_t{64} << 20;

struct DocumentBlock {
  struct Item {
    std::size_t begin = 0;     // in `text`
    std::size_t size = 0;      // text[begin + size] is NUL, for parsing in place
    std::uint64_t number = 0;  // line of the file, or document of the folder, from 1
    bool readable = true;      // else `text` holds the reason here
  };
  std::vector<char> text;
  std::vector<Item> items;

  void clear() { items.clear(); }
  [[nodiscard]] std::string_view view(const Item& item) const {
    return {text.data() + item.begin, item.size};
  }
};

class DocumentSource {
 public:
  virtual ~DocumentSource() = default;
  /// Fills the block; false when there is nothing more. Errors: Unreadable.
  virtual Result<bool> next(DocumentBlock& block) = 0;
  /// "line", "document": what an item's number counts.
  [[nodiscard]] virtual std::string_view unit() const = 0;
  /// What an account is called: its own id, at most 64 bytes of it; without one its place here.
  [[nodiscard]] std::string name_of(const DocumentBlock::Item& item,
                                    std::string_view account) const;
  /// The vendor whose responses these are; empty when the source does not know.
  [[nodiscard]] virtual std::string_view vendor() const { return {}; }
  /// What a folder held; null for lines.
  [[nodiscard]] virtual const connectors::RecordedReport* report() const { return nullptr; }
};

/// One document a line (NDJSON). Empty lines and a byte order mark are passed over.
std::unique_ptr<DocumentSource> lines_of(InputFile file, std::size_t block_bytes = kBlockBytes,
                                         std::size_t longest = kLongestDocument);
/// A folder of recorded vendor responses.
std::unique_ptr<DocumentSource> documents_of(connectors::RecordedAccounts accounts,
                                             std::size_t block_bytes = kBlockBytes);
/// A folder, a file of lines, or "-" for lines from standard input. Errors: NotFound, Unreadable,
/// Invalid (a folder without responses).
Result<std::unique_ptr<DocumentSource>> open_source(const std::string& from);

}  // namespace m2
