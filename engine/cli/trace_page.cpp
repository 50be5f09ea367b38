#include "engine/cli/trace_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/base/text.h"
#include "engine/cli/render.h"
#include "engine/cli/trace_line.h"
#include "engine/cli/trace_view.h"

namespace m2::cli {
namespace {

// A step, and the line of the preset where it is another one than that of the step above it.
PageTree tree_of(const TraceNode& node, const Span& above, bool is_one_of_many, bool all) {
  const NodeLine line = node_line(node, is_one_of_many, all);
  PageTree tree;
  if (!line.role.empty()) tree.line.push_back(plain(line.role + " "));
  tree.line.push_back(code(line.text));
  if (!line.value.empty()) {
    tree.line.push_back(plain(line.arrow));
    tree.line.push_back(code(line.value));
  }
  for (const std::string& more : {line.defined, line.values}) {
    if (more.empty()) continue;
    tree.line.push_back(plain("   "));
    tree.line.push_back(code(more));
  }
  if (!line.is_evaluated) tree.line.push_back(plain("  (not computed)"));
  for (const std::string& source : line.sources) {
    tree.line.push_back(plain("   "));
    tree.line.push_back(code(source));
  }
  if (!line.note.empty()) tree.line.push_back(plain("   ← " + line.note));
  const bool is_same_line =
      !above.empty() && above.source == node.span.source && above.line() == node.span.line();
  if (!node.span.empty() && !is_same_line)
    tree.line.push_back(plain("   " + short_place(node.span)));
  if (!shows_parts(node, is_one_of_many, all)) return tree;
  const Span here = node.span.empty() ? above : node.span;
  for (const TraceNode& part : node.parts)
    tree.parts.push_back(tree_of(part, here, has_several_items(node), all));
  return tree;
}

std::string field_value(const FieldTrace& field) {
  if (field.origin == FieldTrace::Origin::LeftBlank) return "blank";
  return field.origin == FieldTrace::Origin::Preset ? field.root.value : "";
}

void add_field(Page& page, const FieldTrace& field, const AccountTrace& account, bool all) {
  const std::string name = field_name(field, account);
  const std::string value = field_value(field);
  page.heading(3, target_of("field", name), value.empty() ? name : name + " = " + value);
  Inlines line = {plain(field.field->length == 1 ? "Byte " : "Bytes "),
                  plain(position_of(field) + " "), code("\"" + readable(field.bytes) + "\"")};
  const std::string place = short_place(field.span);
  if (!place.empty()) line.push_back(plain(", " + place));
  if (field.origin == FieldTrace::Origin::Metro2)
    line.push_back(plain("; " + why_filled(*field.field)));
  page.paragraph(std::move(line));
  if (field.origin == FieldTrace::Origin::Metro2) return;
  TraceNode root = field.root;
  if (!root.parts.empty() || root.value == field.root.value) root.value.clear();
  page.tree(tree_of(root, {}, false, all));
}

void add_rule(Page& page, const RuleTrace& rule, bool all) {
  page.heading(3, target_of("rule", rule.name),
               fmt::format("{} {}", dsl::to_string(rule.kind), rule.name));
  page.paragraph({plain(!rule.is_decided ? "Held on the way."
                        : rule.is_true   ? "True."
                                         : "False."),
                  plain(" " + short_place(rule.span))});
  page.tree(tree_of(rule.root, {}, false, all));
}

// Where the trees end: the members of the document, each once.
void add_basis(Page& page, const std::vector<const FieldTrace*>& fields,
               const std::vector<const RuleTrace*>& rules, const Explanation& why,
               const Explainer& explainer) {
  std::set<std::string> used;
  std::map<std::string, std::string> sources;
  std::vector<std::string> in_order;
  for (const FieldTrace* field : fields) {
    collect_params(field->root, used);
    for (const TraceSource& source : field->sources) {
      if (sources.emplace(source.pointer, source.text).second) in_order.push_back(source.pointer);
    }
  }
  for (const RuleTrace* rule : rules) collect_params(rule->root, used);
  page.heading(2, "basis", "What it stands on");
  const dsl::CheckedPreset& preset = explainer.preset(why);
  PageTable basis{"", {"What", "Which"}, {}, 1};
  basis.rows.push_back({"",
                        {{plain("preset")},
                         {plain(fmt::format("{} version {}, sha256 ", preset.name, preset.version)),
                          code(preset.sha256)}}});
  basis.rows.push_back({"", {{plain("tenant")}, {plain(explainer.setup().tenant.name.text)}}});
  basis.rows.push_back({"", {{plain("as of")}, {plain(explainer.as_of().to_string())}}});
  basis.rows.push_back({"", {{plain("document")}, {plain("sha256 "), code(why.document_sha256)}}});
  page.table(std::move(basis));
  PageTable params{"Parameters", {"Parameter", "Value", "Set by"}, {}, PageTable::kNone};
  for (const ParamOrigin& param : explainer.params(why.chosen)) {
    if (used.count(param.name) == 0) continue;
    const std::string by = short_place(param.place) +
                           (param.is_set ? fmt::format("; the preset says {}", param.standard)
                                         : std::string(", the preset's own"));
    params.rows.push_back({"", {{code(param.name)}, {code(param.value)}, {plain(by)}}});
  }
  page.table(std::move(params));
  PageTable members{"Values of the document", {"Pointer", "As it stands there"}, {}, 1};
  for (const std::string& pointer : in_order) {
    members.rows.push_back(
        {"", {{code(printable(pointer))}, {code(readable(sources.at(pointer)))}}});
  }
  page.table(std::move(members));
}

void add_reasons(Page& page, const AccountTrace& trace) {
  PageTable reasons{"", {"Reason", "Says", "Place"}, {}, 1};
  for (const Reason& reason : trace.reasons) {
    reasons.rows.push_back({"",
                            {{plain(reason.name)},
                             {plain(readable(reason.text))},
                             {plain(short_place(reason.span))}}});
  }
  page.table(std::move(reasons));
}

}  // namespace

Page trace_page(const std::vector<const FieldTrace*>& fields,
                const std::vector<const RuleTrace*>& rules, const Explanation& why,
                const Explainer& explainer, bool all) {
  const AccountTrace& trace = why.trace;
  Page page(fmt::format("Account {}: {}", trace.account, to_string(trace.kind)));
  add_reasons(page, trace);
  if (!fields.empty()) page.heading(2, "fields", "Fields");
  if (fields.size() > 1) {
    PageTable table{"", {"Bytes", "Field", "Value", "Preset"}, {}, 2};
    for (const FieldTrace* field : fields) {
      const std::string name = field_name(*field, trace);
      table.rows.push_back({"",
                            {{plain(position_of(*field))},
                             {link(name, target_of("field", name))},
                             {code(field_value(*field))},
                             {plain(short_place(field->span))}}});
    }
    page.table(std::move(table));
  }
  for (const FieldTrace* field : fields) add_field(page, *field, trace, all);
  if (!rules.empty()) page.heading(2, "rules", "Rules");
  for (const RuleTrace* rule : rules) add_rule(page, *rule, all);
  add_basis(page, fields, rules, why, explainer);
  return page;
}

Page byte_page(const ByteExplanation& why, const FileExplainer& explainer, bool all) {
  const std::string text = byte_text(why, explainer, {Colour::Never, all});
  Page page(text.substr(0, text.find('\n')));
  const std::string rest = text.substr(text.find('\n') + 1);
  page.paragraph({plain(rest.substr(0, rest.find('\n')))});
  if (const FieldTrace* field = field_of_byte(why)) {
    page.heading(2, "fields", "Field");
    add_field(page, *field, why.account->trace, all);
    add_basis(page, {field}, {}, *why.account, explainer.explainer());
    return page;
  }
  Inlines line;
  if (why.place.part == BytePlace::Part::Field) {
    line = {code(why.place.field->key), plain(" "), code("\"" + readable(why.bytes) + "\""),
            plain(": ")};
  }
  line.push_back(plain(why.why));
  if (!why.span.empty()) line.push_back(plain(", " + short_place(why.span)));
  page.paragraph(std::move(line));
  return page;
}

}  // namespace m2::cli
