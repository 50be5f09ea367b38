#pragma once
// Machine: runs a program over one document. Internal to evaluate; mapper.h is the door.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsl/builtins.h"
#include "engine/base/json.h"
#include "engine/delinquency/allocation.h"
#include "engine/delinquency/schedule.h"
#include "engine/evaluate/decode.h"
#include "engine/evaluate/direct.h"
#include "engine/evaluate/internal/showing.h"
#include "engine/evaluate/lineage.h"
#include "engine/evaluate/mapper.h"
#include "engine/evaluate/program.h"
#include "engine/evaluate/trace.h"

namespace m2 {

// Members of a ledger's block, in the order the checker declares them, then what `charges` needs.
enum LedgerMember : std::uint8_t {
  kBalance,
  kUnpaid,
  kCredit,
  kOldest,
  kLateSince,
  kLateSinceSettled,
  kDaysSettled,
  kCharges,
  kDay,
  kSite,
  kOfPayments,
  kOfCharges,
  kLedgerMembers
};

/// Whether an instruction gives its `dst` a value.
bool writes_register(Opcode code);

/// The day that a slot of a date holds.
inline Date day_of(const Slot& date) {
  return Date::from_days(static_cast<std::int32_t>(date.number));
}

class Mapper::Machine {
 public:
  Machine(std::shared_ptr<const Program> program, MapperOptions options);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  const Outcome& map(char* document, std::size_t size);
  const Outcome& map_traced(std::string_view document, Lineage& lineage);
  const Outcome& map_covered(std::string_view document, CoverCounts& counts);
  std::vector<std::optional<bool>> run_examples();
  [[nodiscard]] std::uint64_t read_through_tree() const { return trees_; }
  AccountAnswer answer(std::string_view document, Masking masking, Places places);
  void survey(std::string_view document, SurveyReport& into);
  void set_previous(std::string_view base_segment) { previous_ = base_segment; }
  AccountTrace explain(std::string_view document, const TraceOptions& options);

  // ── for RuleRunner: rules over finished records ──
  struct Hit {
    std::uint16_t unit;
    std::string_view because, harm, fix;
  };
  /// Forgets the record before.
  void start_record();
  void set(std::uint16_t reg, const Slot& slot) { regs_[reg] = slot; }
  /// Where `set` writes; stays where it is.
  [[nodiscard]] Slot* registers() { return regs_.data(); }
  /// Runs the code that begins at `entry`.
  void run_rule(std::uint16_t entry) { run<false>(program_->quick, entry); }
  [[nodiscard]] const std::vector<Hit>& hits() const { return hits_; }

 private:
  struct Written {
    std::uint16_t target;
    Segment segment;
    std::size_t offset;
    std::size_t step;
  };
  // A call of a built-in and what it needs of it, close together.
  struct Call {
    dsl::BuiltinResult (*run)(dsl::BuiltinValues arguments, std::string& made);
    BuiltinCall of;
    bool gives_text;
  };
  struct Ledger {
    Allocation allocation;
    const Slot* payments = nullptr;
    const Slot* charges = nullptr;
    std::uint32_t payment_count = 0, charge_count = 0;
    bool bound = false;
  };

  void start_account();
  const Outcome& run_traced(std::string_view document);
  const Outcome& unreadable(const JsonProblem& problem);
  const Outcome& finish();
  template <bool kTrace, bool kCover = false>
  void run(const std::vector<Instruction>& program, std::uint16_t pc);
  void execute(const Instruction& i);
  int condition(const WireRead& read, const Slot& item);

  // ── machine_text.cpp ──
  void text_operation(const Instruction& i);
  /// False when the number is too large.
  bool call_builtin(const Instruction& i);
  void format_part(const Slot& value, const PrintType& print);

  // ── machine_list.cpp ──
  void list_operation(const Instruction& i);
  Slot finish_list(std::size_t mark);
  void sort_by_key(std::size_t mark, bool textual);
  Slot groups(std::size_t mark, bool textual);
  std::uint16_t table_row(const TableCode& table, const Slot* inputs);
  std::uint16_t lookup_row(const LookupCode& lookup, const Slot& key);

  // ── machine_ledger.cpp ──
  void bind(Ledger& ledger, const LedgerSite& site, const Slot& payments, const Slot& charges);
  Slot standing(std::uint16_t site, std::int64_t day);
  Slot ledger_charges(const Slot& ledger);
  Slot instalments(const Slot* operands, const MoveMembers& members);
  Slot consent_of(const Slot* id);
  const JsonValue* consents();

  // ── answer.cpp ──
  Showing::Run this_run();

  // ── internal/explaining.h ──
  class Explaining;

  // ── survey.cpp ──
  class Surveying;

  // ── machine_number.cpp ──
  void number_operation(const Instruction& i);

  // ── machine_record.cpp ──
  Slot previous_record();
  void begin_segment(Segment segment);
  void put_field(const FieldTarget& target, const Slot& value);

  static constexpr const char* kTooLarge = "A number is larger than metro2 can hold.";
  /// Ends the current unit with a reason.
  void hold(std::string name, std::string text);
  void hold(EngineReason reason, std::string text) {
    hold(std::string(to_string(reason)), std::move(text));
  }
  void hold_for(const Slot& bad);
  /// The number of a member, or a hold for a bad one: false.
  bool readable(const Slot& slot);
  void add_reason(std::vector<Reason>& to, std::string name, std::string_view text, Span span);
  [[nodiscard]] const Unit& unit() const { return program_->units[unit_]; }

  // ── coverage.cpp ──
  void cover_step(const Instruction& i, std::uint16_t pc);
  void cover(const CoverMark& mark, const Instruction& i);
  [[nodiscard]] std::uint32_t key_of(const LookupCode& lookup, const Slot& key) const;

  // ── lineage.cpp ──
  void trace_step(const Instruction& i);
  void end_trace();
  void trace_field(const Written& written, Lineage& lineage) const;
  [[nodiscard]] std::vector<std::pair<std::uint16_t, std::size_t>> asked_by(const LoopCode& loop,
                                                                            std::size_t step) const;
  [[nodiscard]] std::optional<std::size_t> last_writer(std::uint16_t reg, std::size_t before) const;
  [[nodiscard]] std::vector<std::uint16_t> operands(std::size_t step) const;

  std::shared_ptr<const Program> program_;
  MapperOptions options_;
  std::vector<Call> calls_;
  std::vector<Slot> regs_;
  Arena prelude_arena_;
  Arena arena_;
  Arena* memory_ = &arena_;  // where results go: the prelude's outlive the account
  JsonDocument document_;
  Decoder decoder_;
  DirectReader direct_;
  bool is_direct_ = false;  // this document's slots are the direct reader's
  JsonDocument consents_;   // of a document that has no tree
  bool has_consents_ = false;
  std::uint64_t trees_ = 0;
  std::vector<Ledger> ledgers_;
  std::vector<ChargeState> states_;
  std::vector<DueDateChange> changes_;
  std::vector<Instalment> schedule_;
  std::vector<Slot> items_;
  std::vector<Slot> keys_;
  std::string text_;                                                        // under construction
  std::array<dsl::BuiltinValue, dsl::Builtin::kMostParameters> arguments_;  // of a built-in
  std::string made_;                                                        // by it
  std::vector<std::uint16_t> returns_;
  std::uint16_t unit_ = 0;
  std::uint16_t pc_ = 0;
  bool held_ = false;  // a hold was met: continue where the unit says
  bool account_is_held_ = false;
  bool skipped_ = false;
  bool in_condition_ = false;
  std::string record_;
  std::size_t segment_offset_ = 0;
  Segment segment_ = Segment::Base;
  std::string base_template_;
  std::string previous_;  // base segment of the last report; empty: none
  Outcome outcome_;
  std::vector<Hit> hits_;
  CoverCounts* counts_ = nullptr;          // of a run that counts
  std::vector<std::uint32_t> first_mark_;  // by instruction, for such runs; and one behind the last
  // Only under trace: what was executed, and the JSON values that a step read.
  std::vector<std::uint16_t> steps_;
  std::map<std::size_t, std::vector<const JsonValue*>> step_sources_;
  std::vector<Written> written_;
  std::vector<std::vector<std::size_t>> writers_;  // by register: the steps that wrote it
  // And of a program that is explained: what each step gave, and those that held the account.
  std::vector<Slot> results_;
  std::vector<std::size_t> held_steps_;
  std::unique_ptr<Showing> showing_;  // made when it is first needed
};

}  // namespace m2
