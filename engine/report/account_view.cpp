#include "engine/report/account_view.h"

#include <fmt/format.h>

#include <array>

#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

constexpr std::array kShownFields = {
    BaseField::PortfolioType,
    BaseField::AccountType,
    BaseField::DateOpened,
    BaseField::AccountStatus,
    BaseField::PaymentRating,
    BaseField::CurrentBalance,
    BaseField::AmountPastDue,
    BaseField::DateOfAccountInformation,
    BaseField::DateOfFirstDelinquency,
    BaseField::DateClosed,
};
static_assert([] {
  for (const BaseField shown_field : kShownFields) {
    if (field(shown_field).privacy != Privacy::Open) return false;
  }
  return true;
}());

std::string_view meaning_of(std::string_view table, std::string_view value) {
  const CodeTable* codes = find_code_table(table);
  const Code* code = codes != nullptr ? find_code(*codes, value) : nullptr;
  return code != nullptr ? code->meaning : std::string_view();
}

// Days as 2026-05-31, so that nobody takes the month for the day; what is no day as it stands. Of a
// field that holds no more than its fill there is nothing to show, but an amount of zero is one.
AccountView::Fact fact_of(const Field& field, std::string_view record) {
  const std::string_view value = raw(field, record);
  AccountView::Fact fact{field.title, shown(field, value), {}};
  if (field.kind == FieldKind::Code) fact.meaning = meaning_of(field.codes, value);
  if (field.kind == FieldKind::Date) {
    if (const auto day = date(field, record)) fact.value = day->to_string();
  }
  if (field.kind == FieldKind::Money) {
    if (const auto dollars = number(field, record))
      fact.value = "$" + with_separators(static_cast<std::uint64_t>(*dollars));
  }
  return fact;
}

std::string month_before(const std::optional<Date>& reported, int months) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const bool is_known = reported && reported->civil().year > 2;  // there are 24 months before it
  if (!is_known) return fmt::format("{} month{} before", months, months == 1 ? "" : "s");
  const CivilDate day = reported->start_of_month().plus_months(-months).civil();
  return fmt::format("{} {}", kMonths[static_cast<std::size_t>(day.month - 1)], day.year);
}

}  // namespace

AccountView view_of(std::string_view record) {
  AccountView view;
  if (record.size() < kBaseLength) return view;
  for (const BaseField shown_field : kShownFields) {
    const Field& shown_row = field(shown_field);
    if (shown_row.kind != FieldKind::Money && !is_filled(shown_row, record)) continue;
    view.facts.push_back(fact_of(shown_row, record));
  }
  const Field& profile = field(BaseField::PaymentHistoryProfile);
  const std::optional<Date> reported = date(field(BaseField::DateOfAccountInformation), record);
  int months = 0;
  for (const char letter : raw(profile, record)) {
    view.history.push_back({month_before(reported, ++months), letter,
                            meaning_of(profile.codes, std::string_view(&letter, 1))});
  }
  return view;
}

}  // namespace m2
