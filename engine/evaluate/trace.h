#pragma once
// Trace: how an account's values came about: for every byte of its record the expression of the
// preset, the values on the way and the members of the document; for every rule why it was true or
// false.
//
//   M2_TRY(auto program, lower(preset, values, as_of, Purpose::Explaining));
//   const AccountTrace trace = Mapper(program, options).explain(document, {});
//   trace.fields[17].root.values             // "60 days >= 30 days"
//   reasons_of(trace.rules[0].root)          // why the rule was true, or false
//
// A traced run gives the same outcome as any other. Personal data is masked, unless it is asked
// for. Spans are valid while the preset lives.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evaluate/mapper.h"

namespace m2 {

/// A member of the document.
struct TraceSource {
  std::string pointer;  // JSON pointer: "/lease/moveInDate"
  std::string text;     // as it stands there
  bool is_masked = false;
};

/// A step on the way from a value to its sources.
struct TraceNode {
  enum class Kind : std::uint8_t {
    Expression,
    Let,
    Define,     // a call; `span` is its definition
    Parameter,  // `text` is its name
    Member,     // of the document or of a record that was made
    Table,
    Row,  // of a table: the one that holds
    Lookup,
    Key,   // of a lookup: the entry that holds
    List,  // an expression over a list
    Item,  // one of its items
    Ledger,
    Charge,  // of a ledger
    Payment,
    Hold,  // the account is held here
  };
  Kind kind = Kind::Expression;
  std::string role;     // "if", "then", "else", "otherwise", or nothing
  std::string text;     // in the preset's words, on one line
  std::string defined;  // of a let: its expression, unless the parts say it all
  std::string value;    // as an author writes it: "$1,450", "true", "missing"; empty: it has none
  std::string values;   // the text with the values in it: "60 days >= 30 days"; empty: nothing new
  std::string note;     // "began the current run", "explained above"
  Span span;
  dsl::Type type;
  bool is_evaluated = true;
  std::vector<TraceSource> sources;
  std::vector<TraceNode> parts;
};

/// What stands in a field.
struct FieldTrace {
  enum class Origin : std::uint8_t {
    Preset,     // an expression: `root`
    LeftBlank,  // `leave blank`
    Metro2,     // descriptor word, constants, and what comes from the tenant
  };
  const Field* field = nullptr;
  Segment segment = Segment::Base;
  std::size_t nth = 1;     // of its segment's kind in the record, from 1
  std::size_t offset = 0;  // of the first byte in the record
  Origin origin = Origin::Preset;
  std::string bytes;                 // as they stand in the record; masked
  Span span;                         // the field's line in the preset
  TraceNode root;                    // of the preset's own line
  std::vector<TraceSource> sources;  // all members of the document it depends on, in its order
};

/// A rule that was asked.
struct RuleTrace {
  dsl::RuleKind kind = dsl::RuleKind::Skip;
  std::string name;
  bool is_decided = true;  // false: a hold was met on the way
  bool is_true = false;
  Span span;
  TraceNode root;  // its condition
};

struct AccountTrace {
  OutcomeKind kind = OutcomeKind::Held;
  std::string account;
  std::string record;  // only when reported; nothing in it is masked
  std::vector<Reason> reasons;
  std::vector<Reason> warnings;
  Counts counts;
  std::vector<FieldTrace> fields;  // of a reported account: every byte of its record once
  std::vector<RuleTrace> rules;    // in the order they were asked
};

struct TraceOptions {
  Masking masking = Masking::Masked;
  /// Which fields are explained: empty: all; the others have no `root` and no `sources`.
  std::function<bool(const Field&, Segment)> wants_field = {};
  /// The same for rules, by name.
  std::function<bool(std::string_view)> wants_rule = {};
};

/// One line of why a condition was true or false.
struct TraceReason {
  std::string text;    // "lease.moved_out_on + keep_after_exit < as_of"
  std::string answer;  // "was false"
  std::string values;  // "2026-06-15, not before 2026-05-31"
  Span span;
};

/// The comparisons that decided a condition: of several that `and` holds together the one that was
/// false, or all of them; each with the values on both sides.
std::vector<TraceReason> reasons_of(const TraceNode& condition);

}  // namespace m2
