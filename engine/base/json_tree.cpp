#include "engine/base/json_tree.h"

#include <algorithm>

#include "engine/base/json_slice.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

std::string in_json_quotes(std::string_view text) {
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (is_plain) return '"' + std::string(text) + '"';
  JsonWriter json(JsonWriter::Style::Compact);
  json.text(text);
  return json.take();
}

// The depth is bounded by the parser that accepted the text.
JsonNode node_of(const JsonSlice& slice) {
  JsonNode node;
  if (slice.is_object()) {
    node.kind = JsonNode::Kind::Object;
    for (const auto& [name, value] : slice.members())
      node.members.push_back({name, node_of(value)});
  } else if (slice.is_list()) {
    node.kind = JsonNode::Kind::List;
    for (const JsonSlice& item : slice.items()) node.items.push_back(node_of(item));
  } else {
    node.token = slice.raw();
  }
  return node;
}

void write(const JsonNode& node, std::string& out) {
  const char* separator = "";
  switch (node.kind) {
    case JsonNode::Kind::Scalar:
      out += node.token;
      return;
    case JsonNode::Kind::Object:
      out += '{';
      for (const auto& [name, value] : node.members) {
        out += separator;
        out += in_json_quotes(name);
        out += ':';
        write(value, out);
        separator = ",";
      }
      out += '}';
      return;
    case JsonNode::Kind::List:
      out += '[';
      for (const JsonNode& item : node.items) {
        out += separator;
        write(item, out);
        separator = ",";
      }
      out += ']';
      return;
  }
}

// "a~1b" names the member "a/b".
std::string unescaped(std::string_view step) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size();
    out += !escape ? step[i] : step[i + 1] == '1' ? '/' : '~';
    if (escape) ++i;
  }
  return out;
}

}  // namespace

JsonNode JsonNode::object() {
  JsonNode node;
  node.kind = Kind::Object;
  return node;
}
JsonNode JsonNode::list() {
  JsonNode node;
  node.kind = Kind::List;
  return node;
}
JsonNode JsonNode::of_text(std::string_view text) {
  JsonNode node;
  node.token = in_json_quotes(text);
  return node;
}

std::string JsonNode::text() const {
  if (kind != Kind::Scalar) return {};
  return is_text() ? JsonSlice::trusted(token).text() : token;
}

void JsonNode::set_text(std::string_view text) {
  *this = of_text(text);
}

JsonNode* JsonNode::find(std::string_view name) {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const auto& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}
const JsonNode* JsonNode::find(std::string_view name) const {
  return const_cast<JsonNode*>(this)->find(
      name);  // NOLINT: the same search, and nothing is written
}

JsonNode& JsonNode::member(std::string_view name) {
  if (!is_object()) *this = object();
  if (JsonNode* known = find(name)) return *known;
  return members.emplace_back(JsonMember{std::string(name), JsonNode()}).value;
}

bool JsonNode::erase(std::string_view name) {
  return std::erase_if(members, [&](const auto& member) { return member.name == name; }) > 0;
}

JsonNode* JsonNode::at_pointer(std::string_view pointer) {
  JsonNode* at = this;
  const std::vector<std::string_view> steps = split(pointer, '/');
  for (std::size_t i = 1; i < steps.size() && at != nullptr; ++i) {
    if (!at->is_list()) {
      at = at->find(unescaped(steps[i]));
      continue;
    }
    std::size_t index = 0;
    for (const char c : steps[i]) index = index * 10 + static_cast<std::size_t>(c - '0');
    at = index < at->items.size() ? &at->items[index] : nullptr;
  }
  return at;
}

Result<JsonNode> parse_json_tree(std::string_view text) {
  M2_TRY(const JsonSlice root, JsonSlice::parse(text));
  return node_of(root);
}

std::string to_json(const JsonNode& node) {
  std::string out;
  write(node, out);
  return out;
}

}  // namespace m2
