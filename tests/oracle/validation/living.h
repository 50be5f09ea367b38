#pragma once
// Living: the days of one account, and its report at each month end. life.h is the door.

#include <climits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/oracle/validation/books.h"
#include "tests/oracle/validation/household.h"
#include "tests/oracle/validation/life.h"
#include "tests/oracle/validation/product.h"

namespace m2::oracle {

/// What a report says of the account; its people are the household's.
struct Standing {
  std::string status = "11";
  std::string rating;
  std::string comment;
  std::string condition;
  std::int64_t balance = 0, past_due = 0, charged_off = 0, scheduled = 0;
  Date as_of;
  std::optional<Date> first_delinquency, closed;
  bool is_deferred = false;
};

class Living {
 public:
  Living(std::uint64_t seed, const std::vector<Date>& months, std::uint64_t number,
         std::string_view cycle);
  Life live();

 private:
  enum class Stage : std::uint8_t {
    Open,
    PayingDown,  // closed to further use
    Stayed,      // before a bankruptcy court
    Lost,        // collection, charge-off, repossession, foreclosure
    Over,
  };
  struct Payment {
    Date day;
    bool is_all = false;
  };

  // choices.cpp: what kind of account, and what will become of it
  void choose_account();
  void choose_terms();
  void choose_destiny();
  void choose_extras();

  // living.cpp: its days
  void live_day(Date day, int month);
  void bill(Date day, int month);
  void pay(Date day, std::int64_t amount);
  void buy(Date day);
  void end_month(Date end, int month);
  void remember(const Standing& standing);

  // destinies.cpp: what becomes of it
  void happen(Date day);
  void happen_again(Date day);
  /// False when it was not late, and so is not lost.
  bool lose(std::string_view status, Date day);
  void pay_part(Date day);
  void pay_up(std::string_view status, Date day, bool for_less);
  void hand_over(Date day);
  [[nodiscard]] std::string_view paid_status() const;
  [[nodiscard]] std::string_view petition() const;

  // reports.cpp: what is told of it
  [[nodiscard]] Standing standing(Date end, int month) const;
  void add_extras(Standing& standing, int month) const;
  [[nodiscard]] std::string report(const Standing& standing, int month);
  void append_segments(std::string& record, const Standing& standing, int month);

  [[nodiscard]] bool is_deferred(int month) const { return month < deferred_until_; }
  [[nodiscard]] std::int64_t least_payment() const;

  Chance chance_;
  const std::vector<Date>& months_;
  std::uint64_t number_;
  std::string cycle_;
  Life life_;
  const ProductFacts* facts_ = nullptr;
  std::optional<Household> household_;

  // Terms
  Date opened_, first_day_;
  int due_day_ = 1;
  std::string type_, account_number_, identification_number_;
  int terms_ = 1;                                                   // months
  std::int64_t original_ = 0, limit_ = 0, payment_ = 0, rate_ = 0;  // of the year, of 10,000
  bool is_slow_ = false, is_prepaid_ = false;

  // Plans, by month
  int destiny_month_ = 0, again_month_ = 0, late_from_ = 0, late_until_ = 0,
      deferred_until_ = INT_MIN;
  int disputed_ = -1, changed_ = -1, skipped_ = -1, relief_ = -1;
  std::string_view relief_comment_;
  bool changes_number_ = false, changes_identification_ = false;
  bool pays_by_plan_ = false, has_employer_ = false, has_agency_ = false;
  Date destiny_day_, again_day_;

  // As it is today
  Stage stage_ = Stage::Open;
  AccountBooks books_;
  std::vector<Payment> planned_;
  std::int64_t balance_ = 0, highest_ = 0, paid_ = 0;
  std::optional<Date> last_paid_, closed_, lost_since_;  // lost_since_: first delinquency, kept
  Standing last_;                                        // of the accounts that are over or lost
  std::string history_ = std::string(24, 'B');
  bool sold_ = false, moved_ = false;
};

}  // namespace m2::oracle
