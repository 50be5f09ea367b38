#include "dsl/mutants.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "dsl/mutator.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/field.h"

namespace m2::dsl {
namespace {

constexpr auto kMutations = std::to_array<MutationRow>({
#define M2_MUTATION(enumerator, name, about) {Mutation::enumerator, name, about},
#include "dsl/mutations.def"
#undef M2_MUTATION
});

struct Counterpart {
  std::string_view one;
  std::string_view other;
};
// Of functions and of the words that choose an item.
constexpr Counterpart kCounterparts[] = {
    {"min", "max"}, {"first", "last"}, {"earliest", "latest"}, {"largest", "smallest"}};
constexpr Counterpart kOpposites[] = {{"<", ">="}, {">", "<="}};
constexpr Counterpart kWithBound[] = {{"<", "<="}, {">", ">="}};

template <std::size_t n>
std::string_view other_of(const Counterpart (&pairs)[n], std::string_view word) {
  for (const auto& [one, other] : pairs) {
    if (word == one) return other;
    if (word == other) return one;
  }
  return {};
}

// What is a condition wherever it stands; others are where one is asked for.
bool is_condition(NodeKind kind) {
  return kind == NodeKind::Compare || kind == NodeKind::Is || kind == NodeKind::And ||
         kind == NodeKind::Or || kind == NodeKind::Not;
}

// The list of a field's codes; nothing where its values are no codes, or the field is none.
Type codes_of(std::string_view key) {
  for (const Segment segment : {Segment::Base, Segment::J1, Segment::J2, Segment::K1, Segment::K2,
                                Segment::K3, Segment::K4, Segment::L1, Segment::N1}) {
    for (const Field& field : fields(segment)) {
      if (field.key != key || field.codes.empty()) continue;
      const CodeTable* table = find_code_table(field.codes);
      if (table->scope == CodeScope::EachCharacter) return Type{};
      return Type::of_kind(Kind::Code, static_cast<std::uint32_t>(table - code_tables().data()));
    }
  }
  return Type{};
}

bool is_quantifier(NodeRef n) {
  return n.is(NodeKind::Quantified) &&
         (n[0].text() == "any" || n[0].text() == "no" || n[0].text() == "every");
}

}  // namespace

std::span<const MutationRow> mutations() {
  return kMutations;
}

std::string_view to_string(Mutation mutation) {
  return kMutations[static_cast<std::size_t>(mutation)].name;
}

SourcePtr Mutant::text() const {
  const std::string_view before = source->text();
  std::string after;
  std::size_t at = 0;
  for (const TextEdit& edit : edits) {
    after.append(before.substr(at, edit.begin - at)).append(edit.text);
    at = edit.end;
  }
  after.append(before.substr(at));
  return std::make_shared<const SourceText>(source->name(), std::move(after));
}

// No edit adds or takes away the end of a line but where it deletes what spans several: then those
// lines are one.
std::vector<ChangedLine> Mutant::lines() const {
  std::vector<ChangedLine> out;
  for (std::size_t i = 0; i < edits.size();) {
    const std::uint32_t first = source->place(edits[i].begin).line;
    std::uint32_t last = source->place(edits[i].end).line;
    const auto begin =
        static_cast<std::uint32_t>(source->line(first).data() - source->text().data());
    std::string after;
    std::uint32_t at = begin;
    for (; i < edits.size() && source->place(edits[i].begin).line <= last; ++i) {
      after.append(source->text().substr(at, edits[i].begin - at)).append(edits[i].text);
      at = edits[i].end;
      last = std::max(last, source->place(at).line);
    }
    const std::string_view end_line = source->line(last);
    const auto end =
        static_cast<std::uint32_t>(end_line.data() + end_line.size() - source->text().data());
    after.append(source->text().substr(at, end - at));
    out.push_back({first, std::string(trim(source->text().substr(begin, end - begin))),
                   std::string(trim(after))});
  }
  return out;
}

std::vector<Mutant> mutants_of(const Ast& ast, const CheckedPreset& preset) {
  return Mutator(ast, preset).make();
}

Mutator::Mutator(const Ast& ast, const CheckedPreset& preset) : ast_(ast), preset_(preset) {
  for (const Expr& x : preset.exprs) {
    if (x.span.source != &ast.source()) continue;
    Type& type = types_[{x.span.begin, x.span.end}];
    // A literal that is read as something else has both types; what it was written as says more.
    if (!type.known() || x.op == Op::Constant) type = x.type;
  }
}

std::vector<Mutant> Mutator::make() {
  const NodeRef root = root_of(ast_);
  for (std::size_t i = 0; i < root.size(); ++i) statement(root[i]);
  std::stable_sort(made_.begin(), made_.end(), [](const Mutant& a, const Mutant& b) {
    return std::tuple(a.place.begin, a.mutation) < std::tuple(b.place.begin, b.mutation);
  });
  return std::move(made_);
}

void Mutator::statement(NodeRef n) {
  switch (n.kind()) {
    case NodeKind::Params:
      for (std::size_t i = 0; i < n.size(); ++i) given(n[i][2]);
      return;
    case NodeKind::Set:
      return given(n[1]);
    case NodeKind::Let:
      return expression(n[1]);
    case NodeKind::Replace:
      return wanted(n[1], codes_of(n[0].text().substr(n[0].text().rfind('.') + 1)));
    case NodeKind::Define:
      return expression(n[n.size() - 1]);
    case NodeKind::Table:
      return table(n);
    case NodeKind::Lookup:
      return lookup(n);
    case NodeKind::Record:
    case NodeKind::Segment:
    case NodeKind::Fields:
      return body(n);
    case NodeKind::Skip:
    case NodeKind::HoldRule:
    case NodeKind::Require:
    case NodeKind::Warn:
      return condition(n[1]);
    case NodeKind::Add:
      return statement(n[0]);
    case NodeKind::ForAccounts:
      return condition(n[0]);
    case NodeKind::ShapeRecord:
      for (std::size_t i = 0; i < n.size(); ++i) {
        const NodeRef where =
            n[i].is(NodeKind::ShapeMember) ? n[i].find(NodeKind::Where) : NodeRef();
        // Documents are read before anything of the preset is run.
        is_everywhere_ = true;
        if (where) condition(where[0]);
        is_everywhere_ = false;
      }
      return;
    default:
      return;
  }
}

void Mutator::body(NodeRef n) {
  for (std::size_t i = 1; i < n.size(); ++i) {
    const NodeRef part = n[i];
    if (part.is(NodeKind::FieldRule)) wanted(part[1], codes_of(part[0].text()));
    if (part.is(NodeKind::When)) condition(part[0]);
    if (part.is(NodeKind::Include)) path(part[0]);
    if (!part.is(NodeKind::ForEach)) continue;
    expression(part[1]);
    if (const NodeRef where = part.find(NodeKind::Where)) condition(where[0]);
  }
}

// The value of a parameter: where it is read is not marked each time.
void Mutator::given(NodeRef value) {
  is_everywhere_ = true;
  stands_for_nothing_ = true;
  if (value.is(NodeKind::List)) {
    texts(value, Type{});
  } else {
    expression(value);
  }
  stands_for_nothing_ = false;
  is_everywhere_ = false;
}

void Mutator::condition(NodeRef n) {
  const bool is_more = !is_condition(n.kind()) && !is_quantifier(n) && !n.is(NodeKind::True) &&
                       !n.is(NodeKind::False);
  if (is_more) negate(n);
  expression(n);
}

void Mutator::expression(NodeRef n) {
  const Type type = std::exchange(wanted_, Type{});
  const std::string_view compared = std::exchange(compared_, {});
  if (is_condition(n.kind()) || is_quantifier(n)) negate(n);
  switch (n.kind()) {
    case NodeKind::And:
    case NodeKind::Or:
      connectives(n);
      for (std::size_t i = 0; i < n.size(); ++i) condition(n[i]);
      return;
    case NodeKind::Not: {
      // The opposite of what stands behind it is the opposite of the whole.
      const std::size_t before = made_.size();
      condition(n[0]);
      const auto same = std::find_if(
          made_.begin() + static_cast<std::ptrdiff_t>(before), made_.end(), [&](const Mutant& m) {
            return m.mutation == Mutation::Negation && m.place.begin == n[0].span().begin &&
                   m.place.end == n[0].span().end;
          });
      if (same != made_.end()) made_.erase(same);
      return;
    }
    case NodeKind::If:
      condition(n[0]);
      wanted(n[1], type);
      return wanted(n[2], type);
    case NodeKind::Where:
    case NodeKind::Has:
      return condition(n[0]);
    case NodeKind::Otherwise:
      return otherwise(n, type, compared);
    case NodeKind::Compare:
      return comparison(n);
    case NodeKind::Is:
      return is(n);
    case NodeKind::Sum:
    case NodeKind::Product:
      return arithmetic(n);
    case NodeKind::Path:
      return path(n);
    case NodeKind::Aggregate:
    case NodeKind::Quantified:
      swap_word(n[0]);
      break;
    case NodeKind::MonthsBefore:
      literal(n[0], -1);  // one more than a field can hold would only be cut
      return expression(n[1]);
    case NodeKind::Number:
    case NodeKind::Money:
    case NodeKind::Percent:
    case NodeKind::Date:
    case NodeKind::Duration:
      return literal(n, 1);
    case NodeKind::True:
    case NodeKind::False:
      return replace(Mutation::Constant, n, n, n.is(NodeKind::True) ? "false" : "true");
    case NodeKind::Text:
      return text(n, type, {});
    case NodeKind::List:
      return texts(n, type);
    case NodeKind::Hold:      // its reason is for people
    case NodeKind::AsDigits:  // a field is as wide as it is
      return;
    default:
      break;
  }
  for (std::size_t i = 0; i < n.size(); ++i) expression(n[i]);
}

// ── Conditions ──

// The word and the blanks behind it; brackets that follow stay.
TextEdit Mutator::without_not(std::uint32_t at) const {
  const std::string_view all = ast_.source().text();
  const std::size_t behind = all.find_first_not_of(" \t\r\n", at + std::string_view("not").size());
  return {at, static_cast<std::uint32_t>(behind), ""};
}

void Mutator::negate(NodeRef n) {
  constexpr auto kKind = Mutation::Negation;
  if (n.is(NodeKind::Not)) {
    add(kKind, n, {without_not(n.span().begin)});
  } else if (n.is(NodeKind::Compare)) {
    replace(kKind, n, n[1], std::string(other_of(kOpposites, n[1].text())));
  } else if (n.is(NodeKind::Is)) {
    const NodeRef tail = n[n.size() - 1];
    if (const NodeRef negation = n.find(NodeKind::Negation)) {
      add(kKind, n, {without_not(negation.span().begin)});
    } else if (tail.is(NodeKind::IsMissing) || tail.is(NodeKind::IsPresent)) {
      replace(kKind, n, tail, tail.is(NodeKind::IsMissing) ? "present" : "missing");
    } else {
      add(kKind, n, {insert(tail.span().begin, "not ")});
    }
  } else if (is_quantifier(n) && n[0].text() != "every") {
    replace(kKind, n, n[0], n[0].text() == "any" ? "no" : "any");
  } else if (n.is(NodeKind::Path)) {
    add(kKind, n, {insert(n.span().begin, "not ")});
  } else {
    // Brackets that stand there already are no part of the node.
    add(kKind, n, {insert(n.span().begin, "not ("), insert(n.span().end, ")")});
  }
}

// Each `and` by itself; how the new words bind is the grammar's.
void Mutator::connectives(NodeRef n) {
  const std::string_view word = n.is(NodeKind::And) ? "and" : "or";
  for (std::size_t i = 1; i < n.size(); ++i) {
    const std::string_view all = ast_.source().text();
    std::uint32_t at = n[i - 1].span().end;
    // Between two operands stand the word, brackets, blanks and comments.
    for (;;) {
      at = static_cast<std::uint32_t>(all.find_first_not_of(" \t\r\n()", at));
      if (at >= n[i].span().begin || all[at] != '#') break;
      at = static_cast<std::uint32_t>(all.find('\n', at));
    }
    if (all.substr(at, word.size()) != word) continue;
    add(Mutation::Connective, n,
        {{at, at + static_cast<std::uint32_t>(word.size()), word == "and" ? "or" : "and"}});
  }
}

// The bound comes to belong to the other side, and the next value, too, does or no longer does.
void Mutator::comparison(NodeRef n) {
  const std::string_view sign = n[1].text();
  replace(Mutation::Bound, n, n[1], std::string(other_of(kWithBound, sign)));
  // `x >= 30` without 30 begins at 31; the other neighbour is 29.
  const bool is_upper = sign.front() == '<';
  const bool takes_bound = sign.ends_with('=');
  const std::int64_t by = is_upper == takes_bound ? 1 : -1;
  const auto is_literal = [](NodeRef side) {
    return side.is(NodeKind::Number) || side.is(NodeKind::Money) || side.is(NodeKind::Percent) ||
           side.is(NodeKind::Date) || side.is(NodeKind::Duration);
  };
  const bool left = is_literal(n[0]) && !is_literal(n[2]);
  move_bound(left ? n[0] : n[2], left ? -by : by);
  if (!is_literal(n[0])) expression(n[0]);
  if (!is_literal(n[2])) expression(n[2]);
}

void Mutator::is(NodeRef n) {
  const NodeRef tail = n[n.size() - 1];
  const NodeRef with = tail.size() == 0 || tail.is(NodeKind::IsBetween)   ? NodeRef{}
                       : tail[0].is(NodeKind::List) && tail[0].size() > 0 ? tail[0][0]
                                                                          : tail[0];
  if (with && with.is(NodeKind::Text) && with.text() != "\"\"") compared_ = with.text();
  expression(n[0]);
  if (tail.is(NodeKind::IsBetween)) {
    for (std::size_t i = 0; i < 2; ++i) {
      move_bound(tail[i], 1);
      move_bound(tail[i], -1);
      if (tail[i].size() > 0) expression(tail[i]);
    }
  } else if (tail.is(NodeKind::IsOneOf) || tail.is(NodeKind::IsValue)) {
    wanted(tail[0], type_at(n[0]).bare());
  }
}

// ── Values ──

// An empty text behind `otherwise` says that there is nothing. Another text would be as little of
// what it is compared with, so it becomes that.
void Mutator::otherwise(NodeRef n, Type type, std::string_view compared) {
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (!n[i].is(NodeKind::Text) || n[i].text() != "\"\"") {
      wanted(n[i], type);
    } else if (!compared.empty()) {
      replace(Mutation::Code, n[i], n[i], std::string(compared));
    }
  }
  const auto used = [&](std::size_t i) {
    if (rows_.empty() && !is_everywhere_) made_.back().reach = {n[i].span()};
  };
  for (std::size_t i = 1; i < n.size(); ++i) {
    if (i + 1 < n.size()) {
      // What comes after it takes its place. A bracket may end behind an operand.
      const std::string_view all = ast_.source().text();
      const auto end_of = [&](std::size_t operand) {
        const std::uint32_t limit = n[operand + 1].span().begin;
        const auto word = all.substr(0, limit).rfind("otherwise");
        return static_cast<std::uint32_t>(word);
      };
      add(Mutation::Fallback, n, {{end_of(i - 1), end_of(i), ""}});
      used(i);
    } else if (!n[i].is(NodeKind::Hold)) {
      replace(Mutation::Fallback, n, n[i], "hold \"no value\"");
      used(i);
    }
  }
}

void Mutator::arithmetic(NodeRef n) {
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (!n[i].is(NodeKind::Operator)) {
      expression(n[i]);
      continue;
    }
    const std::string_view sign = n[i].text();
    const char* other = sign == "+" ? "-" : sign == "-" ? "+" : sign == "*" ? "/" : "*";
    replace(Mutation::Operator, n, n[i], other);
  }
}

void Mutator::path(NodeRef n) {
  const bool is_call = n.size() > 1 && n[1].is(NodeKind::Call);
  if (is_call) swap_word(n[0]);
  for (std::size_t i = 1; i < n.size(); ++i) {
    if (!n[i].is(NodeKind::Call)) continue;
    for (std::size_t a = 0; a < n[i].size(); ++a) expression(n[i][a]);
  }
}

void Mutator::swap_word(NodeRef word) {
  const std::string_view other = other_of(kCounterparts, word.text());
  if (!other.empty()) replace(Mutation::Operator, word, word, std::string(other));
}

// ── Small tools ──

Type Mutator::type_at(NodeRef n) const {
  const auto found = types_.find({n.span().begin, n.span().end});
  return found == types_.end() ? Type{} : found->second;
}

Mutant& Mutator::add(Mutation mutation, NodeRef place, std::vector<TextEdit> edits) {
  Mutant& made = made_.emplace_back();
  made.mutation = mutation;
  made.source = ast_.source_ptr();
  made.place = place.span();
  made.edits = std::move(edits);
  if (!is_everywhere_) made.reach = rows_.empty() ? std::vector{place.span()} : rows_;
  return made;
}

void Mutator::replace(Mutation mutation, NodeRef place, NodeRef part, std::string text) {
  if (!text.empty()) add(mutation, place, {put(part, std::move(text))});
}

}  // namespace m2::dsl
