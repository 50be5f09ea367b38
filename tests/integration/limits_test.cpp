// Texts as large as a file may be, made to be hard: they end, soon, in little memory.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "tests/support/sanitized.h"

namespace {

using m2::test::kIsSanitized;
namespace fs = std::filesystem;

constexpr std::size_t kLargest = (std::size_t{1} << 20U) - 64;  // of a file
constexpr std::size_t kSmaller = kLargest / 4;
constexpr long kMostMemory = 100L * 1024;  // KiB

const std::string kHeader =
    "preset p version 1\nuse shape s\nuse codes metro2\nlayout metro2_426\n";
const std::string kShape =
    "shape s\nrecord account from \"\" {\n  id text\n  n int\n  words list of text\n}\n";

// `begin`, as many units as fit, `end`.
std::string filled(std::size_t size, const std::string& begin,
                   const std::function<std::string(int)>& unit, const std::string& end = "") {
  std::string out = begin;
  for (int i = 0;; ++i) {
    const std::string next = unit(i);
    if (out.size() + next.size() + end.size() > size) return out + end;
    out += next;
  }
}

struct Hard {
  const char* name;
  std::function<std::string(std::size_t size)> text;
};

std::vector<Hard> hard_texts() {
  const auto n = [](int i) { return std::to_string(i); };
  const auto lines = [](const std::function<std::string(int)>& unit) {
    return [unit](std::size_t size) { return filled(size, kHeader, unit); };
  };
  return {
      {"brackets without end",
       [](std::size_t size) {
         return filled(size, kHeader + "let x = ", [](int) { return "("; });
       }},
      {"one sum over a whole line",
       [](std::size_t size) {
         return filled(size, kHeader + "let x = 1", [](int) { return " + 1"; });
       }},
      {"conditions that are misread",
       [&](std::size_t size) {
         return filled(size, kHeader + "let x = true",
                       [&](int i) { return " or account.n > " + n(i) + " and true"; });
       }},
      {"a hundred thousand statements", lines([&](int i) { return "let x" + n(i) + "=1\n"; })},
      {"each value leads to the next",
       lines([&](int i) { return "let x" + n(i) + " = x" + n(i + 1) + " + 1\n"; })},
      {"each function calls the next",
       lines([&](int i) { return "define f" + n(i) + "(a: int) = f" + n(i + 1) + "(a)\n"; })},
      {"every name is nearly another",
       lines([&](int i) { return "let known_name_" + n(i) + " = knwon_name_" + n(i) + "\n"; })},
      {"two names of half a file",
       [](std::size_t size) {
         const std::string name(size / 2 - 100, 'a');
         return kHeader + "let " + name + "b = 1\nlet y = " + name + "c\n";
       }},
      {"one name, declared again and again", lines([](int) { return "let x = 1\n"; })},
      {"a choice of a hundred thousand words",
       [&](std::size_t size) {
         return filled(
             size, kHeader + "params { p one of (\"a\"",
             [&](int i) { return ", \"w" + n(i) + "\""; }, ") = \"a\" }\n");
       }},
      {"a lookup of fifty thousand keys",
       [&](std::size_t size) {
         return filled(
             size, kHeader + "lookup k(w: text) gives text {\n",
             [&](int i) { return "  \"w" + n(i) + "\" -> \"a\"\n"; },
             "  anything else -> \"b\"\n}\n");
       }},
  };
}

// Small texts that say a thing twice, and that twice, and so on: what they stand for is endless.
std::vector<std::pair<const char*, std::string>> doubling_texts() {
  const auto lines = [](const std::string& first, const std::function<std::string(int)>& unit,
                        const std::string& last) {
    std::string out = kHeader + first;
    for (int i = 1; i <= 40; ++i) out += unit(i);
    return out + last;
  };
  const auto n = [](int i) { return std::to_string(i); };
  std::string ten;
  for (int i = 0; i < 10; ++i) ten += "{tPREV}";
  const auto tenfold = [&](int i) {
    std::string text = ten;
    for (std::size_t at = 0; (at = text.find("PREV", at)) != std::string::npos;)
      text.replace(at, 4, n(i - 1));
    return "let t" + n(i) + " = \"" + text + "\"\n";
  };
  return {
      {"groups that include a group twice", lines(
                                                "fields g0() {\n}\n",
                                                [&](int i) {
                                                  return "fields g" + n(i) + "() {\n  include g" +
                                                         n(i - 1) + "()\n  include g" + n(i - 1) +
                                                         "()\n}\n";
                                                },
                                                "record base {\n  include g40()\n}\n")},
      {"a text of ten texts of ten texts",
       lines("let t0 = \"{as_of}\"\n", tenfold,
             "record base {\n  consumer_account_number: t40\n}\n")},
      {"a status of two statuses of two statuses",
       lines(
           "let s0 = account.n > 1\n",
           [&](int i) { return "let s" + n(i) + " = s" + n(i - 1) + " and s" + n(i - 1) + "\n"; },
           "for accounts where s40\n"
           "record base {\n  account_status: if s40 then \"11\" else \"13\"\n"
           "  payment_rating: if s40 then blank else \"0\"\n}\n")},
  };
}

struct Spent {
  int exit = -1;
  double seconds = 0;  // of the processor, not of the clock
  long memory = 0;     // KiB at most
};

Spent spent_by(const std::vector<std::string>& words) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    const rlimit processor{120, 120};  // seconds: what never ends is ended
    ::setrlimit(RLIMIT_CPU, &processor);
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execv(M2_PROGRAM, arguments.data());
    ::_exit(127);
  }
  int status = 0;
  rusage used{};
  REQUIRE(::wait4(child, &status, 0, &used) == child);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1,
          seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss};
}

// A folder that goes away with the test.
struct Folder {
  fs::path path;
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "metro2_limits_XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const char* name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
  }
};

}  // namespace

SCENARIO("what is large and hard is checked and formatted in linear time and 100 MiB") {
  const Folder folder;
  folder.write("s.shape", kShape);
  const std::string file = (folder.path / "p.preset").string();
  for (const Hard& hard : hard_texts()) {
    const std::vector<std::vector<std::string>> commands = {
        {"metro2", "check", "--presets", folder.path.string(), file},
        {"metro2", "fmt", "--check", file}};
    for (const std::vector<std::string>& command : commands) {
      INFO(hard.name << ": metro2 " << command[1]);
      folder.write("p.preset", hard.text(kSmaller));
      const Spent small = spent_by(command);
      folder.write("p.preset", hard.text(kLargest));
      const Spent large = spent_by(command);
      INFO(small.seconds << " s, then " << large.seconds << " s for four times the text; "
                         << large.memory / 1024 << " MiB");
      CHECK((small.exit == 0 || small.exit == 1));
      CHECK((large.exit == 0 || large.exit == 1));
      // Four times the text is sixteen times the work where work is quadratic.
      CHECK(large.seconds < 9 * std::max(small.seconds, 0.1));
      if (!kIsSanitized) CHECK(large.memory <= kMostMemory);
    }
  }
}

SCENARIO("what stands for endlessly much is refused or given up soon") {
  const Folder folder;
  folder.write("s.shape", kShape);
  const std::string file = (folder.path / "p.preset").string();
  for (const auto& [name, text] : doubling_texts()) {
    INFO(name);
    folder.write("p.preset", text);
    const Spent spent = spent_by({"metro2", "check", "--presets", folder.path.string(), file});
    CHECK(spent.exit == 1);  // their records are not whole
    if (!kIsSanitized) CHECK(spent.memory <= kMostMemory);
  }
}

/// A folder with the presets of the sample tenants; `lines` stand at the end of the one they
/// extend.
void write_sample(const Folder& folder, const std::string& lines) {
  std::ifstream sample(M2_SOURCE_DIR "/tests/golden/cli/files/overrides/rent.preset");
  const std::string preset((std::istreambuf_iterator<char>(sample)), {});
  REQUIRE_FALSE(preset.empty());
  fs::copy(M2_SOURCE_DIR "/tests/golden/cli/files/overrides", folder.path,
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  folder.write("rent.preset", preset + "\n" + lines);
}

std::string chain_of_lets(std::size_t bytes) {
  const std::string chain = filled(bytes, "let x0 = 1\n", [](int i) {
    return "let x" + std::to_string(i + 1) + " = x" + std::to_string(i) + "\n";
  });
  const std::string last =
      chain.substr(chain.rfind("let x") + 4, chain.rfind(" = ") - chain.rfind("let x") - 4);
  return chain + "warn long_chain when " + last + " > 2 because \"Longer than two.\"\n";
}

SCENARIO("a long chain of names is taken apart, whoever asks") {
  const Folder folder;
  const auto [action, exit] = GENERATE(table<std::string, int>({{"check", 1}, {"effective", 3}}));
  INFO(action);
  std::vector<std::string> words = {"metro2", action, "--presets", folder.path.string()};
  if (action == "effective") words.insert(words.end(), {"--tenant", "oak", "--period", "2026-05"});
  write_sample(folder, chain_of_lets(100));
  CHECK(spent_by(words).exit == 0);
  write_sample(folder, chain_of_lets(kLargest / 2));
  CHECK(spent_by(words).exit == exit);  // no program can be as large
}

std::string defines_that_double(int count) {
  std::string defines = "define d0(day: date) = day + 1 day\n";
  for (int i = 1; i <= count; ++i) {
    const std::string call = "d" + std::to_string(i - 1) + "(day + ";
    defines += "define d" + std::to_string(i) + "(day: date) = if day < 2020-01-01 then " + call +
               std::to_string(i) + " days) else " + call + std::to_string(100 + i) + " days)\n";
  }
  return defines + "warn doubled when d" + std::to_string(count) +
         "(lease.moved_out_on otherwise as_of) < as_of because \"So.\"\n";
}

SCENARIO("defines that each call another twice are no program, and that is said soon") {
  const Folder folder;
  const std::vector<std::string> words = {"metro2", "check", "--presets", folder.path.string()};
  write_sample(folder, defines_that_double(3));
  CHECK(spent_by(words).exit == 0);
  write_sample(folder, defines_that_double(60));
  const Spent spent = spent_by(words);
  CHECK(spent.exit == 1);
  if (!kIsSanitized) CHECK(spent.memory <= kMostMemory);
}
