#include "engine/cli/trace_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/base/text.h"
#include "engine/cli/render.h"
#include "engine/cli/trace_line.h"

namespace m2::cli {
namespace {

class Tree {
 public:
  explicit Tree(TraceStyle style) : style_(style) {}

  std::string text(const TraceNode& root) {
    draw(root, "", "");
    return std::move(out_);
  }

 private:
  void draw(const TraceNode& node, const std::string& first, const std::string& rest,
            bool is_one_of_many = false) {
    out_ += first + label(node_line(node, is_one_of_many, style_.all)) + place(node) + "\n";
    if (!shows_parts(node, is_one_of_many, style_.all)) return;
    const Span outer = std::exchange(outer_, node.span.empty() ? outer_ : node.span);
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
      const bool is_last = i + 1 == node.parts.size();
      draw(node.parts[i], rest + (is_last ? "└─ " : "├─ "), rest + (is_last ? "   " : "│  "),
           has_several_items(node));
    }
    outer_ = outer;
  }

  [[nodiscard]] std::string label(const NodeLine& line) const {
    std::string out;
    if (!line.role.empty()) out += paint(style_.colour, Ink::Dim, line.role) + " ";
    out += line.text;
    if (!line.value.empty()) out += line.arrow + paint(style_.colour, Ink::Bold, line.value);
    if (!line.defined.empty()) out += "   " + line.defined;
    if (!line.is_evaluated) out += paint(style_.colour, Ink::Dim, "  (not computed)");
    if (!line.values.empty()) out += "   " + line.values;
    std::string sources;
    for (const std::string& source : line.sources) sources += "  " + source;
    out += paint(style_.colour, Ink::Cyan, sources);
    return line.note.empty() ? out : out + "   ← " + line.note;
  }

  // Only where it is another line than the one above it.
  std::string place(const TraceNode& node) {
    if (node.span.empty()) return {};
    const bool same_file = !outer_.empty() && outer_.source == node.span.source;
    if (same_file && outer_.line() == node.span.line()) return {};
    return paint(
        style_.colour, Ink::Dim,
        same_file ? fmt::format("   :{}", node.span.line()) : "   " + short_place(node.span));
  }

  TraceStyle style_;
  std::string out_;
  Span outer_;
};

// A tree under the line that it explains.
std::string below(const TraceNode& root, TraceStyle style) {
  std::string out;
  const std::string tree = Tree(style).text(root);
  for (const std::string_view line : split(std::string_view(tree).substr(0, tree.size() - 1), '\n'))
    out += (out.empty() ? "└─ " : "   ") + std::string(line) + "\n";
  return out;
}

}  // namespace

std::string position_of(const FieldTrace& field) {
  const std::size_t begin = field.offset + 1;
  const std::size_t end = field.offset + field.field->length;
  return begin == end ? std::to_string(begin) : fmt::format("{}-{}", begin, end);
}

std::string field_name(const FieldTrace& field, const AccountTrace& account) {
  if (field.segment == Segment::Base) return std::string(field.field->key);
  const bool has_several = std::any_of(
      account.fields.begin(), account.fields.end(),
      [&](const FieldTrace& f) { return f.segment == field.segment && f.nth != field.nth; });
  const std::string_view segment = to_string(field.segment);
  return has_several ? fmt::format("{}[{}].{}", segment, field.nth, field.field->key)
                     : fmt::format("{}.{}", segment, field.field->key);
}

std::string field_text(const FieldTrace& field, const AccountTrace& account, TraceStyle style) {
  const std::string head = field_name(field, account);
  std::string out = paint(style.colour, Ink::Bold, head);
  if (field.origin == FieldTrace::Origin::Preset && !field.root.value.empty())
    out += " = " + field.root.value;
  if (field.origin == FieldTrace::Origin::LeftBlank) out += " = blank";
  const std::string place = short_place(field.span);
  out += fmt::format("   {} {} \"{}\"{}\n", field.field->length == 1 ? "byte" : "bytes",
                     position_of(field), readable(field.bytes), place.empty() ? "" : "   " + place);
  if (field.origin == FieldTrace::Origin::Metro2)
    return out + "└─ " + why_filled(*field.field) + "\n";
  TraceNode root = field.root;
  if (!root.parts.empty() || root.value == field.root.value) root.value.clear();
  return out + below(root, style);
}

std::string rule_text(const RuleTrace& rule, TraceStyle style) {
  std::string out = fmt::format("{} {}   {}\n", dsl::to_string(rule.kind),
                                paint(style.colour, Ink::Bold, rule.name), short_place(rule.span));
  return out + below(rule.root, style);
}

std::string basis_text(const std::vector<const FieldTrace*>& fields, const RuleTrace* rule,
                       const Explanation& why, const Explainer& explainer) {
  Table table;
  std::set<std::string> used;
  std::set<std::string_view> pointers;
  for (const FieldTrace* field : fields) {
    collect_params(field->root, used);
    for (const TraceSource& source : field->sources) pointers.insert(source.pointer);
  }
  if (rule != nullptr) collect_params(rule->root, used);
  std::string source = "document " + why.document_sha256.substr(0, 12) + "…";
  if (!pointers.empty())
    source +=
        fmt::format(": {} of it {} to this (--format json lists them)",
                    counted(pointers.size(), "value"), pointers.size() == 1 ? "leads" : "lead");
  table.add({"source", source});
  std::string first = "params";
  for (const ParamOrigin& param : explainer.params(why.chosen)) {
    if (used.count(param.name) == 0) continue;
    std::string text =
        fmt::format("{} = {}  ({}", param.name, param.value, short_place(param.place));
    text += param.is_set ? fmt::format("; the preset says {})", param.standard)
                         : std::string(", the preset's own)");
    table.add({first, text});
    first.clear();
  }
  const dsl::CheckedPreset& preset = explainer.preset(why);
  table.add(
      {"preset", fmt::format("{} version {} (sha256 {}…), tenant {}, as of {}", preset.name,
                             preset.version, preset.sha256.substr(0, 12),
                             explainer.setup().tenant.name.text, explainer.as_of().to_string())});
  return table.text(Colour::Never);
}

}  // namespace m2::cli
