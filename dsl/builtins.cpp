#include "dsl/builtins.h"

#include <fmt/format.h>

#include <iterator>

#include "dsl/builtins/topics.h"

namespace m2::dsl {

std::string_view to_string(BuiltinType type) {
  switch (type) {
    case BuiltinType::Text:
      return "text";
    case BuiltinType::Int:
      return "int";
    case BuiltinType::Bool:
      return "bool";
    case BuiltinType::Date:
      return "date";
    case BuiltinType::Ordered:
      return "any";
  }
  return "";
}

std::string Builtin::signature() const {
  std::string inside;
  for (const BuiltinParameter& p : parameters)
    inside += fmt::format("{}{}: {}", inside.empty() ? "" : ", ", p.name, to_string(p.type));
  return fmt::format("{}({})", name, inside);
}

std::span<const Builtin> builtins() {
  static const std::vector<Builtin> all = [] {
    std::vector<Builtin> topics = text_builtins();
    for (Builtin& builtin : number_builtins()) topics.push_back(std::move(builtin));
    for (Builtin& builtin : standard_builtins()) topics.push_back(std::move(builtin));
    return topics;
  }();
  return all;
}

const Builtin* find_builtin(std::string_view name) {
  for (const Builtin& b : builtins()) {
    if (b.name == name) return &b;
  }
  return nullptr;
}

}  // namespace m2::dsl
