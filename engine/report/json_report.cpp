// Everything as one JSON object: what was read, the score with all that it is made of, the rules by
// harm, then every finding.

#include <optional>
#include <vector>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/report/finding_columns.h"
#include "engine/report/internal/writers.h"

namespace m2::internal {
namespace {

constexpr std::array kSeverities = {RuleSeverity::Fatal, RuleSeverity::Error, RuleSeverity::Warning,
                                    RuleSeverity::Info};

void write_value(JsonWriter& json, std::string_view value) {
  json.text(readable(value));
}
void write_value(JsonWriter& json, std::uint64_t value) {
  json.number(static_cast<std::int64_t>(value));
}

template <class Value>
void write_member(JsonWriter& json, std::string_view key, Value value) {
  json.key(key);
  write_value(json, value);
}

// What can be missing is left out.
void write_text(JsonWriter& json, std::string_view key, std::string_view value) {
  if (!value.empty()) write_member(json, key, value);
}

// Remarks have no weight, and so no place in the score.
void write_counts(JsonWriter& json, std::string_view key, const BySeverity& counts,
                  bool with_remarks) {
  json.key(key).begin_object();
  for (const RuleSeverity severity : kSeverities) {
    if (severity == RuleSeverity::Info && !with_remarks) continue;
    write_member(json, to_string(severity), counts[static_cast<std::size_t>(severity)]);
  }
  json.end_object();
}

void write_score(JsonWriter& json, const ScoreInputs& inputs) {
  json.key("score").begin_object();
  json.key("value").raw(score_of(inputs).text());
  write_member(json, "accounts", inputs.accounts);
  write_counts(json, "accounts_by_worst_finding", inputs.worst, false);
  write_counts(json, "rules_outside_of_accounts", inputs.outside, false);
  BySeverity weights{};
  for (const RuleSeverity severity : kSeverities)
    weights[static_cast<std::size_t>(severity)] = weight_of(severity);
  write_counts(json, "weights", weights, false);
  json.end_object();
}

void write_rule(JsonWriter& json, const RuleFindings& tally, const FileFindings& file) {
  const Rule& rule = *tally.rule;
  json.begin_object();
  write_member(json, "rule", rule.id);
  write_member(json, "severity", to_string(rule.severity));
  write_member(json, "kind", to_string(rule.kind));
  write_member(json, "confidence", to_string(rule.confidence));
  write_member(json, "title", rule.title);
  write_member(json, "findings", tally.findings);
  write_member(json, "accounts", tally.accounts);
  write_member(json, "findings_outside_of_accounts", tally.outside);
  write_text(json, "harm", rule.harm);
  write_text(json, "perhaps", rule.perhaps);
  write_text(json, "fix", rule.fix);
  write_text(json, "source", rule.source);
  write_text(json, "disputed", rule.disputed);
  json.key("sample").begin_array();
  for (const std::uint64_t record : tally.samples) {
    const SampleAccount* account = file.account(record);
    if (account == nullptr) continue;
    json.begin_object();
    write_member(json, "account", std::string_view(account->account));
    write_member(json, "record", account->record);
    write_member(json, "line", account->line);
    json.end_object();
  }
  json.end_array().end_object();
}

std::string file_object(const FileFindings& file) {
  JsonWriter json;
  json.begin_object();
  write_member(json, "file", std::string_view(file.file));
  if (file.error) {
    write_member(json, "error", std::string_view(file.error->message));
  } else {
    write_member(json, "framing", std::string_view(to_string(file.summary.framing)));
    write_member(json, "records", file.summary.records);
    write_member(json, "accounts", file.summary.accounts);
    write_counts(json, "findings", file.summary.findings, true);
    write_score(json, file.inputs);
  }
  json.key("rules").begin_array();
  for (const RuleFindings& tally : file.rules) write_rule(json, tally, file);
  json.end_array().end_object();
  return std::string(trim(json.take()));
}

class JsonReport final : public ReportWriter {
 public:
  JsonReport(const ReportFacts& facts, OutputFile& out, OutputFile spool)
      : facts_(facts), out_(out), spool_(std::move(spool)) {}

  void add(const std::string& file, const Finding& finding) override {
    JsonWriter json(JsonWriter::Style::Compact);
    json.begin_object();
    each_column(file, finding,
                [&](std::string_view key, auto value) { write_member(json, key, value); });
    spool_.write((has_findings_ ? ",\n" : "\n") + json.end_object().take());
    has_findings_ = true;
  }

  void end_file(const FileFindings& file) override {
    const std::optional<Score> score = file.score();
    if (score && (!worst_ || score->thousandths < worst_->thousandths)) worst_ = score;
    files_.push_back(file_object(file));
  }

  Result<void> finish() override {
    std::uint64_t asked = 0;
    for (const Rule& rule : facts_.book->registry().rules()) asked += facts_.book->asks(rule);
    out_.write("{\n\"report\": \"metro2 validate\",\n\"version\": \"" + facts_.version +
               "\",\n\"score\": " + (worst_ ? worst_->text() : "null") +
               ",\n\"rules_asked\": " + std::to_string(asked) + ",\n\"files\": [");
    for (std::size_t i = 0; i < files_.size(); ++i) out_.write((i > 0 ? ",\n" : "\n") + files_[i]);
    out_.write("\n],\n\"findings\": [");
    M2_TRY(InputFile findings, spool_.read_back());
    std::vector<char> buffer(std::size_t{1} << 16);
    for (;;) {
      M2_TRY(const std::size_t size, findings.read(buffer));
      if (size == 0) break;
      out_.write({buffer.data(), size});
    }
    out_.write(has_findings_ ? "\n]\n}\n" : "]\n}\n");
    return {};
  }

 private:
  ReportFacts facts_;
  OutputFile& out_;
  OutputFile spool_;
  bool has_findings_ = false;
  std::vector<std::string> files_;
  std::optional<Score> worst_;
};

}  // namespace

std::unique_ptr<ReportWriter> make_json_report(const ReportFacts& facts, OutputFile& out,
                                               OutputFile spool) {
  return std::make_unique<JsonReport>(facts, out, std::move(spool));
}

}  // namespace m2::internal
