#pragma once
// Guess: the type of a shape's member, from all values that were seen of it and from its name.
//
//   guess("rentAmount", profile).type        // "money"

#include <string>
#include <string_view>
#include <vector>

#include "engine/pipeline/shape_profile.h"

namespace m2 {

struct Guess {
  std::string type = "text";         // a word of the language; empty: one of `words`
  std::vector<std::string> words;    // of a closed list
  std::vector<std::string> formats;  // of dates that are not yyyy-MM-dd
  bool has_times = false;            // moments: in which zone are they a day?
  std::string nearly;                // of text: "6 of 7 are dates as \"yyyy-MM-dd\""
};

/// A value that does not fit makes the type a wider one: text fits all. Values of members that look
/// personal are never listed.
Guess guess(std::string_view name, const Profile& profile);

/// "leaseStatusTypeId" -> "lease_status_type_id"; a name of the language, whatever came in.
std::string name_of_member(std::string_view wire);

}  // namespace m2
