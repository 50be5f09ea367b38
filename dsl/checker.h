#pragma once
// The checker: syntax trees of a preset and what it uses -> CheckedPreset. Internal to dsl; check.h
// is the door.
//
// One class, because names and types of all statements depend on one another; one file per
// subject:
//   check.cpp               rules, examples, what nothing uses
//   check_declarations.cpp  files, names, the types that are written down
//   check_expression.cpp    expressions of every kind, choices, `otherwise`
//   check_literal.cpp       literals, texts with values in them
//   check_condition.cpp     and, or, comparison, `is`; what they say is there
//   check_arithmetic.cpp    sums, products, bounds, dates
//   check_path.cpp          names, members
//   check_call.cpp          calls
//   check_list.cpp          list expressions, allocate, instalments
//   check_table.cpp         tables
//   check_coverage.cpp      the proof that one row is for every input
//   check_monotone.cpp      what the head of a table promises of its results
//   check_lookup.cpp        lookups
//   check_record.cpp        record, segments, fields against the layout
//   check_overrides.cpp     what a preset that extends another may say, and what of the base stays
//   check_rules.cpp         rules files: conditions over finished records, and their cases

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.h"
#include "dsl/geometry.h"
#include "dsl/node_ref.h"
#include "dsl/overrides.h"
#include "dsl/program.h"
#include "dsl/rules.h"
#include "dsl/scope.h"
#include "engine/base/diagnostic.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {

enum class SymbolKind : std::uint8_t {
  Let,
  Define,
  Table,
  Lookup,
  Param,
  Root,
  Fields,
  Rule,
  Segment
};

struct Symbol {
  SymbolKind kind = SymbolKind::Let;
  std::uint32_t index = 0;
  Span span;
  bool used = false;
  bool from_library = false;
};

class Checker {
 public:
  Checker(CheckedPreset& preset, Diagnostics& found) : p_(preset), found_(found) {}

  void add_file(std::shared_ptr<const Ast> ast);
  /// Before its files are added: the preset extends another one, whose file is added first.
  void set_overrides(const Overrides& overrides) { overrides_ = &overrides; }
  void set_shape(std::shared_ptr<const Shape> shape);
  /// A library or the shape could not be read: names that are not there may be in it, and are not
  /// reported.
  void set_names_missing() { names_are_missing_ = true; }
  /// There is no preset: libraries are asked, and no record is needed.
  void set_without_preset() { is_without_preset_ = true; }
  void run();
  /// The other way to use a checker: the rules of a rules file, without those that have a mistake.
  void run_rules(const std::shared_ptr<const Ast>& file, CheckedRules& rules);

 private:
  enum class Progress : std::uint8_t { Waiting, Busy, Done };

  // ── check.cpp ──
  void check_rule(NodeRef rule, RuleKind kind);
  void check_shape_conditions();
  void report_unused();

  // ── check_declarations.cpp ──
  void declare(NodeRef statement, bool from_library);
  Symbol* declare_name(NodeRef name, SymbolKind kind, std::uint32_t index, bool from_library);
  void declare_engine_records();
  void declare_param(NodeRef param, bool from_library);
  Type type_of(NodeRef type);
  std::uint32_t add_item(NodeRef name, Type type);
  std::uint32_t add_binder(NodeRef name, Type type);
  std::vector<std::uint32_t> add_arguments(NodeRef arguments);
  void read_range(NodeRef range, Type type, std::optional<std::int64_t>& low,
                  std::optional<std::int64_t>& high);

  // ── check_overrides.cpp ──
  bool is_in_force(NodeRef statement);
  bool is_overriding_in_place(NodeRef statement);
  Diagnostic& wrong_place(NodeRef statement, std::string message);
  void note_who_uses(NodeRef name, Diagnostic& d) const;
  [[nodiscard]] bool is_of_base(Span span) const;
  void report_twice(NodeRef name, const Symbol& before);
  bool is_replaced(const Field& field, NodeRef answer, Segment segment);
  void answer_replaced(SegmentRule& rule);

  // ── check_path.cpp ──
  Type let_type(std::uint32_t index);
  Type define_type(std::uint32_t index);
  bool enter(const std::string& name, Span span, Progress& progress);
  ExprId path(NodeRef path);
  ExprId head(NodeRef path, std::size_t& next);
  ExprId name_value(NodeRef name);
  ExprId symbol_value(Symbol& symbol, NodeRef name);
  ExprId field_value(NodeRef path, std::size_t& next);
  ExprId member(ExprId record, NodeRef name, NodeRef whole_path, std::size_t upto);
  ExprId unknown_name(NodeRef name, const char* what, const std::vector<std::string>& candidates);
  std::vector<std::string> names_in_scope() const;
  static std::string canonical(NodeRef path, std::size_t upto);

  // ── check_call.cpp ──
  ExprId call(NodeRef path, NodeRef name, NodeRef arguments);
  ExprId builtin_call(NodeRef name, NodeRef arguments, std::uint32_t index);
  ExprId consent_of(NodeRef name, NodeRef arguments);
  std::vector<ExprId> arguments(NodeRef name, NodeRef call,
                                const std::vector<std::uint32_t>& binders);
  std::vector<std::string> callable_names() const;

  // ── check_expression.cpp ──
  ExprId check(NodeRef node, Type expected = Type{});
  ExprId check_kind(NodeRef node, Type expected);
  ExprId too_deep(Span span);
  ExprId too_large(Span span);
  /// As check, and the value is there: neither missing nor blank.
  ExprId value(NodeRef node, Type expected = Type{});
  ExprId if_else(NodeRef node, Type expected);
  ExprId otherwise(NodeRef node, Type expected);
  ExprId present(ExprId expr);
  ExprId convert(ExprId expr, Type to);
  std::optional<Type> merge(ExprId& a, ExprId& b);
  ExprId wrong_type(ExprId expr, std::string_view wanted);
  void label_missing(Diagnostic& d, ExprId expr);
  void suggest_codes(Diagnostic& d, std::string_view code, const CodeTable& table) const;

  // ── check_literal.cpp ──
  ExprId literal(NodeRef node, Type expected);
  ExprId text_literal(NodeRef node, Type expected);
  ExprId text_template(NodeRef node);
  ExprId hold(NodeRef node);

  // ── check_condition.cpp ──
  ExprId condition(NodeRef node);
  ExprId logic(NodeRef node);
  ExprId compare(NodeRef node);
  ExprId is(NodeRef node);
  ExprId is_one_of(NodeRef node, NodeRef tail, ExprId left);
  bool comparable(ExprId& left, ExprId& right, Span span, bool ordered);

  // ── check_arithmetic.cpp ──
  ExprId chain(NodeRef node);
  ExprId add(ExprId left, NodeRef op, ExprId right, Span span);
  ExprId multiply(ExprId left, NodeRef op, ExprId right, Span span);
  ExprId adjusted(NodeRef node, Type expected);
  ExprId adjust(ExprId operand, NodeRef adjuster, Span span);
  ExprId dates(NodeRef node);

  // ── check_list.cpp ──
  ExprId list_literal(NodeRef node, Type expected);
  ExprId aggregate(NodeRef node);
  ExprId quantified(NodeRef node);
  ExprId groups(NodeRef node);
  ExprId allocate(NodeRef node);
  ExprId instalments(NodeRef node);
  ExprId list_operand(NodeRef node);
  [[nodiscard]] bool is_in_order(ExprId list) const;
  std::optional<Type> ledger_type(Type charges);
  bool needs_member(Type list, Span span, std::string_view member, Kind kind, bool required,
                    std::string_view use);

  // ── check_table.cpp ──
  void declare_table(NodeRef table, std::uint32_t index);
  void check_table(std::uint32_t index);
  bool check_row(Table& table, NodeRef row);
  CellSet cell_set(NodeRef cell, Type type);
  bool read_cell_part(std::string_view part, Type type, CellSet& set) const;
  void report_cell(NodeRef cell, std::string_view part, Type type);
  void report_beyond(const CellSet& cell, const CellSet& domain, const Binder& column);
  ExprId cell_result(NodeRef cell, Type type);

  // ── check_coverage.cpp ──
  void check_coverage(const Table& table, NodeRef header, const std::vector<NodeRef>& rows);

  // ── check_monotone.cpp ──
  void declare_promises(NodeRef n, Table& table);
  void check_promises(const Table& table, NodeRef header, const std::vector<NodeRef>& rows);

  // ── check_lookup.cpp ──
  void check_lookup(std::uint32_t index);
  void check_key(NodeRef key, Type type);
  void check_lookup_coverage(const Lookup& lookup);

  // ── check_record.cpp ──
  void check_record(NodeRef node);
  void check_segment(NodeRef node);
  void check_body(NodeRef body, SegmentRule& rule, const std::vector<std::uint32_t>* binders,
                  const std::vector<ExprId>* args);
  void leave_blank(NodeRef names, SegmentRule& rule);
  void check_include(NodeRef include, SegmentRule& rule,
                     const std::vector<std::uint32_t>* outer_binders,
                     const std::vector<ExprId>* outer_args);
  bool enter_group(NodeRef name);
  ExprId in_group(ExprId value, std::string name, const std::vector<std::uint32_t>* binders,
                  const std::vector<ExprId>* args);
  void check_field(NodeRef node, SegmentRule& rule, const std::vector<std::uint32_t>* binders,
                   const std::vector<ExprId>* args);
  const Field* field_named(NodeRef name, Segment segment);
  bool take_field(const Field& field, NodeRef name);
  void check_answered(const SegmentRule& rule, Span header);
  ExprId fit_to_field(const Field& field, NodeRef value_node);
  ExprId fit_value(const Field& field, ExprId value);
  [[nodiscard]] std::string member_of_type(ExprId value, Type wanted) const;
  static Type field_type(const Field& field);

  // ── check_rules.cpp ──
  void check_record_rule(NodeRef rule, RuleScope scope, bool deleted_too, CheckedRules& rules);
  void check_record_rule_parts(NodeRef node, RecordRule& rule);
  void find_consumers(RecordRule& rule, Span span);
  RuleCase check_case(NodeRef node, const RecordRule& rule);
  std::optional<CaseValue> case_value(NodeRef node);
  bool fits_read(const CaseValue& value, const Expr& expr);
  bool fits_field(const CaseValue& value, const Expr& expr);
  std::string plain_text(NodeRef rule, NodeKind kind, std::string_view name);

  // ── check_rule_names.cpp ──
  ExprId rule_path(NodeRef path, std::size_t& next);
  ExprId record_value(const RecordRead& read, const std::string& text, Span span);
  ExprId member_of_head(NodeRef path, std::string_view head, std::size_t at);
  ExprId previous_path(NodeRef path, std::size_t& next);
  ExprId not_a_value(std::string_view head, Span span);
  ExprId segment_presence(Segment segment, bool previous, Span span);
  ExprId consumers(ConsumerList list, bool previous, Span span);
  ExprId blank_in_rule(NodeRef node);
  std::optional<RecordRead> record_read(std::string_view head, std::string_view key, Span span);
  std::optional<RecordRead> fact_read(std::string_view head, std::string_view name, Span span);
  std::optional<RecordRead> case_read(std::string_view head, std::string_view key, Span span);
  void no_last_report(Span span);
  void unknown_rule_field(std::string_view head, std::string_view key, Span span);
  std::uint32_t read_index(const RecordRead& read);
  static Type record_type(const Field& field);
  static Type read_type(const RecordRead& read);

  // ── consequences of an error that was reported already ──
  [[nodiscard]] bool may_be_lost(std::string_view word) const;
  /// Words of what could not be read.
  [[nodiscard]] const std::set<std::string, std::less<>>& lost_words() const;
  /// Whether one more error is worth a search for what was meant: nobody reads hundreds of them,
  /// and each search goes through all names.
  [[nodiscard]] bool suggests() const { return found_.all().size() < kMostSuggestions; }
  static constexpr std::size_t kMostSuggestions = 25;
  [[nodiscard]] static bool is_broken(NodeRef node) { return node.has(NodeKind::Broken); }

  // ── small tools ──
  ExprId make(Op op, Type type, Span span, std::vector<ExprId> args = {}, std::uint32_t index = 0) {
    Expr e;
    e.op = op;
    e.type = type;
    e.span = span;
    e.args = std::move(args);
    e.index = index;
    return keep(std::move(e));
  }
  ExprId keep(Expr expr) {
    p_.exprs.push_back(std::move(expr));
    return static_cast<ExprId>(p_.exprs.size() - 1);
  }
  ExprId constant(Kind kind, std::int64_t number, Span span);
  ExprId failed(Span span) { return make(Op::Failed, Type{}, span); }
  [[nodiscard]] Expr& e(ExprId id) { return p_.exprs[id]; }
  [[nodiscard]] Type type(ExprId id) const { return p_.exprs[id].type; }
  [[nodiscard]] std::string show(Type t) const { return p_.types.name(t); }
  /// "a date", "money", "a list of charge".
  [[nodiscard]] std::string described(Type t) const;

  // Paths that are present when a condition is true, when it is false.
  struct Narrowing {
    std::vector<std::string> when_true;
    std::vector<std::string> when_false;
  };
  Narrowing narrowing(NodeRef condition) const;
  void narrow(const std::vector<std::string>& present) {
    for (const std::string& path : present) scope_.learn(path);
  }
  class Within;  // restores the scope

  CheckedPreset& p_;
  Diagnostics& found_;
  std::vector<std::shared_ptr<const Ast>> files_;
  std::shared_ptr<const Shape> shape_;
  const Overrides* overrides_ = nullptr;
  std::set<const Field*> locked_;  // replaced all the same, and reported
  std::map<std::string, Symbol, std::less<>> symbols_;
  Scope scope_;
  bool names_are_missing_ = false;
  bool is_without_preset_ = false;
  bool body_is_incomplete_ = false;      // fields may have been answered in what could not be read
  bool in_record_rule_ = false;          // under require, warn: base.FIELD may be read
  std::optional<RuleScope> rule_scope_;  // in a rules file: whose fields are names
  std::optional<Type> consumer_type_;    // of the items of `consumers`

  std::vector<NodeRef> let_nodes_;
  std::vector<NodeRef> define_nodes_;
  std::vector<NodeRef> table_nodes_;
  std::vector<NodeRef> lookup_nodes_;
  std::vector<NodeRef> fields_nodes_;
  std::vector<NodeRef> param_nodes_;
  std::vector<std::pair<NodeRef, RuleKind>> rule_nodes_;
  std::vector<NodeRef> segment_nodes_;
  std::vector<NodeRef> example_nodes_;
  NodeRef record_node_;
  NodeRef for_accounts_;
  NodeRef question_;  // of an inquiry
  std::vector<Progress> let_progress_;
  std::vector<Progress> define_progress_;
  std::vector<Progress> table_progress_;
  std::vector<Progress> lookup_progress_;
  std::vector<std::string> busy_;  // names being resolved, for the path of a cycle
  // Names lead to names: what is being checked is inside of so much.
  static constexpr std::uint32_t kDeepest = 600;
  static constexpr std::size_t kMostParts = 4000;
  static constexpr std::size_t kMostIncludes = 10'000;
  std::uint32_t depth_ = 0;
  std::size_t parts_ = 0;     // of the chains of operators around what is being checked
  std::size_t includes_ = 0;  // that were followed
  // Of all statements together; a preset has thousands.
  static constexpr std::size_t kMostExpressions = 200'000;
  ExprId too_large_ = kNoExpr;
  bool is_too_deep_ = false;
  mutable std::set<std::string, std::less<>> lost_words_;
  mutable std::size_t lost_in_ = 0;  // trees whose lost words are known
  Work table_work_;                  // what may still be done to prove tables
  std::set<const Field*> taken_;
  std::map<const Field*, Span> taken_at_;
  std::optional<std::uint32_t>
      shape_item_;  // under `where` of a shape: the item whose members are names
  Type consent_type_;
  Type previous_type_;
  Type run_type_;
};

/// Restores names and narrowing when a part of a preset has been checked.
class Checker::Within {
 public:
  explicit Within(Checker& checker) : checker_(checker), mark_(checker.scope_.mark()) {}
  /// Starts from nothing: the body of a let or define sees no local names of its user.
  static Within empty(Checker& checker) { return Within(checker, Scope{}); }
  ~Within() {
    if (outer_) {
      checker_.scope_ = std::move(*outer_);
    } else {
      checker_.scope_.return_to(mark_);
    }
  }
  Within(const Within&) = delete;
  Within& operator=(const Within&) = delete;

 private:
  Within(Checker& checker, Scope fresh) : checker_(checker), outer_(std::move(checker.scope_)) {
    checker.scope_ = std::move(fresh);
  }
  Checker& checker_;
  Scope::Mark mark_;
  std::optional<Scope> outer_;
};

}  // namespace m2::dsl
