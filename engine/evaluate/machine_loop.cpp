// The loop: one instruction after another, as fast as it goes.

#include <algorithm>

#include "engine/evaluate/machine.h"
#include "engine/evaluate/same_bytes.h"

namespace m2 {
namespace {

const Slot kNoMember = Slot::of_state(State::Missing);

bool equal_numbers(const Slot& a, const Slot& b) {
  return a.state == b.state && (!a.has_value() || a.number == b.number);
}
// Most texts differ in their length or their first byte.
bool same_text(const Slot& a, const Slot& b) {
  return a.size == b.size &&
         (a.size == 0 || (*a.text == *b.text && same_bytes(a.text, b.text, a.size)));
}
bool equal_texts(const Slot& a, const Slot& b) {
  return a.state == b.state && (!a.has_value() || same_text(a, b));
}
template <class Same>
bool is_one_of(const Slot& a, const Slot& list, Same same) {
  return a.has_value() &&
         std::any_of(list.block, list.block + list.size, [&](const Slot& s) { return same(s, a); });
}

}  // namespace

// Flow, and what most instructions of most presets are; the rest is execute().
template <bool kTrace, bool kCover>
void Mapper::Machine::run(const std::vector<Instruction>& program, std::uint16_t start) {
  Slot* const r = regs_.data();
  const Instruction* const code = program.data();
  const Instruction* at = code + start;  // stays in the processor: nobody is given its address
  const auto place = [&] { return static_cast<std::uint16_t>(at - code); };
  const auto flag = [](bool value) { return Slot::of_number(value ? 1 : 0); };
  // After an instruction that does the work of the next, too: that is a JumpIfFalse, or a
  // JumpIfTrue.
  const auto decide = [&](bool value) {
    r[at->dst] = flag(value);
    return value ? at + 2 : code + at[1].b;
  };
  const auto decide_true = [&](bool value) {
    r[at->dst] = flag(value);
    return value ? code + at[1].b : at + 2;
  };
  const auto take_item = [&] {
    Slot& it = r[at->a];
    if (it.size == 0) return false;
    r[at->dst] = *it.block++;
    --it.size;
    return true;
  };
  for (;;) {
    const Instruction& i = *at;
    if constexpr (kTrace) {
      pc_ = place();
      trace_step(i);
    }
    if constexpr (kCover) cover_step(i, place());
    switch (i.code) {
      case Opcode::Jump:
        at = code + i.b;
        continue;
      case Opcode::JumpIfFalse:
        if (r[i.a].number == 0) {
          at = code + i.b;
          continue;
        }
        break;
      case Opcode::JumpIfTrue:
        if (r[i.a].number != 0) {
          at = code + i.b;
          continue;
        }
        break;
      case Opcode::JumpIfThere:
        if (r[i.a].state != State::Missing) {
          at = code + i.b;
          continue;
        }
        break;
      case Opcode::JumpIfMissing:
        if (r[i.a].state == State::Missing) {
          at = code + i.b;
          continue;
        }
        break;
      case Opcode::JumpTable:
        at += 1 + r[i.a].number;
        continue;
      case Opcode::EnsureLet:
        if (r[i.dst].state == State::NotYet) {
          returns_.push_back(place());
          at = code + i.b;
          continue;
        }
        break;
      case Opcode::Return:
        at = code + returns_.back();
        returns_.pop_back();
        break;
      case Opcode::Unit:
        unit_ = i.b;
        break;
      case Opcode::SkipNow:
        add_reason(outcome_.reasons, unit().name, r[i.a].view(), unit().span);
        skipped_ = true;
        return;
      case Opcode::RuleBegin:
        unit_ = i.a;
        break;
      case Opcode::RuleHit:
        hits_.push_back({unit_, r[i.a].view(), r[i.a + 1].view(), r[i.a + 2].view()});
        break;
      case Opcode::StopIfHeld:
        if (account_is_held_) return;
        break;
      case Opcode::End:
        return;
      case Opcode::Move:
        r[i.dst] = r[i.a];
        break;
      case Opcode::LoopNext:
        if (!take_item()) {
          at = code + i.b;
          continue;
        }
        break;
      case Opcode::LoopAgain:
        at = take_item() ? code + i.b + 1 : code + code[i.b].b;
        continue;
      case Opcode::MoveJump:
        r[i.dst] = r[i.a];
        at = code + i.b;
        continue;
      case Opcode::MoveJumpIfThere:
        r[i.dst] = r[i.a];
        at = r[i.a].state != State::Missing ? code + at[1].b : at + 2;
        continue;
      case Opcode::JumpUnlessLess:
        at = decide(r[i.a].number < r[i.b].number);
        continue;
      case Opcode::JumpUnlessLessEqual:
        at = decide(r[i.a].number <= r[i.b].number);
        continue;
      case Opcode::JumpUnlessEqualNumber:
        at = decide(equal_numbers(r[i.a], r[i.b]));
        continue;
      case Opcode::JumpUnlessEqualText:
        at = decide(equal_texts(r[i.a], r[i.b]));
        continue;
      case Opcode::JumpIfEqualText:
        at = decide_true(equal_texts(r[i.a], r[i.b]));
        continue;
      case Opcode::JumpUnlessOneOfText:
        at = decide(is_one_of(r[i.a], r[i.b], same_text));
        continue;
      case Opcode::JumpIfOneOfText:
        at = decide_true(is_one_of(r[i.a], r[i.b], same_text));
        continue;
      case Opcode::JumpUnlessFirst:
      case Opcode::JumpUnlessLast: {
        const Slot& best = r[i.a];
        const bool first = i.code == Opcode::JumpUnlessFirst;
        const bool better = !best.has_value() || (first ? r[i.dst].number < best.number
                                                        : r[i.dst].number >= best.number);
        if (!better) {
          at = code + i.b;
          continue;
        }
        break;
      }
      case Opcode::JumpUnlessFirstText:
      case Opcode::JumpUnlessLastText: {
        const Slot& best = r[i.a];
        const bool first = i.code == Opcode::JumpUnlessFirstText;
        const bool better = !best.has_value() || (first ? r[i.dst].view() < best.view()
                                                        : r[i.dst].view() >= best.view());
        if (!better) {
          at = code + i.b;
          continue;
        }
        break;
      }
      case Opcode::LoopStart:
        r[i.dst] = r[i.a];
        break;
      case Opcode::ListPush:
        items_.push_back(r[i.a]);
        break;
      case Opcode::KeepSmaller:
        if (!r[i.dst].has_value() || r[i.a].number < r[i.dst].number) r[i.dst] = r[i.a];
        break;
      case Opcode::KeepLarger:
        if (!r[i.dst].has_value() || r[i.a].number > r[i.dst].number) r[i.dst] = r[i.a];
        break;
      case Opcode::IsMissing:
        r[i.dst] = flag(r[i.a].state == State::Missing);
        break;
      case Opcode::Not:
        r[i.dst] = flag(r[i.a].number == 0);
        break;
      case Opcode::EqualNumber:
        r[i.dst] = flag(equal_numbers(r[i.a], r[i.b]));
        break;
      case Opcode::EqualText:
        r[i.dst] = flag(equal_texts(r[i.a], r[i.b]));
        break;
      case Opcode::OneOfNumber:
        r[i.dst] = flag(is_one_of(r[i.a], r[i.b], equal_numbers));
        break;
      case Opcode::OneOfText:
        r[i.dst] = flag(is_one_of(r[i.a], r[i.b], same_text));
        break;
      case Opcode::Less:
        r[i.dst] = flag(r[i.a].number < r[i.b].number);
        break;
      case Opcode::LessEqual:
        r[i.dst] = flag(r[i.a].number <= r[i.b].number);
        break;
      case Opcode::Smaller:
        r[i.dst] = r[i.b].number < r[i.a].number ? r[i.b] : r[i.a];
        break;
      case Opcode::Larger:
        r[i.dst] = r[i.b].number > r[i.a].number ? r[i.b] : r[i.a];
        break;
      case Opcode::DaysBetween:
        r[i.dst] = Slot::of_number(r[i.b].number - r[i.a].number);
        break;
      case Opcode::Pick:
        r[i.dst] = r[i.a].block[r[i.b].number];
        break;
      case Opcode::MemberMove:
      case Opcode::Member: {
        const Slot& record = r[i.a];
        const Slot& member = record.has_value() ? record.block[i.b] : kNoMember;
        r[i.dst] = member;
        if (member.state != State::Bad) {
          if (i.code == Opcode::Member) break;
          r[at[1].dst] = member;
          at += 2;
          continue;
        }
        [[fallthrough]];
      }
      default:
        if (i.code == Opcode::CallBuiltin && call_builtin(i)) break;
        pc_ = place();  // where a hold comes from
        execute(i);
        if (held_) {
          if (in_condition_) return;
          held_ = false;
          returns_.clear();
          items_.clear();
          keys_.clear();
          text_.clear();
          at = code + unit().resume;
          continue;
        }
    }
    ++at;
  }
}

// answer.cpp, survey.cpp and lineage.cpp run programs, too.
template void Mapper::Machine::run<false>(const std::vector<Instruction>&, std::uint16_t);
template void Mapper::Machine::run<true>(const std::vector<Instruction>&, std::uint16_t);
template void Mapper::Machine::run<false, true>(const std::vector<Instruction>&, std::uint16_t);

}  // namespace m2
