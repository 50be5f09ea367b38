#include "engine/cli/record_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "engine/base/ascii.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/render.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/record.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"

namespace m2::cli {
namespace {

constexpr std::size_t kRulerWidth = 100;
constexpr std::size_t kValueWidth =
    34;  // of the value column; longer values push the meaning to the right

bool is_all(std::string_view value, char c) {
  return value.find_first_not_of(c) == std::string_view::npos;
}

// ".........1.........2…" with tens at their place.
const std::string& ruler() {
  static const std::string kRuler = [] {
    std::string line;
    for (std::size_t ten = 10; ten <= kRulerWidth; ten += 10) {
      line += fmt::format("{:.>10}", ten);
    }
    return line;
  }();
  return kRuler;
}

// Runs of the same code: "11 × 0-29 days past due (current), 13 × no history …".
std::string meaning_of_each(const CodeTable& table, std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size();) {
    const std::size_t end = std::min(value.find_first_not_of(value[i], i), value.size());
    const Code* const code = find_code(table, value.substr(i, 1));
    fmt::format_to(std::back_inserter(out), "{}{} × {}", out.empty() ? "" : ", ", end - i,
                   code != nullptr ? code->meaning : "unknown code");
    i = end;
  }
  return out;
}

std::string meaning_of_code(const Field& field, std::string_view value) {
  const CodeTable& table = *find_code_table(field.codes);
  if (table.scope == CodeScope::EachCharacter) return meaning_of_each(table, value);
  const Code* const code = find_code(table, value);
  if (code != nullptr && code->code == "nnn") return "months (installment) or years (mortgage)";
  if (code != nullptr) return std::string(code->meaning);
  if (is_all(value, ' ')) return {};
  return accepts(table, value) ? "a country of ISO 3166" : "unknown code";
}

std::string meaning_of_day(std::string_view value) {
  if (is_all(value, '0') || is_all(value, ' ')) return "none";
  const std::optional<Date> day = Date::parse_metro2(value.substr(0, 8));
  if (!day) return "no such day";
  const std::string_view time = value.substr(8);
  if (time.empty()) return day->to_string();
  return printable(fmt::format("{} {}:{}:{}", day->to_string(), time.substr(0, 2),
                               time.substr(2, 2), time.substr(4)));
}

// Value and meaning of a field as they may be shown.
struct Shown {
  std::string value;
  std::string meaning;
};

Shown show(const Field& field, std::string_view value, const ViewOptions& options) {
  const bool is_hidden = field.privacy == Privacy::Personal && !options.reveals;
  if (!is_hidden) {
    const std::string_view trimmed = value.substr(0, value.find_last_not_of(' ') + 1);
    return {printable(trimmed), meaning_of(field, value)};
  }
  const bool is_none = is_all(value, '0');
  return {shown(field, value), is_none ? meaning_of(field, value) : ""};
}

// The parts of a readable record that the options ask for.
template <class Take>
void for_each_part(const FileRecord& record, const ViewOptions& options, Take take) {
  const auto is_wanted = [&](Segment segment) {
    return !options.segment || *options.segment == segment;
  };
  if (record.kind == RecordKind::Header || record.kind == RecordKind::Trailer) {
    const Segment segment = record.kind == RecordKind::Header ? Segment::Header : Segment::Trailer;
    const SegmentView part{
        .segment = segment, .offset = 0, .bytes = record.bytes.substr(0, kBaseLength)};
    if (is_wanted(segment)) take(part);
    return;
  }
  if (record.kind != RecordKind::Base) return;
  for (const SegmentView& part : segments_of(record.bytes)) {
    if (part.fault == SegmentFault::None && is_wanted(part.segment)) take(part);
  }
}

void append_ruler(const SegmentView& part, const ViewOptions& options, Colour colour,
                  std::string& out) {
  std::string bytes = shown_in_place(part.segment, part.bytes);
  if (options.reveals) {
    bytes = part.bytes;
    std::replace_if(
        bytes.begin(), bytes.end(), [](char c) { return c < ' ' || c > '~'; }, '.');
  }
  const std::size_t width = std::min(kRulerWidth, bytes.size());
  out += "      " + paint(colour, Ink::Dim, std::string_view(ruler()).substr(0, width)) + "\n";
  for (std::size_t at = 0; at < bytes.size(); at += kRulerWidth) {
    fmt::format_to(std::back_inserter(out), "  {:>3} {}\n", at + 1, bytes.substr(at, kRulerWidth));
  }
}

void append_fields(const SegmentView& part, const ViewOptions& options, Colour colour,
                   std::string& out) {
  std::size_t widest = 0;
  for (const Field& field : fields(part.segment)) widest = std::max(widest, field.title.size());
  for (const Field& field : fields(part.segment)) {
    const std::string_view value = raw(field, part.bytes);
    const Shown shown_value = show(field, value, options);
    const std::string line = fmt::format("  {:>3}-{:<3}  {:>3}  {:<{}}  {:<{}}  {}", field.start,
                                         field.end() - 1, field.number, field.title, widest,
                                         shown_value.value, kValueWidth, shown_value.meaning);
    const bool is_wrong =
        shown_value.meaning == "unknown code" || shown_value.meaning == "no such day";
    const Ink ink = is_wrong ? Ink::Red : is_filled(field, part.bytes) ? Ink::Plain : Ink::Dim;
    out +=
        paint(colour, ink, std::string_view(line).substr(0, line.find_last_not_of(' ') + 1)) + "\n";
  }
}

std::string heading_of(const FileRecord& record, const ViewOptions& options) {
  std::string text =
      fmt::format("record {}, line {}, offset {}: ", record.number, record.line, record.offset);
  switch (record.kind) {
    case RecordKind::Header:
    case RecordKind::Trailer:
      return text + std::string(to_string(record.kind));
    case RecordKind::Base: {
      const Field& number = field(BaseField::ConsumerAccountNumber);
      return text + "account " + show(number, raw(number, record.bytes), options).value;
    }
    case RecordKind::Unknown:
      break;
  }
  return text + counted(record.raw.size(), "byte") + " that are no record";
}

}  // namespace

std::string meaning_of(const Field& field, std::string_view value) {
  const bool has_digits =
      !value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return is_digit(c); });
  switch (field.kind) {
    case FieldKind::Code:
      return meaning_of_code(field, value);
    case FieldKind::Date:
    case FieldKind::TimeStamp:
      return meaning_of_day(value);
    case FieldKind::Money:
      return has_digits ? fmt::format("${}", with_separators(std::stoull(std::string(value))))
                        : "no number";
    case FieldKind::Numeric:
      if (!has_digits) return "no number";
      if (field.key.starts_with("total_") || field.key == "block_count") {
        return with_separators(std::stoull(std::string(value)));
      }
      return is_all(value, '0') ? "none" : "";
    case FieldKind::Reserved:
      return is_all(value, ' ') ? "" : "not blank";
    case FieldKind::Descriptor:
    case FieldKind::Constant:
    case FieldKind::Text:
      break;
  }
  return {};
}

bool has_part(const FileRecord& record, const ViewOptions& options) {
  if (record.kind == RecordKind::Unknown) return !options.segment;
  bool found = false;
  for_each_part(record, options, [&](const SegmentView&) { found = true; });
  return found;
}

void append_text(const FileRecord& record, const Framing& framing, const ViewOptions& options,
                 Colour colour, std::string& out) {
  out += paint(colour, Ink::Bold, heading_of(record, options)) + "\n";
  for (const FrameProblem& problem : record.problems) {
    out += paint(colour, Ink::Red,
                 fmt::format("  {}, at offset {}", describe(problem), problem.offset)) +
           "\n";
  }
  for_each_part(record, options, [&](const SegmentView& part) {
    const bool is_packed = framing.encoding == Encoding::Packed && !is_appended(part.segment);
    out += "\n  " + paint(colour, Ink::Cyan, segment_title(part.segment)) +
           (is_packed ? " (packed in the file; positions of the character form)" : "") + "\n";
    append_ruler(part, options, colour, out);
    append_fields(part, options, colour, out);
  });
  out += "\n";
}

std::string to_json(const FileRecord& record, const ViewOptions& options) {
  JsonWriter json(JsonWriter::Style::Compact);
  json.begin_object();
  json.key("record").number(static_cast<std::int64_t>(record.number));
  json.key("line").number(static_cast<std::int64_t>(record.line));
  json.key("offset").number(static_cast<std::int64_t>(record.offset));
  json.key("kind").text(to_string(record.kind));
  json.key("problems").begin_array();
  for (const FrameProblem& problem : record.problems) {
    json.begin_object().key("offset").number(static_cast<std::int64_t>(problem.offset));
    json.key("message").text(describe(problem)).end_object();
  }
  json.end_array().key("segments").begin_array();
  for_each_part(record, options, [&](const SegmentView& part) {
    json.begin_object().key("segment").text(facts(part.segment).key).key("fields").begin_array();
    for (const Field& field : fields(part.segment)) {
      const Shown shown_value = show(field, raw(field, part.bytes), options);
      json.begin_object().key("number").text(field.number).key("field").text(field.key);
      json.key("start").number(static_cast<std::int64_t>(field.start));
      json.key("length").number(static_cast<std::int64_t>(field.length));
      json.key("value")
          .text(shown_value.value)
          .key("meaning")
          .text(shown_value.meaning)
          .end_object();
    }
    json.end_array().end_object();
  });
  return json.end_array().end_object().take();
}

}  // namespace m2::cli
