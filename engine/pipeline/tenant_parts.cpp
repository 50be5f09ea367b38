#include "engine/pipeline/tenant_parts.h"

#include <fmt/format.h>

#include <filesystem>

#include "engine/base/hash.h"
#include "engine/config/presets_folder.h"
#include "engine/metro2/bureau.h"

namespace m2 {
namespace {

// With its length before it, so that no two texts run together.
void add(std::string& to, std::string_view text) {
  to += fmt::format("{}:{}\n", text.size(), text);
}

std::string of_communities(const Tenant& tenant) {
  std::string out;
  for (const auto* ids : {&tenant.communities.include, &tenant.communities.exclude}) {
    out += fmt::format("{} ", ids->size());
    for (const std::string& id : *ids) add(out, id);
  }
  return out;
}

std::string of_bureau(const BureauSettings& bureau) {
  std::string out;
  add(out, bureau.header);
  add(out, bureau.identification_number);
  add(out, bureau.cycle_identifier);
  const Framing& framing = bureau.framing;
  add(out, to_string(framing.format));
  add(out, to_string(framing.line_end));
  add(out, to_string(framing.encoding));
  add(out, framing.block_descriptors ? "blocks" : "");
  return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> tenant_parts(const Tenant& tenant) {
  std::vector<std::pair<std::string, std::string>> parts;
  parts.emplace_back(kCommunitiesPart, sha256(of_communities(tenant)));
  for (const BureauSettings& bureau : tenant.bureaus)
    parts.emplace_back(facts(bureau.bureau).key, sha256(of_bureau(bureau)));
  return parts;
}

std::string told_tenant_file(std::string_view name_or_path) {
  if (!PresetsFolder::is_tenant_path(name_or_path)) return {};
  const std::filesystem::path path(name_or_path);
  return path.is_absolute() ? path.filename().string() : path.generic_string();
}

}  // namespace m2
