#include "engine/evaluate/rule_cases.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/money.h"
#include "engine/evaluate/record_rules.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

// `as_of` of every case: some day, and always the same one, so that a case never ages.
Date day_of_cases() {
  return *Date::from_civil(2025, 12, 31);
}

// The records a case is about: bytes, as in a file.
struct CaseRecords {
  std::string record{blank(Segment::Base)};
  std::string previous{blank(Segment::Base)};
  std::string header;  // empty: the case says nothing of one
  RuleFacts facts;
  Segment consumer = Segment::Base;
  std::size_t consumer_offset = 0;
};

void put(const dsl::CaseValue& value, const Field& field, char* segment) {
  FoldCounts ignored;
  if (!value.value) return put_blank(field, segment);
  switch (field.kind) {
    case FieldKind::Money:
      put_dollars(field, value.value->number / 100, segment);
      break;
    case FieldKind::Date:
    case FieldKind::TimeStamp:
      put_date(field, Date::from_days(static_cast<std::int32_t>(value.value->number)), segment);
      break;
    default:
      put_text(field, value.value->text, segment, ignored);
  }
}

// Where a segment of a record begins; it is appended where there is none.
std::size_t offset_in(std::string& record, Segment segment) {
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment == segment) return part.offset;
  }
  const std::size_t at = record.size();
  append_segment(record, segment);
  return at;
}

void put(const dsl::CaseValue& value, CaseRecords& out) {
  const dsl::RecordRead& read = value.read;
  if (read.fact != nullptr) {
    if (value.value) out.facts.emplace_back(read.fact, value.value->number);
  } else if (read.segment == Segment::Header) {
    if (out.header.empty()) out.header = blank(Segment::Header);
    put(value, *read.field, out.header.data());
  } else if (read.of_consumer) {
    put(value, *dsl::consumer_field(out.consumer, read.field->key),
        out.record.data() + out.consumer_offset);
  } else {
    std::string& record = read.previous ? out.previous : out.record;
    const std::size_t at = offset_in(record, read.segment);
    put(value, *read.field, record.data() + at);
  }
}

CaseRecords records_of(const dsl::RecordRule& rule, const dsl::RuleCase& of) {
  CaseRecords out;
  if (rule.scope == dsl::RuleScope::Consumer)
    out.consumer = dsl::consumer_of(rule, of).value_or(Segment::Base);
  out.consumer_offset = offset_in(out.record, out.consumer);
  for (const dsl::CaseValue& value : of.values) put(value, out);
  return out;
}

std::string name_of(const dsl::RecordRead& read) {
  const std::string before = read.previous ? "previous." : "";
  if (read.fact != nullptr) return fmt::format("{}.{}", read.fact->head, read.fact->name);
  if (read.list != dsl::ConsumerList::None)
    return before + (read.list == dsl::ConsumerList::All ? "consumers" : "associated");
  const std::string_view segment =
      read.segment == Segment::Header ? facts(read.segment).key : to_string(read.segment);
  if (read.field == nullptr) return fmt::format("{}{}", before, segment);
  if (read.of_consumer || read.segment == Segment::Base)
    return before + std::string(read.field->key);
  return fmt::format("{}{}.{}", before, segment, read.field->key);
}

std::string shown_value(const Field& field, std::string_view bytes) {
  if (bytes.empty()) return "missing";
  if (field.kind == FieldKind::Money)
    return Money::from_cents(number(field, bytes).value_or(0) * 100).to_string();
  if (!is_filled(field, bytes)) return "missing";
  if (const auto day = date(field, bytes)) return day->to_string();
  return fmt::format("\"{}\"", text(field, bytes));
}

std::string shown_fact(const dsl::RuleFact& fact, const RuleFacts& told) {
  for (const auto& [known, number] : told) {
    if (known != &fact) continue;
    if (fact.kind == dsl::Kind::Bool) return number != 0 ? "true" : "false";
    return fact.kind == dsl::Kind::Money ? Money::from_cents(number).to_string()
                                         : fmt::format("{} days", number);
  }
  return fact.kind == dsl::Kind::Bool ? "false" : "missing";
}

// "amount_past_due is $35", as the record has it.
std::string shown(const dsl::RecordRead& read, const CaseRecords& records) {
  const std::string name = name_of(read);
  if (read.fact != nullptr)
    return fmt::format("{} is {}", name, shown_fact(*read.fact, records.facts));
  const std::string& record = read.previous ? records.previous : records.record;
  if (read.list != dsl::ConsumerList::None) {
    const auto parts = segments_of(record);
    std::size_t associated = 0;
    for (const SegmentView& part : parts)
      associated += part.segment == Segment::J1 || part.segment == Segment::J2 ? 1 : 0;
    return fmt::format("{} has {}", name,
                       associated + (read.list == dsl::ConsumerList::All ? 1 : 0));
  }
  std::string_view bytes;
  if (read.segment == Segment::Header) bytes = records.header;
  if (read.of_consumer) bytes = std::string_view(record).substr(records.consumer_offset);
  for (const SegmentView& part : segments_of(record)) {
    if (!read.of_consumer && part.segment == read.segment) bytes = part.bytes;
  }
  if (read.field == nullptr)
    return fmt::format("{} is {}", name, bytes.empty() ? "missing" : "present");
  const Field& field =
      read.of_consumer ? *dsl::consumer_field(records.consumer, read.field->key) : *read.field;
  return fmt::format("{} is {}", name, shown_value(field, bytes));
}

class Cases {
 public:
  Cases(std::shared_ptr<const dsl::CheckedRules> rules, Diagnostics& found)
      : rules_(std::move(rules)), found_(found) {}

  void run() {
    auto program = lower_rules(rules_, day_of_cases());
    if (!program) {
      found_.error("too-large", Span{rules_->terms.sources.front().get(), 0, 0},
                   program.error().message);
      return;
    }
    RuleRunner runner(*program);
    for (const dsl::RecordRule& rule : rules_->rules) {
      for (const dsl::RuleCase& of : rule.cases) {
        const CaseRecords records = records_of(rule, of);
        if (finds(runner, rule.id, records) == of.accepts) report(rule, of, records);
      }
    }
  }

 private:
  static bool finds(RuleRunner& runner, std::string_view id, const CaseRecords& records) {
    runner.set_header(records.header);
    runner.set_facts(records.facts);
    const auto hits = runner.run(records.record, records.previous);
    return std::any_of(hits.begin(), hits.end(), [&](const RuleHit& hit) {
      return hit.rule->id == id &&
             (hit.rule->scope != dsl::RuleScope::Consumer || hit.segment == records.consumer);
    });
  }

  void report(const dsl::RecordRule& rule, const dsl::RuleCase& of, const CaseRecords& records) {
    auto& d = found_.error(
        "case-fails", of.span,
        of.accepts ? fmt::format("`{}` finds this record, and should accept it", rule.id)
                   : fmt::format("`{}` does not find this record, and should reject it", rule.id));
    for (const dsl::ExprId part : deciding(rule, of, records)) {
      d.label(rules_->terms.expr(part).span,
              fmt::format("{}: {}", of.accepts ? "true" : "false", values(part, records)));
    }
    d.with_help("correct the case, or the condition it is a case of");
  }

  // The parts of the condition that made it what it is: of `and` that is false the first one that
  // is, of `or` that is true the first one that is; else all of them.
  std::vector<dsl::ExprId> deciding(const dsl::RecordRule& rule, const dsl::RuleCase& of,
                                    const CaseRecords& records) const {
    const dsl::Op op = rules_->terms.expr(rule.condition).op;
    std::vector<dsl::ExprId> parts;
    if (op == dsl::Op::And || op == dsl::Op::Or) {
      add_parts(rule.condition, op, parts);
    } else {
      parts.push_back(rule.condition);
    }
    const bool one_decides = op == (of.accepts ? dsl::Op::Or : dsl::Op::And);
    if (!one_decides) return parts;
    for (const dsl::ExprId part : parts) {
      if (is_true(rule, part, records) == of.accepts) return {part};
    }
    return parts;
  }

  void add_parts(dsl::ExprId id, dsl::Op op, std::vector<dsl::ExprId>& parts) const {
    const dsl::Expr& x = rules_->terms.expr(id);
    if (x.op != op) return parts.push_back(id);
    for (const dsl::ExprId arg : x.args) add_parts(arg, op, parts);
  }

  // A rule that asks for this part only, over the same record.
  bool is_true(const dsl::RecordRule& rule, dsl::ExprId part, const CaseRecords& records) const {
    auto probe = std::make_shared<dsl::CheckedRules>(*rules_);
    probe->rules = {rule};
    probe->rules.front().condition = part;
    const auto program = lower_rules(probe, day_of_cases());
    if (!program) return false;
    RuleRunner runner(*program);
    return finds(runner, rule.id, records);
  }

  std::string values(dsl::ExprId part, const CaseRecords& records) const {
    std::vector<std::uint32_t> reads;
    dsl::add_reads(rules_->terms, part, reads);
    std::string out;
    for (const std::uint32_t read : reads)
      out += (out.empty() ? "" : ", ") + shown(rules_->terms.record_reads[read], records);
    return out;
  }

  std::shared_ptr<const dsl::CheckedRules> rules_;
  Diagnostics& found_;
};

}  // namespace

void check_rule_cases(const std::shared_ptr<const dsl::CheckedRules>& rules, Diagnostics& found) {
  Cases(rules, found).run();
}

}  // namespace m2
