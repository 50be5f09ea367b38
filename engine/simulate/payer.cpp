#include "engine/simulate/payer.h"

namespace m2::simulate {

Habit Payer::struggle(Chance& chance) {
  if (bad_ == 0 && chance.in_hundred(80)) return Habit::OnTime;
  if (bad_ == 0) {
    bad_ = chance.between(1, 4);
    return Habit::Nothing;
  }
  if (--bad_ == 0) return Habit::Everything;
  return chance.in_hundred(65) ? Habit::Nothing : Habit::Part;
}

Habit Payer::next(Chance& chance, std::int64_t number) {
  const std::size_t dice = chance.below(100);
  if (stops_ >= 0 && number >= stops_) return Habit::Nothing;
  switch (temper_) {
    case Temper::Punctual:
      return dice < 8 ? Habit::Late : Habit::OnTime;
    case Temper::Forgetful:
      return dice < 40 ? Habit::Late : Habit::OnTime;
    case Temper::Struggling:
      return struggle(chance);
    case Temper::Behind:
      return number < loses_ ? Habit::OnTime : number == loses_ ? Habit::Nothing : Habit::Oldest;
    case Temper::Bouncing:
      return dice < 25 ? Habit::Bounce : Habit::OnTime;
    case Temper::Prepaying:
      return dice < 30 ? Habit::Ahead : Habit::OnTime;
  }
  return Habit::OnTime;
}

bool Payer::falls_behind() {
  const bool relapses = !is_behind_ && was_cured_;
  is_behind_ = true;
  return relapses;
}

EventKind Payer::catches_up(EventKind kind) {
  if (!is_behind_) return kind;
  was_cured_ = true;
  is_behind_ = false;
  return EventKind::Cured;
}

}  // namespace m2::simulate
