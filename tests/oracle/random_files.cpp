// Writes random Metro 2 files, one in each framing and size, for a second opinion on them.
//
//   random_metro2_files DIR

#include <cstdio>

#include "engine/base/file.h"
#include "tests/support/metro2_files.h"

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::filesystem::path folder = arguments[1];
  if (!m2::make_folder(folder)) return 3;
  std::uint64_t seed = 0;
  for (const m2::Framing& framing : m2::test::all_framings()) {
    for (const std::size_t accounts : {0U, 1U, 60U}) {
      m2::test::Random random(++seed);
      const std::string file = m2::test::random_file(random, framing, accounts);
      const m2::Result<void> done = m2::write_file(folder / (std::to_string(seed) + ".dat"), file);
      if (done) continue;
      std::fputs(done.error().message.c_str(), stderr);
      return 3;
    }
  }
  return 0;
}
