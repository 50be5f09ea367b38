#pragma once
// Showing: slots as values that people may see, personal data masked. Internal to evaluate.
//
//   const Showing showing(*preset, Masking::Masked);
//   showing.brief(slot, type, showing.is_personal(expr), run)      // "$1,450"

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "dsl/personal.h"
#include "engine/evaluate/answer.h"
#include "engine/evaluate/slot.h"

namespace m2 {

class Showing {
 public:
  /// What only the run knows.
  struct Run {
    std::function<std::string(const Slot& bad)> describe;
    std::function<Slot(const Slot& ledger)> charges;  // of a ledger, which makes them when asked
    /// JSON pointer of the object that a record was read from, when places are asked for.
    std::function<std::string(const Slot& record)> pointer;
  };

  Showing(const dsl::CheckedPreset& preset, Masking masking);

  /// With all of its members and items.
  [[nodiscard]] AnswerValue value(const Slot& slot, dsl::Type type, bool is_personal,
                                  const Run& run) const;
  /// On one line: "\"Current\"", "12 items", "missing"; of a small record its members,
  /// of a short list its words.
  [[nodiscard]] std::string brief(const Slot& slot, dsl::Type type, bool is_personal,
                                  const Run& run) const;
  /// Whether personal data ends up in the value of an expression of the preset.
  [[nodiscard]] bool is_personal(dsl::ExprId id) const;
  [[nodiscard]] bool is_personal(const dsl::WireMember& member) const {
    return !reveals_ && personal().has(member);
  }
  [[nodiscard]] bool is_ledger(dsl::Type type) const;
  [[nodiscard]] const dsl::SourceIndex& index() const;
  [[nodiscard]] bool reveals() const { return reveals_; }

 private:
  void record(const Slot& slot, dsl::Type type, bool is_personal, AnswerValue& out,
              const Run& run) const;
  [[nodiscard]] bool is_personal(dsl::Type record, std::uint32_t member,
                                 bool is_made_of_personal) const;
  void scalar(const Slot& slot, bool is_personal, AnswerValue& out) const;
  [[nodiscard]] const dsl::PersonalMembers& personal() const;

  const dsl::CheckedPreset& preset_;
  bool reveals_;
  // Made when they are asked for: they take their time.
  mutable std::optional<dsl::SourceIndex> index_;
  mutable std::optional<dsl::PersonalMembers> personal_;
  mutable std::map<dsl::ExprId, bool> known_;
};

/// Personal data as it may be shown: text but for its end, of dates and numbers no digit.
std::string hidden(const std::string& text, dsl::Type type);

}  // namespace m2
