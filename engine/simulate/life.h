#pragma once
// What leases and loans of a virtual portfolio have in common: the calendar they live in, what
// becomes of each, what happened to it, and what was open on a day.
//
//   const Scenario scenario{.seed = 7, .first = *Period::parse("2024-07"), .as_of = …};
//   destiny_of(scenario, Vendor::Entrata, 12)      // Destiny::Struggler
//
// An account depends on the seed, its vendor, its number and the first month, on nothing else: it
// is the same in a portfolio of ten or of ten thousand, and a longer life begins as the shorter
// one.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "dsl/outcome.h"
#include "engine/base/chance.h"
#include "engine/base/date.h"

namespace m2::simulate {

enum class Vendor : std::uint8_t { Entrata, LoanPro };
std::string_view to_string(Vendor vendor);  // "entrata"

struct Scenario {
  std::uint64_t seed = 1;
  Period first = Period::of(Date());  // the month in which life begins
  Date as_of;                         // the last day that is lived
};

// ── What can happen, and what does ──

enum class Knows : std::uint8_t { Both, Rent, Loan };

enum class EventKind : std::uint8_t {
#define M2_EVENT(name, ...) name,
#include "engine/simulate/events.def"
#undef M2_EVENT
};
struct EventFacts {
  EventKind kind;
  std::string_view key;  // "moved_out_paid"
  Knows knows;
  std::string_view about;
};
std::span<const EventFacts> event_facts();
std::string_view key_of(EventKind kind);

struct Event {
  Date day;
  EventKind kind{};
  std::int64_t cents = 0;
};

enum class Destiny : std::uint8_t {
#define M2_DESTINY(name, ...) name,
#include "engine/simulate/destinies.def"
#undef M2_DESTINY
};
/// How somebody pays, month after month (payer.h).
enum class Temper : std::uint8_t { Punctual, Forgetful, Struggling, Behind, Bouncing, Prepaying };
struct DestinyFacts {
  Destiny destiny;
  std::string_view key;  // "struggler": two vendors may share one
  Knows knows;
  std::size_t places;  // of kPlaces
  Temper temper;
  std::string_view about;
};
inline constexpr std::size_t kPlaces = 50;
std::span<const DestinyFacts> destiny_facts();
std::string_view key_of(Destiny destiny);
Temper temper_of(Destiny destiny);
Destiny destiny_of(const Scenario& scenario, Vendor vendor, std::uint64_t number);
/// The account's own numbers.
Chance chance_of(const Scenario& scenario, Vendor vendor, std::uint64_t number);

// ── What was open ──

struct Due {
  Date day;
  std::int64_t cents = 0;
  bool is_reported = true;  // a one-time fee or a deposit only takes its payments
};
/// Money that came in, or, below zero, went back.
struct Receipt {
  Date day;
  std::int64_t cents = 0;
};

/// A ledger at the end of a day: money covers the oldest due first. Lists in the order of their
/// days.
class Books {
 public:
  Books(std::span<const Due> dues, std::span<const Receipt> receipts, Date day);

  /// Of each due, what is unpaid; 0 for one that is not due yet.
  [[nodiscard]] std::int64_t unpaid(std::size_t due) const { return unpaid_[due]; }
  [[nodiscard]] std::int64_t unpaid() const { return reported_; }  // that is reported
  [[nodiscard]] std::int64_t all_unpaid() const { return all_; }
  [[nodiscard]] std::int64_t credit() const { return credit_; }
  [[nodiscard]] std::optional<Date> oldest_unpaid() const { return oldest_; }
  [[nodiscard]] std::int32_t days_past_due(Date day) const {
    return oldest_ ? day.days() - oldest_->days() : 0;
  }

 private:
  std::vector<std::int64_t> unpaid_;
  std::int64_t reported_ = 0;
  std::int64_t all_ = 0;
  std::int64_t credit_ = 0;
  std::optional<Date> oldest_;
};

/// The day since which nothing that is reported has been open; missing while something is.
std::optional<Date> clear_since(std::span<const Due> dues, std::span<const Receipt> receipts,
                                Date day);

// ── What a preset is meant to make of it ──

struct Intent {
  OutcomeKind outcome = OutcomeKind::Reported;
  std::string_view rule = {};      // of the shipped preset; empty when reported
  std::int64_t balance = 0;        // in cents, of one that is reported
  std::int32_t days_past_due = 0;  // 0 once it is charged off
};

}  // namespace m2::simulate
