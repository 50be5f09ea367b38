#include "engine/evaluate/internal/member_tree.h"

#include "engine/base/text.h"

namespace m2 {
namespace {

constexpr std::size_t kDeepestTree = 12;  // records within records; a record may hold itself
constexpr std::size_t kMostUnread = 512;  // names beside one another; more are values, not names

}  // namespace

MemberTree::MemberTree(const dsl::CheckedPreset& preset) : preset_(preset) {
  for (const dsl::ShapeRoot& root : preset.shape->roots) {
    for (const std::vector<std::string>& path : root.paths) plant(at(root_, path), root.type, 0);
  }
}

MemberTree::Node& MemberTree::at(Node& from, const std::vector<std::string>& path) {
  Node* node = &from;
  for (const std::string& step : path) {
    std::unique_ptr<Node>& next = node->members[step];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  return *node;
}

void MemberTree::plant(Node& node, dsl::Type record, std::size_t depth) {
  if (depth == kDeepestTree) return;
  for (const dsl::WireMember& member : preset_.shape->wire(record)->members) {
    const bool is_list = member.type.is(dsl::Kind::List);
    const dsl::Type item = is_list ? preset_.types.element(member.type) : member.type;
    for (const std::vector<std::string>& path : member.paths) {
      Node& leaf = at(node, path);
      if (item.is(dsl::Kind::Record)) plant(leaf, item, depth + 1);
    }
  }
}

void MemberTree::add(const JsonValue& document, std::uint64_t number, const std::string& account) {
  Visit start{number, account, {}};
  visit(root_, document, start);
}

void MemberTree::visit(Node& node, const JsonValue& value, Visit& at) {
  const std::size_t size = at.pointer.size();
  if (value.IsArray()) {
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
      at.pointer += "/" + std::to_string(i);
      visit(node, value[i], at);
      at.pointer.resize(size);
    }
    return;
  }
  if (!value.IsObject()) return;
  for (const auto& entry : value.GetObject()) {
    const std::string_view name(entry.name.GetString(), entry.name.GetStringLength());
    const auto known = node.members.find(name);
    if (known == node.members.end()) {
      auto unread = node.unread.find(name);
      if (unread == node.unread.end()) {
        if (node.unread.size() == kMostUnread) continue;
        UnreadMember first;
        first.name = name;
        first.example = {at.document, at.account, at.pointer + "/" + std::string(name), {}};
        unread = node.unread.emplace(name, std::move(first)).first;
      }
      ++unread->second.count;
      continue;
    }
    known->second->is_seen = known->second->is_seen || !entry.value.IsNull();
    if (known->second->members.empty()) continue;
    at.pointer += "/" + std::string(name);
    visit(*known->second, entry.value, at);
    at.pointer.resize(size);
  }
}

void MemberTree::collect(const Node& node, const std::string& path,
                         std::vector<UnreadMember>& out) {
  std::vector<std::string> never_seen;
  for (const auto& [name, member] : node.members) {
    if (!member->is_seen) never_seen.push_back(name);
  }
  for (const auto& [name, found] : node.unread) {
    UnreadMember told = found;
    told.path = path;
    told.meant = nearest(name, never_seen);
    out.push_back(std::move(told));
  }
  for (const auto& [name, member] : node.members)
    collect(*member, path.empty() ? name : path + "." + name, out);
}

std::vector<UnreadMember> MemberTree::unread() const {
  std::vector<UnreadMember> out;
  collect(root_, {}, out);
  return out;
}

}  // namespace m2
