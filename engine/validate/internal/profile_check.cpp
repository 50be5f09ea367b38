#include "engine/validate/internal/profile_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/metro2/record.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"
#include "engine/validate/internal/profile_rules.h"

namespace m2::internal {
namespace {

std::string_view spoken(const Spanned& value) {
  return value.text == "blank" ? std::string_view("nothing") : std::string_view(value.text);
}

// "11, 13 or 71"
std::string listed(const std::vector<Spanned>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) text += i + 1 == values.size() ? " or " : ", ";
    text += spoken(values[i]);
  }
  return text;
}

// "profile rent forbids this value (rent.yaml:12)"
std::string said_by(const ProfilePlace& place, std::string_view what) {
  return fmt::format("profile {} {} ({})", place.profile, what, short_place(place.span));
}

}  // namespace

ProfileCheck::ProfileCheck(const RuleBook& book)
    : allowed_(&profile_rule(book.registry(), ProfileRule::Allowed)),
      forbidden_(&profile_rule(book.registry(), ProfileRule::Forbidden)),
      required_(&profile_rule(book.registry(), ProfileRule::Required)),
      ended_(&profile_rule(book.registry(), ProfileRule::SilenceEnded)) {
  const EffectiveProfile* profile = book.profile();
  if (profile == nullptr) return;
  for (const ProfileValues& values : profile->allow) add(Demand::Allow, values.place, &values);
  for (const ProfileValues& values : profile->forbid) add(Demand::Forbid, values.place, &values);
  for (const ProfilePlace& place : profile->require) add(Demand::Require, place, nullptr);
  for (const auto& [id, silence] : profile->silences) {
    const Rule* rule = book.registry().find(id);
    if (rule != nullptr && book.asks(*rule)) silences_.push_back(&silence);
  }
}

void ProfileCheck::add(Demand demand, const ProfilePlace& place, const ProfileValues* values) {
  Entry entry;
  entry.demand = demand;
  entry.place = &place;
  entry.values = values;
  if (values != nullptr && values->is_each_character) {
    for (const std::string& letter : values->bytes)
      entry.letters.set(static_cast<unsigned char>(letter.front()));
  }
  if (place.field == nullptr) {
    segments_.push_back(std::move(entry));
    looks_behind_base_ = true;
    return;
  }
  const auto add_to = [&](Segment segment) {
    entry.field = find_field(segment, place.field->key);
    entries_[static_cast<std::size_t>(segment)].push_back(entry);
    looks_behind_base_ = looks_behind_base_ || is_appended(segment);
  };
  add_to(place.segment);
  if (!place.of_consumers) return;
  add_to(Segment::J1);
  add_to(Segment::J2);
}

void ProfileCheck::tell_ended(Date day, Report& report) {
  const auto is_in_force = [&](const Silence* silence) { return silence->until >= day; };
  for (const Silence* silence : silences_) {
    if (is_in_force(silence)) continue;
    report.file(*ended_, 0,
                {.found = fmt::format("until {}", silence->until.to_string()),
                 .expected = fmt::format("{} or later", day.to_string()),
                 .message = fmt::format("the silence of {} has ended ({})", silence->rule.text,
                                        short_place(silence->rule.span))});
  }
  std::erase_if(silences_, [&](const Silence* silence) { return !is_in_force(silence); });
}

bool ProfileCheck::is_among(const Entry& entry, std::string_view value) {
  const std::vector<std::string>& values = entry.values->bytes;
  return std::find(values.begin(), values.end(), value) != values.end();
}

void ProfileCheck::judge_field(const Entry& entry, Segment segment, std::size_t offset,
                               std::string_view bytes, Report& report) const {
  const Field& field = *entry.field;
  const std::string_view value = raw(field, bytes);
  const auto tell = [&](const Rule& rule, std::string_view what, std::string expected,
                        std::size_t at) {
    report.field(rule, segment, offset, &field,
                 {.found = shown(field, value),
                  .expected = std::move(expected),
                  .message = said_by(*entry.place, what),
                  .at = at});
  };
  if (entry.demand == Demand::Require) {
    if (!is_filled(field, bytes)) tell(*required_, "requires this field", "a value", 0);
    return;
  }
  const bool is_allow = entry.demand == Demand::Allow;
  if (entry.values->is_any) {
    if (is_filled(field, bytes)) tell(*forbidden_, "wants this field empty", "nothing", 0);
    return;
  }
  if (entry.values->is_each_character) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (entry.letters.test(static_cast<unsigned char>(value[i])) == is_allow) continue;
      return tell(is_allow ? *allowed_ : *forbidden_,
                  is_allow ? fmt::format("does not allow its letter {}", i + 1)
                           : fmt::format("forbids its letter {}", i + 1),
                  is_allow ? listed(entry.values->values) : "", i);
    }
    return;
  }
  if (is_among(entry, value) == is_allow) return;
  tell(is_allow ? *allowed_ : *forbidden_,
       is_allow ? "does not allow this value" : "forbids this value",
       is_allow ? listed(entry.values->values) : "", 0);
}

void ProfileCheck::judge_header(std::string_view header, Report& report) const {
  for (const Entry& entry : entries_[static_cast<std::size_t>(Segment::Header)])
    judge_field(entry, Segment::Header, 0, header, report);
}

// Of an account that is deleted only its status is looked at: everything else stays as it was when
// it should not have been reported.
void ProfileCheck::judge(std::string_view record, Report& report) const {
  const Field& status = field(BaseField::AccountStatus);
  const std::string_view base = record.substr(0, kBaseLength);
  const bool is_deleted = is_deletion(base);
  for (const Entry& entry : entries_[static_cast<std::size_t>(Segment::Base)]) {
    if (!is_deleted || entry.field == &status) judge_field(entry, Segment::Base, 0, base, report);
  }
  if (looks_behind_base_ && !is_deleted) judge_segments(record, report);
}

void ProfileCheck::judge_segments(std::string_view record, Report& report) const {
  std::bitset<kSegmentCount> there;
  if (record.size() > kBaseLength) {
    for (const SegmentView& part : segments_of(record)) {
      if (part.segment == Segment::Base || part.fault != SegmentFault::None || !part.is_populated())
        continue;
      const auto place = static_cast<std::size_t>(part.segment);
      for (const Entry& entry : entries_[place])
        judge_field(entry, part.segment, part.offset, part.bytes, report);
      for (const Entry& entry : segments_) {
        if (entry.demand != Demand::Forbid || entry.place->segment != part.segment) continue;
        report.field(*forbidden_, part.segment, part.offset, nullptr,
                     {.found = fmt::format("a {} segment", to_string(part.segment)),
                      .message = said_by(*entry.place, "forbids this segment")});
      }
      there.set(place);
    }
  }
  for (const Entry& entry : segments_) {
    if (entry.demand != Demand::Require || there[static_cast<std::size_t>(entry.place->segment)])
      continue;
    report.record(*required_,
                  {.expected = fmt::format("a {} segment", to_string(entry.place->segment)),
                   .message = said_by(*entry.place, fmt::format("requires the {} segment",
                                                                to_string(entry.place->segment)))});
  }
}

}  // namespace m2::internal
