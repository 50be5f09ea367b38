#pragma once
// What every rule that may be missing is called, in the author's words: "I expected …".
//
//   error[syntax]: I expected `because` and a reason
//
// A rule used under `must` without its words here does not compile.

#include "dsl/grammar.h"

namespace m2::dsl::grammar {

template <class Rule>
inline constexpr Expected expected = {};

constexpr Expected as_item(Expected item) {
  item.is_item = true;
  return item;
}

// ── Words and signs name themselves ──

inline constexpr std::string_view kQuotedWords[] = {
#define M2_WORD(name, spelling, use) "`" spelling "`",
#include "dsl/words.def"
#undef M2_WORD
};
template <char... c>
inline constexpr char kQuotedSign[] = {'`', c..., '`', '\0'};

template <Word word>
inline constexpr Expected expected<Say<word>> = {kQuotedWords[static_cast<std::size_t>(word)]};
template <char c>
inline constexpr Expected expected<Sign<c>> = {kQuotedSign<c>};
template <char a, char b>
inline constexpr Expected expected<Sign2<a, b>> = {kQuotedSign<a, b>};

// A sequence is missing when its first part is.
template <class First, class... Rest>
inline constexpr Expected expected<pegtl::seq<First, Rest...>> = expected<First>;

// ── Names, literals, types ──

#define M2_EXPECTED(rule, ...) \
  template <>                  \
  inline constexpr Expected expected<rule> = {__VA_ARGS__}
// One of the items that Several lists.
#define M2_EXPECTED_ITEM(rule, ...) \
  template <>                       \
  inline constexpr Expected expected<rule> = as_item({__VA_ARGS__})

M2_EXPECTED(Name, "a name", "a name is letters, digits and `_`, and begins with a letter",
            Naming::Yes);
M2_EXPECTED(DottedName, "a name", "a name is letters, digits and `_`; its parts are joined by `.`",
            Naming::Yes);
M2_EXPECTED(RuleName, "a name for this rule",
            "accounts are counted under it: `skip not_started when …`", Naming::Yes);
M2_EXPECTED(RuleId, "the number of this rule, such as `B17A-011`");
M2_EXPECTED(Integer, "a whole number");
M2_EXPECTED(Literal, "a value, such as `24`, `$25`, `5 days`, `2026-05-31` or `\"text\"`");
M2_EXPECTED(DefaultValue,
            "a value, such as `24`, `$25`, `5 days`, `\"text\"` or a list `(\"a\", \"b\")`");
M2_EXPECTED(Date, "a date as `2026-05-31`", "year, month and day with their zeros, joined by `-`");
M2_EXPECTED(Duration, "a number of months, such as `24 months`");
M2_EXPECTED(Text, "a text in double quotes");
M2_EXPECTED(TextEnd, "a closing `\"`", "a text ends on the line it begins on");
M2_EXPECTED(HoleName, "a name",
            "between `{` and `}` stands a name or a path, without blanks: `{lease.id}`");
M2_EXPECTED(HolePath, "a name",
            "between `{` and `}` stands a name or a path, without blanks: `{lease.id}`");
M2_EXPECTED(HoleEnd, "`}`",
            "between `{` and `}` stands a name or a path, without blanks: `{lease.id}`");
M2_EXPECTED(List, "a list in brackets, such as `(\"a\", \"b\")`");
M2_EXPECTED(Type, "a type",
            "types are text, int, number, money, percent, date, days, months, bool, `code FIELD`, "
            "`list of TYPE`, `one of (…)` or a record of the shape");
M2_EXPECTED(TypeWord, "the name of a type");
M2_EXPECTED(Argument, "a name and its type, such as `day: date`", "", Naming::Yes);
M2_EXPECTED(ArgumentList, "a name and its type, such as `day: date`", "", Naming::Yes);

// ── Expressions ──

M2_EXPECTED(Expr, "a value");
M2_EXPECTED(Or, "a condition");
M2_EXPECTED(And, "a condition after `or`");
M2_EXPECTED(Not, "a condition");
M2_EXPECTED(Adjusted, "a value to compare with");
M2_EXPECTED(Sum, "a value");
M2_EXPECTED(Product, "a value after the operator");
M2_EXPECTED(Unary, "a value");
M2_EXPECTED(Primary, "a value after `-`");
M2_EXPECTED(Path, "a name");
M2_EXPECTED(IsWhat,
            "a value, `missing`, `present`, `empty`, `between … and …` or `one of (…)` after `is`");
M2_EXPECTED(ListOrPath, "a list such as `(\"a\", \"b\")`, or the name of one");
M2_EXPECTED(InForm, "`whole dollars` or `capitals` after `in`");
M2_EXPECTED(NoBound, "`less than` or `more than` after `no`");
M2_EXPECTED(ForItem, "`for`, a name for the item, and its list",
            "every item has a name of its own: `sum of c.amount for c in charges`");
M2_EXPECTED(InList, "a name for the item, such as `c in charges`",
            "every item has a name of its own: `sum of c.amount for c in charges`", Naming::Yes);
M2_EXPECTED(Else, "`else` and a value", "every `if` says what happens otherwise");
M2_EXPECTED(AllocationOrder, "the order: `oldest first`, `same month first` or `by priority (…)`");
M2_EXPECTED(Frequency, "how often: `1 week`, `2 weeks`, `half month`, `1 month`, …");
M2_EXPECTED(By, "`by` and what to group by");

// ── Statements ──

M2_EXPECTED(UseKind, "`shape`, `codes` or `library`");
M2_EXPECTED(Reason, "`because` and a reason",
            "every rule says why; the reason is counted and shown to people");
M2_EXPECTED(AccountRule, "`skip`, `hold`, `require` or `warn`");
M2_EXPECTED(ParamBody, "`{`");
M2_EXPECTED(FieldBody, "`{`");
M2_EXPECTED(RowBody, "`{`");
M2_EXPECTED(Course, "`falls` or `rises`");
M2_EXPECTED(EntryBody, "`{`");
M2_EXPECTED(MemberBody, "`{`");
M2_EXPECTED(Arguments, "`(` and the arguments");
M2_EXPECTED(MaybeArguments, "`(` and the arguments, or `()`");
M2_EXPECTED(Gives, "`gives` and the results, such as `gives status: code account_status`");
M2_EXPECTED_ITEM(Param, "a parameter, such as `grace_days days = 5 days`, or `}`", "", Naming::Yes);
M2_EXPECTED_ITEM(Field, "a field, such as `city: lease.unit.city`, or `}`", "",
                 Naming::BeforeColon);
M2_EXPECTED_ITEM(Row, "a row, such as `| 0..29 || 11 |`, or `}`");
M2_EXPECTED_ITEM(Entry,
                 "an entry, such as `\"Jr\" -> \"J\"` or `anything else -> hold \"…\"`, or `}`");
M2_EXPECTED(Key, "a text or a number");
M2_EXPECTED(Cell, "a value in this cell",
            "`any` matches everything; `blank` leaves the field empty");
M2_EXPECTED(Divider, "`||` between the conditions and the results of this row");
M2_EXPECTED(RowEnd, "`|` at the end of this row",
            "a row ends on its line; a comment may follow its last `|`");

// ── Files ──

M2_EXPECTED_ITEM(PresetHeader, "`preset NAME version 1` at the top of the file");
M2_EXPECTED_ITEM(LibraryHeader, "`library NAME version 1` at the top of the file");
M2_EXPECTED_ITEM(RulesHeader, "`rules NAME version 1` at the top of the file");
M2_EXPECTED_ITEM(ShapeHeader, "`shape NAME` at the top of the file");
M2_EXPECTED_ITEM(PresetStatement, "a statement, such as `let`, `skip` or `record`");
M2_EXPECTED_ITEM(LibraryStatement, "a statement, such as `define` or `table`",
                 "a library holds `use shape`, `let`, `define`, `table`, `lookup`, `fields` and "
                 "`example`");
M2_EXPECTED(LibraryUseKind, "`shape`: a library uses nothing else",
            "the presets that use this library say which libraries and codes they use");
M2_EXPECTED_ITEM(ShapeStatement, "`record NAME { … }` or `one of NAME { … }`");
M2_EXPECTED_ITEM(Section, "`for record`, `for consumer` or `for month`, and its rules");
M2_EXPECTED(DeletedToo, "`deleted`",
            "`for record also deleted`: the rules are asked of deleted accounts, too");
M2_EXPECTED(SectionOf, "`record`, `consumer` or `month`");
M2_EXPECTED_ITEM(RuleOf, "a rule: `fatal`, `error`, `warning` or `info`, and its number");
M2_EXPECTED(RuleSource, "`source` and where the rule comes from",
            "the order is `because`, `harm`, `perhaps`, `fix`, `source`, `disputed`, `confidence`, "
            "`accept`, `reject`");
M2_EXPECTED(Grade, "`high`, `medium` or `low`");
M2_EXPECTED(Accept, "`accept { … }`, values that this rule lets pass",
            "every rule is proved by its cases");
M2_EXPECTED(Reject, "`reject { … }`, values that this rule finds",
            "every rule is proved by its cases");
M2_EXPECTED(FieldValue, "a field and its value, such as `account_status: \"11\"`");
M2_EXPECTED(ValuesEnd, "`,` or `}`");
M2_EXPECTED(MemberType, "a type",
            "types are text, int, number, money, date, days, months, bool, `code FIELD`, "
            "`list of TYPE`, or a record or `one of` of this shape");
M2_EXPECTED_ITEM(
    ShapeMember, "a member, such as `amount money from \"amount\"`, or `}`",
    "what follows a member stands in this order: `from`, `one or many`, `as`, `in zone`, "
    "`negated`, "
    "`missing when`, `where`",
    Naming::Yes);
M2_EXPECTED(OneOfValue, "a text in double quotes");

#undef M2_EXPECTED
M2_EXPECTED_ITEM(Question, "an expression, or `let NAME = …`");
M2_EXPECTED_ITEM(NoMore, "an operator or the end of the line");
#undef M2_EXPECTED_ITEM

// ── What the item being read is called ──

/// "in this `skip` rule"; empty for what is not an item of its own.
constexpr std::string_view noun(NodeKind kind) {
  switch (kind) {
    case NodeKind::PresetHeader:
    case NodeKind::LibraryHeader:
    case NodeKind::RulesHeader:
    case NodeKind::ShapeHeader:
      return "header";
    case NodeKind::Use:
      return "`use`";
    case NodeKind::Layout:
      return "`layout`";
    case NodeKind::ForAccounts:
      return "`for accounts`";
    case NodeKind::Params:
      return "`params`";
    case NodeKind::Param:
      return "parameter";
    case NodeKind::Let:
      return "`let`";
    case NodeKind::Define:
      return "`define`";
    case NodeKind::Table:
      return "`table`";
    case NodeKind::Row:
      return "row";
    case NodeKind::Lookup:
      return "`lookup`";
    case NodeKind::Entry:
      return "entry";
    case NodeKind::Record:
    case NodeKind::ShapeRecord:
      return "`record`";
    case NodeKind::Segment:
      return "`segment`";
    case NodeKind::Fields:
      return "`fields`";
    case NodeKind::FieldRule:
      return "field";
    case NodeKind::LeaveBlank:
      return "`leave blank`";
    case NodeKind::Include:
      return "`include`";
    case NodeKind::Skip:
      return "`skip` rule";
    case NodeKind::HoldRule:
      return "`hold` rule";
    case NodeKind::Require:
      return "`require` rule";
    case NodeKind::Warn:
      return "`warn` rule";
    case NodeKind::Example:
      return "`example`";
    case NodeKind::Set:
      return "`set`";
    case NodeKind::Replace:
      return "`replace`";
    case NodeKind::Remove:
      return "`remove`";
    case NodeKind::Add:
      return "`add`";
    case NodeKind::Section:
      return "section";
    case NodeKind::RuleOf:
      return "rule";
    case NodeKind::ShapeMember:
      return "member";
    case NodeKind::OneOf:
      return "`one of`";
    default:
      return "";
  }
}

}  // namespace m2::dsl::grammar
