// One page for people, which needs nothing else: rules by harm, their sample accounts, and what was
// found in each. It can be read without its script, which only filters and opens.

#include <fmt/format.h>

#include <array>
#include <set>
#include <utility>

#include "engine/report/internal/html.h"
#include "engine/report/internal/markup.h"
#include "engine/report/internal/writers.h"

namespace m2::internal {
namespace {

constexpr std::array kFromWorst = {RuleSeverity::Fatal, RuleSeverity::Error, RuleSeverity::Warning,
                                   RuleSeverity::Info};

std::string card(std::string_view word, const std::string& value, std::string_view more = {}) {
  return fmt::format("<div class=\"card\"><dt>{}</dt><dd>{}{}</dd></div>\n", word, value,
                     more.empty() ? "" : fmt::format(" <small>{}</small>", more));
}

std::string cards(const FileFindings& file) {
  const FileSummary& summary = file.summary;
  std::uint64_t hit = 0;
  for (const std::uint64_t accounts : file.inputs.worst) hit += accounts;
  std::string out =
      "<dl class=\"cards\">\n" + card("Score", file.score()->text(), "of 1.000") +
      card("Accounts", with_separators(summary.accounts),
           hit == 0 ? "none with a warning or worse"
                    : fmt::format("{} with a warning or worse", with_separators(hit)));
  for (const RuleSeverity severity : kFromWorst) {
    const std::uint64_t count = summary.count(severity);
    const std::uint64_t accounts = file.inputs.worst[static_cast<std::size_t>(severity)];
    if (severity == RuleSeverity::Info && count == 0) continue;
    const std::string_view noun = count == 1 ? "finding" : "findings";
    out += fmt::format(
        "<div class=\"card\"><dt><span class=\"severity {0}\">{0}</span></dt><dd>{1} "
        "<small>{2}</small></dd></div>\n",
        to_string(severity), with_separators(count),
        accounts == 0
            ? std::string(noun)
            : fmt::format("{}; the worst of {}", noun, counted_words(accounts, "account")));
  }
  return out + "</dl>\n";
}

std::string section(const FileFindings& file, std::size_t place) {
  std::string out = fmt::format("<section aria-labelledby=\"f{0}\">\n<h2 id=\"f{0}\">{1}</h2>\n",
                                place, in_xml(file.file));
  if (file.error) {
    out += fmt::format("<p class=\"failed\">The file could not be read to its end: {}</p>\n",
                       in_xml(file.error->message));
  } else {
    out +=
        cards(file) + fmt::format("<p>{}; {}.</p>\n", counted_words(file.summary.records, "record"),
                                  in_xml(to_string(file.summary.framing)));
  }
  if (file.rules.empty()) {
    return out + (file.error ? "" : "<p>Nothing was found.</p>\n") + "</section>\n";
  }
  out += "<h3>Rules, the greatest harm first</h3>\n<div class=\"rules\">\n";
  for (const RuleFindings& tally : file.rules) out += rule_part(tally, file, place);
  out += "</div>\n";
  if (!file.accounts.empty()) {
    out += "<h3>Accounts of the samples</h3>\n<div class=\"accounts\">\n";
    for (const SampleAccount& account : file.accounts) out += account_part(account, place);
    out += "</div>\n";
  }
  return out + "</section>\n";
}

class HtmlReport final : public ReportWriter {
 public:
  HtmlReport(const ReportFacts& facts, OutputFile& out) : facts_(facts), out_(out) {}

  void end_file(const FileFindings& file) override {
    title_ += (places_ == 0 ? "" : ", ") + file.file;
    sections_ += section(file, ++places_);
    for (const RuleFindings& tally : file.rules) {
      rules_.insert(tally.rule->id);
      severities_[static_cast<std::size_t>(tally.rule->severity)] = true;
    }
  }

  Result<void> finish() override {
    const std::string title = in_xml(places_ == 1 ? title_ : fmt::format("{} files", places_));
    out_.write(fmt::format(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; "
        "script-src {}; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<title>metro2 validate: {}</title>\n<style>{}</style>\n</head>\n<body>\n"
        "<a class=\"skip\" href=\"#main\">To the findings</a>\n"
        "<header><h1>What is wrong in {}</h1>\n"
        "<p>Made by metro2 {}. Personal data is masked; account numbers are whole, so that the "
        "accounts can be found again.</p></header>\n",
        source_hash(kReportStyle), source_hash(kReportScript), title, kReportStyle, title,
        in_xml(facts_.version)));
    out_.write(filter());
    out_.write("<main id=\"main\">\n" + sections_ + (rules_.empty() ? "" : history_legend()) +
               "</main>\n");
    out_.write(fmt::format("<script>{}</script>\n</body>\n</html>\n", kReportScript));
    return {};
  }

 private:
  // Hidden until the script is there to obey it.
  [[nodiscard]] std::string filter() const {
    if (rules_.empty()) return {};
    std::string severities, rules;
    for (const RuleSeverity severity : kFromWorst) {
      if (!severities_[static_cast<std::size_t>(severity)]) continue;
      severities += fmt::format(
          "<label><input type=\"checkbox\" name=\"severity\" value=\"{0}\" checked> {0}</label>\n",
          to_string(severity));
    }
    for (const std::string_view id : rules_)
      rules += fmt::format("<option>{}</option>\n", in_xml(id));
    return "<form id=\"filter\" role=\"search\" aria-label=\"Filter\" hidden>\n"
           "<label>Text <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\n"
           "<label>Rule <select name=\"rule\"><option value=\"\">all</option>\n" +
           rules + "</select></label>\n<fieldset><legend>Severity</legend>\n" + severities +
           "</fieldset>\n<button type=\"button\" name=\"open\">Open all</button>\n"
           "<button type=\"button\" name=\"close\">Close all</button>\n"
           "<output aria-live=\"polite\"></output>\n</form>\n";
  }

  ReportFacts facts_;
  OutputFile& out_;
  std::string title_;
  std::string sections_;
  std::size_t places_ = 0;
  std::set<std::string_view> rules_;
  std::array<bool, 4> severities_{};
};

}  // namespace

std::unique_ptr<ReportWriter> make_html_report(const ReportFacts& facts, OutputFile& out) {
  return std::make_unique<HtmlReport>(facts, out);
}

}  // namespace m2::internal
