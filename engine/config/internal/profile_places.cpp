#include "engine/config/internal/profile_places.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/value.h"

namespace m2::config {
namespace {

constexpr std::string_view kConsumer = "consumer";
constexpr std::string_view kAny = "any";
constexpr std::string_view kBlankWord = "blank";

bool is_judged(Segment segment) {
  return segment != Segment::Trailer;
}

// The names by which a place may begin, for "did you mean".
std::vector<std::string> heads() {
  std::vector<std::string> names{std::string(kConsumer)};
  for (std::size_t i = 0; i < kSegmentCount; ++i)
    if (is_judged(static_cast<Segment>(i))) names.emplace_back(facts(static_cast<Segment>(i)).key);
  return names;
}

bool is_of_consumers(std::string_view key) {
  return find_field(Segment::Base, key) != nullptr && find_field(Segment::J1, key) != nullptr &&
         find_field(Segment::J2, key) != nullptr;
}

std::vector<std::string> keys_of(Segment segment, bool of_consumers) {
  std::vector<std::string> keys;
  for (const Field& field : fields(segment)) {
    if (!field.is_supplied() && (!of_consumers || is_of_consumers(field.key)))
      keys.emplace_back(field.key);
  }
  return keys;
}

bool has_values(const Field& field) {
  return field.kind != FieldKind::Date && field.kind != FieldKind::TimeStamp;
}

std::string blank_bytes(Segment segment, const Field& field) {
  std::string bytes(blank(segment));
  put_blank(field, bytes.data());
  return std::string(raw(field, bytes));
}

}  // namespace

std::optional<ProfilePlace> ProfilePlaces::field_of(ProfilePlace place, std::string_view where,
                                                    std::string_view key) const {
  const Field* field = find_field(place.segment, key);
  const bool is_meant =
      field != nullptr && !field->is_supplied() && (!place.of_consumers || is_of_consumers(key));
  if (is_meant) {
    place.field = field;
    return place;
  }
  auto& d = expect_.error("unknown-field", place.span, fmt::format("{} has no `{}`", where, key));
  if (const auto near = nearest(key, keys_of(place.segment, place.of_consumers))) {
    const std::string_view name = place.name;
    const std::string_view head = name.substr(0, name.size() - key.size());
    d.mark(fmt::format("did you mean `{}{}`?", head, *near));
  } else {
    d.with_help(fmt::format("`metro2 fields {}` lists its fields", facts(place.segment).key));
  }
  return std::nullopt;
}

std::optional<ProfilePlace> ProfilePlaces::place(const std::string& name, Span span,
                                                 const std::string& profile) const {
  ProfilePlace place;
  place.name = name;
  place.span = span;
  place.profile = profile;
  const std::size_t dot = name.find('.');
  const std::string head = name.substr(0, dot);
  const std::optional<Segment> segment = find_segment(head);
  if (dot == std::string::npos) {
    if (segment && is_appended(*segment)) {
      place.segment = *segment;
      return place;
    }
    if (!segment && head != kConsumer) return field_of(std::move(place), "the base segment", name);
    expect_
        .error("bad-value", span,
               fmt::format(
                   "`{}` stands in every {}", name,
                   segment == Segment::Header || segment == Segment::Trailer ? "file" : "account"))
        .with_help("name one of its fields, or a segment that may be appended: J1 to N1");
    return std::nullopt;
  }
  const std::string key = name.substr(dot + 1);
  if (head == kConsumer) {
    place.of_consumers = true;
    return field_of(std::move(place), "a consumer", key);
  }
  if (!segment || !is_judged(*segment)) {
    auto& d = expect_.error("unknown-field", span,
                            segment ? std::string("the trailer counts; it is not of a profile")
                                    : fmt::format("no segment `{}`", head));
    if (const auto near = nearest(head, heads()); near && !segment) {
      d.mark(fmt::format("did you mean `{}.{}`?", *near, key));
    } else {
      d.with_help(fmt::format("write one of {} before the dot", fmt::join(heads(), ", ")));
    }
    return std::nullopt;
  }
  place.segment = *segment;
  return field_of(std::move(place), fmt::format("the {} segment", facts(*segment).name), key);
}

// One value, as the bytes that stand for it in the field.
bool ProfilePlaces::value(const Spanned& value, ProfileValues& out) const {
  const Field& field = *out.place.field;
  const auto refuse = [&](std::string message, std::string help) {
    expect_.error("bad-value", value.span, std::move(message)).with_help(std::move(help));
    return false;
  };
  const CodeTable* table = field.kind == FieldKind::Code ? find_code_table(field.codes) : nullptr;
  out.is_each_character = table != nullptr && table->scope == CodeScope::EachCharacter;
  std::string bytes;
  if (value.text == kBlankWord) {
    if (out.is_each_character)
      return refuse(fmt::format("`{}` is never blank", field.key), "write its letters");
    bytes = blank_bytes(out.place.segment, field);
  } else if (table != nullptr) {
    const bool is_code = out.is_each_character ? value.text.size() == 1 : !value.text.empty();
    if (!is_code || value.text.size() > field.length || !accepts(*table, value.text))
      return refuse(
          fmt::format("`{}` is no {}", value.text, table->name),
          fmt::format("`metro2 codes {}` lists them; the empty field is `blank`", table->name));
    bytes = value.text;
    if (!out.is_each_character) bytes.resize(field.length, ' ');
  } else {
    std::string segment(blank(out.place.segment));
    FoldCounts counts;
    if (put_value(field, value.text, segment.data(), counts) != Put::Done)
      return refuse(
          fmt::format("`{}` does not fit into {}, which has {} {}", value.text, field.key,
                      field.length, field.kind == FieldKind::Text ? "characters" : "digits"),
          "write the value as it is in the file; the empty field is `blank`");
    bytes = std::string(raw(field, segment));
  }
  const auto before = std::find(out.bytes.begin(), out.bytes.end(), bytes);
  if (before != out.bytes.end()) {
    expect_.error("key-twice", value.span, fmt::format("`{}` stands twice", value.text))
        .label(out.values[static_cast<std::size_t>(before - out.bytes.begin())].span, "first here")
        .with_help("keep one of them");
    return false;
  }
  out.values.push_back(value);
  out.bytes.push_back(std::move(bytes));
  return true;
}

std::optional<ProfileValues> ProfilePlaces::values(const YamlMember& member,
                                                   const std::string& profile,
                                                   bool takes_any) const {
  auto place = this->place(member.name, member.span, profile);
  if (!place) return std::nullopt;
  ProfileValues out;
  out.place = std::move(*place);
  const bool says_any = member.value.is(YamlNode::Kind::Scalar) && member.value.text == kAny;
  if (says_any && takes_any) {
    out.is_any = true;
    return out;
  }
  const auto refuse = [&](std::string message, std::string help) {
    expect_.error("bad-value", member.span, std::move(message)).with_help(std::move(help));
    return std::nullopt;
  };
  if (out.place.field == nullptr)
    return refuse(fmt::format("`{}` is a segment, which has no values", member.name),
                  takes_any ? fmt::format("write `{}: any` to forbid the segment", member.name)
                            : fmt::format("name a field of it, as `{}.{}`", member.name,
                                          keys_of(out.place.segment, false).front()));
  if (says_any)
    return refuse(fmt::format("`{}` allows everything as it is", member.name),
                  "take the entry out, or list the values that may stand there");
  if (!has_values(*out.place.field))
    return refuse(fmt::format("`{}` is a date, and no list of days makes sense here", member.name),
                  takes_any ? "write `any` to forbid every day, or leave it to the rules"
                            : "leave it to the rules");
  const std::vector<Spanned> values = expect_.texts(member);
  const bool is_empty = member.value.is(YamlNode::Kind::List) && member.value.items.empty();
  if (is_empty) return refuse(fmt::format("`{}` lists no value", member.name), "list at least one");
  for (const Spanned& one : values) value(one, out);
  if (out.values.empty()) return std::nullopt;
  return out;
}

bool is_profile_path(std::string_view name) {
  const std::filesystem::path path(name);
  return name.find('/') != std::string_view::npos || path.extension() == ".yaml" ||
         path.extension() == ".yml";
}

bool is_profile_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

std::optional<std::filesystem::path> find_extended(const std::string& name,
                                                   const std::filesystem::path& file,
                                                   const ProfileFiles& files) {
  const bool is_path = is_profile_path(name);
  const std::filesystem::path beside = file.parent_path() / (is_path ? name : name + ".yaml");
  if (is_profile_file(beside)) return beside;
  const std::filesystem::path named = files.folder / (name + ".yaml");
  if (!is_path && is_profile_file(named)) return named;
  return std::nullopt;
}

void report_contradictions(std::span<const ProfileValues> allow,
                           std::span<const ProfileValues> forbid,
                           std::span<const ProfilePlace> require, const AreRelated& are_related,
                           const Expect& expect) {
  const auto report = [&](std::string slug, Span span, std::string message, Span other,
                          std::string label) {
    expect.error(std::move(slug), span, std::move(message))
        .label(other, std::move(label))
        .with_help("take one of them out");
  };
  for (const ProfileValues& allowed : allow) {
    for (const ProfileValues& forbidden : forbid) {
      if (allowed.place.name != forbidden.place.name) continue;
      if (!are_related(allowed.place, forbidden.place)) continue;
      for (std::size_t i = 0; i < forbidden.bytes.size(); ++i) {
        const auto same = std::find(allowed.bytes.begin(), allowed.bytes.end(), forbidden.bytes[i]);
        if (same == allowed.bytes.end()) continue;
        const auto at = static_cast<std::size_t>(same - allowed.bytes.begin());
        report("says-both", forbidden.values[i].span,
               fmt::format("`{}` of `{}` is forbidden and allowed", forbidden.values[i].text,
                           forbidden.place.name),
               allowed.values[at].span, "allowed here");
      }
    }
  }
  for (const ProfilePlace& required : require) {
    for (const ProfileValues& forbidden : forbid) {
      if (!forbidden.is_any || forbidden.place.name != required.name) continue;
      report("says-both", required.span,
             fmt::format("`{}` is required and forbidden", required.name), forbidden.place.span,
             "forbidden here");
    }
  }
}

}  // namespace m2::config
