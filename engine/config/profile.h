#pragma once
// RuleProfile: which rules are asked of a file and what may stand in it, as one YAML file says it.
//
//   Diagnostics found;
//   ProfileFiles files{.folder = "presets/profiles", .rules = known_rules(*registry)};
//   M2_TRY(auto profile, load_profiles({"rent", "equifax"}, files, found));
//   profile->silences                             // with the file and line of each
//
// Every entry keeps its place; all errors of a file are found at once, each with line, column and
// the way out. Keys: docs/profiles.md.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/rule_facts.h"
#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/tenant.h"
#include "engine/config/threshold_rows.h"
#include "engine/metro2/field.h"

namespace m2 {

/// What holds when nobody names a profile.
inline constexpr std::string_view kDefaultProfile = "default";

/// A rule that is turned on or off.
struct RuleSwitch {
  Spanned rule;
  bool is_on = false;
  std::string reason;  // of `off` never empty
};

/// A rule whose findings are counted and not told, up to a day.
struct Silence {
  Spanned rule;
  std::string reason;
  std::string by;  // the person who answers for it
  Date until;      // the last day on which it holds
  std::string profile;
};

/// What an entry speaks of.
struct ProfilePlace {
  std::string name;  // as written: "account_status", "k1.original_creditor_name", "consumer.ssn"
  Span span;
  std::string profile;
  Segment segment = Segment::Base;
  const Field* field = nullptr;  // null: the segment as a whole
  bool of_consumers = false;     // base, J1 and J2 alike; `field` is that of the base segment
};

/// A field and values of it, or all values that are not blank.
struct ProfileValues {
  ProfilePlace place;
  bool is_any = false;             // whatever is filled
  std::vector<Spanned> values;     // as written; "blank" is the empty field
  std::vector<std::string> bytes;  // the same as they stand in the field
  bool is_each_character = false;  // a value is one character of the field (payment history)
};

/// A fact of the programme under which accounts are furnished.
struct ProgramFact {
  const dsl::RuleFact* fact = nullptr;
  std::int64_t value = 0;
  Spanned text;  // the value as written
};

struct ThresholdSetting {
  const ThresholdRow* row = nullptr;
  Spanned text;  // the value as written, which the row takes
};

/// One file.
struct RuleProfile {
  SourcePtr source;
  Spanned name;
  std::string about;
  std::optional<Spanned> extends;
  std::vector<RuleSwitch> rules;
  std::vector<Silence> silences;
  std::vector<ProfileValues> allow;
  std::vector<ProfileValues> forbid;
  std::vector<ProfilePlace> require;
  std::vector<ProgramFact> program;
  std::vector<ThresholdSetting> thresholds;
};

/// A rule that a profile may name.
struct KnownRule {
  std::string id;
  bool is_fatal = false;
};

/// Where profiles are, and which rules there are.
struct ProfileFiles {
  std::filesystem::path folder;                 // of those that are told by name
  std::optional<std::vector<KnownRule>> rules;  // empty: ids are not looked up
};

/// Profiles taken together: what one extends stands before it, each file once.
struct EffectiveProfile {
  std::vector<std::shared_ptr<const RuleProfile>> layers;
  std::map<std::string, RuleSwitch, std::less<>> rules;  // by id; the last word on each
  std::map<std::string, Silence, std::less<>> silences;  // by id
  std::vector<ProfileValues> allow;   // all of them hold; `extends` replaces by field
  std::vector<ProfileValues> forbid;  // all of them hold
  std::vector<ProfilePlace> require;
  std::vector<ProgramFact> program;
  std::vector<ThresholdSetting> settings;
  Thresholds thresholds;

  /// "rent + equifax": the profiles that were asked for.
  std::string name;
};

/// Reads one profile's text, without what it extends. Empty when `found` gained errors.
std::optional<RuleProfile> read_profile(const SourcePtr& source, const ProfileFiles& files,
                                        Diagnostics& found);

/// The profiles that are named, or given as paths (with a `/` or ending in .yaml), in this order
/// and with all that they extend. Null when `found` gained errors. Errors: NotFound with the
/// nearest name, Unreadable, TooLarge.
Result<std::shared_ptr<const EffectiveProfile>> load_profiles(const std::vector<std::string>& names,
                                                              const ProfileFiles& files,
                                                              Diagnostics& found);

/// One file, without what it extends. Null when `found` gained errors. Errors: Unreadable,
/// TooLarge.
Result<std::shared_ptr<const RuleProfile>> read_profile_file(const std::filesystem::path& file,
                                                             const ProfileFiles& files,
                                                             Diagnostics& found);

/// Whether the folder has a profile of this name.
/// Whether a name says which file it is, instead of naming one of the folder.
bool names_profile_file(std::string_view name);
bool has_profile(const std::filesystem::path& folder, std::string_view name);

/// Names of the profiles in a folder, sorted.
std::vector<std::string> profile_names(const std::filesystem::path& folder);

}  // namespace m2
