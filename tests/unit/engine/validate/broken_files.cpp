#include "tests/unit/engine/validate/broken_files.h"

#include <functional>

#include "tests/support/sample_file.h"

namespace m2::test {
namespace {

using Told = std::vector<std::string>;

BrokenFile field(std::string name, std::size_t record, Segment segment, std::string_view key,
                 std::string_view value, Told findings) {
  SampleFile file;
  file.set(record, segment, key, value);
  if (record > 0 && record + 1 < file.records.size()) file.count_again();
  return {std::move(name), file.bytes(), std::move(findings)};
}

// A file changed as a whole; records stand between line ends.
BrokenFile records(std::string name, const std::function<void(SampleFile&)>& change, Told findings,
                   Framing framing = {}) {
  SampleFile file;
  change(file);
  return {std::move(name), file.bytes(framing), std::move(findings)};
}

// A file changed in its bytes.
BrokenFile bytes(std::string name, const std::function<void(std::string&)>& change, Told findings,
                 Framing framing = {}) {
  std::string file = SampleFile().bytes(framing);
  change(file);
  return {std::move(name), file, std::move(findings)};
}

// Where record 2, the long one, begins in the file.
const std::size_t kSecond = SampleFile().records[0].size() + 1;
const std::size_t kThird = kSecond + SampleFile().records[1].size() + 1;

void add_frames(std::vector<BrokenFile>& all) {
  all.push_back({"an empty file", "", {"FILE-100 0"}});
  all.push_back({"a file of another kind", "date;amount\n2026-05-31;1450\n", {"FILE-100 0"}});
  all.push_back(records("no header", [](SampleFile& f) { f.records.erase(f.records.begin()); },
                        {"FILE-001 1", "TRL-101 4:trailer.block_count"}));
  all.push_back(field("a misspelt header", 0, Segment::Header, "record_identifier", "HEADRE",
                      {"FILE-001 1:header.record_identifier"}));
  all.push_back(records("no trailer", [](SampleFile& f) { f.records.pop_back(); }, {"FILE-002 0"}));
  all.push_back(field("a misspelt trailer", 4, Segment::Trailer, "record_identifier", "TRIALER",
                      {"FILE-002 5:trailer.record_identifier"}));
  all.push_back(
      bytes("bytes after the trailer", [](std::string& f) { f += "\x1A"; }, {"FILE-002 6"}));
  all.push_back(records("an account after the trailer",
                        [](SampleFile& f) {
                          f.records.push_back(f.records[3]);
                          f.set(5, Segment::Base, "consumer_account_number", "LEASE0004");
                        },
                        {"FILE-002 6", "FILE-002 0"}));
  all.push_back(records("a second header",
                        [](SampleFile& f) {
                          f.records.insert(f.records.begin() + 2, f.records[0]);
                          f.count_again();
                          f.set(5, Segment::Trailer, "block_count", "000000006");
                        },
                        {"FILE-003 3", "TRL-001 6:trailer.total_base_records"}));
  all.push_back({"two files in one", SampleFile().bytes() + SampleFile().bytes(), {"FILE-003 6"}});
  all.push_back(records("no accounts",
                        [](SampleFile& f) {
                          f.records.erase(f.records.begin() + 1, f.records.end() - 1);
                          f.count_again();
                        },
                        {"FILE-004 0"}));
  all.push_back(bytes("letters for a length", [](std::string& f) { f.replace(kSecond, 4, "426B"); },
                      {"FILE-005 2"}));
  all.push_back(bytes("a wrong length", [](std::string& f) { f.replace(kSecond, 4, "0500"); },
                      {"FILE-006 2"}));
  all.push_back(bytes("a byte too many, which shifts the rest",
                      [](std::string& f) { f.insert(kSecond + 50, "X"); },
                      {"FILE-006 2", "TRL-006 5:trailer.total_status_11"}));
  all.push_back(bytes("a file cut off", [](std::string& f) { f.resize(kThird + 300); },
                      {"FILE-006 3", "FILE-002 0"}, {.line_end = LineEnd::None}));
  all.push_back(bytes("a length below any record",
                      [](std::string& f) { f.replace(kSecond, 4, "0042"); }, {"FILE-007 2"}));
  all.push_back(bytes("a short record in a fixed-length file",
                      [](std::string& f) {
                        const std::size_t length = f.find('\n');
                        f.erase(length + 1 + 426, length - 426);
                        f.replace(length + 1, 4, "0426");
                      },
                      {"FILE-008 2"}, {.format = Format::Fixed}));
  all.push_back(bytes("a segment cut short",
                      [](std::string& f) {
                        f.erase(f.find('\n', kThird) - 20, 20);
                        f.replace(kThird, 4, "1044");
                      },
                      {"FILE-009 3", "TRL-013 5:trailer.total_n1"}));
  all.push_back(bytes(
      "an unknown segment",
      [](std::string& f) { f.replace(kThird + 426, 40, std::string(40, '*')); },
      {"FILE-010 3", "TRL-002 5:trailer.total_j1", "TRL-003 5:trailer.total_j2",
       "TRL-013 5:trailer.total_n1", "TRL-008 5:trailer.total_k1", "TRL-009 5:trailer.total_k2",
       "TRL-010 5:trailer.total_k3", "TRL-011 5:trailer.total_k4", "TRL-012 5:trailer.total_l1",
       "TRL-014 5:trailer.total_ssn_all", "TRL-014 5:trailer.total_ssn_j1",
       "TRL-015 5:trailer.total_dob_all", "TRL-015 5:trailer.total_dob_j1",
       "TRL-015 5:trailer.total_dob_j2", "TRL-016 5:trailer.total_telephone_all"}));
  all.push_back(records("a J1 under another name",
                        [](SampleFile& f) {
                          f.set(2, Segment::J1, "segment_identifier", "JI");
                          f.count_again();
                        },
                        {"J-001 3:j1.segment_identifier"}));
  all.push_back(records("a J2 under another name",
                        [](SampleFile& f) {
                          f.set(2, Segment::J2, "segment_identifier", "JZ");
                          f.count_again();
                        },
                        {"J-002 3:j2.segment_identifier"}));
  all.push_back(records("segments out of order",
                        [](SampleFile& f) {
                          std::string& r = f.records[2];
                          const std::string j1 = r.substr(426, 100);
                          r.erase(426, 100);
                          r.insert(626, j1);
                        },
                        {"FILE-011 3:J1"}));
  all.push_back(records("a segment twice",
                        [](SampleFile& f) {
                          const std::size_t k1 = offset_of(f.records[2], Segment::K1);
                          f.records[2].insert(k1, f.records[2].substr(k1, 34));
                          f.count_again();
                        },
                        {"FILE-012 3:K1"}));
  all.push_back(bytes("a wrong block length", [](std::string& f) { f.replace(0, 4, "1000"); },
                      {"FILE-015 3"}, {.line_end = LineEnd::None, .block_descriptors = true}));
  all.push_back(bytes("lines between two records",
                      [](std::string& f) { f.insert(kSecond, "PAGE 2\n\n"); }, {"FILE-101 2"}));
  all.push_back(bytes("another line end", [](std::string& f) { f.insert(kThird - 1, "\r"); },
                      {"FILE-102 2"}));
}

void add_fields(std::vector<BrokenFile>& all) {
  const auto base = [&](std::string_view key, std::string_view value, Told findings) {
    all.push_back(field(std::string(key) + " = " + std::string(value), 1, Segment::Base, key, value,
                        std::move(findings)));
  };
  const auto appended = [&](Segment segment, std::string_view key, std::string_view value,
                            Told findings) {
    all.push_back(
        field(std::string(to_string(segment)) + "." + std::string(key) + " = " + std::string(value),
              2, segment, key, value, std::move(findings)));
  };
  // characters
  base("city", "PROVO\t", {"FILE-013 2:base.city"});
  base("city", "Provo", {"FILE-014 2:base.city"});
  base("reserved", "X", {"FILE-019 2:base.reserved"});
  base("city", " PROVO", {"FILE-022 2:base.city"});
  base("identification_number", "EXAMPLE 01", {"B05-003 2:base.identification_number"});
  base("identification_number", "EXAMPLE-01", {"B05-003 2:base.identification_number"});
  base("consumer_account_number", "LEASE/1", {"B07-002 2:base.consumer_account_number"});
  base("surname", "SAMPLE2", {"C30-002 2:base.surname"});
  base("first_name", "S.", {"C30-002 2:base.first_name"});
  base("address_line_1", "2 \"EXAMPLE\" WAY", {"C40-002 2:base.address_line_1"});
  appended(Segment::J2, "city", "PARIS*", {"C40-002 3:j2.city"});
  appended(Segment::N1, "employer_city", "PROVO*", {"FILE-103 3:n1.employer_city"});
  // digits
  base("credit_limit", "    14.50", {"FILE-020 2:base.credit_limit"});
  base("credit_limit", "", {"FILE-020 2:base.credit_limit"});
  base("ssn", "66601000I", {"FILE-020 2:base.ssn"});
  appended(Segment::K4, "balloon_payment_amount", "5,000",
           {"FILE-020 3:k4.balloon_payment_amount"});
  // days
  base("date_closed", "02302026", {"FILE-021 2:base.date_closed"});
  base("date_closed", "20260531", {"FILE-021 2:base.date_closed"});
  base("date_closed", "", {"FILE-021 2:base.date_closed"});
  base("time_stamp", "06012026250000", {"FILE-021 2:base.time_stamp"});
  base("date_opened", "13012026", {"B10-001 2:base.date_opened"});
  base("date_opened", "00000000", {"B10-001 2:base.date_opened"});
  base("date_of_account_information", "", {"B24-001 2:base.date_of_account_information"});
  base("date_of_account_information", "06302026", {"B24-002 2:base.date_of_account_information"});
  base("time_stamp", "06302026000000", {"B03-001 2:base.time_stamp"});
  appended(Segment::K4, "balloon_payment_due_date", "02292027",
           {"FILE-021 3:k4.balloon_payment_due_date"});
  // codes
  base("processing_indicator", "2", {"B02-001 2:base.processing_indicator"});
  base("correction_indicator", "1", {"B04-001 2:base.correction_indicator"});
  base("portfolio_type", "L", {"B08-001 2:base.portfolio_type"});
  base("portfolio_type", "o", {"B08-001 2:base.portfolio_type"});
  base("account_type", "99", {"B09-001 2:base.account_type"});
  base("terms_duration", "000", {"B13-004 2:base.terms_duration"});
  base("terms_frequency", "Z", {"B14-001 2:base.terms_frequency"});
  base("account_status", "99", {"B17A-001 2:base.account_status"});
  base("account_status", "05", {"B17A-002 2:base.account_status"});
  base("payment_rating", "9", {"B17B-001 2:base.payment_rating"});
  base("payment_history_profile", "0000000000ZBBBBBBBBBBBBB",
       {"B18-001 2:base.payment_history_profile"});
  base("payment_history_profile", "00000000000", {"B18-001 2:base.payment_history_profile"});
  base("special_comment", "ZZ", {"B19-001 2:base.special_comment"});
  base("special_comment", " M", {"B19-001 2:base.special_comment"});
  base("compliance_condition_code", "X1", {"B20-001 2:base.compliance_condition_code"});
  base("interest_type_indicator", "X", {"B28-001 2:base.interest_type_indicator"});
  base("generation_code", "1", {"C33-001 2:base.generation_code"});
  base("ecoa_code", "6", {"C37-001 2:base.ecoa_code"});
  base("ecoa_code", "", {"C37-001 2:base.ecoa_code"});
  base("consumer_information_indicator", "99", {"C38-001 2:base.consumer_information_indicator"});
  base("consumer_information_indicator", "W", {"C38-002 2:base.consumer_information_indicator"});
  base("country_code", "ZZ", {"C39-001 2:base.country_code"});
  base("state", "ZZ", {"C43-001 2:base.state"});
  base("address_indicator", "X", {"C45-001 2:base.address_indicator"});
  base("residence_code", "X", {"C46-001 2:base.residence_code"});
  appended(Segment::J1, "ecoa_code", "4", {"C37-001 3:j1.ecoa_code"});
  appended(Segment::N1, "employer_state", "ZZ", {"C43-001 3:n1.employer_state"});
  appended(Segment::K1, "creditor_classification", "16", {"K1-003 3:k1.creditor_classification"});
  appended(Segment::K2, "purchased_indicator", "3", {"K2-001 3:k2.purchased_indicator"});
  appended(Segment::K3, "agency_identifier", "03", {"K3-001 3:k3.agency_identifier"});
  appended(Segment::K4, "specialized_payment_indicator", "03",
           {"K4-001 3:k4.specialized_payment_indicator"});
  appended(Segment::L1, "change_indicator", "4", {"L1-001 3:l1.change_indicator"});
}

void add_headers(std::vector<BrokenFile>& all) {
  const auto header = [&](std::string_view key, std::string_view value, Told findings,
                          std::optional<Date> today = std::nullopt) {
    BrokenFile broken = field("header " + std::string(key) + " = " + std::string(value), 0,
                              Segment::Header, key, value, std::move(findings));
    broken.today = today;
    all.push_back(std::move(broken));
  };
  const Date today = *Date::parse_iso("2026-06-15");
  header("activity_date", "00000000", {"HDR-001 1:header.activity_date"});
  header("activity_date", "06152026",
         {"HDR-002 1:header.activity_date", "HDR-005 1:header.date_created"});
  header("date_created", "00000000", {"HDR-003 1:header.date_created"});
  header("date_created", "06162026", {"HDR-004 1:header.date_created"}, today);
  header("activity_date", "06022026", {"HDR-005 1:header.date_created"}, today);
  header("activity_date", "04302026", {"HDR-006 1:header.activity_date"});
  header("reporter_name", "", {"HDR-007 1:header.reporter_name"});
  header("reporter_address", "", {"HDR-008 1:header.reporter_address"});
  header("equifax_program_identifier", "", {"HDR-009 1:header.innovis_program_identifier"});
  header("reporter_telephone_number", "0000000000", {"HDR-010 1:header.reporter_telephone_number"});
  header("program_date", "02012026", {"HDR-011 1:header.program_date"});
  header("program_revision_date", "07012026", {"HDR-013 1:header.program_revision_date"});
  header("activity_date", "05322026", {"HDR-001 1:header.activity_date"});
  header("reporter_address", "1 EXAMPLE WAY (PROVO)", {"FILE-103 1:header.reporter_address"});
}

// Every total, one too many.
void add_totals(std::vector<BrokenFile>& all) {
  const auto total = [&](std::string_view key, Told findings) {
    all.push_back(field("a wrong " + std::string(key), 4, Segment::Trailer, key, "000000777",
                        std::move(findings)));
  };
  const auto rule_of = [](std::string_view key) -> std::string {
    constexpr std::pair<std::string_view, const char*> kRules[] = {
        {"total_base_records", "TRL-001"}, {"total_j1", "TRL-002"},
        {"total_j2", "TRL-003"},           {"total_status_da", "TRL-004"},
        {"total_status_df", "TRL-005"},    {"total_status_", "TRL-006"},
        {"total_ecoa_z", "TRL-007"},       {"total_k1", "TRL-008"},
        {"total_k2", "TRL-009"},           {"total_k3", "TRL-010"},
        {"total_k4", "TRL-011"},           {"total_l1", "TRL-012"},
        {"total_n1", "TRL-013"},           {"total_ssn_", "TRL-014"},
        {"total_dob_", "TRL-015"},         {"total_telephone_all", "TRL-016"},
        {"block_count", "TRL-101"}};
    for (const auto& [prefix, rule] : kRules) {
      if (key.starts_with(prefix)) return rule;
    }
    return "no rule";
  };
  for (const Field& row : kTrailerFields) {
    if (row.kind != FieldKind::Numeric) continue;
    const std::string place = " 5:trailer." + std::string(row.key);
    Told findings = {rule_of(row.key) + place};
    for (const std::string_view family : {"total_ssn_", "total_dob_"}) {
      if (row.key.starts_with(family))
        findings.push_back("TRL-017 5:trailer." + std::string(family) + "all");
    }
    total(row.key, std::move(findings));
  }
  all.push_back(field("a total that is no number", 4, Segment::Trailer, "total_j1", "1",
                      {"FILE-020 5:trailer.total_j1"}));
}

}  // namespace

std::vector<BrokenFile> broken_files() {
  std::vector<BrokenFile> all;
  add_frames(all);
  add_headers(all);
  add_fields(all);
  add_totals(all);
  return all;
}

std::vector<Finding> findings_of(std::string_view file, std::optional<Date> today) {
  std::vector<Finding> findings;
  Reader reader = Reader::of_bytes(file);
  const Result<FileSummary> summary =
      validate(reader, {.today = today, .book = RuleBook::of_all(RuleRegistry::built_in())},
               [&](const Finding& finding) { findings.push_back(finding); });
  REQUIRE(summary);
  return findings;
}

std::vector<std::string> told(std::string_view file, std::optional<Date> today) {
  std::vector<std::string> all;
  for (const Finding& finding : findings_of(file, today)) {
    std::string text = std::string(finding.rule->id) + " " + std::to_string(finding.line);
    if (finding.field != nullptr) {
      text += ":" + std::string(finding.segment) + "." + std::string(finding.field->key);
    } else if (!finding.segment.empty()) {
      text += ":" + std::string(to_string(*find_segment(finding.segment)));
    }
    all.push_back(text);
  }
  return all;
}

}  // namespace m2::test
