#include "engine/cli/diff_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"

namespace m2::cli {
namespace {

constexpr std::size_t kMostKindsTold = 3;
constexpr std::size_t kLongestKind = 12;  // of longer ones, as histories, one is example enough

std::string signed_dollars(std::int64_t dollars) {
  return fmt::format("{}${}", dollars < 0 ? "-" : "+",
                     with_separators(static_cast<std::uint64_t>(dollars < 0 ? -dollars : dollars)));
}

}  // namespace

std::string outcome_in_diff(const ToldOutcome& outcome) {
  return outcome.rule.empty() ? std::string(outcome.word())
                              : fmt::format("{} by {}", outcome.word(), outcome.rule);
}

std::string outcome_in_diff(const OutcomeGroup& group) {
  return outcome_in_diff(group.before) + " → " + outcome_in_diff(group.after);
}

std::string name_in_diff(const FieldGroup& group) {
  if (group.field == nullptr) return fmt::format("{} segments", to_string(group.segment));
  return group.segment == Segment::Base
             ? std::string(group.field->key)
             : fmt::format("{}.{}", to_string(group.segment), group.field->key);
}

std::string kinds_in_diff(const FieldGroup& group) {
  using Kind = std::pair<std::pair<std::string, std::string>, std::uint64_t>;
  std::vector<Kind> kinds(group.kinds.begin(), group.kinds.end());
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const Kind& a, const Kind& b) { return a.second > b.second; });
  std::string out;
  std::uint64_t told_of = 0;
  const bool is_long = !kinds.empty() && kinds.front().first.first.size() > kLongestKind;
  for (std::size_t i = 0; i < std::min(kinds.size(), is_long ? 1 : kMostKindsTold); ++i) {
    out += fmt::format("{}{} → {}", out.empty() ? "" : ", ", readable(kinds[i].first.first),
                       readable(kinds[i].first.second));
    if (group.accounts > 1) out += " " + with_separators(kinds[i].second);
    told_of += kinds[i].second;
  }
  if (told_of < group.accounts && !kinds.empty())
    out += fmt::format(", {} otherwise", with_separators(group.accounts - told_of));
  return out;
}

std::string how_much(const FieldGroup& group) {
  if (group.field == nullptr || group.field->kind != FieldKind::Money) return kinds_in_diff(group);
  if (group.lowest == group.highest)
    return group.accounts == 1 ? signed_dollars(group.sum)
                               : fmt::format("{} each, sum {}", signed_dollars(group.lowest),
                                             signed_dollars(group.sum));
  return fmt::format("{} … {}, sum {}", signed_dollars(group.lowest), signed_dollars(group.highest),
                     signed_dollars(group.sum));
}

std::string examples_in_diff(const ChangeGroup& group) {
  std::string out;
  for (const std::string& account : group.examples)
    out += (out.empty() ? "" : ", ") + readable(account);
  return out + (group.accounts > group.examples.size() ? ", …" : "");
}

}  // namespace m2::cli
