#include "dsl/table_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {

bool is_interval(Kind kind) {
  return is_ordered(kind);
}

std::int64_t size_of(Type type, const TypeTable& types) {
  if (type.is(Kind::Bool)) return 2;
  if (type.is(Kind::Choice)) return static_cast<std::int64_t>(types.choice(type).values.size());
  return static_cast<std::int64_t>(code_tables()[type.of].codes.size());
}

IntervalSet points(const CellSet& cell, const CellSet& domain) {
  IntervalSet set = cell.any ? domain.intervals : cell.intervals;
  if (cell.any ? domain.missing : cell.missing) set.push_back({kMissing, kMissing});
  return normalised(std::move(set));
}

Box box_of(const TableRow& row, const Table& table) {
  Box box;
  for (std::size_t c = 0; c < row.when.size(); ++c)
    box.push_back(points(row.when[c], table.domain[c]));
  return box;
}

std::vector<Span> cells_of(NodeRef row) {
  std::vector<Span> cells;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!row[i].is(NodeKind::Divider)) cells.push_back(row[i].span());
  }
  return cells;
}

TableText::TableText(const Table& table, const CheckedPreset& preset, std::vector<Span> header)
    : types_(preset.types), result_(table.result), header_(std::move(header)) {
  for (std::uint32_t b : table.binders) columns_.push_back(&preset.binders[b]);
  for (const CellSet& d : table.domain) {
    CellSet all;
    all.any = true;
    domain_.push_back(points(all, d));
  }
}

std::vector<bool> TableText::enumerated() const {
  std::vector<bool> out;
  for (std::size_t c = 0; c < columns_.size(); ++c) out.push_back(!is_interval(c));
  return out;
}

bool TableText::is_interval(std::size_t column) const {
  return dsl::is_interval(columns_[column]->type.kind);
}

const std::string& TableText::name(std::size_t column) const {
  return columns_[column]->name;
}

std::vector<std::string> TableText::result_names() const {
  std::vector<std::string> out;
  for (const MemberType& member : types_.record(result_).members) out.push_back(member.name);
  return out;
}

// An interval that ends where the column's type does is open in words and cells.
bool TableText::is_open_below(std::size_t column, std::int64_t point) const {
  return point == kLowest || (columns_[column]->type.is(Kind::Date) && point == Date::kFirstDay);
}

bool TableText::is_open_above(std::size_t column, std::int64_t point) const {
  return point == kHighest || (columns_[column]->type.is(Kind::Date) && point == Date::kLastDay);
}

std::string TableText::value(std::size_t column, std::int64_t point) const {
  const Type type = columns_[column]->type.bare();
  if (point == kMissing) return "missing";
  if (type.is(Kind::Code)) {
    const std::string_view code =
        code_tables()[type.of].codes[static_cast<std::size_t>(point)].code;
    return code.empty() ? "blank" : std::string(code);
  }
  if (type.is(Kind::Days) || type.is(Kind::Months)) return std::to_string(point);
  return unquoted(print_literal({point, {}}, type, types_));
}

std::string TableText::cell(std::size_t column, const IntervalSet& set) const {
  if (set == domain_[column]) return "any";
  std::string out;
  for (const Interval& in : set) {
    out += out.empty() ? "" : ", ";
    const bool open_below = is_open_below(column, in.first);
    const bool open_above = is_open_above(column, in.second);
    if (!is_interval(column) || in.first == in.second) {
      for (std::int64_t point = in.first; point <= in.second; ++point)
        out += (point == in.first ? "" : ", ") + value(column, point);
    } else if (open_below && open_above) {
      out += "present";
    } else {
      out += (open_below ? "" : value(column, in.first)) + ".." +
             (open_above ? "" : value(column, in.second));
    }
  }
  return out;
}

std::string TableText::words(std::size_t column, const IntervalSet& set) const {
  const Type type = columns_[column]->type;
  const auto with_unit = [&](std::int64_t point) {
    const char* unit = type.is(Kind::Days) ? " day" : type.is(Kind::Months) ? " month" : "";
    return value(column, point) + unit + (*unit == '\0' || point == 1 ? "" : "s");
  };
  const bool is_date = type.is(Kind::Date);
  std::string out;
  for (const Interval& in : set) {
    out += out.empty() ? "" : " or ";
    if (!is_interval(column) || in.first == kMissing) {
      for (std::int64_t point = in.first; point <= in.second; ++point)
        out += (point == in.first ? "" : " or ") + value(column, point);
    } else if (is_open_below(column, in.first) && is_open_above(column, in.second)) {
      out += fmt::format("any {}", columns_[column]->name);
    } else if (is_open_below(column, in.first)) {
      out += with_unit(in.second) + (is_date ? " and earlier" : " and less");
    } else if (is_open_above(column, in.second)) {
      out += with_unit(in.first) + (is_date ? " and later" : " and more");
    } else if (in.first == in.second) {
      out += with_unit(in.first);
    } else {
      out += value(column, in.first) + " to " + with_unit(in.second);
    }
  }
  return out;
}

std::string TableText::words(const Box& box) const {
  std::string out;
  for (std::size_t c = 0; c < box.size(); ++c) {
    if (box.size() == 1) return words(c, box[c]);
    if (box[c] != domain_[c])
      out += fmt::format("{}{} = {}", out.empty() ? "" : ", ", name(c), words(c, box[c]));
  }
  return out.empty() ? "any input" : out;
}

std::string TableText::example(const Box& box) const {
  std::string out;
  for (std::size_t c = 0; c < box.size(); ++c) {
    const IntervalSet& set = box[c];
    // The finite end of an interval where there is one; missing only where nothing else is left.
    const Interval& in = set.front().first == kMissing && set.size() > 1 ? set[1] : set.front();
    const std::int64_t point = !is_open_below(c, in.first)    ? in.first
                               : !is_open_above(c, in.second) ? in.second
                                                              : 0;
    out += fmt::format("{}{} = {}", c == 0 ? "" : ", ", name(c), words(c, {{point, point}}));
  }
  return out;
}

std::string TableText::row(const Box& box, const std::vector<std::string_view>& results) const {
  std::string out = "|";
  for (std::size_t i = 0; i < header_.size(); ++i) {
    const Span head = header_[i];
    const std::size_t width = head.source->text().find('|', head.begin) - head.begin;
    std::string text = "?";
    if (i < box.size()) {
      text = cell(i, box[i]);
    } else if (i - box.size() < results.size()) {
      text = results[i - box.size()];
    }
    out += fmt::format("{} {:<{}}|", i == box.size() ? "|" : "", text,
                       std::max(width, count_code_points(text) + 1));
  }
  return out;
}

}  // namespace m2::dsl
