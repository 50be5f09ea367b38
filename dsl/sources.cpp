#include "dsl/sources.h"

#include <algorithm>

#include "dsl/value_flow.h"
#include "engine/metro2/field.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kMostWays = 8;
constexpr std::size_t kDeepestWay = 64;  // records within records; no vendor's are as deep

std::string joined(const std::vector<std::string>& steps) {
  std::string out;
  for (const std::string& step : steps) out += (out.empty() ? "" : ".") + step;
  return out;
}

std::string under(const std::string& prefix, const std::string& path) {
  return prefix.empty() || path.empty() ? prefix + path : prefix + "." + path;
}

class Walk {
 public:
  Walk(const CheckedPreset& preset, const SourceIndex& index) : p_(preset), index_(index) {}

  Sources from(ExprId id) {
    open_.emplace_back(id, true);
    while (!open_.empty()) {
      const auto [next, flows] = open_.back();
      open_.pop_back();
      if (next != kNoExpr && seen_.insert({next, flows}).second) visit(next, flows);
    }
    out_.values = in_order(values_);
    for (const WireMember* member : values_) conditions_.erase(member);
    out_.conditions = in_order(conditions_);
    return std::move(out_);
  }

 private:
  // `flows`: what is read here ends up in the value.
  void visit(ExprId id, bool flows) {
    const Expr& x = p_.expr(id);
    flows = flows && !x.type.is(Kind::Bool);
    switch (x.op) {
      case Op::Hold:
        return;
      case Op::AsOf:
        out_.as_of = true;
        return;
      case Op::Consent:
      case Op::Engine:
        out_.as_of = true;
        return open_all(x, false);
      case Op::LetValue:
        out_.lets.insert(x.index);
        return open(p_.lets[x.index].value, flows);
      case Op::Parameter:
        out_.params.insert(x.index);
        return;
      case Op::Member:
        add(x, flows);
        return open(x.args[0], flows);
      case Op::If:
        open(x.args[0], false);
        open(x.args[1], flows);
        return open(x.args[2], flows);
      case Op::Call:
        open(p_.defines[x.index].body, flows);
        return open_all(x, flows);
      case Op::CallTable:
        out_.tables.insert(x.index);
        for (const TableRow& row : p_.tables[x.index].rows) {
          for (ExprId then : row.then) open(then, flows);
        }
        return open_all(x, false);
      case Op::CallLookup:
        out_.lookups.insert(x.index);
        for (const LookupEntry& entry : p_.lookups[x.index].entries) open(entry.value, flows);
        return open_all(x, false);
      case Op::Allocate:
        add_rows(x.args[0], {"paid_on", "amount", "reversed_on"}, flows);
        add_rows(x.args[1], {"due", "amount", "reportable"}, flows);
        return open_all(x, false);
      default:
        if (is_over_list(x.op)) {
          open(x.args[0], flows);
          open(x.args[1], flows);
          open(x.args[2], false);
          return open(x.args[3], false);
        }
        return open_all(x, flows);
    }
  }

  void open(ExprId id, bool flows) { open_.emplace_back(id, flows); }
  void open_all(const Expr& x, bool flows) {
    for (ExprId arg : x.args) open(arg, flows);
  }

  void add(const Expr& x, bool flows) {
    const WireMember* member = index_.wire(p_.expr(x.args[0]).type, x.index);
    if (member != nullptr) add(*member, flows);
    const bool is_person = is_reported_person(p_.types, p_.expr(x.args[0]).type, x.index);
    out_.reported_person = out_.reported_person || (flows && is_person);
  }
  void add(const WireMember& member, bool flows) {
    // A record or a list is a way to its members; what they hold is what counts.
    const Type item = member.type.is(Kind::List) ? p_.types.element(member.type) : member.type;
    if (!item.is(Kind::Record)) (flows ? values_ : conditions_).insert(&member);
    for (const ShapeCondition& condition : p_.shape_conditions) {
      if (condition.member == &member) open(condition.where, false);
    }
  }
  void add_rows(ExprId list, const std::vector<std::string>& names, bool flows) {
    const Type item = p_.types.element(p_.expr(list).type);
    const RecordType& record = p_.types.record(item);
    for (const std::string& name : names) {
      const MemberType* m = record.find(name);
      const WireMember* member = m == nullptr ? nullptr : index_.wire(item, record.index_of(name));
      if (member != nullptr) add(*member, flows);
    }
  }

  [[nodiscard]] static std::vector<const WireMember*> in_order(
      const std::set<const WireMember*>& members) {
    std::vector<const WireMember*> out(members.begin(), members.end());
    std::sort(out.begin(), out.end(), [](const WireMember* a, const WireMember* b) {
      return a->span.begin < b->span.begin;
    });
    return out;
  }

  const CheckedPreset& p_;
  const SourceIndex& index_;
  Sources out_;
  std::vector<std::pair<ExprId, bool>> open_;
  std::set<std::pair<ExprId, bool>> seen_;
  std::set<const WireMember*> values_;
  std::set<const WireMember*> conditions_;
};

}  // namespace

bool is_reported_person(const TypeTable& types, Type record, std::uint32_t member) {
  if (!record.is(Kind::Record) || types.record(record).name != kPreviousRecord) return false;
  const Field* field = find_field(Segment::Base, types.record(record).members[member].name);
  return field != nullptr && field->privacy == Privacy::Personal;
}

SourceIndex::SourceIndex(const CheckedPreset& preset) : preset_(preset) {
  if (preset.shape == nullptr) return;
  const Shape& shape = *preset.shape;
  ways_.resize(shape.records.size());
  for (std::uint32_t r = 0; r < shape.records.size(); ++r) {
    for (const WireMember& member : shape.records[r].members) {
      by_place_[{member.span.source, member.span.begin}] = &member;
      record_of_[&member] = r;
    }
  }
  for (const ShapeRoot& root : shape.roots) {
    std::vector<std::uint32_t> open;
    add_ways(root.type.of - shape.first_record, {root.name, joined(root.paths.front())}, open);
  }
}

// A record may stand in itself: a way goes through each record once.
void SourceIndex::add_ways(std::uint32_t record, const Way& way, std::vector<std::uint32_t>& open) {
  if (record >= ways_.size() || ways_[record].size() >= kMostWays || open.size() >= kDeepestWay ||
      std::find(open.begin(), open.end(), record) != open.end())
    return;
  ways_[record].push_back(way);
  open.push_back(record);
  for (const WireMember& member : preset_.shape->records[record].members) {
    const bool is_list = member.type.is(Kind::List);
    const Type item = is_list ? preset_.types.element(member.type) : member.type;
    if (!item.is(Kind::Record) || member.paths.empty()) continue;
    const std::string path = under(way.path, joined(member.paths.front())) + (is_list ? "[]" : "");
    add_ways(item.of - preset_.shape->first_record, {way.name + "." + member.name, path}, open);
  }
  open.pop_back();
}

Sources SourceIndex::of(ExprId id) const {
  return Walk(preset_, *this).from(id);
}

// Records that `allocate` makes have the members of the charges, declared at the same places.
const WireMember* SourceIndex::wire(Type record, std::uint32_t member) const {
  if (!record.is(Kind::Record)) return nullptr;
  const Span span = preset_.types.record(record).members[member].span;
  const auto found = by_place_.find({span.source, span.begin});
  return found == by_place_.end() ? nullptr : found->second;
}

std::string SourceIndex::name(const WireMember& member) const {
  const std::uint32_t record = record_of_.at(&member);
  const std::vector<Way>& ways = ways_[record];
  return (ways.size() == 1 ? ways.front().name
                           : preset_.types.record(preset_.shape->records[record].type).name) +
         "." + member.name;
}

std::vector<std::string> SourceIndex::paths(const WireMember& member) const {
  std::vector<std::string> out;
  for (const Way& way : ways_[record_of_.at(&member)]) {
    for (const std::vector<std::string>& path : member.paths) {
      std::string full = under(way.path, joined(path)) + (member.type.is(Kind::List) ? "[]" : "");
      if (std::find(out.begin(), out.end(), full) == out.end()) out.push_back(std::move(full));
    }
  }
  return out;
}

}  // namespace m2::dsl
