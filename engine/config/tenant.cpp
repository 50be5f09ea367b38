#include "engine/config/tenant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/base/ascii.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/config/internal/expect.h"

namespace m2 {
namespace {

using config::Expect;
using dsl::Kind;

constexpr std::size_t kLongestName = 64;

bool names_files(std::string_view name) {
  const auto is_alphanumeric = [](char c) { return is_letter(c) || is_digit(c); };
  return !name.empty() && name.size() <= kLongestName && is_alphanumeric(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

/// Goes through the keys of a tenant's file; one function a key.
class TenantReader {
 public:
  TenantReader(SourcePtr source, Diagnostics& found) : expect_(found), found_(found) {
    tenant_.source = std::move(source);
  }
  std::optional<Tenant> read(const YamlNode& root);

 private:
  static const std::array<config::KeyRow<TenantReader>, 13> kKeys;

  void read_name(const YamlMember& member);
  void read_presets(const YamlMember& member);
  void read_version(const YamlMember& member);
  void read_vendor(const YamlMember& member) { read_text(member, tenant_.vendor); }
  void read_profile(const YamlMember& member) { read_text(member, tenant_.profile); }
  void read_connection(const YamlMember& member) { tenant_.connection = member.value; }
  void read_communities(const YamlMember& member);
  void read_bureaus(const YamlMember& member) { bureaus_ = &member; }
  void read_reporter(const YamlMember& member) { reporter_ = &member; }
  void read_consent(const YamlMember& member);
  void read_params(const YamlMember& member);
  void read_effective(const YamlMember& member);
  void read_sandbox(const YamlMember& member);

  void read_text(const YamlMember& member, std::string& to) {
    if (const YamlNode* value = expect_.scalar(member)) to = value->text;
  }
  std::optional<std::int64_t> literal(const YamlMember& member, Kind kind, std::string_view wanted);
  std::optional<std::int64_t> version_of(const YamlMember& member);
  /// The members of a map of days that name one, in the order of the days.
  std::vector<std::pair<Date, const YamlMember*>> days_of(const YamlMember& member);

  Expect expect_;
  Diagnostics& found_;
  Tenant tenant_;
  const YamlMember* bureaus_ = nullptr;
  const YamlMember* reporter_ = nullptr;
};

constexpr std::array<config::KeyRow<TenantReader>, 13> TenantReader::kKeys = {{
    {"tenant", &TenantReader::read_name, true},
    {"preset", &TenantReader::read_presets, true},
    {"version", &TenantReader::read_version},
    {"vendor", &TenantReader::read_vendor},
    {"connection", &TenantReader::read_connection},
    {"profile", &TenantReader::read_profile},
    {"communities", &TenantReader::read_communities},
    {"bureaus", &TenantReader::read_bureaus},
    {"reporter", &TenantReader::read_reporter},
    {"consent", &TenantReader::read_consent},
    {"params", &TenantReader::read_params},
    {"effective", &TenantReader::read_effective},
    {"sandbox", &TenantReader::read_sandbox},
}};

std::optional<Tenant> TenantReader::read(const YamlNode& root) {
  if (!expect_.is_map(root, "tenant")) return std::nullopt;
  expect_.keys<TenantReader>(*this, root, kKeys, "tenant");
  tenant_.bureaus = config::read_bureaus(reporter_, bureaus_, found_);
  if (tenant_.sandbox && tenant_.profile.empty()) tenant_.profile = "sandbox";
  return std::move(tenant_);
}

void TenantReader::read_name(const YamlMember& member) {
  const YamlNode* value = expect_.scalar(member);
  if (value == nullptr) return;
  tenant_.name = {value->text, value->span};
  if (!names_files(value->text)) {
    expect_.error("bad-value", value->span, "a tenant's name is a part of file names")
        .with_help(fmt::format("up to {} letters, digits, `-` and `_`", kLongestName));
  }
}

void TenantReader::read_presets(const YamlMember& member) {
  tenant_.presets = expect_.texts(member);
  const bool empty_list = member.value.is(YamlNode::Kind::List) && member.value.items.empty();
  if (empty_list) expect_.error("missing-key", member.value.span, "this list names no preset");
}

std::optional<std::int64_t> TenantReader::literal(const YamlMember& member, Kind kind,
                                                  std::string_view wanted) {
  const YamlNode* value = expect_.scalar(member);
  if (value == nullptr) return std::nullopt;
  const auto read = dsl::read_literal(value->text, dsl::Type::of_kind(kind), {});
  if (read) return read->number;
  expect_.error("bad-value", value->span, fmt::format("`{}` wants {}", member.name, wanted));
  return std::nullopt;
}

std::optional<std::int64_t> TenantReader::version_of(const YamlMember& member) {
  const auto version = literal(member, Kind::Int, "the number of a version, as 1");
  if (!version || *version >= 1) return version;
  expect_.error("bad-value", member.value.span, "versions are counted from 1");
  return std::nullopt;
}

std::vector<std::pair<Date, const YamlMember*>> TenantReader::days_of(const YamlMember& member) {
  std::vector<std::pair<Date, const YamlMember*>> days;
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return days;
  if (map->members.empty())
    expect_.error("missing-key", map->span, fmt::format("`{}` names no day", member.name));
  for (const YamlMember& from : map->members) {
    const auto day = Date::parse_iso(from.name);
    if (!day) {
      expect_.error("bad-value", from.span,
                    fmt::format("`{}` is no day; write it as 2026-01-01", from.name));
    } else if (!days.empty() && *day < days.back().first) {
      expect_
          .error(
              "bad-value", from.span,
              fmt::format("{} stands behind a later day; days go from the earliest to the latest",
                          from.name))
          .label(days.back().second->span, "later than that");
    } else {
      days.emplace_back(*day, &from);
    }
  }
  return days;
}

void TenantReader::read_version(const YamlMember& member) {
  if (const auto number = version_of(member))
    tenant_.version = TenantVersion{*number, member.value.span, {}};
}

void TenantReader::read_effective(const YamlMember& member) {
  for (const auto& [day, from] : days_of(member)) {
    if (const auto number = version_of(*from))
      tenant_.effective[day] = {*number, from->value.span, from->span};
  }
}

void TenantReader::read_communities(const YamlMember& member) {
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return;
  tenant_.communities.span = member.span;
  static const std::vector<std::string> kNames = {"include", "exclude"};
  for (const YamlMember& list : map->members) {
    if (!expect_.known_key(list, kNames, "`communities`")) continue;
    auto& ids = list.name == "include" ? tenant_.communities.include : tenant_.communities.exclude;
    for (Spanned& id : expect_.texts(list)) ids.push_back(std::move(id.text));
  }
}

void TenantReader::read_consent(const YamlMember& member) {
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return;
  static const std::vector<std::string> kNames = {"required", "documents"};
  for (const YamlMember& setting : map->members) {
    if (!expect_.known_key(setting, kNames, "`consent`")) continue;
    if (setting.name == "required") {
      const auto required = literal(setting, Kind::Bool, "true or false");
      if (required) tenant_.consent.required = *required != 0;
      tenant_.consent.required_span = setting.value.span;
    } else {
      for (Spanned& type : expect_.texts(setting)) {
        tenant_.consent.documents.push_back(std::move(type.text));
      }
      tenant_.consent.documents_span = setting.span;
    }
  }
}

void TenantReader::read_params(const YamlMember& member) {
  if (member.value.is(YamlNode::Kind::Nothing) && !member.value.refused) return;  // none after all
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return;
  for (const YamlMember& param : map->members) {
    ParamSetting setting;
    setting.name = {param.name, param.span};
    if (param.value.is(YamlNode::Kind::Map)) {
      for (const auto& [day, from] : days_of(param))
        setting.values.push_back({day, from->span, from->value});
    } else {
      setting.values.push_back({std::nullopt, {}, param.value});
    }
    tenant_.params.push_back(std::move(setting));
  }
}

void TenantReader::read_sandbox(const YamlMember& member) {
  const auto sandbox = literal(member, Kind::Bool, "true or false");
  tenant_.sandbox = sandbox.value_or(0) != 0;
}

}  // namespace

std::optional<TenantVersion> Tenant::version_on(Date day) const {
  const auto after = effective.upper_bound(day);
  return after == effective.begin() ? version : std::optional(std::prev(after)->second);
}

std::optional<Tenant> read_tenant(const SourcePtr& source, Diagnostics& found) {
  const std::size_t errors = found.count(Severity::Error);
  const std::optional<YamlNode> root = read_yaml(source, found);
  if (!root) {
    if (found.count(Severity::Error) == errors) {
      found.error("missing-key", Span{source.get(), 0, 0}, "this file holds no tenant");
    }
    return std::nullopt;
  }
  std::optional<Tenant> tenant = TenantReader(source, found).read(*root);
  if (found.count(Severity::Error) > errors) return std::nullopt;
  return tenant;
}

Result<std::optional<Tenant>> read_tenant_file(const std::filesystem::path& file,
                                               Diagnostics& found) {
  M2_TRY(std::string text, read_file(file, kLargestYaml));
  // A byte order mark says nothing that is not known: these files are UTF-8.
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  auto source =
      std::make_shared<const SourceText>(file.lexically_normal().string(), std::move(text));
  return read_tenant(source, found);
}

}  // namespace m2
