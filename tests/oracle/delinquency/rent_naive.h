#pragma once
// RentNaive: what a report tells of a lease, word for word as the domain's pages say it
// (docs/testing-presets.md, "The second opinion"). Slow on purpose.
//
//   const RentNaive lease(ledger, policy);
//   const Told first = lease.told(ledger.as_of, nullptr);
//   const Told next  = lease.told(a_month_later, &first);
//
// A ledger of which those pages do not say what it means has the outcome "unclear: why".

#include <optional>

#include "tests/oracle/delinquency/books.h"
#include "tests/oracle/delinquency/rent_ledger.h"
#include "tests/oracle/delinquency/told.h"

namespace m2::oracle {

class RentNaive {
 public:
  RentNaive(const RentLedger& ledger, const Policy& policy);

  [[nodiscard]] Told told(Date day, const Told* previous) const;
  [[nodiscard]] const Books& books() const { return books_; }

 private:
  [[nodiscard]] bool has_left(Date day) const;
  [[nodiscard]] bool with_collector(Date day) const;
  [[nodiscard]] std::optional<Date> last_settled(Date day) const;
  [[nodiscard]] bool bounced_by(const RentRow& payment, Date day) const;
  [[nodiscard]] std::optional<char> letter(Date month_end) const;
  [[nodiscard]] std::optional<std::string> rebuilt_history(Date day) const;
  [[nodiscard]] std::optional<Date> run_that_was_collected(Date day) const;
  [[nodiscard]] std::optional<Date> first_late(Date evening, Date day, bool is_collected,
                                               const Told* previous) const;
  [[nodiscard]] bool is_tenants(const RentRow& row) const;
  [[nodiscard]] Cents due_in_month(Date day) const;
  [[nodiscard]] Cents paid_in_month(Date day) const;
  [[nodiscard]] std::optional<Date> last_paid(Date day) const;
  [[nodiscard]] bool settled_for_less(Date evening, Date settled, Date day,
                                      bool is_collected) const;
  void tell_open(Told& told, Date day, const Told* previous) const;
  void tell_closed(Told& told, Date day, const Told* previous) const;

  RentLedger ledger_;
  Policy policy_;
  Books books_;
  Date known_from_;
};

}  // namespace m2::oracle
