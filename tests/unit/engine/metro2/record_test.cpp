#include "engine/metro2/record.h"

#include "engine/metro2/totals.h"
#include "engine/metro2/value.h"

using namespace m2;

namespace {

std::vector<std::string> names_of(std::string_view record) {
  std::vector<std::string> names;
  for (const SegmentView& part : segments_of(record)) {
    std::string name(to_string(part.segment));
    if (part.fault == SegmentFault::Unknown) name = "unknown";
    if (part.fault == SegmentFault::Truncated) name += " cut";
    names.push_back(name + "@" + std::to_string(part.offset));
  }
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

SCENARIO("the segments of a record are walked in order") {
  std::string record(blank(Segment::Base));
  CHECK(names_of(record) == Names{"base@0"});
  append_segment(record, Segment::J1);
  append_segment(record, Segment::J1);
  append_segment(record, Segment::J2);
  append_segment(record, Segment::N1);
  CHECK(names_of(record) == Names{"base@0", "J1@426", "J1@526", "J2@626", "N1@826"});
  CHECK(unpadded_length(record) == 972);
  record += std::string(50, ' ');
  CHECK(names_of(record) == Names{"base@0", "J1@426", "J1@526", "J2@626", "N1@826"});
  CHECK(unpadded_length(record) == 972);
}

SCENARIO("what is no segment is told and not followed") {
  const std::string base(blank(Segment::Base));
  CHECK(names_of(base + "Q9 something J1") == Names{"base@0", "unknown@426"});
  CHECK(names_of(base + "j1" + std::string(98, ' ')) == Names{"base@0", "unknown@426"});
  CHECK(names_of(base + "J1 AND NO MORE") == Names{"base@0", "J1 cut@426"});
  CHECK(names_of(base + "  J1") == Names{"base@0", "unknown@426"});
  CHECK(names_of(base + "J") == Names{"base@0", "unknown@426"});
  CHECK(names_of(base.substr(0, 100)) == Names{"base cut@0"});
  CHECK(names_of("").empty());
}

SCENARIO("an identifier followed by blanks keeps a place and is no segment") {
  std::string record(blank(Segment::Base));
  record += "K1" + std::string(32, ' ');
  append_segment(record, Segment::K4);
  std::vector<bool> populated;
  for (const SegmentView& part : segments_of(record)) populated.push_back(part.is_populated());
  CHECK(populated == std::vector<bool>{true, false, true});
  Totals totals;
  totals.add(record);
  CHECK(totals.count(TrailerField::TotalK1) == 0);
  CHECK(totals.count(TrailerField::TotalK4) == 1);
}

SCENARIO("totals count what the trailer tells") {
  FoldCounts counts;
  std::string record(blank(Segment::Base));
  put_text(field(BaseField::AccountStatus), "71", record.data(), counts);
  put_text(field(BaseField::Ssn), "666123456", record.data(), counts);
  put_text(field(BaseField::TelephoneNumber), "8015550100", record.data(), counts);
  put_text(field(BaseField::EcoaCode), "Z", record.data(), counts);
  char* j1 = append_segment(record, Segment::J1);
  put_text(field(J1Field::Ssn), "999999999", j1, counts);  // nines: none
  put_date(field(J1Field::DateOfBirth), *Date::parse_iso("1990-01-02"), j1);
  char* j2 = append_segment(record, Segment::J2);
  put_text(field(J2Field::Ssn), "666000001", j2, counts);
  put_text(field(J2Field::EcoaCode), "Z", j2, counts);

  Totals totals;
  totals.add(record);
  const auto [counted, expected] = GENERATE(table<TrailerField, std::uint64_t>({
      {TrailerField::TotalBaseRecords, 1},
      {TrailerField::TotalStatus71, 1},
      {TrailerField::TotalStatus11, 0},
      {TrailerField::TotalJ1, 1},
      {TrailerField::TotalJ2, 1},
      {TrailerField::TotalN1, 0},
      {TrailerField::TotalSsnAll, 2},
      {TrailerField::TotalSsnBase, 1},
      {TrailerField::TotalSsnJ1, 0},
      {TrailerField::TotalSsnJ2, 1},
      {TrailerField::TotalDobAll, 1},
      {TrailerField::TotalDobBase, 0},
      {TrailerField::TotalDobJ1, 1},
      {TrailerField::TotalTelephoneAll, 1},
      {TrailerField::TotalEcoaZ, 2},
  }));
  CAPTURE(field(counted).key);
  CHECK(totals.count(counted) == expected);
  CHECK(totals.longest_record() == 726);

  Totals both = totals;
  both.merge(totals);
  CHECK(both.count(counted) == 2 * expected);
  CHECK(number(field(counted), trailer_record(both, 4)) == static_cast<std::int64_t>(2 * expected));
  CHECK(number(field(TrailerField::BlockCount), trailer_record(both, 4)) == 4);
}

SCENARIO("every account status has its count, and an unknown one none") {
  FoldCounts counts;
  for (const Field& counted : kTrailerFields) {
    if (!counted.key.starts_with("total_status_")) continue;
    std::string record(blank(Segment::Base));
    put_text(field(BaseField::AccountStatus), counted.key.substr(13), record.data(), counts);
    Totals totals;
    totals.add(record);
    CAPTURE(counted.key);
    CHECK(totals.count(static_cast<TrailerField>(&counted - kTrailerFields.data())) == 1);
  }
  std::string record(blank(Segment::Base));
  put_text(field(BaseField::AccountStatus), "12", record.data(), counts);
  Totals totals;
  totals.add(record);
  std::uint64_t statuses = 0;
  for (std::size_t i = 0; i < kTrailerFields.size(); ++i) {
    if (kTrailerFields[i].key.starts_with("total_status_"))
      statuses += totals.count(static_cast<TrailerField>(i));
  }
  CHECK(statuses == 0);
}

SCENARIO("the bureaus know an account by the number that its last report told them") {
  const Field& number = field(BaseField::ConsumerAccountNumber);
  std::string record(blank(Segment::Base));
  FoldCounts counts;
  put_text(number, "OLD-7", record.data(), counts);
  append_segment(record, Segment::J1);
  CHECK(base_as_known(record) == record.substr(0, kBaseLength));

  const auto [indicator, told, known] = GENERATE(table<char, std::string, std::string>({
      {'1', "NEW-7", "NEW-7"},
      {'3', "NEW-7", "NEW-7"},
      {'2', "", "OLD-7"},
      {'2', "NEW-7", "OLD-7"},  // only the identification number changes
      {'1', "", "OLD-7"},       // says that the number changes, and not to which
      {' ', "NEW-7", "OLD-7"},
  }));
  CAPTURE(indicator, told);
  char* const change = append_segment(record, Segment::L1);
  change[field(L1Field::ChangeIndicator).offset()] = indicator;
  put_text(field(L1Field::NewConsumerAccountNumber), told, change, counts);
  const std::string base = base_as_known(record);
  CHECK(base.size() == kBaseLength);
  CHECK(text(number, base) == known);
  std::string rest = base;
  rest.replace(number.offset(), number.length, raw(number, record));
  CHECK(rest == record.substr(0, kBaseLength));

  THEN("a change that is cut off is none") {
    CHECK(text(number, base_as_known(record.substr(0, record.size() - 1))) == "OLD-7");
  }
}

SCENARIO("what is shorter than a base segment tells nothing") {
  CHECK(base_as_known("").empty());
  CHECK(base_as_known(std::string(kBaseLength - 1, ' ')).empty());
}
