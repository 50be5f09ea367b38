#include "engine/pipeline/summary.h"

#include "engine/base/file.h"
#include "engine/base/json_slice.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

RunSummary run(const std::string& from, const std::string& tenant = "oak") {
  auto presets = PresetsFolder::find({.given = test::golden_path("pipeline/presets")});
  REQUIRE(presets);
  const fs::path out = test::scratch("summary_test");
  fs::remove_all(out);
  RunRequest request;
  request.tenant = tenant;
  request.period = *Period::parse("2026-05");
  request.from = from;
  request.out = out;
  Diagnostics found;
  auto summary = run_report(request, *presets, found, {});
  INFO((summary ? render(found.sorted(), Colour::Never) : summary.error().message));
  REQUIRE(summary);
  REQUIRE(*summary);
  // Paths as they are on every machine.
  (*summary)->request.from = "accounts.ndjson";
  (*summary)->request.out = "out";
  (*summary)->manifest = fs::path("out") / (*summary)->manifest.filename();
  for (WrittenFile& file : (*summary)->files) file.path = fs::path("out") / file.path.filename();
  return std::move(**summary);
}

/// Paths of the project as they are on every machine.
std::string portable(std::string text) {
  const std::string here = test::project_path("");
  for (std::size_t at = text.find(here); at != std::string::npos; at = text.find(here)) {
    text.erase(at, here.size());
  }
  return text;
}

RunSummary mixed() {
  return run(test::golden_path("pipeline/accounts.ndjson"));
}

RunSummary with_responses() {
  RunSummary summary = mixed();
  connectors::RecordedReport& report = summary.responses.emplace();
  report.read = {"getLeases.r2.1.json"};
  report.unreadable = {{"getArCodes.r1.json", "byte 12: Missing a comma"},
                       {"consent.csv", "line 3: no such state `yes`"}};
  for (const char* name : {"a", "b", "c", "d", "e", "f"})
    report.ignored.push_back({name, "not a .json file"});
  report.duplicates = {
      {"lease", "8200001", 2, "getLeases.r2.1.json", "getLeases.r2.2.json", "later update stamp"}};
  return summary;
}

std::uint64_t sum_of(const JsonSlice& counts) {
  std::uint64_t sum = 0;
  for (const auto& [rule, count] : counts.members()) sum += std::stoull(count.text());
  return sum;
}

}  // namespace

SCENARIO("the summary tells people what came in, what goes out and why the rest does not") {
  test::check_golden("pipeline/mixed.summary", portable(render_text(mixed(), Colour::Never)));
  test::check_golden("pipeline/responses.summary",
                     portable(render_text(with_responses(), Colour::Never)));
}

SCENARIO("the summary for programs has the promised shape, and its counts add up") {
  const std::string json = render_json(with_responses());
  test::check_golden("pipeline/responses.summary.json", portable(json));
  const auto root = JsonSlice::parse(json);
  REQUIRE(root);
  CHECK(std::stoull(root->member("documents").text()) ==
        std::stoull(root->member("reported").text()) + sum_of(root->member("skipped")) +
            sum_of(root->member("held")));
  for (const char* name : {"bureau", "path", "records", "sha256"}) {
    CHECK_FALSE(root->member("files").items().at(0).member(name).is_absent());
  }
  CHECK(root->member("findings").is_object());
}

SCENARIO("without documents or without a reported account the summary says so") {
  const fs::path file = test::scratch("summary_test.ndjson");
  REQUIRE(write_file(file, ""));
  test::check_golden("pipeline/empty.summary",
                     portable(render_text(run(file.string()), Colour::Never)));
  test::check_golden("pipeline/empty.summary.json", portable(render_json(run(file.string()))));
  REQUIRE(write_file(file, "nonsense\n"));
  test::check_golden("pipeline/nothing_reported.summary",
                     portable(render_text(run(file.string()), Colour::Never)));
}

SCENARIO("colour is there only when it is asked for") {
  const RunSummary summary = mixed();
  CHECK(render_text(summary, Colour::Never).find('\x1b') == std::string::npos);
  CHECK(render_text(summary, Colour::Always).find("\x1b[1m") != std::string::npos);
}

SCENARIO("what a document says cannot reach into the terminal") {
  const fs::path file = test::scratch("summary_test.ndjson");
  REQUIRE(write_file(file, R"({"account":"\u001b[31mred\nline","product":"rent"})"
                           "\n"));
  const std::string text = render_text(run(file.string()), Colour::Never);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\nline") == std::string::npos);
}

SCENARIO("the next commands can be copied") {
  RunSummary summary = mixed();
  summary.request.tenant = "my tenants/oak.yaml";
  const std::vector<NextCommand> commands = next_commands(summary);
  REQUIRE(commands.size() == 3);
  CHECK(commands[0].command == "metro2 validate out/oak.2026-05.equifax.metro2");
  CHECK(commands[2].command.find("--tenant 'my tenants/oak.yaml' ") != std::string::npos);
}

}  // namespace m2
