#pragma once
// Profile: what stands at one place of many JSON documents: kinds, counts, and what all its values
// could be read as. From it a shape is drafted (shape_draft.h).
//
//   Profile root;
//   root.add(document.root());
//   root.member("rent")->scalars.money      // how many of its values are money
//
// Memory is bounded: members of an object, depth and distinct values each have a limit, and what
// lies beyond is counted.

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.h"

namespace m2 {

/// How dates are written, the likelier ones first.
inline constexpr std::array<std::string_view, 12> kDateFormats = {
    "yyyy-MM-dd",          "MM/dd/yyyy",
    "dd/MM/yyyy",          "/Date(seconds)/",
    "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:sszzz",
    "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:sszzz",
    "MM/dd/yyyy HH:mm:ss", "yyyy/MM/dd",
    "MM-dd-yyyy",          "yyyyMMdd",
};

/// Values that are neither null nor empty.
struct ScalarProfile {
  std::uint64_t count = 0;
  std::uint64_t yes_or_no = 0;  // true, false, and the words that mean them; not 1 and 0
  std::uint64_t one_or_zero = 0;
  std::uint64_t whole = 0;       // numbers without a point, as numbers are written
  std::uint64_t decimal = 0;     // any number of at most four places
  std::uint64_t money = 0;       // amounts of at most two places
  std::uint64_t two_places = 0;  // written with exactly two
  std::uint64_t moments = 0;     // /Date(…)/ that is not midnight UTC
  std::array<std::uint64_t, kDateFormats.size()> dates = {};
  std::map<std::string, std::uint64_t, std::less<>> words;  // distinct texts, while they are few
  bool has_many_words = false;

  void add(std::string_view text);
};

class Profile {
 public:
  static constexpr std::size_t kMostMembers = 512;
  static constexpr std::size_t kDeepest = 32;

  std::uint64_t values = 0;  // not null; an item of a list is one, the list is none
  std::uint64_t nulls = 0;
  std::uint64_t empty = 0;  // ""
  std::uint64_t objects = 0;
  std::uint64_t lists = 0;
  std::uint64_t places = 0;  // objects that have this member, null or not
  std::uint64_t twice = 0;   // objects that have it more than once
  std::uint64_t too_deep = 0;
  std::uint64_t single = 0;    // objects that stand here without a list around them
  std::uint64_t unlisted = 0;  // members beyond the limit
  ScalarProfile scalars;
  std::vector<std::pair<std::string, std::unique_ptr<Profile>>> members;  // as they first came

  void add(const JsonValue& value) { add(value, 0, false); }
  [[nodiscard]] const Profile* member(std::string_view name) const;

 private:
  void add(const JsonValue& value, std::size_t depth, bool in_list);
  void add_members(const JsonValue& object, std::size_t depth);
  Profile* member_for(std::string_view name);

  std::map<std::string, std::size_t, std::less<>> index_;
  std::uint64_t last_ = 0;  // the object that had this member last, by its number
};

}  // namespace m2
