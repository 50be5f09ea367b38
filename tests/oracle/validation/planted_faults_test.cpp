// Planted faults: each rule of the catalogue is broken on purpose in correct reports and files, and
// must be the one that speaks.
//
// M2_ORACLE_FAULTS=200 plants every fault so often; M2_ORACLE_SEED=7 begins at another seed.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <set>

#include "engine/metro2/value.h"
#include "tests/oracle/validation/edit.h"
#include "tests/oracle/validation/faults.h"
#include "tests/oracle/validation/judge.h"
#include "tests/oracle/validation/people.h"
#include "tests/support/golden.h"
#include "tests/support/sanitized.h"

using namespace m2;
using namespace m2::oracle;

namespace {

std::size_t asked(const char* variable, std::size_t otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

const std::size_t kTimes = asked("M2_ORACLE_FAULTS", test::kIsSanitized ? 1 : 4);
const std::uint64_t kSeed = asked("M2_ORACLE_SEED", 1);

// Correct reports to plant faults in.
struct Pool {
  std::vector<Furnisher> furnishers;
  std::vector<ReportPair> pairs;
};

const Pool& pool() {
  static const Pool made = [] {
    Pool pool;
    for (std::uint64_t i = 0; i < (test::kIsSanitized ? 12U : 40U); ++i) {
      pool.furnishers.push_back(a_furnisher(kSeed * 5000 + i, 40, 9));
      for (const MonthFile& month : pool.furnishers.back().months) {
        for (const Reported& account : month.accounts)
          pool.pairs.push_back(
              {month.header, account.record, account.previous, account.months_since});
      }
    }
    return pool;
  }();
  return made;
}

// The catalogue: families of rules and how many each has, numbered from 1.
constexpr std::pair<std::string_view, int> kCatalogue[] = {
    {"FILE", 22}, {"HDR", 13}, {"TRL", 17}, {"B02", 1}, {"B03", 1},   {"B04", 1},  {"B05", 3},
    {"B06", 1},   {"B07", 3},  {"B08", 1},  {"B09", 6}, {"B10", 4},   {"B11", 4},  {"B12", 4},
    {"B13", 4},   {"B14", 6},  {"B15", 6},  {"B16", 3}, {"B17A", 20}, {"B17B", 6}, {"B18", 8},
    {"B19", 23},  {"B20", 6},  {"B21", 6},  {"B22", 1}, {"B23", 3},   {"B24", 7},  {"B25", 10},
    {"B26", 6},   {"B27", 3},  {"B28", 1},  {"C30", 4}, {"C31", 2},   {"C33", 1},  {"C34", 5},
    {"C35", 4},   {"C36", 1},  {"C37", 8},  {"C38", 7}, {"C39", 1},   {"C40", 4},  {"C43", 2},
    {"C44", 3},   {"C45", 2},  {"C46", 2},  {"J", 5},   {"K1", 8},    {"K2", 6},   {"K3", 4},
    {"K4", 7},    {"L1", 8},   {"N1", 2},   {"DEL", 4}, {"X", 36},    {"RENT", 5}};

// Rules of the catalogue that no fault shows, with the reason.
constexpr std::pair<std::string_view, std::string_view> kUnshown[] = {
    {"J-001",
     "a segment is known by its identifier: one that is not J1 is an unknown segment, FILE-010"},
    {"J-002",
     "a segment is known by its identifier: one that is not J2 is an unknown segment, FILE-010"},
};

using Ids = std::set<std::string_view>;

void add(const std::vector<Verdict>& verdicts, Ids& ids) {
  for (const Verdict& verdict : verdicts) ids.insert(verdict.rule->id);
}

// The file before: with the last report of the account or, where it has none, with another's.
std::string file_before(const ReportPair& pair) {
  const auto number_of = [](std::string_view record) {
    return raw(field(BaseField::ConsumerAccountNumber), record);
  };
  std::string header = pair.header;
  const Date activity = *date(field(HeaderField::ActivityDate), header);
  const Date before = activity.plus_months(-std::max(pair.months_since, 1)).end_of_month();
  put(header, Segment::Header, 0, "activity_date", before.to_string());
  if (!pair.previous.empty()) return bytes_of(header, {pair.previous});
  const auto other = std::find_if(
      pool().pairs.begin(), pool().pairs.end(),
      [&](const ReportPair& one) { return number_of(one.record) != number_of(pair.record); });
  return bytes_of(header, {other->record});
}

Ids found_in(Judge& judge, const ReportPair& pair) {
  Ids ids;
  add(judge.of_file(bytes_of(pair.header, {pair.record}), std::nullopt, {file_before(pair)}), ids);
  const auto today = date(field(HeaderField::DateCreated), pair.header);
  add(judge.of_account(pair.header, pair.record, pair.previous, *today, pair.facts), ids);
  return ids;
}

struct Tally {
  std::size_t planted = 0, found = 0;
  std::string missed;  // the first one

  void count(bool is_found, const std::string& instead) {
    ++planted;
    if (is_found) ++found;
    if (!is_found && missed.empty()) missed = instead;
  }
};

std::string listed(const Ids& ids) {
  std::string out;
  for (const std::string_view id : ids) out += fmt::format("{}{}", out.empty() ? "" : " ", id);
  return out.empty() ? "nothing" : out;
}

// The fault in as many reports as it can be planted in, beginning somewhere.
Tally plant(Judge& judge, const RecordFault& fault, std::size_t place) {
  Tally tally;
  const auto& pairs = pool().pairs;
  const std::size_t first = Chance(kSeed).branch(place).below(pairs.size());
  for (std::size_t i = 0; i < pairs.size() && tally.planted < kTimes; ++i) {
    const ReportPair& correct = pairs[(first + i) % pairs.size()];
    if (!fits(fault.needs, correct) ||
        fits("account_status=DA|DF", correct) != (fault.needs.find("DA") != std::string_view::npos))
      continue;
    ReportPair broken = correct;
    change(fault.changes, broken);
    const Ids ids = found_in(judge, broken);
    tally.count(ids.contains(fault.rule), listed(ids));
  }
  return tally;
}

Tally plant(Judge& judge, const FileFault& fault, std::size_t place) {
  Tally tally;
  for (std::size_t i = 0; i < kTimes; ++i) {
    const Furnisher& furnisher = pool().furnishers[(place + i) % pool().furnishers.size()];
    const PlantedFile file = fault.plant(furnisher, Chance(kSeed).branch(place * 1000 + i));
    Ids ids;
    add(judge.of_file(file.bytes, furnisher.months.back().end.plus_days(10), file.previous), ids);
    tally.count(ids.contains(fault.rule), listed(ids));
  }
  return tally;
}

}  // namespace

SCENARIO("planted faults are found by the rules that they break") {
  Judge judge;
  std::size_t planted = 0;
  std::size_t found = 0;
  std::string missed;
  std::string undeclared;
  std::string homeless;
  std::string never;
  std::size_t place = 0;
  const auto tell = [&](std::string_view rule, std::string_view what, const Tally& tally) {
    planted += tally.planted;
    found += tally.found;
    if (tally.planted == 0)
      homeless += fmt::format("{}: no report has what it needs: {}\n", rule, what);
    if (tally.found == 0 && tally.planted > 0) never += fmt::format("{}: {}\n", rule, what);
    if (tally.found == tally.planted) return;
    missed += fmt::format("{}: {} of {} found: {}\n    else: {}\n", rule, tally.found,
                          tally.planted, what, tally.missed);
  };
  for (const RecordFault& fault : record_faults()) {
    ++place;
    if (judge.registry().find(fault.rule) == nullptr) {
      undeclared += fmt::format(" {}", fault.rule);
      continue;
    }
    tell(fault.rule, fmt::format("{} -> {}", fault.needs, fault.changes),
         plant(judge, fault, place));
  }
  for (const FileFault& fault : file_faults()) {
    ++place;
    if (judge.registry().find(fault.rule) == nullptr) {
      undeclared += fmt::format(" {}", fault.rule);
      continue;
    }
    tell(fault.rule, fault.what, plant(judge, fault, place));
  }
  const std::string share = fmt::format(
      "{} of {} planted faults were found by the rule that they break ({:.1f} %)", found, planted,
      planted == 0 ? 0.0 : 100.0 * static_cast<double>(found) / static_cast<double>(planted));
  WARN(share << "\nnot found:\n"
             << missed << "nowhere to plant:\n"
             << homeless << "no such rule:" << undeclared);
  CHECK(found * 100 >= planted * 95);
  CHECK(undeclared.empty());
  CHECK((test::kIsSanitized || homeless.empty()));
  CHECK((test::kIsSanitized || never.empty()));
}

SCENARIO("every rule of the catalogue has a fault, or a reason why it has none") {
  std::set<std::string, std::less<>> with_fault;
  for (const RecordFault& fault : record_faults()) with_fault.emplace(fault.rule);
  for (const FileFault& fault : file_faults()) with_fault.emplace(fault.rule);
  std::set<std::string, std::less<>> unshown;
  for (const auto& [id, reason] : kUnshown) {
    unshown.emplace(id);
    CAPTURE(id, reason);
    CHECK_FALSE(with_fault.contains(id));
  }
  std::size_t rules = 0;
  for (const auto& [family, count] : kCatalogue) {
    for (int number = 1; number <= count; ++number, ++rules) {
      const std::string id = fmt::format("{}-{:03}", family, number);
      CAPTURE(id);
      CHECK((with_fault.contains(id) || unshown.contains(id)));
    }
  }
  CHECK(rules == 331);
}
