#pragma once
// RecordBatch: the records of some accounts, in every form the bureaus of a run want them.
//
//   RecordBatch batch(forms);
//   batch.add(outcome.record);                 // in the order of the documents
//   files.write(batch); batch.clear();         // one batch a thread; its memory is reused
//
// Bureaus that want the same form share its bytes, so that a record is formed once.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/metro2/field.h"
#include "engine/metro2/framing.h"
#include "engine/metro2/totals.h"

namespace m2 {

/// What may differ between the bureaus of a run: everything else in a record is the same for all.
struct RecordForm {
  Framing framing;
  std::string identification_number;  // base field 5
  std::string cycle_identifier;       // base field 6

  friend bool operator==(const RecordForm&, const RecordForm&) = default;
};

/// Puts what differs between bureaus into a base segment: fields 5 and 6.
void put_identity(const RecordForm& form, char* base);

class RecordBatch {
 public:
  explicit RecordBatch(const std::vector<RecordForm>& forms);

  /// A base record in character form with its segments; the descriptor word and fields 5 and 6 are
  /// filled here. False, and nothing added, when it is longer than a descriptor word can tell.
  bool add(std::string_view record);
  void clear();

  /// The records as a file of that form holds them.
  [[nodiscard]] std::string_view bytes(std::size_t form) const { return forms_[form].bytes; }
  [[nodiscard]] const Totals& totals() const { return totals_; }
  /// The latest date of account information (field 24); empty when no record has one.
  [[nodiscard]] std::optional<Date> latest_activity() const;

 private:
  static constexpr std::size_t kIdentityLength =
      field(BaseField::IdentificationNumber).length + field(BaseField::CycleIdentifier).length;
  struct Formed {
    Framing framing;
    std::array<char, kIdentityLength> identity{};  // fields 5 and 6, side by side
    std::string bytes;
  };
  std::vector<Formed> forms_;
  Totals totals_;
  std::array<char, 8> latest_{};  // YYYYMMDD, so that bytes compare as days; zero: none
};

}  // namespace m2
