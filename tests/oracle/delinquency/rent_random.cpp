// Random leases: payers of every kind, and the accidents of a ledger.

#include <algorithm>

#include "tests/oracle/delinquency/delays.h"
#include "tests/oracle/delinquency/rent_ledger.h"

namespace m2::oracle {
namespace {

class RentAuthor {
 public:
  RentAuthor(Chance chance, Date as_of) : chance_(chance) { ledger_.as_of = as_of; }

  RentLedger write() {
    begin();
    charge();
    pay();
    add_accidents();
    end();
    shuffle();
    return std::move(ledger_);
  }

 private:
  void begin() {
    const auto months = chance_.one_in(4) ? chance_.between(12, 30) : chance_.between(0, 11);
    Date opened = ledger_.as_of.start_of_month().plus_months(-months);
    if (chance_.one_in(3)) opened = opened.plus_days(chance_.between(0, 30));
    ledger_.opened = std::min(opened, ledger_.as_of);
    ledger_.rent =
        chance_.between(300, 2000) * 100 + (chance_.one_in(3) ? chance_.between(0, 99) : 0);
    if (chance_.one_in(3)) ledger_.parking = chance_.between(1, 9000);
    if (chance_.one_in(3)) {
      ledger_.moved_out = ledger_.as_of.plus_days(chance_.between(-130, 70));
      if (*ledger_.moved_out < ledger_.opened) ledger_.moved_out = ledger_.opened;
    }
  }

  RentRow& row(RentKind kind, Date on, Cents cents) {
    ledger_.rows.push_back({.kind = kind, .on = on, .cents = cents, .id = next_id_++});
    return ledger_.rows.back();
  }

  void charge() {
    const Date last = ledger_.moved_out.value_or(ledger_.as_of.plus_days(70));
    const int due_day = chance_.one_in(3) ? static_cast<int>(chance_.between(0, 30)) : 0;
    if (chance_.one_in(4)) row(RentKind::Deposit, ledger_.opened, chance_.between(1, 1500) * 100);
    for (int month = 0;; ++month) {
      const Date first = ledger_.opened.start_of_month().plus_months(month);
      const Date due =
          std::max(ledger_.opened, std::min(first.plus_days(due_day), first.end_of_month()));
      if (due > last) return;
      if (month > 0 && chance_.one_in(25)) continue;  // a month without rent
      row(RentKind::Rent, due, ledger_.rent);
      if (ledger_.parking > 0)
        row(RentKind::Parking, due.plus_days(chance_.one_in(4) ? 3 : 0), ledger_.parking);
      if (chance_.one_in(12))
        row(RentKind::Fee, due.plus_days(chance_.between(0, 20)), chance_.between(500, 20000));
    }
  }

  void pay() {
    const int how_late = static_cast<int>(chance_.below(3));
    const std::vector<RentRow> charges = ledger_.rows;
    for (const RentRow& charge : charges) {
      if (charge.kind != RentKind::Rent && chance_.one_in(6)) continue;
      if (how_late > 0 && chance_.one_in(how_late == 1 ? 8 : 4)) continue;
      const Date on = charge.on.plus_days(random_delay(chance_, how_late));
      switch (chance_.below(8)) {
        case 0:  // in two parts
          row(RentKind::Payment, on, charge.cents / 2);
          row(RentKind::Payment, on.plus_days(chance_.between(0, 25)),
              charge.cents - charge.cents / 2);
          break;
        case 1:  // not all of it
          row(RentKind::Payment, on,
              charge.cents - chance_.between(0, std::min<Cents>(charge.cents, 150)));
          break;
        case 2:  // more than that
          row(RentKind::Payment, on,
              charge.cents + (chance_.one_in(2) ? charge.cents : chance_.between(1, 9999)));
          break;
        default:
          row(RentKind::Payment, on, charge.cents);
      }
    }
    if (chance_.one_in(3)) catch_up(ledger_.as_of.plus_days(chance_.between(-60, 40)));
  }

  // All that is open by a day is paid on it.
  void catch_up(Date day) {
    Cents open = 0;
    for (const RentRow& row : ledger_.rows) {
      if (row.on > day) continue;
      open += row.kind == RentKind::Payment ? -row.cents : row.cents;
    }
    if (open > 0) row(RentKind::Payment, day, open);
  }

  void add_accidents() {
    const std::vector<RentRow> rows = ledger_.rows;
    for (const RentRow& old : rows) {
      if (old.kind == RentKind::Payment && chance_.one_in(14)) {
        row(RentKind::Bounce, old.on.plus_days(chance_.between(0, 40)), old.cents).of = old.id;
      }
    }
    if (chance_.one_in(12)) row(RentKind::Credit, any_day(), chance_.between(1, 1000) * 100);
    if (ledger_.moved_out && chance_.one_in(6))
      row(RentKind::DepositUsed, *ledger_.moved_out, chance_.between(1, 800) * 100);
    if (chance_.one_in(8)) row(RentKind::Elsewhere, any_day(), ledger_.rent);
    if (chance_.one_in(10)) row(RentKind::Planned, any_day(), ledger_.rent);
    for (RentRow& each : ledger_.rows) {
      if (each.cents == 0) each.cents = 1;
      if (chance_.one_in(10)) each.posted_later = static_cast<int>(chance_.between(-1, 20));
    }
  }

  Date any_day() {
    return ledger_.opened.plus_days(
        chance_.between(0, ledger_.as_of.days() - ledger_.opened.days() + 20));
  }

  void end() {
    if (!ledger_.moved_out || !chance_.one_in(3)) return;
    ledger_.in_collections_since = ledger_.moved_out->plus_days(chance_.between(0, 90));
  }

  void shuffle() {
    for (std::size_t i = ledger_.rows.size(); i > 1; --i)
      std::swap(ledger_.rows[i - 1], ledger_.rows[chance_.below(i)]);
  }

  Chance chance_;
  RentLedger ledger_;
  int next_id_ = 1001;
};

}  // namespace

RentLedger random_rent_ledger(Chance chance, Date as_of) {
  return RentAuthor(chance, as_of).write();
}

void reverse_rows(RentLedger& ledger) {
  std::reverse(ledger.rows.begin(), ledger.rows.end());
}

std::vector<RentLedger> simpler_than(const RentLedger& ledger) {
  std::vector<RentLedger> simpler;
  const auto with = [&](auto change) {
    RentLedger copy = ledger;
    change(copy);
    simpler.push_back(std::move(copy));
  };
  for (std::size_t i = 0; i < ledger.rows.size(); ++i) {
    const int id = ledger.rows[i].id;
    with([&](RentLedger& l) {  // a payment goes with what bounced of it
      std::erase_if(l.rows, [&](const RentRow& row) { return row.id == id || row.of == id; });
    });
  }
  if (ledger.in_collections_since) with([](RentLedger& l) { l.in_collections_since.reset(); });
  if (ledger.moved_out && !ledger.in_collections_since)
    with([](RentLedger& l) { l.moved_out.reset(); });
  if (ledger.parking > 0) with([](RentLedger& l) { l.parking = 0; });
  if (ledger.rent != 100000) with([](RentLedger& l) { l.rent = 100000; });
  if (ledger.opened != ledger.opened.start_of_month())
    with([](RentLedger& l) { l.opened = l.opened.start_of_month(); });
  if (ledger.opened.plus_months(1) < ledger.as_of)
    with([](RentLedger& l) { l.opened = l.opened.plus_months(1); });
  for (std::size_t i = 0; i < ledger.rows.size(); ++i) {
    const RentRow& row = ledger.rows[i];
    for (const Cents cents : {Cents{100000}, Cents{10000}, row.cents / 10000 * 10000}) {
      if (cents <= 0 || cents >= row.cents) continue;
      with([&](RentLedger& l) {
        for (RentRow& each : l.rows) {
          if (each.id == row.id || each.of == row.id || row.of == each.id) each.cents = cents;
        }
      });
    }
    if (row.posted_later != 0) with([&](RentLedger& l) { l.rows[i].posted_later = 0; });
    if (row.on != row.on.start_of_month() && row.on.start_of_month() >= ledger.opened)
      with([&](RentLedger& l) { l.rows[i].on = row.on.start_of_month(); });
  }
  return simpler;
}

}  // namespace m2::oracle
