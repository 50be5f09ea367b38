#pragma once
// What is known of a rule, or of a field's own check, as `metro2 rules` and `metro2 help` show it.
//
//   if (const auto entry = find_entry(*registry, "FILE-020"))
//     out << rule_page(*registry, *entry, colour);

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/json_writer.h"
#include "engine/validate/registry.h"

namespace m2::cli {

/// A rule of the registry; with a check: that check, for which its rule says how bad it is and why.
struct RuleEntry {
  const Rule* rule = nullptr;
  const FieldCheck* check = nullptr;

  [[nodiscard]] std::string_view id() const { return check != nullptr ? check->id : rule->id; }
  [[nodiscard]] std::string_view title() const {
    return check != nullptr ? check->title : rule->title;
  }
  [[nodiscard]] std::string_view when() const {
    return check != nullptr ? check->when : rule->when;
  }
  [[nodiscard]] std::string_view kind() const {
    return check != nullptr ? "field" : to_string(rule->kind);
  }
};

/// Rules first, then the checks of fields. Valid while the registry lives.
std::vector<RuleEntry> entries_of(const RuleRegistry& registry);
/// The rule or check with this id, letters compared without case.
std::optional<RuleEntry> find_entry(const RuleRegistry& registry, std::string_view id);
/// The fields that it speaks of, "base.portfolio_type"; those of a rule with very many stay out.
std::vector<std::string> fields_of(const RuleRegistry& registry, const RuleEntry& entry);
/// Whether it speaks of a field: "portfolio_type" in any segment, "base.portfolio_type" in one.
bool speaks_of(const RuleRegistry& registry, const RuleEntry& entry, std::string_view field);

std::string rule_page(const RuleRegistry& registry, const RuleEntry& entry, Colour colour);
/// One object with all its parts, empty ones too.
void write_rule(JsonWriter& json, const RuleRegistry& registry, const RuleEntry& entry);

}  // namespace m2::cli
