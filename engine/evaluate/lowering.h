#pragma once
// Internal to lower(): one pass over the typed expressions. An expression that is already computed
// on every way to here is not computed again: `available_` holds what is, and forgets at the end of
// a branch or loop what only happened there.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/small_vector.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/rule_program.h"

namespace m2 {

using Register = std::uint16_t;
using Registers = SmallVector<std::uint32_t, 3>;  // operands of one operation

class Lowering {
 public:
  Lowering(std::shared_ptr<const dsl::CheckedPreset> preset, const ParamValues& values, Date as_of,
           Purpose purpose = Purpose::Running);
  Result<std::shared_ptr<const Program>> lower();
  /// The other way to use a lowering: of the terms of a set of rules over records.
  Result<std::shared_ptr<const RuleProgram>> lower_rules(
      std::shared_ptr<const dsl::CheckedRules> rules);

 private:
  // ── lower.cpp: the program as a whole ──
  void record();
  void question();
  void use_all(dsl::Type type);
  void shape_conditions();
  void rules(dsl::RuleKind kind);
  void segment(const dsl::SegmentRule& rule);
  void field(const dsl::FieldRule& rule, Segment segment);
  void pending_lets();
  void load_roots(std::size_t preamble, std::uint16_t main, std::uint16_t end);
  void examples();
  void begin_unit(UnitKind kind, std::string name, Span span);
  void end_unit();
  void resume_at_end();

  // ── lower_expression.cpp ──
  Register value(dsl::ExprId id);
  Register compute(dsl::ExprId id);
  Register pure(dsl::ExprId id, Opcode code, Register a, std::optional<Register> b = std::nullopt);
  Register branches(dsl::ExprId id);
  Register otherwise(dsl::ExprId id);
  Register logic(dsl::ExprId id);
  Register root(std::uint32_t index);
  Register let_value(std::uint32_t index);
  Register call(dsl::ExprId id);
  Register member(dsl::ExprId id);
  Register parameter(std::uint32_t index);
  Register arithmetic(dsl::ExprId id);
  Register comparison(dsl::ExprId id);
  Register builtin(dsl::ExprId id);
  Register text_template(dsl::ExprId id);
  [[nodiscard]] bool is_personal(dsl::ExprId id) const;
  bool in_message_ = false;  // of the template that is lowered
  Register field_value(std::uint32_t index);

  // ── lower_condition.cpp ──
  using Jumps = std::vector<std::size_t>;  // instructions that say later where to
  /// Code that jumps when the condition is true (`when`) or false, and else goes on behind itself.
  void jump_when(dsl::ExprId id, bool when, Jumps& jumps);
  void jump_when_both(const dsl::Expr& x, bool when, Jumps& jumps);

  // ── lower_list.cpp ──
  Register list(dsl::ExprId id);
  Register make_list(dsl::ExprId id);
  Register only(dsl::ExprId id);
  Register first_or_last(dsl::ExprId id);
  Register any_or_every(dsl::ExprId id);
  Register collect(dsl::ExprId id);
  Register fold(dsl::ExprId id);
  Register table(dsl::ExprId id);
  Register lookup(dsl::ExprId id);
  Register rows(Register row, std::size_t count,
                const std::vector<std::vector<dsl::ExprId>>& results, bool as_record);
  Register allocate(dsl::ExprId id);
  Register instalments(dsl::ExprId id);
  std::uint16_t table_code(std::uint32_t index);
  std::uint16_t lookup_code(std::uint32_t index);
  std::uint16_t ledger_site(std::uint32_t index);

  struct Loop {
    Register item;
    std::size_t start;
    std::size_t next;  // the LoopNext instruction; its b is the end
  };
  Loop begin_loop(Register list, std::uint32_t binder, dsl::ExprId where);
  void end_loop(const Loop& loop);
  void end_loop(const Loop& loop, Register result);

  // ── lower_shape.cpp ──
  void plan_decoder();
  std::int32_t plan_record(dsl::Type record);
  void plan_member(WirePlan& plan, const dsl::WireMember& member, std::uint16_t slot);
  struct Condition {
    const dsl::WireMember* member;
    std::uint16_t entry;
    Register item;
    Register result;
    std::vector<std::uint32_t> members;  // of the item that it reads
    dsl::ExprId where;
    std::uint32_t binder;
  };
  void plan_filter(WireRead& read, const Condition& condition);
  void members_read(dsl::ExprId id, std::uint32_t binder,
                    std::vector<std::uint32_t>& members) const;
  // lower_where.cpp
  std::optional<std::int16_t> test(dsl::ExprId id, std::uint32_t binder, std::int16_t when_true,
                                   std::int16_t when_false, std::vector<WireTest>& tests) const;
  std::optional<std::int16_t> comparison_test(dsl::ExprId id, WireTest test, std::uint32_t binder,
                                              std::vector<WireTest>& tests) const;
  std::optional<std::uint16_t> member_of_item(dsl::ExprId id, std::uint32_t binder) const;
  void add_path(WirePlan& plan, const std::vector<std::string>& path, std::uint16_t read);
  void use_member(dsl::Type record, std::uint32_t member);

  // ── lower_coverage.cpp: what the next instruction shows ──
  void cover_condition(dsl::ExprId id);
  void cover_otherwise(dsl::ExprId id);
  void cover_rule(const dsl::Rule& rule);
  void cover_rows(std::uint32_t table);
  void cover_keys(std::uint32_t lookup, const LookupCode& code);
  void cover_passing(CoverKind kind, std::uint32_t id, Span span, std::string what = {});
  std::optional<std::uint32_t> new_points(CoverKind kind, std::uint32_t id);
  void mark(CoverMark::By by, std::uint32_t point, bool is_negated = false);

  // ── lower_rules.cpp ──
  void plan_reads(RuleProgram& out);
  void record_rule(RuleProgram& out, std::uint32_t index, Segment consumer);
  void conjuncts(dsl::ExprId id, std::vector<dsl::ExprId>& into) const;
  void plan_unit_reads(RuleProgram& out, RuleUnit& unit,
                       const std::vector<dsl::ExprId>& left) const;

  // ── small tools ──
  [[nodiscard]] const dsl::Expr& e(dsl::ExprId id) const { return preset_.expr(id); }
  Register new_register(bool constant = false);
  Register number_constant(std::int64_t value);
  Register text_constant(std::string_view text);
  Register slot_constant(Slot slot);
  Slot literal_slot(const dsl::Literal& literal, dsl::Type type);
  std::optional<Slot> constant_slot(dsl::ExprId id);
  bool finish();
  std::size_t emit(Opcode code, Register dst = 0, Register a = 0, Register b = 0);
  [[nodiscard]] std::uint16_t here() const {
    return static_cast<std::uint16_t>(program_->code.size());
  }
  void jump_here(std::size_t instruction) { program_->code[instruction].b = here(); }
  void jump_here(const std::vector<std::size_t>& instructions) {
    for (const std::size_t instruction : instructions) jump_here(instruction);
  }
  void move(Register dst, Register from) { emit(Opcode::Move, dst, from); }
  Register in_a_row(const Registers& values);
  std::uint16_t print_type(PrintType wanted);
  Register message(dsl::ExprId id);  // a text for people

  struct Known {
    dsl::Op op;
    std::uint32_t index;
    Registers args;
    Register result;
    std::uint32_t node = CodeNode::kNone;  // that computed it
  };
  [[nodiscard]] std::optional<Register> known(dsl::Op op, std::uint32_t index,
                                              const Registers& args) const;
  void remember(dsl::Op op, std::uint32_t index, Registers args, Register result) {
    available_.push_back({op, index, std::move(args), result,
                          open_nodes_.empty() ? CodeNode::kNone : open_nodes_.back()});
  }
  // Only of a program that is to be explained.
  void begin_node(dsl::ExprId id);
  void end_node(Register value);
  /// The node that is open is the call that was found to be known.
  void is_known_call();
  // What is computed inside is not known outside.
  class Branch {
   public:
    explicit Branch(Lowering& lowering) : Branch(lowering, lowering.decider_) {}
    /// `decider`: the register that decides whether the branch is taken.
    Branch(Lowering& lowering, Register decider)
        : lowering_(lowering),
          size_(lowering.available_.size()),
          outer_(std::exchange(lowering.decider_, decider)) {}
    ~Branch() {
      lowering_.available_.resize(size_, Known{});
      lowering_.decider_ = outer_;
    }
    Branch(const Branch&) = delete;
    Branch& operator=(const Branch&) = delete;

   private:
    Lowering& lowering_;
    std::size_t size_;
    Register outer_;
  };
  // A body of its own: a let, a condition of the shape.
  class Fresh {
   public:
    explicit Fresh(Lowering& lowering)
        : lowering_(lowering),
          saved_(std::move(lowering.available_)),
          outer_(std::exchange(lowering.decider_, Program::kUndecided)) {
      lowering.available_.clear();
    }
    ~Fresh() {
      lowering_.available_ = std::move(saved_);
      lowering_.decider_ = outer_;
    }
    Fresh(const Fresh&) = delete;
    Fresh& operator=(const Fresh&) = delete;

   private:
    Lowering& lowering_;
    std::vector<Known> saved_;
    Register outer_;
  };

  const dsl::CheckedPreset& preset_;
  const ParamValues& values_;
  std::shared_ptr<Program> program_;
  std::vector<Known> available_;
  std::vector<Register> read_register_;    // by record read
  std::vector<bool> constant_;             // by register
  std::vector<Register> binder_register_;  // by binder
  std::vector<std::optional<Register>> param_register_;
  std::vector<std::optional<Register>> root_register_;
  std::vector<std::uint32_t> wanted_lets_;  // in the order they were first read
  std::vector<bool> let_is_wanted_;
  std::vector<std::vector<std::size_t>> let_uses_;  // EnsureLet instructions to complete
  std::vector<std::uint16_t> let_entry_;
  std::vector<std::optional<std::uint16_t>> table_index_, lookup_index_, ledger_index_;
  // By record of the shape, then member: what the preset reads, and what only the condition of a
  // list asks for.
  std::vector<std::vector<bool>> used_;
  std::vector<std::vector<bool>> asked_;
  bool in_list_condition_ = false;
  std::vector<std::int32_t> plan_index_;
  std::vector<Condition> shape_conditions_;
  std::vector<std::size_t> resume_at_end_;  // units that end the run when they hold
  dsl::ExprId current_ = dsl::kNoExpr;
  Register decider_ = Program::kUndecided;
  std::set<std::uint32_t> shown_;  // records of which a question shows every member
  std::map<std::pair<CoverKind, std::uint32_t>, std::uint32_t> point_of_;  // the first one
  bool is_covering_ = true;
  bool is_locating_ = false;
  bool too_large_ = false;
  std::vector<std::uint32_t> open_nodes_;
  std::uint32_t last_node_ = CodeNode::kNone;           // the last one that was ended
  mutable std::uint32_t known_node_ = CodeNode::kNone;  // of what known() found
};

}  // namespace m2
