#include "dsl/personal.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

// "dateOfBirth", "date_of_birth", "SSN2" -> their words in small letters.
std::vector<std::string> words_in_name(std::string_view name) {
  std::vector<std::string> words;
  bool fresh = true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_upper(c) && !is_lower(c)) {
      fresh = true;
      continue;
    }
    const bool starts = is_upper(c) && i > 0 &&
                        (is_lower(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1])));
    if (fresh || starts) words.emplace_back();
    words.back() += to_lower(c);
    fresh = false;
  }
  return words;
}

constexpr std::string_view kSecret[] = {
    "ssn",      "social", "itin",   "tin",      "tax",     "birth",         "birthdate",
    "birthday", "born",   "dob",    "license",  "licence", "passport",      "iban",
    "routing",  "card",   "secret", "password", "token",   "identification"};
constexpr std::string_view kPerson[] = {
    "name",    "firstname", "lastname", "middlename", "surname", "phone", "mobile",   "cell",
    "fax",     "email",     "mail",     "street",     "address", "city",  "zip",      "postal",
    "zipcode", "employer",  "note",     "notes",      "comment", "memo",  "latitude", "longitude"};

bool holds(const std::vector<std::string>& words, std::span<const std::string_view> list) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  });
}

}  // namespace

PersonalName personal_name(std::string_view name) {
  const std::vector<std::string> words = words_in_name(name);
  if (holds(words, kSecret)) return PersonalName::Secret;
  return holds(words, kPerson) ? PersonalName::Person : PersonalName::No;
}

PersonalMembers::PersonalMembers(const CheckedPreset& preset, const SourceIndex& index) {
  const auto add = [&](const SegmentRule& rule) {
    for (const FieldRule& field : rule.fields) {
      // The account number is personal in a file; here it is what an account is asked for by.
      const bool is_account = field.field->key == "consumer_account_number";
      if (field.field->privacy != Privacy::Personal || is_account || field.value == kNoExpr)
        continue;
      for (const WireMember* member : index.of(field.value).values) members_.insert(member);
    }
  };
  add(preset.base);
  for (const SegmentRule& rule : preset.segments) add(rule);
  if (preset.shape == nullptr) return;
  for (const WireRecord& record : preset.shape->records) {
    for (const WireMember& member : record.members) {
      if (personal_name(member.name) == PersonalName::Secret) members_.insert(&member);
    }
  }
}

bool PersonalMembers::feed(const Sources& sources) const {
  return sources.reported_person ||
         std::any_of(sources.values.begin(), sources.values.end(),
                     [&](const WireMember* member) { return has(*member); });
}

}  // namespace m2::dsl
