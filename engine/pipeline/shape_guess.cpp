#include "engine/pipeline/shape_guess.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/parse.h"
#include "dsl/personal.h"
#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

constexpr std::size_t kMostWordsOfList = 12;
constexpr std::uint64_t kTimesEach = 3;  // a closed list says its words again and again

constexpr std::string_view kIds[] = {"id",   "ids",  "number", "no",     "code", "zip",    "key",
                                     "uuid", "guid", "phone",  "postal", "ssn",  "account"};
constexpr std::string_view kAmounts[] = {
    "amount",  "balance", "rent",   "fee",       "fees",   "price",   "cost",   "total",
    "payment", "paid",    "due",    "principal", "charge", "deposit", "credit", "debit",
    "owed",    "unpaid",  "escrow", "payoff",    "limit",  "income"};
constexpr std::string_view kFlags[] = {"is",     "has",     "was",      "can",     "should",
                                       "active", "deleted", "archived", "enabled", "flag"};
constexpr std::string_view kDays[] = {"date", "day", "on", "at", "from", "to", "since", "dob"};

using Words = std::vector<std::string_view>;

bool is_any_of(std::string_view word, std::span<const std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}
bool has_any_of(const Words& words, std::span<const std::string_view> list) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return is_any_of(word, list); });
}

// "leaseStatusTypeId" -> "lease_status_type_id"; never empty.
std::string words_joined(std::string_view wire) {
  std::string name;
  for (std::size_t i = 0; i < wire.size() && name.size() < 60; ++i) {
    const char c = wire[i];
    const bool fits = is_letter(c) || is_digit(c);
    const bool starts = is_upper(c) && i > 0 &&
                        (is_lower(wire[i - 1]) || is_digit(wire[i - 1]) ||
                         (i + 1 < wire.size() && is_lower(wire[i + 1]) && is_upper(wire[i - 1])));
    if ((!fits || starts) && !name.empty() && name.back() != '_') name += '_';
    if (fits) name += to_lower(c);
  }
  while (name.ends_with('_')) name.pop_back();
  return name.empty() ? "member" : name;
}

// The formats of dates that all values have: one, or two that no value has both of.
std::vector<std::string> formats_of(const ScalarProfile& s, const Words& words) {
  const auto can_be = [&](std::size_t f) {
    const bool needs_name = kDateFormats[f] == "yyyyMMdd";  // else it is a number like others
    return s.dates[f] > 0 && (!needs_name || has_any_of(words, kDays));
  };
  const auto swaps = [](std::size_t f, std::size_t g) {
    return kDateFormats[f] == "MM/dd/yyyy" && kDateFormats[g] == "dd/MM/yyyy";
  };
  for (std::size_t f = 0; f < kDateFormats.size(); ++f) {
    if (can_be(f) && s.dates[f] == s.count) return {std::string(kDateFormats[f])};
  }
  for (std::size_t f = 0; f < kDateFormats.size(); ++f) {
    for (std::size_t g = f + 1; g < kDateFormats.size(); ++g) {
      if (can_be(f) && can_be(g) && !swaps(f, g) && s.dates[f] + s.dates[g] == s.count)
        return {std::string(kDateFormats[f]), std::string(kDateFormats[g])};
    }
  }
  return {};
}

// A word that can stand in a shape and says nothing about anybody.
bool can_be_listed(const std::string& word) {
  const bool has_sign = word.find_first_of("\"{}@\t\r\n") != std::string::npos;
  const bool has_letter = std::any_of(word.begin(), word.end(), [](char c) {
    return is_letter(c) || static_cast<unsigned char>(c) > 127;
  });
  return !has_sign && has_letter && trim(word) == word && !find_unreadable(word) &&
         digits_of(word).size() < 5;
}

std::vector<std::string> closed_list(const ScalarProfile& s, std::string_view name) {
  if (s.has_many_words || s.words.size() < 2 || s.words.size() > kMostWordsOfList) return {};
  if (s.count < s.words.size() * kTimesEach) return {};
  if (dsl::personal_name(name) != dsl::PersonalName::No) return {};
  std::vector<std::string> words;
  for (const auto& [word, count] : s.words) {
    if (!can_be_listed(word)) return {};
    words.push_back(word);
  }
  return words;
}

// What most values are, where a few keep all of them from being it.
std::string nearly(const ScalarProfile& s, bool is_id) {
  const auto most = [&](std::uint64_t count) { return count * 2 > s.count && count < s.count; };
  const auto best = std::max_element(s.dates.begin(), s.dates.end());
  if (most(*best)) {
    return fmt::format("{} of {} are dates as \"{}\"", *best, s.count,
                       kDateFormats[static_cast<std::size_t>(best - s.dates.begin())]);
  }
  if (!is_id && most(s.decimal)) return fmt::format("{} of {} are numbers", s.decimal, s.count);
  return {};
}

}  // namespace

Guess guess(std::string_view name, const Profile& profile) {
  const ScalarProfile& s = profile.scalars;
  Guess out;
  if (s.count == 0) return out;
  const std::string snake = words_joined(name);
  const Words words = split(snake, '_');
  const bool is_id = is_any_of(words.back(), kIds);
  if (s.yes_or_no > 0 && s.yes_or_no + s.one_or_zero == s.count) {
    out.type = "bool";
  } else if (s.one_or_zero == s.count && has_any_of(words, kFlags)) {
    out.type = "bool";
  } else if (std::vector<std::string> formats = formats_of(s, words); !formats.empty()) {
    out.type = "date";
    out.has_times = s.moments > 0;
    if (formats != std::vector<std::string>{"yyyy-MM-dd"}) out.formats = std::move(formats);
  } else if (s.money == s.count && !is_id &&
             (has_any_of(words, kAmounts) || s.two_places == s.count)) {
    out.type = "money";
  } else if (s.whole == s.count && !is_id) {
    out.type = "int";
  } else if (s.decimal == s.count && !is_id) {
    out.type = "number";
  } else if (out.words = closed_list(s, name); !out.words.empty()) {
    out.type.clear();
  } else {
    out.nearly = nearly(s, is_id);
  }
  return out;
}

std::string name_of_member(std::string_view wire) {
  std::string name = words_joined(wire);
  if (name.front() >= '0' && name.front() <= '9') name.insert(0, "n");
  const auto reserved = dsl::reserved_words();
  if (std::find(reserved.begin(), reserved.end(), name) != reserved.end()) name += "_value";
  for (const char* nothing : {"nil", "none", "null", "undefined"}) {
    if (name == nothing) name += "_value";
  }
  return name;
}

}  // namespace m2
