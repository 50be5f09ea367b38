#include "engine/pipeline/shape_profile.h"

#include <algorithm>

#include "engine/base/ascii.h"
#include "engine/base/date.h"
#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/evaluate/wire.h"

namespace m2 {
namespace {

constexpr std::size_t kMostWordsKept = 24;
constexpr std::size_t kLongestWord = 40;
constexpr std::int64_t kSecondsOfDay = 86400;

const std::vector<DateFormat>& date_formats() {
  static const std::vector<DateFormat> formats(kDateFormats.begin(), kDateFormats.end());
  return formats;
}

// A number as a program writes it: no leading zeros, nothing around it, at most `places` behind the
// point. Says how many places there are.
std::optional<std::size_t> places_of(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = text.substr(std::min(point + 1, text.size()));
  const bool has_point = point < text.size();
  if (whole.empty() || whole.size() > 15 || (whole.size() > 1 && whole.front() == '0')) return {};
  if (has_point && (rest.empty() || rest.size() > 4)) return {};
  if (!std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(rest.begin(), rest.end(), is_digit))
    return {};
  return rest.size();
}

bool is_moment(std::string_view text) {
  const std::size_t begin = text.find('(') + 1;
  const std::string digits(text.substr(begin, text.find(')') - begin));
  std::int64_t seconds = 0;
  for (const char c : digits) {
    if (is_digit(c)) seconds = (seconds * 10 + (c - '0')) % kSecondsOfDay;
  }
  return seconds != 0;
}

}  // namespace

void ScalarProfile::add(std::string_view text) {
  ++count;
  if (const auto places = places_of(text)) {
    ++decimal;
    if (*places == 0) ++whole;
    if (*places == 2) ++two_places;
    if (Money::parse(text)) ++money;
    if (text == "1" || text == "0") ++one_or_zero;
  } else if (parse_bool(text)) {
    ++yes_or_no;
  }
  for (std::size_t f = 0; f < kDateFormats.size(); ++f) {
    if (!date_formats()[f].parse(text, "UTC")) continue;
    ++dates[f];
    if (kDateFormats[f].starts_with('/') && is_moment(text)) ++moments;
  }
  if (has_many_words) return;
  const auto known = words.find(text);
  if (known != words.end()) {
    ++known->second;
  } else if (words.size() == kMostWordsKept || text.size() > kLongestWord) {
    has_many_words = true;
    words.clear();
  } else {
    words.emplace(text, 1);
  }
}

const Profile* Profile::member(std::string_view name) const {
  const auto at = index_.find(name);
  return at == index_.end() ? nullptr : members[at->second].second.get();
}

Profile* Profile::member_for(std::string_view name) {
  const auto at = index_.find(name);
  if (at != index_.end()) return members[at->second].second.get();
  if (members.size() == kMostMembers) {
    ++unlisted;
    return nullptr;
  }
  index_.emplace(name, members.size());
  return members.emplace_back(std::string(name), std::make_unique<Profile>()).second.get();
}

void Profile::add(const JsonValue& value, std::size_t depth, bool in_list) {
  if (value.IsNull()) {
    nulls += in_list ? 0 : 1;
    return;
  }
  if (depth > kDeepest) {
    ++too_deep;
    return;
  }
  if (value.IsArray()) {
    ++lists;
    for (const JsonValue& item : value.GetArray()) add(item, depth + 1, true);
    return;
  }
  ++values;
  if (value.IsObject()) {
    ++objects;
    if (!in_list) ++single;
    return add_members(value, depth);
  }
  const std::string_view text =
      value.IsBool() ? (value.GetBool() ? "true" : "false") : scalar_text(value).value_or("");
  if (trim(text).empty()) {
    ++empty;
  } else {
    scalars.add(text);
  }
}

void Profile::add_members(const JsonValue& object, std::size_t depth) {
  const std::uint64_t here = objects;
  for (const auto& entry : object.GetObject()) {
    Profile* profile = member_for({entry.name.GetString(), entry.name.GetStringLength()});
    if (profile == nullptr) continue;
    if (profile->last_ == here) {
      ++profile->twice;
      continue;
    }
    profile->last_ = here;
    ++profile->places;
    profile->add(entry.value, depth + 1, false);
  }
}

}  // namespace m2
