#pragma once
// Decoder: one JSON document -> the slots of the records a preset reads, by the plan of its
// program.
//
//   decoder.start(document.root());
//   Slot lease = decoder.root(0);            // a block of members, or missing, or bad
//
// A value that cannot be read is a Bad slot with a Problem: the account is held when something
// reads it.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "dsl/outcome.h"
#include "engine/base/json.h"
#include "engine/evaluate/program.h"
#include "engine/evaluate/slot.h"

namespace m2 {

enum class ProblemKind : std::uint8_t {
  MissingValue,
  BadValue,
  UnknownWord,
  TwoValues,
  WrongKind,
  ConditionFailed
};
/// What a held account is counted under.
EngineReason reason_of(ProblemKind kind);

struct Problem {
  ProblemKind kind = ProblemKind::BadValue;
  const WireRead* read = nullptr;
  const JsonValue* value = nullptr;   // what was found; null when nothing
  const JsonValue* parent = nullptr;  // the object it was looked for in
};

/// What a message may show of a member's text: personal data masked by the member's name and by its
/// digits, the rest up to 40 characters of it.
std::string shown(const dsl::WireMember& member, std::string_view text);

/// The text of a scalar as a slot; empty when it does not parse. `kind` is the read's own or its
/// items'.
std::optional<Slot> read_scalar(const WireRead& read, WireKind kind, std::string_view text);

class Decoder {
 public:
  /// `condition` runs the code of a shape's `where` on an item: 1 yes, 0 no, -1 it read a bad
  /// value.
  using Condition = std::function<int(const WireRead&, const Slot& item)>;

  Decoder(const Program& program, Arena& arena, Condition condition);

  void start(const JsonValue& document);
  Slot root(std::size_t index);
  /// The text that names the account, as it stands; empty when the document has none.
  [[nodiscard]] std::string_view account() const;

  [[nodiscard]] const Problem& problem(const Slot& bad) const {
    return problems_[static_cast<std::size_t>(bad.number)];
  }
  /// For people: "charges[3].due: \"13/45/2026\" is not a date like MM/dd/yyyy"; personal data
  /// masked.
  [[nodiscard]] std::string describe(const Problem& problem) const;
  /// JSON pointer of a value of the document: "/lease/ledger/3/amount". Slow; for messages and
  /// lineage.
  [[nodiscard]] std::string pointer(const JsonValue* value) const;

  /// Remembers from now on, or no longer, which JSON value filled which slot.
  void trace(bool on) { tracing_ = on; }
  /// The JSON value that a slot of a record was read from, or null.
  [[nodiscard]] const JsonValue* source_of(const Slot* slot) const;
  /// The JSON object that a record's block was read from, or null.
  [[nodiscard]] const JsonValue* object_of(const Slot* block) const;
  /// The member of the shape that read a JSON value, or null; of several any.
  [[nodiscard]] const dsl::WireMember* member_of(const JsonValue* value) const;
  /// A record was copied, member by member: the copy has the same sources.
  void trace_copy(const Slot* from, const Slot* to, std::size_t members);

 private:
  // Members of an object in the order the last document had them, and what is done with each.
  struct Remembered {
    static constexpr std::int32_t kUnknown = -1;
    static constexpr std::int32_t kUnwanted = -2;
    std::string name;
    std::int32_t step = kUnknown;
  };
  // Which of several paths filled a slot.
  struct Choice {
    std::uint16_t member;
    std::uint16_t choice;
  };
  struct Found {
    std::uint16_t read;
    const JsonValue* value;
    Slot problem = {};  // bad when there is no list in its place
  };

  // A record being read.
  struct Frame {
    const WirePlan& plan;
    std::size_t index;  // of the plan
    Slot* block;
    std::size_t choices;  // start in choices_
    const JsonValue& object;
  };

  Slot record(std::int32_t plan, const JsonValue& object);
  void visit(const Frame& frame, std::size_t object, const JsonValue& json);
  void visit_items(const Frame& frame, const WireStep& step, const JsonValue& json);
  void take(const Frame& frame, std::uint16_t read, const JsonValue& value);
  bool takes(const Frame& frame, const WireRead& read, bool& twice);
  void refuse(const Frame& frame, const WireStep& step, ProblemKind kind, const JsonValue* value);
  void finish(const Frame& frame, const WireRead& read, std::size_t found);
  Slot scalar(const WireRead& read, WireKind kind, const JsonValue& value);
  Slot nested(const WireRead& read, const JsonValue& value);
  Slot list(const Frame& frame, const WireRead& read, std::size_t found);
  std::optional<bool> belongs(const WireRead& list, const JsonValue& item);
  Slot bad(ProblemKind kind, const WireRead& read, const JsonValue* value,
           const JsonValue* parent = nullptr);

  const Program& program_;
  Arena& arena_;
  Condition condition_;
  const JsonValue* document_ = nullptr;
  std::vector<std::vector<std::vector<Remembered>>> layouts_;  // by plan, then object
  std::vector<Choice> choices_;
  std::vector<Found> found_;  // values of lists, which may have several
  std::vector<Problem> problems_;
  std::vector<Slot> items_;
  std::vector<const JsonValue*> item_values_;  // while tracing, beside items_
  std::vector<Slot> filter_block_;
  std::vector<std::vector<rapidjson::SizeType>>
      filter_places_;  // by filter: where its members stood last
  std::map<const Slot*, const JsonValue*> sources_;
  std::map<const Slot*, const JsonValue*> objects_;
  std::map<const JsonValue*, const dsl::WireMember*> members_;
  bool tracing_ = false;
};

}  // namespace m2
