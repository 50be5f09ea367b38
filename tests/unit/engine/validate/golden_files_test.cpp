#include "tests/support/golden.h"
#include "tests/support/sample_file.h"

using namespace m2;
using namespace m2::test;

namespace {

// Several mistakes of different kinds.
std::string broken() {
  SampleFile file;
  file.set(0, Segment::Header, "reporter_telephone_number", "0000000000");
  file.set(1, Segment::Base, "portfolio_type", "Q");
  file.set(1, Segment::Base, "date_closed", "02302026");
  file.set(1, Segment::Base, "ssn", "66601000A");
  file.set(2, Segment::J2, "surname", "GUARANT0R");
  file.set(3, Segment::Base, "city", "PROVO\x1B[2J");
  file.count_again();
  file.set(4, Segment::Trailer, "total_j2", "000000002");
  return file.bytes();
}

// The same mistake in every account.
std::string many() {
  SampleFile file;
  file.records.insert(file.records.begin() + 1, 7, file.records[1]);
  for (std::size_t i = 1; i <= 8; ++i) file.set(i, Segment::Base, "city", "Provo");
  file.count_again();
  return file.bytes({.line_end = LineEnd::CrLf});
}

std::string future() {
  SampleFile file;
  file.set(1, Segment::Base, "date_of_account_information", "06152026");
  return file.bytes({.format = Format::Fixed});
}

std::string stray() {
  std::string file = SampleFile().bytes();
  return file.insert(file.find('\n') + 1, "PAGE 2\n");
}

}  // namespace

SCENARIO("the files of the transcripts are the sample file, broken as their names say") {
  check_golden("cli/files/valid.dat", SampleFile().bytes());
  check_golden("cli/files/broken.dat", broken());
  check_golden("cli/files/many.dat", many());
  check_golden("cli/files/future.dat", future());
  check_golden("cli/files/stray.dat", stray());
}
