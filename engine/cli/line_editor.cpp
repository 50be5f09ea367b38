#include "engine/cli/line_editor.h"

#include <histedit.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <iostream>

#include "engine/base/ascii.h"

namespace m2::cli {
namespace {

constexpr int kLinesKept = 1000;

bool is_of_name(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '.';
}

// What all words begin with.
std::string shared_start(const std::vector<std::string>& words) {
  std::string start = words.front();
  for (const std::string& word : words) {
    const auto end = std::mismatch(start.begin(), start.end(), word.begin(), word.end()).first;
    start.erase(end, start.end());
  }
  return start;
}

}  // namespace

struct LineEditor::Terminal {
  Complete complete;
  EditLine* editor = nullptr;
  History* history = nullptr;
  HistEvent event = {};
  std::string prompt;

  explicit Terminal(Complete completion) : complete(std::move(completion)) {
    std::setlocale(LC_CTYPE, "");  // letters of more than one byte are one letter to the editor
    editor = ::el_init("metro2", stdin, stdout, stderr);
    history = ::history_init();
    ::history(history, &event, H_SETSIZE, kLinesKept);
    ::history(history, &event, H_SETUNIQUE, 1);
    ::el_set(editor, EL_CLIENTDATA, this);
    ::el_set(editor, EL_PROMPT, &show_prompt);
    ::el_set(editor, EL_EDITOR, "emacs");
    ::el_set(editor, EL_HIST, ::history, history);
    ::el_set(editor, EL_ADDFN, "complete-name", "Goes on with the name", &complete_name);
    ::el_set(editor, EL_BIND, "^I", "complete-name", nullptr);
    ::el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    ::el_set(editor, EL_SETTY, "-d", "-isig", nullptr);
    ::el_set(editor, EL_BIND, "^C", "ed-start-over", nullptr);
  }
  ~Terminal() {
    ::el_end(editor);
    ::history_end(history);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  static Terminal& of(EditLine* line) {
    Terminal* self = nullptr;
    ::el_get(line, EL_CLIENTDATA, &self);
    return *self;
  }

  static char* show_prompt(EditLine* line) { return of(line).prompt.data(); }

  // One way to go on is taken; of several, what they share, and they are listed.
  static unsigned char complete_name(EditLine* line, int) {
    const LineInfo* info = ::el_line(line);
    const char* begin = info->cursor;
    while (begin > info->buffer && is_of_name(begin[-1])) --begin;
    const std::string word(begin, info->cursor);
    const std::vector<std::string> ways = of(line).complete(word);
    if (ways.empty()) return CC_REFRESH_BEEP;
    const std::string start = shared_start(ways);
    if (start.size() > word.size()) {
      ::el_insertstr(line, start.substr(word.size()).c_str());
      return CC_REFRESH;
    }
    if (ways.size() == 1) return CC_NORM;
    std::cout << "\n";
    for (const std::string& way : ways) std::cout << way << "  ";
    std::cout << "\n" << std::flush;
    return CC_REDISPLAY;
  }
};

LineEditor::LineEditor(bool is_terminal, Complete complete)
    : terminal_(is_terminal ? std::make_unique<Terminal>(std::move(complete)) : nullptr) {}

LineEditor::~LineEditor() = default;

std::optional<std::string> LineEditor::read(const std::string& prompt) {
  std::string line;
  if (terminal_ == nullptr) {
    if (!std::getline(std::cin, line)) return std::nullopt;
  } else {
    terminal_->prompt = prompt;
    int count = 0;
    const char* text = ::el_gets(terminal_->editor, &count);
    if (text == nullptr || count <= 0) return std::nullopt;
    line.assign(text, static_cast<std::size_t>(count));
  }
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  if (terminal_ != nullptr && !line.empty())
    ::history(terminal_->history, &terminal_->event, H_ENTER, line.c_str());
  return line;
}

}  // namespace m2::cli
