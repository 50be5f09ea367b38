#pragma once
// The grammar of presets, libraries, rules files and shapes, rule by rule in the words of
// docs/language.md.
//
//   struct Skip : if_must<Say<Word::Skip>, RuleName, …>, Builds<NodeKind::Skip> {};
//
// A rule that Builds becomes a node over what it matched, with the nodes built inside it as
// children; how, parse.cpp says once for all rules. After the first word of a statement everything
// is `must`: what is missing there is reported, with the words that messages.h has for the missing
// rule. Blanks and comments go before every token.
//
// Only parse.cpp and the grammar's unit test include this file: it is expensive to compile.

#include <tao/pegtl.hpp>

#include "dsl/ast.h"
#include "dsl/lexical.h"
#include "dsl/reader.h"

namespace m2::dsl::grammar {

namespace pegtl = tao::pegtl;
using pegtl::at;
using pegtl::if_must;
using pegtl::must;
using pegtl::opt;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;

// ── How rules become nodes ──

template <NodeKind kind>
struct Builds {
  static constexpr NodeKind kNode = kind;
};
/// A node unless exactly one was built inside, which then stands for itself: `(a)` is a, `a + b` a
/// Sum.
template <NodeKind kind>
struct BuildsUnlessOne {
  static constexpr NodeKind kNodeUnlessOne = kind;
};

// ── Tokens ──

/// A token without blanks before it, found by a function of lexical.h.
template <lexical::Rule find>
struct Raw {
  using rule_t = pegtl::any::rule_t;  // for analyze(): always consumes
  using subs_t = pegtl::empty_list;

  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class,
            template <class...> class, class Input>
  static bool match(Input& in, Reader& reader) {
    const auto begin = static_cast<std::uint32_t>(in.byte());
    const std::uint32_t end = find(reader.text(), begin);
    in.bump(end - begin);
    return end > begin;
  }
};

/// Any token: blanks and comments, then what `find` accepts.
template <class Derived>
struct AfterBlanks {
  using rule_t = pegtl::any::rule_t;
  using subs_t = pegtl::empty_list;

  template <pegtl::apply_mode, pegtl::rewind_mode, template <class...> class,
            template <class...> class, class Input>
  static bool match(Input& in, Reader& reader) {
    const auto from = static_cast<std::uint32_t>(in.byte());
    const std::uint32_t begin = reader.skip_blanks(from);
    const std::uint32_t end = Derived::find(reader, begin);
    if (end == begin) return false;
    in.bump(end - from);
    return true;
  }
};

template <lexical::Rule rule>
struct Token : AfterBlanks<Token<rule>> {
  static std::uint32_t find(Reader& reader, std::uint32_t at) { return rule(reader.text(), at); }
};

/// One word of the language.
template <Word word>
struct Say : AfterBlanks<Say<word>> {
  static std::uint32_t find(Reader& reader, std::uint32_t at) { return reader.find_word(word, at); }
};

/// A sign that is not the beginning of a longer one.
template <char c>
struct Sign : AfterBlanks<Sign<c>> {
  static std::uint32_t find(Reader& reader, std::uint32_t at) { return reader.find_sign(c, at); }
};
template <char a, char b>
struct Sign2 : AfterBlanks<Sign2<a, b>> {
  static std::uint32_t find(Reader& reader, std::uint32_t at) { return reader.find_sign(a, b, at); }
};

template <Word... words>
using Words = seq<Say<words>...>;

// ── Brackets and lists of items, with recovery ──

/// `(` Inside `)`; a missing `)` is reported with the `(` it should close.
template <class Inside>
struct Bracketed {
  using rule_t = typename seq<Sign<'('>, Inside, Sign<')'>>::rule_t;
  using subs_t = pegtl::type_list<Sign<'('>, Inside, Sign<')'>>;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Reader& reader) {
    if (!Control<Sign<'('>>::template match<A, M, Action, Control>(in, reader)) return false;
    const auto open = static_cast<std::uint32_t>(in.byte() - 1);
    if (!Control<Inside>::template match<A, M, Action, Control>(in, reader)) return false;
    if (Control<Sign<')'>>::template match<A, M, Action, Control>(in, reader)) return true;
    reader.fail_unclosed(static_cast<std::uint32_t>(in.byte()), open);
  }
};

/// Items up to the end of the level. One that cannot be read is reported, becomes a Broken node,
/// and reading goes on with the next.
template <class Item, Level level>
struct Several {
  using rule_t = typename star<Item>::rule_t;
  using subs_t = pegtl::type_list<Item>;

  template <pegtl::apply_mode A, pegtl::rewind_mode, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Reader& reader) {
    for (;;) {
      const auto begin = static_cast<std::uint32_t>(in.byte());
      if (reader.ends(level, begin)) return true;
      const Reader::State before = reader.save();
      if (read<A, Action, Control>(in, reader)) continue;
      in.bump(reader.recover(level, begin, before) - begin);
    }
  }

  // False when the item could not be read; the input is then where it began, and the reader has
  // said why.
  template <pegtl::apply_mode A, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool read(Input& in, Reader& reader) {
    auto rewind = in.template mark<pegtl::rewind_mode::required>();
    try {
      if (!Control<Item>::template match<A, pegtl::rewind_mode::active, Action, Control>(in,
                                                                                         reader)) {
        Control<Item>::raise(in, reader);
      }
      return rewind(true);
    } catch (const Abandoned&) {
      return false;
    }
  }
};

/// One item where a file must have one; when it cannot be read, reading goes on with the statement
/// that follows.
template <class Item, Level level>
struct Once {
  using rule_t = typename opt<Item>::rule_t;
  using subs_t = pegtl::type_list<Item>;

  template <pegtl::apply_mode A, pegtl::rewind_mode, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Reader& reader) {
    const auto begin = static_cast<std::uint32_t>(in.byte());
    const Reader::State before = reader.save();
    if (Several<Item, level>::template read<A, Action, Control>(in, reader)) return true;
    if (!reader.begins_item(level, begin)) in.bump(reader.recover(level, begin, before) - begin);
    return true;
  }
};

/// `{` items `}`.
template <class Item, Level level>
struct Body {
  using rule_t = typename seq<Sign<'{'>, star<Item>, Sign<'}'>>::rule_t;
  using subs_t = pegtl::type_list<Sign<'{'>, Several<Item, level>, Sign<'}'>>;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Control, class Input>
  static bool match(Input& in, Reader& reader) {
    if (!Control<Sign<'{'>>::template match<A, M, Action, Control>(in, reader)) return false;
    const auto open = static_cast<std::uint32_t>(in.byte() - 1);
    (void)Control<Several<Item, level>>::template match<A, M, Action, Control>(in, reader);
    // The next statement may well be sound: an unclosed body is reported and kept.
    if (!Control<Sign<'}'>>::template match<A, M, Action, Control>(in, reader)) {
      reader.report_unclosed(static_cast<std::uint32_t>(in.byte()), open);
    }
    return true;
  }
};

template <class Item>
using CommaSeparated = seq<Item, star<if_must<Sign<','>, Item>>>;

// ── Names, literals ──

struct Expr;
struct Or;
struct Sum;
struct Unary;

struct Name : Token<lexical::name>, Builds<NodeKind::Name> {};
struct DottedName : Token<lexical::dotted_name>, Builds<NodeKind::Name> {};
struct Integer : Token<lexical::integer>, Builds<NodeKind::Number> {};

// A hole in a text: {name.path}, without blanks.
struct HoleName : Raw<lexical::name>, Builds<NodeKind::Name> {};
struct HoleMember : if_must<pegtl::one<'.'>, HoleName>, Builds<NodeKind::Member> {};
struct HolePath : seq<HoleName, star<HoleMember>>, Builds<NodeKind::Path> {};
struct HoleEnd : pegtl::one<'}'> {};
struct Hole : if_must<pegtl::one<'{'>, HolePath, HoleEnd> {};
struct TextEnd : pegtl::one<'"'> {};
struct Text : seq<Sign<'"'>, star<sor<Hole, Raw<lexical::text_run>>>, must<TextEnd>>,
              Builds<NodeKind::Text> {};

struct Number : Token<lexical::number>, Builds<NodeKind::Number> {};
struct Money : Token<lexical::money>, Builds<NodeKind::Money> {};
struct Percent : Token<lexical::percent>, Builds<NodeKind::Percent> {};
struct Date : Token<lexical::date>, Builds<NodeKind::Date> {};
struct Duration : Token<lexical::duration>, Builds<NodeKind::Duration> {};
struct True : Say<Word::True>, Builds<NodeKind::True> {};
struct False : Say<Word::False>, Builds<NodeKind::False> {};
struct Missing : Say<Word::Missing>, Builds<NodeKind::Missing> {};
struct Blank : Say<Word::Blank>, Builds<NodeKind::Blank> {};
// Written otherwise, a date would be read as a difference or a quotient.
struct DateOnly : if_must<at<Token<lexical::date_like>>, Date> {};
struct Literal
    : sor<DateOnly, Money, Percent, Duration, Number, Text, True, False, Missing, Blank> {};

struct Items : Bracketed<opt<CommaSeparated<Expr>>> {};
struct List : Items, Builds<NodeKind::List> {};
struct Group : Items, BuildsUnlessOne<NodeKind::List> {};

// ── Types ──

struct Optional : Sign<'?'>, Builds<NodeKind::Optional> {};
struct TypeWord : Token<lexical::type_name>, Builds<NodeKind::Name> {};
struct TypeOneOf : seq<if_must<Say<Word::One>, Say<Word::Of>, List>, opt<Optional>>,
                   Builds<NodeKind::TypeOneOf> {};
struct TypeList : seq<if_must<Say<Word::List>, Say<Word::Of>, TypeWord>, opt<Optional>>,
                  Builds<NodeKind::TypeList> {};
struct TypeCode : seq<Say<Word::Code>, Name, opt<Optional>>, Builds<NodeKind::TypeCode> {};
struct TypeName : seq<TypeWord, opt<Optional>>, Builds<NodeKind::TypeName> {};
struct Type : sor<TypeOneOf, TypeList, TypeCode, TypeName> {};

struct Range : seq<if_must<Say<Word::From>, Literal>, opt<if_must<Say<Word::To>, Literal>>>,
               Builds<NodeKind::Range> {};
struct Argument : seq<Name, must<Sign<':'>, Type>, opt<Range>>, Builds<NodeKind::Argument> {};

// ── Expressions, tightest first ──

struct Where : if_must<Say<Word::Where>, Or>, Builds<NodeKind::Where> {};
struct Has : if_must<Say<Word::Has>, Or>, Builds<NodeKind::Has> {};
struct By : if_must<Say<Word::By>, Sum>, Builds<NodeKind::By> {};
struct InList : seq<Name, must<Say<Word::In>, Sum>> {};
struct ForItem : if_must<Say<Word::For>, InList> {};

struct Member : if_must<Sign<'.'>, Name>, Builds<NodeKind::Member> {};
struct Call : Items, Builds<NodeKind::Call> {};
struct Path : seq<Name, star<sor<Member, Call>>>, Builds<NodeKind::Path> {};

struct Else : Say<Word::Else> {};
struct If : if_must<Say<Word::If>, Or, Say<Word::Then>, Expr, Else, Expr>, Builds<NodeKind::If> {};
struct Hold : if_must<Say<Word::Hold>, Text>, Builds<NodeKind::Hold> {};

struct OldestFirst : if_must<Say<Word::Oldest>, Say<Word::First>>, Builds<NodeKind::OldestFirst> {};
struct SameMonthFirst : if_must<Say<Word::Same>, Say<Word::Month>, Say<Word::First>>,
                        Builds<NodeKind::SameMonthFirst> {};
struct ByPriority : if_must<Say<Word::By>, Say<Word::Priority>, List>,
                    Builds<NodeKind::ByPriority> {};
struct AllocationOrder : sor<OldestFirst, SameMonthFirst, ByPriority> {};
struct AsOf : seq<Words<Word::As, Word::Of>, must<Unary>>, Builds<NodeKind::AsOf> {};
struct Allocate
    : seq<if_must<Say<Word::Allocate>, Unary, Say<Word::To>, Unary, AllocationOrder>, opt<AsOf>>,
      Builds<NodeKind::Allocate> {};

struct Frequency : sor<Token<lexical::frequency>, Unary>, Builds<NodeKind::Frequency> {};
struct MovedBy : if_must<Say<Word::Moved>, Say<Word::By>, Unary>, Builds<NodeKind::MovedBy> {};
struct Instalments
    : seq<Words<Word::Instalments, Word::Of>,
          must<Sum, Say<Word::Every>, Frequency, Say<Word::From>, Sum, Say<Word::To>, Sum>,
          opt<MovedBy>>,
      Builds<NodeKind::Instalments> {};

struct FromTo : must<Say<Word::From>, Sum, Say<Word::To>, Sum> {};
struct DaysFrom : seq<Say<Word::Days>, FromTo>, Builds<NodeKind::DaysFrom> {};
struct MonthsFrom : seq<Say<Word::Months>, FromTo>, Builds<NodeKind::MonthsFrom> {};
struct OfMonthOf : must<Say<Word::Of>, Say<Word::Month>, Say<Word::Of>, Unary> {};
struct StartOfMonth : seq<Say<Word::Start>, OfMonthOf>, Builds<NodeKind::StartOfMonth> {};
struct EndOfMonth : seq<Say<Word::End>, OfMonthOf>, Builds<NodeKind::EndOfMonth> {};
struct MonthsBefore : if_must<Say<Word::The>, Duration, Say<Word::Before>, Unary>,
                      Builds<NodeKind::MonthsBefore> {};

struct OperatorOf : sor<Say<Word::Sum>, Say<Word::Count>, Say<Word::Join>, Say<Word::List>>,
                    Builds<NodeKind::Operator> {};
struct OperatorAlone
    : sor<Say<Word::Latest>, Say<Word::Earliest>, Say<Word::Largest>, Say<Word::Smallest>>,
      Builds<NodeKind::Operator> {};
struct AggregateHead : sor<if_must<OperatorOf, Say<Word::Of>>, OperatorAlone> {};
struct Aggregate : seq<AggregateHead, must<Sum, ForItem>, opt<Where>, opt<By>>,
                   Builds<NodeKind::Aggregate> {};

struct Quantifier : sor<Say<Word::Only>, Say<Word::First>, Say<Word::Last>, Say<Word::Any>,
                        Say<Word::Every>, Say<Word::No>>,
                    Builds<NodeKind::Operator> {};
struct Quantified : seq<Quantifier, must<InList>, opt<sor<Where, Has>>, opt<By>>,
                    Builds<NodeKind::Quantified> {};
struct Groups : seq<if_must<Say<Word::Groups>, Say<Word::Of>, InList>, opt<Where>, must<By>>,
                Builds<NodeKind::Groups> {};

struct Primary : sor<Literal, If, Hold, Allocate, Instalments, DaysFrom, MonthsFrom, StartOfMonth,
                     EndOfMonth, MonthsBefore, Aggregate, Quantified, Groups, Path, Group> {};

struct Negative : if_must<Sign<'-'>, Primary>, Builds<NodeKind::Negative> {};
struct Unary : sor<Negative, Primary> {};
struct ProductSign : sor<Sign<'*'>, Sign<'/'>>, Builds<NodeKind::Operator> {};
struct Product : seq<Unary, star<if_must<ProductSign, Unary>>>,
                 BuildsUnlessOne<NodeKind::Product> {};
struct SumSign : sor<Sign<'+'>, Sign<'-'>>, Builds<NodeKind::Operator> {};
struct Sum : seq<Product, star<if_must<SumSign, Product>>>, BuildsUnlessOne<NodeKind::Sum> {};

struct InWholeDollars : seq<Words<Word::In, Word::Whole>, must<Say<Word::Dollars>>>,
                        Builds<NodeKind::InWholeDollars> {};
struct InCapitals : Words<Word::In, Word::Capitals>, Builds<NodeKind::InCapitals> {};
struct InForm : sor<InWholeDollars, InCapitals> {};
struct RoundedDown : seq<Words<Word::Rounded, Word::Down>, must<Say<Word::To>, Say<Word::Cents>>>,
                     Builds<NodeKind::RoundedDownToCents> {};
struct Rounded : if_must<Say<Word::Rounded>, Say<Word::To>, Say<Word::Cents>>,
                 Builds<NodeKind::RoundedToCents> {};
struct NoLessThan : seq<Words<Word::No, Word::Less>, must<Say<Word::Than>, Sum>>,
                    Builds<NodeKind::NoLessThan> {};
struct NoMoreThan : seq<Words<Word::No, Word::More>, must<Say<Word::Than>, Sum>>,
                    Builds<NodeKind::NoMoreThan> {};
struct NoBound : sor<NoLessThan, NoMoreThan> {};
struct AsDigits : if_must<Say<Word::As>, Integer, Say<Word::Digits>>, Builds<NodeKind::AsDigits> {};
struct IntoNext : if_must<Say<Word::Into>, Say<Word::Next>>, Builds<NodeKind::IntoNext> {};
struct Adjuster : sor<if_must<at<Say<Word::In>>, InForm>, RoundedDown, Rounded,
                      if_must<at<Say<Word::No>>, NoBound>, AsDigits, IntoNext> {};
struct Adjusted : seq<Sum, star<Adjuster>>, BuildsUnlessOne<NodeKind::Adjusted> {};

struct Negation : Say<Word::Not>, Builds<NodeKind::Negation> {};
struct IsMissing : Say<Word::Missing>, Builds<NodeKind::IsMissing> {};
struct IsPresent : Say<Word::Present>, Builds<NodeKind::IsPresent> {};
struct IsEmpty : Say<Word::Empty>, Builds<NodeKind::IsEmpty> {};
struct IsBetween : if_must<Say<Word::Between>, Adjusted, Say<Word::And>, Adjusted>,
                   Builds<NodeKind::IsBetween> {};
struct ListOrPath : sor<List, Path> {};
struct IsOneOf : if_must<Say<Word::One>, Say<Word::Of>, ListOrPath>, Builds<NodeKind::IsOneOf> {};
struct IsValue : Adjusted, Builds<NodeKind::IsValue> {};
struct IsWhat : sor<IsMissing, IsPresent, IsEmpty, IsBetween, IsOneOf, IsValue> {};
struct IsTail : seq<Say<Word::Is>, opt<Negation>, must<IsWhat>> {};
struct OrderSign : sor<Sign2<'<', '='>, Sign2<'>', '='>, Sign<'<'>, Sign<'>'>>,
                   Builds<NodeKind::Operator> {};
struct OrderTail : if_must<OrderSign, Adjusted> {};
struct Comparison : seq<Adjusted, opt<sor<IsTail, OrderTail>>>, BuildsUnlessOne<NodeKind::Compare> {
  /// `a < b` is a Compare, `a is b` an Is: what follows the left side says which.
  static NodeKind kind(NodeKind second_child) {
    return second_child == NodeKind::Operator ? NodeKind::Compare : NodeKind::Is;
  }
};

struct Not;
struct NotTail : if_must<Say<Word::Not>, Not>, Builds<NodeKind::Not> {};
struct Not : sor<NotTail, Comparison> {};
struct And : seq<Not, star<if_must<Say<Word::And>, Not>>>, BuildsUnlessOne<NodeKind::And> {};
struct Or : seq<And, star<if_must<Say<Word::Or>, And>>>, BuildsUnlessOne<NodeKind::Or> {};
struct Expr : seq<Or, star<if_must<Say<Word::Otherwise>, Or>>>,
              BuildsUnlessOne<NodeKind::Otherwise> {};

// ── Statements of presets and libraries ──

struct Locked : if_must<Say<Word::Locked>, Say<Word::Because>, Text>, Builds<NodeKind::Locked> {};

struct UseKind : sor<Say<Word::Shape>, Say<Word::Codes>, Say<Word::Library>>,
                 Builds<NodeKind::Operator> {};
struct Use : if_must<Say<Word::Use>, UseKind, DottedName>, Builds<NodeKind::Use> {};
struct Layout : if_must<Say<Word::Layout>, Name>, Builds<NodeKind::Layout> {};
struct ForAccounts : if_must<Say<Word::For>, Say<Word::Accounts>, Say<Word::Where>, Or>,
                     Builds<NodeKind::ForAccounts> {};

struct DefaultValue : sor<Literal, List> {};
struct Param : seq<Name, must<Type, Sign<'='>, DefaultValue>, opt<Range>>,
               Builds<NodeKind::Param> {};
struct ParamBody : Body<Param, Level::Params> {};
struct Params : if_must<Say<Word::Params>, ParamBody>, Builds<NodeKind::Params> {};

struct Let : if_must<Say<Word::Let>, Name, Sign<'='>, Expr>, Builds<NodeKind::Let> {};

struct ArgumentList : CommaSeparated<Argument> {};
struct Arguments : Bracketed<must<ArgumentList>>, Builds<NodeKind::Arguments> {};
struct MaybeArguments : Bracketed<opt<ArgumentList>>, Builds<NodeKind::Arguments> {};
struct Define : if_must<Say<Word::Define>, Name, MaybeArguments, Sign<'='>, Expr>,
                Builds<NodeKind::Define> {};

// A table row ends at its line end, so between its bars there are spaces and tabs only.
struct Divider : Raw<lexical::row_divider>, Builds<NodeKind::Divider> {};
struct RawCell : Raw<lexical::cell>, Builds<NodeKind::Cell> {};
struct ExprCell : if_must<pegtl::one<'='>, Expr>, Builds<NodeKind::Cell> {};
struct Cell : seq<star<pegtl::blank>, sor<ExprCell, RawCell>> {};
struct MoreCells : star<Raw<lexical::cell_bar>, must<Cell>> {};
struct RowEnd : Raw<lexical::row_end> {};
struct Row : seq<if_must<Sign<'|'>, Cell>, MoreCells, must<Divider, Cell>, MoreCells, must<RowEnd>>,
             Builds<NodeKind::Row> {};
struct RowBody : Body<Row, Level::Rows> {};
struct Gives : if_must<Say<Word::Gives>, ArgumentList>, Builds<NodeKind::Gives> {};
struct InOrder : if_must<Say<Word::In>, Say<Word::Order>>, Builds<NodeKind::InOrder> {};
struct Falls : seq<Say<Word::Falls>>, Builds<NodeKind::Falls> {};
struct Rises : seq<Say<Word::Rises>>, Builds<NodeKind::Rises> {};
struct Course : sor<Falls, Rises> {};
struct Monotone : if_must<Say<Word::Where>, Name, Say<Word::Never>, Course, Say<Word::As>, Name,
                          Say<Word::Grows>>,
                  Builds<NodeKind::Monotone> {};
struct Table : seq<if_must<Say<Word::Table>, Name, Arguments, Gives>, opt<InOrder>, star<Monotone>,
                   must<RowBody>, opt<Locked>>,
               Builds<NodeKind::Table> {};

struct AnythingElse : if_must<Say<Word::Anything>, Say<Word::Else>>,
                      Builds<NodeKind::AnythingElse> {};
struct Key : sor<Text, Number> {};
struct Keys : sor<AnythingElse, CommaSeparated<Key>> {};
struct Entry : seq<Keys, must<Sign2<'-', '>'>, Expr>>, Builds<NodeKind::Entry> {};
struct EntryBody : Body<Entry, Level::Entries> {};
struct Lookup : if_must<Say<Word::Lookup>, Name, Arguments, Say<Word::Gives>, Type, EntryBody>,
                Builds<NodeKind::Lookup> {};

struct LeaveBlank : if_must<Say<Word::Leave>, Say<Word::Blank>, Sign<':'>, CommaSeparated<Name>>,
                    Builds<NodeKind::LeaveBlank> {};
struct Include : if_must<Say<Word::Include>, Path>, Builds<NodeKind::Include> {};
struct FieldRule : seq<Name, must<Sign<':'>, Expr>, opt<Locked>>, Builds<NodeKind::FieldRule> {};
struct Field : sor<LeaveBlank, Include, FieldRule> {};
struct FieldBody : Body<Field, Level::Fields> {};
struct Record : if_must<Say<Word::Record>, Name, FieldBody>, Builds<NodeKind::Record> {};
struct When : if_must<Say<Word::When>, Or>, Builds<NodeKind::When> {};
struct ForEach : seq<if_must<Say<Word::For>, Say<Word::Each>, InList>, opt<Where>>,
                 Builds<NodeKind::ForEach> {};
struct Segment : seq<if_must<Say<Word::Segment>, Name>, opt<sor<When, ForEach>>, must<FieldBody>>,
                 Builds<NodeKind::Segment> {};
struct Fields : if_must<Say<Word::Fields>, Name, MaybeArguments, FieldBody>,
                Builds<NodeKind::Fields> {};

struct RuleName : Name {};
struct Reason : if_must<Say<Word::Because>, Text> {};
struct RuleWhen : must<RuleName, Say<Word::When>, Or, Reason> {};
struct Skip : seq<Say<Word::Skip>, RuleWhen, opt<Locked>>, Builds<NodeKind::Skip> {};
struct HoldRule : seq<Say<Word::Hold>, RuleWhen, opt<Locked>>, Builds<NodeKind::HoldRule> {};
struct Warn : seq<Say<Word::Warn>, RuleWhen, opt<Locked>>, Builds<NodeKind::Warn> {};
struct Require
    : seq<if_must<Say<Word::Require>, RuleName, Say<Word::That>, Or, Reason>, opt<Locked>>,
      Builds<NodeKind::Require> {};
struct AccountRule : sor<Skip, HoldRule, Require, Warn> {};

struct Example : if_must<Say<Word::Example>, Or>, Builds<NodeKind::Example> {};
struct Set : if_must<Say<Word::Set>, Name, Say<Word::To>, DefaultValue>, Builds<NodeKind::Set> {};
struct Replace : if_must<Say<Word::Replace>, DottedName, Sign<':'>, Expr>,
                 Builds<NodeKind::Replace> {};
struct Remove : if_must<Say<Word::Remove>, Say<Word::Rule>, Name>, Builds<NodeKind::Remove> {};
struct Add : if_must<Say<Word::Add>, AccountRule>, Builds<NodeKind::Add> {};

// ── Presets and libraries ──

struct NameAndVersion : must<Name, Say<Word::Version>, Integer> {};
struct Extends : seq<Say<Word::Extends>, NameAndVersion>, Builds<NodeKind::Extends> {};
struct PresetHeader : seq<Say<Word::Preset>, NameAndVersion, opt<Extends>>,
                      Builds<NodeKind::PresetHeader> {};
struct PresetStatement : sor<Let, Define, Use, Layout, ForAccounts, Params, AccountRule, Table,
                             Lookup, Record, Segment, Fields, Example, Set, Replace, Remove, Add> {
};
struct LibraryHeader : seq<Say<Word::Library>, NameAndVersion>, Builds<NodeKind::LibraryHeader> {};
struct LibraryUseKind : seq<Say<Word::Shape>>, Builds<NodeKind::Operator> {};
struct LibraryUse : if_must<Say<Word::Use>, LibraryUseKind, DottedName>, Builds<NodeKind::Use> {};
struct LibraryStatement : sor<LibraryUse, Let, Define, Table, Lookup, Fields, Example> {};

// ── Rules files ──

struct RulesHeader : seq<Say<Word::Rules>, NameAndVersion>, Builds<NodeKind::RulesHeader> {};
struct Severity : sor<Say<Word::Fatal>, Say<Word::Error>, Say<Word::Warning>, Say<Word::Info>>,
                  Builds<NodeKind::Operator> {};
struct RuleId : Token<lexical::rule_id>, Builds<NodeKind::Name> {};
struct Harm : if_must<Say<Word::Harm>, Text>, Builds<NodeKind::Harm> {};
struct Perhaps : if_must<Say<Word::Perhaps>, Text>, Builds<NodeKind::Perhaps> {};
struct Fix : if_must<Say<Word::Fix>, Text>, Builds<NodeKind::Fix> {};
struct RuleSource : if_must<Say<Word::Source>, Text>, Builds<NodeKind::RuleSource> {};
struct Disputed : if_must<Say<Word::Disputed>, Text>, Builds<NodeKind::Disputed> {};
struct Grade : sor<Say<Word::High>, Say<Word::Medium>, Say<Word::Low>>, Builds<NodeKind::Name> {};
struct Confidence : if_must<Say<Word::Confidence>, Grade>, Builds<NodeKind::Confidence> {};
struct FieldValue : seq<DottedName, must<Sign<':'>, Literal>>, Builds<NodeKind::FieldValue> {};
struct FieldValues : opt<CommaSeparated<FieldValue>> {};
struct ValuesEnd : Sign<'}'> {};
struct ValueSet : seq<must<Sign<'{'>>, FieldValues, must<ValuesEnd>> {};
struct Accept : seq<Say<Word::Accept>, ValueSet>, Builds<NodeKind::Accept> {};
struct Reject : seq<Say<Word::Reject>, ValueSet>, Builds<NodeKind::Reject> {};
struct RuleOf : seq<if_must<Severity, RuleId, Say<Word::When>, Or, Reason>, opt<Harm>, opt<Perhaps>,
                    opt<Fix>, must<RuleSource>, opt<Disputed>, opt<Confidence>, must<Accept>,
                    star<Accept>, must<Reject>, star<Reject>>,
                Builds<NodeKind::RuleOf> {};
struct SectionOf : sor<Say<Word::Record>, Say<Word::Consumer>, Say<Word::Month>>,
                   Builds<NodeKind::Operator> {};
struct DeletedToo : Say<Word::Deleted> {};
struct AlsoDeleted : if_must<Say<Word::Also>, DeletedToo>, Builds<NodeKind::AlsoDeleted> {};
struct Section
    : seq<if_must<Say<Word::For>, SectionOf>, opt<AlsoDeleted>, Several<RuleOf, Level::Rules>>,
      Builds<NodeKind::Section> {};

// ── Shapes ──

struct ShapeHeader : if_must<Say<Word::Shape>, DottedName>, Builds<NodeKind::ShapeHeader> {};
struct From : if_must<Say<Word::From>, CommaSeparated<Text>>, Builds<NodeKind::From> {};
struct OneOrMany : if_must<Say<Word::One>, Say<Word::Or>, Say<Word::Many>>,
                   Builds<NodeKind::OneOrMany> {};
struct As : if_must<Say<Word::As>, CommaSeparated<Text>>, Builds<NodeKind::As> {};
struct Zone : if_must<Say<Word::In>, Say<Word::Zone>, Text>, Builds<NodeKind::Zone> {};
struct Negated : Say<Word::Negated>, Builds<NodeKind::Negated> {};
struct MissingWhen : if_must<Say<Word::Missing>, Say<Word::When>, List>,
                     Builds<NodeKind::MissingWhen> {};
struct MemberTypeList : if_must<Say<Word::List>, Say<Word::Of>, TypeWord>,
                        Builds<NodeKind::TypeList> {};
struct MemberTypeCode : seq<Say<Word::Code>, Name>, Builds<NodeKind::TypeCode> {};
struct MemberTypeName : seq<TypeWord>, Builds<NodeKind::TypeName> {};
struct MemberType : sor<MemberTypeList, MemberTypeCode, MemberTypeName> {};
struct ShapeMember : seq<Name, opt<Optional>, must<MemberType>, opt<From>, opt<OneOrMany>, opt<As>,
                         opt<Zone>, opt<Negated>, opt<MissingWhen>, opt<Where>>,
                     Builds<NodeKind::ShapeMember> {};
struct MemberBody : Body<ShapeMember, Level::Members> {};
struct ShapeRecord : seq<if_must<Say<Word::Record>, Name>, opt<From>, must<MemberBody>>,
                     Builds<NodeKind::ShapeRecord> {};
// The comma separates values, so several wire texts of one value are joined by `or`.
struct WireTexts : seq<if_must<Say<Word::From>, Text>, star<if_must<Say<Word::Or>, Text>>>,
                   Builds<NodeKind::From> {};
struct OneOfValue : seq<Text, opt<WireTexts>>, Builds<NodeKind::OneOfValue> {};
struct OneOfValues : must<Sign<'{'>, CommaSeparated<OneOfValue>, ValuesEnd> {};
struct OneOf : seq<if_must<Say<Word::One>, Say<Word::Of>, Name>, OneOfValues>,
               Builds<NodeKind::OneOf> {};
struct ShapeStatement : sor<ShapeRecord, OneOf> {};

// ── Files ──

template <class Header, class Statement, Level level>
struct File : seq<Once<Header, level>, Several<Statement, level>> {};
struct PresetFile : File<PresetHeader, PresetStatement, Level::Statements>,
                    Builds<NodeKind::PresetFile> {};
struct LibraryFile : File<LibraryHeader, LibraryStatement, Level::Statements>,
                     Builds<NodeKind::LibraryFile> {};
struct RulesFile : File<RulesHeader, Section, Level::Sections>, Builds<NodeKind::RulesFile> {};
struct ShapeFile : File<ShapeHeader, ShapeStatement, Level::ShapeStatements>,
                   Builds<NodeKind::ShapeFile> {};
// A line of `metro2 eval` or `metro2 repl`: one expression, or a name for one.
struct Question : sor<Let, Expr> {};
struct NoMore : pegtl::failure {};
struct Inquiry : File<Question, NoMore, Level::Statements>, Builds<NodeKind::Inquiry> {};

}  // namespace m2::dsl::grammar
