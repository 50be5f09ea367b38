// What is reported of an account at a month end.

#include <fmt/format.h>

#include <algorithm>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/oracle/validation/living.h"

namespace m2::oracle {
namespace {

std::string_view creditor_class(Product product, std::uint64_t number) {
  if (product == Product::MedicalCollection) return "02";
  if (product == Product::ReturnedCheck) return "01";
  return number % 2 == 0 ? "09" : "10";
}

std::string_view creditor_name(Product product, std::uint64_t number) {
  if (product == Product::MedicalCollection) return "LANTERN CLINIC";
  if (product == Product::ReturnedCheck) return "ORCHARD GROCERS";
  return number % 2 == 0 ? "WILLOW COURT APARTMENTS" : "CANYON POWER";
}

}  // namespace

Standing Living::standing(Date end, int month) const {
  if (stage_ == Stage::Open || stage_ == Stage::PayingDown) {
    Standing now;
    const int days = books_.days_past_due(end);
    now.status = status_of(days);
    now.as_of = end;
    now.balance = balance_;
    now.past_due = books_.past_due(end);
    now.first_delinquency = books_.first_delinquency();
    now.closed = closed_;
    if (life_.product != Product::Utility)
      now.scheduled = facts_->is_line ? least_payment() : payment_;
    if (stage_ == Stage::PayingDown) {
      if (life_.destiny == Destiny::ClosedByConsumer) now.condition = "XA";
      if (life_.destiny == Destiny::ClosedByGrantor) now.comment = "M";
    }
    if (is_prepaid_) now.comment = "BS";
    if (is_deferred(month)) {
      now.scheduled = 0;
      now.is_deferred = true;
    }
    return now;
  }
  Standing now = last_;
  if (now.as_of == Date()) now.as_of = end;
  now.balance = balance_;
  now.closed = closed_;
  now.first_delinquency = lost_since_;
  const bool all_is_due = now.status == "97" || now.status == "93" || now.status == "94" ||
                          now.status == "89" || now.status == "88";
  if (all_is_due && stage_ == Stage::Lost) now.past_due = now.balance;
  if (stage_ == Stage::Over && now.status == "13" && life_.destiny != Destiny::Refinanced &&
      facts_->is_line && now.comment.empty()) {
    if (life_.destiny == Destiny::ClosedByConsumer) now.condition = "XA";
    if (life_.destiny == Destiny::ClosedByGrantor) now.comment = "M";
  }
  return now;
}

void Living::add_extras(Standing& now, int month) const {
  if (stage_ == Stage::Stayed) return;
  if (month == disputed_ && now.condition.empty() && stage_ == Stage::Open) {
    now.condition = facts_->is_line && number_ % 2 == 0 ? "XF" : "XB";
  } else if (disputed_ >= 0 && month == disputed_ + 1 && now.condition.empty() &&
             stage_ == Stage::Open) {
    now.condition = number_ % 3 == 0 ? "XC" : "XH";
  }
  if (!now.comment.empty() || stage_ != Stage::Open) return;
  const bool is_relieved = relief_ >= 0 && (month == relief_ || month == relief_ + 1);
  if (now.status == "11") {
    if (is_relieved && now.balance > 0) now.comment = relief_comment_;
  } else if (life_.destiny == Destiny::Foreclosed && month >= destiny_month_ - 2 &&
             now.past_due > 0) {
    now.comment = "BO";
  } else if (pays_by_plan_) {
    now.comment = "AC";
  }
}

std::string Living::report(const Standing& now, int month) {
  std::string record(blank(Segment::Base));
  const auto text = [&](BaseField of, std::string_view value) {
    put(record, Segment::Base, 0, field(of).key, value);
  };
  const auto dollars = [&](BaseField of, std::int64_t amount) {
    put_dollars(field(of), amount, record.data());
  };
  const auto day = [&](BaseField of, const std::optional<Date>& date) {
    if (date) put_date(field(of), *date, record.data());
  };
  text(BaseField::IdentificationNumber, identification_number_);
  text(BaseField::CycleIdentifier, cycle_);
  text(BaseField::ConsumerAccountNumber, account_number_);
  text(BaseField::PortfolioType, facts_->portfolio);
  text(BaseField::AccountType, type_);
  day(BaseField::DateOpened, opened_);
  dollars(BaseField::CreditLimit, limit_);
  dollars(BaseField::HighestCredit, facts_->is_line || life_.product == Product::Utility
                                        ? highest_
                                        : std::max(original_, highest_));
  const std::string_view portfolio = facts_->portfolio;
  std::string duration = portfolio == "C" ? "LOC" : portfolio == "R" ? "REV" : "001";
  if (portfolio == "I") duration = fmt::format("{:03}", terms_);
  if (portfolio == "M") duration = fmt::format("{:03}", terms_ / 12);
  text(BaseField::TermsDuration, duration);
  text(BaseField::TermsFrequency, now.is_deferred ? "D" : is_collection(life_.product) ? "" : "M");
  dollars(BaseField::ScheduledMonthlyPaymentAmount, now.scheduled);
  dollars(BaseField::ActualPaymentAmount, paid_);
  text(BaseField::AccountStatus, now.status);
  text(BaseField::PaymentRating, now.rating);
  text(BaseField::PaymentHistoryProfile, history_);
  text(BaseField::SpecialComment, now.comment);
  text(BaseField::ComplianceConditionCode, now.condition);
  dollars(BaseField::CurrentBalance, now.balance);
  dollars(BaseField::AmountPastDue, now.past_due);
  dollars(BaseField::OriginalChargeOffAmount, now.charged_off);
  day(BaseField::DateOfAccountInformation, now.as_of);
  day(BaseField::DateOfFirstDelinquency, now.first_delinquency);
  day(BaseField::DateClosed, now.closed);
  day(BaseField::DateOfLastPayment, last_paid_);
  text(BaseField::InterestTypeIndicator, facts_->is_loan ? "F" : facts_->is_line ? "V" : "");
  text(BaseField::ResidenceCode, life_.product == Product::Rent ? "R" : "");
  household_->write(record, static_cast<std::size_t>(month));
  append_segments(record, now, month);
  return record;
}

void Living::append_segments(std::string& record, const Standing& now, int month) {
  std::size_t at = 0;
  Segment segment = Segment::Base;
  const auto begin = [&](Segment of) {
    at = record.size();
    segment = of;
    append_segment(record, of);
  };
  const auto write = [&](std::string_view key, std::string_view value) {
    put(record, segment, at, key, value);
  };
  if (is_collection(life_.product)) {
    begin(Segment::K1);
    write("original_creditor_name", creditor_name(life_.product, number_));
    write("creditor_classification", creditor_class(life_.product, number_));
  }
  if (life_.product == Product::DebtBuyer || sold_) {
    begin(Segment::K2);
    write("purchased_indicator", sold_ ? "2" : "1");
    write("purchased_name", sold_ ? "HARBOR RECEIVABLES" : "WILLOW COURT APARTMENTS");
  }
  if (has_agency_) {
    begin(Segment::K3);
    write("agency_identifier", number_ % 3 == 0 ? "00" : "01");
    if (number_ % 3 != 0) write("agency_account_number", fmt::format("FM{:09}", number_));
    write("mortgage_identification_number", fmt::format("{:018}", 100'000 + number_));
  }
  if (life_.product == Product::BalloonLoan && now.balance > original_ / 10) {
    begin(Segment::K4);
    write("specialized_payment_indicator", "01");
    write("balloon_payment_due_date", opened_.plus_months(terms_).to_string());
    write("balloon_payment_amount", std::to_string(original_ / 10));
  }
  if (now.is_deferred) {
    begin(Segment::K4);
    write("specialized_payment_indicator", "02");
    const Date starts = months_.front().start_of_month().plus_months(deferred_until_);
    write("deferred_payment_start_date", starts.plus_days(due_day_ - 1).to_string());
  }
  const bool changes = month == changed_ && stage_ == Stage::Open;
  if (changes || moved_) {
    begin(Segment::L1);
    const bool number = moved_ || changes_number_;
    const bool identification = moved_ || changes_identification_;
    write("change_indicator", number && identification ? "3" : number ? "1" : "2");
    if (number) write("new_consumer_account_number", account_number_ + "N");
    if (identification) write("new_identification_number", moved_ ? "LENDER0003" : "LENDER0002");
    if (number) account_number_ += "N";
    if (identification) identification_number_ = "LENDER0002";
  }
  if (has_employer_) {
    begin(Segment::N1);
    write("employer_name", "MEADOW BAKERY");
    write("employer_city", "PROVO");
    write("employer_state", "UT");
    write("employer_zip_code", "84601");
    write("occupation", "BAKER");
  }
}

}  // namespace m2::oracle
