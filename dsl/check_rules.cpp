// Rules files: conditions over finished records, and the cases that prove them.
//
// A name is a field of the layout. What a field of a record can be is known from the layout alone:
// an empty field is missing, an empty amount is zero.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dsl/checker.h"
#include "dsl/rules.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/value.h"

namespace m2::dsl {
namespace {

constexpr std::array kConsumers = {Segment::Base, Segment::J1, Segment::J2};

bool is_readable(const Field& field) {
  return field.kind != FieldKind::Descriptor && field.kind != FieldKind::Constant &&
         field.kind != FieldKind::Reserved;
}

bool stands_once(Segment segment) {
  return is_appended(segment) && segment != Segment::J1 && segment != Segment::J2;
}

constexpr std::array<std::string_view, 4> kSeverityNames = {"fatal", "error", "warning", "info"};

RecordSeverity severity_of(std::string_view word) {
  return static_cast<RecordSeverity>(std::find(kSeverityNames.begin(), kSeverityNames.end(), word) -
                                     kSeverityNames.begin());
}

bool has_field(Segment segment, const RecordRead& read) {
  return !read.of_consumer || consumer_field(segment, read.field->key) != nullptr;
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

std::string_view to_string(RecordSeverity severity) {
  return kSeverityNames[static_cast<std::size_t>(severity)];
}

const Field* consumer_field(Segment segment, std::string_view key) {
  const Field* in_j1 = find_field(Segment::J1, key);
  const Field* in_j2 = find_field(Segment::J2, key);
  const bool of_consumer =
      (in_j1 != nullptr && is_readable(*in_j1)) || (in_j2 != nullptr && is_readable(*in_j2));
  return of_consumer ? find_field(segment, key) : nullptr;
}

std::optional<Segment> consumer_of(const RecordRule& rule, const RuleCase& of) {
  const auto has_all = [&](Segment segment) {
    return std::all_of(of.values.begin(), of.values.end(),
                       [&](const CaseValue& value) { return has_field(segment, value.read); });
  };
  const auto first = std::find_if(rule.consumers.begin(), rule.consumers.end(), has_all);
  return first == rule.consumers.end() ? std::nullopt : std::optional(*first);
}

void add_reads(const CheckedPreset& terms, ExprId id, std::vector<std::uint32_t>& reads) {
  if (id == kNoExpr) return;
  const Expr& x = terms.expr(id);
  if (x.op == Op::RecordField && std::find(reads.begin(), reads.end(), x.index) == reads.end())
    reads.push_back(x.index);
  for (const ExprId arg : x.args) add_reads(terms, arg, reads);
}

void Checker::run_rules(const std::shared_ptr<const Ast>& file, CheckedRules& rules) {
  files_.push_back(file);
  p_.trees.push_back(file);
  const Ast& ast = *file;
  for (NodeId id : ast.children(ast.root())) {
    const NodeRef n{&ast, id};
    if (n.is(NodeKind::RulesHeader)) {
      rules.name = n[0].text();
      rules.version =
          read_literal(n[1].text(), Type::of_kind(Kind::Int), p_.types).value_or(Literal{}).number;
    }
    if (!n.is(NodeKind::Section)) continue;
    const RuleScope scope = n[0].text() == "record"     ? RuleScope::Record
                            : n[0].text() == "consumer" ? RuleScope::Consumer
                                                        : RuleScope::Month;
    for (std::size_t i = 1; i < n.size(); ++i) {
      if (n[i].is(NodeKind::RuleOf)) check_record_rule(n[i], scope, rules);
    }
  }
}

void Checker::check_record_rule(NodeRef n, RuleScope scope, CheckedRules& rules) {
  const std::size_t errors_before = found_.count(Severity::Error);
  const Within within = Within::empty(*this);
  rule_scope_ = scope;
  RecordRule rule;
  rule.scope = scope;
  rule.severity = severity_of(n[0].text());
  rule.id = n[1].text();
  rule.span = n[1].span();
  rule.title = n.ast->doc(n.id);
  if (rule.title.empty()) {
    found_.error("syntax", n[1].span(), fmt::format("`{}` has no title", rule.id))
        .with_help(fmt::format("## What `{}` finds, in one sentence.", rule.id));
  }
  const auto [before, is_new] =
      symbols_.try_emplace(rule.id, Symbol{SymbolKind::Rule, 0, n[1].span(), true, false});
  if (!is_new) {
    found_.error("name-twice", n[1].span(), fmt::format("the id `{}` is used twice", rule.id))
        .label(before->second.span, "first used here")
        .with_help("give each rule an id of its own; a released id is never used again");
  }
  check_record_rule_parts(n, rule);
  if (found_.count(Severity::Error) == errors_before) rules.rules.push_back(std::move(rule));
  rule_scope_.reset();
}

void Checker::check_record_rule_parts(NodeRef n, RecordRule& rule) {
  rule.condition = condition(n[2]);
  {
    const Within within(*this);
    narrow(narrowing(n[2]).when_true);  // the texts are told when the condition is true
    rule.because = literal(n[3], Type{});
    if (const NodeRef harm = n.find(NodeKind::Harm)) rule.harm = literal(harm[0], Type{});
    if (const NodeRef fix = n.find(NodeKind::Fix)) rule.fix = literal(fix[0], Type{});
  }
  if (const NodeRef source = n.find(NodeKind::RuleSource)) {
    rule.source = unquoted(source[0].text());
    if (source[0].size() > 0) {
      found_.error("syntax", source[0].span(), "a source holds no values")
          .with_help("`{…}` stands in `because`, `harm` and `fix`");
    }
  }
  if (const NodeRef confidence = n.find(NodeKind::Confidence))
    rule.confidence = confidence[0].text();
  for (const ExprId part : {rule.condition, rule.because, rule.harm, rule.fix})
    add_reads(p_, part, rule.reads);
  std::sort(rule.reads.begin(), rule.reads.end());
  if (rule.scope == RuleScope::Consumer) find_consumers(rule, n[2].span());
  for (std::size_t i = 4; i < n.size(); ++i) {
    if (n[i].is(NodeKind::Accept) || n[i].is(NodeKind::Reject))
      rule.cases.push_back(check_case(n[i], rule));
  }
}

void Checker::find_consumers(RecordRule& rule, Span span) {
  for (const Segment segment : kConsumers) {
    const bool has_all = std::all_of(rule.reads.begin(), rule.reads.end(), [&](std::uint32_t i) {
      return has_field(segment, p_.record_reads[i]);
    });
    if (has_all) rule.consumers.push_back(segment);
  }
  if (rule.consumers.empty())
    found_.error("wrong-segment", span, "no consumer has all of these fields");
}

// ── names ──

Type Checker::record_type(const Field& field) {
  return field.kind == FieldKind::TimeStamp ? Type::of_kind(Kind::Date) : field_type(field);
}

// FIELD, previous.FIELD, K4.FIELD, base.FIELD, or K4 itself.
ExprId Checker::rule_path(NodeRef n, std::size_t& next) {
  const std::string_view word = n[0].text();
  for (const std::uint32_t binder : scope_.binders) {
    if (p_.binders[binder].name == word) return name_value(n[0]);
  }
  if (word == "as_of") return name_value(n[0]);
  const std::optional<Segment> segment = word == "base" ? Segment::Base : find_segment(word);
  if (word != "previous" && !segment) {
    const auto read = record_read("", word, n[0].span());
    return read ? record_value(*read, std::string(word), n[0].span()) : failed(n[0].span());
  }
  if (n.size() < 2 || !n[1].is(NodeKind::Member)) {
    if (segment && stands_once(*segment)) return segment_presence(*segment, n[0].span());
    found_.error("type", n[0].span(), fmt::format("`{}` is not a value; it has fields", word))
        .with_help(fmt::format("{}.account_status", word));
    return failed(n.span());
  }
  next = 2;
  Span span = n.span();
  span.end = n[1].span().end;
  const auto read = record_read(word, n[1][0].text(), span);
  return read ? record_value(*read, canonical(n, 2), span) : failed(span);
}

// What a name means in the section that is being checked; `head` is the word before the point.
std::optional<RecordRead> Checker::record_read(std::string_view head, std::string_view key,
                                               Span span) {
  const bool consumer = rule_scope_ == RuleScope::Consumer;
  if (head == "previous" && rule_scope_ != RuleScope::Month) {
    found_.error("unknown-name", span, "the last report can be read only under `for month`");
    return std::nullopt;
  }
  if (head == "base" && !consumer) {
    found_.error("two-ways", span, "here the fields of the base segment are names of their own")
        .with_help(fmt::format("write `{}`", key));
    return std::nullopt;
  }
  const Segment segment =
      head.empty() || head == "previous" || head == "base" ? Segment::Base : *find_segment(head);
  if (segment != Segment::Base && !stands_once(segment)) {
    found_
        .error("unknown-name", span,
               fmt::format("`{}` does not stand once in an account's record", head))
        .with_help("rules over consumers stand under `for consumer`");
    return std::nullopt;
  }
  if (head.empty() && consumer) {
    for (const Segment of : kConsumers) {
      if (const Field* field = consumer_field(of, key))
        return RecordRead{of, field, /*of_consumer=*/true, /*previous=*/false};
    }
  } else if (const Field* field = find_field(segment, key);
             field != nullptr && is_readable(*field)) {
    return RecordRead{segment, field, false, head == "previous"};
  }
  unknown_rule_field(head, key, span);
  return std::nullopt;
}

void Checker::unknown_rule_field(std::string_view head, std::string_view key, Span span) {
  const bool consumer = head.empty() && rule_scope_ == RuleScope::Consumer;
  const std::string prefix = head.empty() ? "" : std::string(head) + ".";
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto other = static_cast<Segment>(i);
    const Field* there = find_field(other, key);
    if (there == nullptr || !is_readable(*there)) continue;
    const bool can_be_read = stands_once(other) || (other == Segment::Base && consumer);
    auto& d = found_.error("wrong-segment", span,
                           fmt::format("`{}` is a field of the {}", key, segment_title(other)));
    if (can_be_read) d.with_help(fmt::format("write `{}.{}`", to_string(other), key));
    return;
  }
  const Segment segment = consumer
                              ? Segment::J2
                              : find_segment(head.empty() || head == "previous" ? "base" : head)
                                    .value_or(Segment::Base);
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
  Type t = record_type(*read.field);
  const bool may_be_empty = !t.is(Kind::Money);
  const bool may_lack_segment =
      stands_once(read.segment) && !is_present(std::string(to_string(read.segment)));
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

ExprId Checker::segment_presence(Segment segment, Span span) {
  const RecordRead read{segment, nullptr, false, false};
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

// ── cases ──

RuleCase Checker::check_case(NodeRef n, const RecordRule& rule) {
  RuleCase out;
  out.accepts = n.is(NodeKind::Accept);
  out.span = n.span();
  for (std::size_t i = 0; i < n.size(); ++i) {
    std::optional<CaseValue> value = case_value(n[i]);
    if (!value) continue;
    const auto same = std::find_if(out.values.begin(), out.values.end(),
                                   [&](const CaseValue& v) { return v.read == value->read; });
    if (same != out.values.end()) {
      found_
          .error("field-twice", n[i][0].span(), fmt::format("`{}` is given twice", n[i][0].text()))
          .label(same->span, "the first value")
          .with_help("delete one of them");
    }
    out.values.push_back(std::move(*value));
  }
  if (rule.scope != RuleScope::Consumer || rule.consumers.empty()) return out;
  if (!consumer_of(rule, out))
    found_.error("wrong-segment", n.span(), "no consumer has all of these fields");
  return out;
}

std::optional<CaseValue> Checker::case_value(NodeRef n) {
  const std::string_view name = n[0].text();
  const std::size_t point = name.find('.');
  const std::string_view head = point == std::string_view::npos ? "" : name.substr(0, point);
  const std::string_view key = point == std::string_view::npos ? name : name.substr(point + 1);
  if (!head.empty() && head != "previous" && head != "base" && !find_segment(head)) {
    found_.error("unknown-name", n[0].span(), fmt::format("there is no segment `{}`", head));
    return std::nullopt;
  }
  const auto read = record_read(head, key, n[0].span());
  if (!read) return std::nullopt;
  CaseValue out{*read, std::nullopt, n[0].span()};
  if (n[1].is(NodeKind::Missing)) return out;
  if (n[1].is(NodeKind::Blank)) {
    found_.error("two-ways", n[1].span(), "an empty field is `missing` in rules")
        .with_help(fmt::format("{}: missing", name));
    return std::nullopt;
  }
  const ExprId id = check(n[1], record_type(*read->field));
  if (!type(id).known() || !fits_field(out, e(id))) return std::nullopt;
  out.value = Literal{e(id).number, e(id).text};
  return out;
}

// Whether a field can hold the value of a case; what it cannot hold would be tested as something
// else.
bool Checker::fits_field(const CaseValue& value, const Expr& expr) {
  const Field& field = *value.read.field;
  const Type wanted = record_type(field);
  const bool text = wanted.is(Kind::Text) || wanted.is(Kind::Code);
  if (!expr.type.is(wanted.kind) && !(text && expr.type.is(Kind::Text))) {
    found_
        .error("type", expr.span,
               fmt::format("`{}` needs {}, but this is {}", field.key, described(wanted),
                           described(expr.type)))
        .mark(show(expr.type));
    return false;
  }
  std::string segment(blank(value.read.segment));
  FoldCounts counts;
  Put put = Put::Done;
  if (wanted.is(Kind::Money)) {
    if (expr.number % 100 != 0 || expr.number < 0) {
      found_.error("cents", expr.span, "amounts of a record are whole dollars of zero or more");
      return false;
    }
    put = put_dollars(field, expr.number / 100, segment.data());
  } else if (text) {
    put = put_text(field, expr.text, segment.data(), counts);
  }
  if (put == Put::Done && counts.dropped == 0) return true;
  const bool too_long = put == Put::TooLong || put == Put::Cut || put == Put::Capped;
  found_.error(too_long ? "too-long" : "charset", expr.span,
               too_long ? fmt::format("`{}` holds {} characters; this value has more", field.key,
                                      field.length)
                        : fmt::format("`{}` cannot hold this value", field.key));
  return false;
}

}  // namespace m2::dsl
