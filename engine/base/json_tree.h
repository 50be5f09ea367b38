#pragma once
// JsonNode: a JSON document that can be changed. What is left alone keeps its words: `1450.10`
// stays `1450.10`.
//
//   M2_TRY(JsonNode root, parse_json_tree(text));
//   JsonNode* due = root.at_pointer("/ledger/3/dueDate");
//   due->set_text("05/01/2026");
//   const std::string changed = to_json(root);

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace m2 {

struct JsonMember;

struct JsonNode {
  enum class Kind : std::uint8_t { Scalar, Object, List };

  Kind kind = Kind::Scalar;
  std::string token = "null";  // of a scalar, as it is written: with its quotes
  std::vector<JsonMember> members;
  std::vector<JsonNode> items;

  static JsonNode object();
  static JsonNode list();
  /// A scalar that is text.
  static JsonNode of_text(std::string_view text);

  [[nodiscard]] bool is_object() const { return kind == Kind::Object; }
  [[nodiscard]] bool is_list() const { return kind == Kind::List; }
  [[nodiscard]] bool is_text() const { return kind == Kind::Scalar && token.starts_with('"'); }
  [[nodiscard]] bool is_null() const { return kind == Kind::Scalar && token == "null"; }
  /// A scalar without quotes and escapes; empty for objects and lists.
  [[nodiscard]] std::string text() const;

  void set_text(std::string_view text);
  /// The first member of that name, or null.
  JsonNode* find(std::string_view name);
  [[nodiscard]] const JsonNode* find(std::string_view name) const;
  /// The member of that name, made when there is none; this becomes an object.
  JsonNode& member(std::string_view name);
  /// Takes out every member of that name; false when there was none.
  bool erase(std::string_view name);
  /// What a JSON pointer leads to, or null.
  JsonNode* at_pointer(std::string_view pointer);
};

struct JsonMember {
  std::string name;
  JsonNode value;
};

/// Error: Invalid, with the byte and the cause.
Result<JsonNode> parse_json_tree(std::string_view text);
/// Without blanks between the tokens.
std::string to_json(const JsonNode& node);

}  // namespace m2
