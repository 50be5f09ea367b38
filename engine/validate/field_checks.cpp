#include "engine/validate/field_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/validate/internal/characters.h"
#include "engine/validate/internal/table_rules.h"

namespace m2 {
namespace {

struct KindText {
  std::string_view name;
  std::string_view title;  // what follows the title of the field
  std::string_view when;
};

constexpr std::array<KindText, 14> kKinds = {{
    {"constant", "is not what it always is", "it holds anything but `{}`"},
    {"printable", "has a byte that is not printable ASCII",
     "a byte of it is below 0x20 or above 0x7E"},
    {"blank", "is not blank", "a byte of it is no blank"},
    {"digits", "has something other than digits", "a byte of it is none of 0 to 9"},
    {"given", "is missing", "it is zero or blank"},
    {"day", "is no day of the calendar", "it is not zero, and its month, day and year are no day"},
    {"time", "has no time of the day", "what follows its day is not from 000000 to 235959"},
    {"not_future", "lies in the future", "its day is after today"},
    {"code", "is an unknown code", "it is none of the codes of {}"},
    {"current", "is a code that is no longer used", "it is a code of {} that was retired"},
    {"capitals", "has small letters", "a letter of it is one of a to z"},
    {"left", "begins with a blank", "it is not blank and begins with a blank"},
    {"characters", "has a character that it does not take",
     "a sign of it is not one of those that it takes"},
    {"gaps", "has a gap", "there is a blank within it"},
}};

constexpr std::size_t kKindCount = kKinds.size();

const KindText& text_of(CheckKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

std::string when_of(CheckKind kind, const Field& field) {
  const std::string_view when = text_of(kind).when;
  const std::size_t gap = when.find("{}");
  if (gap == std::string_view::npos) return std::string(when);
  const std::string_view of = kind == CheckKind::Constant ? field.constant : field.codes;
  return fmt::format("{}{}{}", when.substr(0, gap), of, when.substr(gap + 2));
}

std::vector<FieldCheck> derived() {
  std::vector<FieldCheck> checks;
  std::vector<std::uint32_t> checks_of_rule(256);
  for (std::size_t s = 0; s < kSegmentCount; ++s) {
    const auto segment = static_cast<Segment>(s);
    for (const Field& field : fields(segment)) {
      for (std::size_t k = 0; k < kKindCount; ++k) {
        const auto kind = static_cast<CheckKind>(k);
        const std::optional<internal::Structural> rule = internal::rule_of(kind, segment, field);
        if (!rule) continue;
        const auto place = static_cast<std::uint32_t>(*rule);
        ++checks_of_rule[place];
        checks.push_back(
            {.id = fmt::format("{}.{}.{}", to_string(segment), field.key, to_string(kind)),
             .title = fmt::format("{} {}", field.title, text_of(kind).title),
             .when = when_of(kind, field),
             .kind = kind,
             .segment = segment,
             .field = &field,
             .rule = place});
      }
    }
  }
  for (FieldCheck& check : checks) check.is_alone = checks_of_rule[check.rule] == 1;
  return checks;
}

// A value of the field that is right, to be broken in one place.
std::string right_value(const Field& field) {
  switch (field.kind) {
    case FieldKind::Numeric:
    case FieldKind::Money:
    case FieldKind::Date:
    case FieldKind::TimeStamp:
      return std::string(field.length, '0');
    default:
      return std::string(field.length, field.kind == FieldKind::Text ? 'A' : ' ');
  }
}

std::string code_outside(const CodeTable& table, std::size_t length) {
  for (const std::string_view value : {"*", "**", "***", "9", "ZZ", "999"}) {
    if (value.size() <= length && find_code(table, value) == nullptr && !accepts(table, value))
      return std::string(value);
  }
  M2_CHECK(false, "no table has every code");
  return "*";
}

}  // namespace

std::string_view to_string(CheckKind kind) {
  return text_of(kind).name;
}

std::span<const FieldCheck> field_checks() {
  static const std::vector<FieldCheck> kChecks = derived();
  return kChecks;
}

const FieldCheck* find_field_check(std::string_view id) {
  const std::string wanted = lower(id);
  for (const FieldCheck& check : field_checks()) {
    if (lower(check.id) == wanted) return &check;
  }
  return nullptr;
}

const FieldCheck* find_field_check(Segment segment, const Field& field, CheckKind kind) {
  const auto checks = field_checks();
  // The fields of a segment stand in one array, in the order of the checks.
  const auto from = std::lower_bound(
      checks.begin(), checks.end(), segment, [&](const FieldCheck& check, Segment wanted) {
        return check.segment < wanted || (check.segment == wanted && check.field < &field);
      });
  for (auto check = from; check != checks.end() && check->field == &field; ++check) {
    if (check->kind == kind) return &*check;
  }
  return nullptr;
}

std::string breaking_value(const FieldCheck& check) {
  const Field& field = *check.field;
  std::string value = right_value(field);
  switch (check.kind) {
    case CheckKind::Constant:
      value = std::string(field.constant);
      value.back() = field.length == 1 ? '2' : '?';
      return value;
    case CheckKind::Printable:
      value.front() = '\x01';
      return value;
    case CheckKind::Blank:
      value.front() = 'X';
      return value;
    case CheckKind::Digits:
      value.back() = 'X';
      return value;
    case CheckKind::Given:
      return value;
    case CheckKind::Day:
      return value.replace(0, 8, "02302026");
    case CheckKind::Time:
      return value.replace(0, 14, "05312026250000");
    case CheckKind::NotFuture:
      return value.replace(0, 8, "12312099");
    case CheckKind::Code:
      return code_outside(*find_code_table(field.codes), field.length);
    case CheckKind::Current:
      for (const m2::Code& code : find_code_table(field.codes)->codes) {
        if (code.obsolete) return std::string(code.code);
      }
      break;
    case CheckKind::Capitals:
      value.back() = 'a';
      return value;
    case CheckKind::Left:
      value.front() = ' ';
      return value;
    case CheckKind::Characters:
      value.back() = '*';  // taken by no field that judges its signs
      return value;
    case CheckKind::Gaps:
      value[1] = ' ';
      return value;
  }
  M2_CHECK(false, "every check has a value that breaks it");
  return value;
}

}  // namespace m2
