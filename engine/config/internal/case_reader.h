#pragma once
// The parts of a case, each read against what it speaks of. Internal to cases.

#include <optional>
#include <string>
#include <vector>

#include "engine/config/cases.h"
#include "engine/config/internal/expect.h"

namespace m2::config {

/// `change:` of a case, by the shape.
class ChangeReader {
 public:
  ChangeReader(const dsl::CheckedPreset& preset, Diagnostics& found)
      : preset_(preset), expect_(found) {}

  /// Empty after an error.
  std::optional<CaseChange> read(const YamlMember& member) const;

 private:
  struct Word {
    std::string name;
    std::optional<std::size_t> item;
    Span span;
  };
  std::optional<std::vector<Word>> words(const YamlMember& member) const;
  bool step(const Word& word, dsl::Type& type, const std::string& so_far, CaseChange& change) const;
  std::optional<CaseValue> value(const YamlNode& node, dsl::Type type,
                                 const std::string& name) const;
  std::optional<CaseValue> record(const YamlNode& node, dsl::Type type,
                                  const std::string& name) const;
  std::optional<CaseValue> scalar(const YamlNode& node, dsl::Type type,
                                  const std::string& name) const;
  void unknown_member(Span span, const std::string& name, dsl::Type record) const;

  const dsl::CheckedPreset& preset_;
  Expect expect_;
};

/// `expect:` and `previous:` of a case, by the layout.
class ExpectReader {
 public:
  ExpectReader(const dsl::CheckedPreset& preset, Diagnostics& found)
      : preset_(preset), expect_(found) {}

  std::optional<CaseExpect> read(const YamlMember& member) const;
  /// Fields of a segment with their values; those without errors.
  [[nodiscard]] std::vector<CaseField> fields(const YamlNode& map, Segment segment) const;

 private:
  std::optional<CaseField> field(const YamlMember& member, Segment segment) const;
  void unknown_field(const YamlMember& member, Segment segment) const;
  std::optional<CaseSegments> segment(const YamlMember& member) const;
  void reasons(const YamlMember& map, CaseExpect& out) const;
  std::vector<Spanned> names(const YamlMember& member, std::optional<dsl::RuleKind> kind) const;
  [[nodiscard]] bool is_reason(std::string_view name) const;

  const dsl::CheckedPreset& preset_;
  Expect expect_;
};

}  // namespace m2::config
