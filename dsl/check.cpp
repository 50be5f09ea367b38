// Rules and examples: the frame in which the other parts of the checker work.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/checker.h"
#include "dsl/lexical.h"
#include "engine/base/ascii.h"

namespace m2::dsl {

std::string_view to_string(RuleKind kind) {
  switch (kind) {
    case RuleKind::Skip:
      return "skip";
    case RuleKind::Hold:
      return "hold";
    case RuleKind::Require:
      return "require";
    case RuleKind::Warn:
      return "warn";
  }
  return "";
}

void Checker::run() {
  declare_engine_records();
  let_progress_.resize(p_.lets.size(), Progress::Waiting);
  define_progress_.resize(p_.defines.size(), Progress::Waiting);
  table_progress_.resize(p_.tables.size(), Progress::Waiting);
  lookup_progress_.resize(p_.lookups.size(), Progress::Waiting);
  for (std::uint32_t i = 0; i < define_nodes_.size(); ++i) {
    if (const NodeRef args = define_nodes_[i].find(NodeKind::Arguments))
      p_.defines[i].binders = add_arguments(args);
  }
  check_shape_conditions();
  if (for_accounts_) p_.for_accounts = condition(for_accounts_[0]);
  const auto declared_defines = static_cast<std::uint32_t>(define_nodes_.size());
  for (std::uint32_t i = 0; i < let_nodes_.size(); ++i) let_type(i);
  for (std::uint32_t i = 0; i < declared_defines; ++i) define_type(i);
  for (std::uint32_t i = 0; i < table_nodes_.size(); ++i) check_table(i);
  for (std::uint32_t i = 0; i < lookup_nodes_.size(); ++i) check_lookup(i);
  for (const auto& [node, kind] : rule_nodes_) {
    if (kind == RuleKind::Skip || kind == RuleKind::Hold) check_rule(node, kind);
  }
  if (record_node_) {
    check_record(record_node_);
  } else if (!is_without_preset_ && !may_be_lost("record")) {
    found_
        .error("field-not-answered", Span{files_.back()->source_ptr().get(), 0, 0},
               "this preset has no `record base`")
        .with_help("record base { … }");
  }
  for (NodeRef n : segment_nodes_) check_segment(n);
  std::stable_sort(
      p_.segments.begin(), p_.segments.end(),
      [](const SegmentRule& a, const SegmentRule& b) { return a.segment < b.segment; });
  in_record_rule_ = true;
  for (const auto& [node, kind] : rule_nodes_) {
    if (kind == RuleKind::Require || kind == RuleKind::Warn) check_rule(node, kind);
  }
  in_record_rule_ = false;
  for (NodeRef n : example_nodes_) p_.examples.push_back(condition(n[0]));
  if (question_) p_.question = check(question_);
  report_unused();
}

void Checker::check_rule(NodeRef n, RuleKind kind) {
  const Within within = Within::empty(*this);
  Rule rule;
  rule.kind = kind;
  rule.name = n[0].text();
  rule.span = n[0].span();
  rule.condition = condition(n[1]);
  // The reason is told when the condition is true (of a require: when it is false).
  const Narrowing known = narrowing(n[1]);
  narrow(kind == RuleKind::Require ? known.when_false : known.when_true);
  rule.because = literal(n[2], Type{});
  p_.rules.push_back(std::move(rule));
}

// `where` of a shape's lists and flags: conditions over the members of one item, or of the flag's
// own record.
void Checker::check_shape_conditions() {
  if (shape_ == nullptr) return;
  const Ast& ast = *shape_->ast;
  for (const WireRecord& record : shape_->records) {
    for (const WireMember& member : record.members) {
      if (member.where == Ast::kNone) continue;
      const Within within = Within::empty(*this);
      // The item's members are names of their own here.
      const Type item = member.type.is(Kind::List) ? p_.types.element(member.type) : record.type;
      p_.binders.push_back({"", item, member.span});
      shape_item_ = static_cast<std::uint32_t>(p_.binders.size() - 1);
      const ExprId where = condition({&ast, member.where});
      p_.shape_conditions.push_back({&member, *shape_item_, where});
      shape_item_.reset();
    }
  }
}

// Whether a name may stand in what could not be read: then it is not unknown, and was reported
// where it stands.
bool Checker::may_be_lost(std::string_view word) const {
  return names_are_missing_ || lost_words().contains(word);
}

const std::set<std::string, std::less<>>& Checker::lost_words() const {
  std::vector<const Ast*> trees;
  for (const auto& file : files_) trees.push_back(file.get());
  if (shape_ != nullptr) trees.push_back(shape_->ast.get());
  if (trees.size() == lost_in_) return lost_words_;
  const auto is_word = [](char c) { return is_word_letter(c) || is_digit(c); };
  lost_in_ = trees.size();
  for (const Ast* tree : trees) {
    for (NodeId id = 0; id < tree->size(); ++id) {
      if (tree->kind(id) != NodeKind::Broken) continue;
      std::string_view text = tree->text(id);
      while (!text.empty()) {
        const auto end = std::find_if_not(text.begin(), text.end(), is_word);
        const auto size = static_cast<std::size_t>(end - text.begin());
        if (size > 0) lost_words_.emplace(text.substr(0, size));
        text.remove_prefix(std::max<std::size_t>(size, 1));
      }
    }
  }
  return lost_words_;
}

// What nothing uses. Behind an error it may be used by what is wrong.
void Checker::report_unused() {
  if (found_.has_errors()) return;
  for (const auto& [name, symbol] : symbols_) {
    if (symbol.used || symbol.from_library) continue;
    const bool value = symbol.kind == SymbolKind::Let || symbol.kind == SymbolKind::Define;
    const bool table = symbol.kind == SymbolKind::Table || symbol.kind == SymbolKind::Lookup ||
                       symbol.kind == SymbolKind::Fields;
    if (!value && !table && symbol.kind != SymbolKind::Param) continue;
    const char* slug = value ? "unused-let" : table ? "unused-table" : "unused-param";
    found_.warning(slug, symbol.span, fmt::format("nothing uses `{}`", name))
        .with_help("delete it");
  }
}

}  // namespace m2::dsl
