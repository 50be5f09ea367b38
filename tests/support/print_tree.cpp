#include "tests/support/print_tree.h"

#include <algorithm>
#include <array>
#include <utility>

namespace m2::test {
namespace {

using dsl::NodeKind;

constexpr std::size_t kWidth = 110;

// Both compilers spell the enumerator at the end of the name of an instantiation: "[… kind =
// m2::dsl::NodeKind::Let]".
template <NodeKind kind>
constexpr std::string_view spelled() {
  constexpr std::string_view name = __PRETTY_FUNCTION__;
  constexpr std::size_t begin = name.rfind("NodeKind::") + std::string_view("NodeKind::").size();
  return name.substr(begin, name.find_first_of("];", begin) - begin);
}

template <std::size_t... index>
constexpr auto all_names(std::index_sequence<index...>) {
  return std::array{spelled<static_cast<NodeKind>(index)>()...};
}
constexpr auto kNames =
    all_names(std::make_index_sequence<static_cast<std::size_t>(NodeKind::Broken) + 1>());

bool stands_for_itself(NodeKind kind) {
  switch (kind) {
    case NodeKind::Name:
    case NodeKind::Operator:
    case NodeKind::Number:
    case NodeKind::Money:
    case NodeKind::Percent:
    case NodeKind::Date:
    case NodeKind::Divider:
      return true;
    default:
      return false;
  }
}

std::string head_of(const dsl::Ast& ast, dsl::NodeId node) {
  const NodeKind kind = ast.kind(node);
  const std::string text(ast.text(node));
  if (stands_for_itself(kind)) return text;
  const std::string name(kind_name(kind));
  switch (kind) {
    case NodeKind::Text:
      return ast.children(node).empty() ? text : name + " " + text;
    case NodeKind::Cell:
    case NodeKind::Duration:
    case NodeKind::Frequency:
    case NodeKind::Broken:
      return name + " `" + text + "`";
    default:
      return name;
  }
}

void print(std::string& out, const dsl::Ast& ast, dsl::NodeId node, std::size_t indent,
           std::size_t width) {
  const std::string head = head_of(ast, node);
  const auto children = ast.children(node);
  if (children.empty()) {
    const bool bracketed = head.front() != '"' && head.find(' ') != std::string::npos;
    out += bracketed ? "(" + head + ")" : head;
    return;
  }
  std::string line = "(" + head;
  for (dsl::NodeId child : children) {
    line += ' ';
    print(line, ast, child, 0, std::string::npos);
  }
  line += ')';
  if (line.size() <= width - std::min(width, indent)) {
    out += line;
    return;
  }
  out += "(" + head;
  for (bool leads = true; dsl::NodeId child : children) {
    leads = leads && stands_for_itself(ast.kind(child));
    out += leads ? " " : "\n" + std::string(indent + 2, ' ');
    print(out, ast, child, indent + 2, width);
  }
  out += ')';
}

}  // namespace

std::string_view kind_name(NodeKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::string print_tree(const dsl::Ast& ast, dsl::NodeId node) {
  std::string out;
  print(out, ast, node, 0, std::string::npos);
  return out;
}

std::string print_tree(const dsl::Ast& ast) {
  std::string out;
  print(out, ast, ast.root(), 0, kWidth);
  return out + "\n";
}

}  // namespace m2::test
