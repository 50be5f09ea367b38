#include "engine/pipeline/history_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/base/file.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/imported_byte.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/stored_documents.h"
#include "tests/support/golden.h"
#include "tests/support/sample_file.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const Period kImportedMay = *Period::parse("2026-05");

PresetsFolder homes_folder() {
  auto folder = PresetsFolder::find({.given = test::golden_path("cli/files/homes")});
  REQUIRE(folder);
  return *folder;
}

/// A folder with a store, and a file of three accounts: LEASE0001, LEASE0002 that is LEASE0022 from
/// now on, and LEASE0003, which is to be deleted.
struct ImportBench {
  ImportBench() {
    fs::remove_all(folder);
    fs::create_directories(folder);
  }

  ImportRequest request(const std::string& bytes) const {
    ImportRequest out;
    out.tenant = "oak";
    out.store = store;
    out.file = "may.m2";
    out.identification_numbers = {"example01"};
    out.source = [bytes]() -> Result<Reader::Source> {
      return Reader::Source(
          [bytes, at = std::size_t{0}](std::span<char> into) mutable -> Result<std::size_t> {
            const std::size_t count = bytes.copy(into.data(), into.size(), at);
            at += count;
            return count;
          });
    };
    return out;
  }
  ImportRequest request() const { return request(file.bytes()); }

  /// The base segment of an account's last report before June.
  std::string last(const std::string& account) const {
    const auto opened = open_store(store, StoreAccess::Read);
    REQUIRE(opened);
    const auto reader = (*opened)->reader("oak");
    REQUIRE(reader);
    const auto base = (*reader)->last_report(account, kImportedMay.plus(1));
    REQUIRE(base);
    return std::string(*base);
  }

  fs::path folder = test::scratch("history_import_test");
  std::string store = (folder / "oak.db").string();
  test::SampleFile file;
};

Result<std::optional<ImportSummary>> attempt_import(const ImportRequest& request) {
  Diagnostics found;
  auto done = import_history(request, homes_folder(), found, {});
  CHECK(found.empty());
  return done;
}

ImportSummary imported(const ImportRequest& request) {
  auto done = attempt_import(request);
  INFO((done ? "" : done.error().message));
  REQUIRE(done);
  REQUIRE(*done);
  return std::move(**done);
}

std::string import_error(const ImportRequest& request) {
  const auto done = attempt_import(request);
  return done ? "no error" : done.error().message;
}

/// "to_be_deleted 4 LEASE0003 (DA); "
std::string left_out_of(const ImportSummary& summary) {
  std::string out;
  for (std::size_t i = 0; i < kLeftOutKinds; ++i) {
    for (const LeftOutRecord& record : summary.left_out[i].named)
      out += fmt::format("{} {} {}{}; ", to_string(static_cast<LeftOut>(i)), record.record,
                         record.number, record.detail.empty() ? "" : " (" + record.detail + ")");
  }
  return out;
}

std::string account_number(std::string_view base) {
  return std::string(text(field(BaseField::ConsumerAccountNumber), base));
}

}  // namespace

SCENARIO("a file in every framing becomes the same history") {
  const ImportBench bench;
  const auto framing =
      GENERATE(Framing{}, Framing{.line_end = LineEnd::CrLf}, Framing{.line_end = LineEnd::None},
               Framing{.format = Format::Fixed, .record_length = 1500},
               Framing{.line_end = LineEnd::None, .block_descriptors = true},
               Framing{.line_end = LineEnd::None, .encoding = Encoding::Packed});
  CAPTURE(to_string(framing));
  const ImportSummary summary = imported(bench.request(bench.file.bytes(framing)));
  CHECK(summary.period == kImportedMay);
  CHECK(summary.records == 3);
  CHECK(summary.kept == 2);
  CHECK(left_out_of(summary) == "to_be_deleted 4 LEASE0003 (DA); ");
  REQUIRE(summary.stored);
  CHECK(summary.stored->added == 2);

  // But for what metro2 counts, and what each bureau has for itself.
  std::string expected = bench.file.records[1].substr(0, kBaseLength);
  for (const BaseField open : {BaseField::Rdw, BaseField::IdentificationNumber}) {
    const Field& f = field(open);
    expected.replace(f.offset(), f.length, raw(f, blank(Segment::Base)));
  }
  CHECK(bench.last("LEASE0001") == expected);
  CHECK(account_number(bench.last("LEASE0022")) == "LEASE0022");
  CHECK(bench.last("LEASE0002").empty());
  CHECK(bench.last("LEASE0003").empty());
}

SCENARIO("a record that history cannot go on from is named and left out") {
  ImportBench bench;
  using Row = std::tuple<std::string, std::string, std::string>;
  const auto [key, value, told] = GENERATE(table<std::string, std::string, std::string>(
      {Row{"account_status", "99", "unreadable_field 2 LEASE0001 (account_status); "},
       Row{"account_status", "DF", "to_be_deleted 2 LEASE0001 (DF); "},
       Row{"account_status", "13", "unreadable_field 2 LEASE0001 (payment_rating); "},
       Row{"payment_history_profile", "0000X",
           "unreadable_field 2 LEASE0001 (payment_history_profile); "},
       Row{"date_of_account_information", "02302026",
           "unreadable_field 2 LEASE0001 (date_of_account_information); "},
       Row{"date_opened", "13012025", "unreadable_field 2 LEASE0001 (date_opened); "},
       Row{"date_of_first_delinquency", "99999999",
           "unreadable_field 2 LEASE0001 (date_of_first_delinquency); "},
       Row{"consumer_account_number", "", "no_number 2 ; "},
       Row{"consumer_account_number", "0000", "no_number 2 ; "},
       Row{"identification_number", "ELM0001", "another_reporter 2 LEASE0001 (`ELM0001`); "},
       Row{"identification_number", "", "another_reporter 2 LEASE0001 (it is blank); "},
       // under the number that LEASE0002 has from this report on
       Row{"consumer_account_number", "LEASE0022", "twice 2 LEASE0022; twice 3 LEASE0022; "},
       Row{"consumer_account_number", "LEASE0003", "twice 2 LEASE0003; "}}));
  CAPTURE(key, value);
  bench.file.set(1, Segment::Base, key, value);
  const ImportSummary summary = imported(bench.request());
  const std::string all = left_out_of(summary);
  CHECK(all.find(told) != std::string::npos);
  CHECK(summary.kept + summary.left_out_total() == summary.records);
}

SCENARIO("a record that cannot be read is named by its place, and the others are kept") {
  const ImportBench bench;
  const std::string whole = bench.file.bytes();
  WHEN("something stands between the records") {
    std::string bytes = whole;
    const std::size_t second = bytes.find('\n') + 1;
    bytes.insert(second, "something else\n");
    const ImportSummary summary = imported(bench.request(bytes));
    CHECK(summary.kept == 2);
    CHECK(left_out_of(summary).find("unreadable 2  (no record can be seen here)") == 0);
    CHECK(summary.left_out[0].named.front().offset == second);
  }
  WHEN("the file ends within a record") {
    const std::size_t last = whole.find("LEASE0002");
    const ImportSummary summary = imported(bench.request(whole.substr(0, last + 500)));
    CHECK(summary.kept == 1);
    CHECK(left_out_of(summary).find("unreadable 3") == 0);
  }
}

SCENARIO("a table says whose the numbers are, and what it does not name is left out") {
  const ImportBench bench;
  ImportRequest request = bench.request();
  request.accounts = (bench.folder / "numbers.csv").string();
  REQUIRE(write_file(request.accounts, "account_number,account\nLEASE0002,H-2\n"));
  const ImportSummary summary = imported(request);
  CHECK(summary.kept_by[static_cast<std::size_t>(NumberIs::Told)] == 1);
  CHECK(left_out_of(summary) == "to_be_deleted 4 LEASE0003 (DA); no_account 2 LEASE0001; ");
  CHECK(account_number(bench.last("H-2")) == "LEASE0022");

  THEN("with the missing line the same file is imported again, without a reason") {
    REQUIRE(write_file(request.accounts, "account_number,account\nLEASE0022,H-2\nLEASE0001,H-1\n"));
    const ImportSummary again = imported(request);
    CHECK(again.kept == 2);
    REQUIRE(again.stored);
    CHECK(again.stored->added == 1);
    CHECK(again.stored->unchanged == 1);
    CHECK(imported(request).stored->is_repeated);
  }
  THEN("a table that is wrong is not used at all") {
    REQUIRE(write_file(request.accounts, "account_number,account\nLEASE0001,H-2\n1,H-2\n"));
    const ImportSummary refused = imported(request);
    CHECK(refused.problems ==
          std::vector<std::string>{"line 3: the account `H-2` stands on line 2, too"});
    CHECK_FALSE(refused.stored);
    CHECK(bench.last("LEASE0001").empty());
  }
}

SCENARIO("documents say which account has which number") {
  ImportBench bench;
  ImportRequest request = bench.request();
  request.from = test::golden_path("cli/files/homes/accounts.ndjson");
  bench.file.set(1, Segment::Base, "consumer_account_number", "H1");    // as the preset says it
  bench.file.set(2, Segment::L1, "new_consumer_account_number", "H3");  // skipped: by its id
  bench.file.set(3, Segment::Base, "consumer_account_number", "H-4");   // held: by its id
  bench.file.set(3, Segment::Base, "account_status", "11");
  request.source = bench.request().source;
  const ImportSummary summary = imported(request);
  CHECK(left_out_of(summary).empty());
  CHECK(summary.kept_by == std::array<std::uint64_t, kNumberKinds>{0, 1, 1, 1, 0});
  CHECK(account_number(bench.last("H-3")) == "H3");

  WHEN("two numbers lead to one account, neither is taken") {
    bench.file.set(3, Segment::Base, "consumer_account_number", "H.1");
    request.source = bench.request().source;
    request.replace = "the file of May was wrong";
    const ImportSummary both = imported(request);
    CHECK(left_out_of(both) ==
          "one_account 2 H1 (account `H-1`); one_account 4 H.1 (account `H-1`); ");
  }
  WHEN("no account has a number, it is left out") {
    bench.file.set(3, Segment::Base, "consumer_account_number", "H-99");
    request.source = bench.request().source;
    request.replace = "the file of May was wrong";
    CHECK(left_out_of(imported(request)) == "no_account 4 H-99; ");
    CHECK(bench.last("H-4").empty());
  }
}

SCENARIO("the month is the header's, when the latest record says the same") {
  ImportBench bench;
  WHEN("a closed account is of an earlier month") {
    bench.file.set(1, Segment::Base, "date_of_account_information", "03142026");
    const ImportSummary summary = imported(bench.request());
    CHECK(summary.period == kImportedMay);
    CHECK(summary.kept == 2);
  }
  WHEN("the header says another month") {
    bench.file.set(0, Segment::Header, "activity_date", "06012026");
    CHECK(
        import_error(bench.request()) ==
        "which month `may.m2` reports cannot be told: the activity date of its header is "
        "2026-06-01, and its latest record (record 2) is of 2026-05-31; say it: --period 2026-05");
    ImportRequest request = bench.request();
    request.period = kImportedMay;
    CHECK(imported(request).kept == 2);
  }
  WHEN("it has no activity date") {
    bench.file.set(0, Segment::Header, "activity_date", "");
    CHECK(import_error(bench.request()).find("its header has no activity date, and") !=
          std::string::npos);
  }
  WHEN("a record is of a later month than is said") {
    bench.file.set(1, Segment::Base, "date_of_account_information", "06022026");
    ImportRequest request = bench.request();
    request.period = kImportedMay;
    CHECK(left_out_of(imported(request)).find("later 2 LEASE0001 (2026-06-02); ") !=
          std::string::npos);
  }
}

SCENARIO("the same file again writes nothing, and another one needs a reason") {
  ImportBench bench;
  imported(bench.request());
  CHECK(imported(bench.request()).stored->is_repeated);

  bench.file.set(1, Segment::Base, "current_balance", "000000100");
  const std::string told = import_error(bench.request());
  CHECK(told.find("2026-05 of `oak` was imported from `may.m2` (sha256 ") != std::string::npos);
  CHECK(told.find("), and this is another file; if what is imported now is what the bureaus have, "
                  "put it in the other's place: --replace \"why\"") != std::string::npos);

  ImportRequest request = bench.request();
  request.replace = "sent again";
  const ImportSummary summary = imported(request);
  CHECK(summary.stored->changed == 1);
  CHECK(summary.stored->unchanged == 1);
  CHECK(text(field(BaseField::CurrentBalance), bench.last("LEASE0001")) == "000000100");
  CHECK(imported(request).stored->is_repeated);
  CHECK(imported(bench.request()).stored->is_repeated);  // the file is in its place now
}

SCENARIO("a dry run tells and writes nothing") {
  const ImportBench bench;
  ImportRequest request = bench.request();
  request.is_dry_run = true;
  const ImportSummary summary = imported(request);
  CHECK(summary.kept == 2);
  CHECK_FALSE(summary.stored);
  CHECK_FALSE(fs::exists(bench.store));
}

SCENARIO("when nothing can be kept, the store stays as it was") {
  const ImportBench bench;
  ImportRequest request = bench.request();
  request.identification_numbers.clear();  // oak has one of its own
  const ImportSummary summary = imported(request);
  CHECK(summary.kept == 0);
  CHECK(summary.left_out[static_cast<std::size_t>(LeftOut::AnotherReporter)].count == 3);
  CHECK_FALSE(fs::exists(bench.store));
}

SCENARIO("months of metro2 and months of another system keep their order") {
  const ImportBench bench;
  const auto run_of = [&](const std::string& month) {
    RunRequest request;
    request.tenant = "oak";
    request.period = *Period::parse(month);
    request.from = test::golden_path("cli/files/homes/accounts.ndjson");
    request.store = bench.store;
    request.out = bench.folder / "out";
    Diagnostics found;
    auto summary = run_report(request, homes_folder(), found, {});
    return summary ? std::string() : summary.error().message;
  };
  WHEN("metro2 ran an earlier month, the import is refused") {
    CHECK(run_of("2026-04").empty());
    CHECK(import_error(bench.request()) ==
          "metro2 itself ran 2026-04 of `oak` in store `" + bench.store +
              "`, and its history goes on from there: 2026-05 of another system cannot come after "
              "it; import into a store of its own, or run 2026-05 with metro2");
  }
  WHEN("metro2 ran the month itself, a reason is needed") {
    CHECK(run_of("2026-05").empty());
    CHECK(import_error(bench.request())
              .find("metro2 itself ran 2026-05 of `oak`; if what is "
                    "imported now is what the bureaus have") != std::string::npos);
    ImportRequest request = bench.request();
    request.replace = "the other system's file was sent";
    CHECK(imported(request).stored->removed == 7);
  }
  WHEN("metro2 ran a later month, it is told") {
    CHECK(run_of("2026-06").empty());
    CHECK(imported(bench.request()).own_later == std::vector<Period>{*Period::parse("2026-06")});
  }
  WHEN("a month was imported, a run does not take its place") {
    imported(bench.request());
    const std::string told = run_of("2026-05");
    CHECK(told.find("2026-05 of `oak` was imported from `may.m2` (sha256 ") != std::string::npos);
    CHECK(told.find("; that is what the bureaus have, and a run of the month would take its place: "
                    "run it without --store, or with another one") != std::string::npos);
    CHECK(account_number(bench.last("LEASE0001")) == "LEASE0001");
    CHECK_FALSE(fs::exists(bench.folder / "out/oak.2026-05.manifest.json"));
    CHECK(run_of("2026-06").empty());
  }
}

SCENARIO("an imported month has no documents, and it is said why") {
  const ImportBench bench;
  imported(bench.request());
  const auto store = open_store(bench.store, StoreAccess::Read);
  REQUIRE(store);
  const auto refused = stored_documents(**store, "oak", kImportedMay);
  REQUIRE_FALSE(refused);
  CHECK(
      refused.error().message.find("has no documents of this month: 2026-05 of `oak` was imported "
                                   "from `may.m2` (sha256 ") != std::string::npos);
}

SCENARIO("a byte of an imported file is told by the import") {
  const ImportBench bench;
  const ImportSummary summary = imported(bench.request());
  const fs::path file = bench.folder / "copy.m2";
  const std::string bytes = bench.file.bytes();
  REQUIRE(write_file(file, bytes));
  const auto store = open_store(bench.store, StoreAccess::Read);
  REQUIRE(store);
  const auto ask = [&](std::string_view at) {
    const auto byte = find_imported_byte({file, bytes.find(at)}, **store);
    REQUIRE(byte);
    REQUIRE(*byte);
    return **byte;
  };
  const ImportedByte kept = ask("SAMPLE-STONE");
  CHECK(kept.account == "LEASE0001");
  CHECK(kept.byte.place.field->key == "surname");
  CHECK(kept.byte.bytes.find("SAMPLE") == std::string::npos);
  CHECK(kept.byte.why == "imported from may.m2, record 2, as 2026-05 of oak (sha256 " +
                             summary.sha256 +
                             "): another system wrote the byte; the record is what account "
                             "LEASE0001 was last reported with");
  CHECK(ask("LEASE0003").account.empty());
  CHECK(ask("LEASE0003").byte.why.find("; the record was left out") != std::string::npos);
  CHECK(ask("HEADER").byte.why.find("another system wrote the byte") != std::string::npos);

  REQUIRE(write_file(file, bytes + "\n"));
  CHECK_FALSE(find_imported_byte({file, 0}, **store)->has_value());
}

SCENARIO("a Social Security number in the place of an account number is not shown") {
  ImportBench bench;
  bench.file.set(1, Segment::Base, "consumer_account_number", "L-666-01-0001");
  bench.file.set(1, Segment::Base, "account_status", "99");
  const std::string told = left_out_of(imported(bench.request()));
  CHECK(told.find("666") == std::string::npos);
  CHECK(told.find("0001 (account_status)") != std::string::npos);
}

SCENARIO("what is no Metro 2 file is refused, with what it seems to be") {
  const ImportBench bench;
  const auto told = [&](const std::string& bytes) { return import_error(bench.request(bytes)); };
  CHECK(told("") == "`may.m2` is empty");
  CHECK(told("\x1F\x8B\x08 and so on").find("it is compressed: `gunzip -c FILE") !=
        std::string::npos);
  CHECK(told("\xF0\xF4\xF2\xF6\xC8\xC5\xC1\xC4\xC5\xD9\x40\x40").find("it is in EBCDIC") !=
        std::string::npos);
  CHECK(told("account_number,account\n").find("holds no Metro 2 record of an account") !=
        std::string::npos);
  CHECK_FALSE(fs::exists(bench.store));
}

SCENARIO("a file that changes while it is read is not imported") {
  ImportBench bench;
  ImportRequest request = bench.request();
  const std::string first = bench.file.bytes();
  bench.file.set(1, Segment::Base, "current_balance", "000000100");
  const std::string second = bench.file.bytes();
  int asked = 0;
  request.source = [&]() -> Result<Reader::Source> {
    return bench.request(++asked < 3 ? first : second).source();
  };
  CHECK(import_error(request) == "`may.m2` changed while it was read; nothing was imported");
  CHECK(bench.last("LEASE0001").empty());
}

}  // namespace m2
