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
constexpr std::string_view kOldHistory = "0123456543210BBBBBBBBBBB";

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
    CHECK(value(BaseField::DateOfFirstDelinquency, after) ==
          value(BaseField::DateOfFirstDelinquency, before));
    ++kept;
  }
  CHECK(rolled >= 3);
  CHECK(with_gap >= (move.apart > 1 ? 3U : 0U));
  CHECK(kept >= 1);
}
