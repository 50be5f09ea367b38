#include "engine/pipeline/mutation.h"

#include <filesystem>

#include "engine/base/file.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;
using Fate = MutantResult::Fate;

const fs::path kRooms = test::golden_path("cli/files/little");

/// Cases of the little room, written in a test.
class Rooms {
 public:
  explicit Rooms(const std::string& cases, const std::string& keys = "")
      : folder_(test::scratch("mutation_test")), runner_(presets_of_mutants()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::copy_file(kRooms / "room.json", folder_ / "room.json");
    const std::string text =
        "preset: little_rent\nas_of: 2026-06-15\nbase: room.json\n" + keys + "cases:\n" + cases;
    REQUIRE(write_file(folder_ / "rooms.test.yaml", text));
    runner_.load(folder_ / "rooms.test.yaml");
    INFO(render(runner_.found().sorted(), Colour::Never));
    REQUIRE_FALSE(runner_.found().has_errors());
  }

  MutationRun& run(std::size_t threads = 1) {
    mutation_.emplace(runner_);
    MutationOptions options;
    options.threads = threads;
    REQUIRE(mutation_->run(options));
    return *mutation_;
  }
  /// What became of the mutants of the line that begins so: "bound killed".
  std::vector<std::string> fates(const std::string& line) {
    std::vector<std::string> out;
    for (const MutantResult& result : run().results()) {
      if (!result.lines.front().before.starts_with(line)) continue;
      const char* fate = result.fate == Fate::Killed     ? " killed"
                         : result.fate == Fate::Refused  ? " refused"
                         : result.fate == Fate::Survived ? " survived"
                                                         : " equal";
      out.push_back(std::string(dsl::to_string(result.mutant.mutation)) + fate);
    }
    return out;
  }
  std::string reasons() {
    run().check_reasons(runner_.found());
    std::string out;
    for (const Diagnostic& d : runner_.found().sorted())
      out += d.slug + " " + std::to_string(d.span.line()) + ": " + d.message + "\n";
    return out;
  }

 private:
  static PresetsFolder presets_of_mutants() {
    auto folder = PresetsFolder::find({.given = kRooms});
    REQUIRE(folder);
    return *folder;
  }

  fs::path folder_;
  CaseRunner runner_;
  std::optional<MutationRun> mutation_;
};

constexpr const char* kDay29 =
    "  - name: day 29\n"
    "    change: { room.unpaid_since: 2026-05-15 }\n"
    "    expect: { base: { account_status: \"11\" } }\n";
constexpr const char* kDay30 =
    "  - name: day 30\n"
    "    change: { room.unpaid_since: 2026-05-14 }\n"
    "    expect: { base: { account_status: \"71\" } }\n";

}  // namespace

SCENARIO("a case on each side of a bound kills what moves it") {
  Rooms both(std::string(kDay29) + kDay30);
  CHECK(both.fates("| 0..29") ==
        std::vector<std::string>{"rows killed", "bound killed", "bound killed", "code killed"});
  Rooms one(kDay29);
  CHECK(one.fates("| 0..29") ==
        std::vector<std::string>{"rows killed", "bound survived", "bound killed", "code killed"});
}

SCENARIO("what would kill a survivor has been tried") {
  Rooms rooms(kDay29);
  const auto& results = rooms.run().results();
  const auto up = std::find_if(results.begin(), results.end(), [](const MutantResult& r) {
    return r.lines.front().after.starts_with("| 0..30");
  });
  REQUIRE(up != results.end());
  CHECK(up->reached == 1);
  REQUIRE(up->input);
  CHECK(up->input->like.test->test.name == "day 29");
  CHECK(up->input->changes ==
        std::vector<std::string>{"change: { room.unpaid_since: 2026-05-14 }"});
  REQUIRE_FALSE(up->input->differs.empty());
  CHECK(up->input->differs.front().what == "account_status");
  CHECK(up->input->differs.front().before == "\"71\"");
  CHECK(up->input->differs.front().after == "\"11\"");
}

SCENARIO("a case that comes by and expects too little is said to") {
  Rooms rooms(
      "  - name: something\n"
      "    expect: { outcome: reported }\n");
  std::size_t seen = 0;
  for (const MutantResult& result : rooms.run().results()) {
    if (!result.lines.front().before.starts_with("portfolio_type:")) continue;
    ++seen;
    CHECK(result.fate == Fate::Survived);
    REQUIRE(result.input);
    CHECK(result.input->changes.empty());
    CHECK(result.input->differs.front().what == "portfolio_type");
  }
  CHECK(seen == 1);
}

SCENARIO("what no case comes by survives, and what nothing uses is not changed") {
  Rooms rooms(kDay30);
  for (const MutantResult& result : rooms.run().results()) {
    CHECK(result.lines.front().before.find("amount * 50%") == std::string::npos);
    if (!result.lines.front().before.starts_with("| 60..")) continue;
    CHECK(result.fate == Fate::Survived);
    CHECK(result.reached == 0);
    CHECK_FALSE(result.nearest);
    CHECK(result.input);
  }
}

SCENARIO("the same is said with any number of threads") {
  const auto told = [](const MutationRun& mutation) {
    std::string out;
    for (const MutantResult& result : mutation.results()) {
      out += result.lines.front().after + std::to_string(static_cast<int>(result.fate));
      out += result.slug + (result.killer ? result.killer->test->test.name : "");
      if (result.input) out += result.input->like.test->test.name;
      for (std::size_t i = 0; result.input && i < result.input->changes.size(); ++i)
        out += result.input->changes[i];
    }
    return out;
  };
  Rooms rooms(std::string(kDay29) + kDay30);
  const std::string alone = told(rooms.run());
  CHECK(alone == told(rooms.run(3)));
}

SCENARIO("a reason is for a mutant that survives") {
  const std::string at = "survives:\n  - at: '| 0..29     || 11     |'\n    mutation: bound\n";
  const std::string because = "    because: \"nobody is 30 days late\"\n";
  Rooms right(kDay29, at + "    becomes: '| 0..30 || 11 |'\n" + because);
  CHECK(right.fates("| 0..29") ==
        std::vector<std::string>{"rows killed", "bound equal", "bound killed", "code killed"});
  CHECK(right.reasons() == "");
  const MutationScore score = right.run().scores().front();
  CHECK(score.equal == 1);

  Rooms killed(kDay29, at + "    becomes: '| 0..28 || 11 |'\n" + because);
  CHECK(killed.reasons() ==
        "survives-nothing 5: this mutant is killed by a case, so it needs no reason\n");
  Rooms gone(kDay29, "survives:\n  - at: '| 0..28 || 11 |'\n    mutation: bound\n" + because);
  CHECK(gone.reasons() ==
        "survives-nothing 5: no mutant `bound` changes the line `| 0..28 || 11 |`\n");
}

SCENARIO("a score is never rounded up") {
  MutationScore score;
  CHECK(score.percent() == 100);
  score.mutants = 10'000;
  score.killed = 9'999;
  score.survived = 1;
  CHECK(score.percent() == 99);
  score.survived = 0;
  score.equal = 1;
  CHECK(score.percent() == 100);
}

}  // namespace m2
