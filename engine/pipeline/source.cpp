#include "engine/pipeline/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "engine/base/ascii.h"

namespace m2 {
namespace {

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

class LineSource : public DocumentSource {
 public:
  LineSource(InputFile file, std::size_t block_bytes, std::size_t longest)
      : file_(std::move(file)), block_bytes_(block_bytes), longest_(longest) {}

  [[nodiscard]] std::string_view unit() const override { return "line"; }

  Result<bool> next(DocumentBlock& block) override {
    block.clear();
    while (block.items.empty()) {  // a block of empty lines is no end
      M2_TRY(const bool more, fill(block));
      if (!more) return false;
    }
    return true;
  }

 private:
  /// Reads whole lines into the block; the beginning of the next one waits in `carry_`.
  Result<bool> fill(DocumentBlock& block) {
    std::size_t filled = carry_.size();
    std::size_t limit = std::max(block_bytes_, filled);
    reserve(block, limit);
    std::memcpy(block.text.data(), carry_.data(), filled);
    carry_.clear();
    for (;;) {
      M2_TRY_VOID(read_up_to(block, filled, limit));
      const std::size_t end = end_of_lines(block, filled);
      if (end > 0 || ended_) {
        carry_.assign(block.text.data() + end, filled - end);
        const bool some = filled > 0;
        split(block, ended_ ? filled : end);
        if (ended_) carry_.clear();
        return some;
      }
      if (limit > longest_) return pass_over_line(block);
      limit = std::min(limit * 2, longest_ + 1);
      reserve(block, limit);
    }
  }

  void reserve(DocumentBlock& block, std::size_t size) const {
    // One very long line does not keep its memory.
    if (block.text.size() > 8 * block_bytes_ && size <= block_bytes_) block.text = {};
    if (block.text.size() < size + 1) block.text.resize(size + 1);
  }

  Result<void> read_up_to(DocumentBlock& block, std::size_t& filled, std::size_t limit) {
    while (filled < limit && !ended_) {
      M2_TRY(const std::size_t count, file_.read({block.text.data() + filled, limit - filled}));
      filled += count;
      ended_ = count == 0;
    }
    return {};
  }

  /// Bytes up to and with the last line end; 0 when there is none.
  static std::size_t end_of_lines(const DocumentBlock& block, std::size_t filled) {
    const std::string_view bytes(block.text.data(), filled);
    const std::size_t last = bytes.rfind('\n');
    return last == std::string_view::npos ? 0 : last + 1;
  }

  void split(DocumentBlock& block, std::size_t size) {
    const std::string_view all(block.text.data(), size);
    // Looked for once a block: where there is none, no line has one.
    const bool has_nul = all.find('\0') != std::string_view::npos;
    std::size_t begin = line_ == 0 && all.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    while (begin < size) {
      // A line that is told to be unreadable may have moved the text.
      const std::string_view rest(block.text.data() + begin, size - begin);
      const std::size_t length = std::min(rest.find('\n'), rest.size());
      add_line(block, begin, length, has_nul);
      begin += length + 1;
    }
  }

  void add_line(DocumentBlock& block, std::size_t begin, std::size_t length, bool may_have_nul) {
    ++line_;
    const std::string_view line(block.text.data() + begin, length);
    if (is_blank(line)) return;
    if (length > longest_) {
      add_unreadable(block, too_long(), line_);
    } else if (may_have_nul && line.find('\0') != std::string_view::npos) {
      add_unreadable(block, "The line holds a byte that is zero.", line_);
    } else {
      block.text[begin + length] = '\0';
      block.items.push_back({begin, length, line_, true});
    }
  }

  /// The reason stands behind the lines, where it overwrites none of them.
  static void add_unreadable(DocumentBlock& block, std::string_view why, std::uint64_t number) {
    const std::size_t at = block.text.size();
    block.text.insert(block.text.end(), why.begin(), why.end());
    block.text.push_back('\0');
    block.items.push_back({at, why.size(), number, false});
  }

  [[nodiscard]] std::string too_long() const {
    return fmt::format("The line is longer than {} bytes.", longest_);
  }

  /// The line is longer than any document: the rest of it is read and forgotten.
  Result<bool> pass_over_line(DocumentBlock& block) {
    block.text = {};
    std::vector<char> bytes(block_bytes_);
    while (!ended_) {
      M2_TRY(const std::size_t count, file_.read(bytes));
      ended_ = count == 0;
      const auto* end = static_cast<const char*>(std::memchr(bytes.data(), '\n', count));
      if (end == nullptr) continue;
      carry_.assign(end + 1, static_cast<std::size_t>(bytes.data() + count - (end + 1)));
      break;
    }
    add_unreadable(block, too_long(), ++line_);
    return true;
  }

  InputFile file_;
  std::size_t block_bytes_;
  std::size_t longest_;
  std::string carry_;
  std::uint64_t line_ = 0;
  bool ended_ = false;
};

class RecordedSource : public DocumentSource {
 public:
  RecordedSource(connectors::RecordedAccounts accounts, std::size_t block_bytes)
      : accounts_(std::move(accounts)), block_bytes_(block_bytes) {}

  [[nodiscard]] std::string_view unit() const override { return "document"; }
  [[nodiscard]] std::string_view vendor() const override { return accounts_.vendor(); }
  [[nodiscard]] const connectors::RecordedReport* report() const override {
    return &accounts_.report();
  }

  Result<bool> next(DocumentBlock& block) override {
    block.clear();
    block.text.clear();
    while (next_ < accounts_.size() && block.text.size() < block_bytes_) {
      const Result<std::string> document = accounts_.document(next_++);
      const std::string& text = document ? *document : document.error().message;
      block.items.push_back({block.text.size(), text.size(), next_, document.has_value()});
      block.text.insert(block.text.end(), text.begin(), text.end());
      block.text.push_back('\0');
    }
    return !block.items.empty();
  }

 private:
  connectors::RecordedAccounts accounts_;
  std::size_t block_bytes_;
  std::size_t next_ = 0;
};

}  // namespace

std::string DocumentSource::name_of(const DocumentBlock::Item& item,
                                    std::string_view account) const {
  constexpr std::size_t kLongestName = 64;
  if (!account.empty()) return std::string(account.substr(0, kLongestName));
  return fmt::format("{} {}", unit(), item.number);
}

std::unique_ptr<DocumentSource> lines_of(InputFile file, std::size_t block_bytes,
                                         std::size_t longest) {
  return std::make_unique<LineSource>(std::move(file), block_bytes, longest);
}

std::unique_ptr<DocumentSource> documents_of(connectors::RecordedAccounts accounts,
                                             std::size_t block_bytes) {
  return std::make_unique<RecordedSource>(std::move(accounts), block_bytes);
}

Result<std::unique_ptr<DocumentSource>> open_source(const std::string& from) {
  if (from == "-") {
    M2_TRY(InputFile input, InputFile::standard_input());
    return lines_of(std::move(input));
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(from, ignored)) {
    M2_TRY(connectors::RecordedAccounts accounts, connectors::RecordedAccounts::open(from));
    return documents_of(std::move(accounts));
  }
  M2_TRY(InputFile input, InputFile::open(from));
  return lines_of(std::move(input));
}

}  // namespace m2
