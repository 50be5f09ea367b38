// List expressions, allocate, instalments.

#include <fmt/format.h>

#include "dsl/checker.h"
#include "dsl/literal.h"

namespace m2::dsl {
namespace {

bool is_ordered(Type t) {
  switch (t.kind) {
    case Kind::Int:
    case Kind::Number:
    case Kind::Percent:
    case Kind::Money:
    case Kind::Date:
    case Kind::Days:
    case Kind::Months:
    case Kind::Text:
    case Kind::Code:
      return true;
    default:
      return false;
  }
}

}  // namespace

ExprId Checker::list_literal(NodeRef n, Type expected) {
  Type element = expected.is(Kind::List) ? p_.types.element(expected) : Type{};
  std::vector<ExprId> items;
  for (std::size_t i = 0; i < n.size(); ++i) {
    const ExprId item = value(n[i], element);
    if (!type(item).known()) return failed(n.span());
    if (!element.known())
      element = type(item).is(Kind::Code) ? Type::of_kind(Kind::Text) : type(item).bare();
    const bool textual = (element.is(Kind::Text) || element.is(Kind::Code)) &&
                         (type(item).is(Kind::Text) || type(item).is(Kind::Code));
    if (!type(item).same_kind(element) && !textual) {
      found_.error(
          "type", n[i].span(),
          fmt::format("this list holds {}, but this is {}", show(element), show(type(item))));
      return failed(n.span());
    }
    items.push_back(item);
  }
  if (!element.known()) element = Type::of_kind(Kind::Text);
  return make(Op::MakeList, p_.types.list_of(element), n.span(), std::move(items));
}

ExprId Checker::list_operand(NodeRef n) {
  const ExprId list = value(n);
  return type(list).known() && !type(list).is(Kind::List) ? wrong_type(list, "a list") : list;
}

// WORD of ITEM for NAME in LIST [where …] [by …]
ExprId Checker::aggregate(NodeRef n) {
  const std::string_view word = n[0].text();
  const ExprId list = list_operand(n[3]);
  if (!type(list).known()) return list;
  const Within within(*this);
  const std::uint32_t binder = add_item(n[2], p_.types.element(type(list)));
  const NodeRef where_node = n.find(NodeKind::Where);
  const NodeRef by_node = n.find(NodeKind::By);
  const ExprId where = where_node ? condition(where_node[0]) : kNoExpr;
  if (where_node) narrow(narrowing(where_node[0]).when_true);
  const ExprId item = value(n[1]);
  const ExprId by = by_node ? value(by_node[0]) : kNoExpr;
  const Type t = type(item);
  if (!t.known()) return failed(n.span());
  if (by != kNoExpr && type(by).known() && !is_ordered(type(by)))
    return wrong_type(by, "something with an order");

  const auto build = [&](Op op, Type result) {
    return make(op, result, n.span(), {list, item, where, by}, binder);
  };
  if (word == "count") return build(Op::CountOf, Type::of_kind(Kind::Int));
  if (word == "list") return build(Op::ListOf, p_.types.list_of(t.bare()));
  if (word == "sum") {
    const bool summable =
        is_ordered(t) && !t.is(Kind::Date) && !t.is(Kind::Text) && !t.is(Kind::Code);
    if (!summable) return wrong_type(item, "money, a number or a duration");
    return build(Op::SumOf, t.bare());
  }
  if (word == "join") {
    if (by == kNoExpr && !is_in_order(list)) {
      found_.error("order-needed", n.span(), "`join` needs to know the order of the list")
          .with_help(fmt::format("{} by {}.…", n.text(), n[2].text()))
          .note("the order of the source is not an order: say by what");
      return failed(n.span());
    }
    if (!t.is(Kind::Text) && !t.is(Kind::Code)) return wrong_type(item, "text");
    return build(Op::JoinOf, Type::of_kind(Kind::Text));
  }
  if (!is_ordered(t) || t.unsettled || t.is(Kind::Text) || t.is(Kind::Code))
    return wrong_type(item, "money, a number, a date or a duration");
  const bool largest = word == "latest" || word == "largest";
  return build(largest ? Op::LargestOf : Op::SmallestOf, t.bare().with_optional());
}

// Whether somebody said in what order the items stand: the months before a day, what was sorted,
// groups, a list written out.
bool Checker::is_in_order(ExprId list) const {
  const Expr& x = p_.exprs[list];
  switch (x.op) {
    case Op::LetValue:
      return p_.lets[x.index].value == kNoExpr || is_in_order(p_.lets[x.index].value);
    case Op::Call:
      return p_.defines[x.index].body == kNoExpr || is_in_order(p_.defines[x.index].body);
    case Op::ListOf:
      return x.args[3] != kNoExpr || is_in_order(x.args[0]);
    case Op::MonthsBefore:
    case Op::MakeList:
    case Op::GroupsOf:
    case Op::Instalments:
    case Op::Parameter:
      return true;
    default:
      return false;
  }
}

// WORD NAME in LIST [where … | has …] [by …]
ExprId Checker::quantified(NodeRef n) {
  const std::string_view word = n[0].text();
  const ExprId list = list_operand(n[2]);
  if (!type(list).known()) return list;
  const Type element = p_.types.element(type(list));
  const Within within(*this);
  const std::uint32_t binder = add_item(n[1], element);
  NodeRef test = n.find(NodeKind::Where);
  if (!test) test = n.find(NodeKind::Has);
  const ExprId where = test ? condition(test[0]) : kNoExpr;
  if (test) narrow(narrowing(test[0]).when_true);
  const NodeRef by_node = n.find(NodeKind::By);
  const ExprId by = by_node ? value(by_node[0]) : kNoExpr;
  const auto build = [&](Op op, Type result) {
    return make(op, result, n.span(), {list, kNoExpr, where, by}, binder);
  };
  const Type yes_or_no = Type::of_kind(Kind::Bool);
  if (word == "any") return build(Op::AnyOf, yes_or_no);
  if (word == "every") return build(Op::EveryOf, yes_or_no);
  if (word == "no") return build(Op::NoneOf, yes_or_no);
  if (word == "only") return build(Op::OnlyOf, element);
  if (by == kNoExpr) {
    found_
        .error("order-needed", n.span(),
               fmt::format("`{}` needs to know the order of the list", word))
        .with_help(fmt::format("{} by {}.…", n.text(), n[1].text()))
        .note("the order of the source is not an order: say by what");
    return failed(n.span());
  }
  if (type(by).known() && !is_ordered(type(by))) return wrong_type(by, "something with an order");
  return build(word == "first" ? Op::FirstOf : Op::LastOf, element.with_optional());
}

// groups of NAME in LIST [where …] by KEY: a list of { key, items }, keys ascending
ExprId Checker::groups(NodeRef n) {
  const ExprId list = list_operand(n[1]);
  if (!type(list).known()) return list;
  const Within within(*this);
  const std::uint32_t binder = add_item(n[0], p_.types.element(type(list)));
  const NodeRef where_node = n.find(NodeKind::Where);
  const ExprId where = where_node ? condition(where_node[0]) : kNoExpr;
  if (where_node) narrow(narrowing(where_node[0]).when_true);
  const ExprId key = value(n.find(NodeKind::By)[0]);
  if (!type(key).known()) return failed(n.span());
  if (!is_ordered(type(key))) return wrong_type(key, "something with an order");
  RecordType group;
  group.name = "group";
  group.members = {{"key", type(key).bare(), Span{}}, {"items", type(list).bare(), Span{}}};
  const Type record = Type::of_kind(Kind::Record, p_.types.add_record(std::move(group)));
  return make(Op::GroupsOf, p_.types.list_of(record), n.span(), {list, kNoExpr, where, key},
              binder);
}

bool Checker::needs_member(Type list, Span span, std::string_view member, Kind kind, bool required,
                           std::string_view use) {
  const RecordType& record = p_.types.record(p_.types.element(list));
  const MemberType* m = record.find(member);
  if (m == nullptr && !required) return true;
  const Type wanted = Type::of_kind(kind);
  if (m != nullptr && m->type.is(kind) && (!m->type.optional || !required)) return true;
  auto& d = found_.error("type", span,
                         m == nullptr ? fmt::format("{} reads `{}` of each item, and {} has none",
                                                    use, member, record.name)
                                      : fmt::format("{} needs `{}` as {}, but it is {}", use,
                                                    member, show(wanted), show(m->type)));
  if (m != nullptr && !m->span.empty()) d.label(m->span, "declared here");
  d.with_help(fmt::format("give the record a member   {}   {}   from \"…\"", member, show(wanted)));
  return false;
}

// The ledger that `allocate` gives for charges of this type; the same charges always give the same
// type.
std::optional<Type> Checker::ledger_type(Type charges) {
  for (const AllocationSite& site : p_.allocations) {
    if (type(site.charges).of == charges.of) return site.ledger;
  }
  const Type money = Type::of_kind(Kind::Money);
  const Type date = Type::of_kind(Kind::Date);
  RecordType charge = p_.types.record(p_.types.element(charges));
  charge.name = "allocated " + charge.name;
  for (auto [name, t] :
       {std::pair{"paid", money}, {"unpaid", money}, {"settled_on", date.with_optional()}})
    charge.members.push_back({name, t, Span{}});
  const Type charge_type = Type::of_kind(Kind::Record, p_.types.add_record(std::move(charge)));
  RecordType ledger;
  ledger.name = "ledger";
  ledger.members = {{"balance", money, Span{}},
                    {"unpaid", money, Span{}},
                    {"credit", money, Span{}},
                    {"oldest_unpaid_due", date.with_optional(), Span{}},
                    {"late_since", date.with_optional(), Span{}},
                    {"late_since_when_settled", date.with_optional(), Span{}},
                    {"days_late_when_settled", Type::of_kind(Kind::Days), Span{}},
                    {"charges", p_.types.list_of(charge_type), Span{}}};
  return Type::of_kind(Kind::Record, p_.types.add_record(std::move(ledger)));
}

ExprId Checker::allocate(NodeRef n) {
  const ExprId payments = list_operand(n[0]);
  const ExprId charges = list_operand(n[1]);
  const NodeRef as_of = n.find(NodeKind::AsOf);
  const ExprId day = as_of ? value(as_of[0], Type::of_kind(Kind::Date))
                           : make(Op::AsOf, Type::of_kind(Kind::Date), n.span());
  if (!type(payments).known() || !type(charges).known() || !type(day).known())
    return failed(n.span());
  if (!type(day).is(Kind::Date)) return wrong_type(day, "a date");
  for (ExprId list : {payments, charges}) {
    if (!p_.types.element(type(list)).is(Kind::Record))
      return wrong_type(list, "a list of records");
  }
  bool fits =
      needs_member(type(payments), e(payments).span, "paid_on", Kind::Date, true, "allocate");
  fits = needs_member(type(payments), e(payments).span, "amount", Kind::Money, true, "allocate") &&
         fits;
  fits = needs_member(type(payments), e(payments).span, "reversed_on", Kind::Date, false,
                      "allocate") &&
         fits;
  fits = needs_member(type(charges), e(charges).span, "due", Kind::Date, true, "allocate") && fits;
  fits =
      needs_member(type(charges), e(charges).span, "amount", Kind::Money, true, "allocate") && fits;
  fits =
      needs_member(type(charges), e(charges).span, "reportable", Kind::Bool, false, "allocate") &&
      fits;
  const NodeRef priority = n.find(NodeKind::ByPriority);
  ExprId ranks = kNoExpr;
  if (priority) {
    const MemberType* kind = p_.types.record(p_.types.element(type(charges))).find("class");
    const Type wanted = kind == nullptr ? Type::of_kind(Kind::Text) : kind->type.bare();
    fits = (kind != nullptr || needs_member(type(charges), e(charges).span, "class", Kind::Text,
                                            true, "allocate by priority")) &&
           fits;
    ranks = list_literal(priority[0], p_.types.list_of(wanted));
  }
  if (!fits) return failed(n.span());
  const Type ledger = *ledger_type(type(charges));
  const std::uint32_t order = priority ? 1 : n.has(NodeKind::SameMonthFirst) ? 2 : 0;
  std::uint32_t site = 0;
  const auto same = [&](const AllocationSite& s) {
    const auto text = [&](ExprId id) {
      return id == kNoExpr ? std::string_view() : e(id).span.text();
    };
    return text(s.payments) == text(payments) && text(s.charges) == text(charges) &&
           text(s.ranks) == text(ranks) && s.order == order && type(s.payments) == type(payments) &&
           type(s.charges) == type(charges);
  };
  while (site < p_.allocations.size() && !same(p_.allocations[site])) ++site;
  if (site == p_.allocations.size())
    p_.allocations.push_back({payments, charges, ranks, ledger, order});
  return make(Op::Allocate, ledger, n.span(), {payments, charges, day, ranks}, site);
}

// instalments of AMOUNT every FREQUENCY from DATE to DATE [moved by LIST]
ExprId Checker::instalments(NodeRef n) {
  const Type date = Type::of_kind(Kind::Date);
  const ExprId amount = value(n[0], Type::of_kind(Kind::Money));
  if (type(amount).known() && !type(amount).is(Kind::Money)) return wrong_type(amount, "money");
  ExprId step = kNoExpr;
  std::string words(n[1].text());
  if (n[1].size() > 0) {
    step = value(n[1][0], Type::of_kind(Kind::Text));
    if (type(step).known() && !type(step).is(Kind::Text))
      return wrong_type(step, "text such as \"1 month\"");
  } else {
    step = make(Op::Constant, Type::of_kind(Kind::Text), n[1].span());
    e(step).text = words;
  }
  const ExprId from = value(n[2], date);
  const ExprId to = value(n[3], date);
  const NodeRef moved = n.find(NodeKind::MovedBy);
  const ExprId moves = moved ? list_operand(moved[0]) : kNoExpr;
  for (ExprId id : {from, to}) {
    if (type(id).known() && !type(id).is(Kind::Date)) return wrong_type(id, "a date");
  }
  if (moves != kNoExpr && type(moves).known()) {
    const bool fits =
        needs_member(type(moves), e(moves).span, "moved_from", Kind::Date, true, "moved by") &&
        needs_member(type(moves), e(moves).span, "moved_to", Kind::Date, true, "moved by");
    if (!fits) return failed(n.span());
  }
  std::uint32_t index = 0;
  while (index < p_.types.records().size() && p_.types.records()[index].name != "instalment")
    ++index;
  if (index == p_.types.records().size()) {
    RecordType record;
    record.name = "instalment";
    record.members = {{"id", Type::of_kind(Kind::Int), Span{}},
                      {"due", date, Span{}},
                      {"amount", Type::of_kind(Kind::Money), Span{}}};
    index = p_.types.add_record(std::move(record));
  }
  return make(Op::Instalments, p_.types.list_of(Type::of_kind(Kind::Record, index)), n.span(),
              {amount, from, to, moves, step});
}

}  // namespace m2::dsl
