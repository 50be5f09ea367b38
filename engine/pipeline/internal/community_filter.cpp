#include "engine/pipeline/internal/community_filter.h"

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

}  // namespace m2
