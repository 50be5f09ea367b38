#include "tests/oracle/delinquency/rent_naive.h"

#include <algorithm>

namespace m2::oracle {
RentNaive::RentNaive(const RentLedger& ledger, const Policy& policy)
    : ledger_(ledger), policy_(policy) {
  std::optional<Date> first_row;
  for (const RentRow& row : ledger_.rows) {
    switch (row.kind) {
      case RentKind::Rent:
      case RentKind::Parking:
        books_.charge({row.on, row.cents, row.id, true});
        break;
      case RentKind::Fee:
      case RentKind::Deposit:
        books_.charge({row.on, row.cents, row.id, false});
        break;
      case RentKind::Payment:
      case RentKind::Credit:
      case RentKind::DepositUsed:
        books_.move({row.on, row.cents});
        break;
      case RentKind::Bounce:
        books_.move({row.on, -row.cents});
        break;
      case RentKind::Elsewhere:
      case RentKind::Planned:
        continue;
    }
    if (!first_row || row.on < *first_row) first_row = row.on;
  }
  known_from_ = std::max(ledger_.opened, first_row.value_or(ledger_.opened));
}

bool RentNaive::has_left(Date day) const {
  return ledger_.moved_out && *ledger_.moved_out <= day;
}

bool RentNaive::with_collector(Date day) const {
  return ledger_.in_collections_since && *ledger_.in_collections_since <= day;
}

// The last day on which a charge was settled: what was open became nothing, or credit covered a
// charge on its due date. Empty when nothing ever was charged.
std::optional<Date> RentNaive::last_settled(Date day) const {
  const std::vector<Charged>& charges = books_.charges();
  while (!charges.empty() && day >= charges.front().due) {
    const bool falls_due = std::any_of(charges.begin(), charges.end(), [&](const Charged& charge) {
      return charge.reported && charge.due == day;
    });
    if (falls_due || open_on(books_, day.plus_days(-1)) > 0) return day;
    day = day.plus_days(-1);
  }
  return std::nullopt;
}

// Empty: the account was closed, and went on.
std::optional<char> RentNaive::letter(Date month_end) const {
  if (month_end < known_from_) return 'B';
  if (open_on(books_, month_end) > 0)
    return with_collector(month_end) ? 'G' : letter_of(late_days_on(books_, month_end, policy_));
  if (has_left(month_end)) return std::nullopt;
  return '0';
}

std::optional<std::string> RentNaive::rebuilt_history(Date day) const {
  std::string history;
  for (int month = 1; month <= 24; ++month) {
    const std::optional<char> one =
        letter(day.start_of_month().plus_months(1 - month).plus_days(-1));
    if (!one) return std::nullopt;
    history += *one;
  }
  return history;
}

// What led to a collector stays, whatever is paid later: the run of the day on which it went there,
// else the earliest that a month since then ended with.
std::optional<Date> RentNaive::run_that_was_collected(Date day) const {
  const Date since = *ledger_.in_collections_since;
  if (const std::optional<Date> run = run_began_on(books_, since)) return run;
  std::optional<Date> earliest;
  for (Date end = day.start_of_month().plus_days(-1); end >= since;
       end = end.start_of_month().plus_days(-1)) {
    const std::optional<Date> run = run_began_on(books_, end);
    if (run && (!earliest || *run < *earliest)) earliest = run;
  }
  return earliest;
}

// The run that the evening belongs to, or that led to a collector. What was reported never moves
// later, unless the account was late on the day of that report and current on a day since.
std::optional<Date> RentNaive::first_late(Date evening, Date day, bool is_collected,
                                          const Told* previous) const {
  const std::optional<Date> collected = is_collected ? run_that_was_collected(day) : std::nullopt;
  const std::optional<Date> run = collected ? collected : run_began_on(books_, evening);
  std::optional<Date> date;
  if (run) date = first_delinquency(*run, policy_);
  if (previous == nullptr || !previous->first_late) return date;
  const Date reported = *previous->told_on;
  const bool is_over =
      collected ? age_on(books_, reported) >= kLate && collected->plus_days(kLate) > reported
                : is_cured(books_, reported, evening);
  if (is_over) return date;
  return date ? std::min(*date, *previous->first_late) : *previous->first_late;
}

bool RentNaive::bounced_by(const RentRow& payment, Date day) const {
  return std::any_of(ledger_.rows.begin(), ledger_.rows.end(), [&](const RentRow& other) {
    return other.kind == RentKind::Bounce && other.of == payment.id && other.on <= day;
  });
}

// A deposit that is used for rent counts as a payment on that day; where no rent is open it pays
// fees or goes back.
bool RentNaive::is_tenants(const RentRow& row) const {
  if (row.kind != RentKind::DepositUsed) return row.kind == RentKind::Payment;
  const std::vector<Charged>& charges = books_.charges();
  return open_on(books_, row.on.plus_days(-1)) > 0 ||
         std::any_of(charges.begin(), charges.end(), [&](const Charged& charge) {
           return charge.reported && charge.due == row.on;
         });
}

// The monthly obligation, less what is let off in this month.
Cents RentNaive::due_in_month(Date day) const {
  Cents due = ledger_.rent + ledger_.parking;
  for (const RentRow& row : ledger_.rows) {
    if (row.kind == RentKind::Credit && row.on >= day.start_of_month() && row.on <= day)
      due -= row.cents;
  }
  return std::max<Cents>(due, 0);
}

Cents RentNaive::paid_in_month(Date day) const {
  Cents paid = 0;
  for (const RentRow& row : ledger_.rows) {
    if (row.on < day.start_of_month() || row.on > day) continue;
    if (is_tenants(row)) paid += row.cents;
    if (row.kind == RentKind::Bounce) paid -= row.cents;
  }
  return std::max<Cents>(paid, 0);
}

std::optional<Date> RentNaive::last_paid(Date day) const {
  std::optional<Date> last;
  for (const RentRow& row : ledger_.rows) {
    if (!is_tenants(row) || row.on > day || (last && row.on < *last)) continue;
    if (!bounced_by(row, day)) last = row.on;
  }
  return last;
}

// A credit on the rent from the day on which it was 30 days late.
bool RentNaive::settled_for_less(Date evening, Date settled, Date day, bool is_collected) const {
  std::optional<Date> run;
  if (is_collected) run = run_that_was_collected(day);
  if (!run) run = run_began_on(books_, evening);
  return run && std::any_of(ledger_.rows.begin(), ledger_.rows.end(), [&](const RentRow& row) {
           return row.kind == RentKind::Credit && row.on >= run->plus_days(kLate) &&
                  row.on <= settled;
         });
}

void RentNaive::tell_open(Told& told, Date day, const Told* previous) const {
  const Cents open = open_on(books_, day);
  const int late = late_days_on(books_, day, policy_);
  told.told_on = day;
  told.status = open > 0 && with_collector(day) ? "93" : status_of(late);
  told.balance = whole_dollars(open);
  if (told.status != "11") {
    const Cents due = told.status == "93" ? open : late_amount_on(books_, day, policy_);
    told.past_due = std::max<std::int64_t>(whole_dollars(due), 1);
    told.first_late = first_late(day, day, told.status == "93", previous);
    if (!told.first_late) told.outcome = "held date_of_first_delinquency";
  }
  told.balance = std::max(told.balance, told.past_due);
  if (!has_left(day)) told.scheduled = whole_dollars(due_in_month(day));
}

void RentNaive::tell_closed(Told& told, Date day, const Told* previous) const {
  const Date left = *ledger_.moved_out;
  const std::optional<Date> settled = last_settled(day);
  int late = settled ? late_days_on(books_, settled->plus_days(-1), policy_) : 0;
  // How late it was on the evening before: what is paid on a day was never that late.
  // The rating tells of the month in which it ended; what was late before was reported as current
  // since.
  if (late >= kLate && *settled < left.start_of_month()) late = 0;
  // Paid late: the day it was paid. Else the later of the two.
  told.closed = settled && (late >= kLate || *settled > left) ? *settled : left;
  told.told_on = told.closed;
  if (previous == nullptr && *told.closed < day.start_of_month())
    told.outcome = "skipped closed_before_first_report";
  if (previous != nullptr && (previous->status == "13" || previous->status == "62"))
    told.outcome = "skipped already_closed";
  // What was paid by then was not sent to a collector.
  const bool was_collected =
      with_collector(day) && open_on(books_, *ledger_.in_collections_since) > 0;
  told.status = was_collected ? "62" : "13";
  if (told.status == "13") told.rating = letter_of(late);
  if (told.status == "62" || late >= kLate) {
    const Date evening = settled.value_or(left).plus_days(-1);
    told.first_late = first_late(evening, day, was_collected, previous);
    if (!told.first_late && told.is_reported()) told.outcome = "held date_of_first_delinquency";
    if (settled && settled_for_less(evening, *settled, day, was_collected)) told.comment = "AU";
  }
}

Told RentNaive::told(Date day, const Told* previous) const {
  Told told;
  if (ledger_.opened > day) {
    told.outcome = "skipped not_started";
    return told;
  }
  const bool is_closed = has_left(day) && open_on(books_, day) == 0;
  if (is_closed) {
    tell_closed(told, day, previous);
  } else {
    tell_open(told, day, previous);
    if (previous != nullptr && previous->closed) told.outcome = "unclear: closed, and open again";
  }
  // All of a report speaks of one day.
  told.paid = whole_dollars(paid_in_month(*told.told_on));
  told.last_paid = last_paid(*told.told_on);
  const std::optional<std::string> rebuilt = rebuilt_history(*told.told_on);
  if (!rebuilt) told.outcome = "unclear: closed, and open again";
  if (previous != nullptr) {
    const bool goes_back = *told.told_on < previous->told_on->start_of_month();
    if (goes_back) told.outcome = "unclear: closed before the last report";
    if (told.is_reported()) told.history = rolled_history(*previous, *told.told_on);
  } else {
    told.history = rebuilt.value_or("");
  }
  return told;
}

}  // namespace m2::oracle
