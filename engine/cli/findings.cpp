#include "engine/cli/findings.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/render.h"

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
  if (is_first) context_.out << "  fix: " << finding.rule->fix << "\n";
}

void FindingPrinter::print_json(const Finding& finding) {
  JsonWriter json(JsonWriter::Style::Compact);
  json.begin_object();
  if (options_.names_file) json.key("file").text(name_);
  json.key("rule").text(finding.rule->id);
  if (finding.check != nullptr) json.key("check").text(finding.check->id);
  json.key("severity").text(to_string(finding.rule->severity));
  json.key("record").number(static_cast<std::int64_t>(finding.record));
  json.key("line").number(static_cast<std::int64_t>(finding.line));
  json.key("account").text(finding.account);
  json.key("segment").text(finding.segment);
  json.key("field").text(finding.field != nullptr ? finding.field->key : "");
  json.key("offset").number(static_cast<std::int64_t>(finding.offset));
  json.key("found").text(finding.found);
  json.key("expected").text(finding.expected);
  json.key("message").text(finding.message);
  context_.out << (is_first_ ? "\n" : ",\n") << json.end_object().take();
  is_first_ = false;
}

void FindingPrinter::end_file(const FileSummary& summary) {
  if (context_.form == OutputForm::Json) return;
  for (const auto& [id, count] : counts_) {
    if (count > options_.limit) {
      context_.out << fmt::format("… and {} more of {}\n", with_separators(count - options_.limit),
                                  id);
    }
  }
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
  if (!found.empty()) {
    context_.out
        << "metro2 help RULE explains a rule; metro2 inspect FILE --record N shows a record.\n";
  }
}

void FindingPrinter::end() {
  if (context_.form == OutputForm::Json) context_.out << (is_first_ ? "]\n" : "\n]\n");
}

}  // namespace m2::cli
