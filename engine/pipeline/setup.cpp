#include "engine/pipeline/setup.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "dsl/check.h"
#include "dsl/disjoint.h"
#include "engine/evaluate/lower.h"

namespace m2 {
namespace {

using Presets = std::vector<std::shared_ptr<const dsl::CheckedPreset>>;
using Version = std::optional<TenantVersion>;
using CheckPreset = std::function<std::shared_ptr<const dsl::CheckedPreset>(
    const std::filesystem::path&, Diagnostics&)>;

class Setup {
 public:
  Setup(const PresetsFolder& folder, Diagnostics& found) : folder_(folder), found_(found) {}

  Result<std::optional<RunSetup>> for_day(const std::filesystem::path& file, Date as_of) {
    M2_TRY(const bool readable, read(file));
    if (!readable) return std::optional<RunSetup>();
    Tenant& tenant = setup_.tenant;
    const Version version = tenant.version_on(as_of);
    if (!version && !tenant.effective.empty()) report_too_early(as_of);
    setup_.presets =
        check_presets(version, [&](const std::filesystem::path& preset, Diagnostics& found) {
          return dsl::check(preset, folder_.workspace(), found);
        });
    if (found_.has_errors()) return std::optional<RunSetup>();
    setup_.values = tenant.values_for(setup_.presets, as_of, found_, known_elsewhere(version));
    if (found_.has_errors()) return std::optional<RunSetup>();
    M2_TRY(setup_.programs, lowered(setup_.presets, setup_.values, as_of));
    check_consent(setup_.programs);
    if (found_.has_errors()) return std::optional<RunSetup>();
    return std::optional(std::move(setup_));
  }

  Result<void> for_all_days(const std::filesystem::path& file, PresetChecks& checks) {
    M2_TRY(const bool readable, read(file));
    if (!readable) return {};
    Presets all;
    for (const Version& version : versions_named()) {
      const Presets presets =
          check_presets(version, [&](const std::filesystem::path& preset, Diagnostics& found) {
            return checks.check(preset, found);
          });
      check_disjoint(presets);
      all.insert(all.end(), presets.begin(), presets.end());
    }
    if (found_.has_errors()) return {};
    const auto defaults = setup_.tenant.values_for(all, std::nullopt, found_);
    if (found_.has_errors()) return {};
    M2_TRY(const auto programs, lowered(all, defaults, Date()));
    check_consent(programs);
    return {};
  }

 private:
  Result<bool> read(const std::filesystem::path& file) {
    file_ = file;
    M2_TRY(std::optional<Tenant> tenant, read_tenant_file(file, found_));
    if (tenant) setup_.tenant = std::move(*tenant);
    return tenant.has_value();
  }

  // Every version that some day asks for; one that is empty when none is asked for.
  [[nodiscard]] std::vector<Version> versions_named() const {
    std::vector<Version> versions;
    const auto add = [&](const Version& version) {
      const bool known = std::any_of(versions.begin(), versions.end(), [&](const Version& other) {
        return other->number == version->number;
      });
      if (!known) versions.push_back(version);
    };
    if (setup_.tenant.version) add(setup_.tenant.version);
    for (const auto& [day, version] : setup_.tenant.effective) add(version);
    if (versions.empty()) versions.push_back(std::nullopt);
    return versions;
  }

  Presets check_presets(const Version& version, const CheckPreset& check) {
    Presets presets;
    for (const Spanned& name : setup_.tenant.presets) {
      const auto file = file_of(name, version);
      if (!file) continue;
      auto preset = check(*file, found_);
      if (preset == nullptr) continue;
      check_fits(name, version, *preset);
      presets.push_back(std::move(preset));
    }
    return presets;
  }

  std::optional<std::filesystem::path> file_of(const Spanned& name, const Version& version) {
    const auto file = folder_.preset_file(name.text, file_);
    if (!file) {
      found_.error("unknown-name", name.span, file.error().message);
      return std::nullopt;
    }
    if (PresetsFolder::is_preset_path(name.text)) return *file;
    const std::vector<dsl::PresetFile> files = folder_.workspace().presets_named(name.text);
    if (!version) {
      if (files.front().version == files.back().version) return *file;
      found_
          .error(
              "version", name.span,
              fmt::format("there are several versions of `{}`, and none is asked for", name.text))
          .mark(dsl::versions_here(files))
          .with_help(fmt::format("version: {}", files.back().version));
      return std::nullopt;
    }
    for (const dsl::PresetFile& candidate : files) {
      if (candidate.version == version->number) return candidate.path;
    }
    found_
        .error("no-such-target", version->span,
               fmt::format("there is no version {} of `{}`", version->number, name.text))
        .mark(dsl::versions_here(files));
    return std::nullopt;
  }

  void check_fits(const Spanned& name, const Version& version, const dsl::CheckedPreset& preset) {
    if (version && version->number != preset.version) {
      found_
          .error("version", version->span,
                 fmt::format("version {} of `{}` is asked for, and this file is version {}",
                             version->number, preset.name, preset.version))
          .label(name.span, "the file");
    }
    if (setup_.tenant.presets.size() > 1 && preset.for_accounts == dsl::kNoExpr) {
      found_
          .error("takes-all", name.span,
                 fmt::format("`{}` takes every account, and this tenant has other presets",
                             preset.name))
          .with_help("say in the preset: for accounts where …");
    }
  }

  // Told only where it is sure: who takes what may be decided by more than can be compared.
  void check_disjoint(const Presets& presets) {
    for (std::size_t i = 0; i < presets.size(); ++i) {
      for (std::size_t j = i + 1; j < presets.size(); ++j) {
        const dsl::BothTake both = dsl::both_take(*presets[i], *presets[j]);
        if (both.answer != dsl::BothTake::Answer::Yes) continue;
        const std::string why =
            both.example.empty() ? "every account is one" : "for example " + both.example;
        found_
            .warning("two-presets", setup_.tenant.presets.front().span,
                     fmt::format("`{}` and `{}` can both take an account", presets[i]->name,
                                 presets[j]->name))
            .label(presets[i]->expr(presets[i]->for_accounts).span, "the one takes these")
            .label(presets[j]->expr(presets[j]->for_accounts).span, "the other these")
            .note(why)
            .note("such an account is held: two_presets")
            .with_help("narrow one of the conditions");
      }
    }
  }

  void report_too_early(Date as_of) {
    const auto& [first, version] = *setup_.tenant.effective.begin();
    found_
        .error("not-in-force", version.day,
               fmt::format("no version is in force on {}: the first one holds from {}",
                           as_of.to_string(), first.to_string()))
        .with_help("say `version:` for the days before");
  }

  // A parameter of another version is no mistake: its presets are looked at only when a name is
  // found nowhere else.
  Presets known_elsewhere(const Version& version) {
    const auto declares = [&](const std::string& name) {
      return std::any_of(setup_.presets.begin(), setup_.presets.end(),
                         [&](const auto& preset) { return preset->find_param(name) != nullptr; });
    };
    const auto& params = setup_.tenant.params;
    if (std::all_of(params.begin(), params.end(),
                    [&](const ParamSetting& p) { return declares(p.name.text); }))
      return {};
    Presets others;
    Diagnostics ignored;  // what is wrong with other versions is said where they are used
    for (const Version& other : versions_named()) {
      if (!other || (version && other->number == version->number)) continue;
      for (const Spanned& name : setup_.tenant.presets) {
        for (const dsl::PresetFile& file : folder_.workspace().presets_named(name.text)) {
          if (file.version != other->number) continue;
          if (auto preset = dsl::check(file.path, folder_.workspace(), ignored)) {
            others.push_back(std::move(preset));
          }
        }
      }
    }
    return others;
  }

  static Result<std::vector<std::shared_ptr<const Program>>> lowered(
      const Presets& presets, const std::vector<ParamLiterals>& values, Date as_of) {
    std::vector<std::shared_ptr<const Program>> programs;
    for (std::size_t i = 0; i < presets.size(); ++i) {
      M2_TRY(std::shared_ptr<const Program> program, lower(presets[i], values[i], as_of));
      programs.push_back(std::move(program));
    }
    return programs;
  }

  void check_consent(const std::vector<std::shared_ptr<const Program>>& programs) {
    const ConsentSettings& consent = setup_.tenant.consent;
    for (const auto& program : programs) {
      if (!consent.required || *consent.required == program->uses_consent) continue;
      const std::string& name = program->preset->name;
      found_.error("consent", consent.required_span,
                   *consent.required
                       ? fmt::format("`{}` never asks who has opted in", name)
                       : fmt::format("`{}` reports nobody who has not opted in", name));
    }
    if (consent.documents.empty()) return;
    found_.warning("consent", consent.documents_span,
                   "lease documents count as no consent here; only consents on record do");
  }

  const PresetsFolder& folder_;
  Diagnostics& found_;
  std::filesystem::path file_;
  RunSetup setup_;
};

// "entrata_rent@1", "entrata_rent", "presets/entrata/rent.preset"
Result<std::filesystem::path> find_preset(std::string_view name_or_path,
                                          const PresetsFolder& presets) {
  const std::size_t at = name_or_path.rfind('@');
  if (PresetsFolder::is_preset_path(name_or_path) || at == std::string_view::npos)
    return presets.preset_file(name_or_path, {});
  const std::string_view version = name_or_path.substr(at + 1);
  const std::vector<dsl::PresetFile> files =
      presets.workspace().presets_named(name_or_path.substr(0, at));
  for (const dsl::PresetFile& file : files) {
    if (std::to_string(file.version) == version) return file.path;
  }
  if (files.empty()) return presets.preset_file(name_or_path.substr(0, at), {});
  return Error{ErrorCode::NotFound,
               fmt::format("there is no version {} of `{}`; {}", version,
                           name_or_path.substr(0, at), dsl::versions_here(files))};
}

}  // namespace

MapperOptions RunSetup::mapper_options(Date created, LastReport last_report) const {
  MapperOptions options;
  options.tenant = tenant.name.text;
  options.time_stamp = created;
  options.last_report = std::move(last_report);
  return options;
}

BureauFilePlan file_plan_of(const BureauSettings& settings) {
  return {settings.bureau,
          settings.header,
          {settings.framing, settings.identification_number, settings.cycle_identifier}};
}

Result<std::optional<RunSetup>> set_up(std::string_view tenant, const PresetsFolder& presets,
                                       Date as_of, Diagnostics& found) {
  M2_TRY(const std::filesystem::path file, presets.tenant_file(tenant));
  return Setup(presets, found).for_day(file, as_of);
}

Result<std::optional<RunSetup>> set_up_preset(std::string_view name_or_path,
                                              const PresetsFolder& presets, Date as_of,
                                              Diagnostics& found) {
  M2_TRY(const std::filesystem::path file, find_preset(name_or_path, presets));
  auto preset = dsl::check(file, presets.workspace(), found);
  if (preset == nullptr) return std::optional<RunSetup>();
  RunSetup setup;
  setup.tenant.name.text = preset->name;
  M2_TRY(auto program, lower(preset, {}, as_of));
  setup.presets.push_back(std::move(preset));
  setup.values.emplace_back();
  setup.programs.push_back(std::move(program));
  return std::optional(std::move(setup));
}

Result<void> check_tenant(const std::filesystem::path& file, const PresetsFolder& presets,
                          PresetChecks& checks, Diagnostics& found) {
  return Setup(presets, found).for_all_days(file, checks);
}

}  // namespace m2
