// What becomes of an account: paid, lost, handed over, before a court.

#include <algorithm>
#include <array>

#include "tests/oracle/validation/living.h"

namespace m2::oracle {
namespace {

constexpr std::array<std::string_view, 6> kPetitions = {"A", "B", "C", "D", "Z", "1A"};
constexpr std::array<std::string_view, 4> kDischarges = {"E", "F", "G", "H"};

}  // namespace

std::string_view Living::petition() const {
  return kPetitions[number_ % kPetitions.size()];
}

void Living::happen(Date day) {
  const auto month = static_cast<std::size_t>(destiny_month_);
  switch (life_.destiny) {
    case Destiny::GoesOn:
      return;
    case Destiny::PaidOff:
      return pay_up(paid_status(), day, false);
    case Destiny::Settled:
      return pay_up(paid_status(), day, true);
    case Destiny::Refinanced:
      pay_up("13", day, false);
      last_.comment = "AS";
      return;
    case Destiny::Sold:
    case Destiny::Transferred:
      return hand_over(day);
    case Destiny::ClosedByConsumer:
    case Destiny::ClosedByGrantor:
      if (balance_ == 0 || !facts_->is_line || chance_.one_in(2)) pay_up("13", day, false);
      closed_ = day;
      if (stage_ == Stage::Open) stage_ = Stage::PayingDown;
      return;
    case Destiny::ChargedOff:
      lose("97", day);
      return;
    case Destiny::Collected:
      lose("93", day);
      return;
    case Destiny::Repossessed:
      lose("96", day);
      return;
    case Destiny::Surrendered:
      lose("95", day);
      return;
    case Destiny::Foreclosed:
    case Destiny::DeedInLieu:
      if (life_.destiny == Destiny::Foreclosed && books_.first_delinquency() && chance_.one_in(3)) {
        return pay_up("65", day, false);  // before the home was sold
      }
      if (!lose(life_.destiny == Destiny::Foreclosed ? "94" : "89", day)) return;
      closed_ = day;
      balance_ = balance_ / 4 + 1;  // what the sale of the home left
      return;
    case Destiny::Claimed:
      lose("88", day);
      return;
    case Destiny::Deleted:
    case Destiny::Fraud:
      if (stage_ == Stage::Open) last_ = {};
      last_.status = life_.destiny == Destiny::Fraud ? "DF" : "DA";
      last_.rating.clear();
      stage_ = Stage::Over;
      return;
    case Destiny::Bankrupt:
      last_ = standing(day, destiny_month_);
      last_.as_of = Date();
      lost_since_ = books_.first_delinquency() ? *books_.first_delinquency() : day;
      stage_ = Stage::Stayed;
      household_->indicate(month, petition());
  }
}

bool Living::lose(std::string_view status, Date day) {
  if (!books_.first_delinquency() || balance_ == 0) return false;
  const int days = books_.days_past_due(day);
  last_ = {};
  last_.status = status;
  if (status == "95" || status == "94" || status == "89" || status == "88") {
    last_.rating = rating_of(days);
  }
  lost_since_ = books_.first_delinquency();
  if (status == "97") last_.charged_off = balance_;
  if (status == "93" && (facts_->is_line || facts_->portfolio == "I")) {
    last_.scheduled = facts_->is_line ? least_payment() : payment_;
  }
  last_.past_due = status == "95" || status == "96" ? books_.open() : 0;  // else all that is owed
  planned_.clear();
  stage_ = Stage::Lost;
  return true;
}

std::string_view Living::paid_status() const {
  if (stage_ != Stage::Lost) return "13";
  if (last_.status == "93") return "62";
  if (last_.status == "96") return "63";
  if (last_.status == "95") return "61";
  return "64";
}

void Living::pay_up(std::string_view status, Date day, bool for_less) {
  const std::int64_t charged_off = last_.charged_off;
  const int days = books_.days_past_due(day);
  const bool was_lost = stage_ == Stage::Lost;
  last_ = {};
  last_.status = status;
  last_.as_of = day;
  if (status == "13" || status == "65") last_.rating = rating_of(days);
  if (status == "64") last_.charged_off = charged_off;
  if (!was_lost) lost_since_ = books_.first_delinquency();
  for_less = for_less && lost_since_.has_value();
  if (for_less) last_.comment = "AU";
  if (type_ == "3A" || type_ == "13") last_.comment = status == "13" ? "BC" : "";
  if (life_.destiny == Destiny::ClosedByGrantor) last_.comment = "M";
  if (life_.destiny == Destiny::ClosedByConsumer) last_.condition = "XA";
  paid_ += for_less ? balance_ / 2 + 1 : balance_;
  if (balance_ > 0 || facts_->is_loan) last_paid_ = day;
  balance_ = 0;
  closed_ = day;
  books_.forgive();
  stage_ = Stage::Over;
}

void Living::hand_over(Date day) {
  if (stage_ != Stage::Lost) {
    last_ = {};
    last_.status = status_of(books_.days_past_due(day));
    lost_since_ = books_.first_delinquency();
  }
  last_.past_due = last_.scheduled = balance_ = 0;
  closed_ = day;
  sold_ = life_.destiny != Destiny::Transferred;
  moved_ = !sold_ && chance_.one_in(2);
  last_.comment = sold_ ? "AH" : moved_ ? "O" : "AT";
  stage_ = Stage::Over;
}

void Living::happen_again(Date day) {
  const auto month = static_cast<std::size_t>(again_month_);
  const std::string& status = last_.status;
  if (stage_ == Stage::Lost && !is_collection(life_.product)) {
    switch (chance_.below(4)) {
      case 0:
        // Of a home that is gone, and of a claim, the rest stays owed.
        return status == "88" || status == "89" || status == "94"
                   ? void()
                   : pay_up(paid_status(), day, false);
      case 1:
        return status == "97" || status == "93" ? pay_up(paid_status(), day, true) : void();
      case 2:
        return status == "97" ? hand_over(day) : void();
      default:
        if (status != "96" && status != "95") return;
        last_ = {};
        last_.status = "97";
        last_.charged_off = balance_;
        return;
    }
  }
  if (stage_ != Stage::Stayed) return;
  const std::string_view court = petition();
  const std::size_t chapter = number_ % kPetitions.size();
  if (chapter < kDischarges.size() && chance_.one_in(2)) {
    household_->indicate(month, kDischarges[chapter]);
    last_.past_due = last_.scheduled = balance_ = 0;
    return;
  }
  household_->indicate(month, court == "A" && chance_.one_in(2) ? "R" : "Q", true);
  if (last_.status == "11") books_.forgive();  // what stood still is put to the end
  books_.end_day(day);
  planned_.clear();
  lost_since_.reset();
  stage_ = Stage::Open;
}

}  // namespace m2::oracle
