#pragma once
// FactChecker: the facts of every statement of a preset against what its place allows. Internal to
// dsl; facts.h is the door.
//   check_facts.cpp        statements; divisors, inputs, sizes
//   check_field_facts.cpp  what fields and columns of codes can hold

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "dsl/interpretation.h"
#include "dsl/rules.h"
#include "engine/base/diagnostic.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/field.h"

namespace m2::dsl {

class FactChecker : public FactListener {
 public:
  FactChecker(CheckedPreset& preset, Diagnostics& found)
      : p_(preset), found_(found), facts_(preset, this) {}

  void run();
  void run(const std::vector<RecordRule>& rules);

  void may_divide_by_zero(ExprId division, const Fact& divisor) override;
  void may_overflow(ExprId operation) override;
  void may_be_outside(ExprId call, std::size_t argument, const Fact& fact) override;
  void result(ExprId value, Type declared, const Fact& fact) override;

 private:
  using Test = std::function<bool(const Expr&, const Fact&)>;
  struct Part {  // of a field's value, and what it can be there
    ExprId id;
    Fact fact;
  };

  void know_the_shape();
  void check_rule(const Rule& rule);
  void check_segment(SegmentRule& segment);
  void check_field(FieldRule& rule);
  void check_cents(const Field& field, const Part& value);
  void check_code(FieldRule& rule, const Part& value);
  void check_texts(const Field& field, const Part& value);
  void check_branches(const Field& field, ExprId value);
  void check_text(const Field& field, const Part& value);
  void check_digits(const Field& field, const Part& value);
  void report_code(const Field& field, const CodeTable& table, const Part& value,
                   std::string_view code);
  void report_too_long(const Field& field, const Part& part);

  [[nodiscard]] const Expr& e(ExprId id) const { return p_.exprs[id]; }
  [[nodiscard]] std::string describe_divisor(ExprId divisor, const Fact& fact) const;
  [[nodiscard]] std::string way_out(const CodeTable& table, ExprId value) const;
  Part written(Part value);
  Part narrowest(Part value, const Test& test);
  std::optional<Span> source_of(std::string_view word, ExprId value) const;
  bool is_first(std::string_view slug, Span span);
  void label_origin(Diagnostic& d, ExprId value) const;
  void label_call(Diagnostic& d) const;

  CheckedPreset& p_;
  Diagnostics& found_;
  Interpretation facts_;
  bool is_wrong_ = false;  // something was wrong since this was false
  std::set<std::tuple<std::string_view, const SourceText*, std::uint32_t, std::uint32_t>> told_;
};

}  // namespace m2::dsl
