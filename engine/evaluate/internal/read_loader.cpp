#include "engine/evaluate/internal/read_loader.h"

#include <algorithm>

#include "engine/evaluate/internal/record_slot.h"

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
      loaded_at_(reads_.size(), 0),
      is_bad_(reads_.size(), 0) {
  for (const Segment segment : dsl::kConsumerSegments) {
    for (std::size_t i = 0; i < reads_.size(); ++i) {
      if (reads_[i].of_consumer)
        consumer_fields_[i][index_of(segment)] = dsl::consumer_field(segment, reads_[i].field->key);
    }
    for (std::size_t i = 0; i < member_fields_.size(); ++i)
      member_fields_[i][index_of(segment)] = find_field(segment, program.members[i]->key);
  }
}

void ReadLoader::set_header(std::string_view header) {
  header_.assign(header);
  start({}, {});
}

void ReadLoader::set_facts(const RuleFacts& facts) {
  facts_ = facts;
  start({}, {});
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
  record_start_ = consumer_start_ = std::max(record_start_, consumer_start_) + 1;
  cut(record, record_);
  has_previous_ = !previous.empty();
  if (has_previous_) cut(previous, previous_);
  arena_.reset();
}

void ReadLoader::start_consumer(const SegmentView& consumer) {
  consumer_start_ = std::max(record_start_, consumer_start_) + 1;
  consumer_ = consumer.bytes;
  consumer_segment_ = consumer.segment;
}

bool ReadLoader::load(const std::vector<std::uint32_t>& reads) {
  bool is_good = true;
  for (const std::uint32_t at : reads) {
    const dsl::RecordRead& read = reads_[at];
    const std::uint32_t start = read.of_consumer ? consumer_start_ : record_start_;
    if (loaded_at_[at] != start) {
      loaded_at_[at] = start;
      const Slot slot = slot_of(at);
      is_bad_[at] = slot.state == State::Bad ? 1 : 0;
      registers_[program_.register_of[at]] = slot;
    }
    is_good = is_good && is_bad_[at] == 0;
  }
  return is_good;
}

Slot ReadLoader::slot_of(std::uint32_t at) {
  const dsl::RecordRead& read = reads_[at];
  if (read.fact != nullptr) {
    for (const auto& [fact, number] : facts_) {
      if (fact == read.fact) return Slot::of_number(number);
    }
    return read.fact->kind == dsl::Kind::Bool ? Slot::of_number(0) : missing();
  }
  if (read.list != dsl::ConsumerList::None) return list_of(read);
  if (read.of_consumer) {
    const Field* field = consumer_fields_[at][index_of(consumer_segment_)];
    return field == nullptr ? missing() : record_slot(*field, consumer_);
  }
  if (read.segment == Segment::Header)
    return header_.empty() ? missing() : record_slot(*read.field, header_);
  const Record& record = read.previous ? previous_ : record_;
  const std::string_view bytes = record.once[index_of(read.segment)];
  if (bytes.empty() || (read.previous && !has_previous_)) return missing();
  return read.field == nullptr ? Slot::of_number(1) : record_slot(*read.field, bytes);
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
