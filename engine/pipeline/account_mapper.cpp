#include "engine/pipeline/account_mapper.h"

#include <fmt/format.h>

#include "engine/base/check.h"

namespace m2 {
namespace {

// What a mapper says of `for accounts where`, too.
constexpr std::string_view kNotTaken = to_string(EngineReason::NoPreset);

// Held for what it is, not for who takes it.
bool is_unreadable(const Outcome& outcome) {
  return outcome.kind == OutcomeKind::Held &&
         outcome.reasons.front().name == to_string(EngineReason::UnreadableDocument);
}

// Its `for accounts where` is true, or it has none.
bool is_taken(const Outcome& outcome) {
  return outcome.kind != OutcomeKind::Skipped || outcome.reasons.front().name != kNotTaken;
}

}  // namespace

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
  for (Preset& preset : presets_) preset.takes = false;
  for (Preset& preset : presets_) {
    preset.document.assign(document);
    outcome = &preset.mapper.map(preset.document.data(), preset.document.size());
    if (is_unreadable(*outcome)) return *outcome;
    preset.takes = is_taken(*outcome);
    if (!preset.takes) continue;
    if (taken != nullptr) {
      return decided(OutcomeKind::Held, EngineReason::TwoPresets,
                     fmt::format("`{}` and `{}` both take this account.", taker->name, preset.name),
                     *taken);
    }
    taker = &preset;
    taken = outcome;
  }
  if (taken != nullptr) return *taken;
  return decided(OutcomeKind::Skipped, EngineReason::NoPreset,
                 "No preset of this tenant takes the account.", *outcome);
}

std::optional<std::size_t> AccountMapper::taker(const Outcome& outcome) const {
  if (presets_.size() == 1) return is_taken(outcome) ? std::optional<std::size_t>(0) : std::nullopt;
  for (std::size_t i = 0; i < presets_.size(); ++i) {
    if (presets_[i].takes) return i;
  }
  return std::nullopt;
}

AccountTrace AccountMapper::explain(const std::string& document, const TraceOptions& options,
                                    std::size_t& chosen) {
  chosen = 0;
  if (presets_.size() == 1) return presets_.front().mapper.explain(document, options);
  const Outcome& outcome = map_each(document);
  const bool is_own = &outcome == &own_;
  chosen = taker(outcome).value_or(0);
  AccountTrace trace = presets_[chosen].mapper.explain(document, options);
  if (!is_own) return trace;
  // Not what a preset says, but how many of them take the account.
  trace.kind = own_.kind;
  trace.reasons = own_.reasons;
  trace.record.clear();
  trace.fields.clear();
  trace.rules.clear();
  return trace;
}

const Outcome& AccountMapper::decided(OutcomeKind kind, EngineReason reason, std::string why,
                                      const Outcome& of_account) {
  own_ = {};
  own_.kind = kind;
  own_.account = of_account.account;
  own_.reasons.push_back({std::string(to_string(reason)), std::move(why), {}});
  return own_;
}

}  // namespace m2
