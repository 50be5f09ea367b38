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

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargest = (std::size_t{1} << 20U) - 64;  // of a file
constexpr std::size_t kSmaller = kLargest / 4;
constexpr long kMostMemory = 100L * 1024;  // KiB

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif
#else
constexpr bool kIsSanitized = false;
#endif

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
