// Lists, tables and lookups.

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/evaluate/machine.h"

namespace m2 {

void Mapper::Machine::list_operation(const Instruction& i) {
  const Slot& a = regs_[i.a];
  Slot& dst = regs_[i.dst];
  switch (i.code) {
    case Opcode::ListBegin:
      dst = Slot::of_number(static_cast<std::int64_t>(items_.size()));
      return;
    case Opcode::ListPushBy:
      items_.push_back(a);
      keys_.resize(items_.size());
      keys_.back() = regs_[i.b];
      return;
    case Opcode::ListEnd:
      dst = finish_list(static_cast<std::size_t>(a.number));
      return;
    case Opcode::ListEndBy: {
      const auto mark = static_cast<std::size_t>(a.number);
      sort_by_key(mark, i.b != 0);
      dst = finish_list(mark);
      return;
    }
    case Opcode::JoinEnd:
    case Opcode::JoinList: {
      const bool whole = i.code == Opcode::JoinList;
      const Slot* first = whole ? a.block : items_.data() + a.number;
      const Slot* last = whole ? first + a.size : items_.data() + items_.size();
      std::size_t size = 0;
      for (const Slot* s = first; s != last; ++s) size += s->size;
      char* text = memory_->bytes(size);
      char* at = text;
      for (const Slot* s = first; s != last; ++s) at = std::copy(s->text, s->text + s->size, at);
      if (!whole) items_.resize(static_cast<std::size_t>(a.number));
      dst = Slot::of_text({text, size});
      return;
    }
    case Opcode::GroupsEnd:
      dst = groups(static_cast<std::size_t>(a.number), i.b != 0);
      return;
    case Opcode::MakeList: {
      Slot* block = memory_->slots(i.b);
      std::copy(&a, &a + i.b, block);
      dst = Slot::of_block(block, i.b);
      return;
    }
    case Opcode::OnlyOne:
      if (a.number != 1)
        hold(EngineReason::NotExactlyOne,
             fmt::format("`{}` found {}, and one is needed.", regs_[i.b].view(),
                         a.number == 0 ? std::string("none") : std::to_string(a.number)));
      return;
    default:
      M2_CHECK(false, "an instruction without meaning");
  }
}

Slot Mapper::Machine::finish_list(std::size_t mark) {
  const std::size_t count = items_.size() - mark;
  Slot* block = memory_->slots(count);
  std::copy(items_.begin() + static_cast<std::ptrdiff_t>(mark), items_.end(), block);
  items_.resize(mark);
  return Slot::of_block(block, static_cast<std::uint32_t>(count));
}

// Ascending; ties keep the order of the document.
void Mapper::Machine::sort_by_key(std::size_t mark, bool textual) {
  const std::size_t count = items_.size() - mark;
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), mark);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
    return textual ? keys_[x].view() < keys_[y].view() : keys_[x].number < keys_[y].number;
  });
  std::vector<Slot> sorted;
  std::vector<Slot> sorted_keys;
  for (std::size_t at : order) {
    sorted.push_back(items_[at]);
    sorted_keys.push_back(keys_[at]);
  }
  std::copy(sorted.begin(), sorted.end(), items_.begin() + static_cast<std::ptrdiff_t>(mark));
  keys_.resize(mark);
  keys_.insert(keys_.end(), sorted_keys.begin(), sorted_keys.end());
}

Slot Mapper::Machine::groups(std::size_t mark, bool textual) {
  keys_.resize(items_.size());
  sort_by_key(mark, textual);
  std::vector<Slot> made;
  for (std::size_t at = mark; at < items_.size();) {
    std::size_t end = at + 1;
    while (end < items_.size() && (textual ? keys_[end].view() == keys_[at].view()
                                           : keys_[end].number == keys_[at].number))
      ++end;
    Slot* members = memory_->slots(end - at);
    std::copy(items_.begin() + static_cast<std::ptrdiff_t>(at),
              items_.begin() + static_cast<std::ptrdiff_t>(end), members);
    Slot* group = memory_->slots(2);
    group[0] = keys_[at];
    group[1] = Slot::of_block(members, static_cast<std::uint32_t>(end - at));
    made.push_back(Slot::of_block(group));
    at = end;
  }
  items_.resize(mark);
  Slot* block = memory_->slots(made.size());
  std::copy(made.begin(), made.end(), block);
  return Slot::of_block(block, static_cast<std::uint32_t>(made.size()));
}

namespace {

bool matches(const TableColumn& column, const Slot& input, const std::vector<std::string>& codes) {
  if (column.any) return true;
  if (!input.has_value()) return column.missing && input.state == State::Missing;
  std::int64_t point = input.number;
  if (!codes.empty()) {
    const auto found = std::find(codes.begin(), codes.end(), input.view());
    if (found == codes.end()) return false;
    point = found - codes.begin();
  }
  return std::any_of(column.intervals.begin(), column.intervals.end(),
                     [&](const auto& in) { return point >= in.first && point <= in.second; });
}

}  // namespace

std::uint16_t Mapper::Machine::table_row(const TableCode& table, const Slot* inputs) {
  if (!table.uppers.empty()) {
    const std::int64_t point = inputs[0].number;
    const auto found = std::lower_bound(table.uppers.begin(), table.uppers.end(), point);
    if (found != table.uppers.end() && point >= table.lowest)
      return table.upper_rows[static_cast<std::size_t>(found - table.uppers.begin())];
  } else {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      bool all = true;
      for (std::size_t c = 0; all && c < table.rows[row].size(); ++c)
        all = matches(table.rows[row][c], inputs[c], table.code_values[c]);
      if (all) return static_cast<std::uint16_t>(row);
    }
  }
  hold(EngineReason::NoRow, fmt::format("No row of table `{}` is for these values.", table.name));
  return 0;
}

std::size_t LookupCode::find(std::string_view key) const {
  const auto found = std::lower_bound(
      keys.begin(), keys.end(), key, [](const auto& k, std::string_view t) { return k.first < t; });
  const bool is_there = found != keys.end() && found->first == key;
  return is_there ? static_cast<std::size_t>(found - keys.begin()) : keys.size();
}

std::uint16_t Mapper::Machine::lookup_row(const LookupCode& lookup, const Slot& key) {
  std::uint16_t row = lookup.otherwise;
  if (lookup.by_number) {
    row = lookup.rows[static_cast<std::size_t>(key.number)];
  } else {
    const std::string number = lookup.by_integer ? std::to_string(key.number) : std::string();
    const std::string_view text = lookup.by_integer ? std::string_view(number) : key.view();
    const std::size_t found = lookup.find(text);
    if (found < lookup.keys.size()) row = lookup.keys[found].second;
  }
  if (row == LookupCode::kNone)
    hold(EngineReason::NoRow,
         fmt::format("Lookup `{}` has no answer for this value.", lookup.name));
  return row == LookupCode::kNone ? std::uint16_t{0} : row;
}

}  // namespace m2
