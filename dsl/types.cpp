#include "dsl/types.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/metro2/codes.h"

namespace m2::dsl {
namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 9> kKindNames = {{
    {"text", Kind::Text},
    {"int", Kind::Int},
    {"number", Kind::Number},
    {"money", Kind::Money},
    {"percent", Kind::Percent},
    {"date", Kind::Date},
    {"days", Kind::Days},
    {"months", Kind::Months},
    {"bool", Kind::Bool},
}};

}  // namespace

bool is_ordered(Kind kind) {
  return kind == Kind::Int || kind == Kind::Number || kind == Kind::Percent ||
         kind == Kind::Money || kind == Kind::Date || kind == Kind::Days || kind == Kind::Months;
}

std::optional<Kind> kind_of_word(std::string_view word) {
  for (const auto& [name, kind] : kKindNames) {
    if (name == word) return kind;
  }
  return std::nullopt;
}

std::uint32_t TypeTable::add_choice(ChoiceType choice) {
  if (choice.name.empty()) {
    for (std::uint32_t i = 0; i < choices_.size(); ++i) {
      if (choices_[i].name.empty() && choices_[i].values == choice.values) return i;
    }
  }
  choices_.push_back(std::move(choice));
  return static_cast<std::uint32_t>(choices_.size() - 1);
}

Type TypeTable::list_of(Type element) {
  const auto found = std::find(elements_.begin(), elements_.end(), element);
  const auto index = static_cast<std::uint32_t>(found - elements_.begin());
  if (found == elements_.end()) elements_.push_back(element);
  return Type::of_kind(Kind::List, index);
}

std::string TypeTable::name(Type t) const {
  std::string out;
  switch (t.kind) {
    case Kind::Unknown:
      out = "something unknown";
      break;
    case Kind::Never:
      return "nothing, for it holds the account";
    case Kind::Nothing:
      return "missing";
    case Kind::Blank:
      return "blank";
    case Kind::Choice:
      out = choice(t).name;
      if (out.empty()) {
        for (const std::string& value : choice(t).values)
          out += (out.empty() ? "one of (\"" : ", \"") + value + "\"";
        out += ")";
      }
      break;
    case Kind::Code:
      out = "code " + std::string(code_tables()[t.of].name);
      break;
    case Kind::Record:
      out = record(t).name;
      break;
    case Kind::List:
      out = "list of " + name(element(t));
      break;
    default:
      for (const auto& [word, kind] : kKindNames) {
        if (kind == t.kind) out = word;
      }
  }
  if (t.optional) out += "?";
  if (t.blank) out += " or blank";
  return out;
}

std::optional<Type> join(Type a, Type b) {
  if (!a.known() || !b.known()) return Type{};
  if (a.is(Kind::Never)) return b;
  if (b.is(Kind::Never)) return a;
  const auto merged = [&](Type of) {
    of.optional = a.optional || b.optional || a.is(Kind::Nothing) || b.is(Kind::Nothing);
    of.blank = a.blank || b.blank || a.is(Kind::Blank) || b.is(Kind::Blank);
    of.unsettled = a.unsettled || b.unsettled;
    return of;
  };
  const auto is_word = [](Type t) { return t.is(Kind::Nothing) || t.is(Kind::Blank); };
  if (is_word(a)) return merged(b);
  if (is_word(b)) return merged(a);
  if (a.same_kind(b)) return merged(a);
  const auto is_text = [](Type t) { return t.is(Kind::Text) || t.is(Kind::Code); };
  if (is_text(a) && is_text(b)) return merged(Type::of_kind(Kind::Text));
  return std::nullopt;
}

bool is_engine_name(std::string_view word) {
  return std::find(std::begin(kEngineNames), std::end(kEngineNames), word) !=
         std::end(kEngineNames);
}

}  // namespace m2::dsl
