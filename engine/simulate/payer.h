#pragma once
// Payer: how somebody who has to pay month after month does it, in spells; leases and loans have
// the same people.
//
//   Payer payer(Temper::Struggling);
//   switch (payer.next(chance, month)) …
//
// What is drawn from chance, and in which order, is a part of every portfolio.

#include <cstdint>

#include "engine/simulate/life.h"

namespace m2::simulate {

/// What is done about one month's rent, or one instalment.
enum class Habit : std::uint8_t {
  OnTime,
  Late,
  Nothing,
  Part,
  Everything,  // all that is open
  Oldest,      // one month's worth, the oldest first
  Bounce,
  Ahead
};

class Payer {
 public:
  explicit Payer(Temper temper) : temper_(temper) {}

  /// From this number on nothing is paid.
  void stop_at(std::int64_t number) { stops_ = number; }
  [[nodiscard]] std::int64_t stops() const { return stops_; }
  /// The one that somebody who is behind never makes good.
  void lose(std::int64_t number) { loses_ = number; }

  /// For months or instalments, numbered from 0, one after the other.
  Habit next(Chance& chance, std::int64_t number);

  /// Something stays open. True: again, after it was made good.
  bool falls_behind();
  /// Everything that is open is paid: as `kind`, or as a cure.
  EventKind catches_up(EventKind kind);
  [[nodiscard]] bool is_behind() const { return is_behind_; }

 private:
  Habit struggle(Chance& chance);

  Temper temper_;
  std::int64_t stops_ = -1;
  std::int64_t loses_ = -1;
  std::int64_t bad_ = 0;  // of a spell that are still to come
  bool is_behind_ = false;
  bool was_cured_ = false;
};

}  // namespace m2::simulate
