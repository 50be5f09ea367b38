#include "engine/simulate/lease.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/simulate/payer.h"

namespace m2::simulate {
namespace {

using enum Destiny;
using Kind = Interval::Kind;
using Role = Resident::Role;

#define M2_AR_CODE(name, id, title, kind, usage, timing, type) \
  ArCodeFacts{ArCode::name, id, title, kind, usage, timing, type},
constexpr auto kArCodes = std::to_array<ArCodeFacts>({
#include "engine/simulate/ar_codes.def"
});
#undef M2_AR_CODE

constexpr std::int64_t kLateFee = 7'500;
constexpr std::int64_t kReturnFee = 5'000;
constexpr std::int64_t kPremium = 15'000;
constexpr int kFeeDay = 5;             // days after the due date
constexpr int kFinalAccountDays = 14;  // after moving out

bool leaves_owing(Destiny destiny) {
  return destiny == LeavesOwing || destiny == Collections || destiny == CollectionsPaid ||
         destiny == WrittenOff || destiny == Evicted;
}

class LeaseLife {
 public:
  LeaseLife(const Scenario& scenario, std::uint64_t number)
      : chance_(chance_of(scenario, Vendor::Entrata, number)),
        payer_(temper_of(destiny_of(scenario, Vendor::Entrata, number))) {
    lease_.number = number;
    lease_.destiny = destiny_of(scenario, Vendor::Entrata, number);
  }

  Lease live(const Scenario& scenario);

 private:
  void apply(Date first_month);
  void move_in();
  void add_resident(Role role, std::string_view relation);
  void agree();
  void plan_stay();
  void begin(Kind kind, Date starts, std::optional<Date> ends, std::int64_t rent);
  void go_on(Date month);
  void live_month(Date month);
  void charge(Date due);
  void make(Habit habit, Date due);
  void pay_what_is_open(Date day, EventKind kind);
  void pay_nothing(Date due);
  void pay_part(Date due);
  void pay_oldest(Date due);
  void pay_and_bounce(Date due);
  void late_fee(Date due);
  void fall_behind(Date day);
  void leave(Date day);
  void settle_owing(Date day);

  std::int32_t row(Date day, std::int64_t cents, ArCode code, std::string_view text = {},
                   std::int32_t scheduled = -1);
  void event(Date day, EventKind kind, std::int64_t cents = 0) {
    lease_.events.push_back({day, kind, cents});
  }
  [[nodiscard]] std::int64_t open(Date day) const;
  [[nodiscard]] std::int64_t rent() const { return lease_.schedule[base_].cents; }
  [[nodiscard]] bool is(Destiny destiny) const { return lease_.destiny == destiny; }

  Lease lease_;
  Chance chance_;
  Payer payer_;
  std::size_t base_ = 0;  // which of the schedule is the rent
  std::int64_t deposit_ = 0;
  std::int64_t month_ = 0;    // months lived here, from 0
  std::int64_t leaves_ = -1;  // in which of them it moves out
  std::int64_t turns_ = -1;   // in which its destiny's one event comes
};

std::int32_t LeaseLife::row(Date day, std::int64_t cents, ArCode code, std::string_view text,
                            std::int32_t scheduled) {
  LedgerRow row;
  row.id = static_cast<std::int32_t>(lease_.ledger.size()) + 1;
  row.day = day;
  row.cents = cents;
  row.code = code;
  row.interval = static_cast<std::int32_t>(lease_.intervals.size()) - 1;
  row.scheduled = scheduled;
  row.text = text;
  lease_.ledger.push_back(row);
  return row.id;
}

std::int64_t LeaseLife::open(Date day) const {
  std::int64_t sum = 0;
  for (const LedgerRow& row : lease_.ledger) sum += row.day <= day ? row.cents : 0;
  return sum;
}

// ── People, homes, dates ──

void LeaseLife::add_resident(Role role, std::string_view relation) {
  Resident resident;
  resident.role = role;
  resident.relation = relation;
  if (role == Role::Guarantor) resident.own = invent_home(chance_);
  const Home& home = resident.own ? *resident.own : lease_.homes.front();
  resident.person = invent_person(chance_, lease_.number * 4 + lease_.residents.size(), home);
  if (is(NamelessTenant)) {
    resident.person.ssn.clear();
    resident.person.born.reset();
  }
  if (is(MaskedTenant))  // what is masked is there
    resident.person.ssn = unissued_ssn(lease_.number * 4 + lease_.residents.size());
  const bool agrees = role == Role::Primary || chance_.in_hundred(85);
  const auto days = chance_.between(5, 20);
  if (agrees && role != Role::Occupant && !is(NeverConsents))
    resident.consented = lease_.applied.plus_days(days);
  lease_.residents.push_back(std::move(resident));
}

void LeaseLife::apply(Date first_month) {
  // Most leases are there in the first month, some begin in the course of time.
  const auto soon = chance_.between(1, 6);
  const auto later = chance_.between(7, 18);
  const std::size_t when = chance_.below(10);
  const std::int64_t offset = when < 7 ? 0 : when < 9 ? soon : later;
  const auto day = chance_.one_in(5) ? chance_.between(2, 28) : 1;
  const Date starts = first_month.plus_months(offset).plus_days(day - 1);
  lease_.applied = starts.plus_days(-chance_.between(25, 45));
  lease_.homes.push_back(invent_home(chance_));
  Home& home = lease_.homes.front();
  if (home.unit.empty() || home.street.starts_with("PO Box")) home.unit = "Apt 1";

  add_resident(Role::Primary, "Primary");
  const bool needs_two = is(RoommateLeaves);
  const bool needs_one = is(WithdrawsConsent) || is(NeverConsents);
  const bool has_two = chance_.in_hundred(30);
  const bool has_guarantor = chance_.in_hundred(15);
  const bool has_occupant = chance_.in_hundred(8);
  if (needs_two || (has_two && !needs_one))
    add_resident(Role::CoResident, chance_.one_in(2) ? "Spouse" : "Roommate");
  if (has_guarantor && !needs_one) add_resident(Role::Guarantor, "Guarantor");
  if (has_occupant) add_resident(Role::Occupant, "Child");

  event(lease_.applied, EventKind::Applied);
  if (is(Applicant)) return;
  lease_.signed_on = lease_.applied.plus_days(21);
  lease_.starts = starts;
  if (is(CancelledLease)) {
    lease_.cancelled = lease_.signed_on->plus_days(2);
    event(*lease_.cancelled, EventKind::Cancelled);
  }
}

void LeaseLife::plan_stay() {
  leaves_ = -1;
  const auto stay = chance_.between(6, 14);
  const auto unpaid = chance_.between(1, 4);
  turns_ = chance_.between(3, 9);
  payer_.lose(turns_);
  if (is(LeavesPaid)) leaves_ = stay;
  if (leaves_owing(lease_.destiny)) {
    leaves_ = stay;
    payer_.stop_at(is(Evicted) ? stay - 3 : stay - unpaid + 1);
  }
}

void LeaseLife::agree() {
  const auto dollars = chance_.between(170, 620) * 5;
  const auto cents = chance_.one_in(6) ? chance_.between(1, 99) : 0;
  const auto term = chance_.one_in(5) ? 6 : 12;
  begin(Kind::Application, *lease_.starts, lease_.starts->plus_months(term).plus_days(-1),
        dollars * 100 + cents);
  event(*lease_.starts, EventKind::Opened, rent());
  deposit_ = chance_.between(6, 16) * 5'000;
}

// A term with its monthly charges: the fees of the term before stay.
void LeaseLife::begin(Kind kind, Date starts, std::optional<Date> ends, std::int64_t new_rent) {
  std::vector<ScheduledCharge> fees;
  if (lease_.intervals.empty()) {
    if (chance_.one_in(4)) fees.push_back({ArCode::PetRent, 3'500, 0});
    if (chance_.one_in(5)) fees.push_back({ArCode::Parking, 6'000, 0});
    if (chance_.one_in(6)) fees.push_back({ArCode::Trash, 2'550, 0});
  } else {
    for (std::size_t i = base_ + 1; i < lease_.schedule.size(); ++i) {
      if (lease_.schedule[i].code != ArCode::Premium) fees.push_back(lease_.schedule[i]);
    }
  }
  Interval interval;
  interval.kind = kind;
  interval.starts = starts;
  interval.ends = ends;
  interval.home = lease_.homes.size() - 1;
  lease_.intervals.push_back(interval);
  const auto index = static_cast<std::int32_t>(lease_.intervals.size()) - 1;
  base_ = lease_.schedule.size();
  lease_.schedule.push_back({ArCode::Rent, new_rent, index});
  for (ScheduledCharge fee : fees) {
    fee.interval = index;
    lease_.schedule.push_back(fee);
  }
  if (kind == Kind::MonthToMonth) lease_.schedule.push_back({ArCode::Premium, kPremium, index});
}

// ── Months ──

// The term ends this month: what follows?
void LeaseLife::go_on(Date month) {
  const Interval& now = lease_.intervals.back();
  if (!now.ends || *now.ends > month.end_of_month()) return;
  const bool is_leaving = leaves_ >= 0 && month_ >= leaves_;
  if (is_leaving && *now.ends == month.end_of_month()) return;
  const Date starts = now.ends->plus_days(1);
  const auto raise = chance_.between(0, 12) * 500;
  const bool stays_on = chance_.in_hundred(25) || is(StaysOn) || is_leaving;
  if (stays_on) {
    begin(Kind::MonthToMonth, starts, std::nullopt, rent());
    event(starts, EventKind::MonthToMonth, kPremium);
  } else {
    begin(Kind::Renewal, starts, starts.plus_months(12).plus_days(-1), rent() + raise);
    event(starts, EventKind::Renewed, rent());
  }
}

void LeaseLife::charge(Date due) {
  const bool is_first = due != due.start_of_month();
  const CivilDate civil = due.civil();
  const int days = days_in_month(civil.year, civil.month);
  const int lived = days - civil.day + 1;
  const std::size_t end = lease_.schedule.size();
  for (std::size_t i = base_; i < end; ++i) {
    const ScheduledCharge& each = lease_.schedule[i];
    const std::int64_t cents = is_first ? each.cents * lived / days : each.cents;
    row(due, cents, each.code, {}, static_cast<std::int32_t>(i));
  }
  if (is(Concession) && (month_ == 1 || month_ == turns_)) {
    const std::int64_t waived = rent() * chance_.between(10, 50) / 100;
    row(due, -waived, ArCode::RentConcession, "Concession");
    event(due, EventKind::Concession, waived);
  }
}

void LeaseLife::fall_behind(Date day) {
  if (payer_.falls_behind()) event(day, EventKind::Relapsed);
}

void LeaseLife::late_fee(Date due) {
  row(due.plus_days(kFeeDay), kLateFee, ArCode::LateFee, "Late Fee");
  event(due.plus_days(kFeeDay), EventKind::LateFee, kLateFee);
}

void LeaseLife::pay_what_is_open(Date day, EventKind kind) {
  const std::int64_t cents = open(day);
  if (cents <= 0) {
    event(day, EventKind::Covered);
    return;
  }
  row(day, -cents, ArCode::Payment, "Payment - ACH");
  event(day, payer_.catches_up(kind), cents);
}

void LeaseLife::pay_nothing(Date due) {
  if (open(due) <= 0) {
    event(due, EventKind::Covered);
    return;
  }
  const bool pays_fee = chance_.in_hundred(70);
  event(due, EventKind::Missed, rent());
  fall_behind(due);
  if (pays_fee) late_fee(due);
}

void LeaseLife::pay_part(Date due) {
  const Date day = due.plus_days(chance_.between(0, 9));
  const std::int64_t cents = rent() * chance_.between(30, 80) / 100;
  if (open(day) <= cents) return pay_what_is_open(day, EventKind::OnTime);
  row(day, -cents, ArCode::Payment, "Payment - Check");
  event(day, EventKind::Partial, cents);
  fall_behind(day);
}

// One month's worth of what is open, the oldest month first.
void LeaseLife::pay_oldest(Date due) {
  const Date day = due.plus_days(chance_.between(0, 9));
  const std::int64_t cents = std::min(open(day), rent());
  if (cents <= 0) return pay_what_is_open(day, EventKind::OnTime);
  row(day, -cents, ArCode::Payment, "Payment - ACH");
  event(day, EventKind::CaughtUpOne, cents);
}

void LeaseLife::pay_and_bounce(Date due) {
  const Date day = due.plus_days(chance_.between(0, 3));
  const Date back = day.plus_days(chance_.between(4, 7));
  const bool pays_again = chance_.in_hundred(60);
  const Date again = back.plus_days(chance_.between(2, 8));
  const std::int64_t cents = open(day);
  if (cents <= 0) return pay_what_is_open(day, EventKind::OnTime);
  const std::int32_t payment = row(day, -cents, ArCode::Payment, "Payment - ACH");
  const std::int32_t reversal =
      row(back, cents, ArCode::Payment, "Reversal: Payment - ACH (NSF - Insufficient Funds)");
  lease_.ledger[static_cast<std::size_t>(reversal) - 1].takes_back = payment;
  LedgerRow& bounced = lease_.ledger[static_cast<std::size_t>(payment) - 1];
  bounced.taken_back = reversal;
  bounced.taken_back_on = back;
  row(back, kReturnFee, ArCode::ReturnFee);
  event(day, payer_.is_behind() ? EventKind::Cured : EventKind::OnTime, cents);
  event(back, EventKind::Bounced, cents);
  if (pays_again) return pay_what_is_open(again, EventKind::Late);
  fall_behind(back);
}

void LeaseLife::make(Habit habit, Date due) {
  const auto prompt = chance_.between(0, 4);
  const auto tardy = chance_.between(6, 27);
  // A month that is not whole has no room for a late payment before the next one falls due.
  if (due != due.start_of_month() && habit != Habit::Nothing) habit = Habit::OnTime;
  switch (habit) {
    case Habit::OnTime:
      return pay_what_is_open(due.plus_days(prompt), EventKind::OnTime);
    case Habit::Late:
      if (open(due) > 0) late_fee(due);
      return pay_what_is_open(due.plus_days(tardy), EventKind::Late);
    case Habit::Everything:
      return pay_what_is_open(due.plus_days(tardy - 6), EventKind::Late);
    case Habit::Nothing:
      return pay_nothing(due);
    case Habit::Part:
      return pay_part(due);
    case Habit::Oldest:
      return pay_oldest(due);
    case Habit::Bounce:
      return pay_and_bounce(due);
    case Habit::Ahead: {
      const std::int64_t more = rent() * chance_.between(1, 3);
      const Date day = due.plus_days(prompt);
      const std::int64_t cents = std::max<std::int64_t>(open(day), 0) + more;
      row(day, -cents, ArCode::Payment, "Payment - Check");
      event(day, EventKind::Prepaid, cents);
      return;
    }
  }
}

void LeaseLife::live_month(Date month) {
  const bool is_settled_in = lease_.intervals.back().starts < month;
  if (is(Transfer) && month_ >= turns_ && is_settled_in && !lease_.transferred) {
    lease_.intervals.back().cut = month.plus_days(-1);
    const std::optional<Date> ends = lease_.intervals.back().ends;
    Home other = lease_.homes.front();
    other.unit = "Unit 2B";
    lease_.homes.push_back(std::move(other));
    begin(Kind::Transfer, month, ends, rent() + 5'000);
    lease_.transferred = month;
    event(month, EventKind::Transferred, rent());
  }
  const Date due = std::max(month, *lease_.starts);
  charge(due);
  if (month_ == 0) {  // the deposit, paid when the keys are handed over
    row(due, deposit_, ArCode::Deposit);
    row(due, -deposit_, ArCode::Payment, "Payment - Check (deposit)");
  }
  make(payer_.next(chance_, month_), due);
  const Date turn = month.plus_days(chance_.between(9, 24));
  if (month_ == turns_ && is(BankruptTenant)) {
    lease_.bankrupt_since = turn;
    event(turn, EventKind::Bankrupt);
  }
  if (month_ == turns_ && is(WithdrawsConsent)) {
    lease_.residents.front().withdrew = turn;
    event(turn, EventKind::ConsentWithdrawn);
  }
  if (month_ == turns_ && is(RoommateLeaves)) {
    lease_.residents[1].left = turn;
    event(turn, EventKind::CoResidentLeft);
  }
  if (is(Evicted) && month_ == leaves_ - 1) {
    lease_.eviction_filed = turn;
    event(turn, EventKind::EvictionStarted);
    row(turn, 46'500, ArCode::LegalFees, "Legal Fees - court filing");
  }
  if (leaves_ >= 0 && month_ == leaves_ - 1 && !is(Evicted)) {
    lease_.noticed = turn;
    event(turn, EventKind::Notice);
  }
  go_on(month);
  if (leaves_ >= 0 && month_ == leaves_) leave(month.end_of_month());
  ++month_;
}

// ── Leaving ──

void LeaseLife::leave(Date day) {
  lease_.moved_out = day;
  const bool has_forwarding = chance_.in_hundred(70);
  Home elsewhere = invent_home(chance_);
  if (has_forwarding) lease_.forwarding = std::move(elsewhere);
  const Date final_day = day.plus_days(kFinalAccountDays);
  const std::int64_t owed = Books(lease_.dues(), lease_.receipts(), day).unpaid();
  event(day, owed > 0 ? EventKind::MovedOutOwing : EventKind::MovedOutPaid, owed);
  if (owed > 0) row(final_day, 24'000, ArCode::Cleaning);
  if (owed > 0 && chance_.one_in(2)) row(final_day, 138'550, ArCode::Damages, "Damages - flooring");
  row(final_day, -deposit_, ArCode::DepositApplied, "Deposit applied to final account");
  event(final_day, EventKind::DepositApplied, deposit_);
  if (owed == 0)
    row(final_day, deposit_, ArCode::Adjustment, "Deposit refund issued - check");
  else
    settle_owing(day);
}

void LeaseLife::settle_owing(Date day) {
  const auto pay_all = [&](Date when) {
    const std::int64_t cents = open(when);
    row(when, -cents, ArCode::Payment, "Payment - Check");
    event(when, EventKind::DebtPaid, cents);
  };
  const Date sent = day.plus_days(chance_.between(45, 90));
  const Date paid = sent.plus_days(chance_.between(20, 120));
  const Date written_off = day.plus_days(chance_.between(100, 150));
  const bool pays = chance_.one_in(2);
  if (is(LeavesOwing) && pays) pay_all(paid);
  if (is(Collections) || is(CollectionsPaid)) {
    lease_.collections_since = sent;
    event(sent, EventKind::SentToCollections, open(sent));
  }
  if (is(CollectionsPaid)) pay_all(paid);
  if (is(WrittenOff)) {
    const std::int64_t cents = open(written_off);
    row(written_off, -cents, ArCode::WriteOff, "Bad debt write off");
    lease_.written_off = written_off;
    event(written_off, EventKind::WrittenOff, cents);
  }
}

Lease LeaseLife::live(const Scenario& scenario) {
  const Date first = scenario.first.first_day();
  apply(first);
  plan_stay();
  if (lease_.starts) agree();
  const bool lives = lease_.starts && !lease_.cancelled;
  for (Date month = first; lives && month <= scenario.as_of; month = month.plus_months(1)) {
    if (month < lease_.starts->start_of_month() || lease_.moved_out) continue;
    live_month(month);
  }
  std::stable_sort(lease_.ledger.begin(), lease_.ledger.end(),
                   [](const LedgerRow& a, const LedgerRow& b) { return a.day < b.day; });
  std::stable_sort(lease_.events.begin(), lease_.events.end(),
                   [](const Event& a, const Event& b) { return a.day < b.day; });
  return std::move(lease_);
}

}  // namespace

std::span<const ArCodeFacts> ar_code_facts() {
  return kArCodes;
}
const ArCodeFacts& facts_of(ArCode code) {
  return kArCodes[static_cast<std::size_t>(code)];
}

std::vector<Due> Lease::dues() const {
  std::vector<Due> dues;
  for (const LedgerRow& row : ledger) {
    if (!row.is_charge()) continue;
    const ArCodeFacts& facts = facts_of(row.code);
    dues.push_back({row.day, row.cents, facts.kind == "Rent" || facts.timing == "Monthly"});
  }
  std::stable_sort(dues.begin(), dues.end(),
                   [](const Due& a, const Due& b) { return a.day < b.day; });
  return dues;
}

std::vector<Receipt> Lease::receipts() const {
  std::vector<Receipt> receipts;
  for (const LedgerRow& row : ledger) {
    if (!row.is_charge() && row.code != ArCode::WriteOff) receipts.push_back({row.day, -row.cents});
  }
  return receipts;
}

Lease live_lease(const Scenario& scenario, std::uint64_t number) {
  return LeaseLife(scenario, number).live(scenario);
}

Intent intent_of(const Lease& lease, Date as_of) {
  const auto by = [&](const std::optional<Date>& day) { return day && *day <= as_of; };
  if (lease.cancelled && by(lease.cancelled)) return {OutcomeKind::Skipped, "cancelled"};
  if (!by(lease.signed_on)) return {OutcomeKind::Skipped, "applicant"};
  if (!by(lease.starts)) return {OutcomeKind::Skipped, "not_started"};
  if (lease.destiny == Garage) return {OutcomeKind::Skipped, "not_housing"};
  const Resident& primary = lease.residents.front();
  if (!by(primary.consented) || by(primary.withdrew)) return {OutcomeKind::Skipped, "no_consent"};
  if (by(lease.bankrupt_since)) return {OutcomeKind::Held, "bankruptcy"};
  if (lease.knows_no_identity()) return {OutcomeKind::Held, "no_identity"};
  if (lease.masks_numbers()) return {OutcomeKind::Held, "masked_ssn"};
  const std::vector<Due> dues = lease.dues();
  const std::vector<Receipt> receipts = lease.receipts();
  if (by(lease.moved_out)) {
    const std::optional<Date> clear = clear_since(dues, receipts, as_of);
    if (clear && std::max(*clear, *lease.moved_out) < as_of.start_of_month())
      return {OutcomeKind::Skipped, "closed_before_first_report"};
  }
  const Books books(dues, receipts, as_of);
  return {OutcomeKind::Reported, {}, books.unpaid(), books.days_past_due(as_of)};
}

}  // namespace m2::simulate
