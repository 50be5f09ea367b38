#pragma once
// JsonSlice: the place of a value in JSON text, so that it can be copied word for word: `1450.10`
// stays `1450.10`.
//
//   M2_TRY(JsonSlice root, JsonSlice::parse(body));
//   for (JsonSlice lease : root.all("response.result.leases.lease"))
//   lease.append_compact(document);
//
// The text is checked once, by the one parser of json.h; slices then find their way by counting
// brackets: no recursion, no copies. A slice points into the text it was parsed from and is valid
// while that text lives.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace m2 {

class JsonSlice {
 public:
  enum class Kind : std::uint8_t { Absent, Object, List, Text, Number, True, False, Null };

  /// Absent: what a path that leads nowhere gives.
  JsonSlice() = default;
  /// The one value in `text`; a byte order mark before it is skipped. Error: Invalid, with the byte
  /// and the cause.
  static Result<JsonSlice> parse(std::string_view text);
  /// A value cut out of text that parse() accepted. Other text gives slices that make no sense, and
  /// no worse.
  static JsonSlice trusted(std::string_view value) { return JsonSlice(value); }

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool is_absent() const { return text_.empty(); }
  [[nodiscard]] bool is_object() const { return kind() == Kind::Object; }
  [[nodiscard]] bool is_list() const { return kind() == Kind::List; }
  /// The value as it was written.
  [[nodiscard]] std::string_view raw() const { return text_; }
  /// Text without its quotes and escapes, or a number as it was written; empty for every other
  /// kind.
  [[nodiscard]] std::string text() const;

  /// The members of an object, or the items of a list, in the order they were written; else empty.
  [[nodiscard]] std::vector<std::pair<std::string, JsonSlice>> members() const;
  [[nodiscard]] std::vector<JsonSlice> items() const;
  /// The first member of that name; absent when there is none or this is no object.
  [[nodiscard]] JsonSlice member(std::string_view name) const;
  /// Follows member names with dots between them, through objects only.
  [[nodiscard]] JsonSlice at(std::string_view path) const;
  /// Every value at the end of `path`; a list on the way or at the end stands for its items.
  [[nodiscard]] std::vector<JsonSlice> all(std::string_view path) const;

  /// Number of values inside, itself included; what stands below a member named `stub` is not
  /// counted.
  [[nodiscard]] std::size_t count_values(std::string_view stub = {}) const;
  /// Appends the value without the blanks between its tokens.
  void append_compact(std::string& out) const;

 private:
  explicit JsonSlice(std::string_view text) : text_(text) {}

  std::string_view text_;
};

}  // namespace m2
