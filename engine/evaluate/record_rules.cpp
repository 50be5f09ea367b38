// Running rules over records: fields into registers, then the code of the rules.

#include "engine/evaluate/record_rules.h"

#include <algorithm>

#include "engine/evaluate/internal/record_slot.h"
#include "engine/evaluate/machine.h"
#include "engine/evaluate/rule_program.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
class RuleRunner::Run {
 public:
  explicit Run(std::shared_ptr<const RuleProgram> program)
      : program_(std::move(program)), machine_(program_->program, {}) {}

  std::span<const RuleHit> over(std::string_view record, std::string_view previous) {
    hits_.clear();
    bad_.clear();
    machine_.start_record();
    load(program_->record[index(Segment::Base)], record.substr(0, kBaseLength));
    load_appended(record);
    judge(program_->record_entry, Segment::Base, 0);
    if (!previous.empty()) {
      load(program_->previous, previous.substr(0, kBaseLength));
      judge(program_->month_entry, Segment::Base, 0);
    }
    const std::size_t bad_of_record = bad_.size();
    for (const SegmentView& part : segments_of(record)) {
      const bool consumer = part.segment == Segment::Base || part.segment == Segment::J1 ||
                            part.segment == Segment::J2;
      if (part.fault != SegmentFault::None || !consumer || !part.is_populated()) continue;
      bad_.resize(bad_of_record);
      load(program_->consumer[index(part.segment)], part.bytes);
      judge(program_->consumer_entry[index(part.segment)], part.segment, part.offset);
    }
    return hits_;
  }

 private:
  static std::size_t index(Segment segment) { return static_cast<std::size_t>(segment); }

  void load(const std::vector<FieldRead>& reads, std::string_view segment) {
    for (const FieldRead& read : reads) {
      const Slot slot =
          read.field == nullptr ? Slot::of_number(1) : record_slot(*read.field, segment);
      if (slot.state == State::Bad) bad_.push_back(read.read);
      machine_.set(read.dst, slot);
    }
  }

  // Segments that stand once; of one that is not there everything is missing.
  void load_appended(std::string_view record) {
    for (std::size_t i = index(Segment::K1); i <= index(Segment::N1); ++i) {
      for (const FieldRead& read : program_->record[i])
        machine_.set(read.dst, Slot::of_state(State::Missing));
    }
    if (record.size() == kBaseLength) return;
    for (const SegmentView& part : segments_of(record)) {
      if (part.segment != Segment::Base && part.fault == SegmentFault::None && part.is_populated())
        load(program_->record[index(part.segment)], part.bytes);
    }
  }

  void judge(std::uint16_t entry, Segment segment, std::size_t offset) {
    for (const Mapper::Machine::Hit& hit : machine_.judge(entry, closed())) {
      hits_.push_back({&program_->rules->rules[program_->rule_of_unit[hit.unit]], segment, offset,
                       hit.because, hit.harm, hit.fix});
    }
  }

  // By unit: whether its rule reads what means nothing. Null when all of the record can be read.
  const std::uint8_t* closed() {
    if (bad_.empty()) return nullptr;
    closed_.assign(program_->rule_of_unit.size(), 0);
    for (std::size_t unit = 0; unit < closed_.size(); ++unit)
      closed_[unit] = reads_bad(unit) ? 1 : 0;
    return closed_.data();
  }

  [[nodiscard]] bool reads_bad(std::size_t unit) const {
    const std::vector<std::uint32_t>& reads =
        program_->rules->rules[program_->rule_of_unit[unit]].reads;
    return std::any_of(bad_.begin(), bad_.end(), [&](std::uint32_t bad) {
      return std::binary_search(reads.begin(), reads.end(), bad);
    });
  }

  std::shared_ptr<const RuleProgram> program_;
  Mapper::Machine machine_;
  std::vector<RuleHit> hits_;
  std::vector<std::uint32_t> bad_;  // what was read of this record and means nothing
  std::vector<std::uint8_t> closed_;
};

RuleRunner::RuleRunner(std::shared_ptr<const RuleProgram> program)
    : run_(std::make_unique<Run>(std::move(program))) {}
RuleRunner::~RuleRunner() = default;
RuleRunner::RuleRunner(RuleRunner&&) noexcept = default;
RuleRunner& RuleRunner::operator=(RuleRunner&&) noexcept = default;

std::span<const RuleHit> RuleRunner::run(std::string_view record) {
  return run_->over(record, {});
}
std::span<const RuleHit> RuleRunner::run(std::string_view record, std::string_view previous) {
  return run_->over(record, previous);
}

}  // namespace m2
