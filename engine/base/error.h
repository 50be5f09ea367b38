#pragma once
// An operation of ours that failed: disk, network, database, a document that cannot be read.
//
//   return Error{ErrorCode::NotFound, "no folder `recorded`"}.within("reading the responses of
//   `demo`");

#include <string>
#include <utility>

namespace m2 {

enum class ErrorCode { Invalid, NotFound, Unreadable, Unwritable, TooLarge, Unavailable };

struct Error {
  ErrorCode code = ErrorCode::Invalid;
  std::string message;  // lower case, no final stop, what and why; masked

  /// Puts what was being done before the message: "reading x: no such file".
  [[nodiscard]] Error within(const std::string& context) && {
    message = context + ": " + message;
    return std::move(*this);
  }
};

}  // namespace m2
