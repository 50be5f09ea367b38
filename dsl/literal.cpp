#include "dsl/literal.h"

#include <fmt/format.h>

#include <array>

#include "engine/base/date.h"
#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

std::optional<Literal> number(std::optional<std::int64_t> value) {
  if (!value) return std::nullopt;
  return Literal{*value, {}};
}

std::optional<Literal> read_money(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.front() != '$') return std::nullopt;
  const auto money = Money::parse(text.substr(1));
  if (!money || money->cents() < 0) return std::nullopt;
  return Literal{negative ? -money->cents() : money->cents(), {}};
}

// "5 days", "1 month": the unit belongs to the literal.
std::optional<Literal> read_duration(std::string_view text, std::string_view unit) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const std::string_view word = trim(text.substr(blank));
  if (word != unit && word != unit.substr(0, unit.size() - 1)) return std::nullopt;
  return number(parse_decimal(text.substr(0, blank), 0));
}

std::string print_decimal(std::int64_t value, int scale) {
  std::int64_t unit = 1;
  for (int i = 0; i < scale; ++i) unit *= 10;
  const std::uint64_t size =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  std::string fraction = fmt::format("{:0{}}", size % static_cast<std::uint64_t>(unit), scale);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return fmt::format("{}{}{}{}", value < 0 ? "-" : "", size / static_cast<std::uint64_t>(unit),
                     fraction.empty() ? "" : ".", fraction);
}

}  // namespace

std::string print_literals(const std::vector<Literal>& literals, Type type,
                           const TypeTable& types) {
  if (!type.is(Kind::List)) return print_literal(literals.front(), type, types);
  std::string out;
  for (const Literal& literal : literals)
    out += (out.empty() ? "" : ", ") + print_literal(literal, types.element(type), types);
  return "(" + out + ")";
}

std::string unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  return std::string(text);
}

std::optional<Literal> read_literal(std::string_view text, Type type, const TypeTable& types) {
  text = trim(text);
  switch (type.kind) {
    case Kind::Bool:
      if (text == "true") return Literal{1, {}};
      if (text == "false") return Literal{0, {}};
      return std::nullopt;
    case Kind::Int:
      return number(parse_decimal(text, 0));
    case Kind::Number:
      return number(parse_decimal(text, 4));
    case Kind::Percent:
      if (text.empty() || text.back() != '%') return std::nullopt;
      return number(parse_decimal(text.substr(0, text.size() - 1), 2));
    case Kind::Money:
      return read_money(text);
    case Kind::Date: {
      const auto date = Date::parse_iso(text);
      return date ? std::optional(Literal{date->days(), {}}) : std::nullopt;
    }
    case Kind::Days:
      return read_duration(text, "days");
    case Kind::Months:
      return read_duration(text, "months");
    case Kind::Text:
      return Literal{0, unquoted(text)};
    case Kind::Choice: {
      const auto index = types.choice(type).find(unquoted(text));
      return index ? std::optional(Literal{*index, {}}) : std::nullopt;
    }
    case Kind::Code: {
      const std::string code = unquoted(text);
      return find_code(code_tables()[type.of], code) != nullptr ? std::optional(Literal{0, code})
                                                                : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

namespace {

std::string print_unsettled(std::int64_t number) {
  const std::string text = print_decimal(number, 6);
  return text.starts_with('-') ? "-$" + text.substr(1) : "$" + text;
}

}  // namespace

std::string print_literal(const Literal& literal, Type type, const TypeTable& types) {
  switch (type.kind) {
    case Kind::Bool:
      return literal.number != 0 ? "true" : "false";
    case Kind::Int:
      return fmt::format("{}", literal.number);
    case Kind::Number:
      return print_decimal(literal.number, 4);
    case Kind::Percent:
      return print_decimal(literal.number, 2) + "%";
    case Kind::Money:
      return type.unsettled ? print_unsettled(literal.number)
                            : Money::from_cents(literal.number).to_string();
    case Kind::Date:
      return Date::from_days(static_cast<std::int32_t>(literal.number)).to_string();
    case Kind::Days:
      return fmt::format("{} day{}", literal.number, literal.number == 1 ? "" : "s");
    case Kind::Months:
      return fmt::format("{} month{}", literal.number, literal.number == 1 ? "" : "s");
    case Kind::Choice:
      return "\"" + types.choice(type).values[static_cast<std::size_t>(literal.number)] + "\"";
    default:
      return "\"" + literal.text + "\"";
  }
}

std::optional<std::string> date_format_problem(std::string_view format) {
  if (format == "/Date(seconds)/") return std::nullopt;
  if (format.size() > 64) return "it is longer than any date";
  constexpr std::array<std::string_view, 7> kParts = {"yyyy", "MM", "dd", "HH", "mm", "ss", "zzz"};
  std::array<int, 7> seen{};
  for (std::size_t at = 0; at < format.size();) {
    std::size_t length = 1;
    bool part = false;
    for (std::size_t i = 0; i < kParts.size(); ++i) {
      if (format.substr(at, kParts[i].size()) != kParts[i]) continue;
      ++seen[i];
      length = kParts[i].size();
      part = true;
      break;
    }
    const char c = format[at];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z' && c != 'T');
    if (seen[6] > 0 && at + length < format.size()) return "the zone, zzz, stands at the end";
    if (!part && letter) return fmt::format("`{}` stands for nothing", c);
    at += length;
  }
  if (seen[0] != 1 || seen[1] != 1 || seen[2] != 1) return "it needs yyyy, MM and dd once each";
  return std::nullopt;
}

}  // namespace m2::dsl
