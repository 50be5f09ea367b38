#include "engine/pipeline/internal/community_filter.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/json_slice.h"

namespace m2 {
namespace {

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

std::string_view community_path(std::string_view vendor) {
  return vendor == "entrata" ? "lease.propertyId" : "";
}

CommunityFilter::Verdict CommunityFilter::verdict(std::string_view document) const {
  const std::string id = JsonSlice::trusted(document).at(path_).text();
  if (id.empty()) return Verdict::Unknown;
  const bool included = communities_->include.empty() || holds(communities_->include, id);
  return included && !holds(communities_->exclude, id) ? Verdict::Reported : Verdict::Other;
}

std::optional<CommunityFilter::Otherwise> CommunityFilter::reason(std::string_view document) const {
  switch (verdict(document)) {
    case Verdict::Other:
      return Otherwise{OutcomeKind::Skipped, EngineReason::OtherCommunity,
                       "The tenant does not report this community."};
    case Verdict::Unknown:
      return Otherwise{OutcomeKind::Held, EngineReason::NoCommunity,
                       "Nothing says which community the account belongs to."};
    case Verdict::Reported:
      break;
  }
  return std::nullopt;
}

Result<CommunityFilter> plan_communities(const Tenant& tenant, std::string_view documents_vendor) {
  const std::string_view vendor = documents_vendor.empty() ? tenant.vendor : documents_vendor;
  const Communities& communities = tenant.communities;
  if (communities.include.empty() && communities.exclude.empty()) return CommunityFilter();
  const std::string_view path = community_path(vendor);
  if (!path.empty()) return CommunityFilter(communities, path);
  return Error{ErrorCode::Invalid,
               vendor.empty()
                   ? fmt::format("tenant `{}` has `communities` and no `vendor`, so nothing says "
                                 "where a document names its community",
                                 tenant.name.text)
                   : fmt::format("tenant `{}` has `communities`, and documents of {} have none",
                                 tenant.name.text, vendor)};
}

}  // namespace m2
