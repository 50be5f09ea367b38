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

}  // namespace

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
  CHECK(found == Told{"100000000 bytes"});
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
