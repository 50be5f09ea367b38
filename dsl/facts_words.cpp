// Facts in the words of an author.

#include <fmt/format.h>

#include "dsl/facts.h"
#include "dsl/literal.h"
#include "engine/base/date.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kMostShown = 12;
constexpr std::size_t kLongestSubject = 60;           // characters
constexpr std::int64_t kFar = std::int64_t{1} << 60;  // a bound beyond is none

// As far as dates lie apart.
std::int64_t farthest(Type type) {
  return type.is(Kind::Days) ? 3'600'000 : type.is(Kind::Months) ? 110'000 : kFar;
}
bool is_open_below(std::int64_t value, Type type) {
  return value < -farthest(type) || (type.is(Kind::Date) && value == Date::kFirstDay);
}
bool is_open_above(std::int64_t value, Type type) {
  return value > farthest(type) || (type.is(Kind::Date) && value == Date::kLastDay);
}

std::string anything(Type type) {
  switch (type.kind) {
    case Kind::Money:
      return "any amount, also below $0";
    case Kind::Days:
      return "any number of days, also negative";
    case Kind::Months:
      return "any number of months, also negative";
    case Kind::Date:
      return "any date";
    case Kind::Int:
      return "any whole number, also negative";
    default:
      return "any number, also negative";
  }
}

std::string numbers_in_words(const Fact& fact, Type type, const TypeTable& types) {
  const auto literal = [&](std::int64_t value) {
    return unquoted(print_literal({value, {}}, type, types));
  };
  const bool has_unit = type.is(Kind::Days) || type.is(Kind::Months);
  std::string out;
  std::size_t shown = 0;
  for (const Interval& in : fact.numbers) {
    if (++shown > kMostShown) return out + " or …";
    if (!out.empty()) out += " or ";
    const bool below = is_open_below(in.first, type);
    const bool above = is_open_above(in.second, type);
    if (below && above) return anything(type);
    if (below) {
      out += literal(in.second) + " and less";
    } else if (above) {
      out += literal(in.first) + " and more";
    } else if (in.first == in.second) {
      out += literal(in.first);
    } else {
      out +=
          (has_unit ? std::to_string(in.first) : literal(in.first)) + " to " + literal(in.second);
    }
  }
  return out;
}

std::string words_in_words(const Words& words) {
  std::string listed;
  std::size_t shown = 0;
  for (std::string_view word : words.listed()) {
    if (++shown > kMostShown) break;
    listed += fmt::format("{}{}", listed.empty() ? "" : " ",
                          word.empty() ? std::string("\"\"") : std::string(word));
  }
  if (words.listed().size() > kMostShown) listed += " …";
  if (words.is_any()) return "any text";
  if (!words.is_finite()) return "any text but " + listed;
  return words.listed().size() == 1 ? "\"" + std::string(words.listed().front()) + "\""
                                    : "one of " + listed;
}

std::string value_in_words(const Fact& fact, Type type, const TypeTable& types) {
  switch (type.kind) {
    case Kind::Text:
    case Kind::Code:
      return words_in_words(fact.words);
    case Kind::Bool:
      return fact.is_single() ? (fact.low() == 1 ? "true" : "false") : "true or false";
    case Kind::Choice: {
      std::string out;
      std::size_t shown = 0;
      for (const Interval& in : fact.numbers) {
        for (std::int64_t i = in.first; i <= in.second; ++i) {
          if (++shown > kMostShown) return out + " or …";
          out += (out.empty() ? "" : " or ") +
                 ("\"" + types.choice(type).values[static_cast<std::size_t>(i)] + "\"");
        }
      }
      return out;
    }
    case Kind::List:
      return fact.high() == 0 ? "empty" : fact.low() > 0 ? "never empty" : "any list";
    case Kind::Record:
      return "there";
    default:
      return numbers_in_words(fact, type.bare(), types);
  }
}

}  // namespace

bool is_in_one_line(const Span& span) {
  return span.text().find('\n') == std::string_view::npos;
}

std::string subject_of(const Span& span) {
  const bool is_short = is_in_one_line(span) && count_code_points(span.text()) <= kLongestSubject;
  return is_short ? fmt::format("`{}`", span.text()) : "this";
}

std::string describe(const Fact& fact, Type type, const TypeTable& types) {
  if (fact.is_impossible()) return "nothing: it holds the account";
  std::string out = fact.has_value() ? value_in_words(fact, type, types) : "";
  const auto add = [&](bool possible, const char* word) {
    if (possible) out += (out.empty() ? "" : " or ") + std::string(word);
  };
  add(fact.missing, "missing");
  add(fact.blank, "blank");
  return out;
}

}  // namespace m2::dsl
