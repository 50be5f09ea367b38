#pragma once
// DiffGroups: the accounts of a portfolio diff, put together by what becomes of them. Blocks are
// added one after the other, so the groups do not depend on threads. Internal to portfolio_diff.

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "engine/pipeline/portfolio_diff.h"

namespace m2 {

class DiffGroups {
 public:
  using Outcomes = std::set<std::pair<ToldOutcome, ToldOutcome>>;

  void add_document() { ++documents_; }
  /// The bytes of its fields are still there.
  void add(const AccountChange& change);
  /// Adds what came after.
  void merge(const DiffGroups& later);

  [[nodiscard]] std::uint64_t documents() const { return documents_; }
  /// Of the accounts that become negative, or no longer are: as what they end.
  [[nodiscard]] const Outcomes& newly() const { return newly_.outcomes; }
  [[nodiscard]] const Outcomes& no_longer() const { return no_longer_.outcomes; }
  /// Without causes.
  PortfolioDiff take();

 private:
  struct FieldKey {
    Segment segment;
    std::size_t place;  // 0: the segment itself; else the field's, in the order of the standard
    const Field* field;
    friend auto operator<=>(const FieldKey&, const FieldKey&) = default;
  };
  struct Negative {
    FieldGroup group;
    Outcomes outcomes;
  };

  static void add(Negative& negative, const AccountChange& change);

  std::uint64_t documents_ = 0;
  std::uint64_t changed_ = 0;
  Negative newly_, no_longer_;
  std::map<std::pair<ToldOutcome, ToldOutcome>, ChangeGroup> outcomes_;
  std::map<FieldKey, FieldGroup> fields_;
};

}  // namespace m2
