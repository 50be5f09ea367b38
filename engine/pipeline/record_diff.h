#pragma once
// record_diff: the fields that two records of one account hold differently, segment by segment.
//
//   for (const FieldDifference& d : record_diff(before, after))
//     std::cout << d.what << ": " << d.before << " -> " << d.after << "\n";

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/metro2/field.h"

namespace m2 {

struct FieldDifference {
  std::string what;    // "account_status", "J1[0].surname"; "J2[1]": a whole segment
  std::string before;  // as a case writes it, personal values masked; "nothing": not there
  std::string after;
  Segment segment = Segment::Base;
  const Field* field = nullptr;  // null: a whole segment
  // Of the segments in which it stands; valid while the records live.
  std::string_view bytes_before = {};
  std::string_view bytes_after = {};
};

/// In the order of the records. They may be damaged.
std::vector<FieldDifference> record_diff(std::string_view before, std::string_view after);

}  // namespace m2
