#include "engine/evaluate/direct.h"

#include <algorithm>

#include "engine/evaluate/same_bytes.h"

namespace m2 {
namespace {

constexpr std::size_t kDeepest = 64;       // records within records
constexpr std::size_t kLongestKey = 64;    // a name that is longer is looked up every time
constexpr std::size_t kMostSteps = 64;     // of one object: as many as the bits of a word
constexpr std::size_t kMostPlaces = 1024;  // that are remembered of one object

bool starts_with(const char* at, std::size_t rest, const std::string& key) {
  return rest >= key.size() && !key.empty() && same_bytes(at, key.data(), key.size());
}

bool answer(const WireTest& test, const Slot& member) {
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

bool passes(const WireRead& read, const Slot* members) {
  std::int16_t next = read.first_test;
  while (next >= 0) {
    const WireTest& test = read.tests[static_cast<std::size_t>(next)];
    next = answer(test, members[test.member]) ? test.when_true : test.when_false;
  }
  return next == WireTest::kYes;
}

}  // namespace

bool DirectReader::read(const char* text, std::size_t size) {
  scan_ = JsonScan(text, size);
  tokens_.clear();
  lists_.clear();
  items_.clear();
  depth_ = 0;
  account_ = {};
  consents_ = {};
  roots_.assign(root_uses_.size(), Slot());
  const char* const begin = JsonScan::skip_blanks(text);
  if (*begin != '{') return false;
  const Frame frame = open(document_);
  const char* end = gather(frame, 0, begin);
  if (end == nullptr || JsonScan::skip_blanks(end) != text + size) return false;
  finish_lists(frame);
  if (account_token_ >= 0)
    account_ = text_of(tokens_[static_cast<std::size_t>(account_token_)]).value_or("");
  if (consents_token_ >= 0) {
    const Token& token = tokens_[static_cast<std::size_t>(consents_token_)];
    if (token.begin != nullptr)
      consents_ = {token.begin, static_cast<std::size_t>(token.end - token.begin)};
  }
  for (std::size_t r = 0; r < root_uses_.size(); ++r) {
    const RootUse& use = root_uses_[r];
    if (use.plan >= 0) {
      if (!build(frame, static_cast<std::size_t>(use.plan), roots_[r])) return false;
      continue;
    }
    if (use.group < 0) continue;  // a root that nothing reads
    const char* at = nullptr;
    for (std::size_t i = 0; i < use.tokens.size() && at == nullptr; ++i) {
      const char* value =
          use.tokens[i] < 0 ? begin
                            : tokens_[frame.tokens + static_cast<std::size_t>(use.tokens[i])].begin;
      if (value != nullptr && *value == '{') at = value;
    }
    if (at == nullptr || !object(*groups_[static_cast<std::size_t>(use.group)], at, roots_[r]))
      return false;
  }
  return true;
}

DirectReader::Frame DirectReader::open(Group& group) {
  const Frame frame{group, tokens_.size(), lists_.size(), items_.size()};
  tokens_.resize(tokens_.size() + group.tokens);
  lists_.resize(lists_.size() + group.lists);
  return frame;
}

void DirectReader::close(const Frame& frame) {
  tokens_.resize(frame.tokens);
  lists_.resize(frame.lists);
}

// Goes through the object at `at`, keeps the values of the members that are wanted and reads those
// that are lists. One past its end, or null.
const char* DirectReader::gather(const Frame& frame, std::size_t n, const char* at) {
  Node& node = frame.group.nodes[n];
  if (node.steps.size() > kMostSteps) return nullptr;
  at = JsonScan::skip_blanks(at + 1);
  if (*at == '}') return at + 1;
  std::uint64_t met = 0;
  for (std::size_t place = 0;; ++place) {
    std::int32_t s = kNone;
    if (place < node.layout.size() && starts_with(at, scan_.rest(at), node.layout[place].key)) {
      at = JsonScan::skip_blanks(at + node.layout[place].key.size());
      s = node.layout[place].step;
    } else {
      at = learn(node, place, at, s);
      if (at == nullptr) return nullptr;
    }
    if (s < 0) {
      at = scan_.value_end(at);
    } else {
      const std::uint64_t bit = std::uint64_t{1} << s;
      if ((met & bit) != 0) return nullptr;
      met |= bit;
      at = take(frame, node.steps[static_cast<std::size_t>(s)], at);
    }
    if (at == nullptr) return nullptr;
    at = JsonScan::skip_blanks(at);
    if (*at != ',') return *at == '}' ? at + 1 : nullptr;
    at = JsonScan::skip_blanks(at + 1);
  }
}

// A member that is not the one that stood here in the last object: which step it is, remembered for
// the next. Its value, or null.
const char* DirectReader::learn(Node& node, std::size_t place, const char* at,
                                std::int32_t& step) const {
  bool escaped = false;
  const char* const quote = *at == '"' ? scan_.closing_quote(at + 1, escaped) : nullptr;
  if (quote == nullptr || escaped) return nullptr;
  const char* value = JsonScan::skip_blanks(quote + 1);
  if (*value != ':') return nullptr;
  value = JsonScan::skip_blanks(value + 1);
  const std::string_view name(at + 1, static_cast<std::size_t>(quote - at - 1));
  const auto known = std::find_if(node.steps.begin(), node.steps.end(),
                                  [&](const Step& s) { return s.name == name; });
  step = known == node.steps.end() ? kNone : static_cast<std::int32_t>(known - node.steps.begin());
  if (place == node.layout.size() && place < kMostPlaces) node.layout.emplace_back();
  if (place < node.layout.size() && static_cast<std::size_t>(value - at) <= kLongestKey) {
    node.layout[place].key.assign(at, value);
    node.layout[place].step = step;
  }
  return value;
}

const char* DirectReader::take(const Frame& frame, const Step& step, const char* at) {
  if (*at == 'n') return scan_.word_end(at, "null");
  const char* end = nullptr;
  if (step.lists >= 0) {
    end = take_lists(frame, frame.group.list_steps[static_cast<std::size_t>(step.lists)], at);
    if (end == nullptr) return nullptr;
  }
  if (step.node >= 0) {
    end = take_node(frame, static_cast<std::size_t>(step.node), at);
    if (end == nullptr) return nullptr;
  }
  if (step.token < 0) return end;
  Token token{at, end, false};
  if (*at == '"') {
    const char* quote = scan_.closing_quote(at + 1, token.escaped);
    token.end = quote == nullptr ? nullptr : quote + 1;
  } else if (end == nullptr) {
    token.end = scan_.value_end(at);
  }
  Token& kept = tokens_[frame.tokens + static_cast<std::size_t>(step.token)];
  if (kept.begin != nullptr) return nullptr;  // in two objects of a list where one is demanded
  kept = token;
  return token.end;
}

// An object on the way to members, or a list of such. Nothing is written as "" too.
const char* DirectReader::take_node(const Frame& frame, std::size_t node, const char* at) {
  if (*at == '{') return gather(frame, node, at);
  if (*at == '"') return at[1] == '"' ? at + 2 : nullptr;
  if (*at != '[') return nullptr;
  return each_item(at, [&](const char* item) {
    return *item == '{' ? gather(frame, node, item) : scan_.word_end(item, "null");
  });
}

const char* DirectReader::take_lists(const Frame& frame, const ListStep& lists, const char* at) {
  if (lists.mixed) return nullptr;
  bool all = true;  // whether what stands there is a list, or may stand for a list of one
  for (const ListUse& use : lists.uses) {
    ListState& state = lists_[frame.lists + use.list];
    state.found = true;
    state.odd = state.odd || (*at != '[' && !use.read->one_or_many);
    all = all && !state.odd;
  }
  if (*at == '[') return each_item(at, [&](const char* item) { return take_item(lists, item); });
  return all ? take_item(lists, at) : scan_.value_end(at);
}

const char* DirectReader::take_item(const ListStep& lists, const char* at) {
  if (*at == 'n') return scan_.word_end(at, "null");
  if (lists.group < 0) {
    Token token{at, nullptr, false};
    token.end = scan_.scalar_end(at);
    if (token.end == nullptr) return nullptr;
    token.escaped = std::memchr(at, '\\', static_cast<std::size_t>(token.end - at)) != nullptr;
    const auto text = text_of(token);
    if (!text) return nullptr;
    for (const ListUse& use : lists.uses) {
      const auto slot = read_scalar(*use.read, use.read->item, *text);
      if (!slot || use.read->where >= 0) return nullptr;
      items_.push_back({use.list, *slot});
    }
    return token.end;
  }
  if (*at != '{' || depth_ == kDeepest) return nullptr;
  ++depth_;
  const Frame item = open(*groups_[static_cast<std::size_t>(lists.group)]);
  const char* end = gather(item, 0, at);
  if (end != nullptr) finish_lists(item);
  const bool read = end != nullptr && add_records(item, lists);
  close(item);
  --depth_;
  return read ? end : nullptr;
}

// One past the list at `at`, of whose items each was gone through; or null.
template <class ReadItem>
const char* DirectReader::each_item(const char* at, const ReadItem& item) {
  at = JsonScan::skip_blanks(at + 1);
  if (*at == ']') return at + 1;
  for (;;) {
    at = item(at);
    if (at == nullptr) return nullptr;
    at = JsonScan::skip_blanks(at);
    if (*at != ',') return *at == ']' ? at + 1 : nullptr;
    at = JsonScan::skip_blanks(at + 1);
  }
}

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
std::optional<bool> DirectReader::belongs_simply(const Frame& item, const ListUse& use) const {
  const PlanUse& plan = item.group.plans[use.plan];
  for (const Asked& asked : use.asked) {
    const Token& token =
        tokens_[item.tokens + static_cast<std::size_t>(plan.place[asked.first_read])];
    const bool is_flag = plan.plan->reads[asked.first_read].kind == WireKind::Bool;
    const bool plain = token.begin != nullptr && !token.escaped &&
                       (is_flag ? *token.begin == 't' || *token.begin == 'f' : *token.begin == '"');
    if (!plain) return std::nullopt;
  }
  std::int16_t next = use.read->first_test;
  while (next >= 0) {
    const WireTest& test = use.read->tests[static_cast<std::size_t>(next)];
    const Token& token = tokens_[item.tokens + static_cast<std::size_t>(plan.place[test.read])];
    const bool is_so =
        test.ask == WireTest::Ask::IsTrue
            ? *token.begin == 't'
            : test.constant.view() ==
                  std::string_view(token.begin + 1,
                                   static_cast<std::size_t>(token.end - token.begin) - 2);
    next = is_so ? test.when_true : test.when_false;
  }
  return next == WireTest::kYes;
}

// Whether an item belongs to a list, from the members that its condition needs.
std::optional<bool> DirectReader::belongs(const Frame& item, const ListUse& use) {
  if (use.is_simple) {
    if (const std::optional<bool> answer = belongs_simply(item, use)) return answer;
  }
  const PlanUse& plan = item.group.plans[use.plan];
  for (const Asked& asked : use.asked) {
    Slot& slot = asked_[asked.member];
    slot = Slot();
    for (std::size_t r = asked.first_read; r < asked.end_read; ++r) {
      if (!fill_member(item, plan, r, slot)) return std::nullopt;
    }
    if (asked.required && slot.state == State::Missing) return std::nullopt;
  }
  if (!use.read->tests.empty()) return passes(*use.read, asked_.data());
  const int answer = condition_(*use.read, Slot::of_block(asked_.data()));
  return answer < 0 ? std::nullopt : std::optional(answer > 0);
}

// The items that were met become lists, in the arena.
void DirectReader::finish_lists(const Frame& frame) {
  for (std::size_t l = 0; l < frame.group.lists; ++l) {
    ListState& state = lists_[frame.lists + l];
    if (!state.found) continue;
    std::uint32_t count = 0;
    for (std::size_t i = frame.items; i < items_.size(); ++i) count += items_[i].list == l ? 1 : 0;
    Slot* block = arena_.slots(count);
    Slot* next = block;
    for (std::size_t i = frame.items; i < items_.size(); ++i) {
      if (items_[i].list == l) *next++ = items_[i].slot;
    }
    state.slot = Slot::of_block(block, count);
  }
  items_.resize(frame.items, Item{});
}

// `was_asked`: what only the condition of the list needs is left out.
bool DirectReader::build(const Frame& frame, std::size_t plan, Slot& record, bool was_asked) {
  const PlanUse& use = frame.group.plans[plan];
  Slot* block = arena_.slots(use.plan->members);
  for (std::size_t r = 0; r < use.plan->reads.size(); ++r) {
    const WireRead& read = use.plan->reads[r];
    if (was_asked && read.is_only_asked) continue;
    if (!fill_member(frame, use, r, block[read.member])) return false;
  }
  if (!finish(use, block, was_asked)) return false;
  record = Slot::of_block(block);
  return true;
}

// Paths of one member stand in the order in which they win.
bool DirectReader::fill_member(const Frame& frame, const PlanUse& use, std::size_t r, Slot& slot) {
  const WireRead& read = use.plan->reads[r];
  if (slot.state != State::Missing || use.place[r] < 0) return true;
  const auto place = static_cast<std::size_t>(use.place[r]);
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
    return fill_odd(use, r, Token(token), slot);  // a copy: records within may move it
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
bool DirectReader::fill_odd(const PlanUse& use, std::size_t r, const Token& token, Slot& slot) {
  const WireRead& read = use.plan->reads[r];
  if (*token.begin == '[' && *JsonScan::skip_blanks(token.begin + 1) == ']') return true;
  const auto text = text_of(token);
  if (text && std::find(read.missing_when.begin(), read.missing_when.end(), *text) !=
                  read.missing_when.end())
    return true;
  if (read.kind == WireKind::Record)
    return nested(*groups_[static_cast<std::size_t>(use.groups[r])], token, slot);
  if (read.kind == WireKind::Text && (*token.begin == 't' || *token.begin == 'f')) {
    slot = Slot::of_text(*token.begin == 't' ? "true" : "false");
    return true;
  }
  const auto value = text ? read_scalar(read, read.kind, *text) : std::nullopt;
  if (value) slot = *value;
  return value.has_value();
}

// What no member of the object filled.
bool DirectReader::finish(const PlanUse& use, Slot* block, bool was_asked) {
  for (std::uint16_t r : use.plan->finish) {
    const WireRead& read = use.plan->reads[r];
    Slot& slot = block[read.member];
    if (slot.state != State::Missing || (was_asked && read.is_only_asked)) continue;
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
