#pragma once
// Short ways to write a ledger in a test.
//
//   Allocation ledger = allocated({charge("2025-01-01", 1500)}, {payment("2025-01-10", 600)});

#include <vector>

#include "engine/base/check.h"
#include "engine/delinquency/allocation.h"

namespace m2::test {

inline Date day(const char* iso) {
  const auto date = Date::parse_iso(iso);
  M2_CHECK(date, "a real day in a test");
  return *date;
}

inline Charge charge(const char* due, std::int64_t dollars) {
  return {.due = day(due), .cents = dollars * 100};
}

inline Charge unreported(Charge charge) {
  charge.reportable = false;
  return charge;
}

inline Charge ranked(std::uint32_t rank, Charge charge) {
  charge.rank = rank;
  return charge;
}

inline Payment payment(const char* paid_on, std::int64_t dollars) {
  return {.paid_on = day(paid_on), .cents = dollars * 100};
}

inline Payment bounced(const char* reversed_on, Payment payment) {
  payment.reversed_on = day(reversed_on);
  return payment;
}

/// Charges of one due date keep the order given.
inline Allocation allocated(const std::vector<Charge>& charges,
                            const std::vector<Payment>& payments,
                            Order order = Order::OldestFirst) {
  Allocation allocation;
  allocation.start(order);
  for (Charge charge : charges) {
    if (charge.tie == 0) charge.tie = allocation.charges().size();
    allocation.charges().push_back(charge);
  }
  allocation.payments() = payments;
  M2_CHECK(allocation.prepare(), "a test ledger within 64 bits");
  return allocation;
}

}  // namespace m2::test
