#include "engine/write/bureau_files.h"

#include <sys/resource.h>

#include <csignal>

#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/support/metro2_files.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const Date kAsOf = *Date::parse_iso("2026-05-31");

fs::path fresh_folder() {
  const fs::path folder = test::scratch("write_test");
  fs::remove_all(folder);
  return folder / "out";
}

std::string header_of(Bureau bureau) {
  std::string header(blank(Segment::Header));
  FoldCounts ignored;
  put_text(field(facts(bureau).program), "P1", header.data(), ignored);
  put_text(field(HeaderField::ReporterName), "Oak Street Homes", header.data(), ignored);
  return header;
}

FilesPlan plan_of(const fs::path& folder, std::vector<BureauFilePlan> bureaus) {
  return {folder, "oak", Period::of(kAsOf), kAsOf, kAsOf.plus_days(1), std::move(bureaus)};
}

BureauFilePlan plain(Bureau bureau) {
  return {bureau, header_of(bureau), {Framing{}, "OAK0001", ""}};
}
BureauFilePlan formed(Bureau bureau, Framing framing, std::string number) {
  return {bureau, header_of(bureau), {framing, std::move(number), "7"}};
}

std::string record_of(std::string_view account, Date activity) {
  std::string record(blank(Segment::Base));
  FoldCounts ignored;
  put_text(field(BaseField::ConsumerAccountNumber), account, record.data(), ignored);
  put_text(field(BaseField::AccountStatus), "11", record.data(), ignored);
  put_date(field(BaseField::DateOfAccountInformation), activity, record.data());
  return record;
}

std::vector<std::string> three_records() {
  std::vector<std::string> records = {record_of("A-1", kAsOf), record_of("A-2", kAsOf),
                                      record_of("A-3", kAsOf.plus_days(-40))};
  append_segment(records[1], Segment::J1);
  FoldCounts ignored;
  put_text(field(J1Field::Surname), "Elm", records[1].data() + kBaseLength, ignored);
  return records;
}

/// Writes the records, `size` of them a batch, and commits.
std::vector<WrittenFile> write_all(const FilesPlan& plan, const std::vector<std::string>& records,
                                   std::size_t size = 2) {
  auto files = BureauFiles::create(plan);
  REQUIRE(files);
  RecordBatch batch = files->new_batch();
  for (std::size_t i = 0; i < records.size(); ++i) {
    CHECK(batch.add(records[i]));
    if ((i + 1) % size != 0 && i + 1 != records.size()) continue;
    REQUIRE(files->write(batch));
    batch.clear();
  }
  auto written = files->seal();
  REQUIRE(written);
  REQUIRE(files->commit("{}\n"));
  return *written;
}

struct ReadFile {
  Framing framing;
  std::string header, trailer;
  std::vector<std::string> records;
};

ReadFile read_back(const fs::path& path) {
  auto reader = Reader::of_file(path);
  REQUIRE(reader);
  ReadFile file;
  for (;;) {
    const auto record = reader->next();
    REQUIRE(record);
    if (*record == nullptr) break;
    CHECK((*record)->problems.empty());
    const std::string bytes((*record)->bytes);
    if ((*record)->kind == RecordKind::Header) file.header = bytes;
    if ((*record)->kind == RecordKind::Base) file.records.push_back(bytes);
    if ((*record)->kind == RecordKind::Trailer) file.trailer = bytes;
  }
  file.framing = reader->framing();
  return file;
}

std::string bytes_of_file(const fs::path& path) {
  const auto bytes = read_file(path);
  REQUIRE(bytes);
  return *bytes;
}

}  // namespace

SCENARIO("each bureau gets the same records under its own header") {
  const fs::path folder = fresh_folder();
  const auto written =
      write_all(plan_of(folder, {plain(Bureau::Equifax), plain(Bureau::Innovis)}), three_records());
  REQUIRE(written.size() == 2);
  const ReadFile equifax = read_back(written[0].path);
  const ReadFile innovis = read_back(written[1].path);
  CHECK(equifax.records == innovis.records);
  CHECK(equifax.trailer == innovis.trailer);
  CHECK(text(field(HeaderField::EquifaxProgramIdentifier), equifax.header) == "P1");
  CHECK(text(field(HeaderField::InnovisProgramIdentifier), equifax.header).empty());
  CHECK(text(field(HeaderField::EquifaxProgramIdentifier), innovis.header).empty());
  CHECK(text(field(HeaderField::InnovisProgramIdentifier), innovis.header) == "P1");

  THEN("header, records and trailer say what is in the file") {
    CHECK(date(field(HeaderField::ActivityDate), equifax.header) == kAsOf);
    CHECK(date(field(HeaderField::DateCreated), equifax.header) == kAsOf.plus_days(1));
    REQUIRE(equifax.records.size() == 3);
    CHECK(raw(field(BaseField::Rdw), equifax.records[1]) == "0526");
    CHECK(text(field(BaseField::IdentificationNumber), equifax.records[2]) == "OAK0001");
    CHECK(number(field(TrailerField::TotalBaseRecords), equifax.trailer) == 3);
    CHECK(number(field(TrailerField::TotalJ1), equifax.trailer) == 1);
    CHECK(number(field(TrailerField::TotalStatus11), equifax.trailer) == 3);
    CHECK(number(field(TrailerField::BlockCount), equifax.trailer) == 5);
  }
  THEN("what is told of a file is true of its bytes") {
    for (const WrittenFile& file : written) {
      const std::string bytes = bytes_of_file(file.path);
      CHECK(file.bytes == bytes.size());
      CHECK(file.sha256 == sha256(bytes));
      CHECK(file.records == 3);
      CHECK(file.j1 == 1);
      CHECK(file.j2 == 0);
    }
  }
}

SCENARIO("a bureau may want its own form and numbers; all else stays the same") {
  const Framing crlf{.line_end = LineEnd::CrLf};
  const Framing fixed{.format = Format::Fixed, .line_end = LineEnd::Lf};
  const auto written = write_all(
      plan_of(fresh_folder(), {plain(Bureau::Equifax), formed(Bureau::Experian, crlf, "OAK0002"),
                               formed(Bureau::TransUnion, fixed, "OAK0003")}),
      three_records());
  REQUIRE(written.size() == 3);
  const ReadFile plain_file = read_back(written[0].path);
  const ReadFile other = read_back(written[1].path);
  const ReadFile padded = read_back(written[2].path);
  CHECK(other.framing.line_end == LineEnd::CrLf);
  CHECK(padded.framing.format == Format::Fixed);
  CHECK(padded.framing.record_length == 526);
  CHECK(written[2].framing.record_length == 526);
  REQUIRE(other.records.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string& record = other.records[i];
    CHECK(text(field(BaseField::IdentificationNumber), record) == "OAK0002");
    CHECK(text(field(BaseField::CycleIdentifier), record) == "7");
    const std::size_t after = field(BaseField::ConsumerAccountNumber).offset();
    CHECK(record.substr(after) == plain_file.records[i].substr(after));
    CHECK(padded.records[i].size() == 526);
    CHECK(raw(field(BaseField::Rdw), padded.records[i]) == "0526");
    CHECK(padded.records[i].substr(after, record.size() - after) == record.substr(after));
  }
  CHECK(raw(field(HeaderField::Rdw), padded.header) == "0526");
  CHECK(raw(field(TrailerField::Rdw), padded.trailer) == "0526");
  for (const WrittenFile& file : written) CHECK(file.sha256 == sha256(bytes_of_file(file.path)));
}

SCENARIO("the header's activity date is the latest of the records, whenever it is known") {
  const auto [first, second, latest] = GENERATE(table<std::string, std::string, std::string>({
      {"2026-05-31", "2026-04-30", "2026-05-31"},
      {"2026-04-30", "2026-05-31", "2026-05-31"},
      // no account is reported as of the run's day: the header is put right afterwards
      {"2025-12-31", "2026-02-28", "2026-02-28"},
      {"2026-03-01", "2026-03-01", "2026-03-01"},
  }));
  CAPTURE(first, second);
  const auto written = write_all(
      plan_of(fresh_folder(), {plain(Bureau::Equifax)}),
      {record_of("A-1", *Date::parse_iso(first)), record_of("A-2", *Date::parse_iso(second))}, 1);
  const ReadFile file = read_back(written[0].path);
  CHECK(date(field(HeaderField::ActivityDate), file.header) == *Date::parse_iso(latest));
  CHECK(file.records.size() == 2);
  CHECK(written[0].sha256 == sha256(bytes_of_file(written[0].path)));
}

SCENARIO("how records come in batches does not change a byte") {
  test::Random random(11);
  std::vector<std::string> records;
  for (int i = 0; i < 100; ++i) {
    records.push_back(test::random_record(random));
    put_date(field(BaseField::DateOfAccountInformation), kAsOf, records.back().data());
  }
  const std::vector<BureauFilePlan> bureaus = {
      plain(Bureau::Equifax), formed(Bureau::Experian, {.format = Format::Fixed}, "OAK0002")};
  std::vector<std::string> digests;
  for (const std::size_t size : {1U, 7U, 100U}) {
    const auto written = write_all(plan_of(fresh_folder(), bureaus), records, size);
    digests.push_back(written[0].sha256 + written[1].sha256);
  }
  CHECK(digests[0] == digests[1]);
  CHECK(digests[0] == digests[2]);
}

SCENARIO("files have their names once all of them are written, and not before") {
  const fs::path folder = fresh_folder();
  REQUIRE(make_folder(folder));
  const fs::path old = folder / "oak.2026-05.equifax.metro2";
  REQUIRE(write_file(old, "of an earlier run"));
  {
    auto files =
        BureauFiles::create(plan_of(folder, {plain(Bureau::Equifax), plain(Bureau::Innovis)}));
    REQUIRE(files);
    RecordBatch batch = files->new_batch();
    CHECK(batch.add(record_of("A-1", kAsOf)));
    REQUIRE(files->write(batch));
    REQUIRE(files->seal());
    CHECK(bytes_of_file(old) == "of an earlier run");
  }
  CHECK(list_files(folder)->size() == 1);
  CHECK(bytes_of_file(old) == "of an earlier run");
  write_all(plan_of(folder, {plain(Bureau::Equifax), plain(Bureau::Innovis)}), three_records());
  CHECK(*list_files(folder) == std::vector<std::string>{"oak.2026-05.equifax.metro2",
                                                        "oak.2026-05.innovis.metro2",
                                                        "oak.2026-05.manifest.json"});
}

SCENARIO("a folder that cannot be written is told before any work is done") {
  const fs::path folder = fresh_folder();
  REQUIRE(make_folder(folder / "oak.2026-05.innovis.metro2"));
  REQUIRE(write_file(folder / "a file", ""));
  const auto [place, bureau] = GENERATE_COPY(table<fs::path, Bureau>({
      {folder / "a file" / "out", Bureau::Equifax},
      {"/proc/metro2", Bureau::Equifax},
      {folder, Bureau::Innovis},  // a folder stands where the file should
  }));
  CAPTURE(place.string());
  const auto files = BureauFiles::create(plan_of(place, {plain(Bureau::Experian), plain(bureau)}));
  REQUIRE_FALSE(files);
  CHECK(files.error().code == ErrorCode::Unwritable);
  CHECK(list_files(folder)->size() == 1);
}

SCENARIO("a full disk stops the run and leaves no file") {
  const fs::path folder = fresh_folder();
  auto files =
      BureauFiles::create(plan_of(folder, {plain(Bureau::Equifax), plain(Bureau::Innovis)}));
  REQUIRE(files);
  RecordBatch batch = files->new_batch();
  for (int i = 0; i < 2000; ++i) batch.add(record_of("A-1", kAsOf));
  // No file may grow beyond this, as if the disk were full.
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit full{100'000, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &full) == 0);
  const Result<void> written = files->write(batch);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, old_handler);
  REQUIRE_FALSE(written);
  CHECK(written.error().code == ErrorCode::Unwritable);
  CHECK_FALSE(files->seal());
  files = Error{};
  CHECK(list_files(folder)->empty());
}

SCENARIO("a record that no descriptor word can tell is refused and counts nowhere") {
  auto files = BureauFiles::create(plan_of(fresh_folder(), {plain(Bureau::Equifax)}));
  REQUIRE(files);
  RecordBatch batch = files->new_batch();
  std::string record = record_of("A-1", kAsOf);
  while (record.size() <= kLongestRecord) append_segment(record, Segment::J2);
  CHECK_FALSE(batch.add(record));
  CHECK(batch.bytes(0).empty());
  CHECK(batch.totals().base_records() == 0);
}

}  // namespace m2
