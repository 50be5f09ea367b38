#pragma once
// What `metro2 test --record` is told, and what it does: a case made of a real account.
//
//   RecordOptions record_;
//   for (Parameter& p : record_.parameters()) parameters.push_back(std::move(p));
//   if (record_.is_asked()) return record_.run(paths_, context);

#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/cli/command.h"

namespace m2::cli {

class RecordOptions {
 public:
  std::vector<Parameter> parameters();

  [[nodiscard]] bool is_asked() const { return account_.has_value(); }
  /// What was said that only --record needs; empty: nothing.
  [[nodiscard]] std::string_view stray() const;
  /// `paths`: the file to write, or none.
  Result<Exit> run(const std::vector<std::string>& paths, Context& context) const;

 private:
  std::optional<std::string> account_;
  std::optional<std::string> from_;
  std::optional<std::string> store_;
  std::optional<std::string> tenant_;
  std::optional<std::string> preset_;
  std::optional<Period> period_;
  std::optional<Date> as_of_;
};

}  // namespace m2::cli
