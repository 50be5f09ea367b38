#include "engine/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace m2 {

void bug(const char* file, int line, const char* condition, const char* what) {
  std::fprintf(
      stderr,
      "metro2: bug: %s (%s) at %s:%d\nThis is a defect of metro2, not of your data. Please "
      "report it with the command you ran.\n",
      what, condition, file, line);
  std::fflush(stderr);
  std::_Exit(70);
}

}  // namespace m2
