// Numbers, money and dates. What overflows holds.

#include "engine/base/money.h"
#include "engine/evaluate/machine.h"

namespace m2 {
namespace {

constexpr std::int64_t kTenThousand = 10000;
constexpr const char* kNoSuchYear = "A date is outside the years 1 to 9999.";

__extension__ using Wide = __int128;  // both compilers have it; products of two 64-bit numbers fit

bool fits(Wide value) {
  return value >= INT64_MIN && value <= INT64_MAX;
}

}  // namespace

void Mapper::Machine::number_operation(const Instruction& i) {
  const Slot& a = regs_[i.a];
  const Slot& b = regs_[i.b];
  Slot& dst = regs_[i.dst];
  const auto number = [&](Wide value) {
    if (!fits(value)) return hold(EngineReason::Overflow, kTooLarge);
    dst = Slot::of_number(static_cast<std::int64_t>(value));
  };
  const auto wide = [](const Slot& s) { return static_cast<Wide>(s.number); };
  switch (i.code) {
    case Opcode::Add:
      return number(wide(a) + wide(b));
    case Opcode::Subtract:
      return number(wide(a) - wide(b));
    case Opcode::Multiply:
      return number(wide(a) * wide(b));
    case Opcode::MultiplyDecimal:
    case Opcode::Scale:
      return number(wide(a) * wide(b) / kTenThousand);
    case Opcode::DivideMoney:
      if (b.number == 0) return hold(EngineReason::DivisionByZero, "A division by zero.");
      return number(wide(a) / wide(b));
    case Opcode::DivideDecimal:
      if (b.number == 0) return hold(EngineReason::DivisionByZero, "A division by zero.");
      return number(wide(a) * kTenThousand / wide(b));
    case Opcode::Negate:
      return number(-wide(a));
    case Opcode::TimesTenThousand:
      return number(wide(a) * kTenThousand);
    case Opcode::CutToDollars:
      return number(a.number / 100 * 100);
    case Opcode::CutSettled:
      return number(a.number / (100 * kTenThousand) * 100);
    case Opcode::RoundToCents:
      return number(divide_rounded(a.number, kTenThousand));
    case Opcode::CutToCents:
      return number(a.number / kTenThousand);

    case Opcode::AddDays:
      if (wide(a) + wide(b) < Date::kFirstDay || wide(a) + wide(b) > Date::kLastDay)
        return hold(EngineReason::Overflow, kNoSuchYear);
      dst = Slot::of_number(a.number + b.number);
      return;
    case Opcode::AddMonths:
    case Opcode::AddMonthsIntoNext: {
      constexpr std::int64_t kMostMonths = 12 * 9999;
      if (b.number < -kMostMonths || b.number > kMostMonths)
        return hold(EngineReason::Overflow, kNoSuchYear);
      const CivilDate from = day_of(a).civil();
      const std::int64_t year = (std::int64_t{from.year} * 12 + from.month - 1 + b.number) / 12;
      if (year < 1 || year > 9999) return hold(EngineReason::Overflow, kNoSuchYear);
      dst =
          Slot::of_number((i.code == Opcode::AddMonths ? day_of(a).plus_months(b.number)
                                                       : day_of(a).plus_months_into_next(b.number))
                              .days());
      return;
    }
    case Opcode::MonthsBetween:
      dst = Slot::of_number(months_between(day_of(a), day_of(b)));
      return;
    case Opcode::StartOfMonth:
      dst = Slot::of_number(day_of(a).start_of_month().days());
      return;
    case Opcode::EndOfMonth:
      dst = Slot::of_number(day_of(a).end_of_month().days());
      return;
    case Opcode::MonthsBefore: {
      Slot* block = memory_->slots(i.b);
      const Date first = day_of(a).start_of_month();
      for (int m = 0; m < i.b; ++m)
        block[m] = Slot::of_number(first.plus_months(-m).plus_days(-1).days());
      dst = Slot::of_block(block, i.b);
      return;
    }

    default:
      M2_CHECK(false, "an instruction without meaning");
  }
}

}  // namespace m2
