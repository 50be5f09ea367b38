// A tenant moves to metro2: another system's last file is imported through the program, and the
// next month goes on from it.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "engine/base/file.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"
#include "engine/pipeline/report.h"
#include "engine/store/store.h"
#include "tests/integration/demo_runs.h"
#include "tests/integration/transcript.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;
using namespace m2::test;

namespace {

namespace fs = std::filesystem;

/// What no ledger of the demos says.
constexpr std::string_view kOldHistory = "101210BBBBBBBBBBBBBBBBBB";

struct Move {
  Demo demo;      // of the first month with metro2
  int apart = 1;  // months since the last one of the other system
  [[nodiscard]] Period old() const { return Period::of(demo.as_of).plus(-apart); }
};

std::string value(BaseField of, std::string_view record) {
  return std::string(raw(field(of), record));
}

/// The other system's file: what metro2 would say of the month, with a past of its own, in packed
/// form. Gives its records by number.
std::map<std::string, std::string> write_old_file(const Move& move, const fs::path& file) {
  Demo then = move.demo;
  then.as_of = move.old().last_day();
  const RunSummary summary = run_demo(then, project_path("presets"), file.parent_path() / "made");
  auto reader = Reader::of_file(summary.files.front().path);
  REQUIRE(reader);
  std::string bytes;
  FileWriter writer({.line_end = LineEnd::None, .encoding = Encoding::Packed},
                    [&](std::string_view piece) { bytes += piece; });
  std::map<std::string, std::string> records;
  for (;;) {
    const auto next = reader->next();
    REQUIRE(next);
    if (*next == nullptr) break;
    std::string record((*next)->bytes);
    if ((*next)->kind == RecordKind::Base) {
      const Field& history = field(BaseField::PaymentHistoryProfile);
      record.replace(history.offset(), history.length, kOldHistory);
      const Field& first = field(BaseField::DateOfFirstDelinquency);
      if (is_filled(first, record))
        put_date(first, date(first, record)->plus_days(-3), record.data());
      records[std::string(text(field(BaseField::ConsumerAccountNumber), record))] = record;
    }
    REQUIRE(writer.add(record));
  }
  writer.finish();
  REQUIRE(write_file(file, bytes));
  return records;
}

std::map<std::string, std::string> records_of(const std::string& store_file, const Move& move) {
  const auto store = open_store(store_file, StoreAccess::Read);
  REQUIRE(store);
  const auto reader = (*store)->reader(move.demo.tenant);
  REQUIRE(reader);
  const auto rows = (*reader)->records(Period::of(move.demo.as_of));
  REQUIRE(rows);
  std::map<std::string, std::string> out;
  for (;;) {
    const auto row = (*rows)->next();
    REQUIRE(row);
    if (*row == nullptr) return out;
    if ((*row)->outcome == "reported")
      out[std::string(text(field(BaseField::ConsumerAccountNumber), (*row)->record))] =
          (*row)->record;
  }
}

}  // namespace

SCENARIO("histories and first delinquencies go on from an imported file") {
  const auto move = GENERATE(Move{rent_demo(), 1}, Move{rent_demo(), 2}, Move{loan_demo(), 1},
                             Move{loan_demo(), 2});
  CAPTURE(move.demo.tenant, move.apart);
  const fs::path folder = scratch("import_test");
  fs::remove_all(folder);
  fs::create_directories(folder);
  const auto old = write_old_file(move, folder / "old.m2");
  REQUIRE(old.size() >= 3);
  const std::string store = (folder / "moved.db").string();
  const std::string from = (fs::path("files") / move.demo.fixtures).string();
  const std::string answer = play(
      fmt::format("$ metro2 import {0}/old.m2 --as-history --tenant {1} --store {2} --from {3} "
                  "--presets files/presets\n"
                  "$ metro2 run --tenant {1} --as-of {4} --from {3} --store {2} --out {0}/new "
                  "--presets files/presets\n"
                  "$ metro2 import {0}/old.m2 --as-history --tenant {1} --store {2} --from {3} "
                  "--presets files/presets --format json\n",
                  folder.string(), move.demo.tenant, store, from, move.demo.as_of.to_string()),
      M2_PROGRAM, project_path(""));
  INFO(answer);
  CHECK(answer.find(fmt::format("accounts of {}: {} new", move.old().to_string(), old.size())) !=
        std::string::npos);
  CHECK(answer.find("\"repeated\": true") != std::string::npos);
  CHECK(answer.find("\"own_later\": []") != std::string::npos);

  const auto now = records_of(store, move);
  std::size_t rolled = 0;
  std::size_t with_gap = 0;
  std::size_t kept = 0;
  for (const auto& [number, before] : old) {
    const auto found = now.find(number);
    if (found == now.end()) continue;  // closed since
    CAPTURE(number);
    const std::string& after = found->second;
    const auto day = date(field(BaseField::DateOfAccountInformation), before);
    REQUIRE(day);
    if (Period::of(*day) != move.old()) continue;  // of an earlier month: more months between
    // A closed account's record is of the month in which it closed.
    const auto day_now = date(field(BaseField::DateOfAccountInformation), after);
    REQUIRE(day_now);
    std::string gap;
    for (Period month = move.old().plus(1); month < Period::of(*day_now); month = month.plus(1))
      gap += 'D';
    const std::string expected =
        (gap + std::string(history_letter(before)) + std::string(kOldHistory)).substr(0, 24);
    CHECK(value(BaseField::PaymentHistoryProfile, after) == expected);
    ++rolled;
    with_gap += gap.empty() ? 0 : 1;
    CHECK(value(BaseField::DateOpened, after) == value(BaseField::DateOpened, before));
    const Field& first = field(BaseField::DateOfFirstDelinquency);
    if (!is_filled(first, before) || !is_filled(first, after)) continue;
    if (value(BaseField::AccountStatus, after) == "11") continue;  // that of a petition
    CHECK(value(BaseField::DateOfFirstDelinquency, after) ==
          value(BaseField::DateOfFirstDelinquency, before));
    ++kept;
  }
  CHECK(rolled >= 3);
  CHECK(with_gap >= (move.apart > 1 ? 3U : 0U));
  CHECK(kept >= 1);
}

SCENARIO("a tenant goes on with the number that the bureaus know, or tells another one once") {
  const bool tells = GENERATE(false, true);
  CAPTURE(tells);
  const fs::path folder = scratch("import_numbers_test");
  fs::remove_all(folder);
  fs::create_directories(folder);
  Move move{rent_demo(), 1};
  const auto old = write_old_file(move, folder / "made.m2");
  // The other system had numbers of its own.
  std::string bytes = read((folder / "made.m2").string());
  std::string table = "account_number,account\n";
  for (const auto& [number, record] : old) {
    std::string other = number;
    other.front() = 'X';
    const std::size_t at = bytes.find(number + " ");
    REQUIRE(at != std::string::npos);
    bytes[at] = 'X';
    table += other + "," + number + "\n";
  }
  REQUIRE(write_file(folder / "old.m2", bytes));
  REQUIRE(write_file(folder / "numbers.csv", table));
  std::string tenant = read(project_path("presets/tenants/demo-rent.yaml"));
  if (tells) tenant += "  account_number: \"lease number\"\n";
  REQUIRE(write_file(folder / "tenant.yaml", tenant));
  const std::string store = (folder / "moved.db").string();
  const auto run_on = [&](const std::string& day) {
    return fmt::format(
        "$ metro2 run --tenant {0}/tenant.yaml --as-of {1} --from "
        "files/presets/entrata/fixtures --store {0}/moved.db --out {0}/new "
        "--presets files/presets\n",
        folder.string(), day);
  };
  const std::string answer =
      play(fmt::format("$ metro2 import {0}/old.m2 --as-history --tenant {0}/tenant.yaml --store "
                       "{0}/moved.db --accounts {0}/numbers.csv --presets files/presets --strict\n",
                       folder.string()) +
               run_on("2026-06-15") + run_on("2026-07-15"),
           M2_PROGRAM, project_path(""));
  INFO(answer);
  CHECK(answer.find("kept, by the file of --accounts") != std::string::npos);

  const auto numbers_told = [&](const Period& period) {
    Move month = move;
    month.demo.as_of = period.first_day();
    std::size_t told = 0;
    for (const auto& [number, record] : records_of(store, month)) {
      for (const SegmentView& part : segments_of(record))
        told += part.segment == Segment::L1 ? 1 : 0;
    }
    return told;
  };
  const Period june = Period::of(move.demo.as_of);
  const auto now = records_of(store, move);
  std::size_t with_old = 0;
  for (const auto& [number, record] : now) with_old += number.front() == 'X' ? 1 : 0;
  CHECK(with_old >= 3);  // also where a new one is told: the base segment has the old one
  CHECK(numbers_told(june) == (tells ? with_old : 0));
  CHECK(numbers_told(june.plus(1)) == 0);
  Move july = move;
  july.demo.as_of = june.plus(1).first_day();
  std::size_t still_old = 0;
  const auto later = records_of(store, july);
  CHECK(later.size() >= 3);
  for (const auto& [number, record] : later) still_old += number.front() == 'X' ? 1 : 0;
  CHECK((tells ? still_old == 0 : still_old >= 3));
}
