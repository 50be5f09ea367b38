#include "tests/support/metro2_files.h"

#include "engine/base/check.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/record.h"
#include "engine/metro2/totals.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"

namespace m2::test {
namespace {

std::string random_text(Random& random, const Field& field) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -/#&,.'()*+:;<=>?@[]^_`{|}~\"\\$%!";
  std::string text(1 + random.below(field.length), ' ');
  for (char& c : text) {
    do c = kLetters[random.below(kLetters.size())];
    while (!allows(field.characters, c));
  }
  return text;
}

std::string random_digits(Random& random, std::size_t count) {
  std::string digits(count, '0');
  for (char& c : digits) c = static_cast<char>('0' + random.below(10));
  return digits;
}

// Numbers that belong to nobody: SSNs of area 666, telephones of the exchange kept for fiction.
std::string random_numeric(Random& random, const Field& field) {
  if (random.one_in(8)) return std::string(field.length, '9');
  if (field.key == "ssn") return "666" + random_digits(random, 6);
  if (field.length == 10)
    return random_digits(random, 3).append("55501").append(random_digits(random, 2));
  return random_digits(random, field.length);
}

std::string random_code(Random& random, const Field& field) {
  const CodeTable& table = *find_code_table(field.codes);
  if (table.others == OtherCodes::Numbers && random.one_in(2))
    return "0" + std::to_string(10 + random.below(90));
  std::string value;
  const std::size_t count = table.scope == CodeScope::EachCharacter ? field.length : 1;
  for (std::size_t i = 0; i < count; ++i) {
    const Code& code = table.codes[random.below(table.codes.size())];
    value += code.code == "nnn" ? "060" : code.code;
  }
  return value;
}

void put_random(Random& random, const Field& field, char* segment) {
  if (field.is_supplied() && field.kind != FieldKind::TimeStamp && field.kind != FieldKind::Text)
    return;
  if (random.one_in(5)) return put_blank(field, segment);
  FoldCounts counts;
  Put put = Put::Done;
  switch (field.kind) {
    case FieldKind::Date:
    case FieldKind::TimeStamp:
      put_date(field, Date::from_days(static_cast<std::int32_t>(random.below(30000))), segment);
      break;
    case FieldKind::Money:
      put = put_dollars(field, static_cast<std::int64_t>(random.below(1000000000)), segment);
      break;
    case FieldKind::Numeric:
      put = put_text(field, random_numeric(random, field), segment, counts);
      break;
    case FieldKind::Code:
      put = put_text(field, random_code(random, field), segment, counts);
      break;
    case FieldKind::Text:
      put = put_text(field, random_text(random, field), segment, counts);
      break;
    case FieldKind::Descriptor:
    case FieldKind::Constant:
    case FieldKind::Reserved:
      break;
  }
  M2_CHECK(put == Put::Done && counts.dropped == 0 && counts.cut == 0,
           "a random value fits its field");
}

}  // namespace

std::string random_segment(Random& random, Segment segment) {
  std::string bytes(blank(segment));
  for (const Field& field : fields(segment)) put_random(random, field, bytes.data());
  return bytes;
}

std::string random_record(Random& random) {
  std::string record = random_segment(random, Segment::Base);
  if (random.one_in(2)) return record;
  for (auto segment = Segment::J1; segment <= Segment::N1;
       segment = static_cast<Segment>(static_cast<int>(segment) + 1)) {
    const bool repeats = facts(segment).occurrence == Occurrence::AnyNumber;
    for (std::size_t n = random.below(repeats ? 4 : 2); n > 0; --n) {
      const bool keeps_place_only = random.one_in(8);
      record += keeps_place_only ? std::string(to_string(segment)) +
                                       std::string(segment_length(segment) - 2, ' ')
                                 : random_segment(random, segment);
    }
  }
  return record;
}

std::string plain_header() {
  std::string header(blank(Segment::Header));
  FoldCounts counts;
  put_text(field(HeaderField::EquifaxProgramIdentifier), "EFX0000001", header.data(), counts);
  put_date(field(HeaderField::ActivityDate), *Date::parse_iso("2026-05-31"), header.data());
  put_date(field(HeaderField::DateCreated), *Date::parse_iso("2026-06-01"), header.data());
  put_text(field(HeaderField::ReporterName), "Example Homes", header.data(), counts);
  put_text(field(HeaderField::ReporterAddress), "1 Example Way, Provo UT 84601", header.data(),
           counts);
  return header;
}

std::string random_file(Random& random, Framing framing, std::size_t accounts) {
  std::vector<std::string> records;
  Totals totals;
  for (std::size_t i = 0; i < accounts; ++i) {
    records.push_back(random_record(random));
    totals.add(records.back());
  }
  if (framing.format == Format::Fixed)
    framing.record_length = totals.longest_record() + random.below(2) * 20;
  std::string file;
  FileWriter writer(
      framing, [&](std::string_view bytes) { file += bytes; }, 2000 + random.below(8000));
  M2_CHECK(writer.add(plain_header()), "the header fits");
  for (const std::string& record : records) M2_CHECK(writer.add(record), "a random record fits");
  M2_CHECK(writer.finish(totals), "the trailer fits");
  return file;
}

std::string damaged_file(Random& random) {
  const std::vector<Framing> framings = all_framings();
  const Framing framing = framings[random.below(framings.size())];
  const std::size_t accounts = 1 + random.below(5);
  std::string file = random_file(random, framing, accounts);
  for (std::size_t n = random.below(6); n > 0 && !file.empty(); --n) {
    const std::size_t at = random.below(file.size());
    const std::size_t count = 1 + random.below(500);
    const char byte = static_cast<char>(random.below(256));
    switch (random.below(4)) {
      case 0:
        file[at] = byte;
        break;
      case 1:
        file.erase(at, count);
        break;
      case 2:
        file.insert(at, count, byte);
        break;
      default:
        file.replace(at, 4, "9999");
        break;
    }
  }
  return file;
}

std::vector<Framing> all_framings() {
  std::vector<Framing> framings;
  for (const Format format : {Format::Variable, Format::Fixed}) {
    for (const LineEnd line_end : {LineEnd::None, LineEnd::Lf, LineEnd::CrLf}) {
      for (const bool blocks : {false, true}) {
        framings.push_back({.format = format, .line_end = line_end, .block_descriptors = blocks});
      }
    }
    for (const bool blocks : {false, true}) {
      framings.push_back({.format = format,
                          .line_end = LineEnd::None,
                          .block_descriptors = blocks,
                          .encoding = Encoding::Packed});
    }
  }
  return framings;
}

}  // namespace m2::test
