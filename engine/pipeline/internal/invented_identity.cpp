#include "engine/pipeline/internal/invented_identity.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/base/ascii.h"
#include "engine/base/text.h"
#include "engine/metro2/unissued.h"

namespace m2::internal {
namespace {

constexpr std::string_view kGenerations[] = {"JR", "SR", "II",  "III",  "IV",
                                             "V",  "VI", "VII", "VIII", "IX"};

constexpr std::size_t kTellingDigits = 5;             // fewer say nothing about anybody
constexpr std::uint64_t kMostPassedOver = 1'000'000;  // a document cannot hold more

bool is_mark(char c) {
  return is_blank(c) || std::string_view("()+-./*").find(c) != std::string_view::npos;
}

// "Okafor, Jr. " -> ", Jr."; empty when no generation stands there.
std::string_view generation_behind(std::string_view name) {
  name = trim(name);
  const std::size_t word = name.find_last_of(" ,");
  if (word == std::string_view::npos) return {};
  std::string last = upper(name.substr(word + 1));
  if (last.ends_with('.')) last.pop_back();
  if (std::find(std::begin(kGenerations), std::end(kGenerations), last) == std::end(kGenerations))
    return {};
  const std::size_t name_end = name.find_last_not_of(" ,", word);
  return name_end == std::string_view::npos ? std::string_view() : name.substr(name_end + 1);
}

// The extension of a telephone number, and what else stands behind it: "x12", "#3", "ext. 4".
std::string_view without_extension(std::string_view phone) {
  const auto first = std::find_if(phone.begin(), phone.end(), is_digit);
  const auto end =
      std::find_if(first, phone.end(), [](char c) { return is_letter(c) || c == '#'; });
  return phone.substr(0, static_cast<std::size_t>(end - phone.begin()));
}

std::string without_marks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_mark(c)) out += to_upper(c);
  }
  return out;
}

// What two texts share that speak of the same.
std::string key_of(Identity identity, std::string_view text) {
  switch (identity) {
    case Identity::Label:
      return std::string(text);
    case Identity::Surname:
      text = trim(text);
      text.remove_suffix(generation_behind(text).size());
      return upper(trim(text));
    case Identity::Telephone: {
      std::string digits = digits_of(without_extension(text));
      return digits.size() > 10 ? digits.substr(digits.size() - 10) : digits;
    }
    case Identity::Ssn:
    case Identity::Zip:
      return without_marks(text);
    default:
      return upper(trim(text));
  }
}

// `pattern` with its digits and letters, from the last one on, taken from `digits`.
std::string in_form(std::string_view pattern, const std::string& digits) {
  std::string out(pattern);
  std::size_t left = digits.size();
  for (std::size_t i = out.size(); i > 0; --i) {
    char& c = out[i - 1];
    if (is_mark(c)) continue;
    if (!is_digit(c)) {
      c = 'X';
    } else if (left > 0) {
      c = digits[--left];
    }
  }
  return out;
}

std::string last_digits(const std::string& digits, std::size_t count) {
  if (digits.size() >= count) return digits.substr(digits.size() - count);
  return std::string(count - digits.size(), '5') + digits;
}

// 0 -> "aaa", so that they stand in their order.
std::string letters(std::uint64_t number) {
  std::string out(3, 'a');
  for (std::size_t i = out.size(); i > 0; --i, number /= 26)
    out[i - 1] = static_cast<char>('a' + number % 26);
  return out;
}

bool is_of_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// With the capitals and the blanks of what it replaces.
std::string in_style(std::string invention, std::string_view text) {
  const auto high = std::count_if(text.begin(), text.end(), is_upper);
  const auto low = std::count_if(text.begin(), text.end(), is_lower);
  if (high > 1 && low == 0) invention = upper(invention);
  if (low > 1 && high == 0) invention = lower(invention);
  const std::string_view core = trim(text);
  const auto before = static_cast<std::size_t>(core.data() - text.data());
  return std::string(before, ' ') + invention +
         std::string(text.size() - before - core.size(), ' ');
}

}  // namespace

void InventedIdentity::avoid(std::string_view text) {
  const std::string small = lower(text);
  avoided_.insert(std::string(trim(small)));
  std::string word;
  for (const char c : small + " ") {
    if (is_letter(c) || is_digit(c)) {
      word += c;
    } else if (!word.empty()) {
      avoided_.insert(std::exchange(word, {}));
    }
  }
  avoided_.insert(digits_of(text));
}

void InventedIdentity::meet(Identity identity, std::string_view text) {
  numbers_[static_cast<std::size_t>(identity)].emplace(key_of(identity, text), 0);
}

void InventedIdentity::meet(Date born) {
  born_.emplace(born, 0);
}

bool InventedIdentity::is_free(const std::string& invention) const {
  const std::string digits = digits_of(invention);
  return avoided_.count(lower(invention)) == 0 &&
         (digits.size() < kTellingDigits || avoided_.count(digits) == 0);
}

// Inventions are nobody's, so that passing one over says nothing about anybody.
void InventedIdentity::settle() {
  for (std::size_t i = 0; i < kIdentities; ++i) {
    std::uint64_t next = 0;
    for (auto& [key, number] : numbers_[i]) {
      const std::uint64_t most = next + kMostPassedOver;
      while (next < most && !is_free(invention(static_cast<Identity>(i), next))) ++next;
      number = next++;
    }
  }
  std::int64_t next = 0;
  for (auto& [born, number] : born_) number = next++;
}

bool InventedIdentity::is_label(std::string_view text) const {
  return numbers_[static_cast<std::size_t>(Identity::Label)].count(text) > 0;
}

// Without the form of what it replaces.
std::string InventedIdentity::invention(Identity identity, std::uint64_t number) const {
  switch (identity) {
    case Identity::Label:
      return fmt::format("9{:06}", number + 1);
    case Identity::FirstName:
      return "Given" + letters(number);
    case Identity::MiddleName:
      return "Middle" + letters(number);
    case Identity::Surname:
      return "Family" + letters(number);
    case Identity::Ssn:
      return unissued_ssn(number % kUnissuedSsns);
    case Identity::Telephone:  // 555-0100 to 555-0199 of an area are for fiction (NANPA)
      return fmt::format("{:03}55501{:02}", 201 + number / 100 % 700, number % 100);
    case Identity::Street:
      return fmt::format("{} Examplestreet", 1001 + number);
    case Identity::Unit:
      return fmt::format("Exampleunit {}", 1001 + number);
    case Identity::City:
      return "Exampletown" + letters(number);
    case Identity::Zip:  // no state of the code table `state_code` has a prefix from 000 to 004
      return fmt::format("{:05}", 101 + number % 399);
  }
  return {};
}

std::string InventedIdentity::text(Identity identity, std::string_view text) const {
  const Numbers& numbers = numbers_[static_cast<std::size_t>(identity)];
  const auto known = numbers.find(key_of(identity, text));
  const std::string made = invention(identity, known == numbers.end() ? 0 : known->second);
  const std::size_t digits = digits_of(text).size();
  switch (identity) {
    case Identity::Label:
      return is_of_digits(text) ? made : "T" + made;
    case Identity::Surname:
      return in_style(made + std::string(generation_behind(text)), text);
    case Identity::Ssn:
      return in_form(text, last_digits(made, digits));
    case Identity::Zip:
      return in_form(
          text, digits > 5 ? made + last_digits("0001", digits - 5) : last_digits(made, digits));
    case Identity::Telephone: {
      const std::string_view number = without_extension(text);
      const std::size_t count = digits_of(number).size();
      std::string form;
      for (const char c : number) form += is_mark(c) || is_digit(c) ? std::string(1, c) : "";
      const std::string own = count == 11 && digits_of(number).front() == '1' ? "1" + made : made;
      return in_form(form, last_digits(own, count)) + (number.size() < text.size() ? "x1" : "");
    }
    default:
      return in_style(made, text);
  }
}

Date InventedIdentity::birth_date(Date born) const {
  const auto known = born_.find(born);
  const std::int64_t number = known == born_.end() ? 0 : known->second;
  if (born > as_of_) return as_of_.plus_months(12).plus_days(number);
  if (born.plus_months(18 * 12) > as_of_) return as_of_.plus_months(-10 * 12).plus_days(number);
  return as_of_.plus_months(-40 * 12).plus_days(number);
}

}  // namespace m2::internal
