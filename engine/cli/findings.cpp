#include "engine/cli/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <type_traits>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/render.h"
#include "engine/report/finding_columns.h"

namespace m2::cli {
namespace {

Ink ink_of(RuleSeverity severity) {
  switch (severity) {
    case RuleSeverity::Fatal:
    case RuleSeverity::Error:
      return Ink::Red;
    case RuleSeverity::Warning:
      return Ink::Yellow;
    case RuleSeverity::Info:
      break;
  }
  return Ink::Cyan;
}

// "line 2, account 88123, base field 8 portfolio_type, offset 499"
std::string finding_place(const Finding& finding) {
  if (finding.line == 0) return "the file as a whole";
  std::string place = fmt::format("line {}", finding.line);
  if (finding.record != finding.line) place += fmt::format(" (record {})", finding.record);
  if (!finding.account.empty()) place += fmt::format(", account {}", finding.account);
  if (finding.field != nullptr) {
    place +=
        fmt::format(", {} field {} {}", finding.segment, finding.field->number, finding.field->key);
  } else if (!finding.segment.empty()) {
    place += fmt::format(", {} segment", finding.segment);
  }
  return place + fmt::format(", offset {}", finding.offset);
}

// "found `Q`, expected C, I, M, O or R"; nothing when neither is known.
std::string difference_of(const Finding& finding) {
  std::string text;
  if (!finding.found.empty()) {
    text = finding.field != nullptr ? fmt::format("found `{}`", finding.found)
                                    : fmt::format("found {}", finding.found);
  } else if (finding.field != nullptr) {
    text = "found nothing";
  }
  if (!finding.expected.empty()) {
    text += fmt::format("{}expected {}", text.empty() ? "" : ", ", finding.expected);
  }
  return text;
}

}  // namespace

FindingPrinter::FindingPrinter(Context& context, Options options)
    : context_(context), options_(options) {
  if (context_.form == OutputForm::Json) context_.out << "[";
}

void FindingPrinter::begin_file(std::string name) {
  name_ = std::move(name);
  counts_.clear();
}

void FindingPrinter::print(const Finding& finding) {
  if (context_.form == OutputForm::Json) return print_json(finding);
  const std::uint64_t count = ++counts_[finding.rule->id];
  if (count <= options_.limit) print_text(finding, count == 1);
}

void FindingPrinter::print_text(const Finding& finding, bool is_first) {
  const std::string difference = difference_of(finding);
  // The check says more than a rule that is asked of many fields.
  const bool has_check = finding.check != nullptr && !finding.check->is_alone;
  context_.out << paint(context_.out_colour, ink_of(finding.rule->severity),
                        fmt::format("{} {}", to_string(finding.rule->severity), finding.rule->id))
               << (has_check ? fmt::format(" ({})", finding.check->id) : "") << ": "
               << finding.message << "\n  " << (options_.names_file ? name_ + ": " : "")
               << finding_place(finding) << "\n";
  if (!difference.empty()) context_.out << "  " << difference << "\n";
  if (is_first || !finding.fix.empty()) {  // one that speaks of this account
    context_.out << "  fix: "
                 << (finding.fix.empty() ? finding.rule->fix : std::string_view(finding.fix))
                 << "\n";
  }
}

void FindingPrinter::print_json(const Finding& finding) {
  JsonWriter json(JsonWriter::Style::Compact);
  json.begin_object();
  each_column(name_, finding, [&](std::string_view key, auto value) {
    if (key == "file" && !options_.names_file) return;
    json.key(key);
    if constexpr (std::is_same_v<decltype(value), std::string_view>) {
      json.text(value);
    } else {
      json.number(static_cast<std::int64_t>(value));
    }
  });
  context_.out << (is_first_ ? "\n" : ",\n") << json.end_object().take();
  is_first_ = false;
}

// What a profile keeps from being told, so that nothing is hidden. Beside JSON it stands where
// people read.
void FindingPrinter::print_silenced(const FileSummary& summary) {
  std::ostream& out = context_.form == OutputForm::Json ? context_.err : context_.out;
  for (const SilencedFindings& silenced : summary.silenced) {
    const Silence& by = *silenced.silence;
    out << fmt::format("silenced {}: {} until {}, by {} ({}): {}\n", silenced.rule->id,
                       counted(silenced.findings, "finding"), by.until.to_string(), by.by,
                       short_place(by.rule.span), by.reason);
  }
}

void FindingPrinter::end_file(const FileFindings& file) {
  const FileSummary& summary = file.summary;
  if (context_.form == OutputForm::Json) return print_silenced(summary);
  for (const auto& [id, count] : counts_) {
    if (count > options_.limit) {
      context_.out << fmt::format("… and {} more of {}\n", with_separators(count - options_.limit),
                                  id);
    }
  }
  print_silenced(summary);
  std::string found;
  for (const auto& [severity, noun] :
       {std::pair(RuleSeverity::Fatal, "fatal finding"), std::pair(RuleSeverity::Error, "error"),
        std::pair(RuleSeverity::Warning, "warning"), std::pair(RuleSeverity::Info, "remark")}) {
    const std::uint64_t count = summary.count(severity);
    if (count > 0) found += (found.empty() ? "" : ", ") + counted(count, noun);
  }
  const Ink ink = !summary.is_acceptable() ? Ink::Red : found.empty() ? Ink::Green : Ink::Yellow;
  context_.out << paint(context_.out_colour, ink,
                        fmt::format("{}: {}", name_, found.empty() ? "nothing wrong" : found))
               << " in " << counted(summary.records, "record") << " ("
               << counted(summary.accounts, "account") << "; " << to_string(summary.framing)
               << ")\n";
  print_score(file);
  if (!found.empty()) {
    context_.out
        << "metro2 help RULE explains a rule; metro2 inspect FILE --record N shows a record.\n";
  }
}

// The score, and what to look at first.
void FindingPrinter::print_score(const FileFindings& file) {
  constexpr std::size_t kMostRules = 5;
  context_.out << "score " << score_of(file.inputs).text() << "\n";
  if (file.rules.size() < 2) return;  // the one has been told
  const std::size_t shown_rules = std::min(file.rules.size(), kMostRules);
  context_.out << (shown_rules < file.rules.size()
                       ? fmt::format("the worst {} of {} rules:\n", shown_rules, file.rules.size())
                       : "rules, the worst first:\n");
  Table table;
  for (std::size_t i = 0; i < shown_rules; ++i) {
    const RuleFindings& tally = file.rules[i];
    const std::string reach =
        tally.accounts > 0 ? counted(tally.accounts, "account") : counted(tally.outside, "finding");
    table.add({paint(context_.out_colour, ink_of(tally.rule->severity),
                     std::string(to_string(tally.rule->severity))),
               std::string(tally.rule->id), reach, std::string(tally.rule->title)});
  }
  context_.out << table.text(context_.out_colour, "  ");
}

void FindingPrinter::end() {
  if (context_.form == OutputForm::Json) context_.out << (is_first_ ? "]\n" : "\n]\n");
}

}  // namespace m2::cli
