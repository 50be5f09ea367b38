#include "engine/simulate/loanpro_wire.h"

#include <algorithm>
#include <array>
#include <optional>

namespace m2::simulate {
namespace {

using enum Destiny;
using Source = LoanPayment::Source;

constexpr std::string_view kHost = "https://loanpro.simnang.com/api/public/api/1/odata.svc/";
constexpr std::string_view kNoDate = "/Date(-62169984000)/";  // the database's 0000-00-00
constexpr std::int64_t kSecondsOfDay = 86'400;
constexpr std::array<std::string_view, 6> kGenerationCodes{"none", "jr", "sr", "ii", "iii", "iv"};
constexpr std::array<std::string_view, 3> kCustomerRoles{"primary", "secondary", "authorized"};
constexpr std::array<std::string_view, 4> kFrequencies{"monthly", "semimonthly", "biWeekly",
                                                       "weekly"};

// ── Ids ──

constexpr std::uint64_t kLoans = 20'000'000;
constexpr std::uint64_t kCustomers = 110'000'000;
constexpr std::uint64_t kParts = 500'000'000;  // settings, setups and what else a loan has one of
constexpr std::uint64_t kPayments = 15'000'000'000;
constexpr std::uint64_t kPaymentsOfLoan = 2'048;
constexpr std::uint64_t kDays = 40'000;  // rows of the archive, by loan

std::int64_t part_id(const Loan& loan) {
  return static_cast<std::int64_t>(kParts + loan.number);
}
std::int64_t customer_id(const Loan& loan, std::size_t person) {
  return static_cast<std::int64_t>(kCustomers + loan.number * 4 + person);
}
std::int64_t payment_id(const Loan& loan, std::int32_t payment) {
  return static_cast<std::int64_t>(kPayments + loan.number * kPaymentsOfLoan +
                                   static_cast<std::uint64_t>(payment));
}

// ── How LoanPro spells things ──

std::string stamp(Date day, std::int64_t second = 0) {
  return fmt::format("/Date({})/", day.days() * kSecondsOfDay + second);
}
void put_date(JsonWriter& json, std::string_view name, Date day) {
  put(json, name, stamp(day));
}
/// Three forms of no date occur; here it is the database's zero.
void put_zero_date(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  put(json, name, day ? stamp(*day) : std::string(kNoDate));
}
void put_money(JsonWriter& json, std::string_view name, std::int64_t cents) {
  put(json, name, in_dollars(cents));
}
void put_metadata(JsonWriter& json, std::string_view set, std::string_view type, std::int64_t id) {
  json.key("__metadata").begin_object();
  put(json, "uri", fmt::format("{}{}(id={})", kHost, set, id));
  put(json, "type", fmt::format("Entity.{}", type));
  json.end_object();
}
void put_empty_list(JsonWriter& json, std::string_view name) {
  json.key(name).begin_object().key("results").begin_array().end_array().end_object();
}

// ── A loan as of a day ──

struct LoanView {
  const Loan& loan;
  Date as_of;

  [[nodiscard]] bool turned(Destiny destiny) const { return loan.has_turned(destiny, as_of); }
  [[nodiscard]] bool is_booked() const {
    return loan.destiny != NeverFunded && loan.contract <= as_of;
  }
  [[nodiscard]] bool is_charged_off() const {
    return loan.charged_off && loan.charged_off->day <= as_of;
  }
  [[nodiscard]] bool is_closed() const { return loan.is_closed(as_of); }
  [[nodiscard]] std::optional<Date> closed() const {
    return is_closed() ? loan.closed : std::nullopt;
  }
  /// The last day of the archive: an archived loan gets no more rows.
  [[nodiscard]] Date last_row() const { return turned(ArchivedLoan) ? *loan.turned : as_of; }
};

struct LoanStatus {
  int id;
  std::string_view title;
  int sub_id;
  std::string_view sub_title;
};

LoanStatus status_of(const LoanView& view) {
  const Loan& loan = view.loan;
  if (!view.is_booked()) return {1, "Application", 6, "Ready to fund"};
  if (view.turned(SoldLoan)) return {3, "Closed", 24, "Closed - Sold"};
  if (view.is_closed() && loan.forgiven) return {3, "Closed", 21, "Closed - Settled"};
  if (view.is_closed() && loan.destiny == Refinances)
    return {3, "Closed", 23, "Closed - Refinanced"};
  if (view.is_closed()) return {3, "Closed", 20, "Closed - Paid Off"};
  if (view.is_charged_off()) return {3, "Closed", 22, "Closed - Charged Off"};
  if (view.turned(BankruptBorrower)) return {2, "Open", 12, "Open-bankruptcy"};
  if (view.turned(DeceasedBorrower)) return {2, "Open", 13, "Open-deceased process"};
  if (view.turned(Repossession)) return {2, "Open", 15, "Open-repossession"};
  if (loan.deferral && loan.deferral->from <= view.as_of && view.as_of < loan.deferral->to)
    return {2, "Open", 14, "Open-deferred"};
  return {2, "Open", 9, "Open-repaying"};
}

std::string_view credit_status(const LoanView& view) {
  if (view.loan.destiny == DoNotSend) return "99";
  if (view.loan.destiny == ToBeDeleted) return "DA";
  if (view.turned(SoldLoan)) return "5";
  if (view.turned(Repossession)) return "96";
  if (view.turned(StatusByHand) && !view.is_closed()) return "13";
  if (view.is_charged_off()) return view.is_closed() ? "64" : "97";
  return "0";
}

std::string_view ecoa(const LoanView& view) {
  if (view.turned(DeceasedBorrower)) return "X";
  if (view.turned(ReleasedBorrower)) return "T";
  return view.loan.number % 2 == 0 ? "A" : "0";
}

// ── People ──

void write_loan_address(JsonWriter& json, std::string_view name, const Home& home,
                        std::int64_t id) {
  json.key(name).begin_object();
  put_metadata(json, "Address", "Address", id);
  put(json, "id", id);
  put(json, "address1", home.street);
  if (home.unit.empty())
    put_null(json, "address2");
  else
    put(json, "address2", home.unit);
  put(json, "city", home.town);
  put(json, "state", fmt::format("geo.state.{}", home.state));
  put(json, "zipcode", home.zip);
  put(json, "country", "company.country.usa");
  put(json, "active", 1);
  put(json, "isVerified", 0);
  json.end_object();
}

void write_phones(JsonWriter& json, const Person& person, std::int64_t customer) {
  json.key("Phones").begin_object().key("results").begin_array();
  if (!person.phone.empty()) {
    json.begin_object();
    put(json, "id", customer * 10 + 5);
    put(json, "entityId", customer);
    put(json, "entityType", "Entity.Customer");
    put(json, "phone", person.phone);
    put(json, "type", "customer.phoneType.cell");
    put(json, "isPrimary", 1);
    put(json, "isSecondary", 0);
    put(json, "active", 1);
    json.end_object();
  }
  json.end_array().end_object();
}

void put_name(JsonWriter& json, std::string_view name, std::string_view text) {
  if (text.empty())
    put_null(json, name);
  else
    put(json, name, text);
}

void write_customer_of(JsonWriter& json, const LoanView& view, std::size_t index) {
  const Borrower& borrower = view.loan.people[index];
  const Person& person = borrower.person;
  const bool is_company = view.loan.destiny == CompanyLoan;
  const std::int64_t id = customer_id(view.loan, index);
  json.begin_object();
  put_metadata(json, "Customers", "Customer", id);
  write_loan_address(json, "PrimaryAddress", borrower.home, id * 10 + 1);
  write_loan_address(json, "MailAddress", borrower.home, id * 10 + 2);
  write_phones(json, person, id);
  put(json, "id", id);
  put(json, "customerType", is_company ? "customer.type.company" : "customer.type.individual");
  put(json, "status", "Active");
  put_name(json, "firstName", is_company ? std::string_view() : person.first);
  put_name(json, "lastName", is_company ? std::string_view() : person.last);
  put_name(json, "middleName", is_company ? std::string_view() : person.middle);
  if (!person.born || is_company)
    put_null(json, "birthDate");
  else
    put_date(json, "birthDate", *person.born);
  put(json, "gender", "customer.gender.unknown");
  put(json, "generationCode",
      fmt::format("customer.generationCode.{}",
                  kGenerationCodes[static_cast<std::size_t>(person.generation)]));
  put(json, "email", person.mail);
  const bool is_masked = view.loan.destiny == MaskedBorrower && !person.ssn.empty();
  put(json, "ssn", is_masked ? "*****" + person.ssn.substr(5) : person.ssn);
  if (is_company)
    put(json, "companyName", fmt::format("{} Cabinetry LLC", person.last));
  else
    put_null(json, "companyName");
  put(json, "customerIdType",
      is_company ? "customer.idType.employerNumber" : "customer.idType.ssn");
  put(json, "active", 1);
  put(json, "loanRole",
      fmt::format("loan.customerRole.{}", kCustomerRoles[static_cast<std::size_t>(borrower.role)]));
  put(json, "created", stamp(view.loan.applied, 61'200));
  put(json, "lastUpdate", stamp(view.loan.applied, 61'200));
  json.end_object();
}

// ── Setup and settings ──

void write_setup(JsonWriter& json, const LoanView& view) {
  const Loan& loan = view.loan;
  json.key("LoanSetup").begin_object();
  put_metadata(json, "LoanSetup", "LoanSetup", part_id(loan));
  put(json, "id", part_id(loan));
  put_raw(json, "loanId", loan_id(loan));
  put(json, "modId", 0);
  put(json, "active", view.is_booked() ? 1 : 0);
  put(json, "apr", fmt::format("{}00", in_dollars(loan.rate)));
  put_money(json, "payment", loan.payment);
  put_date(json, "origFinalPaymentDate", loan.last_agreed);
  put_money(json, "origFinalPaymentAmount", loan.last_payment);
  put_money(json, "loanAmount", loan.amount);
  put(json, "loanRate", fmt::format("{}00", in_dollars(loan.rate)));
  put(json, "loanRateType", "loan.rateType.annually");
  put(json, "loanTerm", fmt::format("{}.0000", loan.instalments.size()));
  put_date(json, "contractDate", loan.contract);
  put_date(json, "firstPaymentDate", loan.instalments.front().day);
  const bool is_line = loan.destiny == CreditLine;
  put_money(json, "creditLimit", is_line ? loan.amount : 0);
  put(json, "loanClass", loan.is_car ? "loan.class.carLoan" : "loan.class.consumer");
  put(json, "loanType", is_line ? "loan.type.creditLimit" : "loan.type.installment");
  put(json, "paymentFrequency",
      fmt::format("loan.frequency.{}", kFrequencies[static_cast<std::size_t>(loan.every)]));
  put(json, "calcType", "loan.calcType.simpleIntLocked");
  put(json, "graceDays", 5);
  put_flag(json, "isSetupValid", true);
  json.end_object();
}

void write_custom_fields(JsonWriter& json, const LoanView& view) {
  json.key("CustomFieldValues").begin_object().key("results").begin_array();
  const bool is_settled = view.loan.forgiven.has_value();
  if (view.is_closed() && (is_settled || view.loan.destiny == Refinances)) {
    json.begin_object();
    put(json, "id", part_id(view.loan) * 10);
    put(json, "entityId", part_id(view.loan));
    put(json, "entityType", "Entity.LoanSettings");
    put(json, "customFieldId", 302);
    put(json, "customFieldValue", is_settled ? "AU" : "AS");
    json.end_object();
  }
  json.end_array().end_object();
}

void write_settings(JsonWriter& json, const LoanView& view) {
  const Loan& loan = view.loan;
  const LoanStatus status = status_of(view);
  json.key("LoanSettings").begin_object();
  put_metadata(json, "LoanSettings", "LoanSettings", part_id(loan));
  json.key("LoanStatus").begin_object();
  put(json, "id", status.id);
  put(json, "title", status.title);
  put(json, "active", 1);
  json.end_object();
  json.key("LoanSubStatus").begin_object();
  put(json, "id", status.sub_id);
  put(json, "title", status.sub_title);
  put(json, "parent", status.id);
  put(json, "active", 1);
  json.end_object();
  write_custom_fields(json, view);
  put(json, "id", part_id(loan));
  put_raw(json, "loanId", loan_id(loan));
  put(json, "loanStatusId", status.id);
  put(json, "loanSubStatusId", status.sub_id);
  put(json, "ECOACode", fmt::format("loan.ecoacodes.{}", ecoa(view)));
  put(json, "coBuyerECOACode", "loan.ecoacodes.0");
  put(json, "creditStatus", fmt::format("loan.creditstatus.{}", credit_status(view)));
  put(json, "creditBureau",
      loan.destiny == CreditLine ? "loan.creditbureau.15"
      : loan.is_car              ? "loan.creditbureau.00"
                                 : "loan.creditbureau.01");
  put(json, "reportingType",
      loan.destiny == CreditLine ? "loan.reportingtype.C" : "loan.reportingtype.I");
  put(json, "secured", loan.is_car ? 1 : 0);
  put_zero_date(json, "repoDate", view.turned(Repossession) ? loan.turned : std::nullopt);
  put_zero_date(json, "closedDate", view.turned(SoldLoan) ? loan.turned : view.closed());
  put_zero_date(json, "liquidationDate", std::nullopt);
  put_zero_date(json, "followUpDate", std::nullopt);
  json.end_object();
}

// ── What happened ──

void write_payment(JsonWriter& json, const LoanView& view, const LoanPayment& payment) {
  constexpr std::array<std::string_view, 5> kInfos{"Bank Account", "Payoff - Bank Account",
                                                   "Payoff - Refinance", "Settlement - Check",
                                                   "Recovery - Bank Account"};
  const bool is_reversed = payment.reversed && *payment.reversed <= view.as_of;
  const bool closes = payment.source == Source::Payoff || payment.source == Source::Refinance ||
                      payment.source == Source::Settlement;
  const std::int64_t id = payment_id(view.loan, payment.id);
  json.begin_object();
  put_metadata(json, "Payments", "Payment", id);
  put(json, "id", id);
  put(json, "displayId", id + 40'000);
  put(json, "paymentTypeId", 1);
  put(json, "paymentMethodId", 4);
  put(json, "entityType", "Entity.Loan");
  put_raw(json, "entityId", loan_id(view.loan));
  put_money(json, "amount", payment.cents);
  put(json, "extra", "payment.extra.periods.next");
  put(json, "early", 0);
  put(json, "payoffFlag", closes ? 1 : 0);
  const CivilDate civil = payment.day.civil();
  put(json, "info",
      fmt::format("{:02}/{:02}/{:04} {}", civil.month, civil.day, civil.year,
                  kInfos[static_cast<std::size_t>(payment.source)]));
  put_date(json, "date", payment.day);
  put(json, "status", is_reversed ? "payment.status.voided" : "payment.status.none");
  if (is_reversed) {
    put(json, "reverseReason", "payment.reverse.nsf");
    put_date(json, "reverseDate", *payment.reversed);
    put(json, "comments", "R01 insufficient funds");
    put(json, "nachaReturnCode", "nacha.returnCode.r01");
  } else {
    put_null(json, "reverseReason");
    put_null(json, "reverseDate");
    put_null(json, "comments");
    put_null(json, "nachaReturnCode");
  }
  put(json, "chargeOffRecovery", payment.source == Source::Recovery ? 1 : 0);
  put(json, "active", is_reversed ? 0 : 1);
  put(json, "created", stamp(payment.day, 50'709));
  json.end_object();
}

void write_payments(JsonWriter& json, const LoanView& view) {
  json.key("Payments").begin_object().key("results").begin_array();
  for (const LoanPayment& payment : view.loan.payments) {
    if (payment.day <= view.as_of) write_payment(json, view, payment);
  }
  json.end_array().end_object();
}

void write_credits(JsonWriter& json, const LoanView& view) {
  json.key("Credits").begin_object().key("results").begin_array();
  const auto write = [&](const std::optional<Credit>& credit, bool is_charge_off, int last) {
    if (!credit || credit->day > view.as_of) return;
    json.begin_object();
    put(json, "id", part_id(view.loan) * 10 + last);
    put(json, "entityType", "Entity.Loan");
    put_raw(json, "entityId", loan_id(view.loan));
    put(json, "title", is_charge_off ? "Charge-off" : "Settlement forgiveness");
    put_date(json, "date", credit->day);
    put_money(json, "amount", credit->cents);
    put(json, "category", is_charge_off ? 6 : 1);
    put(json, "paymentType", 1);
    put(json, "resetPastDue", 0);
    if (is_charge_off)
      put(json, "chargeOffFlag", 1);
    else
      put_null(json, "chargeOffFlag");
    json.end_object();
  };
  write(view.loan.charged_off, true, 1);
  write(view.loan.forgiven, false, 2);
  json.end_array().end_object();
}

void write_due_date_changes(JsonWriter& json, const LoanView& view) {
  const std::optional<Deferral>& deferral = view.loan.deferral;
  json.key("DueDateChanges").begin_object().key("results").begin_array();
  if (deferral && deferral->decided <= view.as_of) {
    json.begin_object();
    put(json, "id", part_id(view.loan) * 10 + 3);
    put(json, "entityType", "Entity.Loan");
    put_raw(json, "entityId", loan_id(view.loan));
    put_date(json, "originalDate", deferral->from);
    put_date(json, "newDate", deferral->to);
    put_date(json, "changedDate", deferral->decided);
    put(json, "dueDateOnLastDOM", 0);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_bankruptcies(JsonWriter& json, const LoanView& view) {
  json.key("Bankruptcies").begin_object().key("results").begin_array();
  if (view.turned(BankruptBorrower)) {
    json.begin_object();
    put(json, "id", part_id(view.loan) * 10 + 4);
    put_raw(json, "loanId", loan_id(view.loan));
    put(json, "customerId", customer_id(view.loan, 0));
    put(json, "active", 1);
    put(json, "caseNumber", fmt::format("25-{:05}", view.loan.number % 100'000));
    put(json, "chapter",
        view.loan.number % 2 == 0 ? "loan.bankruptcyChapter.chapter7"
                                  : "loan.bankruptcyChapter.chapter13");
    put(json, "petitionType", "loan.bankruptcyPetitionType.single");
    put(json, "petitionStatus", "loan.bankruptcyPetitionStatus.petitionFiled");
    put_date(json, "filingDate", *view.loan.turned);
    put_zero_date(json, "dismissedDate", std::nullopt);
    json.end_object();
  }
  json.end_array().end_object();
}

// ── The archive ──

std::string_view bucket_status(std::int32_t days) {
  constexpr std::array<std::string_view, 7> kBuckets{"11", "71", "78", "80", "82", "83", "84"};
  return kBuckets[static_cast<std::size_t>(std::clamp(days / 30, 0, 6))];
}

void write_next_due(JsonWriter& json, const LoanView& view) {
  for (const Due& due : view.loan.instalments) {
    if (due.day <= view.as_of || view.is_closed()) continue;
    put_date(json, "nextPaymentDate", due.day);
    put_money(json, "nextPaymentAmount", due.cents);
    return;
  }
  put_null(json, "nextPaymentDate");
  put_money(json, "nextPaymentAmount", 0);
}

void write_archive_row(JsonWriter& json, const LoanView& view) {
  const Loan& loan = view.loan;
  const bool is_over = view.is_closed() || view.is_charged_off();
  const Books books(loan.instalments, loan.receipts(), view.as_of);
  const std::int32_t days = is_over ? 0 : books.days_past_due(view.as_of);
  std::int64_t old_part = 0;
  for (std::size_t i = 0; i < loan.instalments.size() && !is_over; ++i) {
    if (view.as_of.days() - loan.instalments[i].day.days() >= 30) old_part += books.unpaid(i);
  }
  const LoanStatus status = status_of(view);
  json.begin_object();
  put(json, "id", static_cast<std::int64_t>((kLoans + loan.number) * kDays) + view.as_of.days());
  put_raw(json, "loanId", loan_id(loan));
  put_date(json, "date", view.as_of);
  put_money(json, "amountDue", is_over ? 0 : books.unpaid());
  put_money(json, "dueFees", 0);
  put_money(json, "payoffFees", 0);
  write_next_due(json, view);
  put_money(json, "principalBalance", loan.principal(view.as_of));
  put_money(json, "amountPastDue30", old_part);
  put(json, "daysPastDue", days);
  put_money(json, "payoff", loan.payoff(view.as_of));
  put_money(json, "availableCredit", 0);
  put_money(json, "creditLimit", 0);
  put(json, "loanStatusId", status.id);
  put(json, "loanStatusText", status.title);
  put(json, "loanSubStatusId", status.sub_id);
  put(json, "loanSubStatusText", status.sub_title);
  const std::string_view by_hand = credit_status(view);
  put(json, "creditStatus",
      fmt::format("loan.creditstatus.{}", by_hand != "0"     ? by_hand
                                          : view.is_closed() ? "13"
                                                             : bucket_status(days)));
  put_money(json, "netChargeOff", loan.net_charge_off(view.as_of));
  put_null(json, "firstDelinquencyDate");
  put(json, "calcedECOA", loan.people.size() > 1 ? "loan.ecoacodes.2" : "loan.ecoacodes.1");
  put(json, "customFieldsBreakdown", "{}");
  put(json, "portfolioBreakdown", "[\"7\"]");
  json.end_object();
}

// The day of the report and the month end before it, while the loan was booked. The history of a
// line of credit is in its rows alone: it has two years of them.
void write_archive(JsonWriter& json, const LoanView& view) {
  json.key("StatusArchive").begin_object().key("results").begin_array();
  const Date last = view.last_row();
  const int months = view.loan.destiny == CreditLine ? 24 : 1;
  for (int back = months - 1; back >= 0; --back) {
    const LoanView then{view.loan, Period::of(last).plus(-back).first_day().plus_days(-1)};
    if (then.is_booked()) write_archive_row(json, then);
  }
  const LoanView now{view.loan, last};
  if (now.is_booked()) write_archive_row(json, now);
  json.end_array().end_object();
}

}  // namespace

std::string loan_id(const Loan& loan) {
  return fmt::to_string(kLoans + loan.number);
}

LoanProPage::LoanProPage(Date as_of) : as_of_(as_of) {
  json_.begin_object().key("d").begin_object().key("results").begin_array();
}

void LoanProPage::add(const Loan& loan) {
  const LoanView view{loan, as_of_};
  const bool is_deleted = view.turned(DeletedLoan);
  const std::string display = fmt::format("{}-{:02}-{:07}", loan.is_car ? "AL" : "PL",
                                          loan.contract.civil().year % 100, loan.number);
  json_.begin_object();
  put_metadata(json_, "Loans", "Loan", static_cast<std::int64_t>(kLoans + loan.number));
  for (std::string_view empty : {"APDAdjustments", "Advancements", "Charges", "DPDAdjustments"})
    put_empty_list(json_, empty);
  write_bankruptcies(json_, view);
  write_credits(json_, view);
  json_.key("Customers").begin_object().key("results").begin_array();
  for (std::size_t i = 0; i < loan.people.size(); ++i) write_customer_of(json_, view, i);
  json_.end_array().end_object();
  write_due_date_changes(json_, view);
  write_settings(json_, view);
  write_setup(json_, view);
  write_payments(json_, view);
  write_archive(json_, view);
  put_raw(json_, "id", loan_id(loan));
  put(json_, "displayId", display);
  put(json_, "title", display);
  put(json_, "settingsId", part_id(loan));
  put(json_, "setupId", part_id(loan));
  put_null(json_, "linkedLoan");
  put_null(json_, "modId");
  put(json_, "modTotal", 0);
  put(json_, "created", stamp(loan.applied, 61'200));
  put(json_, "lastMaintRun", stamp(view.last_row(), 30'750));
  put(json_, "lastUpdated", stamp(view.last_row(), 30'750));
  put(json_, "active", 1);
  put(json_, "archived", view.turned(ArchivedLoan) ? 1 : 0);
  put(json_, "temporaryAccount", 0);
  put(json_, "deleted", is_deleted ? 1 : 0);
  if (is_deleted)
    put_date(json_, "deletedAt", *loan.turned);
  else
    put_null(json_, "deletedAt");
  json_.end_object();
}

ResponseFile LoanProPage::take(std::uint64_t number, std::uint64_t size, std::uint64_t total) {
  json_.end_array();
  json_.key("summary").begin_object();
  put(json_, "start", static_cast<std::int64_t>((number - 1) * size));
  put(json_, "pageSize", static_cast<std::int64_t>(size));
  put(json_, "total", static_cast<std::int64_t>(total));
  json_.end_object().end_object().end_object();
  return {fmt::format("loans_page{}.json", number), json_.take()};
}

}  // namespace m2::simulate
