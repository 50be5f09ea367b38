#include "engine/simulate/life.h"

#include <algorithm>
#include <array>

namespace m2::simulate {
namespace {

#define M2_EVENT(name, key, knows, about) EventFacts{EventKind::name, key, Knows::knows, about},
constexpr auto kEvents = std::to_array<EventFacts>({
#include "engine/simulate/events.def"
});
#undef M2_EVENT

#define M2_DESTINY(name, key, knows, places, temper, about) \
  DestinyFacts{Destiny::name, key, Knows::knows, places, Temper::temper, about},
constexpr auto kDestinies = std::to_array<DestinyFacts>({
#include "engine/simulate/destinies.def"
});
#undef M2_DESTINY

constexpr std::array<Destiny, kPlaces> places_of(Knows vendor) {
  std::array<Destiny, kPlaces> places{};
  std::size_t at = 0;
  for (const DestinyFacts& row : kDestinies) {
    for (std::size_t i = 0; row.knows == vendor && i < row.places; ++i)
      places.at(at++) = row.destiny;
  }
  if (at != kPlaces) throw "the places of a vendor do not add up to fifty";
  return places;
}
constexpr auto kRentPlaces = places_of(Knows::Rent);
constexpr auto kLoanPlaces = places_of(Knows::Loan);

// Branches of the seed.
constexpr std::uint64_t kOrder = 1;     // of the destinies, by fifty accounts
constexpr std::uint64_t kAccounts = 2;  // by account

Chance root_of(const Scenario& scenario, Vendor vendor) {
  return Chance(scenario.seed).branch(static_cast<std::uint64_t>(vendor));
}

}  // namespace

std::string_view to_string(Vendor vendor) {
  return vendor == Vendor::Entrata ? "entrata" : "loanpro";
}

std::span<const EventFacts> event_facts() {
  return kEvents;
}
std::string_view key_of(EventKind kind) {
  return kEvents[static_cast<std::size_t>(kind)].key;
}
std::span<const DestinyFacts> destiny_facts() {
  return kDestinies;
}
std::string_view key_of(Destiny destiny) {
  return kDestinies[static_cast<std::size_t>(destiny)].key;
}

Temper temper_of(Destiny destiny) {
  return kDestinies[static_cast<std::size_t>(destiny)].temper;
}

Destiny destiny_of(const Scenario& scenario, Vendor vendor, std::uint64_t number) {
  std::array<Destiny, kPlaces> places = vendor == Vendor::Entrata ? kRentPlaces : kLoanPlaces;
  Chance order = root_of(scenario, vendor).branch(kOrder).branch(number / kPlaces);
  for (std::size_t i = kPlaces; i > 1; --i) std::swap(places[i - 1], places[order.below(i)]);
  return places[number % kPlaces];
}

Chance chance_of(const Scenario& scenario, Vendor vendor, std::uint64_t number) {
  return root_of(scenario, vendor).branch(kAccounts).branch(number);
}

Books::Books(std::span<const Due> dues, std::span<const Receipt> receipts, Date day)
    : unpaid_(dues.size(), 0) {
  std::int64_t money = 0;
  for (const Receipt& receipt : receipts) money += receipt.day <= day ? receipt.cents : 0;
  // More went back than ever came: that is owed without a due date, and later money makes it good.
  money = std::max<std::int64_t>(money, 0);
  for (std::size_t i = 0; i < dues.size(); ++i) {
    const Due& due = dues[i];
    if (due.day > day) continue;
    const std::int64_t covered = std::min(money, due.cents);
    money -= covered;
    unpaid_[i] = due.cents - covered;
    all_ += unpaid_[i];
    if (unpaid_[i] == 0 || !due.is_reported) continue;
    reported_ += unpaid_[i];
    if (!oldest_) oldest_ = due.day;
  }
  credit_ = money;
}

std::optional<Date> clear_since(std::span<const Due> dues, std::span<const Receipt> receipts,
                                Date day) {
  std::vector<Date> days;
  for (const Due& due : dues) {
    if (due.day <= day) days.push_back(due.day);
  }
  for (const Receipt& receipt : receipts) {
    if (receipt.day <= day) days.push_back(receipt.day);
  }
  std::sort(days.begin(), days.end(), std::greater<>());
  std::optional<Date> since;
  for (const Date at : days) {
    if (Books(dues, receipts, at).unpaid() > 0) break;
    since = at;
  }
  return since;
}

}  // namespace m2::simulate
