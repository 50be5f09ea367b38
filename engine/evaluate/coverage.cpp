#include "engine/evaluate/coverage.h"

#include "engine/evaluate/machine.h"

namespace m2 {

const Outcome& Mapper::Machine::map_covered(std::string_view document, CoverCounts& counts) {
  start_account();
  if (first_mark_.empty()) {
    first_mark_.resize(program_->code.size() + 1);
    std::size_t mark = 0;
    for (std::size_t pc = 0; pc < first_mark_.size(); ++pc) {
      while (mark < program_->marks.size() && program_->marks[mark].pc < pc) ++mark;
      first_mark_[pc] = static_cast<std::uint32_t>(mark);
    }
  }
  decoder_.trace(false);
  if (const auto problem = document_.parse(document)) return unreadable(*problem);
  decoder_.start(document_.root());
  outcome_.account = decoder_.account();
  counts_ = &counts;
  run<false, true>(program_->code, 0);
  counts_ = nullptr;
  return finish();
}

void Mapper::Machine::cover_step(const Instruction& i, std::uint16_t pc) {
  for (std::uint32_t m = first_mark_[pc]; m < first_mark_[pc + 1U]; ++m)
    cover(program_->marks[m], i);
}

void Mapper::Machine::cover(const CoverMark& mark, const Instruction& i) {
  const Slot& a = regs_[i.a];
  switch (mark.by) {
    case CoverMark::By::Passing:
      ++(*counts_)[mark.point];
      return;
    case CoverMark::By::Flag: {
      const bool is_true = (a.number != 0) != mark.is_negated;
      ++(*counts_)[mark.point + (is_true ? 0 : 1)];
      return;
    }
    case CoverMark::By::Missing:
      if (a.state == State::Missing) ++(*counts_)[mark.point];
      return;
    case CoverMark::By::Row: {
      const Slot& row = i.code == Opcode::Pick ? regs_[i.b] : a;
      ++(*counts_)[mark.point + static_cast<std::uint32_t>(row.number)];
      return;
    }
    case CoverMark::By::Key: {
      const LookupCode& lookup = program_->lookups[i.b];
      const std::uint32_t key = key_of(lookup, a);
      const auto last = static_cast<std::uint32_t>(lookup.keys.size());
      if (key < last || lookup.otherwise != LookupCode::kNone) ++(*counts_)[mark.point + key];
      return;
    }
  }
}

// The place of a key among those of its lookup; behind the last one for anything else.
std::uint32_t Mapper::Machine::key_of(const LookupCode& lookup, const Slot& key) const {
  const std::string text = lookup.by_number    ? lookup.words[static_cast<std::size_t>(key.number)]
                           : lookup.by_integer ? std::to_string(key.number)
                                               : std::string(key.view());
  return static_cast<std::uint32_t>(key.has_value() ? lookup.find(text) : lookup.keys.size());
}

}  // namespace m2
