#include "dsl/check_domain.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "dsl/value_flow.h"

namespace m2::dsl {
namespace {

class DomainLints {
 public:
  DomainLints(const CheckedPreset& preset, Diagnostics& found)
      : p_(preset),
        found_(found),
        flow_(preset),
        parts_(preset),
        mentions_day_(preset.exprs.size(), false) {
    // Operands come before what uses them.
    for (ExprId id = 0; id < preset.exprs.size(); ++id) {
      const Expr& expr = preset.exprs[id];
      mentions_day_[id] =
          expr.op == Op::AsOf || std::any_of(expr.args.begin(), expr.args.end(), [&](ExprId arg) {
            return arg != kNoExpr && mentions_day_[arg];
          });
    }
  }

  void run() {
    if (const FieldRule* rule = rule_of(p_, "date_of_first_delinquency"))
      check_first_delinquency(*rule);
    if (const FieldRule* rule = rule_of(p_, "payment_history_profile")) check_history(*rule);
    for (const Rule& rule : p_.rules) check_dated_facts(rule.condition, false);
    for (const Let& let : p_.lets) check_dated_facts(let.value, false);
  }

 private:
  // ── reaging ──
  void check_first_delinquency(const FieldRule& rule);
  void report_reaging(const FieldRule& rule, ExprId source, std::string_view follows);
  [[nodiscard]] std::string way_out(ExprId source) const;
  [[nodiscard]] bool is_oldest_unpaid(const Expr& expr) const;
  [[nodiscard]] bool is_payment_date(const Expr& expr) const;
  [[nodiscard]] bool picks_open_charge(ExprId id, const Frame* frame) const;
  [[nodiscard]] bool goes_through_open_charges(ExprId list, const Frame* frame) const;
  [[nodiscard]] bool is_ledger(Type type) const;

  // ── history-direction ──
  enum class Direction : std::uint8_t { Unknown, NewestFirst, OldestFirst };
  void check_history(const FieldRule& rule);
  [[nodiscard]] Direction direction_of(ExprId list, const Frame* frame, int depth = 0) const;
  [[nodiscard]] Direction direction_by(ExprId key, std::uint32_t item) const;
  [[nodiscard]] bool begins_with_previous(const Expr& text, const Frame* frame);
  [[nodiscard]] bool is_previous_history(ExprId id, const Frame* frame);

  // ── as-of-needed ──
  void check_dated_facts(ExprId id, bool knows_the_day);

  [[nodiscard]] std::string member_name(const Expr& member) const {
    const Type record = p_.expr(member.args[0]).type;
    return record.is(Kind::Record) ? p_.types.record(record).members[member.index].name : "";
  }

  const CheckedPreset& p_;
  Diagnostics& found_;
  ValueFlow flow_;
  ValueFlow parts_;                 // of what flow_ has come to
  std::vector<bool> mentions_day_;  // by expression: whether `as_of` stands in it
};

bool DomainLints::is_ledger(Type type) const {
  return type.is(Kind::Record) &&
         std::any_of(p_.allocations.begin(), p_.allocations.end(),
                     [&](const AllocationSite& site) { return site.ledger.of == type.of; });
}

bool DomainLints::is_oldest_unpaid(const Expr& expr) const {
  return expr.op == Op::Member && is_ledger(p_.expr(expr.args[0]).type) &&
         member_name(expr) == "oldest_unpaid_due";
}

// The day of a payment, of those that `allocate` is given.
bool DomainLints::is_payment_date(const Expr& expr) const {
  if (expr.op != Op::Member || member_name(expr) != "paid_on") return false;
  const Type record = p_.expr(expr.args[0]).type;
  return std::any_of(p_.allocations.begin(), p_.allocations.end(), [&](const AllocationSite& site) {
    const Type payments = p_.expr(site.payments).type;
    return payments.is(Kind::List) && p_.types.element(payments).same_kind(record);
  });
}

// A list of the ledger's charges from which a condition takes the open ones.
bool DomainLints::goes_through_open_charges(ExprId list, const Frame* frame) const {
  const auto asks_what_is_open = [&](ExprId condition) {
    return flow_.mentions(condition, [&](const Expr& expr) {
      if (expr.op != Op::Member) return false;
      const std::string name = member_name(expr);
      return name == "unpaid" || name == "settled_on" || name == "paid";
    });
  };
  bool open = false;
  for (int depth = 0; list != kNoExpr && depth < 50; ++depth) {
    const Expr& expr = p_.expr(list);
    if (is_over_list(expr.op)) {
      open = open || (expr.args.size() > 2 && asks_what_is_open(expr.args[2]));
      list = expr.args[0];
    } else if (expr.op == Op::LetValue) {
      list = p_.lets[expr.index].value;
      frame = nullptr;
    } else if (expr.op == Op::Local) {
      list = ValueFlow::argument(expr.index, frame);
    } else {
      return open && expr.op == Op::Member && is_ledger(p_.expr(expr.args[0]).type) &&
             member_name(expr) == "charges";
    }
  }
  return false;
}

// `earliest c.due for c in ledger.charges where c.unpaid > $0`, or the due date of the first such
// c.
bool DomainLints::picks_open_charge(ExprId id, const Frame* frame) const {
  const Expr& expr = p_.expr(id);
  if (expr.op == Op::SmallestOf || expr.op == Op::LargestOf) {
    const bool due = flow_.mentions(expr.args[1], [&](const Expr& item) {
      return item.op == Op::Member && member_name(item) == "due";
    });
    return due && goes_through_open_charges(id, frame);
  }
  if (expr.op != Op::Member || member_name(expr) != "due") return false;
  ExprId record = expr.args[0];
  for (int depth = 0; record != kNoExpr && depth < 50; ++depth) {
    const Expr& from = p_.expr(record);
    if (from.op == Op::LetValue) {
      record = p_.lets[from.index].value;
    } else if (from.op == Op::Otherwise) {
      record = from.args[0];
    } else {
      const bool picks = from.op == Op::FirstOf || from.op == Op::LastOf || from.op == Op::OnlyOf;
      return picks && goes_through_open_charges(record, frame);
    }
  }
  return false;
}

// "while a person stays late this date must not change": nothing that a payment moves may lead to
// it.
void DomainLints::check_first_delinquency(const FieldRule& rule) {
  std::set<ExprId> seen;
  flow_.follow(rule.value, [&](ExprId id, const Frame* frame) {
    const Expr& expr = p_.expr(id);
    const bool of_payment = is_payment_date(expr);
    if (!of_payment && !is_oldest_unpaid(expr) && !picks_open_charge(id, frame)) return Follow::On;
    if (seen.insert(id).second)
      report_reaging(rule, id, of_payment ? "the payments" : "the oldest unpaid charge");
    return Follow::Stop;
  });
}

void DomainLints::report_reaging(const FieldRule& rule, ExprId source, std::string_view follows) {
  auto& d = found_.error("reaging", p_.expr(source).span,
                         fmt::format("a first-delinquency date may not follow {}", follows));
  d.mark("moves forward with each payment")
      .label(rule.span, "gets here")
      .note("while a person stays late this date must not change")
      .with_help(way_out(source));
}

// With the ledger of this preset, and what stands behind the date: "… + 30 days".
std::string DomainLints::way_out(ExprId source) const {
  const Expr& expr = p_.expr(source);
  std::string ledger = "ledger";
  if (is_oldest_unpaid(expr)) {
    ledger = p_.expr(expr.args[0]).span.text();
  } else {
    for (const Let& let : p_.lets) {
      if (is_ledger(let.type)) ledger = let.name;
    }
  }
  std::string behind;
  for (const Expr& parent : p_.exprs) {
    if (parent.args.empty() || parent.args[0] != source) continue;
    if (parent.op == Op::Otherwise) return ledger + ".late_since";
    if (parent.op != Op::AddDays) continue;
    Span rest = parent.span;
    rest.begin = expr.span.end;
    behind = rest.text();
  }
  return fmt::format("({}.late_since otherwise hold \"Late, but since when?\"){}", ledger, behind);
}

// ── history-direction ──

DomainLints::Direction DomainLints::direction_by(ExprId key, std::uint32_t item) const {
  const Expr& expr = p_.expr(key);
  if (expr.type.is(Kind::Date)) return Direction::OldestFirst;
  if (expr.op != Op::DaysBetween && expr.op != Op::MonthsBetween) return Direction::Unknown;
  const auto speaks_of_item = [&](ExprId id) {
    return flow_.mentions(
        id, [&](const Expr& part) { return part.op == Op::Local && part.index == item; });
  };
  const bool from = speaks_of_item(expr.args[0]);
  const bool to = speaks_of_item(expr.args[1]);
  if (from == to) return Direction::Unknown;
  return to ? Direction::OldestFirst : Direction::NewestFirst;
}

DomainLints::Direction DomainLints::direction_of(ExprId list, const Frame* frame, int depth) const {
  if (list == kNoExpr || depth > 50) return Direction::Unknown;
  const Expr& expr = p_.expr(list);
  switch (expr.op) {
    case Op::MonthsBefore:
      return Direction::NewestFirst;
    case Op::JoinOf:
    case Op::ListOf:
    case Op::GroupsOf:
      if (expr.args.size() > 3 && expr.args[3] != kNoExpr)
        return direction_by(expr.args[3], expr.index);
      return direction_of(expr.args[0], frame, depth + 1);
    case Op::LetValue:
      return direction_of(p_.lets[expr.index].value, nullptr, depth + 1);
    case Op::Local: {
      const Frame* caller = frame;
      return direction_of(ValueFlow::argument(expr.index, caller), caller, depth + 1);
    }
    case Op::Call: {
      const Frame inside{&p_.defines[expr.index].binders, &expr.args, frame};
      return direction_of(p_.defines[expr.index].body, &inside, depth + 1);
    }
    default:
      return Direction::Unknown;
  }
}

// Last month's history, as such and not as a part of a text.
bool DomainLints::is_previous_history(ExprId id, const Frame* frame) {
  bool is = false;
  parts_.follow(
      id,
      [&](ExprId part, const Frame*) {
        const Expr& expr = p_.expr(part);
        is = is || (expr.op == Op::Member && p_.expr(expr.args[0]).op == Op::Engine &&
                    member_name(expr) == "payment_history_profile");
        const bool made =
            expr.op == Op::Template || expr.op == Op::CallBuiltin || expr.op == Op::JoinOf;
        return made ? Follow::Stop : Follow::On;
      },
      frame);
  return is;
}

void DomainLints::check_history(const FieldRule& rule) {
  std::set<ExprId> seen;
  const auto report = [&](Span span, std::string mark, std::string help) {
    found_
        .error(
            "history-direction", span,
            "a payment history begins with the newest month, and this one begins with the oldest")
        .mark(std::move(mark))
        .label(rule.span, "gets here")
        .note("position 1 is the month before this report; older months follow to its right")
        .with_help(std::move(help));
  };
  flow_.follow(rule.value, [&](ExprId id, const Frame* frame) {
    const Expr& expr = p_.expr(id);
    if (expr.op == Op::JoinOf && direction_of(id, frame) == Direction::OldestFirst &&
        seen.insert(id).second) {
      const bool sorted = expr.args.size() > 3 && expr.args[3] != kNoExpr;
      report(sorted ? p_.expr(expr.args[3]).span : expr.span,
             sorted ? "sorts the oldest first" : "goes through the oldest first",
             "join of … for m in the 24 months before as_of");
    }
    if (expr.op == Op::Template && begins_with_previous(expr, frame) && seen.insert(id).second) {
      report(p_.expr(expr.args.front()).span, "what was reported last month stands in front",
             "roll(previous.payment_history_profile, …)");
    }
    return Follow::On;
  });
}

// "{previous.payment_history_profile}{letter}": behind it something newer can only be out of place.
bool DomainLints::begins_with_previous(const Expr& text, const Frame* frame) {
  const auto is_value = [&](ExprId part) { return p_.expr(part).op != Op::Constant; };
  std::vector<ExprId> parts = text.args;
  std::erase_if(parts, [&](ExprId part) { return !is_value(part) && p_.expr(part).text.empty(); });
  if (parts.size() < 2 || !is_previous_history(parts.front(), frame)) return false;
  return std::any_of(parts.begin() + 1, parts.end(), is_value);
}

// ── as-of-needed ──

// A condition that asks whether a dated fact is there answers another thing in a later run.
void DomainLints::check_dated_facts(ExprId id, bool knows_the_day) {
  if (id == kNoExpr) return;
  const Expr& expr = p_.expr(id);
  const bool is_condition = expr.type.is(Kind::Bool);
  if (is_condition) knows_the_day = knows_the_day || mentions_day_[id];
  const bool asks = expr.op == Op::IsPresent || expr.op == Op::IsMissing;
  if (asks && !knows_the_day && p_.expr(expr.args[0]).op == Op::Member) {
    const Expr& fact = p_.expr(expr.args[0]);
    const std::string name = member_name(fact);
    const bool of_root = p_.expr(fact.args[0]).op == Op::Root;
    const bool of_birth =
        name.find("born") != std::string::npos || name.find("birth") != std::string::npos;
    if (of_root && fact.type.is(Kind::Date) && fact.type.optional && !of_birth) {
      const std::string_view path = fact.span.text();
      found_
          .warning("as-of-needed", expr.span,
                   fmt::format("`{}` is looked at without the day of the report", path))
          .mark("once it is known, an earlier month run again comes out differently")
          .with_help(expr.op == Op::IsPresent
                         ? fmt::format("{} is present and {} <= as_of", path, path)
                         : fmt::format("{} is missing or {} > as_of", path, path));
    }
  }
  for (ExprId arg : expr.args) check_dated_facts(arg, is_condition && knows_the_day);
}

}  // namespace

const FieldRule* rule_of(const CheckedPreset& preset, std::string_view field) {
  for (const FieldRule& rule : preset.base.fields) {
    if (rule.field->key == field) return &rule;
  }
  return nullptr;
}

void check_domain(const CheckedPreset& preset, Diagnostics& found) {
  DomainLints(preset, found).run();
  check_rating(preset, found);
  check_lengths(preset, found);
}

}  // namespace m2::dsl
