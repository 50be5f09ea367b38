// Every construct of the grammar stands in an example of the language reference.

#include <set>

#include "dsl/parse.h"
#include "engine/base/text.h"
#include "tests/support/golden.h"
#include "tests/support/print_tree.h"

namespace m2 {
namespace {

void collect(const dsl::Ast& ast, dsl::NodeId id, std::set<dsl::NodeKind>& kinds) {
  kinds.insert(ast.kind(id));
  for (const dsl::NodeId child : ast.children(id)) collect(ast, child, kinds);
}

std::optional<dsl::FileKind> kind_of(std::string_view fence) {
  if (fence == "preset" || fence == "override" || fence == "statements")
    return dsl::FileKind::Preset;
  if (fence == "library") return dsl::FileKind::Library;
  if (fence == "shape") return dsl::FileKind::Shape;
  if (fence == "rules") return dsl::FileKind::Rules;
  return std::nullopt;
}

std::set<dsl::NodeKind> kinds_of_examples(std::string_view page) {
  std::set<dsl::NodeKind> kinds;
  std::string fence;
  std::string text;
  bool inside = false;
  for (const std::string_view line : split(page, '\n')) {
    if (!line.starts_with("```")) {
      if (inside) text += std::string(line) + "\n";
      continue;
    }
    inside = !inside;
    if (inside) {
      fence = line.substr(3);
      text.clear();
    } else if (const auto kind = kind_of(fence)) {
      if (fence == "statements") text = "preset page version 1\n" + text;
      Diagnostics found;
      const dsl::Ast ast =
          dsl::parse(std::make_shared<const SourceText>("page", std::move(text)), *kind, found);
      CAPTURE(render(found.sorted(), Colour::Never));
      CHECK_FALSE(found.has_errors());
      collect(ast, ast.root(), kinds);
    }
  }
  return kinds;
}

}  // namespace

SCENARIO("every construct of the grammar stands in an example of the language reference") {
  const std::set<dsl::NodeKind> kinds =
      kinds_of_examples(test::read(test::project_path("docs/language.md")));
  for (std::size_t i = 0; i < static_cast<std::size_t>(dsl::NodeKind::Broken); ++i) {
    const auto kind = static_cast<dsl::NodeKind>(i);
    if (kind == dsl::NodeKind::Inquiry) continue;  // no file: a line of `metro2 eval`
    CAPTURE(test::kind_name(kind));
    CHECK(kinds.count(kind) == 1);
  }
}

}  // namespace m2
