#include "tests/agreement/expected_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/agreement/demo_facts.h"

namespace m2::test {
namespace {

// What we decided otherwise. Each row must differ, and have this value.
const std::vector<AgreedDifference> kLeaseDifferences = {
    {"8200007", "reportableLease", "skipped no_consent",
     "The facts do not speak of consent; without it nobody is in the file."},
    {"8200010", "reportableLease", "skipped no_consent",
     "The facts do not speak of consent; without it nobody is in the file."},
    {"8200011", "reportableLease", "skipped closed_before_first_report",
     "Closed before the month and never reported before, so it is not furnished for the first "
     "time."},
    {"8200012", "lastPaymentDate in date_of_last_payment", "2026-03-14",
     "The deposit was put against the rent on that day, and the facts say themselves that the "
     "record's date is that one."},
    {"8200018", "lastPaymentDate", "",
     "A cancelled lease: its ledger is not among the responses, and it is never reported."},
    {"8200018", "lastPaymentAmount", "",
     "A cancelled lease: its ledger is not among the responses, and it is never reported."},
};

enum class FactKind { Text, Dollars, Days, Status };

/// What questions speak of beside the names of the preset.
const char* const kLets[] = {
    "let latest_money = last p in payments"
    " where p.code_type is \"Payment\" and p.amount > $0 and not has_bounced(p) by p.paid_on",
    "let begun = max(rent_day, opened_on)"};  // a lease that is still to come has a schedule, too

/// A fact, and the question whose answer it is.
struct FactRow {
  const char* member;
  FactKind kind;
  const char* question;
};

const FactRow kFactRows[] = {
    {"propertyId", FactKind::Text, "lease.property"},
    {"leaseStatusTypeId", FactKind::Status, "lease.status"},
    {"leaseSubStatus", FactKind::Text, "lease.sub_status"},
    {"scheduledMonthlyTotal", FactKind::Dollars,
     "sum of s.amount for s in lease.schedule where s.frequency is \"Monthly\""
     " and s.starts_on <= begun and (s.ends_on otherwise begun) >= begun"},
    {"balance", FactKind::Dollars,
     "(sum of c.amount for c in charges where c.due <= as_of)"
     " - (sum of p.amount for p in payments where p.paid_on <= as_of)"},
    {"pastDueBalance", FactKind::Dollars,
     "sum of c.unpaid for c in ledger.charges where c.due < as_of"},
    {"oldestUnpaidDueDate", FactKind::Text,
     "earliest c.due for c in ledger.charges where c.unpaid > $0"},
    {"daysPastDue", FactKind::Days,
     "days from ((earliest c.due for c in ledger.charges where c.unpaid > $0) otherwise as_of) to "
     "as_of"},
    {"oldestUnpaidRentDueDate", FactKind::Text, "ledger.oldest_unpaid_due"},
    {"rentDaysPastDue", FactKind::Days, "days_past_due_on(as_of)"},
    {"lastPaymentDate", FactKind::Text, "latest_money.paid_on"},
    {"lastPaymentAmount", FactKind::Dollars, "latest_money.amount"},
    {"originalLeaseStart", FactKind::Text, "opened_on"},
    {"moveIn", FactKind::Text, "lease.moved_in_on"},
    {"moveOut", FactKind::Text, "if has_left then lease.moved_out_on else missing"},
    {"sentToCollections", FactKind::Text, "lease.in_collections_since"},
    {"evictionDate", FactKind::Text,
     "if (lease.sub_status otherwise \"\") is \"Eviction\" then lease.moved_out_on else missing"},
};

/// The same of each month end before the day, in the order of the months.
const FactRow kMonthRows[] = {
    {"balance", FactKind::Dollars,
     "list of ((sum of c.amount for c in charges where c.due <= m)"
     " - (sum of p.amount for p in payments where p.paid_on <= m)) for m in the 24 months before "
     "as_of"},
    {"pastDueBalance", FactKind::Dollars,
     "list of (sum of c.unpaid for c in ledger_on(m).charges where c.due < m)"
     " for m in the 24 months before as_of"},
    {"daysPastDue", FactKind::Days,
     "list of (days from ((earliest c.due for c in ledger_on(m).charges where c.unpaid > $0)"
     " otherwise m) to m) for m in the 24 months before as_of"},
    {"rentDaysPastDue", FactKind::Days,
     "list of days_past_due_on(m) for m in the 24 months before as_of"},
};

/// Facts that a record shows in whole dollars and in codes.
const std::pair<const char*, const char*> kRecordRows[] = {
    {"originalLeaseStart", "date_opened"},
    {"lastPaymentDate", "date_of_last_payment"},
    {"scheduledMonthlyTotal", "highest_credit"},
};

// Members that are compared in their own way, or say which lease it is.
const std::set<std::string> kOtherFacts = {
    "leaseId",         "unit",   "scenario",       "reportableLease",
    "monthlyBaseRent", "people", "monthEndHistory"};

const std::map<std::string, std::string> kStatusNumbers = {{"Applicant", "1"}, {"Cancelled", "2"},
                                                           {"Future", "3"},    {"Current", "4"},
                                                           {"Notice", "5"},    {"Past", "6"}};

std::string fact_text(FactKind kind, const JsonNode* node) {
  const std::string text = text_of(node);
  if (kind == FactKind::Dollars) return money_of_dollars(text);
  if (kind == FactKind::Days) return text + (text == "1" ? " day" : " days");
  return text;
}

std::string answer_text(FactKind kind, const std::string& answer) {
  if (kind != FactKind::Status) return answer;
  const auto at = kStatusNumbers.find(answer);
  return at == kStatusNumbers.end() ? answer : at->second;
}

/// The letter that so many days leave in the history.
char letter_of(const JsonNode& month, const std::string& collected_since) {
  const std::string day = text_of(month.find("monthEnd"));
  if (!collected_since.empty() && collected_since <= day) return 'G';
  const int days = std::stoi(text_of(month.find("rentDaysPastDue")));
  return static_cast<char>('0' + std::min(days / 30, 6));
}

std::string status_of(const JsonNode& lease) {
  if (!text_of(lease.find("sentToCollections")).empty()) return "93";
  if (!text_of(lease.find("moveOut")).empty() && text_of(lease.find("balance")) == "0.00")
    return "13";
  const char* const statuses[] = {"11", "71", "78", "80", "82", "83", "84"};
  return statuses[std::min(std::stoi(text_of(lease.find("rentDaysPastDue"))) / 30, 6)];
}

std::string person(std::string_view role, bool has_ssn, bool is_born) {
  return fmt::format("{}{}{}", role, has_ssn ? ", SSN" : "", is_born ? ", birth date" : "");
}

// A record tells guarantors from the others, and nothing else of a role.
std::string role_in_record(const std::string& role) {
  return role == "Guarantor" ? role : "tenant";
}

// The people of a record, as the record knows them.
std::vector<std::string> consumers_of(const Mapped& mapped) {
  std::vector<std::string> consumers;
  for (const SegmentView& view : segments_of(mapped.record)) {
    const Field* ssn = find_field(view.segment, "ssn");
    if (ssn == nullptr) continue;
    const bool is_guarantor = text(*find_field(view.segment, "ecoa_code"), view.bytes) == "5";
    consumers.push_back(person(is_guarantor ? "Guarantor" : "tenant", is_filled(*ssn, view.bytes),
                               is_filled(*find_field(view.segment, "date_of_birth"), view.bytes)));
  }
  return consumers;
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : "; ") + item;
  return out;
}

std::vector<std::string> lines_of(const std::string& answer) {
  std::vector<std::string> lines;
  for (std::string_view line : split(answer, '\n')) {
    if (!line.empty()) lines.emplace_back(line);
  }
  return lines;
}

class LeaseComparison {
 public:
  LeaseComparison() : agreement_("lease", kLeaseDifferences), facts_(rent_demo()) {
    for (const char* let : kLets) facts_.ask(let);
    for (const FactRow& row : kFactRows) answers_.push_back(facts_.ask(row.question));
    for (const FactRow& row : kMonthRows) months_.push_back(facts_.ask(row.question));
    schedule_ =
        facts_.ask("list of s.amount for s in lease.schedule where s.frequency is \"Monthly\"");
    ids_ = facts_.ask("list of r.id for r in lease.people");
    roles_ = facts_.ask("list of r.role for r in lease.people");
    ssns_ = facts_.ask("list of (ssn_of(r) is present) for r in lease.people");
    births_ = facts_.ask("list of (r.born_on is present) for r in lease.people");
    consents_ = facts_.ask("list of opted_in(r) for r in lease.people");
    const JsonNode root = golden_json("agreement/expected_facts.json");
    const JsonNode* leases = root.find("leases");
    REQUIRE(leases != nullptr);
    REQUIRE(leases->items.size() == facts_.accounts().size());
    for (std::size_t i = 0; i < leases->items.size(); ++i) compare(leases->items[i], i);
  }

  [[nodiscard]] Agreement done() && { return std::move(agreement_); }

 private:
  void expect(const JsonNode& lease, std::string field, std::string wanted, std::string found) {
    agreement_.expect({text_of(lease.find("leaseId")),
                       std::move(field),
                       std::move(wanted),
                       {},
                       text_of(lease.find("scenario"))},
                      std::move(found));
  }

  void compare(const JsonNode& lease, std::size_t at) {
    REQUIRE(facts_.accounts()[at] == text_of(lease.find("leaseId")));
    check_facts(lease);
    for (std::size_t row = 0; row < std::size(kFactRows); ++row) {
      const FactRow& of = kFactRows[row];
      expect(lease, of.member, fact_text(of.kind, lease.find(of.member)),
             answer_text(of.kind, answers_[row][at]));
    }
    compare_rent(lease, at);
    compare_months(lease, at);
    compare_people(lease, at);
    compare_record(lease, at);
  }

  // The preset knows what is charged every month, not which of it is called rent.
  void compare_rent(const JsonNode& lease, std::size_t at) {
    const std::string wanted = money_of_dollars(text_of(lease.find("monthlyBaseRent")));
    const std::vector<std::string> amounts = lines_of(schedule_[at]);
    const bool is_charged = std::find(amounts.begin(), amounts.end(), wanted) != amounts.end();
    expect(lease, "monthlyBaseRent", wanted, is_charged ? wanted : joined(amounts));
  }

  void compare_months(const JsonNode& lease, std::size_t at) {
    const JsonNode* history = lease.find("monthEndHistory");
    REQUIRE(history != nullptr);
    for (std::size_t row = 0; row < std::size(kMonthRows); ++row) {
      const std::vector<std::string> found = lines_of(months_[row][at]);
      for (std::size_t month = 0; month < history->items.size(); ++month) {
        const JsonNode& of = history->items[month];
        expect(lease, fmt::format("{} on {}", kMonthRows[row].member, text_of(of.find("monthEnd"))),
               fact_text(kMonthRows[row].kind, of.find(kMonthRows[row].member)),
               month < found.size() ? found[month] : "no such month");
      }
    }
  }

  void compare_people(const JsonNode& lease, std::size_t at) {
    const auto ids = lines_of(ids_[at]);
    const auto roles = lines_of(roles_[at]);
    const auto ssns = lines_of(ssns_[at]);
    const auto births = lines_of(births_[at]);
    std::vector<std::string> wanted;
    std::vector<std::string> found;
    for (const JsonNode& of : lease.find("people")->items)
      wanted.push_back(text_of(of.find("customerId")) + " " +
                       person(text_of(of.find("role")), text_of(of.find("hasSsn")) == "true",
                              text_of(of.find("hasBirthDate")) == "true"));
    for (std::size_t i = 0; i < ids.size(); ++i)
      found.push_back(ids[i] + " " + person(roles[i], ssns[i] == "true", births[i] == "true"));
    expect(lease, "people", joined(wanted), joined(found));
  }

  // What is reported, by the same facts: who is in the record depends on consents, which the facts
  // do not speak of.
  void compare_record(const JsonNode& lease, std::size_t at) {
    const Mapped& mapped = facts_.mapped(facts_.accounts()[at]);
    const bool is_to_report = text_of(lease.find("reportableLease")) == "true";
    expect(
        lease, "reportableLease", is_to_report ? "reported" : "not reported",
        mapped.kind == OutcomeKind::Reported || is_to_report ? mapped.outcome() : "not reported");
    if (mapped.kind != OutcomeKind::Reported) return;
    for (const auto& [member, field] : kRecordRows) {
      const std::string wanted = text_of(lease.find(member));
      const bool is_amount = std::string_view(member) == "scheduledMonthlyTotal";
      expect(lease, fmt::format("{} in {}", member, field),
             is_amount ? in_whole_dollars(money_of_dollars(wanted)) : wanted,
             record_value(mapped.record, field));
    }
    expect(lease, "rentDaysPastDue in account_status", status_of(lease),
           record_value(mapped.record, "account_status"));
    compare_history(lease, record_value(mapped.record, "payment_history_profile"));
    std::vector<std::string> wanted;
    const auto consents = lines_of(consents_[at]);
    const auto& people = lease.find("people")->items;
    for (std::size_t i = 0; i < people.size(); ++i) {
      if (consents.at(i) == "true")
        wanted.push_back(person(role_in_record(text_of(people[i].find("role"))),
                                text_of(people[i].find("hasSsn")) == "true",
                                text_of(people[i].find("hasBirthDate")) == "true"));
    }
    expect(lease, "people in the record", joined(wanted), joined(consumers_of(mapped)));
    if (!text_of(lease.find("moveOut")).empty()) return;  // they live elsewhere now
    const std::string line = record_value(mapped.record, "address_line_1");
    expect(lease, "unit in address_line_1", text_of(lease.find("unit")),
           line.substr(line.rfind(' ') + 1));
  }

  // The facts go back a year at most; of a younger lease they know every month.
  void compare_history(const JsonNode& lease, const std::string& found) {
    const auto& months = lease.find("monthEndHistory")->items;
    std::string letters;
    for (const JsonNode& month : months)
      letters += letter_of(month, text_of(lease.find("sentToCollections")));
    constexpr std::size_t kYear = 12;
    if (months.size() < kYear) letters.resize(found.size(), 'B');
    expect(lease, "monthEndHistory in payment_history_profile", letters,
           found.substr(0, letters.size()));
  }

  // A member that nobody compares would be an expectation that cannot fail.
  static void check_facts(const JsonNode& lease) {
    for (const JsonMember& member : lease.members) {
      CAPTURE(member.name);
      const bool is_compared =
          std::any_of(std::begin(kFactRows), std::end(kFactRows),
                      [&](const FactRow& row) { return row.member == member.name; });
      CHECK((is_compared || kOtherFacts.count(member.name) > 0));
    }
  }

  Agreement agreement_;
  DemoFacts facts_;
  std::vector<std::vector<std::string>> answers_, months_;  // a row each, then an account each
  std::vector<std::string> schedule_, ids_, roles_, ssns_, births_, consents_;
};

}  // namespace

const Agreement& lease_agreement() {
  static const Agreement agreement = LeaseComparison().done();
  return agreement;
}

}  // namespace m2::test
