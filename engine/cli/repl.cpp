// metro2 repl: expressions over one account, one line after the other.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "engine/base/text.h"
#include "engine/cli/answer_view.h"
#include "engine/cli/command.h"
#include "engine/cli/inquiry_options.h"
#include "engine/cli/line_editor.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} << 10;

class Repl final : public Command {
 public:
  std::vector<Parameter> parameters() override { return about_.parameters(); }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 repl", "the words of the libraries"},
            {"metro2 repl --tenant demo-rent --account 8200001 --as-of 2026-06-15 --from "
             "presets/entrata/fixtures",
             "one account"},
            {"metro2 repl --preset entrata_rent < questions.txt", "from a file"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Every line is an expression, `let NAME = …` for the lines after it, or a command; "
           ":help "
           "lists the commands. What is wrong with a line is told, and never ends the session. "
           "From a pipe, a line that is wrong or holds the account makes it end with 1.";
  }
  Result<Exit> run(Context& context) override;

 private:
  InquiryOptions about_;
};

class Session {
 public:
  Session(AccountInquiry inquiry, const InquiryOptions& about, Context& context)
      : inquiry_(std::move(inquiry)),
        masking_(about.masking()),
        from_(about.from()),
        context_(context) {}

  Exit run() {
    const bool is_terminal = ::isatty(STDIN_FILENO) == 1;
    LineEditor editor(is_terminal, [this](std::string_view word) { return ways_on(word); });
    if (is_terminal) context_.out << "An expression, `let NAME = …`, or :help.\n";
    context_.out.flush();
    while (!is_over_) {
      const std::optional<std::string> line = editor.read(prompt_ + "> ");
      if (!line) break;
      ++number_;
      take(trim(*line));
      context_.out.flush();
      context_.err.flush();
      if (!context_.out) break;
    }
    return was_wrong_ && !is_terminal ? Exit::Findings : Exit::Done;
  }

 private:
  struct CommandWord {
    std::string_view word;
    std::string_view value;
    std::string_view about;
    void (Session::*run)(std::string_view value);
  };
  static constexpr std::size_t kCommandCount = 9;
  static constexpr const char* kNoAccount = "metro2";
  static const std::array<CommandWord, kCommandCount>& commands();

  void take(std::string_view line) {
    if (line.empty() || line.front() == '#') return;
    if (line.size() > kLongestLine) return wrong("this line is longer than any expression");
    if (line.front() == ':') return command(line);
    show(line);
  }

  void command(std::string_view line) {
    const std::string_view word = line.substr(0, line.find(' '));
    const std::string_view value = trim(line.substr(word.size()));
    std::vector<std::string> known;
    for (const CommandWord& row : commands()) {
      if (row.word == word) return (this->*row.run)(value);
      known.emplace_back(row.word);
    }
    const std::string near = did_you_mean(word, known);
    wrong(fmt::format("no command `{}`{}", printable(word),
                      near.empty() ? "; :help lists them" : "; " + near));
  }

  void show(std::string_view line) {
    Diagnostics found;
    const Result<Asked> asked = inquiry_.ask(line, place(), masking_, found);
    if (!asked) return wrong(asked.error().message);
    print_problems(context_, found, inquiry_);
    switch (asked->form) {
      case Asked::Form::Wrong:
        was_wrong_ = true;
        return;
      case Asked::Form::Named:
        names_.clear();
        return;
      case Asked::Form::NeedsAccount:
        return wrong("this expression reads an account; choose one with :account A");
      case Asked::Form::NeedsDay:
        return wrong("this expression asks which day it is; say it with :as-of 2026-05-31");
      case Asked::Form::Answered:
        break;
    }
    if (!asked->answer.value) was_wrong_ = true;
    context_.out << (context_.form == OutputForm::Json
                         ? answer_json(*asked, JsonWriter::Style::Compact) + "\n"
                         : answer_text(*asked, context_.out_colour));
  }

  // ── commands ──

  void choose_account(std::string_view value) {
    if (value.empty()) return wrong("say which account: :account 8200001");
    if (!from_) return wrong("say where the documents are: :from PATH");
    const Result<void> done = inquiry_.use_account(*from_, value);
    if (!done) return wrong(done.error().message);
    prompt_ = printable(value);
    names_.clear();  // another of the tenant's presets may take it
  }
  void choose_from(std::string_view value) {
    if (value.empty() || value == "-") return wrong("say where the documents are: :from PATH");
    from_ = value;
  }
  void choose_day(std::string_view value) {
    const std::optional<Date> day = Date::parse_iso(value);
    if (!day) return wrong("a day is written as 2026-05-31");
    Diagnostics found;
    const Result<bool> done = inquiry_.use_day(*day, found);
    if (!done) return wrong(done.error().message);
    context_.err << render(found.sorted(), context_.err_colour);
    was_wrong_ = was_wrong_ || !*done;
    names_.clear();  // another version may be in force
  }
  void choose_tenant(std::string_view value) {
    Diagnostics found;
    const Result<bool> done = inquiry_.use_tenant(value, found);
    prompt_ = kNoAccount;  // the one before is gone, also when this one is wrong
    names_.clear();
    if (!done) return wrong(done.error().message);
    context_.err << render(found.sorted(), context_.err_colour);
    was_wrong_ = was_wrong_ || !*done;
  }
  void choose_preset(std::string_view value) {
    const Result<void> done = inquiry_.use_preset(value);
    if (!done) return wrong(done.error().message);
    prompt_ = kNoAccount;
    names_.clear();
  }
  void show_type(std::string_view value) {
    Diagnostics found;
    const Result<Asked> asked = inquiry_.type_of(value, place(), found);
    if (!asked) return wrong(asked.error().message);
    print_problems(context_, found, inquiry_);
    was_wrong_ = was_wrong_ || asked->form == Asked::Form::Wrong;
    if (asked->form != Asked::Form::Wrong) context_.out << asked->type << "\n";
  }
  void show_names(std::string_view value) {
    std::string line;
    for (const std::string& name : ways_on(value)) {
      if (!line.empty() && line.size() + name.size() > 96) {
        context_.out << line << "\n";
        line.clear();
      }
      line += (line.empty() ? "" : "  ") + name;
    }
    context_.out << line << "\n";
  }
  void show_help(std::string_view) {
    Table table;
    table.add({"EXPRESSION", "its value and its type"});
    table.add({"let NAME = EXPRESSION", "a name for the lines that follow"});
    for (const CommandWord& row : commands())
      table.add({fmt::format("{} {}", row.word, row.value), std::string(row.about)});
    context_.out << table.text(Colour::Never);
  }
  void quit(std::string_view) { is_over_ = true; }

  // ── small tools ──

  [[nodiscard]] std::string place() const { return fmt::format("line {}", number_); }

  void wrong(std::string_view why) {
    was_wrong_ = true;
    context_.out.flush();
    context_.err << paint(context_.err_colour, Ink::Red, "error") << ": " << why << "\n";
  }

  // Names that begin with a word; of a path, one step further.
  std::vector<std::string> ways_on(std::string_view word) {
    if (names_.empty()) names_ = inquiry_.names();
    std::vector<std::string> ways;
    for (const std::string& name : names_) {
      const bool goes_on = name.starts_with(word);
      const bool is_deeper = goes_on && name.find('.', word.size()) != std::string::npos;
      if (goes_on && !is_deeper) ways.push_back(name);
    }
    return ways;
  }

  AccountInquiry inquiry_;
  Masking masking_;
  std::optional<std::string> from_;
  Context& context_;
  std::string prompt_ = kNoAccount;  // the account that is asked
  std::vector<std::string> names_;   // for completion; emptied when they may have changed
  std::uint64_t number_ = 0;
  bool is_over_ = false;
  bool was_wrong_ = false;
};

const std::array<Session::CommandWord, Session::kCommandCount>& Session::commands() {
  static constexpr std::array<CommandWord, kCommandCount> kCommands = {{
      {":account", "A", "the account that is asked", &Session::choose_account},
      {":from", "PATH", "where its document is", &Session::choose_from},
      {":as-of", "DATE", "the day that counts as today", &Session::choose_day},
      {":tenant", "T", "another tenant; lets are kept", &Session::choose_tenant},
      {":preset", "P", "another preset; lets are kept", &Session::choose_preset},
      {":type", "EXPRESSION", "its type only", &Session::show_type},
      {":names", "[START]", "what can stand in an expression", &Session::show_names},
      {":help", "", "this list", &Session::show_help},
      {":quit", "", "the end, as Control-D", &Session::quit},
  }};
  return kCommands;
}

Result<Exit> Repl::run(Context& context) {
  Exit exit = Exit::Done;
  M2_TRY(std::optional<AccountInquiry> inquiry, about_.open(context, exit));
  if (!inquiry) return exit;
  return Session(std::move(*inquiry), about_, context).run();
}

}  // namespace

std::unique_ptr<Command> make_repl() {
  return std::make_unique<Repl>();
}

}  // namespace m2::cli
