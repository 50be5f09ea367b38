// Built-in functions that know the standard: its code tables, and how a payment history reads.

#include <algorithm>
#include <array>

#include "dsl/builtins/topics.h"
#include "engine/base/text.h"
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

// "350-352 354-369 3982": leading digits, alone or from one to another of the same length.
bool is_prefix_among(std::string_view prefixes, std::string_view zip) {
  while (!prefixes.empty()) {
    const std::size_t end = std::min(prefixes.find(' '), prefixes.size());
    const std::string_view one = prefixes.substr(0, end);
    prefixes.remove_prefix(std::min(end + 1, prefixes.size()));
    const std::size_t dash = one.find('-');
    const std::string_view low = one.substr(0, dash);
    const std::string_view high = dash == std::string_view::npos ? low : one.substr(dash + 1);
    const std::string_view lead = zip.substr(0, low.size());
    if (lead.size() == low.size() && low <= lead && lead <= high) return true;
  }
  return false;
}

bool has_zip(std::string_view state, std::string_view zip) {
  static const CodeTable& kStates = *find_code_table("state_code");
  const Code* known = find_code(kStates, state);
  return known == nullptr || known->zip_prefixes.empty() ||
         is_prefix_among(known->zip_prefixes, zip);
}

std::int64_t largest_rise_of(std::string_view profile) {
  std::int64_t most = 0;
  for (std::size_t i = 0; i + 1 < profile.size(); ++i) {
    const char later = profile[i];
    const char earlier = profile[i + 1];
    const bool are_buckets = later >= '0' && later <= '6' && earlier >= '0' && earlier <= '6';
    if (are_buckets) most = std::max<std::int64_t>(most, later - earlier);
  }
  return most;
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
      .run = [](BuiltinValues arguments, std::string&) -> Result<BuiltinValue> {
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
      .run = [](BuiltinValues arguments, std::string&) -> Result<BuiltinValue> {
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
      .run = [](BuiltinValues arguments, std::string&) -> Result<BuiltinValue> {
        return BuiltinValue::of_bool(has_zip(arguments[0].text, arguments[1].text));
      },
  });
  topic.push_back({
      .name = "largest_rise",
      .parameters = {{"profile", BuiltinType::Text}},
      .result = BuiltinType::Int,
      .summary = "By how many buckets delinquency rose most from one month to the next; letters "
                 "other than 0 to 6 are passed over. The newest month comes first.",
      .examples = {{R"(largest_rise("2100BB"))", "1"},
                   {R"(largest_rise("3100BB"))", "2"},
                   {R"(largest_rise("0123"))", "0"}},
      .run = [](BuiltinValues arguments, std::string&) -> Result<BuiltinValue> {
        return BuiltinValue::of_number(largest_rise_of(arguments[0].text));
      },
      .range =
          [](std::span<const BuiltinRange>) {
            return BuiltinRange{0, 6};
          },
  });
  return topic;
}

}  // namespace m2::dsl
