#include "dsl/overrides.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "engine/base/text.h"

namespace m2::dsl {
namespace {

class OverrideReader {
 public:
  OverrideReader(std::shared_ptr<const Ast> base, std::shared_ptr<const Ast> child,
                 Diagnostics& found)
      : found_(found) {
    out_.base = std::move(base);
    out_.child = std::move(child);
  }

  Overrides read() {
    read_base();
    const NodeRef child = root_of(*out_.child);
    out_.takes_accounts = static_cast<bool>(child.find(NodeKind::ForAccounts));
    for (std::size_t i = 0; i < child.size(); ++i) {
      if (child[i].is(NodeKind::Set)) set(child[i]);
      if (child[i].is(NodeKind::Remove)) remove(child[i]);
      if (child[i].is(NodeKind::Replace)) replace(child[i]);
    }
    return std::move(out_);
  }

 private:
  using Names = std::map<std::string, NodeRef, std::less<>>;  // with their statements

  void read_base() {
    const NodeRef base = root_of(*out_.base);
    for (std::size_t i = 0; i < base.size(); ++i) {
      const NodeRef n = base[i];
      if (is_rule(n.kind())) rules_.emplace(n[0].text(), n);
      if (n.is(NodeKind::Record) || n.is(NodeKind::Segment)) segments_.emplace(n[0].text(), n);
      for (std::size_t j = 0; n.is(NodeKind::Params) && j < n.size(); ++j) {
        if (n[j].is(NodeKind::Param)) params_.emplace(n[j][0].text(), n[j]);
      }
    }
    // What could not be read may hold what is spoken of.
    for (NodeId id = 0; id < out_.base->size(); ++id)
      is_broken_ = is_broken_ || out_.base->kind(id) == NodeKind::Broken;
  }

  void set(NodeRef n) {
    if (params_.count(n[0].text()) == 0) {
      no_such_target(n[0], fmt::format("{} has no parameter `{}`", out_.base_title(), n[0].text()),
                     params_, "set ", fmt::format(" to {}", n[1].text()));
    } else if (const auto [before, fresh] = out_.set.emplace(n[0].text(), n); !fresh) {
      found_.error("name-twice", n[0].span(), fmt::format("`{}` is set twice", n[0].text()))
          .label(before->second[0].span(), "the first time")
          .with_help("delete one of them");
    }
  }

  void remove(NodeRef n) {
    const auto rule = rules_.find(n[0].text());
    if (rule == rules_.end()) {
      no_such_target(
          n[0], fmt::format("nothing named `{}` to remove in {}", n[0].text(), out_.base_title()),
          rules_, "remove rule ", "");
      return;
    }
    if (const NodeRef lock = rule->second.find(NodeKind::Locked)) {
      found_
          .error("locked", n[0].span(),
                 fmt::format("`{}` is locked in {}", n[0].text(), out_.base_title()))
          .label(lock.span(), "the reason")
          .with_help("keep the rule; a lock is taken off in the base only");
    }
    if (const auto [before, fresh] = out_.removed.emplace(n[0].text(), n); !fresh) {
      found_.error("name-twice", n[0].span(), fmt::format("`{}` is removed twice", n[0].text()))
          .label(before->second[0].span(), "the first time")
          .with_help("delete one of them");
    }
  }

  void replace(NodeRef n) {
    const std::vector<std::string_view> words = split(n[0].text(), '.');
    const auto segment = words.size() == 2 ? segments_.find(words[0]) : segments_.end();
    if (words.size() != 2) {
      found_
          .error("no-such-target", n[0].span(),
                 fmt::format("`{}` is no field of a segment", n[0].text()))
          .with_help("write it as base.account_status or J1.surname");
      return;
    }
    if (segment == segments_.end()) {
      no_such_target(n[0], fmt::format("{} has no segment `{}`", out_.base_title(), words[0]),
                     segments_, "replace ", fmt::format(".{}: {}", words[1], n[1].text()),
                     words[0]);
      return;
    }
    const auto kind = find_segment(words[0]);
    if (!kind) return;  // reported in the base
    const Field* field = find_field(*kind, words[1]);
    if (field == nullptr || field->is_supplied()) {
      no_such_field(n, *kind, words[0], words[1]);
    } else if (const Replacement* before = out_.replacement_of(*kind, *field)) {
      found_.error("field-twice", n[0].span(), fmt::format("`{}` is replaced twice", n[0].text()))
          .label(before->name().span(), "the first time")
          .with_help("delete one of them");
    } else {
      out_.replaced.push_back({*kind, field, n});
    }
  }

  void no_such_target(NodeRef at, std::string message, const Names& known, std::string_view before,
                      std::string_view behind, std::string_view word = {}) {
    if (is_broken_) return;
    std::vector<std::string> names;
    for (const auto& [name, node] : known) names.push_back(name);
    auto& d = found_.error("no-such-target", at.span(), std::move(message));
    const auto near = nearest(word.empty() ? at.text() : word, names);
    if (!near) {
      if (!names.empty()) d.with_help(fmt::format("it has {}", fmt::join(names, ", ")));
      return;
    }
    const Span there = known.find(*near)->second[0].span();
    d.mark(fmt::format("did you mean `{}`? ({})", *near, short_place(there)))
        .label(there, "this is the nearest name")
        .with_help(fmt::format("{}{}{}", before, *near, behind));
  }

  void no_such_field(NodeRef n, Segment segment, std::string_view prefix, std::string_view key) {
    if (const Field* supplied = find_field(segment, key); supplied != nullptr) {
      found_
          .error("no-such-target", n[0].span(),
                 fmt::format("`{}` is filled by metro2 itself", n[0].text()))
          .with_help("delete this line");
      return;
    }
    std::vector<std::string> keys;
    for (const Field& f : fields(segment)) {
      if (!f.is_supplied()) keys.emplace_back(f.key);
    }
    auto& d = found_.error("no-such-target", n[0].span(),
                           fmt::format("the {} has no field `{}`", segment_title(segment), key));
    const auto near = nearest(key, keys);
    if (!near) {
      d.with_help(fmt::format("`metro2 fields {}` lists them", prefix));
      return;
    }
    const NodeRef answer = answer_of(*near);
    d.mark(answer ? fmt::format("did you mean `{}`? ({})", *near, short_place(answer.span()))
                  : fmt::format("did you mean `{}`?", *near))
        .with_help(fmt::format("replace {}.{}: {}", prefix, *near, n[1].text()));
    if (answer) d.label(answer.span(), "this is the nearest name");
  }

  // Where the base answers a field; none when a library does.
  [[nodiscard]] NodeRef answer_of(std::string_view key) const {
    for (NodeId id = 0; id < out_.base->size(); ++id) {
      const NodeRef n{out_.base.get(), id};
      if (n.is(NodeKind::FieldRule) && n[0].text() == key) return n[0];
      for (std::size_t i = 0; n.is(NodeKind::LeaveBlank) && i < n.size(); ++i) {
        if (n[i].text() == key) return n[i];
      }
    }
    return {};
  }

  Diagnostics& found_;
  Overrides out_;
  Names rules_;
  Names params_;
  Names segments_;
  bool is_broken_ = false;
};

}  // namespace

bool Overrides::drops(NodeRef statement) const {
  if (statement.ast != base.get()) return false;
  if (statement.is(NodeKind::ForAccounts)) return takes_accounts;
  return is_rule(statement.kind()) && removes(statement[0].text());
}

std::string Overrides::base_title() const {
  const NodeRef header = root_of(*base).find(NodeKind::PresetHeader);
  return header ? fmt::format("{} version {}", header[0].text(), header[1].text()) : "the base";
}

Overrides read_overrides(std::shared_ptr<const Ast> base, std::shared_ptr<const Ast> child,
                         Diagnostics& found) {
  return OverrideReader(std::move(base), std::move(child), found).read();
}

}  // namespace m2::dsl
