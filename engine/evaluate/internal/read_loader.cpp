#include "engine/evaluate/internal/read_loader.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/evaluate/internal/record_slot.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

Slot missing() {
  return Slot::of_state(State::Missing);
}

// Values of another record mostly differ at once; only what begins alike is worth a call.
bool are_same(const char* a, const char* b, std::size_t length) {
  if (length < sizeof(std::uint64_t)) return std::equal(a, a + length, b);
  std::uint64_t first_of_a = 0;
  std::uint64_t first_of_b = 0;
  std::memcpy(&first_of_a, a, sizeof(first_of_a));
  std::memcpy(&first_of_b, b, sizeof(first_of_b));
  return first_of_a == first_of_b && std::memcmp(a, b, length) == 0;
}

}  // namespace

ReadLoader::ReadLoader(const RuleProgram& program, Slot* registers)
    : program_(program),
      reads_(program.rules->terms.record_reads),
      registers_(registers),
      consumer_fields_(reads_.size()),
      member_fields_(program.members.size()),
      words_((reads_.size() + 63) / 64),
      is_bad_(reads_.size()),
      kept_(reads_.size()) {
  for (const Segment segment : dsl::kConsumerSegments) {
    for (std::size_t i = 0; i < reads_.size(); ++i) {
      if (reads_[i].of_consumer)
        consumer_fields_[i][index_of(segment)] = dsl::consumer_field(segment, reads_[i].field->key);
    }
    for (std::size_t i = 0; i < member_fields_.size(); ++i)
      member_fields_[i][index_of(segment)] = find_field(segment, program.members[i]->key);
  }
  pending_ = {ReadSet(words_, ~std::uint64_t{0}), ReadSet(words_ * kBaseFields.size()),
              ReadSet(words_), ReadSet(words_), ReadSet(words_)};
  std::size_t room = 0;
  for (std::uint32_t at = 0; at < reads_.size(); ++at) room += room_for(at);
  bytes_ = std::make_unique<char[]>(room);
  char* next = bytes_.get();
  for (std::uint32_t at = 0; at < reads_.size(); ++at) {
    plan(at, next);
    plan_pending(at);
    next += room_for(at);
  }
}

// A consumer's field may be longer in another segment.
std::size_t ReadLoader::room_for(std::uint32_t at) const {
  std::size_t room = reads_[at].field != nullptr ? reads_[at].field->length : 0;
  for (const Field* field : consumer_fields_[at])
    room = std::max<std::size_t>(room, field != nullptr ? field->length : 0);
  return room;
}

// Where a read comes from, and where its bytes are kept.
void ReadLoader::plan(std::uint32_t at, char* bytes) {
  const dsl::RecordRead& read = reads_[at];
  Kept& kept = kept_[at];
  if (read.field == nullptr) return;
  kept.bytes = bytes;
  kept.length = static_cast<std::uint16_t>(read.field->length);
  kept.offset = static_cast<std::uint16_t>(read.field->offset());
  const bool is_of_base = read.segment == Segment::Base && !read.previous && !read.of_consumer;
  kept.from = is_of_base ? From::Base : From::OtherField;
}

void ReadLoader::plan_pending(std::uint32_t at) {
  const dsl::RecordRead& read = reads_[at];
  const auto add = [&](ReadSet& to, std::size_t from_word) {
    to[from_word + at / 64] |= std::uint64_t{1} << (at % 64);
  };
  const auto add_to_field = [&](const Field* field) {
    add(pending_.by_field, words_ * static_cast<std::size_t>(field - kBaseFields.data()));
  };
  if (kept_[at].from == From::Base) return add_to_field(read.field);
  if (read.of_consumer) {
    add(pending_.by_consumer, 0);
    if (const Field* field = consumer_fields_[at][index_of(Segment::Base)]) add_to_field(field);
    return;
  }
  const bool is_of_header = read.field != nullptr && read.segment == Segment::Header;
  add(is_of_header ? pending_.by_header : pending_.by_record, 0);
}

void ReadLoader::add_pending(const std::uint64_t* reads) {
  for (std::size_t i = 0; i < words_; ++i) pending_.now[i] |= reads[i];
}

void ReadLoader::set_header(std::string_view header) {
  header_.assign(header);
  add_pending(pending_.by_header.data());
}

void ReadLoader::set_facts(const RuleFacts& facts) {
  facts_ = facts;
}

void ReadLoader::cut(std::string_view bytes, Record& into) {
  into.parts.clear();
  into.once.fill({});
  into.consumers = nullptr;
  into.has_base = false;
  if (bytes.empty()) return;
  SegmentView base;
  base.bytes = bytes.substr(0, kBaseLength);
  into.once[index_of(Segment::Base)] = base.bytes;
  if (bytes.size() == kBaseLength) return into.parts.push_back(base);  // as most records are
  for (const SegmentView& part : segments_of(bytes)) {
    if (part.fault != SegmentFault::None || !part.is_populated()) continue;
    into.parts.push_back(part);
    if (part.segment != Segment::J1 && part.segment != Segment::J2)
      into.once[index_of(part.segment)] = part.bytes;
  }
}

void ReadLoader::start(std::string_view record, std::string_view previous, std::uint64_t changed) {
  cut(record, record_);
  cut(previous, previous_);
  arena_.reset();
  add_pending(pending_.by_record.data());
  for (std::uint64_t bits = changed; bits != 0; bits &= bits - 1)
    add_pending(pending_.by_field.data() +
                words_ * static_cast<std::size_t>(std::countr_zero(bits)));
}

// The consumer in the base segment has the fields of the base segment: of these start() knows which
// are others, as long as no other consumer was read meanwhile.
void ReadLoader::start_consumer(const SegmentView& consumer) {
  if (consumer.segment != Segment::Base || consumer_segment_ != Segment::Base)
    add_pending(pending_.by_consumer.data());
  consumer_ = consumer.bytes;
  consumer_segment_ = consumer.segment;
}

void ReadLoader::load(const ReadSet& needed) {
  for (std::size_t word = 0; word < needed.size(); ++word) {
    std::uint64_t bits = needed[word] & pending_.now[word];
    pending_.now[word] &= ~bits;
    for (; bits != 0; bits &= bits - 1) {
      const std::size_t at = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      refresh(static_cast<std::uint32_t>(at), kept_[at]);
    }
  }
}

void ReadLoader::load(std::span<const std::uint32_t> reads) {
  for (const std::uint32_t at : reads) {
    const std::uint64_t bit = std::uint64_t{1} << (at % 64);
    if ((pending_.now[at / 64] & bit) == 0) continue;
    pending_.now[at / 64] &= ~bit;
    refresh(at, kept_[at]);
  }
}

void ReadLoader::refresh(std::uint32_t at, Kept& kept) {
  if (kept.from == From::Base) {
    const char* bytes = record_.once[index_of(Segment::Base)].data() + kept.offset;
    const bool is_same = kept.field != nullptr && are_same(bytes, kept.bytes, kept.length);
    if (!is_same) take(at, kept, reads_[at].field, {bytes, kept.length});
  } else if (kept.from == From::Elsewhere) {
    const Slot slot = other_slot(reads_[at]);
    if (!kept.is_set || !is_same_fact(at, slot)) set(at, slot);
  } else {
    const auto [field, bytes] = field_of(at);
    const bool is_same =
        kept.is_set && field == kept.field && are_same(bytes.data(), kept.bytes, bytes.size());
    if (!is_same) take(at, kept, field, bytes);
  }
}

// What stands in a list that is not empty is not compared.
bool ReadLoader::is_same_fact(std::uint32_t at, const Slot& slot) const {
  const Slot& last = registers_[program_.register_of[at]];
  const bool is_list = reads_[at].list != dsl::ConsumerList::None;
  return slot.state == last.state && slot.size == last.size &&
         (is_list ? slot.size == 0 : slot.number == last.number);
}

void ReadLoader::take(std::uint32_t at, Kept& kept, const Field* field, std::string_view bytes) {
  kept.field = field;
  std::copy(bytes.begin(), bytes.end(), kept.bytes);
  set(at, field == nullptr ? missing() : value_slot(*field, {kept.bytes, bytes.size()}));
}

void ReadLoader::set(std::uint32_t at, const Slot& slot) {
  const std::uint8_t is_bad = slot.state == State::Bad ? 1 : 0;
  bad_count_ += std::size_t{is_bad} - is_bad_[at];
  is_bad_[at] = is_bad;
  kept_[at].is_set = true;
  changed_.push_back(at);
  registers_[program_.register_of[at]] = slot;
}

// The field that is read, and its bytes; null when it is not there.
std::pair<const Field*, std::string_view> ReadLoader::field_of(std::uint32_t at) const {
  const dsl::RecordRead& read = reads_[at];
  const Field* field = read.field;
  std::string_view segment;
  if (read.of_consumer) {
    field = consumer_fields_[at][index_of(consumer_segment_)];
    segment = consumer_;
  } else if (read.segment == Segment::Header) {
    segment = header_;
  } else {
    segment = (read.previous ? previous_ : record_).once[index_of(read.segment)];
  }
  if (field == nullptr || segment.empty()) return {nullptr, {}};
  return {field, {segment.data() + field->offset(), field->length}};
}

// What is no field: facts, lists, whether a segment is there.
Slot ReadLoader::other_slot(const dsl::RecordRead& read) {
  if (read.fact != nullptr) {
    for (const auto& [fact, number] : facts_) {
      if (fact == read.fact) return Slot::of_number(number);
    }
    return read.fact->kind == dsl::Kind::Bool ? Slot::of_number(0) : missing();
  }
  if (read.list != dsl::ConsumerList::None) return list_of(read);
  const Record& record = read.previous ? previous_ : record_;
  return record.once[index_of(read.segment)].empty() ? missing() : Slot::of_number(1);
}

Slot ReadLoader::list_of(const dsl::RecordRead& read) {
  Record& record = read.previous ? previous_ : record_;
  if (record.parts.empty()) return Slot::of_block(nullptr);
  const bool base_too = read.list == dsl::ConsumerList::All;
  if (record.consumers == nullptr) read_associated(record);
  if (base_too && !record.has_base) read_base_consumer(record);
  if (record.is_associated_bad || (base_too && record.is_base_bad))
    return Slot::of_state(State::Bad);
  return base_too ? Slot::of_block(record.consumers, record.associated + 1)
                  : Slot::of_block(record.consumers + 1, record.associated);
}

void ReadLoader::read_associated(Record& of) {
  const auto is_associated = [](const SegmentView& part) {
    return part.segment == Segment::J1 || part.segment == Segment::J2;
  };
  of.associated =
      static_cast<std::uint32_t>(std::count_if(of.parts.begin(), of.parts.end(), is_associated));
  of.consumers = arena_.slots(std::size_t{1} + of.associated);
  of.is_associated_bad = false;
  Slot* next = of.consumers + 1;
  for (const SegmentView& part : of.parts) {
    if (is_associated(part)) *next++ = consumer(part, of.is_associated_bad);
  }
}

void ReadLoader::read_base_consumer(Record& of) {
  of.has_base = true;
  of.is_base_bad = false;
  SegmentView base;
  base.bytes = of.once[index_of(Segment::Base)];
  of.consumers[0] = consumer(base, of.is_base_bad);
}

// What a J1 does not say is missing.
Slot ReadLoader::consumer(const SegmentView& part, bool& is_bad) {
  Slot* members = arena_.slots(program_.members.size());
  for (std::size_t i = 0; i < program_.members.size(); ++i) {
    if (program_.member_is_read[i] == 0) continue;
    const Field* field = member_fields_[i][index_of(part.segment)];
    members[i] = field == nullptr ? missing() : record_slot(*field, part.bytes);
    is_bad = is_bad || members[i].state == State::Bad;
  }
  return Slot::of_block(members);
}

}  // namespace m2::internal
