#include "engine/validate/internal/month_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/metro2/record.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

Detail about_value(const Field& about, std::string_view record, std::string message) {
  return {.found = shown(about, raw(about, record)), .message = std::move(message)};
}

}  // namespace

void MonthRules::begin_file(std::string_view header, Report& report) {
  new_accounts_ = missing_accounts_ = 0;
  compares_ = previous_ != nullptr;
  if (!compares_) return;
  previous_->begin();
  const Field& about = field(HeaderField::ActivityDate);
  const std::optional<Date> activity = date(about, header);
  const LastMonth& last = previous_->last_month();
  if (!activity || !last.activity_date || *activity > *last.activity_date) return;
  // Beside a report of the same month or a later one every account would be wrong.
  compares_ = false;
  Detail detail{
      .found = activity->to_string(),
      .expected = fmt::format("later than {}", last.activity_date->to_string()),
      .message = fmt::format("the activity date is not later than that of {}; no account was "
                             "compared with its last report",
                             last.name)};
  report.field(rule(Whole::ActivityGoesOn), Segment::Header, 0, &about, std::move(detail));
}

std::string_view MonthRules::judge(std::string_view record, Report& report) {
  if (!compares_) return {};
  Result<EarlierReport> found = previous_->find(record);
  if (!found) {
    failure_ = std::move(found.error());
    compares_ = false;
    return {};
  }
  if (found->record.empty()) {
    ++new_accounts_;
    judge_new(record, report);
  } else if (found->disputed_since && is_disputed(record)) {
    judge_dispute(record, *found->disputed_since, report);
  }
  return found->record;
}

void MonthRules::judge_new(std::string_view record, Report& report) {
  if (is_deletion(record)) {
    const Field& about = field(BaseField::AccountStatus);
    report.field(rule(Whole::DeletedWasReported), Segment::Base, 0, &about,
                 about_value(about, record,
                             "the account is deleted, and no earlier file has it under these "
                             "numbers"));
    return;
  }
  const Field& about = field(BaseField::PaymentHistoryProfile);
  const std::string_view history = raw(about, record);
  const auto months =
      std::count_if(history.begin(), history.end(), [](char c) { return c != 'B' && c != ' '; });
  if (months <= 1) return;
  report.field(rule(Whole::HistoryIsReported), Segment::Base, 0, &about,
               about_value(about, record,
                           fmt::format("the account has a history of {} months, and no earlier "
                                       "file has it under these numbers",
                                       months)));
}

void MonthRules::judge_dispute(std::string_view record, Date since, Report& report) {
  const std::optional<Date> info = date(field(BaseField::DateOfAccountInformation), record);
  const Days longest = book_.thresholds().dispute;
  if (is_deletion(record) || !info || info->days() - since.days() <= longest.days) return;
  const Field& about = field(BaseField::ComplianceConditionCode);
  Detail detail =
      about_value(about, record,
                  fmt::format("the dispute has been under investigation since {}, for {} days",
                              since.to_string(), info->days() - since.days()));
  detail.expected = fmt::format("an end within {}", to_string(longest));
  report.field(rule(Whole::DisputeEnds), Segment::Base, 0, &about, std::move(detail));
}

void MonthRules::end_file(Report& report) {
  if (!compares_) return;
  const LastMonth& last = previous_->last_month();
  const Result<void> done = previous_->each_missing([&](std::string_view record) {
    if (is_final(record)) return;
    ++missing_accounts_;
    const std::string account = printable(text(field(BaseField::ConsumerAccountNumber), record));
    const Field& status = field(BaseField::AccountStatus);
    report.missing_account(
        rule(Whole::OpenAccountStays), account,
        {.expected = "a report, or a final one last month",
         .message = fmt::format("account {} was in {} with status {}, and is missing here", account,
                                last.name, shown(status, raw(status, record)))});
  });
  if (!done) {
    failure_ = done.error();
    compares_ = false;
  }
}

}  // namespace m2::internal
