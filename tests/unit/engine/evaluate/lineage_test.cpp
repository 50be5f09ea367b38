// Where each field came from: JSON pointers and lines of the preset, through conditions, ledgers,
// lists and texts.

#include "engine/evaluate/lineage.h"

#include "tests/support/mapping.h"

using namespace m2;

namespace {

struct Traced {
  test::Mapped mapped;
  Lineage lineage;
  test::Checked checked;

  [[nodiscard]] const FieldLineage& of(std::string_view key, Segment segment = Segment::Base,
                                       std::size_t nth = 0) const {
    for (const FieldLineage& f : lineage.fields) {
      if (f.segment == segment && f.field->key == key && nth-- == 0) return f;
    }
    FAIL("no lineage of " << key);
    return lineage.fields.front();
  }
  [[nodiscard]] std::string pointers(std::string_view key, Segment segment = Segment::Base,
                                     std::size_t nth = 0) const {
    std::string out;
    for (const SourceValue& s : of(key, segment, nth).sources)
      out += (out.empty() ? "" : " ") + s.pointer;
    return out;
  }
  [[nodiscard]] bool passes(std::string_view key, std::string_view text) const {
    for (const Span& span : of(key).steps) {
      if (span.text() == text) return true;
    }
    return false;
  }
};

// The sample preset with one field answered by `expression`.
Traced traced(const std::string& field, const std::string& expression,
              const std::string& declarations = "") {
  std::string preset = test::sample_preset(declarations);
  const std::string name = field + ": ";
  const std::size_t at = preset.find("  " + name);
  if (at != std::string::npos) {
    preset.replace(at, preset.find('\n', at) - at, "  " + name + expression);
  } else {
    preset.replace(preset.find(", " + field), field.size() + 2, "");
    preset.replace(preset.find("  leave blank:"), 0, "  " + name + expression + "\n");
  }
  Traced out;
  out.checked = test::check_text(preset, test::kSampleShape);
  Mapper mapper(test::lowered(out.checked), {.tenant = "t",
                                             .identification_number = "SAMPLE",
                                             .cycle_identifier = "",
                                             .time_stamp = test::sample_day()});
  out.mapped = test::copied(mapper.map_traced(test::kSampleDocument, out.lineage));
  // Tracing changes nothing, and a run after it is as one before it.
  std::string again = test::kSampleDocument;
  const test::Mapped plain = test::copied(mapper.map(again.data(), again.size()));
  CHECK(plain.record == out.mapped.record);
  CHECK(plain.outcome() == out.mapped.outcome());
  REQUIRE(out.mapped.outcome() == "reported");
  return out;
}

}  // namespace

SCENARIO("a field knows the values of the document that it depends on") {
  const auto [field, expression, pointers] = GENERATE(table<std::string, std::string, std::string>({
      // A path, and what is done with it.
      {"surname", "account.name", "/name"},
      {"surname", "left(account.name, 3) in capitals", "/name"},
      {"surname", "account.owner.name", "/owner/name"},
      {"current_balance", "(account.rent * account.ratio) in whole dollars", "/ratio /rent"},
      {"date_closed", "account.opened + 30 days", "/opened"},
      // What decides counts, too; what was not asked does not.
      {"surname", "if account.flag then account.name else account.id", "/flag /name"},
      {"surname", "if account.units > 5 then account.name else account.id", "/id /units"},
      {"surname", "if account.flag and account.units > 1 then account.name else account.id",
       "/flag /name /units"},
      {"surname", "if account.flag or account.units > 1 then account.name else account.id",
       "/flag /name"},
      {"surname", "account.alias otherwise account.name", "/name"},
      {"surname", "account.owner.phone otherwise account.name", "/owner/phone"},
      // Texts with holes.
      {"surname", "\"{account.name} {account.units}\"", "/name /units"},
      // Lists: the items, and what chose them.
      {"current_balance", "(sum of c.amount for c in account.charges) in whole dollars",
       "/charges/0/amount /charges/1/amount /charges/2/amount"},
      {"current_balance",
       "(sum of c.amount for c in account.charges where c.class is \"fee\") in whole dollars",
       "/charges/0/class /charges/1/class /charges/2/amount /charges/2/class"},
      {"surname", "join of w for w in account.words by w", "/words/0 /words/1 /words/2"},
      {"date_closed", "(latest c.due for c in account.charges) otherwise as_of",
       "/charges/0/due /charges/1/due /charges/2/due"},
      {"surname", "if (any c in account.charges where c.amount < $50) then \"A\" else \"B\"",
       "/charges/0/amount /charges/1/amount /charges/2/amount"},
      {"surname", "if (any c in account.charges where c.amount > $50) then \"A\" else \"B\"",
       "/charges/0/amount"},
      {"surname", "if \"z\" is one of account.words then \"A\" else \"B\"",
       "/words/0 /words/1 /words/2"},
      {"current_balance",
       "(sum of c.amount for c in account.charges where c.class is \"none\") in whole dollars",
       "/charges/0/class /charges/1/class /charges/2/class"},
      // Nothing of the document.
      {"surname", "\"REYES\"", ""},
      {"date_closed", "as_of", ""},
  }));
  CAPTURE(field, expression);
  CHECK(traced(field, expression).pointers(field) == pointers);
}

SCENARIO("lineage goes through lets, defines, tables, lookups and chosen items") {
  const auto [declarations, field, expression,
              pointers] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"let rent = account.rent", "current_balance", "rent in whole dollars", "/rent"},
      {"define twice(x: money) = x + x", "current_balance", "twice(account.rent) in whole dollars",
       "/rent"},
      {"lookup word(k: kind) gives text { \"Open\" -> account.name  \"Paid\", \"Lost\" -> \"x\" }",
       "surname", "word(account.kind)", "/kind /name"},
      {"lookup word(k: kind) gives text { \"Open\" -> \"o\"  \"Paid\", \"Lost\" -> \"x\" }",
       "surname", "word(account.kind)", "/kind"},
      {"table size(n: int) gives word: text {\n | n || word |\n | ..2 || few |\n | 3.. || = "
       "account.name |\n}",
       "surname", "size(account.units).word", "/name /units"},
      {"table size(n: int) gives word: text {\n | n || word |\n | ..2 || few |\n | 3.. || many "
       "|\n}",
       "surname", "size(account.units).word", "/units"},
      {"let the_fee = only c in account.charges where c.class is \"fee\"", "surname", "the_fee.id",
       "/charges/0/class /charges/1/class /charges/2/class /charges/2/id"},
      {"let x = first c in account.charges by c.amount", "current_balance",
       "(x.amount otherwise $0) in whole dollars",
       "/charges/0/amount /charges/1/amount /charges/2/amount"},
      {"let paid = list of c for c in account.charges where c.class is \"fee\"", "surname",
       "join of c.id for c in paid by c.id",
       "/charges/0/class /charges/1/class /charges/2/class /charges/2/id"},
  }));
  CAPTURE(declarations, expression);
  CHECK(traced(field, expression, declarations).pointers(field) == pointers);
}

SCENARIO("what a ledger says depends on every row of its lists") {
  const Traced t = traced("current_balance", "ledger.unpaid in whole dollars",
                          "let ledger = allocate account.payments to account.charges oldest first");
  const std::string pointers = t.pointers("current_balance");
  for (const char* wanted : {"/charges/0/amount", "/charges/0/due", "/charges/2/amount",
                             "/payments/0/amount", "/payments/0/paid_on"}) {
    CAPTURE(wanted, pointers);
    CHECK(pointers.find(wanted) != std::string::npos);
  }
  CHECK(pointers.find("/fees") == std::string::npos);
}

SCENARIO("the value of a source is told as it stands in the document, and where it ends up") {
  const Traced t = traced("current_balance", "account.rent in whole dollars");
  const FieldLineage& f = t.of("current_balance");
  REQUIRE(f.sources.size() == 1);
  CHECK(f.sources.front().text == "1450.00");
  CHECK(f.span.text() == "account.rent in whole dollars");
  CHECK(t.mapped.record.substr(f.offset, f.field->length) == "000001450");
  CHECK(t.lineage.at(f.offset) == &f);
  CHECK(t.lineage.at(f.offset + f.field->length - 1) == &f);
  CHECK(t.lineage.at(f.offset + f.field->length) != &f);
}

SCENARIO("the steps are lines of the preset, the field's own first") {
  const Traced t =
      traced("current_balance", "half in whole dollars", "let half = account.rent / 2");
  CHECK(t.passes("current_balance", "account.rent / 2"));
  CHECK(t.passes("current_balance", "account.rent"));
  CHECK(t.of("current_balance").steps.front().text() == "half in whole dollars");
}

SCENARIO("every segment has its own lineage") {
  const Traced t = traced("surname", "account.name", R"(
segment J1 for each p in account.people where p.id is not "p1" {
  surname: p.name
  first_name: "X"
  ecoa_code: "2"
  telephone_number: p.phone otherwise blank
  leave blank: middle_name, generation_code, ssn, date_of_birth, consumer_information_indicator
}
)");
  CHECK(t.pointers("surname", Segment::J1, 0).find("/people/1/name") != std::string::npos);
  CHECK(t.pointers("surname", Segment::J1, 1).find("/people/2/name") != std::string::npos);
  CHECK(t.pointers("surname", Segment::J1, 0).find("/people/2") == std::string::npos);
  CHECK(t.of("surname", Segment::J1, 1).offset == t.of("surname", Segment::J1, 0).offset + 100);
}
