#pragma once
// CaseRunner: runs the test cases of presets (engine/config/cases.h) and says which come out as
// they should.
//
//   CaseRunner runner(folder);
//   for (const auto& file : files) runner.load(file);        // runner.found() has what is wrong
//   const std::vector<CaseResult> results = runner.run({.threads = 2, .seed = 7});
//
// Cases are independent: the order in which they run changes nothing of what is said of them, and
// results stand in the order of the files and of their lines.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/sources.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/cases.h"
#include "engine/config/presets_folder.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/mapper.h"
#include "engine/evaluate/trace.h"
#include "engine/pipeline/case_document.h"
#include "engine/pipeline/coverage_report.h"

namespace m2 {

/// A preset as the cases use it.
struct CasePreset {
  std::shared_ptr<const dsl::CheckedPreset> preset;
  CaseDocuments documents;
  dsl::SourceIndex index;
};

/// A case that can be run.
struct ReadyCase {
  TestCase test;
  std::string document;  // JSON
  ParamLiterals params;
  std::string tenant;
  std::filesystem::path golden;
  std::optional<std::string> golden_text;  // empty: there is no such file yet
};

/// The cases of one file.
struct CaseSuite {
  std::filesystem::path file;
  std::shared_ptr<CasePreset> of;
  std::vector<ReadyCase> cases;
  std::vector<EqualMutant> survives;
};

/// One thing that is not as it should be.
struct CaseMismatch {
  std::string what;  // "account_status", "J1[0].surname", "outcome"
  std::string expected;
  std::string actual;
  const Field* field = nullptr;  // null: not of a field
  std::size_t nth = 1;           // of its segment's kind in the record, from 1
  Span rule;                     // of the preset, that made it; empty where none did
  dsl::ExprId expr = dsl::kNoExpr;
};

struct CaseResult {
  const CaseSuite* suite = nullptr;
  const ReadyCase* test = nullptr;
  std::vector<CaseMismatch> mismatches;
  // What came out.
  OutcomeKind outcome = OutcomeKind::Held;
  std::vector<Reason> reasons;
  std::vector<Reason> warnings;
  std::string record;    // with its descriptor word
  std::string previous;  // base segment of the report before; empty: none

  [[nodiscard]] bool passed() const { return mismatches.empty(); }
};

struct CaseRunOptions {
  std::size_t threads = 1;
  std::uint64_t seed = 0;  // of the order in which they run
  bool counts_coverage = false;
  std::string filter =
      {};  // part of the names of cases or files that run, without case; empty: all
};

/// What becomes of goldens: held against the records, or about to be written anew.
enum class Goldens : std::uint8_t { Compared, Written };

class CaseRunner {
 public:
  explicit CaseRunner(PresetsFolder folder, Goldens goldens = Goldens::Compared)
      : folder_(std::move(folder)), goldens_(goldens) {}

  /// Reads a file of cases. With an error anywhere in it, or in its preset, none of its cases will
  /// run.
  void load(const std::filesystem::path& file);
  [[nodiscard]] Diagnostics& found() { return found_; }
  [[nodiscard]] const std::vector<std::unique_ptr<CaseSuite>>& suites() const { return suites_; }

  /// Valid while the runner lives. Error: TooLarge (a preset).
  Result<std::vector<CaseResult>> run(const CaseRunOptions& options);
  /// Of the last run, when it counted.
  [[nodiscard]] const CoverageReport& coverage() const { return coverage_; }
  /// Adds the warnings of the coverage to `found`, without those that a preset's author allows: a
  /// rule that may never fire needs no case, nor does its condition, nor a row or key that may
  /// never be held for.
  /// `all_ran`: no case was left out, so an `allow` that silences nothing is told, too.
  void warn_of_coverage(bool all_ran);
  /// What the document of a case says, masked.
  static std::vector<AnswerValue> document_of(const CaseResult& result);
  /// How its values came about. Error: TooLarge (a preset).
  static Result<AccountTrace> trace_of(const CaseResult& result, const TraceOptions& options);

 private:
  class Workers;
  std::shared_ptr<CasePreset> preset_of(const CaseFile& file, const std::filesystem::path& path);
  bool prepare(const CaseFile& file, CaseSuite& suite, Diagnostics& found);
  bool prepare_params(const CaseFile& file, const CaseSuite& suite, ReadyCase& ready,
                      const std::optional<Tenant>& tenant, Diagnostics& found) const;

  void excuse_rule(const Span& name);
  void read_golden(const CaseSuite& suite, ReadyCase& ready, Diagnostics& found) const;

  PresetsFolder folder_;
  Goldens goldens_;
  CoverageReport coverage_;
  Diagnostics found_;
  std::vector<std::unique_ptr<CaseSuite>> suites_;
  std::map<std::filesystem::path, std::shared_ptr<CasePreset>> presets_;  // null: it does not check
};

/// "reported", "skipped by no_consent", "held by incomplete, no_rent"
std::string told_outcome(OutcomeKind kind, const std::vector<Reason>& reasons);
std::string told_outcome(OutcomeKind kind, const std::vector<std::string>& names);

}  // namespace m2
