#include "connectors/internal/account_parts.h"

#include <algorithm>
#include <utility>

#include "engine/base/ascii.h"
#include "engine/base/file.h"

namespace m2::connectors {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view without_zeros(std::string_view number) {
  const std::size_t first = number.find_first_not_of('0');
  return first == std::string_view::npos ? number.substr(number.size() - 1) : number.substr(first);
}

/// Why `challenger` takes the place of `holder`, or stays behind it.
struct Verdict {
  bool replaces;
  const char* why;
};

Verdict compare(const Candidate& holder, const Candidate& challenger) {
  if (challenger.stamp != holder.stamp)
    return {challenger.stamp > holder.stamp, "later update stamp"};
  if (challenger.values != holder.values)
    return {challenger.values > holder.values, "more expanded"};
  return {false, "file name"};
}

}  // namespace

std::strong_ordering operator<=>(const Id& a, const Id& b) {
  if (a.text.empty() || b.text.empty()) return a.text.size() <=> b.text.size();
  const bool a_counts = is_number(a.text);
  const bool b_counts = is_number(b.text);
  if (a_counts != b_counts)
    return a_counts ? std::strong_ordering::less : std::strong_ordering::greater;
  if (a_counts) {
    const std::string_view x = without_zeros(a.text);
    const std::string_view y = without_zeros(b.text);
    if (x.size() != y.size()) return x.size() <=> y.size();
    if (const auto order = x <=> y; order != 0) return order;
  }
  return a.text <=> b.text;
}

void PartIndex::add(std::string_view part, std::string account, std::string key,
                    const Candidate& candidate) {
  Address address{std::string(part), {std::move(account)}, {std::move(key)}};
  const auto [place, is_new] = objects_.try_emplace(address, candidate);
  if (is_new) return;
  const Verdict verdict = compare(place->second, candidate);
  Contest contest{address.part, verdict.replaces ? candidate.file : place->second.file,
                  verdict.replaces ? place->second.file : candidate.file, verdict.why};
  Outcome& outcome = contests_[std::move(contest)];
  if (outcome.count++ == 0)
    outcome.example = address.key.text.empty() ? address.account.text : address.key.text;
  if (verdict.replaces) place->second = candidate;
}

const Candidate* PartIndex::find(std::string_view part, std::string_view account,
                                 std::string_view key) const {
  const auto found =
      objects_.find(Address{std::string(part), {std::string(account)}, {std::string(key)}});
  return found == objects_.end() ? nullptr : &found->second;
}

std::vector<const Candidate*> PartIndex::list(std::string_view part,
                                              std::string_view account) const {
  std::vector<const Candidate*> found;
  const Address first{std::string(part), {std::string(account)}, {}};
  for (auto at = objects_.lower_bound(first); at != objects_.end(); ++at) {
    if (at->first.part != part || at->first.account != first.account) break;
    found.push_back(&at->second);
  }
  return found;
}

std::vector<RecordedReport::Duplicate> PartIndex::duplicates(
    const std::vector<std::string>& files) const {
  std::vector<RecordedReport::Duplicate> all;
  for (const auto& [contest, outcome] : contests_) {
    all.push_back({contest.part, outcome.example, outcome.count, files[contest.kept],
                   files[contest.set_aside], contest.why});
  }
  return all;
}

Result<std::vector<JsonSlice>> AccountParts::list(std::string_view part) {
  std::vector<JsonSlice> all;
  for (const Candidate* candidate : index_.list(part, account_)) {
    M2_TRY(JsonSlice value, at(candidate));
    all.push_back(value);
  }
  return all;
}

Result<JsonSlice> AccountParts::at(const Candidate* candidate) {
  if (candidate == nullptr) return JsonSlice();
  if (const auto known = read_.find(candidate); known != read_.end()) return known->second;
  M2_TRY(std::string text,
         read_file_range(files_[candidate->file], candidate->begin, candidate->end));
  texts_.push_back(std::move(text));
  const JsonSlice value = JsonSlice::trusted(texts_.back());
  read_.emplace(candidate, value);
  return value;
}

void write_member(JsonWriter& document, std::string_view name, const JsonSlice& value) {
  if (value.is_absent()) return;
  document.key(name);
  write_value(document, value);
}

void write_value(JsonWriter& document, const JsonSlice& value) {
  std::string compact;
  value.append_compact(compact);
  document.raw(compact);
}

}  // namespace m2::connectors
