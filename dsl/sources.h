#pragma once
// Sources: what an expression reads, found without running it: the members of the shape behind it,
// through lets, defines, tables and lists.
//
//   const SourceIndex index(*preset);
//   Sources sources = index.of(preset->base.fields[0].value);
//   index.paths(*sources.values.front())       // {"people[].person.dateOfBirth"}

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/program.h"

namespace m2::dsl {

/// Without doubles; members in the order of the shape.
struct Sources {
  std::vector<const WireMember*> values;                  // end up in the value, whole or in part
  std::vector<const WireMember*> conditions;              // decide which value it is
  std::set<std::uint32_t> lets, params, tables, lookups;  // by index
  bool as_of = false;                                     // needs to know which day it is
  bool reported_person = false;  // a personal field of the last report ends up in the value
};

/// What `previous` is called among the types of a preset.
inline constexpr std::string_view kPreviousRecord = "previous record";
/// Whether a member of a record is a field of the last report that the layout calls personal.
bool is_reported_person(const TypeTable& types, Type record, std::uint32_t member);

class SourceIndex {
 public:
  /// `preset` outlives the index.
  explicit SourceIndex(const CheckedPreset& preset);

  [[nodiscard]] Sources of(ExprId id) const;
  /// The shape's member behind a member of a record; null for members of the engine's own records.
  [[nodiscard]] const WireMember* wire(Type record, std::uint32_t member) const;
  /// "lease.status": the way to a member from a root; "person.first_name" where there are several.
  [[nodiscard]] std::string name(const WireMember& member) const;
  /// Where it stands in the document, `[]` behind every list: one path for each `from` and each way
  /// to its record.
  [[nodiscard]] std::vector<std::string> paths(const WireMember& member) const;

 private:
  struct Way {
    std::string name;
    std::string path;
  };
  void add_ways(std::uint32_t record, const Way& way, std::vector<std::uint32_t>& open);

  const CheckedPreset& preset_;
  std::map<std::pair<const SourceText*, std::uint32_t>, const WireMember*> by_place_;
  std::map<const WireMember*, std::uint32_t> record_of_;
  std::vector<std::vector<Way>> ways_;  // by record of the shape
};

}  // namespace m2::dsl
