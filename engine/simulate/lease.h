#pragma once
// Lease: the whole life of one lease, from the application to the last cent, in no vendor's words.
//
//   const Lease lease = live_lease(scenario, 12);
//   lease.ledger                          // every row, in the order of days; later ones too
//   intent_of(lease, month_end).outcome    // what the shipped preset is meant to make of it
//
// A life is lived to the end of the scenario and may already know what follows: whoever writes it
// down as of a day leaves out what lies after that day.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/simulate/life.h"
#include "engine/simulate/people.h"

namespace m2::simulate {

enum class ArCode : std::uint8_t {
#define M2_AR_CODE(name, ...) name,
#include "engine/simulate/ar_codes.def"
#undef M2_AR_CODE
};
struct ArCodeFacts {
  ArCode code;
  int id;
  std::string_view title;
  std::string_view kind;    // "Rent", "Other Income", "Deposit", "Payment", "Expense"
  std::string_view usage;   // "Base"
  std::string_view timing;  // "Monthly", "One Time"
  int transaction_type;
};
std::span<const ArCodeFacts> ar_code_facts();
const ArCodeFacts& facts_of(ArCode code);

struct LedgerRow {
  std::int32_t id = 0;  // from 1, as the rows were made
  Date day;
  std::int64_t cents = 0;  // a charge above zero, money that came in below
  ArCode code{};
  std::int32_t interval = 0;
  std::int32_t scheduled = -1;  // which of Lease::schedule made it
  std::int32_t takes_back = 0;  // id of the payment that bounced
  std::int32_t taken_back = 0;  // id of the row that took this payment back
  Date taken_back_on;
  std::string_view text;

  /// A payment that was taken back is none, though it is above zero.
  [[nodiscard]] bool is_charge() const { return cents > 0 && code != ArCode::Payment; }
};

struct Interval {
  enum class Kind : std::uint8_t { Application, Renewal, MonthToMonth, Transfer };
  Kind kind = Kind::Application;
  Date starts;
  std::optional<Date> ends;  // as it was agreed
  std::optional<Date> cut;   // ended before that, by a transfer
  std::size_t home = 0;      // which of Lease::homes
};

struct ScheduledCharge {
  ArCode code{};
  std::int64_t cents = 0;
  std::int32_t interval = 0;
};

struct Resident {
  enum class Role : std::uint8_t { Primary, CoResident, Guarantor, Occupant };
  Person person;
  Role role = Role::Primary;
  std::string_view relation;  // "Spouse"
  std::optional<Home> own;    // a guarantor lives elsewhere
  std::optional<Date> left;   // before the others
  std::optional<Date> consented;
  std::optional<Date> withdrew;
};

struct Lease {
  std::uint64_t number = 0;
  Destiny destiny{};
  std::vector<Resident> residents;
  std::vector<Home> homes;  // units it was lived in; they share the property's address
  std::optional<Home> forwarding;
  std::vector<Interval> intervals;
  std::vector<ScheduledCharge> schedule;
  std::vector<LedgerRow> ledger;  // by day, then id
  std::vector<Event> events;      // by day

  Date applied;
  std::optional<Date> signed_on;
  std::optional<Date> starts;  // none: no lease came of it
  std::optional<Date> cancelled;
  std::optional<Date> noticed;
  std::optional<Date> moved_out;
  std::optional<Date> transferred;
  std::optional<Date> collections_since;
  std::optional<Date> eviction_filed;
  std::optional<Date> written_off;
  std::optional<Date> bankrupt_since;  // the primary resident

  [[nodiscard]] std::vector<Due> dues() const;
  [[nodiscard]] std::vector<Receipt> receipts() const;
  [[nodiscard]] bool knows_no_identity() const { return destiny == Destiny::NamelessTenant; }
  [[nodiscard]] bool masks_numbers() const { return destiny == Destiny::MaskedTenant; }
};

Lease live_lease(const Scenario& scenario, std::uint64_t number);
/// What `entrata_rent` is meant to make of it as of a day, never having reported it before.
Intent intent_of(const Lease& lease, Date as_of);

}  // namespace m2::simulate
