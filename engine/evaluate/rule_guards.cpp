#include "engine/evaluate/rule_guards.h"

#include <algorithm>
#include <bit>
#include <set>
#include <string>
#include <utility>

#include "engine/evaluate/internal/open_truth.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

using internal::KnownValue;

// Codes of one or two characters, by place in a table; all that are not printable share one, which
// no code has.
constexpr std::size_t kFirstCharacter = 32;
constexpr std::size_t kPrintable = 95;
constexpr std::size_t kCharacters = kPrintable + 1;

std::size_t place_of(std::string_view code) {
  const auto at = [&](std::size_t i) {
    const std::size_t c = i < code.size() ? static_cast<unsigned char>(code[i]) : kFirstCharacter;
    return std::min(c - kFirstCharacter, kPrintable);  // below the first one it wraps around
  };
  return at(0) * kCharacters + at(1);
}

void take(const UnitSet& sets, std::size_t kind, std::size_t words, std::uint64_t* candidates) {
  const std::uint64_t* set = sets.data() + kind * words;
  for (std::size_t i = 0; i < words; ++i) candidates[i] &= set[i];
}

}  // namespace

RuleGuards::RuleGuards(const RuleProgram& program) : words_((program.units.size() + 63) / 64) {
  const auto& reads = program.rules->terms.record_reads;
  for (std::uint32_t i = 0; i < reads.size(); ++i) {
    const dsl::RecordRead& read = reads[i];
    if (!internal::is_guarded(read, dsl::RuleScope::Record)) continue;
    if (read.of_consumer) {
      for (const Segment segment : dsl::kConsumerSegments) {
        if (const Field* field = dsl::consumer_field(segment, read.field->key))
          add(consumer_[index_of(segment)], field, i, program);
      }
    } else if (!read.previous) {
      add(record_[index_of(read.segment)], read.field, i, program);
    } else {
      add(previous_, read.field, i, program);
    }
  }
  for (std::size_t i = index_of(Segment::K1); i <= index_of(Segment::N1); ++i)
    absent_[i] = internal::units_possible(
        program, KnownValue::absent_segment(static_cast<Segment>(i)), words_);
  alone_ = internal::units_possible(program, KnownValue::no_associated(), words_);
  base_only_ = alone_;
  for (std::size_t i = index_of(Segment::K1); i <= index_of(Segment::N1); ++i)
    take(absent_[i], 0, words_, base_only_.data());
  without_facts_ = internal::units_possible(program, KnownValue::no_facts(), words_);
}

// A guard that spares nothing is none.
void RuleGuards::add(std::vector<FieldGuard>& to, const Field* field, std::uint32_t read,
                     const RuleProgram& program) {
  FieldGuard guard{field, {}, {}};
  const std::set<std::string>& codes = program.codes[read];
  for (const KnownValue& known : internal::known_values(read, codes)) {
    const UnitSet set = internal::units_possible(program, known, words_);
    guard.sets.insert(guard.sets.end(), set.begin(), set.end());
  }
  if (!codes.empty()) {
    guard.kinds.assign(kCharacters * kCharacters, kOther);
    std::uint8_t kind = kFirstCode;
    for (const std::string& code : codes) guard.kinds[place_of(code)] = kind++;
    guard.kinds[place_of("")] = kEmpty;
    if (field->fill == Fill::Zeros) guard.kinds[place_of(std::string(field->length, '0'))] = kEmpty;
  }
  const UnitSet all(guard.sets.size(), ~std::uint64_t{0});
  if (guard.sets != all) to.push_back(std::move(guard));
}

std::size_t RuleGuards::kind_of(const FieldGuard& guard, std::string_view bytes) {
  const std::string_view value = raw(*guard.field, bytes);
  if (!guard.kinds.empty()) return guard.kinds[place_of(value)];
  return is_filled_value(*guard.field, value) ? kOther : kEmpty;
}

void RuleGuards::narrow(const std::vector<FieldGuard>& guards, std::string_view bytes,
                        std::uint64_t* candidates) const {
  for (const FieldGuard& guard : guards)
    take(guard.sets, kind_of(guard, bytes), words_, candidates);
}

RuleGuards::Memo RuleGuards::memo_of_base() const {
  return {*this, record_[index_of(Segment::Base)], Segment::Base};
}
RuleGuards::Memo RuleGuards::memo_of_consumers(Segment segment) const {
  return {*this, consumer_[index_of(segment)], segment};
}

RuleGuards::Memo::Memo(const RuleGuards& guards, const std::vector<FieldGuard>& guarded,
                       Segment segment)
    : guards_(&guards), guarded_(&guarded), kinds_(guarded.size()), known_(kKnown) {
  for (std::size_t i = 0; i < guarded.size(); ++i) {
    const auto field = static_cast<std::size_t>(guarded[i].field - fields(segment).data());
    guard_of_[field] = static_cast<std::uint8_t>(i);
    has_guard_ |= std::uint64_t{1} << field;
  }
}

const std::uint64_t* RuleGuards::Memo::of(std::string_view bytes) {
  for (std::uint64_t bits = std::exchange(changed_, 0) & has_guard_; bits != 0; bits &= bits - 1) {
    const std::size_t at = guard_of_[static_cast<std::size_t>(std::countr_zero(bits))];
    const auto kind = static_cast<std::uint8_t>(kind_of((*guarded_)[at], bytes));
    // Each kind of each field has a number of its own; the golden ratio spreads the bits.
    hash_ += ((std::uint64_t{kind} - kinds_[at]) << at) * 0x9E3779B97F4A7C15;
    kinds_[at] = kind;
  }
  Known& known = known_[(hash_ >> 32) % kKnown];
  if (known.left.empty() || known.kinds != kinds_) {
    known.kinds = kinds_;
    known.left.assign(guards_->words_, ~std::uint64_t{0});
    guards_->narrow(*guarded_, bytes, known.left.data());
  }
  return known.left.data();
}

void RuleGuards::narrow_record(Segment segment, std::string_view bytes,
                               std::uint64_t* candidates) const {
  narrow(record_[index_of(segment)], bytes, candidates);
}

void RuleGuards::narrow_previous(std::string_view bytes, std::uint64_t* candidates) const {
  narrow(previous_, bytes, candidates);
}

void RuleGuards::narrow_absent(Segment segment, std::uint64_t* candidates) const {
  take(absent_[index_of(segment)], 0, words_, candidates);
}

void RuleGuards::narrow_alone(std::uint64_t* candidates) const {
  take(alone_, 0, words_, candidates);
}

void RuleGuards::narrow_base_only(std::uint64_t* candidates) const {
  take(base_only_, 0, words_, candidates);
}

void RuleGuards::narrow_without_facts(std::uint64_t* candidates) const {
  take(without_facts_, 0, words_, candidates);
}

}  // namespace m2
