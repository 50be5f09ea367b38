#include "engine/evaluate/answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "dsl/personal.h"
#include "engine/evaluate/machine.h"

namespace m2 {
namespace {

using dsl::Kind;
using Form = AnswerValue::Form;

std::string masked(const std::string& text, dsl::Type type) {
  if (type.is(Kind::Text)) return mask(text);
  std::string hidden = text;
  std::replace_if(
      hidden.begin(), hidden.end(), [](char c) { return c >= '0' && c <= '9'; }, '*');
  return hidden;
}

// What personal data may stand in; a code or a yes tells nothing.
bool can_be_personal(dsl::Type type) {
  return type.is(Kind::Text) || type.is(Kind::Date) || type.is(Kind::Int) || type.is(Kind::Number);
}

// "666-12-3456", whatever its member is called. Nine digits in a row are the ids of many vendors.
bool looks_like_ssn(std::string_view text) {
  if (text.size() != 11 || text[3] != text[6] || (text[3] != '-' && text[3] != ' ')) return false;
  return digits_of(text).size() == 9;
}

}  // namespace

// Turns slots into values that can be shown.
class Mapper::Machine::Showing {
 public:
  Showing(Machine& machine, Masking masking)
      : machine_(machine),
        preset_(*machine.program_->preset),
        reveals_(masking == Masking::Revealed) {
    if (reveals_) return;  // what is personal takes its time to be known
    index_.emplace(preset_);
    personal_.emplace(preset_, *index_);
  }

  AnswerValue question() {
    const dsl::Type type = preset_.expr(preset_.question).type;
    const bool is_personal = personal_ && personal_->feed(index_->of(preset_.question));
    return value(machine_.regs_[machine_.program_->answer], type, is_personal);
  }

 private:
  AnswerValue value(const Slot& slot, dsl::Type type, bool is_personal) {
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
        out.text = machine_.decoder_.describe(machine_.decoder_.problem(slot));
        return out;
      case State::Value:
        break;
    }
    if (type.is(Kind::Record)) {
      record(slot, type, out);
    } else if (type.is(Kind::List)) {
      out.form = Form::List;
      const dsl::Type item = preset_.types.element(type);
      for (std::uint32_t i = 0; i < slot.size; ++i)
        out.items.push_back(value(slot.block[i], item, is_personal));
    } else {
      scalar(slot, is_personal, out);
    }
    return out;
  }

  void record(const Slot& slot, dsl::Type type, AnswerValue& out) {
    out.form = Form::Record;
    out.pointer = machine_.decoder_.pointer(machine_.decoder_.object_of(slot.block));
    const dsl::RecordType& record = preset_.types.record(type);
    const bool is_ledger =
        std::any_of(preset_.allocations.begin(), preset_.allocations.end(),
                    [&](const dsl::AllocationSite& site) { return site.ledger.of == type.of; });
    for (std::uint32_t m = 0; m < record.members.size(); ++m) {
      const dsl::MemberType& member = record.members[m];
      const dsl::WireMember* wire = index_ ? index_->wire(type, m) : nullptr;
      const bool is_personal = wire != nullptr && personal_->has(*wire);
      // A ledger makes its charges when somebody reads them.
      const Slot made =
          is_ledger && member.name == "charges" ? machine_.ledger_charges(slot) : slot.block[m];
      out.members.push_back({member.name, value(made, member.type, is_personal)});
    }
  }

  void scalar(const Slot& slot, bool is_personal, AnswerValue& out) {
    out.form = Form::Scalar;
    const dsl::Type type = out.type;
    if (type.is(Kind::Text) || type.is(Kind::Code)) {
      out.text = slot.view();
    } else {
      out.text = dsl::unquoted(dsl::print_literal({slot.number, {}}, type, preset_.types));
    }
    out.is_masked = !reveals_ && can_be_personal(type) && (is_personal || looks_like_ssn(out.text));
    if (out.is_masked) out.text = masked(out.text, type);
  }

  Machine& machine_;
  const dsl::CheckedPreset& preset_;
  std::optional<dsl::SourceIndex> index_;  // unless everything is revealed
  std::optional<dsl::PersonalMembers> personal_;
  bool reveals_;
};

AccountAnswer Mapper::Machine::answer(std::string_view document, Masking masking, Places places) {
  start_account();
  decoder_.trace(places == Places::Told);
  AccountAnswer answer;
  if (const auto problem = document_.parse(document)) {
    answer.reasons = unreadable(*problem).reasons;
    return answer;
  }
  decoder_.start(document_.root());
  answer.account = decoder_.account();
  run<false>(program_->quick, 0);
  answer.reasons = outcome_.reasons;
  if (!account_is_held_) answer.value = Showing(*this, masking).question();
  return answer;
}

bool Program::reads_document() const {
  const bool reads_root =
      std::any_of(roots.begin(), roots.end(), [](const RootPlan& root) { return root.used; });
  return reads_root || uses_consent;
}

}  // namespace m2
