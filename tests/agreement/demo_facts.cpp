#include "tests/agreement/demo_facts.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/evaluate/answer.h"
#include "engine/evaluate/lower.h"
#include "engine/pipeline/account_mapper.h"
#include "tests/support/golden.h"

namespace m2::test {
namespace {

RunSetup set_up_demo(const Demo& demo, const PresetsFolder& folder) {
  Diagnostics found;
  auto setup = set_up(demo.tenant, folder, demo.as_of, found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(setup);
  REQUIRE(*setup);
  return std::move(**setup);
}

std::string told(const AnswerValue& value) {
  std::string out;
  switch (value.form) {
    case AnswerValue::Form::Missing:
    case AnswerValue::Form::Blank:
      return out;
    case AnswerValue::Form::List:
      for (const AnswerValue& item : value.items) out += told(item) + "\n";
      return out;
    case AnswerValue::Form::Unreadable:
      return "unreadable: " + value.text;
    default:
      return value.text;
  }
}

std::string told(const AccountAnswer& answer) {
  if (answer.value) return told(*answer.value);
  return "held: " + (answer.reasons.empty() ? "" : answer.reasons.front().text);
}

}  // namespace

DemoFacts::DemoFacts(const Demo& demo)
    : as_of_(demo.as_of),
      folder_(presets_of(project_path("presets"))),
      setup_(set_up_demo(demo, folder_)),
      documents_(documents_of(project_path(demo.fixtures))) {
  for (const auto& preset : setup_.presets)
    inquiries_.emplace_back(folder_.workspace(), preset->sources.front()->name());
  AccountMapper mapper(setup_.programs, setup_.mapper_options(as_of_.plus_days(1)));
  for (const std::string& document : documents_) {
    std::string text = document;
    const Outcome& outcome = mapper.map(text.data(), text.size());
    takers_.push_back(mapper.taker(outcome).value_or(0));
    mapped_.push_back(copied(outcome));
    accounts_.push_back(mapped_.back().account);
  }
}

const Mapped& DemoFacts::mapped(std::string_view account) const {
  const auto at = std::find(accounts_.begin(), accounts_.end(), account);
  CAPTURE(account);
  REQUIRE(at != accounts_.end());
  return mapped_[static_cast<std::size_t>(at - accounts_.begin())];
}

std::vector<std::string> DemoFacts::ask(const std::string& line) {
  std::vector<std::string> answers(documents_.size());
  for (std::size_t preset = 0; preset < inquiries_.size(); ++preset) ask(line, preset, answers);
  return answers;
}

void DemoFacts::ask(const std::string& line, std::size_t preset,
                    std::vector<std::string>& answers) {
  Diagnostics found;
  const auto asked = inquiries_[preset].ask(line, "QUESTION", found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(asked != nullptr);
  if (asked->question == dsl::kNoExpr) return;
  auto presets = setup_.presets;
  presets[preset] = asked;
  const auto values = setup_.tenant.values_for(presets, as_of_, found);
  REQUIRE(values.size() == presets.size());
  const auto program = lower(asked, values[preset], as_of_);
  REQUIRE(program);
  Mapper mapper(*program, setup_.mapper_options(as_of_.plus_days(1)));
  for (std::size_t i = 0; i < documents_.size(); ++i) {
    if (takers_[i] == preset) answers[i] = told(mapper.answer(documents_[i], Masking::Revealed));
  }
}

}  // namespace m2::test
