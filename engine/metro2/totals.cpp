#include "engine/metro2/totals.h"

#include <algorithm>

#include "engine/base/ascii.h"
#include "engine/base/check.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

bool is_all(std::string_view bytes, char c) {
  return bytes.find_first_not_of(c) == std::string_view::npos;
}
bool is_given(std::string_view digits) {
  return !is_all(digits, '0') && !is_all(digits, ' ');
}
bool is_ssn(std::string_view digits) {
  return is_given(digits) && !is_all(digits, '9');
}

// The trailer has one count for each account status, named after it: total_status_71.
constexpr TrailerField kNoCount = TrailerField::Rdw;
constexpr auto kStatusCounts = [] {
  constexpr std::string_view kPrefix = "total_status_";
  std::array<TrailerField, internal::kStatusSlots> counts{};
  counts.fill(kNoCount);
  for (std::size_t i = 0; i < kTrailerFields.size(); ++i) {
    const std::string_view key = kTrailerFields[i].key;
    if (!key.starts_with(kPrefix)) continue;
    const char code[] = {to_upper(key[key.size() - 2]), to_upper(key.back())};
    counts[internal::status_slot({code, 2})] = static_cast<TrailerField>(i);
  }
  return counts;
}();

// How often a segment stands in the file; base segments count records.
constexpr TrailerField count_of(Segment segment) {
  switch (segment) {
    case Segment::Base:
      return TrailerField::TotalBaseRecords;
    case Segment::J1:
      return TrailerField::TotalJ1;
    case Segment::J2:
      return TrailerField::TotalJ2;
    case Segment::K1:
      return TrailerField::TotalK1;
    case Segment::K2:
      return TrailerField::TotalK2;
    case Segment::K3:
      return TrailerField::TotalK3;
    case Segment::K4:
      return TrailerField::TotalK4;
    case Segment::L1:
      return TrailerField::TotalL1;
    case Segment::N1:
      return TrailerField::TotalN1;
    case Segment::Header:
    case Segment::Trailer:
      break;
  }
  return kNoCount;
}

}  // namespace

template <class ConsumerField>
void Totals::add_consumer(std::string_view bytes, TrailerField ssn, TrailerField date_of_birth) {
  if (is_ssn(raw(field(ConsumerField::Ssn), bytes))) {
    bump(ssn);
    bump(TrailerField::TotalSsnAll);
  }
  if (is_given(raw(field(ConsumerField::DateOfBirth), bytes))) {
    bump(date_of_birth);
    bump(TrailerField::TotalDobAll);
  }
  if (is_given(raw(field(ConsumerField::TelephoneNumber), bytes)))
    bump(TrailerField::TotalTelephoneAll);
  if (raw(field(ConsumerField::EcoaCode), bytes) == "Z") bump(TrailerField::TotalEcoaZ);
}

void Totals::add(std::string_view record) {
  M2_CHECK(record.size() >= kBaseLength, "totals are counted from whole base records");
  longest_ = std::max(longest_, record.size());
  bump(TrailerField::TotalBaseRecords);
  const std::string_view status = raw(field(BaseField::AccountStatus), record);
  if (const TrailerField count = kStatusCounts[internal::status_slot(status)]; count != kNoCount)
    bump(count);
  add_consumer<BaseField>(record, TrailerField::TotalSsnBase, TrailerField::TotalDobBase);
  if (record.size() == kBaseLength) return;
  for (const SegmentView& part : segments_of(record)) {
    if (!is_appended(part.segment) || part.fault != SegmentFault::None || !part.is_populated())
      continue;
    bump(count_of(part.segment));
    if (part.segment == Segment::J1)
      add_consumer<J1Field>(part.bytes, TrailerField::TotalSsnJ1, TrailerField::TotalDobJ1);
    if (part.segment == Segment::J2)
      add_consumer<J2Field>(part.bytes, TrailerField::TotalSsnJ2, TrailerField::TotalDobJ2);
  }
}

void Totals::merge(const Totals& other) {
  for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  longest_ = std::max(longest_, other.longest_);
}

std::string trailer_record(const Totals& totals, std::uint64_t block_count) {
  std::string trailer(blank(Segment::Trailer));
  for (std::size_t i = 0; i < kTrailerFields.size(); ++i) {
    const auto counted = static_cast<TrailerField>(i);
    if (kTrailerFields[i].kind != FieldKind::Numeric) continue;
    const std::uint64_t count =
        counted == TrailerField::BlockCount ? block_count : totals.count(counted);
    put_dollars(kTrailerFields[i], static_cast<std::int64_t>(count),
                trailer.data());  // a count above nine digits: all nines
  }
  return trailer;
}

}  // namespace m2
