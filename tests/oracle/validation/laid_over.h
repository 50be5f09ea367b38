#pragma once
// A case of a rule, laid over a correct report: what the case does not name is as it is in a report
// that somebody could have sent.
//
//   lay_over(rule, rule.cases[0], pair)

#include <optional>

#include "dsl/rules.h"
#include "tests/oracle/validation/edit.h"

namespace m2::oracle {

struct LaidOver {
  ReportPair pair;
  std::size_t kept = 0;  // values of the case that the report had already
};

/// Empty when the report cannot take the case: it has no last report, or no such consumer.
std::optional<LaidOver> lay_over(const dsl::RecordRule& rule, const dsl::RuleCase& of,
                                 const ReportPair& correct);

}  // namespace m2::oracle
