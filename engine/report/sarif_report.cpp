// Every finding as a result of SARIF 2.1.0, for viewers and code scanners. Source: OASIS, Static
// Analysis Results Interchange Format Version 2.1.0; sections are named where they decide.

#include <fmt/format.h>

#include <vector>

#include "engine/base/ascii.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/report/internal/writers.h"

namespace m2::internal {
namespace {

std::string_view level_of(RuleSeverity severity) {  // 3.27.10
  switch (severity) {
    case RuleSeverity::Fatal:
    case RuleSeverity::Error:
      return "error";
    case RuleSeverity::Warning:
      return "warning";
    case RuleSeverity::Info:
      break;
  }
  return "note";
}

// A relative or absolute path as a reference (RFC 3986): everything but plain signs as its bytes.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool is_plain = is_letter(c) || is_digit(c) || kPlain.find(c) != std::string_view::npos;
    uri += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return uri;
}

class SarifReport final : public ReportWriter {
 public:
  SarifReport(const ReportFacts& facts, OutputFile& out) : facts_(facts), out_(out) {}

  void begin() override {
    out_.write(
        "{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": "
        "\"2.1.0\",\n\"runs\": [{\n\"tool\": {\"driver\": {\"name\": \"metro2\", \"version\": \"" +
        facts_.version + "\", \"rules\": [");
    for (const Rule& rule : facts_.book->registry().rules()) {
      if (!facts_.book->asks(rule)) continue;
      places_.resize(rule.index + std::size_t{1});
      places_[rule.index] = rules_;
      out_.write((rules_++ > 0 ? ",\n" : "\n") + descriptor_of(rule));
    }
    out_.write("\n]}},\n\"results\": [");
  }

  void add(const std::string& file, const Finding& finding) override {
    out_.write((has_results_ ? ",\n" : "\n") + result_of(file, finding));
    has_results_ = true;
  }

  void end_file(const FileFindings& file) override {
    JsonWriter json(JsonWriter::Style::Compact);
    json.begin_object().key("location").begin_object().key("uri").text(uri_of(file.file));
    json.end_object();
    if (file.error) {
      errors_.push_back(file.error->message);
    } else {
      json.key("properties").begin_object();
      json.key("score").raw(file.score()->text());
      json.key("records").number(static_cast<std::int64_t>(file.summary.records));
      json.key("accounts").number(static_cast<std::int64_t>(file.summary.accounts));
      json.end_object();
    }
    artifacts_ += (artifacts_.empty() ? "\n" : ",\n") + json.end_object().take();
  }

  Result<void> finish() override {
    JsonWriter json(JsonWriter::Style::Compact);
    json.begin_object().key("executionSuccessful").boolean(errors_.empty());
    if (!errors_.empty()) {
      json.key("toolExecutionNotifications").begin_array();
      for (const std::string& error : errors_) {
        json.begin_object().key("level").text("error");
        json.key("message").begin_object().key("text").text(readable(error)).end_object();
        json.end_object();
      }
      json.end_array();
    }
    out_.write(has_results_ ? "\n],\n" : "],\n");
    out_.write("\"artifacts\": [" + artifacts_ + "\n],\n\"invocations\": [" +
               json.end_object().take() + "]\n}]\n}\n");
    return {};
  }

 private:
  static void write_message(JsonWriter& json, std::string_view key, std::string_view text) {
    json.key(key).begin_object().key("text").text(readable(text)).end_object();
  }

  static std::string help_of(const Rule& rule) {
    std::string help;
    const auto part = [&](std::string_view word, std::string_view text) {
      if (!text.empty())
        help += fmt::format("{}{}: {}", help.empty() ? "" : "\n\n", word, readable(text));
    };
    part("Fix", rule.fix);
    part("Harm", rule.harm);
    part("Perhaps", rule.perhaps);
    part("Condition", rule.when);
    part("Source", rule.source);
    part("Disputed", rule.disputed);
    return help;
  }

  static std::string descriptor_of(const Rule& rule) {  // 3.49
    JsonWriter json(JsonWriter::Style::Compact);
    json.begin_object().key("id").text(rule.id);
    write_message(json, "shortDescription", rule.title);
    json.key("help").begin_object().key("text").text(help_of(rule)).end_object();
    json.key("defaultConfiguration").begin_object();
    json.key("level").text(level_of(rule.severity)).end_object();
    json.key("properties").begin_object();
    json.key("severity").text(to_string(rule.severity));
    json.key("kind").text(to_string(rule.kind));
    json.key("confidence").text(to_string(rule.confidence));
    return json.end_object().end_object().take();
  }

  // A file as a whole has no region. One byte is where the finding begins: of the field, or the one
  // that is wrong.
  std::string result_of(const std::string& file, const Finding& finding) const {  // 3.27
    JsonWriter json(JsonWriter::Style::Compact);
    json.begin_object().key("ruleId").text(finding.rule->id);
    json.key("ruleIndex").number(static_cast<std::int64_t>(places_[finding.rule->index]));
    json.key("level").text(level_of(finding.rule->severity));
    write_message(json, "message", message_of(finding));
    json.key("locations").begin_array().begin_object();
    json.key("physicalLocation").begin_object().key("artifactLocation").begin_object();
    json.key("uri").text(uri_of(file)).end_object();
    if (finding.line > 0) {
      json.key("region").begin_object();
      json.key("startLine").number(static_cast<std::int64_t>(finding.line));
      json.key("byteOffset").number(static_cast<std::int64_t>(finding.offset));
      json.key("byteLength").number(1).end_object();
    }
    json.end_object();
    if (finding.in_account) {
      json.key("logicalLocations").begin_array().begin_object();
      json.key("name").text(readable(finding.account)).key("kind").text("account");
      json.end_object().end_array();
    }
    json.end_object().end_array();
    json.key("properties").begin_object();
    json.key("severity").text(to_string(finding.rule->severity));
    json.key("record").number(static_cast<std::int64_t>(finding.record));
    json.key("account").text(readable(finding.account));
    json.key("segment").text(finding.segment);
    json.key("field").text(finding.field != nullptr ? finding.field->key : "");
    json.key("found").text(readable(finding.found));
    json.key("expected").text(readable(finding.expected));
    return json.end_object().end_object().take();
  }

  static std::string message_of(const Finding& finding) {
    std::string text = finding.message;
    const bool goes_on = !finding.found.empty() || !finding.expected.empty();
    if (goes_on && text.ends_with('.')) text.pop_back();
    if (!finding.found.empty()) text += fmt::format("; found `{}`", finding.found);
    if (!finding.expected.empty()) text += fmt::format("; expected {}", finding.expected);
    return text;
  }

  ReportFacts facts_;
  OutputFile& out_;
  std::vector<std::size_t> places_;  // of the rules in the list that is written, by their index
  std::size_t rules_ = 0;
  bool has_results_ = false;
  std::string artifacts_;
  std::vector<std::string> errors_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_sarif_report(const ReportFacts& facts, OutputFile& out) {
  return std::make_unique<SarifReport>(facts, out);
}

}  // namespace m2::internal
