#pragma once
// Tally: how many accounts came to a rule, with the first few of them and the first reason.
//
//   tally.add("no_rent", "8200010", "The lease has no monthly rent.");
//   tally.rules()      // most accounts first, then by name
//
// Memory is that of the rules there are, however many accounts come.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace m2 {

struct RuleTally {
  std::string rule;
  std::uint64_t accounts = 0;
  std::vector<std::string> examples;  // the first accounts, by the operator's own lease or loan id
  std::string reason;                 // of the first one; source values masked
};

class Tally {
 public:
  static constexpr std::size_t kExamples = 3;

  void add(std::string_view rule, std::string_view account, std::string_view reason);
  /// Adds what came after.
  void merge(const Tally& later);
  void clear() { rules_.clear(); }

  [[nodiscard]] std::uint64_t total() const;
  [[nodiscard]] std::vector<RuleTally> rules() const;

 private:
  RuleTally& of(std::string_view rule);
  std::vector<RuleTally> rules_;  // in the order of their first account
};

}  // namespace m2
