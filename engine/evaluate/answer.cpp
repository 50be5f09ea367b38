#include "engine/evaluate/answer.h"

#include <algorithm>

#include "engine/evaluate/internal/showing.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/machine.h"

namespace m2 {

AccountAnswer Mapper::Machine::answer(std::string_view document, Masking masking, Places places) {
  start_account();
  decoder_.trace(places == Places::Told);
  AccountAnswer answer;
  if (const auto problem = document_.parse(document)) {
    answer.reasons = unreadable(*problem).reasons;
    return answer;
  }
  decoder_.start(document_.root());
  outcome_.account = decoder_.account();  // whose last report is asked for
  answer.account = outcome_.account;
  run<false>(program_->quick, 0);
  answer.reasons = outcome_.reasons;
  if (account_is_held_) return answer;
  const dsl::CheckedPreset& preset = *program_->preset;
  const Showing showing(preset, masking);
  answer.value = showing.value(regs_[program_->answer], preset.expr(preset.question).type,
                               showing.is_personal(preset.question), this_run());
  return answer;
}

Showing::Run Mapper::Machine::this_run() {
  return {
      [this](const Slot& bad) { return decoder_.describe(decoder_.problem(bad)); },
      [this](const Slot& ledger) { return ledger_charges(ledger); },
      [this](const Slot& record) { return decoder_.pointer(decoder_.object_of(record.block)); }};
}

Result<std::vector<Mapper>> root_readers(const dsl::CheckedPreset& preset) {
  std::vector<Mapper> readers;
  for (std::uint32_t root = 0; root < preset.shape->roots.size(); ++root) {
    auto asked = std::make_shared<dsl::CheckedPreset>(preset);
    dsl::Expr expr;
    expr.op = dsl::Op::Root;
    expr.type = preset.shape->roots[root].type;
    expr.span = preset.shape->roots[root].span;
    expr.index = root;
    asked->question = static_cast<dsl::ExprId>(asked->exprs.size());
    asked->exprs.push_back(std::move(expr));
    M2_TRY(const auto program, lower(std::move(asked), {}, Date()));
    readers.emplace_back(program, MapperOptions{});
  }
  return readers;
}

bool Program::reads_document() const {
  const bool reads_root =
      std::any_of(roots.begin(), roots.end(), [](const RootPlan& root) { return root.used; });
  return reads_root || uses_consent;
}

}  // namespace m2
