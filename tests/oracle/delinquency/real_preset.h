#pragma once
// RealPreset: a shipped preset, or an edited copy of it, run over account documents of any day.
//
//   RealPreset rent = RealPreset::shipped("entrata_rent");
//   const Told said = rent.told(document, as_of, {{"grace_days", "5 days"}}, nullptr);
//
// Programs are kept by day and parameters.

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "dsl/program.h"
#include "engine/evaluate/mapper.h"
#include "tests/oracle/delinquency/told.h"

namespace m2::oracle {

/// As in a tenant's file: parameter, and its value as an author writes it.
using ParamTexts = std::map<std::string, std::string>;

/// What some file of a folder of presets says, and what it shall say instead.
struct Edit {
  std::string folder;  // of presets/
  std::string before;
  std::string after;
};

class RealPreset {
 public:
  static RealPreset shipped(const std::string& name);
  /// Fails the running test when no file says so, or when the preset does not check afterwards.
  static RealPreset edited(const std::string& name, const Edit& edit);

  /// What is made of a document; `previous`: the report before, or null.
  Told told(const std::string& document, Date as_of, const ParamTexts& params,
            const Told* previous);

 private:
  explicit RealPreset(std::shared_ptr<const dsl::CheckedPreset> preset)
      : preset_(std::move(preset)) {}
  static RealPreset checked(const std::string& name, const std::filesystem::path& folder);
  Mapper& mapper(Date as_of, const ParamTexts& params);

  std::shared_ptr<const dsl::CheckedPreset> preset_;
  std::map<std::pair<Date, ParamTexts>, std::unique_ptr<Mapper>> mappers_;
};

/// The parameters that say the same as a policy.
ParamTexts params_of(const Policy& policy);

}  // namespace m2::oracle
