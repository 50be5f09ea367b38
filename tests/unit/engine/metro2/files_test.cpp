#include "engine/metro2/field.h"
#include "engine/metro2/writer.h"
#include "tests/support/golden.h"
#include "tests/support/metro2_files.h"

using namespace m2;
using namespace m2::test;

SCENARIO("the bytes of a file in each framing stay what they are") {
  const auto [name, framing] = GENERATE(table<std::string, Framing>({
      {"variable_lf", {.line_end = LineEnd::Lf}},
      {"variable_none", {.line_end = LineEnd::None}},
      {"variable_blocks", {.line_end = LineEnd::None, .block_descriptors = true}},
      {"fixed_crlf", {.format = Format::Fixed, .line_end = LineEnd::CrLf}},
      {"packed_blocks",
       {.line_end = LineEnd::None, .block_descriptors = true, .encoding = Encoding::Packed}},
  }));
  Random random(2026);
  check_golden("metro2/" + name + ".dat", random_file(random, framing, 6));
}

SCENARIO("a trailer that says something else is there to be found") {
  Random random(2026);
  std::string file = random_file(random, {.line_end = LineEnd::Lf}, 6);
  const Field& counted = field(TrailerField::TotalStatus71);
  file.replace(file.size() - kBaseLength - 1 + counted.offset(), counted.length, "000000777");
  check_golden("metro2/wrong_totals.dat", file);
}
