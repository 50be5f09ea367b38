#pragma once
// Test cases of a preset: what a source document says, what is changed in it, and what must come
// out. Read from YAML, every part held against the preset, its shape and the layout.
//
//   std::optional<CaseFile> file = read_case_file(source, found);      // its preset is looked for
//   std::vector<TestCase> cases = read_cases(*file, *preset, found);
//
// A case that says less than it seems to is an error, never a case that passes: an unknown path or
// field, a value that no row uses, an expectation that cannot be. docs/testing-presets.md has the
// format.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/literal.h"
#include "dsl/outcome.h"
#include "dsl/program.h"
#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/config/tenant.h"
#include "engine/config/yaml.h"
#include "engine/metro2/field.h"

namespace m2 {

/// A case as the file has it: each row of `each` is one, with its values put in.
struct CaseText {
  YamlNode node;
  std::size_t row = 0;   // from 1; 0 when the case has no `each`
  std::string row_told;  // "day 2025-05-30, status 11"
  Span row_span;
};

/// A mutant (dsl/mutants.h) that no case can tell from what it was made of, and why.
struct EqualMutant {
  Span span;         // of the entry
  Spanned at;        // the line it changes; how many blanks stand between its words is all one
  Spanned mutation;  // its name
  std::optional<Spanned>
      becomes;  // the line afterwards, where `mutation` changes it in several ways
  std::string because;
};

struct CaseFile {
  SourcePtr source;
  YamlNode root;  // its keys are known ones
  Spanned preset;
  std::optional<Spanned> tenant;
  std::vector<CaseText> cases;
  std::vector<EqualMutant> survives;
};

/// One step from a record to a member, and to an item of it.
struct CaseStep {
  const dsl::WireMember* member = nullptr;
  std::optional<std::size_t> item;
};

struct CaseMember;

/// What a change writes.
struct CaseValue {
  enum class Form : std::uint8_t { Literal, Missing, List, Record };
  Form form = Form::Literal;
  Span span;
  dsl::Literal literal;
  std::vector<CaseValue> items;
  std::vector<CaseMember> members;
};

struct CaseMember {
  const dsl::WireMember* member = nullptr;
  CaseValue value;
};

struct CaseChange {
  std::string path;  // as it is written: "lease.charges[0].due"
  Span span;
  std::size_t root = 0;  // of the shape
  std::vector<CaseStep> steps;
  dsl::Type type;  // of what is written
  CaseValue value;
};

enum class CaseConsent : std::uint8_t { Granted, Withdrawn, None };

/// A field and the bytes it must hold.
struct CaseField {
  const Field* field = nullptr;
  std::string bytes;
  Span span;
};

/// The segments of a kind that must be there: so many, or these.
struct CaseSegments {
  Segment segment = Segment::J1;
  std::size_t count = 0;
  std::vector<std::vector<CaseField>> items;  // empty: only counted
  Span span;
};

struct CaseExpect {
  OutcomeKind outcome = OutcomeKind::Reported;
  Span span;
  std::optional<std::vector<Spanned>> rules;   // why it is skipped or held: these and no others
  std::optional<std::vector<Spanned>> warned;  // the warnings: these and no others
  std::vector<CaseField> base;
  bool is_exact = false;  // what is not named is blank, and no other segment stands there
  std::vector<CaseSegments> segments;
  std::optional<Spanned> golden;  // a file beside the cases
};

/// Where the record of the month before comes from.
struct CasePrevious {
  enum class From : std::uint8_t { Nowhere, Fields, Case };
  From from = From::Nowhere;
  Span span;
  std::vector<CaseField> fields;
  std::size_t index = 0;  // of an earlier case
};

struct TestCase {
  std::string name;  // with its row
  Span span;         // of the name
  Span place;        // of the row, or of the name
  std::string note;
  Date as_of;
  std::optional<Spanned> base;  // path of the source document, from the folder of the file
  std::vector<ParamSetting> params;
  CaseConsent consent = CaseConsent::Granted;
  std::map<std::string, CaseConsent, std::less<>> consent_of;  // by person
  std::vector<CaseChange> changes;
  CasePrevious previous;
  CaseExpect expect;
};

/// Reads the file and puts the rows of `each` into their cases. Empty when nothing can be made of
/// it. Errors: syntax, unknown-key, missing-key, wrong-kind, unknown-name (a placeholder without
/// value), case-changes-nothing (a value without placeholder).
std::optional<CaseFile> read_case_file(const SourcePtr& source, Diagnostics& found);

/// The cases without errors, in the order of the file. Errors: unknown-name (a path of the
/// document), bad-value, case-expects-unknown (a field, a rule), missing-key, name-twice …
std::vector<TestCase> read_cases(const CaseFile& file, const dsl::CheckedPreset& preset,
                                 Diagnostics& found);

/// A change as if it stood in a case: a path and its new value. Empty when there can be none.
std::optional<CaseChange> read_change(const std::string& path, const std::string& value,
                                      const dsl::CheckedPreset& preset);

/// The value of a field as a case writes it: `$1450`, `2025-01-31`, `"71"`, `blank`; personal ones
/// masked.
std::string case_value(const Field& field, std::string_view segment);

}  // namespace m2
