#include "engine/cli/test_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/render.h"
#include "engine/pipeline/case_story.h"

namespace m2::cli {
namespace {

// "presets/entrata/rent.test.yaml:97"
std::string where(const CaseResult& result) {
  return place_of(result.test->test.place);
}

// What a failing case says, line by line: a word, and what stands behind it.
struct Told {
  std::string word;
  std::string text;
};

std::vector<Told> told(const CaseResult& result, const CaseMismatch& mismatch) {
  std::vector<Told> lines;
  if (mismatch.what != "outcome") lines.push_back({"field", mismatch.what});
  lines.push_back({"expected", mismatch.expected});
  lines.push_back({"actual", mismatch.actual});
  for (const CaseStory& story : why(result, mismatch)) {
    lines.push_back({"because", story.decided});
    for (const std::string& read : story.reads) lines.push_back({"", "  " + read});
  }
  return lines;
}

std::vector<Told> told(const CaseResult& result) {
  std::vector<Told> lines;
  for (const CaseMismatch& mismatch : result.mismatches) {
    for (Told& line : told(result, mismatch)) lines.push_back(std::move(line));
  }
  if (!result.test->test.note.empty()) lines.push_back({"note", result.test->test.note});
  return lines;
}

std::string as_text(const CaseResult& result) {
  std::string out;
  for (const auto& [word, text] : told(result)) out += fmt::format("{:<9} {}\n", word, text);
  return out;
}

std::string as_text(const Diagnostic& d) {
  return render({d}, Colour::Never);
}

std::string file_of(const Diagnostic& d) {
  return d.span.empty() ? "metro2 test" : d.span.source->name();
}

}  // namespace

std::uint64_t TestReport::failed() const {
  return static_cast<std::uint64_t>(std::count_if(results.begin(), results.end(),
                                                  [](const CaseResult& r) { return !r.passed(); }));
}

std::string report_text(const TestReport& report, Colour colour) {
  std::string out;
  const CaseSuite* suite = nullptr;
  for (const CaseResult& result : report.results) {
    if (result.suite != suite) {
      suite = result.suite;
      out += paint(colour, Ink::Bold, suite->file.string()) + "\n";
    }
    const std::string& name = result.test->test.name;
    if (result.passed()) {
      out += fmt::format("  {} {}\n", paint(colour, Ink::Green, "✓"), name);
      continue;
    }
    out += fmt::format("  {} {}   {}\n", paint(colour, Ink::Red, "✗"),
                       paint(colour, Ink::Bold, name), paint(colour, Ink::Dim, where(result)));
    for (const auto& [word, text] : told(result)) {
      const Ink ink = word == "expected" ? Ink::Green : word == "actual" ? Ink::Red : Ink::Plain;
      out += fmt::format("      {} {}\n", paint(colour, Ink::Dim, fmt::format("{:<9}", word)),
                         paint(colour, ink, text));
    }
  }
  const std::uint64_t failed = report.failed();
  out += fmt::format("{}: {} passed, {} failed", counted(report.results.size(), "case"),
                     with_separators(report.results.size() - failed), with_separators(failed));
  const auto broken = static_cast<std::uint64_t>(
      std::count_if(report.found.begin(), report.found.end(),
                    [](const Diagnostic& d) { return d.severity == Severity::Error; }));
  if (broken > 0) out += fmt::format(", {} above", counted(broken, "error"));
  return out + paint(colour, Ink::Dim, fmt::format("   (seed {})", report.seed)) + "\n";
}

std::string report_json(const TestReport& report, const std::string& coverage) {
  JsonWriter json;
  const std::uint64_t failed = report.failed();
  json.begin_object();
  json.key("cases").number(static_cast<std::int64_t>(report.results.size()));
  json.key("passed").number(static_cast<std::int64_t>(report.results.size() - failed));
  json.key("failed").number(static_cast<std::int64_t>(failed));
  json.key("seed").number(static_cast<std::int64_t>(report.seed));
  json.key("results").begin_array();
  for (const CaseResult& result : report.results) {
    const Span& span = result.test->test.place;
    json.begin_object().key("file").text(result.suite->file.string());
    json.key("line").number(span.line());
    json.key("name").text(result.test->test.name);
    json.key("preset").text(result.suite->of->preset->name);
    json.key("passed").boolean(result.passed());
    json.key("outcome").text(told_outcome(result.outcome, result.reasons));
    json.key("mismatches").begin_array();
    for (const CaseMismatch& mismatch : result.mismatches) {
      json.begin_object().key("what").text(mismatch.what);
      json.key("expected").text(mismatch.expected).key("actual").text(mismatch.actual);
      json.key("because").begin_array();
      for (const CaseStory& story : why(result, mismatch)) {
        json.begin_object().key("decided").text(story.decided).key("reads").begin_array();
        for (const std::string& read : story.reads) json.text(read);
        json.end_array().end_object();
      }
      json.end_array().end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
  json.key("diagnostics").raw(trim(render_json(report.found)));
  if (!coverage.empty()) json.key("coverage").raw(coverage);
  json.end_object();
  return json.take();
}

std::string coverage_text(const CoverageReport& coverage, Colour colour) {
  std::string out;
  const std::vector<CoverItem> uncovered = coverage.uncovered();
  // Rules that never decide are warnings above.
  std::string file;
  for (const CoverItem& item : uncovered) {
    if (item.point.kind == CoverKind::Rule) continue;
    if (out.empty()) out += "\n" + paint(colour, Ink::Bold, "not covered") + "\n";
    if (item.file() != file) {
      file = item.file();
      out += "  " + file + "\n";
    }
    const std::string_view source = trim(item.point.span.source->line(item.line()));
    out += fmt::format("  {:>5}  {}\n         {}\n", item.line(), item.told(),
                       paint(colour, Ink::Dim, printable(source)));
  }
  std::uint64_t covered = 0;
  std::uint64_t total = 0;
  std::string parts;
  for (const CoverTotal& t : coverage.totals()) {
    covered += t.covered;
    total += t.total;
    if (t.total == 0) continue;
    parts += fmt::format("{}{} {}/{}", parts.empty() ? "" : ", ", t.name,
                         with_separators(t.covered), with_separators(t.total));
  }
  return out + fmt::format("\ncoverage {} % ({} of {}): {}\n", coverage.percent(),
                           with_separators(covered), with_separators(total), parts);
}

std::string report_junit(const TestReport& report) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format(
      "<testsuites name=\"metro2 test\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
      report.results.size() + report.found.size(), report.failed(), report.found.size());
  for (std::size_t i = 0; i < report.results.size();) {
    const CaseSuite* suite = report.results[i].suite;
    std::string cases;
    std::size_t count = 0;
    std::size_t failed = 0;
    for (; i < report.results.size() && report.results[i].suite == suite; ++i, ++count) {
      const CaseResult& result = report.results[i];
      const Span& span = result.test->test.place;
      cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                           in_markup(suite->of->preset->name), in_markup(result.test->test.name),
                           in_markup(suite->file.string()), span.line());
      if (result.passed()) {
        cases += "/>\n";
        continue;
      }
      ++failed;
      const CaseMismatch& first = result.mismatches.front();
      cases += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                           in_markup(fmt::format("{}: expected {}, actual {}", first.what,
                                                 first.expected, first.actual)),
                           in_markup(as_text(result)));
    }
    out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n{}  </testsuite>\n",
                       in_markup(suite->file.string()), count, failed, cases);
  }
  for (const Diagnostic& d : report.found) {
    const std::string file = in_markup(file_of(d));
    out += fmt::format(
        "  <testsuite name=\"{}\" tests=\"1\" errors=\"1\">\n    <testcase classname=\"{}\" "
        "name=\"{}\">\n      <error message=\"{}\">{}</error>\n    </testcase>\n  </testsuite>\n",
        file, file, in_markup(d.slug), in_markup(d.message), in_markup(as_text(d)));
  }
  return out + "</testsuites>\n";
}

std::string tap_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    if (c == '#' || c == '\\') name += '\\';
    name += c == '\n' ? ' ' : c;
  }
  return name;
}

std::string tap_block(const std::string& text) {
  std::string lines;
  for (const std::string_view line : split(text, '\n')) {
    if (!line.empty()) lines += "    " + std::string(line) + "\n";
  }
  return "  ---\n  message: |\n" + lines + "  ...\n";
}

std::string report_tap(const TestReport& report) {
  std::string out = "TAP version 14\n";
  out += fmt::format("1..{}\n", report.results.size() + report.found.size());
  std::size_t number = 0;
  for (const CaseResult& result : report.results) {
    out += fmt::format("{} {} - {}: {}\n", result.passed() ? "ok" : "not ok", ++number,
                       tap_name(result.suite->file.string()), tap_name(result.test->test.name));
    if (!result.passed()) out += tap_block(where(result) + "\n" + as_text(result));
  }
  for (const Diagnostic& d : report.found)
    out += fmt::format("not ok {} - {}: {}\n", ++number, tap_name(file_of(d)), d.slug) +
           tap_block(as_text(d));
  return out;
}

}  // namespace m2::cli
