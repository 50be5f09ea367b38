// Members of shapes that no preset reads: what a vendor sends and nobody looks at.

#include <fmt/format.h>

#include <map>
#include <set>

#include "dsl/allow.h"
#include "dsl/check.h"
#include "dsl/sources.h"

namespace m2::dsl {
namespace {

class Reads {
 public:
  explicit Reads(const CheckedPreset& preset) : p_(preset), index_(preset) {
    for (const Expr& expr : preset.exprs) {
      if (expr.op == Op::Member) add(preset.expr(expr.args[0]).type, expr.index);
      if (expr.op == Op::Consent && !expr.args.empty()) add(preset.expr(expr.args[0]).type, "id");
      if (expr.op == Op::Instalments && expr.args.size() > 3 && expr.args[3] != kNoExpr)
        add_items(expr.args[3], {"moved_from", "moved_to"});
    }
    for (const AllocationSite& site : preset.allocations) {
      add_items(site.charges, {"id", "due", "amount", "class", "reportable"});
      add_items(site.payments, {"id", "paid_on", "amount", "reversed_on"});
    }
    for (const ShapeRoot& root : preset.shape->roots) add(root.type, "id");  // the account's name
  }

  [[nodiscard]] bool contains(const WireMember& member) const { return read_.count(&member) > 0; }

 private:
  void add(Type record, std::uint32_t member) {
    // Records that `allocate` makes have the members of the charges.
    if (const WireMember* wire = index_.wire(record, member)) read_.insert(wire);
  }
  void add(Type record, std::string_view member) {
    if (record.is(Kind::Record) && p_.types.record(record).find(member) != nullptr)
      add(record, p_.types.record(record).index_of(member));
  }
  // What `allocate` and `instalments` read by themselves.
  void add_items(ExprId list, const std::vector<std::string_view>& members) {
    const Type type = p_.expr(list).type;
    if (!type.is(Kind::List)) return;
    for (std::string_view member : members) add(p_.types.element(type), member);
  }

  const CheckedPreset& p_;
  const SourceIndex index_;
  std::set<const WireMember*> read_;
};

}  // namespace

void report_unused_members(std::span<const std::shared_ptr<const CheckedPreset>> presets,
                           Diagnostics& found) {
  // A shape is read anew for every preset: its members are told apart by their places.
  struct Member {
    Span span;
    bool is_read = false;
  };
  std::map<std::pair<std::string, std::uint32_t>, Member> members;
  std::map<std::string, const Shape*> shapes;
  for (const auto& preset : presets) {
    if (preset == nullptr || preset->shape == nullptr) continue;
    const Reads reads(*preset);
    const std::string& file = preset->shape->source->name();
    shapes.emplace(file, preset->shape.get());
    for (const WireRecord& record : preset->shape->records) {
      for (std::uint32_t i = 0; i < record.members.size(); ++i) {
        const Span span = record.members[i].span;
        Member& member = members.try_emplace({file, span.begin}, Member{span, false}).first->second;
        member.is_read = member.is_read || reads.contains(record.members[i]);
      }
    }
  }
  for (const auto& [place, member] : members) {
    if (member.is_read) continue;
    found
        .warning("unused-shape-member", member.span,
                 fmt::format("nothing reads `{}`", member.span.text()))
        .with_help("delete it, or say why it stays");
  }
  for (const auto& [file, shape] : shapes) {
    found.keep(shape->source);
    apply_allows(*shape->ast, found);
  }
}

}  // namespace m2::dsl
