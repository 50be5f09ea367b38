#include "engine/pipeline/internal/case_mapping.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/metro2/record.h"

namespace m2::internal {
namespace {

constexpr std::size_t kMappersKept = 16;  // by a worker; a mapper holds a few megabytes

std::string blank_base(const std::vector<CaseField>& fields) {
  std::string bytes(blank(Segment::Base));
  for (const CaseField& field : fields)
    bytes.replace(field.field->offset(), field.bytes.size(), field.bytes);
  return bytes;
}

void put_descriptor(std::string& record) {
  if (record.size() <= kLongestRecord) record.replace(0, 4, fmt::format("{:04}", record.size()));
}

}  // namespace

MapperOptions mapper_options(const ReadyCase& ready) {
  MapperOptions options;
  options.tenant = ready.tenant;
  options.time_stamp = ready.test.as_of;
  return options;
}

std::string program_key(const ParamLiterals& params, Date as_of) {
  std::string key = std::to_string(as_of.days());
  for (const auto& [name, literals] : params) {
    key += "\n" + name;
    for (const dsl::Literal& literal : literals)
      key += fmt::format("\t{} {}", literal.number, literal.text);
  }
  return key;
}

Result<std::shared_ptr<const Program>> CasePrograms::of(
    const std::shared_ptr<const dsl::CheckedPreset>& preset, const ParamLiterals& params,
    Date as_of) {
  std::string key = fmt::format("{} {}", fmt::ptr(preset.get()), program_key(params, as_of));
  {
    const std::lock_guard lock(mutex_);
    const auto known = programs_.find(key);
    if (known != programs_.end()) return known->second;
  }
  M2_TRY(std::shared_ptr<const Program> program, lower(preset, params, as_of, purpose_));
  const std::lock_guard lock(mutex_);
  return programs_.emplace(std::move(key), std::move(program)).first->second;
}

std::optional<Error> CaseMapping::map(CaseResult& result) {
  auto record = map(*result.suite, *result.test, result);
  if (!record) return record.error();
  result.record = std::move(*record);
  return std::nullopt;
}

// The record of a case, after those of the months before; empty when it is not reported.
Result<std::string> CaseMapping::map(const CaseSuite& suite, const ReadyCase& ready,
                                     CaseResult& out) {
  std::string previous;
  const CasePrevious& before = ready.test.previous;
  if (before.from == CasePrevious::From::Fields) previous = blank_base(before.fields);
  if (before.from == CasePrevious::From::Case) {
    CaseResult ignored;
    M2_TRY(previous, map(suite, suite.cases[before.index], ignored));
    previous = base_as_known(previous);
  }
  M2_TRY(const std::shared_ptr<const Program> program,
         programs_.of(preset_ != nullptr ? preset_ : suite.of->preset, ready.params,
                      ready.test.as_of));
  auto known = mappers_.find(program.get());
  if (known == mappers_.end()) {
    if (mappers_.size() == kMappersKept) mappers_.clear();
    known = mappers_.emplace(program.get(), Mapper(program, mapper_options(ready))).first;
  }
  Mapper& mapper = known->second;
  mapper.set_previous(previous);
  out.previous = previous;
  const Outcome& outcome = map(*program, mapper, ready.document);
  out.outcome = outcome.kind;
  out.reasons = outcome.reasons;
  out.warnings = outcome.warnings;
  std::string record(outcome.record);
  if (!record.empty()) put_descriptor(record);
  return record;
}

const Outcome& CaseMapping::map(const Program& program, Mapper& mapper,
                                const std::string& document) {
  if (counting_ == Counting::Yes) {
    Counts& counts = counted_[&program];
    counts.of_points.resize(program.points.size());
    ++counts.cases;
    return mapper.map_covered(document, counts.of_points);
  }
  document_.assign(document);  // read in place
  return mapper.map(document_.data(), document_.size());
}

}  // namespace m2::internal
