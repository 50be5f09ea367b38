// Rules files: conditions over finished records, and the cases that prove them.
//
// A name is a field of the layout. What a field of a record can be is known from the layout alone:
// an empty field is missing, an empty amount is zero.

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dsl/checker.h"
#include "dsl/on_one_line.h"
#include "dsl/rules.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/value.h"

namespace m2::dsl {
namespace {

constexpr std::array<std::string_view, 4> kSeverityNames = {"fatal", "error", "warning", "info"};

RecordSeverity severity_of(std::string_view word) {
  return static_cast<RecordSeverity>(std::find(kSeverityNames.begin(), kSeverityNames.end(), word) -
                                     kSeverityNames.begin());
}

bool has_field(Segment segment, const RecordRead& read) {
  return !read.of_consumer || consumer_field(segment, read.field->key) != nullptr;
}

}  // namespace

std::string_view to_string(RecordSeverity severity) {
  return kSeverityNames[static_cast<std::size_t>(severity)];
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
    if (n.is(NodeKind::RulesHeader) && rules.name.empty()) {
      rules.name = n[0].text();
      rules.version =
          read_literal(n[1].text(), Type::of_kind(Kind::Int), p_.types).value_or(Literal{}).number;
    }
    if (!n.is(NodeKind::Section)) continue;
    const RuleScope scope = n[0].text() == "record"     ? RuleScope::Record
                            : n[0].text() == "consumer" ? RuleScope::Consumer
                                                        : RuleScope::Month;
    const bool deleted_too = n.has(NodeKind::AlsoDeleted);
    for (std::size_t i = 1; i < n.size(); ++i) {
      if (n[i].is(NodeKind::RuleOf)) check_record_rule(n[i], scope, deleted_too, rules);
    }
  }
}

void Checker::check_record_rule(NodeRef n, RuleScope scope, bool deleted_too, CheckedRules& rules) {
  const std::size_t errors_before = found_.count(Severity::Error);
  const Within within = Within::empty(*this);
  rule_scope_ = scope;
  RecordRule rule;
  rule.scope = scope;
  rule.deleted_too = deleted_too;
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
  rule.texts.when = on_one_line(e(rule.condition).span);
  rule.texts.because = unquoted(n[3].text());
  for (const auto& [kind, text] :
       {std::pair(NodeKind::Harm, &rule.texts.harm), std::pair(NodeKind::Fix, &rule.texts.fix)}) {
    if (const NodeRef part = n.find(kind)) *text = unquoted(part[0].text());
  }
  rule.texts.perhaps = plain_text(n, NodeKind::Perhaps, "`perhaps`");
  rule.source = plain_text(n, NodeKind::RuleSource, "a source");
  rule.disputed = plain_text(n, NodeKind::Disputed, "`disputed`");
  if (const NodeRef confidence = n.find(NodeKind::Confidence))
    rule.confidence = confidence[0].text();
  add_reads(p_, rule.condition, rule.reads);
  for (const std::uint32_t read : rule.reads) {
    const RecordRead& first = p_.record_reads[read];
    const bool is_own =
        first.field != nullptr && !first.previous && first.segment != Segment::Header;
    if (is_own && !rule.about) rule.about = first;
  }
  std::sort(rule.reads.begin(), rule.reads.end());
  std::vector<std::uint32_t> all = rule.reads;
  for (const ExprId part : {rule.because, rule.harm, rule.fix}) add_reads(p_, part, all);
  rule.told.assign(all.begin() + static_cast<std::ptrdiff_t>(rule.reads.size()), all.end());
  if (rule.scope == RuleScope::Consumer) find_consumers(rule, n[2].span());
  for (std::size_t i = 4; i < n.size(); ++i) {
    if (n[i].is(NodeKind::Accept) || n[i].is(NodeKind::Reject))
      rule.cases.push_back(check_case(n[i], rule));
  }
}

// What a part says that holds no values of the record.
std::string Checker::plain_text(NodeRef n, NodeKind kind, std::string_view name) {
  const NodeRef part = n.find(kind);
  if (!part) return {};
  if (part[0].size() > 0) {
    found_.error("syntax", part[0].span(), fmt::format("{} holds no values", name))
        .with_help("`{…}` stands in `because`, `harm` and `fix`");
  }
  return unquoted(part[0].text());
}

void Checker::find_consumers(RecordRule& rule, Span span) {
  for (const Segment segment : kConsumerSegments) {
    const auto has_it = [&](std::uint32_t i) { return has_field(segment, p_.record_reads[i]); };
    const bool has_all = std::all_of(rule.reads.begin(), rule.reads.end(), has_it) &&
                         std::all_of(rule.told.begin(), rule.told.end(), has_it);
    if (has_all) rule.consumers.push_back(segment);
  }
  if (rule.consumers.empty())
    found_.error("wrong-segment", span, "no consumer has all of these fields");
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
  const std::size_t point = name.rfind('.');
  const std::string_view head = point == std::string_view::npos ? "" : name.substr(0, point);
  const std::string_view key = point == std::string_view::npos ? name : name.substr(point + 1);
  const auto read = case_read(head, key, n[0].span());
  if (!read) return std::nullopt;
  CaseValue out{*read, std::nullopt, n[0].span()};
  if (n[1].is(NodeKind::Missing)) return out;
  if (n[1].is(NodeKind::Blank)) {
    found_.error("two-ways", n[1].span(), "an empty field is `missing` in rules")
        .with_help(fmt::format("{}: missing", name));
    return std::nullopt;
  }
  const ExprId id = check(n[1], read_type(*read));
  if (!type(id).known() || !fits_read(out, e(id))) return std::nullopt;
  out.value = Literal{e(id).number, e(id).text};
  return out;
}

// Whether what is read can be the value of a case; what a field cannot hold would be tested as
// something else.
bool Checker::fits_read(const CaseValue& value, const Expr& expr) {
  const Type wanted = read_type(value.read);
  const bool text = wanted.is(Kind::Text) || wanted.is(Kind::Code);
  if (!expr.type.is(wanted.kind) && !(text && expr.type.is(Kind::Text))) {
    const std::string_view key =
        value.read.fact != nullptr ? value.read.fact->name : value.read.field->key;
    found_
        .error("type", expr.span,
               fmt::format("`{}` needs {}, but this is {}", key, described(wanted),
                           described(expr.type)))
        .mark(show(expr.type));
    return false;
  }
  return value.read.fact != nullptr || fits_field(value, expr);
}

bool Checker::fits_field(const CaseValue& value, const Expr& expr) {
  const Field& field = *value.read.field;
  const Type wanted = record_type(field);
  const bool text = wanted.is(Kind::Text) || wanted.is(Kind::Code);
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
