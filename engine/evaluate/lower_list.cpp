// Lists, tables, lookups and the ledger.

#include <algorithm>

#include "engine/evaluate/lowering.h"
#include "engine/metro2/codes.h"

namespace m2 {

using dsl::ExprId;
using dsl::Kind;
using dsl::kNoExpr;
using dsl::Op;

// Operands of a list expression, as dsl::Op says.
struct ListArgs {
  ExprId list, item, where, by;
  explicit ListArgs(const dsl::Expr& x)
      : list(x.args[0]), item(x.args[1]), where(x.args[2]), by(x.args[3]) {}
};

Register Lowering::list(ExprId id) {
  switch (e(id).op) {
    case Op::MakeList:
      return make_list(id);
    case Op::OnlyOf:
      return only(id);
    case Op::FirstOf:
    case Op::LastOf:
      return first_or_last(id);
    case Op::AnyOf:
    case Op::EveryOf:
    case Op::NoneOf:
      return any_or_every(id);
    case Op::ListOf:
    case Op::JoinOf:
    case Op::GroupsOf:
      return collect(id);
    default:
      return fold(id);
  }
}

Lowering::Loop Lowering::begin_loop(Register list, std::uint32_t binder, ExprId where) {
  const Register iterator = new_register();
  const Register item = new_register();
  const std::size_t start = emit(Opcode::LoopStart, iterator, list);
  const std::size_t next = emit(Opcode::LoopNext, item, iterator);
  binder_register_[binder] = item;
  if (!open_nodes_.empty())
    program_->map->nodes[open_nodes_.back()].loop = static_cast<std::uint16_t>(next);
  if (where != kNoExpr) {
    const Register taken = value(where);
    cover_condition(where);
    const std::size_t skip = emit(Opcode::JumpIfFalse, 0, taken);
    program_->code[skip].b = static_cast<Register>(next);
  }
  return {item, start, next};
}

void Lowering::end_loop(const Loop& loop) {
  emit(Opcode::Jump, 0, 0, static_cast<Register>(loop.next));
  jump_here(loop.next);
}

void Lowering::end_loop(const Loop& loop, Register result) {
  end_loop(loop);
  program_->loops.push_back({result, static_cast<std::uint16_t>(loop.start), here()});
}

Register Lowering::make_list(ExprId id) {
  const dsl::Expr& x = e(id);
  const auto count = static_cast<std::uint32_t>(x.args.size());
  const bool constant = std::all_of(x.args.begin(), x.args.end(),
                                    [&](ExprId arg) { return e(arg).op == Op::Constant; });
  if (constant) {
    auto block = std::make_unique<Slot[]>(count + 1);
    for (std::uint32_t i = 0; i < count; ++i) block[i] = *constant_slot(x.args[i]);
    const Register r = slot_constant(Slot::of_block(block.get(), count));
    program_->blocks.push_back(std::move(block));
    return r;
  }
  std::vector<Register> items;
  for (ExprId arg : x.args) items.push_back(value(arg));
  const Register first = new_register();
  for (std::size_t i = 1; i < items.size(); ++i) new_register();
  for (std::size_t i = 0; i < items.size(); ++i) move(static_cast<Register>(first + i), items[i]);
  const Register dst = new_register();
  emit(Opcode::MakeList, dst, first, static_cast<Register>(count));
  return dst;
}

Register Lowering::only(ExprId id) {
  const dsl::Expr& x = e(id);
  const ListArgs args(x);
  const Register list = value(args.list);
  const Register dst = new_register();
  const Register count = new_register();
  const Register one = number_constant(1);
  emit(Opcode::SetMissing, dst);
  emit(Opcode::SetNumber, count, 0, 0);
  {
    const Branch branch(*this);
    const Loop loop = begin_loop(list, x.index, args.where);
    move(dst, loop.item);
    emit(Opcode::Add, count, count, one);
    end_loop(loop, dst);
  }
  emit(Opcode::OnlyOne, 0, count, text_constant(x.span.text()));
  return dst;
}

Register Lowering::first_or_last(ExprId id) {
  const dsl::Expr& x = e(id);
  const ListArgs args(x);
  const Register list = value(args.list);
  const Register dst = new_register();
  const Register best = new_register();
  emit(Opcode::SetMissing, dst);
  emit(Opcode::SetMissing, best);
  const Branch branch(*this);
  const Loop loop = begin_loop(list, x.index, args.where);
  const Register key = value(args.by);
  const bool textual = is_textual(e(args.by).type.kind);
  const Opcode code = x.op == Op::FirstOf
                          ? (textual ? Opcode::JumpUnlessFirstText : Opcode::JumpUnlessFirst)
                          : (textual ? Opcode::JumpUnlessLastText : Opcode::JumpUnlessLast);
  const std::size_t worse = emit(code, key, best);
  move(best, key);
  move(dst, loop.item);
  program_->code[worse].b = static_cast<Register>(loop.next);
  end_loop(loop, dst);
  return dst;
}

Register Lowering::any_or_every(ExprId id) {
  const dsl::Expr& x = e(id);
  const ListArgs args(x);
  const Register list = value(args.list);
  const Register dst = new_register();
  // What is true of an empty list, and what an item must do to decide otherwise.
  const bool start = x.op != Op::AnyOf;
  emit(Opcode::SetNumber, dst, 0, start ? 1 : 0);
  const Branch branch(*this);
  const Loop loop = begin_loop(list, x.index, kNoExpr);
  std::size_t go_on = SIZE_MAX;
  if (args.where != kNoExpr) {
    const Register decides = value(args.where);
    cover_condition(args.where);
    go_on = emit(x.op == Op::EveryOf ? Opcode::JumpIfTrue : Opcode::JumpIfFalse, 0, decides);
  }
  emit(Opcode::SetNumber, dst, 0, start ? 0 : 1);
  const std::size_t decided = emit(Opcode::Jump);
  if (go_on != SIZE_MAX) program_->code[go_on].b = static_cast<Register>(loop.next);
  end_loop(loop, dst);
  jump_here(decided);
  return dst;
}

Register Lowering::collect(ExprId id) {
  const dsl::Expr& x = e(id);
  const ListArgs args(x);
  const Register list = value(args.list);
  const Register mark = new_register();
  emit(Opcode::ListBegin, mark);
  const bool by_key = args.by != kNoExpr;
  std::size_t made = 0;  // its loop
  {
    const Branch branch(*this);
    const Loop loop = begin_loop(list, x.index, args.where);
    const Register item = x.op == Op::GroupsOf ? loop.item : value(args.item);
    if (by_key) {
      emit(Opcode::ListPushBy, 0, item, value(args.by));
    } else {
      emit(Opcode::ListPush, 0, item);
    }
    end_loop(loop, 0);
    made = program_->loops.size() - 1;
  }
  const Register textual = by_key && is_textual(e(args.by).type.kind) ? 1 : 0;
  const Register dst = new_register();
  program_->loops[made].result = dst;
  if (x.op == Op::GroupsOf) {
    emit(Opcode::GroupsEnd, dst, mark, textual);
    return dst;
  }
  if (x.op == Op::ListOf || by_key)
    emit(by_key ? Opcode::ListEndBy : Opcode::ListEnd, dst, mark, textual);
  if (x.op == Op::JoinOf)
    emit(by_key ? Opcode::JoinList : Opcode::JoinEnd, dst, by_key ? dst : mark);
  return dst;
}

// sum, count, largest, smallest
Register Lowering::fold(ExprId id) {
  const dsl::Expr& x = e(id);
  const ListArgs args(x);
  const Register list = value(args.list);
  const Register dst = new_register();
  const bool counts = x.op == Op::CountOf;
  const bool starts_at_zero = counts || x.op == Op::SumOf;
  if (starts_at_zero) {
    emit(Opcode::SetNumber, dst, 0, 0);
  } else {
    emit(Opcode::SetMissing, dst);
  }
  const Register one = counts ? number_constant(1) : Register{0};
  const Branch branch(*this);
  const Loop loop = begin_loop(list, x.index, args.where);
  if (counts) {
    emit(Opcode::Add, dst, dst, one);
  } else {
    const Register item = value(args.item);
    const Opcode code = x.op == Op::SumOf       ? Opcode::Add
                        : x.op == Op::LargestOf ? Opcode::KeepLarger
                                                : Opcode::KeepSmaller;
    emit(code, dst, x.op == Op::SumOf ? dst : item, x.op == Op::SumOf ? item : Register{0});
  }
  end_loop(loop, dst);
  return dst;
}

Register Lowering::table(ExprId id) {
  const dsl::Expr& x = e(id);
  const dsl::Table& table = preset_.tables[x.index];
  Registers inputs;
  for (ExprId arg : x.args) inputs.push_back(value(arg));
  if (const auto same = known(Op::CallTable, x.index, inputs)) {
    is_known_call();
    return *same;
  }
  const Register first = in_a_row(inputs);
  const Register row = new_register();
  emit(Opcode::TableRow, row, first, table_code(x.index));
  std::vector<std::vector<ExprId>> results;
  for (const dsl::TableRow& r : table.rows) results.push_back(r.then);
  std::vector<Register> outer;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    outer.push_back(
        std::exchange(binder_register_[table.binders[i]], static_cast<Register>(inputs[i])));
  cover_rows(x.index);
  const Register dst = rows(row, table.rows.size(), results, true);
  for (std::size_t i = 0; i < inputs.size(); ++i) binder_register_[table.binders[i]] = outer[i];
  remember(Op::CallTable, x.index, inputs, dst);
  return dst;
}

Register Lowering::lookup(ExprId id) {
  const dsl::Expr& x = e(id);
  const dsl::Lookup& lookup = preset_.lookups[x.index];
  const Register key = value(x.args[0]);
  const Register row = new_register();
  const std::uint16_t code = lookup_code(x.index);
  cover_keys(x.index, program_->lookups[code]);
  emit(Opcode::LookupRow, row, key, code);
  std::vector<std::vector<ExprId>> results;
  for (const dsl::LookupEntry& entry : lookup.entries) results.push_back({entry.value});
  const Register outer = std::exchange(binder_register_[lookup.binder], key);
  const Register dst = rows(row, lookup.entries.size(), results, false);
  binder_register_[lookup.binder] = outer;
  return dst;
}

// The results of the row whose number is in `row`. Rows of constants are a list made beforehand,
// and picked from it.
Register Lowering::rows(Register row, std::size_t count,
                        const std::vector<std::vector<ExprId>>& results, bool as_record) {
  const std::size_t width = results.empty() ? 0 : results.front().size();
  bool constant = true;
  for (const auto& cells : results) {
    for (ExprId cell : cells) constant = constant && e(cell).op == Op::Constant;
  }
  const Register dst = new_register();
  if (constant) {
    auto block = std::make_unique<Slot[]>(count * (width + 1) + 1);
    Slot* cells = block.get() + count;
    for (std::size_t r = 0; r < count; ++r) {
      for (std::size_t c = 0; c < width; ++c) cells[r * width + c] = *constant_slot(results[r][c]);
      block[r] = as_record ? Slot::of_block(cells + r * width) : cells[r * width];
    }
    const Register picks =
        slot_constant(Slot::of_block(block.get(), static_cast<std::uint32_t>(count)));
    program_->blocks.push_back(std::move(block));
    emit(Opcode::Pick, dst, picks, row);
    return dst;
  }
  emit(Opcode::JumpTable, 0, row);
  std::vector<std::size_t> starts;
  std::vector<std::size_t> ends;
  for (std::size_t r = 0; r < count; ++r) starts.push_back(emit(Opcode::Jump));
  for (std::size_t r = 0; r < count; ++r) {
    const Branch branch(*this, row);
    jump_here(starts[r]);
    if (as_record) {
      std::vector<Register> cells;
      for (ExprId cell : results[r]) cells.push_back(value(cell));
      emit(Opcode::NewBlock, dst, 0, static_cast<Register>(width));
      for (std::size_t c = 0; c < width; ++c)
        emit(Opcode::StoreMember, dst, cells[c], static_cast<Register>(c));
    } else {
      move(dst, value(results[r].front()));
    }
    ends.push_back(emit(Opcode::Jump));
  }
  for (std::size_t end : ends) jump_here(end);
  return dst;
}

std::uint16_t Lowering::table_code(std::uint32_t index) {
  if (table_index_[index]) return *table_index_[index];
  const dsl::Table& table = preset_.tables[index];
  TableCode code;
  code.name = table.name;
  for (std::uint32_t binder : table.binders) {
    code.code_values.emplace_back();
    const dsl::Type type = preset_.binders[binder].type;
    if (!type.is(Kind::Code)) continue;
    for (const Code& c : code_tables()[type.of].codes) code.code_values.back().emplace_back(c.code);
  }
  bool plain = !table.in_order && table.binders.size() == 1 && code.code_values.front().empty() &&
               !table.domain.front().missing;
  for (const dsl::TableRow& row : table.rows) {
    std::vector<TableColumn> columns;
    for (const dsl::CellSet& cell : row.when)
      columns.push_back({{cell.intervals.begin(), cell.intervals.end()}, cell.any, cell.missing});
    plain = plain && columns.front().intervals.size() == 1 && !columns.front().any;
    code.rows.push_back(std::move(columns));
  }
  if (plain) {
    std::vector<std::pair<std::pair<std::int64_t, std::int64_t>, std::uint16_t>> ascending;
    for (std::size_t r = 0; r < code.rows.size(); ++r)
      ascending.push_back({code.rows[r].front().intervals.front(), static_cast<std::uint16_t>(r)});
    std::sort(ascending.begin(), ascending.end());
    code.lowest = ascending.front().first.first;
    for (const auto& [interval, row] : ascending) {
      code.uppers.push_back(interval.second);
      code.upper_rows.push_back(row);
    }
  }
  program_->tables.push_back(std::move(code));
  table_index_[index] = static_cast<std::uint16_t>(program_->tables.size() - 1);
  return *table_index_[index];
}

std::uint16_t Lowering::lookup_code(std::uint32_t index) {
  if (lookup_index_[index]) return *lookup_index_[index];
  const dsl::Lookup& lookup = preset_.lookups[index];
  const dsl::Type type = preset_.binders[lookup.binder].type;
  LookupCode code;
  code.name = lookup.name;
  code.otherwise = LookupCode::kNone;
  for (std::size_t r = 0; r < lookup.entries.size(); ++r) {
    const auto row = static_cast<std::uint16_t>(r);
    if (lookup.entries[r].keys.empty()) code.otherwise = row;
    for (const std::string& key : lookup.entries[r].keys) code.keys.emplace_back(key, row);
  }
  if (type.is(Kind::Choice)) {
    code.by_number = true;
    code.words = preset_.types.choice(type).values;
    for (const std::string& word : code.words) {
      const auto found = std::find_if(code.keys.begin(), code.keys.end(),
                                      [&](const auto& k) { return k.first == word; });
      code.rows.push_back(found == code.keys.end() ? code.otherwise : found->second);
    }
  }
  if (type.is(Kind::Int)) {
    code.by_integer = true;
  }
  std::sort(code.keys.begin(), code.keys.end());
  program_->lookups.push_back(std::move(code));
  lookup_index_[index] = static_cast<std::uint16_t>(program_->lookups.size() - 1);
  return *lookup_index_[index];
}

std::uint16_t Lowering::ledger_site(std::uint32_t index) {
  if (ledger_index_[index]) return *ledger_index_[index];
  const dsl::AllocationSite& site = preset_.allocations[index];
  const dsl::Type charge = preset_.types.element(e(site.charges).type);
  const dsl::Type payment = preset_.types.element(e(site.payments).type);
  const auto find = [&](dsl::Type record, std::string_view name, bool* textual = nullptr) {
    const dsl::RecordType& declared = preset_.types.record(record);
    const dsl::MemberType* m = declared.find(name);
    if (m == nullptr) return LedgerSite::kNone;
    if (textual != nullptr) *textual = is_textual(m->type.kind);
    use_member(record, declared.index_of(name));
    return static_cast<std::uint16_t>(declared.index_of(name));
  };
  LedgerSite code;
  code.due = find(charge, "due");
  code.charge_amount = find(charge, "amount");
  code.charge_id = find(charge, "id", &code.charge_id_is_text);
  code.reportable = find(charge, "reportable");
  if (site.order == 1) code.rank_by = find(charge, "class", &code.rank_is_text);
  code.paid_on = find(payment, "paid_on");
  code.payment_amount = find(payment, "amount");
  code.reversed_on = find(payment, "reversed_on");
  code.charge_members = static_cast<std::uint16_t>(preset_.types.record(charge).members.size());
  code.order = site.order;
  program_->ledgers.push_back(code);
  ledger_index_[index] = static_cast<std::uint16_t>(program_->ledgers.size() - 1);
  return *ledger_index_[index];
}

Register Lowering::allocate(ExprId id) {
  const dsl::Expr& x = e(id);
  const std::uint16_t site = ledger_site(x.index);
  const Register payments = value(x.args[0]);
  const Register charges = value(x.args[1]);
  const Register day = value(x.args[2]);
  if (x.args[3] != kNoExpr) program_->ledgers[site].ranks = value(x.args[3]);
  if (const auto same = known(Op::Allocate, x.index, {payments, charges, day})) return *same;
  // A let in between may have bound other lists; the machine sees when nothing changed.
  emit(Opcode::BindLedger, charges, payments, site);
  const Register dst = new_register();
  emit(Opcode::Allocate, dst, day, site);
  remember(Op::Allocate, x.index, {payments, charges, day}, dst);
  return dst;
}

Register Lowering::instalments(ExprId id) {
  const dsl::Expr& x = e(id);
  std::vector<Register> operands;  // amount, from, to, moves, step
  for (ExprId arg : x.args) operands.push_back(arg == kNoExpr ? slot_constant(Slot()) : value(arg));
  const Register first = new_register();
  for (std::size_t i = 1; i < operands.size(); ++i) new_register();
  for (std::size_t i = 0; i < operands.size(); ++i)
    move(static_cast<Register>(first + i), operands[i]);
  const Register dst = new_register();
  MoveMembers members;
  if (x.args[3] != kNoExpr) {
    const dsl::Type record = preset_.types.element(e(x.args[3]).type);
    const dsl::RecordType& declared = preset_.types.record(record);
    members = {static_cast<std::uint16_t>(declared.index_of("moved_from")),
               static_cast<std::uint16_t>(declared.index_of("moved_to"))};
    use_member(record, members.from);
    use_member(record, members.to);
  }
  program_->moves.push_back(members);
  emit(Opcode::Instalments, dst, first, static_cast<Register>(program_->moves.size() - 1));
  return dst;
}

}  // namespace m2
