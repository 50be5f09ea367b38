// Fields and rules of an account, and the values of a traced run.

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/money.h"
#include "engine/evaluate/internal/explaining.h"
#include "engine/metro2/record.h"
#include "engine/metro2/shown.h"

namespace m2 {

using dsl::kNoExpr;
using dsl::Op;

AccountTrace Mapper::Machine::explain(std::string_view document, const TraceOptions& options) {
  M2_CHECK(program_->map != nullptr, "a program that is explained was lowered for it");
  AccountTrace out;
  const Outcome& outcome = run_traced(document);
  out.kind = outcome.kind;
  out.account = outcome.account;
  out.record = outcome.record;
  out.reasons = outcome.reasons;
  out.warnings = outcome.warnings;
  out.counts = outcome.counts;
  const bool reveals = options.masking == Masking::Revealed;
  if (showing_ == nullptr || showing_->reveals() != reveals)
    showing_ = std::make_unique<Showing>(*program_->preset, options.masking);
  Explaining(*this, options).account(out);
  return out;
}

Mapper::Machine::Explaining::Explaining(Machine& machine, const TraceOptions& options)
    : machine_(machine),
      program_(*machine.program_),
      map_(*machine.program_->map),
      preset_(*machine.program_->preset),
      options_(options),
      showing_(*machine.showing_),
      run_(machine.this_run()),
      at_(program_.code.size()),
      is_written_(program_.registers),
      personal_binder_(preset_.binders.size()) {
  for (const Instruction& i : program_.code) {
    if (writes_register(i.code)) is_written_[i.dst] = true;
  }
  for (std::size_t s = 0; s < machine_.steps_.size(); ++s) at_[machine_.steps_[s]].push_back(s);
}

void Mapper::Machine::Explaining::account(AccountTrace& out) {
  rules(out);
  if (out.kind == OutcomeKind::Reported) fields(out);
}

// ── fields ──

void Mapper::Machine::Explaining::fields(AccountTrace& out) {
  std::size_t nth[kSegmentCount] = {};
  for (const SegmentView& view : segments_of(out.record)) {
    const std::size_t number = ++nth[static_cast<std::size_t>(view.segment)];
    for (const Field& f : m2::fields(view.segment)) {
      FieldTrace field;
      field.field = &f;
      field.segment = view.segment;
      field.nth = number;
      field.offset = view.offset + f.offset();
      const std::string_view bytes = view.bytes.substr(f.offset(), f.length);
      field.bytes = showing_.reveals() ? std::string(bytes) : shown(f, bytes);
      const Written* written = written_at(field.offset, f);
      const dsl::FieldRule* rule = rule_of(view.segment, f);
      if (rule != nullptr) field.span = rule->span;
      if (rule == nullptr || (rule->value != kNoExpr && written == nullptr)) {
        field.origin = FieldTrace::Origin::Metro2;
      } else if (rule->value == kNoExpr) {
        field.origin = FieldTrace::Origin::LeftBlank;
        field.root.text = "leave blank";
        field.root.value = "blank";
        field.root.span = rule->span;
      } else if (!options_.wants_field || options_.wants_field(f, view.segment)) {
        this->field(field, *written);
      }
      out.fields.push_back(std::move(field));
    }
  }
}

void Mapper::Machine::Explaining::field(FieldTrace& field, const Written& written) {
  field.root = whole(map_.fields[written.target], {0, written.step});
  Lineage lineage;
  machine_.trace_field(written, lineage);
  for (SourceValue& value : lineage.fields.front().sources)
    field.sources.push_back(source(std::move(value.pointer), std::move(value.text), value.member));
}

const Mapper::Machine::Written* Mapper::Machine::Explaining::written_at(std::size_t offset,
                                                                        const Field& field) const {
  for (const Written& written : machine_.written_) {
    if (written.offset == offset && program_.fields[written.target].field == &field)
      return &written;
  }
  return nullptr;
}

const dsl::FieldRule* Mapper::Machine::Explaining::rule_of(Segment segment,
                                                           const Field& field) const {
  const auto find = [&](const dsl::SegmentRule& rule) -> const dsl::FieldRule* {
    if (rule.segment != segment) return nullptr;
    for (const dsl::FieldRule& f : rule.fields) {
      if (f.field == &field) return &f;
    }
    return nullptr;
  };
  if (segment == Segment::Base) return find(preset_.base);
  for (const dsl::SegmentRule& rule : preset_.segments) {
    if (const dsl::FieldRule* found = find(rule)) return found;
  }
  return nullptr;
}

// ── rules ──

void Mapper::Machine::Explaining::rules(AccountTrace& out) {
  const Time all{0, machine_.steps_.size()};
  for (const CodeMap::RuleCode& code : map_.rules) {
    const dsl::Rule& rule = preset_.rules[code.rule];
    if (!was_run(code.condition, all)) continue;
    RuleTrace trace;
    trace.kind = rule.kind;
    trace.name = rule.name;
    trace.span = rule.span;
    const Value answer = value(code.condition, all);
    trace.is_decided = answer.is_known;
    trace.is_true = answer.is_known && answer.slot.number != 0;
    if (!options_.wants_rule || options_.wants_rule(rule.name))
      trace.root = whole(code.condition, all);
    out.rules.push_back(std::move(trace));
  }
}

// The tree of a value that somebody asks for: its own line always.
TraceNode Mapper::Machine::Explaining::whole(Node n, Time time) {
  explained_lets_.clear();
  explained_calls_.clear();
  explained_ledgers_.clear();
  if (std::optional<TraceNode> made = node(n, time)) return std::move(*made);
  return line(n, time);
}

// ── when ──

std::optional<std::size_t> Mapper::Machine::Explaining::last_step_at(std::uint16_t pc,
                                                                     Time within) const {
  const std::vector<std::size_t>& steps = at_[pc];
  const auto after = std::lower_bound(steps.begin(), steps.end(), within.to);
  if (after == steps.begin() || *(after - 1) < within.from) return std::nullopt;
  return *(after - 1);
}

// From the last time that its code began.
Mapper::Machine::Explaining::Time Mapper::Machine::Explaining::time_of(Node n, Time within) const {
  const CodeNode& c = code(n);
  if (c.begin == c.end) return within;
  const auto begin = last_step_at(c.begin, within);
  return begin ? Time{*begin, within.to} : within;
}

bool Mapper::Machine::Explaining::was_run(Node n, Time within) const {
  const CodeNode& c = code(n);
  return c.begin == c.end || last_step_at(c.begin, within).has_value();
}

Mapper::Machine::Explaining::Value Mapper::Machine::Explaining::value(Node n, Time time) const {
  if (!was_run(n, time)) return {};
  return register_value(code(n).value, time);
}

Mapper::Machine::Explaining::Value Mapper::Machine::Explaining::register_value(std::uint16_t reg,
                                                                               Time time) const {
  const auto step = machine_.last_writer(reg, time.to);
  // What no step wrote is a constant, or what the prelude made of constants.
  if (!step) return {!is_written_[reg], machine_.regs_[reg]};
  const std::vector<std::size_t>& held = machine_.held_steps_;
  if (std::find(held.begin(), held.end(), *step) != held.end()) return {};
  const Slot& slot = machine_.results_[*step];
  return {slot.state != State::NotYet, slot};
}

// ── values ──

bool Mapper::Machine::Explaining::reads_personal_binder(dsl::ExprId id) const {
  if (id == kNoExpr) return false;
  const dsl::Expr& x = preset_.expr(id);
  if (x.op == Op::Local) return personal_binder_[x.index];
  return std::any_of(x.args.begin(), x.args.end(),
                     [&](dsl::ExprId arg) { return reads_personal_binder(arg); });
}

bool Mapper::Machine::Explaining::is_personal(dsl::ExprId id) const {
  return showing_.is_personal(id) || reads_personal_binder(id);
}

std::string Mapper::Machine::Explaining::brief(const Slot& slot, dsl::Type type,
                                               bool is_personal) const {
  if (!showing_.is_ledger(type) || !slot.has_value())
    return showing_.brief(slot, type, is_personal, run_);
  const Slot& oldest = slot.block[kOldest];
  return fmt::format("{{ unpaid: {}, oldest_unpaid_due: {} }}",
                     Money::from_cents(slot.block[kUnpaid].number).to_string(),
                     oldest.has_value() ? day_of(oldest).to_string() : "missing");
}

std::string Mapper::Machine::Explaining::brief(Node n, Time time) const {
  const Value v = value(n, time);
  if (!v.is_known) return {};
  return brief(v.slot, expr(n).type, is_personal(code(n).expr));
}

TraceSource Mapper::Machine::Explaining::source(std::string pointer, std::string text,
                                                const dsl::WireMember* member) const {
  TraceSource out{std::move(pointer), std::move(text), false};
  out.is_masked = !showing_.reveals() && member != nullptr && showing_.is_personal(*member);
  if (out.is_masked) {
    const bool is_list = member->type.is(dsl::Kind::List);
    out.text = hidden(out.text, is_list ? preset_.types.element(member->type) : member->type);
  }
  return out;
}

TraceSource Mapper::Machine::Explaining::source(const JsonValue& value) const {
  return source(machine_.decoder_.pointer(&value), std::string(text_or_kind(value)),
                machine_.decoder_.member_of(&value));
}

}  // namespace m2
