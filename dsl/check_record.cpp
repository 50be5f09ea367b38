// The record and its segments, against the layout of the standard.

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dsl/checker.h"
#include "dsl/field_words.h"
#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

std::string list_of_fields(const std::vector<const Field*>& fields) {
  std::string out;
  for (const Field* f : fields)
    out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", f->key, f->number);
  return out;
}

}  // namespace

Type Checker::field_type(const Field& field) {
  if (field.kind == FieldKind::Money) return Type::of_kind(Kind::Money);
  if (field.kind == FieldKind::Date) return Type::of_kind(Kind::Date);
  if (field.kind == FieldKind::Code && !is_history(field)) {
    return Type::of_kind(Kind::Code,
                         static_cast<std::uint32_t>(codes_of(field) - code_tables().data()));
  }
  return Type::of_kind(Kind::Text);
}

void Checker::check_record(NodeRef n) {
  const Within within = Within::empty(*this);
  if (n[0].text() != "base") {
    found_.error("unknown-name", n[0].span(), fmt::format("there is no record `{}`", n[0].text()))
        .with_help("record base { … }");
    return;
  }
  p_.base.segment = Segment::Base;
  p_.base.span = n[0].span();
  taken_.clear();
  taken_at_.clear();
  check_body(n, p_.base, nullptr, nullptr);
  answer_replaced(p_.base);
  check_answered(p_.base, n[0].span());
}

void Checker::check_segment(NodeRef n) {
  const Within within = Within::empty(*this);
  const auto segment = find_segment(n[0].text());
  if (!segment || !is_appended(*segment)) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kSegmentCount; ++i) {
      if (is_appended(static_cast<Segment>(i)))
        names.emplace_back(to_string(static_cast<Segment>(i)));
    }
    auto& d = found_.error("unknown-name", n[0].span(),
                           fmt::format("there is no segment `{}`", n[0].text()));
    if (const auto near = nearest(n[0].text(), names))
      d.mark(fmt::format("did you mean `{}`?", *near));
    return;
  }
  SegmentRule rule;
  rule.segment = *segment;
  rule.span = n[0].span();
  if (const NodeRef when = n.find(NodeKind::When)) {
    rule.when = condition(when[0]);
    narrow(narrowing(when[0]).when_true);
  }
  const NodeRef each = n.find(NodeKind::ForEach);
  if (each) {
    rule.list = list_operand(each[1]);
    const Type item = type(rule.list).is(Kind::List) ? p_.types.element(type(rule.list)) : Type{};
    rule.binder = add_item(each[0], item);
    if (const NodeRef where = each.find(NodeKind::Where)) {
      rule.where = condition(where[0]);
      narrow(narrowing(where[0]).when_true);
    }
  }
  const bool repeats = facts(*segment).occurrence == Occurrence::AnyNumber;
  const auto before = std::find_if(p_.segments.begin(), p_.segments.end(),
                                   [&](const SegmentRule& s) { return s.segment == *segment; });
  if (!repeats && (each || before != p_.segments.end())) {
    auto& d = found_.error("too-many-segments", n[0].span(),
                           fmt::format("an account has at most one {} segment", n[0].text()));
    if (before != p_.segments.end()) d.label(before->span, "the first one");
    d.with_help(fmt::format("segment {} when … {{ … }}", n[0].text()));
  }
  taken_.clear();
  taken_at_.clear();
  check_body(n, rule, nullptr, nullptr);
  answer_replaced(rule);
  check_answered(rule, n[0].span());
  p_.segments.push_back(std::move(rule));
}

// `binders` and `args`: those of the group of fields the body belongs to, null for a body of its
// own.
void Checker::check_body(NodeRef body, SegmentRule& rule, const std::vector<std::uint32_t>* binders,
                         const std::vector<ExprId>* args) {
  body_is_incomplete_ = body_is_incomplete_ || is_broken(body);
  for (std::size_t i = 1; i < body.size(); ++i) {
    if (body[i].is(NodeKind::FieldRule)) check_field(body[i], rule, binders, args);
    if (body[i].is(NodeKind::Include)) check_include(body[i], rule, binders, args);
    if (body[i].is(NodeKind::LeaveBlank)) leave_blank(body[i], rule);
  }
}

void Checker::leave_blank(NodeRef names, SegmentRule& rule) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Field* field = field_named(names[i], rule.segment);
    if (field == nullptr || !take_field(*field, names[i])) continue;
    if (is_replaced(*field, names[i], rule.segment)) continue;
    if (!may_be_blank(*field)) {
      found_
          .error("not-blankable", names[i].span(),
                 fmt::format("`{}` may not be left blank", field->key))
          .note(about(*field))
          .with_help(fmt::format("{}: …", field->key));
    }
    rule.fields.push_back({field, names[i].span(), kNoExpr});
  }
}

// include NAME(arguments): its fields are checked for this segment, with its arguments in their
// place. A group may include another one: what it hands on is then a function of its own arguments.
void Checker::check_include(NodeRef n, SegmentRule& rule,
                            const std::vector<std::uint32_t>* outer_binders,
                            const std::vector<ExprId>* outer_args) {
  const NodeRef name = n[0][0];
  const auto found = symbols_.find(name.text());
  if (found == symbols_.end() || found->second.kind != SymbolKind::Fields) {
    std::vector<std::string> names;
    for (const auto& [known, symbol] : symbols_) {
      if (symbol.kind == SymbolKind::Fields) names.push_back(known);
    }
    unknown_name(name, "group of fields", names);
    body_is_incomplete_ = true;
    return;
  }
  found->second.used = true;
  // Groups that include others twice, which include others twice …
  const bool is_endless = depth_ >= kDeepest || ++includes_ > kMostIncludes;
  if (is_endless) (void)too_deep(n.span());
  if (is_endless || !enter_group(name)) {
    body_is_incomplete_ = true;
    return;
  }
  ++depth_;
  const NodeRef group = fields_nodes_[found->second.index];
  const NodeRef call_node = n[0].size() > 1 ? n[0][1] : NodeRef{};
  std::vector<std::uint32_t> binders;
  std::vector<ExprId> args;
  {
    const Within within = Within::empty(*this);
    if (const NodeRef declared = group.find(NodeKind::Arguments)) binders = add_arguments(declared);
  }
  if (call_node) args = arguments(name, call_node, binders);
  if (args.size() != binders.size()) body_is_incomplete_ = true;
  if (args.size() == binders.size()) {
    for (ExprId& arg : args)
      arg = in_group(arg, std::string(name.text()), outer_binders, outer_args);
    const Within within = Within::empty(*this);
    scope_.binders = binders;
    check_body(group, rule, &binders, &args);
  } else if (!call_node) {
    found_.error("type", n.span(),
                 fmt::format("`{}` takes {} arguments", name.text(), binders.size()));
  }
  --depth_;
  busy_.pop_back();
}

// A group that includes itself would have no end. False when an error was reported.
bool Checker::enter_group(NodeRef name) {
  const std::string word(name.text());
  const auto from = std::find(busy_.begin(), busy_.end(), word);
  if (from == busy_.end()) {
    busy_.push_back(word);
    return true;
  }
  std::string circle;
  for (auto it = from; it != busy_.end(); ++it) circle += fmt::format("`{}` includes ", *it);
  found_.error("cycle", name.span(), fmt::format("{}`{}` again", circle, word))
      .with_help("delete one of the includes");
  return false;
}

// A value under `fields NAME(…)` is a function of the arguments of the group.
ExprId Checker::in_group(ExprId value, std::string name, const std::vector<std::uint32_t>* binders,
                         const std::vector<ExprId>* args) {
  if (binders == nullptr || binders->empty() || !type(value).known()) return value;
  Define define;
  define.name = std::move(name);
  define.span = e(value).span;
  define.binders = *binders;
  define.body = value;
  define.type = type(value);
  p_.defines.push_back(std::move(define));
  define_nodes_.push_back({});
  define_progress_.push_back(Progress::Done);
  return make(Op::Call, type(value), e(value).span, *args,
              static_cast<std::uint32_t>(p_.defines.size() - 1));
}

void Checker::check_field(NodeRef n, SegmentRule& rule, const std::vector<std::uint32_t>* binders,
                          const std::vector<ExprId>* args) {
  const Field* field = field_named(n[0], rule.segment);
  if (field == nullptr || !take_field(*field, n[0])) {
    check(n[1]);
    return;
  }
  if (is_replaced(*field, n, rule.segment)) return;
  const ExprId value = fit_to_field(*field, n[1]);
  rule.fields.push_back(
      {field, n[0].span(),
       in_group(value, fmt::format("{} of {}", field->key, to_string(rule.segment)), binders,
                args)});
}

const Field* Checker::field_named(NodeRef name, Segment segment) {
  const std::string_view key = name.text();
  const Field* field = find_field(segment, key);
  if (field != nullptr && !field->is_supplied()) return field;
  if (field != nullptr) {
    found_.error("unknown-field", name.span(), fmt::format("`{}` is filled by metro2 itself", key))
        .with_help("delete this line");
    return nullptr;
  }
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto other = static_cast<Segment>(i);
    const Field* there =
        other == Segment::Header || other == Segment::Trailer ? nullptr : find_field(other, key);
    if (there == nullptr || there->is_supplied()) continue;
    found_
        .error("wrong-segment", name.span(),
               fmt::format("`{}` is a field of the {}, not of the {}", key, segment_title(other),
                           segment_title(segment)))
        .with_help(fmt::format("write it under `{}`", to_string(other)));
    return nullptr;
  }
  std::vector<std::string> keys;
  for (const Field& f : fields(segment)) {
    if (!f.is_supplied()) keys.emplace_back(f.key);
  }
  auto& d = found_.error("unknown-field", name.span(),
                         fmt::format("the {} has no field `{}`", segment_title(segment), key));
  if (const auto near = nearest(key, keys)) {
    const Field* there = find_field(segment, *near);
    d.mark(fmt::format("did you mean `{}` ({}, {})?", *near, there->number, place_of(*there)))
        .with_help(fmt::format("write `{}:`", *near));
    taken_.insert(there);  // the misspelt one is reported once, not again as unanswered
  }
  return nullptr;
}

bool Checker::take_field(const Field& field, NodeRef name) {
  const auto before = taken_at_.find(&field);
  if (before != taken_at_.end()) {
    found_.error("field-twice", name.span(), fmt::format("`{}` is answered twice", field.key))
        .label(before->second, "the first answer")
        .with_help("delete one of them");
    return false;
  }
  taken_.insert(&field);
  taken_at_.emplace(&field, name.span());
  return true;
}

void Checker::check_answered(const SegmentRule& rule, Span header) {
  if (std::exchange(body_is_incomplete_, false)) return;
  std::vector<const Field*> open;
  for (const Field& f : fields(rule.segment)) {
    if (!f.is_supplied() && !taken_.contains(&f)) open.push_back(&f);
  }
  if (open.empty()) return;
  std::string help;
  for (const Field* f : open) {
    if (may_be_blank(*f))
      help += std::string(help.empty() ? "leave blank: " : ", ") + std::string(f->key);
  }
  for (const Field* f : open) {
    if (!may_be_blank(*f)) help += fmt::format("{}{}: …", help.empty() ? "" : "\n      ", f->key);
  }
  found_
      .error("field-not-answered", header,
             fmt::format("{} field{} of the {} {} neither mapped nor left blank", open.size(),
                         open.size() == 1 ? "" : "s", segment_title(rule.segment),
                         open.size() == 1 ? "is" : "are"))
      .mark("missing: " + list_of_fields(open))
      .with_help("add   " + help);
}

ExprId Checker::fit_to_field(const Field& field, NodeRef node) {
  const ExprId value = check(node, field_type(field));
  const Type t = type(value);
  if (!t.known() || t.is(Kind::Never)) return value;
  // Of a wrong type only that is told, also where it may be missing.
  const Type wanted = field_type(field);
  const bool by_number = wanted.is(Kind::Money) || wanted.is(Kind::Date);
  if (by_number && t.optional && !t.same_kind(wanted)) return fit_value(field, value);
  if (t.optional || t.is(Kind::Nothing)) {
    const std::string text(node.text());
    auto& d = found_.error(
        "missing-not-handled", e(value).span,
        fmt::format("`{}` may be missing, and `{}` cannot be left undecided", text, field.key));
    d.mark(fmt::format("this is `{}`", show(t)));
    d.with_help(fmt::format(
        "say what happens then, for example\n{}: {} otherwise {}\n{}: {} otherwise hold \"…\"",
        field.key, text, may_be_blank(field) ? "blank" : "…", field.key, text));
    label_missing(d, value);
    return failed(node.span());
  }
  if ((t.blank || t.is(Kind::Blank)) && !may_be_blank(field)) {
    found_.error("required-blank", e(value).span, fmt::format("`{}` may not be blank", field.key))
        .mark(fmt::format("field {} must always be filled", field.number))
        .note(about(field))
        .with_help(field.kind == FieldKind::Date && t.is(Kind::Blank)
                       ? "`as_of` is the usual value"
                       : "say what stands there instead of blank");
    return failed(node.span());
  }
  return t.is(Kind::Blank) ? value : fit_value(field, value);
}

// "did you mean `ledger.balance` (money)?": a neighbour of a member that has the wanted type.
std::string Checker::member_of_type(ExprId value, Type wanted) const {
  const Expr& expr = p_.expr(value);
  if (expr.op != Op::Member || !type(expr.args[0]).is(Kind::Record)) return "";
  for (const MemberType& member : p_.types.record(type(expr.args[0])).members) {
    if (!member.type.same_kind(wanted)) continue;
    return fmt::format("did you mean `{}.{}` ({})?", p_.expr(expr.args[0]).span.text(), member.name,
                       show(member.type));
  }
  return "";
}

ExprId Checker::fit_value(const Field& field, ExprId value) {
  const Type t = type(value);
  const Type wanted = field_type(field);
  const auto refuse = [&](std::string help) {
    found_
        .error("type", e(value).span,
               fmt::format("`{}` needs {}, but this is {}", field.key, described(wanted),
                           described(t.bare())))
        .mark(show(t))
        .note(about(field))
        .with_help(help.empty() ? member_of_type(value, wanted) : std::move(help));
    return failed(e(value).span);
  };
  if (wanted.is(Kind::Money)) return t.is(Kind::Money) ? value : refuse("");
  if (wanted.is(Kind::Date)) return t.is(Kind::Date) ? value : refuse("");
  if (t.is(Kind::Choice)) return refuse("use a lookup from the words of the source to codes");
  // What it can be is the subject of check_facts.cpp.
  const bool textual = t.is(Kind::Text) || t.is(Kind::Code);
  if (wanted.is(Kind::Code)) return textual ? value : refuse("");
  return textual || t.is(Kind::Int) ? value : refuse("");
}

}  // namespace m2::dsl
