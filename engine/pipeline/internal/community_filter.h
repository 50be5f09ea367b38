#pragma once
// CommunityFilter: which accounts belong to the communities that a tenant reports.
//
//   CommunityFilter filter(tenant.communities, "lease.propertyId");
//   if (filter.is_active()) … filter.verdict(document)

#include <optional>
#include <string>
#include <string_view>

#include "dsl/outcome.h"
#include "engine/base/result.h"
#include "engine/config/tenant.h"

namespace m2 {

/// Where a vendor's documents name their community (docs/account-documents.md); empty for a vendor
/// without communities.
std::string_view community_path(std::string_view vendor);

class CommunityFilter {
 public:
  enum class Verdict { Reported, Other, Unknown };

  CommunityFilter() = default;
  CommunityFilter(const Communities& communities, std::string_view path)
      : communities_(&communities), path_(path) {}

  [[nodiscard]] bool is_active() const { return !path_.empty(); }
  /// Why an account is not reported whatever its preset says; empty when that decides.
  struct Otherwise {
    OutcomeKind kind;
    EngineReason reason;
    std::string why;
  };
  [[nodiscard]] std::optional<Otherwise> reason(std::string_view document) const;
  /// Unknown: the document does not say where it belongs, or is no JSON.
  [[nodiscard]] Verdict verdict(std::string_view document) const;

 private:
  const Communities* communities_ = nullptr;  // the tenant's, which outlives the run
  std::string_view path_;
};

/// The tenant's filter for documents of a vendor; of the tenant's, where they do not say of which
/// (empty). Error: Invalid, when they name no communities.
Result<CommunityFilter> plan_communities(const Tenant& tenant, std::string_view documents_vendor);

}  // namespace m2
