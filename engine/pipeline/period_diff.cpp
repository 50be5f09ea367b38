#include "engine/pipeline/period_diff.h"

#include <algorithm>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/internal/diff_groups.h"
#include "engine/pipeline/stored_documents.h"

namespace m2 {
namespace {

ToldOutcome outcome_of(const StoredRecord* row) {
  ToldOutcome told;
  told.is_known = row != nullptr;
  if (row == nullptr) return told;
  told.kind = find_outcome(row->outcome).value_or(OutcomeKind::Held);
  told.rule = row->rule;
  return told;
}

/// The record as the next month would begin with it: its month's letter before its history (field
/// 18).
std::string a_month_on(std::string_view record) {
  const Field& history = field(BaseField::PaymentHistoryProfile);
  const std::string_view letter = history_letter(record);
  std::string out(record);
  const std::string moved =
      std::string(letter).append(raw(history, record).substr(0, history.length - letter.size()));
  return out.replace(history.offset(), history.length, moved);
}

class PeriodDiff {
 public:
  PeriodDiff(const PeriodSides& sides, const AccountSink& sink)
      : in_a_row_(sides.before.plus(1) == sides.after), sink_(sink) {}

  Result<void> add(const StoredRecord* before, const StoredRecord* after) {
    groups_.add_document();
    AccountChange change;
    change.account = before == nullptr ? after->account : before->account;
    change.before = outcome_of(before);
    change.after = outcome_of(after);
    const bool was = before != nullptr && !before->record.empty();
    const bool is = after != nullptr && !after->record.empty();
    const std::string earlier = !was ? "" : in_a_row_ ? a_month_on(before->record) : before->record;
    if (was && is) change.fields = differences(earlier, after->record);
    if (change.before == change.after && change.fields.empty()) return {};
    const bool was_bad = was && is_negative(before->record);
    const bool is_bad = is && is_negative(after->record);
    change.is_newly_negative = is_bad && !was_bad;
    change.is_no_longer_negative = was_bad && !is_bad;
    groups_.add(change);
    for (FieldDifference& d : change.fields) d.bytes_before = d.bytes_after = {};
    return sink_ ? sink_(change) : Result<void>();
  }

  PortfolioDiff take() { return groups_.take(); }

 private:
  // But for the days of the months themselves.
  static std::vector<FieldDifference> differences(std::string_view before, std::string_view after) {
    std::vector<FieldDifference> found = record_diff(before, after);
    std::erase_if(found, [](const FieldDifference& d) {
      return d.field == &field(BaseField::TimeStamp) ||
             d.field == &field(BaseField::DateOfAccountInformation);
    });
    return found;
  }

  bool in_a_row_;
  const AccountSink& sink_;
  DiffGroups groups_;
};

Result<std::unique_ptr<Cursor<StoredRecord>>> records_of(const PeriodSides& sides,
                                                         StoreReader& reader, Period period) {
  M2_TRY(const std::optional<StoredRun> run, reader.last_run(period));
  if (run) return reader.records(period);
  M2_TRY(const std::vector<Period> known, reader.periods());
  return no_run(sides.store, sides.tenant, period, known);
}

}  // namespace

Result<PortfolioDiff> diff_periods(const PeriodSides& sides, const AccountSink& sink) {
  M2_TRY(const std::unique_ptr<StoreReader> reader, sides.store.reader(sides.tenant));
  M2_TRY(const auto earlier, records_of(sides, *reader, sides.before));
  M2_TRY(const auto later, records_of(sides, *reader, sides.after));
  PeriodDiff diff(sides, sink);
  M2_TRY(const StoredRecord* before, earlier->next());
  M2_TRY(const StoredRecord* after, later->next());
  while (before != nullptr || after != nullptr) {
    const bool takes_before =
        after == nullptr || (before != nullptr && before->account <= after->account);
    const bool takes_after =
        before == nullptr || (after != nullptr && after->account <= before->account);
    M2_TRY_VOID(diff.add(takes_before ? before : nullptr, takes_after ? after : nullptr));
    if (takes_before) {
      M2_TRY(before, earlier->next());
    }
    if (takes_after) {
      M2_TRY(after, later->next());
    }
  }
  return diff.take();
}

}  // namespace m2
