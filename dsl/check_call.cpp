// Calls: of definitions, tables, lookups and built-ins, and of `consent`.

#include <fmt/format.h>

#include "dsl/builtins.h"
#include "dsl/checker.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

bool fits(BuiltinType parameter, Kind kind) {
  switch (parameter) {
    case BuiltinType::Text:
      return kind == Kind::Text || kind == Kind::Code;
    case BuiltinType::Int:
      return kind == Kind::Int;
    case BuiltinType::Bool:
      return kind == Kind::Bool;
    case BuiltinType::Date:
      return kind == Kind::Date;
    case BuiltinType::Ordered:
      return kind == Kind::Int || kind == Kind::Number || kind == Kind::Percent ||
             kind == Kind::Money || kind == Kind::Date || kind == Kind::Days ||
             kind == Kind::Months;
  }
  return false;
}

}  // namespace

std::vector<std::string> Checker::callable_names() const {
  std::vector<std::string> names;
  for (const auto& [name, symbol] : symbols_) {
    if (symbol.kind == SymbolKind::Define || symbol.kind == SymbolKind::Table ||
        symbol.kind == SymbolKind::Lookup)
      names.push_back(name);
  }
  for (const Builtin& b : builtins()) names.emplace_back(b.name);
  return names;
}

std::vector<ExprId> Checker::arguments(NodeRef name, NodeRef call,
                                       const std::vector<std::uint32_t>& binders) {
  if (call.size() != binders.size()) {
    found_.error("type", call.span(),
                 fmt::format("`{}` takes {} argument{}, not {}", name.text(), binders.size(),
                             binders.size() == 1 ? "" : "s", call.size()));
    return {};
  }
  std::vector<ExprId> args;
  for (std::size_t i = 0; i < binders.size(); ++i) {
    const Binder binder = p_.binders[binders[i]];  // a copy: checking the argument may add others
    ExprId arg = binder.type.optional ? check(call[i], binder.type) : value(call[i], binder.type);
    arg = convert(arg, binder.type);
    const Type t = type(arg);
    const bool text = binder.type.is(Kind::Text) && t.is(Kind::Code);
    const bool nothing = binder.type.optional && t.is(Kind::Nothing);
    if (t.known() && binder.type.known() && !t.same_kind(binder.type) && !text && !nothing &&
        !t.is(Kind::Never)) {
      found_
          .error("type", call[i].span(),
                 fmt::format("`{}` of `{}` is {}, but this is {}", binder.name, name.text(),
                             show(binder.type), show(t)))
          .mark(show(t))
          .label(binder.span, "declared here");
      arg = failed(call[i].span());
    } else if (t.unsettled) {
      found_.error("unsettled-money", call[i].span(), "parts of a cent cannot be handed on")
          .with_help(fmt::format("({}) rounded to cents", call[i].text()));
      arg = failed(call[i].span());
    }
    args.push_back(arg);
  }
  return args;
}

ExprId Checker::call(NodeRef n, NodeRef name, NodeRef call_node) {
  Span span = n.span();
  span.end = call_node.span().end;
  if (name.text() == "consent" && !rule_scope_) return consent_of(name, call_node);
  if (const auto found = symbols_.find(name.text()); found != symbols_.end()) {
    Symbol& symbol = found->second;
    symbol.used = true;
    const std::uint32_t index = symbol.index;
    if (symbol.kind == SymbolKind::Define) {
      const Type result = define_type(index);
      const std::vector<ExprId> args = arguments(name, call_node, p_.defines[index].binders);
      if (args.size() != p_.defines[index].binders.size()) return failed(span);
      return make(Op::Call, result, span, args, index);
    }
    if (symbol.kind == SymbolKind::Table) {
      check_table(index);
      const std::vector<ExprId> args = arguments(name, call_node, p_.tables[index].binders);
      if (args.size() != p_.tables[index].binders.size()) return failed(span);
      return make(Op::CallTable, p_.tables[index].result, span, args, index);
    }
    if (symbol.kind == SymbolKind::Lookup) {
      check_lookup(index);
      const std::vector<ExprId> args = arguments(name, call_node, {p_.lookups[index].binder});
      if (args.empty()) return failed(span);
      return make(Op::CallLookup, p_.lookups[index].type, span, args, index);
    }
    found_
        .error("unknown-function", name.span(), fmt::format("`{}` takes no arguments", name.text()))
        .label(symbol.span, "declared here");
    return failed(span);
  }
  if (const Builtin* builtin = find_builtin(name.text())) {
    return builtin_call(name, call_node, static_cast<std::uint32_t>(builtin - builtins().data()));
  }
  const std::vector<std::string> callable =
      suggests() ? callable_names() : std::vector<std::string>();
  if (may_be_lost(name.text())) return failed(span);
  auto& d = found_.error("unknown-function", name.span(),
                         fmt::format("there is no function, table or lookup `{}`", name.text()));
  if (const auto near = nearest(name.text(), callable))
    d.mark(fmt::format("did you mean `{}`?", *near)).with_help(fmt::format("write `{}(…)`", *near));
  note_who_uses(name, d);
  return failed(span);
}

ExprId Checker::builtin_call(NodeRef name, NodeRef call_node, std::uint32_t index) {
  const Builtin& builtin = builtins()[index];
  Span span = name.span();
  span.end = call_node.span().end;
  const std::size_t wanted = builtin.parameters.size();
  if (call_node.size() != wanted) {
    found_
        .error("type", call_node.span(),
               fmt::format("`{}` takes {} argument{}, not {}", builtin.name, wanted,
                           wanted == 1 ? "" : "s", call_node.size()))
        .with_help(std::string(builtin.examples.front().call));
    return failed(span);
  }
  std::vector<ExprId> args;
  Type any;
  for (std::size_t i = 0; i < wanted; ++i) {
    const BuiltinType parameter = builtin.parameters[i].type;
    ExprId arg = value(call_node[i], any);
    const Type t = type(arg);
    if (!t.known()) return failed(span);
    if (!fits(parameter, t.kind))
      return wrong_type(arg, parameter == BuiltinType::Ordered
                                 ? "a number, money, a date or a duration"
                                 : to_string(parameter));
    if (parameter == BuiltinType::Ordered) {
      if (any.known() && !any.same_kind(t)) return wrong_type(arg, show(any));
      any = t;
    }
    args.push_back(arg);
  }
  const Type result = builtin.result == BuiltinType::Ordered
                          ? any.bare()
                          : Type::of_kind(*kind_of_word(to_string(builtin.result)));
  return make(Op::CallBuiltin, result, span, std::move(args), index);
}

ExprId Checker::consent_of(NodeRef name, NodeRef call_node) {
  Span span = name.span();
  span.end = call_node.span().end;
  if (call_node.size() != 1) {
    found_.error("type", call_node.span(), "consent is asked of one person")
        .with_help("consent(tenant).state");
    return failed(span);
  }
  const ExprId person = value(call_node[0]);
  const Type t = type(person);
  if (!t.known()) return failed(span);
  const MemberType* id = t.is(Kind::Record) ? p_.types.record(t).find("id") : nullptr;
  if (id == nullptr || id->type.optional || !id->type.is(Kind::Text))
    return wrong_type(person, "a person with an `id` of text");
  return make(Op::Consent, consent_type_, span, {person}, p_.types.record(t).index_of("id"));
}

}  // namespace m2::dsl
