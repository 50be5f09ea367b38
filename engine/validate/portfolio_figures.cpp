#include "engine/validate/portfolio_figures.h"

#include <algorithm>
#include <initializer_list>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

constexpr std::int32_t kFirstCountedDay = -25567;  // 1900-01-01
constexpr std::int32_t kEndOfCountedDays = 47847;  // 2101-01-01

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool is_late_month(char c) {
  return (c >= '1' && c <= '6') || (c >= 'G' && c <= 'L');
}

// The same digit over and over.
bool is_only(std::string_view text, char c) {
  return text.find_first_not_of(c) == std::string_view::npos;
}

bool has_ssn(std::string_view record) {
  const std::string_view ssn = raw(field(BaseField::Ssn), record);
  return !is_only(ssn, '0') && !is_only(ssn, '9') && !is_only(ssn, ' ');
}

}  // namespace

void DayCounts::add(Date day) {
  const std::int32_t days = day.days();
  if (days < kFirstCountedDay || days >= kEndOfCountedDays) return;
  if (counts_.empty()) counts_.resize(kEndOfCountedDays - kFirstCountedDay);
  ++counts_[static_cast<std::size_t>(days - kFirstCountedDay)];
}

std::optional<DayCounts::Most> DayCounts::most() const {
  const auto most = std::max_element(counts_.begin(), counts_.end());
  if (most == counts_.end()) return std::nullopt;
  const auto place = static_cast<std::int32_t>(most - counts_.begin());
  return Most{Date::from_days(kFirstCountedDay + place), *most};
}

void PortfolioFigures::add(std::string_view record, std::optional<Date> activity_date,
                           Days long_ago) {
  ++accounts;
  if (is_deletion(record)) {
    ++deleted;
    return;
  }
  const std::string_view status = raw(field(BaseField::AccountStatus), record);
  if (is_one_of(status, {"71", "78", "80", "82", "83", "84", "93", "97"})) ++late;
  balance +=
      static_cast<std::uint64_t>(number(field(BaseField::CurrentBalance), record).value_or(0));

  const std::optional<Date> info = date(field(BaseField::DateOfAccountInformation), record);
  if (const auto since = date(field(BaseField::DateOfFirstDelinquency), record)) {
    ++delinquent;
    first_delinquencies.add(*since);
    // On the thirtieth day an account is late since the day of the report.
    const char last_month = raw(field(BaseField::PaymentHistoryProfile), record).front();
    if (status != "71" || is_late_month(last_month)) {
      ++late_before;
      if (info == since) ++late_since_info;
    }
  }
  if (info) {
    ++dated;
    if (activity_date && activity_date->days() - info->days() > long_ago.days) ++outdated;
  }
  if (const auto day = date(field(BaseField::DateOpened), record)) {
    ++with_date_opened;
    opened.add(*day);
  }
  if (raw(field(BaseField::EcoaCode), record) == "W") return;
  ++persons;
  if (!has_ssn(record)) ++without_ssn;
  if (!is_filled(field(BaseField::DateOfBirth), record)) ++without_birth_date;
}

}  // namespace m2
