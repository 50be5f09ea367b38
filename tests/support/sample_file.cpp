#include "tests/support/sample_file.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/metro2/record.h"
#include "engine/metro2/totals.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"

namespace m2::test {
namespace {

using Values = std::vector<std::pair<std::string_view, std::string_view>>;

void put(std::string& record, Segment segment, std::size_t at, const Values& values) {
  FoldCounts counts;
  for (const auto& [key, value] : values) {
    const Field* field = find_field(segment, key);
    M2_CHECK(field != nullptr && is_written(put_value(*field, value, record.data() + at, counts)),
             "a sample value fits its field");
  }
}

std::string header() {
  std::string record(blank(Segment::Header));
  put(record, Segment::Header, 0,
      {{"equifax_program_identifier", "EFX0000001"},
       {"activity_date", "2026-05-31"},
       {"date_created", "2026-06-01"},
       {"program_date", "2025-01-01"},
       {"program_revision_date", "2026-01-01"},
       {"reporter_name", "EXAMPLE HOMES"},
       {"reporter_address", "1 EXAMPLE WAY, PROVO UT 84601"},
       {"reporter_telephone_number", "8015550100"}});
  return record;
}

std::string account(std::string_view number) {
  std::string record(blank(Segment::Base));
  put(record, Segment::Base, 0,
      {{"time_stamp", "2026-06-01"},
       {"identification_number", "EXAMPLE01"},
       {"consumer_account_number", number},
       {"portfolio_type", "O"},
       {"account_type", "29"},
       {"date_opened", "2025-06-01"},
       {"highest_credit", "1450"},
       {"terms_duration", "001"},
       {"terms_frequency", "M"},
       {"scheduled_monthly_payment_amount", "1450"},
       {"actual_payment_amount", "1450"},
       {"account_status", "11"},
       {"payment_history_profile", "00000000000BBBBBBBBBBBBB"},
       {"date_of_account_information", "2026-05-31"},
       {"date_of_last_payment", "2026-05-03"},
       {"surname", "SAMPLE-STONE"},
       {"first_name", "SAM"},
       {"ssn", "666010001"},
       {"date_of_birth", "1990-02-28"},
       {"telephone_number", "8015550101"},
       {"ecoa_code", "1"},
       {"country_code", "US"},
       {"address_line_1", "2 EXAMPLE WAY"},
       {"address_line_2", "APT 3"},
       {"city", "PROVO"},
       {"state", "UT"},
       {"zip_code", "84601"},
       {"address_indicator", "Y"},
       {"residence_code", "R"}});
  return record;
}

void append(std::string& record, Segment segment, const Values& values) {
  append_segment(record, segment);
  put(record, segment, record.size() - segment_length(segment), values);
}

std::string account_with_everything() {
  std::string record = account("LEASE0002");
  put(record, Segment::Base, 0,
      {{"account_status", "71"},
       {"ecoa_code", "2"},
       {"amount_past_due", "1450"},
       {"current_balance", "2900"},
       {"date_of_first_delinquency", "2026-05-01"}});
  append(record, Segment::J1,
         {{"surname", "SAMPLE"},
          {"first_name", "ANN"},
          {"ssn", "666010002"},
          {"date_of_birth", "1991-03-01"},
          {"telephone_number", "8015550102"},
          {"ecoa_code", "2"}});
  append(record, Segment::J2,
         {{"surname", "GUARANTOR"},
          {"first_name", "GUS"},
          {"date_of_birth", "1960-12-31"},
          {"ecoa_code", "5"},
          {"country_code", "FR"},
          {"address_line_1", "3 RUE DE L EXEMPLE"},
          {"city", "PARIS"},
          {"zip_code", "75001"}});
  append(record, Segment::K1,
         {{"original_creditor_name", "EXAMPLE HOMES"}, {"creditor_classification", "09"}});
  append(record, Segment::K2, {{"purchased_indicator", "1"}, {"purchased_name", "EXAMPLE HOMES"}});
  append(record, Segment::K3, {{"agency_identifier", "01"}, {"agency_account_number", "12345"}});
  append(record, Segment::K4,
         {{"specialized_payment_indicator", "01"},
          {"balloon_payment_due_date", "2030-01-01"},
          {"balloon_payment_amount", "5000"}});
  append(record, Segment::L1,
         {{"change_indicator", "1"}, {"new_consumer_account_number", "LEASE0022"}});
  append(
      record, Segment::N1,
      {{"employer_name", "EXAMPLE BAKERY"}, {"employer_city", "PROVO"}, {"employer_state", "UT"}});
  return record;
}

}  // namespace

SampleFile::SampleFile() {
  records = {header(), account("LEASE0001"), account_with_everything(), account("LEASE0003")};
  put(records[2], Segment::Base, 0, {{"ssn", "666010011"}});  // three accounts of three people
  put(records[3], Segment::Base, 0, {{"account_status", "DA"}, {"ssn", "666010021"}});
  records.emplace_back();
  count_again();
}

void SampleFile::set(std::size_t record, Segment segment, std::string_view key,
                     std::string_view value) {
  const Field* field = find_field(segment, key);
  M2_CHECK(field != nullptr && value.size() <= field->length, "a value for a field of the segment");
  std::string& bytes = records[record];
  const std::size_t at = offset_of(bytes, segment) + field->offset();
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), field->length, ' ');
  std::copy(value.begin(), value.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

void SampleFile::count_again() {
  Totals totals;
  for (std::size_t i = 1; i + 1 < records.size(); ++i) totals.add(records[i]);
  records.back() = trailer_record(totals, records.size());
}

std::string SampleFile::bytes(Framing framing) const {
  if (framing.format == Format::Fixed) {
    for (const std::string& record : records) {
      framing.record_length = std::max(framing.record_length, record.size());
    }
  }
  std::string file;
  FileWriter writer(framing, [&](std::string_view part) { file += part; });
  for (std::size_t i = 0; i < records.size(); ++i) {
    const bool is_trailer = i + 1 == records.size() && framing.block_descriptors;
    M2_CHECK(is_trailer ? writer.add_trailer(records[i]) : writer.add(records[i]),
             "a sample record fits");
  }
  writer.finish();
  return file;
}

std::size_t offset_of(std::string_view record, Segment segment) {
  if (!is_appended(segment)) return 0;
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment == segment) return part.offset;
  }
  M2_CHECK(false, "the record has the segment");
  return 0;
}

}  // namespace m2::test
