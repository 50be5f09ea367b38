#include "engine/pipeline/samples.h"

#include <fmt/format.h>

#include <filesystem>

#include "engine/base/file.h"
#include "engine/base/json_slice.h"
#include "engine/pipeline/source.h"

namespace m2 {
namespace {

class SampleReading {
 public:
  SampleReading(const std::string& path, const TakeSample& take) : path_(path), take_(take) {}

  Result<SampleCounts> lines() {
    M2_TRY(const std::unique_ptr<DocumentSource> source, open_source(path_));
    for (DocumentBlock block;;) {
      M2_TRY(const bool more, source->next(block));
      if (!more) return counts_;
      for (const DocumentBlock::Item& item : block.items) {
        const std::string place = fmt::format("{} {}", source->unit(), item.number);
        if (!item.readable) {
          unreadable(place, block.view(item));
        } else if (!value(block.view(item), place) && is_first(item) && is_file()) {
          return whole_file();
        }
      }
    }
  }

 private:
  // One document over many lines: its first line alone is no JSON.
  Result<SampleCounts> whole_file() {
    const SampleCounts by_line = std::exchange(counts_, {});
    M2_TRY(const std::string text, read_file(path_, kLongestSample));
    if (value(text, "document 1")) return counts_;
    // Neither: then it is lines, and the first of them is broken.
    const Result<JsonSlice> second = JsonSlice::parse(second_line(text));
    if (!second) return counts_;
    counts_ = by_line;
    return rest_of_lines();
  }

  Result<SampleCounts> rest_of_lines() {
    M2_TRY(const std::unique_ptr<DocumentSource> source, open_source(path_));
    bool first = true;
    for (DocumentBlock block;;) {
      M2_TRY(const bool more, source->next(block));
      if (!more) return counts_;
      for (const DocumentBlock::Item& item : block.items) {
        if (std::exchange(first, false)) continue;
        const std::string place = fmt::format("{} {}", source->unit(), item.number);
        if (!item.readable) {
          unreadable(place, block.view(item));
        } else {
          value(block.view(item), place);
        }
      }
    }
  }

  // False when it is no JSON.
  bool value(std::string_view text, const std::string& place) {
    const Result<JsonSlice> root = JsonSlice::parse(text);
    if (!root) {
      unreadable(place, root.error().message);
      return false;
    }
    unwrap(*root, place);
    return true;
  }

  void unwrap(const JsonSlice& value, const std::string& place) {
    if (value.is_list()) {
      for (const JsonSlice& item : value.items()) document(item, place);
      return;
    }
    const JsonSlice d = value.member("d");
    const JsonSlice results = d.is_list() ? d : d.member("results");
    if (results.is_list() && value.members().size() == 1) return unwrap(results, place);
    document(value, place);
  }

  void document(const JsonSlice& value, const std::string& place) {
    if (!value.is_object()) return unreadable(place, "it is no object");
    ++counts_.documents;
    take_(value.raw());
  }

  void unreadable(const std::string& place, std::string_view why) {
    if (counts_.unreadable++ == 0)
      counts_.first_unreadable = fmt::format("{}, {}: {}", path_, place, why);
  }

  [[nodiscard]] bool is_first(const DocumentBlock::Item& item) const {
    return counts_.documents == 0 && counts_.unreadable == 1 && item.readable;
  }
  [[nodiscard]] bool is_file() const {
    std::error_code ignored;
    return std::filesystem::is_regular_file(path_, ignored);
  }
  static std::string_view second_line(std::string_view text) {
    const std::size_t begin = text.find('\n');
    if (begin == std::string_view::npos) return {};
    text.remove_prefix(begin + 1);
    return text.substr(0, text.find('\n'));
  }

  const std::string& path_;
  const TakeSample& take_;
  SampleCounts counts_;
};

}  // namespace

void SampleCounts::add(const SampleCounts& other) {
  if (unreadable == 0) first_unreadable = other.first_unreadable;
  documents += other.documents;
  unreadable += other.unreadable;
}

Result<SampleCounts> for_each_sample(const std::string& path, const TakeSample& take) {
  return SampleReading(path, take).lines();
}

}  // namespace m2
