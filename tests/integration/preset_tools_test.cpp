// What authors of presets rely on: cases run again when a file changes, and a mistake that somebody
// plants is told with its file and line.

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/file.h"
#include "tests/integration/transcript.h"
#include "tests/support/edited_copy.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

using namespace m2;
using namespace m2::test;

namespace {

namespace fs = std::filesystem;

/// The program while it runs: what it has said so far, and its end.
class Running {
 public:
  explicit Running(std::vector<std::string> words) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    child_ = ::fork();
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(ends[1], STDERR_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      std::signal(SIGINT, SIG_DFL);  // what the test runs under may ignore it
      words.insert(words.begin(), "metro2");
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      ::execv(M2_PROGRAM, arguments.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    reader_ = std::thread([this, from = ends[0]] { listen(from); });
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() {
    if (child_ > 0) end(SIGKILL);
  }

  /// Whether it says `part` after what it was waited for last, before it ends or the limit is
  /// reached.
  bool says(const std::string& part) {
    constexpr std::chrono::minutes kLimit{4};  // of a machine that has much else to do
    std::unique_lock lock(mutex_);
    std::size_t at = std::string::npos;
    changed_.wait_for(lock, kLimit, [&] {
      at = said_.find(part, heard_);
      return is_over_ || at != std::string::npos;
    });
    if (at == std::string::npos) return false;
    heard_ = at + part.size();
    return true;
  }
  /// Sends a signal; the one that ended it, or 0.
  int end(int signal) {
    ::kill(child_, signal);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    reader_.join();
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  }
  std::string said() {
    const std::lock_guard lock(mutex_);
    return said_;
  }

 private:
  void listen(int from) {
    char buffer[4096];
    for (;;) {
      const ssize_t read = ::read(from, buffer, sizeof buffer);
      const std::lock_guard lock(mutex_);
      if (read <= 0) {
        is_over_ = true;
        changed_.notify_all();
        ::close(from);
        return;
      }
      said_.append(buffer, static_cast<std::size_t>(read));
      changed_.notify_all();
    }
  }
  pid_t child_ = 0;
  std::thread reader_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string said_;
  std::size_t heard_ = 0;
  bool is_over_ = false;
};

void replace_in(const fs::path& file, const std::string& text, const std::string& other) {
  std::string all = read(file.string());
  const std::size_t at = all.find(text);
  CAPTURE(file.string(), text);
  REQUIRE(at != std::string::npos);
  REQUIRE(write_file(file, all.replace(at, text.size(), other)));
}

std::size_t line_of(const fs::path& file, const std::string& text) {
  const std::string all = read(file.string());
  const std::size_t at = all.find(text);
  REQUIRE(at != std::string::npos);
  return 1 + static_cast<std::size_t>(
                 std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

}  // namespace

SCENARIO("cases run again when a file changes, until a signal ends it") {
  const fs::path folder = copy_of(golden_path("cli/files/homes"), "watched");
  const fs::path cases = folder / "cases/rent.test.yaml";
  Running watch({"test", cases.string(), "--presets", folder.string(), "--watch", "--seed", "1"});
  const auto says = [&](const std::string& part) {
    const bool is_so = watch.says(part);
    UNSCOPED_INFO(watch.said());
    return is_so;
  };
  REQUIRE(says("9 cases: 9 passed, 0 failed"));
  REQUIRE(says("; Ctrl-C ends it\n"));

  // A case, and what the preset uses: each of them is seen.
  replace_in(cases, "status: \"71\"", "status: \"78\"");
  REQUIRE(says("9 cases: 8 passed, 1 failed"));
  replace_in(cases, "status: \"78\" }   # 30", "status: \"71\" }   # 30");
  REQUIRE(says("9 cases: 9 passed, 0 failed"));
  replace_in(folder / "late.library", "| 60..89 ", "| 61..89 ");
  REQUIRE(says("error[gap]"));
  replace_in(folder / "late.library", "| 61..89 ", "| 60..89 ");
  REQUIRE(says("9 cases: 9 passed, 0 failed"));
  REQUIRE(says("; Ctrl-C ends it\n"));
  CHECK(watch.end(SIGINT) == SIGINT);
}

namespace {

/// A mistake that somebody makes, and what must be told of it.
struct Planted {
  const char* name;
  const char* cases;  // the folder whose cases notice
  const char* file;
  std::vector<std::pair<std::string, std::string>> edits;  // the first is at the line to be told
  const char* told;                                        // besides file and line
};

const std::vector<Planted> kPlanted = {
    {"rent: a boundary",
     "entrata",
     "library/delinquency.library",
     {{"| 30..59 ", "| 30..60 "}, {"| 60..89 ", "| 61..89 "}},
     "account_status"},
    {"installment: a boundary",
     "loanpro",
     "library/delinquency.library",
     {{"| 30..59 ", "| 30..60 "}, {"| 60..89 ", "| 61..89 "}},
     "account_status"},
    {"rent: a code",
     "entrata",
     "entrata/rent.preset",
     {{"then \"AU\" else blank", "then \"AT\" else blank"}},
     "special_comment"},
    {"installment: a code",
     "loanpro",
     "loanpro/installment.preset",
     {{"specialized_payment_indicator:  \"02\"", "specialized_payment_indicator:  \"01\""}},
     "specialized_payment_indicator"},
    {"rent: a dropped otherwise",
     "entrata",
     "entrata/lease_terms.library",
     {{"(lease.sub_status otherwise \"\") in capitals", "lease.sub_status in capitals"}},
     "lease.sub_status"},
    {"installment: a dropped otherwise",
     "loanpro",
     "loanpro/loan_people.library",
     {{"who.first_name otherwise hold \"A borrower has no first name.\"", "who.first_name"}},
     "first_name"},
};

}  // namespace

SCENARIO("a planted mistake is told with its file and its line") {
  for (const Planted& planted : kPlanted) {
    DYNAMIC_SECTION(planted.name) {
      const fs::path folder = copy_of(project_path("presets"), "planted", Copied::WithoutFixtures);
      const fs::path file = folder / planted.file;
      for (const auto& [text, other] : planted.edits) replace_in(file, text, other);
      const std::size_t line = line_of(file, planted.edits.front().second);
      const std::string said =
          play(std::string("$ metro2 test files/") + planted.cases + " --presets files --seed 1\n",
               M2_PROGRAM, folder.string());
      INFO(said.substr(0, 6000));
      CHECK(said.find("[exit 1]") != std::string::npos);
      CHECK(said.find(std::string(planted.file) + ":" + std::to_string(line)) != std::string::npos);
      CHECK(said.find(planted.told) != std::string::npos);
    }
  }
}

SCENARIO("an explanation as a page needs nothing else, and hides what the text hides") {
  const auto page_of = [](const std::string& options) {
    const std::string file = scratch("explained.html").string();
    fs::remove(file);
    const std::string said = play(
        "$ metro2 explain 8200004 --tenant demo-rent --as-of 2026-06-15 --presets files/presets "
        "--from files/presets/entrata/fixtures --html " +
            file + " " + options + "\n",
        M2_PROGRAM, project_path(""));
    CHECK(said.find("| 8200004  reported") != std::string::npos);
    return read(file);
  };
  const std::string page = page_of("");
  const auto has = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  // From the field to the line, the values, and the member as it stands in the document.
  CHECK(has(page, ">amount_past_due = $2,920</h3>"));
  CHECK(has(page, "Bytes 164-172 <code>&quot;000002920&quot;</code>, rent.preset:"));
  CHECK(has(page, "<details open><summary>"));
  CHECK(has(page, "<code>| 60..89 || 2 | 78 |</code>"));
  CHECK(has(page, "<code>/ledger/18/transaction/amount</code></th><td><code>1460</code>"));
  CHECK(has(page, "← explained above"));
  for (const char* from_elsewhere : {"http:", "https:", "<script", "<link", "<img", " src="})
    CHECK_FALSE(has(page, from_elsewhere));

  const std::string revealed = page_of("--reveal");
  for (const char* own : {"Thornbury", "THORNBURY", "900147760", "4100 Juniper Row", "5125550104",
                          "1978-01-30", "01301978"}) {
    CAPTURE(own);
    CHECK(has(revealed, own));
    CHECK_FALSE(has(page, own));
  }
}
