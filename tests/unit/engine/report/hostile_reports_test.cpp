// Whatever bytes a finding holds, each form stays what it is.

#include "engine/base/json.h"
#include "engine/base/text.h"
#include "tests/support/golden.h"
#include "tests/support/sample_file.h"
#include "tests/unit/engine/report/markup_reader.h"
#include "tests/unit/engine/report/report_files.h"

using namespace m2;
using namespace m2::test;

namespace {

std::string every_byte() {
  std::string bytes;
  for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
  return bytes;
}

const std::vector<std::string> kHostile = {
    every_byte(),
    "</script><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' autofocus onfocus='alert(1)",
    "]]>--><!--&#0;&bogus;",
    "javascript:alert(1)",
    "\xEF\xBF\xBE\xEF\xBF\xBF",
    "\xE2\x80\xAE"
    "backwards",
    "line\nbreak\r\nand\ttab",
};

ReportTexts reports_with(const std::string& text) {
  const auto book = structural_book();
  std::vector<Finding> findings;
  for (const bool in_account : {true, false}) {
    for (const char* id : {"B08-001", "FILE-014"}) {
      Finding finding;
      finding.rule = book->registry().find(id);
      finding.record = finding.line = 2;
      finding.account = in_account ? text : "";
      finding.in_account = in_account;
      finding.segment = "base";
      finding.found = finding.expected = finding.message = text;
      findings.push_back(finding);
    }
  }
  FileSummary summary;
  summary.records = 3;
  summary.accounts = 1;
  return reports_of_findings(text, findings, summary);
}

// The first sign of each cell, as a spreadsheet reads the row.
std::vector<std::string> cells_of(const std::string& csv) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (c == '"') {
      is_quoted = !is_quoted;
      if (is_quoted && i > 0 && csv[i - 1] == '"') cells.back() += '"';
    } else if (!is_quoted && (c == ',' || c == '\n')) {
      cells.emplace_back();
    } else if (is_quoted || c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace

SCENARIO("hostile texts leave every report well formed") {
  for (const std::string& text : kHostile) {
    CAPTURE(printable(text));
    const ReportTexts texts = reports_with(text);
    for (const std::string& json : {texts.json, texts.sarif}) {
      JsonDocument document;
      CHECK_FALSE(document.parse(json));
      CHECK_FALSE(find_unreadable(json));
    }
    CHECK(read_markup(texts.junit, Markup::Form::Xml).problem == "");
    const Markup page = read_markup(texts.html, Markup::Form::Html);
    CHECK(page.problem == "");
    CHECK(page.named("script").size() == 1);
    for (const MarkupElement& element : page.elements) {
      CHECK(element.attributes.count("onmouseover") == 0);
      CHECK(element.attributes.count("onfocus") == 0);
    }
    for (const MarkupElement* link : page.named("a"))
      CHECK(link->attributes.at("href").starts_with("#"));
    for (const auto& [kind, report] : texts.all()) {
      CAPTURE(kind);
      CHECK(report.find('\0') == std::string::npos);
      CHECK(report.find('\x1B') == std::string::npos);
    }
    CHECK(cells_of(texts.csv).size() == 13 * 5 + 1);
  }
}

SCENARIO("no cell of the CSV report is taken for a formula") {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\"=1", "|cmd",
                           "%0", "=HYPERLINK(\"x\",\"y\")", "'=1"}) {
    CAPTURE(printable(text));
    for (const std::string& cell : cells_of(reports_with(text).csv)) {
      const std::size_t first = cell.find_first_not_of(" \"");
      if (first == std::string::npos) continue;
      CHECK(std::string_view("=+-@|%\t\r").find(cell[first]) == std::string_view::npos);
    }
  }
  THEN("a value that is none stays as it is") {
    CHECK(reports_with("10-20 A=B").csv.find(",10-20 A=B,") != std::string::npos);
  }
}

SCENARIO("a real file with hostile names is told as any other") {
  SampleFile file;
  file.set(1, Segment::Base, "consumer_account_number", "<b>\"'&=cmd|A1");
  file.set(1, Segment::Base, "surname", "<script>x</script>");
  file.set(1, Segment::Base, "portfolio_type", "<");
  file.set(1, Segment::Base, "payment_history_profile", "<>&\"'\x01\xFF <script>/*--></");
  const ReportTexts texts = reports_of({{"<a href='x'>.dat", file.bytes()}});
  JsonDocument document;
  CHECK_FALSE(document.parse(texts.json));
  CHECK_FALSE(document.parse(texts.sarif));
  CHECK(read_markup(texts.junit, Markup::Form::Xml).problem == "");
  const Markup page = read_markup(texts.html, Markup::Form::Html);
  CHECK(page.problem == "");
  CHECK(page.named("script").size() == 1);
  CHECK(page.named("b").size() >= 24);
  bool shows_number = false;
  for (const MarkupElement* code : page.named("code"))
    shows_number |= code->text == "<b>\"'&=cmd|A1";
  CHECK(shows_number);
}
