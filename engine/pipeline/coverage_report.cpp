#include "engine/pipeline/coverage_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/pipeline/case_story.h"
#include "engine/pipeline/page.h"

namespace m2 {
namespace {

struct KindName {
  CoverKind kind;
  std::string_view several;
  std::string_view one;
};
constexpr KindName kCounted[] = {
    {CoverKind::Row, "rows", "row"},
    {CoverKind::Key, "lookup keys", "lookup key"},
    {CoverKind::Condition, "conditions", "condition"},
    {CoverKind::Otherwise, "otherwise", "otherwise"},
    {CoverKind::Rule, "rules", "rule"},
    {CoverKind::Field, "fields", "field"},
};

bool counts(CoverKind kind) {
  return kind != CoverKind::RuleIdle && kind != CoverKind::Hold && kind != CoverKind::Expression;
}

// A file may have been read twice.
bool holds(const Span& outer, const Span& inner) {
  return outer.source->name() == inner.source->name() && outer.begin <= inner.begin &&
         inner.end <= outer.end;
}

std::string_view name_of(CoverKind kind) {
  for (const KindName& name : kCounted) {
    if (name.kind == kind) return name.one;
  }
  return "";
}

}  // namespace

std::string CoverItem::told() const {
  switch (point.kind) {
    case CoverKind::Row:
    case CoverKind::Key:
      return point.what + " never matched";
    case CoverKind::Condition:
      return fmt::format("`{}` never {}", excerpt(point.span, 60), point.what);
    case CoverKind::Otherwise:
      return fmt::format("`{}`: what follows `otherwise` never used", excerpt(point.span, 60));
    case CoverKind::Rule:
    case CoverKind::RuleIdle:
      return fmt::format("`{}` never decided", point.what);
    case CoverKind::Field:
      return fmt::format("`{}` never written", point.what);
    case CoverKind::Hold:
    case CoverKind::Expression:
      return fmt::format("`{}` never met", excerpt(point.span, 60));
  }
  return "";
}

void CoverageReport::add(const Program& program, const CoverCounts& counts, std::uint64_t cases) {
  for (std::size_t i = 0; i < program.points.size(); ++i) {
    const CoverPoint& point = program.points[i];
    if (point.span.empty()) continue;
    const Key key{point.span.source->name(), point.span.begin, point.kind, point.what};
    CoverItem& item = items_.try_emplace(key, CoverItem{point, 0, 0}).first->second;
    item.count += counts[i];
    item.cases += cases;
  }
}

std::vector<CoverItem> CoverageReport::items() const {
  std::vector<CoverItem> out;
  for (const auto& [key, item] : items_) {
    if (counts(item.point.kind)) out.push_back(item);
  }
  return out;
}

std::vector<CoverItem> CoverageReport::uncovered() const {
  std::vector<CoverItem> out = items();
  std::erase_if(out, [](const CoverItem& item) { return item.count > 0; });
  return out;
}

std::vector<CoverTotal> CoverageReport::totals() const {
  std::vector<CoverTotal> out;
  for (const KindName& name : kCounted) {
    CoverTotal total{name.several, 0, 0};
    for (const auto& [key, item] : items_) {
      if (item.point.kind != name.kind) continue;
      ++total.total;
      total.covered += item.count > 0 ? 1 : 0;
    }
    out.push_back(total);
  }
  return out;
}

std::uint64_t CoverageReport::percent() const {
  std::uint64_t covered = 0;
  std::uint64_t total = 0;
  for (const CoverTotal& t : totals()) {
    covered += t.covered;
    total += t.total;
  }
  return total == 0 ? 100 : covered * 100 / total;
}

void CoverageReport::excuse(const Span& text) {
  std::erase_if(items_, [&](const auto& entry) {
    const CoverItem& item = entry.second;
    return item.count == 0 && counts(item.point.kind) && holds(text, item.point.span);
  });
}

void CoverageReport::excuse_answer(const Span& hold) {
  std::erase_if(items_, [&](const auto& entry) {
    const CoverItem& item = entry.second;
    const bool answers = item.point.kind == CoverKind::Row || item.point.kind == CoverKind::Key;
    return item.count == 0 && answers && holds(item.point.span, hold);
  });
}

void CoverageReport::warn(Diagnostics& found) const {
  for (const auto& [key, item] : items_) {
    const CoverPoint& point = item.point;
    const std::string all =
        fmt::format("{} {}", with_separators(item.cases), item.cases == 1 ? "case" : "cases");
    if (point.kind == CoverKind::Hold && item.count == 0)
      found.warning("never-held", point.span, fmt::format("none of {} came to this `hold`", all))
          .with_help("write a case that does, or say what is there instead of a `hold`");
    if (point.kind != CoverKind::Rule) continue;
    Key idle = key;
    std::get<CoverKind>(idle) = CoverKind::RuleIdle;
    const std::uint64_t passed = items_.at(idle).count;
    if (item.count == 0)
      found
          .warning("never-fires", point.span,
                   fmt::format("`{}` decided none of {}", point.what, all))
          .with_help("write a case that it decides, or delete it");
    if (item.count > 1 && passed == 0)
      found
          .warning("always-fires", point.span,
                   fmt::format("`{}` decided all of the {} cases that came to it", point.what,
                               with_separators(item.count)))
          .with_help("write a case that it lets pass, or correct its condition");
  }
}

std::string to_lcov(const CoverageReport& report) {
  std::string out;
  const std::vector<CoverItem> items = report.items();
  for (std::size_t i = 0; i < items.size();) {
    const std::string& file = items[i].file();
    std::string functions;
    std::string branches;
    std::map<std::uint32_t, std::uint64_t> lines;
    std::uint64_t branch_total = 0, branch_hit = 0, function_total = 0, function_hit = 0;
    const std::size_t first = i;
    for (; i < items.size() && items[i].file() == file; ++i) {
      const CoverItem& item = items[i];
      const std::uint64_t hit = item.count > 0 ? 1 : 0;
      lines[item.line()] += item.count;
      if (item.point.kind == CoverKind::Rule) {
        functions += fmt::format("FN:{},{}\nFNDA:{},{}\n", item.line(), item.point.what, item.count,
                                 item.point.what);
        ++function_total;
        function_hit += hit;
      } else if (item.point.kind != CoverKind::Field) {
        branches += fmt::format("BRDA:{},0,{},{}\n", item.line(), i - first, item.count);
        ++branch_total;
        branch_hit += hit;
      }
    }
    out += fmt::format("TN:\nSF:{}\n{}FNF:{}\nFNH:{}\n{}BRF:{}\nBRH:{}\n", file, functions,
                       function_total, function_hit, branches, branch_total, branch_hit);
    std::uint64_t hit_lines = 0;
    for (const auto& [line, count] : lines) {
      out += fmt::format("DA:{},{}\n", line, count);
      hit_lines += count > 0 ? 1 : 0;
    }
    out += fmt::format("LF:{}\nLH:{}\nend_of_record\n", lines.size(), hit_lines);
  }
  return out;
}

std::string to_html(const CoverageReport& report) {
  Page page("Coverage");
  PageTable totals;
  totals.heads = {"", "Covered", "Of"};
  for (const CoverTotal& t : report.totals())
    totals.rows.push_back({"",
                           {{plain(t.name)},
                            {plain(with_separators(t.covered))},
                            {plain(with_separators(t.total))}}});
  page.paragraph({plain(fmt::format("{} % of what cases can come by.", report.percent()))});
  page.table(std::move(totals));
  const auto row = [](const CoverItem& item) {
    return PageTable::Row{
        "",
        {{plain(with_separators(item.count))},
         {plain(std::to_string(item.line()))},
         {code(excerpt(item.point.span))},
         {plain(item.point.what.empty() ? name_of(item.point.kind) : item.point.what)}}};
  };
  const auto table = [&](const std::vector<CoverItem>& items) {
    std::string file;
    PageTable made;
    const auto flush = [&] {
      made.caption = file;
      made.heads = {"Times", "Line", "Source", "What"};
      page.table(std::move(made));
      made = {};
    };
    for (const CoverItem& item : items) {
      if (item.file() != file && !file.empty()) flush();
      file = item.file();
      made.rows.push_back(row(item));
    }
    if (!file.empty()) flush();
  };
  page.heading(2, "uncovered", "Not covered");
  const std::vector<CoverItem> uncovered = report.uncovered();
  if (uncovered.empty()) page.paragraph({plain("Nothing.")});
  table(uncovered);
  page.heading(2, "all", "Everything");
  table(report.items());
  return to_html(page);
}

std::string to_json(const CoverageReport& report) {
  JsonWriter json;
  json.begin_object().key("percent").number(static_cast<std::int64_t>(report.percent()));
  for (const CoverTotal& t : report.totals()) {
    std::string key(t.name);
    std::replace(key.begin(), key.end(), ' ', '_');
    json.key(key).begin_object().key("covered").number(static_cast<std::int64_t>(t.covered));
    json.key("total").number(static_cast<std::int64_t>(t.total)).end_object();
  }
  json.key("uncovered").begin_array();
  for (const CoverItem& item : report.uncovered()) {
    json.begin_object().key("file").text(item.file()).key("line").number(item.line());
    json.key("kind").text(name_of(item.point.kind)).key("what").text(item.told());
    json.key("source").text(excerpt(item.point.span)).end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace m2
