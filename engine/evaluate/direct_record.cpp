// Records from what was gathered of their objects: which list an item belongs to, and the slots of
// its members.

#include <algorithm>

#include "engine/evaluate/direct.h"
#include "engine/evaluate/same_bytes.h"

namespace m2 {
namespace {

bool holds(const WireTest& test, const Slot& member) {
  const bool there = member.has_value();
  switch (test.ask) {
    case WireTest::Ask::IsTrue:
      return there && member.number != 0;
    case WireTest::Ask::IsMissing:
      return !there;
    case WireTest::Ask::IsText:
      return there && member.view() == test.constant.view();
    case WireTest::Ask::IsNumber:
      return there && member.number == test.constant.number;
    case WireTest::Ask::Below:
      return member.number < test.constant.number;
    case WireTest::Ask::AtMost:
      return member.number <= test.constant.number;
    case WireTest::Ask::Above:
      return member.number > test.constant.number;
    case WireTest::Ask::AtLeast:
      return member.number >= test.constant.number;
  }
  return false;
}

// `answer` answers one test.
template <class Test, class Answer>
bool passes(std::int16_t first, const std::vector<Test>& tests, const Answer& answer) {
  std::int16_t next = first;
  while (next >= 0) {
    const Test& test = tests[static_cast<std::size_t>(next)];
    next = answer(test) ? test.when_true : test.when_false;
  }
  return next == WireTest::kYes;
}

}  // namespace

// The item becomes a record of every list that it belongs to.
bool DirectReader::add_records(const Frame& item, const ListStep& lists) {
  for (const ListUse& use : lists.uses) {
    const bool was_asked = !use.asked.empty();
    const std::optional<bool> is_wanted = was_asked ? belongs(item, use) : std::optional(true);
    if (!is_wanted) return false;
    if (!*is_wanted) continue;
    Slot record;
    if (!build(item, use.plan, record, was_asked)) return false;
    const int answer = use.read->where < 0 || was_asked ? 1 : condition_(*use.read, record);
    if (answer < 0) return false;
    if (answer > 0) items_.push_back({use.list, record});
  }
  return true;
}

// Whether an item belongs to a list, from the bytes of the members its tests speak of. All of them
// are looked at, as what cannot be read holds the account wherever it stands.
std::optional<bool> DirectReader::belongs_plainly(const Frame& item, const ListUse& use) const {
  const Token* const tokens = tokens_.data() + item.tokens;
  for (const PlainMember& member : use.plain_members) {
    const Token& token = tokens[member.token];
    const bool plain =
        token.begin != nullptr && !token.escaped &&
        (member.is_flag ? *token.begin == 't' || *token.begin == 'f' : *token.begin == '"');
    if (!plain) return std::nullopt;
  }
  return passes(use.read->first_test, use.plain_tests, [&](const PlainTest& test) {
    const Token& token = tokens[test.member.token];
    if (test.member.is_flag) return *token.begin == 't';
    const auto size = static_cast<std::size_t>(token.end - token.begin) - 2;
    return size == test.text.size() && same_bytes(token.begin + 1, test.text.data(), size);
  });
}

// Whether an item belongs to a list, from the members that its condition needs.
std::optional<bool> DirectReader::belongs(const Frame& item, const ListUse& use) {
  if (!use.plain_tests.empty()) {
    if (const std::optional<bool> answer = belongs_plainly(item, use)) return answer;
  }
  const PlanUse& plan = item.group.plans[use.plan];
  for (const Asked& asked : use.asked) {
    Slot& slot = asked_[asked.member];
    slot = Slot();
    for (std::size_t r = asked.first_read; r < asked.end_read; ++r) {
      if (!fill_member(item, plan.whole.reads[r], slot)) return std::nullopt;
    }
    if (asked.required && slot.state == State::Missing) return std::nullopt;
  }
  if (!use.read->tests.empty())
    return passes(use.read->first_test, use.read->tests,
                  [&](const WireTest& test) { return holds(test, asked_[test.member]); });
  const int answer = condition_(*use.read, Slot::of_block(asked_.data()));
  return answer < 0 ? std::nullopt : std::optional(answer > 0);
}

// The items that were met become lists, in the arena.
void DirectReader::finish_lists(const Frame& frame) {
  if (frame.group.lists == 0) return;
  ListState* const lists = lists_.data() + frame.lists;
  for (std::size_t i = frame.items; i < items_.size(); ++i) ++lists[items_[i].list].count;
  for (std::size_t l = 0; l < frame.group.lists; ++l) {
    if (!lists[l].found) continue;
    lists[l].next = arena_.slots(lists[l].count);
    lists[l].slot = Slot::of_block(lists[l].next, lists[l].count);
  }
  for (std::size_t i = frame.items; i < items_.size(); ++i)
    *lists[items_[i].list].next++ = items_[i].slot;
  items_.resize(frame.items, Item{});
}

// `was_asked`: what only the condition of the list needs is left out.
bool DirectReader::build(const Frame& frame, std::size_t plan, Slot& record, bool was_asked) {
  const PlanUse& use = frame.group.plans[plan];
  Slot* block = arena_.slots(use.plan->members);
  const Filling& filling = was_asked ? use.unasked : use.whole;
  for (const MemberRead& member : filling.reads) {
    if (!fill_member(frame, member, block[member.read->member])) return false;
  }
  if (!finish(filling, block)) return false;
  record = Slot::of_block(block);
  return true;
}

// Paths of one member stand in the order in which they win.
bool DirectReader::fill_member(const Frame& frame, const MemberRead& member, Slot& slot) {
  const WireRead& read = *member.read;
  if (slot.state != State::Missing || member.place < 0) return true;
  const auto place = static_cast<std::size_t>(member.place);
  if (read.kind == WireKind::List) {
    const ListState& state = lists_[frame.lists + place];
    if (state.found) slot = state.slot;
    return !state.found || !state.odd;
  }
  const Token& token = tokens_[frame.tokens + place];
  if (token.begin == nullptr) return true;
  const auto size = static_cast<std::size_t>(token.end - token.begin);
  if (read.kind == WireKind::Bool && (*token.begin == 't' || *token.begin == 'f')) {
    slot = Slot::of_number(*token.begin == 't' ? 1 : 0);
    return true;
  }
  const bool is_text = *token.begin == '"';
  if (!read.is_plain || token.escaped || !(is_text || *token.begin <= '9'))
    return fill_odd(member, Token(token), slot);  // a copy: records within may move it
  const std::string_view text =
      is_text ? std::string_view(token.begin + 1, size - 2) : std::string_view(token.begin, size);
  if (read.kind == WireKind::Text) {
    slot = Slot::of_text(text);
    return true;
  }
  const auto value = read_scalar(read, read.kind, text);
  if (value) slot = *value;
  return value.has_value();
}

// All that is not the plain text of a string or a number.
bool DirectReader::fill_odd(const MemberRead& member, const Token& token, Slot& slot) {
  const WireRead& read = *member.read;
  if (*token.begin == '[' && *JsonScan::skip_blanks(token.begin + 1) == ']') return true;
  const auto text = text_of(token);
  if (text && std::find(read.missing_when.begin(), read.missing_when.end(), *text) !=
                  read.missing_when.end())
    return true;
  if (read.kind == WireKind::Record)
    return nested(*groups_[static_cast<std::size_t>(member.group)], token, slot);
  if (read.kind == WireKind::Text && (*token.begin == 't' || *token.begin == 'f')) {
    slot = Slot::of_text(*token.begin == 't' ? "true" : "false");
    return true;
  }
  const auto value = text ? read_scalar(read, read.kind, *text) : std::nullopt;
  if (value) slot = *value;
  return value.has_value();
}

// What no member of the object filled.
bool DirectReader::finish(const Filling& filling, Slot* block) {
  for (const WireRead* wanted : filling.finish) {
    const WireRead& read = *wanted;
    Slot& slot = block[read.member];
    if (slot.state != State::Missing) continue;
    if (read.kind == WireKind::List) {
      if (!read.optional) slot = Slot::of_block(arena_.slots(0), 0);
    } else if (read.kind == WireKind::Bool && read.where >= 0) {
      const int answer = condition_(read, Slot::of_block(block));
      if (answer < 0) return false;
      slot = Slot::of_number(answer);
    } else {
      return false;
    }
  }
  return true;
}

// One object, or a list that holds one.
bool DirectReader::nested(Group& group, const Token& token, Slot& slot) {
  const char* at = token.begin;
  if (*at == '[') {
    at = JsonScan::skip_blanks(at + 1);
    if (*at != '{') return false;
    const char* end = scan_.value_end(at);
    if (end == nullptr || *JsonScan::skip_blanks(end) != ']') return false;
  }
  return *at == '{' && object(group, at, slot);
}

bool DirectReader::object(Group& group, const char* at, Slot& record) {
  if (depth_ == kDeepest) return false;
  ++depth_;
  const Frame frame = open(group);
  bool read = gather(frame, 0, at) != nullptr;
  if (read) finish_lists(frame);
  read = read && build(frame, 0, record);
  close(frame);
  --depth_;
  return read;
}

// Text of a string or of a number as it was written; empty for every other kind.
std::optional<std::string_view> DirectReader::text_of(const Token& token) {
  if (token.begin == nullptr) return std::nullopt;
  const auto size = static_cast<std::size_t>(token.end - token.begin);
  if (*token.begin == '"') {
    const std::string_view inner(token.begin + 1, size - 2);
    if (!token.escaped) return inner;
    char* text = arena_.bytes(inner.size());
    return std::string_view(text, json_unescape(inner, text));
  }
  const bool is_number = *token.begin == '-' || (*token.begin >= '0' && *token.begin <= '9');
  return is_number ? std::optional(std::string_view(token.begin, size)) : std::nullopt;
}

}  // namespace m2
