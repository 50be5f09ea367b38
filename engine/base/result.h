#pragma once
// Result<T>: a value or an Error, with the member names of C++23's std::expected.
//
//   Result<std::string> text = read_file(path);
//   if (!text) return text.error();
//   M2_TRY(std::string body, read_file(path));      // the same, returning early

#include <optional>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/error.h"

namespace m2 {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by design
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & {
    M2_CHECK(has_value(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    M2_CHECK(has_value(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  T&& value() && { return std::move(value()); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  Error& error() {
    M2_CHECK(!has_value(), "error() of a Result that holds a value");
    return *std::get_if<1>(&state_);
  }
  const Error& error() const {
    M2_CHECK(!has_value(), "error() of a Result that holds a value");
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit by design

  [[nodiscard]] bool has_value() const { return !error_; }
  explicit operator bool() const { return has_value(); }
  Error& error() {
    M2_CHECK(!has_value(), "error() of a Result that holds a value");
    return *error_;
  }
  const Error& error() const {
    M2_CHECK(!has_value(), "error() of a Result that holds a value");
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace m2

#define M2_CONCAT_(a, b) a##b
#define M2_CONCAT(a, b) M2_CONCAT_(a, b)
#define M2_TRY_(name, declaration, expression) \
  auto name = (expression);                    \
  if (!name) return std::move(name.error());   \
  declaration = std::move(name).value()
/// Declares `declaration` from a Result, or returns its error from the calling function.
#define M2_TRY(declaration, expression) \
  M2_TRY_(M2_CONCAT(m2_result_, __LINE__), declaration, expression)
/// Returns the error of a Result<void>, if it has one.
#define M2_TRY_VOID(expression)                                                   \
  do {                                                                            \
    if (auto m2_done = (expression); !m2_done) return std::move(m2_done.error()); \
  } while (false)
