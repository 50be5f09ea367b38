#include "tests/oracle/table_naive.h"

#include <catch2/catch.hpp>
#include <cstdio>
#include <regex>
#include <sstream>

namespace m2::oracle {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

std::vector<std::string> split_outside_brackets(const std::string& text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : text) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (c == ',' && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  for (std::string& part : parts) part = trimmed(part);
  return parts;
}

bool is_leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_of_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

// Days since 1970-01-01, counted one by one.
std::int64_t ordinal(int year, int month, int day) {
  std::int64_t days = day - 1;
  for (int m = 1; m < month; ++m) days += days_of_month(year, m);
  for (int y = 1970; y < year; ++y) days += is_leap(y) ? 366 : 365;
  for (int y = year; y < 1970; ++y) days -= is_leap(y) ? 366 : 365;
  return days;
}

std::string date_of(std::int64_t ordinal_day) {
  int year = 1970;
  while (ordinal_day < 0) ordinal_day += is_leap(--year) ? 366 : 365;
  while (ordinal_day >= (is_leap(year) ? 366 : 365)) ordinal_day -= is_leap(year++) ? 366 : 365;
  int month = 1;
  while (ordinal_day >= days_of_month(year, month)) ordinal_day -= days_of_month(year, month++);
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", year, month, static_cast<int>(ordinal_day) + 1);
  return out;
}

int places(const std::string& type) {
  return type == "money" || type == "percent" ? 2 : type == "number" ? 4 : 0;
}

bool matches_cell(const std::string& cell, const NaiveColumn& column, const std::string& value) {
  if (cell == "any") return true;
  for (const std::string& part : split_outside_brackets(cell)) {
    if (part == "missing" || part == "present") {
      if ((part == "missing") == (value == "missing")) return true;
      continue;
    }
    if (value == "missing") continue;
    const std::size_t dots = part.find("..");
    if (!column.is_ordered()) {
      if (part == value) return true;
    } else if (dots == std::string::npos) {
      if (units(part, column.type) == units(value, column.type)) return true;
    } else {
      const std::string low = trimmed(part.substr(0, dots));
      const std::string high = trimmed(part.substr(dots + 2));
      const bool from = low.empty() || units(low, column.type) <= units(value, column.type);
      const bool to = high.empty() || units(value, column.type) <= units(high, column.type);
      if (from && to) return true;
    }
  }
  return false;
}

}  // namespace

bool NaiveColumn::is_ordered() const {
  return type == "int" || type == "number" || type == "percent" || type == "money" ||
         type == "date" || type == "days" || type == "months";
}

std::int64_t units(const std::string& value, const std::string& type) {
  if (type == "date") {
    int year = 0;
    int month = 0;
    int day = 0;
    REQUIRE(std::sscanf(value.c_str(), "%d-%d-%d", &year, &month, &day) == 3);
    return ordinal(year, month, day);
  }
  bool negative = false;
  std::int64_t out = 0;
  int after_point = -1;
  for (const char c : value) {
    if (c == '-') negative = true;
    if (c == '.') after_point = 0;
    if (c < '0' || c > '9') continue;
    out = out * 10 + (c - '0');
    if (after_point >= 0) ++after_point;
  }
  for (int i = after_point < 0 ? 0 : after_point; i < places(type); ++i) out *= 10;
  return negative ? -out : out;
}

std::string cell_value(std::int64_t value, const std::string& type) {
  if (type == "date") return date_of(value);
  std::int64_t unit = 1;
  for (int i = 0; i < places(type); ++i) unit *= 10;
  const std::int64_t size = value < 0 ? -value : value;
  std::string out = std::to_string(size / unit);
  if (size % unit != 0) {
    std::string fraction = std::to_string(unit + size % unit).substr(1);
    if (type != "money") fraction.erase(fraction.find_last_not_of('0') + 1);
    out += "." + fraction;
  }
  return std::string(value < 0 ? "-" : "") + (type == "money" ? "$" : "") + out +
         (type == "percent" ? "%" : "");
}

bool NaiveTable::matches(std::size_t row, const std::vector<std::string>& input) const {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!matches_cell(rows[row][c], columns[c], input[c])) return false;
  }
  return true;
}

std::size_t NaiveTable::matching(const std::vector<std::string>& input) const {
  std::size_t count = 0;
  for (std::size_t r = 0; r < rows.size(); ++r) count += matches(r, input) ? 1 : 0;
  return count;
}

std::vector<std::string> table_names(const std::string& text) {
  std::vector<std::string> names;
  const std::regex declaration(R"((?:^|\n)table (\w+)\()");
  for (auto it = std::sregex_iterator(text.begin(), text.end(), declaration);
       it != std::sregex_iterator(); ++it)
    names.push_back((*it)[1]);
  return names;
}

NaiveTable naive_table(const std::string& text, const std::string& name) {
  NaiveTable table;
  const std::size_t begin = text.find("table " + name + "(");
  if (begin == std::string::npos) return table;
  const std::size_t gives = text.find("gives", begin);
  const std::size_t open = text.find('(', begin);
  const std::string arguments = text.substr(open + 1, text.rfind(')', gives) - open - 1);
  const std::regex argument(R"((\w+): (.*?)(\?)?(?: from (.*?))?(?: to (.*))?)");
  for (const std::string& one : split_outside_brackets(arguments)) {
    std::smatch parts;
    REQUIRE(std::regex_match(one, parts, argument));
    table.columns.push_back({parts[1], parts[2], parts[3].matched, parts[4], parts[5]});
  }
  std::istringstream lines(text.substr(text.find('{', gives) + 1));
  std::string line;
  bool header = true;
  while (std::getline(lines, line) && trimmed(line) != "}") {
    if (trimmed(line).empty() || trimmed(line).front() != '|') continue;
    if (std::exchange(header, false)) continue;
    std::istringstream cells(line.substr(line.find('|') + 1));
    std::vector<std::string> row;
    std::string cell;
    while (row.size() < table.columns.size() && std::getline(cells, cell, '|'))
      row.push_back(trimmed(cell));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<std::string> values_of_example(const std::string& example) {
  std::vector<std::string> values;
  for (const std::string& part : split_outside_brackets(example))
    values.push_back(trimmed(part.substr(part.find('=') + 1)));
  return values;
}

}  // namespace m2::oracle
