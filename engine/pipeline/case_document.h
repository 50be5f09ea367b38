#pragma once
// The source document of a test case: the base as it was recorded, with the changes of the case
// written as the vendor would write them.
//
//   M2_TRY(CaseDocuments documents, CaseDocuments::of(preset));
//   const CaseBase* base = documents.base(file, span, found);             // null: `found` says why
//   std::optional<std::string> text = documents.changed(*base, test, found);

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/json_tree.h"
#include "engine/base/result.h"
#include "engine/config/cases.h"
#include "engine/evaluate/answer.h"
#include "engine/evaluate/mapper.h"

namespace m2 {

/// A change to what the document says already.
struct IdleChange {
  Span path;
  Span value;
  std::string why;
};

/// A document that fits the shape.
struct CaseBase {
  std::filesystem::path file;
  JsonNode tree;
  std::vector<AnswerValue> roots;  // as the shape reads it, with the places of its records
};

class CaseDocuments {
 public:
  /// Of a preset with a shape. Error: TooLarge.
  static Result<CaseDocuments> of(std::shared_ptr<const dsl::CheckedPreset> preset);
  CaseDocuments(CaseDocuments&&) noexcept = default;

  /// The document in `file`, read once; `span` is where a case names it. Errors: unreadable-file,
  /// fixture-misfit.
  const CaseBase* base(const std::filesystem::path& file, Span span, Diagnostics& found);
  /// Its text with the changes and consents of the case; `idle` gains the changes that change
  /// nothing. Errors: case-changes-nothing (an item that stays outside of its list), unknown-name
  /// (an item or a person that the document has not).
  std::optional<std::string> changed(const CaseBase& base, const TestCase& test,
                                     std::vector<IdleChange>& idle, Diagnostics& found);
  /// What the document says, as it may be shown: by root of the shape.
  std::vector<AnswerValue> shown(std::string_view document);

 private:
  explicit CaseDocuments(std::shared_ptr<const dsl::CheckedPreset> preset)
      : preset_(std::move(preset)) {}
  std::optional<std::vector<AnswerValue>> read(std::string_view document, Places places,
                                               std::vector<Reason>* reasons);
  void give_consents(JsonNode& tree, const std::vector<AnswerValue>& roots, const TestCase& test);
  void find_people(const AnswerValue& value, std::vector<std::string>& ids) const;

  std::shared_ptr<const dsl::CheckedPreset> preset_;
  std::vector<Mapper> readers_;  // one a root
  std::map<std::filesystem::path, std::unique_ptr<CaseBase>> bases_;
  std::optional<dsl::Type> person_;  // of whom a consent is asked, and the member with the id
  std::uint32_t person_id_ = 0;
};

}  // namespace m2
