#pragma once
// What must hold among the fields of the header.
//
//   check_header(record.bytes, today, report);

#include <optional>
#include <string_view>

#include "engine/base/date.h"
#include "engine/validate/internal/report.h"

namespace m2::internal {

/// `today` is what counts as today when it was told; else the header's date of creation does.
void check_header(std::string_view header, std::optional<Date> today, Report& report);

}  // namespace m2::internal
