#pragma once
// The texts that a preset, its shape and its parameters name themselves: they say nothing about
// anybody. Internal to case_recording.
//
//   const KnownWords words(preset, values);
//   words.has("Resident")                       // it is compared with
//   words.is_of_list("loan.creditstatus.97")    // a code of one of the vendor's lists

#include <set>
#include <string>
#include <string_view>

#include "dsl/program.h"
#include "engine/config/tenant.h"

namespace m2::internal {

class KnownWords {
 public:
  KnownWords(const dsl::CheckedPreset& preset, const ParamLiterals& values);

  /// In capitals or not.
  [[nodiscard]] bool has(std::string_view text) const;
  /// "geo.state.TX", "loan.creditstatus.97": from a vendor's list that a known word is from, too,
  /// with a known word or a short code behind the last dot.
  [[nodiscard]] bool is_of_list(std::string_view text) const;
  /// The longest one among the words of the text; empty: none.
  [[nodiscard]] std::string longest_in(std::string_view text) const;

  /// "creditStatus": letters, the first of them a small one.
  static bool is_camel_word(std::string_view text);

 private:
  void learn(std::string_view word);

  std::set<std::string, std::less<>> words_;    // in small letters
  std::set<std::string, std::less<>> origins_;  // "loan" of "loan.type.installment"
};

}  // namespace m2::internal
