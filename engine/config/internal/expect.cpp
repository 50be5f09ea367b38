#include "engine/config/internal/expect.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"

namespace m2::config {

const YamlNode* Expect::of_kind(const YamlMember& member, YamlNode::Kind kind) const {
  const YamlNode& value = member.value;
  if (value.is(kind)) return &value;
  if (value.refused) return nullptr;
  const bool given = !value.is(YamlNode::Kind::Nothing);
  error("wrong-kind", given ? value.span : member.span,
        fmt::format("`{}` wants {}, and here stands {}", member.name, to_string(kind),
                    to_string(value.kind)));
  return nullptr;
}

const YamlNode* Expect::scalar(const YamlMember& member) const {
  return of_kind(member, YamlNode::Kind::Scalar);
}

const YamlNode* Expect::map(const YamlMember& member) const {
  return of_kind(member, YamlNode::Kind::Map);
}

const YamlNode* Expect::list(const YamlMember& member) const {
  return of_kind(member, YamlNode::Kind::List);
}

std::vector<Spanned> Expect::texts(const YamlMember& member) const {
  std::vector<Spanned> texts;
  if (!member.value.is(YamlNode::Kind::List)) {
    if (const YamlNode* value = scalar(member)) texts.push_back({value->text, value->span});
    return texts;
  }
  for (const YamlNode& item : member.value.items) {
    const YamlMember one = {member.name, member.span, item};
    if (const YamlNode* value = scalar(one)) texts.push_back({value->text, value->span});
  }
  return texts;
}

bool Expect::is_map(const YamlNode& root, std::string_view noun) const {
  if (root.is(YamlNode::Kind::Map)) return true;
  if (!root.refused) {
    error("wrong-kind", root.span,
          fmt::format("a {} is a map of keys, and here stands {}", noun, to_string(root.kind)));
  }
  return false;
}

void Expect::missing_keys(const YamlNode& root, const std::vector<std::string>& names,
                          std::string_view noun, std::string_view begin_with) const {
  auto& d = error("missing-key", root.span,
                  fmt::format("this {} has no `{}`", noun, fmt::join(names, "` and no `")));
  if (!begin_with.empty()) d.with_help(std::string(begin_with));
}

bool Expect::known_key(const YamlMember& member, std::span<const std::string> names,
                       std::string_view where) const {
  if (std::find(names.begin(), names.end(), member.name) != names.end()) return true;
  auto& d = error("unknown-key", member.span, fmt::format("{} has no `{}`", where, member.name));
  if (const auto near = nearest(member.name, names)) {
    d.mark(fmt::format("did you mean `{}`?", *near));
  } else {
    d.with_help(fmt::format("it knows {}", fmt::join(names, ", ")));
  }
  return false;
}

}  // namespace m2::config
