#include "engine/pipeline/account_mapper.h"

#include <fmt/format.h>

#include "engine/base/check.h"

namespace m2 {
namespace {

constexpr std::string_view kNotTaken = "no_preset";  // what a mapper says of `for accounts where`

// Held for what it is, not for who takes it.
bool is_unreadable(const Outcome& outcome) {
  return outcome.kind == OutcomeKind::Held && outcome.reasons.front().name == "unreadable_document";
}

}  // namespace

bool is_taken(const Outcome& outcome) {
  return outcome.kind != OutcomeKind::Skipped || outcome.reasons.front().name != kNotTaken;
}

AccountMapper::AccountMapper(const std::vector<std::shared_ptr<const Program>>& programs,
                             const MapperOptions& options) {
  M2_CHECK(!programs.empty(), "a tenant has a preset");
  for (const auto& program : programs) {
    presets_.push_back({program->preset->name, Mapper(program, options), {}});
  }
}

const Outcome& AccountMapper::map_each(std::string_view document) {
  const Preset* taker = nullptr;
  const Outcome* taken = nullptr;
  const Outcome* outcome = nullptr;
  for (Preset& preset : presets_) {
    preset.document.assign(document);
    outcome = &preset.mapper.map(preset.document.data(), preset.document.size());
    if (is_unreadable(*outcome)) return *outcome;
    if (!is_taken(*outcome)) continue;
    if (taken != nullptr) {
      return decided(OutcomeKind::Held, "two_presets",
                     fmt::format("`{}` and `{}` both take this account.", taker->name, preset.name),
                     *taken);
    }
    taker = &preset;
    taken = outcome;
  }
  if (taken != nullptr) return *taken;
  return decided(OutcomeKind::Skipped, std::string(kNotTaken),
                 "No preset of this tenant takes the account.", *outcome);
}

const Outcome& AccountMapper::decided(OutcomeKind kind, std::string rule, std::string why,
                                      const Outcome& of_account) {
  own_ = {};
  own_.kind = kind;
  own_.account = of_account.account;
  own_.reasons.push_back({std::move(rule), std::move(why), {}});
  return own_;
}

}  // namespace m2
