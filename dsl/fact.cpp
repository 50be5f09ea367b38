#include "dsl/fact.h"

#include <algorithm>

#include "engine/base/text.h"

namespace m2::dsl {
namespace {

// Beyond these a set is widened, so that a fact costs the same however long a file is.
constexpr std::size_t kMostWords = 300;  // the longest code list has fewer
constexpr std::size_t kMostIntervals = 64;

std::shared_ptr<const std::vector<Fact>> combined(const Fact& a, const Fact& b,
                                                  Fact (*combine)(const Fact&, const Fact&)) {
  std::vector<Fact> parts;
  for (std::size_t i = 0; i < a.parts->size(); ++i)
    parts.push_back(combine((*a.parts)[i], (*b.parts)[i]));
  return std::make_shared<const std::vector<Fact>>(std::move(parts));
}

// Lengths that the words of a finite set have.
IntervalSet lengths_of(const std::vector<std::string_view>& words) {
  IntervalSet lengths;
  for (std::string_view word : words) {
    const auto length = static_cast<std::int64_t>(count_code_points(word));
    lengths.push_back({length, length});
  }
  return normalised(std::move(lengths));
}

}  // namespace

Words::Words(bool all_but, std::vector<std::string_view> words) : all_but_(all_but) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  if (words.size() > kMostWords) {
    all_but_ = true;
    words.clear();
  }
  if (!words.empty())
    words_ = std::make_shared<const std::vector<std::string_view>>(std::move(words));
}

Words Words::only(std::vector<std::string_view> words) {
  return Words(false, std::move(words));
}

Words Words::all_but(std::vector<std::string_view> words) {
  return Words(true, std::move(words));
}

const std::vector<std::string_view>& Words::listed() const {
  static const std::vector<std::string_view> kNone;
  return words_ == nullptr ? kNone : *words_;
}

bool Words::contains(std::string_view word) const {
  return std::binary_search(listed().begin(), listed().end(), word) != all_but_;
}

Words unite(const Words& a, const Words& b) {
  if (a == b) return a;
  std::vector<std::string_view> out;
  const auto& x = a.listed();
  const auto& y = b.listed();
  if (a.all_but_ && b.all_but_) {
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(out));
  } else if (a.all_but_) {
    std::set_difference(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(out));
  } else if (b.all_but_) {
    std::set_difference(y.begin(), y.end(), x.begin(), x.end(), std::back_inserter(out));
  } else {
    std::set_union(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(out));
  }
  return Words(a.all_but_ || b.all_but_, std::move(out));
}

Words common(const Words& a, const Words& b) {
  if (a == b || b.is_any()) return a;
  if (a.is_any()) return b;
  std::vector<std::string_view> out;
  const auto& x = a.listed();
  const auto& y = b.listed();
  if (a.all_but_ && b.all_but_) {
    std::set_union(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(out));
  } else if (a.all_but_) {
    std::set_difference(y.begin(), y.end(), x.begin(), x.end(), std::back_inserter(out));
  } else if (b.all_but_) {
    std::set_difference(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(out));
  } else {
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(out));
  }
  return Words(a.all_but_ && b.all_but_, std::move(out));
}

bool operator==(const Words& a, const Words& b) {
  return a.all_but_ == b.all_but_ && (a.words_ == b.words_ || a.listed() == b.listed());
}

Fact Fact::top() {
  Fact f;
  f.missing = f.blank = true;
  f.whole_dollars = false;
  f.numbers = {{kLowest, kHighest}};
  return f;
}

Fact Fact::of_missing() {
  Fact f;
  f.missing = true;
  return f;
}

Fact Fact::of_blank() {
  Fact f;
  f.blank = true;
  return f;
}

Fact Fact::of_numbers(IntervalSet numbers) {
  Fact f;
  f.numbers = std::move(numbers);
  f.whole_dollars = f.numbers.empty();
  return f;
}

Fact Fact::of_bool(bool may_be_false, bool may_be_true) {
  Fact f;
  if (may_be_false || may_be_true) f.numbers = {{may_be_false ? 0 : 1, may_be_true ? 1 : 0}};
  return f;
}

Fact Fact::of_words(Words words) {
  Fact f;
  f.numbers = words.is_finite() ? lengths_of(words.listed()) : IntervalSet{{0, kHighest}};
  f.words = std::move(words);
  return f;
}

bool Fact::contains(std::int64_t number) const {
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](const Interval& in) { return in.first <= number && number <= in.second; });
}

bool operator==(const Fact& a, const Fact& b) {
  if (a.missing != b.missing || a.blank != b.blank || a.whole_dollars != b.whole_dollars ||
      a.numbers != b.numbers || !(a.words == b.words) || a.reach != b.reach)
    return false;
  if (a.parts == b.parts) return true;
  return a.parts != nullptr && b.parts != nullptr && *a.parts == *b.parts;
}

IntervalSet bounded(IntervalSet set) {
  if (set.size() <= kMostIntervals) return set;
  return {{set.front().first, set.back().second}};
}

Fact join(const Fact& a, const Fact& b) {
  Fact out = a.has_value() ? a : b;
  out.missing = a.missing || b.missing;
  out.blank = a.blank || b.blank;
  if (!a.has_value() || !b.has_value()) return out;
  out.whole_dollars = a.whole_dollars && b.whole_dollars;
  if (a.numbers != b.numbers) {
    IntervalSet both = a.numbers;
    both.append(b.numbers.begin(), b.numbers.end());
    out.numbers = bounded(normalised(std::move(both)));
  }
  out.words = unite(a.words, b.words);
  out.reach = a.reach < 0 || b.reach < 0 ? -1 : std::max(a.reach, b.reach);
  if (a.parts != b.parts) {
    const bool alike =
        a.parts != nullptr && b.parts != nullptr && a.parts->size() == b.parts->size();
    out.parts = alike ? combined(a, b, &join) : nullptr;
  }
  return out;
}

Fact meet(const Fact& a, const Fact& b) {
  Fact out = a;
  out.missing = a.missing && b.missing;
  out.blank = a.blank && b.blank;
  out.whole_dollars = a.whole_dollars || b.whole_dollars;
  if (a.numbers != b.numbers) out.numbers = bounded(intersection(a.numbers, b.numbers));
  out.words = common(a.words, b.words);
  if (b.words.is_finite() && out.words.is_finite()) {
    out.numbers = intersection(out.numbers, lengths_of(out.words.listed()));
  }
  if (out.reach < 0 || (b.reach >= 0 && b.reach < out.reach)) out.reach = b.reach;
  if (a.parts == nullptr) out.parts = b.parts;
  if (a.parts != nullptr && b.parts != nullptr && a.parts != b.parts &&
      a.parts->size() == b.parts->size())
    out.parts = combined(a, b, &meet);
  return out;
}

}  // namespace m2::dsl
