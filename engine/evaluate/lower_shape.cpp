// The decoder's plan: which JSON members the preset reads, and into which slot each goes. What
// nothing reads is not planned, so it is never decoded.

#include <algorithm>

#include "engine/evaluate/lowering.h"

namespace m2 {

using dsl::Kind;

namespace {

WireKind wire_kind(dsl::Type type) {
  switch (type.kind) {
    case Kind::Int:
    case Kind::Months:
      return WireKind::Int;
    case Kind::Number:
      return WireKind::Number;
    case Kind::Money:
      return WireKind::Money;
    case Kind::Date:
      return WireKind::Date;
    case Kind::Days:
      return WireKind::Int;
    case Kind::Bool:
      return WireKind::Bool;
    case Kind::Choice:
      return WireKind::Choice;
    case Kind::Record:
      return WireKind::Record;
    case Kind::List:
      return WireKind::List;
    default:
      return WireKind::Text;
  }
}

}  // namespace

// Records that `allocate` and `groups of` make share their first members with a record of the
// shape, whose name they carry.
void Lowering::use_member(dsl::Type record, std::uint32_t member) {
  if (preset_.shape == nullptr || !record.is(Kind::Record)) return;
  const std::uint32_t first = preset_.shape->first_record;
  if (record.of >= first && record.of - first < used_.size()) {
    auto& members = (in_list_condition_ ? asked_ : used_)[record.of - first];
    if (member < members.size()) members[member] = true;
    return;
  }
  for (const dsl::AllocationSite& site : preset_.allocations) {
    const dsl::Type charge = preset_.types.element(e(site.charges).type);
    const dsl::RecordType& ledger = preset_.types.record(site.ledger);
    const dsl::Type allocated = preset_.types.element(ledger.find("charges")->type);
    if (allocated.of == record.of && charge.of != record.of) use_member(charge, member);
  }
}

void Lowering::plan_decoder() {
  if (preset_.shape == nullptr) return;
  const dsl::Shape& shape = *preset_.shape;
  program_->roots.resize(shape.roots.size());
  plan_index_.assign(shape.records.size(), -1);
  for (std::size_t i = 0; i < shape.roots.size(); ++i) {
    RootPlan& root = program_->roots[i];
    root.name = shape.roots[i].name;
    root.paths = shape.roots[i].paths;
    if (root.used) root.record = plan_record(shape.roots[i].type);
  }
  program_->account_path = shape.account_path();
}

std::int32_t Lowering::plan_record(dsl::Type record) {
  const std::uint32_t index = record.of - preset_.shape->first_record;
  if (plan_index_[index] >= 0) return plan_index_[index];
  const auto plan = static_cast<std::int32_t>(program_->plans.size());
  plan_index_[index] = plan;
  program_->plans.emplace_back();
  WirePlan made;
  made.record = &preset_.shape->records[index];
  made.members = static_cast<std::uint16_t>(made.record->members.size());
  made.objects.emplace_back();
  for (std::uint16_t m = 0; m < made.members; ++m) {
    if (!used_[index][m] && !asked_[index][m]) continue;
    plan_member(made, made.record->members[m], m);
    for (WireRead& read : made.reads) read.is_only_asked |= read.member == m && !used_[index][m];
  }
  program_->plans[static_cast<std::size_t>(plan)] = std::move(made);
  return plan;
}

void Lowering::plan_member(WirePlan& plan, const dsl::WireMember& member, std::uint16_t slot) {
  WireRead read;
  read.member = slot;
  read.kind = wire_kind(member.type);
  read.only_path = member.paths.size() == 1;
  read.optional = member.type.optional;
  read.negated = member.negated;
  read.one_or_many = member.one_or_many;
  for (const std::string& format : member.formats) read.formats.emplace_back(format);
  read.zone = member.zone;
  read.missing_when = member.missing_when;
  read.declared = &member;
  read.is_plain = read.only_path && member.missing_when.empty() && read.kind != WireKind::List &&
                  read.kind != WireKind::Record;
  const dsl::Type item =
      read.kind == WireKind::List ? preset_.types.element(member.type) : member.type;
  read.item = wire_kind(item);
  if (item.is(Kind::Record)) read.record = plan_record(item);
  if (item.is(Kind::Choice)) {
    for (const dsl::WireValue& word : preset_.shape->wire_choice(item)->values)
      read.words.emplace_back(word.wire, word.value);
    std::sort(read.words.begin(), read.words.end());
  }
  for (const Condition& condition : shape_conditions_) {
    if (condition.member != &member) continue;
    read.where = condition.entry;
    read.where_item = condition.item;
    read.where_result = condition.result;
    if (read.record >= 0) plan_filter(read, condition);
  }
  // Optional scalars that are not there stay missing; everything else needs a look at the end.
  const bool worked_out = member.paths.empty() && read.kind == WireKind::Bool;
  if (!read.optional || read.kind == WireKind::List || worked_out)
    plan.finish.push_back(static_cast<std::uint16_t>(plan.reads.size()));
  if (worked_out) plan.reads.push_back(read);
  for (std::size_t i = 0; i < member.paths.size(); ++i) {
    read.choice = static_cast<std::uint16_t>(i);
    plan.reads.push_back(read);
    add_path(plan, member.paths[i], static_cast<std::uint16_t>(plan.reads.size() - 1));
  }
}

// An item of a list can be asked whether it belongs there before all of it is read, when its
// condition needs nothing but plain members of the item itself.
void Lowering::plan_filter(WireRead& read, const Condition& condition) {
  const WirePlan& item = program_->plans[static_cast<std::size_t>(read.record)];
  const auto is_scalar = [&](std::uint32_t member) {
    return std::any_of(item.reads.begin(), item.reads.end(), [&](const WireRead& r) {
      return r.member == member && r.kind != WireKind::List && r.kind != WireKind::Record &&
             !r.declared->paths.empty();
    });
  };
  if (std::all_of(condition.members.begin(), condition.members.end(), is_scalar))
    read.asks.assign(condition.members.begin(), condition.members.end());
  if (const auto first =
          test(condition.where, condition.binder, WireTest::kYes, WireTest::kNo, read.tests);
      first && !read.asks.empty()) {
    read.first_test = *first;
    for (WireTest& test : read.tests) {
      const auto r = std::find_if(item.reads.begin(), item.reads.end(),
                                  [&](const WireRead& x) { return x.member == test.member; });
      test.read = static_cast<std::uint16_t>(r - item.reads.begin());
    }
  } else {
    read.tests.clear();
  }
  std::vector<WireFilter> filter;
  for (std::uint32_t member : condition.members) {
    const auto r = std::find_if(item.reads.begin(), item.reads.end(),
                                [&](const WireRead& x) { return x.member == member; });
    const bool plain = r != item.reads.end() && r->only_path && r->kind != WireKind::List &&
                       r->kind != WireKind::Record && r->declared->paths.size() == 1 &&
                       r->declared->paths.front().size() == 1;
    if (!plain) return;
    filter.push_back(
        {r->declared->paths.front().front(), static_cast<std::uint16_t>(r - item.reads.begin())});
  }
  read.filter = std::move(filter);
  read.filter_place = program_->filters++;
}

// Shared beginnings of paths are gone through once.
void Lowering::add_path(WirePlan& plan, const std::vector<std::string>& path, std::uint16_t read) {
  std::size_t object = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    auto& steps = plan.objects[object].steps;
    auto step = std::find_if(steps.begin(), steps.end(),
                             [&](const WireStep& s) { return s.name == path[i]; });
    if (step == steps.end()) step = steps.insert(steps.end(), WireStep{path[i], -1, {}});
    if (i + 1 == path.size()) {
      step->reads.push_back(read);
      return;
    }
    if (step->object < 0) {
      step->object = static_cast<std::int32_t>(plan.objects.size());
      plan.objects.emplace_back();  // `steps` and `step` are not used after this
      object = plan.objects.size() - 1;
    } else {
      object = static_cast<std::size_t>(step->object);
    }
  }
}

}  // namespace m2
