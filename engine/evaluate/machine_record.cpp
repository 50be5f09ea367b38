// The record: values into the fields of its segments.

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/evaluate/internal/record_slot.h"
#include "engine/evaluate/machine.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

bool is_code(const FieldTarget& target, std::string_view value) {
  if (target.codes->scope != CodeScope::EachCharacter) return accepts(*target.codes, value);
  return std::all_of(value.begin(), value.end(),
                     [&](char c) { return target.characters[static_cast<unsigned char>(c)]; });
}

}  // namespace

void Mapper::Machine::begin_segment(Segment segment) {
  segment_ = segment;
  if (segment == Segment::Base) {
    record_ = base_template_;
    segment_offset_ = 0;
    return;
  }
  segment_offset_ = record_.size();
  append_segment(record_, segment);
}

void Mapper::Machine::put_field(const FieldTarget& target, const Slot& value) {
  if (!value.has_value()) return;  // blank: the template stands
  char* bytes = record_.data() + segment_offset_;
  const Field& f = *target.field;
  Put put = Put::Done;
  switch (target.put) {
    case PutKind::Money:
      if (value.number < 0)
        return hold(EngineReason::NegativeAmount,
                    fmt::format("`{}` is below zero: {}.", f.key,
                                Money::from_cents(value.number).to_string()));
      put = put_dollars(f, value.number / 100, bytes);
      break;
    case PutKind::Date:
      return put_date(f, day_of(value), bytes);
    case PutKind::Number:
      put = put_number(f, value.number, bytes);
      break;
    case PutKind::Code:
      if (target.check_codes && !is_code(target, value.view())) {
        return hold(EngineReason::UnknownCode,
                    fmt::format("\"{}\" is not a value of `{}`.",
                                std::string(value.view().substr(0, 24)), f.key));
      }
      [[fallthrough]];
    case PutKind::Text:
      // Fields begin with their first letter, whatever stands before it at the source.
      put = put_text(f, trim(value.view()), bytes, outcome_.counts.characters);
      break;
  }
  if (put == Put::Capped) ++outcome_.counts.capped;
  if (put == Put::TooLong)
    return hold(EngineReason::TooLong,
                fmt::format("`{}` holds {} characters; this value has more, and it may not be cut.",
                            f.key, f.length));
  if (put == Put::Refused)
    hold(EngineReason::NotAllowed,
         fmt::format("This value cannot stand in `{}`: {} digits are needed.", f.key, f.length));
}

// The members are those of the checker's record: the fields that a preset answers, then the letter
// that the month leaves in the history.
Slot Mapper::Machine::previous_record() {
  const std::string_view base = !previous_.empty()     ? std::string_view(previous_)
                                : options_.last_report ? options_.last_report(outcome_.account)
                                                       : std::string_view();
  if (base.size() < kBaseLength) return Slot::of_state(State::Missing);
  const std::span<const Field> all = fields(Segment::Base);
  Slot* const block = memory_->slots(all.size() + 1);
  std::size_t count = 0;
  for (const Field& f : all) {
    if (f.is_supplied()) continue;
    const Slot slot = record_slot(f, base);
    block[count++] = slot.state == State::Bad ? Slot::of_state(State::Missing) : slot;
  }
  const std::string_view letter = history_letter(base);
  if (!letter.empty()) block[count] = Slot::of_text(letter);
  return Slot::of_block(block);
}

}  // namespace m2
