#include "dsl/inquiry.h"

#include <algorithm>

#include "dsl/builtins.h"
#include "dsl/parse.h"

namespace m2::dsl {
namespace {

bool is_let(const Ast& line) {
  return line.kind(line.child(line.root(), 0)) == NodeKind::Let;
}

std::string_view let_name(const Ast& line) {
  return line.text(line.child(line.child(line.root(), 0), 0));
}

}  // namespace

std::shared_ptr<const CheckedPreset> Inquiry::ask(std::string_view line, std::string name,
                                                  Diagnostics& found) {
  const auto source = std::make_shared<const SourceText>(std::move(name), std::string(line));
  Diagnostics of_line;
  const auto tree = std::make_shared<const Ast>(parse(source, FileKind::Inquiry, of_line));
  if (of_line.has_errors()) {
    found.append(std::move(of_line));
    return nullptr;
  }
  std::vector<std::shared_ptr<const Ast>> lines = lets_;
  if (is_let(*tree))
    std::erase_if(lines, [&](const auto& let) { return let_name(*let) == let_name(*tree); });
  lines.push_back(tree);
  std::shared_ptr<const CheckedPreset> asked = check_lines(preset_, workspace_, lines, of_line);
  of_line.remove_if([&](const Diagnostic& d) {
    return d.severity != Severity::Error &&
           (d.span.source != source.get() || d.slug == "unused-let");
  });
  found.append(std::move(of_line));
  if (asked == nullptr) return nullptr;
  if (is_let(*tree)) lets_ = std::move(lines);
  return asked;
}

std::vector<std::string> Inquiry::names() const {
  std::vector<std::string> names;
  Diagnostics ignored;
  const auto known = check_lines(preset_, workspace_, lets_, ignored);
  if (known == nullptr) return names;
  const auto with_members = [&](const std::string& name, Type type) {
    names.push_back(name);
    if (!type.is(Kind::Record)) return;
    for (const MemberType& m : known->types.record(type).members)
      names.push_back(name + "." + m.name);
  };
  for (const Let& let : known->lets) with_members(let.name, let.type);
  for (const Param& param : known->params) names.push_back(param.name);
  for (const Table& table : known->tables) names.push_back(table.name);
  for (const Lookup& lookup : known->lookups) names.push_back(lookup.name);
  for (const Define& define : known->defines) {
    if (define.name.find(' ') == std::string::npos) names.push_back(define.name);
  }
  if (known->shape != nullptr) {
    for (const ShapeRoot& root : known->shape->roots) with_members(root.name, root.type);
  }
  for (const Builtin& builtin : builtins()) names.emplace_back(builtin.name);
  for (std::string_view word : reserved_words()) names.emplace_back(word);
  for (const std::string_view own : kEngineNames) names.emplace_back(own);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace m2::dsl
