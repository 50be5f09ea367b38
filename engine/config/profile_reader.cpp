// The text of one profile: one function a key.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/config/internal/expect.h"
#include "engine/config/internal/profile_places.h"
#include "engine/config/profile.h"

namespace m2 {
namespace {

using config::Expect;

/// Goes through the keys of a profile's file.
class ProfileReader {
 public:
  ProfileReader(SourcePtr source, const ProfileFiles& files, Diagnostics& found)
      : expect_(found), places_(found), files_(files) {
    profile_.source = std::move(source);
  }
  RuleProfile read(const YamlNode& root);

 private:
  static const std::array<config::KeyRow<ProfileReader>, 10> kKeys;

  void read_name(const YamlMember& member);
  void read_about(const YamlMember& member) {
    if (const YamlNode* value = expect_.scalar(member)) profile_.about = value->text;
  }
  void read_extends(const YamlMember& member);
  void read_rules(const YamlMember& member);
  void read_silence(const YamlMember& member);
  void read_allow(const YamlMember& member) { read_values(member, profile_.allow, false); }
  void read_forbid(const YamlMember& member) { read_values(member, profile_.forbid, true); }
  void read_require(const YamlMember& member);
  void read_program(const YamlMember& member);
  void read_thresholds(const YamlMember& member);

  void read_switch(const YamlNode& item, const YamlMember& switches);
  void read_one_silence(const YamlNode& item);
  void read_values(const YamlMember& member, std::vector<ProfileValues>& to, bool takes_any);
  /// The scalar of a key that must be there and say something; null after telling.
  const YamlNode* needed(const YamlNode& map, std::string_view key, std::string_view what,
                         std::string_view why);
  [[nodiscard]] bool is_rule(const Spanned& rule, bool is_quietened);
  void contradictions();

  Expect expect_;
  config::ProfilePlaces places_;
  const ProfileFiles& files_;
  RuleProfile profile_;
};

constexpr std::array<config::KeyRow<ProfileReader>, 10> ProfileReader::kKeys = {{
    {"profile", &ProfileReader::read_name, true},
    {"about", &ProfileReader::read_about, true},
    {"extends", &ProfileReader::read_extends},
    {"rules", &ProfileReader::read_rules},
    {"silence", &ProfileReader::read_silence},
    {"allow", &ProfileReader::read_allow},
    {"forbid", &ProfileReader::read_forbid},
    {"require", &ProfileReader::read_require},
    {"program", &ProfileReader::read_program},
    {"thresholds", &ProfileReader::read_thresholds},
}};

RuleProfile ProfileReader::read(const YamlNode& root) {
  if (!expect_.is_map(root, "profile")) return std::move(profile_);
  // The name first: entries carry it.
  if (const YamlMember* name = root.find("profile")) profile_.name.text = name->value.text;
  expect_.keys<ProfileReader>(
      *this, root, kKeys, "profile",
      "begin with `profile: NAME` and `about: what it is for, in one sentence`");
  contradictions();
  return std::move(profile_);
}

void ProfileReader::read_name(const YamlMember& member) {
  const YamlNode* value = expect_.scalar(member);
  if (value == nullptr) return;
  profile_.name = {value->text, value->span};
  const std::string stem = std::filesystem::path(profile_.source->name()).stem().string();
  if (value->text == stem) return;
  expect_
      .error("bad-value", value->span,
             fmt::format("this profile is called `{}`, and its file `{}`", value->text, stem))
      .with_help(fmt::format("a profile is found by the name of its file: write `profile: {}`, or "
                             "rename the file",
                             stem));
}

void ProfileReader::read_extends(const YamlMember& member) {
  const YamlNode* value = expect_.scalar(member);
  if (value == nullptr) return;
  profile_.extends = Spanned{value->text, value->span};
  if (config::find_extended(value->text, profile_.source->name(), files_)) return;
  auto& d = expect_.error("unknown-profile", value->span,
                          fmt::format("no profile `{}` to extend", value->text));
  const std::vector<std::string> known = profile_names(files_.folder);
  if (const auto near = nearest(value->text, known)) {
    d.mark(fmt::format("did you mean `{}`?", *near));
  } else if (!known.empty()) {
    d.with_help(fmt::format("there are {}", fmt::join(known, ", ")));
  } else {
    d.with_help("it is looked for beside this file, then in `profiles/` of the presets");
  }
}

const YamlNode* ProfileReader::needed(const YamlNode& map, std::string_view key,
                                      std::string_view what, std::string_view why) {
  const YamlMember* member = map.find(key);
  if (member == nullptr) {
    expect_.error("missing-key", map.span, fmt::format("{} has no `{}`", what, key))
        .with_help(std::string(why));
    return nullptr;
  }
  const YamlNode* value = expect_.scalar(*member);
  if (value == nullptr || !trim(value->text).empty()) return value;
  expect_.error("bad-value", value->span, fmt::format("`{}` says nothing", key))
      .with_help(std::string(why));
  return nullptr;
}

// Ids are those of the registry, letter by letter. A rule that is `fatal` is never quietened: what
// breaks it is thrown back by the bureau.
bool ProfileReader::is_rule(const Spanned& rule, bool is_quietened) {
  if (!files_.rules) return true;
  const auto known = std::find_if(files_.rules->begin(), files_.rules->end(),
                                  [&](const KnownRule& k) { return k.id == rule.text; });
  if (known == files_.rules->end()) {
    std::vector<std::string> ids;
    for (const KnownRule& k : *files_.rules) ids.push_back(k.id);
    auto& d = expect_.error("unknown-rule", rule.span, fmt::format("no rule `{}`", rule.text));
    if (const auto near = nearest(rule.text, ids)) {
      d.mark(fmt::format("did you mean `{}`?", *near));
    } else {
      d.with_help("`metro2 rules list` lists the rules");
    }
    return false;
  }
  if (!known->is_fatal || !is_quietened) return true;
  expect_
      .error("fatal-rule", rule.span,
             fmt::format("`{}` is fatal, and what is fatal is always told", rule.text))
      .note("bureaus throw back a file or a record that breaks it")
      .with_help("take it out, and mend what it finds");
  return false;
}

void ProfileReader::read_switch(const YamlNode& item, const YamlMember& switches) {
  const bool is_on = switches.name == "on";
  RuleSwitch entry;
  entry.is_on = is_on;
  if (item.is(YamlNode::Kind::Scalar)) {
    entry.rule = {item.text, item.span};
    if (!is_on) {
      expect_
          .error("missing-key", item.span, fmt::format("nothing says why `{}` is off", item.text))
          .with_help(
              fmt::format("write {{ rule: {}, reason: \"why it is not asked\" }}", item.text));
      return;
    }
  } else if (item.is(YamlNode::Kind::Map)) {
    static const std::vector<std::string> kNames = {"rule", "reason"};
    for (const YamlMember& key : item.members)
      if (!expect_.known_key(key, kNames, fmt::format("an entry of `{}`", switches.name))) return;
    const std::string what = fmt::format("this entry of `{}`", switches.name);
    const YamlNode* rule = needed(item, "rule", what, "write the id of a rule, as B17A-011");
    const YamlNode* reason = is_on && item.find("reason") == nullptr
                                 ? nullptr
                                 : needed(item, "reason", what, "say why, in one sentence");
    if (rule == nullptr || (reason == nullptr && !is_on)) return;
    entry.rule = {rule->text, rule->span};
    if (reason != nullptr) entry.reason = reason->text;
  } else {
    if (!item.refused)
      expect_.error(
          "wrong-kind", item.span,
          fmt::format("`{}` wants rules, and here stands {}", switches.name, to_string(item.kind)));
    return;
  }
  if (is_rule(entry.rule, !is_on)) profile_.rules.push_back(std::move(entry));
}

void ProfileReader::read_rules(const YamlMember& member) {
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return;
  static const std::vector<std::string> kNames = {"on", "off"};
  for (const YamlMember& switches : map->members) {
    if (!expect_.known_key(switches, kNames, "`rules`")) continue;
    const YamlNode* items = expect_.list(switches);
    if (items == nullptr) continue;
    for (const YamlNode& item : items->items) read_switch(item, switches);
  }
}

void ProfileReader::read_one_silence(const YamlNode& item) {
  constexpr std::string_view kWhat = "this silence";
  static const std::vector<std::string> kNames = {"rule", "reason", "by", "until"};
  bool is_known = true;
  for (const YamlMember& key : item.members)
    is_known = expect_.known_key(key, kNames, "a silence") && is_known;
  std::vector<std::string> missing;
  for (const std::string& name : kNames)
    if (item.find(name) == nullptr) missing.push_back(fmt::format("`{}`", name));
  if (!missing.empty()) {
    expect_
        .error("missing-key", item.span,
               fmt::format("this silence has no {}", fmt::join(missing, " and no ")))
        .with_help(
            "write { rule: ID, reason: \"why\", by: \"who answers for it\", until: 2027-06-30 }");
  }
  // What is there is looked at all the same.
  const auto given = [&](std::string_view name, std::string_view why) {
    return item.find(name) == nullptr ? nullptr : needed(item, name, kWhat, why);
  };
  const YamlNode* rule = given("rule", "write the id of a rule, as C34-002");
  const YamlNode* reason =
      given("reason", "say why its findings may be passed over, in one sentence");
  const YamlNode* by = given("by", "name the person who answers for it");
  const YamlNode* until =
      given("until", "write the last day on which it holds; after it the findings are told again");
  std::optional<Date> day;
  if (until != nullptr) {
    day = Date::parse_iso(until->text);
    if (!day)
      expect_.error("bad-value", until->span, fmt::format("`{}` is no day", until->text))
          .with_help("write it as 2027-06-30");
  }
  if (!is_known || rule == nullptr || reason == nullptr || by == nullptr || !day) return;
  Silence silence;
  silence.rule = {rule->text, rule->span};
  silence.reason = reason->text;
  silence.by = by->text;
  silence.until = *day;
  silence.profile = profile_.name.text;
  if (is_rule(silence.rule, true)) profile_.silences.push_back(std::move(silence));
}

void ProfileReader::read_silence(const YamlMember& member) {
  const YamlNode* items = expect_.list(member);
  if (items == nullptr) return;
  for (const YamlNode& item : items->items) {
    if (item.is(YamlNode::Kind::Map)) {
      read_one_silence(item);
    } else if (!item.refused) {
      expect_
          .error("wrong-kind", item.span,
                 fmt::format("a silence is a map, and here stands {}", to_string(item.kind)))
          .with_help("write { rule: ID, reason: \"why\", by: \"who\", until: 2027-06-30 }");
    }
  }
}

void ProfileReader::read_values(const YamlMember& member, std::vector<ProfileValues>& to,
                                bool takes_any) {
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return;
  for (const YamlMember& entry : map->members) {
    auto values = places_.values(entry, profile_.name.text, takes_any);
    if (values) to.push_back(std::move(*values));
  }
}

void ProfileReader::read_require(const YamlMember& member) {
  const YamlNode* items = expect_.list(member);
  if (items == nullptr) return;
  for (const YamlNode& item : items->items) {
    if (!item.is(YamlNode::Kind::Scalar)) {
      if (!item.refused)
        expect_.error("wrong-kind", item.span,
                      fmt::format("`require` wants fields and segments, and here stands {}",
                                  to_string(item.kind)));
      continue;
    }
    auto place = places_.place(item.text, item.span, profile_.name.text);
    if (!place) continue;
    const auto before = std::find_if(profile_.require.begin(), profile_.require.end(),
                                     [&](const ProfilePlace& p) { return p.name == place->name; });
    if (before == profile_.require.end()) {
      profile_.require.push_back(std::move(*place));
    } else {
      expect_.error("key-twice", item.span, fmt::format("`{}` stands twice", item.text))
          .label(before->span, "first here")
          .with_help("keep one of them");
    }
  }
}

void ProfileReader::read_program(const YamlMember& member) {
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return;
  std::vector<std::string> names;
  for (const dsl::RuleFact& fact : dsl::rule_facts())
    if (fact.head == "program") names.emplace_back(fact.name);
  for (const YamlMember& entry : map->members) {
    if (!expect_.known_key(entry, names, "`program`")) continue;
    const dsl::RuleFact* fact = dsl::find_rule_fact("program", entry.name);
    const YamlNode* value = expect_.scalar(entry);
    if (value == nullptr) continue;
    const auto read = dsl::read_literal(value->text, dsl::Type::of_kind(fact->kind), {});
    if (read) {
      profile_.program.push_back({fact, read->number, {value->text, value->span}});
      continue;
    }
    expect_
        .error("bad-value", value->span,
               fmt::format("`{}` is no value of `{}`", value->text, entry.name))
        .note(fmt::format("it says: {}", fact->about))
        .with_help(fact->kind == dsl::Kind::Bool ? "write true or false"
                                                 : "write it as a preset does");
  }
}

void ProfileReader::read_thresholds(const YamlMember& member) {
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return;
  std::vector<std::string> names;
  for (const ThresholdRow& row : threshold_rows()) names.emplace_back(row.name);
  for (const YamlMember& entry : map->members) {
    if (!expect_.known_key(entry, names, "`thresholds`")) continue;
    const ThresholdRow* row = find_threshold(entry.name);
    const YamlNode* value = expect_.scalar(entry);
    if (value == nullptr) continue;
    Thresholds ignored;
    if (row->set(ignored, value->text)) {
      profile_.thresholds.push_back({row, {value->text, value->span}});
      continue;
    }
    expect_.error("bad-value", value->span, fmt::format("`{}` wants {}", entry.name, row->wants))
        .note(fmt::format("it says: {}", row->about))
        .with_help(fmt::format("where no profile says otherwise it is {}", row->shown({})));
  }
}

// What one file says twice, or says and takes back.
void ProfileReader::contradictions() {
  std::map<std::string_view, Span> seen;
  const auto once = [&](const Spanned& rule) {
    const auto [before, is_new] = seen.try_emplace(rule.text, rule.span);
    if (is_new) return;
    expect_.error("key-twice", rule.span, fmt::format("`{}` stands twice", rule.text))
        .label(before->second, "first here")
        .with_help("a rule is on, off or silenced: keep one of them");
  };
  for (const RuleSwitch& entry : profile_.rules) once(entry.rule);
  for (const Silence& silence : profile_.silences) once(silence.rule);
  config::report_contradictions(
      profile_.allow, profile_.forbid, profile_.require,
      [](const ProfilePlace&, const ProfilePlace&) { return true; }, expect_);
}

}  // namespace

std::optional<RuleProfile> read_profile(const SourcePtr& source, const ProfileFiles& files,
                                        Diagnostics& found) {
  const std::size_t errors = found.count(Severity::Error);
  const std::optional<YamlNode> root = read_yaml(source, found);
  if (!root) {
    if (found.count(Severity::Error) == errors)
      found.error("missing-key", Span{source.get(), 0, 0}, "this file holds no profile");
    return std::nullopt;
  }
  RuleProfile profile = ProfileReader(source, files, found).read(*root);
  if (found.count(Severity::Error) > errors) return std::nullopt;
  return profile;
}

}  // namespace m2
