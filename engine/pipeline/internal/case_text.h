#pragma once
// A case as its file has it, and a document as somebody reads it. Internal to case_recording.
//
//   const std::string yaml = case_text({.preset = "entrata_rent", …});

#include <string>
#include <utility>
#include <vector>

#include "dsl/program.h"
#include "engine/base/date.h"
#include "engine/base/json_tree.h"
#include "engine/config/tenant.h"
#include "engine/evaluate/mapper.h"

namespace m2::internal {

struct CaseTextParts {
  std::string preset;  // as the file names it
  Date as_of;
  std::string base;  // path of the document, from the file
  std::string name;
  const dsl::CheckedPreset& of;
  const ParamLiterals& params;
  std::string consent;   // as YAML; empty: everybody has opted in
  std::string previous;  // base segment of the last report; empty: none
  OutcomeKind outcome;
  std::vector<std::string> rules, warned;
  std::string record;  // of a reported account
};

std::string case_text(const CaseTextParts& parts);

/// With a line for every value.
std::string json_in_lines(const JsonNode& node);

std::string in_yaml_quotes(std::string_view text);

}  // namespace m2::internal
