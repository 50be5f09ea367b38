#include "engine/validate/validate.h"
#include "tests/support/metro2_files.h"
#include "tests/support/sample_file.h"
#include "tests/unit/engine/validate/broken_files.h"

using namespace m2;
using namespace m2::test;

namespace {

using Told = std::vector<std::string>;

std::string random_bytes(std::uint64_t seed, std::size_t count) {
  Random random(seed);
  std::string bytes(count, '\0');
  for (char& c : bytes) c = static_cast<char>(random.below(256));
  return bytes;
}

struct Nature {
  const char* name;
  std::string bytes;
  std::string message;
};

// A file of the standard in EBCDIC: capitals, digits and the few signs that it has.
std::string in_ebcdic(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_digit(c)) c = static_cast<char>(0xF0 + byte - '0');
    if (c == ' ') c = '\x40';
    if (c == '\n') c = '\x25';
    if (byte >= 'A' && byte <= 'I') c = static_cast<char>(0xC1 + byte - 'A');
    if (byte >= 'J' && byte <= 'R') c = static_cast<char>(0xD1 + byte - 'J');
    if (byte >= 'S' && byte <= 'Z') c = static_cast<char>(0xE2 + byte - 'S');
  }
  return text;
}

// Each byte as two; the order says where the zero stands.
std::string in_utf16(std::string_view text, bool is_big_endian) {
  std::string wide;
  for (const char c : text) wide += is_big_endian ? std::string{'\0', c} : std::string{c, '\0'};
  return wide;
}

std::string gzip(std::size_t length) {
  return "\x1F\x8B\x08" + std::string(6, '\0') + random_bytes(7, length);
}

std::vector<Nature> natures() {
  const std::string sample = SampleFile().bytes();
  const std::string stream = SampleFile().bytes({.line_end = LineEnd::None});
  const std::string utf16 = "this is UTF-16 text: convert it to ASCII";
  const std::string ebcdic = "this is EBCDIC text: convert it to ASCII";
  return {
      {"nothing", "", "the file is empty: ask for it again"},
      {"EBCDIC in lines", in_ebcdic(sample), ebcdic},
      {"EBCDIC in one line", in_ebcdic(stream), ebcdic},
      {"UTF-16, big end first", "\xFE\xFF" + in_utf16(sample, true), utf16},
      {"UTF-16, little end first", "\xFF\xFE" + in_utf16(sample, false), utf16},
      {"UTF-16 without a mark", in_utf16(sample, false), utf16},
      {"UTF-16 without a mark, big end first", in_utf16(stream, true), utf16},
      {"gzip", gzip(2'000'000), "this is a gzip archive: unpack it first"},
      {"a short gzip", gzip(9), "this is a gzip archive: unpack it first"},
      {"zip", "PK\x03\x04" + random_bytes(3, 100'000),
       "this is a zip archive (or a spreadsheet in one): unpack it first"},
      {"PDF", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n" + random_bytes(4, 100'000),
       "this is a PDF document: ask for the Metro 2 file that it describes"},
      {"JSON", "\n [\n  {\"account\": \"1\"}\n]\n",
       "this is JSON: give the Metro 2 file; `metro2 convert` makes one of JSON that it wrote"},
      {"CSV", "account,balance,status\n1,1450,11\n2,0,13\n",
       "this is a table (CSV): give the Metro 2 file; `metro2 convert` makes one of CSV that it "
       "wrote"},
      {"a table of semicolons", "account;balance\r\n1;1450\r\n",
       "this is a table (CSV): give the Metro 2 file; `metro2 convert` makes one of CSV that it "
       "wrote"},
      {"a web page", "<!doctype html>\n<html><body>Sign in</body></html>\n",
       "this is a web page or XML: give the Metro 2 file itself"},
      {"line noise", random_bytes(5, 1'000'000),
       "these bytes are no text: the file is encrypted, packed or damaged; decrypt it, or ask for "
       "it again"},
      {"a letter", "Dear Sir or Madam\nplease find enclosed the file for May\n",
       "this is not a Metro 2 file"},
      {"zero bytes", std::string(1000, '\0'),
       "the file is nothing but 1,000 zero bytes: ask for it again"},
      {"zeros", std::string(100'000, '0'),
       "the file is nothing but `0`, 100,000 times: ask for it again"},
      {"blanks", std::string(100'000, ' '),
       "the file is nothing but 100,000 blanks: ask for it again"},
  };
}

// A source of one byte, as long as asked for; the reader keeps a few records of it.
Reader reader_of(char byte, std::uint64_t length) {
  return Reader([byte, left = length](std::span<char> bytes) mutable -> Result<std::size_t> {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size()));
    std::fill_n(bytes.begin(), count, byte);
    left -= count;
    return count;
  });
}

}  // namespace

SCENARIO("a file that is none of Metro 2 is named for what it is, once") {
  for (const Nature& nature : natures()) {
    CAPTURE(nature.name);
    const std::vector<Finding> findings = findings_of(nature.bytes);
    REQUIRE(findings.size() == 1);
    CHECK(findings.front().rule->id == "FILE-100");
    CHECK(findings.front().message == nature.message);
  }
}

SCENARIO("a byte order mark is named, and the file behind it is read") {
  const std::string bytes = "\xEF\xBB\xBF" + SampleFile().bytes();
  const std::vector<Finding> findings = findings_of(bytes);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().rule->id == "FILE-101");
  CHECK(findings.front().message ==
        "the file begins with a byte order mark: write it as ASCII, without one");
  CHECK(findings.front().found == "3 bytes");
}

SCENARIO("a file of one byte is named by it, however long it is") {
  const auto [byte, length] = GENERATE(table<char, std::uint64_t>({{'\0', 20'000'000},
                                                                   {'0', 2'000'000},
                                                                   {'9', 2'000'000},
                                                                   {' ', 2'000'000},
                                                                   {'\n', 2'000'000}}));
  CAPTURE(static_cast<int>(byte));
  Reader reader = reader_of(byte, length);
  std::vector<std::string> found;
  const auto summary =
      validate(reader, {}, [&](const Finding& finding) { found.push_back(finding.found); });
  REQUIRE(summary);
  REQUIRE(found.size() == 1);
  CHECK(found.front().starts_with("nothing but "));
  CHECK(found.front().find(length == 20'000'000 ? "20,000,000" : "2,000,000") != std::string::npos);
}

SCENARIO("whatever stands in a base record, it is never taken for a trailer") {
  const SampleFile sample;
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    SampleFile file = sample;
    // Everything but the descriptor word, so that only content could mislead.
    for (std::size_t n = 1 + random.below(426); n > 0; --n) {
      file.records[1][4 + random.below(422)] = random.one_in(2)
                                                   ? "TRAILER0"[random.below(8)]
                                                   : static_cast<char>(0x20 + random.below(95));
    }
    if (file.records[1].compare(4, 7, "TRAILER") == 0) continue;
    for (const std::string& finding : told(file.bytes())) {
      CHECK(finding.find("2:trailer.") == std::string::npos);
      CHECK(finding.substr(0, 8) != "FILE-002");
    }
  }
}

SCENARIO("a file of another kind is one finding, however long it is") {
  CHECK(told(random_bytes(1, 3'000'000)) == Told{"FILE-100 0"});
  CHECK(told(std::string(3'000'000, '\0')) == Told{"FILE-100 0"});
  CHECK(told(std::string(3'000'000, '\n')) == Told{"FILE-100 0"});
  CHECK(told(std::string(3'000'000, '9')) == Told{"FILE-100 0"});
  CHECK(told("\n") == Told{"FILE-100 0"});
}

SCENARIO("a line of a hundred megabytes is read in bounded memory") {
  std::uint64_t left = 100'000'000;
  std::size_t largest = 0;
  Reader reader([&](std::span<char> bytes) -> Result<std::size_t> {
    largest = std::max(largest, bytes.size());
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size()));
    std::fill_n(bytes.begin(), count, 'A');
    left -= count;
    return count;
  });
  std::vector<std::string> found;
  const Result<FileSummary> summary =
      validate(reader, {}, [&](const Finding& finding) { found.push_back(finding.found); });
  REQUIRE(summary);
  CHECK(found == Told{"nothing but `A`, 100,000,000 times"});
  CHECK(largest <= std::size_t{1} << 20);
}

SCENARIO("a huge length that is claimed takes nothing but a finding") {
  std::string file = SampleFile().bytes({.line_end = LineEnd::None});
  file.replace(426, 4, "9999");
  CHECK(told(file) == Told{"FILE-006 2"});
}

SCENARIO("whatever is done to a file, every finding has a place in it") {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const std::string file = damaged_file(random);
    for (const Finding& finding : findings_of(file)) {
      CHECK(finding.offset <= file.size());
      CHECK(finding.rule != nullptr);
      CHECK(!finding.message.empty());
    }
  }
}

SCENARIO("an error of the source ends validation") {
  Reader reader([](std::span<char>) -> Result<std::size_t> {
    return Error{ErrorCode::Unreadable, "the disk is gone"};
  });
  const Result<FileSummary> summary = validate(reader, {}, [](const Finding&) {});
  REQUIRE(!summary);
  CHECK(summary.error().message == "the disk is gone");
}
