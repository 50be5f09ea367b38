#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/base/ascii.h"
#include "engine/metro2/codes.h"
#include "engine/report/internal/html.h"
#include "engine/report/internal/markup.h"
#include "engine/report/internal/writers.h"

namespace m2::internal {
namespace {

std::string rule_target(const Rule& rule, std::size_t place) {
  return fmt::format("f{}-{}", place, in_xml(rule.id));
}

std::string account_target(std::uint64_t record, std::size_t place) {
  return fmt::format("f{}-record-{}", place, record);
}

std::string severity_mark(RuleSeverity severity) {
  return fmt::format("<span class=\"severity {0}\">{0}</span>", to_string(severity));
}

// Nothing, where there is nothing to say.
std::string entry(std::string_view word, std::string_view text) {
  if (text.empty()) return {};
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", word, in_markup(text));
}

std::string code_cell(std::string_view text) {
  return text.empty() ? "<td></td>" : "<td><code>" + in_xml(text) + "</code></td>";
}

std::string place_of(const Finding& finding) {
  if (finding.field != nullptr) {
    return fmt::format("{} field {} {}", in_xml(finding.segment), in_xml(finding.field->number),
                       in_xml(finding.field->key));
  }
  return finding.segment.empty() ? std::string()
                                 : fmt::format("{} segment", in_xml(finding.segment));
}

std::string table(std::string_view caption, std::string_view heads, const std::string& rows) {
  if (rows.empty()) return {};
  return fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>\n"
      "<caption>{0}</caption>\n<thead><tr>{1}</tr></thead>\n<tbody>\n{2}</tbody></table></div>\n",
      caption, heads, rows);
}

std::string values_of(const Finding& finding) {
  return fmt::format("<td>{}</td>{}<td>{}</td><td class=\"number\">{}</td>", place_of(finding),
                     code_cell(finding.found), in_xml(finding.expected), finding.offset);
}

constexpr std::string_view kValueHeads =
    "<th scope=\"col\">Where</th><th scope=\"col\">Found</th><th scope=\"col\">Expected</th>"
    "<th scope=\"col\">Byte</th>";

std::string sample_table(const RuleFindings& tally, const FileFindings& file, std::size_t place) {
  std::string rows;
  for (const std::uint64_t record : tally.samples) {
    const SampleAccount* account = file.account(record);
    if (account == nullptr) continue;
    const std::string name = account->account.empty() ? "without a number" : account->account;
    const std::string head =
        fmt::format("<th scope=\"row\"><a href=\"#{}\">{}</a></th><td class=\"number\">{}</td>",
                    account_target(record, place), in_xml(name), account->line);
    std::size_t told = 0;
    for (const Finding& finding : account->findings) {
      if (finding.rule != tally.rule) continue;
      ++told;
      rows += fmt::format("<tr>{}<td>{}</td>{}</tr>\n", head, in_xml(finding.message),
                          values_of(finding));
    }
    if (told == 0)
      rows += fmt::format("<tr>{}<td></td><td></td><td></td><td></td><td></td></tr>\n", head);
  }
  const std::string caption =
      tally.samples.size() < tally.accounts
          ? fmt::format("{} of {} accounts, spread over the file; a CSV report has all",
                        tally.samples.size(), with_separators(tally.accounts))
      : tally.accounts == 1 ? "The account"
                            : fmt::format("All {} accounts", tally.accounts);
  return table(caption,
               fmt::format("<th scope=\"col\">Account</th><th scope=\"col\">Line</th>"
                           "<th scope=\"col\">Finding</th>{}",
                           kValueHeads),
               rows);
}

std::string outside_table(const RuleFindings& tally) {
  std::string rows;
  for (const Finding& finding : tally.outside_findings) {
    const std::string line =
        finding.line == 0 ? "the file as a whole" : fmt::format("line {}", finding.line);
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>{}</tr>\n", line,
                        in_xml(finding.message), values_of(finding));
  }
  const std::string caption =
      tally.outside_findings.size() < tally.outside
          ? fmt::format("Outside of the accounts: the first {} of {} findings",
                        tally.outside_findings.size(), with_separators(tally.outside))
          : "Outside of the accounts";
  return table(
      caption,
      fmt::format("<th scope=\"col\">Place</th><th scope=\"col\">Finding</th>{}", kValueHeads),
      rows);
}

// Late, later, gravely late: how dark a month is. The letter says the rest.
std::string_view shade_of(char letter) {
  if (letter == '0' || letter == 'E') return "good";
  if (letter == '1' || letter == '2') return "late";
  if (letter >= '3' && letter <= '6') return "later";
  if (letter == 'B' || letter == 'D') return "none";
  return is_letter(letter) ? "grave" : "odd";
}

std::string history_grid(const AccountView& view) {
  if (view.history.empty()) return {};
  std::string cells;
  for (const AccountView::Month& month : view.history) {
    const std::string_view meaning = month.meaning.empty() ? "no such value" : month.meaning;
    const std::string letter =
        month.letter == ' ' ? "blank" : in_xml(std::string_view(&month.letter, 1));
    cells += fmt::format(
        "<li class=\"{0}\" title=\"{1}: {2}\"><span class=\"month\">{1}</span> <b>{3}</b> "
        "<span class=\"unseen\">{2}</span></li>\n",
        shade_of(month.letter), in_xml(month.month), in_xml(meaning), letter);
  }
  return "<h4>Payment history, newest month first</h4>\n<ol class=\"history\">\n" + cells +
         "</ol>\n";
}

}  // namespace

std::string rule_part(const RuleFindings& tally, const FileFindings& file, std::size_t place) {
  const Rule& rule = *tally.rule;
  return fmt::format(
             "<details class=\"rule\" id=\"{0}\" data-rule=\"{1}\" data-severity=\"{2}\">\n"
             "<summary>{3} <code>{1}</code> <span class=\"title\">{4}</span> "
             "<span class=\"reach\">{5}</span></summary>\n<dl>\n",
             rule_target(rule, place), in_xml(rule.id), to_string(rule.severity),
             severity_mark(rule.severity), in_xml(rule.title), reach_of(tally)) +
         entry("Harm", rule.harm) + entry("Perhaps", rule.perhaps) + entry("Fix", rule.fix) +
         (rule.when.empty()
              ? std::string()
              : "<dt>Condition</dt><dd><code>" + in_markup(rule.when) + "</code></dd>\n") +
         entry("Source", rule.source) + entry("Disputed", rule.disputed) +
         entry("Confidence", to_string(rule.confidence)) + "</dl>\n" +
         sample_table(tally, file, place) + outside_table(tally) + "</details>\n";
}

std::string account_part(const SampleAccount& account, std::size_t place) {
  std::string facts, rows, rules;
  std::set<std::string_view> seen;
  RuleSeverity worst = RuleSeverity::Info;
  for (const AccountView::Fact& fact : account.view.facts) {
    facts += fmt::format("<dt>{}</dt><dd><code>{}</code> {}</dd>\n", in_xml(fact.title),
                         in_xml(fact.value), in_xml(fact.meaning));
  }
  for (const Finding& finding : account.findings) {
    const Rule& rule = *finding.rule;
    worst = std::max(worst, rule.severity);
    if (seen.insert(rule.id).second) rules += (rules.empty() ? "" : " ") + in_xml(rule.id);
    rows += fmt::format(
        "<tr><th scope=\"row\"><a href=\"#{}\"><code>{}</code></a></th><td>{}</td><td>{}</td>{}"
        "</tr>\n",
        rule_target(rule, place), in_xml(rule.id), severity_mark(rule.severity),
        in_xml(finding.message), values_of(finding));
  }
  const std::uint64_t count = account.findings.size() + account.left_out;
  const std::string caption = account.left_out > 0 ? fmt::format("The first {} of {} findings",
                                                                 account.findings.size(), count)
                                                   : counted_words(count, "finding");
  return fmt::format(
             "<details class=\"account\" id=\"{}\" data-rules=\"{}\">\n"
             "<summary>{} Account <code>{}</code> <span class=\"reach\">line {}, {}</span>"
             "</summary>\n",
             account_target(account.record, place), rules, severity_mark(worst),
             in_xml(account.account.empty() ? "without a number" : account.account), account.line,
             counted_words(count, "finding")) +
         (facts.empty() ? "" : "<dl class=\"facts\">\n" + facts + "</dl>\n") +
         history_grid(account.view) +
         table(caption,
               fmt::format("<th scope=\"col\">Rule</th><th scope=\"col\">Severity</th>"
                           "<th scope=\"col\">Finding</th>{}",
                           kValueHeads),
               rows) +
         "</details>\n";
}

std::string history_legend() {
  const CodeTable* table = find_code_table("payment_history_profile");
  std::string items;
  for (const Code& code : table->codes) {
    const char letter = code.code.empty() ? ' ' : code.code.front();
    items += fmt::format("<li><b class=\"{}\">{}</b> {}</li>\n", shade_of(letter),
                         in_xml(code.code), in_xml(code.meaning));
  }
  return "<details class=\"legend\"><summary>What the letters of a payment history "
         "mean</summary>\n<ul>\n" +
         items + "</ul></details>\n";
}

}  // namespace m2::internal
