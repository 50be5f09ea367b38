#include "tests/support/tree_promises.h"

#include <algorithm>

namespace m2::test {
namespace {

using dsl::Ast;
using dsl::NodeId;
using dsl::NodeKind;

std::string broken_node(const Ast& ast, NodeId node, bool is_sound) {
  const Span span = ast.span(node);
  if (span.begin > span.end || span.end > ast.source().text().size())
    return "a node lies outside of the file";
  if (is_sound && ast.kind(node) == NodeKind::Broken) return "a Broken node without a diagnostic";
  for (NodeId child : ast.children(node)) {
    if (child >= node) return "a child is not older than its parent";
    const Span inner = ast.span(child);
    if (inner.begin < span.begin || inner.end > span.end)
      return "a child lies outside of its parent";
    if (std::string problem = broken_node(ast, child, is_sound); !problem.empty()) return problem;
  }
  return "";
}

// True when nothing but blanks, a byte order mark and comments lies outside of the statements.
bool is_all_read(const Ast& ast) {
  std::string rest(ast.source().text());
  if (rest.starts_with("\xEF\xBB\xBF")) rest.replace(0, 3, 3, ' ');
  const auto blank_out = [&](std::uint32_t begin, std::uint32_t end) {
    std::fill(rest.begin() + begin, rest.begin() + end, ' ');
  };
  for (NodeId statement : ast.children(ast.root()))
    blank_out(ast.span(statement).begin, ast.span(statement).end);
  for (const dsl::Comment& comment : ast.comments()) blank_out(comment.begin, comment.end);
  return rest.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

std::string broken_promise(const Ast& ast, const Diagnostics& found) {
  if (ast.size() == 0 || ast.root() + 1 != ast.size()) return "the root is not the last node";
  if (std::string problem = broken_node(ast, ast.root(), found.empty()); !problem.empty())
    return problem;
  for (std::size_t i = 1; i < ast.comments().size(); ++i) {
    if (ast.comments()[i].begin < ast.comments()[i - 1].end) return "comments out of order";
  }
  if (found.empty() && !is_all_read(ast)) return "text was lost without a diagnostic";
  for (const Diagnostic& d : found.all()) {
    const std::size_t size = ast.source().text().size();
    if (d.span.empty() || d.span.begin > d.span.end || d.span.end > size)
      return "a diagnostic points nowhere";
    for (const Label& label : d.labels) {
      if (label.span.begin > label.span.end || label.span.end > size)
        return "a label points nowhere";
    }
  }
  return "";
}

}  // namespace m2::test
