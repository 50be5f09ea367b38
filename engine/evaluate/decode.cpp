#include "engine/evaluate/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/evaluate/wire.h"

namespace m2 {
namespace {

bool is_absent(const JsonValue& value) {
  // An empty list is how some vendors write an object without members.
  return value.IsNull() || (value.IsArray() && value.Empty());
}

// What a message may show of a source value.
std::string shown(const JsonValue& value) {
  const auto text = scalar_text(value);
  if (!text) return std::string(kind_of(value));
  return digits_of(*text).size() >= 7 ? "\"" + mask(*text) + "\"" : "\"" + std::string(text->substr(0, 40)) + "\"";
}

// A shape's paths are far shorter; what is deeper was never read.
constexpr std::size_t kDeepest = 64;

bool find_pointer(const JsonValue& here, const JsonValue* wanted, std::string& path, std::size_t depth = 0) {
  if (&here == wanted) return true;
  if (depth == kDeepest) return false;
  const std::size_t size = path.size();
  if (here.IsObject()) {
    for (const auto& member : here.GetObject()) {
      path += "/" + std::string(member.name.GetString(), member.name.GetStringLength());
      if (find_pointer(member.value, wanted, path, depth + 1)) return true;
      path.resize(size);
    }
  } else if (here.IsArray()) {
    for (rapidjson::SizeType i = 0; i < here.Size(); ++i) {
      path += "/" + std::to_string(i);
      if (find_pointer(here[i], wanted, path, depth + 1)) return true;
      path.resize(size);
    }
  }
  return false;
}

}  // namespace

std::string_view to_string(ProblemKind kind) {
  switch (kind) {
    case ProblemKind::MissingValue: return "missing_value";
    case ProblemKind::BadValue: return "bad_value";
    case ProblemKind::UnknownWord: return "unknown_value";
    case ProblemKind::TwoValues: return "two_values";
    case ProblemKind::WrongKind: return "wrong_kind";
    case ProblemKind::ConditionFailed: return "bad_value";
  }
  return "";
}

Decoder::Decoder(const Program& program, Arena& arena, Condition condition)
    : program_(program), arena_(arena), condition_(std::move(condition)) {
  for (const WirePlan& plan : program.plans) layouts_.emplace_back(plan.objects.size());
}

void Decoder::start(const JsonValue& document) {
  document_ = &document;
  values_.clear();
  found_.clear();
  items_.clear();
  problems_.clear();
  sources_.clear();
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

// First the members are found, in the order of the document; then each is decoded. So which `from` wins and whether a member
// stands twice is known before anything is read.
Slot Decoder::record(std::int32_t plan_index, const JsonValue& object) {
  const WirePlan& plan = program_.plans[static_cast<std::size_t>(plan_index)];
  const std::size_t base = values_.size();
  const std::size_t found = found_.size();
  values_.resize(base + plan.reads.size(), nullptr);
  visit(plan_index, 0, object, base);
  Slot* block = arena_.slots(plan.members);
  for (std::size_t r = 0; r < plan.reads.size(); ++r) {
    const std::uint16_t slot = plan.reads[r].member;
    const bool first = r == 0 || plan.reads[r - 1].member != slot;
    if (first) block[slot] = member(plan, r, base, found, object);
    if (first && tracing_) {
      for (std::size_t k = r; k < plan.reads.size() && plan.reads[k].member == slot; ++k) {
        if (values_[base + k] != nullptr) sources_.emplace(&block[slot], values_[base + k]);
      }
    }
  }
  values_.resize(base);
  found_.resize(found);
  work_out(plan, block, object);
  return Slot::of_block(block);
}

// Flags with a condition instead of a wire name: asked once the members they speak of are there.
void Decoder::work_out(const WirePlan& plan, Slot* block, const JsonValue& object) {
  for (const WireRead& read : plan.reads) {
    if (read.kind != WireKind::Bool || read.where < 0) continue;
    const int answer = condition_(read, Slot::of_block(block));
    block[read.member] = answer < 0 ? bad(ProblemKind::ConditionFailed, read, &object) : Slot::of_number(answer);
  }
}

void Decoder::visit(std::int32_t plan_index, std::size_t object, const JsonValue& json, std::size_t base) {
  if (json.IsArray()) {
    for (const JsonValue& item : json.GetArray()) {
      if (item.IsObject()) visit(plan_index, object, item, base);
    }
    return;
  }
  if (!json.IsObject()) return;
  const WirePlan& plan = program_.plans[static_cast<std::size_t>(plan_index)];
  const WireObject& wanted = plan.objects[object];
  std::vector<Remembered>& layout = layouts_[static_cast<std::size_t>(plan_index)][object];
  std::size_t place = 0;
  for (const auto& m : json.GetObject()) {
    const std::string_view name(m.name.GetString(), m.name.GetStringLength());
    if (place == layout.size()) layout.emplace_back();
    Remembered& here = layout[place++];
    if (here.name != name || here.step == -1) {
      here.name = name;
      const auto step = std::find_if(wanted.steps.begin(), wanted.steps.end(), [&](const WireStep& s) { return s.name == name; });
      here.step = step == wanted.steps.end() ? -2 : static_cast<std::int32_t>(step - wanted.steps.begin());
    }
    const bool absent = is_absent(m.value);
    if (here.step < 0 || (absent && !m.value.IsArray())) continue;
    const WireStep& step = wanted.steps[static_cast<std::size_t>(here.step)];
    take(plan, step, m.value, base);
    if (step.object >= 0 && !absent) visit(plan_index, static_cast<std::size_t>(step.object), m.value, base);
  }
}

void Decoder::take(const WirePlan& plan, const WireStep& step, const JsonValue& value, std::size_t base) {
  for (std::uint16_t r : step.reads) {
    // `[]` is a list without items; where anything else is wanted it is how PHP writes nothing.
    if (plan.reads[r].kind != WireKind::List && is_absent(value)) continue;
    if (plan.reads[r].kind == WireKind::List) {
      found_.push_back({r, &value});
      values_[base + r] = &value;
    } else if (values_[base + r] == nullptr) {
      values_[base + r] = &value;
    } else {
      // Twice in one object, or in several of a list where one is demanded. The document itself stands for "two".
      values_[base + r] = document_;
    }
  }
}

Slot Decoder::member(const WirePlan& plan, std::size_t first, std::size_t base, std::size_t found, const JsonValue& parent) {
  const std::uint16_t slot = plan.reads[first].member;
  for (std::size_t r = first; r < plan.reads.size() && plan.reads[r].member == slot; ++r) {
    const WireRead& read = plan.reads[r];
    const JsonValue* value = values_[base + r];
    if (value == nullptr) continue;
    if (value == document_) return bad(ProblemKind::TwoValues, read, nullptr, &parent);
    if (read.kind == WireKind::List) return list(read, static_cast<std::uint16_t>(r), found);
    if (read.kind == WireKind::Record) return nested(read, *value);
    const auto text = scalar_text(*value);
    if (text && std::find(read.missing_when.begin(), read.missing_when.end(), *text) != read.missing_when.end()) continue;
    return scalar(read, read.kind, *value);
  }
  const WireRead& read = plan.reads[first];
  if (read.kind == WireKind::Bool && read.where >= 0) return Slot::of_state(State::Missing);  // until work_out
  if (read.kind == WireKind::List && !read.optional) return Slot::of_block(nullptr, 0);
  if (read.optional) return Slot::of_state(State::Missing);
  return bad(ProblemKind::MissingValue, read, nullptr, &parent);
}

Slot Decoder::scalar(const WireRead& read, WireKind kind, const JsonValue& value) {
  if (kind == WireKind::Bool && value.IsBool()) return Slot::of_number(value.GetBool() ? 1 : 0);
  if (!value.IsString()) {
    if (kind == WireKind::Text && value.IsBool()) return Slot::of_text(value.GetBool() ? "true" : "false");
    return bad(ProblemKind::WrongKind, read, &value);
  }
  const std::string_view text(value.GetString(), value.GetStringLength());
  const auto number = [&](std::optional<std::int64_t> parsed) {
    return parsed ? Slot::of_number(*parsed) : bad(ProblemKind::BadValue, read, &value);
  };
  switch (kind) {
    case WireKind::Text: return Slot::of_text(text);
    case WireKind::Int: return number(parse_decimal(text, 0));
    case WireKind::Number: return number(parse_decimal(text, 4));
    case WireKind::Money: {
      const auto money = Money::parse(text);
      if (!money || money->cents() == INT64_MIN) return bad(ProblemKind::BadValue, read, &value);
      return Slot::of_number(read.negated ? -money->cents() : money->cents());
    }
    case WireKind::Date:
      for (const std::string& format : read.formats) {
        if (const auto date = parse_date(text, format, read.zone)) return Slot::of_number(date->days());
      }
      return bad(ProblemKind::BadValue, read, &value);
    case WireKind::Bool: {
      const auto flag = parse_bool(text);
      return flag ? Slot::of_number(*flag ? 1 : 0) : bad(ProblemKind::BadValue, read, &value);
    }
    case WireKind::Choice: {
      const auto word = std::lower_bound(read.words.begin(), read.words.end(), text, [](const auto& w, std::string_view t) { return w.first < t; });
      if (word == read.words.end() || word->first != text) return bad(ProblemKind::UnknownWord, read, &value);
      return Slot::of_number(word->second);
    }
    default: return bad(ProblemKind::WrongKind, read, &value);
  }
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

Slot Decoder::list(const WireRead& read, std::uint16_t index, std::size_t found) {
  const std::size_t start = items_.size();
  const std::size_t end = found_.size();
  for (std::size_t f = found; f < end; ++f) {
    if (found_[f].read != index) continue;
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
      const Slot slot = is_record ? record(read.record, *item) : scalar(read, read.item, *item);
      const int belongs = read.where < 0 ? 1 : condition_(read, slot);
      if (belongs < 0) {
        items_.resize(start);
        return bad(ProblemKind::ConditionFailed, read, item);
      }
      if (belongs > 0) items_.push_back(slot);
    }
  }
  const std::size_t count = items_.size() - start;
  Slot* block = arena_.slots(count);
  std::copy(items_.begin() + static_cast<std::ptrdiff_t>(start), items_.end(), block);
  items_.resize(start);
  return Slot::of_block(block, static_cast<std::uint32_t>(count));
}

Slot Decoder::bad(ProblemKind kind, const WireRead& read, const JsonValue* value, const JsonValue* parent) {
  problems_.push_back({kind, &read, value, parent});
  return Slot::of_state(State::Bad, static_cast<std::int64_t>(problems_.size() - 1));
}

std::string Decoder::pointer(const JsonValue* value) const {
  std::string path;
  if (value == nullptr || !find_pointer(*document_, value, path)) return {};
  return path;
}

const JsonValue* Decoder::source_of(const Slot* slot) const {
  const auto found = sources_.find(slot);
  return found == sources_.end() ? nullptr : found->second;
}

std::string Decoder::describe(const Problem& p) const {
  const dsl::WireMember* declared = p.read->declared;
  std::string at = pointer(p.value != nullptr ? p.value : p.parent);
  if (p.value == nullptr && declared != nullptr) {
    for (const std::string& step : declared->paths.front()) at += "/" + step;
  }
  if (declared == nullptr) return fmt::format("the document has no `{}`", program_.roots.empty() ? "" : program_.roots.front().name);
  const Place place = declared->span.source->place(declared->span.begin);
  const std::string where = fmt::format("({}:{}, at {})", declared->span.source->name(), place.line, at.empty() ? "/" : at);
  switch (p.kind) {
    case ProblemKind::MissingValue: return fmt::format("`{}` is not in the document {}", declared->name, where);
    case ProblemKind::TwoValues: return fmt::format("`{}` stands there more than once {}", declared->name, where);
    case ProblemKind::WrongKind: return fmt::format("`{}` is {}, which cannot be read {}", declared->name, p.value == nullptr ? "nothing" : kind_of(*p.value), where);
    case ProblemKind::UnknownWord: return fmt::format("`{}` is {}, which its list does not know {}", declared->name, shown(*p.value), where);
    case ProblemKind::ConditionFailed: return fmt::format("an item of `{}` has a value that cannot be read {}", declared->name, where);
    case ProblemKind::BadValue: break;
  }
  const char* wanted = p.read->kind == WireKind::Money ? "an amount of money" : p.read->kind == WireKind::Date ? "a date" : p.read->kind == WireKind::Bool ? "true or false" : "a number";
  std::string like;
  for (const std::string& format : p.read->formats) like += (like.empty() ? " like " : " or ") + format;
  return fmt::format("`{}` is {}, not {}{} {}", declared->name, shown(*p.value), wanted, like, where);
}

}  // namespace m2
