#include "engine/base/time_zone.h"

#include <date/tz.h>

#include <map>
#include <mutex>

namespace m2 {
namespace {

// Zones are looked up once a name; the library throws for an unknown one.
const date::time_zone* find_zone(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, const date::time_zone*, std::less<>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) return found->second;
  const date::time_zone* zone = nullptr;
  try {
    zone = date::locate_zone(std::string(name));
  } catch (const std::exception&) {
    zone = nullptr;
  }
  known.emplace(std::string(name), zone);
  return zone;
}

}  // namespace

std::optional<Date> day_in_zone(std::int64_t seconds, std::string_view zone) {
  constexpr std::int64_t kDay = 86400;
  constexpr std::int64_t kFirst = std::int64_t{Date::kFirstDay} * kDay + kDay;
  constexpr std::int64_t kLast = std::int64_t{Date::kLastDay} * kDay;
  if (seconds < kFirst || seconds > kLast) return std::nullopt;
  if (!zone.empty()) {
    const date::time_zone* found = find_zone(zone);
    if (found == nullptr) return std::nullopt;
    const date::sys_seconds moment{std::chrono::seconds(seconds)};
    seconds += found->get_info(moment).offset.count();
  }
  const std::int64_t day = seconds >= 0 ? seconds / kDay : -((-seconds + kDay - 1) / kDay);
  return Date::from_days(static_cast<std::int32_t>(day));
}

bool is_time_zone(std::string_view name) {
  return find_zone(name) != nullptr;
}

std::string time_zone_version() {
  try {
    const std::string version = date::get_tzdb().version;
    return version.empty() ? "unknown" : version;
  } catch (const std::exception&) {
    return "unknown";
  }
}

}  // namespace m2
