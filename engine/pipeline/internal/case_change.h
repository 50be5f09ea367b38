#pragma once
// Changes written into a document, each to where its member stands and as the vendor writes it.
// Internal to case_document.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/program.h"
#include "engine/base/diagnostic.h"
#include "engine/base/json_tree.h"
#include "engine/config/cases.h"
#include "engine/evaluate/answer.h"
#include "engine/pipeline/case_document.h"

namespace m2::internal {

/// The JSON token of a value. `old` is what stands there now, or null: numbers stay numbers, texts
/// stay texts, and a date keeps its format.
std::string wire_token(const dsl::WireMember& member, dsl::Type type, const dsl::Literal& literal,
                       const dsl::CheckedPreset& preset, const JsonNode* old);
/// Whether a JSON scalar already means this value.
bool means(const dsl::WireMember& member, dsl::Type type, const dsl::Literal& literal,
           const dsl::CheckedPreset& preset, const JsonNode& node);

class ChangeWriter {
 public:
  /// `roots`: the document as the shape reads it, before any change.
  ChangeWriter(const dsl::CheckedPreset& preset, const std::vector<AnswerValue>& roots,
               JsonNode& tree, Diagnostics& found)
      : preset_(preset), roots_(roots), tree_(tree), found_(found) {}

  /// Writes all but lists, which would move what other changes speak of.
  void write(const CaseChange& change);
  /// Then the lists.
  void write_lists();

  struct LeftOut {
    const CaseChange* change;
    const dsl::WireMember* list;
    std::string pointer;  // of the item
  };
  /// Items that the `where` of their list leaves out, and that a change speaks of.
  [[nodiscard]] const std::vector<LeftOut>& left_out() const { return left_out_; }
  /// Changes to what stands there already.
  [[nodiscard]] std::vector<IdleChange>& idle() { return idle_; }

 private:
  struct Place {
    std::string pointer;                // of a JSON object
    const AnswerValue* seen = nullptr;  // the record as the shape reads it; null: it does not
  };
  struct ListWrite {
    const CaseChange* change;
    Place record;
    const dsl::WireMember* member;
    std::optional<std::string> item;  // the pointer of one that goes away
  };
  std::optional<Place> go(const Place& from, const CaseStep& step, const CaseChange& change);
  std::optional<Place> item_of(const Place& from, const CaseStep& step, const CaseChange& change);
  std::vector<std::string> items(const Place& record, const dsl::WireMember& member) const;
  [[nodiscard]] const AnswerValue* seen_member(const Place& record,
                                               const dsl::WireMember& member) const;
  void set(JsonNode& object, const dsl::WireMember& member, const CaseValue& value,
           const CaseChange& change);
  bool put(JsonNode& object, const dsl::WireMember& member, dsl::Type type, const CaseValue& value);
  std::vector<std::string> going(const ListWrite& write);
  void write_list(const ListWrite& write);
  static void sweep(JsonNode& node);
  JsonNode new_item(dsl::Type type, const dsl::WireMember& member, const CaseValue& value);
  void changes_nothing(const CaseChange& change, const std::string& why);

  const dsl::CheckedPreset& preset_;
  const std::vector<AnswerValue>& roots_;
  JsonNode& tree_;
  Diagnostics& found_;
  std::vector<ListWrite> lists_;
  std::vector<LeftOut> left_out_;
  std::vector<IdleChange> idle_;
};

}  // namespace m2::internal
