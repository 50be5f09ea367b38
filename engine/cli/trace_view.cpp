#include "engine/cli/trace_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/base/text.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

using NodeForm = TraceNode::Kind;

// A name has a value; an expression comes to one.
std::string_view arrow(const TraceNode& node) {
  switch (node.kind) {
    case NodeForm::Let:
    case NodeForm::Parameter:
    case NodeForm::Member:
      return " = ";
    case NodeForm::Charge:
      return "  ";
    default:
      return " → ";
  }
}

std::string sources_of(const TraceNode& node) {
  std::string out;
  const bool is_entry = node.kind == NodeForm::Charge || node.kind == NodeForm::Payment;
  for (const TraceSource& source : node.sources) {
    if (is_entry && &source != node.sources.data()) break;
    out += "  " + printable(source.pointer);
    if (!source.text.empty()) out += " \"" + readable(source.text) + "\"";
  }
  return out;
}

// Why an item does not count: the first of its conditions that is false.
std::string why_not(const TraceNode& item) {
  for (const TraceNode& part : item.parts) {
    if (part.value == "false") return part.values.empty() ? part.text : part.values;
  }
  return {};
}

class Tree {
 public:
  explicit Tree(TraceStyle style) : style_(style) {}

  std::string text(const TraceNode& root) {
    draw(root, "", "");
    return std::move(out_);
  }

 private:
  // What stands below a node; items that are one of many keep theirs to themselves.
  [[nodiscard]] bool shows_parts(const TraceNode& node, bool is_one_of_many) const {
    return style_.all || node.kind != NodeForm::Item || !is_one_of_many;
  }

  void draw(const TraceNode& node, const std::string& first, const std::string& rest,
            bool is_one_of_many = false) {
    out_ += first + label(node, is_one_of_many) + "\n";
    if (!shows_parts(node, is_one_of_many)) return;
    const auto items = std::count_if(node.parts.begin(), node.parts.end(),
                                     [](const TraceNode& p) { return p.kind == NodeForm::Item; });
    const Span outer = std::exchange(outer_, node.span.empty() ? outer_ : node.span);
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
      const bool is_last = i + 1 == node.parts.size();
      draw(node.parts[i], rest + (is_last ? "└─ " : "├─ "), rest + (is_last ? "   " : "│  "),
           items > 1);
    }
    outer_ = outer;
  }

  std::string label(const TraceNode& node, bool is_one_of_many) {
    std::string out;
    if (!node.role.empty()) out += paint(style_.colour, Ink::Dim, node.role) + " ";
    out += node.text;
    if (node.kind == NodeForm::Let && !node.value.empty()) {
      out += " = " + paint(style_.colour, Ink::Bold, node.value);
      if (!node.defined.empty()) out += "   " + node.defined;
    } else if (!node.value.empty() && node.value != node.text)
      out += std::string(arrow(node)) + paint(style_.colour, Ink::Bold, node.value);
    if (!node.is_evaluated) out += paint(style_.colour, Ink::Dim, "  (not computed)");
    if (!node.values.empty() && node.values != node.value) out += "   " + node.values;
    out += paint(style_.colour, Ink::Cyan, sources_of(node));
    std::string note = node.note;
    if (is_one_of_many && node.kind == NodeForm::Item && !note.empty() && !style_.all) {
      const std::string why = why_not(node);
      if (!why.empty()) note += ": not " + why;
    }
    if (!note.empty()) out += "   ← " + note;
    return out + place(node);
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

void collect_params(const TraceNode& node, std::set<std::string>& into) {
  if (node.kind == NodeForm::Parameter) into.insert(node.text);
  for (const TraceNode& part : node.parts) collect_params(part, into);
}

std::string_view word_of(TraceNode::Kind kind) {
  constexpr std::string_view kWords[] = {"expression", "let",    "define", "parameter", "member",
                                         "table",      "row",    "lookup", "key",       "list",
                                         "item",       "ledger", "charge", "payment",   "hold"};
  return kWords[static_cast<std::size_t>(kind)];
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

// ── JSON ──

void write_place(JsonWriter& json, Span span) {
  if (span.empty()) return;
  json.key("file").text(span.source->name());
  json.key("line").number(span.line());
}

void write_sources(JsonWriter& json, const std::vector<TraceSource>& sources) {
  json.key("sources").begin_array();
  for (const TraceSource& source : sources) {
    json.begin_object().key("pointer").text(source.pointer);
    json.key("text").text(source.text);
    if (source.is_masked) json.key("masked").boolean(true);
    json.end_object();
  }
  json.end_array();
}

void write_json(JsonWriter& json, const TraceNode& node) {
  json.begin_object().key("kind").text(word_of(node.kind));
  if (!node.role.empty()) json.key("role").text(node.role);
  json.key("text").text(node.text);
  if (!node.defined.empty()) json.key("defined").text(node.defined);
  if (!node.value.empty()) json.key("value").text(node.value);
  if (!node.values.empty()) json.key("values").text(node.values);
  if (!node.note.empty()) json.key("note").text(node.note);
  if (!node.is_evaluated) json.key("computed").boolean(false);
  write_place(json, node.span);
  if (!node.sources.empty()) write_sources(json, node.sources);
  if (!node.parts.empty()) {
    json.key("parts").begin_array();
    for (const TraceNode& part : node.parts) write_json(json, part);
    json.end_array();
  }
  json.end_object();
}

void write_json(JsonWriter& json, const FieldTrace& field, const AccountTrace& account) {
  json.begin_object().key("field").text(field_name(field, account));
  json.key("segment").text(to_string(field.segment));
  json.key("offset").number(static_cast<std::int64_t>(field.offset));
  json.key("length").number(static_cast<std::int64_t>(field.field->length));
  json.key("bytes").text(field.bytes);
  constexpr std::string_view kOrigins[] = {"preset", "left blank", "metro2"};
  json.key("origin").text(kOrigins[static_cast<std::size_t>(field.origin)]);
  if (field.origin == FieldTrace::Origin::Metro2)
    json.key("because").text(why_filled(*field.field));
  if (field.origin != FieldTrace::Origin::Metro2) {
    json.key("value").text(field.root.value);
    json.key("explanation");
    write_json(json, field.root);
    write_sources(json, field.sources);
  }
  json.end_object();
}

void write_json(JsonWriter& json, const RuleTrace& rule) {
  json.begin_object().key("rule").text(rule.name);
  json.key("kind").text(dsl::to_string(rule.kind));
  if (rule.is_decided) {
    json.key("answer").boolean(rule.is_true);
  } else {
    json.key("answer").null();
  }
  write_place(json, rule.span);
  json.key("because").begin_array();
  for (const TraceReason& reason : reasons_of(rule.root)) {
    json.begin_object().key("text").text(reason.text).key("answer").text(reason.answer);
    if (!reason.values.empty()) json.key("values").text(reason.values);
    write_place(json, reason.span);
    json.end_object();
  }
  json.end_array().key("explanation");
  write_json(json, rule.root);
  json.end_object();
}

}  // namespace m2::cli
