// Mistakes of whole files: frames, order, header, trailer, accounts beside each other.

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/metro2/record.h"
#include "engine/metro2/totals.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"
#include "tests/oracle/validation/faults.h"
#include "tests/oracle/validation/people.h"

namespace m2::oracle {
namespace {

using Records = std::vector<std::string>;

// The records of the last month, header first, trailer last, without line ends.
Records records_of(const Furnisher& furnisher) {
  const MonthFile& month = furnisher.months.back();
  Records records = {month.header};
  Totals totals;
  for (const Reported& account : month.accounts) {
    records.push_back(account.record);
    totals.add(account.record);
  }
  records.push_back(trailer_record(totals, records.size() + 1));
  return records;
}

// Counted again, so that the fault is the only one.
void count_again(Records& records) {
  Totals totals;
  for (std::size_t i = 1; i + 1 < records.size(); ++i) totals.add(records[i]);
  records.back() = trailer_record(totals, records.size());
}

PlantedFile whole(const Records& records, Framing framing = {}) {
  if (framing.format == Format::Fixed) {
    for (const std::string& record : records)
      framing.record_length = std::max(framing.record_length, record.size());
  }
  PlantedFile file;
  FileWriter writer(framing, [&](std::string_view part) { file.bytes += part; });
  for (std::size_t i = 0; i < records.size(); ++i) {
    const bool is_trailer = i + 1 == records.size() && framing.block_descriptors;
    M2_CHECK(is_trailer ? writer.add_trailer(records[i]) : writer.add(records[i]), "a record fits");
  }
  writer.finish();
  return file;
}

// The bytes as they are, line by line: frames are not put right again.
Records lines_of(const PlantedFile& file) {
  Records lines;
  std::string_view rest = file.bytes;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  return lines;
}

PlantedFile joined(const Records& lines) {
  PlantedFile file;
  for (const std::string& line : lines) file.bytes.append(line).append("\n");
  return file;
}

// An account, neither header nor trailer.
std::string& some_account(Records& records, Chance& chance) {
  return records[1 + chance.below(records.size() - 2)];
}

PlantedFile without_first(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  records.erase(records.begin());
  return whole(records);
}
PlantedFile without_last(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  records.pop_back();
  return whole(records);
}
PlantedFile account_after_trailer(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  std::swap(records.back(), records[records.size() - 2]);
  return whole(records);
}
PlantedFile two_headers(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  records.insert(records.begin() + 1, records.front());
  return whole(records);
}
PlantedFile no_accounts(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  records = {records.front(), records.back()};
  count_again(records);
  return whole(records);
}
PlantedFile letters_for_a_length(const Furnisher& f, Chance chance) {
  Records lines = lines_of(whole(records_of(f)));
  some_account(lines, chance).replace(0, 4, "04A6");
  return joined(lines);
}
PlantedFile another_length(const Furnisher& f, Chance chance) {
  Records lines = lines_of(whole(records_of(f)));
  some_account(lines, chance).replace(0, 4, "0999");
  return joined(lines);
}
PlantedFile a_byte_too_few(const Furnisher& f, Chance chance) {
  Records lines = lines_of(whole(records_of(f)));
  some_account(lines, chance).pop_back();
  return joined(lines);
}
PlantedFile half_a_record(const Furnisher& f, Chance chance) {
  Records lines = lines_of(whole(records_of(f)));
  std::string& line = some_account(lines, chance);
  line.resize(300);
  line.replace(0, 4, "0300");
  return joined(lines);
}
PlantedFile lengths_differ(const Furnisher& f, Chance chance) {
  Records lines = lines_of(whole(records_of(f), {.format = Format::Fixed}));
  std::string& line = some_account(lines, chance);
  line += std::string(10, ' ');
  std::string length = std::to_string(line.size());
  length.insert(0, 4 - length.size(), '0');
  line.replace(0, 4, length);
  return joined(lines);
}
PlantedFile half_a_segment(const Furnisher& f, Chance chance) {
  Records records = records_of(f);
  some_account(records, chance) += "J1 QUILL                    ANN";
  return whole(records);
}
PlantedFile unknown_segment(const Furnisher& f, Chance chance) {
  Records records = records_of(f);
  some_account(records, chance) += "Z9" + std::string(98, 'A');
  return whole(records);
}
std::string with_two(const std::string& record, Segment first, Segment second) {
  std::string out = record.substr(0, kBaseLength);
  for (const Segment segment : {first, second}) {
    const std::size_t at = out.size();
    append_segment(out, segment);
    if (segment == Segment::N1) put(out, segment, at, "employer_name", "MEADOW BAKERY");
    if (segment == Segment::L1) {
      put(out, segment, at, "change_indicator", "1");
      put(out, segment, at, "new_consumer_account_number", "NEW0000001");
    }
  }
  return out;
}
PlantedFile out_of_order(const Furnisher& f, Chance chance) {
  Records records = records_of(f);
  std::string& account = some_account(records, chance);
  account = with_two(account, Segment::N1, Segment::L1);
  count_again(records);
  return whole(records);
}
PlantedFile a_segment_twice(const Furnisher& f, Chance chance) {
  Records records = records_of(f);
  std::string& account = some_account(records, chance);
  account = with_two(account, Segment::N1, Segment::N1);
  count_again(records);
  return whole(records);
}
PlantedFile wrong_block(const Furnisher& f, Chance /*chance*/) {
  PlantedFile file = whole(records_of(f), {.line_end = LineEnd::None, .block_descriptors = true});
  file.bytes[3] = file.bytes[3] == '9' ? '8' : '9';
  return file;
}
PlantedFile an_account_twice(const Furnisher& f, Chance chance) {
  Records records = records_of(f);
  records.insert(records.end() - 1, std::string(some_account(records, chance)));
  count_again(records);
  return whole(records);
}
PlantedFile two_identifications(const Furnisher& f, Chance chance) {
  Records records = records_of(f);
  std::string again = some_account(records, chance);
  put(again, Segment::Base, 0, "identification_number", "OTHER00001");
  records.insert(records.end() - 1, again);
  count_again(records);
  return whole(records);
}
// Of an account whose consumer has a number.
std::string numbered_account(const Records& records) {
  for (std::size_t i = 1; i + 1 < records.size(); ++i) {
    const bool is_deleted = raw(field(BaseField::AccountStatus), records[i]).front() == 'D';
    if (is_filled(field(BaseField::Ssn), records[i]) && !is_deleted) return records[i];
  }
  return records[1];
}
PlantedFile two_numbers(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  std::string again = numbered_account(records);
  put(again, Segment::Base, 0, "consumer_account_number", "AGAIN00001");
  records.insert(records.end() - 1, again);
  count_again(records);
  return whole(records);
}
PlantedFile two_names(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  std::string again = numbered_account(records);
  put(again, Segment::Base, 0, "consumer_account_number", "AGAIN00001");
  put(again, Segment::Base, 0, "date_opened", "2010-03-04");
  put(again, Segment::Base, 0, "surname", "ANOTHER");
  put(again, Segment::Base, 0, "first_name", "NAME");
  records.insert(records.end() - 1, again);
  count_again(records);
  return whole(records);
}
PlantedFile number_collides(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  const std::string other(text(field(BaseField::ConsumerAccountNumber), records[2]));
  std::string& account = records[1];
  account.resize(kBaseLength);
  append_segment(account, Segment::L1);
  put(account, Segment::L1, kBaseLength, "change_indicator", "1");
  put(account, Segment::L1, kBaseLength, "new_consumer_account_number", other);
  count_again(records);
  return whole(records);
}

// A header with one field written anew; `value` of spaces stands for nothing.
template <const auto& kKey, const auto& kValue>
PlantedFile header_says(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  put(records.front(), Segment::Header, 0, kKey, kValue);
  return whole(records);
}

#define M2_TEXT(name, text) constexpr std::string_view name = text
M2_TEXT(kNothing, "");
M2_TEXT(kFarAway, "2099-01-31");
M2_TEXT(kLongAgo, "2009-01-31");
M2_TEXT(kActivityDate, "activity_date");
M2_TEXT(kDateCreated, "date_created");
M2_TEXT(kReporterName, "reporter_name");
M2_TEXT(kReporterAddress, "reporter_address");
M2_TEXT(kReporterPhone, "reporter_telephone_number");
M2_TEXT(kProgramDate, "program_date");
M2_TEXT(kRevisionDate, "program_revision_date");
#undef M2_TEXT

PlantedFile no_program(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  for (const char* key : {"equifax_program_identifier", "transunion_program_identifier"})
    put(records.front(), Segment::Header, 0, key, "");
  return whole(records);
}
PlantedFile cycle_of_accounts_alone(const Furnisher& f, Chance chance) {
  Records records = records_of(f);
  put(records.front(), Segment::Header, 0, "cycle_identifier", "");
  put(some_account(records, chance), Segment::Base, 0, "cycle_identifier", "15");
  return whole(records);
}

template <TrailerField kField>
PlantedFile one_more(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  const Field& of = field(kField);
  const std::int64_t count = *number(of, records.back());
  put_number(of, count + 1, records.back().data());
  return whole(records);
}

// The month before is told, too.
PlantedFile with_last_month(const Records& records, const Furnisher& f) {
  PlantedFile file = whole(records);
  file.previous.push_back(bytes_of(f.months[f.months.size() - 2]));
  return file;
}
PlantedFile an_account_is_gone(const Furnisher& f, Chance /*chance*/) {
  Records records = records_of(f);
  for (std::size_t i = 1; i + 1 < records.size(); ++i) {
    if (f.months.back().accounts[i - 1].months_since != 1) continue;
    const std::string_view status =
        raw(field(BaseField::AccountStatus), f.months.back().accounts[i - 1].previous);
    if (status != "11") continue;
    records.erase(records.begin() + static_cast<std::ptrdiff_t>(i));
    break;
  }
  count_again(records);
  return with_last_month(records, f);
}
PlantedFile the_same_month_again(const Furnisher& f, Chance /*chance*/) {
  PlantedFile file = whole(records_of(f));
  file.previous.push_back(file.bytes);
  return file;
}

// clang-format off
constexpr FileFault kFileFaults[] = {
    {"FILE-001", "the header is gone",                          without_first},
    {"FILE-002", "the trailer is gone",                         without_last},
    {"FILE-002", "an account follows the trailer",              account_after_trailer},
    {"FILE-003", "a second header",                             two_headers},
    {"FILE-004", "header and trailer alone",                    no_accounts},
    {"FILE-005", "letters in a descriptor word",                letters_for_a_length},
    {"FILE-006", "a descriptor word of another length",         another_length},
    {"FILE-006", "a record that lost its last byte",            a_byte_too_few},
    {"FILE-007", "a record of 300 bytes",                       half_a_record},
    {"FILE-008", "one longer record in a fixed-length file",    lengths_differ},
    {"FILE-009", "half a J1 segment",                           half_a_segment},
    {"FILE-010", "a segment Z9",                                unknown_segment},
    {"FILE-011", "L1 behind N1",                                out_of_order},
    {"FILE-012", "two N1 segments",                             a_segment_twice},
    {"FILE-015", "a block descriptor word of another length",   wrong_block},
    {"FILE-016", "an account twice",                            an_account_twice},
    {"FILE-017", "an account under two identification numbers", two_identifications},
    {"FILE-018", "an account under two numbers",                two_numbers},
    {"C34-005",  "a social security number with two names",     two_names},
    {"L1-008",   "a new number that is another account's",      number_collides},
    {"HDR-001",  "no activity date",             header_says<kActivityDate, kNothing>},
    {"HDR-002",  "an activity date to come",     header_says<kActivityDate, kFarAway>},
    {"HDR-003",  "no date of creation",          header_says<kDateCreated, kNothing>},
    {"HDR-004",  "a date of creation to come",   header_says<kDateCreated, kFarAway>},
    {"HDR-005",  "created before its activity",  header_says<kDateCreated, kLongAgo>},
    {"HDR-006",  "an old activity date",         header_says<kActivityDate, kLongAgo>},
    {"HDR-007",  "no name of the reporter",      header_says<kReporterName, kNothing>},
    {"HDR-008",  "no address of the reporter",   header_says<kReporterAddress, kNothing>},
    {"HDR-009",  "no program identifier",        no_program},
    {"HDR-010",  "no telephone of the reporter", header_says<kReporterPhone, kNothing>},
    {"HDR-011",  "revised before it was written", header_says<kRevisionDate, kLongAgo>},
    {"HDR-012",  "a cycle that the header has not", cycle_of_accounts_alone},
    {"HDR-013",  "a program date to come",       header_says<kProgramDate, kFarAway>},
    {"HDR-013",  "a revision date to come",      header_says<kRevisionDate, kFarAway>},
    {"TRL-001",  "one base segment more",        one_more<TrailerField::TotalBaseRecords>},
    {"TRL-002",  "one J1 more",                  one_more<TrailerField::TotalJ1>},
    {"TRL-003",  "one J2 more",                  one_more<TrailerField::TotalJ2>},
    {"TRL-004",  "one DA more",                  one_more<TrailerField::TotalStatusDa>},
    {"TRL-005",  "one DF more",                  one_more<TrailerField::TotalStatusDf>},
    {"TRL-006",  "one 11 more",                  one_more<TrailerField::TotalStatus11>},
    {"TRL-006",  "one 97 more",                  one_more<TrailerField::TotalStatus97>},
    {"TRL-007",  "one ECOA Z more",              one_more<TrailerField::TotalEcoaZ>},
    {"TRL-008",  "one K1 more",                  one_more<TrailerField::TotalK1>},
    {"TRL-009",  "one K2 more",                  one_more<TrailerField::TotalK2>},
    {"TRL-010",  "one K3 more",                  one_more<TrailerField::TotalK3>},
    {"TRL-011",  "one K4 more",                  one_more<TrailerField::TotalK4>},
    {"TRL-012",  "one L1 more",                  one_more<TrailerField::TotalL1>},
    {"TRL-013",  "one N1 more",                  one_more<TrailerField::TotalN1>},
    {"TRL-014",  "one SSN of a J1 more",         one_more<TrailerField::TotalSsnJ1>},
    {"TRL-015",  "one birth of a base more",     one_more<TrailerField::TotalDobBase>},
    {"TRL-016",  "one telephone more",           one_more<TrailerField::TotalTelephoneAll>},
    {"TRL-017",  "one SSN of all more",          one_more<TrailerField::TotalSsnAll>},
    {"TRL-017",  "one birth of all more",        one_more<TrailerField::TotalDobAll>},
    {"X-029",    "an open account is gone",      an_account_is_gone},
    {"X-033",    "the same month again",         the_same_month_again},
};
// clang-format on

}  // namespace

std::span<const FileFault> file_faults() {
  return kFileFaults;
}

}  // namespace m2::oracle
