// Running rules over records: which of them are worth asking, what they read into registers, their
// code.

#include "engine/evaluate/record_rules.h"

#include <algorithm>
#include <bit>

#include "engine/evaluate/internal/read_loader.h"
#include "engine/evaluate/machine.h"
#include "engine/evaluate/rule_guards.h"
#include "engine/evaluate/rule_program.h"
#include "engine/metro2/changed_fields.h"
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
        loader_(*program_, machine_.registers()),
        base_memo_(guards_.memo_of_base()),
        of_consumers_{OfConsumers{guards_.memo_of_consumers(Segment::Base)},
                      OfConsumers{guards_.memo_of_consumers(Segment::J1)},
                      OfConsumers{guards_.memo_of_consumers(Segment::J2)}} {
    share_out(asked);
    plan_reads();
    set_facts({});
    candidates_.resize(guards_.words());
  }

  void set_as_of(Date as_of) {
    machine_.set(program_->program->as_of_register, Slot::of_number(as_of.days()));
    std::fill(settled_.begin(), settled_.end(), 0);
  }
  void set_textless(std::vector<std::uint8_t> rules) { textless_ = std::move(rules); }
  void set_header(std::string_view header) { loader_.set_header(header); }
  void set_facts(const RuleFacts& facts) {
    loader_.set_facts(facts);
    has_facts_ = !facts.empty();
  }

  std::span<const RuleHit> over(std::string_view record, std::string_view previous) {
    hits_.clear();
    machine_.start_record();
    const std::uint64_t changed = changes_.of(record);
    loader_.start(record, previous, changed);
    is_deleted_ = is_deletion(record);
    base_memo_.note(changed);
    of_base_ = base_memo_.of(record);
    of_consumers(Segment::Base).memo.note(changed);
    begin(of_record_);
    if (!previous.empty()) add(of_month_);
    if (spares_) narrow(previous);
    judge(Segment::Base, 0, needed_by_record_);
    for (const SegmentView& part : loader_.parts()) {
      if (!is_consumer(part)) continue;
      OfConsumers& of = of_consumers(part.segment);
      begin(of.asked);
      if (spares_) {
        keep(of_base_);
        if (part.segment != Segment::Base) of.memo.note(ChangedFields::kAll);
        keep(of.memo.of(part.bytes));
      }
      loader_.start_consumer(part);
      judge(part.segment, part.offset, of.needed);
    }
    return hits_;
  }

 private:
  // The reads that a set of units needs.
  struct Needed {
    UnitSet by;
    internal::ReadSet reads;
  };
  // Units that are asked of the consumers in a segment, and what was found out about them.
  struct OfConsumers {
    RuleGuards::Memo memo;
    UnitSet asked = {};
    Needed needed = {};
  };

  // Which units are asked of what.
  void share_out(const std::vector<std::uint8_t>& asked) {
    const UnitSet none(guards_.words(), 0);
    of_record_ = of_month_ = of_deleted_ = none;
    for (OfConsumers& of : of_consumers_) of.asked = none;
    for (std::size_t unit = 0; unit < program_->units.size(); ++unit) {
      const RuleUnit& of = program_->units[unit];
      const dsl::RecordRule& rule = program_->rules->rules[of.rule];
      if (!asked.empty() && asked[of.rule] == 0) continue;
      UnitSet& set = rule.scope == dsl::RuleScope::Record  ? of_record_
                     : rule.scope == dsl::RuleScope::Month ? of_month_
                                                           : of_consumers(of.consumer).asked;
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

  OfConsumers& of_consumers(Segment segment) {
    return of_consumers_[segment == Segment::Base ? 0 : segment == Segment::J1 ? 1 : 2];
  }

  void keep(const std::uint64_t* set) {
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

  // Which reads a unit needs, and which units need a read.
  void plan_reads() {
    const std::size_t reads = program_->register_of.size();
    read_words_ = (reads + 63) / 64;
    needs_.resize(units_.size() * read_words_);
    UnitSet readers(reads * guards_.words());
    settled_.resize(guards_.words());
    for (std::size_t unit = 0; unit < units_.size(); ++unit) {
      for (const std::uint32_t read : reads_of(units_[unit])) {
        needs_[unit * read_words_ + read / 64] |= std::uint64_t{1} << (read % 64);
        readers[read * guards_.words() + unit / 64] |= std::uint64_t{1} << (unit % 64);
      }
    }
    for (std::size_t i = 0; i < readers.size(); ++i) {
      if (i % guards_.words() == 0) first_reader_.push_back(readers_.size());
      if (readers[i] != 0) readers_.push_back({i % guards_.words(), readers[i]});
    }
    first_reader_.push_back(readers_.size());
  }

  std::span<const std::uint32_t> all_reads_of(const RuleUnit& unit) const {
    return {program_->reads.data() + unit.reads, unit.all_read_count};
  }
  std::span<const std::uint32_t> reads_of(const RuleUnit& unit) const {
    return spares_ ? all_reads_of(unit).first(unit.read_count) : all_reads_of(unit);
  }

  template <class Use>
  void for_each_unit(const UnitSet& set, Use use) const {
    for (std::size_t word = 0; word < set.size(); ++word) {
      for (std::uint64_t bits = set[word]; bits != 0; bits &= bits - 1)
        use(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
    }
  }

  // What all candidates need; mostly they are those of the record before.
  const internal::ReadSet& needed_by_candidates(Needed& last) const {
    if (last.by == candidates_) return last.reads;
    last.by = candidates_;
    last.reads.assign(read_words_, 0);
    for_each_unit(candidates_, [&](std::size_t unit) {
      const std::uint64_t* needs = needs_.data() + unit * read_words_;
      for (std::size_t i = 0; i < read_words_; ++i) last.reads[i] |= needs[i];
    });
    return last.reads;
  }

  void judge(Segment segment, std::size_t offset, Needed& last) {
    loader_.load(needed_by_candidates(last));
    unsettle();
    if (spares_) {
      for (std::size_t i = 0; i < candidates_.size(); ++i) candidates_[i] &= ~settled_[i];
    }
    for_each_unit(candidates_, [&](std::size_t unit) { ask(unit, segment, offset); });
  }

  // Whoever reads a value that changed may find something now.
  void unsettle() {
    for (const std::uint32_t read : loader_.changed()) {
      for (std::size_t i = first_reader_[read]; i < first_reader_[read + 1]; ++i)
        settled_[readers_[i].word] &= ~readers_[i].units;
    }
    loader_.forget_changed();
  }

  bool reads_bad(std::span<const std::uint32_t> reads) const {
    return loader_.has_bad() && std::any_of(reads.begin(), reads.end(), [&](std::uint32_t read) {
             return loader_.is_bad(read);
           });
  }

  void ask(std::size_t unit, Segment segment, std::size_t offset) {
    const RuleUnit& of = units_[unit];
    if (reads_bad(reads_of(of))) return;
    machine_.set(of.found, Slot::of_number(0));
    machine_.run_rule(spares_ ? of.entry : of.all_entry);
    if (machine_.registers()[of.found].number == 0) {
      settled_[unit / 64] |= std::uint64_t{1} << (unit % 64);
      return;
    }
    tell(of, segment, offset);
  }

  void tell(const RuleUnit& unit, Segment segment, std::size_t offset) {
    const dsl::RecordRule& rule = program_->rules->rules[unit.rule];
    loader_.load(all_reads_of(unit));
    loader_.load(rule.told);
    unsettle();
    if (reads_bad(all_reads_of(unit)) || reads_bad(rule.told)) return;
    if (!textless_.empty() && textless_[unit.rule] != 0)
      return hits_.push_back({&rule, unit.rule, segment, offset, {}, {}, {}});
    const std::size_t told = machine_.hits().size();
    machine_.run_rule(unit.texts);
    if (machine_.hits().size() == told) return;  // a text that does not fit
    const Mapper::Machine::Hit& hit = machine_.hits().back();
    hits_.push_back({&rule, unit.rule, segment, offset, hit.because, hit.harm, hit.fix});
  }

  std::shared_ptr<const RuleProgram> program_;
  std::span<const RuleUnit> units_;  // of the program
  bool spares_;
  const RuleGuards& guards_;  // of the program
  Mapper::Machine machine_;
  ChangedFields changes_;
  internal::ReadLoader loader_;
  UnitSet of_record_, of_month_, of_deleted_;
  RuleGuards::Memo base_memo_;
  std::array<OfConsumers, 3> of_consumers_;  // in base, J1 and J2
  Needed needed_by_record_;
  const std::uint64_t* of_base_ = nullptr;  // what the base segment of this record leaves
  UnitSet candidates_;
  // What units read, and by read the units that read it: the words of a UnitSet that are not 0.
  struct Readers {
    std::size_t word;
    std::uint64_t units;
  };
  std::size_t read_words_ = 0;
  std::vector<std::uint64_t> needs_;
  std::vector<Readers> readers_;
  std::vector<std::size_t> first_reader_;  // by read, and the end of them all
  UnitSet settled_;                        // found nothing in the values as they are
  std::vector<std::uint8_t> textless_;     // by place; empty: none
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
void RuleRunner::set_textless(std::vector<std::uint8_t> rules) {
  run_->set_textless(std::move(rules));
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
