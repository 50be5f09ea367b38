#include "tests/oracle/validation/edit.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "dsl/rule_facts.h"
#include "engine/base/check.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2::oracle {
namespace {

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(at), text.size());
    if (end > 0 || at != ' ') parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return parts;
}

std::optional<Segment> segment_named(std::string_view name) {
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto segment = static_cast<Segment>(i);
    if (is_appended(segment) && to_string(segment) == name) return segment;
  }
  return std::nullopt;
}

// A field of a pair, and where its segment begins; no offset: there is no such segment.
struct EditPlace {
  std::string* bytes = nullptr;
  const Field* field = nullptr;
  std::optional<std::size_t> offset;
};

EditPlace place_of(std::string_view key, ReportPair& pair) {
  EditPlace place;
  place.bytes = &pair.record;
  Segment segment = Segment::Base;
  if (key.starts_with("h.")) {
    place.bytes = &pair.header;
    segment = Segment::Header;
    key.remove_prefix(2);
  } else if (key.starts_with("p.")) {
    place.bytes = &pair.previous;
    key.remove_prefix(2);
  }
  if (key.size() > 3 && key[2] == '.') {
    segment = segment_named(key.substr(0, 2)).value_or(Segment::Base);
    key.remove_prefix(3);
  }
  place.field = find_field(segment, key);
  M2_CHECK(place.field != nullptr, "the word names a field of its segment");
  if (!is_appended(segment)) {
    if (!place.bytes->empty()) place.offset = 0;
    return place;
  }
  for (const SegmentView& part : segments_of(*place.bytes)) {
    if (!place.offset && part.segment == segment && part.fault == SegmentFault::None)
      place.offset = part.offset;
  }
  return place;
}

// An amount without zeros on the left, a text without blanks; nothing where nothing is filled.
std::string value_of(const EditPlace& place) {
  const std::string_view bytes = std::string_view(*place.bytes).substr(*place.offset);
  if (place.field->kind == FieldKind::Money)
    return std::to_string(number(*place.field, bytes).value_or(-1));
  if (!is_filled(*place.field, bytes)) return "";
  return std::string(text(*place.field, bytes));
}

bool has_segment(std::string_view record, Segment segment) {
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment == segment && part.offset > 0) return true;
  }
  return false;
}

bool holds(std::string_view condition, ReportPair& pair) {
  if (condition == "p") return !pair.previous.empty();
  if (condition.starts_with("months="))
    return std::to_string(pair.months_since) == condition.substr(7);
  std::string_view record = pair.record;
  std::string_view of = condition;
  if (of.starts_with("p.+") || of.starts_with("p.-")) {
    record = pair.previous;
    of.remove_prefix(2);
  }
  if (of.front() == '+' || of.front() == '-')
    return has_segment(record, *segment_named(of.substr(1))) == (of.front() == '+');
  const std::size_t op = condition.find_first_of("!=>[");
  std::string_view key = condition.substr(0, op);
  std::string_view rest = condition.substr(op);
  const EditPlace place = place_of(key, pair);
  if (!place.offset) return false;
  std::string value = value_of(place);
  if (rest.front() == '[') {
    const auto index = static_cast<std::size_t>(rest[1] - '0');
    value = std::string(1, (*place.bytes)[*place.offset + place.field->offset() + index]);
    rest.remove_prefix(3);
  }
  if (rest.front() == '>')
    return std::atoll(value.c_str()) > std::atoll(std::string(rest.substr(1)).c_str());
  const bool wanted = rest.front() == '=';
  rest.remove_prefix(wanted ? 1 : 2);
  if (rest.empty()) return value.empty() == wanted;
  const auto values = split(rest, '|');
  return (std::find(values.begin(), values.end(), value) != values.end()) == wanted;
}

// Puts segments into the order of the standard again.
void append_in_order(std::string& record, Segment segment) {
  std::string before = record.substr(0, kBaseLength);
  std::string after;
  for (const SegmentView& part : segments_of(record)) {
    if (part.offset == 0) continue;
    (part.segment <= segment ? before : after) += part.bytes;
  }
  append_segment(before, segment);
  record = before + after;
}

void drop(std::string& record, Segment segment) {
  std::string kept;
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment != segment || part.offset == 0) kept += part.bytes;
  }
  record = kept;
}

void write(const EditPlace& place, std::string value) {
  M2_CHECK(place.offset && value.size() <= place.field->length,
           "a value for a field that is there");
  std::replace(value.begin(), value.end(), '_', ' ');
  const bool is_number =
      !value.empty() && value.find_first_not_of("0123456789") == std::string::npos;
  const bool is_right = place.field->fill == Fill::Zeros && (is_number || value.empty());
  const std::size_t missing = place.field->length - value.size();
  value = is_right ? std::string(missing, '0') + value : value + std::string(missing, ' ');
  place.bytes->replace(*place.offset + place.field->offset(), place.field->length, value);
}

// What `@other+3` stands for, in a field of this length.
std::string computed(std::string_view expression, ReportPair& pair) {
  const std::size_t sign = expression.find_first_of("+-", 1);
  const EditPlace other = place_of(expression.substr(0, sign), pair);
  if (!other.offset) return "";
  const std::int64_t more =
      sign == std::string_view::npos ? 0 : std::atoll(std::string(expression.substr(sign)).c_str());
  const std::string_view bytes = std::string_view(*other.bytes).substr(*other.offset);
  if (other.field->kind == FieldKind::Date) {
    const auto day = date(*other.field, bytes);
    if (!day) return "";
    std::string out(8, '0');
    day->plus_days(more).write_metro2(out.data());
    return out;
  }
  if (other.field->kind == FieldKind::Money)
    return std::to_string(std::max<std::int64_t>(0, *number(*other.field, bytes) + more));
  return value_of(other);
}

void make(std::string_view one, ReportPair& pair) {
  if (one == "p=none") return pair.previous.clear();
  if (one == "p=copy") {
    pair.previous = pair.record;
    return;
  }
  if (one.starts_with("f.")) {
    const std::size_t equals = one.find('=');
    const std::size_t dot = one.find('.', 2);
    const dsl::RuleFact* fact =
        dsl::find_rule_fact(one.substr(2, dot - 2), one.substr(dot + 1, equals - dot - 1));
    M2_CHECK(fact != nullptr, "a fact that rules may ask");
    pair.facts.emplace_back(fact, std::atoll(std::string(one.substr(equals + 1)).c_str()));
    return;
  }
  std::string* record = &pair.record;
  std::string_view of = one;
  if (of.starts_with("p.+") || of.starts_with("p.-")) {
    record = &pair.previous;
    of.remove_prefix(2);
  }
  if (of.front() == '+') return append_in_order(*record, *segment_named(of.substr(1)));
  if (of.front() == '-') return drop(*record, *segment_named(of.substr(1)));
  const std::size_t equals = one.find('=');
  std::string_view key = one.substr(0, equals);
  std::string value(one.substr(equals + 1));
  if (value.starts_with("@")) value = computed(std::string(value).substr(1), pair);
  if (const std::size_t open = value.find('{'); open != std::string::npos) {
    const std::size_t close = value.find('}');
    const std::string inner = value.substr(open + 1, close - open - 1);
    value = value.substr(0, open) + value_of(place_of(inner, pair)) + value.substr(close + 1);
  }
  if (const std::size_t bracket = key.find('['); bracket != std::string_view::npos) {
    const EditPlace place = place_of(key.substr(0, bracket), pair);
    const auto index = static_cast<std::size_t>(key[bracket + 1] - '0');
    (*place.bytes)[*place.offset + place.field->offset() + index] = value.front();
    return;
  }
  write(place_of(key, pair), std::move(value));
}

}  // namespace

bool fits(std::string_view conditions, const ReportPair& pair) {
  ReportPair looked_at = pair;
  const auto parts = split(conditions, ' ');
  return std::all_of(parts.begin(), parts.end(),
                     [&](std::string_view condition) { return holds(condition, looked_at); });
}

void change(std::string_view changes, ReportPair& pair) {
  for (const std::string_view one : split(changes, ' ')) make(one, pair);
}

}  // namespace m2::oracle
