#include "engine/evaluate/internal/showing.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

using dsl::Kind;
using Form = AnswerValue::Form;

constexpr std::size_t kMostMembers = 3;  // of a record that is shown on one line
constexpr std::size_t kMostItems = 4;    // of a list of words or numbers

// What personal data may stand in; a code or a yes tells nothing.
bool can_be_personal(dsl::Type type) {
  return type.is(Kind::Text) || type.is(Kind::Date) || type.is(Kind::Int) || type.is(Kind::Number);
}

// "666-12-3456", whatever its member is called. Nine digits in a row are the ids of many vendors.
bool looks_like_ssn(std::string_view text) {
  if (text.size() != 11 || text[3] != text[6] || (text[3] != '-' && text[3] != ' ')) return false;
  return digits_of(text).size() == 9;
}

bool is_quoted(dsl::Type type) {
  return type.is(Kind::Text) || type.is(Kind::Code) || type.is(Kind::Choice);
}

}  // namespace

std::string hidden(const std::string& text, dsl::Type type) {
  if (type.is(Kind::Text)) return mask(text);
  std::string out = text;
  std::replace_if(out.begin(), out.end(), is_digit, '*');
  return out;
}

Showing::Showing(const dsl::CheckedPreset& preset, Masking masking)
    : preset_(preset), reveals_(masking == Masking::Revealed) {}

const dsl::SourceIndex& Showing::index() const {
  if (!index_) index_.emplace(preset_);
  return *index_;
}

const dsl::PersonalMembers& Showing::personal() const {
  if (!personal_) personal_.emplace(preset_, index());
  return *personal_;
}

bool Showing::is_personal(dsl::ExprId id) const {
  if (reveals_) return false;
  const auto known = known_.find(id);
  if (known != known_.end()) return known->second;
  return known_.emplace(id, personal().feed(index().of(id))).first->second;
}

bool Showing::is_ledger(dsl::Type type) const {
  return type.is(Kind::Record) &&
         std::any_of(preset_.allocations.begin(), preset_.allocations.end(),
                     [&](const dsl::AllocationSite& site) { return site.ledger.of == type.of; });
}

AnswerValue Showing::value(const Slot& slot, dsl::Type type, bool is_personal,
                           const Run& run) const {
  AnswerValue out;
  out.type = type;
  switch (slot.state) {
    case State::NotYet:
    case State::Missing:
      return out;
    case State::Blank:
      out.form = Form::Blank;
      return out;
    case State::Bad:
      out.form = Form::Unreadable;
      out.text = run.describe(slot);
      return out;
    case State::Value:
      break;
  }
  if (type.is(Kind::Record)) {
    record(slot, type, is_personal, out, run);
  } else if (type.is(Kind::List)) {
    out.form = Form::List;
    const dsl::Type item = preset_.types.element(type);
    for (std::uint32_t i = 0; i < slot.size; ++i)
      out.items.push_back(value(slot.block[i], item, is_personal, run));
  } else {
    scalar(slot, is_personal, out);
  }
  return out;
}

// A member of the shape is personal by itself; of a record that the preset made, by what it is made
// of.
bool Showing::is_personal(dsl::Type record, std::uint32_t member, bool is_made_of_personal) const {
  if (reveals_) return false;
  if (dsl::is_reported_person(preset_.types, record, member)) return true;
  const dsl::WireMember* wire = index().wire(record, member);
  return wire != nullptr ? personal().has(*wire) : is_made_of_personal;
}

void Showing::record(const Slot& slot, dsl::Type type, bool is_personal, AnswerValue& out,
                     const Run& run) const {
  out.form = Form::Record;
  out.pointer = run.pointer(slot);
  const dsl::RecordType& record = preset_.types.record(type);
  for (std::uint32_t m = 0; m < record.members.size(); ++m) {
    const dsl::MemberType& member = record.members[m];
    // A ledger makes its charges when somebody reads them.
    const Slot made =
        is_ledger(type) && member.name == "charges" ? run.charges(slot) : slot.block[m];
    out.members.push_back(
        {member.name, value(made, member.type, this->is_personal(type, m, is_personal), run)});
  }
}

void Showing::scalar(const Slot& slot, bool is_personal, AnswerValue& out) const {
  out.form = Form::Scalar;
  const dsl::Type type = out.type;
  if (type.is(Kind::Text) || type.is(Kind::Code)) {
    out.text = slot.view();
  } else {
    out.text = dsl::unquoted(dsl::print_literal({slot.number, {}}, type, preset_.types));
  }
  out.is_masked = !reveals_ && can_be_personal(type) && (is_personal || looks_like_ssn(out.text));
  if (out.is_masked) out.text = hidden(out.text, type);
}

std::string Showing::brief(const Slot& slot, dsl::Type type, bool is_personal,
                           const Run& run) const {
  if (type.is(Kind::List) && slot.has_value()) {
    const dsl::Type item = preset_.types.element(type);
    if (slot.size > kMostItems || item.is(Kind::Record) || item.is(Kind::List))
      return fmt::format("{} item{}", slot.size, slot.size == 1 ? "" : "s");
    std::string out;
    for (std::uint32_t i = 0; i < slot.size; ++i)
      out += (i == 0 ? "" : ", ") + brief(slot.block[i], item, is_personal, run);
    return "(" + out + ")";
  }
  if (type.is(Kind::Record) && slot.has_value()) {
    const dsl::RecordType& record = preset_.types.record(type);
    if (record.members.size() > kMostMembers) return "a " + record.name;
    std::string out;
    for (std::uint32_t m = 0; m < record.members.size(); ++m) {
      const std::string member = brief(slot.block[m], record.members[m].type,
                                       this->is_personal(type, m, is_personal), run);
      out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", record.members[m].name, member);
    }
    return "{ " + out + " }";
  }
  const AnswerValue shown = value(slot, type, is_personal, run);
  switch (shown.form) {
    case Form::Missing:
      return "missing";
    case Form::Blank:
      return "blank";
    case Form::Unreadable:
      return "cannot be read: " + readable(shown.text);
    default:
      return is_quoted(type) ? "\"" + readable(shown.text) + "\"" : readable(shown.text);
  }
}

}  // namespace m2
