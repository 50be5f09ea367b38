#pragma once
// What the entries of a profile speak of, and the values that they name, held against the layout
// and the code tables. Internal to profiles.
//
//   auto place = places.place("consumer.date_of_birth", span, "rent");
//   auto values = places.values(member, "rent", false);      // account_type: ["29"]

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "engine/config/internal/expect.h"
#include "engine/config/profile.h"

namespace m2::config {

class ProfilePlaces {
 public:
  explicit ProfilePlaces(Diagnostics& found) : expect_(found) {}

  /// "account_type" (of the base segment), "k1.original_creditor_name", "consumer.ssn", "k4"; empty
  /// after an error.
  std::optional<ProfilePlace> place(const std::string& name, Span span,
                                    const std::string& profile) const;
  /// A field and its values. `takes_any`: `any` may stand in their place, and only with it a
  /// segment in place of the field.
  std::optional<ProfileValues> values(const YamlMember& member, const std::string& profile,
                                      bool takes_any) const;

 private:
  std::optional<ProfilePlace> field_of(ProfilePlace place, std::string_view where,
                                       std::string_view key) const;
  bool value(const Spanned& value, ProfileValues& out) const;

  Expect expect_;
};

/// Whether a profile is told by its file (with a `/` or ending in .yaml or .yml) or by its name.
bool is_profile_path(std::string_view name);
bool is_profile_file(const std::filesystem::path& path);
/// What the profile in `file` extends: beside it, else among those that are told by name. Empty
/// when it is in neither place.
std::optional<std::filesystem::path> find_extended(const std::string& name,
                                                   const std::filesystem::path& file,
                                                   const ProfileFiles& files);

/// Whether the file of the first entry extends that of the second, or the other way round.
using AreRelated = std::function<bool(const ProfilePlace&, const ProfilePlace&)>;

/// Tells values that are allowed and forbidden at once by files that are related, and places that
/// are required and forbidden by any.
void report_contradictions(std::span<const ProfileValues> allow,
                           std::span<const ProfileValues> forbid,
                           std::span<const ProfilePlace> require, const AreRelated& are_related,
                           const Expect& expect);

}  // namespace m2::config
