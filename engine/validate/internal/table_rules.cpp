#include "engine/validate/internal/table_rules.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"
#include "engine/metro2/codes.h"
#include "engine/validate/internal/characters.h"

namespace m2::internal {
namespace {

#define M2_TABLE_RULE(table, unknown, obsolete, blank_too) \
  TableRules{#table, Structural::unknown, Structural::obsolete, blank_too},
constexpr auto kTableRules = std::to_array<TableRules>({
#include "engine/validate/structural.def"
});
#undef M2_TABLE_RULE

// Of a constant: the base segment's alone may be judged, the others tell what segment this is.
std::optional<Structural> rule_for_constant(Segment segment) {
  switch (segment) {
    case Segment::Header:
      return Structural::HeaderIsFirst;
    case Segment::Trailer:
      return Structural::TrailerIsLast;
    case Segment::Base:
      return Structural::IndicatorIsOne;
    case Segment::J1:
      return Structural::WrongJ1Identifier;
    case Segment::J2:
      return Structural::WrongJ2Identifier;
    default:
      return std::nullopt;
  }
}

std::optional<Structural> rule_for_future(const Field& field) {
  if (&field == &m2::field(BaseField::TimeStamp)) return Structural::TimeStampNotFuture;
  if (&field == &m2::field(BaseField::DateOfAccountInformation)) {
    return Structural::InformationNotFuture;
  }
  return std::nullopt;
}

std::optional<Structural> rule_for_code(CheckKind kind, const Field& field) {
  const TableRules& rules = rules_of(field.codes);
  if (kind == CheckKind::Code) return rules.unknown;
  const CodeTable& table = *find_code_table(field.codes);
  const bool has_obsolete = std::any_of(table.codes.begin(), table.codes.end(),
                                        [](const Code& code) { return code.obsolete; });
  // A history has no code that was retired but still means something.
  if (kind != CheckKind::Current || !has_obsolete || table.scope == CodeScope::EachCharacter) {
    return std::nullopt;
  }
  return rules.obsolete;
}

Structural rule_for_characters(Segment segment, const Field& field) {
  if (&field == &m2::field(BaseField::IdentificationNumber)) return Structural::IdentificationPlain;
  if (&field == &m2::field(BaseField::ConsumerAccountNumber)) return Structural::AccountNumberPlain;
  if (field.characters == CharacterSet::Name) return Structural::NameIsLetters;
  const bool is_consumer = segment == Segment::Base || segment == Segment::J2;
  return is_consumer ? Structural::AddressIsPlain : Structural::TextSuitsField;
}

std::optional<Structural> rule_for_text(CheckKind kind, Segment segment, const Field& field) {
  constexpr auto kSigns =
      static_cast<Classes>(kDigit | kCapital | kBlank | kHyphen | kAddressSign | kOtherSign);
  const bool takes_all = (allowed_in(field) & kSigns) == kSigns;
  if (kind == CheckKind::Capitals) return Structural::TextIsUpperCase;
  if (kind == CheckKind::Left && field.length > 1) return Structural::TextIsLeft;
  if (kind == CheckKind::Characters && !takes_all) return rule_for_characters(segment, field);
  if (kind == CheckKind::Gaps && is_plain(field)) return rule_for_characters(segment, field);
  return std::nullopt;
}

std::optional<Structural> rule_for_day(CheckKind kind, const Field& field) {
  if (kind == CheckKind::Given) return rule_for_missing_day(field);
  // A day that must be there and is none is as bad as one that is missing.
  if (kind == CheckKind::Day) return rule_for_missing_day(field).value_or(Structural::DatesAreDays);
  if (kind == CheckKind::Time && field.kind == FieldKind::TimeStamp) {
    return Structural::DatesAreDays;
  }
  if (kind == CheckKind::NotFuture) return rule_for_future(field);
  return std::nullopt;
}

}  // namespace

const TableRules& rules_of(std::string_view table) {
  for (const TableRules& rules : kTableRules) {
    if (rules.table == table) return rules;
  }
  M2_CHECK(false, "every code table of a field has a row in structural.def");
  return kTableRules.front();
}

std::optional<Structural> rule_for_missing_day(const Field& field) {
  if (&field == &m2::field(HeaderField::ActivityDate)) return Structural::ActivityDateGiven;
  if (&field == &m2::field(HeaderField::DateCreated)) return Structural::CreationDateGiven;
  if (&field == &m2::field(BaseField::DateOpened)) return Structural::DateOpenedGiven;
  if (&field == &m2::field(BaseField::DateOfAccountInformation)) {
    return Structural::InformationDateGiven;
  }
  return std::nullopt;
}

std::optional<Structural> rule_of(CheckKind kind, Segment segment, const Field& field) {
  if (field.kind == FieldKind::Descriptor) return std::nullopt;  // the reader judges it
  if (field.kind == FieldKind::Constant) {
    return kind == CheckKind::Constant ? rule_for_constant(segment) : std::nullopt;
  }
  if (kind == CheckKind::Printable) return Structural::BytesArePrintable;
  switch (field.kind) {
    case FieldKind::Reserved:
      return kind == CheckKind::Blank ? std::optional(Structural::ReservedIsBlank) : std::nullopt;
    case FieldKind::Numeric:
    case FieldKind::Money:
      return kind == CheckKind::Digits ? std::optional(Structural::NumbersAreDigits) : std::nullopt;
    case FieldKind::Date:
    case FieldKind::TimeStamp:
      return rule_for_day(kind, field);
    case FieldKind::Code:
      return kind == CheckKind::Code || kind == CheckKind::Current ? rule_for_code(kind, field)
                                                                   : std::nullopt;
    case FieldKind::Text:
      return rule_for_text(kind, segment, field);
    case FieldKind::Descriptor:
    case FieldKind::Constant:
      break;
  }
  return std::nullopt;
}

}  // namespace m2::internal
