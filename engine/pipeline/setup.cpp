#include "engine/pipeline/setup.h"

#include <fmt/format.h>

#include <filesystem>

#include "dsl/check.h"
#include "engine/evaluate/lower.h"

namespace m2 {
namespace {

class Setup {
 public:
  Setup(const PresetsFolder& folder, Date as_of, Diagnostics& found)
      : folder_(folder), as_of_(as_of), found_(found) {}

  Result<std::optional<RunSetup>> read(const std::filesystem::path& file) {
    M2_TRY(std::optional<Tenant> tenant, read_tenant_file(file, found_));
    if (!tenant) return std::optional<RunSetup>();
    setup_.tenant = std::move(*tenant);
    for (const Spanned& name : setup_.tenant.presets) check_preset(name, file);
    if (found_.has_errors()) return std::optional<RunSetup>();
    const std::vector<ParamLiterals> values =
        setup_.tenant.values_for(setup_.presets, as_of_, found_);
    if (found_.has_errors()) return std::optional<RunSetup>();
    for (std::size_t i = 0; i < setup_.presets.size(); ++i) {
      M2_TRY(std::shared_ptr<const Program> program, lower(setup_.presets[i], values[i], as_of_));
      setup_.programs.push_back(std::move(program));
    }
    check_consent();
    if (found_.has_errors()) return std::optional<RunSetup>();
    return std::optional(std::move(setup_));
  }

 private:
  void check_preset(const Spanned& name, const std::filesystem::path& tenant_file) {
    const auto file = folder_.preset_file(name.text, tenant_file);
    if (!file) {
      found_.error("unknown-name", name.span, file.error().message);
      return;
    }
    Diagnostics found;
    auto preset = dsl::check(*file, dsl::Workspace(folder_.path()), found);
    found_.append(std::move(found));
    if (preset == nullptr) return;
    const auto version = setup_.tenant.version_on(as_of_);
    if (version && *version != preset->version) {
      found_
          .error("version", setup_.tenant.version_span,
                 fmt::format("version {} of `{}` is asked for on {}, and here is version {}",
                             *version, preset->name, as_of_.to_string(), preset->version))
          .with_help(fmt::format("write version: {}, or bring the other version", preset->version));
    }
    if (setup_.tenant.presets.size() > 1 && preset->for_accounts == dsl::kNoExpr) {
      found_
          .error("takes-all", name.span,
                 fmt::format("`{}` takes every account, and this tenant has other presets",
                             preset->name))
          .with_help("say in the preset: for accounts where …");
    }
    setup_.presets.push_back(std::move(preset));
  }

  void check_consent() {
    const ConsentSettings& consent = setup_.tenant.consent;
    for (const auto& program : setup_.programs) {
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
  Date as_of_;
  Diagnostics& found_;
  RunSetup setup_;
};

}  // namespace

MapperOptions RunSetup::mapper_options(Date created) const {
  MapperOptions options;
  options.tenant = tenant.name.text;
  options.time_stamp = created;
  return options;
}

Result<std::optional<RunSetup>> set_up(std::string_view tenant, const PresetsFolder& presets,
                                       Date as_of, Diagnostics& found) {
  M2_TRY(const std::filesystem::path file, presets.tenant_file(tenant));
  return Setup(presets, as_of, found).read(file);
}

}  // namespace m2
