#pragma once
// CaseMapping: maps the documents of cases, with their presets or with others that stand in for
// them. Internal to cases and mutants.
//
//   CasePrograms programs;
//   CaseMapping mapping(programs, CaseMapping::Counting::No);     // one a thread
//   if (auto problem = mapping.map(result)) …                     // fills the result

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "engine/pipeline/cases.h"

namespace m2::internal {

/// As the account of a case is mapped.
MapperOptions mapper_options(const ReadyCase& ready);

/// The same for cases of a preset that one program maps.
std::string program_key(const ParamLiterals& params, Date as_of);

/// Programs by what they were made of: many cases share one. For all threads.
class CasePrograms {
 public:
  explicit CasePrograms(Purpose purpose = Purpose::Running) : purpose_(purpose) {}

  Result<std::shared_ptr<const Program>> of(const std::shared_ptr<const dsl::CheckedPreset>& preset,
                                            const ParamLiterals& params, Date as_of);

 private:
  const Purpose purpose_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Program>> programs_;
};

class CaseMapping {
 public:
  enum class Counting : std::uint8_t { No, Yes };
  struct Counts {
    CoverCounts of_points;
    std::uint64_t cases = 0;
  };
  using Counted = std::map<const Program*, Counts>;

  CaseMapping(CasePrograms& programs, Counting counting)
      : programs_(programs), counting_(counting) {}

  /// From now on the cases are mapped with this preset, whichever they have.
  void put_in_place(std::shared_ptr<const dsl::CheckedPreset> preset) {
    preset_ = std::move(preset);
  }
  /// What became of the account of `result.test`, after those of the months before. Error:
  /// TooLarge.
  std::optional<Error> map(CaseResult& result);
  /// What was come by since it was taken away last.
  Counted& counted() { return counted_; }

 private:
  Result<std::string> map(const CaseSuite& suite, const ReadyCase& ready, CaseResult& out);
  const Outcome& map(const Program& program, Mapper& mapper, const std::string& document);

  CasePrograms& programs_;
  const Counting counting_;
  std::shared_ptr<const dsl::CheckedPreset> preset_;
  std::map<const Program*, Mapper> mappers_;
  Counted counted_;
  std::string document_;
};

}  // namespace m2::internal
