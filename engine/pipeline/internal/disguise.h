#pragma once
// Disguise: an account document as somebody else's: only what the shape reads, and of that only
// what says nothing about anybody as it stands: amounts, days, counts, yes and no, the words of
// closed lists and those that the preset itself names. Every other text is replaced. Internal to
// case_recording.
//
//   Disguise disguise(preset, index, values, as_of, Disguise::Words::Replaced);
//   M2_TRY(const JsonNode own, parse_json_tree(text));
//   const JsonNode other = disguise.of(own);

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/personal.h"
#include "dsl/program.h"
#include "dsl/sources.h"
#include "engine/base/date.h"
#include "engine/base/json_tree.h"
#include "engine/config/tenant.h"
#include "engine/metro2/codes.h"
#include "engine/pipeline/internal/invented_identity.h"
#include "engine/pipeline/internal/known_words.h"

namespace m2::internal {

class Disguise {
 public:
  /// What becomes of a text in which a word of the preset stands among others, or a code before
  /// them: it is replaced like any other, or the word or code alone stays.
  enum class Words : std::uint8_t { Replaced, Kept };

  /// All outlive it.
  Disguise(const dsl::CheckedPreset& preset, const dsl::SourceIndex& index,
           const ParamLiterals& values, Date as_of, Words words);

  /// The document as somebody else's. Once.
  JsonNode of(const JsonNode& document);

  /// Persons of whom a consent is asked: their ids before and after, in the order of the document.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& people() const {
    return people_;
  }
  /// Texts that were replaced.
  [[nodiscard]] const std::set<std::string>& replaced() const { return replaced_; }
  /// Those of them that say who somebody is; they may be found nowhere.
  [[nodiscard]] const std::set<std::string>& telling() const { return telling_; }
  /// Texts, numbers and other values of the document, and those of the disguise.
  [[nodiscard]] std::size_t values_before() const { return values_before_; }
  [[nodiscard]] std::size_t values_after() const { return values_after_; }
  /// Whether texts that were replaced end up in a field.
  [[nodiscard]] bool feeds(const dsl::FieldRule& rule) const;

 private:
  struct Plan {
    Identity identity = Identity::Label;
    bool is_personal = false;
    bool is_told = false;  // it ends up in a field that says who somebody is
    bool is_id = false;
    std::vector<const CodeTable*> tables;  // of the fields that it may end up in
  };

  void plan();
  void plan_fields(const dsl::SegmentRule& rule);
  void record(const JsonNode& from, JsonNode& to, dsl::Type type);
  void along(const JsonNode& from, JsonNode& to, const std::vector<std::string>& path,
             std::size_t step, const dsl::WireMember& member);
  void value(const JsonNode& from, JsonNode& to, const dsl::WireMember& member, dsl::Type type);
  void scalar(const JsonNode& from, JsonNode& to, const dsl::WireMember& member, dsl::Type type);
  void day(const JsonNode& from, JsonNode& to, const dsl::WireMember& member, const Plan& plan);
  std::string other_text(std::string_view text, const Plan& plan);
  std::string invented(Identity identity, std::string_view text);
  [[nodiscard]] bool is_code(std::string_view text, const Plan& plan) const;
  [[nodiscard]] std::string code_before(std::string_view text, const Plan& plan) const;
  void count(const JsonNode& node, std::size_t& values, bool avoids);

  const dsl::CheckedPreset& preset_;
  const dsl::SourceIndex& index_;
  const dsl::PersonalMembers personal_;
  const KnownWords words_;
  const Words words_mode_;
  std::map<const dsl::WireMember*, Plan> plans_;
  InventedIdentity identity_;
  bool meets_ = true;  // the first time through: what is there
  std::vector<std::pair<std::string, std::string>> people_;
  std::set<std::string> replaced_, telling_;
  std::size_t values_before_ = 0, values_after_ = 0;
};

}  // namespace m2::internal
