#include "engine/cli/profile_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/json_writer.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

// Rules of low confidence that no profile speaks of.
std::vector<const Rule*> unsure_rules(const RuleBook& book) {
  std::vector<const Rule*> rules;
  for (const Rule& rule : book.registry().rules()) {
    if (rule.confidence == Confidence::Low && !book.profile()->rules.contains(rule.id))
      rules.push_back(&rule);
  }
  return rules;
}

std::string title_of(const RuleBook& book, std::string_view id) {
  const Rule* rule = book.registry().find(id);
  return rule == nullptr ? std::string() : std::string(rule->title);
}

// "29, 48"; "any value"; "any segment"
std::string values_text(const ProfileValues& values) {
  if (values.is_any) return values.place.field == nullptr ? "the segment" : "any value";
  std::string text;
  for (const Spanned& value : values.values) text += (text.empty() ? "" : ", ") + value.text;
  return text;
}

class ProfileText {
 public:
  ProfileText(const RuleBook& book, Colour colour)
      : book_(book), profile_(*book.profile()), colour_(colour) {}
  std::string text();

 private:
  void head();
  void rules(std::string_view heading, bool is_on);
  void silences();
  void values(std::string_view heading, const std::vector<ProfileValues>& all);
  void required();
  void program();
  void thresholds();
  /// A heading and its rows; nothing without rows.
  void section(std::string_view heading, const Table& table, bool has_rows) {
    if (!has_rows) return;
    out_ += fmt::format("\n{}\n{}", paint(colour_, Ink::Bold, heading), table.text(colour_, "  "));
  }

  const RuleBook& book_;
  const EffectiveProfile& profile_;
  Colour colour_;
  std::string out_;
};

void ProfileText::head() {
  const RuleProfile& last = *profile_.layers.back();
  out_ +=
      paint(colour_, Ink::Bold, profile_.name) +
      (profile_.layers.size() > 1 && profile_.name != last.name.text ? "\n"
                                                                     : "  " + last.about + "\n");
  Table table;
  for (const auto& layer : profile_.layers)
    table.add({layer->name.text, layer->about, layer->source->name()});
  out_ += table.text(colour_, "  ");
}

void ProfileText::rules(std::string_view heading, bool is_on) {
  Table table;
  bool has_rows = false;
  for (const auto& [id, entry] : profile_.rules) {
    if (entry.is_on != is_on) continue;
    table.add(
        {id, entry.reason.empty() ? title_of(book_, id) : entry.reason, place_of(entry.rule.span)});
    has_rows = true;
  }
  if (!is_on) {
    for (const Rule* rule : unsure_rules(book_)) {
      table.add({std::string(rule->id), std::string(rule->title), "confidence is low"});
      has_rows = true;
    }
  }
  section(heading, table, has_rows);
}

void ProfileText::silences() {
  Table table;
  for (const auto& [id, silence] : profile_.silences)
    table.add({id, fmt::format("until {}, by {}", silence.until.to_string(), silence.by),
               silence.reason, place_of(silence.rule.span)});
  section("silenced: found, counted and not told", table, !profile_.silences.empty());
}

void ProfileText::values(std::string_view heading, const std::vector<ProfileValues>& all) {
  Table table;
  for (const ProfileValues& values : all)
    table.add({values.place.name, values_text(values), place_of(values.place.span)});
  section(heading, table, !all.empty());
}

void ProfileText::required() {
  Table table;
  for (const ProfilePlace& place : profile_.require) table.add({place.name, place_of(place.span)});
  section("required", table, !profile_.require.empty());
}

void ProfileText::program() {
  Table table;
  for (const ProgramFact& fact : profile_.program)
    table.add({std::string(fact.fact->name), fact.text.text, std::string(fact.fact->about),
               place_of(fact.text.span)});
  section("programme", table, !profile_.program.empty());
}

void ProfileText::thresholds() {
  Table table;
  for (const ThresholdRow& row : threshold_rows()) {
    const auto set = std::find_if(profile_.settings.begin(), profile_.settings.end(),
                                  [&](const auto& setting) { return setting.row == &row; });
    const bool is_set = set != profile_.settings.end();
    table.add({std::string(row.name), row.shown(profile_.thresholds), std::string(row.about),
               is_set ? place_of(set->text.span) : "unless a profile says"});
  }
  section("thresholds", table, true);
}

std::string ProfileText::text() {
  head();
  rules("rules that are on", true);
  rules("rules that are off", false);
  silences();
  values("allowed: nothing else may stand there", profile_.allow);
  values("forbidden", profile_.forbid);
  required();
  program();
  thresholds();
  return std::move(out_);
}

void write_origin(JsonWriter& json, Span span) {
  json.key("file");
  if (span.empty()) {
    json.null().key("line").null();
  } else {
    json.text(span.source->name()).key("line").number(span.line());
  }
}

void write_values(JsonWriter& json, std::string_view name, const std::vector<ProfileValues>& all) {
  json.key(name).begin_array();
  for (const ProfileValues& values : all) {
    json.begin_object().key("of").text(values.place.name).key("values");
    if (values.is_any) {
      json.text("any");
    } else {
      json.begin_array();
      for (const Spanned& value : values.values) json.text(value.text);
      json.end_array();
    }
    json.key("profile").text(values.place.profile);
    write_origin(json, values.place.span);
    json.end_object();
  }
  json.end_array();
}

void write_rules(JsonWriter& json, const RuleBook& book) {
  json.key("rules").begin_array();
  for (const auto& [id, entry] : book.profile()->rules) {
    json.begin_object().key("rule").text(id).key("on").boolean(entry.is_on);
    json.key("reason").text(entry.reason);
    write_origin(json, entry.rule.span);
    json.end_object();
  }
  for (const Rule* rule : unsure_rules(book)) {
    json.begin_object().key("rule").text(rule->id).key("on").boolean(false);
    json.key("reason").text("confidence is low");
    write_origin(json, {});
    json.end_object();
  }
  json.end_array().key("silence").begin_array();
  for (const auto& [id, silence] : book.profile()->silences) {
    json.begin_object().key("rule").text(id).key("reason").text(silence.reason);
    json.key("by").text(silence.by).key("until").text(silence.until.to_string());
    write_origin(json, silence.rule.span);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string profile_text(const RuleBook& book, Colour colour) {
  return ProfileText(book, colour).text();
}

std::string profile_json(const RuleBook& book) {
  const EffectiveProfile& profile = *book.profile();
  JsonWriter json;
  json.begin_object().key("profile").text(profile.name).key("files").begin_array();
  for (const auto& layer : profile.layers) {
    json.begin_object().key("profile").text(layer->name.text).key("about").text(layer->about);
    json.key("extends");
    if (layer->extends) {
      json.text(layer->extends->text);
    } else {
      json.null();
    }
    json.key("file").text(layer->source->name()).end_object();
  }
  json.end_array();
  write_rules(json, book);
  write_values(json, "allow", profile.allow);
  write_values(json, "forbid", profile.forbid);
  json.key("require").begin_array();
  for (const ProfilePlace& place : profile.require) {
    json.begin_object().key("of").text(place.name).key("profile").text(place.profile);
    write_origin(json, place.span);
    json.end_object();
  }
  json.end_array().key("program").begin_array();
  for (const ProgramFact& fact : profile.program) {
    json.begin_object().key("fact").text(fact.fact->name).key("value").text(fact.text.text);
    write_origin(json, fact.text.span);
    json.end_object();
  }
  json.end_array().key("thresholds").begin_array();
  for (const ThresholdRow& row : threshold_rows()) {
    const auto set = std::find_if(profile.settings.begin(), profile.settings.end(),
                                  [&](const auto& setting) { return setting.row == &row; });
    json.begin_object().key("threshold").text(row.name);
    json.key("value").text(row.shown(profile.thresholds));
    write_origin(json, set == profile.settings.end() ? Span{} : set->text.span);
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace m2::cli
