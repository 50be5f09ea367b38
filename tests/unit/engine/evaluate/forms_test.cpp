// Forms of the language that the other tests do not reach: allocation by month, schedules that
// move, consent, the last report, and the run.

#include "tests/support/mapping.h"

using namespace m2;
using test::evaluate;

namespace {

/// A sample account with these members beside its own.
std::string sample_with(const std::string& members) {
  std::string document = test::kSampleDocument;
  document.replace(document.find("\"moves\": []"), 11, members);
  return document;
}

}  // namespace

SCENARIO("same month first pays the charges of the payment's month before older ones") {
  const std::string document = R"({"id": "1",
    "charges": [{"id": "a", "due": "2026-03-01", "amount": 100, "class": "rent"},
                {"id": "b", "due": "2026-04-01", "amount": 100, "class": "rent"}],
    "payments": [{"id": "p", "paid_on": "2026-04-20", "amount": 120}]})";
  const std::string declarations = R"(
let by_month = allocate account.payments to account.charges same month first
let by_age   = allocate account.payments to account.charges oldest first
)";
  CHECK(evaluate("by_month.oldest_unpaid_due", declarations, document) == "2026-03-01");
  CHECK(evaluate("by_age.oldest_unpaid_due", declarations, document) == "2026-04-01");
  CHECK(evaluate("by_month.unpaid", declarations, document) == "$80");
  CHECK(evaluate("join of \"{c.id}{c.unpaid} \" for c in by_month.charges by c.id", declarations,
                 document) == "a$80 b$0 ");
}

SCENARIO("a due date that was changed moves the schedule from there on") {
  const std::string document =
      sample_with(R"("moves": [{"moved_from": "2026-02-01", "moved_to": "2026-02-10"}])");
  CHECK(
      evaluate("join of \"{i.due} \" for i in instalments of $10 every 1 month from 2026-01-01 to "
               "2026-04-30 moved by account.moves",
               "", document) == "2026-01-01 2026-02-10 2026-03-10 2026-04-10 ");
}

SCENARIO("instalments know weeks and half months, too") {
  const auto [expression, count] = GENERATE(table<std::string, std::string>({
      {"every 1 week", "5"},
      {"every half month", "2"},
      {"every 1 month", "1"},
  }));
  CAPTURE(expression);
  CHECK(evaluate("count of i for i in instalments of $10 " + expression +
                 " from 2026-01-01 to 2026-01-31") == count);
}

SCENARIO("consent is asked of the account and of each person, as of the day") {
  const std::string document = sample_with(R"("moves": [], "consents": [
    {"customer": "p1", "state": "granted", "date": "2026-01-01", "source": "portal"},
    {"customer": "p2", "state": "granted", "date": "2026-01-01"},
    {"customer": "p2", "state": "withdrawn", "date": "2026-03-01"},
    {"customer": "p3", "state": "granted", "date": "2026-06-01"}])");
  const auto [expression, value] = GENERATE(table<std::string, std::string>({
      {"consent(account.owner).state", "granted"},
      {"consent(account.owner).granted_on", "2026-01-01"},
      {"consent(account.owner).source", "portal"},
      {"count of p for p in account.people where consent(p).state is \"granted\"", "1"},
      {"join of p.id for p in account.people where consent(p).state is \"withdrawn\" by p.id",
       "p2"},
      {"join of p.id for p in account.people where consent(p).state is \"none\" by p.id", "p3"},
  }));
  CAPTURE(expression);
  CHECK(evaluate(expression, "", document) == value);
}

SCENARIO("the run names its tenant and month; an account without an earlier report has none") {
  CHECK(evaluate("run.tenant") == "sample");
  CHECK(evaluate("run.period") == "2026-05-01");
  CHECK(evaluate("previous.account_status") == "missing");
  CHECK(evaluate("if previous is present then \"again\" else \"new\"") == "new");
}

SCENARIO("the three ways to settle money differ below zero and at half a cent") {
  const auto [amount, dollars, cents, down] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"($21.99 / 2)", "$10", "$11", "$10.99"},
          {"($10.10 / 4)", "$2", "$2.53", "$2.52"},
          {"(($0 - $10.10) / 4)", "-$2", "-$2.53", "-$2.52"},
      }));
  CAPTURE(amount);
  CHECK(evaluate(amount + " in whole dollars") == dollars);
  CHECK(evaluate(amount + " rounded to cents") == cents);
  CHECK(evaluate(amount + " rounded down to cents") == down);
}
