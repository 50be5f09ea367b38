#include "dsl/changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "dsl/on_one_line.h"

namespace m2::dsl {
namespace {

// The kinds of parts, in the order in which changes are told.
enum PartKind : int {
  kParam,
  kLet,
  kDefine,
  kTable,
  kLookup,
  kAccounts,
  kRule,
  kField,
  kSegment,
  kShape
};

struct Part {
  std::string what;
  std::string text;
  Span span;
};

std::string root_of_field(Segment segment, const Field& field) {
  return fmt::format("field {}.{}", to_string(segment), field.key);
}

std::string root_of_rule(std::string_view name) {
  return fmt::format("rule {}", name);
}

constexpr std::string_view kRootOfAccounts = "accounts";

}  // namespace

// ── one of the two presets ──

class PresetChanges::Side {
 public:
  /// `other`: the preset it is held against.
  Side(const PresetSide& side, const CheckedPreset& other) : p_(*side.preset), other_(other) {
    for (const Param& param : p_.params) {
      const auto in_force = side.params.find(param.name);
      if (in_force != side.params.end())
        add({kParam, param.name}, quoted(param.name), in_force->second.value,
            in_force->second.place);
    }
    for (const Let& let : p_.lets)
      add_value({kLet, let.name}, quoted(let.name), let.span, let.value);
    for (const Define& define : p_.defines)
      add_value({kDefine, define.name}, quoted(define.name), define.span, define.body);
    for (const Table& table : p_.tables) add_table(table);
    for (const Lookup& lookup : p_.lookups) add_lookup(lookup);
    if (p_.for_accounts != kNoExpr) {
      const Span span = p_.expr(p_.for_accounts).span;
      add({kAccounts, ""}, "`for accounts where`", on_one_line(span), span);
    }
    add_rules();
    add_segment(p_.base);
    for (const SegmentRule& segment : p_.segments) add_segment(segment);
    if (p_.shape != nullptr)
      add({kShape, ""}, fmt::format("the shape `{}`", p_.shape->name),
          on_one_line(p_.shape->source->text()), {p_.shape->source.get(), 0, 0});
  }

  [[nodiscard]] const std::map<Key, Part>& parts() const { return parts_; }

  /// On what each field, rule and the choice of accounts depends.
  void find_roots(std::map<std::string, std::set<Key>, std::less<>>& into) {
    for (const Rule& rule : p_.rules) {
      std::set<Key>& keys = into[root_of_rule(rule.name)];
      merge(keys, {kRule, rule.name}, {rule.condition});
      if (rule.kind == RuleKind::Skip) keys.insert({kRule, ""});
    }
    if (p_.for_accounts != kNoExpr)
      merge(into[std::string(kRootOfAccounts)], {kAccounts, ""}, {p_.for_accounts});
    find_roots(p_.base, into);
    for (const SegmentRule& segment : p_.segments) find_roots(segment, into);
  }

 private:
  static std::string quoted(const std::string& name) { return "`" + name + "`"; }

  void add(Key key, std::string what, std::string text, Span span) {
    parts_.try_emplace(std::move(key), Part{std::move(what), std::move(text), span});
  }

  // What stands behind a statement's name, up to the end of its expression.
  void add_value(Key key, std::string what, Span name, ExprId value,
                 const std::string& before = {}) {
    if (value == kNoExpr) return add(std::move(key), std::move(what), "blank", name);
    Span whole = p_.expr(value).span;
    if (whole.source == name.source && name.end <= whole.begin) whole.begin = name.end;
    const std::string text = on_one_line(whole);
    const std::size_t begin = std::min(text.find_first_not_of(" =:"), text.size());
    add(std::move(key), std::move(what), before + text.substr(begin), name);
  }

  void add_rules() {
    for (const Rule& rule : p_.rules)
      add_value({kRule, rule.name}, fmt::format("{} `{}`", to_string(rule.kind), rule.name),
                rule.span, rule.condition, fmt::format("{} ", to_string(rule.kind)));
    // The first `skip` that is true gives the reason.
    std::string order;
    Span span;
    for (const Rule& rule : p_.rules) {
      if (rule.kind != RuleKind::Skip || !is_skip_of_other(rule.name)) continue;
      if (span.empty()) span = rule.span;
      order += (order.empty() ? "" : ", ") + rule.name;
    }
    add({kRule, ""}, "the order of `skip`", order, span);
  }

  [[nodiscard]] bool is_skip_of_other(const std::string& name) const {
    return std::any_of(other_.rules.begin(), other_.rules.end(), [&](const Rule& rule) {
      return rule.kind == RuleKind::Skip && rule.name == name;
    });
  }

  void add_table(const Table& table) {
    std::string head = table.in_order ? "in order" : "";
    for (const CellSet& input : table.domain) head += " " + on_one_line(input.span);
    add({kTable, table.name}, quoted(table.name), head, table.span);
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      add(key_of_row(table, i), fmt::format("`{}`, row {}", table.name, i + 1),
          on_one_line(table.rows[i].span.text()), table.rows[i].span);
  }

  // Of two tables with as many rows each is held against the one in its place; otherwise a row is
  // new, gone, or the same.
  [[nodiscard]] Key key_of_row(const Table& table, std::size_t row) const {
    const bool has_as_many = std::any_of(
        other_.tables.begin(), other_.tables.end(),
        [&](const Table& o) { return o.name == table.name && o.rows.size() == table.rows.size(); });
    return {kTable, has_as_many ? fmt::format("{} {:06}", table.name, row)
                                : table.name + " " + on_one_line(table.rows[row].span.text())};
  }

  void add_lookup(const Lookup& lookup) {
    for (const LookupEntry& entry : lookup.entries) {
      const std::string keys = entry.keys.empty()
                                   ? "anything else"
                                   : fmt::format("\"{}\"", fmt::join(entry.keys, "\", \""));
      add({kLookup, lookup.name + " " + keys}, fmt::format("`{}`, {}", lookup.name, keys),
          on_one_line(entry.span), entry.span);
    }
  }

  void add_segment(const SegmentRule& segment) {
    const std::string name(to_string(segment.segment));
    std::string head;
    for (const ExprId id : {segment.when, segment.list, segment.where}) {
      if (id != kNoExpr) head += (head.empty() ? "" : ", ") + on_one_line(p_.expr(id).span);
    }
    if (segment.segment != Segment::Base)
      add({kSegment, name}, fmt::format("segment {}", name), head.empty() ? "always" : head,
          segment.span);
    for (const FieldRule& field : segment.fields)
      add_value({kField, root_of_field(segment.segment, *field.field)},
                segment.segment == Segment::Base ? fmt::format("`{}`", field.field->key)
                                                 : fmt::format("`{}.{}`", name, field.field->key),
                field.span, field.value);
  }

  void find_roots(const SegmentRule& segment,
                  std::map<std::string, std::set<Key>, std::less<>>& into) {
    const std::string name(to_string(segment.segment));
    for (const FieldRule& field : segment.fields) {
      const std::string root = root_of_field(segment.segment, *field.field);
      std::set<Key>& keys = into[root];
      merge(keys, {kField, root}, {field.value});
      merge(keys, {kSegment, name}, {segment.when, segment.list, segment.where});
    }
  }

  void merge(std::set<Key>& into, Key own, const std::vector<ExprId>& roots) {
    into.insert(std::move(own));
    for (const ExprId root : roots) {
      const std::set<Key>& keys = of(root);
      into.insert(keys.begin(), keys.end());
    }
  }

  // Every part that an expression reads, through whatever it calls. Operands come before what uses
  // them and a let is checked before it is read, so nothing is asked for twice; a circle was an
  // error.
  const std::set<Key>& of(ExprId root) {
    static const std::set<Key> nothing;
    if (root == kNoExpr) return nothing;
    if (const auto known = known_.find(root); known != known_.end()) return known->second;
    known_[root];  // ends a circle
    std::set<Key> keys;
    std::vector<ExprId> open = {root};
    while (!open.empty()) {
      const ExprId id = open.back();
      open.pop_back();
      if (id == kNoExpr) continue;
      const Expr& x = p_.expr(id);
      open.insert(open.end(), x.args.begin(), x.args.end());
      read(x, keys);
    }
    return known_[root] = std::move(keys);
  }

  void read(const Expr& x, std::set<Key>& keys) {
    switch (x.op) {
      case Op::Parameter:
        keys.insert({kParam, p_.params[x.index].name});
        return;
      case Op::LetValue:
        return merge(keys, {kLet, p_.lets[x.index].name}, {p_.lets[x.index].value});
      case Op::Call:
        return merge(keys, {kDefine, p_.defines[x.index].name}, {p_.defines[x.index].body});
      case Op::CallTable:
        return read_table(p_.tables[x.index], keys);
      case Op::CallLookup:
        return read_lookup(p_.lookups[x.index], keys);
      case Op::Allocate: {
        const AllocationSite& site = p_.allocations[x.index];
        for (const ExprId id : {site.payments, site.charges, site.ranks}) add_all(keys, of(id));
        return;
      }
      case Op::FieldValue: {
        const Field* field = p_.field_values[x.index];
        for (const FieldRule& rule : p_.base.fields) {
          if (rule.field == field)
            merge(keys, {kField, root_of_field(Segment::Base, *field)}, {rule.value});
        }
        return;
      }
      case Op::Root:
        keys.insert({kShape, ""});
        return;
      default:
        return;
    }
  }

  static void add_all(std::set<Key>& into, const std::set<Key>& keys) {
    into.insert(keys.begin(), keys.end());
  }

  void read_table(const Table& table, std::set<Key>& keys) {
    keys.insert({kTable, table.name});
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      merge(keys, key_of_row(table, i), table.rows[i].then);
  }

  void read_lookup(const Lookup& lookup, std::set<Key>& keys) {
    for (const auto& [key, part] : parts_) {
      if (key.first == kLookup && key.second.starts_with(lookup.name + " ")) keys.insert(key);
    }
    for (const LookupEntry& entry : lookup.entries) add_all(keys, of(entry.value));
  }

  const CheckedPreset& p_;
  const CheckedPreset& other_;
  std::map<Key, Part> parts_;
  std::map<ExprId, std::set<Key>> known_;
};

// ── what differs ──

PresetChanges::PresetChanges(const PresetSide& before, const PresetSide& after) {
  Side earlier(before, *after.preset);
  Side later(after, *before.preset);
  std::set<Key> keys;
  for (const auto& [key, part] : earlier.parts()) keys.insert(key);
  for (const auto& [key, part] : later.parts()) keys.insert(key);
  const auto find = [](const Side& side, const Key& key) {
    const auto found = side.parts().find(key);
    return found == side.parts().end() ? nullptr : &found->second;
  };
  for (const Key& key : keys) {
    const Part* was = find(earlier, key);
    const Part* is = find(later, key);
    if (was != nullptr && is != nullptr && was->text == is->text) continue;
    const Part& named = is != nullptr ? *is : *was;
    const bool is_told = key.first != kShape;  // a whole file
    index_[key] = changes_.size();
    changes_.push_back({named.what, was != nullptr && is_told ? was->text : "",
                        is != nullptr && is_told ? is->text : "", named.span});
  }
  earlier.find_roots(roots_);
  later.find_roots(roots_);
}

std::vector<std::size_t> PresetChanges::behind(const std::string& root) const {
  std::vector<std::size_t> found;
  const auto keys = roots_.find(root);
  if (keys == roots_.end()) return found;
  for (const Key& key : keys->second) {
    if (const auto changed = index_.find(key); changed != index_.end())
      found.push_back(changed->second);
  }
  return found;
}

std::vector<std::size_t> PresetChanges::behind_field(Segment segment, const Field& field) const {
  return behind(root_of_field(segment, field));
}

std::vector<std::size_t> PresetChanges::behind_rule(std::string_view name) const {
  return behind(root_of_rule(name));
}

std::vector<std::size_t> PresetChanges::behind_accounts() const {
  return behind(std::string(kRootOfAccounts));
}

}  // namespace m2::dsl
