#pragma once
// JSON documents: parsed in place, numbers kept as text, memory reused from one document to the
// next.
//
//   JsonDocument document;
//   if (auto problem = document.parse_in_place(line)) hold(*problem);
//   const JsonValue* id = find(document.root(), "id");      // a number is text here:
//   id->GetString()
//
// The one parser instantiation of the program is in json.cpp. Numbers are strings so that 1450.10
// never becomes a double.

#include <rapidjson/document.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace m2 {

using JsonPool = rapidjson::MemoryPoolAllocator<>;
using JsonValue = rapidjson::GenericValue<rapidjson::UTF8<>, JsonPool>;

struct JsonProblem {
  std::size_t offset = 0;  // bytes from the start of the text
  std::string message;     // what the parser met; never the text itself
};

class JsonDocument {
 public:
  JsonDocument();
  ~JsonDocument();
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  /// Parses `text`, which ends with a NUL at text[size] and is overwritten; values point into it.
  /// What the document held before is gone. Problem: where and why it is not JSON, or that it is
  /// nested more than 1,000 deep.
  std::optional<JsonProblem> parse_in_place(char* text, std::size_t size);
  /// As parse_in_place, from a copy that the document keeps.
  std::optional<JsonProblem> parse(std::string_view text);

  [[nodiscard]] const JsonValue& root() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The member `name`, or null. Members whose value is null are found like others.
const JsonValue* find(const JsonValue& object, std::string_view name);
/// Text of a string or of a number as it was written; empty for every other kind.
std::optional<std::string_view> scalar_text(const JsonValue& value);
/// A name as a step of a JSON pointer: "/a~1b" for "a/b".
std::string pointer_step(std::string_view name);
/// What people are shown of a value: its text, true, false, null, else its kind.
std::string_view text_or_kind(const JsonValue& value);
/// What a message calls the kind of `value`.
std::string_view kind_of(
    const JsonValue& value);  // "an object", "a list", "text", "true or false", "null"

}  // namespace m2
