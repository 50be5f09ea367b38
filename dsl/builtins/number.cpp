// Built-in functions of what has an order: numbers, money, dates, durations.

#include <algorithm>
#include <cstdint>

#include "dsl/builtins/topics.h"
#include "engine/base/date.h"

namespace m2::dsl {

namespace {

std::int64_t month_number(std::int64_t day) {
  const CivilDate civil = Date::from_days(static_cast<std::int32_t>(day)).civil();
  return std::int64_t{civil.year} * 12 + civil.month;
}

}  // namespace

std::vector<Builtin> number_builtins() {
  std::vector<Builtin> topic;
  topic.push_back({
      .name = "calendar_months",
      .parameters = {{"from", BuiltinType::Date}, {"to", BuiltinType::Date}},
      .result = BuiltinType::Int,
      .summary =
          "How many months of the calendar the second day lies after the month of the first; "
          "days of one month are none apart.",
      .examples = {{"calendar_months(2026-01-31, 2026-02-01)", "1"},
                   {"calendar_months(2026-02-01, 2026-02-28)", "0"},
                   {"calendar_months(2026-02-01, 2025-12-31)", "-2"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_number(month_number(arguments[1].number) -
                                       month_number(arguments[0].number));
      },
  });
  topic.push_back({
      .name = "min",
      .parameters = {{"a", BuiltinType::Ordered}, {"b", BuiltinType::Ordered}},
      .result = BuiltinType::Ordered,
      .summary = "The smaller of two values.",
      .examples = {{"min($5, $7)", "$5"}, {"min(3 days, 2 days)", "2 days"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_number(std::min(arguments[0].number, arguments[1].number));
      },
      .range = [](std::span<const BuiltinRange> of) -> BuiltinRange {
        return {std::min(of[0].low, of[1].low), std::min(of[0].high, of[1].high)};
      },
  });
  topic.push_back({
      .name = "max",
      .parameters = {{"a", BuiltinType::Ordered}, {"b", BuiltinType::Ordered}},
      .result = BuiltinType::Ordered,
      .summary = "The larger of two values.",
      .examples = {{"max(2026-01-01, 2026-02-01)", "2026-02-01"}, {"max(-1, 1)", "1"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_number(std::max(arguments[0].number, arguments[1].number));
      },
      .range = [](std::span<const BuiltinRange> of) -> BuiltinRange {
        return {std::max(of[0].low, of[1].low), std::max(of[0].high, of[1].high)};
      },
  });
  topic.push_back({
      .name = "abs",
      .parameters = {{"a", BuiltinType::Ordered}},
      .result = BuiltinType::Ordered,
      .summary = "The value without its sign.",
      .examples = {{"abs(-$5)", "$5"}, {"abs(5 days)", "5 days"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        const std::int64_t value = arguments[0].number;
        if (value == INT64_MIN) return std::nullopt;
        return BuiltinValue::of_number(value < 0 ? -value : value);
      },
      .range = [](std::span<const BuiltinRange> of) -> BuiltinRange {
        const auto [low, high] = of[0];
        const std::int64_t from_below = low == INT64_MIN ? INT64_MAX : -low;
        const std::int64_t least = low > 0 ? low : high < 0 ? -high : 0;
        return {least, std::max(high, from_below)};
      },
  });
  return topic;
}

}  // namespace m2::dsl
