#pragma once
// CheckedRules: what a rules file says about finished records, once every name, type and code of it
// is known to be right.
//
//   const auto rules = check_rules("presets/rules/status.rules", found);
//   for (const RecordRule& rule : rules->rules) std::cout << rule.id << " " << rule.title << "\n";
//
// Immutable; the evaluator lowers a set of rules once and judges any number of records with it
// (engine/evaluate/record_rules.h).

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/literal.h"
#include "dsl/program.h"
#include "engine/base/diagnostic.h"
#include "engine/metro2/field.h"

namespace m2::dsl {

/// What a rule looks at: the account, each of its consumers, or the account and its last report.
enum class RuleScope : std::uint8_t { Record, Consumer, Month };

enum class RecordSeverity : std::uint8_t { Fatal, Error, Warning, Info };
std::string_view to_string(RecordSeverity severity);

/// A field that a case fills.
struct CaseValue {
  RecordRead read;
  std::optional<Literal> value;  // empty: `missing`
  Span span;
};

/// accept { … }, reject { … }: a record that holds these values and nothing else.
struct RuleCase {
  bool accepts = true;
  Span span;
  std::vector<CaseValue> values;
};

/// What a rule says, as it is written.
struct RuleTexts {
  std::string when;  // on one line
  std::string because, harm, perhaps, fix;
};

struct RecordRule {
  RuleScope scope = RuleScope::Record;
  RecordSeverity severity = RecordSeverity::Error;
  std::string id;
  std::string title;  // its doc comment
  Span span;          // of the id
  ExprId condition = kNoExpr;
  ExprId because = kNoExpr;
  ExprId harm = kNoExpr;  // kNoExpr when not said; so is fix
  ExprId fix = kNoExpr;
  RuleTexts texts;
  std::string source;
  std::string disputed;              // what about it is open; may be empty
  std::string confidence;            // high, medium, low; empty when not said
  bool deleted_too = false;          // asked also of accounts that are deleted (DA, DF)
  std::vector<std::uint32_t> reads;  // of record_reads, sorted: of the condition
  std::vector<std::uint32_t> told;   // the same of its texts, as far as they read more
  /// The field that the condition asks first of the account or consumer itself: the one that a
  /// finding names. Empty when it asks none.
  std::optional<RecordRead> about;
  /// Of a rule over consumers: the segments that have all fields it reads of a consumer.
  std::vector<Segment> consumers;
  std::vector<RuleCase> cases;
};

struct CheckedRules {
  std::string name;
  std::int64_t version = 0;
  CheckedPreset terms;  // the expressions of all rules, their types and what they read
  std::vector<RecordRule> rules;
};

/// Reads and checks one rules file. Null when it cannot be read; otherwise it holds the rules
/// without a mistake. `found.has_errors()` says whether that is all of them.
std::shared_ptr<const CheckedRules> check_rules(const std::filesystem::path& file,
                                                Diagnostics& found);
/// Several files as one set, whose ids are told apart. The name is that of the first.
std::shared_ptr<const CheckedRules> check_rules(const std::vector<std::filesystem::path>& files,
                                                Diagnostics& found);

/// The segments that have a consumer.
inline constexpr std::array kConsumerSegments = {Segment::Base, Segment::J1, Segment::J2};
/// The field of that name of a consumer in a segment: Base, J1 or J2. Null when it has none.
const Field* consumer_field(Segment segment, std::string_view key);
/// The members of a consumer of the lists `consumers` and `associated`: the fields of a J2.
std::vector<const Field*> consumer_members();
/// The first kind of consumer that the rule is about and that has every field of the case.
std::optional<Segment> consumer_of(const RecordRule& rule, const RuleCase& of);
/// Adds what an expression reads of a record, as indices of record_reads, to those that are there.
void add_reads(const CheckedPreset& terms, ExprId id, std::vector<std::uint32_t>& reads);

}  // namespace m2::dsl
