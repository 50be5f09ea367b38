// Nothing personal is in a report: a file whose people are known is broken in every way at once,
// and the reports are searched for them.

#include "engine/metro2/record.h"
#include "tests/support/golden.h"
#include "tests/support/sample_file.h"
#include "tests/unit/engine/report/report_files.h"

using namespace m2;
using namespace m2::test;

namespace {

struct Person {
  std::string_view surname, first, middle, ssn, born, phone;
};
constexpr Person kBase = {"ZWIEBELKUCHEN", "QUENTINIUS", "XAVERIUSSON",
                          "912458376",     "07041976",   "8015559247"};
constexpr Person kJoint = {"VOGELSANGERIN", "WALBURGISSA", "YNGVARSDOT",
                           "934761258",     "11231983",    "3855556182"};

void put_person(SampleFile& file, std::size_t record, Segment segment, const Person& person) {
  file.set(record, segment, "surname", person.surname);
  file.set(record, segment, "first_name", person.first);
  file.set(record, segment, "middle_name", person.middle);
  file.set(record, segment, "ssn", person.ssn);
  file.set(record, segment, "date_of_birth", person.born);
  file.set(record, segment, "telephone_number", person.phone);
}

// As they stand in the file, and as a page for people might write them.
std::vector<std::string> traces_of(const Person& person) {
  const auto part = [](std::string_view text, std::size_t at, std::size_t size) {
    return std::string(text.substr(at, size));
  };
  const std::string& month = part(person.born, 0, 2);
  const std::string day = part(person.born, 2, 2), year = part(person.born, 4, 4);
  std::vector<std::string> traces = {std::string(person.ssn),        part(person.ssn, 0, 5),
                                     part(person.ssn, 0, 3) + "-",   std::string(person.born),
                                     year + "-" + month + "-" + day, month + "/" + day + "/" + year,
                                     std::string(person.phone),      part(person.phone, 3, 7)};
  for (const std::string_view name : {person.surname, person.first, person.middle}) {
    traces.emplace_back(name);
    traces.push_back(part(name, 0, 6));
  }
  return traces;
}

// The people of both accounts, each field of theirs wrong in turn: blank, not letters, not a day.
std::string broken_people(std::size_t variant) {
  SampleFile file;
  for (const std::size_t record : {std::size_t{1}, std::size_t{2}})
    put_person(file, record, Segment::Base, kBase);
  put_person(file, 2, Segment::J1, kJoint);
  put_person(file, 2, Segment::J2, kJoint);
  constexpr std::string_view kKeys[] = {"surname",   "first_name",     "middle_name",
                                        "ssn",       "date_of_birth",  "telephone_number",
                                        "ecoa_code", "generation_code"};
  const std::string_view key = kKeys[variant % std::size(kKeys)];
  for (const auto& [record, segment] :
       {std::pair(std::size_t{1}, Segment::Base), std::pair(std::size_t{2}, Segment::Base),
        std::pair(std::size_t{2}, Segment::J1)}) {
    const Field& field = *find_field(segment, key);
    std::string value(file.records[record].substr(
        offset_of(file.records[record], segment) + field.offset(), field.length));
    const std::size_t last = value.find_last_not_of(' ');
    switch (variant / std::size(kKeys)) {
      case 0:
        value[last == std::string::npos ? 0 : last] = '?';
        break;
      case 1:
        value[0] = '\x02';
        break;
      case 2:
        value[last == std::string::npos ? 0 : last] = 'x';
        break;
      default:
        value.assign(field.length, ' ');
    }
    file.set(record, segment, key, value);
  }
  file.set(1, Segment::Base, "account_status", "99");
  file.set(2, Segment::Base, "amount_past_due", "000000000");
  file.set(1, Segment::Base, "date_of_first_delinquency", "13452026");
  return file.bytes();
}

}  // namespace

SCENARIO("nothing personal is in any report") {
  const auto book = whole_book();
  std::size_t findings = 0;
  for (std::size_t variant = 0; variant < 32; ++variant) {
    const ReportTexts texts = reports_of({{"file.dat", broken_people(variant)}}, book);
    findings += static_cast<std::size_t>(std::count(texts.csv.begin(), texts.csv.end(), '\n'));
    for (const Person& person : {kBase, kJoint}) {
      for (const std::string& trace : traces_of(person)) {
        for (const auto& [kind, text] : texts.all()) {
          if (text.find(trace) == std::string::npos) continue;
          CAPTURE(variant, kind, trace, text.substr(text.find(trace) - 40, 100));
          FAIL_CHECK("a report holds personal data");
        }
      }
    }
  }
  CHECK(findings > 200);
}
