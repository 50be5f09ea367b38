#include "engine/pipeline/case_story.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "dsl/on_one_line.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

constexpr std::size_t kMostReads = 8;
constexpr std::size_t kMostValues = 3;
constexpr std::size_t kMostDecisions = 12;

/// What an expression read of one case.
class Reads {
 public:
  explicit Reads(const CaseResult& result)
      : result_(result),
        preset_(*result.suite->of->preset),
        index_(result.suite->of->index),
        roots_(CaseRunner::document_of(result)) {}

  std::vector<std::string> of(dsl::ExprId id) {
    std::vector<std::string> lines;
    const dsl::Sources sources = index_.of(id);
    std::vector<const dsl::WireMember*> members = sources.conditions;
    for (const dsl::WireMember* m : sources.values) {
      if (std::find(members.begin(), members.end(), m) == members.end()) members.push_back(m);
    }
    if (sources.as_of) lines.push_back("as_of = " + result_.test->test.as_of.to_string());
    for (const std::uint32_t param : sources.params) lines.push_back(parameter(param));
    for (const dsl::WireMember* member : members) {
      if (lines.size() == kMostReads) {
        lines.push_back(fmt::format("and {} more", members.size()));
        break;
      }
      lines.push_back(index_.name(*member) + " = " + told(*member));
    }
    return lines;
  }

 private:
  std::string parameter(std::uint32_t index) const {
    const dsl::Param& param = preset_.params[index];
    const auto given = result_.test->params.find(param.name);
    if (given == result_.test->params.end())
      return fmt::format("{} = {}", param.name, preset_.expr(param.value).span.text());
    return fmt::format("{} = {}", param.name,
                       dsl::print_literals(given->second, param.type, preset_.types));
  }

  std::string told(const dsl::WireMember& member) const {
    std::vector<std::string> values;
    for (const AnswerValue& root : roots_) find(root, member, values);
    if (values.empty()) return "nothing";
    const std::size_t shown = std::min(values.size(), kMostValues);
    std::string out = fmt::format(
        "{}", fmt::join(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (values.size() > shown) out += fmt::format(", … ({} in all)", values.size());
    return out;
  }

  void find(const AnswerValue& value, const dsl::WireMember& member,
            std::vector<std::string>& out) const {
    for (std::uint32_t i = 0; i < value.members.size(); ++i) {
      const AnswerValue& inner = value.members[i].value;
      if (index_.wire(value.type, i) == &member) out.push_back(text(inner));
      find(inner, member, out);
    }
    for (const AnswerValue& item : value.items) find(item, member, out);
  }

  static std::string text(const AnswerValue& value) {
    switch (value.form) {
      case AnswerValue::Form::Missing:
        return "missing";
      case AnswerValue::Form::Blank:
        return "blank";
      case AnswerValue::Form::List:
        return fmt::format("{} {}", value.items.size(), value.items.size() == 1 ? "item" : "items");
      case AnswerValue::Form::Record:
        return "a record";
      default:
        return value.type.is(dsl::Kind::Text) && value.text.empty() ? "\"\""
                                                                    : printable(value.text);
    }
  }

  const CaseResult& result_;
  const dsl::CheckedPreset& preset_;
  const dsl::SourceIndex& index_;
  std::vector<AnswerValue> roots_;
};

const dsl::Rule* find_rule(const dsl::CheckedPreset& preset, std::string_view name) {
  const auto found = std::find_if(preset.rules.begin(), preset.rules.end(),
                                  [&](const dsl::Rule& rule) { return rule.name == name; });
  return found == preset.rules.end() ? nullptr : &*found;
}

// "standing = …   account_state(true, true)   (rent.preset:84)"
std::string line_of(const TraceNode& node) {
  std::string line = node.text;
  if (node.kind == TraceNode::Kind::Let && !node.value.empty()) line += " = " + node.value;
  if (!node.values.empty() && node.values != node.value) line += "   " + node.values;
  return node.span.empty() ? line : fmt::format("{}   ({})", line, place_of(node.span));
}

// The rows and keys that held on the way to a value, each below the let that asked for it. False:
// none did.
bool find_decisions(const TraceNode& node, std::vector<std::string>& lines) {
  const bool is_decision = node.kind == TraceNode::Kind::Row || node.kind == TraceNode::Kind::Key;
  std::vector<std::string> below;
  bool found = is_decision;
  for (const TraceNode& part : node.parts) {
    if (part.is_evaluated) found = find_decisions(part, below) || found;
  }
  if (!found) return false;
  if (is_decision || node.kind == TraceNode::Kind::Let) lines.push_back(line_of(node));
  lines.insert(lines.end(), below.begin(), below.end());
  return true;
}

// Which rows and keys made a field what it is; empty when none did.
std::vector<std::string> decisions_of(const CaseResult& result, const CaseMismatch& mismatch) {
  TraceOptions options;
  options.wants_field = [&](const Field& field, Segment) { return &field == mismatch.field; };
  options.wants_rule = [](std::string_view) { return false; };
  std::vector<std::string> lines;
  const auto trace = CaseRunner::trace_of(result, options);
  if (!trace) return lines;
  for (const FieldTrace& field : trace->fields) {
    if (field.field == mismatch.field && field.nth == mismatch.nth)
      find_decisions(field.root, lines);
  }
  if (lines.size() > kMostDecisions) lines.resize(kMostDecisions);
  return lines;
}

// What the account said to a rule; empty when it was not asked.
std::optional<RuleTrace> answer_to(const CaseResult& result, const dsl::Rule& rule) {
  TraceOptions options;
  options.wants_field = [](const Field&, Segment) { return false; };
  options.wants_rule = [&](std::string_view name) { return name == rule.name; };
  auto trace = CaseRunner::trace_of(result, options);
  if (!trace) return std::nullopt;
  for (RuleTrace& asked : trace->rules) {
    if (asked.name == rule.name) return std::move(asked);
  }
  return std::nullopt;
}

// The comparisons that decided a rule, each with its values: "2026-06-15 < 2026-05-31". Of the
// condition as a whole only the values: its words are said already.
std::vector<std::string> reasons_of_rule(const RuleTrace& asked, std::string_view condition) {
  std::vector<std::string> lines;
  for (const TraceReason& reason : reasons_of(asked.root)) {
    if (reason.text == condition) {
      if (!reason.values.empty()) lines.push_back(reason.values);
      continue;
    }
    lines.push_back(fmt::format("{} {}", reason.text, reason.answer));
    if (!reason.values.empty()) lines.back() += ": " + reason.values;
  }
  return lines;
}

// A rule that decided, or should have.
CaseStory of_rule(const CaseResult& result, const dsl::Rule& rule, Reads& reads) {
  const dsl::CheckedPreset& preset = *result.suite->of->preset;
  const std::string condition = excerpt(preset.expr(rule.condition).span);
  const std::optional<RuleTrace> asked = answer_to(result, rule);
  std::string_view verdict = "was not asked";
  std::vector<std::string> lines;
  if (asked) {
    verdict = !asked->is_decided ? "could not be decided"
              : asked->is_true   ? "was true"
                                 : "was false";
    lines = reasons_of_rule(*asked, condition);
    for (std::string& read : reads.of(rule.condition)) lines.push_back(std::move(read));
  }
  return {fmt::format("{}   {}   ({})", condition, verdict, place_of(rule.span)), std::move(lines)};
}

bool is_among(const std::vector<Reason>& reasons, std::string_view name) {
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](const Reason& reason) { return reason.name == name; });
}

std::vector<CaseStory> why_outcome(const CaseResult& result) {
  std::vector<CaseStory> stories;
  Reads reads(result);
  const dsl::CheckedPreset& preset = *result.suite->of->preset;
  const auto& expected = result.test->test.expect.rules;
  for (const Spanned& name : expected ? *expected : std::vector<Spanned>()) {
    const dsl::Rule* rule = find_rule(preset, name.text);
    if (rule == nullptr || is_among(result.reasons, name.text)) continue;
    stories.push_back(of_rule(result, *rule, reads));
  }
  for (const Reason& reason : result.reasons) {
    const bool is_expected =
        expected && std::any_of(expected->begin(), expected->end(),
                                [&](const Spanned& s) { return s.text == reason.name; });
    if (is_expected) continue;
    const dsl::Rule* rule = find_rule(preset, reason.name);
    if (rule != nullptr) {
      stories.push_back(of_rule(result, *rule, reads));
      stories.back().reads.push_back(printable(reason.text));
    } else {
      const std::string place =
          reason.span.empty() ? "" : fmt::format("   ({})", place_of(reason.span));
      stories.push_back({fmt::format("{}: {}{}", reason.name, printable(reason.text), place), {}});
    }
  }
  return stories;
}

}  // namespace

std::string excerpt(const Span& span, std::size_t longest) {
  return shortened(dsl::on_one_line(span), longest);
}

std::vector<CaseStory> why(const CaseResult& result, const CaseMismatch& mismatch) {
  if (mismatch.what == "outcome") return why_outcome(result);
  if (mismatch.expr == dsl::kNoExpr) {
    if (mismatch.rule.empty()) return {};
    return {{fmt::format("left blank   ({})", place_of(mismatch.rule)), {}}};
  }
  const dsl::CheckedPreset& preset = *result.suite->of->preset;
  std::vector<CaseStory> stories;
  const Span value = preset.expr(mismatch.expr).span;
  stories.push_back({fmt::format("{}   ({})", excerpt(value), place_of(mismatch.rule)), {}});
  stories.back().reads = decisions_of(result, mismatch);
  if (!stories.back().reads.empty()) return stories;
  // A name alone says nothing: what it stands for does.
  for (const dsl::Expr* expr = &preset.expr(mismatch.expr);
       expr->op == dsl::Op::LetValue || expr->op == dsl::Op::Member;) {
    if (expr->op == dsl::Op::Member) {
      expr = &preset.expr(expr->args[0]);
      continue;
    }
    const dsl::Let& let = preset.lets[expr->index];
    expr = &preset.expr(let.value);
    stories.push_back(
        {fmt::format("{} = {}   ({})", let.name, excerpt(expr->span), place_of(let.span)), {}});
  }
  stories.back().reads = Reads(result).of(mismatch.expr);
  return stories;
}

}  // namespace m2
