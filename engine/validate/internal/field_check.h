#pragma once
// The fields of a segment one by one, for segments that SegmentScan found not clean: which rule
// fails, and why.
//
//   check_fields(Segment::J1, part.offset, part.bytes, today, report);

#include <cstddef>
#include <string_view>

#include "engine/base/date.h"
#include "engine/validate/internal/report.h"

namespace m2::internal {

/// `segment_offset` is from the start of the record in character form.
void check_fields(Segment segment, std::size_t segment_offset, std::string_view bytes, Date today,
                  Report& report);

}  // namespace m2::internal
