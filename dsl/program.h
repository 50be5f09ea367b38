#pragma once
// CheckedPreset: what a preset means once every name, type and code of it is known to be right.
// Immutable; shared between threads; the evaluator lowers it to register code and never looks at
// the text again, except to explain.
//
//   Checked checked = check(loader, "presets/entrata/rent.preset", found);
//   for (const Rule& rule : checked.preset->rules) …

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsl/geometry.h"
#include "dsl/rule_facts.h"
#include "dsl/shape.h"
#include "dsl/types.h"
#include "engine/base/source_text.h"
#include "engine/metro2/field.h"

namespace m2::dsl {

// One operation on typed operands. `args` are its operands in order; `index` and the constant mean
// what is said here.
enum class Op : std::uint8_t {
  Failed,    // an error was reported here; never lowered
  Constant,  // number or text

  // names
  Local,        // index: binder (an argument of a define, the item of a list expression)
  LetValue,     // index: let
  Parameter,    // index: parameter
  Root,         // index: root record of the shape
  AsOf,         //
  Engine,       // index: EngineRecord (previous, run)
  Consent,      // [person]                              a consent record
  Member,       // record; index: member
  FieldValue,   // index: field value of the record under require and warn
  RecordField,  // index: record read, of a rule over finished records
  Call,         // arguments; index: define
  CallTable,    // arguments; index: table               a record of its results
  CallLookup,   // argument; index: lookup
  CallBuiltin,  // arguments; index: built-in

  // choices
  If,         // condition then else
  Otherwise,  // value fallback
  And,
  Or,
  Not,
  Hold,  // text                                     the account is held with that reason
  IsMissing,
  IsPresent,
  IsEmpty,  // list or text
  IsBlank,

  // comparison; operands have one kind, settled
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Between,  // value low high
  OneOf,    // value list

  // arithmetic; the kind of the result says which
  Add,
  Subtract,
  Multiply,  // money or days by int; number by number; int by int
  Scale,     // money by number or percent               unsettled
  Divide,    // money by int (unsettled); int or number by int or number (number); money by money
             // (number)
  Negate,
  AddDays,    // date days
  AddMonths,  // date months
  AddMonthsIntoNext,
  ToNumber,  // int, percent -> number
  Unsettle,  // money -> the same money with room for parts of a cent
  CutToDollars,
  RoundToCents,
  CutToCents,
  NoLess,  // value bound
  NoMore,  // value bound

  // text
  Capitals,
  AsDigits,  // int; index: width
  Template,  // parts: constants and values              "late for {days}"

  // dates
  DaysBetween,
  MonthsBetween,
  StartOfMonth,
  EndOfMonth,
  MonthsBefore,  // day; index: count                     month ends, newest first

  // lists; index: binder of the item. Operands: list, item expression, [condition], [key]
  MakeList,  // the elements
  SumOf,
  CountOf,
  JoinOf,
  ListOf,
  LargestOf,   // also latest
  SmallestOf,  // also earliest
  OnlyOf,      // list condition
  FirstOf,     // list condition key
  LastOf,
  AnyOf,
  EveryOf,
  NoneOf,
  GroupsOf,

  // the ledger
  Allocate,     // payments charges [day] [ranks]; index: allocation
  Instalments,  // amount from to [moves] [step]; index: step when constant
};

enum class EngineRecord : std::uint32_t { Previous, Run };

using ExprId = std::uint32_t;
inline constexpr ExprId kNoExpr = UINT32_MAX;

struct Expr {
  Op op = Op::Failed;
  Type type;
  Span span;
  std::vector<ExprId> args;  // kNoExpr where an optional operand is absent
  std::uint32_t index = 0;
  std::int64_t number = 0;  // Constant of a kind that is a number
  std::string text;         // Constant of Text, Code
};

struct Param {
  std::string name;
  Type type;
  Span span;
  std::string doc;
  ExprId value = kNoExpr;                 // the default
  std::optional<std::int64_t> low, high;  // in the units of the type's kind
  Span range_span;
};

struct Binder {
  std::string name;
  Type type;
  Span span;
  // Of an argument, in the units of the type's kind: what callers keep to.
  std::optional<std::int64_t> low = {}, high = {};
  Span range_span = {};
};

struct Let {
  std::string name;
  Span span;
  ExprId value = kNoExpr;
  Type type;
};

struct Define {
  std::string name;
  Span span;
  std::vector<std::uint32_t> binders;  // its arguments
  ExprId body = kNoExpr;
  Type type;
};

// A table cell as a set over its column's values, in the units of the column: an interval of
// numbers, dates, money (cents), or a set of indices (bool, choices, codes), each with or without
// `missing`.
struct CellSet {
  bool any = false;
  bool missing = false;
  IntervalSet intervals;
  Span span;
};

struct TableRow {
  Span span;
  std::vector<CellSet> when;
  std::vector<ExprId> then;
};

/// What a table promises of a result: as an input grows and all others stay, it never falls, or
/// never rises.
struct Monotone {
  std::size_t result = 0;
  std::size_t input = 0;
  bool never_falls = true;
  Span span;
};

struct Table {
  std::string name;
  Span span;
  std::vector<std::uint32_t> binders;  // its inputs
  std::vector<CellSet> domain;         // what each input can be
  Type result;                         // a record
  std::vector<TableRow> rows;
  bool in_order = false;
  std::vector<Monotone> promises;
};

struct LookupEntry {
  std::vector<std::string> keys;  // empty: anything else
  ExprId value = kNoExpr;
  Span span;
};

struct Lookup {
  std::string name;
  Span span;
  std::uint32_t binder = 0;
  Type type;
  std::vector<LookupEntry> entries;
};

enum class RuleKind : std::uint8_t { Skip, Hold, Require, Warn };
std::string_view to_string(RuleKind kind);

struct Rule {
  RuleKind kind = RuleKind::Skip;
  std::string name;
  Span span;
  ExprId condition = kNoExpr;
  ExprId because = kNoExpr;  // text
};

struct FieldRule {
  const Field* field = nullptr;
  Span span;
  ExprId value = kNoExpr;  // kNoExpr: left blank
  bool is_proved = false;  // every value it can have stands in the field's code list
};

struct SegmentRule {
  Segment segment = Segment::Base;
  Span span;
  ExprId when = kNoExpr;     // segment … when
  ExprId list = kNoExpr;     // segment … for each
  std::uint32_t binder = 0;  // its item
  ExprId where = kNoExpr;
  std::vector<FieldRule> fields;
};

// `allocate` of one pair of lists: all its days share one timeline.
struct AllocationSite {
  ExprId payments = kNoExpr;
  ExprId charges = kNoExpr;
  ExprId ranks = kNoExpr;  // by priority: its list
  Type ledger;
  std::uint32_t order = 0;  // 0 oldest first, 1 by priority, 2 same month first
};

// `where` of a list of the shape: which items of the wire list belong to it.
struct ShapeCondition {
  const WireMember* member = nullptr;
  std::uint32_t binder = 0;
  ExprId where = kNoExpr;
};

/// The consumers of an account as a list: all of them, or those of J1 and J2 segments.
enum class ConsumerList : std::uint8_t { None, All, Associated };

/// What a rule over finished records reads: a field of the account's record, of one of its
/// consumers, of its last report or of the header of the file; a list of its consumers; or a fact
/// that no file holds.
struct RecordRead {
  Segment segment = Segment::Base;  // of a consumer: one that has the field
  const Field* field = nullptr;     // null: whether the segment stands in the record
  bool of_consumer = false;
  bool previous = false;
  ConsumerList list = ConsumerList::None;
  const RuleFact* fact = nullptr;
  friend bool operator==(const RecordRead&, const RecordRead&) = default;
};

struct CheckedPreset {
  std::string name;
  std::int64_t version = 0;
  std::vector<SourcePtr>
      sources;         // the preset, its libraries and its shape, in the order they were read
  std::string sha256;  // of all of them
  std::vector<std::shared_ptr<const Ast>>
      trees;  // as their statements were read: the base that is extended, libraries, the preset
  std::shared_ptr<const Shape> shape;
  TypeTable types;
  std::deque<Expr> exprs;  // never moved while it grows
  std::vector<Param> params;
  std::vector<Binder> binders;
  std::vector<Let> lets;
  std::vector<Define> defines;
  std::vector<Table> tables;
  std::vector<Lookup> lookups;
  std::vector<AllocationSite> allocations;
  std::vector<ShapeCondition> shape_conditions;
  std::vector<Rule> rules;  // in the order they are evaluated within each kind
  SegmentRule base;
  std::vector<SegmentRule> segments;       // in the order of the standard
  std::vector<const Field*> field_values;  // what Op::FieldValue may read
  std::vector<RecordRead> record_reads;    // what Op::RecordField may read
  std::vector<ExprId> examples;
  ExprId for_accounts = kNoExpr;
  ExprId question = kNoExpr;  // of an inquiry (inquiry.h): then this, and nothing else, is run

  [[nodiscard]] const Expr& expr(ExprId id) const { return exprs[id]; }
  /// The parameter of that name, or null.
  [[nodiscard]] const Param* find_param(std::string_view param) const {
    for (const Param& p : params) {
      if (p.name == param) return &p;
    }
    return nullptr;
  }
};

}  // namespace m2::dsl
