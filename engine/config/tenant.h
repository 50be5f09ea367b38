#pragma once
// Tenant: who reports, through which preset, to which bureaus, with which numbers of their own.
//
//   Diagnostics found;
//   M2_TRY(std::optional<Tenant> tenant, read_tenant_file("presets/tenants/demo-rent.yaml",
//   found)); std::vector<ParamLiterals> values = tenant->values_for(presets, as_of, found);
//
// Every value is read by its declared type, never guessed; all errors of a file are found at once,
// each with line and column. Keys: docs/language.md.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsl/literal.h"
#include "dsl/program.h"
#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/yaml.h"
#include "engine/metro2/bureau.h"
#include "engine/metro2/field.h"
#include "engine/metro2/framing.h"

namespace m2 {

/// A text of the file and where it stands.
struct Spanned {
  std::string text;
  Span span;
};

/// How one bureau's file looks. What the bureau does not say itself is the reporter's.
struct BureauSettings {
  Bureau bureau = Bureau::Equifax;
  Span span;
  Framing framing;
  std::string header;  // 426 bytes with this bureau's program identifier; its days are still open
  std::string identification_number;    // base field 5, at most 20 characters
  std::string cycle_identifier;         // base field 6, at most 2
  std::map<const Field*, Span> places;  // of the header's and of these two: where the file says it
};

struct ConsentSettings {
  std::optional<bool> required;
  Span required_span;
  std::vector<std::string> documents;  // types of lease documents that count as a consent
  Span documents_span;
};

/// Which properties are reported; both empty: all of them.
struct Communities {
  std::vector<std::string> include;
  std::vector<std::string> exclude;
  Span span;
};

/// The version of the preset that is asked for, and where.
struct TenantVersion {
  std::int64_t number = 0;
  Span span;
  Span day;  // of `effective`: from when on
};

/// A parameter as the file sets it; with days, each value holds from its day on.
struct ParamSetting {
  struct Dated {
    std::optional<Date> from;
    Span day;
    YamlNode value;
  };
  Spanned name;
  std::vector<Dated> values;  // by day

  /// The value of a day: each holds from its own day on. Null before the first.
  [[nodiscard]] const Dated* value_on(Date day) const;
};

/// A tenant's values by parameter: lists hold several literals, scalars one.
using ParamLiterals = std::map<std::string, std::vector<dsl::Literal>>;

struct Tenant {
  SourcePtr source;
  Spanned name;                  // letters, digits, `-` and `_`: it names files
  std::vector<Spanned> presets;  // names or paths, at least one
  std::optional<TenantVersion> version;
  std::map<Date, TenantVersion> effective;  // version from that day on
  std::string vendor;
  std::string profile;  // of validation; "sandbox" for a sandbox tenant that names none
  YamlNode connection;  // read by the vendor's connector
  Communities communities;
  ConsentSettings consent;
  std::vector<BureauSettings> bureaus;  // in the order of bureau.def
  std::vector<ParamSetting> params;
  bool sandbox = false;  // its people are invented; nothing of it may reach a bureau

  /// Whether anything of it depends on the day.
  [[nodiscard]] bool is_dated() const;
  /// The preset version for a day: `effective`, else `version`; empty: the file asks for none.
  [[nodiscard]] std::optional<TenantVersion> version_on(Date day) const;
  /// The values of each preset's parameters on a day, by their types and ranges; without a day all
  /// values are read and none is chosen. `others`: presets of other days, whose parameters may be
  /// set, too. Errors: unknown-param (no preset declares it), param-type, param-range, each with
  /// the declaration, and not-in-force (its first value holds from a later day).
  using Presets = std::span<const std::shared_ptr<const dsl::CheckedPreset>>;
  [[nodiscard]] std::vector<ParamLiterals> values_for(Presets checked, std::optional<Date> day,
                                                      Diagnostics& found,
                                                      Presets others = {}) const;
};

/// Reads a tenant's text. Empty when `found` gained errors.
std::optional<Tenant> read_tenant(const SourcePtr& source, Diagnostics& found);
/// The same from a file. Errors: NotFound, Unreadable, TooLarge.
Result<std::optional<Tenant>> read_tenant_file(const std::filesystem::path& file,
                                               Diagnostics& found);

}  // namespace m2
