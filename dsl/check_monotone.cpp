// What the head of a table promises of its results: `where status never falls as days_late grows`.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/checker.h"
#include "dsl/geometry.h"
#include "dsl/table_text.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kMostBroken = 5;  // rows that are told of one promise

bool has_order(Type type) {
  return is_interval(type.kind) || is_textual(type.kind) || type.is(Kind::Choice);
}

/// The column with this name, or none.
std::optional<std::size_t> index_of(std::string_view name, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

/// Holds the rows of a table against one of its promises.
class PromiseCheck {
 public:
  PromiseCheck(const Table& table, const CheckedPreset& preset, const TableText& text,
               const Monotone& promise, Diagnostics& found, Work& work)
      : table_(table),
        preset_(preset),
        text_(text),
        promise_(promise),
        found_(found),
        work_(work) {}

  /// False when the rows are too many to tell.
  bool run();

 private:
  [[nodiscard]] const Expr& result(std::size_t row) const {
    return preset_.expr(table_.rows[row].then[promise_.result]);
  }
  [[nodiscard]] bool find_regions();
  [[nodiscard]] bool is_broken_by(std::size_t low, std::size_t high) const;
  [[nodiscard]] std::optional<Box> meeting(std::size_t low, std::size_t high) const;
  void report(std::size_t low, std::size_t high, const Box& meeting);
  void report_unknown(std::size_t row);

  const Table& table_;
  const CheckedPreset& preset_;
  const TableText& text_;
  const Monotone& promise_;
  Diagnostics& found_;
  Work& work_;
  std::vector<std::vector<Box>> regions_;  // of each row: the inputs that it decides
};

// Of a table in order, a row decides what no row above it does.
bool PromiseCheck::find_regions() {
  for (const TableRow& row : table_.rows) {
    Box box = box_of(row, table_);
    const bool is_empty =
        std::any_of(box.begin(), box.end(), [](const IntervalSet& s) { return s.empty(); });
    std::vector<Box> region;
    if (!is_empty) region.push_back(std::move(box));
    for (std::size_t above = 0; table_.in_order && above < regions_.size(); ++above) {
      for (const Box& taken : regions_[above]) {
        std::vector<Box> rest;
        for (const Box& part : region) {
          if (!work_.spend(part.size())) return false;
          if (!overlaps(part, taken)) {
            rest.push_back(part);
          } else {
            for (Box& left : difference(part, taken)) rest.push_back(std::move(left));
          }
        }
        region = std::move(rest);
      }
    }
    regions_.push_back(std::move(region));
  }
  return true;
}

bool PromiseCheck::is_broken_by(std::size_t low, std::size_t high) const {
  const Expr& a = result(promise_.never_falls ? low : high);
  const Expr& b = result(promise_.never_falls ? high : low);
  if (a.op != Op::Constant || b.op != Op::Constant) return false;
  const bool textual = is_textual(a.type.kind);
  if (textual != is_textual(b.type.kind)) return false;
  if (a.type.is(Kind::Blank) || b.type.is(Kind::Blank) || a.type.is(Kind::Nothing) ||
      b.type.is(Kind::Nothing))
    return false;
  return textual ? a.text > b.text : a.number > b.number;
}

// Inputs of the row `high` that differ from one of `low` in the growing input alone, which is
// larger.
std::optional<Box> PromiseCheck::meeting(std::size_t low, std::size_t high) const {
  for (const Box& a : regions_[low]) {
    for (const Box& b : regions_[high]) {
      Box at = b;
      IntervalSet& grown = at[promise_.input];
      IntervalSet from = a[promise_.input];
      erase_if(from, [](const Interval& i) { return i.first == kMissing; });
      erase_if(grown, [](const Interval& i) { return i.first == kMissing; });
      if (from.empty() || grown.empty() || from.front().first >= grown.back().second) continue;
      grown = intersection(grown, {{from.front().first + 1, kHighest}});
      bool meets = true;
      for (std::size_t c = 0; c < at.size() && meets; ++c) {
        if (c == promise_.input) continue;
        at[c] = intersection(a[c], b[c]);
        meets = !at[c].empty();
      }
      if (meets) return at;
    }
  }
  return std::nullopt;
}

bool PromiseCheck::run() {
  if (!find_regions()) return false;
  std::size_t told = 0;
  for (std::size_t high = 0; high < regions_.size(); ++high) {
    if (regions_[high].empty()) continue;
    if (result(high).op != Op::Constant) {
      report_unknown(high);
      return true;
    }
    for (std::size_t low = regions_.size(); low-- > 0;) {
      if (!work_.spend(1)) return false;
      if (low == high || !is_broken_by(low, high)) continue;
      const auto at = meeting(low, high);
      if (!at) continue;
      report(low, high, *at);
      if (++told == kMostBroken) return true;
      break;
    }
  }
  return true;
}

void PromiseCheck::report(std::size_t low, std::size_t high, const Box& meeting) {
  const char* verb = promise_.never_falls ? "falls" : "rises";
  const std::string& grows = text_.name(promise_.input);
  auto& d = found_.warning(
      "monotone", result(high).span,
      fmt::format("`{}` {} as `{}` grows", text_.result_names()[promise_.result], verb, grows));
  d.mark(fmt::format("row {}, for {}", high + 1, text_.words(meeting)));
  d.label(result(low).span, fmt::format("row {}, where `{}` is smaller", low + 1, grows));
  d.label(promise_.span, "never, says the head of the table");
  d.with_help("correct the row, or take the promise out of the head");
}

void PromiseCheck::report_unknown(std::size_t row) {
  found_
      .warning("monotone", result(row).span,
               fmt::format("nobody can tell whether `{}` ever {}: this is worked out",
                           text_.result_names()[promise_.result],
                           promise_.never_falls ? "falls" : "rises"))
      .label(promise_.span, "promised here")
      .with_help("write values in this column, or take the promise out of the head");
}

}  // namespace

void Checker::declare_promises(NodeRef n, Table& table) {
  std::vector<std::string> inputs;
  for (const std::uint32_t b : table.binders) inputs.push_back(p_.binders[b].name);
  std::vector<std::string> results;
  for (const MemberType& m : p_.types.record(table.result).members) results.push_back(m.name);
  const auto column = [&](NodeRef name, const std::vector<std::string>& names, const char* what) {
    const auto index = index_of(name.text(), names);
    if (!index) {
      auto& d =
          found_.error("unknown-name", name.span(),
                       fmt::format("table `{}` has no {} `{}`", table.name, what, name.text()));
      if (const auto near = suggests() ? nearest(name.text(), names) : std::nullopt)
        d.mark(fmt::format("did you mean `{}`?", *near));
    }
    return index;
  };
  const auto needs_order = [&](NodeRef name, Type type, bool ordered) {
    if (ordered || !type.known()) return ordered;
    found_.error(
        "type", name.span(),
        fmt::format("`{}` is {}, of which none is more than another", name.text(), show(type)));
    return false;
  };
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (!n[i].is(NodeKind::Monotone)) continue;
    const NodeRef result_name = n[i][0];
    const NodeRef input_name = n[i][2];
    const auto result = column(result_name, results, "result");
    const auto input = column(input_name, inputs, "input");
    if (!result || !input) continue;
    const Type given = p_.types.record(table.result).members[*result].type;
    const Type asked = p_.binders[table.binders[*input]].type;
    if (needs_order(result_name, given, has_order(given)) &&
        needs_order(input_name, asked, is_interval(asked.kind)))
      table.promises.push_back({*result, *input, n[i].has(NodeKind::Falls), n[i].span()});
  }
}

void Checker::check_promises(const Table& table, NodeRef header, const std::vector<NodeRef>& rows) {
  if (table.promises.empty() || table.rows.size() != rows.size()) return;
  const TableText text(table, p_, cells_of(header));
  for (const Monotone& promise : table.promises) {
    if (PromiseCheck(table, p_, text, promise, found_, table_work_).run()) continue;
    found_
        .error("too-large", promise.span,
               fmt::format("nobody can tell whether `{}` keeps this: it has too many rows",
                           table.name))
        .with_help("take the promise out of the head, or the table apart");
    return;
  }
}

}  // namespace m2::dsl
