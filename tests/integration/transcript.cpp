#include "tests/integration/transcript.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

#include "engine/base/file.h"
#include "engine/base/text.h"

namespace m2::test {
namespace {

// A folder that goes away with the test.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "metro2_cli_XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

struct CommandLine {
  std::vector<std::string> environment;  // NAME=value
  std::vector<std::string> words;
  std::string input = "/dev/null";
  std::optional<std::string> output;  // where `>` leads to
};

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  bool is_quoted = false;
  bool is_word = false;
  for (const char c : line) {
    if (c == '\'') {
      is_quoted = !is_quoted;
      if (!is_word) words.emplace_back();
      is_word = true;
    } else if (c == ' ' && !is_quoted) {
      is_word = false;
    } else {
      if (!is_word) words.emplace_back();
      is_word = true;
      words.back() += c;
    }
  }
  return words;
}

CommandLine command_line(std::string_view line) {
  CommandLine command;
  std::vector<std::string> words = words_of(line);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "<" && i + 1 < words.size()) {
      command.input = words[++i];
    } else if (words[i] == ">" && i + 1 < words.size()) {
      command.output = words[++i];
    } else if (command.words.empty() && words[i].find('=') != std::string::npos) {
      command.environment.push_back(words[i]);
    } else {
      command.words.push_back(words[i]);
    }
  }
  REQUIRE(!command.words.empty());
  return command;
}

[[noreturn]] void become(const CommandLine& command, const std::string& program,
                         const Folder& folder, const std::string& out, const std::string& err) {
  std::vector<char*> arguments;
  for (const std::string& word : command.words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  for (const char* name : {"NO_COLOR", "CLICOLOR_FORCE"}) ::unsetenv(name);
  for (const std::string& assignment : command.environment) {
    ::putenv(const_cast<char*>(assignment.c_str()));
  }
  const auto redirect = [](const std::string& path, int flags, int target) {
    const int fd = ::open(path.c_str(), flags, 0600);
    if (fd < 0 || ::dup2(fd, target) < 0) ::_exit(126);
    ::close(fd);
  };
  if (::chdir(folder.path.c_str()) != 0) ::_exit(126);
  redirect(command.input, O_RDONLY, STDIN_FILENO);
  redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  redirect(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  ::execv(program.c_str(), arguments.data());
  ::_exit(127);
}

std::string with_prefix(std::string_view text, std::string_view prefix) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out += prefix;
    out += text.substr(0, end);
    out.resize(out.find_last_not_of(' ') + 1);
    out += end == std::string_view::npos ? " (no line end)\n" : "\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

std::string content(const std::filesystem::path& path) {
  const Result<std::string> text = read_file(path);
  return text ? *text : text.error().message + "\n";
}

std::string compare(const CommandLine& command, const Folder& folder) {
  REQUIRE(command.words.size() == 3);
  const std::string a = content(folder.path / command.words[1]);
  const std::string b = content(folder.path / command.words[2]);
  if (a == b) return "| the same " + std::to_string(a.size()) + " bytes\n";
  std::size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
  return "| different from byte " + std::to_string(at) + " on\n";
}

std::string run(const CommandLine& command, const std::string& program, const Folder& folder) {
  if (command.words.front() == "same") return compare(command, folder);
  if (command.words.front() == "copy") {
    REQUIRE(command.words.size() == 3);
    std::filesystem::copy_file(folder.path / command.words[1], folder.path / command.words[2]);
    return "";
  }
  REQUIRE(command.words.front() == "metro2");
  const std::string out = command.output ? *command.output : (folder.path / ".out").string();
  const std::string err = (folder.path / ".err").string();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) become(command, program, folder, out, err);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  std::string text;
  if (!command.output) text += with_prefix(content(out), "| ");
  text += with_prefix(content(err), "! ");
  if (WIFSIGNALED(status)) text += "[signal " + std::to_string(WTERMSIG(status)) + "]\n";
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
    text += "[exit " + std::to_string(WEXITSTATUS(status)) + "]\n";
  }
  return text;
}

}  // namespace

std::string play(std::string_view transcript, const std::string& program,
                 const std::string& files) {
  const Folder folder;
  std::filesystem::create_directory_symlink(files, folder.path / "files");
  std::string out;
  for (std::string_view rest = transcript; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty() || line.starts_with('#') || line.starts_with("$ "))
      out += std::string(line) + "\n";
    if (line.starts_with("$ ")) out += run(command_line(line.substr(2)), program, folder);
  }
  return out;
}

}  // namespace m2::test
