#include "engine/pipeline/internal/disguise.h"

#include <algorithm>
#include <array>

#include "engine/base/ascii.h"
#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/evaluate/wire.h"
#include "engine/pipeline/internal/case_change.h"

namespace m2::internal {
namespace {

using dsl::Kind;
using dsl::WireMember;

constexpr std::size_t kLongestCode = 3;

struct IdentityOfField {
  std::string_view key;
  Identity identity;
};
constexpr auto kIdentityOfField = std::to_array<IdentityOfField>({
    {"surname", Identity::Surname},
    {"first_name", Identity::FirstName},
    {"middle_name", Identity::MiddleName},
    {"ssn", Identity::Ssn},
    {"telephone_number", Identity::Telephone},
    {"address_line_1", Identity::Street},
    {"address_line_2", Identity::Unit},
    {"city", Identity::City},
    {"zip_code", Identity::Zip},
});

Identity identity_of(const Field& field) {
  for (const IdentityOfField& row : kIdentityOfField) {
    if (row.key == field.key) return row.identity;
  }
  return Identity::Label;
}

// "id", "customer_id", "number"
bool names_something(std::string_view member) {
  return member == "id" || member == "number" || member.ends_with("_id") ||
         member.ends_with("_number");
}

bool has_letters_or_digits(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
  });
}

// 000000000: what stands where nobody's number stands.
bool is_nobodys(std::string_view text) {
  const std::string digits = digits_of(text);
  return !digits.empty() && std::none_of(text.begin(), text.end(), is_letter) &&
         digits.find_first_not_of(digits.front()) == std::string::npos;
}

// Whether what stands at the end of a path is a value.
bool is_there(const JsonNode& node, const WireMember& member) {
  if (node.is_null() || (node.is_list() && node.items.empty() && !member.type.is(Kind::List)))
    return false;
  if (node.kind != JsonNode::Kind::Scalar) return true;
  const auto& missing = member.missing_when;
  return std::find(missing.begin(), missing.end(), node.text()) == missing.end();
}

bool is_filled(const JsonNode& object, const std::vector<std::string>& path, std::size_t step,
               const WireMember& member) {
  if (step == path.size()) return is_there(object, member);
  if (object.is_list()) {
    return std::any_of(object.items.begin(), object.items.end(),
                       [&](const JsonNode& item) { return is_filled(item, path, step, member); });
  }
  const JsonNode* next = object.find(path[step]);
  return next != nullptr && is_filled(*next, path, step + 1, member);
}

// What was asked for and holds nothing; items of lists keep their places.
void sweep_nothing(JsonNode& node) {
  for (JsonNode& item : node.items) sweep_nothing(item);
  for (JsonMember& member : node.members) sweep_nothing(member.value);
  std::erase_if(node.members, [](const JsonMember& member) { return member.value.is_null(); });
}

void make_list(JsonNode& node, std::size_t size) {
  if (!node.is_list()) node = JsonNode::list();
  if (node.items.size() < size) node.items.resize(size);
}

}  // namespace

Disguise::Disguise(const dsl::CheckedPreset& preset, const dsl::SourceIndex& index,
                   const ParamLiterals& values, Date as_of, Words words)
    : preset_(preset),
      index_(index),
      personal_(preset, index),
      words_(preset, values),
      words_mode_(words),
      identity_(as_of) {
  plan();
}

// ── what is what ──

void Disguise::plan_fields(const dsl::SegmentRule& rule) {
  for (const dsl::FieldRule& field : rule.fields) {
    if (field.value == dsl::kNoExpr) continue;
    for (const WireMember* member : index_.of(field.value).values) {
      Plan& plan = plans_[member];
      const Identity identity = identity_of(*field.field);
      if (identity != Identity::Label) plan.identity = identity;
      plan.is_told = plan.is_told || identity != Identity::Label;
      const CodeTable* table = find_code_table(field.field->codes);
      if (table != nullptr) plan.tables.push_back(table);
    }
  }
}

void Disguise::plan() {
  plan_fields(preset_.base);
  for (const dsl::SegmentRule& rule : preset_.segments) plan_fields(rule);
  std::set<std::vector<std::string>> personal_paths, told_paths;
  for (const dsl::WireRecord& record : preset_.shape->records) {
    for (const WireMember& member : record.members) {
      Plan& plan = plans_[&member];
      plan.is_personal =
          personal_.has(member) || dsl::personal_name(member.name) == dsl::PersonalName::Secret;
      plan.is_id = names_something(member.name);
      if (plan.is_personal) personal_paths.insert(member.paths.begin(), member.paths.end());
      if (plan.is_told) told_paths.insert(member.paths.begin(), member.paths.end());
    }
  }
  // The same place under another name.
  for (auto& [member, plan] : plans_) {
    for (const auto& path : member->paths) {
      plan.is_personal = plan.is_personal || personal_paths.count(path) > 0;
      plan.is_told = plan.is_told || told_paths.count(path) > 0;
    }
  }
  const dsl::WireRecord* root = preset_.shape->wire(preset_.shape->roots.front().type);
  if (root != nullptr && !root->members.empty()) plans_[&root->members.front()].is_id = true;
  for (const dsl::Expr& expr : preset_.exprs) {
    if (expr.op != dsl::Op::Consent || expr.args.empty()) continue;
    const WireMember* id = index_.wire(preset_.expr(expr.args[0]).type.bare(), expr.index);
    if (id != nullptr) plans_[id].is_id = true;
  }
}

// A code of a field that the member may end up in, alone or behind a vendor's list: "TX",
// "geo.state.TX".
bool Disguise::is_code(std::string_view text, const Plan& plan) const {
  const std::size_t last = text.rfind('.');
  const std::string_view code = last == std::string_view::npos ? text : text.substr(last + 1);
  if (last != std::string_view::npos) {
    const std::vector<std::string_view> list = split(text.substr(0, last), '.');
    if (list.size() < 2 || !std::all_of(list.begin(), list.end(), KnownWords::is_camel_word))
      return false;
  }
  return !code.empty() && code.size() <= kLongestCode &&
         std::any_of(plan.tables.begin(), plan.tables.end(), [&](const CodeTable* table) {
           return table->scope == CodeScope::WholeField && accepts(*table, code);
         });
}

// "XB - in dispute" -> "XB", of a field whose codes are such.
std::string Disguise::code_before(std::string_view text, const Plan& plan) const {
  std::size_t end = 0;
  while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
  const std::string_view code = text.substr(0, end);
  return is_code(code, plan) ? std::string(code) : std::string();
}

bool Disguise::feeds(const dsl::FieldRule& rule) const {
  if (rule.value == dsl::kNoExpr || rule.field->kind == FieldKind::Code) return false;
  const dsl::Sources sources = index_.of(rule.value);
  return std::any_of(sources.values.begin(), sources.values.end(), [&](const WireMember* member) {
    return plans_.at(member).is_personal || dsl::is_textual(member->type.kind);
  });
}

// ── the document ──

JsonNode Disguise::of(const JsonNode& document) {
  count(document, values_before_, true);
  JsonNode out;
  for (const bool meets : {true, false}) {
    meets_ = meets;
    out = JsonNode::object();
    for (const dsl::ShapeRoot& root : preset_.shape->roots) {
      WireMember whole;
      whole.type = root.type;
      for (const auto& path : root.paths) {
        if (!is_filled(document, path, 0, whole)) continue;
        along(document, out, path, 0, whole);
        break;
      }
    }
    if (meets) identity_.settle();
  }
  sweep_nothing(out);
  count(out, values_after_, false);
  return out;
}

void Disguise::count(const JsonNode& node, std::size_t& values, bool avoids) {
  for (const JsonNode& item : node.items) count(item, values, avoids);
  for (const JsonMember& member : node.members) count(member.value, values, avoids);
  if (node.kind != JsonNode::Kind::Scalar || node.is_null()) return;
  ++values;
  if (avoids) identity_.avoid(node.text());
}

void Disguise::record(const JsonNode& from, JsonNode& to, dsl::Type type) {
  const dsl::WireRecord* wire = preset_.shape->wire(type);
  if (wire == nullptr) return;
  for (const WireMember& member : wire->members) {
    for (const auto& path : member.paths) {
      if (!is_filled(from, path, 0, member)) continue;
      along(from, to, path, 0, member);
      break;
    }
  }
}

void Disguise::along(const JsonNode& from, JsonNode& to, const std::vector<std::string>& path,
                     std::size_t step, const WireMember& member) {
  if (step == path.size()) return value(from, to, member, member.type);
  if (from.is_list()) {
    make_list(to, from.items.size());
    for (std::size_t i = 0; i < from.items.size(); ++i)
      along(from.items[i], to.items[i], path, step, member);
    return;
  }
  const JsonNode* next = from.find(path[step]);
  if (next != nullptr && !next->is_null())
    along(*next, to.member(path[step]), path, step + 1, member);
}

void Disguise::value(const JsonNode& from, JsonNode& to, const WireMember& member, dsl::Type type) {
  if (from.is_null()) return;
  if (from.is_list()) {
    const dsl::Type inner = type.is(Kind::List) ? preset_.types.element(type) : type;
    make_list(to, from.items.size());
    for (std::size_t i = 0; i < from.items.size(); ++i)
      value(from.items[i], to.items[i], member, inner);
    return;
  }
  if (type.is(Kind::List)) return value(from, to, member, preset_.types.element(type));
  if (!type.is(Kind::Record)) return scalar(from, to, member, type);
  if (!from.is_object()) return;
  if (!to.is_object()) to = JsonNode::object();
  record(from, to, type);
}

void Disguise::scalar(const JsonNode& from, JsonNode& to, const WireMember& member,
                      dsl::Type type) {
  if (from.kind != JsonNode::Kind::Scalar) return;
  const std::string text = from.text();
  const Plan& plan = plans_.at(&member);
  bool is_kept = false;
  switch (type.kind) {
    case Kind::Money:
      is_kept = Money::parse(text).has_value();
      break;
    case Kind::Bool:
      is_kept = parse_bool(text).has_value();
      break;
    case Kind::Int:
    case Kind::Days:
    case Kind::Months:
    case Kind::Number:
    case Kind::Percent:
      is_kept = parse_decimal(text, 4).has_value();
      break;
    case Kind::Choice: {
      const dsl::WireChoice* choice = preset_.shape->wire_choice(type);
      is_kept =
          choice != nullptr && std::any_of(choice->values.begin(), choice->values.end(),
                                           [&](const auto& word) { return word.wire == text; });
      break;
    }
    case Kind::Date:
      return day(from, to, member, plan);
    default:
      break;
  }
  const bool is_text = dsl::is_textual(type.kind);
  if (!is_text && !is_kept) return;
  const bool is_replaced = is_text || plan.is_personal || plan.is_id;
  const std::string other = is_replaced ? other_text(text, plan) : text;
  if (other == text) {
    to = from.is_text() ? JsonNode::of_text(text) : from;
  } else {
    replaced_.insert(text);
    if (plan.is_personal || plan.is_id) telling_.insert(text);
    JsonNode made = JsonNode::of_text(other);
    if (!from.is_text() && parse_decimal(other, 4) && other.front() != '0') made.token = other;
    to = std::move(made);
  }
  for (const dsl::Expr& expr : preset_.exprs) {
    if (meets_ || expr.op != dsl::Op::Consent || expr.args.empty()) continue;
    if (index_.wire(preset_.expr(expr.args[0]).type.bare(), expr.index) != &member) continue;
    people_.emplace_back(text, other);
    break;
  }
}

// Days stay; they are what a case is about. Birthdays do not.
void Disguise::day(const JsonNode& from, JsonNode& to, const WireMember& member, const Plan& plan) {
  std::optional<Date> day;
  for (const std::string& format : member.formats) {
    if (!day) day = DateFormat(format).parse(from.text(), member.zone);
  }
  if (!day) return;
  to = from.is_text() ? JsonNode::of_text(from.text()) : from;
  // The word of a zone, which is left out of account, may be any.
  const std::string text = from.text();
  const bool has_zone_word = is_letter(text.back()) && text.back() != 'Z';
  if (!plan.is_personal && !has_zone_word) return;
  if (plan.is_personal && meets_) return identity_.meet(*day);
  dsl::Literal other;
  other.number = (plan.is_personal ? identity_.birth_date(*day) : *day).days();
  to.token = wire_token(member, dsl::Type::of_kind(Kind::Date), other, preset_, &from);
  if (*day == Date::from_days(static_cast<std::int32_t>(other.number))) return;
  replaced_.insert(text);
}

std::string Disguise::invented(Identity identity, std::string_view text) {
  if (!meets_) return identity_.text(identity, text);
  identity_.meet(identity, text);
  return std::string(text);
}

std::string Disguise::other_text(std::string_view text, const Plan& plan) {
  if (!has_letters_or_digits(text)) return std::string(text);
  // The name of a member may sound personal, as `ssn_kind`, and its values be words of a list.
  const bool is_said = words_.has(text) || words_.is_of_list(text);
  if (plan.is_personal && (plan.is_told || !is_said)) {
    if (plan.identity == Identity::Ssn && is_nobodys(text)) return std::string(text);
    return invented(plan.identity, text);
  }
  if (plan.is_id) return invented(Identity::Label, text);
  if (is_said || is_code(text, plan)) return std::string(text);
  if (words_mode_ == Words::Kept && !identity_.is_label(text)) {
    if (std::string code = code_before(text, plan); !code.empty()) return code;
    if (std::string word = words_.longest_in(text); !word.empty()) return word;
  }
  return invented(Identity::Label, text);
}

}  // namespace m2::internal
