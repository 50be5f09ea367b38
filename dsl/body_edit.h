#pragma once
// BodyEdit: the text of a statement with some of its parts exchanged, the rest as its author wrote
// it.
//
//   BodyEdit edit(record);
//   edit.drop(field);                        // with its comments and its line
//   edit.append("  surname: \"REYES\"\n");   // in front of the closing brace
//   std::cout << edit.text();

#include <cstdint>
#include <string>
#include <vector>

#include "dsl/node_ref.h"

namespace m2::dsl {

class BodyEdit {
 public:
  explicit BodyEdit(NodeRef statement) : statement_(statement) {}

  void drop(NodeRef part);
  void put(NodeRef part, std::string text);
  /// Lines, each with its line end.
  void append(std::string lines) { appended_ += lines; }
  [[nodiscard]] std::string text() const;

 private:
  struct Edit {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string text;
  };
  NodeRef statement_;
  std::vector<Edit> edits_;  // in the order of the text
  std::string appended_;
};

/// The comment lines directly above a node, each with its line end.
std::string comments_above(NodeRef n);
/// The comment behind a node on its last line, with two blanks before it; else nothing.
std::string comment_behind(NodeRef n);

}  // namespace m2::dsl
