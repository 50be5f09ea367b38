#include "engine/pipeline/internal/case_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "engine/base/ascii.h"
#include "engine/base/json.h"
#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/evaluate/wire.h"

namespace m2::internal {
namespace {

constexpr const char* kGone = "gone";  // no JSON: an item that a change takes away

bool is_gone(const JsonNode& node) {
  return node.token == kGone;
}

using dsl::Kind;
using Form = CaseValue::Form;
using Path = std::vector<std::string>;

// ── values ──

std::string amount(std::int64_t cents, bool with_cents) {
  const char* sign = cents < 0 ? "-" : "";
  const std::int64_t size = cents < 0 ? -cents : cents;
  return with_cents || size % 100 != 0 ? fmt::format("{}{}.{:02}", sign, size / 100, size % 100)
                                       : fmt::format("{}{}", sign, size / 100);
}

// As the yes or no that stands there is spelled; true and false when nothing does.
std::string flag(bool value, const JsonNode* old) {
  const std::string text = old == nullptr ? std::string() : old->text();
  const std::string word = lower(text);
  const bool is_capital = !text.empty() && is_upper(text.front());
  std::string out = value ? "true" : "false";
  if (word == "yes" || word == "no") out = value ? "yes" : "no";
  if (word == "y" || word == "n") out = value ? "y" : "n";
  if (word == "1" || word == "0") out = value ? "1" : "0";
  if (is_capital) out.front() = to_upper(out.front());
  return out;
}

std::string day_text(const dsl::WireMember& member, Date day, const JsonNode* old) {
  const std::string there = old == nullptr ? std::string() : old->text();
  const std::string* chosen = &member.formats.front();
  for (const std::string& format : member.formats) {
    if (DateFormat(format).parse(there, member.zone)) {
      chosen = &format;
      break;
    }
  }
  return DateFormat(*chosen).print(day, member.zone);
}

std::string word_of(std::uint32_t value, dsl::Type type, const dsl::CheckedPreset& preset) {
  for (const dsl::WireValue& word : preset.shape->wire_choice(type)->values) {
    if (word.value == value) return word.wire;
  }
  return preset.types.choice(type).values[value];
}

bool is_number_token(std::string_view text) {
  const bool has_zeros = text.size() > 1 && text[0] == '0' && text[1] != '.';
  return parse_decimal(text, 4).has_value() && text.find(',') == std::string_view::npos &&
         !has_zeros && !text.ends_with('.') && !text.starts_with('.');
}

// ── places ──

bool is_empty_list(const JsonNode& node) {
  return node.is_list() && node.items.empty();
}

// The value at the end of a path through objects and lists of one object; null: nothing is there.
JsonNode* at(JsonNode& object, const Path& path, std::size_t step = 0) {
  JsonNode* node = object.find(path[step]);
  if (node == nullptr || node->is_null()) return nullptr;
  if (step + 1 == path.size()) return node;
  if (node->is_object()) return at(*node, path, step + 1);
  for (JsonNode& item : node->items) {
    if (!item.is_object()) continue;
    if (JsonNode* found = at(item, path, step + 1)) return found;
  }
  return nullptr;
}

bool erase_at(JsonNode& object, const Path& path, std::size_t step = 0) {
  if (step + 1 == path.size()) return object.erase(path[step]);
  JsonNode* node = object.find(path[step]);
  if (node == nullptr) return false;
  if (node->is_object()) return erase_at(*node, path, step + 1);
  bool any = false;
  for (JsonNode& item : node->items) any = erase_at(item, path, step + 1) || any;
  return any;
}

// Whether the decoder takes what stands there.
bool is_present(const dsl::WireMember& member, const JsonNode* node) {
  if (node == nullptr || (is_empty_list(*node) && !member.type.is(Kind::List))) return false;
  const auto& missing = member.missing_when;
  return node->kind != JsonNode::Kind::Scalar ||
         std::find(missing.begin(), missing.end(), node->text()) == missing.end();
}

// The path that fills the member: the first one with a value.
const Path* filled_path(JsonNode& object, const dsl::WireMember& member) {
  for (const Path& path : member.paths) {
    if (is_present(member, at(object, path))) return &path;
  }
  return nullptr;
}

// Where a value of a path stands or can stand. Objects are made on the way.
JsonNode& make(JsonNode& object, const Path& path) {
  if (JsonNode* there = at(object, path)) return *there;
  JsonNode* here = &object;
  for (const std::string& step : path) {
    if (here->is_list() && here->items.size() == 1) here = &here->items.front();
    here = &here->member(step);
  }
  return *here;
}

// The pointers of the items of a list, which may stand in several objects.
void list_items(const JsonNode& node, const std::string& pointer, const Path& path,
                std::size_t step, std::vector<std::string>& out) {
  if (step < path.size()) {
    if (node.is_list()) {
      for (std::size_t i = 0; i < node.items.size(); ++i)
        list_items(node.items[i], fmt::format("{}/{}", pointer, i), path, step, out);
      return;
    }
    const JsonNode* next = node.find(path[step]);
    if (next != nullptr) list_items(*next, pointer + pointer_step(path[step]), path, step + 1, out);
    return;
  }
  if (!node.is_list()) {
    if (!node.is_null()) out.push_back(pointer);
    return;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (!node.items[i].is_null()) out.push_back(fmt::format("{}/{}", pointer, i));
  }
}

}  // namespace

std::string wire_token(const dsl::WireMember& member, dsl::Type type, const dsl::Literal& literal,
                       const dsl::CheckedPreset& preset, const JsonNode* old) {
  std::string text;
  bool is_number = old == nullptr || !old->is_text();
  switch (type.kind) {
    case Kind::Money: {
      const bool with_cents = old != nullptr && old->text().find('.') != std::string::npos;
      text = amount(member.negated ? -literal.number : literal.number, with_cents);
      break;
    }
    case Kind::Date:
      text = day_text(member, Date::from_days(static_cast<std::int32_t>(literal.number)), old);
      is_number = false;
      break;
    case Kind::Bool: {
      text = flag(literal.number != 0, old);
      if (old == nullptr || !old->is_text()) return text;
      break;
    }
    case Kind::Choice:
      text = word_of(static_cast<std::uint32_t>(literal.number), type, preset);
      break;
    case Kind::Int:
    case Kind::Days:
    case Kind::Months:
      text = std::to_string(literal.number);
      break;
    case Kind::Number:
    case Kind::Percent:
      text = dsl::print_literal(literal, dsl::Type::of_kind(Kind::Number), preset.types);
      break;
    default:
      text = literal.text;
      is_number = old != nullptr && !old->is_text();
      break;
  }
  const bool plain = is_number && is_number_token(text) && !type.is(Kind::Choice);
  return plain ? text : JsonNode::of_text(text).token;
}

bool means(const dsl::WireMember& member, dsl::Type type, const dsl::Literal& literal,
           const dsl::CheckedPreset& preset, const JsonNode& node) {
  if (node.kind != JsonNode::Kind::Scalar) return false;
  const std::string text = node.text();
  switch (type.kind) {
    case Kind::Money: {
      const auto money = Money::parse(text);
      return money && money->cents() == (member.negated ? -literal.number : literal.number);
    }
    case Kind::Date:
      return std::any_of(member.formats.begin(), member.formats.end(), [&](const auto& format) {
        const auto day = DateFormat(format).parse(text, member.zone);
        return day && day->days() == literal.number;
      });
    case Kind::Bool:
      return parse_bool(text) == (literal.number != 0);
    case Kind::Choice: {
      const auto& words = preset.shape->wire_choice(type)->values;
      return std::any_of(words.begin(), words.end(), [&](const dsl::WireValue& word) {
        return word.wire == text && word.value == static_cast<std::uint32_t>(literal.number);
      });
    }
    case Kind::Int:
    case Kind::Days:
    case Kind::Months:
      return parse_decimal(text, 0) == literal.number;
    case Kind::Number:
    case Kind::Percent:
      return parse_decimal(text, 4) == literal.number;
    default:
      return text == literal.text;
  }
}

void ChangeWriter::changes_nothing(const CaseChange& change, const std::string& why) {
  idle_.push_back({change.span, change.value.span, why});
}

const AnswerValue* ChangeWriter::seen_member(const Place& record,
                                             const dsl::WireMember& member) const {
  if (record.seen == nullptr) return nullptr;
  for (const AnswerMember& m : record.seen->members) {
    if (m.name == member.name) return &m.value;
  }
  return nullptr;
}

// The items of a list where they stand: those that its `where` takes first, in their order.
std::vector<std::string> ChangeWriter::items(const Place& record,
                                             const dsl::WireMember& member) const {
  JsonNode* object = tree_.at_pointer(record.pointer);
  std::vector<std::string> all;
  if (object == nullptr) return all;
  if (const Path* path = filled_path(*object, member))
    list_items(*object, record.pointer, *path, 0, all);
  const AnswerValue* seen = seen_member(record, member);
  if (seen == nullptr || member.where == dsl::Ast::kNone) return all;
  std::vector<std::string> taken;
  for (const AnswerValue& item : seen->items) taken.push_back(item.pointer);
  for (const std::string& pointer : all) {
    if (std::find(taken.begin(), taken.end(), pointer) == taken.end()) taken.push_back(pointer);
  }
  return taken;
}

std::optional<ChangeWriter::Place> ChangeWriter::item_of(const Place& from, const CaseStep& step,
                                                         const CaseChange& change) {
  const dsl::WireMember& member = *step.member;
  const std::vector<std::string> all = items(from, member);
  if (*step.item >= all.size()) {
    found_
        .error("unknown-name", change.span,
               fmt::format("the document has no `{}[{}]`", member.name, *step.item))
        .with_help(all.empty() ? "the list is empty; give it whole, as [{ … }]"
                               : fmt::format("it has {}: [0] to [{}]", all.size(), all.size() - 1));
    return std::nullopt;
  }
  const AnswerValue* seen = seen_member(from, member);
  const bool is_taken = seen == nullptr || *step.item < seen->items.size();
  Place place{all[*step.item], nullptr};
  if (seen != nullptr && is_taken) place.seen = &seen->items[*step.item];
  if (!is_taken && member.where != dsl::Ast::kNone)
    left_out_.push_back({&change, &member, place.pointer});
  return place;
}

std::optional<ChangeWriter::Place> ChangeWriter::go(const Place& from, const CaseStep& step,
                                                    const CaseChange& change) {
  if (step.item) return item_of(from, step, change);
  JsonNode& object = *tree_.at_pointer(from.pointer);
  const Path* filled = filled_path(object, *step.member);
  const Path& path = filled != nullptr ? *filled : step.member->paths.front();
  JsonNode& there = make(object, path);
  if (!there.is_object() && !(there.is_list() && there.items.size() == 1))
    there = JsonNode::object();
  Place place{from.pointer, seen_member(from, *step.member)};
  const JsonNode* here = &object;
  const auto enter = [&] {
    if (!here->is_list()) return;
    place.pointer += "/0";
    here = &here->items.front();
  };
  for (const std::string& name : path) {
    enter();
    place.pointer += pointer_step(name);
    here = here->find(name);
  }
  enter();
  if (place.seen != nullptr && place.seen->form != AnswerValue::Form::Record) place.seen = nullptr;
  return place;
}

void ChangeWriter::write(const CaseChange& change) {
  Place place{{}, &roots_[change.root]};
  place.pointer = place.seen->pointer;
  for (std::size_t i = 0; i + 1 < change.steps.size(); ++i) {
    const auto next = go(place, change.steps[i], change);
    if (!next) return;
    place = *next;
  }
  const CaseStep& last = change.steps.back();
  const bool is_list = last.member->type.is(Kind::List);
  if (!is_list) return set(*tree_.at_pointer(place.pointer), *last.member, change.value, change);
  if (!last.item) {
    lists_.push_back({&change, place, last.member, std::nullopt});
    return;
  }
  const auto item = item_of(place, last, change);
  if (!item) return;
  if (change.value.form == Form::Missing) {
    lists_.push_back({&change, place, last.member, item->pointer});
    return;
  }
  JsonNode& node = *tree_.at_pointer(item->pointer);
  if (change.value.form == Form::Record) {
    bool any = false;
    for (const auto& [member, value] : change.value.members)
      any = put(node, *member, member->type, value) || any;
    if (!any) changes_nothing(change, fmt::format("`{}` says this already", change.path));
    return;
  }
  if (means(*last.member, change.type, change.value.literal, preset_, node))
    return changes_nothing(change, fmt::format("`{}` is this already", change.path));
  node.token = wire_token(*last.member, change.type, change.value.literal, preset_, &node);
}

void ChangeWriter::set(JsonNode& object, const dsl::WireMember& member, const CaseValue& value,
                       const CaseChange& change) {
  if (put(object, member, member.type, value)) return;
  changes_nothing(change, value.form == Form::Missing
                              ? fmt::format("`{}` is missing already", change.path)
                              : fmt::format("`{}` is this already", change.path));
}

// Writes a member of an object; false when it says the same already.
bool ChangeWriter::put(JsonNode& object, const dsl::WireMember& member, dsl::Type type,
                       const CaseValue& value) {
  const Path* filled = filled_path(object, member);
  switch (value.form) {
    case Form::Missing: {
      for (const Path& path : member.paths) {
        if (is_present(member, at(object, path))) erase_at(object, path);
      }
      return filled != nullptr;
    }
    case Form::Literal: {
      const Path& path = filled != nullptr ? *filled : member.paths.front();
      const JsonNode* old = at(object, path);
      if (filled != nullptr && means(member, type, value.literal, preset_, *old)) return false;
      std::string token = wire_token(member, type, value.literal, preset_, old);
      JsonNode scalar;
      scalar.token = std::move(token);
      make(object, path) = std::move(scalar);
      return true;
    }
    case Form::Record: {
      JsonNode& there = make(object, filled != nullptr ? *filled : member.paths.front());
      JsonNode& record = there.is_list() && there.items.size() == 1 ? there.items.front() : there;
      if (!record.is_object()) record = JsonNode::object();
      bool any = filled == nullptr;
      for (const auto& [inner, inner_value] : value.members)
        any = put(record, *inner, inner->type, inner_value) || any;
      return any;
    }
    case Form::List: {
      JsonNode list = JsonNode::list();
      for (const CaseValue& item : value.items)
        list.items.push_back(new_item(preset_.types.element(type), member, item));
      make(object, filled != nullptr ? *filled : member.paths.front()) = std::move(list);
      return true;
    }
  }
  return false;
}

JsonNode ChangeWriter::new_item(dsl::Type type, const dsl::WireMember& member,
                                const CaseValue& value) {
  JsonNode node;
  if (value.form == Form::Record) {
    node = JsonNode::object();
    for (const auto& [inner, inner_value] : value.members)
      put(node, *inner, inner->type, inner_value);
  } else if (value.form == Form::Literal) {
    node.token = wire_token(member, type, value.literal, preset_, nullptr);
  }
  return node;
}

// The items that a write takes away. Empty, too, when it changes nothing, which is told.
std::vector<std::string> ChangeWriter::going(const ListWrite& write) {
  if (write.item) return {*write.item};
  if (write.change->value.form == Form::Missing) return {};  // the list goes as a whole
  std::vector<std::string> all = items(write.record, *write.member);
  const AnswerValue* seen = seen_member(write.record, *write.member);
  if (seen != nullptr && write.member->where != dsl::Ast::kNone) all.resize(seen->items.size());
  if (all.empty() && write.change->value.items.empty())
    changes_nothing(*write.change, fmt::format("`{}` is empty already", write.change->path));
  return all;
}

// Puts the new items behind those that stand there; takes a whole list away.
void ChangeWriter::write_list(const ListWrite& write) {
  const CaseChange& change = *write.change;
  const dsl::WireMember& member = *write.member;
  JsonNode* object = tree_.at_pointer(write.record.pointer);
  if (object == nullptr || write.item) return;  // null: another change took its record away
  if (change.value.form == Form::Missing) {
    bool any = false;
    for (const auto& path : member.paths) any = erase_at(*object, path) || any;
    if (!any) changes_nothing(change, fmt::format("`{}` is missing already", change.path));
    return;
  }
  if (change.value.items.empty()) return;
  const Path* filled = filled_path(*object, member);
  JsonNode& there = make(*object, filled != nullptr ? *filled : member.paths.front());
  if (!there.is_list()) {
    JsonNode list = JsonNode::list();
    if (!there.is_null()) list.items.push_back(std::move(there));
    there = std::move(list);
  }
  for (const CaseValue& item : change.value.items)
    there.items.push_back(new_item(preset_.types.element(member.type), member, item));
}

// Takes out what is marked; one where many can stand leaves an empty list.
void ChangeWriter::sweep(JsonNode& node) {
  std::erase_if(node.items, is_gone);
  for (JsonNode& item : node.items) sweep(item);
  for (JsonMember& member : node.members) {
    if (is_gone(member.value)) member.value = JsonNode::list();
    sweep(member.value);
  }
}

// Places are pointers, and taking an item out moves those behind it: so all items that go are found
// and marked before anything is written, and swept out at the end.
void ChangeWriter::write_lists() {
  if (lists_.empty()) return;
  std::vector<std::string> marked;
  for (const ListWrite& list : lists_) {
    for (std::string& pointer : going(list)) marked.push_back(std::move(pointer));
  }
  for (const std::string& pointer : marked) {
    JsonNode* node = tree_.at_pointer(pointer);
    if (node == nullptr) continue;  // inside another one that goes
    *node = JsonNode();
    node->token = kGone;
  }
  for (const ListWrite& list : lists_) write_list(list);
  sweep(tree_);
}

}  // namespace m2::internal
