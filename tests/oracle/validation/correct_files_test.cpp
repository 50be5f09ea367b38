// Correct files of every kind of account, month after month: nothing may be found in them, but the
// warnings that are listed here with the reason why a correct record has them. Of rules of low
// confidence, which are off unless somebody turns them on, warnings are let pass.
//
// M2_ORACLE_ACCOUNTS=100000 asks so many; M2_ORACLE_SEED=7 shows one furnisher, record by record.

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <set>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/oracle/validation/files.h"
#include "tests/oracle/validation/judge.h"
#include "tests/support/sanitized.h"

using namespace m2;
using namespace m2::oracle;

namespace {

constexpr std::size_t kAccounts = 40;  // of a furnisher
constexpr std::size_t kMonths = 9;
constexpr std::size_t kRecordsOfALongRun = 300'000;

struct Known {
  std::string_view rule;
  std::string_view reason;
  bool is_rare = false;  // not among the few accounts of the short run
};
constexpr std::array<Known, 5> kKnown = {{
    {"B16-001",
     "the payment of a month comes in the next one, less than 30 days late; or a court let "
     "payments rest"},
    {"B24-005", "a line was closed to further use, and what was drawn was paid off later"},
    {"B25-005",
     "a debt that was reaffirmed and is current has no date of first delinquency, as moov reads "
     "the field",
     true},
    {"X-029", "accounts of the oracle miss a month now and then, which is what the rule asks about",
     true},
    {"X-007", "89 days late and a month of 31 days are 120; payments of older dues hide it", true},
}};

bool is_known(std::string_view id) {
  for (const Known& known : kKnown) {
    if (known.rule == id) return true;
  }
  return false;
}

std::size_t furnishers_asked() {
  const char* accounts = std::getenv("M2_ORACLE_ACCOUNTS");
  if (accounts != nullptr) return std::strtoull(accounts, nullptr, 10) / kAccounts;
  return test::kIsSanitized ? 4 : 40;
}

// Every field of a base segment that holds something.
std::string told(std::string_view record) {
  std::string out;
  for (const SegmentView& part : segments_of(record)) {
    out += fmt::format(" {}", to_string(part.segment));
    for (const Field& field : fields(part.segment)) {
      if (field.is_supplied() || !is_filled(field, part.bytes)) continue;
      out += fmt::format(" {}={}", field.key, text(field, part.bytes));
    }
  }
  return out;
}

class Asked {
 public:
  void ask(const Furnisher& furnisher) {
    std::vector<std::string> previous;
    for (const MonthFile& month : furnisher.months) {
      const Date today = *date(field(HeaderField::DateCreated), month.header);
      const std::string bytes = bytes_of(month);
      for (const Verdict& verdict : judge_.of_file(bytes, std::nullopt, previous)) {
        const Reported* account = verdict.record >= 2 && verdict.record < month.accounts.size() + 2
                                      ? &month.accounts[verdict.record - 2]
                                      : nullptr;
        add(furnisher, month, account, verdict);
      }
      for (const Reported& account : month.accounts) {
        for (const Verdict& verdict :
             judge_.of_account(month.header, account.record, account.previous, today)) {
          add(furnisher, month, &account, verdict);
        }
      }
      records_ += month.accounts.size();
      if (!month.accounts.empty()) previous.push_back(bytes);
    }
    for (const Life& life : furnisher.lives) ++lives_[{life.product, life.destiny}];
  }

  [[nodiscard]] std::string unknown() const {
    std::string out;
    for (const auto& [id, example] : examples_) {
      const Rule& rule = *judge_.registry().find(id);
      const bool is_serious = rule.severity >= RuleSeverity::Error;
      if (!is_serious && (is_known(id) || !judge_.is_on(rule))) continue;
      out += fmt::format("{} {} {} times: {}\n", to_string(rule.severity), id, counts_.at(id),
                         example);
    }
    return out;
  }
  [[nodiscard]] std::size_t count(std::string_view id) const {
    const auto it = counts_.find(std::string(id));
    return it == counts_.end() ? 0 : it->second;
  }
  [[nodiscard]] std::size_t records() const { return records_; }
  [[nodiscard]] const auto& lives() const { return lives_; }
  [[nodiscard]] const RuleRegistry& registry() const { return judge_.registry(); }

 private:
  void add(const Furnisher& furnisher, const MonthFile& month, const Reported* account,
           const Verdict& verdict) {
    const std::string id(verdict.rule->id);
    if (counts_[id]++ > 0) return;
    std::string example = fmt::format("furnisher {} in {}: {}", furnisher.seed,
                                      month.end.to_string(), verdict.message);
    if (account != nullptr) {
      const Life& life = furnisher.lives[account->life];
      example += fmt::format("\n    {}, {}:{}", to_string(life.product), to_string(life.destiny),
                             told(account->record));
      if (!account->previous.empty()) example += "\n    before:" + told(account->previous);
    }
    examples_[id] = example;
  }

  Judge judge_;
  std::map<std::string, std::size_t> counts_;
  std::map<std::string, std::string> examples_;
  std::map<std::pair<Product, Destiny>, std::size_t> lives_;
  std::size_t records_ = 0;
};

}  // namespace

SCENARIO("nothing is found in correct files but the warnings that are known") {
  Asked asked;
  if (const char* seed = std::getenv("M2_ORACLE_SEED"); seed != nullptr) {
    const Furnisher furnisher = a_furnisher(std::strtoull(seed, nullptr, 10), kAccounts, kMonths);
    asked.ask(furnisher);
    std::string shown;
    for (std::size_t n = 0; n < furnisher.lives.size(); ++n) {
      const Life& life = furnisher.lives[n];
      shown += fmt::format("{} {}, {}\n", n, to_string(life.product), to_string(life.destiny));
      for (const std::string& record : life.reports) {
        if (!record.empty()) shown += "   " + told(record) + "\n";
      }
    }
    WARN(shown << asked.unknown());
    CHECK(asked.unknown().empty());
    return;
  }
  for (std::size_t i = 0; i < furnishers_asked(); ++i)
    asked.ask(a_furnisher(1000 + i, kAccounts, kMonths));
  INFO(asked.unknown());
  CHECK(asked.unknown().empty());
  for (const Known& known : kKnown) {
    if (asked.registry().find(known.rule) == nullptr) continue;
    CAPTURE(known.rule, known.reason);
    // An entry that nobody needs goes.
    const bool is_asked =
        !test::kIsSanitized && (!known.is_rare || asked.records() > kRecordsOfALongRun);
    CHECK((!is_asked || asked.count(known.rule) > 0));
  }
}
