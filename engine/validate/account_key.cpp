#include "engine/validate/account_key.h"

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

std::string_view identification_in(std::string_view record) {
  return trim(raw(field(BaseField::IdentificationNumber), record));
}

std::string_view number_in(std::string_view record) {
  return trim(raw(field(BaseField::ConsumerAccountNumber), record));
}

}  // namespace

AccountKey AccountKey::of(std::string_view identification, std::string_view number) {
  return {hash64(number), static_cast<std::uint32_t>(hash64(identification))};
}

AccountKey AccountKey::of(std::string_view record) {
  return of(identification_in(record), number_in(record));
}

AccountKey AccountKey::known_as(std::string_view record) {
  const NumberChange change = number_change(record);
  return of(change.identification.empty() ? identification_in(record) : change.identification,
            change.number.empty() ? number_in(record) : change.number);
}

NumberChange number_change(std::string_view record) {
  if (record.size() == kBaseLength) return {};
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment != Segment::L1 || part.fault != SegmentFault::None) continue;
    const char indicator = raw(field(L1Field::ChangeIndicator), part.bytes).front();
    NumberChange change;
    if (indicator == '1' || indicator == '3')
      change.number = trim(raw(field(L1Field::NewConsumerAccountNumber), part.bytes));
    if (indicator == '2' || indicator == '3')
      change.identification = trim(raw(field(L1Field::NewIdentificationNumber), part.bytes));
    return change;
  }
  return {};
}

}  // namespace m2
