// Built-in functions that know the standard: its code tables, and how a payment history reads.

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>

#include "dsl/builtins/topics.h"
#include "engine/base/ascii.h"
#include "engine/base/date.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

// Whether the code may be used with the portfolio; a code that the table does not have is not the
// question here.
bool goes_with(std::string_view table, std::string_view portfolio, std::string_view code) {
  const Code* known = find_code(*find_code_table(table), code);
  return known == nullptr || known->portfolios.empty() || portfolio.empty() ||
         known->portfolios.find(portfolio) != std::string_view::npos;
}

// "350-352 354-369 39822": calls `use` with the least and the greatest lead of each, both of the
// same length, until it says that it is enough.
template <class Use>
bool any_lead(std::string_view prefixes, Use use) {
  while (!prefixes.empty()) {
    const std::size_t end = std::min(prefixes.find(' '), prefixes.size());
    const std::string_view one = prefixes.substr(0, end);
    prefixes.remove_prefix(std::min(end + 1, prefixes.size()));
    const std::size_t dash = one.find('-');
    const std::string_view low = one.substr(0, dash);
    if (use(low, dash == std::string_view::npos ? low : one.substr(dash + 1))) return true;
  }
  return false;
}

bool is_prefix_among(std::string_view prefixes, std::string_view zip) {
  return any_lead(prefixes, [&](std::string_view low, std::string_view high) {
    const std::string_view lead = zip.substr(0, low.size());
    return lead.size() == low.size() && low <= lead && lead <= high;
  });
}

// By state, which of the thousand leads of three digits belong to it whole: they tell nearly every
// ZIP code, without a walk through the prefixes.
class ZipLeads {
 public:
  ZipLeads() {
    for (const Code& state : find_code_table("state_code")->codes) {
      Leads& leads = by_state_.emplace_back();
      leads.state = &state;
      any_lead(state.zip_prefixes, [&](std::string_view low, std::string_view high) {
        for (std::size_t lead = number_of(low); low.size() == 3 && lead <= number_of(high); ++lead)
          leads.whole.set(lead);
        return false;
      });
      if (const auto place = place_of(state.code))
        place_[*place] = static_cast<std::uint8_t>(by_state_.size());
    }
  }

  [[nodiscard]] bool has(std::string_view state, std::string_view zip) const {
    const std::optional<std::size_t> place = place_of(state);
    if (!place || place_[*place] == 0) return true;
    const Leads& leads = by_state_[place_[*place] - 1];
    const bool has_lead =
        zip.size() >= 3 && is_digit(zip[0]) && is_digit(zip[1]) && is_digit(zip[2]);
    if (has_lead && leads.whole[number_of(zip.substr(0, 3))]) return true;
    const std::string_view prefixes = leads.state->zip_prefixes;
    return prefixes.empty() || is_prefix_among(prefixes, zip);
  }

 private:
  struct Leads {
    const Code* state = nullptr;
    std::bitset<1000> whole;
  };
  static std::size_t number_of(std::string_view digits) {
    std::size_t number = 0;
    for (const char c : digits) number = number * 10 + static_cast<std::size_t>(c - '0');
    return number;
  }
  static std::optional<std::size_t> place_of(std::string_view state) {
    if (state.size() != 2 || !is_upper(state[0]) || !is_upper(state[1])) return std::nullopt;
    return static_cast<std::size_t>((state[0] - 'A') * 26 + (state[1] - 'A'));
  }

  std::vector<Leads> by_state_;
  std::array<std::uint8_t, std::size_t{26} * 26> place_{};  // 1 for the first; 0: no state
};

bool has_zip(std::string_view state, std::string_view zip) {
  static const ZipLeads kLeads;
  return kLeads.has(state, zip);
}

// The letters 0 to 6 of a payment history (field 18) are buckets of 30 days. A month of 31 days can
// begin on the last day of one bucket and end on the first day of the next but one.
bool rises_too_fast(std::string_view profile, Date day) {
  for (std::size_t i = 0; i + 1 < profile.size(); ++i) {
    const char later = profile[i];
    const char earlier = profile[i + 1];
    const bool are_buckets = later >= '0' && later <= '6' && earlier >= '0' && earlier <= '6';
    if (!are_buckets || later - earlier < 2) continue;
    const Date month = day.plus_months(-static_cast<std::int64_t>(i) - 1);
    if (later - earlier > 2 || month.end_of_month().civil().day < 31) return true;
  }
  return false;
}

}  // namespace

std::vector<Builtin> standard_builtins() {
  std::vector<Builtin> topic;
  topic.push_back({
      .name = "portfolio_takes_type",
      .parameters = {{"portfolio", BuiltinType::Text}, {"account_type", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary = "False when the account type is one of the standard that is not used with this "
                 "portfolio type.",
      .examples = {{R"(portfolio_takes_type("O", "29"))", "true"},
                   {R"(portfolio_takes_type("O", "00"))", "false"},
                   {R"(portfolio_takes_type("I", "ZZ"))", "true"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_bool(
            goes_with("account_type", arguments[0].text, arguments[1].text));
      },
  });
  topic.push_back({
      .name = "portfolio_takes_comment",
      .parameters = {{"portfolio", BuiltinType::Text}, {"special_comment", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary = "False when the special comment is one of the standard that is not used with this "
                 "portfolio type.",
      .examples = {{R"(portfolio_takes_comment("I", "BB"))", "true"},
                   {R"(portfolio_takes_comment("M", "BB"))", "false"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_bool(
            goes_with("special_comment", arguments[0].text, arguments[1].text));
      },
  });
  topic.push_back({
      .name = "state_has_zip",
      .parameters = {{"state", BuiltinType::Text}, {"zip", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary = "False when the ZIP code does not begin as those of this state do.",
      .examples = {{R"(state_has_zip("UT", "84601"))", "true"},
                   {R"(state_has_zip("UT", "10001"))", "false"},
                   {R"(state_has_zip("ZZ", "10001"))", "true"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_bool(has_zip(arguments[0].text, arguments[1].text));
      },
  });
  topic.push_back({
      .name = "rises_too_fast",
      .parameters = {{"profile", BuiltinType::Text}, {"day", BuiltinType::Date}},
      .result = BuiltinType::Bool,
      .summary = "True when delinquency rose within a month by more than its days: by two buckets, "
                 "or by three in a month of 31 days. The first letter is that of the month before "
                 "the day's; letters other than 0 to 6 are passed over.",
      .examples = {{R"(rises_too_fast("20BB", 2026-05-31))", "true"},
                   {R"(rises_too_fast("20BB", 2026-06-30))", "false"},
                   {R"(rises_too_fast("30BB", 2026-06-30))", "true"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        const Date day = Date::from_days(static_cast<std::int32_t>(arguments[1].number));
        return BuiltinValue::of_bool(rises_too_fast(arguments[0].text, day));
      },
  });
  return topic;
}

}  // namespace m2::dsl
