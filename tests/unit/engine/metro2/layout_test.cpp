#include <set>

#include "engine/metro2/codes.h"
#include "engine/metro2/field.h"

using namespace m2;

namespace {

std::vector<Segment> all_segments() {
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < kSegmentCount; ++i) segments.push_back(static_cast<Segment>(i));
  return segments;
}

}  // namespace

SCENARIO("every field is found by its key, which is the C++ name spelt for presets") {
  for (const Segment segment : all_segments()) {
    std::set<std::string_view> keys;
    for (const Field& field : fields(segment)) {
      CAPTURE(segment_title(segment), field.name);
      CHECK(find_field(segment, field.key) == &field);
      CHECK(spell(field.name, Spelling::Key) == field.key);
      CHECK(spell(field.key, Spelling::Enumerator) == field.name);
      CHECK(spell(spell(field.key, Spelling::Title), Spelling::Key) == field.key);
      CHECK(keys.insert(field.key).second);
      CHECK_FALSE(field.title.empty());
      CHECK(field.description.back() == '.');
    }
    CHECK(find_field(segment, "acount_status") == nullptr);
  }
}

SCENARIO("a name is one word in three spellings") {
  const auto [key, enumerator, title] = GENERATE(table<std::string, std::string, std::string>({
      {"account_status", "AccountStatus", "Account Status"},
      {"rdw", "Rdw", "Rdw"},
      {"address_line_1", "AddressLine1", "Address Line 1"},
      {"total_status_05", "TotalStatus05", "Total Status 05"},
      {"total_j1", "TotalJ1", "Total J1"},
      {"reserved_2", "Reserved2", "Reserved 2"},
      {"", "", ""},
  }));
  for (const std::string& name : {key, enumerator, title}) {
    CAPTURE(name);
    CHECK(spell(name, Spelling::Key) == key);
    CHECK(spell(name, Spelling::Enumerator) == enumerator);
    CHECK(spell(name, Spelling::Title) == title);
  }
}

SCENARIO("a title made of plain words spells the key") {
  CHECK(spell(field(BaseField::AccountStatus).title, Spelling::Key) == "account_status");
  CHECK(spell(field(BaseField::ScheduledMonthlyPaymentAmount).title, Spelling::Key) ==
        "scheduled_monthly_payment_amount");
  CHECK(spell(field(N1Field::EmployerName).title, Spelling::Key) == "employer_name");
}

SCENARIO("segments are found by the name presets use and by their key") {
  for (const Segment segment : all_segments()) {
    CHECK(find_segment(to_string(segment)) == segment);
    CHECK(find_segment(facts(segment).key) == segment);
  }
  CHECK(to_string(Segment::Base) == "base");
  CHECK(to_string(Segment::J1) == "J1");
  CHECK(facts(Segment::J1).key == "j1");
  CHECK_FALSE(find_segment("J3"));
  CHECK_FALSE(find_segment(""));
}

SCENARIO("positions are those the standard prints") {
  CHECK(field(HeaderField::ReporterTelephoneNumber).start == 216);
  CHECK(field(BaseField::AccountStatus).number == "17A");
  CHECK(field(BaseField::AccountStatus).start == 124);
  CHECK(field(BaseField::PaymentHistoryProfile).start == 127);
  CHECK(field(BaseField::EcoaCode).start == 325);
  CHECK(field(BaseField::ResidenceCode).end() == 427);
  CHECK(field(TrailerField::TotalTelephoneAll).start == 399);
  CHECK(field(J2Field::ZipCode).start == 188);
  CHECK(field(L1Field::NewIdentificationNumber).start == 34);
  CHECK(segment_length(Segment::N1) == 146);
  CHECK(kBaseFields.size() == 47);
}

SCENARIO("presets answer every field but those the engine supplies") {
  std::set<std::string_view> supplied;
  for (const Field& field : kBaseFields) {
    if (field.is_supplied()) supplied.insert(field.key);
  }
  CHECK(supplied == std::set<std::string_view>{"rdw", "processing_indicator", "time_stamp",
                                               "identification_number", "cycle_identifier",
                                               "reserved"});
  CHECK(field(J1Field::SegmentIdentifier).is_supplied());
  CHECK(field(J1Field::Reserved2).is_supplied());
  CHECK_FALSE(field(BaseField::CorrectionIndicator).is_supplied());
}

SCENARIO("personal data is known as such in every segment that holds it") {
  for (const Segment segment : all_segments()) {
    for (const std::string_view key :
         {"surname", "first_name", "middle_name", "ssn", "date_of_birth", "telephone_number",
          "address_line_1", "address_line_2", "city", "zip_code", "consumer_account_number",
          "new_consumer_account_number", "employer_name"}) {
      CAPTURE(to_string(segment), key);
      if (const Field* field = find_field(segment, key)) CHECK(field->privacy == Privacy::Personal);
    }
  }
  CHECK(field(BaseField::AccountStatus).privacy == Privacy::Open);
}

SCENARIO("names and address lines may be cut, numbers and codes never") {
  for (const Segment segment : all_segments()) {
    for (const Field& field : fields(segment)) {
      CAPTURE(to_string(segment), field.key);
      if (field.key.find("number") != std::string_view::npos || field.kind == FieldKind::Code)
        CHECK_FALSE(field.may_be_cut);
      if (field.key == "surname" || field.key == "address_line_1") CHECK(field.may_be_cut);
      if (field.may_be_cut) CHECK(field.kind == FieldKind::Text);
    }
  }
}

SCENARIO("a code field names a table whose codes fit it") {
  for (const Segment segment : all_segments()) {
    for (const Field& field : fields(segment)) {
      if (field.kind != FieldKind::Code) continue;
      CAPTURE(to_string(segment), field.key);
      const CodeTable* table = find_code_table(field.codes);
      REQUIRE(table != nullptr);
      for (const Code& code : table->codes) CHECK(code.code.size() <= field.length);
    }
  }
}

SCENARIO("a blank segment holds its constants and the fill of each field") {
  for (const Segment segment : all_segments())
    CHECK(blank(segment).size() == segment_length(segment));
  CHECK(blank(Segment::Header).substr(0, 12) == "0426HEADER  ");
  CHECK(blank(Segment::Trailer).substr(0, 20) == "0426TRAILER000000000");
  CHECK(blank(Segment::Base).substr(0, 22) ==
        "0426100000000000000"
        "0  ");
  CHECK(blank(Segment::Base).substr(126, 24) == "BBBBBBBBBBBBBBBBBBBBBBBB");
  CHECK(blank(Segment::K4) == "K4000000000000000000000000000 ");
  CHECK(blank(Segment::K1) == "K1" + std::string(30, ' ') + "00");
}
