#include "dsl/effective.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/body_edit.h"
#include "dsl/format.h"
#include "dsl/node_ref.h"
#include "dsl/overrides.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

class Flattener {
 public:
  Flattener(const CheckedPreset& preset, const ValuesInForce& values, Origins origins)
      : preset_(preset), values_(values), origins_(origins) {}

  Result<EffectivePreset> flatten() {
    collect();
    for (const NodeRef n : statements_) use_root(n);
    while (!open_.empty()) {
      const NodeRef n = open_.back();
      open_.pop_back();
      use(n, arguments_of(n));
    }
    write_header();
    M2_TRY_VOID(write_params());
    for (const NodeRef n : statements_) write_statement(n);
    for (const Variant& v : variants_) write("fields", v.name, v.text, v.origin);
    Diagnostics ignored;
    const auto source = std::make_shared<const SourceText>("effective preset", out_.text);
    if (auto styled = format(source, FileKind::Preset, ignored)) out_.text = std::move(*styled);
    return std::move(out_);
  }

 private:
  struct Variant {
    std::string name;
    std::string text;
    Span origin;
  };
  using Arguments = std::set<std::string, std::less<>>;

  // ── what there is ──

  void collect() {
    std::vector<std::shared_ptr<const Ast>> presets;
    for (const auto& tree : preset_.trees) {
      if (tree->kind(tree->root()) == NodeKind::PresetFile) presets.push_back(tree);
      name_all(root_of(*tree));
    }
    Diagnostics ignored;  // a checked preset has none
    if (presets.size() == 2) overrides_ = read_overrides(presets[0], presets[1], ignored);
    for (const auto& tree : presets) {
      const NodeRef root = root_of(*tree);
      for (std::size_t i = 0; i < root.size(); ++i) {
        const NodeRef n = root[i].is(NodeKind::Add) ? root[i][0] : root[i];
        if (is_in_force(n)) statements_.push_back(n);
      }
      header_ = root.find(NodeKind::PresetHeader);
    }
  }

  [[nodiscard]] bool is_in_force(NodeRef n) const {
    switch (n.kind()) {
      case NodeKind::Set:
      case NodeKind::Replace:
      case NodeKind::Remove:
      case NodeKind::Example:
      case NodeKind::PresetHeader:
        return false;
      default:
        return !overrides_.drops(n);
    }
  }

  void name_all(NodeRef root) {
    for (std::size_t i = 0; i < root.size(); ++i) {
      const NodeRef n = root[i];
      const bool named = n.is(NodeKind::Let) || n.is(NodeKind::Define) || n.is(NodeKind::Table) ||
                         n.is(NodeKind::Lookup) || n.is(NodeKind::Fields);
      if (named) declared_.emplace(n[0].text(), n);
      for (std::size_t j = 0; n.is(NodeKind::Params) && j < n.size(); ++j)
        declared_.emplace(n[j][0].text(), n[j]);
    }
  }

  // ── what is used ──

  void use_root(NodeRef n) {
    if (n.is(NodeKind::Record) || n.is(NodeKind::Segment)) {
      edited_.emplace(n.id, edit_body(n));
    } else if (n.is(NodeKind::ForAccounts) || is_rule(n.kind())) {
      use(n, {});
    }
  }

  // Every name that an expression begins with; the arguments of a function are its own.
  void use(NodeRef n, const Arguments& arguments) {
    if (n.is(NodeKind::Path) && arguments.count(n[0].text()) == 0) use_name(n[0].text());
    for (std::size_t i = 0; i < n.size(); ++i) use(n[i], arguments);
  }

  void use_name(std::string_view name) {
    const auto found = declared_.find(name);
    if (found == declared_.end() || !used_.emplace(name).second) return;
    open_.push_back(found->second);  // a chain of lets is longer than the stack
  }

  static Arguments arguments_of(NodeRef n) {
    Arguments names;
    const NodeRef arguments = n.find(NodeKind::Arguments);
    for (std::size_t i = 0; arguments && i < arguments.size(); ++i)
      names.emplace(arguments[i][0].text());
    return names;
  }

  // ── bodies of which fields are replaced ──

  std::string edit_body(NodeRef n) {
    const Segment segment = *find_segment(n[0].text());
    for (std::size_t i = 1; i < n.size(); ++i) {
      if (n[i].is(NodeKind::When) || n[i].is(NodeKind::ForEach)) use(n[i], {});
    }
    BodyEdit edit(n);
    edit_answers(n, segment, {}, edit);
    for (const Replacement& r : overrides_.replaced) {
      if (r.segment != segment) continue;
      use(r.value(), {});
      const std::string origin =
          origins_ == Origins::Shown ? fmt::format("  # {}\n", m2::place_of(r.name().span())) : "";
      edit.append(fmt::format("{}  {}: {}\n", origin, r.field->key, r.value().text()));
    }
    return edit.text();
  }

  void edit_answers(NodeRef body, Segment segment, const Arguments& arguments, BodyEdit& edit) {
    for (std::size_t i = 1; i < body.size(); ++i) {
      const NodeRef n = body[i];
      if (n.is(NodeKind::FieldRule)) {
        if (is_replaced(n[0], segment)) {
          edit.drop(n);
        } else {
          use(n[1], arguments);
        }
      } else if (n.is(NodeKind::LeaveBlank)) {
        edit_blanks(n, segment, edit);
      } else if (n.is(NodeKind::Include)) {
        edit_include(n, segment, arguments, edit);
      }
    }
  }

  void edit_blanks(NodeRef n, Segment segment, BodyEdit& edit) {
    std::string left;
    std::size_t count = 0;
    for (std::size_t i = 0; i < n.size(); ++i) {
      if (is_replaced(n[i], segment)) continue;
      left += (count++ == 0 ? "" : ", ") + std::string(n[i].text());
    }
    if (count == n.size()) return;
    if (count == 0) {
      edit.drop(n);
    } else {
      edit.put(n, "leave blank: " + left);
    }
  }

  void edit_include(NodeRef n, Segment segment, const Arguments& arguments, BodyEdit& edit) {
    const NodeRef path = n[0];
    for (std::size_t i = 1; i < path.size(); ++i) use(path[i], arguments);
    const NodeRef group = declared_.find(path[0].text())->second;
    if (touches(group, segment)) {
      edit.put(path[0], variant_of(group, segment));
    } else {
      use_name(path[0].text());
    }
  }

  [[nodiscard]] bool is_replaced(NodeRef name, Segment segment) const {
    const Field* field = find_field(segment, name.text());
    return field != nullptr && overrides_.replacement_of(segment, *field) != nullptr;
  }

  // Whether a group answers a field that is replaced in this segment.
  [[nodiscard]] bool touches(NodeRef group, Segment segment) const {
    for (std::size_t i = 1; i < group.size(); ++i) {
      const NodeRef n = group[i];
      if (n.is(NodeKind::FieldRule) && is_replaced(n[0], segment)) return true;
      for (std::size_t j = 0; n.is(NodeKind::LeaveBlank) && j < n.size(); ++j) {
        if (is_replaced(n[j], segment)) return true;
      }
      if (n.is(NodeKind::Include) && touches(declared_.find(n[0][0].text())->second, segment))
        return true;
    }
    return false;
  }

  // The group without the fields that are replaced: "identity_of_base".
  std::string variant_of(NodeRef group, Segment segment) {
    const auto key = std::make_pair(std::string(group[0].text()), segment);
    if (const auto known = variant_names_.find(key); known != variant_names_.end())
      return known->second;
    std::string name = fmt::format("{}_of_{}", key.first, to_string(segment));
    while (declared_.count(name) > 0) name += "_too";
    variant_names_.emplace(key, name);
    BodyEdit edit(group);
    edit.put(group[0], name);
    edit_answers(group, segment, arguments_of(group), edit);
    variants_.push_back({name, edit.text(), group[0].span()});
    return name;
  }

  // ── the text ──

  void write_header() {
    const std::string about = comments_above(header_);
    write("preset", preset_.name,
          fmt::format("{}preset {} version {}", about, preset_.name, preset_.version),
          header_.span());
    std::set<std::string, std::less<>> written;
    for (const NodeRef n : statements_) {
      const bool first = n.is(NodeKind::Use) || n.is(NodeKind::Layout);
      if (first && written.emplace(n.text()).second) write_whole(n, n[n.size() - 1].text());
    }
    for (const NodeRef n : statements_) {
      if (n.is(NodeKind::ForAccounts)) write_whole(n, "");
    }
  }

  Result<void> write_params() {
    std::string block;
    for (const Param& param : preset_.params) {
      if (used_.count(param.name) == 0) continue;
      const NodeRef n = declared_.find(param.name)->second;
      M2_TRY(const EffectiveStatement statement, effective_param(param, n));
      if (origins_ == Origins::Shown)
        block += fmt::format("  # {}\n", m2::place_of(statement.origin));
      const std::string doc = n.ast->doc(n.id);
      for (const std::string_view line : split(doc, '\n')) {
        if (!line.empty()) block += fmt::format("  ## {}\n", line);
      }
      block += "  " + statement.text + "\n";
      out_.statements.push_back(statement);
    }
    if (!block.empty()) out_.text += "\nparams {\n" + block + "}\n";
    last_group_.clear();
    return {};
  }

  Result<EffectiveStatement> effective_param(const Param& param, NodeRef n) const {
    EffectiveStatement statement{"param", param.name, "", n[0].span()};
    std::string value(n[2].text());
    if (const NodeRef set = overrides_.base != nullptr && n.ast == overrides_.base.get()
                                ? overrides_.value_of(param.name)
                                : NodeRef{}) {
      value = set.text();
      statement.origin = set.span();
    }
    if (const auto tenants = values_.find(param.name); tenants != values_.end()) {
      M2_TRY(value, text_of(param, tenants->second.literals));
      statement.origin = tenants->second.origin;
    }
    const NodeRef range = n.find(NodeKind::Range);
    statement.text = fmt::format("{} {} = {}{}", param.name, n[1].text(), value,
                                 range ? fmt::format(" {}", range.text()) : "");
    return statement;
  }

  [[nodiscard]] Result<std::string> text_of(const Param& param,
                                            const std::vector<Literal>& literals) const {
    const bool list = param.type.is(Kind::List);
    const Type type = list ? preset_.types.element(param.type) : param.type;
    std::vector<std::string> texts;
    for (const Literal& literal : literals) {
      texts.push_back(print_literal(literal, type.bare(), preset_.types));
      const bool odd = literal.text.find_first_of("\"{}\r\n") != std::string::npos;
      const bool negative = texts.back().front() == '-';
      if (odd || negative) {
        return Error{ErrorCode::Invalid,
                     fmt::format("`{}` has the value {}, which no literal of a preset can be",
                                 param.name, printable(texts.back()))};
      }
    }
    return list ? fmt::format("({})", fmt::join(texts, ", ")) : texts.front();
  }

  void write_statement(NodeRef n) {
    switch (n.kind()) {
      case NodeKind::Use:
      case NodeKind::Layout:
      case NodeKind::ForAccounts:
      case NodeKind::Params:
        return;  // above all others
      case NodeKind::Let:
      case NodeKind::Define:
      case NodeKind::Table:
      case NodeKind::Lookup:
      case NodeKind::Fields:
        if (used_.count(n[0].text()) > 0) write_whole(n, n[0].text());
        return;
      case NodeKind::Record:
      case NodeKind::Segment: {
        write(std::string(n.first_word()), n[0].text(), comments_above(n) + edited_.at(n.id),
              n[0].span());
        write_replaced(*find_segment(n[0].text()));
        return;
      }
      default:
        write_whole(n, n[0].text());
    }
  }

  void write_replaced(Segment segment) {
    for (const Replacement& r : overrides_.replaced) {
      if (r.segment != segment) continue;
      out_.statements.push_back(
          {"field", std::string(r.name().text()), std::string(r.value().text()), r.name().span()});
    }
  }

  void write_whole(NodeRef n, std::string_view name) {
    write(std::string(n.first_word()), name,
          fmt::format("{}{}{}", comments_above(n), n.text(), comment_behind(n)), n.span());
  }

  void write(std::string_view kind, std::string_view name, std::string text, Span origin) {
    const bool one_line = text.find('\n') == std::string::npos;
    const std::string_view group = kind == "layout" ? "use" : kind;
    const bool joins = one_line && group == last_group_;
    if (!out_.text.empty() && !joins) out_.text += "\n";
    if (origins_ == Origins::Shown) out_.text += fmt::format("# {}\n", m2::place_of(origin));
    out_.text += text + "\n";
    last_group_ = one_line ? group : "";
    out_.statements.push_back({std::string(kind), std::string(name), std::move(text), origin});
  }

  const CheckedPreset& preset_;
  const ValuesInForce& values_;
  Origins origins_;
  Overrides overrides_;
  NodeRef header_;
  std::vector<NodeRef> statements_;  // in force, the base's first
  std::map<std::string, NodeRef, std::less<>> declared_;
  std::set<std::string, std::less<>> used_;
  std::vector<NodeRef> open_;             // used, and what they use was not looked at yet
  std::map<NodeId, std::string> edited_;  // records and segments, all of one tree
  std::map<std::pair<std::string, Segment>, std::string> variant_names_;
  std::vector<Variant> variants_;
  std::string last_group_;  // of the statement above, when it is one line
  EffectivePreset out_;
};

}  // namespace

Result<EffectivePreset> flatten(const CheckedPreset& preset, const ValuesInForce& values,
                                Origins origins) {
  return Flattener(preset, values, origins).flatten();
}

}  // namespace m2::dsl
