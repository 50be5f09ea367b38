// Names in rules files: fields of the record, of its consumers, of the last report and of the
// header, and facts that no file holds.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "dsl/checker.h"
#include "dsl/field_words.h"
#include "dsl/rules.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

bool is_readable(const Field& field) {
  return field.kind != FieldKind::Descriptor && field.kind != FieldKind::Constant &&
         field.kind != FieldKind::Reserved;
}

bool is_appended_once(Segment segment) {
  return is_appended(segment) && segment != Segment::J1 && segment != Segment::J2;
}

bool is_fact_head(std::string_view word) {
  const auto facts = rule_facts();
  return std::any_of(facts.begin(), facts.end(),
                     [&](const RuleFact& fact) { return fact.head == word; });
}

ConsumerList consumer_list(std::string_view word) {
  return word == "consumers"    ? ConsumerList::All
         : word == "associated" ? ConsumerList::Associated
                                : ConsumerList::None;
}

// The keys that a name may be, for suggestions.
std::vector<std::string> keys_of(Segment segment, bool of_consumer) {
  std::vector<std::string> keys;
  for (const Field& f : fields(segment)) {
    if (is_readable(f) && (!of_consumer || consumer_field(segment, f.key) != nullptr))
      keys.emplace_back(f.key);
  }
  return keys;
}

}  // namespace

const Field* consumer_field(Segment segment, std::string_view key) {
  const Field* in_j1 = find_field(Segment::J1, key);
  const Field* in_j2 = find_field(Segment::J2, key);
  const bool of_consumer =
      (in_j1 != nullptr && is_readable(*in_j1)) || (in_j2 != nullptr && is_readable(*in_j2));
  return of_consumer ? find_field(segment, key) : nullptr;
}

std::vector<const Field*> consumer_members() {
  std::vector<const Field*> members;
  for (const Field& field : fields(Segment::J2)) {
    if (is_readable(field)) members.push_back(&field);
  }
  return members;
}

Type Checker::record_type(const Field& field) {
  return field.kind == FieldKind::TimeStamp ? Type::of_kind(Kind::Date) : field_type(field);
}

Type Checker::read_type(const RecordRead& read) {
  return read.fact != nullptr ? Type::of_kind(read.fact->kind) : record_type(*read.field);
}

// FIELD, previous.FIELD, K4.FIELD, base.FIELD, or K4 itself.
ExprId Checker::rule_path(NodeRef n, std::size_t& next) {
  const std::string_view word = n[0].text();
  for (const std::uint32_t binder : scope_.binders) {
    if (p_.binders[binder].name == word) return name_value(n[0]);
  }
  if (word == "as_of") return name_value(n[0]);
  if (const ConsumerList list = consumer_list(word); list != ConsumerList::None)
    return consumers(list, /*previous=*/false, n[0].span());
  const bool has_member = n.size() > 1 && n[1].is(NodeKind::Member);
  if (word == "previous" && has_member) return previous_path(n, next);
  const bool is_head = word == "previous" || word == "base" || is_fact_head(word);
  const std::optional<Segment> segment = find_segment(word);
  if (!is_head && !segment) {
    const auto read = record_read("", word, n[0].span());
    return read ? record_value(*read, std::string(word), n[0].span()) : failed(n[0].span());
  }
  if (!has_member) {
    if (segment && is_appended_once(*segment))
      return segment_presence(*segment, /*previous=*/false, n[0].span());
    return not_a_value(word, n.span());
  }
  next = 2;
  return member_of_head(n, word, 1);
}

ExprId Checker::not_a_value(std::string_view head, Span span) {
  auto& d = found_.error("type", span, fmt::format("`{}` is not a value; it has fields", head));
  const auto facts = rule_facts();
  const auto fact =
      std::find_if(facts.begin(), facts.end(), [&](const RuleFact& f) { return f.head == head; });
  d.with_help(fmt::format("{}.{}", head,
                          fact != facts.end() ? fact->name
                          : head == "header"  ? "activity_date"
                                              : "account_status"));
  return failed(span);
}

// HEAD.FIELD, the member `at` of the path.
ExprId Checker::member_of_head(NodeRef n, std::string_view head, std::size_t at) {
  Span span = n.span();
  span.end = n[at].span().end;
  const auto read = record_read(head, n[at][0].text(), span);
  return read ? record_value(*read, canonical(n, at + 1), span) : failed(span);
}

// previous.FIELD, previous.K4.FIELD, previous.K4 itself, previous.consumers.
ExprId Checker::previous_path(NodeRef n, std::size_t& next) {
  next = 2;
  Span span = n.span();
  span.end = n[1].span().end;
  const std::string_view word = n[1][0].text();
  const ConsumerList list = consumer_list(word);
  const std::optional<Segment> segment = find_segment(word);
  const bool is_segment = segment && is_appended_once(*segment);
  if (list == ConsumerList::None && !is_segment) return member_of_head(n, "previous", 1);
  if (rule_scope_ != RuleScope::Month) {
    no_last_report(span);
    return failed(span);
  }
  if (list != ConsumerList::None) return consumers(list, /*previous=*/true, span);
  if (n.size() < 3 || !n[2].is(NodeKind::Member))
    return segment_presence(*segment, /*previous=*/true, span);
  next = 3;
  return member_of_head(n, fmt::format("previous.{}", word), 2);
}

// What a name means in the section that is being checked; `head` is the word before the point.
std::optional<RecordRead> Checker::record_read(std::string_view head, std::string_view key,
                                               Span span) {
  const bool consumer = rule_scope_ == RuleScope::Consumer;
  if (is_fact_head(head)) return fact_read(head, key, span);
  const bool previous = head == "previous" || head.starts_with("previous.");
  if (previous && rule_scope_ != RuleScope::Month) {
    no_last_report(span);
    return std::nullopt;
  }
  if (head == "base" && !consumer) {
    found_.error("two-ways", span, "here the fields of the base segment are names of their own")
        .with_help(fmt::format("write `{}`", key));
    return std::nullopt;
  }
  const std::string_view part = head.starts_with("previous.") ? head.substr(9) : head;
  const Segment segment =
      part.empty() || part == "previous" || part == "base" ? Segment::Base : *find_segment(part);
  if (segment == Segment::J1 || segment == Segment::J2 || segment == Segment::Trailer) {
    found_
        .error("unknown-name", span,
               fmt::format("`{}` does not stand once in an account's record", head))
        .with_help("any consumer in associated has …; or a rule under `for consumer`");
    return std::nullopt;
  }
  if (head.empty() && consumer) {
    for (const Segment of : kConsumerSegments) {
      if (const Field* field = consumer_field(of, key))
        return RecordRead{of, field, /*of_consumer=*/true, /*previous=*/false};
    }
  } else if (const Field* field = find_field(segment, key);
             field != nullptr && is_readable(*field)) {
    return RecordRead{segment, field, false, previous};
  }
  unknown_rule_field(head, key, span);
  return std::nullopt;
}

void Checker::no_last_report(Span span) {
  found_.error("unknown-name", span, "the last report can be read only under `for month`");
}

std::optional<RecordRead> Checker::fact_read(std::string_view head, std::string_view name,
                                             Span span) {
  if (const RuleFact* fact = find_rule_fact(head, name)) {
    RecordRead read;
    read.fact = fact;
    return read;
  }
  std::vector<std::string> names;
  for (const RuleFact& fact : rule_facts()) {
    if (fact.head == head) names.emplace_back(fact.name);
  }
  auto& d = found_.error("unknown-name", span, fmt::format("nobody tells `{}.{}`", head, name));
  if (const auto near = nearest(name, names))
    d.mark(fmt::format("did you mean `{}.{}`?", head, *near));
  d.with_help(fmt::format("{} tells {}", head, fmt::join(names, ", ")));
  return std::nullopt;
}

// In a case a consumer may also be named by its segment.
std::optional<RecordRead> Checker::case_read(std::string_view head, std::string_view key,
                                             Span span) {
  const bool in_previous = head.starts_with("previous.");
  const std::string_view part = in_previous ? head.substr(9) : head;
  const std::optional<Segment> segment = find_segment(part);
  if (!part.empty() && part != "previous" && part != "base" && !is_fact_head(part) && !segment) {
    found_.error("unknown-name", span, fmt::format("there is no segment `{}`", part));
    return std::nullopt;
  }
  if (segment != Segment::J1 && segment != Segment::J2) return record_read(head, key, span);
  if (in_previous && rule_scope_ != RuleScope::Month) {
    no_last_report(span);
    return std::nullopt;
  }
  const Field* field = find_field(*segment, key);
  if (field == nullptr || !is_readable(*field)) {
    unknown_rule_field(head, key, span);
    return std::nullopt;
  }
  return RecordRead{*segment, field, false, in_previous};
}

void Checker::unknown_rule_field(std::string_view head, std::string_view key, Span span) {
  const bool consumer = head.empty() && rule_scope_ == RuleScope::Consumer;
  const std::string prefix = head.empty() ? "" : std::string(head) + ".";
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto other = static_cast<Segment>(i);
    const Field* there = find_field(other, key);
    if (there == nullptr || !is_readable(*there)) continue;
    const bool can_be_read =
        is_appended_once(other) || other == Segment::Header || (other == Segment::Base && consumer);
    auto& d = found_.error("wrong-segment", span,
                           fmt::format("`{}` is a field of the {}", key, segment_title(other)));
    if (can_be_read) d.with_help(fmt::format("write `{}.{}`", to_string(other), key));
    return;
  }
  const Segment segment =
      consumer ? Segment::J2
               : find_segment(head.substr(head.rfind('.') + 1)).value_or(Segment::Base);
  auto& d =
      found_.error("unknown-field", span,
                   consumer ? fmt::format("a consumer has no field `{}`", key)
                            : fmt::format("the {} has no field `{}`", segment_title(segment), key));
  if (const auto near = nearest(key, keys_of(segment, consumer)))
    d.mark(fmt::format("did you mean `{}{}`?", prefix, *near))
        .with_help(fmt::format("write `{}{}`", prefix, *near));
}

// An empty field is missing and an empty amount is zero; of a segment that is not there everything
// is missing.
ExprId Checker::record_value(const RecordRead& read, const std::string& text, Span span) {
  const auto is_present = [&](const std::string& path) { return scope_.knows(path); };
  Type t = read_type(read);
  const bool is_told = read.fact != nullptr && t.is(Kind::Bool);  // no, unless somebody says yes
  const bool may_be_empty = read.fact != nullptr ? !is_told : !t.is(Kind::Money);
  const std::string segment =
      (read.previous ? "previous." : "") + std::string(to_string(read.segment));
  const bool may_lack_segment = is_appended_once(read.segment) && !is_present(segment);
  t.optional = (may_be_empty || may_lack_segment) && !is_present(text);
  return make(Op::RecordField, t, span, {}, read_index(read));
}

// A field that several rules read is one read.
std::uint32_t Checker::read_index(const RecordRead& read) {
  const auto known = std::find(p_.record_reads.begin(), p_.record_reads.end(), read);
  const auto index = static_cast<std::uint32_t>(known - p_.record_reads.begin());
  if (known == p_.record_reads.end()) p_.record_reads.push_back(read);
  return index;
}

ExprId Checker::segment_presence(Segment segment, bool previous, Span span) {
  const RecordRead read{segment, nullptr, false, previous};
  RecordType record;
  record.name = fmt::format("{} segment", to_string(segment));
  const Type t = Type::of_kind(Kind::Record, p_.types.add_record(std::move(record)));
  return make(Op::RecordField, t.with_optional(), span, {}, read_index(read));
}

ExprId Checker::blank_in_rule(NodeRef n) {
  found_.error("two-ways", n.span(), "an empty field is `missing` in rules")
      .with_help(
          fmt::format("{} is {}missing", n[0].text(), n.has(NodeKind::Negation) ? "not " : ""));
  return make(Op::Failed, Type::of_kind(Kind::Bool), n.span());
}

// The consumers of an account as a list; each is a record of what a J2 says of one.
ExprId Checker::consumers(ConsumerList list, bool previous, Span span) {
  RecordRead read;
  read.previous = previous;
  read.list = list;
  if (!consumer_type_) {
    RecordType consumer;
    consumer.name = "consumer";
    for (const Field* field : consumer_members())
      consumer.members.push_back(
          {std::string(field->key), record_type(*field).with_optional(), {}});
    consumer_type_ = Type::of_kind(Kind::Record, p_.types.add_record(std::move(consumer)));
  }
  return make(Op::RecordField, p_.types.list_of(*consumer_type_), span, {}, read_index(read));
}

}  // namespace m2::dsl
