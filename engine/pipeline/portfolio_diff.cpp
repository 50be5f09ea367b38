#include "engine/pipeline/portfolio_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/explanation.h"
#include "engine/pipeline/internal/diff_groups.h"
#include "engine/pipeline/internal/document_mapper.h"
#include "engine/pipeline/internal/ordered_workers.h"
#include "engine/pipeline/store_view.h"

namespace m2 {
namespace {

// Letters of the payment history profile (field 18) that say somebody was late, or worse: 30 to 180
// days past due, collection, foreclosure, voluntary surrender, repossession, charge-off.
constexpr std::string_view kBadLetters = "123456GHJKL";

bool is_bad(char letter) {
  return kBadLetters.find(letter) != std::string_view::npos;
}

ToldOutcome outcome_told(const Outcome& outcome) {
  return {outcome.kind, outcome.reasons.empty() ? "" : outcome.reasons.front().name};
}

bool is_same(const Outcome& before, const Outcome& after) {
  return before.kind == after.kind && before.record == after.record &&
         outcome_told(before) == outcome_told(after);
}

// ── every document twice ──

struct DiffWork {
  const PortfolioSides& sides;
  DocumentSource& source;
  const CommunityFilter& communities_before;
  const CommunityFilter& communities_after;
  const AccountSink& sink;
  const Progress& progress;
  DiffGroups& total;
};

class DiffWorker final : public BlockWorker {
 public:
  DiffWorker(const DiffWork& work, std::unique_ptr<StoreView> view)
      : work_(work),
        view_(std::move(view)),
        before_(work.sides.before, work.communities_before, work.sides.as_of, view_->last_report()),
        after_(work.sides.after, work.communities_after, work.sides.as_of, view_->last_report()) {}

  void work() override {
    groups_ = {};
    changes_.clear();
    for (const DocumentBlock::Item& item : block_.items) {
      groups_.add_document();
      copy_ =
          item.readable ? view_->with_consents(block_.view(item)) : std::string(block_.view(item));
      other_ = copy_;
      const Outcome& before = before_.map(copy_.data(), copy_.size(), item.readable);
      const Outcome& after = after_.map(other_.data(), other_.size(), item.readable);
      if (is_same(before, after)) continue;
      AccountChange change = change_of(item, before, after);
      groups_.add(change);
      for (FieldDifference& d : change.fields) d.bytes_before = d.bytes_after = {};
      if (work_.sink) changes_.push_back(std::move(change));
    }
  }

  Result<void> deliver() override {
    M2_TRY_VOID(view_->status());
    for (const AccountChange& change : changes_) M2_TRY_VOID(work_.sink(change));
    work_.total.merge(groups_);
    if (work_.progress) work_.progress(work_.total.documents());
    return {};
  }

 private:
  [[nodiscard]] AccountChange change_of(const DocumentBlock::Item& item, const Outcome& before,
                                        const Outcome& after) const {
    AccountChange change;
    change.account =
        work_.source.name_of(item, before.account.empty() ? after.account : before.account);
    change.before = outcome_told(before);
    change.after = outcome_told(after);
    const bool was = before.kind == OutcomeKind::Reported;
    const bool is = after.kind == OutcomeKind::Reported;
    if (was && is) change.fields = record_diff(before.record, after.record);
    const bool was_bad = was && is_negative(before.record);
    const bool is_bad = is && is_negative(after.record);
    change.is_newly_negative = is_bad && !was_bad;
    change.is_no_longer_negative = was_bad && !is_bad;
    return change;
  }

  const DiffWork& work_;
  std::unique_ptr<StoreView> view_;
  DocumentMapper before_;
  DocumentMapper after_;
  std::string copy_, other_;
  DiffGroups groups_;
  std::vector<AccountChange> changes_;
};

// ── what is behind it ──

dsl::PresetSide side_of(const RunSetup& setup, std::size_t preset, Date day) {
  dsl::PresetSide side{setup.presets[preset].get(), {}};
  for (const ParamOrigin& param : param_origins(setup, preset, day))
    side.params[param.name] = {param.value, param.place};
  return side;
}

/// Presets of one name on both sides, and which of all changes are theirs.
struct Compared {
  dsl::PresetChanges changes;
  std::size_t first = 0;
};

class Causes {
 public:
  explicit Causes(const PortfolioSides& sides) {
    const RunSetup& before = sides.before;
    const RunSetup& after = sides.after;
    const bool alone = before.presets.size() == 1 && after.presets.size() == 1;
    for (std::size_t i = 0; i < before.presets.size(); ++i) {
      const auto partner = std::find_if(
          after.presets.begin(), after.presets.end(),
          [&](const auto& preset) { return alone || preset->name == before.presets[i]->name; });
      if (partner == after.presets.end()) continue;
      const auto j = static_cast<std::size_t>(partner - after.presets.begin());
      compared_.push_back(
          {dsl::PresetChanges(side_of(before, i, sides.as_of), side_of(after, j, sides.as_of)),
           all_.size()});
      const auto& changes = compared_.back().changes.all();
      all_.insert(all_.end(), changes.begin(), changes.end());
    }
  }

  [[nodiscard]] const std::vector<dsl::PresetChange>& all() const { return all_; }

  [[nodiscard]] std::vector<std::size_t> behind(const FieldGroup& group) const {
    return collect([&](const dsl::PresetChanges& changes) {
      if (group.field != nullptr) return changes.behind_field(group.segment, *group.field);
      std::vector<std::size_t> found;  // whole segments: when they are there
      for (const Field& f : fields(group.segment)) {
        found = changes.behind_field(group.segment, f);
        if (!found.empty()) break;
      }
      return found;
    });
  }

  [[nodiscard]] std::vector<std::size_t> behind(const ToldOutcome& before,
                                                const ToldOutcome& after) const {
    return collect([&](const dsl::PresetChanges& changes) {
      std::vector<std::size_t> found = behind_reason(changes, before.rule);
      const std::vector<std::size_t> more = behind_reason(changes, after.rule);
      found.insert(found.end(), more.begin(), more.end());
      return found;
    });
  }

  // Of accounts that both sides report, their status.
  [[nodiscard]] std::vector<std::size_t> behind(const DiffGroups::Outcomes& outcomes) const {
    std::set<std::size_t> found;
    FieldGroup status;
    status.field = &field(BaseField::AccountStatus);
    for (const auto& [before, after] : outcomes) {
      for (const std::size_t i : before == after ? behind(status) : behind(before, after))
        found.insert(i);
    }
    return {found.begin(), found.end()};
  }

  // A rule, a field that could not be filled, or one of metro2's own reasons.
  static std::vector<std::size_t> behind_reason(const dsl::PresetChanges& changes,
                                                const std::string& name) {
    if (name == to_string(EngineReason::NoPreset) || name == to_string(EngineReason::TwoPresets))
      return changes.behind_accounts();
    const std::size_t point = name.find('.');
    const auto segment =
        point == std::string::npos ? Segment::Base : find_segment(name.substr(0, point));
    const Field* field = segment ? find_field(*segment, name.substr(point + 1)) : nullptr;
    return field == nullptr ? changes.behind_rule(name) : changes.behind_field(*segment, *field);
  }

 private:
  template <class Behind>
  [[nodiscard]] std::vector<std::size_t> collect(Behind behind) const {
    std::vector<std::size_t> found;
    for (const Compared& compared : compared_) {
      for (const std::size_t i : behind(compared.changes)) found.push_back(compared.first + i);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  std::vector<Compared> compared_;
  std::vector<dsl::PresetChange> all_;
};

}  // namespace

std::string_view ToldOutcome::word() const {
  return is_known ? to_string(kind) : "not there";
}

bool is_negative(std::string_view base_segment) {
  const std::string_view letter = history_letter(base_segment);
  if (!letter.empty() && is_bad(letter.front())) return true;
  const std::string_view history = raw(field(BaseField::PaymentHistoryProfile), base_segment);
  return std::any_of(history.begin(), history.end(), is_bad);
}

Result<PortfolioDiff> diff_portfolio(const PortfolioSides& sides, DocumentSource& source,
                                     unsigned threads, const AccountSink& sink,
                                     const Progress& progress) {
  M2_TRY(const CommunityFilter before, plan_communities(sides.before.tenant, source.vendor()));
  M2_TRY(const CommunityFilter after, plan_communities(sides.after.tenant, source.vendor()));
  DiffGroups total;
  const DiffWork work{sides, source, before, after, sink, progress, total};
  M2_TRY(auto views, StoreView::open_several(sides.store, sides.after.tenant.name.text,
                                             Period::of(sides.as_of), std::max(1U, threads)));
  M2_TRY_VOID(work_in_order(source, threads,
                            [&] { return std::make_unique<DiffWorker>(work, take_view(views)); }));
  const Causes causes(sides);
  PortfolioDiff diff = total.take();
  diff.changes = causes.all();
  for (OutcomeGroup& group : diff.outcomes) group.causes = causes.behind(group.before, group.after);
  for (FieldGroup& group : diff.fields) group.causes = causes.behind(group);
  diff.newly_negative.causes = causes.behind(total.newly());
  diff.no_longer_negative.causes = causes.behind(total.no_longer());
  return diff;
}

}  // namespace m2
