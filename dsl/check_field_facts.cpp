// What the fields of a record and the columns of codes can hold, against what they can be given.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/fact_checker.h"
#include "dsl/facts.h"
#include "dsl/field_words.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr std::size_t kFarEnough = 2000;  // expressions on the way to where a text comes from
constexpr int kDeepestBranch = 32;        // choices within choices that are searched for the place

}  // namespace

void FactChecker::check_field(FieldRule& rule) {
  const Fact fact = facts_.of(rule.value);
  const Type type = e(rule.value).type;
  const bool is_word = type.is(Kind::Never) || type.is(Kind::Nothing) || type.is(Kind::Blank);
  if (!type.known() || is_word) {
    rule.is_proved = is_word;
    return;
  }
  facts_.listen(nullptr);  // what is asked again to find the place was told already
  const Part value = written({rule.value, fact});
  is_wrong_ = false;
  if (rule.field->kind == FieldKind::Money) {
    check_cents(*rule.field, value);
  } else if (rule.field->kind == FieldKind::Code && !is_history(*rule.field)) {
    check_code(rule, value);
  } else if (rule.field->kind != FieldKind::Date) {
    check_texts(*rule.field, value);
  }
  facts_.listen(this);
  if (!is_wrong_) return;
  // Told once: what this value means beside others is nobody's question now.
  Expr failed;
  failed.span = e(rule.value).span;
  rule.value = static_cast<ExprId>(p_.exprs.size());
  p_.exprs.push_back(std::move(failed));
}

// Where a value can be any text, what a branch can be is still known.
void FactChecker::check_texts(const Field& field, const Part& value) {
  if (!value.fact.has_value()) return;
  const bool never_fits = value.fact.low() > static_cast<std::int64_t>(field.length);
  if (value.fact.words.is_finite() || never_fits || e(value.id).type.is(Kind::Int))
    return check_text(field, value);
  check_branches(field, value.id);
}

void FactChecker::check_branches(const Field& field, ExprId value) {
  const Expr& x = e(value);
  if (x.op == Op::If) {
    for (const bool truth : {true, false}) {
      const std::size_t before = facts_.mark();
      if (facts_.of(x.args[0]).may_be(truth) && facts_.assume(x.args[0], truth))
        check_branches(field, x.args[truth ? 1 : 2]);
      facts_.forget(before);
    }
  } else if (x.op == Op::Otherwise) {
    check_branches(field, x.args[0]);
    check_branches(field, x.args[1]);
  } else if (is_textual(x.type.kind)) {
    check_text(field, {value, facts_.of(value)});
  }
}

// The expression as the author wrote it: a field of a group is a function of the group's arguments.
FactChecker::Part FactChecker::written(Part value) {
  for (;;) {
    const Expr& x = e(value.id);
    if (x.op != Op::Call || p_.defines[x.index].body == kNoExpr) return value;
    const Define& define = p_.defines[x.index];
    const Span body = e(define.body).span;
    if (body.source != x.span.source || body.begin != x.span.begin || body.end != x.span.end)
      return value;
    for (std::size_t i = 0; i < x.args.size(); ++i)
      facts_.bind(define.binders[i], facts_.of(x.args[i]));
    value.id = define.body;
  }
}

// The branch of a choice that fails the test, where it stands; the whole when none does alone.
FactChecker::Part FactChecker::narrowest(Part value, const Test& test) {
  const std::size_t outer = facts_.mark();
  bool deeper = true;
  for (int depth = 0; deeper && depth < kDeepestBranch; ++depth) {
    deeper = false;
    const Expr& x = e(value.id);
    if (x.op != Op::If && x.op != Op::Otherwise) break;
    for (std::size_t i = x.op == Op::If ? 1 : 0; i < x.args.size() && !deeper; ++i) {
      const Type type = e(x.args[i]).type;
      if (type.is(Kind::Never) || type.is(Kind::Nothing) || type.is(Kind::Blank)) continue;
      const std::size_t before = facts_.mark();
      bool possible = true;
      if (x.op == Op::If) {
        facts_.of(x.args[0]);
        possible = facts_.assume(x.args[0], i == 1);
      }
      Fact fact = possible ? facts_.of(x.args[i]) : Fact::nothing();
      deeper = test(e(x.args[i]), fact);
      if (deeper) value = {x.args[i], std::move(fact)};
      if (!deeper) facts_.forget(before);
    }
  }
  facts_.forget(outer);
  return value;
}

// Where a text comes from that a value can be: a cell, an entry, a literal.
std::optional<Span> FactChecker::source_of(std::string_view word, ExprId value) const {
  std::set<ExprId> seen;
  std::vector<ExprId> open = {value};
  while (!open.empty() && seen.size() < kFarEnough) {
    const ExprId id = open.back();
    open.pop_back();
    if (id == kNoExpr || !seen.insert(id).second) continue;
    const Expr& x = e(id);
    switch (x.op) {
      case Op::Constant:
        if (x.text == word && is_textual(x.type.kind)) return x.span;
        break;
      case Op::If:
        open.insert(open.end(), {x.args[2], x.args[1]});
        break;
      case Op::LetValue:
        open.push_back(p_.lets[x.index].value);
        break;
      case Op::Call:
        open.push_back(p_.defines[x.index].body);
        break;
      case Op::CallLookup:
        for (const LookupEntry& entry : p_.lookups[x.index].entries) open.push_back(entry.value);
        break;
      case Op::Member: {
        // The cells of that column.
        ExprId record = x.args[0];
        while (e(record).op == Op::LetValue && p_.lets[e(record).index].value != kNoExpr)
          record = p_.lets[e(record).index].value;
        if (e(record).op != Op::CallTable) break;
        const std::vector<TableRow>& rows = p_.tables[e(record).index].rows;
        for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
          if (x.index < row->then.size()) open.push_back(row->then[x.index]);
        }
        break;
      }
      case Op::Otherwise:
        open.insert(open.end(), {x.args[1], x.args[0]});
        break;
      default:
        break;
    }
  }
  return std::nullopt;
}

// ── what a column or field does not allow ──

void FactChecker::result(ExprId value, Type declared, const Fact& fact) {
  if (!declared.is(Kind::Code) || !e(value).type.known() || !fact.words.is_finite()) return;
  const CodeTable& table = code_tables()[declared.of];
  if (!fact.has_value()) return;
  for (std::string_view word : fact.words.listed()) {
    if (word.empty() || find_code(table, word) != nullptr) continue;
    if (!is_first("code-set", e(value).span)) return;
    auto& d = found_.error("code-set", e(value).span,
                           fmt::format(R"(this can be "{}", and {} does not allow "{}")", word,
                                       p_.types.name(declared.bare()), word));
    if (fact.words.listed().size() > 1) d.mark(describe(fact, e(value).type, p_.types));
    if (const auto at = source_of(word, value); at && at->begin != e(value).span.begin)
      d.label(*at, "comes from here");
    d.with_help(fmt::format("`metro2 codes {}` lists what it allows", table.name));
    return;
  }
}

void FactChecker::check_cents(const Field& field, const Part& value) {
  const auto has_cents = [](const Expr& x, const Fact& f) {
    return x.type.unsettled || (f.has_value() && !f.whole_dollars);
  };
  if (!has_cents(e(value.id), value.fact)) return;
  const Span span = e(narrowest(value, has_cents).id).span;
  if (!is_first("cents", span)) return;
  found_.error("cents", span, "cents would reach a whole-dollar field")
      .mark("money with cents")
      .note(about(field))
      .note("Metro 2 amounts are whole dollars; cents are cut, not rounded")
      .with_help(fmt::format("{} in whole dollars", span.text()));
}

void FactChecker::check_code(FieldRule& rule, const Part& value) {
  const Field& field = *rule.field;
  const CodeTable& table = *codes_of(field);
  const Type type = e(value.id).type;
  if (!value.fact.has_value()) {
    rule.is_proved = true;
    return;
  }
  if (!value.fact.words.is_finite()) {
    // Text of the source is looked at when it is there.
    if (!type.is(Kind::Code) || code_tables()[type.of].name == table.name)
      return check_texts(field, value);
    const Span span = e(value.id).span;
    if (!is_first("code-set", span)) return;
    found_
        .error("code-set", span,
               fmt::format("a {} may not stand in `{}`", p_.types.name(type), field.key))
        .with_help("use a lookup from one list to the other");
    return;
  }
  const std::vector<std::string_view>& codes = value.fact.words.listed();
  const auto wrong = std::find_if(codes.begin(), codes.end(),
                                  [&](std::string_view code) { return !accepts(table, code); });
  rule.is_proved = wrong == codes.end();
  if (!rule.is_proved) report_code(field, table, value, *wrong);
}

void FactChecker::report_code(const Field& field, const CodeTable& table, const Part& value,
                              std::string_view code) {
  const Part part = narrowest(
      value, [&](const Expr&, const Fact& f) { return f.has_value() && f.words.contains(code); });
  const Expr& x = e(part.id);
  if (!is_first("code-set", x.span)) return;
  if (x.op == Op::Constant) {
    found_
        .error("unknown-code", x.span,
               fmt::format("\"{}\" is not in the code list `{}`", code, table.name))
        .note(about(field))
        .with_help(fmt::format("`metro2 codes {}` lists what it allows", table.name));
    return;
  }
  auto& d = found_.error(
      "code-set", x.span,
      fmt::format(R"(this can be "{}", and `{}` does not allow "{}")", code, field.key, code));
  d.mark(describe(part.fact, x.type, p_.types));
  if (const auto at = source_of(code, part.id)) d.label(*at, "comes from here");
  d.note(about(field)).with_help(way_out(table, part.id));
}

// The member beside this one that has codes of that list; else the list.
std::string FactChecker::way_out(const CodeTable& table, ExprId value) const {
  const Expr& x = e(value);
  if (x.op == Op::Member && x.type.is(Kind::Code)) {
    const Expr& record = e(x.args[0]);
    for (const MemberType& member : p_.types.record(record.type).members) {
      if (!member.type.is(Kind::Code) || member.type.of == x.type.of ||
          code_tables()[member.type.of].name != table.name)
        continue;
      return fmt::format("use `{}.{}`, or a lookup from {} to {}", record.span.text(), member.name,
                         code_tables()[x.type.of].name, table.name);
    }
  }
  return fmt::format("`metro2 codes {}` lists what it allows", table.name);
}

void FactChecker::check_text(const Field& field, const Part& value) {
  const auto limit = static_cast<std::int64_t>(field.length);
  if (e(value.id).type.is(Kind::Int)) return check_digits(field, value);
  const auto is_too_long = [&](const Expr&, const Fact& f) {
    return f.has_value() && (f.words.is_finite() ? f.high() > limit : f.low() > limit);
  };
  if (is_too_long(e(value.id), value.fact))
    return report_too_long(field, narrowest(value, is_too_long));
  if (!value.fact.words.is_finite()) return;
  for (std::string_view text : value.fact.words.listed()) {
    std::string folded(field.length, ' ');
    FoldCounts counts;
    fold(field.characters, text, folded, counts);
    const bool wrong_letter = is_history(field) && !accepts(*codes_of(field), text);
    if (!wrong_letter && counts.dropped == 0) continue;
    const Span span =
        e(narrowest(value, [&](const Expr&,
                               const Fact& f) { return f.has_value() && f.words.contains(text); })
              .id)
            .span;
    if (!is_first("charset", span)) return;
    if (wrong_letter) {
      found_
          .error("unknown-code", span,
                 fmt::format("\"{}\" has a letter that `{}` does not allow", text, field.key))
          .with_help("`metro2 codes payment_history_profile` lists them");
    } else {
      found_
          .error("charset", span,
                 fmt::format("`{}` cannot hold every character of this text", field.key))
          .note(about(field))
          .with_help("write it without special characters");
    }
    return;
  }
}

// A number in a field of text is its digits.
void FactChecker::check_digits(const Field& field, const Part& value) {
  std::int64_t beyond = 1;
  for (std::size_t digit = 0; digit < field.length; ++digit) {
    if (beyond > INT64_MAX / 10) return;
    beyond *= 10;
  }
  if (!value.fact.has_value() || value.fact.low() < beyond) return;
  const Span span = e(value.id).span;
  if (!is_first("too-long", span)) return;
  found_
      .error("too-long", span,
             fmt::format("`{}` holds {} digits, and this number has more", field.key, field.length))
      .mark(describe(value.fact, e(value.id).type, p_.types))
      .note(about(field));
}

void FactChecker::report_too_long(const Field& field, const Part& part) {
  const Expr& x = e(part.id);
  if (!is_first("too-long", x.span)) return;
  const bool finite = part.fact.words.is_finite();
  const std::string what =
      x.op == Op::Constant ? fmt::format("this text has {} characters", part.fact.high())
      : finite             ? fmt::format("this can have {} characters", part.fact.high())
                           : fmt::format("this has at least {} characters", part.fact.low());
  auto& d = found_.error("too-long", x.span,
                         fmt::format("{}; `{}` holds {}", what, field.key, field.length));
  for (std::string_view word : part.fact.words.listed()) {
    const bool longest =
        finite && static_cast<std::int64_t>(count_code_points(word)) == part.fact.high();
    const auto at = longest && x.op != Op::Constant ? source_of(word, part.id) : std::nullopt;
    if (!at) continue;
    d.label(*at, "comes from here");
    break;
  }
  d.with_help(field.may_be_cut
                  ? "shorten it (what comes from the source is cut by the layout, and counted)"
                  : "shorten it");
}

}  // namespace m2::dsl
