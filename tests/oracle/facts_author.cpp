#include "tests/oracle/facts_author.h"

#include <fmt/format.h>

namespace m2::test {

std::string FactsAuthor::declarations() {
  return R"(
params {
  parts  int = 3 from 1 to 9
}

let ledger = allocate account.payments to account.charges oldest first
let early  = first c in account.charges where c.amount > $3 by c.due
let late_one = last c in account.charges where c.due <= as_of by c.due
let single = only c in account.charges where c.amount > $20

define twice(n: int) = if n > 5 then n else n * 2
define late(from_day: date, to_day: date) =
  if from_day <= to_day then days from from_day to to_day else 0 days

lookup word_of(kind: kind) gives text {
  "Open"          -> "open"
  "Paid", "Lost"  -> "over"
}

lookup size_of(word: text) gives int {
  "a", "open"    -> 1
  "long text"    -> 9
  anything else  -> length(word)
}

table grade(n: int) gives word: text, amount: money {
  | n     || word             | amount         |
  | ..0   || "none"           | $0             |
  | 1..9  || = repeat("x", n) | = $2 * n       |
  | 10..  || "many"           | = account.rent |
}
)";
}

std::string FactsAuthor::integer(int depth) {
  switch (depth <= 0 ? below(4) : below(19)) {
    case 0:
      return std::to_string(below(12));
    case 1:
      return "account.units";
    case 2:
      return fmt::format("(account.maybe otherwise {})", below(9));
    case 3:
      return "parts";
    case 4:
      return fmt::format("({} + {})", integer(depth - 1), integer(depth - 1));
    case 5:
      return fmt::format("({} - {})", integer(depth - 1), integer(depth - 1));
    case 6:
      return fmt::format("({} * {})", integer(depth - 1), integer(depth - 1));
    case 7:
      return choice(depth, &FactsAuthor::integer);
    case 8:
      return fmt::format("{}({}, {})", one({"min", "max"}), integer(depth - 1), integer(depth - 1));
    case 9:
      return fmt::format("({} no {} than {})", integer(depth - 1), one({"less", "more"}),
                         integer(depth - 1));
    case 10:
      return fmt::format("(count of {0} for {0} in account.charges where {0}.amount {1} {2})",
                         item(), order(), money(depth - 1));
    case 11:
      return fmt::format("length({})", text(depth - 1));
    case 12:
      return fmt::format("twice({})", integer(depth - 1));
    case 13:
      return fmt::format("size_of({})", text(depth - 1));
    case 14:
      return fmt::format("(sum of {0} for {0} in ({1}, {2}, {3}))", item(), integer(depth - 1),
                         integer(depth - 1), below(9));
    case 15:
      return fmt::format(
          "(count of {0} for {0} in (groups of {1} in account.charges where {1}.amount {2} {3} by "
          "{1}.due))",
          item(), item(), order(), money(0));
    case 16:
      return fmt::format("(count of {0} for {0} in the 3 months before {1} where {0} {2} {3})",
                         item(), date(depth - 1), order(), date(0));
    case 17:
      return fmt::format("(-{})", integer(depth - 1));
    default:
      return fmt::format("abs({})", integer(depth - 1));
  }
}

std::string FactsAuthor::number(int depth) {
  switch (depth <= 0 ? below(2) : below(8)) {
    case 0:
      return one({"0.5", "2.16", "3.3333"});
    case 1:
      return "account.ratio";
    case 2:
      return fmt::format("({} / ({} no less than 1))", integer(depth - 1), integer(depth - 1));
    case 3:
      return fmt::format("(if account.units is not 0 then {} / account.units else {})",
                         integer(depth - 1), number(depth - 1));
    case 4:
      return fmt::format("({} {} {})", number(depth - 1), one({"+", "-", "*"}), number(depth - 1));
    case 5:
      return fmt::format("({} / ({} no more than -$0.50))", money(depth - 1), money(depth - 1));
    case 6:
      return choice(depth, &FactsAuthor::number);
    default:
      return fmt::format("({} no {} than {})", number(depth - 1), one({"less", "more"}),
                         number(depth - 1));
  }
}

std::string FactsAuthor::money(int depth) {
  switch (depth <= 0 ? below(3) : below(18)) {
    case 0:
      return fmt::format("${}.{:02}", below(40), below(2) * 50);
    case 1:
      return "account.rent";
    case 2:
      return fmt::format("(account.deposit otherwise ${})", below(30));
    case 3:
      return fmt::format("({} {} {})", money(depth - 1), one({"+", "-"}), money(depth - 1));
    case 4:
      return fmt::format("({} * {})", money(depth - 1), integer(depth - 1));
    case 5:
      return fmt::format("(({} * {}) {})", money(depth - 1), one({"50%", "2.16", "0.3333"}),
                         settled());
    case 6:
      return fmt::format("(({} / ({} no less than 1)) {})", money(depth - 1), integer(depth - 1),
                         settled());
    case 7:
      return choice(depth, &FactsAuthor::money);
    case 8:
      return fmt::format("({} no {} than {})", money(depth - 1), one({"less", "more"}),
                         money(depth - 1));
    case 9:
      return fmt::format("(sum of {0}.amount for {0} in account.charges where {0}.amount {1} {2})",
                         item(), order(), money(depth - 1));
    case 10:
      return fmt::format(
          "(({1} {0}.amount for {0} in account.charges where {0}.due {2} {3}) otherwise {4})",
          item(), one({"largest", "smallest"}), order(), date(depth - 1), money(depth - 1));
    case 11:
      return fmt::format("grade({}).amount", integer(depth - 1));
    case 12:
      return "ledger." + one({"balance", "unpaid", "credit"});
    case 13:
      return fmt::format("(sum of {0}.{1} for {0} in ledger.charges)", item(),
                         one({"amount", "unpaid", "paid"}));
    case 14:
      return fmt::format("({}.amount otherwise {})", one({"early", "late_one"}), money(depth - 1));
    case 15:
      return "single.amount";
    case 16:
      return fmt::format(
          "(sum of {0}.amount for {0} in (instalments of {1} every 1 month from {2} to "
          "2026-06-30))",
          item(), money(depth - 1), one({"2026-01-31", "2026-05-01"}));
    default:
      return fmt::format("(sum of {0} for {0} in account.amounts)", item());
  }
}

std::string FactsAuthor::date(int depth) {
  switch (depth <= 0 ? below(4) : below(12)) {
    case 0:
      return "as_of";
    case 1:
      return "account.opened";
    case 2:
      return "(account.closed otherwise as_of)";
    case 3:
      return one({"2026-05-01", "2025-02-28", "2026-06-30"});
    case 4:
      return fmt::format("({} + {})", date(depth - 1), days(depth - 1));
    case 5:
      return fmt::format("({} + {}{})", date(depth - 1), months(depth - 1),
                         one({"", " into next"}));
    case 6:
      return fmt::format("({} of month of {})", one({"start", "end"}), date(depth - 1));
    case 7:
      return choice(depth, &FactsAuthor::date);
    case 8:
      return fmt::format("(({1} {0}.due for {0} in account.charges) otherwise {2})", item(),
                         one({"latest", "earliest"}), date(depth - 1));
    case 9:
      return fmt::format("(ledger.{} otherwise {})", one({"late_since", "oldest_unpaid_due"}),
                         date(depth - 1));
    case 10:
      return fmt::format("((earliest {0} for {0} in the 5 months before {1}) otherwise {1})",
                         item(), date(0));
    default:
      return fmt::format("{}({}, {})", one({"min", "max"}), date(depth - 1), date(depth - 1));
  }
}

std::string FactsAuthor::days(int depth) {
  switch (depth <= 0 ? below(2) : below(8)) {
    case 0:
      return fmt::format("{} days", 2 + below(40));
    case 1:
      return fmt::format("(days from {} to {})", date(depth - 1), date(depth - 1));
    case 2:
      return fmt::format("({} {} {})", days(depth - 1), one({"+", "-"}), days(depth - 1));
    case 3:
      return fmt::format("({} * {})", days(depth - 1), below(4));
    case 4:
      return choice(depth, &FactsAuthor::days);
    case 5:
      return fmt::format("late({}, {})", date(depth - 1), date(depth - 1));
    case 6:
      return "ledger.days_late_when_settled";
    default:
      return fmt::format("({} no {} than {})", days(depth - 1), one({"less", "more"}),
                         days(depth - 1));
  }
}

std::string FactsAuthor::months(int depth) {
  switch (depth <= 0 ? 0 : below(4)) {
    case 0:
      return fmt::format("{} months", 2 + below(5));
    case 1:
      return fmt::format("(months from {} to {})", date(depth - 1), date(depth - 1));
    case 2:
      return fmt::format("({} {} {})", months(depth - 1), one({"+", "-"}), months(depth - 1));
    default:
      return choice(depth, &FactsAuthor::months);
  }
}

std::string FactsAuthor::text(int depth) {
  switch (depth <= 0 ? below(3) : below(12)) {
    case 0:
      return one({"\"\"", "\"a\"", "\"Bé\"", "\"long text\""});
    case 1:
      return "account.name";
    case 2:
      return "word_of(account.kind)";
    case 3:
      return fmt::format("(account.alias otherwise {})", text(depth - 1));
    case 4:
      return fmt::format("({} in capitals)", text(depth - 1));
    case 5:
      return fmt::format("{}({}, {})", one({"left", "right", "repeat"}), text(depth - 1),
                         integer(0));
    case 6:
      return choice(depth, &FactsAuthor::text);
    case 7:
      return fmt::format("grade({}).word", integer(depth - 1));
    case 8:
      return fmt::format("trim({})", text(depth - 1));
    case 9:
      return fmt::format("({} as 3 digits)", integer(depth - 1));
    case 10:
      return fmt::format(
          "(join of {1} for {0} in account.charges where {0}.amount {2} {3} by "
          "{0}.due)",
          item(), text(0), order(), money(0));
    default:
      return "\"{account.units} of {account.kind}\"";
  }
}

std::string FactsAuthor::condition(int depth) {
  switch (depth <= 0 ? below(6) : below(18)) {
    case 0:
      return fmt::format("account.units {} {}", order(), below(9));
    case 1:
      return fmt::format("account.rent {} ${}", order(), below(30));
    case 2:
      return fmt::format("account.kind is {}{}", one({"", "not "}),
                         one({"\"Open\"", "\"Paid\"", "one of (\"Open\", \"Lost\")"}));
    case 3:
      return fmt::format("account.deposit is {}", one({"missing", "present", "not missing"}));
    case 4:
      return "account.flag";
    case 5:
      return fmt::format("account.opened {} {}", order(), date(0));
    case 6:
    case 7:
      return fmt::format("({} {} {})", condition(depth - 1), one({"and", "or"}),
                         condition(depth - 1));
    case 8:
      return fmt::format("not ({})", condition(depth - 1));
    case 9:
      return fmt::format("{} {} {}", integer(depth - 1), order(), integer(depth - 1));
    case 10:
      return fmt::format("{} is between {} and {}", money(depth - 1), money(0), money(0));
    case 11:
      return fmt::format("{} is {}{}", text(depth - 1), one({"", "not "}), text(depth - 1));
    case 12:
      return fmt::format("{} is {}one of ({}, {})", integer(depth - 1), one({"", "not "}),
                         integer(0), integer(0));
    case 13:
      return fmt::format("{} {} {}", date(depth - 1), order(), date(depth - 1));
    case 14:
      return fmt::format("{} is {}empty", text(depth - 1), one({"", "not "}));
    case 15:
      return fmt::format("({} {} {})", number(depth - 1), order(), number(depth - 1));
    case 16:
      return fmt::format("({} is {})", one({"early", "ledger.late_since", "account.closed"}),
                         one({"missing", "present"}));
    default:
      return fmt::format("({1} {0} in account.charges has {0}.amount {2} {3})", item(),
                         one({"any", "every", "no"}), order(), money(0));
  }
}

std::string FactsAuthor::of_any_kind() {
  constexpr int kDepth = 4;
  switch (below(8)) {
    case 0:
      return integer(kDepth);
    case 1:
      return number(kDepth);
    case 2:
      return money(kDepth);
    case 3:
      return date(kDepth);
    case 4:
      return days(kDepth);
    case 5:
      return months(kDepth);
    case 6:
      return text(kDepth);
    default:
      return condition(kDepth);
  }
}

std::string FactsAuthor::choice(int depth, std::string (FactsAuthor::*value)(int)) {
  const std::string when = condition(depth - 1);
  const std::string then = (this->*value)(depth - 1);
  return fmt::format("(if {} then {} else {})", when, then, (this->*value)(depth - 1));
}

std::string FactsAuthor::document() {
  const auto day = [&] {
    const int year = 4 + below(3);
    return fmt::format("202{}-0{}-1{}", year, 1 + below(9), below(9));
  };
  std::string charges;
  for (int n = below(4); n > 0; --n) {
    const std::string due = day();
    charges += fmt::format(R"({}{{"id": "c{}", "due": "{}", "amount": "{}.50", "class": "x"}})",
                           charges.empty() ? "" : ", ", n, due, below(40) - 10);
  }
  std::string payments;
  for (int n = below(3); n > 0; --n) {
    const std::string paid = day();
    payments += fmt::format(R"({}{{"id": "y{}", "paid_on": "{}", "amount": "{}.00"}})",
                            payments.empty() ? "" : ", ", n, paid, below(40) - 5);
  }
  std::string out = R"({"id": "7", "ratio": 2.16)";
  const auto add = [&](std::string_view member, const std::string& value) {
    out += fmt::format(R"(, "{}": {})", member, value);
  };
  const auto quoted = [](const std::string& word) { return "\"" + word + "\""; };
  add("name", quoted(one({"", "a", "Ana Reyes", "BÉ"})));
  add("kind", quoted(one({"Open", "Paid Off", "Lost"})));
  add("opened", quoted(day()));
  add("rent", std::to_string(below(60) - 10) + ".25");
  add("units", std::to_string(below(14) - 3));
  add("flag", one({"true", "false"}));
  add("charges", "[" + charges + "]");
  add("payments", "[" + payments + "]");
  add("amounts", fmt::format(R"(["{}", "1.10"])", below(20) - 5));
  if (below(2) == 0) add("deposit", std::to_string(below(50) - 5) + ".00");
  if (below(2) == 0) add("maybe", std::to_string(below(9) - 3));
  if (below(2) == 0) add("closed", quoted(day()));
  if (below(2) == 0) add("alias", quoted("long text"));
  return out + "}";
}

}  // namespace m2::test
