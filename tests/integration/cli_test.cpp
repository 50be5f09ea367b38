#include <cstdlib>
#include <filesystem>

#include "engine/base/file.h"
#include "tests/integration/transcript.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

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

SCENARIO(
    "a version that is released is kept: written once, and nothing runs with another content") {
  namespace fs = std::filesystem;
  const fs::path folder = scratch("release_test");
  fs::remove_all(folder);
  fs::copy(golden_path("cli/files/overrides"), folder, fs::copy_options::recursive);
  const auto answer = [&](const std::string& command) {
    return play("$ metro2 " + command + "\n", M2_PROGRAM, folder.string());
  };
  const auto says = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  const std::string lock = "check --presets files --lock ";
  const std::string first = answer(lock + "files/rent.preset");
  CHECK(says(first, "released plain_rent version 1, "));
  CHECK_FALSE(says(first, "oak_rent"));
  CHECK(says(answer(lock + "files"), "released oak_rent version 1, "));
  const std::string written = read((folder / "preset.lock").string());
  CHECK(says(answer(lock + "files"), "nothing new to release"));
  CHECK(says(answer("check --presets files files"), "0 errors"));

  REQUIRE(write_file(folder / "lease.shape", read((folder / "lease.shape").string()) + "# new\n"));
  const std::string changed = answer(lock + "files");
  CHECK(says(changed, "error[version-changed]: `plain_rent` version 1 is released"));
  CHECK(says(changed, "error[version-changed]: `oak_rent` version 1 is released"));
  CHECK(says(changed, "Nothing was released."));
  CHECK(says(changed, "[exit 1]"));
  const std::string run = answer("run --presets files --tenant oak --period 2026-05 --from files");
  CHECK(says(run, "version-changed"));
  CHECK(says(run, "Nothing was run."));
  CHECK(read((folder / "preset.lock").string()) == written);
}

namespace {

// The blocks of a page that begin with `$ metro2`, played where the project's presets and files of
// tests are; `more` follows each command. Returns how many there are.
std::size_t play_guide(const std::string& name, const std::string& more = "") {
  const std::string page = read(project_path(name));
  std::string played;
  std::size_t commands = 0;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t begin = page.find("```\n$ metro2 ", at);
    if (begin == std::string::npos) {
      played += page.substr(at);
      break;
    }
    const std::size_t line = begin + 4;
    const std::size_t end_of_line = page.find('\n', line);
    const std::size_t end = page.find("\n```", line);
    REQUIRE(end != std::string::npos);
    std::string command = page.substr(line, end_of_line - line);
    played += page.substr(at, line - at) + command + "\n";
    for (const std::string_view folder : {" presets/", " tests/"}) {
      for (std::size_t from = command.find(folder); from != std::string::npos;
           from = command.find(folder, from + 1))
        command.insert(from + 1, "files/");
    }
    std::string answer = play(command + more + "\n", M2_PROGRAM, project_path(""));
    for (std::size_t from = answer.find("files/tests/"); from != std::string::npos;
         from = answer.find("files/tests/"))
      answer.erase(from, 6);  // as the command on the page names it
    for (std::string_view rest = std::string_view(answer).substr(answer.find('\n') + 1);
         !rest.empty();) {
      const std::string_view said = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(said.size() + 1);
      const bool is_output = said.starts_with("| ") || said.starts_with("! ");
      played += std::string(is_output ? said.substr(2) : said == "|" ? "" : said) + "\n";
    }
    played += "```";
    at = end + 4;
    ++commands;
  }
  check_page(name, played);
  return commands;
}

}  // namespace

SCENARIO("what the guides show is what the program says") {
  CHECK(play_guide("docs/explain.md", " --presets files/presets") >= 3);
  CHECK(play_guide("docs/reports.md") >= 3);
  CHECK(play_guide("docs/score.md") >= 1);
}

SCENARIO("the slugs of all messages can be listed") {
  const auto answer = [](const std::string& command) {
    return play("$ metro2 " + command + "\n", M2_PROGRAM, golden_path("cli/files"));
  };
  const std::string list = answer("help diagnostics");
  CHECK(list.find("| gap                   error    a table without a row") != std::string::npos);
  CHECK(list.find("metro2 help SLUG") != std::string::npos);
  CHECK(answer("help diagnostics --format json").find("\"slug\": \"gap\"") != std::string::npos);
}

SCENARIO("presets are compared with a revision of their repository, which stays as it is") {
  namespace fs = std::filesystem;
  const fs::path folder = scratch("revision_test");
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(golden_path("cli/files/homes"), folder / "presets", fs::copy_options::recursive);
  const auto git = [&](const std::string& command) {
    const std::string line = "git -C '" + folder.string() +
                             "' -c user.name=Ann -c user.email=ann@example.com " + command +
                             " >/dev/null 2>&1";
    return std::system(line.c_str());
  };
  REQUIRE(git("init -q") == 0);
  REQUIRE(git("add -A") == 0);
  REQUIRE(git("commit -q -m first") == 0);
  const fs::path preset = folder / "presets/rent.preset";
  std::string text = read(preset.string());
  const std::string was = "skip garage ";
  text.replace(text.find(was), was.size(), "hold garage ");
  REQUIRE(write_file(preset, text));
  const auto answer = [&](const std::string& revisions) {
    return play("$ metro2 diff " + revisions +
                    " --tenant oak --from files/presets/accounts.ndjson --as-of 2026-05-31 "
                    "--presets files/presets\n",
                M2_PROGRAM, folder.string());
  };
  const auto says = [](const std::string& whole, const std::string& part) {
    return whole.find(part) != std::string::npos;
  };
  THEN("it is told what differs from the last commit, with the names of the files") {
    const std::string said = answer("HEAD files/presets");
    CAPTURE(said);
    CHECK(says(said, "| 7 accounts, 1 changes"));
    CHECK(says(said, "skipped by garage → held by garage  1"));
    CHECK(says(said, "files/presets/rent.preset:"));
    CHECK(says(answer("files/presets HEAD"), "   HEAD:rent.preset:"));
    CHECK(says(answer("HEAD HEAD"), "| 7 accounts, none of them changes"));
    CHECK(read(preset.string()) == text);
  }
  THEN("a revision that does not check is told by the names of its files") {
    REQUIRE(write_file(preset, "preset homes_rent version 2\n"));
    REQUIRE(git("commit -q -a -m broken") == 0);
    REQUIRE(write_file(preset, text));
    const std::string said = answer("HEAD files/presets");
    CAPTURE(said);
    CHECK(says(said, " --> HEAD:rent.preset:1:1"));
    CHECK(says(said, "Nothing was compared: `HEAD` does not check."));
    CHECK(says(answer("HEAD~1 files/presets"), "held by garage  1"));
  }
  THEN("what is no revision is said") {
    CHECK(says(answer("HEAD~7 files/presets"),
               "no tenant, preset, folder or git revision is called `HEAD~7`"));
  }
}
