// Arithmetic, dates and texts over sets. What leaves 64 bits, or the years 1 to 9999, holds the
// account: it gives no value, and a set stops there.

#include <algorithm>
#include <array>
#include <cmath>

#include "dsl/interpretation.h"
#include "engine/base/date.h"
#include "engine/base/money.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

__extension__ using Wide = __int128;  // both compilers have it; products of two 64-bit numbers fit

constexpr std::int64_t kTenThousand = 10000;
constexpr double kMostOf64Bits = 9.2e18;
constexpr std::int64_t kKnown = std::int64_t{1} << 62;  // a bound beyond says nothing

std::int64_t stopped(Wide value) {
  return static_cast<std::int64_t>(
      std::clamp(value, static_cast<Wide>(kLowest), static_cast<Wide>(kHighest)));
}

double reach_of(const Fact& f) {
  if (!f.has_value()) return 0;
  if (f.low() < -kKnown || f.high() > kKnown) return f.reach;
  return std::max(std::abs(static_cast<double>(f.low())), std::abs(static_cast<double>(f.high())));
}

double both(const Fact& a, const Fact& b, double (*combine)(double, double)) {
  const double x = reach_of(a);
  const double y = reach_of(b);
  return x < 0 || y < 0 ? -1 : combine(x, y);
}

// Each number of a set through an operation that keeps their order.
template <class Operation>
Fact mapped(const Fact& a, Operation operation) {
  Fact f = a;
  IntervalSet numbers;
  for (const Interval& in : a.numbers)
    numbers.push_back({stopped(operation(static_cast<Wide>(in.first))),
                       stopped(operation(static_cast<Wide>(in.second)))});
  f.numbers = normalised(std::move(numbers));
  f.parts = nullptr;
  return f;
}

// The smallest and largest of an operation that goes one way in each operand.
template <class Operation>
IntervalSet over_corners(Interval a, Interval b, Operation operation) {
  const std::array<std::int64_t, 4> corners = {
      stopped(operation(static_cast<Wide>(a.first), static_cast<Wide>(b.first))),
      stopped(operation(static_cast<Wide>(a.first), static_cast<Wide>(b.second))),
      stopped(operation(static_cast<Wide>(a.second), static_cast<Wide>(b.first))),
      stopped(operation(static_cast<Wide>(a.second), static_cast<Wide>(b.second)))};
  const auto [low, high] = std::minmax_element(corners.begin(), corners.end());
  return {{*low, *high}};
}

Interval hull(const Fact& f) {
  return {f.low(), f.high()};
}

Fact days_within(Wide low, Wide high) {
  return Fact::of_numbers(
      intersection({{stopped(low), stopped(high)}}, {{Date::kFirstDay, Date::kLastDay}}));
}

Date day_of(std::int64_t day) {
  return Date::from_days(
      static_cast<std::int32_t>(std::clamp<std::int64_t>(day, Date::kFirstDay, Date::kLastDay)));
}

}  // namespace

// Remembers how large the result can get, and tells once when that is more than 64 bits hold.
Fact Interpretation::with_reach(ExprId id, Fact fact, double reach) {
  const bool too_large = reach > kMostOf64Bits;
  if (too_large && listener_ != nullptr) listener_->may_overflow(id);
  fact.reach = too_large ? -1 : reach;
  return fact;
}

Fact Interpretation::sum(ExprId id, const Fact& a, const Fact& b) {
  const Expr& x = e(id);
  const bool minus = x.op == Op::Subtract;
  if (!a.has_value() || !b.has_value()) return Fact::nothing();
  if (minus && same_[x.args[0]] == same_[x.args[1]]) {
    Fact zero = Fact::of_number(0);
    zero.whole_dollars = true;
    return zero;
  }
  const Wide low = static_cast<Wide>(a.low()) + (minus ? -static_cast<Wide>(b.high()) : b.low());
  const Wide high = static_cast<Wide>(a.high()) + (minus ? -static_cast<Wide>(b.low()) : b.high());
  Fact f = Fact::of_numbers({{stopped(low), stopped(high)}});
  f.whole_dollars = x.type.is(Kind::Money) && a.whole_dollars && b.whole_dollars;
  return with_reach(id, std::move(f), both(a, b, [](double p, double q) { return p + q; }));
}

Fact Interpretation::product(ExprId id, const Fact& a, const Fact& b) {
  const Expr& x = e(id);
  if (!a.has_value() || !b.has_value()) return Fact::nothing();
  const bool decimal = x.op == Op::Scale || x.type.is(Kind::Number);
  Fact f = Fact::of_numbers(over_corners(
      hull(a), hull(b), [&](Wide p, Wide q) { return decimal ? p * q / kTenThousand : p * q; }));
  f.whole_dollars = x.op == Op::Multiply && a.whole_dollars;
  const double reach = both(a, b, [](double p, double q) { return p * q; });
  return with_reach(id, std::move(f), decimal && reach > 0 ? reach / kTenThousand : reach);
}

Fact Interpretation::quotient(ExprId id, const Fact& a, const Fact& b) {
  const Expr& x = e(id);
  if (!a.has_value() || !b.has_value()) return Fact::nothing();
  if (b.contains(0) && listener_ != nullptr) listener_->may_divide_by_zero(id, b);
  const Wide unit = x.type.is(Kind::Money) ? 1 : kTenThousand;
  IntervalSet numbers;
  Wide nearest = kHighest;  // to zero, of the divisors
  for (const IntervalSet& side : {IntervalSet{{kLowest, -1}}, IntervalSet{{1, kHighest}}}) {
    const IntervalSet divisors = intersection(b.numbers, side);
    if (divisors.empty()) continue;
    const Interval divisor{divisors.front().first, divisors.back().second};
    nearest = std::min(nearest, divisor.first > 0 ? Wide{divisor.first} : -Wide{divisor.second});
    const IntervalSet part =
        over_corners(hull(a), divisor, [&](Wide p, Wide q) { return p * unit / q; });
    numbers.append(part.begin(), part.end());
  }
  const double reach = reach_of(a);
  return with_reach(
      id, Fact::of_numbers(normalised(std::move(numbers))),
      reach < 0 ? reach : reach * static_cast<double>(unit) / static_cast<double>(nearest));
}

Fact Interpretation::bounded_by(const Expr& x, const Fact& a, const Fact& b) const {
  if (!a.has_value() || !b.has_value()) return Fact::nothing();
  const bool least = x.op == Op::NoLess;
  IntervalSet numbers;
  if (b.is_single()) {
    numbers =
        intersection(a.numbers, {least ? Interval{b.low(), kHighest} : Interval{kLowest, b.low()}});
    if (least ? a.low() < b.low() : a.high() > b.low()) numbers.push_back({b.low(), b.low()});
  } else {
    numbers = least ? IntervalSet{{std::max(a.low(), b.low()), std::max(a.high(), b.high())}}
                    : IntervalSet{{std::min(a.low(), b.low()), std::min(a.high(), b.high())}};
  }
  Fact f = Fact::of_numbers(normalised(std::move(numbers)));
  f.whole_dollars = a.whole_dollars && b.whole_dollars;
  f.reach = both(a, b, [](double p, double q) { return std::max(p, q); });
  return f;
}

Fact Interpretation::unary(ExprId id, const Fact& a) {
  const Expr& x = e(id);
  const Type operand = e(x.args[0]).type;
  switch (x.op) {
    case Op::Negate: {
      Fact f = a;
      f.numbers.clear();
      for (auto in = a.numbers.rbegin(); in != a.numbers.rend(); ++in)
        f.numbers.push_back({stopped(-Wide{in->second}), stopped(-Wide{in->first})});
      return f;
    }
    case Op::ToNumber: {
      if (!operand.is(Kind::Int)) return a;
      const double reach = reach_of(a);
      return with_reach(id, mapped(a, [](Wide v) { return v * kTenThousand; }),
                        reach < 0 ? reach : reach * kTenThousand);
    }
    case Op::Unsettle: {
      const double reach = reach_of(a);
      return with_reach(id, mapped(a, [](Wide v) { return v * kTenThousand; }),
                        reach < 0 ? reach : reach * kTenThousand);
    }
    case Op::CutToDollars: {
      const Wide unit = operand.unsettled ? 100 * kTenThousand : 100;
      Fact f = mapped(a, [&](Wide v) { return v / unit * 100; });
      f.reach = operand.unsettled && a.reach > 0 ? a.reach / kTenThousand : a.reach;
      f.whole_dollars = true;
      return f;
    }
    case Op::RoundToCents:
    case Op::CutToCents: {
      const bool round = x.op == Op::RoundToCents;
      Fact f = mapped(a, [&](Wide v) {
        return round ? Wide{divide_rounded(static_cast<std::int64_t>(v), kTenThousand)}
                     : v / kTenThousand;
      });
      f.reach = a.reach > 0 ? a.reach / kTenThousand : a.reach;
      return f;
    }
    case Op::Capitals:
      return capitals(a);
    case Op::AsDigits: {
      Fact f = a.has_value() ? Fact::of_words(Words::any()) : Fact::nothing();
      const auto width = static_cast<std::int64_t>(x.index);
      f.numbers = intersection(f.numbers, {{width, width}});  // more digits hold
      return f;
    }
    case Op::StartOfMonth:
      return mapped(a, [](Wide v) {
        return Wide{day_of(static_cast<std::int64_t>(v)).start_of_month().days()};
      });
    case Op::EndOfMonth:
      return mapped(a, [](Wide v) {
        return Wide{day_of(static_cast<std::int64_t>(v)).end_of_month().days()};
      });
    default:
      return any(x.type);
  }
}

Fact Interpretation::date(const Expr& x, const Fact& a, const Fact& b) const {
  if (!a.has_value() || !b.has_value()) return Fact::nothing();
  const Wide al = a.low();
  const Wide ah = a.high();
  const Wide bl = b.low();
  const Wide bh = b.high();
  // A month has 28 to 31 days, and may end a day later `into next`.
  const auto least = [](Wide months) { return months < 0 ? months * 31 - 3 : months * 28; };
  const auto most = [](Wide months) { return months < 0 ? months * 28 + 3 : months * 31 + 1; };
  switch (x.op) {
    case Op::AddDays:
      return days_within(al + bl, ah + bh);
    case Op::AddMonths:
    case Op::AddMonthsIntoNext:
      return days_within(al + least(bl), ah + most(bh));
    case Op::DaysBetween:
      return Fact::of_numbers({{stopped(bl - ah), stopped(bh - al)}});
    default: {
      const Wide low = bl >= ah ? 0 : (bl - ah) / 28 - 1;
      const Wide high = bh <= al ? 0 : (bh - al) / 28 + 1;
      return Fact::of_numbers({{stopped(low), stopped(high)}});
    }
  }
}

// "late for {days}": at least as long as what stands there anyhow.
Fact Interpretation::text_of_parts(const Expr& x) {
  std::int64_t least = 0;
  for (ExprId part : x.args) {
    of(part);
    if (e(part).op == Op::Constant)
      least += static_cast<std::int64_t>(count_code_points(e(part).text));
  }
  Fact f = Fact::of_words(Words::any());
  f.numbers = {{least, kHighest}};
  return f;
}

Fact Interpretation::capitals(const Fact& a) {
  if (!a.words.is_finite()) {
    Fact f = a;
    f.words = Words::any();
    return f;
  }
  std::vector<std::string_view> words;
  for (std::string_view word : a.words.listed()) words.push_back(kept(upper(word)));
  return Fact::of_words(Words::only(std::move(words)));
}

}  // namespace m2::dsl
