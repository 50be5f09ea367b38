// Writes correct Metro 2 files of a few furnishers, one month each, as a corpus for fuzzing.
//
//   correct_metro2_files DIR

#include <cstdio>
#include <string>

#include "engine/base/file.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/oracle/validation/files.h"

namespace {

// Nobody's number stands in a file that is kept: consumers are known by their day of birth.
void forget_numbers(std::string& record) {
  for (const m2::SegmentView& part : m2::segments_of(record)) {
    const m2::Field* ssn = m2::find_field(part.segment, "ssn");
    if (ssn == nullptr) continue;
    m2::put_blank(*ssn, record.data() + part.offset);
    const m2::Field* born = m2::find_field(part.segment, "date_of_birth");
    if (!m2::is_filled(*born, part.bytes))
      m2::put_date(*born, *m2::Date::from_civil(1980, 2, 3), record.data() + part.offset);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::filesystem::path folder = arguments[1];
  if (!m2::make_folder(folder)) return 3;
  const m2::Framing framings[] = {
      {},
      {.format = m2::Format::Fixed},
      {.line_end = m2::LineEnd::None, .block_descriptors = true},
      {.line_end = m2::LineEnd::CrLf},
      {.line_end = m2::LineEnd::None, .encoding = m2::Encoding::Packed}};
  std::uint64_t seed = 0;
  for (const m2::Framing& framing : framings) {
    ++seed;
    m2::oracle::MonthFile month = m2::oracle::a_furnisher(seed, 8, 9).months.back();
    for (m2::oracle::Reported& account : month.accounts) forget_numbers(account.record);
    const m2::Result<void> done =
        m2::write_file(folder / ("correct_" + std::to_string(seed) + ".dat"),
                       m2::oracle::bytes_of(month, framing));
    if (done) continue;
    std::fputs(done.error().message.c_str(), stderr);
    return 3;
  }
  return 0;
}
