// The summary for programs.

#include "engine/base/json_writer.h"
#include "engine/pipeline/summary.h"

namespace m2 {
namespace {

std::int64_t number(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

void write_counts(JsonWriter& json, std::string_view name, const Tally& tally) {
  json.key(name).begin_object();
  for (const RuleTally& rule : tally.rules()) json.key(rule.rule).number(number(rule.accounts));
  json.end_object();
}

void write_findings(JsonWriter& json, const RunCounts& counts) {
  json.key("findings").begin_object();
  for (const RuleTally& rule : counts.warned.rules())
    json.key(rule.rule).number(number(rule.accounts));
  const auto write = [&](std::string_view name, const ChangedValues& changed) {
    if (changed.accounts > 0) json.key(name).number(number(changed.accounts));
  };
  write("characters_cut", counts.cut);
  write("characters_dropped", counts.dropped);
  write("amounts_capped", counts.capped);
  json.end_object();
}

void write_details(JsonWriter& json, std::string_view name, const Tally& tally) {
  json.key(name).begin_array();
  for (const RuleTally& rule : tally.rules()) {
    json.begin_object().key("rule").text(rule.rule).key("accounts").number(number(rule.accounts));
    json.key("examples").begin_array();
    for (const std::string& account : rule.examples) json.text(account);
    json.end_array().key("reason").text(rule.reason).end_object();
  }
  json.end_array();
}

void write_files(JsonWriter& json, const std::vector<WrittenFile>& files) {
  json.key("files").begin_array();
  for (const WrittenFile& file : files) {
    json.begin_object().key("bureau").text(to_string(file.bureau));
    json.key("path").text(file.path.string());
    json.key("records").number(number(file.records));
    json.key("j1").number(number(file.j1)).key("j2").number(number(file.j2));
    json.key("bytes").number(number(file.bytes)).key("sha256").text(file.sha256).end_object();
  }
  json.end_array();
}

void write_stored(JsonWriter& json, const std::string& store, const StoredRunCounts& stored) {
  json.key("store").begin_object().key("path").text(store);
  json.key("repeated").boolean(stored.is_repeated);
  json.key("added").number(number(stored.added)).key("changed").number(number(stored.changed));
  json.key("unchanged").number(number(stored.unchanged));
  json.key("removed").number(number(stored.removed));
  json.key("documents").number(number(stored.documents));
  json.key("consents").number(number(stored.consents));
  json.key("several_documents").number(number(stored.twice_total)).end_object();
}

void write_responses(JsonWriter& json, const connectors::RecordedReport& report) {
  const auto write = [&](std::string_view name, const auto& notes) {
    json.key(name).begin_array();
    for (const auto& note : notes)
      json.begin_object().key("file").text(note.file).key("why").text(note.why).end_object();
    json.end_array();
  };
  json.key("responses").begin_object().key("read").number(number(report.read.size()));
  write("ignored", report.ignored);
  write("unreadable", report.unreadable);
  json.key("duplicates").begin_array();
  for (const auto& duplicate : report.duplicates) {
    json.begin_object().key("object").text(duplicate.object).key("example").text(duplicate.example);
    json.key("count").number(number(duplicate.count)).key("kept").text(duplicate.kept);
    json.key("set_aside").text(duplicate.set_aside).key("why").text(duplicate.why).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string render_json(const RunSummary& summary) {
  const RunCounts& counts = summary.counts;
  JsonWriter json;
  json.begin_object().key("tenant").text(summary.tenant);
  json.key("period").text(summary.request.period.to_string());
  json.key("as_of").text(summary.as_of.to_string());
  json.key("created").text(summary.created.to_string());
  json.key("sandbox").boolean(summary.sandbox).key("profile").text(summary.profile);
  json.key("documents").number(number(counts.documents));
  json.key("reported").number(number(counts.reported));
  write_counts(json, "skipped", counts.skipped);
  write_counts(json, "held", counts.held);
  write_findings(json, counts);
  write_files(json, summary.files);
  if (summary.manifest.empty()) {
    json.key("manifest").null();
  } else {
    json.key("manifest").text(summary.manifest.string());
  }
  if (summary.stored) write_stored(json, summary.request.store, *summary.stored);
  json.key("details").begin_object();
  write_details(json, "skipped", counts.skipped);
  write_details(json, "held", counts.held);
  write_details(json, "held_also", counts.held_also);
  write_details(json, "findings", counts.warned);
  json.end_object();
  if (summary.responses) write_responses(json, *summary.responses);
  json.end_object();
  return json.take();
}

}  // namespace m2
