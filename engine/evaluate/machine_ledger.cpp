// allocate, instalments and consents.

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/money.h"
#include "engine/evaluate/machine.h"

namespace m2 {
namespace {

Slot date_slot(const std::optional<Date>& date) {
  return date ? Slot::of_number(date->days()) : Slot::of_state(State::Missing);
}

// Where equal dates are ordered by source id: numbers by size, other text by its first eight bytes.
std::uint64_t tie_of(const Slot& id, bool textual) {
  if (!id.has_value()) return 0;
  if (!textual) return static_cast<std::uint64_t>(id.number);
  if (const auto number = parse_decimal(id.view(), 0); number && *number >= 0)
    return static_cast<std::uint64_t>(*number);
  std::uint64_t tie = 0;
  for (std::size_t i = 0; i < 8; ++i)
    tie = tie << 8 | (i < id.size ? static_cast<unsigned char>(id.text[i]) : 0U);
  return tie;
}

Order order_of(std::uint32_t order) {
  return order == 0 ? Order::OldestFirst : order == 1 ? Order::ByPriority : Order::SameMonthFirst;
}

}  // namespace

void Mapper::Machine::bind(Ledger& ledger, const LedgerSite& site, const Slot& payments,
                           const Slot& charges) {
  const bool same = ledger.bound && ledger.payments == payments.block &&
                    ledger.charges == charges.block && ledger.payment_count == payments.size &&
                    ledger.charge_count == charges.size;
  if (same) return;
  ledger.bound = false;
  ledger.allocation.start(order_of(site.order));
  for (std::uint32_t n = 0; n < charges.size; ++n) {
    const Slot* m = charges.block[n].block;
    if (!readable(m[site.due]) || !readable(m[site.charge_amount])) return;
    Charge charge;
    charge.due = day_of(m[site.due]);
    charge.cents = m[site.charge_amount].number;
    if (site.charge_id != LedgerSite::kNone)
      charge.tie = tie_of(m[site.charge_id], site.charge_id_is_text);
    if (site.reportable != LedgerSite::kNone) {
      if (!readable(m[site.reportable])) return;
      charge.reportable = !m[site.reportable].has_value() || m[site.reportable].number != 0;
    }
    if (site.rank_by != LedgerSite::kNone) {
      const Slot& ranks = regs_[site.ranks];
      const Slot& kind = m[site.rank_by];
      const auto* const found =
          std::find_if(ranks.block, ranks.block + ranks.size, [&](const Slot& s) {
            return site.rank_is_text ? s.view() == kind.view() : s.number == kind.number;
          });
      charge.rank = static_cast<std::uint32_t>(found - ranks.block);
    }
    ledger.allocation.charges().push_back(charge);
  }
  for (std::uint32_t n = 0; n < payments.size; ++n) {
    const Slot* m = payments.block[n].block;
    if (!readable(m[site.paid_on]) || !readable(m[site.payment_amount])) return;
    Payment payment;
    payment.paid_on = day_of(m[site.paid_on]);
    payment.cents = m[site.payment_amount].number;
    if (site.reversed_on != LedgerSite::kNone) {
      if (!readable(m[site.reversed_on])) return;
      if (m[site.reversed_on].has_value()) payment.reversed_on = day_of(m[site.reversed_on]);
    }
    ledger.allocation.payments().push_back(payment);
  }
  if (!ledger.allocation.prepare())
    return hold(EngineReason::Overflow,
                "The amounts of the ledger are larger than metro2 can hold.");
  ledger.payments = payments.block;
  ledger.charges = charges.block;
  ledger.payment_count = payments.size;
  ledger.charge_count = charges.size;
  ledger.bound = true;
}

Slot Mapper::Machine::standing(std::uint16_t site, std::int64_t day) {
  const Standing s =
      ledgers_[site].allocation.standing(Date::from_days(static_cast<std::int32_t>(day)));
  Slot* block = memory_->slots(kLedgerMembers);
  block[kBalance] = Slot::of_number(s.balance);
  block[kUnpaid] = Slot::of_number(s.unpaid);
  block[kCredit] = Slot::of_number(s.credit);
  block[kOldest] = date_slot(s.oldest_unpaid_due);
  block[kLateSince] = date_slot(s.late_since);
  block[kLateSinceSettled] = date_slot(s.late_since_when_settled);
  block[kDaysSettled] = Slot::of_number(s.days_late_when_settled);
  block[kDay] = Slot::of_number(day);
  block[kSite] = Slot::of_number(site);
  block[kOfPayments] = Slot::of_block(ledgers_[site].payments, ledgers_[site].payment_count);
  block[kOfCharges] = Slot::of_block(ledgers_[site].charges, ledgers_[site].charge_count);
  return Slot::of_block(block);
}

// The charges that exist on the ledger's day, each with the members of its own and paid, unpaid,
// settled_on.
Slot Mapper::Machine::ledger_charges(const Slot& of) {
  const auto site = static_cast<std::size_t>(of.block[kSite].number);
  Ledger& ledger = ledgers_[site];
  bind(ledger, program_->ledgers[site], of.block[kOfPayments], of.block[kOfCharges]);
  const std::uint16_t members = program_->ledgers[site].charge_members;
  ledger.allocation.charge_states(day_of(of.block[kDay]), states_);
  Slot* list = memory_->slots(states_.size());
  std::uint32_t count = 0;
  for (std::size_t n = 0; n < states_.size(); ++n) {
    if (!states_[n].is_due) continue;
    Slot* block = memory_->slots(members + std::size_t{3});
    std::copy(ledger.charges[n].block, ledger.charges[n].block + members, block);
    decoder_.trace_copy(ledger.charges[n].block, block, members);
    block[members] = Slot::of_number(states_[n].paid);
    block[members + 1] = Slot::of_number(states_[n].unpaid);
    block[members + 2] = date_slot(states_[n].settled_on);
    list[count++] = Slot::of_block(block);
  }
  return Slot::of_block(list, count);
}

namespace {

std::optional<Frequency> frequency_of(std::string_view words) {
  constexpr std::pair<std::string_view, Frequency> kWords[] = {
      {"1 week", Frequency::Week},          {"2 weeks", Frequency::TwoWeeks},
      {"half month", Frequency::HalfMonth}, {"1 month", Frequency::Month},
      {"2 months", Frequency::TwoMonths},   {"3 months", Frequency::ThreeMonths},
      {"6 months", Frequency::SixMonths},   {"1 year", Frequency::Year},
      {"12 months", Frequency::Year}};
  for (const auto& [text, frequency] : kWords) {
    if (text == words) return frequency;
  }
  return std::nullopt;
}

}  // namespace

// Operands: amount, from, to, moves, step.
Slot Mapper::Machine::instalments(const Slot* operands, const MoveMembers& members) {
  const auto every = frequency_of(operands[4].view());
  if (!every) {
    hold(EngineReason::UnknownFrequency,
         fmt::format("\"{}\" is not a frequency of instalments.",
                     std::string(operands[4].view().substr(0, 24))));
    return {};
  }
  changes_.clear();
  for (std::uint32_t n = 0; operands[3].has_value() && n < operands[3].size; ++n) {
    const Slot* m = operands[3].block[n].block;
    if (!readable(m[members.from]) || !readable(m[members.to])) return {};
    changes_.push_back({day_of(m[members.from]), day_of(m[members.to])});
  }
  if (!m2::instalments({operands[0].number, *every, day_of(operands[1]), day_of(operands[2])},
                       changes_, schedule_)) {
    hold(EngineReason::Overflow, "The schedule has more instalments than any loan.");
    return {};
  }
  Slot* list = memory_->slots(schedule_.size());
  for (std::size_t n = 0; n < schedule_.size(); ++n) {
    Slot* block = memory_->slots(3);
    block[0] = Slot::of_number(schedule_[n].id);
    block[1] = Slot::of_number(schedule_[n].due.days());
    block[2] = Slot::of_number(schedule_[n].cents);
    list[n] = Slot::of_block(block);
  }
  return Slot::of_block(list, static_cast<std::uint32_t>(schedule_.size()));
}

const JsonValue* Mapper::Machine::consents() {
  if (!is_direct_) return find(document_.root(), "consents");
  if (direct_.consents().empty()) return nullptr;
  if (!std::exchange(has_consents_, true)) consents_.parse(direct_.consents());
  return &consents_.root();
}

// The last row for the customer, or for the account as a whole, dated as_of or before. Rows that
// cannot be read grant nothing.
Slot Mapper::Machine::consent_of(const Slot* id) {
  enum : std::int64_t { kGranted, kWithdrawn, kNone };
  Slot* block = memory_->slots(3);
  block[0] = Slot::of_number(kNone);
  const JsonValue* rows = consents();
  if (rows == nullptr || !rows->IsArray()) return Slot::of_block(block);
  std::optional<Date> latest;
  for (const JsonValue& row : rows->GetArray()) {
    const auto text = [&](std::string_view name) {
      const JsonValue* value = find(row, name);
      return value == nullptr ? std::string_view()
                              : scalar_text(*value).value_or(std::string_view());
    };
    const auto date = Date::parse_iso(text("date"));
    const std::string_view state = text("state");
    const bool known = state == "granted" || state == "withdrawn";
    if (text("customer") != (id == nullptr ? std::string_view() : id->view())) continue;
    if (!known || !date || *date > program_->as_of || (latest && *date < *latest)) continue;
    latest = date;
    block[0] = Slot::of_number(state == "granted" ? kGranted : kWithdrawn);
    block[1] = Slot::of_number(date->days());
    block[2] = Slot::of_text(text("source"));
  }
  return Slot::of_block(block);
}

}  // namespace m2
