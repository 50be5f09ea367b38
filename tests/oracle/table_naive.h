#pragma once
// Tables read from their text by a reader of its own, and asked input by input. Slow, literal, and
// shares nothing with dsl/.
//
//   const NaiveTable table = naive_table(preset_text, "lateness");
//   table.matching({"60 days"})     // how many rows are for it

#include <cstdint>
#include <string>
#include <vector>

namespace m2::oracle {

struct NaiveColumn {
  std::string name;
  std::string type;  // "days", "money", "bool", "one of (…)"
  bool is_optional = false;
  std::string low;  // of `from … to …`; empty: open
  std::string high;

  /// True for numbers, money, dates and durations.
  [[nodiscard]] bool is_ordered() const;
};

struct NaiveTable {
  std::vector<NaiveColumn> columns;
  std::vector<std::vector<std::string>> rows;  // their conditions

  /// How many rows are for an input, its values written as in messages: "60 days", "Past".
  [[nodiscard]] std::size_t matching(const std::vector<std::string>& input) const;
  [[nodiscard]] bool matches(std::size_t row, const std::vector<std::string>& input) const;
};

/// The table of that name in a text; without columns when there is none.
NaiveTable naive_table(const std::string& text, const std::string& name);
/// Names of all tables of a text.
std::vector<std::string> table_names(const std::string& text);

/// "days_late = 60 days, status = Past" -> {"60 days", "Past"}
std::vector<std::string> values_of_example(const std::string& example);

/// A value of an ordered column in its smallest unit: days, cents, ten-thousandths.
std::int64_t units(const std::string& value, const std::string& type);
/// And back, as a cell says it.
std::string cell_value(std::int64_t units, const std::string& type);

}  // namespace m2::oracle
