#pragma once
// Rule: something that must hold in a Metro 2 file, wherever it is declared: over bytes and fields
// in structural.def, over whole files and portfolios in portfolio.def, over accounts, consumers and
// months in the .rules files of presets/rules. registry.h has all of them.
//
//   const Rule* rule = registry.find("FILE-006");
//   rule->title                                  // "the record descriptor word is not the length
//   …"

#include <cstdint>
#include <optional>
#include <string_view>

namespace m2 {

enum class RuleSeverity : std::uint8_t {
  Info,
  Warning,  ///< data quality; needs review
  Error,    ///< inaccurate or contradictory; do not send before it is corrected
  Fatal,    ///< bureaus reject the file or the record
};
std::string_view to_string(RuleSeverity severity);  // "info", "warning", "error", "fatal"

/// What a rule looks at.
enum class RuleKind : std::uint8_t {
  Bytes,      ///< frames, characters, totals, single fields
  Record,     ///< one account
  Consumer,   ///< each consumer of an account
  Month,      ///< an account and its last report
  File,       ///< all accounts of a file together
  Portfolio,  ///< shares and swings, against thresholds
};
std::string_view to_string(RuleKind kind);  // "bytes", "record", …

/// How sure it is that the rule is right: strong or two sources, one source, inferred. Rules of low
/// confidence are off unless a profile turns them on.
enum class Confidence : std::uint8_t { High, Medium, Low };
std::string_view to_string(Confidence confidence);  // "high", …

/// Texts live as long as the registry.
struct Rule {
  std::string_view id = {};  // "B17A-001"; a released id is never reused
  RuleSeverity severity = RuleSeverity::Error;
  Confidence confidence = Confidence::High;
  RuleKind kind = RuleKind::Bytes;
  std::string_view title = {};  // what is wrong
  std::string_view when = {};   // the condition: of .rules files as it stands there, else in words
  std::string_view message = {};   // of .rules files the text with its {fields}; empty: the title
  std::string_view harm = {};      // what it does to the person
  std::string_view perhaps = {};   // another, innocent explanation; may be empty
  std::string_view fix = {};       // how to mend it
  std::string_view source = {};    // where the rule comes from
  std::string_view disputed = {};  // what about it is open; may be empty
  std::string_view fields = {};    // "header.activity_date header.date_created": those of rules of
                                   // C++ that no check of a field tells
  std::uint32_t index = 0;         // in its registry
};

}  // namespace m2
