#pragma once
// Program: a checked preset as typed register code, for one tenant and one day.
//
//   std::shared_ptr<const Program> program = lower(preset, values, as_of);     // lower.h
//
// Every let, every field and every intermediate value has a register of its own: after a run the
// registers are the trace. Constants stand in registers that nothing writes; what depends on
// constants alone is computed once, by the prelude.

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dsl/builtins.h"
#include "dsl/program.h"
#include "engine/base/date.h"
#include "engine/evaluate/coverage.h"
#include "engine/evaluate/slot.h"
#include "engine/evaluate/wire.h"
#include "engine/metro2/codes.h"

namespace m2 {

// dst, a, b are registers unless the comment says otherwise.
enum class Opcode : std::uint16_t {
  // flow
  Jump,           // -> b
  JumpIfFalse,    // a -> b
  JumpIfTrue,     // a -> b
  JumpIfThere,    // a has a value or is blank -> b
  JumpIfMissing,  // a is missing -> b
  JumpTable,      // a is a row: continue at the next instruction + row
  EnsureLet,      // dst: register of the let; its code at b, unless it was run
  Return,         // from the code of a let
  Unit,           // what follows belongs to unit b; a hold in it continues where the unit says
  HoldNow,        // reason in a (text)
  SkipNow,        // reason in a
  HoldRule,       // reason in a; go on
  RequireFailed,  // reason in a; go on
  WarnNow,        // reason in a; go on
  StopIfHeld,
  RuleBegin,  // what follows is rule a
  RuleHit,    // the rule's condition is true; its texts are the registers a, a + 1, a + 2
  End,

  // moving
  Move,            // dst = a
  Member,          // dst = member b of record a; of no record: missing
  SetNumber,       // dst = number b
  SetMissing,      // dst
  NewBlock,        // dst = record with b members
  StoreMember,     // member b of record dst = a
  LoadRoot,        // dst = root record b
  BlankAsMissing,  // dst = a, missing where a is blank
  BlankAsZero,     // dst = a, zero where a is blank

  // asking
  IsMissing,
  IsBlank,
  IsEmpty,
  Not,
  EqualNumber,
  EqualText,
  Less,
  LessEqual,
  OneOfNumber,  // a in list b
  OneOfText,

  // numbers; what overflows holds
  Add,
  Subtract,
  Multiply,
  MultiplyDecimal,  // ten-thousandths times ten-thousandths
  Scale,            // unsettled money times ten-thousandths
  DivideMoney,      // unsettled money by int
  DivideDecimal,    // to ten-thousandths
  Negate,
  TimesTenThousand,  // int -> number, money -> unsettled money
  CutToDollars,
  CutSettled,    // unsettled money -> whole dollars, cut
  RoundToCents,  // unsettled money
  CutToCents,    // unsettled money
  Smaller,
  Larger,

  // dates
  AddDays,
  AddMonths,
  AddMonthsIntoNext,
  DaysBetween,
  MonthsBetween,
  StartOfMonth,
  EndOfMonth,
  MonthsBefore,  // dst = list of b month ends before a

  // text
  Capitals,
  AsDigits,     // b: width
  FormatPart,   // a as text, by print type b; appended to the text under construction
  FormatEnd,    // dst = that text
  CallBuiltin,  // dst = what call b gives

  // tables and lookups
  TableRow,   // dst = row of table b; its inputs are the registers from a on
  LookupRow,  // dst = row of lookup b for text or choice a
  Pick,       // dst = item b (a row) of the constant list a

  // lists
  LoopStart,    // dst = iterator over list a
  LoopNext,     // dst = next item of iterator a, or -> b
  ListBegin,    // dst = mark
  ListPush,     // a onto the list under construction
  ListPushBy,   // a with key b
  ListEnd,      // dst = list from mark a
  ListEndBy,    // dst = list from mark a, ascending by key; b: 1 when keys are text
  JoinEnd,      // dst = text of the list from mark a
  JoinList,     // dst = text of list a
  GroupsEnd,    // dst = groups of the list from mark a; b: 1 when keys are text
  MakeList,     // dst = list of the b registers from a on
  KeepSmaller,  // dst = a when dst is missing or a < dst
  KeepLarger,
  JumpUnlessFirst,  // a: best key so far, dst: this key; -> b unless smaller
  JumpUnlessLast,   // a: best key so far, dst: this key; -> b unless larger or equal
  JumpUnlessFirstText,
  JumpUnlessLastText,
  OnlyOne,  // hold unless the count in a is 1; b: name of the list (text register)

  // the ledger
  Allocate,       // dst = ledger of site b on day a; its lists were bound
  BindLedger,     // site b: payments a, charges dst
  LedgerCharges,  // dst = charges of ledger a with what was paid; b: site
  Instalments,  // dst = list; amount, from, to, moves, step are the registers from a on; b: members
                // of the moves

  // the engine's records
  ConsentOf,   // dst = consent of person a; b: member of its id
  ConsentAll,  // dst = consent of the account
  Previous,    // dst = previous record
  RunRecord,   // dst = run record

  // the record
  BeginSegment,  // a new segment b
  PutField,      // field b of the program from a

  // two at once, in `quick` only (quicken.h); the second instruction follows and says the rest
  LoopAgain,              // the LoopNext at b, from the end of its loop
  MoveJump,               // dst = a -> b
  MoveJumpIfThere,        // Move, JumpIfThere
  MemberMove,             // Member, Move
  JumpUnlessLess,         // Less, JumpIfFalse
  JumpUnlessLessEqual,    // LessEqual, JumpIfFalse
  JumpUnlessEqualNumber,  // EqualNumber, JumpIfFalse
  JumpUnlessEqualText,    // EqualText, JumpIfFalse
  JumpIfEqualText,        // EqualText, JumpIfTrue
  JumpUnlessOneOfText,    // OneOfText, JumpIfFalse
  JumpIfOneOfText,        // OneOfText, JumpIfTrue
};

struct Instruction {
  Opcode code = Opcode::End;
  std::uint16_t dst = 0;
  std::uint16_t a = 0;
  std::uint16_t b = 0;
};
static_assert(sizeof(Instruction) == 8);

enum class UnitKind : std::uint8_t {
  ForAccounts,
  Skip,
  Hold,
  Field,
  Segment,
  Require,
  Warn,
  Example,
  Question,
  Finding  // a rule over finished records
};

/// A rule or a field: what a hold in it is counted under, and where the run goes on afterwards.
struct Unit {
  UnitKind kind = UnitKind::Field;
  std::string name;
  Span span;
  std::uint16_t resume = 0;
};

enum class PutKind : std::uint8_t { Text, Number, Money, Date, Code };

struct FieldTarget {
  const Field* field = nullptr;
  PutKind put = PutKind::Text;
  const CodeTable* codes = nullptr;  // for values that only the run knows
  bool check_codes = false;
  std::bitset<256> characters;  // when each character is a code: those that are
  std::uint16_t value = 0;      // register that holds the field's value after the run
  std::uint32_t expr = dsl::kNoExpr;
};

struct TableColumn {
  std::vector<std::pair<std::int64_t, std::int64_t>> intervals;
  bool any = false;
  bool missing = false;
};

struct TableCode {
  std::string name;
  std::vector<std::vector<TableColumn>> rows;  // by row, then column
  // One column of ascending intervals is searched by halves: upper ends and their rows.
  std::vector<std::int64_t> uppers;
  std::vector<std::uint16_t> upper_rows;
  std::int64_t lowest = 0;
  std::vector<std::vector<std::string>>
      code_values;  // by column: codes in the order of the intervals' numbers
};

struct LookupCode {
  std::string name;
  std::vector<std::pair<std::string, std::uint16_t>> keys;  // sorted
  bool by_number = false;                                   // of a closed list: `rows` by its index
  bool by_integer = false;
  std::vector<std::string> words;  // of a closed list, by its index
  std::vector<std::uint16_t> rows;
  std::uint16_t otherwise = 0;  // row of anything else; kNone when there is none
  static constexpr std::uint16_t kNone = UINT16_MAX;

  /// The place of a key in `keys`; keys.size() when there is none.
  [[nodiscard]] std::size_t find(std::string_view key) const;
};

/// How `allocate` reads its lists: member of each item, or kNone.
struct LedgerSite {
  static constexpr std::uint16_t kNone = UINT16_MAX;
  std::uint16_t due = 0, charge_amount = 0, charge_id = kNone, reportable = kNone, rank_by = kNone;
  std::uint16_t paid_on = 0, payment_amount = 0, reversed_on = kNone;
  bool charge_id_is_text = false, rank_is_text = false;
  std::uint16_t charge_members = 0;
  std::uint32_t order = 0;
  std::uint16_t ranks = kNone;  // register with the list of ranks
};

/// A call of a built-in, and the registers of its arguments.
struct BuiltinCall {
  std::uint16_t builtin = 0;  // of dsl::builtins()
  std::uint16_t count = 0;
  std::array<std::uint16_t, dsl::Builtin::kMostParameters> arguments{};
};

/// Members of a due-date change that `instalments … moved by` reads.
struct MoveMembers {
  std::uint16_t from = 0;
  std::uint16_t to = 0;
};

struct PrintType {
  dsl::Type type;
  bool personal = false;    // masked
  bool in_message = false;  // for people: nine digits are masked, too
  friend bool operator==(const PrintType&, const PrintType&) = default;
};

// ── the decoder ──

enum class WireKind : std::uint8_t { Text, Int, Number, Money, Date, Bool, Choice, Record, List };

/// What is done with one JSON member: decoded into a slot of the record's block, or gone through.
struct WireStep {
  std::string name;                  // of the JSON member
  std::int32_t object = -1;          // go on in this object of the plan
  std::vector<std::uint16_t> reads;  // or read these of the record's WireReads
};

/// The members of one JSON object that a record reads, found at the place they had in the last
/// document.
struct WireObject {
  std::vector<WireStep> steps;
};

/// A member that the `where` of a list speaks of.
struct WireFilter {
  std::string name;        // of the JSON member
  std::uint16_t read = 0;  // of the item's plan
};

/// One question about a member of an item, and the question that comes next: the condition of a
/// list, where it asks nothing but how plain members compare with constants.
struct WireTest {
  enum class Ask : std::uint8_t {
    IsTrue,
    IsMissing,
    IsText,
    IsNumber,
    Below,
    AtMost,
    Above,
    AtLeast
  };
  static constexpr std::int16_t kYes = -1;
  static constexpr std::int16_t kNo = -2;
  Ask ask = Ask::IsTrue;
  std::uint16_t member = 0;
  std::uint16_t read = 0;         // the first one that may fill the member, of the item's plan
  std::int16_t when_true = kYes;  // the next test, or the answer
  std::int16_t when_false = kNo;
  Slot constant;
};

struct WireRead {
  std::uint16_t member = 0;  // slot in the record's block
  std::uint16_t choice = 0;  // which of the member's `from` paths: the lowest one present wins
  WireKind kind = WireKind::Text;
  bool only_path = true;       // the member has no other path
  bool is_plain = false;       // a scalar with one path that is missing only when it is not there
  bool is_only_asked = false;  // nothing but conditions of lists reads it
  bool optional = false;
  bool negated = false;
  bool one_or_many = false;
  std::vector<DateFormat> formats;
  std::string zone;
  std::vector<std::string> missing_when;
  std::vector<std::pair<std::string, std::uint32_t>> words;  // of a choice, sorted
  std::int32_t record = -1;  // plan of the items or of the member record
  WireKind item = WireKind::Record;
  std::int32_t where = -1;  // entry of the condition, with its item register
  std::uint16_t where_item = 0;
  std::uint16_t where_result = 0;
  std::vector<WireFilter>
      filter;  // when `where` needs these members only: an item is asked before it is read
  std::vector<std::uint16_t> asks;  // members that `where` needs, when all of them are scalars
  std::vector<WireTest> tests;      // `where` as tests, when it can be; asking starts at first_test
  std::int16_t first_test = WireTest::kYes;
  std::size_t filter_place = 0;  // of the list among all that have a filter
  const dsl::WireMember* declared = nullptr;
};

struct WirePlan {
  const dsl::WireRecord* record = nullptr;
  std::uint16_t members = 0;  // slots of a block
  std::vector<WireRead> reads;
  std::vector<std::uint16_t>
      finish;  // reads that need a look when the object was gone through, one a member
  std::vector<WireObject> objects;  // the first one is the record's own
};

struct RootPlan {
  std::string name;
  std::vector<std::vector<std::string>> paths;
  std::int32_t record = -1;
  bool used = false;
};

/// A loop that makes a value of a list: what it asked of the items decides the value, too
/// (lineage).
struct LoopCode {
  std::uint16_t result = 0;  // register
  std::uint16_t start = 0;   // its LoopStart
  std::uint16_t end = 0;     // the instruction behind it
};

/// An expression where a program computes it: what a define says stands once for each of its calls.
/// Only programs that are to be explained know it (lower.h).
struct CodeNode {
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::uint16_t kNoLoop = UINT16_MAX;
  dsl::ExprId expr = dsl::kNoExpr;
  std::uint16_t value = 0;  // register
  std::uint16_t begin = 0;  // its code; none when the value was computed before
  std::uint16_t end = 0;
  std::uint16_t loop = kNoLoop;      // the LoopNext of a list expression
  std::uint32_t same = kNone;        // the node of the same call, which was computed before
  std::vector<std::uint32_t> parts;  // in the order they are computed
};

/// What the nodes of a program belong to.
struct CodeMap {
  struct LetCode {
    std::uint32_t node = CodeNode::kNone;
    std::uint16_t begin = 0;
    std::uint16_t end = 0;  // its Return
  };
  struct RuleCode {
    std::uint32_t rule = 0;  // of the preset
    std::uint32_t condition = CodeNode::kNone;
    std::uint32_t because = CodeNode::kNone;
  };
  std::vector<CodeNode> nodes;
  std::vector<LetCode> lets;          // by let
  std::vector<std::uint32_t> fields;  // by field of the program: the node of its value
  std::vector<RuleCode> rules;        // in the order they are asked
  std::uint32_t for_accounts = CodeNode::kNone;
};

struct Program {
  static constexpr std::uint16_t kUndecided = UINT16_MAX;

  std::shared_ptr<const dsl::CheckedPreset> preset;
  Date as_of;
  std::vector<Instruction> code;
  std::vector<Instruction> quick;  // the same, for runs that nobody traces (quicken.h)
  std::vector<Instruction> prelude;
  std::vector<dsl::ExprId> origin;  // of each instruction: the expression it came from
  std::vector<std::uint16_t>
      decider;  // of each instruction: the condition that decided it runs, or kUndecided
  std::vector<Slot> constants;  // initial registers; texts point into `texts`
  std::vector<std::unique_ptr<std::string>> texts;
  std::vector<std::unique_ptr<Slot[]>> blocks;  // constant lists and rows
  std::uint16_t lets = 0;                       // registers [0, lets) are lets
  std::uint16_t registers = 0;
  std::uint16_t as_of_register = 0;
  std::vector<LoopCode> loops;
  std::vector<Unit> units;
  std::vector<FieldTarget> fields;
  std::vector<TableCode> tables;
  std::vector<LookupCode> lookups;
  std::vector<LedgerSite> ledgers;
  std::vector<MoveMembers> moves;
  std::vector<PrintType> prints;
  std::vector<BuiltinCall> calls;
  std::vector<WirePlan> plans;
  std::vector<RootPlan> roots;
  std::size_t filters = 0;
  std::vector<std::string> account_path;  // to the text that names the account
  std::vector<std::uint16_t> examples;    // registers of the examples' results, in order
  std::uint16_t example_entry = 0;        // code that runs them
  std::uint16_t answer = 0;               // of an inquiry: register of its question's value
  bool uses_consent = false;
  std::unique_ptr<CodeMap> map;    // null unless it is to be explained
  std::vector<CoverPoint> points;  // what cases can come by (coverage.h)
  std::vector<CoverMark> marks;    // ascending by instruction

  /// Whether it looks at an account at all; an expression of constants does not.
  [[nodiscard]] bool reads_document() const;
};

}  // namespace m2
