#pragma once
// Wire values: text of a JSON member -> a number of the engine.
//
//   parse_date("05/31/2026", "MM/dd/yyyy")     // 2026-05-31
//   parse_bool("Yes")                          // true

#include <optional>
#include <string_view>

#include "engine/base/date.h"

namespace m2 {

/// A date in a format of yyyy, MM, dd, HH, mm, ss and zzz (a zone, left out of account) with the characters between them,
/// or "/Date(seconds)/" with seconds since 1970 in UTC, taken to `zone` when there is one. The whole text must fit.
std::optional<Date> parse_date(std::string_view text, std::string_view format, std::string_view zone);

/// true, false, 1, 0, yes, no, y, n; without regard to case.
std::optional<bool> parse_bool(std::string_view text);

}  // namespace m2
