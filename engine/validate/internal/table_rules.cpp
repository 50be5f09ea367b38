#include "engine/validate/internal/table_rules.h"

#include <array>

#include "engine/base/check.h"

namespace m2::internal {
namespace {

#define M2_TABLE_RULE(table, unknown, obsolete, blank_too) \
  TableRules{#table, Structural::unknown, Structural::obsolete, blank_too},
constexpr auto kTableRules = std::to_array<TableRules>({
#include "engine/validate/structural.def"
});
#undef M2_TABLE_RULE

}  // namespace

const TableRules& rules_of(std::string_view table) {
  for (const TableRules& rules : kTableRules) {
    if (rules.table == table) return rules;
  }
  M2_CHECK(false, "every code table of a field has a row in structural.def");
  return kTableRules.front();
}

std::optional<Structural> rule_for_missing_day(const Field& field) {
  if (&field == &m2::field(HeaderField::ActivityDate)) return Structural::ActivityDateGiven;
  if (&field == &m2::field(HeaderField::DateCreated)) return Structural::CreationDateGiven;
  if (&field == &m2::field(BaseField::DateOpened)) return Structural::DateOpenedGiven;
  if (&field == &m2::field(BaseField::DateOfAccountInformation)) {
    return Structural::InformationDateGiven;
  }
  return std::nullopt;
}

}  // namespace m2::internal
