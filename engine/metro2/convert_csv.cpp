#include "engine/metro2/convert_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "engine/metro2/csv_stream.h"
#include "engine/metro2/internal/exact.h"
#include "engine/metro2/record.h"

namespace m2 {

using internal::exact_text;
using internal::from_utf8;
using internal::put_exact;
using internal::to_utf8;

namespace {

constexpr std::string_view kRecordColumn = "record";
constexpr std::string_view kSegmentColumn = "segment";

bool has_column(const Field& field) {
  return field.kind != FieldKind::Descriptor && field.kind != FieldKind::Constant;
}

// The keys of all segments, each once, in the order of the layout.
const std::vector<std::string_view>& key_columns() {
  static const std::vector<std::string_view> columns = [] {
    std::vector<std::string_view> keys;
    for (std::size_t i = 0; i < kSegmentCount; ++i) {
      for (const Field& field : fields(static_cast<Segment>(i))) {
        if (has_column(field) && std::find(keys.begin(), keys.end(), field.key) == keys.end())
          keys.push_back(field.key);
      }
    }
    return keys;
  }();
  return columns;
}

// For each column, the field of a segment that stands in it, or null.
using FieldColumns = std::vector<const Field*>;

std::array<FieldColumns, kSegmentCount> fields_of(const std::vector<std::string_view>& columns) {
  std::array<FieldColumns, kSegmentCount> found;
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    for (const std::string_view key : columns) {
      const Field* field = find_field(static_cast<Segment>(i), key);
      found[i].push_back(field != nullptr && has_column(*field) ? field : nullptr);
    }
  }
  return found;
}

void append_row(std::uint64_t record, Segment segment, std::string_view bytes,
                const FieldColumns& columns, std::string& row) {
  std::string storage;
  row += fmt::format("{},{}", record, to_string(segment));
  for (const Field* field : columns) {
    row += ',';
    const auto text = field == nullptr ? std::nullopt : exact_text(*field, segment, bytes);
    if (text) append_cell(to_utf8(*text, storage), row);
  }
  row += '\n';
}

bool has_faulty_segment(std::string_view record) {
  for (const SegmentView& part : segments_of(record)) {
    if (part.fault != SegmentFault::None) return true;
  }
  return false;
}

// Rows back to records: a record is complete when the next one begins.
class CsvToFile {
 public:
  CsvToFile(const Framing& framing, const Sink& sink) : writer_(framing, sink) {}

  Result<void> read_columns(const std::vector<std::string>& cells);
  Result<void> read_row(const std::vector<std::string>& cells);
  Result<Converted> finish();

 private:
  Result<void> write_record();

  FileWriter writer_;
  std::vector<std::string> names_;
  std::array<FieldColumns, kSegmentCount> columns_;
  std::size_t record_column_ = std::string::npos;
  std::size_t segment_column_ = std::string::npos;
  std::string record_;
  std::string record_name_;  // cell of the record column
  Segment first_ = Segment::Base;
  std::uint64_t count_ = 0;
};

Result<void> CsvToFile::read_columns(const std::vector<std::string>& cells) {
  names_ = cells;
  // Spreadsheets put a byte order mark before the first name.
  if (names_.front().starts_with("\xEF\xBB\xBF")) names_.front().erase(0, 3);
  const std::vector<std::string_view>& keys = key_columns();
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::string& name = names_[i];
    if (std::count(names_.begin(), names_.end(), name) > 1) {
      return Error{ErrorCode::Invalid, fmt::format("there are two columns `{}`", name)};
    }
    if (name == kRecordColumn) record_column_ = i;
    if (name == kSegmentColumn) segment_column_ = i;
    const bool is_key = std::find(keys.begin(), keys.end(), name) != keys.end();
    if (!is_key && name != kRecordColumn && name != kSegmentColumn) {
      return Error{ErrorCode::Invalid, fmt::format("no segment has a field `{}`", name)};
    }
  }
  if (segment_column_ == std::string::npos)
    return Error{ErrorCode::Invalid, "the column `segment` is missing"};
  columns_ = fields_of({names_.begin(), names_.end()});
  return {};
}

Result<void> CsvToFile::read_row(const std::vector<std::string>& cells) {
  if (cells.size() != names_.size()) {
    return Error{ErrorCode::Invalid, fmt::format("the row has {} cells, the table {} columns",
                                                 cells.size(), names_.size())};
  }
  const std::optional<Segment> segment = find_segment(cells[segment_column_]);
  if (!segment)
    return Error{ErrorCode::Invalid,
                 "`segment` is none of header, base, trailer, J1, J2, K1, K2, K3, K4, L1, N1"};
  const std::string name = record_column_ == std::string::npos ? "" : cells[record_column_];
  if (is_appended(*segment)) {
    const bool follows = !record_.empty() && first_ == Segment::Base && name == record_name_;
    if (!follows)
      return Error{ErrorCode::Invalid,
                   "an appended segment does not follow the base segment of its record"};
  } else {
    M2_TRY_VOID(write_record());
    first_ = *segment;
    record_name_ = name;
  }
  char* const bytes = append_segment(record_, *segment);
  const FieldColumns& columns = columns_[static_cast<std::size_t>(*segment)];
  std::string storage;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i == segment_column_ || i == record_column_ || cells[i].empty()) continue;
    if (columns[i] == nullptr) {
      return Error{ErrorCode::Invalid,
                   fmt::format("`{}` has no field `{}`", to_string(*segment), names_[i])};
    }
    const auto text = from_utf8(cells[i], storage);
    if (!text || !put_exact(*columns[i], *text, bytes)) {
      return Error{ErrorCode::Invalid, fmt::format("`{}` is not text of at most {} characters",
                                                   names_[i], columns[i]->length)};
    }
  }
  return {};
}

Result<void> CsvToFile::write_record() {
  if (record_.empty()) return {};
  ++count_;
  const Result<void> done =
      first_ == Segment::Trailer ? writer_.add_trailer(record_) : writer_.add(record_);
  record_.clear();
  return done;
}

Result<Converted> CsvToFile::finish() {
  M2_TRY_VOID(write_record());
  writer_.finish();
  return Converted{.records = count_};
}

}  // namespace

Result<Converted> to_csv(Reader& reader, const Sink& sink) {
  const std::vector<std::string_view>& keys = key_columns();
  const std::array<FieldColumns, kSegmentCount> columns = fields_of(keys);
  sink(fmt::format("{},{},{}\n", kRecordColumn, kSegmentColumn, fmt::join(keys, ",")));
  Converted done;
  std::string rows;
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr) return done;
    const bool is_base = record->kind == RecordKind::Base;
    if (record->kind == RecordKind::Unknown || (is_base && has_faulty_segment(record->bytes))) {
      ++done.unreadable;
      continue;
    }
    rows.clear();
    const auto append = [&](Segment segment, std::string_view bytes) {
      append_row(record->number, segment, bytes, columns[static_cast<std::size_t>(segment)], rows);
    };
    if (is_base) {
      for (const SegmentView& part : segments_of(record->bytes)) append(part.segment, part.bytes);
    } else {
      append(record->kind == RecordKind::Header ? Segment::Header : Segment::Trailer,
             record->bytes);
    }
    sink(rows);
    ++done.records;
  }
}

Result<Converted> from_csv(const Reader::Source& source, const Framing& framing, const Sink& sink) {
  CsvStream stream(source);
  CsvToFile file(framing, sink);
  std::vector<std::string> cells;
  for (bool is_first = true;; is_first = false) {
    M2_TRY(const bool has_row, stream.next(cells));
    if (!has_row && is_first) return Error{ErrorCode::Invalid, "the CSV text is empty"};
    if (!has_row) break;
    Result<void> read = is_first ? file.read_columns(cells) : file.read_row(cells);
    if (!read)
      return std::move(read.error()).within(fmt::format("line {} of the CSV text", stream.line()));
  }
  return file.finish();
}

}  // namespace m2
