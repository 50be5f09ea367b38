#include "tests/support/model_edit.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "engine/base/check.h"
#include "tests/support/sample_file.h"

namespace m2::test {
namespace {

// Reads the words of a change one after another.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  bool take(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    skip_blanks();
    return true;
  }
  void expect(std::string_view word) { M2_CHECK(take(word), "a change has its next word"); }
  std::size_t number() {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    M2_CHECK(error == std::errc(), "a change has its number");
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    skip_blanks();
    return value;
  }
  std::string_view name() {
    const std::size_t length = std::min(text_.find_first_of(" .;:"), text_.size());
    const std::string_view word = text_.substr(0, length);
    text_.remove_prefix(length);
    skip_blanks();
    return word;
  }
  std::string quoted() {
    M2_CHECK(text_.starts_with('"'), "a change has its value");
    std::string value;
    std::size_t at = 1;
    for (; at < text_.size() && text_[at] != '"'; ++at) {
      if (text_.substr(at, 2) != "\\x") {
        value += text_[at];
        continue;
      }
      unsigned byte = 0;
      std::from_chars(text_.data() + at + 2, text_.data() + at + 4, byte, 16);
      value += static_cast<char>(byte);
      at += 3;
    }
    text_.remove_prefix(std::min(at + 1, text_.size()));
    skip_blanks();
    return value;
  }
  std::string_view rest_of_change() {
    const std::size_t length = std::min(text_.find(';'), text_.size());
    const std::string_view rest = text_.substr(0, length);
    text_.remove_prefix(length);
    return rest;
  }
  [[nodiscard]] bool at_end() const { return text_.empty(); }
  [[nodiscard]] bool at_quote() const { return text_.starts_with('"'); }

 private:
  void skip_blanks() { text_.remove_prefix(std::min(text_.find_first_not_of(' '), text_.size())); }
  std::string_view text_;
};

Segment segment_named(std::string_view name) {
  const std::optional<Segment> segment = find_segment(name);
  M2_CHECK(segment.has_value(), "a change names a segment");
  return *segment;
}

class Change {
 public:
  ChangedFile make(std::string_view changes) {
    Words words(changes);
    do {
      one(words);
    } while (words.take(";"));
    M2_CHECK(words.at_end(), "changes are separated by semicolons");
    return {bytes(), today_};
  }

 private:
  void one(Words& words) {
    if (words.take("record ")) return record(words);
    if (words.take("totals counted again")) return file_.count_again();
    if (words.take("form: ")) return form(words.rest_of_change());
    if (words.take("bytes of ")) return some_bytes(words);
    if (words.take("the file ends with ")) {
      bytes() += words.quoted();
      return;
    }
    if (words.take("the file ends after byte ")) {
      const std::size_t byte = words.number();
      words.expect("of record ");
      const std::size_t length = start_of(words.number()) + byte;
      bytes().resize(length);
      return;
    }
    if (words.take("the file is ")) {
      bytes() = words.quoted();
      return;
    }
    words.expect("today: ");
    today_ = Date::parse_iso(words.rest_of_change());
    M2_CHECK(today_.has_value(), "today is a day");
  }

  void record(Words& words) {
    M2_CHECK(bytes_.empty(), "records are changed before bytes");
    const std::size_t number = words.number();
    words.expect(":");
    const auto at = file_.records.begin() + static_cast<std::ptrdiff_t>(number - 1);
    if (words.take("removed")) {
      file_.records.erase(at);
      return;
    }
    if (words.take("again as ")) {
      const std::string copy = *at;
      const auto place = static_cast<std::ptrdiff_t>(words.number() - 1);
      file_.records.insert(file_.records.begin() + place, copy);
      return;
    }
    const Segment segment = segment_named(words.name());
    if (words.take("twice")) {
      repeat(*at, segment);
    } else if (words.take("after ")) {
      move(*at, segment, segment_named(words.name()));
    } else {
      words.expect(".");
      const std::string key(words.name());
      words.expect("=");
      file_.set(number - 1, segment, key, words.quoted());
      if (segment == Segment::Header || segment == Segment::Trailer) return;
    }
    file_.count_again();
  }

  static void repeat(std::string& record, Segment segment) {
    const std::size_t begin = offset_of(record, segment);
    record.insert(begin, record.substr(begin, segment_length(segment)));
  }

  static void move(std::string& record, Segment segment, Segment before) {
    const std::size_t begin = offset_of(record, segment);
    const std::string moved = record.substr(begin, segment_length(segment));
    record.insert(offset_of(record, before) + segment_length(before), moved);
    record.erase(begin, moved.size());
  }

  void form(std::string_view name) {
    if (name == "fixed") {
      framing_.format = Format::Fixed;
    } else if (name == "blocks") {
      framing_.line_end = LineEnd::None;
      framing_.block_descriptors = true;
    } else if (name == "one line") {
      framing_.line_end = LineEnd::None;
    } else {
      M2_CHECK(name == "CR LF", "the form of a file is one of four");
      framing_.line_end = LineEnd::CrLf;
    }
  }

  void some_bytes(Words& words) {
    std::size_t start = 0;
    std::string& all = bytes();
    if (!words.take("the file ")) {
      words.expect("record ");
      start = start_of(words.number());
    }
    const bool inserts = words.take("before ");
    if (!inserts) words.expect("from ");
    start += words.number() - 1;
    words.expect(":");
    if (inserts) {
      all.insert(start, words.quoted());
      return;
    }
    M2_CHECK(start < all.size(), "bytes of the file are changed");
    if (!words.at_quote()) {
      all.erase(start, words.number());
      words.expect("removed");
      return;
    }
    const std::string value = words.quoted();
    all.replace(start, value.size(), value);
  }

  // The file as it is when its bytes are changed for the first time.
  std::string& bytes() {
    if (bytes_.empty() && starts_.empty()) {
      bytes_ = file_.bytes(framing_);
      std::size_t longest = 0;
      for (const std::string& record : file_.records) longest = std::max(longest, record.size());
      const std::size_t line_end = framing_.line_end == LineEnd::None   ? 0
                                   : framing_.line_end == LineEnd::CrLf ? 2
                                                                        : 1;
      std::size_t start = framing_.block_descriptors ? kDescriptorLength : 0;
      for (const std::string& record : file_.records) {
        starts_.push_back(start);
        start += (framing_.format == Format::Fixed ? longest : record.size()) + line_end;
      }
    }
    return bytes_;
  }
  std::size_t start_of(std::size_t record) {
    bytes();
    return starts_[record - 1];
  }

  SampleFile file_;
  Framing framing_;
  std::string bytes_;
  std::vector<std::size_t> starts_;  // of the records in it
  std::optional<Date> today_;
};

}  // namespace

ChangedFile changed_file(std::string_view changes) {
  Change change;
  return change.make(changes);
}

}  // namespace m2::test
