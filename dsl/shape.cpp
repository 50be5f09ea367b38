#include "dsl/shape.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

std::vector<std::string> steps_of(std::string_view path) {
  std::vector<std::string> steps;
  if (path.empty()) return steps;
  for (std::string_view step : split(path, '.')) steps.emplace_back(step);
  return steps;
}

class ShapeReader {
 public:
  ShapeReader(std::shared_ptr<const Ast> ast, TypeTable& types, Diagnostics& found)
      : ast_(*ast), types_(types), found_(found), shape_(std::make_shared<Shape>()) {
    shape_->ast = std::move(ast);
    shape_->source = ast_.source_ptr();
    shape_->first_record = static_cast<std::uint32_t>(types.records().size());
  }

  std::shared_ptr<const Shape> read() {
    declare();
    for (NodeId id : ast_.children(ast_.root())) {
      if (ast_.kind(id) == NodeKind::ShapeRecord) read_record(id);
    }
    if (shape_->roots.empty()) {
      found_.error("no-root", ast_.span(ast_.root()), "this shape has no root record")
          .with_help(
              "say where one record starts, for example   record lease from \"lease\" { … }");
    }
    return shape_;
  }

 private:
  std::string name_of(NodeId id) const { return std::string(ast_.text(ast_.child(id, 0))); }

  // Names first, so that records may mention each other in any order.
  void declare() {
    for (NodeId id : ast_.children(ast_.root())) {
      if (ast_.kind(id) == NodeKind::ShapeHeader) shape_->name = name_of(id);
      if (ast_.kind(id) == NodeKind::OneOf) declare_choice(id);
      if (ast_.kind(id) == NodeKind::ShapeRecord) declare_record(id);
    }
  }

  void declare_choice(NodeId id) {
    if (!claim(id)) return;
    ChoiceType choice;
    choice.name = name_of(id);
    choice.span = ast_.span(ast_.child(id, 0));
    WireChoice wire;
    for (NodeId value : ast_.children(id).subspan(1)) {
      const auto index = static_cast<std::uint32_t>(choice.values.size());
      choice.values.push_back(unquoted(ast_.text(ast_.child(value, 0))));
      const NodeId from = ast_.find(value, NodeKind::From);
      if (from == Ast::kNone) wire.values.push_back({choice.values.back(), index});
      for (NodeId text : from == Ast::kNone ? std::span<const NodeId>() : ast_.children(from)) {
        wire.values.push_back({unquoted(ast_.text(text)), index});
      }
    }
    wire.type = Type::of_kind(Kind::Choice, types_.add_choice(std::move(choice)));
    shape_->choices.push_back(std::move(wire));
  }

  void declare_record(NodeId id) {
    if (!claim(id)) return;
    RecordType record;
    record.name = name_of(id);
    record.span = ast_.span(ast_.child(id, 0));
    WireRecord wire;
    wire.type = Type::of_kind(Kind::Record, types_.add_record(record));
    const NodeId from = ast_.find(id, NodeKind::From);
    if (from != Ast::kNone) {
      shape_->roots.push_back({record.name, wire.type, paths_of(from), record.span});
    }
    shape_->records.push_back(std::move(wire));
  }

  bool claim(NodeId id) {
    const NodeId name = ast_.child(id, 0);
    for (const auto& [known, span] : names_) {
      if (known != ast_.text(name)) continue;
      found_
          .error("name-twice", ast_.span(name),
                 fmt::format("`{}` is declared twice in this shape", known))
          .label(span, "first declared here");
      return false;
    }
    names_.emplace_back(std::string(ast_.text(name)), ast_.span(name));
    return true;
  }

  std::vector<std::vector<std::string>> paths_of(NodeId from) const {
    std::vector<std::vector<std::string>> paths;
    for (NodeId text : ast_.children(from)) paths.push_back(steps_of(unquoted(ast_.text(text))));
    return paths;
  }

  void read_record(NodeId id) {
    WireRecord* wire = nullptr;
    for (WireRecord& r : shape_->records) {
      if (types_.record(r.type).name == name_of(id)) wire = &r;
    }
    if (wire == nullptr || !wire->members.empty()) return;
    for (NodeId m : ast_.children(id)) {
      if (ast_.kind(m) == NodeKind::ShapeMember) read_member(*wire, m);
    }
  }

  void read_member(WireRecord& wire, NodeId id) {
    WireMember member;
    member.name = name_of(id);
    member.span = ast_.span(ast_.child(id, 0));
    if (const MemberType* first = types_.record(wire.type).find(member.name)) {
      found_
          .error("name-twice", member.span,
                 fmt::format("`{}` is declared twice in `{}`", member.name,
                             types_.record(wire.type).name))
          .label(first->span, "first declared here");
      return;
    }
    member.type = type_of(id).with_optional(ast_.has(id, NodeKind::Optional));
    const NodeId from = ast_.find(id, NodeKind::From);
    member.paths =
        from == Ast::kNone ? std::vector<std::vector<std::string>>{{member.name}} : paths_of(from);
    member.one_or_many = ast_.has(id, NodeKind::OneOrMany);
    member.negated = ast_.has(id, NodeKind::Negated);
    if (const NodeId as = ast_.find(id, NodeKind::As); as != Ast::kNone) {
      for (NodeId text : ast_.children(as)) member.formats.push_back(unquoted(ast_.text(text)));
    }
    if (const NodeId zone = ast_.find(id, NodeKind::Zone); zone != Ast::kNone) {
      member.zone = unquoted(ast_.text(ast_.child(zone, 0)));
    }
    if (const NodeId when = ast_.find(id, NodeKind::MissingWhen); when != Ast::kNone) {
      for (NodeId text : ast_.children(ast_.child(when, 0)))
        member.missing_when.push_back(unquoted(ast_.text(text)));
    }
    if (const NodeId where = ast_.find(id, NodeKind::Where); where != Ast::kNone)
      member.where = ast_.child(where, 0);
    check_member(member, id);
    types_.record(wire.type.of).members.push_back({member.name, member.type, member.span});
    wire.members.push_back(std::move(member));
  }

  void check_member(WireMember& member, NodeId id) {
    const bool is_list = member.type.is(Kind::List);
    const auto refuse = [&](NodeKind part, const char* what, const char* only) {
      const NodeId at = ast_.find(id, part);
      found_.error("type", ast_.span(at),
                   fmt::format("`{}` is for {}, and `{}` is {}", what, only, member.name,
                               types_.name(member.type)));
    };
    if (member.negated && !member.type.is(Kind::Money))
      refuse(NodeKind::Negated, "negated", "money");
    const bool is_date =
        member.type.is(Kind::Date) || (is_list && types_.element(member.type).is(Kind::Date));
    if (!member.formats.empty() && !is_date) refuse(NodeKind::As, "as", "dates");
    if (member.one_or_many && !is_list) refuse(NodeKind::OneOrMany, "one or many", "lists");
    // A flag without a wire name is worked out from the other members of its record.
    const bool is_worked_out = member.type.is(Kind::Bool) && !ast_.has(id, NodeKind::From);
    if (member.where != Ast::kNone && is_worked_out) member.paths.clear();
    if (member.where != Ast::kNone && !is_worked_out &&
        !(is_list && types_.element(member.type).is(Kind::Record))) {
      refuse(NodeKind::Where, "where", "lists of records and for bool without from");
    }
    if (is_date && member.formats.empty()) member.formats.emplace_back("yyyy-MM-dd");
    for (const std::string& format : member.formats) {
      if (const auto problem = date_format_problem(format)) {
        found_
            .error("unknown-format", ast_.span(ast_.find(id, NodeKind::As)),
                   fmt::format("\"{}\" is not a date format: {}", format, *problem))
            .with_help(
                "use yyyy, MM, dd, HH, mm and ss with the characters between them, or "
                "\"/Date(seconds)/\"");
      }
    }
  }

  Type type_of(NodeId member) {
    for (NodeId c : ast_.children(member)) {
      if (ast_.kind(c) == NodeKind::TypeName) return named(ast_.child(c, 0));
      if (ast_.kind(c) == NodeKind::TypeList) return types_.list_of(named(ast_.child(c, 0)));
      if (ast_.kind(c) == NodeKind::TypeCode) {
        found_.error("type", ast_.span(c), "a shape reads text; codes are the preset's to decide")
            .with_help("use `text`, or a closed list: `one of …`");
      }
    }
    return Type{};
  }

  Type named(NodeId name) {
    const std::string_view word = ast_.text(name);
    if (const auto kind = kind_of_word(word); kind && *kind != Kind::Percent)
      return Type::of_kind(*kind);
    for (const WireRecord& r : shape_->records) {
      if (types_.record(r.type).name == word) return r.type;
    }
    for (const WireChoice& c : shape_->choices) {
      if (types_.choice(c.type).name == word) return c.type;
    }
    std::vector<std::string> known = {"text",   "money", "date", "int",
                                      "number", "bool",  "days", "months"};
    for (const auto& [declared, span] : names_) known.push_back(declared);
    auto& d = found_.error("unknown-name", ast_.span(name),
                           fmt::format("this shape has no type `{}`", word));
    if (const auto near = nearest(word, known))
      d.mark(fmt::format("did you mean `{}`?", *near)).with_help("write `" + *near + "`");
    return Type{};
  }

  const Ast& ast_;
  TypeTable& types_;
  Diagnostics& found_;
  std::shared_ptr<Shape> shape_;
  std::vector<std::pair<std::string, Span>> names_;
};

}  // namespace

std::shared_ptr<const Shape> read_shape(std::shared_ptr<const Ast> ast, TypeTable& types,
                                        Diagnostics& found) {
  return ShapeReader(std::move(ast), types, found).read();
}

std::vector<std::string> Shape::account_path() const {
  if (roots.empty()) return {};
  const WireRecord* record = wire(roots.front().type);
  if (record == nullptr || record->members.empty() || record->members.front().paths.empty())
    return {};
  std::vector<std::string> path = roots.front().paths.front();
  const std::vector<std::string>& member = record->members.front().paths.front();
  path.insert(path.end(), member.begin(), member.end());
  return path;
}

}  // namespace m2::dsl
