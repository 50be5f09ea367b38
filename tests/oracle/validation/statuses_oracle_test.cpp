// The small fields that decide each other: account status, payment rating, portfolio type and
// account type. What the rules about these four say of every combination is written out here, and
// every combination is asked; a cell and a rule that disagree are a mistake of one of them.

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "engine/metro2/record.h"
#include "tests/oracle/validation/files.h"
#include "tests/oracle/validation/judge.h"
#include "tests/oracle/validation/people.h"
#include "tests/support/sanitized.h"

using namespace m2;
using namespace m2::oracle;

namespace {

constexpr std::string_view kPortfolios = "CIMORL";    // L is none of the standard
constexpr std::string_view kRatings = " 0123456GLX";  // nor is X

struct StatusRow {
  std::string_view status;
  std::string_view itself;                   // 1 unknown, 2 retired: B17A-001, B17A-002
  std::string_view portfolios;               // by portfolio, 3: B17A-003
  std::array<std::string_view, 11> ratings;  // by rating, see kRatingRules
  std::string_view of_collector, of_rent;    // 4: B17A-004; 5: B17A-005
};

// clang-format off
constexpr StatusRow kStatuses[] = {
    // status  itself  CIMORL     " "  0    1    2    3    4    5    6    G    L    X     collector rent
    {"05", "2", "......", {"m", ".", ".", ".", ".", ".", ".", ".", ".", ".", "1"}, "4", "5"},
    {"11", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"13", ".", "......", {"m", ".", ".", ".", ".", ".", ".", ".", "6", "5", "1"}, "4", "."},
    {"61", ".", "3.3333", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "5"},
    {"62", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, ".", "."},
    {"63", ".", "3.3333", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "5"},
    {"64", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"65", ".", ".3.333", {"m", ".", ".", ".", ".", ".", ".", ".", ".", ".", "1"}, "4", "5"},
    {"71", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"78", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"80", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"82", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"83", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"84", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"88", ".", "....3.", {"m", ".", ".", ".", ".", ".", ".", ".", ".", ".", "1"}, "4", "5"},
    {"89", ".", ".3.333", {"m", ".", ".", ".", ".", ".", ".", ".", ".", ".", "1"}, "4", "5"},
    {"93", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, ".", "."},
    {"94", ".", ".3.333", {"m", ".", ".", ".", ".", ".", ".", ".", ".", ".", "1"}, "4", "5"},
    {"95", ".", "3.3333", {"m", ".", ".", ".", ".", ".", ".", ".", ".", ".", "1"}, "4", "5"},
    {"96", ".", "3.3333", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "5"},
    {"97", ".", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "."},
    {"DA", ".", "......", {".", ".", ".", ".", ".", ".", ".", ".", ".", ".", "."}, ".", "."},
    {"DF", ".", "......", {".", ".", ".", ".", ".", ".", ".", ".", ".", ".", "."}, ".", "."},
    {"99", "1", "......", {".", "2", "2", "2", "2", "2", "2", "2", "2", "2", "12"}, "4", "5"},
};

struct TypeRow {
  std::string_view type;
  std::array<std::string_view, 6> portfolios;    // by portfolio, the last digits of B09-002 to B09-006
};

constexpr TypeRow kTypes[] = {
    // type C     I     M     O     R     L
    {"00", {"23", ".", "2", "2", "2", "2"}},
    {"01", {"23", ".", "2", "2", "2", "2"}},
    {"02", {"23", ".", "2", "2", "2", "2"}},
    {"03", {"23", ".", "2", "2", "2", "2"}},
    {"04", {"23", ".", "2", "2", "2", "2"}},
    {"05", {"23", ".", "2", "2", "2", "2"}},
    {"06", {"23", ".", "2", "2", "2", "2"}},
    {"07", {"23", "2", "2", "2", ".", "2"}},
    {"08", {"236", "26", ".", "26", "26", "26"}},
    {"0A", {"23", ".", "2", "2", "2", "2"}},
    {"0C", {"234", "24", "24", ".", "24", "24"}},
    {"0F", {"23", ".", "2", "2", "2", "2"}},
    {"0G", {"23", "2", "2", "2", ".", "2"}},
    {"10", {"23", ".", "2", "2", "2", "2"}},
    {"11", {"23", ".", "2", "2", "2", "2"}},
    {"12", {"23", ".", "2", "2", "2", "2"}},
    {"13", {"23", ".", "2", "2", "2", "2"}},
    {"15", {".", "2", "2", "2", "2", "2"}},
    {"17", {"23", ".", "2", "2", "2", "2"}},
    {"18", {"23", "2", "2", ".", ".", "2"}},
    {"19", {"236", "26", ".", "26", "26", "26"}},
    {"20", {"23", ".", "2", "2", "2", "2"}},
    {"25", {"236", "26", ".", "26", "26", "26"}},
    {"26", {"236", "26", ".", "26", "26", "26"}},
    {"29", {"235", "5", "25", ".", "25", "25"}},
    {"2A", {"23", "2", "2", ".", ".", "2"}},
    {"2C", {"236", "26", ".", "26", "26", "26"}},
    {"37", {"23", "2", "2", ".", ".", "2"}},
    {"3A", {"23", ".", "2", "2", "2", "2"}},
    {"43", {".", "2", "2", ".", ".", "2"}},
    {"47", {".", "2", "2", "2", "2", "2"}},
    {"48", {"234", "24", "24", ".", "24", "24"}},
    {"4D", {"23", "2", "2", ".", "2", "2"}},
    {"50", {"23", "2", "2", ".", "2", "2"}},
    {"5A", {"236", "26", ".", "26", "26", "26"}},
    {"5B", {"236", "26", ".", "26", "26", "26"}},
    {"65", {"23", ".", "2", "2", "2", "2"}},
    {"66", {"23", ".", "2", "2", "2", "2"}},
    {"67", {"23", ".", "2", "2", "2", "2"}},
    {"68", {"23", ".", "2", "2", "2", "2"}},
    {"69", {"23", ".", "2", ".", "2", "2"}},
    {"6A", {"23", ".", "2", "2", "2", "2"}},
    {"6B", {"236", "26", ".", "26", "26", "26"}},
    {"6D", {"23", ".", "2", "2", "2", "2"}},
    {"70", {"23", ".", "2", ".", "2", "2"}},
    {"71", {"23", ".", "2", ".", "2", "2"}},
    {"72", {"23", ".", "2", ".", "2", "2"}},
    {"73", {"23", ".", "2", ".", "2", "2"}},
    {"74", {"23", ".", "2", ".", "2", "2"}},
    {"75", {"23", ".", "2", ".", "2", "2"}},
    {"77", {"234", "24", "24", ".", "24", "24"}},
    {"7A", {".", "2", "2", "2", "2", "2"}},
    {"7B", {"23", ".", "2", "2", "2", "2"}},
    {"89", {".", "2", "2", "2", "2", "2"}},
    {"8A", {"23", "2", "2", ".", ".", "2"}},
    {"8B", {"23", "2", "2", ".", "2", "2"}},
    {"90", {"23", ".", "2", ".", "2", "2"}},
    {"91", {"23", ".", "2", "2", "2", "2"}},
    {"92", {"23", "2", "2", ".", "2", "2"}},
    {"93", {"23", "2", "2", ".", "2", "2"}},
    {"95", {"23", ".", "2", ".", "2", "2"}},
    {"9A", {"23", ".", "2", "2", "2", "2"}},
    {"9B", {".", "2", "2", "2", "2", "2"}},
    {"ZZ", {"3", ".", ".", ".", ".", "."}},
};

// What a letter of the rating columns stands for.
constexpr std::pair<char, std::string_view> kRatingRules[] = {
    {'1', "B17B-001"},  // unknown rating
    {'m', "B17B-101"},  // missing where the status needs one
    {'2', "B17B-002"},  // told where the status takes none
    {'5', "B17B-005"},  // 13 rated L
    {'6', "B17B-006"},  // 13 rated G
};
// clang-format on

constexpr std::string_view kAsked[] = {"B08-001",  "B09-001",  "B09-002",  "B09-003",  "B09-004",
                                       "B09-005",  "B09-006",  "B17A-001", "B17A-002", "B17A-003",
                                       "B17A-004", "B17A-005", "B17B-001", "B17B-002", "B17B-005",
                                       "B17B-006", "B17B-101"};

using Ids = std::set<std::string>;

bool is_collector(std::string_view type) {
  return type == "0C" || type == "48" || type == "77";
}

// What the table says of a combination.
Ids expected(const StatusRow& status, std::size_t rating, std::size_t portfolio,
             const TypeRow& type) {
  Ids ids;
  if (status.status == "DA" || status.status == "DF") return ids;  // what is deleted is not judged
  if (status.itself != ".") ids.insert(fmt::format("B17A-00{}", status.itself));
  if (status.portfolios[portfolio] != '.') ids.insert("B17A-003");
  if (is_collector(type.type) && status.of_collector != ".") ids.insert("B17A-004");
  if (type.type == "29" && status.of_rent != ".") ids.insert("B17A-005");
  for (const char mark : status.ratings[rating]) {
    for (const auto& [letter, id] : kRatingRules) {
      if (letter == mark) ids.emplace(id);
    }
  }
  for (const char mark : type.portfolios[portfolio]) {
    if (mark != '.') ids.insert(fmt::format("B09-00{}", mark));
  }
  if (kPortfolios[portfolio] == 'L') ids.insert("B08-001");
  if (type.type == "ZZ") ids.insert("B09-001");
  return ids;
}

// A record in which only the four fields can be wrong.
std::string plain_record() {
  std::string record(blank(Segment::Base));
  Chance chance(1);
  const Date opened = *Date::from_civil(2024, 6, 1);
  write_consumer(record, Segment::Base, 0, a_person(chance, opened, 1), "1", "");
  put(record, Segment::Base, 0, "identification_number", "LENDER0001");
  put(record, Segment::Base, 0, "consumer_account_number", "ACCOUNT1");
  put(record, Segment::Base, 0, "date_opened", opened.to_string());
  put(record, Segment::Base, 0, "terms_duration", "001");
  put(record, Segment::Base, 0, "payment_history_profile", "00000000000BBBBBBBBBBBBB");
  put(record, Segment::Base, 0, "date_of_account_information", "2025-05-31");
  return record;
}

void place(std::string& record, BaseField of, std::string_view value) {
  record.replace(field(of).offset(), field(of).length, value);
}

class Compared {
 public:
  void compare(const StatusRow& status) {
    std::vector<std::string> records;
    std::vector<Ids> wanted;
    std::string record = plain_record();
    place(record, BaseField::AccountStatus, status.status);
    for (std::size_t rating = 0; rating < kRatings.size(); ++rating) {
      place(record, BaseField::PaymentRating, kRatings.substr(rating, 1));
      for (std::size_t portfolio = 0; portfolio < kPortfolios.size(); ++portfolio) {
        place(record, BaseField::PortfolioType, kPortfolios.substr(portfolio, 1));
        for (const TypeRow& type : kTypes) {
          place(record, BaseField::AccountType, type.type);
          records.push_back(record);
          wanted.push_back(expected(status, rating, portfolio, type));
        }
      }
    }
    std::vector<Ids> found(records.size());
    for (const Verdict& verdict :
         judge_.of_file(bytes_of(std::string(blank(Segment::Header)), records))) {
      const std::uint64_t place = verdict.record - 2;
      if (place < found.size()) found[place].emplace(verdict.rule->id);
    }
    for (std::size_t i = 0; i < records.size(); ++i) {
      for (const Verdict& verdict :
           judge_.of_account("", records[i], "", *Date::from_civil(2025, 12, 31)))
        found[i].emplace(verdict.rule->id);
      hold_together(status, records[i], wanted[i], found[i]);
    }
  }

  [[nodiscard]] std::string report() const {
    std::string out;
    for (const auto& [what, count] : disagreements_) {
      out += fmt::format("{} ({} times, first {})\n", what, count, first_.at(what));
    }
    return out;
  }
  [[nodiscard]] std::size_t compared() const { return compared_; }

 private:
  void hold_together(const StatusRow& status, const std::string& record, const Ids& wanted,
                     const Ids& found) {
    ++compared_;
    for (const std::string_view asked : kAsked) {
      const std::string id(asked);
      if (judge_.registry().find(id) == nullptr || wanted.contains(id) == found.contains(id))
        continue;
      const std::string what =
          fmt::format("{} {}", id, wanted.contains(id) ? "is silent" : "speaks");
      const auto value = [&](BaseField of) {
        return record.substr(field(of).offset(), field(of).length);
      };
      if (disagreements_[what]++ == 0) {
        first_[what] = fmt::format("status {} rating \"{}\" portfolio {} type {}", status.status,
                                   value(BaseField::PaymentRating), value(BaseField::PortfolioType),
                                   value(BaseField::AccountType));
      }
    }
  }

  Judge judge_{kAsked};
  std::map<std::string, std::size_t> disagreements_;
  std::map<std::string, std::string> first_;
  std::size_t compared_ = 0;
};

}  // namespace

SCENARIO("status, rating, portfolio and type are judged as the table says, in every combination") {
  Compared compared;
  std::size_t place = 0;
  for (const StatusRow& status : kStatuses) {
    if (test::kIsSanitized && ++place % 4 != 0) continue;
    compared.compare(status);
  }
  INFO(compared.report());
  CHECK(compared.report().empty());
  if (!test::kIsSanitized) CHECK(compared.compared() == 24U * 11 * 6 * 64);
}
