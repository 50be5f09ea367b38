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

class Expect {
 public:
  explicit Expect(Diagnostics& found) : found_(&found) {}

  /// The value of a key when it is of that kind, else null.
  const YamlNode* scalar(const YamlMember& member) const;
  const YamlNode* map(const YamlMember& member) const;
  /// One value or a list of them; empty after an error.
  [[nodiscard]] std::vector<Spanned> texts(const YamlMember& member) const;
  /// Reports a name that is none of `names`; true when it is one.
  bool known_key(const YamlMember& member, std::span<const std::string> names,
                 std::string_view where) const;

  Diagnostic& error(std::string slug, Span span, std::string message) const {
    return found_->error(std::move(slug), span, std::move(message));
  }

 private:
  const YamlNode* of_kind(const YamlMember& member, YamlNode::Kind kind) const;
  Diagnostics* found_;
};

/// The settings of `bureaus`, filled up from `reporter`; either may be null.
std::vector<BureauSettings> read_bureaus(const YamlMember* reporter, const YamlMember* bureaus,
                                         Diagnostics& found);

}  // namespace m2::config
