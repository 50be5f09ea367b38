#pragma once
// AccountKey: how the bureaus know an account: by its identification number and its account number.
//
//   const AccountKey key = AccountKey::of(record);
//   AccountKey::known_as(record)            // after this report: as its L1 segment says

#include <cstdint>
#include <string_view>

#include "engine/metro2/record.h"

namespace m2 {

/// Hashes of both numbers without the blanks around them; two accounts of ten million share one
/// with a chance of three in a million.
struct AccountKey {
  std::uint64_t number = 0;          // of the account number alone
  std::uint32_t identification = 0;  // of the identification number

  static AccountKey of(std::string_view record);
  static AccountKey of(std::string_view identification, std::string_view number);
  /// With the new numbers that the record announces.
  static AccountKey known_as(std::string_view record);

  /// Of both.
  [[nodiscard]] std::uint64_t both() const {
    return number ^ (identification * 0x9E3779B97F4A7C15U);
  }
  friend bool operator==(AccountKey, AccountKey) = default;
};

}  // namespace m2
