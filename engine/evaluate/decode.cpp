#include "engine/evaluate/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/evaluate/same_bytes.h"
#include "engine/evaluate/wire.h"

namespace m2 {
namespace {

bool same_name(const std::string& known, const char* name, std::size_t size) {
  return known.size() == size && same_bytes(known.data(), name, size);
}

}  // namespace

Decoder::Decoder(const Program& program, Arena& arena, Condition condition)
    : program_(program), arena_(arena), condition_(std::move(condition)) {
  for (const WirePlan& plan : program.plans) {
    layouts_.emplace_back(plan.objects.size());
    if (plan.members > filter_block_.size()) filter_block_.resize(plan.members);
  }
  filter_places_.resize(program.filters);
}

void Decoder::start(const JsonValue& document) {
  document_ = &document;
  choices_.clear();
  found_.clear();
  items_.clear();
  problems_.clear();
  sources_.clear();
  objects_.clear();
  members_.clear();
}

std::string_view Decoder::account() const {
  const JsonValue* at = document_;
  for (const std::string& step : program_.account_path) {
    at = at == nullptr ? nullptr : find(*at, step);
  }
  return at == nullptr ? std::string_view() : scalar_text(*at).value_or(std::string_view());
}

Slot Decoder::root(std::size_t index) {
  const RootPlan& root = program_.roots[index];
  for (const auto& path : root.paths) {
    const JsonValue* at = document_;
    for (const std::string& step : path) at = at == nullptr ? nullptr : find(*at, step);
    if (at != nullptr && at->IsObject()) return record(root.record, *at);
  }
  static const WireRead kRoot{};
  return bad(ProblemKind::MissingValue, kRoot, nullptr, document_);
}

Slot Decoder::record(std::int32_t plan_index, const JsonValue& object) {
  const auto index = static_cast<std::size_t>(plan_index);
  const WirePlan& plan = program_.plans[index];
  const std::size_t found = found_.size();
  const Frame frame{plan, index, arena_.slots(plan.members), choices_.size(), object};
  if (tracing_) objects_.insert_or_assign(frame.block, &object);
  visit(frame, 0, object);
  for (std::uint16_t r : plan.finish) {
    const WireRead& read = plan.reads[r];
    const bool is_there = frame.block[read.member].state != State::Missing;
    if (!is_there) finish(frame, read, found);
  }
  choices_.resize(frame.choices);
  found_.resize(found);
  return Slot::of_block(frame.block);
}

// `json` is an object.
void Decoder::visit(const Frame& frame, std::size_t object, const JsonValue& json) {
  const WireObject& wanted = frame.plan.objects[object];
  std::vector<Remembered>& layout = layouts_[frame.index][object];
  if (layout.size() < json.MemberCount()) layout.resize(json.MemberCount());
  Remembered* here = layout.data();
  const std::size_t found = found_.size();
  std::uint64_t gone_through = 0;  // steps into objects, to see a second one
  for (auto m = json.MemberBegin(), end = json.MemberEnd(); m != end; ++m, ++here) {
    const char* name = m->name.GetString();
    const std::size_t size = m->name.GetStringLength();
    if (!same_name(here->name, name, size) || here->step == Remembered::kUnknown) {
      here->name.assign(name, size);
      const auto step = std::find_if(wanted.steps.begin(), wanted.steps.end(),
                                     [&](const WireStep& s) { return s.name == here->name; });
      here->step = step == wanted.steps.end()
                       ? Remembered::kUnwanted
                       : static_cast<std::int32_t>(step - wanted.steps.begin());
    }
    if (here->step < 0 || m->value.IsNull()) continue;
    const WireStep& step = wanted.steps[static_cast<std::size_t>(here->step)];
    for (std::uint16_t read : step.reads) {
      if (frame.plan.reads[read].kind != WireKind::List) {
        take(frame, read, m->value);
      } else {
        // Twice in one object is not a longer list.
        const bool twice =
            std::any_of(found_.begin() + static_cast<std::ptrdiff_t>(found), found_.end(),
                        [&](const Found& f) { return f.read == read; });
        found_.push_back(
            {read, &m->value,
             twice ? bad(ProblemKind::TwoValues, frame.plan.reads[read], nullptr, &frame.object)
                   : Slot()});
      }
    }
    if (step.object < 0) continue;
    const std::uint64_t bit = std::uint64_t{1} << (here->step & 63);
    if ((gone_through & bit) != 0) {
      refuse(frame, step, ProblemKind::TwoValues, nullptr);
    } else if (m->value.IsObject()) {
      visit(frame, static_cast<std::size_t>(step.object), m->value);
    } else {
      visit_items(frame, step, m->value);
    }
    gone_through |= bit;
  }
}

// A list of objects is gone through item by item. Nothing is written as null, [] or "" where an
// object is wanted.
void Decoder::visit_items(const Frame& frame, const WireStep& step, const JsonValue& json) {
  if (!json.IsArray()) {
    if (!json.IsString() || json.GetStringLength() > 0)
      refuse(frame, step, ProblemKind::WrongKind, &json);
    return;
  }
  for (const JsonValue& item : json.GetArray()) {
    if (item.IsObject()) {
      visit(frame, static_cast<std::size_t>(step.object), item);
    } else if (!item.IsNull()) {
      refuse(frame, step, ProblemKind::WrongKind, &item);
    }
  }
}

// What would be read below this step cannot be: something else stands there, or it stands there
// twice.
void Decoder::refuse(const Frame& frame, const WireStep& step, ProblemKind kind,
                     const JsonValue* value) {
  for (const WireStep& below : frame.plan.objects[static_cast<std::size_t>(step.object)].steps) {
    for (std::uint16_t index : below.reads) {
      const WireRead& read = frame.plan.reads[index];
      const Slot problem = bad(kind, read, value, &frame.object);
      bool twice = false;
      if (read.kind == WireKind::List) {
        found_.push_back({index, value, problem});
      } else if (takes(frame, read, twice)) {
        frame.block[read.member] = problem;
      }
    }
    if (below.object >= 0) refuse(frame, below, kind, value);
  }
}

// Whether this path fills its slot. A slot that is not missing was filled before. Of several paths
// the one named first wins, wherever it stands in the document. The same path twice is an error:
// twice in one object, or in several objects of a list where one is demanded.
bool Decoder::takes(const Frame& frame, const WireRead& read, bool& twice) {
  twice = frame.block[read.member].state != State::Missing;
  if (read.only_path) return true;
  const auto before =
      std::find_if(choices_.begin() + static_cast<std::ptrdiff_t>(frame.choices), choices_.end(),
                   [&](const Choice& c) { return c.member == read.member; });
  if (before != choices_.end() && before->choice < read.choice) return false;
  twice = before != choices_.end() && before->choice == read.choice;
  if (before == choices_.end()) {
    choices_.push_back({read.member, read.choice});
  } else {
    before->choice = read.choice;
  }
  return true;
}

void Decoder::take(const Frame& frame, std::uint16_t index, const JsonValue& value) {
  const WireRead& read = frame.plan.reads[index];
  if (read.is_plain && frame.block[read.member].state == State::Missing && !value.IsArray() &&
      !tracing_) {
    frame.block[read.member] = scalar(read, read.kind, value);
    return;
  }
  if (value.IsArray() && value.Empty()) return;  // how PHP writes an object without members
  if (!read.missing_when.empty()) {
    const auto text = scalar_text(value);
    if (text && std::find(read.missing_when.begin(), read.missing_when.end(), *text) !=
                    read.missing_when.end())
      return;
  }
  bool twice = false;
  if (!takes(frame, read, twice)) return;
  Slot& slot = frame.block[read.member];
  if (twice && slot.state == State::Bad) return;
  if (twice) {
    slot = bad(ProblemKind::TwoValues, read, nullptr, &frame.object);
  } else {
    slot = read.kind == WireKind::Record ? nested(read, value) : scalar(read, read.kind, value);
  }
  if (tracing_ && read.kind != WireKind::Record) {
    sources_.insert_or_assign(&slot, &value);
    members_.insert_or_assign(&value, read.declared);
  }
}

// What no member of the object filled.
void Decoder::finish(const Frame& frame, const WireRead& read, std::size_t found) {
  Slot& slot = frame.block[read.member];
  if (read.kind == WireKind::List) {
    const bool any =
        std::any_of(found_.begin() + static_cast<std::ptrdiff_t>(found), found_.end(),
                    [&](const Found& f) { return frame.plan.reads[f.read].member == read.member; });
    if (any || !read.optional) slot = list(frame, read, found);
    return;
  }
  if (read.kind == WireKind::Bool && read.where >= 0) {
    // A flag with a condition instead of a path: asked now that the members it speaks of are there.
    const int answer = condition_(read, Slot::of_block(frame.block));
    slot = answer < 0 ? bad(ProblemKind::ConditionFailed, read, &frame.object)
                      : Slot::of_number(answer);
    return;
  }
  slot = bad(ProblemKind::MissingValue, read, nullptr, &frame.object);
}

std::optional<Slot> read_scalar(const WireRead& read, WireKind kind, std::string_view text) {
  const auto number = [](std::optional<std::int64_t> parsed) {
    return parsed ? std::optional(Slot::of_number(*parsed)) : std::nullopt;
  };
  switch (kind) {
    case WireKind::Text:
      return Slot::of_text(text);
    case WireKind::Int:
      return number(parse_decimal(text, 0));
    case WireKind::Number:
      return number(parse_decimal(text, 4));
    case WireKind::Money: {
      const auto money = Money::parse(text);
      if (!money || money->cents() == INT64_MIN) return std::nullopt;
      return Slot::of_number(read.negated ? -money->cents() : money->cents());
    }
    case WireKind::Date:
      for (const DateFormat& format : read.formats) {
        if (const auto date = format.parse(text, read.zone)) return Slot::of_number(date->days());
      }
      return std::nullopt;
    case WireKind::Bool: {
      const auto flag = parse_bool(text);
      return flag ? std::optional(Slot::of_number(*flag ? 1 : 0)) : std::nullopt;
    }
    case WireKind::Choice: {
      const auto word =
          std::lower_bound(read.words.begin(), read.words.end(), text,
                           [](const auto& w, std::string_view t) { return w.first < t; });
      if (word == read.words.end() || word->first != text) return std::nullopt;
      return Slot::of_number(word->second);
    }
    default:
      return std::nullopt;
  }
}

Slot Decoder::scalar(const WireRead& read, WireKind kind, const JsonValue& value) {
  if (kind == WireKind::Bool && value.IsBool()) return Slot::of_number(value.GetBool() ? 1 : 0);
  if (!value.IsString()) {
    if (kind == WireKind::Text && value.IsBool())
      return Slot::of_text(value.GetBool() ? "true" : "false");
    return bad(ProblemKind::WrongKind, read, &value);
  }
  const auto slot = read_scalar(read, kind, {value.GetString(), value.GetStringLength()});
  if (slot) return *slot;
  return bad(kind == WireKind::Choice ? ProblemKind::UnknownWord : ProblemKind::BadValue, read,
             &value);
}

Slot Decoder::nested(const WireRead& read, const JsonValue& value) {
  const JsonValue* object = &value;
  if (value.IsArray()) {
    if (value.Size() > 1) return bad(ProblemKind::TwoValues, read, &value);
    object = &value[0];
  }
  if (!object->IsObject()) return bad(ProblemKind::WrongKind, read, &value);
  return record(read.record, *object);
}

Slot Decoder::list(const Frame& frame, const WireRead& read, std::size_t found) {
  const std::size_t start = items_.size();
  const std::size_t end = found_.size();
  const auto reads_it = [&](const Found& f) {
    return frame.plan.reads[f.read].member == read.member;
  };
  std::uint16_t wanted = UINT16_MAX;  // the path that wins
  for (std::size_t f = found; f < end; ++f) {
    if (reads_it(found_[f])) wanted = std::min(wanted, found_[f].read);
  }
  for (std::size_t f = found; f < end; ++f) {
    if (found_[f].read != wanted) continue;
    if (found_[f].problem.state == State::Bad) {
      items_.resize(start);
      return found_[f].problem;
    }
    const JsonValue& value = *found_[f].value;
    if (!value.IsArray() && !read.one_or_many) {
      items_.resize(start);
      return bad(ProblemKind::WrongKind, read, &value);
    }
    const JsonValue* first = value.IsArray() ? value.Begin() : &value;
    const JsonValue* last = value.IsArray() ? value.End() : first + 1;
    for (const JsonValue* item = first; item != last; ++item) {
      if (item->IsNull()) continue;
      const bool is_record = read.item == WireKind::Record;
      if (is_record && !item->IsObject()) {
        items_.resize(start);
        return bad(ProblemKind::WrongKind, read, item);
      }
      const std::optional<bool> asked = read.filter.empty() ? std::nullopt : belongs(read, *item);
      if (asked && !*asked) continue;
      const Slot slot = is_record ? record(read.record, *item) : scalar(read, read.item, *item);
      if (slot.state == State::Bad) {
        items_.resize(start);
        return slot;
      }
      const int answer = read.where < 0 || asked ? 1 : condition_(read, slot);
      if (answer < 0) {
        items_.resize(start);
        return bad(ProblemKind::ConditionFailed, read, item);
      }
      if (answer <= 0) continue;
      items_.push_back(slot);
      if (tracing_ && !is_record) item_values_.push_back(item);
    }
  }
  const std::size_t count = items_.size() - start;
  Slot* block = arena_.slots(count);
  std::copy(items_.begin() + static_cast<std::ptrdiff_t>(start), items_.end(), block);
  items_.resize(start);
  for (std::size_t n = 0; n < item_values_.size(); ++n) {
    sources_.insert_or_assign(block + n, item_values_[n]);
    members_.insert_or_assign(item_values_[n], read.declared);
  }
  item_values_.clear();
  return Slot::of_block(block, static_cast<std::uint32_t>(count));
}

// Whether an item belongs to a list, from the members its condition speaks of. Empty where one of
// them is not as it should be: then the whole item is read, and says what is wrong.
std::optional<bool> Decoder::belongs(const WireRead& list, const JsonValue& item) {
  const WirePlan& plan = program_.plans[static_cast<std::size_t>(list.record)];
  const Frame frame{plan, static_cast<std::size_t>(list.record), filter_block_.data(),
                    choices_.size(), item};
  std::vector<rapidjson::SizeType>& places = filter_places_[list.filter_place];
  places.resize(list.filter.size());
  const auto problems = problems_.size();
  for (std::size_t n = 0; n < list.filter.size(); ++n) {
    const WireFilter& wanted = list.filter[n];
    const auto is_it = [&](const JsonValue::Member& m) {
      return same_name(wanted.name, m.name.GetString(), m.name.GetStringLength());
    };
    auto member = item.MemberBegin() + std::min(places[n], item.MemberCount());
    if (member == item.MemberEnd() || !is_it(*member))
      member = std::find_if(item.MemberBegin(), item.MemberEnd(), is_it);
    if (member == item.MemberEnd() || member->value.IsNull()) return std::nullopt;
    places[n] = static_cast<rapidjson::SizeType>(member - item.MemberBegin());
    Slot& slot = filter_block_[plan.reads[wanted.read].member];
    slot = Slot();
    take(frame, wanted.read, member->value);
    if (!slot.has_value()) {
      problems_.resize(problems);
      return std::nullopt;
    }
  }
  return condition_(list, Slot::of_block(filter_block_.data())) > 0;
}

Slot Decoder::bad(ProblemKind kind, const WireRead& read, const JsonValue* value,
                  const JsonValue* parent) {
  problems_.push_back({kind, &read, value, parent});
  return Slot::of_state(State::Bad, static_cast<std::int64_t>(problems_.size() - 1));
}

const JsonValue* Decoder::source_of(const Slot* slot) const {
  const auto found = sources_.find(slot);
  return found == sources_.end() ? nullptr : found->second;
}

const JsonValue* Decoder::object_of(const Slot* block) const {
  const auto found = objects_.find(block);
  return found == objects_.end() ? nullptr : found->second;
}

const dsl::WireMember* Decoder::member_of(const JsonValue* value) const {
  const auto found = members_.find(value);
  return found == members_.end() ? nullptr : found->second;
}

void Decoder::trace_copy(const Slot* from, const Slot* to, std::size_t members) {
  if (!tracing_) return;
  if (const JsonValue* object = object_of(from)) objects_.insert_or_assign(to, object);
  for (std::size_t m = 0; m < members; ++m) {
    if (const JsonValue* value = source_of(from + m)) sources_.insert_or_assign(to + m, value);
  }
}

}  // namespace m2
