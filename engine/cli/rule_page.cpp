#include "engine/cli/rule_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/cli/render.h"
#include "engine/validate/rule_cases.h"

namespace m2::cli {
namespace {

std::string_view certainty_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::High:
      return "high: a strong source, or two";
    case Confidence::Medium:
      return "medium: one source, or extended from one";
    case Confidence::Low:
      break;
  }
  return "low: inferred; off unless a profile turns it on";
}

std::string name_of_field(Segment segment, const Field& field) {
  return fmt::format("{}.{}", to_string(segment), field.key);
}

std::vector<const FieldCheck*> checks_of(const Rule& rule) {
  std::vector<const FieldCheck*> checks;
  for (const FieldCheck& check : field_checks()) {
    if (check.rule == rule.index) checks.push_back(&check);
  }
  return checks;
}

// The checks by which a rule is asked of single fields.
std::string checks_text(const Rule& rule) {
  constexpr std::size_t kMostListed = 4;
  const auto checks = checks_of(rule);
  if (checks.empty()) return "";
  std::string text;
  for (std::size_t i = 0; i < std::min(checks.size(), kMostListed); ++i)
    text += (i > 0 ? ", " : "") + checks[i]->id;
  if (checks.size() <= kMostListed) return text;
  return fmt::format("{} and {} more: metro2 rules list --kind field --search {}", text,
                     checks.size() - kMostListed, rule.id);
}

std::vector<RuleCase> cases_of_entry(const RuleRegistry& registry, const RuleEntry& entry) {
  return entry.check != nullptr ? cases_of(*entry.check) : cases_of(registry, *entry.rule);
}

std::string cases_text(const RuleRegistry& registry, const RuleEntry& entry, Colour colour) {
  const std::vector<RuleCase> cases = cases_of_entry(registry, entry);
  if (cases.empty()) return "";
  std::string out = "\n" + paint(colour, Ink::Bold, "cases") + "\n";
  for (const RuleCase& of : cases) {
    std::string text = of.text;
    if (!of.implied.empty()) text += fmt::format(" (also found: {})", of.implied);
    out += fmt::format("  {}  {}\n", of.accepts ? "accepts" : "rejects", wrapped(text, 87, 11));
  }
  if (registry.declaration_of(*entry.rule) == nullptr)
    out += "\n" + wrapped(model_file_text(), 98, 0) + "\n";
  return out;
}

}  // namespace

std::vector<RuleEntry> entries_of(const RuleRegistry& registry) {
  std::vector<RuleEntry> entries;
  for (const Rule& rule : registry.rules()) entries.push_back({&rule, nullptr});
  for (const FieldCheck& check : field_checks())
    entries.push_back({&registry.rules()[check.rule], &check});
  return entries;
}

std::optional<RuleEntry> find_entry(const RuleRegistry& registry, std::string_view id) {
  if (const Rule* rule = registry.find(id)) return RuleEntry{rule, nullptr};
  const FieldCheck* const check = find_field_check(id);
  if (check == nullptr) return std::nullopt;
  return RuleEntry{&registry.rules()[check->rule], check};
}

std::vector<std::string> fields_of(const RuleRegistry& registry, const RuleEntry& entry) {
  constexpr std::size_t kMost = 24;
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  };
  if (entry.check != nullptr) {
    add(name_of_field(entry.check->segment, *entry.check->field));
    return names;
  }
  for (const std::string_view name : split(entry.rule->fields, ' ')) {
    if (!name.empty()) add(std::string(name));
  }
  for (const FieldCheck* check : checks_of(*entry.rule))
    add(name_of_field(check->segment, *check->field));
  if (const dsl::RecordRule* declared = registry.declaration_of(*entry.rule)) {
    for (const std::uint32_t place : declared->reads) {
      const dsl::RecordRead& read = registry.declared()->terms.record_reads[place];
      if (read.field != nullptr) add(name_of_field(read.segment, *read.field));
    }
  }
  if (names.size() > kMost) names.clear();
  return names;
}

bool speaks_of(const RuleRegistry& registry, const RuleEntry& entry, std::string_view field) {
  const auto is_it = [&](std::string_view name) {
    const std::string whole = lower(name);
    const std::string wanted = lower(field);
    return whole == wanted || whole.ends_with("." + wanted) || whole.starts_with(wanted + ".");
  };
  const auto names = fields_of(registry, entry);
  return std::any_of(names.begin(), names.end(), is_it);
}

std::string rule_page(const RuleRegistry& registry, const RuleEntry& entry, Colour colour) {
  const Rule& rule = *entry.rule;
  const std::pair<std::string_view, std::string> lines[] = {
      {"when", std::string(entry.when())},
      {"because", std::string(rule.message)},
      {"harm", std::string(rule.harm)},
      {"perhaps", std::string(rule.perhaps)},
      {"fix", std::string(rule.fix)},
      {"source", std::string(rule.source)},
      {"disputed", std::string(rule.disputed)},
      {"confidence", std::string(certainty_of(rule.confidence))},
      {"rule", entry.check != nullptr ? fmt::format("{}: {}", rule.id, rule.title) : ""},
      {"checks", entry.check == nullptr ? checks_text(rule) : ""}};
  std::string out = fmt::format("{}  {}: {}\n\n", paint(colour, Ink::Bold, entry.id()),
                                to_string(rule.severity), entry.title());
  std::size_t width = 0;
  for (const auto& [word, text] : lines) width = std::max(width, text.empty() ? 0 : word.size());
  for (const auto& [word, text] : lines) {
    if (!text.empty())
      out += fmt::format("{:{}}  {}\n", word, width, wrapped(text, 96 - width, width + 2));
  }
  return out + cases_text(registry, entry, colour);
}

void write_rule(JsonWriter& json, const RuleRegistry& registry, const RuleEntry& entry) {
  const Rule& rule = *entry.rule;
  json.begin_object().key("rule").text(entry.id());
  json.key("severity").text(to_string(rule.severity));
  json.key("confidence").text(to_string(rule.confidence));
  json.key("kind").text(entry.kind());
  json.key("title").text(entry.title());
  json.key("when").text(entry.when());
  json.key("because").text(rule.message);
  json.key("harm").text(rule.harm);
  json.key("perhaps").text(rule.perhaps);
  json.key("fix").text(rule.fix);
  json.key("source").text(rule.source);
  json.key("disputed").text(rule.disputed);
  json.key("of").text(entry.check != nullptr ? rule.id : "");
  json.key("fields").begin_array();
  for (const std::string& name : fields_of(registry, entry)) json.text(name);
  json.end_array();
  json.key("cases").begin_array();
  for (const RuleCase& of : cases_of_entry(registry, entry)) {
    json.begin_object().key("accepts").boolean(of.accepts).key("text").text(of.text);
    json.key("implied").begin_array();
    for (const std::string_view id : split(of.implied, ' ')) {
      if (!id.empty()) json.text(id);
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

}  // namespace m2::cli
