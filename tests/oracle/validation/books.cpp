#include "tests/oracle/validation/books.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/base/check.h"

namespace m2::oracle {

void AccountBooks::pay(std::int64_t amount) {
  while (amount > 0 && !unpaid_.empty()) {
    const std::int64_t part = std::min(amount, unpaid_.front().amount);
    amount -= part;
    unpaid_.front().amount -= part;
    if (unpaid_.front().amount == 0) unpaid_.pop_front();
  }
}

void AccountBooks::end_day(Date day) {
  if (days_past_due(day) < 30) {
    first_.reset();
  } else if (!first_) {
    first_ = unpaid_.front().day.plus_days(30);
  }
}

int AccountBooks::days_past_due(Date day) const {
  return unpaid_.empty() ? 0 : day.days() - unpaid_.front().day.days();
}

int AccountBooks::days_past_due_without_oldest(Date day) const {
  return unpaid_.size() < 2 ? 0 : day.days() - unpaid_[1].day.days();
}

std::int64_t AccountBooks::open() const {
  std::int64_t sum = 0;
  for (const Due& due : unpaid_) sum += due.amount;
  return sum;
}

std::int64_t AccountBooks::past_due(Date day) const {
  std::int64_t sum = 0;
  for (const Due& due : unpaid_) {
    if (day.days() - due.day.days() >= 30) sum += due.amount;
  }
  return sum;
}

std::string_view status_of(int days_past_due) {
  if (days_past_due < 30) return "11";
  if (days_past_due < 60) return "71";
  if (days_past_due < 90) return "78";
  if (days_past_due < 120) return "80";
  if (days_past_due < 150) return "82";
  return days_past_due < 180 ? "83" : "84";
}

char rating_of(int days_past_due) {
  return static_cast<char>('0' + std::min(6, std::max(0, days_past_due / 30)));
}

char letter_of(std::string_view status, std::string_view rating, bool zero_balance_line) {
  static constexpr std::array<std::pair<std::string_view, char>, 17> kLetters = {{
      {"71", '1'},
      {"78", '2'},
      {"80", '3'},
      {"82", '4'},
      {"83", '5'},
      {"84", '6'},
      {"93", 'G'},
      {"62", 'G'},
      {"65", 'H'},
      {"94", 'H'},
      {"61", 'J'},
      {"95", 'J'},
      {"63", 'K'},
      {"96", 'K'},
      {"64", 'L'},
      {"97", 'L'},
      {"11", '0'},
  }};
  if (status == "11" && zero_balance_line) return 'E';
  for (const auto& [code, letter] : kLetters) {
    if (code == status) return letter;
  }
  M2_CHECK(!rating.empty(), "a status that leaves its rating has one");
  return rating.front();
}

}  // namespace m2::oracle
