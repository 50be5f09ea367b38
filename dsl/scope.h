#pragma once
// Scope: what has a name where something is checked, and what is known to be there.
//
//   scope.learn("tenant.phone");                // behind `tenant.phone is present and`
//   scope.knows("tenant.phone")                 // true

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace m2::dsl {

class Scope {
 public:
  struct Mark {
    std::size_t binders = 0;
    std::size_t present = 0;
  };

  std::vector<std::uint32_t> binders;  // items and arguments, the innermost last

  /// A path, as Checker::canonical writes it, that is present from here on.
  void learn(std::string path) {
    ++times_[path];
    present_.push_back(std::move(path));
  }
  [[nodiscard]] bool knows(const std::string& path) const { return times_.contains(path); }

  [[nodiscard]] Mark mark() const { return {binders.size(), present_.size()}; }
  /// Forgets what was learnt since.
  void return_to(Mark mark) {
    binders.resize(mark.binders);
    for (; present_.size() > mark.present; present_.pop_back()) {
      const auto known = times_.find(present_.back());
      if (--known->second == 0) times_.erase(known);
    }
  }

 private:
  std::vector<std::string> present_;
  std::unordered_map<std::string, std::uint32_t> times_;  // how often each of them was learnt
};

}  // namespace m2::dsl
