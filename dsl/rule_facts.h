#pragma once
// Facts that rules over finished records may ask and no file holds; rule_facts.def is their list.
//
//   find_rule_fact("source", "days_past_due")->about      // "days past due on the day of the
//   record, …"

#include <cstdint>
#include <span>
#include <string_view>

#include "dsl/types.h"

namespace m2::dsl {

struct RuleFact {
  std::string_view head;  // "program", "source"
  std::string_view name;
  Kind kind = Kind::Bool;  // Bool: false unless told; else missing unless told
  std::string_view about;
};

std::span<const RuleFact> rule_facts();
/// Null when there is none.
const RuleFact* find_rule_fact(std::string_view head, std::string_view name);

}  // namespace m2::dsl
