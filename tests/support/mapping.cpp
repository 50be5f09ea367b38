#include "tests/support/mapping.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "engine/base/text.h"
#include "engine/evaluate/lineage.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2::test {
namespace {

namespace fs = std::filesystem;

const fs::path& sample_folder() {
  static const fs::path folder = scratch("sample");
  return folder;
}

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
  return text;
}

Checked check_file(const fs::path& file) {
  Checked checked;
  checked.folder = file.parent_path().string() + "/";
  checked.preset = dsl::check(file, dsl::Workspace(file.parent_path()), checked.found);
  return checked;
}

}  // namespace

std::string Checked::messages() const {
  return without(render(found.sorted(), Colour::Never), folder);
}

std::string Checked::slugs() const {
  std::string out;
  for (const Diagnostic& d : found.sorted()) out += (out.empty() ? "" : " ") + d.slug;
  return out;
}

Checked check_files(const Files& files) {
  fs::remove_all(sample_folder());
  fs::create_directories(sample_folder());
  for (const auto& [name, text] : files)
    std::ofstream(sample_folder() / name, std::ios::binary) << text;
  return check_file(sample_folder() / files.front().first);
}

std::string without_folder(std::string text) {
  return without(std::move(text), sample_folder().string() + "/");
}

Checked check_text(const std::string& preset, const std::string& shape) {
  return check_files({{"sample.preset", preset}, {"sample.shape", shape}});
}

Checked check_golden_preset(const std::string& name) {
  return check_file(golden_path(name));
}

std::shared_ptr<const Program> lowered(const Checked& checked, const ParamValues& values) {
  INFO(checked.messages());
  REQUIRE(checked.preset != nullptr);
  auto program = lower(checked.preset, values, sample_day(), Purpose::Explaining);
  REQUIRE(program);
  return *program;
}

Mapped copied(const Outcome& outcome) {
  return {outcome.kind,
          std::string(outcome.account),
          std::string(outcome.record),
          outcome.reasons,
          outcome.warnings,
          outcome.counts};
}

Mapped copied(const AccountTrace& trace) {
  return {trace.kind, trace.account, trace.record, trace.reasons, trace.warnings, trace.counts};
}

std::string told_whole(const Mapped& m) {
  std::string all = m.outcome() + "\naccount " + m.account + "\nrecord " + m.record;
  for (const Reason& r : m.reasons) all += "\nreason " + r.name + ": " + r.text;
  for (const Reason& r : m.warnings) all += "\nwarning " + r.name + ": " + r.text;
  return all + "\ncut " + std::to_string(m.counts.characters.cut) + ", dropped " +
         std::to_string(m.counts.characters.dropped) + ", capped " +
         std::to_string(m.counts.capped);
}

Mapped map(const std::shared_ptr<const Program>& program, std::string_view document) {
  const auto mapper = [&](Reading reading) {
    return Mapper(program, {.tenant = "sample",
                            .identification_number = "SAMPLE",
                            .cycle_identifier = "",
                            .time_stamp = sample_day(),
                            .reading = reading});
  };
  const auto mapped = [&](Reading reading) {
    std::string text(document);
    return copied(mapper(reading).map(text.data(), text.size()));
  };
  Mapped result = mapped(Reading::Ordinary);
  REQUIRE(told_whole(result) == told_whole(mapped(Reading::Tree)));
  Lineage ignored;
  REQUIRE(told_whole(result) ==
          told_whole(copied(mapper(Reading::Tree).map_traced(document, ignored))));
  if (program->map != nullptr)
    REQUIRE(told_whole(result) ==
            told_whole(copied(mapper(Reading::Ordinary).explain(document, {}))));
  CoverCounts counts(program->points.size());
  REQUIRE(told_whole(result) ==
          told_whole(copied(mapper(Reading::Tree).map_covered(document, counts))));
  return result;
}

Mapped map(const Checked& checked, std::string_view document, const ParamValues& values) {
  return map(lowered(checked, values), document);
}

std::string Mapped::field(std::string_view key) const {
  return field(Segment::Base, 0, key);
}

std::string Mapped::field(Segment segment, std::size_t nth, std::string_view key) const {
  const Field* f = find_field(segment, key);
  REQUIRE(f != nullptr);
  for (const SegmentView& view : segments_of(record)) {
    if (view.segment != segment || nth-- > 0) continue;
    return std::string(text(*f, view.bytes));
  }
  return "(no such segment)";
}

std::size_t Mapped::count(Segment segment) const {
  std::size_t n = 0;
  for (const SegmentView& view : segments_of(record)) n += view.segment == segment ? 1 : 0;
  return n;
}

std::string Mapped::outcome() const {
  std::string out = kind == OutcomeKind::Reported  ? "reported"
                    : kind == OutcomeKind::Skipped ? "skipped"
                                                   : "held";
  for (const Reason& reason : reasons) out += " " + reason.name;
  return out;
}

const char* const kSampleShape = R"(shape sample

record account from "" {
  id         text
  name       text
  alias?     text
  kind       kind
  odd_kind?  kind
  opened     date
  closed?    date
  rent       money
  deposit?   money
  units      int
  maybe?     int
  ratio      number
  flag       bool
  perhaps?   bool
  owner      person
  partner?   person
  people     list of person
  charges    list of charge
  fees       list of charge
  payments   list of payment
  words      list of text
  amounts    list of money
  moves      list of move
}

one of kind { "Open", "Paid" from "Paid Off", "Lost" }

record person {
  id     text
  name   text
  phone? text
  born?  date
}

record charge {
  id      text
  due     date
  amount  money
  class   text
  reportable? bool
}

record payment {
  id           text
  paid_on      date
  amount       money
  reversed_on? date
}

record move {
  moved_from  date
  moved_to    date
}
)";

const char* const kSampleDocument = R"({
  "id": "7001", "name": "Ana Reyes", "kind": "Open", "opened": "2025-01-31", "rent": 1450.00, "units": 3, "ratio": 2.16, "flag": true,
  "owner": {"id": "p1", "name": "Ana", "phone": "801"},
  "people": [{"id": "p1", "name": "Ana", "phone": "801"}, {"id": "p2", "name": "Ben"}, {"id": "p3", "name": "Cy", "born": "1990-02-03"}],
  "charges": [{"id": "c2", "due": "2026-05-01", "amount": "100.50", "class": "rent"},
              {"id": "c1", "due": "2026-04-01", "amount": "100.50", "class": "rent"},
              {"id": "c3", "due": "2026-05-01", "amount": "20.00", "class": "fee"}],
  "fees": [{"id": "f1", "due": "2026-03-01", "amount": "9.00", "class": "fee"}],
  "payments": [{"id": "y1", "paid_on": "2026-04-20", "amount": "100.50"}],
  "words": ["b", "a", "c"], "amounts": ["1.10", "2.20"], "moves": []
})";

std::string sample_preset(std::string_view declarations) {
  return R"(preset sample version 1
use shape sample
use codes metro2
layout metro2_426
record base {
  consumer_account_number: account.id
  portfolio_type: "O"
  account_type: "29"
  date_opened: as_of
  terms_duration: "001"
  account_status: "11"
  payment_history_profile: repeat("B", 24)
  current_balance: $0
  date_of_account_information: as_of
  surname: "REYES"
  first_name: "ANA"
  ecoa_code: "1"
  address_line_1: "1 OAK ST"
  city: "PROVO"
  state: "UT"
  zip_code: "84601"
  leave blank: correction_indicator, credit_limit, highest_credit, terms_frequency, scheduled_monthly_payment_amount,
    actual_payment_amount, payment_rating, special_comment, compliance_condition_code, amount_past_due,
    original_charge_off_amount, date_of_first_delinquency, date_closed, date_of_last_payment, interest_type_indicator,
    middle_name, generation_code, ssn, date_of_birth, telephone_number, consumer_information_indicator, country_code,
    address_line_2, address_indicator, residence_code
}
)" + std::string(declarations) +
         "\n";
}

namespace {

Checked probe(std::string_view expression, std::string_view declarations) {
  return check_text(
      sample_preset(std::string(declarations) + "\nlet probe = " + std::string(expression) + R"(
hold probe_missing when probe is missing because "missing"
hold probe_present when probe is present because "value {probe}"
)"),
      kSampleShape);
}

}  // namespace

std::string evaluate(std::string_view expression, std::string_view declarations,
                     std::string_view document) {
  const Checked checked = probe(expression, declarations);
  for (const Diagnostic& d : checked.found.sorted()) {
    if (d.severity == Severity::Error) return d.slug + ": " + d.message;
  }
  const Mapped mapped = map(checked, document);
  std::string out;
  for (const Reason& reason : mapped.reasons) {
    const bool answer = reason.text == "missing" || reason.text.starts_with("value ");
    const std::string told = answer ? reason.text.substr(reason.text == "missing" ? 0 : 6)
                                    : "held " + reason.name + ": " + reason.text;
    out += (&reason == &mapped.reasons.front() ? "" : "; ") + told;
  }
  return mapped.reasons.empty() ? mapped.outcome() : out;
}

std::string slugs_of(std::string_view expression, std::string_view declarations) {
  Checked checked = probe(expression, declarations);
  // What the probe asks of every expression says nothing of most.
  checked.found.remove_if([](const Diagnostic& d) {
    return d.span.text() == "probe is missing" || d.span.text() == "probe is present";
  });
  return checked.slugs();
}

}  // namespace m2::test
