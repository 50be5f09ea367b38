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

}  // namespace m2
