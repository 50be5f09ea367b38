// metro2 eval: one expression over one account, with its type and its value.

#include <ostream>

#include "engine/cli/answer_view.h"
#include "engine/cli/command.h"
#include "engine/cli/inquiry_options.h"

namespace m2::cli {
namespace {

class Eval final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(argument("EXPR", "an expression, as a preset could hold it", expression_));
    for (Parameter& about : about_.parameters()) parameters.push_back(std::move(about));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 eval '2026-01-31 + 1 month'", "a month has its last day"},
            {"metro2 eval 'lateness(45 days).status'", "a table of the libraries"},
            {"metro2 eval 'ledger.unpaid' --tenant demo-rent --account 8200001 --as-of 2026-06-15 "
             "--from presets/entrata/fixtures",
             "what one account owes"},
            {"metro2 eval 'previous.payment_history_profile' --tenant demo-rent --account 8200001 "
             "--period 2026-06 --store rent.db",
             "what was reported of it the month before"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "The expression is checked as if it stood at the end of the preset: it may use its "
           "lets, defines, tables, lookups, parameters and shape. Without --tenant or --preset it "
           "may use what all libraries say. An account that is held ends with 1.";
  }
  Result<Exit> run(Context& context) override;

 private:
  std::string expression_;
  InquiryOptions about_;
};

Result<Exit> Eval::run(Context& context) {
  Exit exit = Exit::Done;
  M2_TRY(std::optional<AccountInquiry> inquiry, about_.open(context, exit));
  if (!inquiry) return exit;
  Diagnostics found;
  M2_TRY(const Asked asked, inquiry->ask(expression_, "EXPR", about_.masking(), found));
  const bool is_json = context.form == OutputForm::Json;
  if (is_json && found.has_errors()) {
    context.out << render_json(found.sorted());
  } else {
    print_problems(context, found, *inquiry);
  }
  switch (asked.form) {
    case Asked::Form::Wrong:
      return Exit::Findings;
    case Asked::Form::NeedsAccount:
      return usage_error(context, "this expression reads an account",
                         "say which: --account A --from DIR, and --tenant T or --preset P");
    case Asked::Form::NeedsDay:
      return usage_error(context, "this expression asks which day it is",
                         "say it: --as-of 2026-05-31, or --period 2026-05");
    case Asked::Form::Named:
      return usage_error(context, "a `let` gives a name to what follows, and nothing follows",
                         "ask for the expression itself, or use metro2 repl");
    case Asked::Form::Answered:
      break;
  }
  context.out << (is_json ? answer_json(asked) : answer_text(asked, context.out_colour));
  return asked.answer.value ? Exit::Done : Exit::Findings;
}

}  // namespace

std::unique_ptr<Command> make_eval() {
  return std::make_unique<Eval>();
}

}  // namespace m2::cli
