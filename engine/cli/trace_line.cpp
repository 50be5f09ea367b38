#include "engine/cli/trace_line.h"

#include <algorithm>

#include "engine/base/text.h"

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

// Why an item does not count: the first of its conditions that is false.
std::string why_not(const TraceNode& item) {
  for (const TraceNode& part : item.parts) {
    if (part.value == "false") return part.values.empty() ? part.text : part.values;
  }
  return {};
}

}  // namespace

NodeLine node_line(const TraceNode& node, bool is_one_of_many, bool all) {
  NodeLine line;
  line.role = node.role;
  line.text = node.text;
  line.is_evaluated = node.is_evaluated;
  if (node.kind == NodeForm::Let || node.value != node.text) line.value = node.value;
  if (!line.value.empty()) line.arrow = std::string(arrow(node));
  if (node.kind == NodeForm::Let && !node.value.empty()) line.defined = node.defined;
  if (node.values != node.value) line.values = node.values;
  const bool is_entry = node.kind == NodeForm::Charge || node.kind == NodeForm::Payment;
  for (const TraceSource& source : node.sources) {
    if (is_entry && &source != node.sources.data()) break;
    line.sources.push_back(printable(source.pointer));
    if (!source.text.empty()) line.sources.back() += " \"" + readable(source.text) + "\"";
  }
  line.note = node.note;
  if (is_one_of_many && node.kind == NodeForm::Item && !line.note.empty() && !all) {
    const std::string why = why_not(node);
    if (!why.empty()) line.note += ": not " + why;
  }
  return line;
}

bool has_several_items(const TraceNode& node) {
  return std::count_if(node.parts.begin(), node.parts.end(),
                       [](const TraceNode& part) { return part.kind == NodeForm::Item; }) > 1;
}

bool shows_parts(const TraceNode& node, bool is_one_of_many, bool all) {
  return all || node.kind != NodeForm::Item || !is_one_of_many;
}

void collect_params(const TraceNode& node, std::set<std::string>& into) {
  if (node.kind == NodeForm::Parameter) into.insert(node.text);
  for (const TraceNode& part : node.parts) collect_params(part, into);
}

}  // namespace m2::cli
