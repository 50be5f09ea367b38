#include <fmt/format.h>

#include "tests/oracle/delinquency/loan_ledger.h"

namespace m2::oracle {
namespace {

std::string seconds(const std::optional<Date>& day) {
  return day ? fmt::format("/Date({})/", std::int64_t{day->days()} * 86400)
             : "/Date(-62169984000)/";
}

std::string money(Cents cents) {
  return fmt::format("{}.{:02}", cents / 100, cents % 100);
}

const char* word(Often often) {
  switch (often) {
    case Often::Weekly:
      return "weekly";
    case Often::EveryTwoWeeks:
      return "biWeekly";
    case Often::TwiceAMonth:
      return "semimonthly";
    case Often::Monthly:
      break;
  }
  return "monthly";
}

std::string payment_row(const LoanPayment& payment) {
  const bool is_void = payment.reversed_on || payment.has_failed;
  return fmt::format(
      R"({{"id":{},"date":"{}","amount":"{}","info":"{}","active":{},"status":"payment.status.{}","reverseDate":"{}"}})",
      payment.id, seconds(payment.on), money(payment.cents),
      payment.is_borrowers ? "Bank Account" : "Refinance of another loan", is_void ? 0 : 1,
      payment.has_failed    ? "failed"
      : payment.reversed_on ? "voided"
                            : "none",
      seconds(payment.reversed_on));
}

std::string credit_row(Date on, Cents cents, bool is_charge_off) {
  return fmt::format(R"({{"date":"{}","amount":"{}","chargeOffFlag":{}}})", seconds(on),
                     money(cents), is_charge_off ? 1 : 0);
}

void add(std::string& list, const std::string& row) {
  list += (list.empty() ? "" : ",") + row;
}

std::string books_row(const LoanLedger& ledger, const Books& books, Date day) {
  return fmt::format(
      R"({{"date":"{}","principalBalance":"{}","payoff":"{}","netChargeOff":"{}","daysPastDue":{}}})",
      seconds(day), money(principal_on(ledger, day)), money(payoff_on(ledger, day)),
      money(net_charge_off_on(ledger, day)),
      principal_on(ledger, day) == 0 ? 0 : age_on(books, day));
}

constexpr const char* kPerson =
    R"({"id":1990,"loanRole":"loan.customerRole.primary","customerType":"customer.type.individual","firstName":"Ada","middleName":null,)"
    R"("lastName":"Sample","generationCode":"customer.generationCode.none","birthDate":"/Date(640310400)/","ssn":"900000002",)"
    R"("customerIdType":"customer.idType.ssn","Phones":{"results":[]},"PrimaryAddress":{"address1":"1 Sample Row","address2":null,)"
    R"("city":"Provo","state":"geo.state.UT","zipcode":"84601","country":"company.country.usa"},"MailAddress":{"address1":"1 Sample Row",)"
    R"("address2":null,"city":"Provo","state":"geo.state.UT","zipcode":"84601","country":"company.country.usa"}})";

}  // namespace

std::string document_of(const LoanLedger& ledger, const std::vector<Date>& days) {
  const Books books = books_of(ledger);
  std::string payments;
  std::string credits;
  std::string moves;
  std::string snapshots;
  for (const LoanPayment& payment : ledger.payments) add(payments, payment_row(payment));
  if (ledger.charged_off_on)
    add(credits, credit_row(*ledger.charged_off_on, charged_off_amount(ledger), true));
  for (const LoanCredit& waiver : ledger.waivers)
    add(credits, credit_row(waiver.on, waiver.cents, false));
  for (const DueDateMove& move : ledger.moves)
    add(moves, fmt::format(R"({{"originalDate":"{}","newDate":"{}"}})", seconds(move.from),
                           seconds(move.to)));
  for (const Date day : days) add(snapshots, books_row(ledger, books, day));
  const auto count = due_dates(ledger).size();
  return fmt::format(
      R"({{"vendor":"loanpro","account":"2990","loan":{{"id":2990,"displayId":"PL-25-000990","deleted":0,"archived":0,"temporaryAccount":0,)"
      R"("LoanSetup":{{"id":1,"active":1,"loanType":"loan.type.installment","loanAmount":"{}","loanTerm":"{}.0000","payment":"{}",)"
      R"("paymentFrequency":"loan.frequency.{}","contractDate":"{}","firstPaymentDate":"{}","origFinalPaymentDate":"{}"}},)"
      R"("LoanSettings":{{"id":2,"LoanStatus":{{"title":"Open"}},"ECOACode":"loan.ecoacodes.1","coBuyerECOACode":"loan.ecoacodes.0",)"
      R"("creditStatus":"loan.creditstatus.0","creditBureau":"loan.creditbureau.01","reportingType":"loan.reportingtype.I",)"
      R"("closedDate":"{}","repoDate":"/Date(-62169984000)/","CustomFieldValues":{{"results":[]}}}},"Customers":{{"results":[{}]}},)"
      R"("Payments":{{"results":[{}]}},"Credits":{{"results":[{}]}},"DueDateChanges":{{"results":[{}]}},"Bankruptcies":{{"results":[]}},)"
      R"("DPDAdjustments":{{"results":[]}},"APDAdjustments":{{"results":[]}},"StatusArchive":{{"results":[{}]}}}},"incomplete":[],"consents":[]}})",
      money(ledger.instalment * static_cast<Cents>(count) * 9 / 10 + 1), count,
      money(ledger.instalment), word(ledger.often), seconds(ledger.contract),
      seconds(ledger.first_due), seconds(ledger.last_due), seconds(ledger.closed_on), kPerson,
      payments, credits, moves, snapshots);
}

std::string table_of(const LoanLedger& ledger) {
  std::string table =
      fmt::format("  as of {}, contract of {}, {} {} from {} to {}{}\n", ledger.as_of.to_string(),
                  ledger.contract.to_string(), word(ledger.often), money(ledger.instalment),
                  ledger.first_due.to_string(), ledger.last_due.to_string(),
                  ledger.closed_on ? ", closed in LoanPro " + ledger.closed_on->to_string() : "");
  for (const DueDateMove& move : ledger.moves)
    table += fmt::format("  due {}, moved to {}\n", move.from.to_string(), move.to.to_string());
  for (const LoanPayment& payment : ledger.payments)
    table +=
        fmt::format("  {}  {:>4}  {:<14}{:>10}{}{}\n", payment.on.to_string(), payment.id,
                    payment.has_failed     ? "failed"
                    : payment.is_borrowers ? "payment"
                                           : "refinanced",
                    money(payment.cents), payment.pays_off ? ", pays it off" : "",
                    payment.reversed_on ? ", reversed " + payment.reversed_on->to_string() : "");
  for (const LoanCredit& waiver : ledger.waivers)
    table += fmt::format("  {}        waived        {:>10}\n", waiver.on.to_string(),
                         money(waiver.cents));
  if (ledger.charged_off_on)
    table += fmt::format("  {}        charged off   {:>10}\n", ledger.charged_off_on->to_string(),
                         money(charged_off_amount(ledger)));
  return table;
}

}  // namespace m2::oracle
