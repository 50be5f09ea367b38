// Names and members.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/checker.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

const char* article(std::string_view noun) {
  return !noun.empty() && std::string_view("aeiou").find(noun.front()) != std::string_view::npos
             ? "an"
             : "a";
}

}  // namespace

// The text of a path up to a step, without the blanks outside of quotes: the same place always
// reads the same.
std::string Checker::canonical(NodeRef path, std::size_t upto) {
  Span span = path.span();
  span.end = path[upto - 1].span().end;
  std::string out;
  bool quoted = false;
  for (char c : span.text()) {
    quoted = quoted != (c == '"');
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (quoted || !blank) out += c;
  }
  return out;
}

bool Checker::enter(const std::string& name, Span span, Progress& progress) {
  if (progress == Progress::Busy) {
    std::string circle;
    const auto from = std::find(busy_.begin(), busy_.end(), name);
    for (auto it = from; it != busy_.end(); ++it) circle += fmt::format("`{}` needs ", *it);
    auto& d = found_.error("cycle", span, fmt::format("{}`{}` again", circle, name));
    const bool alone = std::next(from) == busy_.end();
    d.with_help(alone ? fmt::format("say `{}` without itself: there is no recursion", name)
                      : "one of them must be said without the others");
    for (auto it = from; it != busy_.end(); ++it) {
      const auto symbol = symbols_.find(*it);
      if (*it != name && symbol != symbols_.end()) d.label(symbol->second.span, "on the way");
    }
    return false;
  }
  if (progress == Progress::Waiting) {
    progress = Progress::Busy;
    busy_.push_back(name);
    return true;
  }
  return false;
}

Type Checker::let_type(std::uint32_t index) {
  const std::string name = p_.lets[index].name;
  if (enter(name, p_.lets[index].span, let_progress_[index])) {
    const Within within = Within::empty(*this);
    const ExprId value = check(let_nodes_[index][1]);
    p_.lets[index].value = value;
    p_.lets[index].type = type(value);
    let_progress_[index] = Progress::Done;
    busy_.pop_back();
  }
  return p_.lets[index].type;
}

Type Checker::define_type(std::uint32_t index) {
  const std::string name = p_.defines[index].name;
  if (enter(name, p_.defines[index].span, define_progress_[index])) {
    const Within within = Within::empty(*this);
    scope_.binders = p_.defines[index].binders;
    const NodeRef node = define_nodes_[index];
    const ExprId body = check(node[node.size() - 1]);
    p_.defines[index].body = body;
    p_.defines[index].type = type(body);
    define_progress_[index] = Progress::Done;
    busy_.pop_back();
  }
  return p_.defines[index].type;
}

std::vector<std::string> Checker::names_in_scope() const {
  std::vector<std::string> names;
  if (!suggests()) return names;
  for (std::uint32_t b : scope_.binders) names.push_back(p_.binders[b].name);
  for (const auto& [name, symbol] : symbols_) {
    if (symbol.kind != SymbolKind::Rule && symbol.kind != SymbolKind::Segment)
      names.push_back(name);
  }
  for (std::string_view name : kEngineNames) names.emplace_back(name);
  return names;
}

ExprId Checker::unknown_name(NodeRef name, const char* what,
                             const std::vector<std::string>& candidates) {
  if (may_be_lost(name.text())) return failed(name.span());
  auto& d = found_.error("unknown-name", name.span(),
                         fmt::format("there is no {} `{}`", what, name.text()));
  if (const auto near = nearest(name.text(), candidates)) {
    d.mark(fmt::format("did you mean `{}`?", *near)).with_help("write `" + *near + "`");
    if (const auto symbol = symbols_.find(*near); symbol != symbols_.end())
      d.label(symbol->second.span, "this is the nearest name");
  }
  note_who_uses(name, d);
  return failed(name.span());
}

// A library speaks of the names of the presets that use it, and this one may lack one of them.
void Checker::note_who_uses(NodeRef name, Diagnostic& d) const {
  if (name.ast->kind(name.ast->root()) != NodeKind::LibraryFile || p_.name.empty()) return;
  d.note(fmt::format("looked for in this library, in the preset `{}`, and in what else it uses",
                     p_.name));
}

ExprId Checker::path(NodeRef n) {
  std::size_t next = 1;
  ExprId id = head(n, next);
  for (; next < n.size(); ++next) {
    if (!type(id).known()) return id;
    if (n[next].is(NodeKind::Call)) {
      found_.error("unknown-function", n[next - 1].span(),
                   fmt::format("`{}` is a member and takes no arguments", n[next - 1].text()));
      return failed(n.span());
    }
    id = member(id, n[next][0], n, next + 1);
  }
  return id;
}

// What the path starts with: a call, or a name. `next` is the first step after it.
ExprId Checker::head(NodeRef n, std::size_t& next) {
  if (n.size() > 1 && n[1].is(NodeKind::Call)) {
    next = 2;
    const ExprId id = call(n, n[0], n[1]);
    Type& t = e(id).type;
    const std::string text = canonical(n, 2);
    if (t.optional && scope_.knows(text)) t.optional = false;
    return id;
  }
  if (rule_scope_) return rule_path(n, next);
  const std::string_view word = n[0].text();
  const bool is_segment = word == "base" || find_segment(word).has_value();
  if (is_segment && in_record_rule_ && symbols_.find(word) == symbols_.end())
    return field_value(n, next);
  const ExprId id = name_value(n[0]);
  const std::string text(word);
  if (type(id).optional && scope_.knows(text)) e(id).type.optional = false;
  return id;
}

ExprId Checker::name_value(NodeRef n) {
  const std::string_view word = n.text();
  for (auto it = scope_.binders.rbegin(); it != scope_.binders.rend(); ++it) {
    if (p_.binders[*it].name == word)
      return make(Op::Local, p_.binders[*it].type, n.span(), {}, *it);
  }
  if (shape_item_) {
    // In the `where` of a shape the members of the item are names of their own.
    const ExprId item = make(Op::Local, p_.binders[*shape_item_].type, n.span(), {}, *shape_item_);
    const RecordType& record = p_.types.record(p_.binders[*shape_item_].type);
    const MemberType* m = record.find(word);
    if (m != nullptr) return make(Op::Member, m->type, n.span(), {item}, record.index_of(word));
    std::vector<std::string> members;
    for (const MemberType& known : record.members) members.push_back(known.name);
    return unknown_name(n, "member", members);
  }
  if (const auto symbol = symbols_.find(word); symbol != symbols_.end())
    return symbol_value(symbol->second, n);
  if (word == "as_of") return make(Op::AsOf, Type::of_kind(Kind::Date), n.span());
  if (word == "consent") return make(Op::Consent, consent_type_, n.span());
  if (word == "previous")
    return make(Op::Engine, previous_type_, n.span(), {},
                static_cast<std::uint32_t>(EngineRecord::Previous));
  if (word == "run")
    return make(Op::Engine, run_type_, n.span(), {}, static_cast<std::uint32_t>(EngineRecord::Run));
  if (word == "base" || find_segment(word)) {
    found_
        .error("unknown-name", n.span(),
               fmt::format("the fields of `{}` can be read only in `require` and `warn`", word))
        .with_help("give the value a name with `let`, and use it here and in the record");
    return failed(n.span());
  }
  return unknown_name(n, "name", names_in_scope());
}

ExprId Checker::symbol_value(Symbol& symbol, NodeRef n) {
  symbol.used = true;
  switch (symbol.kind) {
    case SymbolKind::Let: {
      const Type t = let_type(symbol.index);
      return make(Op::LetValue, t, n.span(), {}, symbol.index);
    }
    case SymbolKind::Param: {
      return make(Op::Parameter, p_.params[symbol.index].type, n.span(), {}, symbol.index);
    }
    case SymbolKind::Root:
      return make(Op::Root, shape_->roots[symbol.index].type, n.span(), {}, symbol.index);
    default: {
      const char* what = symbol.kind == SymbolKind::Table    ? "a table"
                         : symbol.kind == SymbolKind::Lookup ? "a lookup"
                         : symbol.kind == SymbolKind::Define ? "a definition with arguments"
                         : symbol.kind == SymbolKind::Rule   ? "a rule"
                                                             : "a group of fields";
      found_.error("type", n.span(), fmt::format("`{}` is {}, not a value", n.text(), what))
          .label(symbol.span, "declared here")
          .with_help(symbol.kind == SymbolKind::Rule ? "" : fmt::format("{}(…)", n.text()));
      return failed(n.span());
    }
  }
}

ExprId Checker::member(ExprId record, NodeRef name, NodeRef whole, std::size_t upto) {
  const Type t = type(record);
  Span span = whole.span();
  span.end = name.span().end;
  if (t.is(Kind::List)) {
    found_
        .error("type", name.span(),
               fmt::format("`{}` is a {}; say which of its items is meant", e(record).span.text(),
                           show(t.bare())))
        .with_help(fmt::format("only x in {} where …", e(record).span.text()));
    return failed(span);
  }
  if (!t.is(Kind::Record)) {
    found_.error("type", name.span(),
                 fmt::format("`{}` is {} and has no members", e(record).span.text(), show(t)));
    return failed(span);
  }
  const RecordType& declared = p_.types.record(t);
  const MemberType* m = declared.find(name.text());
  if (m == nullptr) {
    if (may_be_lost(name.text())) return failed(span);
    auto& d = found_.error(
        "unknown-name", name.span(),
        fmt::format("{} {} has no `{}`", article(declared.name), declared.name, name.text()));
    std::vector<std::string> names;
    for (const MemberType& known : declared.members) names.push_back(known.name);
    if (const auto near = nearest(name.text(), names)) {
      d.mark(fmt::format("did you mean `{}`?", *near))
          .with_help(fmt::format("write `{}.{}`", e(record).span.text(), *near));
      const MemberType* there = declared.find(*near);
      if (!there->span.empty())
        d.label(there->span, fmt::format("this is the nearest name in {}", declared.name));
    } else {
      std::string all;
      for (const std::string& known : names) all += (all.empty() ? "" : ", ") + known;
      d.note("it has: " + all);
    }
    return failed(span);
  }
  Type result = m->type;
  if (t.optional && !result.optional) result.optional = true;
  if (result.optional && scope_.knows(canonical(whole, upto))) result.optional = false;
  const auto index = declared.index_of(m->name);
  return make(Op::Member, result, span, {record}, index);
}

// base.account_status, in `require` and `warn`: the value that was just derived for the field.
ExprId Checker::field_value(NodeRef n, std::size_t& next) {
  const Segment segment = n[0].text() == "base" ? Segment::Base : *find_segment(n[0].text());
  if (segment != Segment::Base || n.size() < 2 || !n[1].is(NodeKind::Member)) {
    found_.error("unknown-field", n.span(), "only fields of the base segment can be read here")
        .with_help("base.account_status");
    next = n.size();
    return failed(n.span());
  }
  next = 2;
  const Field* field = field_named(n[1][0], Segment::Base);
  if (field == nullptr) return failed(n.span());
  const auto known = std::find(p_.field_values.begin(), p_.field_values.end(), field);
  const auto index = static_cast<std::uint32_t>(known - p_.field_values.begin());
  if (known == p_.field_values.end()) p_.field_values.push_back(field);
  Type t = field_type(*field);
  // A field that is left blank reads as missing, an amount as zero.
  t.optional = field->presence != Presence::Required && !t.is(Kind::Money);
  const std::string text = canonical(n, 2);
  if (scope_.knows(text)) t.optional = false;
  Span span = n.span();
  span.end = n[1].span().end;
  return make(Op::FieldValue, t, span, {}, index);
}

}  // namespace m2::dsl
