#include "engine/metro2/value.h"

#include <string>

using namespace m2;

namespace {

struct Base {
  std::string bytes{blank(Segment::Base)};
  FoldCounts counts;

  Put text(BaseField f, std::string_view value) {
    return put_text(field(f), value, bytes.data(), counts);
  }
  std::string raw(BaseField f) const { return std::string(m2::raw(field(f), bytes)); }
};

}  // namespace

SCENARIO("text is written in capitals, left justified and blank filled") {
  Base base;
  CHECK(base.text(BaseField::Surname, "Núñez-O'Dell") == Put::Done);
  CHECK(base.raw(BaseField::Surname) == "NUNEZ-ODELL              ");
  CHECK(base.counts.dropped == 1);
  CHECK(base.text(BaseField::AddressLine1, "12 Main St. #4") == Put::Done);
  CHECK(text(field(BaseField::AddressLine1), base.bytes) == "12 MAIN ST. #4");
  CHECK(base.text(BaseField::Surname, "") == Put::Done);
  CHECK(base.raw(BaseField::Surname) == std::string(25, ' '));
}

SCENARIO("a long name is cut and counted, a long account number is refused") {
  Base base;
  CHECK(base.text(BaseField::FirstName, "Wolfeschlegelsteinhausen") == Put::Cut);
  CHECK(base.raw(BaseField::FirstName) == "WOLFESCHLEGELSTEINHA");
  CHECK(base.counts.cut == 4);
  CHECK(base.text(BaseField::ConsumerAccountNumber, "A1") == Put::Done);
  CHECK(base.text(BaseField::ConsumerAccountNumber, std::string(31, '7')) == Put::TooLong);
  CHECK(text(field(BaseField::ConsumerAccountNumber), base.bytes) == "A1");
  CHECK(base.counts.cut == 4);
}

SCENARIO("digits are right justified and zero filled") {
  Base base;
  CHECK(base.text(BaseField::Ssn, "12345") == Put::Done);
  CHECK(base.raw(BaseField::Ssn) == "000012345");
  CHECK(base.text(BaseField::Ssn, "123-45") == Put::Refused);
  CHECK(base.text(BaseField::Ssn, "1234567890") == Put::TooLong);
  CHECK(base.raw(BaseField::Ssn) == "000012345");
  CHECK(base.text(BaseField::Ssn, "") == Put::Done);
  CHECK(base.raw(BaseField::Ssn) == "000000000");
  CHECK(number(field(BaseField::Ssn), base.bytes) == 0);
}

SCENARIO("a terms duration is a word or a number of three digits") {
  Base base;
  const auto [value, bytes] = GENERATE(table<std::string, std::string>(
      {{"LOC", "LOC"}, {"rev", "REV"}, {"1", "001"}, {"360", "360"}, {"", "   "}}));
  CHECK(base.text(BaseField::TermsDuration, value) == Put::Done);
  CHECK(base.raw(BaseField::TermsDuration) == bytes);
}

SCENARIO("a history is given whole") {
  Base base;
  CHECK(base.text(BaseField::PaymentHistoryProfile, "0000000000001BBBBBBBBBBB") == Put::Done);
  CHECK(base.text(BaseField::PaymentHistoryProfile, "000") == Put::Refused);
  CHECK(base.text(BaseField::PaymentHistoryProfile, "0000000000000000000000000") == Put::TooLong);
  CHECK(base.raw(BaseField::PaymentHistoryProfile) == "0000000000001BBBBBBBBBBB");
}

SCENARIO("amounts are nine digits of whole dollars") {
  Base base;
  const Field& balance = field(BaseField::CurrentBalance);
  const auto [dollars, put, bytes] = GENERATE(table<std::int64_t, Put, std::string>({
      {0, Put::Done, "000000000"},
      {1450, Put::Done, "000001450"},
      {999999999, Put::Done, "999999999"},
      // more than nine digits
      {1000000000, Put::Capped, "999999999"},
      {INT64_MAX, Put::Capped, "999999999"},
      // below zero nothing is written
      {-1, Put::Refused, "000000000"},
      {INT64_MIN, Put::Refused, "000000000"},
  }));
  CHECK(put_dollars(balance, dollars, base.bytes.data()) == put);
  CHECK(raw(balance, base.bytes) == bytes);
}

SCENARIO("a number takes the side of its field") {
  Base base;
  CHECK(put_number(field(BaseField::ConsumerAccountNumber), 4711, base.bytes.data()) == Put::Done);
  CHECK(base.raw(BaseField::ConsumerAccountNumber) == "4711" + std::string(26, ' '));
  CHECK(put_number(field(BaseField::TermsDuration), 60, base.bytes.data()) == Put::Done);
  CHECK(base.raw(BaseField::TermsDuration) == "060");
  CHECK(put_number(field(BaseField::TermsDuration), 1000, base.bytes.data()) == Put::TooLong);
  CHECK(put_number(field(BaseField::TelephoneNumber), 8015550100, base.bytes.data()) == Put::Done);
  CHECK(base.raw(BaseField::TelephoneNumber) == "8015550100");
}

SCENARIO("days are MMDDYYYY, and zeros when there is none") {
  Base base;
  const Date day = *Date::parse_iso("2026-05-31");
  put_date(field(BaseField::DateOpened), day, base.bytes.data());
  CHECK(base.raw(BaseField::DateOpened) == "05312026");
  CHECK(date(field(BaseField::DateOpened), base.bytes) == day);
  put_date(field(BaseField::TimeStamp), day, base.bytes.data());
  CHECK(base.raw(BaseField::TimeStamp) == "05312026000000");
  CHECK(date(field(BaseField::TimeStamp), base.bytes) == day);
  put_blank(field(BaseField::DateOpened), base.bytes.data());
  CHECK(base.raw(BaseField::DateOpened) == "00000000");
  CHECK_FALSE(date(field(BaseField::DateOpened), base.bytes));
  CHECK(base.text(BaseField::DateOpened, "02302026") == Put::Done);
  CHECK_FALSE(date(field(BaseField::DateOpened), base.bytes));
}

SCENARIO("text from people is read by the kind of the field") {
  std::string header(blank(Segment::Header));
  FoldCounts counts;
  const Field& created = field(HeaderField::DateCreated);
  CHECK(put_value(created, "2026-06-01", header.data(), counts) == Put::Done);
  CHECK(raw(created, header) == "06012026");
  CHECK(put_value(created, "06022026", header.data(), counts) == Put::Done);
  CHECK(raw(created, header) == "06022026");
  CHECK(put_value(created, "tomorrow", header.data(), counts) == Put::Refused);
  CHECK(put_value(created, "2026-02-30", header.data(), counts) == Put::Refused);
  CHECK(put_value(field(HeaderField::ReporterName), "Example Homes", header.data(), counts) ==
        Put::Done);
  CHECK(text(field(HeaderField::ReporterName), header) == "EXAMPLE HOMES");
}

SCENARIO("a field is filled when it holds more than its fill") {
  Base base;
  CHECK_FALSE(is_filled(field(BaseField::Ssn), base.bytes));
  CHECK_FALSE(is_filled(field(BaseField::Surname), base.bytes));
  base.text(BaseField::Ssn, "1");
  base.text(BaseField::Surname, "0");
  CHECK(is_filled(field(BaseField::Ssn), base.bytes));
  CHECK(is_filled(field(BaseField::Surname), base.bytes));
}
