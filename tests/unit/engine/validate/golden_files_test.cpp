#include "tests/support/golden.h"
#include "tests/support/sample_file.h"
#include "tests/unit/engine/validate/month_file.h"

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
  for (std::size_t i = 1; i <= 8; ++i) {
    file.set(i, Segment::Base, "consumer_account_number", "LEASE010" + std::to_string(i));
    file.set(i, Segment::Base, "ssn", "66601010" + std::to_string(i));
    file.set(i, Segment::Base, "city", "Provo");
  }
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

// Three months of one portfolio: in June an account is missing, one is there twice, a dispute goes
// on, and what is deleted was never there. Account 4 has a new number since May.
MonthFile april() {
  MonthFile file("2026-04-30");
  file.add_all(1, 4);
  file.set(2, "compliance_condition_code", "XB");
  return file;
}

MonthFile may() {
  MonthFile file("2026-05-31");
  file.add_all(1, 4);
  file.set(2, "compliance_condition_code", "XB");
  file.append(4, Segment::L1);
  file.set(4, Segment::L1, "change_indicator", "1");
  file.set(4, Segment::L1, "new_consumer_account_number", "ACCT0044");
  return file;
}

MonthFile june() {
  MonthFile file("2026-06-30");
  file.add(1);
  file.add(2);
  file.add(4);
  file.add(5);
  file.add(6);
  file.set(2, "compliance_condition_code", "XB");
  file.set(4, "consumer_account_number", "ACCT0044");
  file.set(5, "account_status", "DA");
  file.set(6, "consumer_account_number", "ACCT0001");
  return file;
}

}  // namespace

SCENARIO("the files of the transcripts are the sample file, broken as their names say") {
  check_golden("cli/files/valid.dat", SampleFile().bytes());
  check_golden("cli/files/broken.dat", broken());
  check_golden("cli/files/many.dat", many());
  check_golden("cli/files/future.dat", future());
  check_golden("cli/files/stray.dat", stray());
  check_golden("cli/files/april.dat", april().bytes({.line_end = LineEnd::CrLf}));
  check_golden("cli/files/may.dat", may().bytes({.format = Format::Fixed}));
  check_golden("cli/files/june.dat", june().bytes());
}
