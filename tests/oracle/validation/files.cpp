#include "tests/oracle/validation/files.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/check.h"
#include "engine/metro2/record.h"
#include "engine/metro2/totals.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"
#include "tests/oracle/validation/people.h"

namespace m2::oracle {
namespace {

std::string a_header(Chance& chance, Date end, std::string_view cycle) {
  std::string header(blank(Segment::Header));
  const auto write = [&](std::string_view key, std::string_view value) {
    put(header, Segment::Header, 0, key, value);
  };
  write("cycle_identifier", cycle);
  write("equifax_program_identifier", "EFX0000001");
  write("transunion_program_identifier", "TRU0000001");
  write("activity_date", end.to_string());
  write("date_created", end.plus_days(chance.between(1, 6)).to_string());
  write("program_date", "2015-01-01");
  write("program_revision_date", "2016-01-01");
  write("reporter_name", "PROSPECT SERVICING");
  write("reporter_address", "900 LEDGER WAY, PROVO UT 84601");
  write("reporter_telephone_number", "8015550100");
  return header;
}

}  // namespace

std::uint64_t seed_of_account(std::uint64_t furnisher, std::size_t account) {
  return Chance(furnisher).branch(account).next();
}

Furnisher a_furnisher(std::uint64_t seed, std::size_t accounts, std::size_t months) {
  Furnisher furnisher;
  furnisher.seed = seed;
  Chance chance(seed);
  const auto year = static_cast<int>(chance.between(2018, 2025));
  const Date first =
      Date::from_civil(year, static_cast<int>(chance.between(1, 12)), 1)->end_of_month();
  const std::string cycle = chance.one_in(6) ? "15" : "";
  std::vector<Date> ends;
  for (std::size_t i = 0; i < months; ++i) {
    ends.push_back(first.start_of_month().plus_months(static_cast<std::int64_t>(i)).end_of_month());
    furnisher.months.push_back({ends.back(), a_header(chance, ends.back(), cycle), {}});
  }
  for (std::size_t n = 0; n < accounts; ++n) {
    furnisher.lives.push_back(live(seed_of_account(seed, n), ends, n + 1, cycle));
    const Life& life = furnisher.lives.back();
    std::string previous;
    int months_since = 0;
    for (std::size_t i = 0; i < months; ++i) {
      ++months_since;
      if (life.reports[i].empty()) continue;
      furnisher.months[i].accounts.push_back(
          {life.reports[i], previous, n, previous.empty() ? 0 : months_since});
      previous = life.reports[i];
      months_since = 0;
    }
  }
  return furnisher;
}

std::string bytes_of(const std::string& header, const std::vector<std::string>& records,
                     Framing framing) {
  Totals totals;
  framing.record_length = header.size();
  for (const std::string& record : records) {
    totals.add(record);
    framing.record_length = std::max(framing.record_length, record.size());
  }
  if (framing.format != Format::Fixed) framing.record_length = Framing{}.record_length;
  std::string file;
  FileWriter writer(framing, [&](std::string_view part) { file += part; });
  M2_CHECK(writer.add(header), "a header fits");
  for (const std::string& record : records) M2_CHECK(writer.add(record), "a record fits");
  M2_CHECK(writer.finish(totals), "a trailer fits");
  return file;
}

std::string bytes_of(const MonthFile& month, Framing framing) {
  std::vector<std::string> records;
  records.reserve(month.accounts.size());
  for (const Reported& account : month.accounts) records.push_back(account.record);
  return bytes_of(month.header, records, framing);
}

}  // namespace m2::oracle
