// The worked cases of the delinquency and rent reference: what each month end must say. The tables
// keep the form of the reference: snapshot, oldest unpaid due, days past due, status (17A), balance
// (21), amount past due (22), date of first delinquency (25, ledger method), history (18).

#include <array>
#include <sstream>
#include <string>

#include "engine/delinquency/buckets.h"
#include "tests/support/ledger.h"

using namespace m2;
using test::payment;

namespace {

constexpr std::array<const char*, 7> kStatus{"11", "71", "78", "80", "82", "83", "84"};

struct Case {
  const char* name;
  std::int64_t monthly_dollars;
  const char* first_due;
  std::vector<Payment> payments;
  const char* table;
  std::int32_t grace_days = 0;
};

struct Row {
  Date snapshot;
  std::string oldest, days, status, balance, past_due, first_delinquency, history;
};

std::vector<Row> rows_of(const char* table) {
  std::vector<Row> rows;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string snapshot;
    Row row;
    if (!(words >> snapshot)) continue;
    words >> row.oldest >> row.days >> row.status >> row.balance >> row.past_due >>
        row.first_delinquency >> row.history;
    REQUIRE(words);
    row.snapshot = test::day(snapshot.c_str());
    rows.push_back(row);
  }
  return rows;
}

Allocation allocated(const Case& given, Date last) {
  std::vector<Charge> charges;
  const Date first = test::day(given.first_due);
  for (Date due = first; due <= last; due = due.plus_months(1)) {
    charges.push_back({.due = due, .cents = given.monthly_dollars * 100});
  }
  return test::allocated(charges, given.payments);
}

int bucket_on(const Allocation& ledger, Date day, std::int32_t grace_days) {
  return bucket(days_past_due(ledger.standing(day).oldest_unpaid_due, day) - grace_days);
}

std::string dollars(std::int64_t cents) {
  return std::to_string(cents / 100);
}

std::string past_due(const Allocation& ledger, const std::vector<Charge>& charges, Date day,
                     std::int32_t grace_days) {
  std::vector<ChargeState> states;
  ledger.charge_states(day, states);
  std::int64_t cents = 0;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (bucket(days_past_due(charges[i].due, day) - grace_days) > 0) cents += states[i].unpaid;
  }
  return dollars(cents);
}

std::string history(const Allocation& ledger, Date day, Date first_snapshot, std::int32_t grace) {
  std::string letters;
  for (Period month = Period::of(day).plus(-1); letters.size() < 8; month = month.plus(-1)) {
    const Date end = month.last_day();
    letters += end < first_snapshot ? 'B' : static_cast<char>('0' + bucket_on(ledger, end, grace));
  }
  return letters;
}

const Case kCases[] = {
    {"D1 never pays", 1500, "2025-01-01", {}, R"(
      2025-01-31 2025-01-01  30 71  1500  1500 2025-01-31 BBBBBBBB
      2025-02-28 2025-01-01  58 71  3000  1500 2025-01-31 1BBBBBBB
      2025-03-31 2025-01-01  89 78  4500  4500 2025-01-31 11BBBBBB
      2025-04-30 2025-01-01 119 80  6000  4500 2025-01-31 211BBBBB
      2025-05-31 2025-01-01 150 83  7500  7500 2025-01-31 3211BBBB
      2025-06-30 2025-01-01 180 84  9000  7500 2025-01-31 53211BBB
      2025-07-31 2025-01-01 211 84 10500 10500 2025-01-31 653211BB
      2025-08-31 2025-01-01 242 84 12000 12000 2025-01-31 6653211B)"},
    {"D2 skipped bucket", 1500, "2025-04-01", {}, R"(
      2025-04-30 2025-04-01  29 11  1500     0 -          BBBBBBBB
      2025-05-31 2025-04-01  60 78  3000  3000 2025-05-01 0BBBBBBB
      2025-06-30 2025-04-01  90 80  4500  3000 2025-05-01 20BBBBBB)"},
    {"D3 partial payments, oldest first",
     1000,
     "2025-01-01",
     {payment("2025-01-10", 600), payment("2025-02-05", 1000), payment("2025-04-20", 1000),
      payment("2025-05-15", 1400), payment("2025-06-03", 2000)},
     R"(
      2025-01-31 2025-01-01  30 71   400   400 2025-01-31 BBBBBBBB
      2025-02-28 2025-02-01  27 11   400     0 -          1BBBBBBB
      2025-03-31 2025-02-01  58 71  1400  1400 2025-03-03 01BBBBBB
      2025-04-30 2025-03-01  60 78  1400   400 2025-03-03 101BBBBB
      2025-05-31 2025-05-01  30 71  1000  1000 2025-05-31 2101BBBB
      2025-06-30 -            0 11     0     0 -          12101BBB)"},
    {"D4 cure, then a new delinquency",
     1500,
     "2025-01-01",
     {payment("2025-03-20", 4500), payment("2025-04-02", 1500), payment("2025-08-15", 1500)},
     R"(
      2025-01-31 2025-01-01  30 71  1500  1500 2025-01-31 BBBBBBBB
      2025-02-28 2025-01-01  58 71  3000  1500 2025-01-31 1BBBBBBB
      2025-03-31 -            0 11     0     0 -          11BBBBBB
      2025-04-30 -            0 11     0     0 -          011BBBBB
      2025-05-31 2025-05-01  30 71  1500  1500 2025-05-31 0011BBBB
      2025-06-30 2025-05-01  60 78  3000  1500 2025-05-31 10011BBB
      2025-07-31 2025-05-01  91 80  4500  4500 2025-05-31 210011BB
      2025-08-31 2025-06-01  91 80  4500  4500 2025-05-31 3210011B)"},
    {"D5 rolling late payer",
     1500,
     "2025-01-01",
     {payment("2025-02-25", 1500), payment("2025-04-05", 1500), payment("2025-05-05", 1500),
      payment("2025-06-06", 1500), payment("2025-07-10", 4500)},
     R"(
      2025-01-31 2025-01-01  30 71  1500  1500 2025-01-31 BBBBBBBB
      2025-02-28 2025-02-01  27 11  1500     0 -          1BBBBBBB
      2025-03-31 2025-02-01  58 71  3000  3000 2025-03-03 01BBBBBB
      2025-04-30 2025-03-01  60 78  3000  1500 2025-03-03 101BBBBB
      2025-05-31 2025-04-01  60 78  3000  3000 2025-03-03 2101BBBB
      2025-06-30 2025-05-01  60 78  3000  1500 2025-03-03 22101BBB
      2025-07-31 -            0 11     0     0 -          222101BB)"},
    {"D6 five days of grace",
     1500,
     "2025-01-01",
     {},
     R"(
      2025-01-31 2025-01-01  25 11  1500     0 -          BBBBBBBB
      2025-02-28 2025-01-01  53 71  3000  1500 2025-01-31 0BBBBBBB
      2025-03-31 2025-01-01  84 78  4500  3000 2025-01-31 10BBBBBB
      2025-04-30 2025-01-01 114 80  6000  4500 2025-01-31 210BBBBB)",
     5},
    {"D7 loan due on the 15th",
     450,
     "2025-01-15",
     {payment("2025-01-15", 450), payment("2025-04-01", 450)},
     R"(
      2025-01-31 -            0 11     0     0 -          BBBBBBBB
      2025-02-28 2025-02-15  13 11   450     0 -          0BBBBBBB
      2025-03-31 2025-02-15  44 71   900   450 2025-03-17 00BBBBBB
      2025-04-30 2025-03-15  46 71   900   450 2025-04-14 100BBBBB
      2025-05-31 2025-03-15  77 78  1350   900 2025-04-14 1100BBBB
      2025-06-30 2025-03-15 107 80  1800  1350 2025-04-14 21100BBB)"},
    {"D8 prepayments",
     1200,
     "2025-01-01",
     {payment("2024-12-28", 1200), payment("2025-01-30", 1200), payment("2025-03-01", 1500),
      payment("2025-04-03", 900)},
     R"(
      2025-01-31 -            0 11     0     0 -          BBBBBBBB
      2025-02-28 -            0 11     0     0 -          0BBBBBBB
      2025-03-31 -            0 11     0     0 -          00BBBBBB
      2025-04-30 -            0 11     0     0 -          000BBBBB)"},
    {"rent paid three times, then nothing",
     1450,
     "2025-01-01",
     {payment("2025-01-02", 1450), payment("2025-02-03", 1450), payment("2025-03-05", 1450)},
     R"(
      2025-01-31 -            0 11     0     0 -          BBBBBBBB
      2025-02-28 -            0 11     0     0 -          0BBBBBBB
      2025-03-31 -            0 11     0     0 -          00BBBBBB
      2025-04-30 2025-04-01  29 11  1450     0 -          000BBBBB
      2025-05-31 2025-04-01  60 78  2900  2900 2025-05-01 0000BBBB
      2025-06-30 2025-04-01  90 80  4350  2900 2025-05-01 20000BBB)"},
};

}  // namespace

SCENARIO("the worked cases come out as the reference prints them") {
  const auto index = GENERATE(range(std::size_t{0}, std::size(kCases)));
  const Case& given = kCases[index];
  const std::vector<Row> rows = rows_of(given.table);
  REQUIRE_FALSE(rows.empty());
  Allocation ledger = allocated(given, rows.back().snapshot);
  const auto or_dash = [](const std::optional<Date>& date) {
    return date ? date->to_string() : std::string("-");
  };

  for (const Row& row : rows) {
    const Date day = row.snapshot;
    CAPTURE(given.name, day.to_string());
    const Standing standing = ledger.standing(day);
    const std::int32_t days = days_past_due(standing.oldest_unpaid_due, day) - given.grace_days;
    std::optional<Date> first_delinquency;  // not reported while grace keeps the account current
    if (standing.late_since && bucket(days) > 0) {
      first_delinquency = standing.late_since->plus_days(30);
    }
    CHECK(or_dash(standing.oldest_unpaid_due) == row.oldest);
    CHECK(std::to_string(std::max(days, 0)) == row.days);
    CHECK(kStatus[static_cast<std::size_t>(bucket(days))] == row.status);
    CHECK(dollars(std::max<std::int64_t>(standing.balance, 0)) == row.balance);
    CHECK(past_due(ledger, ledger.charges(), day, given.grace_days) == row.past_due);
    CHECK(or_dash(first_delinquency) == row.first_delinquency);
    CHECK(history(ledger, day, rows.front().snapshot, given.grace_days) == row.history);
  }
}

SCENARIO("a tenant who pays all arrears and leaves was as late as on the day of the payment") {
  Case rent = kCases[std::size(kCases) - 1];
  rent.payments.push_back(payment("2025-06-20", 4350));
  const Allocation ledger = allocated(rent, test::day("2025-06-30"));
  const Standing standing = ledger.standing(test::day("2025-06-30"));
  CHECK(standing.balance == 0);
  CHECK(standing.days_late_when_settled == 80);
  CHECK(bucket(standing.days_late_when_settled) == 2);
  CHECK(standing.late_since_when_settled->plus_days(30) == test::day("2025-05-01"));
  CHECK_FALSE(standing.late_since);
}

SCENARIO("due 8 February, paid in full 22 March: 42 days late when paid") {
  const Allocation ledger =
      test::allocated({test::charge("2025-02-08", 100)}, {payment("2025-03-22", 100)});
  const Standing standing = ledger.standing(test::day("2025-03-31"));
  CHECK(standing.days_late_when_settled == 42);
  CHECK(standing.late_since_when_settled->plus_days(30) == test::day("2025-03-10"));
}
