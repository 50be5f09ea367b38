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
      : program_(std::move(program)), machine_(program_->program, {}) {
    set_header({});
    set_facts({});
  }

  void set_as_of(Date as_of) {
    machine_.set(program_->program->as_of_register, Slot::of_number(as_of.days()));
  }

  void set_header(std::string_view header) {
    bad_of_header_.clear();
    const auto& reads = program_->record.segments[index(Segment::Header)];
    if (header.empty()) return set_missing(reads);
    header_.assign(header);
    load(reads, header_, bad_of_header_);
  }

  void set_facts(const RuleFacts& facts) {
    for (const FactRead& read : program_->facts) {
      const auto told = std::find_if(facts.begin(), facts.end(),
                                     [&](const auto& fact) { return fact.first == read.fact; });
      const bool is_yes_or_no = read.fact->kind == dsl::Kind::Bool;
      machine_.set(read.dst, told != facts.end() ? Slot::of_number(told->second)
                             : is_yes_or_no      ? Slot::of_number(0)
                                                 : Slot::of_state(State::Missing));
    }
  }

  std::span<const RuleHit> over(std::string_view record, std::string_view previous) {
    hits_.clear();
    bad_ = bad_of_header_;
    machine_.start_record();
    lists_.reset();
    const std::string_view status =
        raw(field(BaseField::AccountStatus), record.substr(0, kBaseLength));
    is_deleted_ = status == "DA" || status == "DF";
    load_record(program_->record, record);
    judge(program_->record_entry, Segment::Base, 0);
    if (!previous.empty()) {
      load_record(program_->previous, previous);
      judge(program_->month_entry, Segment::Base, 0);
    }
    const std::size_t bad_of_record = bad_.size();
    for (const SegmentView& part : segments_of(record)) {
      if (!is_consumer(part)) continue;
      bad_.resize(bad_of_record);
      load(program_->consumer[index(part.segment)], part.bytes, bad_);
      judge(program_->consumer_entry[index(part.segment)], part.segment, part.offset);
    }
    return hits_;
  }

 private:
  static std::size_t index(Segment segment) { return static_cast<std::size_t>(segment); }
  static bool is_consumer(const SegmentView& part) {
    const bool is_kind =
        part.segment == Segment::Base || part.segment == Segment::J1 || part.segment == Segment::J2;
    return is_kind && part.fault == SegmentFault::None && part.is_populated();
  }

  void load(const std::vector<FieldRead>& reads, std::string_view segment,
            std::vector<std::uint32_t>& bad) {
    for (const FieldRead& read : reads) {
      const Slot slot =
          read.field == nullptr ? Slot::of_number(1) : record_slot(*read.field, segment);
      if (slot.state == State::Bad) bad.push_back(read.read);
      machine_.set(read.dst, slot);
    }
  }

  void set_missing(const std::vector<FieldRead>& reads) {
    for (const FieldRead& read : reads) machine_.set(read.dst, Slot::of_state(State::Missing));
  }

  // The base segment, segments that stand once, and the lists of consumers. Of a segment that is
  // not there everything is missing.
  void load_record(const RecordReads& reads, std::string_view record) {
    load(reads.segments[index(Segment::Base)], record.substr(0, kBaseLength), bad_);
    for (std::size_t i = index(Segment::K1); i <= index(Segment::N1); ++i)
      set_missing(reads.segments[i]);
    if (reads.has_lists()) load_lists(reads, record);
    if (record.size() == kBaseLength) return;
    for (const SegmentView& part : segments_of(record)) {
      const bool stands_once = part.segment != Segment::Base && part.segment != Segment::J1 &&
                               part.segment != Segment::J2;
      if (stands_once && part.fault == SegmentFault::None && part.is_populated())
        load(reads.segments[index(part.segment)], part.bytes, bad_);
    }
  }

  void load_lists(const RecordReads& reads, std::string_view record) {
    consumers_.clear();
    bool is_bad = false;
    for (const SegmentView& part : segments_of(record)) {
      if (is_consumer(part)) consumers_.push_back(consumer(part, is_bad));
    }
    Slot* block = lists_.slots(consumers_.size());
    std::copy(consumers_.begin(), consumers_.end(), block);
    const auto size = static_cast<std::uint32_t>(consumers_.size());
    for (const FieldRead& read : reads.all_consumers)
      machine_.set(read.dst, Slot::of_block(block, size));
    for (const FieldRead& read : reads.associated)
      machine_.set(read.dst, Slot::of_block(block + (size > 0 ? 1 : 0), size > 0 ? size - 1 : 0));
    if (!is_bad) return;
    for (const FieldRead& read : reads.all_consumers) bad_.push_back(read.read);
    for (const FieldRead& read : reads.associated) bad_.push_back(read.read);
  }

  // What a J1 does not say is missing.
  Slot consumer(const SegmentView& part, bool& is_bad) {
    Slot* members = lists_.slots(program_->members.size());
    for (std::size_t i = 0; i < program_->members.size(); ++i) {
      if (program_->member_is_read[i] == 0) continue;
      const Field* field = find_field(part.segment, program_->members[i]->key);
      members[i] =
          field == nullptr ? Slot::of_state(State::Missing) : record_slot(*field, part.bytes);
      is_bad = is_bad || members[i].state == State::Bad;
    }
    return Slot::of_block(members);
  }

  void judge(std::uint16_t entry, Segment segment, std::size_t offset) {
    for (const Mapper::Machine::Hit& hit : machine_.judge(entry, closed())) {
      const std::size_t place = program_->rule_of_unit[hit.unit];
      hits_.push_back(
          {&program_->rules->rules[place], place, segment, offset, hit.because, hit.harm, hit.fix});
    }
  }

  // By unit: whether its rule reads what means nothing, or is not asked of what is deleted. Null
  // when every rule is asked.
  const std::uint8_t* closed() {
    if (bad_.empty() && !is_deleted_) return nullptr;
    closed_.assign(program_->rule_of_unit.size(), 0);
    for (std::size_t unit = 0; unit < closed_.size(); ++unit) {
      const dsl::RecordRule& rule = program_->rules->rules[program_->rule_of_unit[unit]];
      closed_[unit] = (is_deleted_ && !rule.deleted_too) || reads_bad(unit) ? 1 : 0;
    }
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
  std::vector<std::uint32_t> bad_of_header_;
  std::string header_;
  Arena lists_;  // consumers of this record
  std::vector<Slot> consumers_;
  bool is_deleted_ = false;
  std::vector<std::uint8_t> closed_;
};

RuleRunner::RuleRunner(std::shared_ptr<const RuleProgram> program)
    : run_(std::make_unique<Run>(std::move(program))) {}
RuleRunner::~RuleRunner() = default;
RuleRunner::RuleRunner(RuleRunner&&) noexcept = default;
RuleRunner& RuleRunner::operator=(RuleRunner&&) noexcept = default;

void RuleRunner::set_as_of(Date as_of) {
  run_->set_as_of(as_of);
}
void RuleRunner::set_header(std::string_view header) {
  run_->set_header(header);
}
void RuleRunner::set_facts(const RuleFacts& facts) {
  run_->set_facts(facts);
}
std::span<const RuleHit> RuleRunner::run(std::string_view record) {
  return run_->over(record, {});
}
std::span<const RuleHit> RuleRunner::run(std::string_view record, std::string_view previous) {
  return run_->over(record, previous);
}

}  // namespace m2
