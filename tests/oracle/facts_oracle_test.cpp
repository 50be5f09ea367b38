// What the checker says a value can be, against what the engine makes of it: random well-typed
// programs over random documents. The value always lies within the fact.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "dsl/facts.h"
#include "dsl/literal.h"
#include "engine/base/text.h"
#include "tests/oracle/facts_author.h"
#include "tests/support/mapping.h"
#include "tests/support/program_generator.h"

using namespace m2;
using dsl::Op;

namespace {

constexpr std::size_t kLets = 24;
constexpr std::uint32_t kAuthors = 60;
constexpr int kDocuments = 8;
constexpr std::uint64_t kGenerated = 40;

// Every operation whose value can be told, and its name.
constexpr std::pair<Op, const char*> kReached[] = {
    {Op::Constant, "Constant"},
    {Op::Local, "Local"},
    {Op::LetValue, "LetValue"},
    {Op::Parameter, "Parameter"},
    {Op::AsOf, "AsOf"},
    {Op::Member, "Member"},
    {Op::Call, "Call"},
    {Op::CallTable, "CallTable"},
    {Op::CallLookup, "CallLookup"},
    {Op::CallBuiltin, "CallBuiltin"},
    {Op::If, "If"},
    {Op::Otherwise, "Otherwise"},
    {Op::And, "And"},
    {Op::Or, "Or"},
    {Op::Not, "Not"},
    {Op::Hold, "Hold"},
    {Op::IsMissing, "IsMissing"},
    {Op::IsPresent, "IsPresent"},
    {Op::IsEmpty, "IsEmpty"},
    {Op::Equal, "Equal"},
    {Op::NotEqual, "NotEqual"},
    {Op::Less, "Less"},
    {Op::LessEqual, "LessEqual"},
    {Op::Between, "Between"},
    {Op::OneOf, "OneOf"},
    {Op::Add, "Add"},
    {Op::Subtract, "Subtract"},
    {Op::Multiply, "Multiply"},
    {Op::Scale, "Scale"},
    {Op::Divide, "Divide"},
    {Op::Negate, "Negate"},
    {Op::AddDays, "AddDays"},
    {Op::AddMonths, "AddMonths"},
    {Op::AddMonthsIntoNext, "AddMonthsIntoNext"},
    {Op::ToNumber, "ToNumber"},
    {Op::Unsettle, "Unsettle"},
    {Op::CutToDollars, "CutToDollars"},
    {Op::RoundToCents, "RoundToCents"},
    {Op::CutToCents, "CutToCents"},
    {Op::NoLess, "NoLess"},
    {Op::NoMore, "NoMore"},
    {Op::Capitals, "Capitals"},
    {Op::AsDigits, "AsDigits"},
    {Op::Template, "Template"},
    {Op::DaysBetween, "DaysBetween"},
    {Op::MonthsBetween, "MonthsBetween"},
    {Op::StartOfMonth, "StartOfMonth"},
    {Op::EndOfMonth, "EndOfMonth"},
    {Op::MonthsBefore, "MonthsBefore"},
    {Op::MakeList, "MakeList"},
    {Op::SumOf, "SumOf"},
    {Op::CountOf, "CountOf"},
    {Op::JoinOf, "JoinOf"},
    {Op::LargestOf, "LargestOf"},
    {Op::SmallestOf, "SmallestOf"},
    {Op::OnlyOf, "OnlyOf"},
    {Op::FirstOf, "FirstOf"},
    {Op::LastOf, "LastOf"},
    {Op::AnyOf, "AnyOf"},
    {Op::EveryOf, "EveryOf"},
    {Op::NoneOf, "NoneOf"},
    {Op::GroupsOf, "GroupsOf"},
    {Op::Allocate, "Allocate"},
    {Op::Instalments, "Instalments"},
};

bool contains(const dsl::Fact& fact, dsl::Type type, const std::string& told,
              const dsl::TypeTable& types) {
  if (told == "missing") return fact.missing;
  const std::string value = told.substr(std::string("value ").size());
  if (type.is(dsl::Kind::Text))
    return fact.words.contains(value) &&
           fact.contains(static_cast<std::int64_t>(count_code_points(value)));
  const auto literal = dsl::read_literal(value, type.bare(), types);
  REQUIRE(literal);
  if (type.is(dsl::Kind::Money) && fact.whole_dollars && literal->number % 100 != 0) return false;
  return fact.contains(literal->number);
}

// Rules that tell the value of a let.
std::string probes_of(const std::vector<std::string>& lets) {
  std::string rules;
  for (std::size_t i = 0; i < lets.size(); ++i) {
    rules += fmt::format(
        "hold missing{0} when {1} is missing because \"missing\"\n"
        "hold present{0} when {1} is present because \"value {{{1}}}\"\n",
        i, lets[i]);
  }
  return rules;
}

bool is_told(dsl::Type type) {
  return type.known() && !type.unsettled && !type.is(dsl::Kind::List) &&
         !type.is(dsl::Kind::Record) && !type.is(dsl::Kind::Nothing) && !type.is(dsl::Kind::Never);
}

class Comparison {
 public:
  // `lets` are those that probes_of() was given.
  void compare(const std::string& text, const std::vector<std::string>& lets,
               const std::vector<std::string>& documents) {
    const test::Checked checked = test::check_text(text, test::kSampleShape);
    INFO(checked.messages());
    REQUIRE(checked.preset != nullptr);
    const dsl::CheckedPreset& p = *checked.preset;
    const auto program = test::lowered(checked);
    dsl::FactFinder facts(p);
    std::set<std::uint32_t> with_value;
    for (const std::string& document : documents) {
      const test::Mapped mapped = test::map(program, document);
      for (const Reason& reason : mapped.reasons) {
        const bool told = reason.text == "missing" || reason.text.starts_with("value ");
        const bool of_probe =
            reason.name.starts_with("missing") || reason.name.starts_with("present");
        if (!told || !of_probe) continue;  // held on the way: there is no value
        const std::string& name = lets.at(std::stoul(reason.name.substr(7)));
        const auto let = std::find_if(p.lets.begin(), p.lets.end(),
                                      [&](const dsl::Let& l) { return l.name == name; });
        const auto index = static_cast<std::uint32_t>(let - p.lets.begin());
        const dsl::Fact fact = facts.of_let(index);
        ++compared_;
        with_value.insert(index);
        if (contains(fact, let->type, reason.text, p.types)) continue;
        CAPTURE(let->span.text(), p.expr(let->value).span.text(), document, reason.text,
                dsl::describe(fact, let->type, p.types));
        FAIL_CHECK("a value that the fact does not contain");
      }
    }
    for (std::uint32_t let : with_value) reach(p, p.lets[let].value);
  }

  [[nodiscard]] std::size_t compared() const { return compared_; }
  [[nodiscard]] bool reached(Op op) const { return reached_.contains(op); }

 private:
  // The operations a value is made by, through what they call.
  void reach(const dsl::CheckedPreset& p, dsl::ExprId root) {
    std::set<dsl::ExprId> seen;
    std::vector<dsl::ExprId> open = {root};
    while (!open.empty()) {
      const dsl::ExprId id = open.back();
      open.pop_back();
      if (id == dsl::kNoExpr || !seen.insert(id).second) continue;
      const dsl::Expr& x = p.expr(id);
      reached_.insert(x.op);
      open.insert(open.end(), x.args.begin(), x.args.end());
      if (x.op == Op::LetValue) open.push_back(p.lets[x.index].value);
      if (x.op == Op::Call) open.push_back(p.defines[x.index].body);
      if (x.op == Op::CallLookup) {
        for (const dsl::LookupEntry& entry : p.lookups[x.index].entries)
          open.push_back(entry.value);
      }
      if (x.op != Op::CallTable) continue;
      for (const dsl::TableRow& row : p.tables[x.index].rows)
        open.insert(open.end(), row.then.begin(), row.then.end());
    }
  }

  std::size_t compared_ = 0;
  std::set<Op> reached_;
};

// Expressions of few names, one let for each.
void compare_authors(Comparison& comparison) {
  for (std::uint32_t seed = 1; seed <= kAuthors; ++seed) {
    CAPTURE(seed);
    test::FactsAuthor author(seed);
    std::string declarations = test::FactsAuthor::declarations();
    std::vector<std::string> lets;
    for (std::size_t i = 0; i < kLets; ++i) {
      lets.push_back("probe" + std::to_string(i));
      declarations += "let " + lets.back() + " = " + author.of_any_kind() + "\n";
    }
    std::vector<std::string> documents;
    for (int n = 0; n < kDocuments; ++n) documents.push_back(author.document());
    comparison.compare(test::sample_preset(declarations + probes_of(lets)), lets, documents);
  }
}

// Whole programs, every let of them that has a text.
void compare_programs(Comparison& comparison) {
  for (std::uint64_t seed = 1; seed <= kGenerated; ++seed) {
    CAPTURE(seed);
    test::ProgramGenerator generator(seed);
    std::string declarations = test::ProgramGenerator::tidy(generator.declarations());
    // An account that is skipped tells nothing.
    constexpr std::string_view kSkip = "\nskip ";
    for (std::size_t at = 0; (at = declarations.find(kSkip, at)) != std::string::npos;)
      declarations.replace(at, kSkip.size(), "\nwarn ");
    const test::Checked plain =
        test::check_text(test::sample_preset(declarations), test::kSampleShape);
    INFO(plain.messages());
    REQUIRE(plain.preset != nullptr);
    std::vector<std::string> lets;
    for (const dsl::Let& let : plain.preset->lets) {
      if (is_told(let.type)) lets.push_back(let.name);
    }
    std::vector<std::string> documents;
    for (int n = 0; n < kDocuments; ++n) documents.push_back(generator.document());
    comparison.compare(test::sample_preset(declarations + probes_of(lets)), lets, documents);
  }
}

}  // namespace

SCENARIO("what a value is lies within what the checker says it can be") {
  Comparison comparison;
  compare_authors(comparison);
  CHECK(comparison.compared() > 4000);
  const std::size_t of_authors = comparison.compared();
  compare_programs(comparison);
  CHECK(comparison.compared() > of_authors + 500);
  for (const auto& [op, name] : kReached) {
    CAPTURE(name);
    CHECK(comparison.reached(op));
  }
}
