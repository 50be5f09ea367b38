// metro2: the program. Streams, colours and the last resort for what nothing else caught.

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
#include <string_view>

#include "engine/cli/program.h"

namespace {

using m2::Colour;

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Colour on a terminal, unless NO_COLOR is set; CLICOLOR_FORCE asks for it elsewhere too.
Colour colour_for(int descriptor) {
  if (!environment("NO_COLOR").empty()) return Colour::Never;
  const std::string_view force = environment("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return Colour::Always;
  return ::isatty(descriptor) == 1 && environment("TERM") != "dumb" ? Colour::Always
                                                                    : Colour::Never;
}

}  // namespace

int main(int argc, char** argv) {
  using m2::cli::Exit;
  std::ios::sync_with_stdio(false);
  std::cerr << std::nounitbuf;
  Exit exit = Exit::Bug;
  try {
    m2::cli::Context context{.out = std::cout,
                             .err = std::cerr,
                             .out_colour = colour_for(STDOUT_FILENO),
                             .err_colour = colour_for(STDERR_FILENO),
                             .shows_progress = ::isatty(STDERR_FILENO) == 1};
    exit = m2::cli::run_program({argv + 1, argv + argc}, context);
  } catch (const std::bad_alloc&) {
    std::cerr << "error: not enough memory\n";
    exit = Exit::Failed;
  } catch (const std::exception& error) {
    std::cerr << "metro2 stopped by a mistake of its own: " << error.what() << "\n";
  }
  std::cerr.flush();
  return static_cast<int>(exit);
}
