// What fires with what: every reject case of the .rules files, laid over a correct report, and the
// other rules that speak of it, too. M2_UPDATE_GOLDEN=1 writes the list anew; it is read like code.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/metro2/value.h"
#include "tests/oracle/validation/files.h"
#include "tests/oracle/validation/judge.h"
#include "tests/oracle/validation/laid_over.h"
#include "tests/support/golden.h"
#include "tests/support/sanitized.h"

using namespace m2;
using namespace m2::oracle;

namespace {

constexpr std::size_t kTries = 60;  // reports that a case is laid over, the nearest first

constexpr std::string_view kLeftOut =
    "the case leaves out the field that has to be empty, and a correct report has it";

// Rules none of whose reject cases can be laid over a correct report, with the reason.
constexpr std::pair<std::string_view, std::string_view> kAlone[] = {
    {"B12-004", kLeftOut}, {"B24-007", kLeftOut}, {"C30-001", kLeftOut},
    {"C31-001", kLeftOut}, {"C40-001", kLeftOut}, {"C43-002", kLeftOut},
};

std::vector<ReportPair> correct_reports() {
  std::vector<ReportPair> pairs;
  for (std::uint64_t seed = 1; seed <= 14; ++seed) {
    const Furnisher furnisher = a_furnisher(seed, 40, 9);
    for (const MonthFile& month : furnisher.months) {
      for (const Reported& account : month.accounts)
        pairs.push_back({month.header, account.record, account.previous, account.months_since});
    }
  }
  return pairs;
}

class Laid {
 public:
  Laid() : pairs_(correct_reports()) {}

  void lay(const dsl::RecordRule& rule) {
    std::size_t number = 0;
    bool fires = false;
    for (const dsl::RuleCase& of : rule.cases) {
      if (of.accepts) continue;
      ++number;
      const auto others = others_with(rule, of);
      fires = fires || others.has_value();
      text_ += fmt::format("{} {}:{}\n", rule.id, number,
                           others ? *others : " fires on no correct report");
    }
    if (!fires) alone_.insert(rule.id);
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const std::set<std::string>& alone() const { return alone_; }
  [[nodiscard]] const RuleRegistry& registry() const { return judge_.registry(); }

 private:
  // The nearest reports first: those that have most of what the case says.
  std::optional<std::string> others_with(const dsl::RecordRule& rule, const dsl::RuleCase& of) {
    std::vector<std::pair<std::size_t, std::size_t>> nearest;  // values that differ, place
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const auto laid = lay_over(rule, of, pairs_[i]);
      if (laid) nearest.emplace_back(of.values.size() - laid->kept, i);
    }
    std::sort(nearest.begin(), nearest.end());
    // The nearest ones, and then some of all kinds.
    const std::size_t near = std::min(kTries, nearest.size());
    for (std::size_t n = 0; n < near * 2; ++n) {
      const std::size_t place = n < near ? n : (n - near) * nearest.size() / near;
      const auto laid = lay_over(rule, of, pairs_[nearest[place].second]);
      const auto others = judged(rule, laid->pair);
      if (others) return others;
    }
    return std::nullopt;
  }

  std::optional<std::string> judged(const dsl::RecordRule& rule, const ReportPair& pair) {
    const Date today = date(field(HeaderField::DateCreated), pair.header).value_or(Date());
    std::set<std::string_view> ids;
    for (const Verdict& verdict :
         judge_.of_account(pair.header, pair.record, pair.previous, today, pair.facts))
      ids.insert(verdict.rule->id);
    if (!ids.contains(rule.id)) return std::nullopt;
    for (const Verdict& verdict : judge_.of_file(bytes_of(pair.header, {pair.record})))
      ids.insert(verdict.rule->id);
    ids.erase(rule.id);
    std::string out;
    for (const std::string_view id : ids) out += fmt::format(" {}", id);
    return out;
  }

  Judge judge_;
  std::vector<ReportPair> pairs_;
  std::string text_;
  std::set<std::string> alone_;
};

}  // namespace

SCENARIO("what else fires with a reject case, laid over a correct report, is listed") {
  if (test::kIsSanitized) return;
  Laid laid;
  if (laid.registry().declared() == nullptr) return;
  for (const dsl::RecordRule& rule : laid.registry().declared()->rules) laid.lay(rule);
  test::check_golden("rules/implied.txt", laid.text());
  std::string alone;
  for (const std::string& id : laid.alone()) {
    const bool is_known = std::any_of(std::begin(kAlone), std::end(kAlone),
                                      [&](const auto& one) { return one.first == id; });
    if (!is_known) alone += " " + id;
  }
  INFO("rules that fire on no correct report with their values:" << alone);
  CHECK(alone.empty());
  for (const auto& [id, reason] : kAlone) {
    CAPTURE(id, reason);
    CHECK(laid.alone().contains(std::string(id)));  // an entry that nobody needs goes
  }
}
