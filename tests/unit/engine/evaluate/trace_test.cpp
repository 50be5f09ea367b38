// Traces: what stands behind a value, line by line, and why a rule was true or false.

#include "engine/evaluate/trace.h"

#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;

namespace {

std::string drawn(const TraceNode& node, std::size_t depth = 0) {
  std::string out(2 * depth, ' ');
  if (!node.role.empty()) out += node.role + " ";
  out += node.text;
  if (!node.value.empty()) out += " = " + node.value;
  if (!node.defined.empty()) out += " | " + node.defined;
  if (!node.values.empty()) out += " | " + node.values;
  if (!node.is_evaluated) out += " | not computed";
  for (const TraceSource& source : node.sources)
    out += " | " + source.pointer + (source.text.empty() ? "" : " " + source.text);
  if (!node.note.empty()) out += " | " + node.note;
  out += "\n";
  for (const TraceNode& part : node.parts) out += drawn(part, depth + 1);
  return out;
}

// The preset of the samples with one field answered by `expression`.
std::string with_field(const std::string& field, const std::string& expression,
                       const std::string& declarations) {
  std::string preset = test::sample_preset(declarations);
  const std::string name = field + ": ";
  const std::size_t at = preset.find("  " + name);
  if (at != std::string::npos)
    return preset.replace(at, preset.find('\n', at) - at, "  " + name + expression);
  preset.replace(preset.find(", " + field), field.size() + 2, "");
  return preset.replace(preset.find("  leave blank:"), 0, "  " + name + expression + "\n");
}

struct Explained {
  test::Checked checked;
  AccountTrace trace;

  [[nodiscard]] const FieldTrace& field(std::string_view key) const {
    for (const FieldTrace& f : trace.fields) {
      if (f.field->key == key) return f;
    }
    FAIL("no trace of " << key);
    return trace.fields.front();
  }
  [[nodiscard]] const RuleTrace& rule(std::string_view name) const {
    for (const RuleTrace& r : trace.rules) {
      if (r.name == name) return r;
    }
    FAIL("no trace of " << name);
    return trace.rules.front();
  }
};

Explained explained(const std::string& preset, std::string_view document = test::kSampleDocument,
                    const TraceOptions& options = {}) {
  Explained out;
  out.checked = test::check_text(preset, test::kSampleShape);
  INFO(out.checked.messages());
  REQUIRE(out.checked.preset != nullptr);
  Mapper mapper(test::lowered(out.checked), MapperOptions{});
  out.trace = mapper.explain(document, options);
  return out;
}

struct Case {
  std::string field, expression, declarations;
};

std::string told(const std::vector<TraceReason>& reasons) {
  std::string out;
  for (const TraceReason& r : reasons)
    out += (out.empty() ? "" : "; ") + r.text + " " + r.answer + ": " + r.values;
  return out;
}

}  // namespace

SCENARIO("a trace shows every value on the way from a field to the document") {
  const std::vector<Case> cases = {
      {"surname", "account.name", ""},
      {"surname", "account.alias otherwise account.name", ""},
      {"surname", "left(account.name, 3) in capitals", ""},
      {"surname", "\"{account.kind} {account.units}\"", ""},
      {"current_balance", "(account.rent * account.ratio) in whole dollars", ""},
      {"current_balance", "half in whole dollars",
       "let half = (account.rent / 2) rounded to cents"},
      {"date_closed", "account.opened + 1 month", ""},
      {"date_closed",
       "if account.units > 5 then as_of else if account.flag then account.opened else blank", ""},
      {"surname", "if account.flag and account.units > 1 then \"YES\" else \"NO\"", ""},
      {"surname", "if account.kind is not \"Paid\" and not account.flag then \"YES\" else \"NO\"",
       ""},
      {"surname", "size(account.units).word",
       "table size(n: int) gives word: text {\n | n || word |\n | ..2 || few |\n | 3.. || = "
       "account.name |\n}"},
      {"surname", "word(account.kind)",
       "lookup word(k: kind) gives text { \"Open\" -> account.name  \"Paid\", \"Lost\" -> \"x\" }"},
      {"current_balance", "twice(account.rent) in whole dollars", "define twice(x: money) = x + x"},
      {"current_balance", "(twice(account.rent) + twice(account.rent)) in whole dollars",
       "define twice(x: money) = x + x"},
      {"current_balance",
       "(sum of c.amount for c in account.charges where c.class is \"fee\") in whole dollars", ""},
      {"surname", "join of w for w in account.words by w", ""},
      {"surname", "if (any c in account.charges where c.amount < $50) then \"A\" else \"B\"", ""},
      {"surname", "the_fee.id", "let the_fee = only c in account.charges where c.class is \"fee\""},
      {"current_balance", "debts.unpaid in whole dollars",
       "let debts = allocate account.payments to account.charges oldest first"},
      {"date_closed",
       "(latest m for m in the 3 months before as_of where m < 2026-04-01) otherwise as_of", ""},
  };
  std::string all;
  for (const Case& one : cases) {
    const Explained e = explained(with_field(one.field, one.expression, one.declarations));
    CAPTURE(one.expression);
    REQUIRE(e.trace.kind == OutcomeKind::Reported);
    all += "# " + one.expression + "\n" + drawn(e.field(one.field).root) + "\n";
  }
  test::check_golden("evaluate/traces.txt", all);
}

SCENARIO("every byte of a record belongs to one field of its trace") {
  const Explained e = explained(test::sample_preset(""));
  std::size_t at = 0;
  for (const FieldTrace& f : e.trace.fields) {
    CHECK(f.offset == at);
    at += f.field->length;
    if (f.origin != FieldTrace::Origin::Preset) continue;
    CHECK_FALSE(f.root.text.empty());
    CHECK_FALSE(f.root.value.empty());
    CHECK_FALSE(f.span.empty());
  }
  CHECK(at == e.trace.record.size());
  CHECK(e.field("rdw").origin == FieldTrace::Origin::Metro2);
  CHECK(e.field("middle_name").origin == FieldTrace::Origin::LeftBlank);
}

SCENARIO("a rule says which comparison decided it, with the values on both sides") {
  const auto [condition, reasons] = GENERATE(table<std::string, std::string>({
      {"account.opened + 6 months < 2025-05-31",
       "account.opened + 6 months < 2025-05-31 was false: 2025-07-31 < 2025-05-31; "
       "account.opened + 6 months was 2025-07-31: 2025-01-31 + 6 months"},
      {"account.units > 5 and account.flag", "account.units > 5 was false: 3 > 5"},
      {"account.flag and account.units > 5", "account.units > 5 was false: 3 > 5"},
      {"account.units > 5 or account.kind is \"Lost\"",
       "account.units > 5 was false: 3 > 5; account.kind is \"Lost\" was false: \"Open\" is "
       "\"Lost\""},
      {"is_big", "account.units > 100 was false: 3 > 100"},
  }));
  CAPTURE(condition);
  const Explained e = explained(test::sample_preset(
      "let is_big = account.units > 100\nlet used = if is_big then 1 else 2\nskip gone when " +
      condition + " because \"Gone.\"\n"));
  const RuleTrace& rule = e.rule("gone");
  CHECK(rule.is_decided);
  CHECK_FALSE(rule.is_true);
  CHECK(told(reasons_of(rule.root)) == reasons);
}

SCENARIO("an account that is not reported says by which rule, and what was asked before") {
  const Explained e =
      explained(test::sample_preset("skip never when account.units is 100 because \"Never.\"\n"
                                    "skip gone when account.units is 3 because \"Gone.\"\n"
                                    "hold later when account.flag because \"Later.\"\n"));
  CHECK(e.trace.kind == OutcomeKind::Skipped);
  CHECK(e.trace.fields.empty());
  REQUIRE(e.trace.rules.size() == 2);
  CHECK(e.rule("gone").is_true);
  CHECK(drawn(e.rule("gone").root) == "account.units is 3 = true | 3 is 3 | /units 3\n");
}

SCENARIO("a hold on the way is the end of a trace, not a value") {
  const Explained e =
      explained(test::sample_preset("let second = account.alias otherwise hold \"Only one name.\"\n"
                                    "hold old when second is \"X\" because \"Old.\"\n"));
  CHECK(e.trace.kind == OutcomeKind::Held);
  const RuleTrace& rule = e.rule("old");
  CHECK_FALSE(rule.is_decided);
  const std::string tree = drawn(rule.root);
  CAPTURE(tree);
  CHECK(tree.find("hold \"Only one name.\" | the account is held here") != std::string::npos);
  CHECK(tree.find("second is \"X\" | not computed") != std::string::npos);
}

SCENARIO("a program that is explained runs the same code") {
  const test::Checked checked = test::check_text(test::sample_preset(""), test::kSampleShape);
  const auto plain = lower(checked.preset, {}, test::sample_day());
  const auto explained = test::lowered(checked);
  REQUIRE(plain);
  CHECK((*plain)->map == nullptr);
  REQUIRE((*plain)->code.size() == explained->code.size());
  for (std::size_t i = 0; i < explained->code.size(); ++i) {
    const Instruction& a = (*plain)->code[i];
    const Instruction& b = explained->code[i];
    CHECK((a.code == b.code && a.dst == b.dst && a.a == b.a && a.b == b.b));
  }
}

SCENARIO("personal data is masked in a trace, whatever it is called on the way") {
  const std::string preset =
      with_field("ssn", "digits(longer(account.id))", "define longer(x: text) = \"{x}66\"");
  const std::string document = [] {
    std::string text = test::kSampleDocument;
    return text.replace(text.find("7001"), 4, "1234567");
  }();
  const std::string masked = drawn(explained(preset, document).field("ssn").root);
  CHECK(masked.find("1234567") == std::string::npos);
  const std::string shown =
      drawn(explained(preset, document, {.masking = Masking::Revealed}).field("ssn").root);
  CHECK(shown.find("123456766") != std::string::npos);
}
