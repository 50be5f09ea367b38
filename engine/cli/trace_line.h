#pragma once
// What is said of one step of a trace, on a terminal and on a page.
//
//   const NodeLine line = node_line(node, is_one_of_many, all);
//   line.text + line.arrow + line.value          // "past_due = $2,920"

#include <set>
#include <string>
#include <vector>

#include "engine/evaluate/trace.h"

namespace m2::cli {

struct NodeLine {
  std::string role;                  // "if", "else"
  std::string text;                  // in the preset's words
  std::string arrow;                 // before the value
  std::string value;                 // empty: it has none, or the text says it
  std::string defined;               // of a let: its expression
  std::string values;                // the text with the values in it
  std::vector<std::string> sources;  // pointer and raw value
  std::string note;
  bool is_evaluated = true;
};

/// `is_one_of_many`: an item of a list of several, which says in a line why it does not count.
NodeLine node_line(const TraceNode& node, bool is_one_of_many, bool all);
/// Whether more than one item stands below it.
bool has_several_items(const TraceNode& node);
/// What stands below a node; items that are one of many keep theirs to themselves.
bool shows_parts(const TraceNode& node, bool is_one_of_many, bool all);
/// The names of the parameters that it came by.
void collect_params(const TraceNode& node, std::set<std::string>& into);

}  // namespace m2::cli
