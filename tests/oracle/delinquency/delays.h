#pragma once
// Days between a due date and the payment: payers of every kind, and the days around which
// something tips.

#include <iterator>

#include "engine/base/chance.h"

namespace m2::oracle {

/// 0 pays in time, 1 a little late, 2 very late at times.
inline int random_delay(Chance& chance, int how_late) {
  constexpr int kEdges[] = {28, 29, 30, 31,  32,  58,  59,  60,  61,
                            89, 90, 91, 119, 120, 149, 150, 179, 180};
  if (how_late == 0) return static_cast<int>(chance.between(-6, 5));
  if (chance.one_in(2)) return static_cast<int>(chance.between(0, 45));
  return kEdges[chance.below(how_late == 1 ? 7 : std::size(kEdges))];
}

}  // namespace m2::oracle
