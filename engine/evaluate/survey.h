#pragma once
// Survey: what a shape finds in many documents: what cannot be read, what is never there, and what
// nobody reads.
//
//   M2_TRY(Survey survey, Survey::of(shape));           // dsl::check_shape
//   survey.add(document);
//   for (const MemberSurvey& m : survey.members()) …
//
// Documents are read by the decoder that reads accounts, so what it refuses here it refuses there.
// Examples are masked. Memory does not grow with the number of documents.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/sources.h"
#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/evaluate/mapper.h"

namespace m2 {

struct SurveyExample {
  std::uint64_t document = 0;  // from 1
  std::string account;
  std::string pointer;  // JSON pointer of the value, or of the object that lacks it
  std::string text;     // the value, masked; empty when there is none
};

/// One way in which values of a member cannot be read.
struct SurveyTrouble {
  std::string kind;  // bad_value, missing_value, unknown_value, two_values, wrong_kind
  std::uint64_t count = 0;
  std::vector<SurveyExample> examples;         // the first few
  std::map<std::string, std::uint64_t> words;  // of a closed list: those that it does not know
};

struct MemberSurvey {
  const dsl::WireMember* member = nullptr;
  std::uint64_t values = 0;
  std::uint64_t missing = 0;
  std::vector<SurveyTrouble> troubles;

  /// No document had it.
  [[nodiscard]] bool is_never_seen() const;
};

/// A member of the documents that the shape does not read.
struct UnreadMember {
  std::string path;  // of its object: "people.person"; empty at the top
  std::string name;
  std::uint64_t count = 0;
  SurveyExample example;
  std::optional<std::string> meant;  // a name the shape reads there, and never finds
};

class Survey {
 public:
  /// Errors: TooLarge.
  static Result<Survey> of(std::shared_ptr<const dsl::CheckedPreset> shape);
  Survey(Survey&&) noexcept;
  Survey& operator=(Survey&&) noexcept;
  ~Survey();

  void add(std::string_view document);

  [[nodiscard]] std::uint64_t documents() const;
  /// Documents of which something cannot be read: accounts that a preset holds once it reads that.
  [[nodiscard]] std::uint64_t troubled() const;
  /// In the order of the shape; those of records that no root leads to are left out.
  [[nodiscard]] std::vector<MemberSurvey> members() const;
  /// Sorted by path and name.
  [[nodiscard]] std::vector<UnreadMember> unread() const;
  /// "lease.people.first_name"
  [[nodiscard]] std::string name(const dsl::WireMember& member) const;

 private:
  explicit Survey(std::unique_ptr<SurveyReport> state);
  std::unique_ptr<SurveyReport> state_;  // what the machine reports to
};

}  // namespace m2
