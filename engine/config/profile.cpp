// Profiles together: found by name, each with what it extends, and put into one.

#include "engine/config/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/base/ascii.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/config/internal/expect.h"
#include "engine/config/internal/profile_places.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

std::string identity_of(const fs::path& path) {
  std::error_code ignored;
  const fs::path whole = fs::weakly_canonical(path, ignored);
  return ignored ? path.lexically_normal().string() : whole.string();
}

/// Reads files once each, bases first.
class ProfileLoader {
 public:
  ProfileLoader(const ProfileFiles& files, Diagnostics& found)
      : files_(files), found_(found), expect_(found) {}

  Result<void> add_named(const std::string& name) {
    M2_TRY(const fs::path file, file_of(name));
    return add(file);
  }
  std::shared_ptr<const EffectiveProfile> combine(const std::vector<std::string>& names);

 private:
  struct Layer {
    std::shared_ptr<const RuleProfile> profile;
    std::set<const RuleProfile*> extended;  // with all that those extend
  };

  [[nodiscard]] Result<fs::path> file_of(const std::string& name) const;
  Result<void> add(const fs::path& file);
  Result<void> add_base(const RuleProfile& profile, const fs::path& file,
                        const std::string& identity);
  [[nodiscard]] const Layer* layer_of(const std::string& identity) const;
  void put(const Layer& layer, EffectiveProfile& into) const;
  [[nodiscard]] bool are_related(const ProfilePlace& a, const ProfilePlace& b) const;

  const ProfileFiles& files_;
  Diagnostics& found_;
  config::Expect expect_;
  std::vector<std::pair<std::string, Layer>> layers_;  // by the identity of the file
  std::vector<std::string> open_;                      // those that are being read
  std::size_t errors_before_ = found_.count(Severity::Error);
};

Result<fs::path> ProfileLoader::file_of(const std::string& name) const {
  if (config::is_profile_path(name)) {
    if (config::is_profile_file(name)) return fs::path(name);
    return Error{ErrorCode::NotFound, fmt::format("no file `{}`", name)};
  }
  if (has_profile(files_.folder, name)) return files_.folder / fmt::format("{}.yaml", name);
  const std::vector<std::string> known = profile_names(files_.folder);
  const auto near = nearest(name, known);
  return Error{
      ErrorCode::NotFound,
      fmt::format("no profile `{}` in {}{}", name, files_.folder.string(),
                  near            ? fmt::format("; did you mean `{}`?", *near)
                  : known.empty() ? std::string()
                                  : fmt::format("; there are {}", fmt::join(known, ", ")))};
}

const ProfileLoader::Layer* ProfileLoader::layer_of(const std::string& identity) const {
  const auto layer = std::find_if(layers_.begin(), layers_.end(),
                                  [&](const auto& entry) { return entry.first == identity; });
  return layer == layers_.end() ? nullptr : &layer->second;
}

Result<void> ProfileLoader::add(const fs::path& file) {
  const std::string identity = identity_of(file);
  if (layer_of(identity) != nullptr) return {};
  Layer layer;
  M2_TRY(layer.profile, read_profile_file(file, files_, found_));
  if (layer.profile == nullptr) return {};
  if (layer.profile->extends) {
    M2_TRY_VOID(add_base(*layer.profile, file, identity));
    const auto base = config::find_extended(layer.profile->extends->text, file, files_);
    if (const Layer* extended = base ? layer_of(identity_of(*base)) : nullptr) {
      layer.extended = extended->extended;
      layer.extended.insert(extended->profile.get());
    }
  }
  layers_.emplace_back(identity, std::move(layer));
  return {};
}

// That there is one is known since the profile was read.
Result<void> ProfileLoader::add_base(const RuleProfile& profile, const fs::path& file,
                                     const std::string& identity) {
  const Spanned& extends = *profile.extends;
  const auto base = config::find_extended(extends.text, file, files_);
  if (!base) return {};
  open_.push_back(identity);
  const std::string of_base = identity_of(*base);
  Result<void> done;
  if (std::find(open_.begin(), open_.end(), of_base) == open_.end()) {
    done = add(*base);
  } else {
    expect_
        .error("extends-itself", extends.span,
               of_base == identity ? std::string("this profile extends itself")
                                   : fmt::format("`{}` extends this profile in turn", extends.text))
        .with_help("let one of them stand alone");
  }
  open_.pop_back();
  return done;
}

// A later word on a rule is the last one; what one profile extends it may replace field by field,
// while profiles that are named side by side hold both.
void ProfileLoader::put(const Layer& layer, EffectiveProfile& into) const {
  const RuleProfile& profile = *layer.profile;
  for (const RuleSwitch& entry : profile.rules) {
    into.rules.insert_or_assign(entry.rule.text, entry);
    if (entry.is_on) into.silences.erase(entry.rule.text);
  }
  for (const Silence& silence : profile.silences)
    into.silences.insert_or_assign(silence.rule.text, silence);
  for (const ProfileValues& values : profile.allow) {
    const auto is_replaced = [&](const ProfileValues& before) {
      return before.place.name == values.place.name &&
             std::any_of(layer.extended.begin(), layer.extended.end(),
                         [&](const RuleProfile* base) {
                           return base->source.get() == before.place.span.source;
                         });
    };
    into.allow.erase(std::remove_if(into.allow.begin(), into.allow.end(), is_replaced),
                     into.allow.end());
  }
  into.allow.insert(into.allow.end(), profile.allow.begin(), profile.allow.end());
  into.forbid.insert(into.forbid.end(), profile.forbid.begin(), profile.forbid.end());
  for (const ProfilePlace& place : profile.require) {
    const bool is_there =
        std::any_of(into.require.begin(), into.require.end(),
                    [&](const ProfilePlace& before) { return before.name == place.name; });
    if (!is_there) into.require.push_back(place);
  }
  for (const ProgramFact& fact : profile.program) {
    std::erase_if(into.program,
                  [&](const ProgramFact& before) { return before.fact == fact.fact; });
    into.program.push_back(fact);
  }
  for (const ThresholdSetting& setting : profile.thresholds) {
    std::erase_if(into.settings,
                  [&](const ThresholdSetting& before) { return before.row == setting.row; });
    into.settings.push_back(setting);
    setting.row->set(into.thresholds, setting.text.text);
  }
  into.layers.push_back(layer.profile);
}

// Two profiles side by side are two demands, which both can be met; one that extends the other
// contradicts itself.
bool ProfileLoader::are_related(const ProfilePlace& a, const ProfilePlace& b) const {
  const auto extends = [](const Layer& layer, const ProfilePlace& place) {
    return std::any_of(layer.extended.begin(), layer.extended.end(), [&](const RuleProfile* base) {
      return base->source.get() == place.span.source;
    });
  };
  return std::any_of(layers_.begin(), layers_.end(), [&](const auto& entry) {
    const SourceText* source = entry.second.profile->source.get();
    return (source == a.span.source && extends(entry.second, b)) ||
           (source == b.span.source && extends(entry.second, a));
  });
}

std::shared_ptr<const EffectiveProfile> ProfileLoader::combine(
    const std::vector<std::string>& names) {
  auto effective = std::make_shared<EffectiveProfile>();
  for (const auto& [identity, layer] : layers_) put(layer, *effective);
  std::vector<std::string> shown;
  for (const std::string& name : names) {
    std::string plain = config::is_profile_path(name) ? fs::path(name).stem().string() : name;
    if (std::find(shown.begin(), shown.end(), plain) == shown.end())
      shown.push_back(std::move(plain));
  }
  effective->name = fmt::format("{}", fmt::join(shown, " + "));
  // What one file says is told when it is read.
  if (effective->layers.size() > 1 && found_.count(Severity::Error) == errors_before_)
    config::report_contradictions(
        effective->allow, effective->forbid, effective->require,
        [this](const ProfilePlace& a, const ProfilePlace& b) { return are_related(a, b); },
        expect_);
  return effective;
}

}  // namespace

Result<std::shared_ptr<const EffectiveProfile>> load_profiles(const std::vector<std::string>& names,
                                                              const ProfileFiles& files,
                                                              Diagnostics& found) {
  const std::size_t errors = found.count(Severity::Error);
  ProfileLoader loader(files, found);
  for (const std::string& name : names) M2_TRY_VOID(loader.add_named(name));
  std::shared_ptr<const EffectiveProfile> effective = loader.combine(names);
  if (found.count(Severity::Error) > errors) effective = nullptr;
  return effective;
}

Result<std::shared_ptr<const RuleProfile>> read_profile_file(const fs::path& file,
                                                             const ProfileFiles& files,
                                                             Diagnostics& found) {
  M2_TRY(std::string text, read_file(file, kLargestYaml));
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  const auto source =
      std::make_shared<const SourceText>(file.lexically_normal().string(), std::move(text));
  auto read = read_profile(source, files, found);
  if (!read) return std::shared_ptr<const RuleProfile>();
  return std::make_shared<const RuleProfile>(std::move(*read));
}

bool names_profile_file(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.ends_with(".yaml") ||
         name.ends_with(".yml");
}

bool has_profile(const fs::path& folder, std::string_view name) {
  return config::is_profile_file(folder / fmt::format("{}.yaml", name));
}

std::vector<std::string> profile_names(const fs::path& folder) {
  std::vector<std::string> names;
  const Result<std::vector<std::string>> files = list_files(folder);
  if (!files) return names;
  for (const std::string& file : *files) {
    if (fs::path(file).extension() == ".yaml") names.push_back(fs::path(file).stem().string());
  }
  return names;
}

}  // namespace m2
