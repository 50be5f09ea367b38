#include "tests/oracle/validation/laid_over.h"

#include <algorithm>
#include <utility>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/oracle/validation/people.h"

namespace m2::oracle {
namespace {

void write(const dsl::CaseValue& value, const Field& field, char* segment) {
  FoldCounts ignored;
  put_blank(field, segment);
  if (!value.value) return;
  switch (field.kind) {
    case FieldKind::Money:
      put_dollars(field, value.value->number / 100, segment);
      break;
    case FieldKind::Date:
    case FieldKind::TimeStamp:
      put_date(field, Date::from_days(static_cast<std::int32_t>(value.value->number)), segment);
      break;
    default:
      put_text(field, value.value->text, segment, ignored);
  }
}

// A consumer or a segment that is not there is appended, behind what stands before it by the
// standard; a consumer gets a name and an address.
std::size_t offset_in(std::string& record, Segment segment) {
  std::size_t at = record.size();
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment == segment) return part.offset;
    if (part.offset > 0 && part.segment > segment) at = std::min(at, part.offset);
  }
  std::string made(blank(Segment::Base));
  append_segment(made, segment);
  if (segment == Segment::J1 || segment == Segment::J2) {
    Chance chance(1);
    const Person person = a_person(chance, *Date::from_civil(2010, 1, 1), 900'000);
    write_consumer(made, segment, kBaseLength, person, "2", "");
  }
  record.insert(at, made, kBaseLength, std::string::npos);
  return at;
}

std::string& record_of(const dsl::RecordRead& read, ReportPair& pair) {
  if (read.segment == Segment::Header) return pair.header;
  return read.previous ? pair.previous : pair.record;
}

}  // namespace

std::optional<LaidOver> lay_over(const dsl::RecordRule& rule, const dsl::RuleCase& of,
                                 const ReportPair& correct) {
  const bool needs_previous =
      rule.scope == dsl::RuleScope::Month ||
      std::any_of(of.values.begin(), of.values.end(),
                  [](const dsl::CaseValue& value) { return value.read.previous; });
  if (needs_previous && correct.previous.empty()) return std::nullopt;
  LaidOver out{.pair = correct};
  Segment consumer = Segment::Base;
  if (rule.scope == dsl::RuleScope::Consumer)
    consumer = dsl::consumer_of(rule, of).value_or(Segment::Base);
  for (const dsl::CaseValue& value : of.values) {
    const dsl::RecordRead& read = value.read;
    if (read.fact != nullptr) {
      if (value.value) out.pair.facts.emplace_back(read.fact, value.value->number);
      continue;
    }
    if (read.field == nullptr) continue;
    std::string& record = record_of(read, out.pair);
    const Segment segment = read.of_consumer ? consumer : read.segment;
    const std::size_t at = segment == Segment::Header ? 0 : offset_in(record, segment);
    const Field& field =
        read.of_consumer ? *dsl::consumer_field(consumer, read.field->key) : *read.field;
    const std::string before = record.substr(at + field.offset(), field.length);
    write(value, field, record.data() + at);
    out.kept += record.compare(at + field.offset(), field.length, before) == 0 ? 1 : 0;
  }
  return out;
}

}  // namespace m2::oracle
