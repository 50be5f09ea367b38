#include "engine/evaluate/trace.h"

#include <algorithm>

namespace m2 {
namespace {

bool is(const TraceNode& node, std::string_view value) {
  return node.value == value;
}

// The lines that decided it; `wanted` is the answer that is explained.
void collect(const TraceNode& node, std::vector<TraceReason>& out) {
  // What only gives another its name, or joins others, is decided by what stands below it.
  std::vector<const TraceNode*> conditions;
  for (const TraceNode& part : node.parts) {
    const bool is_condition =
        part.type.is(dsl::Kind::Bool) && part.is_evaluated && part.kind != TraceNode::Kind::Item;
    if (is_condition && part.role.empty()) conditions.push_back(&part);
  }
  const bool joins = !conditions.empty() && node.values.empty();
  if (!joins) {
    out.push_back({node.defined.empty() ? node.text : node.defined, "was " + node.value,
                   node.values, node.span});
    for (const TraceNode& part : node.parts) {
      if (!part.values.empty() && !part.type.is(dsl::Kind::Bool) && part.role.empty())
        out.push_back({part.text, "was " + part.value, part.values, part.span});
    }
    return;
  }
  // Of operands that differ from each other the one that agrees with the answer decided it.
  const bool some_agree = std::any_of(conditions.begin(), conditions.end(),
                                      [&](const TraceNode* c) { return is(*c, node.value); });
  for (const TraceNode* condition : conditions) {
    if (!some_agree || is(*condition, node.value)) collect(*condition, out);
  }
}

}  // namespace

std::vector<TraceReason> reasons_of(const TraceNode& condition) {
  std::vector<TraceReason> out;
  if (condition.is_evaluated) collect(condition, out);
  return out;
}

}  // namespace m2
