#pragma once
// Mapper: one account document -> reported, skipped or held.
//
//   Mapper mapper(program, {.tenant = "demo-rent"});
//   const Outcome& outcome = mapper.map(line.data(), line.size());     // line ends with NUL and is
//   overwritten if (outcome.kind == OutcomeKind::Reported) writer.add(outcome.record);
//
// One mapper a thread; its memory is reused, so an Outcome is valid until the next call. Programs
// are shared.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/outcome.h"
#include "engine/base/date.h"
#include "engine/base/text.h"
#include "engine/evaluate/program.h"

namespace m2 {

/// Why an account is skipped or held, or what a `warn` found.
struct Reason {
  std::string name;  // the rule, or what went wrong: no_rent, bad_value, overflow …
  std::string text;  // for people; source values masked
  Span span;         // the line of the preset; empty where it is not the preset's
};

struct Counts {
  FoldCounts characters;     // dropped, cut
  std::uint32_t capped = 0;  // amounts written as all nines
};

struct Outcome {
  OutcomeKind kind = OutcomeKind::Held;
  std::string_view account;  // as the document names it; empty when it could not be read
  std::string_view
      record;  // base and segments in character form, descriptor word open; only when reported
  std::vector<Reason> reasons;  // skipped: one; held: all that were found
  std::vector<Reason> warnings;
  Counts counts;
};

/// How a document is read. Ordinary ones straight from their text; Tree reads every one through the
/// tree that odd ones need, with the same outcome.
enum class Reading : std::uint8_t { Ordinary, Tree };

/// The base segment of an account's last report; empty: it has none. Valid until the next question.
using LastReport = std::function<std::string_view(std::string_view account)>;

struct MapperOptions {
  std::string tenant;
  std::string identification_number;  // base field 5
  std::string cycle_identifier;       // base field 6
  Date time_stamp;                    // base field 3
  Reading reading = Reading::Ordinary;
  LastReport last_report = {};  // asked only of accounts whose program reads it; else none has one
};

class Lineage;
struct AccountAnswer;
class RuleRunner;
class SurveyReport;
struct AccountTrace;
struct TraceOptions;
enum class Masking : std::uint8_t { Masked, Revealed };
/// Whether an answer says where in the document its records stand.
enum class Places : std::uint8_t { Untold, Told };

class Mapper {
 public:
  Mapper(std::shared_ptr<const Program> program, MapperOptions options);
  ~Mapper();
  Mapper(Mapper&&) noexcept;
  Mapper& operator=(Mapper&&) noexcept;

  /// `document` is parsed in place: document[size] is NUL.
  const Outcome& map(char* document, std::size_t size);
  /// The base segment of the last report of the next accounts, in the place of `last_report`;
  /// empty: that is asked.
  void set_previous(std::string_view base_segment);
  /// As map, from a copy; remembers which instruction, slot and JSON value made each field
  /// (lineage.h).
  const Outcome& map_traced(std::string_view document, Lineage& lineage);
  /// As map, from a copy; counts what it comes by (coverage.h). As many counts as the program has
  /// points.
  const Outcome& map_covered(std::string_view document, CoverCounts& counts);
  /// The value of an inquiry's question (answer.h).
  AccountAnswer answer(std::string_view document, Masking masking, Places places = Places::Untold);
  /// Reads every member of an inquiry's root record and reports what it finds (survey.h).
  void survey(std::string_view document, SurveyReport& into);
  /// How everything of an account came about (trace.h). The program is one for explaining.
  AccountTrace explain(std::string_view document, const TraceOptions& options);
  /// For each example of the preset: true, false, or empty when it held.
  std::vector<std::optional<bool>> run_examples();
  /// How many documents were read through the tree: odd ones, unless options say Tree.
  [[nodiscard]] std::uint64_t read_through_tree() const;

 private:
  friend class RuleRunner;  // rules over records run on the same machine
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace m2
