#include "engine/pipeline/internal/diff_groups.h"

#include <algorithm>
#include <tuple>

#include "engine/metro2/value.h"

namespace m2 {
namespace {

void add_kind(FieldGroup& group, const std::pair<std::string, std::string>& kind,
              std::uint64_t count) {
  const auto known = group.kinds.find(kind);
  if (known != group.kinds.end()) {
    known->second += count;
  } else if (group.kinds.size() < FieldGroup::kMostKinds) {
    group.kinds.emplace(kind, count);
  }
}

void merge_group(ChangeGroup& into, const ChangeGroup& later) {
  into.accounts += later.accounts;
  for (const std::string& account : later.examples) {
    if (into.examples.size() < ChangeGroup::kExamples) into.examples.push_back(account);
  }
}

void merge_group(FieldGroup& into, const FieldGroup& later) {
  if (later.accounts == 0) return;
  into.lowest = into.accounts == 0 ? later.lowest : std::min(into.lowest, later.lowest);
  into.highest = into.accounts == 0 ? later.highest : std::max(into.highest, later.highest);
  into.sum += later.sum;
  for (const auto& [kind, count] : later.kinds) add_kind(into, kind, count);
  merge_group(static_cast<ChangeGroup&>(into), later);
}

// A status; of an account that is not reported what became of it.
std::string told_status(const AccountChange& change, bool earlier) {
  const ToldOutcome& outcome = earlier ? change.before : change.after;
  if (outcome.kind != OutcomeKind::Reported) return std::string(outcome.word());
  for (const FieldDifference& d : change.fields) {
    if (d.field == &field(BaseField::AccountStatus)) return earlier ? d.before : d.after;
  }
  return std::string(outcome.word());
}

}  // namespace

void DiffGroups::add(const AccountChange& change) {
  ++changed_;
  if (change.before != change.after) outcomes_[{change.before, change.after}].add(change.account);
  std::set<FieldKey> counted;  // several segments of a kind are one account
  for (const FieldDifference& d : change.fields) {
    const FieldKey key{d.segment, d.field == nullptr ? 0 : d.field->offset() + 1, d.field};
    FieldGroup& group = fields_[key];
    const bool is_first = group.accounts == 0;
    if (counted.insert(key).second) group.ChangeGroup::add(change.account);
    if (d.field != nullptr && d.field->kind == FieldKind::Money) {
      const std::int64_t by = number(*d.field, d.bytes_after).value_or(0) -
                              number(*d.field, d.bytes_before).value_or(0);
      group.lowest = is_first ? by : std::min(group.lowest, by);
      group.highest = is_first ? by : std::max(group.highest, by);
      group.sum += by;
    } else if (d.field == nullptr || d.field->privacy != Privacy::Personal) {
      add_kind(group, {d.before, d.after}, 1);
    }
  }
  if (change.is_newly_negative) add(newly_, change);
  if (change.is_no_longer_negative) add(no_longer_, change);
}

void DiffGroups::add(Negative& negative, const AccountChange& change) {
  negative.outcomes.emplace(change.before, change.after);
  negative.group.ChangeGroup::add(change.account);
  add_kind(negative.group, {told_status(change, true), told_status(change, false)}, 1);
}

void DiffGroups::merge(const DiffGroups& later) {
  documents_ += later.documents_;
  changed_ += later.changed_;
  for (const auto& [key, group] : later.outcomes_) merge_group(outcomes_[key], group);
  for (const auto& [key, group] : later.fields_) merge_group(fields_[key], group);
  const auto merge_negative = [](Negative& into, const Negative& from) {
    into.outcomes.insert(from.outcomes.begin(), from.outcomes.end());
    merge_group(into.group, from.group);
  };
  merge_negative(newly_, later.newly_);
  merge_negative(no_longer_, later.no_longer_);
}

PortfolioDiff DiffGroups::take() {
  PortfolioDiff out;
  out.documents = documents_;
  out.changed = changed_;
  out.newly_negative = std::move(newly_.group);
  out.no_longer_negative = std::move(no_longer_.group);
  for (auto& [key, group] : outcomes_) {
    OutcomeGroup& made = out.outcomes.emplace_back();
    static_cast<ChangeGroup&>(made) = std::move(group);
    std::tie(made.before, made.after) = key;
  }
  for (auto& [key, group] : fields_) {
    group.segment = key.segment;
    group.field = key.field;
    out.fields.push_back(std::move(group));
  }
  return out;
}

}  // namespace m2
