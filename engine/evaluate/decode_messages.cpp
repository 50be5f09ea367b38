// What the decoder says of a value it cannot read, and where in the document it stands.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/personal.h"
#include "engine/base/text.h"
#include "engine/evaluate/decode.h"

namespace m2 {
namespace {

constexpr std::size_t kLongestText = 40;

std::string in_quotes(const dsl::WireMember& member, const JsonValue& value) {
  const auto text = scalar_text(value);
  return text ? "\"" + shown(member, *text) + "\"" : std::string(kind_of(value));
}

// A shape's paths are far shorter; what is deeper was never read.
constexpr std::size_t kDeepest = 64;

// Steps are written on the way back, once the value is found: a document has thousands of values.
bool find_pointer(const JsonValue& here, const JsonValue* wanted, std::string& path,
                  std::size_t depth = 0) {
  if (&here == wanted) return true;
  if (depth == kDeepest) return false;
  if (here.IsObject()) {
    for (const auto& member : here.GetObject()) {
      if (!find_pointer(member.value, wanted, path, depth + 1)) continue;
      path.insert(0, pointer_step({member.name.GetString(), member.name.GetStringLength()}));
      return true;
    }
  } else if (here.IsArray()) {
    for (rapidjson::SizeType i = 0; i < here.Size(); ++i) {
      if (!find_pointer(here[i], wanted, path, depth + 1)) continue;
      path.insert(0, "/" + std::to_string(i));
      return true;
    }
  }
  return false;
}

}  // namespace

std::string shown(const dsl::WireMember& member, std::string_view text) {
  if (dsl::personal_name(member.name) == dsl::PersonalName::Secret)
    return std::string(std::min(text.size(), kLongestText), '*');
  const bool is_masked =
      dsl::personal_name(member.name) != dsl::PersonalName::No || digits_of(text).size() >= 7;
  const std::string told = is_masked ? mask(text) : std::string(text);
  return told.size() <= kLongestText ? printable(told)
                                     : printable(told.substr(0, kLongestText)) + "…";
}

EngineReason reason_of(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::MissingValue:
      return EngineReason::MissingValue;
    case ProblemKind::UnknownWord:
      return EngineReason::UnknownValue;
    case ProblemKind::TwoValues:
      return EngineReason::TwoValues;
    case ProblemKind::WrongKind:
      return EngineReason::WrongKind;
    case ProblemKind::BadValue:
    case ProblemKind::ConditionFailed:
      break;
  }
  return EngineReason::BadValue;
}

std::string Decoder::pointer(const JsonValue* value) const {
  std::string path;
  if (value == nullptr || !find_pointer(*document_, value, path)) return {};
  return path;
}

std::string Decoder::describe(const Problem& p) const {
  const dsl::WireMember* declared = p.read->declared;
  std::string at = pointer(p.value != nullptr ? p.value : p.parent);
  if (p.value == nullptr && declared != nullptr) {
    for (const std::string& step : declared->paths.front()) at += "/" + step;
  }
  if (declared == nullptr)
    return fmt::format("the document has no `{}`",
                       program_.roots.empty() ? "" : program_.roots.front().name);
  const Place place = declared->span.source->place(declared->span.begin);
  const std::string where = fmt::format("({}:{}, at {})", declared->span.source->name(), place.line,
                                        at.empty() ? "/" : at);
  switch (p.kind) {
    case ProblemKind::MissingValue:
      return fmt::format("`{}` is not in the document {}", declared->name, where);
    case ProblemKind::TwoValues:
      return fmt::format("`{}` stands there more than once {}", declared->name, where);
    case ProblemKind::WrongKind:
      return fmt::format("`{}` is {}, which cannot be read {}", declared->name,
                         p.value == nullptr ? "nothing" : kind_of(*p.value), where);
    case ProblemKind::UnknownWord:
      return fmt::format("`{}` is {}, which its list does not know {}", declared->name,
                         in_quotes(*declared, *p.value), where);
    case ProblemKind::ConditionFailed:
      return fmt::format("an item of `{}` has a value that cannot be read {}", declared->name,
                         where);
    case ProblemKind::BadValue:
      break;
  }
  const char* wanted = p.read->kind == WireKind::Money  ? "an amount of money"
                       : p.read->kind == WireKind::Date ? "a date"
                       : p.read->kind == WireKind::Bool ? "true or false"
                                                        : "a number";
  std::string like;
  for (const DateFormat& format : p.read->formats)
    like += (like.empty() ? " like " : " or ") + format.text();
  return fmt::format("`{}` is {}, not {}{} {}", declared->name, in_quotes(*declared, *p.value),
                     wanted, like, where);
}

}  // namespace m2
