#pragma once
// MemberTree: the JSON members that a shape reads, as they stand in documents, and those beside
// them that it does not read.
//
//   MemberTree tree(preset);
//   tree.add(document.root(), 1, "8200001");
//   tree.unread()                              // {"people.person", "nickName", 19, …}
//
// Two lists of one wire list are one place here: what one of them reads is read.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dsl/program.h"
#include "engine/base/json.h"
#include "engine/evaluate/survey.h"

namespace m2 {

class MemberTree {
 public:
  explicit MemberTree(const dsl::CheckedPreset& preset);

  void add(const JsonValue& document, std::uint64_t number, const std::string& account);
  [[nodiscard]] std::vector<UnreadMember> unread() const;

 private:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> members;
    std::map<std::string, UnreadMember, std::less<>> unread;
    bool is_seen = false;
  };
  struct Visit {
    std::uint64_t document;
    const std::string& account;
    std::string pointer;
  };

  Node& at(Node& from, const std::vector<std::string>& path);
  void plant(Node& node, dsl::Type record, std::size_t depth);
  void visit(Node& node, const JsonValue& value, Visit& visit);
  static void collect(const Node& node, const std::string& path, std::vector<UnreadMember>& out);

  const dsl::CheckedPreset& preset_;
  Node root_;
};

}  // namespace m2
