// `change:` of a case: a path of the document as the shape names it, and what is written there.

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/ascii.h"
#include "engine/base/text.h"
#include "engine/config/internal/case_reader.h"

namespace m2::config {
namespace {

using dsl::Kind;
using Form = CaseValue::Form;

constexpr std::string_view kMissing = "missing";

std::string with_item(std::string name, std::optional<std::size_t> item) {
  if (item) name += fmt::format("[{}]", *item);
  return name;
}

}  // namespace

// "lease.people[0].born_on": names with dots between them, an item's number in brackets.
std::optional<std::vector<ChangeReader::Word>> ChangeReader::words(const YamlMember& member) const {
  std::vector<Word> words;
  const std::string_view text = member.name;
  const bool is_quoted = member.span.end - member.span.begin > text.size();
  const auto place = [&](std::size_t begin, std::size_t end) {
    const std::size_t first = member.span.begin + (is_quoted ? 1 : 0);
    return Span{member.span.source, static_cast<std::uint32_t>(first + begin),
                static_cast<std::uint32_t>(first + end)};
  };
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('.', at), text.size());
    std::string_view word = text.substr(at, end - at);
    Word made{std::string(word), std::nullopt, place(at, end)};
    const std::size_t bracket = word.find('[');
    if (bracket != std::string_view::npos) {
      const std::string_view digits =
          word.ends_with(']') ? word.substr(bracket + 1, word.size() - bracket - 2) : "";
      const bool is_number = !digits.empty() && digits.size() <= 6 &&
                             std::all_of(digits.begin(), digits.end(), is_digit);
      if (!is_number) {
        expect_.error("bad-value", made.span, fmt::format("`{}` names no item", word))
            .with_help(fmt::format("\"{}[0]\" is the first one", word.substr(0, bracket)));
        return std::nullopt;
      }
      std::size_t item = 0;
      for (const char c : digits) item = item * 10 + static_cast<std::size_t>(c - '0');
      made.name = word.substr(0, bracket);
      made.item = item;
    }
    words.push_back(std::move(made));
    at = end + 1;
  }
  return words;
}

void ChangeReader::unknown_member(Span span, const std::string& name, dsl::Type record) const {
  std::vector<std::string> known;
  for (const dsl::WireMember& m : preset_.shape->wire(record)->members) known.push_back(m.name);
  auto& d = expect_.error(
      "unknown-name", span,
      fmt::format("`{}` has no member `{}`", preset_.types.record(record).name, name));
  if (const auto near = nearest(name, known)) {
    d.mark(fmt::format("did you mean `{}`?", *near));
  } else {
    d.with_help(fmt::format("it has {}", fmt::join(known, ", ")));
  }
}

// From a record to its member, or to an item of it.
bool ChangeReader::step(const Word& word, dsl::Type& type, const std::string& so_far,
                        CaseChange& change) const {
  const dsl::WireRecord* record = preset_.shape->wire(type);
  const auto found = std::find_if(record->members.begin(), record->members.end(),
                                  [&](const dsl::WireMember& m) { return m.name == word.name; });
  if (found == record->members.end()) {
    unknown_member(word.span, word.name, type);
    return false;
  }
  const bool is_list = found->type.is(Kind::List);
  if (word.item && !is_list) {
    expect_.error("bad-value", word.span, fmt::format("`{}.{}` is no list", so_far, word.name))
        .label(found->span, "declared here")
        .with_help(fmt::format("{}.{}", so_far, word.name));
    return false;
  }
  change.steps.push_back({&*found, word.item});
  type = word.item ? preset_.types.element(found->type) : found->type;
  return true;
}

std::optional<CaseChange> ChangeReader::read(const YamlMember& member) const {
  const auto words = this->words(member);
  if (!words) return std::nullopt;
  CaseChange change;
  change.path = member.name;
  change.span = member.span;
  const Word& root = words->front();
  const auto& roots = preset_.shape->roots;
  const auto found = std::find_if(roots.begin(), roots.end(),
                                  [&](const dsl::ShapeRoot& r) { return r.name == root.name; });
  if (found == roots.end() || root.item) {
    std::vector<std::string> known = {"consent"};
    for (const dsl::ShapeRoot& r : roots) known.push_back(r.name);
    auto& d = expect_.error("unknown-name", root.span,
                            fmt::format("the shape `{}` has no `{}`", preset_.shape->name,
                                        with_item(root.name, root.item)));
    if (const auto near = nearest(root.name, known))
      d.mark(fmt::format("did you mean `{}`?", *near));
    d.with_help(fmt::format("a path begins with {}", fmt::join(known, " or ")));
    return std::nullopt;
  }
  change.root = static_cast<std::size_t>(found - roots.begin());
  dsl::Type type = found->type;
  std::string so_far = root.name;
  for (std::size_t i = 1; i < words->size(); ++i) {
    const Word& word = (*words)[i];
    if (!type.is(Kind::Record)) {
      const bool is_list = type.is(Kind::List);
      expect_
          .error("bad-value", word.span,
                 fmt::format("`{}` is {}", so_far,
                             is_list ? "a list: it has items, and these have members"
                                     : preset_.types.name(type.bare()) + ", which has no members"))
          .with_help(is_list ? fmt::format("\"{}[0].{}\"", so_far, word.name) : so_far);
      return std::nullopt;
    }
    if (!step(word, type, so_far, change)) return std::nullopt;
    so_far += "." + with_item(word.name, word.item);
  }
  if (change.steps.empty()) {
    expect_.error("bad-value", member.span, fmt::format("`{}` is the whole document", change.path))
        .with_help(fmt::format("name a member of it, as {}.…", change.path));
    return std::nullopt;
  }
  const dsl::WireMember& last = *change.steps.back().member;
  if (last.paths.empty() && last.where != dsl::Ast::kNone) {
    expect_
        .error("bad-value", member.span,
               fmt::format("`{}` is worked out from other members, and stands nowhere itself",
                           change.path))
        .label(last.span, "worked out here")
        .with_help("change what it is worked out from");
    return std::nullopt;
  }
  change.type = type;
  auto value = this->value(member.value, type, change.path);
  if (!value) return std::nullopt;
  if (member.value.is(YamlNode::Kind::List) || member.value.is(YamlNode::Kind::Map))
    value->span = member.span;
  change.value = std::move(*value);
  return change;
}

std::optional<CaseValue> ChangeReader::value(const YamlNode& node, dsl::Type type,
                                             const std::string& name) const {
  if (node.refused) return std::nullopt;
  if (node.is(YamlNode::Kind::Scalar) && node.text == kMissing)
    return CaseValue{Form::Missing, node.span, {}, {}, {}};
  if (type.is(Kind::Record)) return record(node, type, name);
  if (!type.is(Kind::List)) return scalar(node, type, name);
  if (!node.is(YamlNode::Kind::List)) {
    expect_
        .error("wrong-kind", node.span,
               fmt::format("`{}` is {}, and here stands {}", name, preset_.types.name(type.bare()),
                           to_string(node.kind)))
        .with_help("[first, second], or [] for an empty one");
    return std::nullopt;
  }
  CaseValue list{Form::List, node.span, {}, {}, {}};
  for (const YamlNode& item : node.items) {
    auto made = value(item, preset_.types.element(type), name);
    if (!made) return std::nullopt;
    list.items.push_back(std::move(*made));
  }
  return list;
}

std::optional<CaseValue> ChangeReader::record(const YamlNode& node, dsl::Type type,
                                              const std::string& name) const {
  if (!node.is(YamlNode::Kind::Map)) {
    expect_
        .error("wrong-kind", node.span,
               fmt::format("`{}` is a record, and here stands {}", name, to_string(node.kind)))
        .with_help(fmt::format("change its members, as {}.…, or write {{ member: value }}", name));
    return std::nullopt;
  }
  CaseValue made{Form::Record, node.span, {}, {}, {}};
  const dsl::WireRecord* wire = preset_.shape->wire(type);
  for (const YamlMember& member : node.members) {
    const auto found =
        std::find_if(wire->members.begin(), wire->members.end(),
                     [&](const dsl::WireMember& m) { return m.name == member.name; });
    if (found == wire->members.end()) {
      unknown_member(member.span, member.name, type);
      return std::nullopt;
    }
    auto value = this->value(member.value, found->type, member.name);
    if (!value) return std::nullopt;
    made.members.push_back({&*found, std::move(*value)});
  }
  return made;
}

std::optional<CaseValue> ChangeReader::scalar(const YamlNode& node, dsl::Type type,
                                              const std::string& name) const {
  std::optional<dsl::Literal> literal;
  if (node.is(YamlNode::Kind::Scalar)) {
    literal = type.is(Kind::Text) ? dsl::Literal{0, node.text}
                                  : dsl::read_literal(node.text, type.bare(), preset_.types);
    if (!literal && type.is(Kind::Money))
      literal = dsl::read_literal("$" + node.text, type.bare(), preset_.types);
  }
  if (literal) return CaseValue{Form::Literal, node.span, std::move(*literal), {}, {}};
  const std::string type_name = preset_.types.name(type.bare());
  auto& d = expect_.error(
      type.is(Kind::Choice) && node.is(YamlNode::Kind::Scalar) ? "unknown-code" : "bad-value",
      node.span,
      fmt::format("`{}` is {}, and {} cannot be read as that", name, type_name,
                  node.is(YamlNode::Kind::Scalar) ? fmt::format("`{}`", node.text)
                                                  : std::string(to_string(node.kind))));
  if (type.is(Kind::Choice)) {
    const std::vector<std::string>& words = preset_.types.choice(type).values;
    if (const auto near = nearest(node.text, words))
      d.mark(fmt::format("did you mean `{}`?", *near));
    d.with_help(fmt::format("one of {}", fmt::join(words, ", ")));
  } else if (type.is(Kind::Date)) {
    d.with_help("write a day as 2026-05-31");
  } else if (type.is(Kind::Money)) {
    d.with_help("write an amount as $1450 or $37.52");
  }
  return std::nullopt;
}

}  // namespace m2::config
