#pragma once
// Expect: what a key of a YAML file must hold; what it does not is reported, once, at its place.
//
//   Expect expect(found);
//   if (const YamlNode* value = expect.scalar(member)) …

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/tenant.h"
#include "engine/config/yaml.h"

namespace m2::config {

/// A key of a map, and what reads it.
template <class Reader>
struct KeyRow {
  std::string_view name;
  void (Reader::*read)(const YamlMember&);
  bool required = false;
};

class Expect {
 public:
  explicit Expect(Diagnostics& found) : found_(&found) {}

  /// The value of a key when it is of that kind, else null.
  const YamlNode* scalar(const YamlMember& member) const;
  const YamlNode* map(const YamlMember& member) const;
  const YamlNode* list(const YamlMember& member) const;
  /// One value or a list of them; empty after an error.
  [[nodiscard]] std::vector<Spanned> texts(const YamlMember& member) const;
  /// Reports a name that is none of `names`; true when it is one.
  bool known_key(const YamlMember& member, std::span<const std::string> names,
                 std::string_view where) const;

  /// Every known key of `root` is read by its row; what else stands there, and required keys that
  /// do not, are reported. `noun` is what the map is: "tenant"; `begin_with` the way out of a
  /// missing key.
  template <class Reader>
  void keys(Reader& reader, const YamlNode& root, std::span<const KeyRow<Reader>> rows,
            std::string_view noun, std::string_view begin_with = {}) const {
    std::vector<std::string> names;
    for (const KeyRow<Reader>& row : rows) names.emplace_back(row.name);
    for (const YamlMember& member : root.members) {
      if (!known_key(member, names, std::string("a ") + std::string(noun))) continue;
      for (const KeyRow<Reader>& row : rows) {
        if (row.name == member.name) (reader.*row.read)(member);
      }
    }
    std::vector<std::string> missing;
    for (const KeyRow<Reader>& row : rows) {
      if (row.required && root.find(row.name) == nullptr) missing.emplace_back(row.name);
    }
    if (!missing.empty()) missing_keys(root, missing, noun, begin_with);
  }
  /// Reports a file that is something else than a map of keys; true when it is one.
  bool is_map(const YamlNode& root, std::string_view noun) const;

  Diagnostic& error(std::string slug, Span span, std::string message) const {
    return found_->error(std::move(slug), span, std::move(message));
  }

 private:
  void missing_keys(const YamlNode& root, const std::vector<std::string>& names,
                    std::string_view noun, std::string_view begin_with) const;
  const YamlNode* of_kind(const YamlMember& member, YamlNode::Kind kind) const;
  Diagnostics* found_;
};

/// The settings of `bureaus`, filled up from `reporter`; either may be null.
std::vector<BureauSettings> read_bureaus(const YamlMember* reporter, const YamlMember* bureaus,
                                         Diagnostics& found);

}  // namespace m2::config
