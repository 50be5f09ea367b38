#include <filesystem>

#include "engine/base/file.h"
#include "tests/integration/transcript.h"
#include "tests/support/golden.h"

using namespace m2;
using namespace m2::test;

SCENARIO("the program answers as its transcripts say") {
  const Result<std::vector<std::string>> names = list_files(golden_path("cli"));
  REQUIRE(names);
  CHECK(names->size() >= 5);
  for (const std::string& name : *names) {
    DYNAMIC_SECTION(name) {
      const std::string transcript = "cli/" + name;
      check_golden(transcript,
                   play(read(golden_path(transcript)), M2_PROGRAM, golden_path("cli/files")));
    }
  }
}
