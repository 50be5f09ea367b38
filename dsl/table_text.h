#pragma once
// The inputs and rows of a table in the words of its columns, for messages. Internal to dsl.
//
//   const TableText text(table, preset, header_cells);
//   text.words(0, {{60, 89}})      // "60 to 89 days"
//   text.row(gap, {})              // "| 60..89        || ?    | ?      |"

#include <cstdint>
#include <string>
#include <vector>

#include "dsl/ast.h"
#include "dsl/geometry.h"
#include "dsl/node_ref.h"
#include "dsl/program.h"

namespace m2::dsl {

/// True for the kinds whose cells are intervals: numbers, money, dates and durations.
bool is_interval(Kind kind);
/// How many values a bool, a closed list or a code has.
std::int64_t size_of(Type type, const TypeTable& types);
/// The values of a cell, as far as its column's domain holds them.
IntervalSet points(const CellSet& cell, const CellSet& domain);

/// What a row is about, column by column; a column that matches nothing is an empty set.
Box box_of(const TableRow& row, const Table& table);
/// The places of a row's cells, without the divider.
std::vector<Span> cells_of(NodeRef row);

class TableText {
 public:
  /// `header`: the spans of the cells of the table's first row.
  TableText(const Table& table, const CheckedPreset& preset, std::vector<Span> header);

  [[nodiscard]] const Box& domain() const { return domain_; }
  [[nodiscard]] std::vector<bool> enumerated() const;
  [[nodiscard]] bool is_interval(std::size_t column) const;
  [[nodiscard]] const std::string& name(std::size_t column) const;
  [[nodiscard]] std::vector<std::string> result_names() const;

  /// "60", "$0.01", "Past": as a cell says it.
  [[nodiscard]] std::string value(std::size_t column, std::int64_t point) const;
  /// "60..89", "Past, Notice", "any".
  [[nodiscard]] std::string cell(std::size_t column, const IntervalSet& set) const;
  /// "60 to 89 days", "$0.01 and more", "Past or Notice".
  [[nodiscard]] std::string words(std::size_t column, const IntervalSet& set) const;
  /// "60 to 89 days" of a table with one column, else "status = Past, balance = $0.01 and more":
  /// the columns in which a box is not all there is.
  [[nodiscard]] std::string words(const Box& box) const;
  /// A point of a box that reads well: "status = Past, balance = $0".
  [[nodiscard]] std::string example(const Box& box) const;
  /// A row that could be written, its cells as wide as those of the header; `?` where `results` are
  /// not given.
  [[nodiscard]] std::string row(const Box& box, const std::vector<std::string_view>& results) const;

 private:
  [[nodiscard]] bool is_open_below(std::size_t column, std::int64_t point) const;
  [[nodiscard]] bool is_open_above(std::size_t column, std::int64_t point) const;

  const TypeTable& types_;
  Type result_;
  std::vector<const Binder*> columns_;
  std::vector<Span> header_;
  Box domain_;
};

}  // namespace m2::dsl
