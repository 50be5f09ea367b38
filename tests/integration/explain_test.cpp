// What metro2 explain says of the demo's accounts: the same records as a run, every byte explained,
// nobody's personal data.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "engine/base/json_slice.h"
#include "engine/base/text.h"
#include "engine/pipeline/account_mapper.h"
#include "engine/pipeline/explanation.h"
#include "tests/integration/demo_runs.h"
#include "tests/support/golden.h"

using namespace m2;
using namespace m2::test;

namespace {

// Everything that a trace shows, as one text.
void gather(const TraceNode& node, std::string& into) {
  for (const std::string* text : {&node.text, &node.value, &node.values, &node.defined, &node.note})
    into += *text + "\n";
  for (const TraceSource& source : node.sources) into += source.pointer + " " + source.text + "\n";
  for (const TraceNode& part : node.parts) gather(part, into);
}

std::string all_of(const AccountTrace& trace) {
  std::string out;
  for (const FieldTrace& field : trace.fields) {
    out += field.bytes + "\n";
    gather(field.root, out);
    for (const TraceSource& source : field.sources)
      out += source.pointer + " " + source.text + "\n";
  }
  for (const RuleTrace& rule : trace.rules) gather(rule.root, out);
  return out;
}

// Social Security numbers, birth dates and family names, as the document spells them.
void secrets_of(const JsonSlice& value, std::string_view name, std::set<std::string>& into) {
  const std::string word = lower(name);
  const bool is_secret = word.find("ssn") != std::string::npos ||
                         word.find("birth") != std::string::npos || word == "value" ||
                         word == "lastname" || word == "streetline" || word == "address1";
  const std::string text = value.text();
  if (is_secret && text.size() >= 6) into.insert(text);
  if (is_secret && digits_of(text).size() == 9) into.insert(digits_of(text));
}

void walk(const JsonSlice& value, std::string_view name, std::set<std::string>& into) {
  secrets_of(value, name, into);
  for (const auto& [key, member] : value.members()) walk(member, key, into);
  for (const JsonSlice& item : value.items()) walk(item, name, into);
}

}  // namespace

SCENARIO(
    "the demo's accounts are explained as they are run, every byte of them, and nobody's data "
    "shown") {
  const Demo demo = GENERATE(rent_demo(), loan_demo());
  CAPTURE(demo.tenant);
  const Date created = demo.as_of.plus_days(1);
  Diagnostics found;
  auto explainer =
      Explainer::open(demo.tenant, presets_of(project_path("presets")), demo.as_of, created, found);
  REQUIRE(explainer);
  REQUIRE(*explainer);
  AccountMapper mapper((*explainer)->setup().programs,
                       (*explainer)->setup().mapper_options(created));
  std::size_t reported = 0;
  std::size_t hidden = 0;
  for (const std::string& document : documents_of(project_path(demo.fixtures))) {
    const Explanation why = (*explainer)->explain(document, {});
    const AccountTrace& trace = why.trace;
    CAPTURE(trace.account);
    std::string text = document;
    const Outcome& outcome = mapper.map(text.data(), text.size());
    CHECK(trace.kind == outcome.kind);
    CHECK(trace.record == outcome.record);
    REQUIRE(trace.reasons.size() == outcome.reasons.size());
    for (std::size_t i = 0; i < trace.reasons.size(); ++i)
      CHECK(trace.reasons[i].text == outcome.reasons[i].text);

    std::size_t at = 0;
    for (const FieldTrace& f : trace.fields) {
      CHECK(f.offset == at);
      at += f.field->length;
      if (f.origin != FieldTrace::Origin::Preset) continue;
      CHECK_FALSE(f.root.value.empty());
      CHECK_FALSE(f.span.empty());
    }
    CHECK(at == trace.record.size());
    reported += trace.fields.empty() ? 0 : 1;

    std::set<std::string> secrets;
    const auto parsed = JsonSlice::parse(document);
    REQUIRE(parsed);
    walk(*parsed, "", secrets);
    const std::string shown = all_of(trace);
    for (const std::string& secret : secrets) {
      ++hidden;
      CAPTURE(secret);
      CHECK(shown.find(secret) == std::string::npos);
    }
  }
  CHECK(reported >= 5);
  CHECK(hidden >= 40);
}
