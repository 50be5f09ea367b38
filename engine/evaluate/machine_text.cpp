// Text: made in the account's arena.

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/evaluate/machine.h"

namespace m2 {
namespace {

// A preset may ask for any number of repetitions; no field is longer.
constexpr std::size_t kLongestText = 4096;

std::size_t count_of(const Slot& slot, std::size_t limit) {
  return slot.number < 0 ? 0 : std::min(static_cast<std::size_t>(slot.number), limit);
}

// Bytes of the first `count` characters: a letter with an accent is two of them and stays whole.
std::size_t after_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    --count;
  }
  return at;
}

}  // namespace

void Mapper::Machine::text_operation(const Instruction& i) {
  const Slot& a = regs_[i.a];
  const Slot& b = regs_[i.b];
  Slot& dst = regs_[i.dst];
  const std::string_view text = a.view();
  const auto made = [&](std::string_view value) { dst = Slot::of_text(memory_->copy(value)); };
  switch (i.code) {
    case Opcode::Capitals: {
      std::string upper(text);
      std::transform(upper.begin(), upper.end(), upper.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
      return made(upper);
    }
    case Opcode::AsDigits: {
      const std::string digits = fmt::format("{:0{}}", a.number, i.b);
      if (a.number < 0 || digits.size() > i.b)
        return hold("too_long", fmt::format("{} cannot be written with {} digits.", a.number, i.b));
      return made(digits);
    }
    case Opcode::FormatPart:
      return format_part(a, program_->prints[i.b].type);
    case Opcode::FormatEnd:
      made(text_);
      text_.clear();
      return;
    case Opcode::Digits:
      return made(digits_of(text));
    case Opcode::LettersAndDigits: {
      std::string kept;
      std::copy_if(text.begin(), text.end(), std::back_inserter(kept), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      });
      return made(kept);
    }
    case Opcode::Left:
      dst = Slot::of_text(text.substr(0, after_characters(text, count_of(b, text.size()))));
      return;
    case Opcode::Right: {
      const std::size_t wanted = count_of(b, text.size());
      const std::size_t all = count_code_points(text);
      dst = Slot::of_text(text.substr(after_characters(text, all - std::min(wanted, all))));
      return;
    }
    case Opcode::Trim:
      dst = Slot::of_text(trim(text));
      return;
    case Opcode::Starts:
      dst = Slot::of_number(text.substr(0, b.view().size()) == b.view() ? 1 : 0);
      return;
    case Opcode::Contains:
      dst = Slot::of_number(text.find(b.view()) != std::string_view::npos ? 1 : 0);
      return;
    case Opcode::TextBefore:
      dst = Slot::of_text(text.substr(0, text.find(b.view())));
      return;
    case Opcode::TextAfter: {
      const std::size_t at = text.find(b.view());
      dst = Slot::of_text(at == std::string_view::npos ? std::string_view("")
                                                       : text.substr(at + b.view().size()));
      return;
    }
    case Opcode::Repeat: {
      std::string repeated;
      const std::size_t times = count_of(b, kLongestText);
      for (std::size_t n = 0; n < times && repeated.size() + text.size() <= kLongestText; ++n)
        repeated += text;
      return made(repeated);
    }
    case Opcode::Roll: {
      std::string rolled(b.view());
      rolled += text;
      rolled.resize(text.size());
      return made(rolled);
    }
    default:
      M2_CHECK(false, "an instruction without meaning");
  }
}

// Values print as their literals, text and choices without quotes; nine digits are masked.
void Mapper::Machine::format_part(const Slot& value, dsl::Type type) {
  if (value.state == State::Missing || value.state == State::Blank) {
    text_ += value.state == State::Blank ? "blank" : "missing";
    return;
  }
  if (type.is(dsl::Kind::Text) || type.is(dsl::Kind::Code)) {
    const bool looks_personal = digits_of(value.view()).size() == 9;
    text_ += looks_personal ? mask(value.view()) : std::string(value.view());
    return;
  }
  text_ += dsl::unquoted(dsl::print_literal({value.number, {}}, type, program_->preset->types));
}

}  // namespace m2
