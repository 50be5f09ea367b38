// Any bytes: a file is validated with every rule there is, its accounts beside the last report,
// too, and what is found stays bounded, stands in the file and can be read.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/evaluate/record_rules.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/record.h"
#include "engine/validate/validate.h"

using namespace m2;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

std::shared_ptr<const RuleRegistry> registry() {
  static const auto loaded = [] {
    Diagnostics found;
    auto rules = RuleRegistry::load(M2_SOURCE_DIR "/presets/rules", found);
    require(rules != nullptr);
    return rules;
  }();
  return loaded;
}

RuleRunner& runner() {
  static RuleRunner made = [] {
    auto program = lower_rules(registry()->declared(), *Date::from_civil(2025, 12, 31));
    require(program.has_value());
    return RuleRunner(*program);
  }();
  return made;
}

// Bytes that can be told once and no more: a rule speaks of a record, or of a consumer or field of
// it, and a record of 9,999 bytes has so many.
constexpr std::uint64_t kMostOfARecord = 4'000;

void validate_all(std::string_view file) {
  static const auto book = RuleBook::of(registry());
  Reader reader = Reader::of_bytes(file);
  std::uint64_t findings = 0;
  const auto summary = validate(reader, {.book = book}, [&](const Finding& finding) {
    ++findings;
    require(finding.rule != nullptr && finding.offset <= file.size());
    require(finding.message.size() < 4'000);
    for (const char c : finding.message) require(c >= ' ' && c != 0x7F);
  });
  require(summary.has_value());
  require(findings <= (summary->records + 4) * kMostOfARecord);
}

// Each account beside the one before it, as its last report, and beside itself.
void judge_months(std::string_view file) {
  require(registry()->declared() != nullptr);
  Reader reader = Reader::of_bytes(file);
  std::string header;
  std::string previous;
  for (;;) {
    const auto next = reader.next();
    require(next.has_value());
    if (*next == nullptr) return;
    const FileRecord& record = **next;
    if (record.kind == RecordKind::Header) header = record.bytes.substr(0, kBaseLength);
    if (record.kind != RecordKind::Base || record.bytes.size() < kBaseLength) continue;
    runner().set_header(header);
    for (const std::string_view last : {std::string_view(previous), record.bytes}) {
      const auto hits = runner().run(record.bytes, last);
      require(hits.size() <= kMostOfARecord);
      for (const RuleHit& hit : hits) {
        require(hit.rule != nullptr && hit.offset < record.bytes.size() && !hit.because.empty());
      }
    }
    previous = record.bytes;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  validate_all(file);
  judge_months(file);
  return 0;
}
