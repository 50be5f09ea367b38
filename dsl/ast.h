#pragma once
// Ast: what an author wrote, node by node, every node with its place. Nodes stand in one vector,
// children by index.
//
//   Ast ast = parse(source, FileKind::Preset, found);       // parse.h
//   for (NodeId statement : ast.children(ast.root())) if (ast.kind(statement) == NodeKind::Let) …
//
// The comment behind a kind lists its children in order; those in [ ] may be absent and are found
// by their kind. Meaning (names, types, codes) is the checker's: the tree only says what the words
// were.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/source_text.h"

namespace m2::dsl {

enum class FileKind : std::uint8_t {
  Preset,
  Library,
  Rules,
  Shape,
  Inquiry,  // no file: what an author asks about a preset
};

// clang-format off
enum class NodeKind : std::uint8_t {
  // ── files: a header, then statements ──
  PresetFile,   // PresetHeader statement…
  LibraryFile,  // LibraryHeader statement…
  RulesFile,    // RulesHeader Section…
  ShapeFile,    // ShapeHeader (ShapeRecord | OneOf)…
  Inquiry,      // expression | Let                       a line of `metro2 eval` or `metro2 repl`

  PresetHeader,   // Name Number [Extends]
  Extends,        // Name Number
  LibraryHeader,  // Name Number
  RulesHeader,    // Name Number
  ShapeHeader,    // Name (dotted)

  // ── words and literals: the text is the node's own text ──
  Name,      // one word; dotted where a kind above or below says so
  Operator,  // + - * / < <= > >=, or the word that chooses: sum, first, shape, error
  Text,      // "…" with its quotes; children: a Path for each {…}
  Number,    // 24, 2.16
  Money,     // $1,450.00
  Percent,   // 50%
  Date,      // 2026-05-31
  Duration,  // 5 days, 1 month
  True,
  False,
  Missing,
  Blank,

  // ── statements of presets and libraries ──
  ForAccounts,  // condition                              for accounts where …
  Use,          // Operator (shape, codes or library) Name (dotted)
  Layout,       // Name
  Params,       // Param…
  Param,        // Name type (literal | List) [Range]
  Range,        // literal [literal]                      from … to …
  Let,          // Name expression
  Define,       // Name Arguments expression
  Arguments,    // Argument…                              of a define, table, lookup or fields
  Argument,     // Name type [Range]
  Gives,        // Argument…                              results of a table
  Table,        // Name Arguments Gives [InOrder] Monotone… Row… [Locked]
  InOrder,      //
  Monotone,     // Name (Falls | Rises) Name
  Falls,        //
  Rises,        //
  Row,          // Cell… Divider Cell…                    the first one is the header: names
  Cell,         // [expression]                           raw text, trimmed, read by its column's type; or = expression
  Divider,      // ||
  Lookup,       // Name Arguments type Entry…
  Entry,        // (AnythingElse | Text | Number)… expression (the last child)
  AnythingElse,
  Record,      // Name (FieldRule | LeaveBlank | Include)…
  Segment,     // Name [When | ForEach] (FieldRule | LeaveBlank | Include)…
  When,        // condition
  ForEach,     // Name list [Where]
  Fields,      // Name Arguments (FieldRule | LeaveBlank | Include)…
  FieldRule,   // Name expression [Locked]
  LeaveBlank,  // Name…
  Include,     // Path
  Skip,        // Name condition Text [Locked]
  HoldRule,    // Name condition Text [Locked]            hold NAME when … because …
  Require,     // Name condition Text [Locked]
  Warn,        // Name condition Text [Locked]
  Locked,      // Text
  Example,     // condition
  Set,         // Name (literal | List)
  Replace,     // Name (dotted) expression
  Remove,      // Name
  Add,         // Skip | HoldRule | Require | Warn

  // ── types ──
  TypeName,   // Name (dotted) [Optional]
  TypeList,   // Name [Optional]                          list of NAME
  TypeCode,   // Name [Optional]                          code NAME
  TypeOneOf,  // List [Optional]                          one of ("a", "b")
  Optional,   // the question mark

  // ── expressions ──
  Otherwise,     // operand operand…                      left to right
  Or,            // operand operand…
  And,           // operand operand…
  Not,           // operand
  Compare,       // left Operator right
  Is,            // left [Negation] (IsMissing | IsPresent | IsEmpty | IsBetween | IsOneOf | IsValue)
  Negation,      // the word not
  IsMissing,     //
  IsPresent,     //
  IsEmpty,       //
  IsBetween,     // low high
  IsOneOf,       // List | Path
  IsValue,       // value
  Sum,           // operand (Operator operand)…           left to right
  Product,       // operand (Operator operand)…           left to right
  Negative,      // operand
  Adjusted,      // operand adjuster…                     applied left to right
  InWholeDollars,
  RoundedToCents,
  RoundedDownToCents,
  InCapitals,
  NoLessThan,    // bound
  NoMoreThan,    // bound
  AsDigits,      // Number                                as 3 digits
  IntoNext,
  If,            // condition then else
  Hold,          // Text                                  hold "…" as an expression
  Allocate,      // payments charges (OldestFirst | SameMonthFirst | ByPriority) [AsOf]
  OldestFirst,
  SameMonthFirst,
  ByPriority,    // List
  AsOf,          // day
  Instalments,   // amount Frequency from to [MovedBy]    instalments of … every … from … to …
  Frequency,     // the words: "1 month", "half month"; or a child expression
  MovedBy,       // list
  DaysFrom,      // from to
  MonthsFrom,    // from to
  StartOfMonth,  // day
  EndOfMonth,    // day
  MonthsBefore,  // Duration day                          the 24 months before …
  Aggregate,     // Operator item Name list [Where] [By]  sum, count, join, list, latest, earliest, largest, smallest
  Quantified,    // Operator Name list [Where | Has] [By] only, first, last, any, every, no
  Groups,        // Name list [Where] By
  Where,         // condition
  Has,           // condition
  By,            // key
  Path,          // Name (Member | Call)…
  Member,        // Name
  Call,          // expression…
  List,          // expression…                           (), (a, b); (a) is a itself, but where the grammar asks for a list

  // ── rules files ──
  Section,      // Operator (record, consumer or month) [AlsoDeleted] RuleOf…
  AlsoDeleted,  //
  RuleOf,   // Operator (severity) Name (id) condition Text(because) [Harm] [Perhaps] [Fix] RuleSource [Disputed] [Confidence] (Accept | Reject)…
  Harm,        // Text
  Perhaps,     // Text
  Fix,         // Text
  RuleSource,  // Text
  Disputed,    // Text
  Confidence,  // Name
  Accept,      // FieldValue…
  Reject,      // FieldValue…
  FieldValue,  // Name literal                            Name may be dotted (previous.account_status)

  // ── shapes ──
  ShapeRecord,  // Name [From] ShapeMember…               with From it is a root: its name is known to presets
  ShapeMember,  // Name [Optional] type [From] [OneOrMany] [As] [Zone] [Negated] [Where] [MissingWhen]
  From,         // Text…                                  JSON paths; the first one present wins; "" is the document
  OneOrMany,    //
  As,           // Text…                                  formats; the first that fits wins
  Zone,         // Text
  Negated,      //
  MissingWhen,  // List                                   wire texts that mean missing
  OneOf,        // Name OneOfValue…
  OneOfValue,   // Text [From]                            "Current" from "4" or "5"

  // ── what could not be read: a diagnostic says why ──
  Broken,  // stands for a statement, parameter, field, row, entry, rule, member or the header
};
// clang-format on

/// What a doc comment can belong to: statements, and what they list.
bool is_documented(NodeKind kind);

using NodeId = std::uint32_t;

struct Node {
  NodeKind kind = NodeKind::Broken;
  std::uint32_t begin = 0;  // bytes in the source; without surrounding blanks
  std::uint32_t end = 0;
  std::uint32_t first_child = 0;  // in the table of children
  std::uint32_t child_count = 0;
};

struct Comment {
  std::uint32_t begin = 0;  // from its #, to before the line end
  std::uint32_t end = 0;
  bool is_doc = false;  // starts with ##
};

class Ast {
 public:
  static constexpr NodeId kNone = UINT32_MAX;

  explicit Ast(SourcePtr source) : source_(std::move(source)) {}

  [[nodiscard]] const SourceText& source() const { return *source_; }
  [[nodiscard]] const SourcePtr& source_ptr() const { return source_; }
  [[nodiscard]] NodeId root() const { return root_; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  [[nodiscard]] NodeKind kind(NodeId id) const { return nodes_[id].kind; }
  [[nodiscard]] Span span(NodeId id) const {
    return {source_.get(), nodes_[id].begin, nodes_[id].end};
  }
  /// The text the author wrote; valid while the source lives.
  [[nodiscard]] std::string_view text(NodeId id) const {
    return source_->text().substr(nodes_[id].begin, nodes_[id].end - nodes_[id].begin);
  }
  [[nodiscard]] std::span<const NodeId> children(NodeId id) const {
    return std::span(children_).subspan(nodes_[id].first_child, nodes_[id].child_count);
  }
  [[nodiscard]] NodeId child(NodeId id, std::size_t index) const { return children(id)[index]; }
  /// The first child of a kind, or kNone.
  [[nodiscard]] NodeId find(NodeId id, NodeKind kind) const {
    for (NodeId c : children(id)) {
      if (nodes_[c].kind == kind) return c;
    }
    return kNone;
  }
  [[nodiscard]] bool has(NodeId id, NodeKind kind) const { return find(id, kind) != kNone; }

  /// All comments in order; doc comments attach to the next statement, parameter, member or rule,
  /// or to the one on the same line.
  [[nodiscard]] const std::vector<Comment>& comments() const { return comments_; }
  /// The doc comment of a node, its ## marks and indentation taken off; empty when it has none.
  [[nodiscard]] std::string doc(NodeId id) const;

  // For the parser. Room for as many nodes as so many bytes nearly always have.
  void make_room(std::size_t bytes) {
    nodes_.reserve(bytes / 4);
    children_.reserve(bytes / 4);
  }
  NodeId add(NodeKind kind, std::uint32_t begin, std::uint32_t end,
             std::span<const NodeId> children) {
    nodes_.push_back({kind, begin, end, static_cast<std::uint32_t>(children_.size()),
                      static_cast<std::uint32_t>(children.size())});
    children_.insert(children_.end(), children.begin(), children.end());
    return static_cast<NodeId>(nodes_.size() - 1);
  }
  void add_comment(Comment comment) { comments_.push_back(comment); }
  void set_root(NodeId id) { root_ = id; }

 private:
  SourcePtr source_;
  std::vector<Node> nodes_;
  std::vector<NodeId> children_;
  std::vector<Comment> comments_;
  NodeId root_ = 0;
};

}  // namespace m2::dsl
