#pragma once
// Explaining: the trees of trace.h, from what a traced run left behind. Internal to evaluate.
//
// The program's nodes say which register holds the value of which expression and which code makes
// it; the steps of the run say when that was. A node is looked at within a time: the steps of the
// field, the let or the item of a list that it belongs to, because a register of a loop has a value
// for each item.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/evaluate/machine.h"

namespace m2 {

class Mapper::Machine::Explaining {
 public:
  Explaining(Machine& machine, const TraceOptions& options);

  /// After the run.
  void account(AccountTrace& out);

 private:
  using Node = std::uint32_t;
  /// Steps [from, to) of the run.
  struct Time {
    std::size_t from = 0;
    std::size_t to = 0;
  };
  struct Value {
    bool is_known =
        false;  // false: never computed in that time, or the account was held on the way
    Slot slot;
  };

  // ── explain.cpp: fields, rules, values ──
  void fields(AccountTrace& out);
  void field(FieldTrace& field, const Written& written);
  void rules(AccountTrace& out);
  const Written* written_at(std::size_t offset, const Field& field) const;
  [[nodiscard]] const dsl::FieldRule* rule_of(Segment segment, const Field& field) const;
  TraceNode whole(Node n, Time time);
  [[nodiscard]] const CodeNode& code(Node n) const { return map_.nodes[n]; }
  [[nodiscard]] const dsl::Expr& expr(Node n) const { return preset_.expr(code(n).expr); }
  [[nodiscard]] Time time_of(Node n, Time within) const;
  [[nodiscard]] bool was_run(Node n, Time within) const;
  [[nodiscard]] std::optional<std::size_t> last_step_at(std::uint16_t pc, Time within) const;
  [[nodiscard]] Value value(Node n, Time time) const;
  [[nodiscard]] Value register_value(std::uint16_t reg, Time time) const;
  [[nodiscard]] std::string brief(Node n, Time time) const;
  [[nodiscard]] std::string brief(const Slot& slot, dsl::Type type, bool is_personal) const;
  [[nodiscard]] bool is_personal(dsl::ExprId id) const;
  [[nodiscard]] bool reads_personal_binder(dsl::ExprId id) const;
  [[nodiscard]] TraceSource source(const JsonValue& value) const;
  [[nodiscard]] TraceSource source(std::string pointer, std::string text,
                                   const dsl::WireMember* member) const;

  // ── explain_tree.cpp: expressions ──
  /// Empty for what the line above says already: constants, the day, names of arguments.
  std::optional<TraceNode> node(Node n, Time time);
  TraceNode line(Node n, Time time);
  void add(std::vector<TraceNode>& to, Node n, Time time, std::string_view role = {});
  void add_always(std::vector<TraceNode>& to, Node n, Time time, std::string_view role);
  void add_operand(TraceNode& to, Node n, Time time);
  void add_parts(TraceNode& to, Node n, Time time);
  void add_branches(std::vector<TraceNode>& to, Node n, Time time, std::string_view role);
  void add_operands(std::vector<TraceNode>& to, Node n, Time time, dsl::Op op);
  void let_parts(TraceNode& to, std::uint32_t let, Time time);
  void call_parts(TraceNode& to, Node n, Time time);
  void table_parts(TraceNode& to, Node n, Time time);
  void lookup_parts(TraceNode& to, Node n, Time time);
  void member_parts(TraceNode& to, Node n, Time time);
  void parameter_parts(TraceNode& to, Node n);
  [[nodiscard]] Node in_own_words(Node n) const;
  [[nodiscard]] bool is_path(Node n) const;
  [[nodiscard]] std::string with_values(Node n, Time time) const;
  [[nodiscard]] std::optional<Node> part(Node n, dsl::ExprId id) const;

  // ── explain_list.cpp: lists and ledgers ──
  struct Item {
    Slot slot;
    Time time;
  };
  [[nodiscard]] std::vector<Item> items(Node n, Time time) const;
  void list_parts(TraceNode& to, Node n, Time time);
  TraceNode item(Node n, const Item& item, std::size_t number, bool& is_taken);
  void ledger_parts(TraceNode& to, const Slot& ledger);
  [[nodiscard]] std::string date_text(const Slot& date) const;

  Machine& machine_;
  const Program& program_;
  const CodeMap& map_;
  const dsl::CheckedPreset& preset_;
  const TraceOptions& options_;
  const Showing& showing_;
  const Showing::Run run_;
  std::vector<std::vector<std::size_t>> at_;  // by place in the code: the steps that ran it
  std::vector<bool> is_written_;              // by register: some code writes it; else a constant
  std::vector<bool> personal_binder_;         // arguments and items that hold personal data
  std::set<std::uint32_t> explained_lets_;    // in the tree that is being made
  std::set<std::pair<Node, std::size_t>> explained_calls_;  // and when they were computed
  std::set<std::pair<std::uint32_t, std::int64_t>> explained_ledgers_;  // site and day
  std::size_t depth_ = 0;
};

}  // namespace m2
