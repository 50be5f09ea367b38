// Text: made in the account's arena.

#include <fmt/format.h>

#include <array>

#include "dsl/builtins.h"
#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/evaluate/machine.h"

namespace m2 {

void Mapper::Machine::text_operation(const Instruction& i) {
  const Slot& a = regs_[i.a];
  Slot& dst = regs_[i.dst];
  const std::string_view text = a.view();
  const auto made = [&](std::string_view value) { dst = Slot::of_text(memory_->copy(value)); };
  switch (i.code) {
    case Opcode::Capitals:
      return made(upper(text));
    case Opcode::AsDigits: {
      const std::string digits = fmt::format("{:0{}}", a.number, i.b);
      if (a.number < 0 || digits.size() > i.b)
        return hold(EngineReason::TooLong,
                    fmt::format("{} cannot be written with {} digits.", a.number, i.b));
      return made(digits);
    }
    case Opcode::FormatPart:
      return format_part(a, program_->prints[i.b]);
    case Opcode::FormatEnd:
      made(text_);
      text_.clear();
      return;
    default:
      M2_CHECK(false, "an instruction without meaning");
  }
}

bool Mapper::Machine::call_builtin(const Instruction& i) {
  const Call& call = calls_[i.b];
  // A built-in reads of each argument what its parameter is; the other of the two means nothing.
  const Slot* const registers = regs_.data();
  for (std::size_t n = 0; n < call.of.count; ++n) {
    const Slot& slot = registers[call.of.arguments[n]];
    arguments_[n] = {slot.number, slot.view()};
  }
  made_.clear();
  const dsl::BuiltinResult result = call.run({arguments_.data(), call.of.count}, made_);
  if (!result) return false;
  if (!call.gives_text) {
    regs_[i.dst] = Slot::of_number(result->number);
  } else {
    regs_[i.dst] = Slot::of_text(made_.empty() ? result->text : memory_->copy(result->text));
  }
  return true;
}

// Values print as their literals, text and choices without quotes; what is personal is masked, and
// in a message nine digits are.
void Mapper::Machine::format_part(const Slot& value, const PrintType& print) {
  const dsl::Type type = print.type;
  if (value.state == State::Missing || value.state == State::Blank) {
    text_ += value.state == State::Blank ? "blank" : "missing";
    return;
  }
  if (type.is(dsl::Kind::Text) || type.is(dsl::Kind::Code)) {
    const bool looks_personal =
        print.personal || (print.in_message && digits_of(value.view()).size() == 9);
    const std::string shown = looks_personal ? mask(value.view()) : std::string(value.view());
    // A record is any bytes, and none may steer the terminal of whoever reads the message.
    const bool is_of_record = !program_->preset->record_reads.empty();
    text_ += print.in_message && is_of_record ? printable(shown) : shown;
    return;
  }
  const std::string shown =
      dsl::unquoted(dsl::print_literal({value.number, {}}, type, program_->preset->types));
  text_ += print.personal ? mask(shown) : shown;
}

}  // namespace m2
