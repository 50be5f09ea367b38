// Running rules over records: which of them are worth asking, what they read into registers, their
// code.

#include "engine/evaluate/record_rules.h"

#include <algorithm>
#include <bit>

#include "engine/evaluate/internal/read_loader.h"
#include "engine/evaluate/machine.h"
#include "engine/evaluate/rule_guards.h"
#include "engine/evaluate/rule_program.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

bool is_consumer(const SegmentView& part) {
  const bool is_kind =
      part.segment == Segment::Base || part.segment == Segment::J1 || part.segment == Segment::J2;
  return is_kind && part.fault == SegmentFault::None && part.is_populated();
}

}  // namespace

class RuleRunner::Run {
 public:
  Run(std::shared_ptr<const RuleProgram> program, const std::vector<std::uint8_t>& asked,
      Asking asking)
      : program_(std::move(program)),
        units_(program_->units),
        spares_(asking == Asking::Possible),
        guards_(*program_->guards),
        machine_(program_->program, {}),
        loader_(*program_, machine_.registers()) {
    share_out(asked);
    found_nothing_.resize(program_->units.size(), 0);
    set_facts({});
    candidates_.resize(guards_.words());
    of_base_.resize(guards_.words());
  }

  void set_as_of(Date as_of) {
    machine_.set(program_->program->as_of_register, Slot::of_number(as_of.days()));
    std::fill(found_nothing_.begin(), found_nothing_.end(), 0);
  }
  void set_header(std::string_view header) { loader_.set_header(header); }
  void set_facts(const RuleFacts& facts) {
    loader_.set_facts(facts);
    has_facts_ = !facts.empty();
  }

  std::span<const RuleHit> over(std::string_view record, std::string_view previous) {
    hits_.clear();
    machine_.start_record();
    loader_.start(record, previous);
    is_deleted_ = is_deletion(record);
    std::fill(of_base_.begin(), of_base_.end(), ~std::uint64_t{0});
    guards_.narrow_record(Segment::Base, record, of_base_.data());
    begin(of_record_);
    if (!previous.empty()) add(of_month_);
    if (spares_) narrow(previous);
    judge(Segment::Base, 0);
    for (const SegmentView& part : loader_.parts()) {
      if (!is_consumer(part)) continue;
      begin(of_consumer_[index_of(part.segment)]);
      if (spares_) {
        keep(of_base_);
        guards_.narrow_consumer(part.segment, part.bytes, candidates_.data());
      }
      loader_.start_consumer(part);
      judge(part.segment, part.offset);
    }
    return hits_;
  }

 private:
  // Which units are asked of what.
  void share_out(const std::vector<std::uint8_t>& asked) {
    const UnitSet none(guards_.words(), 0);
    of_record_ = of_month_ = of_deleted_ = none;
    of_consumer_.fill(none);
    for (std::size_t unit = 0; unit < program_->units.size(); ++unit) {
      const RuleUnit& of = program_->units[unit];
      const dsl::RecordRule& rule = program_->rules->rules[of.rule];
      if (!asked.empty() && asked[of.rule] == 0) continue;
      UnitSet& set = rule.scope == dsl::RuleScope::Record  ? of_record_
                     : rule.scope == dsl::RuleScope::Month ? of_month_
                                                           : of_consumer_[index_of(of.consumer)];
      const std::uint64_t bit = std::uint64_t{1} << (unit % 64);
      set[unit / 64] |= bit;
      if (rule.deleted_too) of_deleted_[unit / 64] |= bit;
    }
  }

  void begin(const UnitSet& set) {
    std::copy(set.begin(), set.end(), candidates_.begin());
    if (!is_deleted_) return;
    for (std::size_t i = 0; i < candidates_.size(); ++i) candidates_[i] &= of_deleted_[i];
  }

  void add(const UnitSet& set) {
    for (std::size_t i = 0; i < candidates_.size(); ++i)
      candidates_[i] |= is_deleted_ ? set[i] & of_deleted_[i] : set[i];
  }

  void keep(const UnitSet& set) {
    for (std::size_t i = 0; i < candidates_.size(); ++i) candidates_[i] &= set[i];
  }

  void narrow(std::string_view previous) {
    std::uint64_t* candidates = candidates_.data();
    keep(of_base_);
    if (!has_facts_) guards_.narrow_without_facts(candidates);
    if (!previous.empty()) guards_.narrow_previous(previous, candidates);
    const std::vector<SegmentView>& parts = loader_.parts();
    if (parts.size() == 1 && parts.front().segment == Segment::Base)
      return guards_.narrow_base_only(candidates);
    bool is_alone = true;
    for (const SegmentView& part : parts)
      is_alone = is_alone && part.segment != Segment::J1 && part.segment != Segment::J2;
    if (is_alone) guards_.narrow_alone(candidates);
    for (std::size_t i = index_of(Segment::K1); i <= index_of(Segment::N1); ++i) {
      const auto segment = static_cast<Segment>(i);
      const std::string_view bytes = loader_.segment(segment);
      if (bytes.empty()) {
        guards_.narrow_absent(segment, candidates);
      } else {
        guards_.narrow_record(segment, bytes, candidates);
      }
    }
  }

  void judge(Segment segment, std::size_t offset) {
    for (std::size_t word = 0; word < candidates_.size(); ++word) {
      for (std::uint64_t bits = candidates_[word]; bits != 0; bits &= bits - 1)
        ask(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)), segment, offset);
    }
  }

  void ask(std::size_t unit, Segment segment, std::size_t offset) {
    const RuleUnit& of = units_[unit];
    const std::span<const std::uint32_t> reads(program_->reads.data() + of.reads,
                                               of.all_read_count);
    const auto changed = loader_.load(spares_ ? reads.first(of.read_count) : reads);
    const std::uint64_t asked = found_nothing_[unit];
    if (!changed || (spares_ && asked > 0 && *changed <= asked)) return;
    machine_.set(of.found, Slot::of_number(0));
    machine_.run_rule(spares_ ? of.entry : of.all_entry);
    if (machine_.registers()[of.found].number == 0) {
      found_nothing_[unit] = loader_.now();
      return;
    }
    const dsl::RecordRule& rule = program_->rules->rules[of.rule];
    if (!loader_.load(reads) || !loader_.load(rule.told)) return;
    const std::size_t told = machine_.hits().size();
    machine_.run_rule(of.texts);
    if (machine_.hits().size() == told) return;  // a text that does not fit
    const Mapper::Machine::Hit& hit = machine_.hits().back();
    hits_.push_back({&rule, of.rule, segment, offset, hit.because, hit.harm, hit.fix});
  }

  std::shared_ptr<const RuleProgram> program_;
  std::span<const RuleUnit> units_;  // of the program
  bool spares_;
  const RuleGuards& guards_;  // of the program
  Mapper::Machine machine_;
  internal::ReadLoader loader_;
  UnitSet of_record_, of_month_, of_deleted_;
  std::array<UnitSet, kSegmentCount> of_consumer_;
  UnitSet of_base_;  // what the base segment of this record leaves
  UnitSet candidates_;
  std::vector<std::uint64_t> found_nothing_;  // by unit: when it was asked last and found nothing
  std::vector<RuleHit> hits_;
  bool is_deleted_ = false;
  bool has_facts_ = false;
};

RuleRunner::RuleRunner(std::shared_ptr<const RuleProgram> program,
                       const std::vector<std::uint8_t>& asked, Asking asking)
    : run_(std::make_unique<Run>(std::move(program), asked, asking)) {}
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
