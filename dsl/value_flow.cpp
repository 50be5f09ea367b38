#include "dsl/value_flow.h"

#include <algorithm>

namespace m2::dsl {
namespace {

constexpr int kDeepestCall = 100;               // calls within calls
constexpr std::size_t kMostFlowSteps = 50'000;  // for one value

}  // namespace

bool is_over_list(Op op) {
  switch (op) {
    case Op::SumOf:
    case Op::CountOf:
    case Op::JoinOf:
    case Op::ListOf:
    case Op::LargestOf:
    case Op::SmallestOf:
    case Op::OnlyOf:
    case Op::FirstOf:
    case Op::LastOf:
    case Op::AnyOf:
    case Op::EveryOf:
    case Op::NoneOf:
    case Op::GroupsOf:
      return true;
    default:
      return false;
  }
}

ExprId ValueFlow::argument(std::uint32_t binder, const Frame*& frame) {
  for (const Frame* f = frame; f != nullptr; f = f->caller) {
    for (std::size_t i = 0; i < f->binders->size() && i < f->args->size(); ++i) {
      if ((*f->binders)[i] != binder) continue;
      frame = f->caller;
      return (*f->args)[i];
    }
  }
  return kNoExpr;
}

bool ValueFlow::mentions(ExprId id, const std::function<bool(const Expr&)>& what) const {
  if (id == kNoExpr) return false;
  const Expr& expr = p_.expr(id);
  if (what(expr)) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ExprId arg) { return mentions(arg, what); });
}

void ValueFlow::follow(ExprId value, const Visit& visit, const Frame* frame) {
  steps_ = 0;
  walk(value, frame, visit, 0);
}

void ValueFlow::walk(ExprId id, const Frame* frame, const Visit& visit, int depth) {
  if (id == kNoExpr || depth > kDeepestCall || ++steps_ > kMostFlowSteps) return;
  if (visit(id, frame) == Follow::Stop) return;
  const Expr& expr = p_.expr(id);
  const auto go = [&](ExprId to) { walk(to, frame, visit, depth + 1); };
  switch (expr.op) {
    case Op::Local: {
      const Frame* caller = frame;
      walk(argument(expr.index, caller), caller, visit, depth + 1);
      break;
    }
    case Op::LetValue:
      walk(p_.lets[expr.index].value, nullptr, visit, depth + 1);
      break;
    case Op::Call: {
      const Frame inside{&p_.defines[expr.index].binders, &expr.args, frame};
      walk(p_.defines[expr.index].body, &inside, visit, depth + 1);
      break;
    }
    case Op::CallLookup:
      for (const LookupEntry& entry : p_.lookups[expr.index].entries) {
        const std::vector<std::uint32_t> binder = {p_.lookups[expr.index].binder};
        const Frame inside{&binder, &expr.args, frame};
        walk(entry.value, &inside, visit, depth + 1);
      }
      break;
    case Op::Member:
      walk_member(expr.args[0], expr.index, frame, visit, depth + 1);
      break;
    case Op::If:
      go(expr.args[1]);
      go(expr.args[2]);
      break;
    case Op::NoLess:
    case Op::NoMore:
    case Op::AddDays:
    case Op::AddMonths:
    case Op::AddMonthsIntoNext:
    case Op::StartOfMonth:
    case Op::EndOfMonth:
    case Op::Capitals:
      go(expr.args[0]);
      break;
    case Op::SmallestOf:
    case Op::LargestOf:
    case Op::JoinOf:
      go(expr.args[1]);
      break;
    case Op::Otherwise:
    case Op::Template:
    case Op::CallBuiltin:
      for (ExprId arg : expr.args) go(arg);
      break;
    default:
      break;
  }
}

// The member of what a record can be: of a table's result it is a column of its rows.
void ValueFlow::walk_member(ExprId record, std::uint32_t member, const Frame* frame,
                            const Visit& visit, int depth) {
  if (record == kNoExpr || depth > kDeepestCall || ++steps_ > kMostFlowSteps) return;
  const Expr& expr = p_.expr(record);
  const auto go = [&](ExprId to) { walk_member(to, member, frame, visit, depth + 1); };
  switch (expr.op) {
    case Op::CallTable: {
      const Table& table = p_.tables[expr.index];
      const Frame inside{&table.binders, &expr.args, frame};
      for (const TableRow& row : table.rows) {
        if (member < row.then.size()) walk(row.then[member], &inside, visit, depth + 1);
      }
      break;
    }
    case Op::Local: {
      const Frame* caller = frame;
      walk_member(argument(expr.index, caller), member, caller, visit, depth + 1);
      break;
    }
    case Op::LetValue:
      walk_member(p_.lets[expr.index].value, member, nullptr, visit, depth + 1);
      break;
    case Op::Call: {
      const Frame inside{&p_.defines[expr.index].binders, &expr.args, frame};
      walk_member(p_.defines[expr.index].body, member, &inside, visit, depth + 1);
      break;
    }
    case Op::If:
      go(expr.args[1]);
      go(expr.args[2]);
      break;
    case Op::Otherwise:
      for (ExprId arg : expr.args) go(arg);
      break;
    default:
      break;
  }
}

}  // namespace m2::dsl
