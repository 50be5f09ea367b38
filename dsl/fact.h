#pragma once
// Fact: what a value can be, beyond its type. A set that always contains the value, never the other
// way round: what is not known is in it.
//
//   Fact rent = Fact::of_numbers({{0, kHighest}});            // $0 and more
//   meet(rent, Fact::of_numbers({{kLowest, 2500}})).numbers   // {{0, 2500}}
//
// Numbers are in the units of the value's kind (program.h). A bool is 0 or 1, a choice its index;
// of a text they are its length in characters, of a list the number of its items, of a record
// nothing.

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "dsl/geometry.h"

namespace m2::dsl {

/// A set of texts: these, or all but these. The texts belong to whoever made the set.
class Words {
 public:
  static Words any() { return Words(true, {}); }
  static Words none() { return Words(false, {}); }
  static Words only(std::vector<std::string_view> words);
  static Words all_but(std::vector<std::string_view> words);

  /// All of them are known.
  [[nodiscard]] bool is_finite() const { return !all_but_; }
  [[nodiscard]] bool is_empty() const { return !all_but_ && listed().empty(); }
  [[nodiscard]] bool is_any() const { return all_but_ && listed().empty(); }
  [[nodiscard]] bool contains(std::string_view word) const;
  /// The texts of a finite set, or those that are not in it; sorted.
  [[nodiscard]] const std::vector<std::string_view>& listed() const;

  friend Words unite(const Words& a, const Words& b);
  friend Words common(const Words& a, const Words& b);
  friend bool operator==(const Words& a, const Words& b);

 private:
  Words(bool all_but, std::vector<std::string_view> words);

  bool all_but_ = true;
  std::shared_ptr<const std::vector<std::string_view>> words_;  // null: none
};

struct Fact {
  bool missing = false;  // may be missing
  bool blank = false;    // may be blank
  bool whole_dollars = true;
  IntervalSet numbers;  // empty: there is never a value
  Words words = Words::any();
  /// How large it is at most when every amount of the source has nine digits; below zero: not
  /// known.
  double reach = -1;
  /// Of a record its members, of a list one for every item; null: whatever their types allow.
  std::shared_ptr<const std::vector<Fact>> parts;

  /// Says nothing: the neutral one of meet().
  static Fact top();
  /// No value at all, as `hold "…"` gives: the neutral one of join().
  static Fact nothing() { return {}; }
  static Fact of_missing();
  static Fact of_blank();
  static Fact of_numbers(IntervalSet numbers);
  static Fact of_number(std::int64_t number) { return of_numbers({{number, number}}); }
  static Fact of_bool(bool may_be_false, bool may_be_true);
  static Fact of_words(Words words);

  [[nodiscard]] bool has_value() const { return !numbers.empty() && !words.is_empty(); }
  [[nodiscard]] bool is_impossible() const { return !missing && !blank && !has_value(); }
  [[nodiscard]] std::int64_t low() const { return numbers.front().first; }
  [[nodiscard]] std::int64_t high() const { return numbers.back().second; }
  [[nodiscard]] bool contains(std::int64_t number) const;
  /// The one number it can be.
  [[nodiscard]] bool is_single() const { return numbers.size() == 1 && low() == high(); }
  [[nodiscard]] bool may_be(bool truth) const { return contains(truth ? 1 : 0); }

  friend bool operator==(const Fact& a, const Fact& b);
};

/// The set itself, or a larger one when it has more parts than a fact keeps.
IntervalSet bounded(IntervalSet set);

/// What is in one of them, in both of them.
Fact join(const Fact& a, const Fact& b);
Fact meet(const Fact& a, const Fact& b);

}  // namespace m2::dsl
