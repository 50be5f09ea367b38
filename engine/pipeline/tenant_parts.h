#pragma once
// What of a tenant's file ends up in the bytes of its files, part by part, as digests: comments,
// order and layout are none of it.
//
//   for (const auto& [part, sha256] : tenant_parts(tenant)) …      // "communities", "equifax", …

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/config/tenant.h"

namespace m2 {

/// The part that says which accounts are reported.
inline constexpr std::string_view kCommunitiesPart = "communities";

/// That part, and one for each bureau: the header, the numbers of its own, the form of its file.
/// Presets and parameters are told apart from it.
std::vector<std::pair<std::string, std::string>> tenant_parts(const Tenant& tenant);

/// What a manifest says of where the tenant's file is: nothing, where the run was given a name; a
/// path from somewhere as it was given; of any other the name of the file, and nothing of this
/// machine.
std::string told_tenant_file(std::string_view name_or_path);

}  // namespace m2
