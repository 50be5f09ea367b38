#pragma once
// YAML as plain data with places: maps, lists and the text of scalars, never a converted value.
//
//   std::optional<YamlNode> root = read_yaml(source, found);     // errors are diagnostics in
//   `found` for (const YamlMember& member : root->members) …             // in the order of the
//   file
//
// `011`, `no` and `1e3` stay text: whoever asked for the value reads it by its declared type. Keys
// that stand twice, anchors, aliases, merge keys, tags and more than one document are refused.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/source_text.h"

namespace m2 {

inline constexpr std::size_t kLargestYaml = std::size_t{1} << 20;  // bytes
inline constexpr std::size_t kDeepestYaml = 16;                    // lists and maps in one another

struct YamlMember;

struct YamlNode {
  enum class Kind : std::uint8_t { Nothing, Scalar, List, Map };

  Kind kind = Kind::Nothing;
  Span span;             // of a scalar all of it; of a list or map where it begins
  std::string text;      // of a scalar: without quotes and escapes
  bool refused = false;  // its error is reported already; nothing more is to be said of it
  std::vector<YamlNode> items;
  std::vector<YamlMember> members;

  [[nodiscard]] bool is(Kind k) const { return kind == k; }
  /// The member of that name, or null.
  [[nodiscard]] const YamlMember* find(std::string_view name) const;
};

struct YamlMember {
  std::string name;
  Span span;  // of the name
  YamlNode value;
};

/// "a list": what a message calls it.
std::string_view to_string(YamlNode::Kind kind);

/// The one document in `source`, which the spans point into and `found` keeps alive. Empty when it
/// is no YAML or holds nothing; a tree may come with errors beside it, so that all are told at
/// once.
std::optional<YamlNode> read_yaml(const SourcePtr& source, Diagnostics& found);

}  // namespace m2
