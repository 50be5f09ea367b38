#pragma once
// Comparison: accounts through a preset and through its oracle, what both say, and the smallest
// account on which they differ.
//
//   Comparison<RentProduct> comparison(RealPreset::shipped("entrata_rent"));
//   comparison.compare(seed, RentProduct::random(seed, day));
//   CHECK(comparison.report() == "");
//
// A product has a Ledger, its oracle, its document and its parameters; a Ledger has table_of() and
// simpler_than().

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/oracle/delinquency/books.h"
#include "tests/oracle/delinquency/real_preset.h"
#include "tests/oracle/delinquency/told.h"

namespace m2::oracle {

/// One account, who asks, and the report that follows its first one.
template <class Ledger>
struct Case {
  Ledger ledger;  // its as_of is the day of the first report
  Policy policy;
  Date next;            // the day of the second
  int first_moved = 0;  // days by which the first report's date of first delinquency is moved
};

/// Cases that are a little simpler: of another ledger, or of a plainer policy.
template <class Ledger>
std::vector<Case<Ledger>> simpler_cases(const Case<Ledger>& one) {
  std::vector<Case<Ledger>> all;
  for (Ledger& ledger : simpler_than(one.ledger)) {
    all.push_back(one);
    all.back().ledger = std::move(ledger);
  }
  const auto with = [&](bool changes, auto change) {
    if (!changes) return;
    all.push_back(one);
    change(all.back());
  };
  with(one.first_moved != 0, [](auto& c) { c.first_moved = 0; });
  with(one.policy.grace_days != 0, [](auto& c) { c.policy.grace_days = 0; });
  with(one.policy.counts_from_due_date, [](auto& c) { c.policy.counts_from_due_date = false; });
  with(one.policy.first_is_due_date, [](auto& c) { c.policy.first_is_due_date = false; });
  return all;
}

/// Both answers for one account.
struct Answers {
  Told first;         // of the oracle
  std::string found;  // what differs, as a table; "" for nothing
};

template <class Product>
class Comparison {
 public:
  using OneCase = Case<typename Product::Ledger>;
  static constexpr std::size_t kShown = 3;
  static constexpr int kSteps = 3000;  // of making an account smaller

  explicit Comparison(RealPreset preset) : preset_(std::move(preset)) {}

  /// False when the domain's pages do not say what the account means: nothing is compared.
  bool compare(std::uint64_t seed, const OneCase& one) {
    Answers answers = answers_to(one);
    if (is_unclear(answers.first)) return false;
    ++compared_;
    ++outcomes_[answers.first.is_reported() ? answers.first.status : answers.first.outcome];
    if (answers.first.is_reported()) ++reported_;
    if (!answers.found.empty()) differ(seed, one, std::move(answers.found));
    return true;
  }

  /// The oracle of the first report, and what differs there or in the second.
  Answers answers_to(const OneCase& one) {
    const auto naive = Product::naive(one);
    Answers answers{.first = naive.told(one.ledger.as_of, nullptr), .found = ""};
    if (is_unclear(answers.first)) return answers;
    const std::string document = Product::document(one);
    const ParamTexts params = Product::params(one);
    Told first = answers.first;
    answers.found = differences(first, preset_.told(document, one.ledger.as_of, params, nullptr));
    if (!answers.found.empty() || !first.is_reported()) return answers;
    if (first.first_late) first.first_late = first.first_late->plus_days(one.first_moved);
    const Told second = naive.told(one.next, &first);
    if (is_unclear(second)) return answers;
    const std::string found = differences(second, preset_.told(document, one.next, params, &first));
    if (!found.empty())
      answers.found = fmt::format("  on {}, after a report that said: {}\n{}", one.next.to_string(),
                                  text_of(first), found);
    return answers;
  }

  /// "" when both say the same of every account.
  [[nodiscard]] std::string report() const {
    std::string text = shown_;
    for (const auto& [fields, count] : different_)
      text += fmt::format("\n{} accounts differ in {}", count, fields);
    return text;
  }
  [[nodiscard]] std::size_t compared() const { return compared_; }
  [[nodiscard]] std::size_t reported() const { return reported_; }
  /// By status, or by outcome where nothing was reported.
  [[nodiscard]] const std::map<std::string, std::size_t>& outcomes() const { return outcomes_; }

 private:
  static bool is_unclear(const Told& told) { return told.outcome.starts_with("unclear"); }

  // The names of the fields in a table of differences.
  static std::string fields_of(const std::string& found) {
    std::string fields;
    for (std::size_t at = 0; at < found.size();) {
      const std::size_t end = found.find('\n', at);
      const std::string line = found.substr(at, end - at);
      const std::string name = line.substr(0, line.find(' ', 2)).substr(2);
      if (!name.empty() && name != "on") fields += (fields.empty() ? "" : ", ") + name;
      at = end + 1;
    }
    return fields;
  }

  void differ(std::uint64_t seed, OneCase one, std::string found) {
    const std::string fields = fields_of(found);
    if (different_[fields]++ > 0 || different_.size() > kShown) return;
    int steps = 0;
    for (bool is_smaller = true; is_smaller && steps < kSteps;) {
      is_smaller = false;
      for (OneCase& simpler : simpler_cases(one)) {
        if (++steps > kSteps) break;
        Answers still = answers_to(simpler);
        if (fields_of(still.found) != fields) continue;
        one = std::move(simpler);
        found = std::move(still.found);
        is_smaller = true;
        break;
      }
    }
    shown_ += fmt::format("\nseed {}, made as small as it differs:\n{}  {}\n{}", seed,
                          table_of(one.ledger), text_of_params(Product::params(one)), found);
  }

  static std::string text_of_params(const ParamTexts& params) {
    std::string text;
    for (const auto& [name, value] : params)
      text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", name, value);
    return text;
  }

  RealPreset preset_;
  std::size_t compared_ = 0;
  std::size_t reported_ = 0;
  std::map<std::string, std::size_t> outcomes_;
  std::map<std::string, std::size_t> different_;
  std::string shown_;
};

}  // namespace m2::oracle
