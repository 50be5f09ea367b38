#include "tests/oracle/delinquency/told.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/metro2/field.h"
#include "engine/metro2/record.h"

namespace m2::oracle {
namespace {

std::string_view bytes(std::string_view base, std::string_view key) {
  const Field* field = find_field(Segment::Base, key);
  M2_CHECK(field != nullptr, "a field of the base segment");
  return base.substr(field->offset(), field->length);
}

std::int64_t dollars(std::string_view base, std::string_view key) {
  std::int64_t n = 0;
  for (const char c : bytes(base, key)) {
    M2_CHECK(c >= '0' && c <= '9', "an amount is digits");
    n = n * 10 + (c - '0');
  }
  return n;
}

std::optional<Date> date(std::string_view base, std::string_view key) {
  const std::string_view text = bytes(base, key);
  if (text == "00000000") return std::nullopt;
  const std::optional<Date> day = Date::parse_metro2(text);
  M2_CHECK(day, "a date is a day");
  return day;
}

void put(std::string& base, std::string_view key, std::string_view text) {
  const Field* field = find_field(Segment::Base, key);
  M2_CHECK(field != nullptr, "a field of the base segment");
  M2_CHECK(field->length == text.size(), "a field is filled");
  base.replace(field->offset(), field->length, text);
}

void put_dollars(std::string& base, std::string_view key, std::int64_t n) {
  put(base, key, fmt::format("{:09}", n));
}

void put_date(std::string& base, std::string_view key, const std::optional<Date>& day) {
  char text[8] = {'0', '0', '0', '0', '0', '0', '0', '0'};
  if (day) day->write_metro2(text);
  put(base, key, std::string_view(text, sizeof text));
}

std::string shown(const std::optional<Date>& day) {
  return day ? day->to_string() : "-";
}

using Lines = std::vector<std::pair<const char*, std::string>>;

Lines lines_of(const Told& t) {
  if (!t.is_reported()) return {{"outcome", t.outcome}};
  return {{"outcome", t.outcome},
          {"account_status", t.status},
          {"payment_rating", std::string(1, t.rating)},
          {"payment_history_profile", t.history},
          {"special_comment", t.comment},
          {"scheduled_monthly_payment_amount", std::to_string(t.scheduled)},
          {"actual_payment_amount", std::to_string(t.paid)},
          {"current_balance", std::to_string(t.balance)},
          {"amount_past_due", std::to_string(t.past_due)},
          {"original_charge_off_amount", std::to_string(t.charged_off)},
          {"date_of_account_information", shown(t.told_on)},
          {"date_of_first_delinquency", shown(t.first_late)},
          {"date_closed", shown(t.closed)},
          {"date_of_last_payment", shown(t.last_paid)}};
}

}  // namespace

Told told_by(const Outcome& outcome) {
  Told told;
  if (outcome.kind != OutcomeKind::Reported) {
    told.outcome = outcome.kind == OutcomeKind::Skipped ? "skipped" : "held";
    for (const Reason& reason : outcome.reasons) told.outcome += " " + reason.name;
    return told;
  }
  const std::string_view base = (*segments_of(outcome.record).begin()).bytes;
  told.status = bytes(base, "account_status");
  told.rating = bytes(base, "payment_rating").front();
  told.history = bytes(base, "payment_history_profile");
  told.comment = bytes(base, "special_comment");
  told.scheduled = dollars(base, "scheduled_monthly_payment_amount");
  told.paid = dollars(base, "actual_payment_amount");
  told.balance = dollars(base, "current_balance");
  told.past_due = dollars(base, "amount_past_due");
  told.charged_off = dollars(base, "original_charge_off_amount");
  told.told_on = date(base, "date_of_account_information");
  told.first_late = date(base, "date_of_first_delinquency");
  told.closed = date(base, "date_closed");
  told.last_paid = date(base, "date_of_last_payment");
  return told;
}

std::string record_of(const Told& told) {
  std::string base(blank(Segment::Base));
  put(base, "account_status", told.status);
  put(base, "payment_rating", std::string_view(&told.rating, 1));
  put(base, "payment_history_profile", told.history);
  put(base, "special_comment", told.comment);
  put_dollars(base, "scheduled_monthly_payment_amount", told.scheduled);
  put_dollars(base, "actual_payment_amount", told.paid);
  put_dollars(base, "current_balance", told.balance);
  put_dollars(base, "amount_past_due", told.past_due);
  put_dollars(base, "original_charge_off_amount", told.charged_off);
  put_date(base, "date_of_account_information", told.told_on);
  put_date(base, "date_of_first_delinquency", told.first_late);
  put_date(base, "date_closed", told.closed);
  put_date(base, "date_of_last_payment", told.last_paid);
  return base;
}

std::string differences(const Told& oracle, const Told& preset) {
  // A hold may have more reasons than the one that the oracle knows of.
  if (oracle.outcome.starts_with("held ") && preset.outcome.starts_with("held ") &&
      (preset.outcome + " ").find(oracle.outcome.substr(4) + " ") != std::string::npos)
    return "";
  const Lines a = lines_of(oracle);
  const Lines b = lines_of(preset);
  std::string table;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    if (a[i].second == b[i].second) continue;
    table += fmt::format("  {:<34}{:<26}{}\n", a[i].first, a[i].second, b[i].second);
  }
  return table.empty() ? ""
                       : fmt::format("  {:<34}{:<26}{}\n", "", "the oracle", "the preset") + table;
}

std::string text_of(const Told& told) {
  std::string text;
  for (const auto& [name, value] : lines_of(told))
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, value);
  return text;
}

char letter_after(const Told& told) {
  constexpr std::pair<const char*, char> kLetters[] = {
      {"11", '0'}, {"71", '1'}, {"78", '2'}, {"80", '3'}, {"82", '4'}, {"83", '5'},
      {"84", '6'}, {"62", 'G'}, {"93", 'G'}, {"64", 'L'}, {"97", 'L'}};
  for (const auto& [status, letter] : kLetters) {
    if (told.status == status) return letter;
  }
  M2_CHECK(told.status == "13", "a status with a letter");
  return told.rating;
}

std::string rolled_history(const Told& previous, Date day) {
  const CivilDate then = previous.told_on->civil();
  const CivilDate now = day.civil();
  const int months = (now.year - then.year) * 12 + now.month - then.month;
  M2_CHECK(months >= 0, "the report before is earlier");
  if (months == 0) return previous.history;  // the same month, told again
  std::string history(static_cast<std::size_t>(months - 1), 'D');
  history += letter_after(previous);
  history += previous.history;
  return history.substr(0, 24);
}

}  // namespace m2::oracle
