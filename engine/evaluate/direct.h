#pragma once
// DirectReader: the slots of a document straight from its text, in one pass and without a tree.
//
//   if (direct.read(text, size)) lease = direct.root(0);
//   else …                        // the decoder (decode.h) reads it, and says what is odd
//
// It reads documents that hold nothing out of the ordinary: whatever a preset may have to be told
// about (a value that does not parse, a member that stands there twice, something else where an
// object is demanded, text that is no JSON) makes it give up, having changed nothing. What it reads
// is what the decoder reads: tests hold the two against one another.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/json_scan.h"
#include "engine/evaluate/decode.h"
#include "engine/evaluate/program.h"
#include "engine/evaluate/slot.h"

namespace m2 {

class DirectReader {
 public:
  DirectReader(const Program& program, Arena& arena, Decoder::Condition condition);

  /// Reads every root of the program from `text`, which ends with a NUL at text[size] and stays as
  /// it is; slots point into it and into the arena. False when the decoder has to read it.
  bool read(const char* text, std::size_t size);

  [[nodiscard]] Slot root(std::size_t index) const { return roots_[index]; }
  /// The text that names the account; empty when the document has none.
  [[nodiscard]] std::string_view account() const { return account_; }
  /// The JSON text of the document's consents; empty when it has none.
  [[nodiscard]] std::string_view consents() const { return consents_; }

 private:
  static constexpr std::int32_t kNone = -1;
  static constexpr std::size_t kDeepest = 64;  // records within records

  // ── what is looked for, made once ──

  // A member of an object: its value is kept, gone into, or read as the items of lists.
  struct Step {
    std::string name;
    std::int32_t token = kNone;
    std::int32_t node = kNone;
    std::int32_t lists = kNone;
  };
  // The bytes from the end of one value to the next, with the name of the next: `,"amount":`, as
  // the last document had them.
  struct Remembered {
    std::string lead;
    std::int32_t step = kNone;
  };
  struct Node {
    std::vector<Step> steps;
    std::vector<Remembered> layout;
  };
  // A member that a condition asks for: the reads of the item that may fill it.
  struct Asked {
    std::uint16_t member = 0;
    std::size_t first_read = 0;
    std::size_t end_read = 0;
    bool required = false;
  };
  // A member of a condition that asks for texts and flags only, each of which has one place.
  struct PlainMember {
    std::size_t token = 0;
    bool is_flag = false;
  };
  // A test (WireTest) of such a condition: a flag that is true, or this text.
  struct PlainTest {
    PlainMember member;
    std::int16_t when_true = 0;
    std::int16_t when_false = 0;
    std::string_view text;
  };
  struct ListUse {
    std::uint32_t list = 0;  // of the group
    const WireRead* read = nullptr;
    std::size_t plan = 0;      // of the items' group
    std::vector<Asked> asked;  // before the item is read, when its condition can be asked then
    std::vector<PlainMember> plain_members;  // of those; none when the condition is not plain
    std::vector<PlainTest> plain_tests;
  };
  // Lists that are read from the same member: their items are gone through once.
  struct ListStep {
    std::vector<ListUse> uses;
    std::int32_t group = kNone;  // of the items, when they are records
    bool mixed = false;          // items of two kinds: never ordinary
  };
  struct MemberRead {
    const WireRead* read = nullptr;
    std::int32_t place = kNone;  // its token, or its list
    std::int32_t group = kNone;  // of a record: what is read from its object
  };
  // What fills the slots of a record, and what has to be looked at when that is done.
  struct Filling {
    std::vector<MemberRead> reads;
    std::vector<const WireRead*> finish;
  };
  struct PlanUse {
    const WirePlan* plan = nullptr;
    Filling whole;    // every read of the plan, in its order
    Filling unasked;  // without what only conditions of lists read: they were asked before
  };
  // Records that are read from the same object.
  struct Group {
    std::vector<Node> nodes;
    std::vector<ListStep> list_steps;
    std::vector<PlanUse> plans;
    std::size_t tokens = 0;
    std::size_t lists = 0;
  };
  struct RootUse {
    std::int32_t plan = kNone;         // of the document's group, or
    std::vector<std::int32_t> tokens;  // where it may stand, the first one that is an object wins
    std::int32_t group = kNone;
  };

  std::int32_t group_of(std::vector<std::int32_t> plans);
  Group make_group(const std::vector<std::int32_t>& plans);
  static void plan_filling(PlanUse& use);
  void merge(Group& group, std::size_t plan, std::size_t object, std::size_t node);
  void make_item_groups(Group& group);
  void plan_tests(Group& group) const;
  void plan_plain_tests(ListUse& use, const Group& items) const;
  [[nodiscard]] Asked asked_member(const WireRead& list, std::uint16_t member) const;
  static Step& step_of(Group& group, std::size_t node, std::string_view name);
  static std::int32_t token_at(Group& group, const std::vector<std::string>& path);
  void plan_document();

  // ── one document ──

  struct Token {
    const char* begin = nullptr;  // the value's first byte; null when the object does not have it
    const char* end = nullptr;
    bool escaped = false;
  };
  struct ListState {
    bool found = false;
    bool odd = false;  // no list stands there
    std::uint32_t count = 0;
    Slot slot;
    Slot* next = nullptr;  // where its next item goes
  };
  // A member of an object that is being read: its value, and what is done with it.
  struct Found {
    const char* value = nullptr;
    std::int32_t step = kNone;
  };
  // An object being read: where its group's tokens and lists begin.
  struct Frame {
    Group& group;
    std::size_t tokens;
    std::size_t lists;
    std::size_t items;
  };
  struct Item {
    std::uint32_t list;
    Slot slot;
  };

  // direct.cpp: through the text
  Frame open(Group& group);
  void close(const Frame& frame);
  const char* gather(const Frame& frame, std::size_t node, const char* at);
  Found learn(Node& node, std::size_t place, const char* from, const char* at) const;
  const char* take(const Frame& frame, const Step& step, const char* at);
  const char* take_token(const Frame& frame, const Step& step, const char* at, const char* end);
  const char* take_node(const Frame& frame, std::size_t node, const char* at);
  const char* take_lists(const Frame& frame, const ListStep& lists, const char* at);
  const char* take_item(const ListStep& lists, const char* at);
  template <class ReadItem>
  const char* each_item(const char* at, const ReadItem& item);

  // direct_record.cpp: from what was gathered
  bool add_records(const Frame& item, const ListStep& lists);
  std::optional<bool> belongs(const Frame& item, const ListUse& use);
  [[nodiscard]] std::optional<bool> belongs_plainly(const Frame& item, const ListUse& use) const;
  void finish_lists(const Frame& frame);
  bool build(const Frame& frame, std::size_t plan, Slot& record, bool was_asked = false);
  bool fill_member(const Frame& frame, const MemberRead& member, Slot& slot);
  bool fill_odd(const MemberRead& member, const Token& token, Slot& slot);
  bool finish(const Filling& filling, Slot* block);
  bool nested(Group& group, const Token& token, Slot& slot);
  bool object(Group& group, const char* at, Slot& record);
  std::optional<std::string_view> text_of(const Token& token);

  const Program& program_;
  Arena& arena_;
  Decoder::Condition condition_;
  std::vector<std::vector<std::int32_t>> group_plans_;  // of each group
  std::vector<std::unique_ptr<Group>> groups_;
  Group document_;
  std::vector<RootUse> root_uses_;
  std::int32_t account_token_ = kNone;
  std::int32_t consents_token_ = kNone;

  JsonScan scan_{"", 0};
  std::size_t depth_ = 0;
  // Those of the open objects one after another; what lies behind is room.
  std::vector<Token> tokens_;
  std::vector<ListState> lists_;
  std::size_t tokens_used_ = 0;
  std::size_t lists_used_ = 0;
  std::vector<Item> items_;
  std::vector<Slot> asked_;
  std::vector<Slot> roots_;
  std::string_view account_;
  std::string_view consents_;
};

}  // namespace m2
