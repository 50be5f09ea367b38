#pragma once
// Interpretation: the facts of expressions. It runs a checked preset over sets of values instead of
// values: what an expression can be follows from what its operands can be, from what the conditions
// around it say, and at each call from the arguments. Internal to dsl; facts.h is the door.
//
//   Interpretation facts(preset, nullptr);
//   facts.of(preset.base.fields[0].value)      // contains every value the field can have
//
// Sound and cheap: nothing is ever left out of a fact, no expression is interpreted more often than
// a fixed number of times for each body it stands in, and chains as long as a file do not nest.
//   interpretation.cpp         names, members, choices
//   interpretation_known.cpp   expressions that are the same, the bookkeeping of what is assumed
//   interpretation_assume.cpp  conditions: whether they can be true, and what follows when they are
//   interpretation_number.cpp  arithmetic, dates, texts
//   interpretation_call.cpp    definitions, tables, lookups, built-ins
//   interpretation_list.cpp    list expressions and the ledger

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/fact.h"
#include "dsl/program.h"

namespace m2::dsl {

struct Builtin;

/// Whoever wants to know where a value can be what its place does not allow.
class FactListener {
 public:
  virtual ~FactListener() = default;
  virtual void may_divide_by_zero(ExprId division, const Fact& divisor) = 0;
  virtual void may_overflow(ExprId operation) = 0;
  /// An argument that may lie outside of what is declared for it.
  virtual void may_be_outside(ExprId call, std::size_t argument, const Fact& fact) = 0;
  /// A result of a table or lookup that is not in the code list it is declared for.
  virtual void result(ExprId value, Type declared, const Fact& fact) = 0;
};

class Interpretation {
 public:
  Interpretation(const CheckedPreset& preset, FactListener* listener);

  void listen(FactListener* listener) { listener_ = listener; }

  /// Everything the expression can be where it stands.
  Fact of(ExprId id);
  Fact let_value(std::uint32_t index);
  /// Interprets all of them, in an order in which none asks for one that is not known.
  void know_lets();

  // ── what is assumed: the condition of an `if` is true in its `then` ──
  [[nodiscard]] std::size_t mark() const { return assumed_.size(); }
  /// Assumes what follows from a condition, which was interpreted just before. False: it cannot be.
  bool assume(ExprId condition, bool truth);
  void forget(std::size_t mark);
  /// The condition that narrowed this expression, or kNoExpr.
  [[nodiscard]] ExprId narrowed_by(ExprId id) const;

  /// What the item of a list expression can be while its parts are interpreted.
  void bind(std::uint32_t binder, Fact fact) { bound_[binder] = std::move(fact); }
  /// What an item of this list can be.
  [[nodiscard]] Fact item_of(ExprId list, const Fact& fact) const;
  /// The item as the conditions since `mark` narrow it.
  [[nodiscard]] Fact narrowed_item(std::uint32_t binder, std::size_t mark);
  /// What the items of a list in a record of the shape can be, from the list's `where`.
  void know_items(std::uint32_t record, std::uint32_t member, Fact item);

  /// Everything a value of this type can be.
  [[nodiscard]] Fact any(Type type) const;
  /// The operands of a and b and c, or of a or b or c, in the order in which they are asked.
  [[nodiscard]] std::vector<ExprId> operands_of(ExprId chain) const;
  /// The calls inside of which something is being interpreted, outermost first.
  [[nodiscard]] const std::vector<ExprId>& calls() const { return calls_; }
  /// How many expressions were interpreted so far.
  [[nodiscard]] std::size_t steps() const { return steps_; }

 private:
  struct Assumption {
    ExprId about;
    Fact fact;
    ExprId because;
    std::uint32_t before;  // the one about the same expression below this one, or kNone
  };
  struct Constraint {
    ExprId about;
    Fact fact;
    ExprId because;
  };
  using Constraints = std::vector<Constraint>;
  using Arguments = std::vector<Fact>;
  struct Calls {  // of one define, table or lookup
    bool busy = false;
    std::vector<std::pair<Arguments, Fact>> known;
    int widened = 0;
  };
  /// Nothing that is assumed outside is known inside: the body of a let or define.
  class Apart {
   public:
    explicit Apart(Interpretation& facts) : facts_(facts), floor_(facts.floor_) {
      facts_.floor_ = facts_.assumed_.size();
    }
    ~Apart() { facts_.floor_ = floor_; }
    Apart(const Apart&) = delete;
    Apart& operator=(const Apart&) = delete;

   private:
    Interpretation& facts_;
    std::size_t floor_;
  };
  /// What a name of an item or argument can be, until this goes.
  class Bound {
   public:
    Bound(Interpretation& facts, std::uint32_t binder, Fact fact)
        : facts_(facts), binder_(binder), outer_(std::move(facts.bound_[binder])) {
      facts_.bound_[binder] = std::move(fact);
    }
    ~Bound() { facts_.bound_[binder_] = std::move(outer_); }
    Bound(const Bound&) = delete;
    Bound& operator=(const Bound&) = delete;

   private:
    Interpretation& facts_;
    std::uint32_t binder_;
    std::optional<Fact> outer_;
  };
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::size_t kDeepest = 600;  // expressions inside one another, through calls
  // Members of items that conditions narrow, in one preset: each costs memory as long as it is
  // used.
  static constexpr std::size_t kMostNarrowedMembers = 50'000;
  // Cents of the largest amount that a field of nine digits holds (fields 15, 16, 21, 22 and
  // others).
  static constexpr double kNineDigits = 99'999'999'999;

  [[nodiscard]] const Expr& e(ExprId id) const {
    return id < exprs_.size() ? *exprs_[id] : p_.exprs[id];
  }
  void find_same();
  /// What makes an expression that expression and no other.
  struct Looks {
    Op op;
    Kind kind;
    std::uint32_t index;
    std::int64_t number;
    std::string_view text;
    std::span<const ExprId> args;
  };
  [[nodiscard]] static Looks looks_of(const Expr& x) {
    return {x.op, x.type.kind, x.index, x.number, x.text, x.args};
  }
  [[nodiscard]] ExprId find(Op op, ExprId a, ExprId b) const;
  [[nodiscard]] std::size_t slot_of(const Looks& looks) const;
  [[nodiscard]] bool is_same(const Looks& a, const Looks& b) const;
  [[nodiscard]] const Assumption* assumption(ExprId id) const;
  void push(Constraint constraint, bool& possible);
  void narrow(ExprId id, Fact& fact) const;

  // ── interpretation.cpp ──
  Fact leaf(ExprId id);
  Fact step(ExprId id, const Fact& left);
  Fact constant(const Expr& x) const;
  Fact parameter(std::uint32_t index) const;
  Fact member(const Expr& x, const Fact& record) const;
  Fact field_value(const Expr& x) const;
  Fact record_field(const Expr& x) const;
  Fact choice(const Expr& x);
  Fact otherwise(const Expr& x, const Fact& left);
  [[nodiscard]] Fact in_range(Fact fact, std::optional<std::int64_t> low,
                              std::optional<std::int64_t> high) const;

  // ── interpretation_assume.cpp ──
  Fact logic(ExprId id);
  Fact comparison(ExprId id);
  Fact one_of(ExprId id);
  [[nodiscard]] std::optional<Fact> written_out(ExprId list) const;
  void follow(ExprId condition, bool truth, Constraints& out);
  void follow_comparison(ExprId condition, bool truth, Constraints& out);
  void follow_order(ExprId smaller, ExprId larger, bool strict, ExprId because, Constraints& out);
  void follow_presence(ExprId value, ExprId because, Constraints& out);
  void constrain(ExprId about, Fact fact, ExprId because, Constraints& out) const;
  void follow_either(const std::vector<ExprId>& operands, bool truth, Constraints& out);
  static void gather(Constraints& constraints);
  const std::vector<Fact>& keep_operands(ExprId comparison, std::vector<Fact> facts);
  [[nodiscard]] const std::vector<Fact>* known_operands(ExprId comparison) const;
  void forget_operands();

  // ── interpretation_number.cpp ──
  Fact sum(ExprId id, const Fact& a, const Fact& b);
  Fact product(ExprId id, const Fact& a, const Fact& b);
  Fact quotient(ExprId id, const Fact& a, const Fact& b);
  Fact bounded_by(const Expr& x, const Fact& a, const Fact& b) const;
  Fact unary(ExprId id, const Fact& a);
  Fact date(const Expr& x, const Fact& a, const Fact& b) const;
  Fact text_of_parts(const Expr& x);
  Fact capitals(const Fact& a);
  Fact with_reach(ExprId id, Fact fact, double reach);

  // ── interpretation_call.cpp ──
  Fact call(ExprId id);
  Fact builtin(const Expr& x);
  std::optional<Fact> all_results(const Builtin& function, const Expr& x, const Arguments& args);
  std::string_view kept(std::string_view text);
  template <class Body>
  Fact remembered(Calls& calls, Arguments arguments, Body body);
  Fact body_of(const Define& define, const Arguments& arguments);
  Fact rows_of(const Table& table, const Arguments& arguments);
  Fact entries_of(const Lookup& lookup, const Fact& argument);
  void check_range(ExprId call, std::size_t argument, std::uint32_t binder, const Fact& fact);
  [[nodiscard]] Fact matching(const CellSet& cell, const CellSet& domain, Type type,
                              const Fact& argument) const;

  // ── interpretation_list.cpp ──
  Fact list(ExprId id);
  Fact aggregate(const Expr& x);
  Fact quantified(const Expr& x);
  Fact groups(const Expr& x);
  Fact ledger(const Expr& x);
  Fact instalments(const Expr& x);
  [[nodiscard]] static Fact record_of(std::vector<Fact> members);
  [[nodiscard]] static Fact list_of(Fact item, IntervalSet length);

  const CheckedPreset& p_;
  FactListener* listener_;
  std::vector<const Expr*> exprs_;  // where they are: asked for more often than anything else
  std::vector<ExprId> same_;        // the first expression that always has the same value
  std::vector<ExprId> table_;       // of them, by hash
  std::vector<Assumption> assumed_;
  std::vector<std::uint32_t> latest_;  // by expression: its topmost assumption
  std::size_t floor_ = 0;              // assumptions below belong to somebody else
  // Of comparisons, as last interpreted; what the conditions of one whole expression need.
  std::vector<std::vector<Fact>> operands_;
  std::vector<std::uint32_t> operands_at_;  // by expression, or kNone
  std::vector<ExprId> compared_;            // whose they are
  std::vector<std::optional<Fact>> bound_;
  std::vector<std::optional<Fact>> lets_;
  std::vector<bool> busy_lets_;
  std::vector<Calls> defines_;
  std::vector<Calls> tables_;
  std::vector<Calls> lookups_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Fact> members_;
  mutable std::map<std::uint32_t, Fact> codes_;  // by code table
  std::set<std::string, std::less<>> made_;      // texts of ours
  std::vector<ExprId> calls_;
  std::size_t steps_ = 0;
  std::size_t narrowed_members_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace m2::dsl
