#include "engine/validate/rule_cases.h"

#include <fmt/format.h>

#include <array>

#include "dsl/on_one_line.h"

namespace m2 {
namespace {

#define M2_CASE(verdict, rule_, text_, implied_) \
  StructuralCase{.rule = rule_, .accepts = verdict, .text = text_, .implied = implied_},
constexpr auto kStructuralCases = [] {
  constexpr bool accept = true;
  constexpr bool reject = false;
  return std::to_array<StructuralCase>({
#include "engine/validate/structural_cases.def"
  });
}();
#undef M2_CASE

std::string quoted(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte > 0x7E ? fmt::format("\\x{:02X}", byte) : std::string(1, c);
  }
  return out + "\"";
}

std::size_t model_record(Segment segment) {
  switch (segment) {
    case Segment::Header:
      return 1;
    case Segment::Base:
      return 2;
    case Segment::Trailer:
      return 5;
    default:
      return 3;
  }
}

}  // namespace

std::span<const StructuralCase> structural_cases() {
  return kStructuralCases;
}

std::vector<RuleCase> cases_of(const RuleRegistry& registry, const Rule& rule) {
  std::vector<RuleCase> cases;
  if (const dsl::RecordRule* declared = registry.declaration_of(rule)) {
    for (const dsl::RuleCase& of : declared->cases) {
      std::string text = dsl::on_one_line(of.span);
      const std::size_t brace = text.find('{');
      cases.push_back({of.accepts, brace == std::string::npos ? text : text.substr(brace)});
    }
    return cases;
  }
  for (const StructuralCase& of : kStructuralCases) {
    if (of.rule == rule.id) cases.push_back({of.accepts, std::string(of.text), of.implied});
  }
  return cases;
}

std::vector<RuleCase> cases_of(const FieldCheck& check) {
  const auto sets = [&](std::string_view key, std::string_view value) {
    return fmt::format("record {}: {}.{} = {}", model_record(check.segment),
                       to_string(check.segment), key, quoted(value));
  };
  std::string text = sets(check.field->key, breaking_value(check));
  // States elsewhere are not judged.
  if (check.field->codes == "state_code" && find_field(check.segment, "country_code") != nullptr)
    text = sets("country_code", "US") + "; " + text;
  return {{false, std::move(text)}};
}

std::string_view model_file_text() {
  return "The cases change a small file without mistakes: record 1 is the header, 2 a plain "
         "account, 3 one with every segment, 4 one that is deleted (DA), 5 the trailer.";
}

}  // namespace m2
