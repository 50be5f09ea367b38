#include "engine/evaluate/internal/read_loader.h"

#include <algorithm>
#include <cstring>

#include "engine/evaluate/internal/record_slot.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

Slot missing() {
  return Slot::of_state(State::Missing);
}

}  // namespace

ReadLoader::ReadLoader(const RuleProgram& program, Slot* registers)
    : program_(program),
      reads_(program.rules->terms.record_reads),
      registers_(registers),
      consumer_fields_(reads_.size()),
      member_fields_(program.members.size()),
      kept_(reads_.size()) {
  for (const Segment segment : dsl::kConsumerSegments) {
    for (std::size_t i = 0; i < reads_.size(); ++i) {
      if (reads_[i].of_consumer)
        consumer_fields_[i][index_of(segment)] = dsl::consumer_field(segment, reads_[i].field->key);
    }
    for (std::size_t i = 0; i < member_fields_.size(); ++i)
      member_fields_[i][index_of(segment)] = find_field(segment, program.members[i]->key);
  }
  std::size_t room = 0;
  for (std::uint32_t at = 0; at < reads_.size(); ++at) room += room_for(at);
  bytes_ = std::make_unique<char[]>(room);
  char* next = bytes_.get();
  for (std::uint32_t at = 0; at < reads_.size(); ++at) {
    plan(at, next);
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
  kept.from = read.of_consumer                                  ? From::Consumer
              : read.segment == Segment::Base && !read.previous ? From::Base
                                                                : From::OtherField;
}

void ReadLoader::set_header(std::string_view header) {
  header_.assign(header);
}

void ReadLoader::set_facts(const RuleFacts& facts) {
  facts_ = facts;
}

void ReadLoader::cut(std::string_view bytes, Record& into) {
  into.parts.clear();
  into.once.fill({});
  into.has_lists = false;
  if (bytes.empty()) return;
  // Most records are a base segment alone.
  into.once[index_of(Segment::Base)] = bytes.substr(0, kBaseLength);
  for (const SegmentView& part : segments_of(bytes)) {
    if (part.fault != SegmentFault::None || !part.is_populated()) continue;
    into.parts.push_back(part);
    if (part.segment != Segment::J1 && part.segment != Segment::J2)
      into.once[index_of(part.segment)] = part.bytes;
  }
}

void ReadLoader::start(std::string_view record, std::string_view previous) {
  record_start_ = ++now_;
  cut(record, record_);
  base_ = record.empty() ? nullptr : record.data();
  has_previous_ = !previous.empty();
  if (has_previous_) cut(previous, previous_);
  arena_.reset();
}

void ReadLoader::start_consumer(const SegmentView& consumer) {
  ++now_;
  consumer_ = consumer.bytes;
  consumer_segment_ = consumer.segment;
}

std::optional<std::uint64_t> ReadLoader::load(const std::vector<std::uint32_t>& reads) {
  std::uint64_t changed = 0;
  bool is_good = true;
  for (const std::uint32_t at : reads) {
    Kept& kept = kept_[at];
    const std::uint64_t start = reads_[at].of_consumer ? now_ : record_start_;
    if (kept.loaded < start) {
      kept.loaded = start;
      refresh(at, kept);
    }
    changed = std::max(changed, kept.changed);
    is_good = is_good && !kept.is_bad;
  }
  return is_good ? std::optional(changed) : std::nullopt;
}

void ReadLoader::refresh(std::uint32_t at, Kept& kept) {
  if (kept.from == From::Base && base_ != nullptr) {
    const char* bytes = base_ + kept.offset;
    const bool is_same = kept.field != nullptr && std::memcmp(bytes, kept.bytes, kept.length) == 0;
    if (!is_same) take(at, kept, reads_[at].field, {bytes, kept.length});
  } else if (kept.from == From::Elsewhere) {
    set(at, kept, other_slot(reads_[at]));
  } else {
    const auto [field, bytes] = field_of(at);
    const bool is_same = kept.changed > 0 && field == kept.field &&
                         bytes == std::string_view(kept.bytes, bytes.size());
    if (!is_same) take(at, kept, field, bytes);
  }
}

void ReadLoader::take(std::uint32_t at, Kept& kept, const Field* field, std::string_view bytes) {
  kept.field = field;
  std::copy(bytes.begin(), bytes.end(), kept.bytes);
  set(at, kept, field == nullptr ? missing() : value_slot(*field, {kept.bytes, bytes.size()}));
}

void ReadLoader::set(std::uint32_t at, Kept& kept, const Slot& slot) {
  kept.changed = now_;
  kept.is_bad = slot.state == State::Bad;
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
  } else if (!read.previous || has_previous_) {
    segment = (read.previous ? previous_ : record_).once[index_of(read.segment)];
  }
  if (field == nullptr || segment.empty()) return {nullptr, {}};
  return {field, raw(*field, segment)};
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
  const bool is_there =
      (!read.previous || has_previous_) && !record.once[index_of(read.segment)].empty();
  return is_there ? Slot::of_number(1) : missing();
}

Slot ReadLoader::list_of(const dsl::RecordRead& read) {
  Record& record = read.previous ? previous_ : record_;
  if (!record.has_lists) make_lists(record);
  if (record.is_list_bad) return Slot::of_state(State::Bad);
  return read.list == dsl::ConsumerList::All ? record.all : record.associated;
}

void ReadLoader::make_lists(Record& of) {
  of.has_lists = true;
  of.is_list_bad = false;
  const auto is_consumer = [](const SegmentView& part) {
    return part.segment == Segment::Base || part.segment == Segment::J1 ||
           part.segment == Segment::J2;
  };
  const auto count =
      static_cast<std::size_t>(std::count_if(of.parts.begin(), of.parts.end(), is_consumer));
  Slot* block = arena_.slots(count);
  Slot* next = block;
  for (const SegmentView& part : of.parts) {
    if (is_consumer(part)) *next++ = consumer(part, of.is_list_bad);
  }
  const auto size = static_cast<std::uint32_t>(count);
  of.all = Slot::of_block(block, size);
  // The base consumer comes first.
  of.associated = size == 0 ? of.all : Slot::of_block(block + 1, size - 1);
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
