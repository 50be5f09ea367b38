#pragma once
// What somebody else says of an account, held against what the presets make of it, and the list of
// those differences that are decisions.
//
//   Agreement agreement("loan", kAgreed);
//   agreement.expect({.account = "2001", .field = "accountStatus", .wanted = "11"}, "11");
//   agreement.check();          // inside a SCENARIO: a section an account

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json_tree.h"

namespace m2::test {

/// One value that was worked out apart from the engine, as it is compared: "$320", "2025-10-20",
/// empty for nothing.
struct Expectation {
  std::string account, field, wanted;
  std::vector<std::string> accepted = {};  // instead
  std::string note = {};                   // of the account
};

/// A difference that is a decision. It must be there, with this value of ours.
struct AgreedDifference {
  const char* account;
  const char* field;
  const char* ours;
  const char* reason;
};

class Agreement {
 public:
  Agreement(std::string_view what, std::vector<AgreedDifference> agreed)
      : what_(what), agreed_(std::move(agreed)) {}

  void expect(Expectation expectation, std::string found);

  /// In a test case: a section an account, and one for differences that are no more.
  void check() const;

  [[nodiscard]] std::size_t accounts() const { return accounts_in_order().size(); }
  [[nodiscard]] std::size_t compared() const { return verdicts_.size(); }
  [[nodiscard]] std::size_t count_accepted() const;
  [[nodiscard]] std::size_t count_differing() const;
  /// Rows of two tables: what differs and why; where an accepted value was found.
  [[nodiscard]] std::string differing_rows() const;
  [[nodiscard]] std::string accepted_rows() const;

 private:
  enum class Kind { Same, Accepted, Differs };
  struct Verdict {
    Expectation expectation;
    std::string found;
    Kind kind;
  };
  [[nodiscard]] std::vector<std::string> accounts_in_order() const;
  [[nodiscard]] const AgreedDifference* agreed(const Verdict& verdict) const;
  void check_verdict(const Verdict& verdict) const;
  [[nodiscard]] std::string told(const Verdict& verdict) const;

  std::string what_;
  std::vector<AgreedDifference> agreed_;
  std::vector<Verdict> verdicts_;
};

/// "-3752" or 45 as money: "-$37.52"; "2050.00" likewise.
std::string money_of_cents(std::string_view cents);
std::string money_of_dollars(std::string_view dollars);
/// "$320.05" as a record holds it: "$320".
std::string in_whole_dollars(const std::string& money);
/// The text of a scalar; empty for null and for no node.
std::string text_of(const JsonNode* node);
/// What a file below tests/golden holds.
JsonNode golden_json(std::string_view name);
/// A field of a record as it is compared: money "$320", days "2025-10-20", nothing when it is not
/// filled.
std::string record_value(std::string_view base_segment, std::string_view key);

}  // namespace m2::test
