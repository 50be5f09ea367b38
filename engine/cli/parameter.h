#pragma once
// Parameter: one argument or option of a command, and where its value goes.
//
//   option("--today", "DATE", "the day that counts as today", today_)
//   argument("FILE", "a Metro 2 file, - for standard input", file_).completes_files()

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"

namespace m2::cli {

struct Parameter {
  enum class Count : std::uint8_t { Flag, AtMostOne, One, AnyNumber, OneOrMore };
  /// Stores one value. Returns what is wrong with it, in words that follow "`value` ", or nothing.
  using Take = std::function<std::string(std::string_view value)>;

  std::string name;   // "--today"; without dashes: an argument that is told by its place
  std::string value;  // what stands behind an option: "DATE"
  std::string about;  // lower case, no final stop
  Count count = Count::AtMostOne;
  Take take;
  std::vector<std::string> choices = {};      // the only values, when there are any
  std::vector<std::string> suggestions = {};  // values worth offering; others are allowed
  std::string names = {};  // the arguments of the metro2 that prints more values, one a line
  bool is_path = false;    // offer files

  [[nodiscard]] bool is_option() const { return name.starts_with('-'); }
  [[nodiscard]] bool is_required() const {
    return count == Count::One || count == Count::OneOrMore;
  }
  [[nodiscard]] bool repeats() const { return count >= Count::AnyNumber; }

  Parameter one_of(std::vector<std::string> values) && {
    choices = std::move(values);
    return std::move(*this);
  }
  Parameter such_as(std::vector<std::string> values) && {
    suggestions = std::move(values);
    return std::move(*this);
  }
  /// Values that `metro2 ARGUMENTS` prints when a shell asks for them.
  Parameter completes_with(std::string arguments) && {
    names = std::move(arguments);
    return std::move(*this);
  }
  Parameter completes_files() && {
    is_path = true;
    return std::move(*this);
  }
  /// For arguments that repeat: none is enough.
  Parameter or_none() && {
    count = Count::AnyNumber;
    return std::move(*this);
  }
};

Parameter flag(std::string name, std::string about, bool& target);

Parameter argument(std::string name, std::string about, std::string& target);
Parameter argument(std::string name, std::string about, std::optional<std::string>& target);
Parameter arguments(std::string name, std::string about, std::vector<std::string>& target);

/// One that must be given.
Parameter option(std::string name, std::string value, std::string about, std::string& target);
Parameter option(std::string name, std::string value, std::string about,
                 std::optional<std::string>& target);
/// A whole number from 1.
Parameter option(std::string name, std::string value, std::string about,
                 std::optional<std::uint64_t>& target);
/// A day as 2026-05-31.
Parameter option(std::string name, std::string value, std::string about,
                 std::optional<Date>& target);
/// A month as 2026-10.
Parameter option(std::string name, std::string value, std::string about,
                 std::optional<Period>& target);
/// May be given several times.
Parameter option(std::string name, std::string value, std::string about,
                 std::vector<std::string>& target);

}  // namespace m2::cli
