#pragma once
// Time zones: the day a moment belongs to where it happened. The rules are those of the system's tz
// database.
//
//   day_in_zone(1713139200, "America/Denver")     // 2024-04-14: midnight UTC is still the evening
//   before there

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/date.h"

namespace m2 {

/// Calendar day of a moment, in seconds since 1970-01-01 00:00 UTC; an empty zone is UTC. Empty
/// when the zone is unknown or the day lies outside the years 1 to 9999.
std::optional<Date> day_in_zone(std::int64_t seconds, std::string_view zone);

bool is_time_zone(std::string_view name);
/// "2025b": the version of the rules, for manifests; "unknown" when the system does not say.
std::string time_zone_version();

}  // namespace m2
