// Lookups: their keys by the type of what is looked up, and the proof that every value is answered.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "dsl/checker.h"
#include "dsl/literal.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"

namespace m2::dsl {

// A key that its list does not have would never be asked for.
void Checker::check_key(NodeRef key, Type type) {
  if (type.is(Kind::Choice) && p_.types.choice(type).find(unquoted(key.text()))) return;
  std::vector<std::string> all;
  if (type.is(Kind::Choice)) all = p_.types.choice(type).values;
  for (std::size_t i = 0; type.is(Kind::Code) && i < code_tables()[type.of].codes.size(); ++i)
    all.emplace_back(code_tables()[type.of].codes[i].code);
  if (all.empty() || std::find(all.begin(), all.end(), unquoted(key.text())) != all.end()) return;
  auto& d = found_.error("unknown-code", key.span(),
                         fmt::format("{} is not a value of {}", key.text(), show(type)));
  if (const auto near = suggests() ? nearest(unquoted(key.text()), all) : std::nullopt)
    d.mark(fmt::format("did you mean \"{}\"?", *near));
  if (type.is(Kind::Choice)) d.label(p_.types.choice(type).span, "the values are declared here");
}

void Checker::check_lookup(std::uint32_t index) {
  const std::string name = p_.lookups[index].name;
  if (!enter(name, p_.lookups[index].span, lookup_progress_[index])) return;
  const Within within = Within::empty(*this);
  const NodeRef n = lookup_nodes_[index];
  Lookup lookup = p_.lookups[index];
  const std::vector<std::uint32_t> binders = add_arguments(n.find(NodeKind::Arguments));
  if (binders.size() != 1) {
    found_.error("type", n.find(NodeKind::Arguments).span(), "a lookup has one argument")
        .with_help("use a table to decide by several");
  }
  lookup.binder = binders.empty() ? add_binder(n[0], Type{}) : binders.front();
  scope_.binders = {lookup.binder};
  lookup.type = type_of(n[2]);
  std::map<std::string, Span> answered;
  for (std::size_t i = 3; i < n.size(); ++i) {
    if (!n[i].is(NodeKind::Entry)) continue;
    LookupEntry entry;
    entry.span = n[i].span();
    for (std::size_t k = 0; k + 1 < n[i].size(); ++k) {
      if (n[i][k].is(NodeKind::AnythingElse)) continue;
      entry.keys.push_back(unquoted(n[i][k].text()));
      check_key(n[i][k], p_.binders[lookup.binder].type);
      const auto [before, is_new] = answered.emplace(entry.keys.back(), n[i][k].span());
      if (!is_new) {
        found_
            .error("key-twice", n[i][k].span(),
                   fmt::format("lookup `{}` answers \"{}\" twice", name, entry.keys.back()))
            .label(before->second, "the first answer")
            .with_help("delete one of them");
      }
    }
    ExprId value = check(n[i][n[i].size() - 1], lookup.type);
    value = convert(value, lookup.type);
    const Type t = type(value);
    const bool textual = (t.is(Kind::Text) || t.is(Kind::Code)) &&
                         (lookup.type.is(Kind::Text) || lookup.type.is(Kind::Code));
    const bool word = t.is(Kind::Nothing) || t.is(Kind::Blank) || t.is(Kind::Never);
    if (t.known() && !t.same_kind(lookup.type) && !textual && !word)
      value = wrong_type(value, show(lookup.type));
    lookup.type.blank = lookup.type.blank || t.blank || t.is(Kind::Blank);
    lookup.type.optional = lookup.type.optional || t.optional || t.is(Kind::Nothing);
    entry.value = value;
    lookup.entries.push_back(std::move(entry));
  }
  p_.lookups[index] = lookup;
  check_lookup_coverage(lookup);
  lookup_progress_[index] = Progress::Done;
  busy_.pop_back();
}

void Checker::check_lookup_coverage(const Lookup& lookup) {
  const Type t = p_.binders[lookup.binder].type;
  if (t.optional) {
    found_
        .error("type", p_.binders[lookup.binder].span,
               fmt::format("a lookup has no entry for missing, and `{}` is {}",
                           p_.binders[lookup.binder].name, show(t)))
        .with_help("say before what missing becomes, and look up what is there");
    return;
  }
  std::set<std::string> keys;
  for (const LookupEntry& entry : lookup.entries) keys.insert(entry.keys.begin(), entry.keys.end());
  const auto has = [&](const std::string& key) { return keys.contains(key); };
  const auto rest = std::find_if(lookup.entries.begin(), lookup.entries.end(),
                                 [](const LookupEntry& entry) { return entry.keys.empty(); });
  if (t.is(Kind::Text) || t.is(Kind::Int)) {
    if (rest == lookup.entries.end()) {
      found_
          .error("not-covered", lookup.span,
                 fmt::format("lookup `{}` does not say what any other {} becomes", lookup.name,
                             show(t)))
          .with_help("add   anything else -> hold \"…\"");
    }
    return;
  }
  std::vector<std::string> all;
  if (t.is(Kind::Choice)) all = p_.types.choice(t).values;
  if (t.is(Kind::Code)) {
    for (const Code& c : code_tables()[t.of].codes) all.emplace_back(c.code);
  }
  if (all.empty()) {
    if (t.known())
      found_.error("type", lookup.span, fmt::format("a lookup cannot decide by {}", show(t)))
          .with_help("use a table");
    return;
  }
  std::string open;
  for (const std::string& value : all) {
    if (!has(value)) open += fmt::format("{}\"{}\"", open.empty() ? "" : ", ", value);
  }
  if (rest == lookup.entries.end() && !open.empty()) {
    auto& d =
        found_.error("not-covered", lookup.span,
                     fmt::format("lookup `{}` does not say what {} becomes", lookup.name, open));
    d.with_help("add   " + open + " -> …");
    if (!t.is(Kind::Choice)) return;
    const auto covered = std::count_if(all.begin(), all.end(), has);
    d.mark(fmt::format("{} of {} values are covered", covered, all.size()))
        .label(p_.types.choice(t).span, "the values are declared here");
  }
  if (rest != lookup.entries.end() && open.empty()) {
    found_
        .error(
            "unreachable-key", rest->span,
            fmt::format("lookup `{}` has answered every value before `anything else`", lookup.name))
        .with_help("delete the line");
  }
}

}  // namespace m2::dsl
