// Declarations: what names mean, and the types that they are declared with.

#include <fmt/format.h>

#include "dsl/builtins.h"
#include "dsl/checker.h"
#include "dsl/literal.h"
#include "dsl/sources.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {

void Checker::add_file(std::shared_ptr<const Ast> ast) {
  const Ast& tree = *files_.emplace_back(std::move(ast));
  p_.trees.push_back(files_.back());
  const bool library = tree.kind(tree.root()) == NodeKind::LibraryFile;
  const bool base = overrides_ != nullptr && &tree == overrides_->base.get();
  for (NodeId id : tree.children(tree.root())) {
    const NodeRef statement{&tree, id};
    if (is_in_force(statement)) declare(statement, library || base);
  }
  const NodeRef root{&tree, tree.root()};
  if (root.is(NodeKind::Inquiry) && !root[0].is(NodeKind::Let)) question_ = root[0];
}

void Checker::set_shape(std::shared_ptr<const Shape> shape) {
  shape_ = std::move(shape);
  for (std::uint32_t i = 0; i < shape_->roots.size(); ++i) {
    symbols_[shape_->roots[i].name] = {SymbolKind::Root, i, shape_->roots[i].span, true, true};
  }
}

Symbol* Checker::declare_name(NodeRef name, SymbolKind kind, std::uint32_t index,
                              bool from_library) {
  const std::string word(name.text());
  if (const auto before = symbols_.find(word); before != symbols_.end()) {
    report_twice(name, before->second);
    return nullptr;
  }
  if (is_engine_name(word) || find_builtin(word) != nullptr) {
    found_.error("name-twice", name.span(), fmt::format("`{}` is a name of metro2 itself", word))
        .with_help("choose another name");
    return nullptr;
  }
  return &symbols_.emplace(word, Symbol{kind, index, name.span(), false, from_library})
              .first->second;
}

void Checker::declare(NodeRef n, bool from_library) {
  const auto declare_as = [&](SymbolKind kind, auto& nodes, auto& entries, auto entry) {
    const auto index = static_cast<std::uint32_t>(entries.size());
    if (declare_name(n[0], kind, index, from_library) == nullptr) return;
    entry.name = n[0].text();
    entry.span = n[0].span();
    entries.push_back(std::move(entry));
    nodes.push_back(n);
  };
  const auto rule = [&](NodeRef node, RuleKind kind) {
    if (declare_name(node[0], SymbolKind::Rule, static_cast<std::uint32_t>(rule_nodes_.size()),
                     from_library) != nullptr)
      rule_nodes_.emplace_back(node, kind);
  };
  switch (n.kind()) {
    case NodeKind::Add:
      declare(n[0], from_library);
      break;
    case NodeKind::PresetHeader:
      p_.name = n[0].text();
      p_.version =
          read_literal(n[1].text(), Type::of_kind(Kind::Int), p_.types).value_or(Literal{}).number;
      break;
    case NodeKind::Layout:
      if (n[0].text() != "metro2_426") {
        found_
            .error("unknown-name", n[0].span(), fmt::format("there is no layout `{}`", n[0].text()))
            .with_help("layout metro2_426");
      }
      break;
    case NodeKind::ForAccounts:
      for_accounts_ = n;
      break;
    case NodeKind::Params:
      for (std::size_t i = 0; i < n.size(); ++i) {
        if (n[i].is(NodeKind::Param)) param_nodes_.push_back(n[i]);
        if (n[i].is(NodeKind::Param)) declare_param(n[i], from_library);
      }
      break;
    case NodeKind::Let:
      declare_as(SymbolKind::Let, let_nodes_, p_.lets, Let{});
      break;
    case NodeKind::Define:
      declare_as(SymbolKind::Define, define_nodes_, p_.defines, Define{});
      break;
    case NodeKind::Table:
      declare_as(SymbolKind::Table, table_nodes_, p_.tables, Table{});
      break;
    case NodeKind::Lookup:
      declare_as(SymbolKind::Lookup, lookup_nodes_, p_.lookups, Lookup{});
      break;
    case NodeKind::Fields:
      if (declare_name(n[0], SymbolKind::Fields, static_cast<std::uint32_t>(fields_nodes_.size()),
                       from_library) != nullptr)
        fields_nodes_.push_back(n);
      break;
    case NodeKind::Record:
      if (record_node_) {
        found_.error("name-twice", n[0].span(), "an account has one base record")
            .label(record_node_[0].span(), "the first one");
      } else {
        record_node_ = n;
      }
      break;
    case NodeKind::Segment:
      segment_nodes_.push_back(n);
      break;
    case NodeKind::Skip:
      rule(n, RuleKind::Skip);
      break;
    case NodeKind::HoldRule:
      rule(n, RuleKind::Hold);
      break;
    case NodeKind::Require:
      rule(n, RuleKind::Require);
      break;
    case NodeKind::Warn:
      rule(n, RuleKind::Warn);
      break;
    case NodeKind::Example:
      example_nodes_.push_back(n);
      break;
    default:
      break;
  }
}

void Checker::declare_param(NodeRef n, bool from_library) {
  if (declare_name(n[0], SymbolKind::Param, static_cast<std::uint32_t>(p_.params.size()),
                   from_library) == nullptr)
    return;
  Param param;
  param.name = n[0].text();
  param.span = n[0].span();
  param.doc = n.ast->doc(n.id);
  param.type = type_of(n[1]);
  if (const NodeRef range = n.find(NodeKind::Range)) {
    param.range_span = range.span();
    read_range(range, param.type, param.low, param.high);
  }
  const bool is_empty_range = param.low && param.high && *param.low > *param.high;
  const NodeRef set = overrides_ != nullptr ? overrides_->value_of(param.name) : NodeRef{};
  const NodeRef given_node = set ? set : n[2];
  param.value = convert(value(given_node, param.type), param.type);
  const Expr& given = e(param.value);
  const bool textual = (given.type.is(Kind::Text) || given.type.is(Kind::Code)) &&
                       (param.type.is(Kind::Text) || param.type.is(Kind::Code));
  if (given.type.known() && param.type.known() && !given.type.same_kind(param.type) && !textual) {
    found_
        .error("type", given_node.span(),
               fmt::format("`{}` is {}, but its value is {}", param.name, show(param.type),
                           show(given.type)))
        .label(n[1].span(), "declared here");
  } else if (given.op == Op::Constant && !is_empty_range &&
             ((param.low && given.number < *param.low) ||
              (param.high && given.number > *param.high))) {
    found_
        .error("param-range", given_node.span(),
               fmt::format("{} is outside what `{}` allows", given_node.text(), param.name))
        .label(param.range_span, "the range");
  }
  p_.params.push_back(std::move(param));
}

void Checker::declare_engine_records() {
  const Type text = Type::of_kind(Kind::Text);
  const Type date = Type::of_kind(Kind::Date);
  ChoiceType states;
  states.name = "consent_state";
  states.values = {"granted", "withdrawn", "none"};
  const Type state = Type::of_kind(Kind::Choice, p_.types.add_choice(std::move(states)));
  RecordType consent;
  consent.name = "consent";
  consent.members = {{"state", state, Span{}},
                     {"granted_on", date.with_optional(), Span{}},
                     {"source", text.with_optional(), Span{}}};
  consent_type_ = Type::of_kind(Kind::Record, p_.types.add_record(std::move(consent)));

  RecordType previous;
  previous.name = kPreviousRecord;
  for (const Field& f : fields(Segment::Base)) {
    if (f.is_supplied()) continue;
    previous.members.push_back({std::string(f.key),
                                field_type(f).with_optional(f.presence != Presence::Required),
                                Span{}});
  }
  previous.members.push_back({"month_code", text, Span{}});
  previous_type_ =
      Type::of_kind(Kind::Record, p_.types.add_record(std::move(previous))).with_optional();

  RecordType run;
  run.name = "run";
  run.members = {{"tenant", text, Span{}}, {"period", date, Span{}}};
  run_type_ = Type::of_kind(Kind::Record, p_.types.add_record(std::move(run)));
}

Type Checker::type_of(NodeRef n) {
  const bool optional = n.has(NodeKind::Optional);
  const auto named = [&](NodeRef name) {
    const std::string_view word = name.text();
    if (const auto kind = kind_of_word(word)) return Type::of_kind(*kind);
    std::vector<std::string> known = {"text", "int",  "number", "money", "percent",
                                      "date", "days", "months", "bool"};
    if (shape_ != nullptr) {
      for (const WireRecord& r : shape_->records) {
        if (p_.types.record(r.type).name == word) return r.type;
        known.push_back(p_.types.record(r.type).name);
      }
      for (const WireChoice& c : shape_->choices) {
        if (p_.types.choice(c.type).name == word) return c.type;
        known.push_back(p_.types.choice(c.type).name);
      }
    }
    if (may_be_lost(word)) return Type{};
    auto& d = found_.error("unknown-name", name.span(), fmt::format("there is no type `{}`", word));
    if (const auto near = nearest(word, known))
      d.mark(fmt::format("did you mean `{}`?", *near)).with_help("write `" + *near + "`");
    return Type{};
  };
  switch (n.kind()) {
    case NodeKind::TypeName:
      return named(n[0]).with_optional(optional);
    case NodeKind::TypeList:
      return p_.types.list_of(named(n[0])).with_optional(optional);
    case NodeKind::TypeCode: {
      const CodeTable* table = find_code_table(n[0].text());
      if (table != nullptr)
        return Type::of_kind(Kind::Code, static_cast<std::uint32_t>(table - code_tables().data()))
            .with_optional(optional);
      std::vector<std::string> known;
      for (const CodeTable& t : code_tables()) known.emplace_back(t.name);
      auto& d = found_.error("unknown-name", n[0].span(),
                             fmt::format("there is no code list `{}`", n[0].text()));
      if (const auto near = nearest(n[0].text(), known))
        d.mark(fmt::format("did you mean `{}`?", *near)).with_help("code " + *near);
      return Type{};
    }
    case NodeKind::TypeOneOf: {
      ChoiceType choice;
      choice.span = n.span();
      for (std::size_t i = 0; i < n[0].size(); ++i)
        choice.values.push_back(unquoted(n[0][i].text()));
      return Type::of_kind(Kind::Choice, p_.types.add_choice(std::move(choice)))
          .with_optional(optional);
    }
    default:
      return Type{};
  }
}

// The item of a list expression. Its name means nothing else here.
std::uint32_t Checker::add_item(NodeRef name, Type type) {
  const std::string word(name.text());
  const auto symbol = symbols_.find(word);
  if (is_engine_name(word)) {
    found_.error("shadowing", name.span(), fmt::format("`{}` is a name of metro2 itself", word))
        .with_help("choose another name");
  }
  if (symbol != symbols_.end() && symbol->second.kind != SymbolKind::Rule) {
    found_
        .error("shadowing", name.span(),
               fmt::format("`{}` already means something else here", word))
        .label(symbol->second.span, "declared here")
        .with_help("choose another name");
  }
  for (std::uint32_t outer : scope_.binders) {
    if (p_.binders[outer].name != word) continue;
    found_
        .error("shadowing", name.span(),
               fmt::format("`{}` already means something else here", word))
        .label(p_.binders[outer].span, "declared here")
        .with_help("choose another name");
    break;
  }
  return add_binder(name, type);
}

std::uint32_t Checker::add_binder(NodeRef name, Type type) {
  p_.binders.push_back({std::string(name.text()), type, name.span()});
  const auto index = static_cast<std::uint32_t>(p_.binders.size() - 1);
  scope_.binders.push_back(index);
  return index;
}

std::vector<std::uint32_t> Checker::add_arguments(NodeRef args) {
  const Within within(*this);
  std::vector<std::uint32_t> binders;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const Type type = type_of(args[i][1]);
    binders.push_back(add_binder(args[i][0], type));
    const NodeRef range = args[i].find(NodeKind::Range);
    if (!range || !type.known()) continue;
    if (!is_ordered(type.kind)) {
      found_.error("type", range.span(), fmt::format("there is no range of {}", show(type.bare())))
          .with_help("leave out the range");
      continue;
    }
    Binder& binder = p_.binders[binders.back()];
    binder.range_span = args[i].span();
    read_range(range, type.bare(), binder.low, binder.high);
  }
  return binders;
}

void Checker::read_range(NodeRef n, Type type, std::optional<std::int64_t>& low,
                         std::optional<std::int64_t>& high) {
  for (std::size_t i = 0; i < n.size(); ++i) {
    const auto bound = read_literal(n[i].text(), type, p_.types);
    if (!bound) {
      found_.error("type", n[i].span(),
                   fmt::format("`{}` cannot be read as {}", n[i].text(), show(type)));
    } else {
      (i == 0 ? low : high) = bound->number;
    }
  }
  if (low && high && *low > *high)
    found_.error("param-range", n.span(), "this range is empty")
        .with_help("write the smaller bound first");
}

}  // namespace m2::dsl
