#include "engine/base/json.h"
#include "engine/metro2/convert_csv.h"
#include "engine/metro2/convert_json.h"
#include "engine/metro2/internal/exact.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"
#include "tests/support/golden.h"
#include "tests/support/metro2_files.h"

using namespace m2;
using namespace m2::test;

namespace {

// Gives `text` in pieces of odd sizes.
Reader::Source pieces(std::string_view text) {
  return [text](std::span<char> out) mutable -> Result<std::size_t> {
    const std::size_t count =
        text.copy(out.data(), std::min<std::size_t>(out.size(), 1 + text.size() % 997));
    text.remove_prefix(count);
    return count;
  };
}

std::string json_of(std::string_view file) {
  std::string json;
  Reader reader = Reader::of_bytes(file);
  REQUIRE(to_json(reader, [&](std::string_view piece) { json += piece; }));
  return json;
}

std::string file_of_json(std::string_view json) {
  std::string file;
  const Result<Converted> done =
      from_json(pieces(json), [&](std::string_view piece) { file += piece; });
  if (!done) FAIL(done.error().message);
  return file;
}

std::string error_of_json(std::string_view json) {
  const Result<Converted> done = from_json(pieces(json), [](std::string_view) {});
  return done ? "" : done.error().message;
}

std::string csv_of(std::string_view file) {
  std::string csv;
  Reader reader = Reader::of_bytes(file);
  REQUIRE(to_csv(reader, [&](std::string_view piece) { csv += piece; }));
  return csv;
}

std::string file_of_csv(std::string_view csv, const Framing& framing) {
  std::string file;
  const Result<Converted> done =
      from_csv(pieces(csv), framing, [&](std::string_view piece) { file += piece; });
  if (!done) FAIL(done.error().message);
  return file;
}

std::string error_of_csv(std::string_view csv) {
  const Result<Converted> done = from_csv(pieces(csv), {}, [](std::string_view) {});
  return done ? "" : done.error().message;
}

Framing framing_of(std::string_view file) {
  Reader reader = Reader::of_bytes(file);
  REQUIRE(reader.next());
  return reader.framing();
}

// Segments of every record, without descriptor words and padding.
std::string content_of(std::string_view file) {
  std::string content;
  Reader reader = Reader::of_bytes(file);
  while (const FileRecord* record = *reader.next()) {
    const bool is_base = record->kind == RecordKind::Base;
    content +=
        record->bytes.substr(4, (is_base ? unpadded_length(record->bytes) : kBaseLength) - 4);
    content += '\n';
  }
  return content;
}

std::string small_file() {
  std::string account(blank(Segment::Base));
  FoldCounts counts;
  put_text(field(BaseField::ConsumerAccountNumber), "A1", account.data(), counts);
  put_text(field(BaseField::Surname), "Sample, \"Sam\"", account.data(), counts);
  put_dollars(field(BaseField::CurrentBalance), 1450, account.data());
  char* j1 = append_segment(account, Segment::J1);
  put_text(field(J1Field::Surname), "Sample", j1, counts);
  put_text(field(J1Field::Ssn), "666123456", j1, counts);
  Totals totals;
  totals.add(account);
  std::string file;
  FileWriter writer({}, [&](std::string_view bytes) { file += bytes; });
  REQUIRE(writer.add(plain_header()));
  REQUIRE(writer.add(account));
  REQUIRE(writer.finish(totals));
  return file;
}

}  // namespace

SCENARIO("a packed file whose header tells more than a record can have comes back from JSON") {
  const Framing framing{.line_end = LineEnd::None, .encoding = Encoding::Packed};
  std::string file;
  std::string_view lines;
  const std::string small = small_file();
  for (lines = small; !lines.empty(); lines.remove_prefix(lines.find('\n') + 1))
    REQUIRE(append_record(framing, lines.substr(0, lines.find('\n')), file));
  file.replace(0, 2, "\x7D\x0F");  // 32,015 bytes
  CHECK(file_of_json(json_of(file)) == file);
}

SCENARIO("a file becomes JSON and the same bytes again, in any framing") {
  for (const Framing& framing : all_framings()) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      CAPTURE(to_string(framing), seed);
      Random random(seed);
      const std::string file = random_file(random, framing, random.below(20));
      const std::string json = json_of(file);
      CHECK(json.find("\"raw\"") == std::string::npos);
      CHECK(file_of_json(json) == file);
    }
  }
}

SCENARIO("a damaged file becomes JSON and the same bytes again") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::string file = damaged_file(random);
    CHECK(file_of_json(json_of(file)) == file);
  }
}

SCENARIO("the JSON of a small file names its fields") {
  check_golden("metro2/small.json", json_of(small_file()));
  JsonDocument document;
  CHECK_FALSE(document.parse(json_of(small_file())));
}

SCENARIO("an empty file is an empty list of records") {
  CHECK(file_of_json(json_of("")).empty());
  CHECK(json_of("").find("\"records\": [\n]") != std::string::npos);
}

SCENARIO("JSON from another hand is read: spaces, numbers, order of members") {
  const std::string json = R"( { "records" : [ { "k1" : [ { "creditor_classification" : 9 } ] ,
      "base" : { "surname" : "O'NEIL\u002cJR" , "current_balance" : 1450, "rdw": "0001", "account_status": "71" } } , {"trailer":{}} ] } )";
  const std::string file = file_of_json(json);
  REQUIRE(file.size() == 460 + 1 + 426 + 1);
  CHECK(file.substr(0, 5) == "04601");
  CHECK(text(field(BaseField::Surname), file) == "O'NEIL,JR");
  CHECK(number(field(BaseField::CurrentBalance), file) == 1450);
  CHECK(file.substr(426, 34) == "K1" + std::string(30, ' ') + "09");
}

SCENARIO("JSON that is not a file is refused with its place") {
  const auto [json, message] = GENERATE(table<std::string, std::string>({
      {"", "byte 0 of the JSON text: `{` is missing"},
      {"[]", "byte 0 of the JSON text: `{` is missing"},
      {"{}", "the JSON text has no member `records`"},
      {"{\"records\": [", "byte 13 of the JSON text: a value is missing"},
      {"{\"records\": []} x", "byte 16 of the JSON text: something follows the end"},
      {"{\"recrods\": []}",
       "the JSON text has a member \"recrods\" beside `framing` and `records`"},
      {"{\"framing\": {\"format\": \"fixd\"}, \"records\": []}", "`framing` has no such `format`"},
      {"{\"framing\": {\"record_length\": 99999999999}, \"records\": []}",
       "`framing` has a `record_length` outside 0 to 9999"},
      {"{\"framing\": 7, \"records\": []}", "`framing` is not an object"},
      {"{\"records\": [], \"framing\": {}}", ""},
      {"{\"records\": [{\"base\": {}}], \"framing\": {}}", "`framing` stands behind `records`"},
      {"{\"records\": [7]}", "record 1 of the JSON text: it is text, not an object"},
      {"{\"records\": [{\"base\": {}}, {}]}",
       "record 2 of the JSON text: it has none of `header`, `base`, `trailer`, `raw`"},
      {"{\"records\": [{\"base\": {\"surnam\": \"X\"}}]}",
       "record 1 of the JSON text: `base` has no field `surnam`"},
      {"{\"records\": [{\"base\": {\"first_name\": \"ABCDEFGHIJKLMNOPQRSTU\"}}]}",
       "record 1 of the JSON text: `base.first_name` is not text of at most 20 characters"},
      {"{\"records\": [{\"base\": {\"city\": null}}]}",
       "record 1 of the JSON text: `base.city` is not text of at most 20 characters"},
      {"{\"records\": [{\"base\": {\"city\": \"\\u4e2d\"}}]}",
       "record 1 of the JSON text: `base.city` is not text of at most 20 characters"},
      {"{\"records\": [{\"base\": {}, \"j3\": []}]}",
       "record 1 of the JSON text: there is no segment `j3`"},
      {"{\"records\": [{\"base\": {}, \"j1\": {}}]}",
       "record 1 of the JSON text: `j1` is an object, not a list"},
      {"{\"records\": [{\"header\": {}, \"j1\": [{}]}]}",
       "record 1 of the JSON text: appended segments follow a base segment only"},
      {"{\"records\": [{\"base\": {}, \"header\": {}}]}",
       "record 1 of the JSON text: it is more than one of `header`, `base`, `trailer`"},
      {"{\"records\": [{\"base\": {}, \"line_end\": \"cr\"}]}",
       "record 1 of the JSON text: `line_end` is none of `none`, `lf`, `crlf`"},
      {"{\"records\": [{\"raw\": 1.5e3}, {\"raw\": [1]}]}",
       "record 2 of the JSON text: `raw` is not the text of bytes"},
      {"{\"framing\": {\"encoding\": \"packed\"}, \"records\": [{\"base\": {\"ssn\": \"x\"}}]}",
       "record 1 of the JSON text: a numeric field that is not all digits has no packed form"},
  }));
  CAPTURE(json);
  CHECK(error_of_json(json) == message);
}

SCENARIO("a record with too many segments for its descriptor word is refused") {
  std::string json = "{\"records\": [{\"base\": {}, \"j1\": [{}";
  for (int i = 0; i < 100; ++i) json += ", {}";
  CHECK(error_of_json(json + "]}]}") == "record 1 of the JSON text: it is longer than 9999 bytes");
}

SCENARIO("JSON without an end is refused before it takes memory without end") {
  std::size_t given = 0;
  const Reader::Source endless = [&](std::span<char> out) -> Result<std::size_t> {
    const std::string_view start = "{\"records\": [\"";
    std::fill(out.begin(), out.end(), 'x');
    if (given == 0) start.copy(out.data(), out.size());
    given += out.size();
    return out.size();
  };
  CHECK(from_json(endless, [](std::string_view) {}).error().code == ErrorCode::TooLarge);
  CHECK(given < 8000000);
}

SCENARIO("a file becomes CSV and the same fields again, in any framing") {
  for (const Framing& framing : all_framings()) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      CAPTURE(to_string(framing), seed);
      Random random(seed);
      const std::string file = random_file(random, framing, 1 + random.below(10));
      const std::string csv = csv_of(file);
      // The block count depends on how records fall into blocks; it is computed again.
      Framing same = framing_of(file);
      same.block_descriptors = false;
      std::string unblocked;
      Reader reader = Reader::of_bytes(file);
      FileWriter writer(same, [&](std::string_view bytes) { unblocked += bytes; });
      REQUIRE(reframe(reader, writer));
      CHECK(content_of(file_of_csv(csv, same)) == content_of(unblocked));
    }
  }
}

SCENARIO("the CSV of a small file names its fields") {
  check_golden("metro2/small.csv", csv_of(small_file()));
  CHECK(file_of_csv(csv_of(small_file()), {}) == small_file());
}

SCENARIO(
    "CSV from another hand is read: any order of columns, quotes, line ends, a byte order mark") {
  const std::string file = file_of_csv(
      "\xEF\xBB\xBFsurname,segment,account_status\r\n\r\n\"O\"\"NEIL, "
      "JR\",base,71\r\n\"A\nB\",J1,\r\n",
      {});
  REQUIRE(file.size() == 526 + 1);
  CHECK(text(field(BaseField::Surname), file) == "O\"NEIL, JR");
  CHECK(text(field(J1Field::Surname), std::string_view(file).substr(426)) == "A\nB");
}

SCENARIO("CSV that is not a file is refused with its line") {
  const auto [csv, message] = GENERATE(table<std::string, std::string>({
      {"", "the CSV text is empty"},
      {"surname\nX\n", "line 1 of the CSV text: the column `segment` is missing"},
      {"segment,surnam\n", "line 1 of the CSV text: no segment has a field `surnam`"},
      {"segment,city,city\n", "line 1 of the CSV text: there are two columns `city`"},
      {"segment,city\nbase\n", "line 2 of the CSV text: the row has 1 cells, the table 2 columns"},
      {"segment,city\nbse,X\n",
       "line 2 of the CSV text: `segment` is none of header, base, trailer, J1, J2, K1, K2, K3, "
       "K4, L1, N1"},
      {"segment,city\nbase,A\nJ1,B\n", "line 3 of the CSV text: `J1` has no field `city`"},
      {"segment,city\nJ2,B\n",
       "line 2 of the CSV text: an appended segment does not follow the base segment of its "
       "record"},
      {"record,segment\n1,base\n2,J1\n",
       "line 3 of the CSV text: an appended segment does not follow the base segment of its "
       "record"},
      {"segment,state\nbase,UTAH\n",
       "line 2 of the CSV text: `state` is not text of at most 2 characters"},
      {"segment,city\nbase,\"A\n", "line 2 of the CSV text: a quote is not closed"},
      {"segment,city\nbase,\"A\"B\n", "line 2 of the CSV text: a quote stands within a cell"},
      {"segment,city\n\"base\n\n\",A\nJ1\n",
       "line 2 of the CSV text: `segment` is none of header, base, trailer, J1, J2, K1, K2, K3, "
       "K4, L1, N1"},
  }));
  CAPTURE(csv);
  CHECK(error_of_csv(csv) == message);
}

SCENARIO("what is no record is counted when a table has no place for it") {
  std::string file = small_file() + "JUNK\n";
  std::string csv;
  Reader reader = Reader::of_bytes(file);
  const Result<Converted> done = to_csv(reader, [&](std::string_view piece) { csv += piece; });
  REQUIRE(done);
  CHECK(done->records == 3);
  CHECK(done->unreadable == 1);
}

SCENARIO("a file changes its framing and keeps its content") {
  Random random(17);
  const std::string file = random_file(random, {.line_end = LineEnd::Lf}, 30);
  for (Framing framing : all_framings()) {
    CAPTURE(to_string(framing));
    if (framing.format == Format::Fixed) framing.record_length = 2400;
    std::string other;
    Reader reader = Reader::of_bytes(file);
    FileWriter there(framing, [&](std::string_view bytes) { other += bytes; });
    const Result<Converted> done = reframe(reader, there);
    REQUIRE(done);
    CHECK(done->records == 32);
    CHECK(done->unreadable == 0);
    std::string again;
    Reader other_reader = Reader::of_bytes(other);
    FileWriter back({}, [&](std::string_view bytes) { again += bytes; });
    REQUIRE(reframe(other_reader, back));
    CHECK(again == file);
  }
}

SCENARIO("any bytes of any field survive as text") {
  Random random(23);
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto segment = static_cast<Segment>(i);
    for (int round = 0; round < 20; ++round) {
      std::string bytes(blank(segment));
      for (char& c : bytes) {
        if (!random.one_in(3)) c = " 0B9\x80\xFF\n"[random.below(7)];
      }
      std::string again(blank(segment));
      std::string storage;
      std::string back;
      for (const Field& field : fields(segment)) {
        const auto value = internal::exact_text(field, segment, bytes);
        if (!value) continue;
        const auto decoded = internal::from_utf8(internal::to_utf8(*value, storage), back);
        REQUIRE(decoded == value);
        REQUIRE(internal::put_exact(field, *decoded, again.data()));
      }
      CHECK(again == bytes);
    }
  }
}
