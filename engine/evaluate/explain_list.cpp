// Lists item by item, and ledgers charge by charge.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "engine/base/money.h"
#include "engine/evaluate/internal/explaining.h"

namespace m2 {

using dsl::Expr;
using dsl::kNoExpr;
using dsl::Op;

namespace {

constexpr std::size_t kMostTaken = 48;   // items that are shown one by one
constexpr std::size_t kMostPassed = 12;  // and of those that do not count
constexpr std::size_t kMostCharges = 12;

std::string dollars(std::int64_t cents) {
  return Money::from_cents(cents).to_string();
}

TraceNode remark(std::string text) {
  TraceNode out;
  out.kind = TraceNode::Kind::Item;
  out.text = std::move(text);
  return out;
}

}  // namespace

// What a list expression went through in that time.
std::vector<Mapper::Machine::Explaining::Item> Mapper::Machine::Explaining::items(Node n,
                                                                                  Time time) const {
  std::vector<Item> out;
  const std::uint16_t loop = code(n).loop;
  if (loop == CodeNode::kNoLoop) return out;
  const std::vector<std::size_t>& steps = at_[loop];
  for (auto at = std::lower_bound(steps.begin(), steps.end(), time.from);
       at != steps.end() && *at < time.to; ++at) {
    const std::size_t step = *at;
    const bool has_item =
        step + 1 < machine_.steps_.size() && machine_.steps_[step + 1] == loop + 1;
    const auto next = at + 1;
    const std::size_t end = next == steps.end() ? time.to : std::min(*next, time.to);
    if (has_item) out.push_back({machine_.results_[step], {step, end}});
  }
  return out;
}

void Mapper::Machine::Explaining::list_parts(TraceNode& to, Node n, Time time) {
  to.kind = TraceNode::Kind::List;
  const Expr& x = expr(n);
  if (const auto list = part(n, x.args[0]); list && !is_path(*list)) add(to.parts, *list, time);
  const std::vector<Item> all = items(n, time);
  std::size_t taken = 0;
  std::size_t passed = 0;
  std::size_t number = 0;
  for (const Item& one : all) {
    ++number;
    bool is_taken = true;
    const auto lets = explained_lets_;
    const auto calls = explained_calls_;
    const auto ledgers = explained_ledgers_;
    TraceNode made = item(n, one, number, is_taken);
    std::size_t& count = is_taken ? taken : passed;
    if (++count <= (is_taken ? kMostTaken : kMostPassed)) {
      to.parts.push_back(std::move(made));
    } else {
      // It is not shown, so it explained nothing.
      explained_lets_ = lets;
      explained_calls_ = calls;
      explained_ledgers_ = ledgers;
    }
  }
  if (taken > kMostTaken)
    to.parts.push_back(remark(fmt::format("and {} more that count", taken - kMostTaken)));
  if (passed > kMostPassed)
    to.parts.push_back(remark(fmt::format("and {} more that do not", passed - kMostPassed)));
}

TraceNode Mapper::Machine::Explaining::item(Node n, const Item& item, std::size_t number,
                                            bool& is_taken) {
  const Expr& x = expr(n);
  const dsl::Binder& binder = preset_.binders[x.index];
  TraceNode out;
  out.kind = TraceNode::Kind::Item;
  out.type = binder.type;
  const bool is_record = binder.type.is(dsl::Kind::Record);
  const bool personal = !is_record && is_personal(x.args[0]);
  const bool outer = personal_binder_[x.index];
  personal_binder_[x.index] = personal;
  out.text = fmt::format("{} {}", binder.name, number);
  if (!is_record) {
    out.text = fmt::format("{} = {}", binder.name, brief(item.slot, binder.type, personal));
  } else if (const JsonValue* object = machine_.decoder_.object_of(item.slot.block)) {
    out.sources.push_back({machine_.decoder_.pointer(object), "", false});
  }
  if (const auto where = x.args[2] == kNoExpr ? std::nullopt : part(n, x.args[2])) {
    const Value answer = value(*where, item.time);
    is_taken = answer.is_known && (answer.slot.number != 0) == (x.op != Op::EveryOf);
    if (!is_taken && x.op != Op::AnyOf && x.op != Op::EveryOf && x.op != Op::NoneOf)
      out.note = "does not count";
    if (expr(*where).op == Op::And) {
      add_operands(out.parts, *where, item.time, expr(*where).op);
    } else {
      add_always(out.parts, *where, item.time, "");
    }
  }
  const auto made = x.args[1] == kNoExpr ? std::nullopt : part(n, x.args[1]);
  if (made && is_taken && x.op != Op::ListOf) {
    out.value = brief(*made, item.time);
    add(out.parts, *made, item.time);
  }
  const auto key = x.args[3] == kNoExpr ? std::nullopt : part(n, x.args[3]);
  if (key && is_taken) add(out.parts, *key, item.time, "by");
  personal_binder_[x.index] = outer;
  return out;
}

// ── the ledger ──

std::string Mapper::Machine::Explaining::date_text(const Slot& date) const {
  return date.has_value() ? day_of(date).to_string() : "missing";
}

// The charges that are open on its day, and the one that began the run of late days; the payment
// that came last.
void Mapper::Machine::Explaining::ledger_parts(TraceNode& to, const Slot& ledger) {
  if (!ledger.has_value()) return;
  const auto site = static_cast<std::size_t>(ledger.block[kSite].number);
  const LedgerSite& members = program_.ledgers[site];
  const std::int64_t day = ledger.block[kDay].number;
  if (!explained_ledgers_.insert({static_cast<std::uint32_t>(site), day}).second) {
    to.note = "explained above";
    return;
  }
  const auto id_of = [&](const Slot* m) {
    if (members.charge_id == LedgerSite::kNone || !m[members.charge_id].has_value())
      return std::string();
    const Slot& id = m[members.charge_id];
    return " " + (members.charge_id_is_text ? std::string(id.view()) : std::to_string(id.number));
  };
  const auto source_of = [&](const Slot* m, std::uint16_t member, TraceNode& of) {
    if (const JsonValue* value = machine_.decoder_.source_of(&m[member]))
      of.sources.push_back(source(*value));
  };
  const Slot charges = machine_.ledger_charges(ledger);
  const std::uint16_t own = members.charge_members;
  const Slot& since = ledger.block[kLateSince];
  std::size_t settled = 0;
  std::size_t open = 0;
  for (std::uint32_t n = 0; n < charges.size; ++n) {
    const Slot* m = charges.block[n].block;
    if (m[own + 1].number <= 0) {
      ++settled;
      continue;
    }
    if (++open > kMostCharges) continue;
    TraceNode charge;
    charge.kind = TraceNode::Kind::Charge;
    charge.text = fmt::format("charge{} due {} {}", id_of(m), date_text(m[members.due]),
                              dollars(m[members.charge_amount].number));
    charge.value = "unpaid " + dollars(m[own + 1].number);
    const bool reportable = members.reportable == LedgerSite::kNone ||
                            !m[members.reportable].has_value() || m[members.reportable].number != 0;
    if (!reportable) charge.note = "not reported: it only takes its payments";
    const bool began = since.has_value() && reportable && m[members.due].number == since.number;
    if (began) charge.note = "began the current run of late days";
    source_of(m, members.due, charge);
    source_of(m, members.charge_amount, charge);
    to.parts.push_back(std::move(charge));
  }
  if (open > kMostCharges)
    to.parts.push_back(remark(fmt::format("and {} more that are open", open - kMostCharges)));
  to.parts.push_back(remark(fmt::format(
      "{} of {} charge{} due by {} {} paid", settled, charges.size, charges.size == 1 ? "" : "s",
      Date::from_days(static_cast<std::int32_t>(day)).to_string(), settled == 1 ? "is" : "are")));
  const Slot& payments = ledger.block[kOfPayments];
  const Slot* last = nullptr;
  for (std::uint32_t n = 0; n < payments.size; ++n) {
    const Slot* m = payments.block[n].block;
    const bool counts = m[members.paid_on].has_value() && m[members.paid_on].number <= day;
    if (counts && (last == nullptr || m[members.paid_on].number >= last[members.paid_on].number))
      last = m;
  }
  if (last == nullptr) return;
  TraceNode payment;
  payment.kind = TraceNode::Kind::Payment;
  payment.text = fmt::format("last payment {} {}", date_text(last[members.paid_on]),
                             dollars(last[members.payment_amount].number));
  source_of(last, members.paid_on, payment);
  source_of(last, members.payment_amount, payment);
  to.parts.push_back(std::move(payment));
}

}  // namespace m2
