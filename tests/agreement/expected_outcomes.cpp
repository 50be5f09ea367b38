#include "tests/agreement/expected_outcomes.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <set>

#include "engine/base/text.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/agreement/demo_facts.h"

namespace m2::test {
namespace {

// What we decided otherwise. Each row must differ, and have this value.
const char* const kClosedBefore =
    "Closed before the month and never reported before, so it is not furnished for the first time; "
    "the month it closed is compared instead.";
const std::vector<AgreedDifference> kLoanDifferences = {
    {"2009", "report", "skipped closed_before_first_report", kClosedBefore},
    {"2011", "report", "skipped closed_before_first_report", kClosedBefore},
    {"2011", "report in the month it closed", "held no_buyer",
     "LoanPro does not say to whom it was sold, and the tenant names no field that does."},
    {"2014", "report", "skipped closed_before_first_report", kClosedBefore},
    {"2016", "dofd.firstMissedDueDate", "",
     "Current when the petition was filed, so no due date was missed first; the record's date is "
     "the "
     "petition's, as expected."},
    {"2019", "highestCreditOrOriginalAmountCents", "$3,480",
     "The expectations name no amount; it is the greatest balance of LoanPro's rows."},
    {"2033", "report", "skipped nothing_to_delete",
     "Nothing was ever reported of it, so there is nothing to delete."},
};

enum class LoanKind { Text, Cents, DollarsOfCents, Days, Filled };

/// A member of an expectation, and where our value of it stands: in a field of the record, or in
/// the answer to a question. No accounts but reported ones have a record.
struct LoanRow {
  const char* member;
  LoanKind kind;
  const char* field;              // of the base segment, or null
  const char* question;           // or null
  bool is_of_the_record = false;  // the question is asked of reported accounts only
};

const LoanRow kLoanRows[] = {
    {"portfolioType", LoanKind::Text, "portfolio_type", nullptr},
    {"accountType", LoanKind::Text, "account_type", nullptr},
    {"accountStatus", LoanKind::Text, "account_status", nullptr},
    {"paymentRating", LoanKind::Text, "payment_rating", nullptr},
    {"ecoaPrimary", LoanKind::Text, "ecoa_code", nullptr},
    {"consumerInformationIndicator", LoanKind::Text, "consumer_information_indicator", nullptr},
    {"specialComment", LoanKind::Text, "special_comment", nullptr},
    {"complianceCondition", LoanKind::Text, "compliance_condition_code", nullptr},
    {"dateOpened", LoanKind::Text, "date_opened", nullptr},
    {"dateClosed", LoanKind::Text, "date_closed", nullptr},
    {"highestCreditOrOriginalAmountCents", LoanKind::DollarsOfCents, "highest_credit", nullptr},
    {"creditLimitCents", LoanKind::DollarsOfCents, "credit_limit", nullptr},
    {"termsDuration", LoanKind::Text, "terms_duration", nullptr},
    {"termsFrequency", LoanKind::Text, "terms_frequency", nullptr},
    {"scheduledPaymentCents", LoanKind::DollarsOfCents, "scheduled_monthly_payment_amount",
     nullptr},
    {"currentBalanceCents", LoanKind::DollarsOfCents, "current_balance", nullptr},
    {"amountPastDueCents", LoanKind::DollarsOfCents, "amount_past_due", nullptr},
    {"dofd.required", LoanKind::Filled, "date_of_first_delinquency", nullptr},
    {"dofd.thirtyDaysPastDueDate", LoanKind::Text, "date_of_first_delinquency", nullptr},
    {"dateOfLastPayment", LoanKind::Text, "date_of_last_payment", nullptr},
    {"chargeOffOriginalCents", LoanKind::DollarsOfCents, "original_charge_off_amount", nullptr},
    {"paymentHistoryProfile24", LoanKind::Text, "payment_history_profile", nullptr},
    {"dofd.firstMissedDueDate", LoanKind::Text, nullptr,
     "if is_delinquent then missed_due else missing", true},
    {"daysPastDue", LoanKind::Days, nullptr,
     "if charged_off then 0 days"
     " else days from (oldest_unpaid_on(as_of) otherwise as_of) to as_of"},
    {"principalBalanceCents", LoanKind::Cents, nullptr, "snapshot.principal"},
    {"payoffCents", LoanKind::Cents, nullptr, "snapshot.payoff"},
    {"netChargeOffCents", LoanKind::Cents, nullptr, "snapshot.charged_off"},
};

// Members that are compared in their own way, or say what the loan is about.
const std::set<std::string> kOtherMembers = {
    "loanId", "displayId", "report", "reason", "note", "alsoAcceptable", "dofd", "otherConsumers"};

/// What a reason of the expectations says, and the rule by which we leave such a loan out.
const std::pair<const char*, const char*> kReasonsNotToReport[] = {
    {"archived", "archived"},        {"deleted in LoanPro", "deleted"},
    {"not a booked", "not_booked"},  {"do not send", "do_not_send"},
    {"company borrower", "company"},
};

const char* const kInItsMonth = " in the month it closed";

std::string as_compared(LoanKind kind, const std::string& text) {
  switch (kind) {
    case LoanKind::Text:
      return text;
    case LoanKind::Cents:
      return money_of_cents(text);
    case LoanKind::DollarsOfCents:
      return in_whole_dollars(money_of_cents(text));
    case LoanKind::Days:
      return text + (text == "1" ? " day" : " days");
    case LoanKind::Filled:
      return text == "true" ? "required" : "not required";
  }
  return {};
}

std::string found_in_record(const LoanRow& row, const std::string& record) {
  const std::string value = record_value(record, row.field);
  if (row.kind != LoanKind::Filled) return value;
  return value.empty() ? "not required" : "required";
}

const JsonNode* member_of(const JsonNode& loan, std::string_view path) {
  const JsonNode* node = &loan;
  for (std::string_view name : split(path, '.'))
    node = node == nullptr ? nullptr : node->find(name);
  return node;
}

std::vector<std::string> texts_of(const JsonNode* node) {
  std::vector<std::string> texts;
  if (node == nullptr) return texts;
  if (!node->is_list()) return {text_of(node)};
  for (const JsonNode& item : node->items) texts.push_back(text_of(&item));
  return texts;
}

std::vector<std::string> accepted_of(const JsonNode& loan, std::string_view member) {
  const JsonNode* accepted = loan.find("alsoAcceptable");
  return accepted == nullptr ? std::vector<std::string>() : texts_of(accepted->find(member));
}

std::string only_letters_and_digits(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '-') out += c;
  }
  return out;
}

std::string rule_of(const std::string& reason) {
  for (const auto& [words, rule] : kReasonsNotToReport) {
    if (reason.find(words) != std::string::npos) return std::string("skipped ") + rule;
  }
  return "skipped, because " + reason;
}

// Who stands in J1 and J2: the people of the document with their names as records have them.
std::string other_consumers(const Mapped& mapped, const std::string& ids,
                            const std::string& names) {
  const std::vector<std::string_view> id = split(ids, '\n');
  const std::vector<std::string_view> name = split(names, '\n');
  std::string out;
  for (const SegmentView& view : segments_of(mapped.record)) {
    if (view.segment != Segment::J1 && view.segment != Segment::J2) continue;
    const auto value = [&](std::string_view key) {
      return std::string(text(*find_field(view.segment, key), view.bytes));
    };
    std::string who = "(unknown)";
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (!name[i].empty() && upper(name[i]) == value("surname")) who = id[i];
    }
    out += fmt::format("{}{} {} {}", out.empty() ? "" : ", ", who, to_string(view.segment),
                       value("ecoa_code"));
  }
  return out;
}

class LoanComparison {
 public:
  LoanComparison() : agreement_("loan", kLoanDifferences), facts_(loan_demo()) {
    for (const LoanRow& row : kLoanRows)
      answers_.push_back(row.question == nullptr ? std::vector<std::string>()
                                                 : facts_.ask(row.question));
    ids_ = facts_.ask("list of p.id for p in loan.people");
    names_ = facts_.ask("list of (p.last_name otherwise \"\") for p in loan.people");
    const JsonNode root = golden_json("agreement/expected_outcomes.json");
    const JsonNode* loans = root.find("loans");
    REQUIRE(loans != nullptr);
    REQUIRE(loans->items.size() == facts_.accounts().size());
    for (std::size_t i = 0; i < loans->items.size(); ++i) compare(loans->items[i], i);
  }

  [[nodiscard]] Agreement done() && { return std::move(agreement_); }

 private:
  void compare(const JsonNode& loan, std::size_t at) {
    const std::string account = text_of(loan.find("loanId"));
    REQUIRE(facts_.accounts()[at] == account);
    check_members(loan, account);
    const Mapped& mapped = facts_.mapped(account);
    const bool is_to_report = text_of(loan.find("report")) == "true";
    std::vector<std::string> accepted;
    for (const std::string& other : accepted_of(loan, "report"))
      accepted.emplace_back(other == "true" ? "reported" : "held no_identity");
    expect(loan, "report", is_to_report ? "reported" : rule_of(text_of(loan.find("reason"))),
           accepted, mapped.outcome());
    if (!is_to_report) return;
    const bool is_reported = mapped.kind == OutcomeKind::Reported;
    for (std::size_t row = 0; row < std::size(kLoanRows); ++row) {
      const LoanRow& of = kLoanRows[row];
      const bool is_asked = of.question != nullptr && (is_reported || !of.is_of_the_record);
      if (is_asked) compare_member(loan, of, answers_[row][at], "");
    }
    if (is_reported) {
      compare_record(loan, at, mapped, "");
    } else if (mapped.outcome() == "skipped closed_before_first_report") {
      compare_closing(loan, at);
    }
  }

  // What it was reported as in the month it closed, when it was the last report.
  void compare_closing(const JsonNode& loan, std::size_t at) {
    const auto closed_on = Date::parse_iso(text_of(loan.find("dateClosed")));
    REQUIRE(closed_on);
    const Date month_end = closed_on->end_of_month();
    auto& facts = closings_[month_end.to_string()];
    if (facts == nullptr) {
      Demo demo = loan_demo();
      demo.as_of = month_end;
      facts = std::make_unique<DemoFacts>(demo);
    }
    const Mapped& mapped = facts->mapped(text_of(loan.find("loanId")));
    expect(loan, std::string("report") + kInItsMonth, "reported", {}, mapped.outcome());
    if (mapped.kind == OutcomeKind::Reported) compare_record(loan, at, mapped, kInItsMonth);
  }

  void compare_record(const JsonNode& loan, std::size_t at, const Mapped& mapped,
                      const char* when) {
    for (const LoanRow& row : kLoanRows) {
      if (row.field != nullptr)
        compare_member(loan, row, found_in_record(row, mapped.record), when);
    }
    expect(loan, std::string("displayId") + when,
           only_letters_and_digits(text_of(loan.find("displayId"))), {},
           record_value(mapped.record, "consumer_account_number"));
    std::string others;
    if (const JsonNode* people = loan.find("otherConsumers")) {
      for (const JsonNode& person : people->items)
        others += fmt::format("{}{} {} {}", others.empty() ? "" : ", ",
                              text_of(person.find("customerId")), text_of(person.find("segment")),
                              text_of(person.find("ecoa")));
    }
    expect(loan, std::string("otherConsumers") + when, others, {},
           other_consumers(mapped, ids_[at], names_[at]));
  }

  void compare_member(const JsonNode& loan, const LoanRow& row, std::string found,
                      const char* when) {
    const JsonNode* member = member_of(loan, row.member);
    if (member == nullptr) return;
    std::vector<std::string> also;
    for (const std::string& other : accepted_of(loan, row.member))
      also.push_back(as_compared(row.kind, other));
    expect(loan, std::string(row.member) + when, as_compared(row.kind, text_of(member)), also,
           std::move(found));
  }

  void expect(const JsonNode& loan, std::string field, std::string wanted,
              std::vector<std::string> accepted, std::string found) {
    agreement_.expect({text_of(loan.find("loanId")), std::move(field), std::move(wanted),
                       std::move(accepted), text_of(loan.find("note"))},
                      std::move(found));
  }

  // A member that nobody compares would be an expectation that cannot fail.
  static void check_members(const JsonNode& loan, const std::string& account) {
    for (const JsonMember& member : loan.members) {
      CAPTURE(account, member.name);
      const bool is_compared =
          std::any_of(std::begin(kLoanRows), std::end(kLoanRows),
                      [&](const LoanRow& row) { return row.member == member.name; });
      CHECK((is_compared || kOtherMembers.count(member.name) > 0));
    }
  }

  Agreement agreement_;
  DemoFacts facts_;
  std::vector<std::vector<std::string>> answers_;  // a row each, then an account each
  std::vector<std::string> ids_, names_;
  std::map<std::string, std::unique_ptr<DemoFacts>> closings_;  // by the end of the month
};

}  // namespace

const Agreement& loan_agreement() {
  static const Agreement agreement = LoanComparison().done();
  return agreement;
}

}  // namespace m2::test
