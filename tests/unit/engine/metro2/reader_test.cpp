#include "engine/metro2/reader.h"

#include "engine/metro2/packed.h"
#include "engine/metro2/record.h"
#include "engine/metro2/totals.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"
#include "tests/support/metro2_files.h"

using namespace m2;
using namespace m2::test;

namespace {

// What a reader said of one record: its kind, its place and the names of its problems.
std::string told(const FileRecord& record) {
  std::string text(to_string(record.kind));
  text += " " + std::to_string(record.line) + "@" + std::to_string(record.offset);
  for (const FrameProblem& problem : record.problems)
    text += " " + std::string(to_string(problem.fault));
  return text;
}

std::vector<std::string> read_all(std::string_view file,
                                  std::optional<Framing> framing = std::nullopt) {
  Reader reader = Reader::of_bytes(file, framing);
  std::vector<std::string> records;
  std::string again;
  for (;;) {
    const Result<const FileRecord*> record = reader.next();
    REQUIRE(record.has_value());
    if (*record == nullptr) break;
    records.push_back(told(**record));
    for (const std::string_view part :
         {(*record)->block_descriptor, (*record)->raw, (*record)->line_end})
      again += part;
  }
  CHECK(again == file);  // every byte belongs to a record
  return records;
}

using Told = std::vector<std::string>;

std::string account(const char* number) {
  std::string record(blank(Segment::Base));
  FoldCounts counts;
  put_text(field(BaseField::ConsumerAccountNumber), number, record.data(), counts);
  return record;
}

// Header, three accounts and trailer, each ended by `line_end`.
std::vector<std::string> small_file(const std::string& line_end) {
  std::vector<std::string> records = {plain_header(), account("A1"), account("A2"), account("A3"),
                                      std::string(blank(Segment::Trailer))};
  for (std::string& record : records) record += line_end;
  return records;
}

std::string joined(const std::vector<std::string>& records) {
  std::string file;
  for (const std::string& record : records) file += record;
  return file;
}

}  // namespace

SCENARIO("a file in any framing is read back as it was written") {
  for (const Framing& framing : all_framings()) {
    for (std::uint64_t seed = 1; seed <= 15; ++seed) {
      CAPTURE(to_string(framing), seed);
      Random random(seed);
      const std::size_t accounts = 1 + random.below(30);
      const std::string file = random_file(random, framing, accounts);
      Reader reader = Reader::of_bytes(file);
      std::string kinds;
      std::string again;
      Totals totals;
      while (const FileRecord* record = *reader.next()) {
        CHECK(record->problems.empty());
        kinds += to_string(record->kind).front();
        again += record->block_descriptor;
        REQUIRE(append_record(reader.framing(), record->bytes, again));
        if (record->kind == RecordKind::Base) totals.add(record->bytes);
        if (record->kind == RecordKind::Trailer) {
          const auto blocks = number(field(TrailerField::BlockCount), record->bytes);
          const std::string expected = trailer_record(totals, static_cast<std::uint64_t>(*blocks));
          CHECK(record->bytes.substr(4, 422) == expected.substr(4));
        }
      }
      CHECK(kinds == "h" + std::string(accounts, 'b') + "t");
      CHECK(again == file);
      CHECK(reader.framing().line_end == framing.line_end);
      CHECK(reader.framing().encoding == framing.encoding);
      CHECK(reader.framing().block_descriptors == framing.block_descriptors);
    }
  }
}

SCENARIO("the block count is the number of blocks, or of records where there are none") {
  for (const Framing& framing : all_framings()) {
    Random random(3);
    const std::string file = random_file(random, framing, 40);
    Reader reader = Reader::of_bytes(file);
    std::int64_t blocks = 0;
    std::int64_t records = 0;
    std::optional<std::int64_t> claimed;
    while (const FileRecord* record = *reader.next()) {
      ++records;
      if (!record->block_descriptor.empty()) ++blocks;
      if (record->kind == RecordKind::Trailer)
        claimed = number(field(TrailerField::BlockCount), record->bytes);
    }
    CAPTURE(to_string(framing));
    CHECK(claimed == (framing.block_descriptors ? blocks : records));
  }
}

SCENARIO("a file larger than what is held in memory is read piece by piece") {
  Random random(11);
  const std::string file = random_file(random, {.line_end = LineEnd::Lf}, 2000);
  REQUIRE(file.size() > 1000000);
  std::size_t at = 0;
  Reader reader([&](std::span<char> out) -> Result<std::size_t> {
    const std::size_t count = std::min<std::size_t>({out.size(), file.size() - at, 1 + at % 700});
    std::copy_n(file.data() + at, count, out.data());
    at += count;
    return count;
  });
  std::string again;
  std::uint64_t count = 0;
  while (const FileRecord* record = *reader.next()) {
    again += record->raw;
    again += record->line_end;
    CHECK(record->number == ++count);
    CHECK(record->line == count);
    CHECK(record->problems.empty());
  }
  CHECK(count == 2002);
  CHECK(again == file);
}

SCENARIO("an empty file has no records") {
  CHECK(read_all("").empty());
  CHECK(read_all("\n") == Told{"unknown 1@0 NotARecord"});
}

SCENARIO("a failure of the source is told") {
  Reader reader([](std::span<char>) -> Result<std::size_t> {
    return Error{ErrorCode::Unreadable, "the disk is gone"};
  });
  CHECK(reader.next().error().message == "the disk is gone");
  CHECK(Reader::of_file("no/such/file").error().code == ErrorCode::NotFound);
}

SCENARIO("the fixed length is that of a padded header") {
  Random random(5);
  const std::string file =
      random_file(random, {.format = Format::Fixed, .line_end = LineEnd::CrLf}, 20);
  Reader reader = Reader::of_bytes(file);
  const FileRecord* header = *reader.next();
  CHECK(reader.framing().format == Format::Fixed);
  CHECK(reader.framing().record_length == header->bytes.size());
}

SCENARIO("a wrong descriptor word is told, and the records around it are read") {
  const std::string eol = GENERATE("", "\n", "\r\n");
  std::vector<std::string> records = small_file(eol);
  const std::size_t step = 426 + eol.size();
  const auto at = [&](std::size_t i) {
    return std::to_string(i + 1) + "@" + std::to_string(i * step);
  };
  const auto [descriptor, fault] = GENERATE(table<std::string, std::string>({
      {"0500", "DescriptorDisagrees"},
      {"9999", "DescriptorDisagrees"},
      {"0425", "DescriptorTooSmall"},
      {"0000", "DescriptorNotANumber"},
      {"04 6", "DescriptorNotANumber"},
      {"\xFF\xFF\xFF\xFF", "DescriptorNotANumber"},
  }));
  CAPTURE(descriptor, eol);
  records[2].replace(0, 4, descriptor);
  CHECK(read_all(joined(records)) == Told{"header " + at(0), "base " + at(1),
                                          "base " + at(2) + " " + fault, "base " + at(3),
                                          "trailer " + at(4)});
}

SCENARIO("the last record of a file that was cut is told as such") {
  const std::string eol = GENERATE("", "\n");
  std::string file = joined(small_file(eol));
  file.resize(3 * (426 + eol.size()) + 100);
  const Told records = read_all(file);
  REQUIRE(records.size() == 4);
  CHECK(records[3] == "unknown 4@" + std::to_string(3 * (426 + eol.size())) + " RecordTruncated");
}

SCENARIO("what is no record is stepped over") {
  const std::string junk = "SOME BYTES THAT ARE NO RECORD";
  std::vector<std::string> records = small_file("");
  records.insert(records.begin() + 2, junk);
  CHECK(read_all(joined(records)) == Told{"header 1@0", "base 2@426", "unknown 3@852 NotARecord",
                                          "base 4@881", "base 5@1307", "trailer 6@1733"});
  records = small_file("\n");
  records.insert(records.begin() + 2, junk + "\n");
  CHECK(read_all(joined(records)) == Told{"header 1@0", "base 2@427", "unknown 3@854 NotARecord",
                                          "base 4@884", "base 5@1311", "trailer 6@1738"});
}

SCENARIO("bytes behind the trailer are told once") {
  std::vector<std::string> records = small_file("\n");
  records.push_back(account("A4") + "\n");
  records.push_back(account("A5") + "\n");
  CHECK(read_all(joined(records)) == Told{"header 1@0", "base 2@427", "base 3@854", "base 4@1281",
                                          "trailer 5@1708", "base 6@2135 BytesAfterTrailer",
                                          "base 7@2562"});
}

SCENARIO("line ends that differ or are missing are told where they are") {
  std::vector<std::string> records = small_file("\n");
  records[1] += "x";
  records[1].replace(426, 2, "\r\n");
  records[2].pop_back();
  CHECK(read_all(joined(records)) == Told{"header 1@0", "base 2@427 LineEndDiffers",
                                          "base 3@855 LineEndMissing", "base 3@1281",
                                          "trailer 4@1708"});
  records = small_file("\n");
  records.back().pop_back();
  CHECK(read_all(joined(records)).back() == "trailer 5@1708");
}

SCENARIO("appended segments that are unknown or cut are told with their place") {
  std::vector<std::string> records = small_file("\n");
  records[1] = "0430" + account("A1").substr(4) + "Q9XX\n";
  records[2] = "0436" + account("A2").substr(4) + "J1 A SMITH\n";
  Reader reader = Reader::of_bytes(joined(records));
  const std::string file = joined(records);
  reader = Reader::of_bytes(file);
  REQUIRE((*reader.next())->problems.empty());
  const FileRecord* unknown = *reader.next();
  REQUIRE(unknown->problems.size() == 1);
  CHECK(unknown->problems[0].fault == FrameFault::UnknownSegment);
  CHECK(unknown->problems[0].offset == 427 + 426);
  const FileRecord* cut = *reader.next();
  REQUIRE(cut->problems.size() == 1);
  CHECK(cut->problems[0].fault == FrameFault::SegmentTruncated);
  CHECK(describe(cut->problems[0]) ==
        "the record ends after 10 of the 100 bytes of an appended segment");
}

SCENARIO("a record of another length in a fixed-length file is told") {
  std::vector<std::string> records = {plain_header(), account("A1"), account("A2"),
                                      std::string(blank(Segment::Trailer))};
  std::string file;
  for (std::size_t i = 0; i < records.size(); ++i) {
    REQUIRE(append_record({.format = Format::Fixed, .record_length = i == 2 ? 450U : 500U},
                          records[i], file));
  }
  CHECK(read_all(file) ==
        Told{"header 1@0", "base 2@501", "base 3@1002 LengthDiffers", "trailer 4@1453"});
}

SCENARIO("blocks that differ from their descriptor words are told") {
  const Framing framing{.line_end = LineEnd::None, .block_descriptors = true};
  std::string file;
  FileWriter writer(
      framing, [&](std::string_view bytes) { file += bytes; }, 1000);
  for (const std::string& record : small_file("")) REQUIRE(writer.add(record));
  writer.finish();
  REQUIRE(file.substr(0, 4) == "0856");
  CHECK(read_all(file) ==
        Told{"header 1@4", "base 2@430", "base 3@860", "base 4@1286", "trailer 5@1716"});

  std::string wrong = file;
  wrong.replace(856, 4, "0900");
  CHECK(read_all(wrong) == Told{"header 1@4", "base 2@430", "base 3@860", "base 4@1286",
                                "trailer 5@1716 BlockDescriptorDisagrees"});
  wrong.replace(856, 4, "0500");
  CHECK(read_all(wrong)[3] == "base 4@1286 BlockDescriptorDisagrees");
  wrong.replace(856, 4, "x!x!");
  CHECK(read_all(wrong) == Told{"header 1@4", "base 2@430", "base 3@860 BlockDescriptorInvalid",
                                "base 4@1286", "trailer 5@1716"});
  wrong.erase(856, 4);
  CHECK(read_all(wrong) == Told{"header 1@4", "base 2@430", "base 3@856 BlockDescriptorMissing",
                                "base 4@1282", "trailer 5@1712"});
}

SCENARIO("a record that lost its last bytes does not take the end of its line for one of them") {
  struct Case {
    std::string line_end;
    std::size_t lost;
    std::size_t record;
  };
  for (const Case& one : std::vector<Case>{{"\n", 1, 1},
                                           {"\r\n", 1, 1},
                                           {"\r\n", 2, 1},
                                           {"\n", 1, 0},
                                           {"\r\n", 1, 0},
                                           {"\r\n", 2, 0},
                                           {"\n", 1, 4},
                                           {"\r\n", 1, 4},
                                           {"\r\n", 2, 4}}) {
    std::string file;
    const std::vector<std::string> records = small_file("");
    for (std::size_t i = 0; i < records.size(); ++i)
      file +=
          records[i].substr(0, records[i].size() - (i == one.record ? one.lost : 0)) + one.line_end;
    CAPTURE(one.line_end.size(), one.lost, one.record);
    const std::vector<std::string> told = read_all(file);
    REQUIRE(told.size() == records.size());
    for (std::size_t i = 0; i < told.size(); ++i) {
      CAPTURE(told[i]);
      CHECK(told[i].ends_with(" DescriptorDisagrees") == (i == one.record));
      CHECK(told[i].find("LineEnd") == std::string::npos);
    }
  }
}

SCENARIO("a line that is too short for a record and says so is a record that is too short") {
  std::string file;
  const std::vector<std::string> records = small_file("");
  for (std::size_t i = 0; i < records.size(); ++i)
    file += (i == 1 ? "0300" + records[i].substr(4, 296) : records[i]) + "\n";
  const std::vector<std::string> told = read_all(file);
  REQUIRE(told.size() == records.size());
  CHECK(told[1].ends_with(" DescriptorTooSmall"));
}

SCENARIO("a packed field that is no number is told with its place") {
  std::string file;
  const Framing framing{.line_end = LineEnd::None, .encoding = Encoding::Packed};
  for (const std::string& record : small_file("")) REQUIRE(append_record(framing, record, file));
  REQUIRE(file.size() == 5 * 366);
  file[366 + 129] = '\xFF';  // current balance of the first account
  Reader reader = Reader::of_bytes(file);
  REQUIRE((*reader.next())->kind == RecordKind::Header);
  const FileRecord* record = *reader.next();
  REQUIRE(record->problems.size() == 1);
  CHECK(record->problems[0].fault == FrameFault::PackedInvalid);
  CHECK(record->problems[0].offset == 366 + 129);
  CHECK(raw(field(BaseField::CurrentBalance), record->bytes) == "?????????");
  CHECK(raw(field(BaseField::Rdw), record->bytes) == "0426");
}

SCENARIO("a record without a packed form is refused by the writer") {
  std::string record = account("A1");
  record[154] = 'x';
  std::string out = "before";
  CHECK_FALSE(append_record({.encoding = Encoding::Packed}, record, out));
  CHECK(out == "before");
}

SCENARIO("a record that its descriptor word cannot tell is refused by the writer") {
  std::string out;
  CHECK_FALSE(append_record({}, std::string(425, ' '), out));
  CHECK_FALSE(append_record({}, std::string(10000, ' '), out));
  CHECK_FALSE(
      append_record({.format = Format::Fixed, .record_length = 426}, std::string(427, ' '), out));
  CHECK(out.empty());
  std::string longest = account("A1");
  longest.resize(9999, ' ');
  CHECK(append_record({}, longest, out));
  CHECK(out.substr(0, 4) == "9999");
  FileWriter writer({.block_descriptors = true}, [](std::string_view) {});
  CHECK_FALSE(writer.add(longest));
}

SCENARIO("packed numbers are two digits a byte with their sign at the end") {
  std::string record = account("A1");
  put_dollars(field(BaseField::CurrentBalance), 123456789, record.data());
  put_date(field(BaseField::DateOpened), *Date::parse_iso("2026-05-31"), record.data());
  FoldCounts counts;
  put_text(field(BaseField::TelephoneNumber), "8015550100", record.data(), counts);
  std::string packed;
  REQUIRE(pack(record, packed));
  CHECK(packed.substr(0, 4) == std::string("\x01\x6E\x00\x00", 4));
  CHECK(packed.substr(129, 5) == "\x12\x34\x56\x78\x9C");
  CHECK(packed.substr(69, 5) == std::string("\x00\x53\x12\x02\x6C", 5));
  CHECK(packed.substr(258, 6) == std::string("\x08\x01\x55\x50\x10\x0C", 6));
  std::string again;
  std::vector<std::size_t> invalid;
  unpack(packed, again, invalid);
  CHECK(again == record);
  CHECK(invalid.empty());
}

SCENARIO("hostile bytes never stop the reader, and none is lost") {
  const std::vector<Framing> framings = all_framings();
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::string file = damaged_file(random);
    read_all(file);
    read_all(file, framings[random.below(framings.size())]);
  }
}

SCENARIO("a search for the next record goes over each byte once") {
  std::string file;
  while (file.size() < 4000000) file += "0426 no record, though it begins like one ";
  const Told records = read_all(file);
  CHECK(records.size() < file.size() / 400);
}

SCENARIO("every fault has its words") {
  for (int i = 0; i <= static_cast<int>(FrameFault::PackedInvalid); ++i) {
    const auto fault = static_cast<FrameFault>(i);
    CAPTURE(to_string(fault));
    CHECK_FALSE(describe({.fault = fault, .found = 1, .expected = 2}).empty());
    CHECK_FALSE(fix_for(fault).empty());
  }
}
