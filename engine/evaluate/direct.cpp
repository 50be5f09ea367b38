#include "engine/evaluate/direct.h"

#include <algorithm>

#include "engine/evaluate/same_bytes.h"

namespace m2 {
namespace {

constexpr std::size_t kLongestLead = 96;   // what is longer is looked up every time
constexpr std::size_t kMostSteps = 64;     // of one object: as many as the bits of a word
constexpr std::size_t kMostPlaces = 1024;  // that are remembered of one object

bool starts_with(const char* at, std::size_t rest, const std::string& lead) {
  return rest >= lead.size() && !lead.empty() && same_bytes(at, lead.data(), lead.size());
}

}  // namespace

bool DirectReader::read(const char* text, std::size_t size) {
  scan_ = JsonScan(text, size);
  tokens_used_ = 0;
  lists_used_ = 0;
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
  const Frame frame{group, tokens_used_, lists_used_, items_.size()};
  tokens_used_ += group.tokens;
  lists_used_ += group.lists;
  if (tokens_.size() < tokens_used_) tokens_.resize(tokens_used_);
  if (lists_.size() < lists_used_) lists_.resize(lists_used_);
  for (std::size_t t = frame.tokens; t < tokens_used_; ++t) tokens_[t].begin = nullptr;
  for (std::size_t l = frame.lists; l < lists_used_; ++l) lists_[l] = ListState();
  return frame;
}

void DirectReader::close(const Frame& frame) {
  tokens_used_ = frame.tokens;
  lists_used_ = frame.lists;
}

// Goes through the object at `at`, keeps the values of the members that are wanted and reads those
// that are lists. One past its end, or null.
const char* DirectReader::gather(const Frame& frame, std::size_t n, const char* at) {
  Node& node = frame.group.nodes[n];
  if (node.steps.size() > kMostSteps) return nullptr;
  ++at;
  std::uint64_t met = 0;
  for (std::size_t place = 0;; ++place) {
    Found member;
    if (place < node.layout.size() && starts_with(at, scan_.rest(at), node.layout[place].lead)) {
      const Remembered& known = node.layout[place];
      member = {JsonScan::skip_blanks(at + known.lead.size()), known.step};
    } else {
      const char* next = JsonScan::skip_blanks(at);
      if (*next == '}') return next + 1;
      if (place > 0) {
        if (*next != ',') return nullptr;
        next = JsonScan::skip_blanks(next + 1);
      }
      member = learn(node, place, at, next);
      if (member.value == nullptr) return nullptr;
    }
    if (member.step < 0) {
      at = scan_.value_end(member.value);
    } else {
      const std::uint64_t bit = std::uint64_t{1} << member.step;
      if ((met & bit) != 0) return nullptr;
      met |= bit;
      const Step& step = node.steps[static_cast<std::size_t>(member.step)];
      const bool is_token = step.lists < 0 && step.node < 0 && *member.value != 'n';
      at = is_token ? take_token(frame, step, member.value, nullptr)
                    : take(frame, step, member.value);
    }
    if (at == nullptr) return nullptr;
  }
}

// A member, whose name begins at `at`, that is not the one that stood here in the last object:
// which step it is, remembered for the next. No value: nothing that can be read here.
DirectReader::Found DirectReader::learn(Node& node, std::size_t place, const char* from,
                                        const char* at) const {
  bool escaped = false;
  const char* const quote = *at == '"' ? scan_.closing_quote(at + 1, escaped) : nullptr;
  if (quote == nullptr || escaped) return {};
  const char* value = JsonScan::skip_blanks(quote + 1);
  if (*value != ':') return {};
  value = JsonScan::skip_blanks(value + 1);
  const std::string_view name(at + 1, static_cast<std::size_t>(quote - at - 1));
  const auto known = std::find_if(node.steps.begin(), node.steps.end(),
                                  [&](const Step& s) { return s.name == name; });
  const std::int32_t step =
      known == node.steps.end() ? kNone : static_cast<std::int32_t>(known - node.steps.begin());
  if (place == node.layout.size() && place < kMostPlaces) node.layout.emplace_back();
  if (place < node.layout.size() && static_cast<std::size_t>(value - from) <= kLongestLead) {
    node.layout[place].lead.assign(from, value);
    node.layout[place].step = step;
  }
  return {value, step};
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
  return step.token < 0 ? end : take_token(frame, step, at, end);
}

// `end` is one past the value where that is known already.
inline const char* DirectReader::take_token(const Frame& frame, const Step& step, const char* at,
                                            const char* end) {
  bool escaped = false;
  if (*at == '"') {
    const char* quote = scan_.closing_quote(at + 1, escaped);
    end = quote == nullptr ? nullptr : quote + 1;
  } else if (end == nullptr) {
    end = scan_.value_end(at);
  }
  Token& kept = tokens_[frame.tokens + static_cast<std::size_t>(step.token)];
  if (kept.begin != nullptr) return nullptr;  // in two objects of a list where one is demanded
  // Member by member: copied as a whole, it would wait for `escaped` to be written.
  kept.begin = at;
  kept.end = end;
  kept.escaped = escaped;
  return end;
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

}  // namespace m2
