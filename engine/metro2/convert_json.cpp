#include "engine/metro2/convert_json.h"

#include <fmt/format.h>

#include <optional>

#include "engine/base/json.h"
#include "engine/base/json_writer.h"
#include "engine/base/money.h"
#include "engine/metro2/internal/exact.h"
#include "engine/metro2/internal/json_stream.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {

using internal::exact_text;
using internal::from_utf8;
using internal::JsonStream;
using internal::put_exact;
using internal::to_utf8;

namespace {

std::string framing_json(const Framing& framing) {
  JsonWriter json(JsonWriter::Style::Compact);
  json.begin_object();
  json.key("format")
      .text(to_string(framing.format))
      .key("line_end")
      .text(to_string(framing.line_end));
  json.key("block_descriptors")
      .boolean(framing.block_descriptors)
      .key("encoding")
      .text(to_string(framing.encoding));
  if (framing.record_length > 0)
    json.key("record_length").number(static_cast<std::int64_t>(framing.record_length));
  json.end_object();
  return json.take();
}

void write_segment(JsonWriter& json, Segment segment, std::string_view bytes) {
  std::string storage;
  json.begin_object();
  for (const Field& field : fields(segment)) {
    if (field.kind == FieldKind::Descriptor) continue;
    if (const auto text = exact_text(field, segment, bytes))
      json.key(field.key).text(to_utf8(*text, storage));
  }
  json.end_object();
}

void write_base(JsonWriter& json, std::string_view bytes) {
  std::optional<Segment> open;  // list being written
  for (const SegmentView& part : segments_of(bytes)) {
    if (part.segment == Segment::Base) {
      write_segment(json.key(facts(Segment::Base).key), Segment::Base, part.bytes);
      continue;
    }
    if (open && open != part.segment) json.end_array();
    if (open != part.segment) json.key(facts(part.segment).key).begin_array();
    open = part.segment;
    write_segment(json, part.segment, part.bytes);
  }
  if (open) json.end_array();
}

// True when from_json makes the same bytes of the segments alone.
bool is_plain(const FileRecord& record, const Framing& framing, std::string& storage) {
  if (record.kind == RecordKind::Unknown) return false;
  Segment last = Segment::Base;
  if (record.kind == RecordKind::Base) {
    for (const SegmentView& part : segments_of(record.bytes)) {
      if (part.fault != SegmentFault::None || part.segment < last) return false;
      last = part.segment;
    }
  }
  const std::size_t length =
      record.kind == RecordKind::Base ? unpadded_length(record.bytes) : kBaseLength;
  storage.clear();
  if (!append_record(framing, record.bytes.substr(0, length), storage)) return false;
  return std::string_view(storage).substr(0, storage.size() - bytes_of(framing.line_end).size()) ==
         record.raw;
}

std::string record_json(const FileRecord& record, const Framing& framing, std::string& storage) {
  JsonWriter json(JsonWriter::Style::Compact);
  json.begin_object();
  if (!record.block_descriptor.empty())
    json.key("block").text(to_utf8(record.block_descriptor, storage));
  if (!is_plain(record, framing, storage)) {
    json.key("raw").text(to_utf8(record.raw, storage));
  } else if (record.kind == RecordKind::Base) {
    write_base(json, record.bytes);
  } else {
    const Segment segment = record.kind == RecordKind::Header ? Segment::Header : Segment::Trailer;
    write_segment(json.key(to_string(segment)), segment, record.bytes);
  }
  if (record.line_end != bytes_of(framing.line_end)) {
    const LineEnd found = record.line_end.empty()       ? LineEnd::None
                          : record.line_end.size() == 1 ? LineEnd::Lf
                                                        : LineEnd::CrLf;
    json.key("line_end").text(to_string(found));
  }
  json.end_object();
  return json.take();
}

// JSON back to bytes: one record at a time, errors with its number.
class JsonToFile {
 public:
  explicit JsonToFile(const Sink& sink) : sink_(sink) {}

  Result<void> read_framing(std::string_view text);
  Result<void> write(std::string_view text);
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  Result<void> parse(std::string_view text);
  Result<void> write_segments(const JsonValue& record);
  Result<void> read_segment(const JsonValue& value, Segment segment, char* bytes);
  Result<std::string_view> bytes_member(const JsonValue& record, std::string_view name);
  Result<LineEnd> line_end_of(const JsonValue& record) const;
  [[nodiscard]] Error problem(const std::string& what) const {
    return Error{ErrorCode::Invalid, fmt::format("record {} of the JSON text: {}", count_, what)};
  }

  const Sink& sink_;
  Framing framing_;
  JsonDocument document_;
  std::uint64_t count_ = 0;
  std::string record_;
  std::string out_;
  std::string storage_;
};

template <class T>
Result<void> read_choice(const JsonValue& object, std::string_view name,
                         std::optional<T> (*find_choice)(std::string_view), T& choice) {
  const JsonValue* member = find(object, name);
  if (member == nullptr) return {};
  const std::optional<T> found = find_choice(scalar_text(*member).value_or(""));
  if (!found) return Error{ErrorCode::Invalid, fmt::format("`framing` has no such `{}`", name)};
  choice = *found;
  return {};
}

Result<void> JsonToFile::read_framing(std::string_view text) {
  if (const auto unread = document_.parse(text)) {
    return Error{ErrorCode::Invalid, fmt::format("`framing` is not JSON: {}", unread->message)};
  }
  const JsonValue& object = document_.root();
  if (!object.IsObject()) return Error{ErrorCode::Invalid, "`framing` is not an object"};
  M2_TRY_VOID(read_choice(object, "format", find_format, framing_.format));
  M2_TRY_VOID(read_choice(object, "line_end", find_line_end, framing_.line_end));
  M2_TRY_VOID(read_choice(object, "encoding", find_encoding, framing_.encoding));
  if (const JsonValue* blocks = find(object, "block_descriptors"))
    framing_.block_descriptors = blocks->IsTrue();
  if (const JsonValue* length = find(object, "record_length")) {
    const std::optional<std::int64_t> value = parse_decimal(scalar_text(*length).value_or(""), 0);
    if (!value || *value < 0 || *value > static_cast<std::int64_t>(kLongestRecord)) {
      return Error{ErrorCode::Invalid,
                   fmt::format("`framing` has a `record_length` outside 0 to {}", kLongestRecord)};
    }
    framing_.record_length = static_cast<std::size_t>(*value);
  }
  return {};
}

Result<std::string_view> JsonToFile::bytes_member(const JsonValue& record, std::string_view name) {
  const JsonValue* member = find(record, name);
  if (member == nullptr) return std::string_view();
  const auto text = scalar_text(*member);
  const auto bytes = text ? from_utf8(*text, storage_) : std::nullopt;
  if (!bytes) return problem(fmt::format("`{}` is not the text of bytes", name));
  return *bytes;
}

Result<LineEnd> JsonToFile::line_end_of(const JsonValue& record) const {
  const JsonValue* member = find(record, "line_end");
  if (member == nullptr) return framing_.line_end;
  const std::optional<LineEnd> found = find_line_end(scalar_text(*member).value_or(""));
  if (!found) return problem("`line_end` is none of `none`, `lf`, `crlf`");
  return *found;
}

Result<void> JsonToFile::read_segment(const JsonValue& value, Segment segment, char* bytes) {
  if (!value.IsObject())
    return problem(fmt::format("`{}` is {}, not an object", facts(segment).key, kind_of(value)));
  for (const auto& member : value.GetObject()) {
    const std::string_view key(member.name.GetString(), member.name.GetStringLength());
    const Field* field = find_field(segment, key);
    if (field == nullptr)
      return problem(fmt::format("`{}` has no field `{}`", facts(segment).key, key));
    if (field->kind == FieldKind::Descriptor) continue;  // computed
    const auto text = scalar_text(member.value);
    const auto found = text ? from_utf8(*text, storage_) : std::nullopt;
    if (!found || !put_exact(*field, *found, bytes)) {
      return problem(fmt::format("`{}.{}` is not text of at most {} characters", facts(segment).key,
                                 key, field->length));
    }
  }
  return {};
}

// The segments of a record, appended ones in the order of the standard whatever the order of
// members.
Result<void> JsonToFile::write_segments(const JsonValue& record) {
  record_.clear();
  for (const Segment first : {Segment::Header, Segment::Base, Segment::Trailer}) {
    const JsonValue* value = find(record, facts(first).key);
    if (value == nullptr) continue;
    if (!record_.empty()) return problem("it is more than one of `header`, `base`, `trailer`");
    record_ = blank(first);
    M2_TRY_VOID(read_segment(*value, first, record_.data()));
  }
  if (record_.empty()) return problem("it has none of `header`, `base`, `trailer`, `raw`");
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto segment = static_cast<Segment>(i);
    const JsonValue* list = is_appended(segment) ? find(record, facts(segment).key) : nullptr;
    if (list == nullptr) continue;
    if (!list->IsArray())
      return problem(fmt::format("`{}` is {}, not a list", facts(segment).key, kind_of(*list)));
    if (find(record, facts(Segment::Base).key) == nullptr)
      return problem("appended segments follow a base segment only");
    for (const JsonValue& item : list->GetArray()) {
      if (record_.size() + segment_length(segment) > kLongestRecord) {
        return problem(fmt::format("it is longer than {} bytes", kLongestRecord));
      }
      M2_TRY_VOID(read_segment(item, segment, append_segment(record_, segment)));
    }
  }
  if (Result<void> done = append_record(framing_, record_, out_); !done)
    return problem(done.error().message);
  out_.resize(out_.size() - bytes_of(framing_.line_end).size());
  return {};
}

Result<void> JsonToFile::write(std::string_view text) {
  ++count_;
  if (const auto unread = document_.parse(text))
    return problem(fmt::format("it is not JSON: {}", unread->message));
  const JsonValue& record = document_.root();
  if (!record.IsObject()) return problem(fmt::format("it is {}, not an object", kind_of(record)));
  for (const auto& member : record.GetObject()) {
    const std::string_view key(member.name.GetString(), member.name.GetStringLength());
    const bool is_segment = find_segment(key).has_value();
    if (!is_segment && key != "block" && key != "raw" && key != "line_end") {
      return problem(fmt::format("there is no segment `{}`", key));
    }
  }
  out_.clear();
  M2_TRY(const std::string_view block, bytes_member(record, "block"));
  out_ += block;
  if (find(record, "raw") != nullptr) {
    M2_TRY(const std::string_view raw, bytes_member(record, "raw"));
    out_ += raw;
  } else {
    M2_TRY_VOID(write_segments(record));
  }
  M2_TRY(const LineEnd line_end, line_end_of(record));
  out_ += bytes_of(line_end);
  sink_(out_);
  return {};
}

}  // namespace

Result<Converted> to_json(Reader& reader, const Sink& sink) {
  Converted done;
  std::string storage;
  for (;; ++done.records) {
    M2_TRY(const FileRecord* record, reader.next());
    if (done.records == 0)
      sink("{\"framing\": " + framing_json(reader.framing()) + ",\n\"records\": [");
    if (record == nullptr) break;
    sink(done.records == 0 ? "\n" : ",\n");
    sink(record_json(*record, reader.framing(), storage));
  }
  sink("\n]}\n");
  return done;
}

Result<Converted> from_json(const Reader::Source& source, const Sink& sink) {
  JsonStream stream(source);
  JsonToFile file(sink);
  bool has_records = false;
  M2_TRY_VOID(stream.expect('{'));
  for (bool is_first = true;; is_first = false) {
    M2_TRY(const bool has_member, stream.next_item('}', is_first));
    if (!has_member) break;
    M2_TRY(const std::string_view quoted, stream.value());
    const std::string key(quoted);
    M2_TRY_VOID(stream.expect(':'));
    if (key == "\"framing\"") {
      if (file.count() > 0) return Error{ErrorCode::Invalid, "`framing` stands behind `records`"};
      M2_TRY(const std::string_view value, stream.value());
      M2_TRY_VOID(file.read_framing(value));
    } else if (key == "\"records\"") {
      has_records = true;
      M2_TRY_VOID(stream.expect('['));
      for (bool is_first_record = true;; is_first_record = false) {
        M2_TRY(const bool has_record, stream.next_item(']', is_first_record));
        if (!has_record) break;
        M2_TRY(const std::string_view value, stream.value());
        M2_TRY_VOID(file.write(value));
      }
    } else {
      return Error{
          ErrorCode::Invalid,
          fmt::format("the JSON text has a member {} beside `framing` and `records`", key)};
    }
  }
  M2_TRY_VOID(stream.expect_end());
  if (!has_records) return Error{ErrorCode::Invalid, "the JSON text has no member `records`"};
  return Converted{.records = file.count()};
}

}  // namespace m2
