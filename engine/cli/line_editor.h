#pragma once
// LineEditor: lines from a terminal, with editing, history of the session and completion of names;
// or from a pipe, as they come.
//
//   LineEditor editor(is_terminal, [&](std::string_view word) { return names_starting(word); });
//   while (std::optional<std::string> line = editor.read("metro2> ")) …
//
// The history is not kept on disk: what is asked of accounts is nobody else's.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace m2::cli {

class LineEditor {
 public:
  /// Ways to go on with a word, sorted.
  using Complete = std::function<std::vector<std::string>(std::string_view word)>;

  LineEditor(bool is_terminal, Complete complete);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// The next line without its end; empty when there is none any more. On a terminal, Control-C
  /// starts the line over and Control-D ends.
  std::optional<std::string> read(const std::string& prompt);

 private:
  struct Terminal;
  std::unique_ptr<Terminal> terminal_;  // null for a pipe
};

}  // namespace m2::cli
