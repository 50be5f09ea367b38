// `reporter` and `bureaus` of a tenant: the header of each bureau's file, checked against the
// layout.

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/config/internal/expect.h"
#include "engine/metro2/value.h"

namespace m2::config {
namespace {

constexpr std::string_view kProgramSuffix = "_program_identifier";
constexpr std::string_view kBlank = "blank";

/// Where a key of `reporter` goes: a field of the header, one of the base segment, or one of each.
struct ReporterKey {
  const Field* header = nullptr;
  const Field* base = nullptr;

  [[nodiscard]] const Field& field() const { return header != nullptr ? *header : *base; }
};

ReporterKey reporter_key(std::string_view name) {
  ReporterKey key{find_field(Segment::Header, name), nullptr};
  if (name == field(BaseField::IdentificationNumber).key ||
      name == field(BaseField::CycleIdentifier).key) {
    key.base = find_field(Segment::Base, name);
  }
  return key;
}

/// The header's answerable keys: what metro2 does not fill in itself, and no bureau's number.
std::vector<std::string> reporter_keys() {
  std::vector<std::string> keys = {std::string(field(BaseField::IdentificationNumber).key)};
  for (const Field& f : kHeaderFields) {
    const bool is_days =
        &f == &field(HeaderField::ActivityDate) || &f == &field(HeaderField::DateCreated);
    if (!f.is_supplied() && !is_days && !f.key.ends_with(kProgramSuffix)) keys.emplace_back(f.key);
  }
  return keys;
}

class BureauReader {
 public:
  explicit BureauReader(Diagnostics& found) : expect_(found) {}

  std::vector<BureauSettings> read(const YamlMember* reporter, const YamlMember* bureaus) {
    if (reporter != nullptr) read_reporter(*reporter);
    if (bureaus == nullptr) return {};
    const YamlNode* map = expect_.map(*bureaus);
    if (map == nullptr) return {};
    std::vector<std::string> names;
    for (const BureauFacts& facts : kBureaus) names.emplace_back(facts.key);
    for (const YamlMember& member : map->members) {
      if (!expect_.known_key(member, names, "`bureaus`")) continue;
      if (const YamlNode* keys = expect_.map(member)) read_bureau(member, *keys);
    }
    std::sort(settings_.begin(), settings_.end(),
              [](const auto& a, const auto& b) { return a.bureau < b.bureau; });
    check_required(reporter != nullptr ? reporter->span : bureaus->span);
    return std::move(settings_);
  }

 private:
  void read_reporter(const YamlMember& reporter) {
    const YamlNode* map = expect_.map(reporter);
    if (map == nullptr) return;
    for (const YamlMember& member : map->members) {
      if (expect_.known_key(member, reporter_keys_, "`reporter`")) put(member, reporter_);
    }
  }

  void read_bureau(const YamlMember& member, const YamlNode& keys) {
    BureauSettings bureau = reporter_;
    bureau.bureau = *find_bureau(member.name);
    bureau.span = member.span;
    for (const YamlMember& key : keys.members) {
      if (!expect_.known_key(key, bureau_keys_, "a bureau")) continue;
      if (key.name == "program") {
        // `program: blank` is a decision, too: a file without the bureau's number.
        if (key.value.text != kBlank) {
          put_field(key, field(facts(bureau.bureau).program), bureau.header);
          bureau.places[&field(facts(bureau.bureau).program)] = key.value.span;
        }
      } else if (key.name == "format") {
        put_choice(key, find_format, "variable or fixed", bureau.framing.format);
      } else if (key.name == "line_end") {
        put_choice(key, find_line_end, "lf, crlf or none", bureau.framing.line_end);
      } else {
        put(key, bureau);
      }
    }
    if (keys.find("program") == nullptr) {
      expect_.error("missing-key", member.span, fmt::format("`{}` has no `program`", member.name))
          .with_help(fmt::format(
              "write the number that {} gave you, as {{ program: \"…\" }}, or {{ program: blank }}",
              facts(bureau.bureau).title));
    }
    settings_.push_back(std::move(bureau));
  }

  template <class Enum>
  void put_choice(const YamlMember& member, std::optional<Enum> (*find)(std::string_view),
                  std::string_view choices, Enum& to) {
    const YamlNode* value = expect_.scalar(member);
    if (value == nullptr) return;
    if (const auto choice = find(value->text)) {
      to = *choice;
    } else {
      expect_.error("bad-value", value->span, fmt::format("`{}` is {}", member.name, choices));
    }
  }

  void put(const YamlMember& member, BureauSettings& to) {
    const ReporterKey key = reporter_key(member.name);
    for (const Field* f : {key.header, key.base}) {
      if (f != nullptr) to.places[f] = member.value.span;
    }
    if (key.header != nullptr) put_field(member, *key.header, to.header);
    if (key.base == nullptr) return;
    std::string base(blank(Segment::Base));
    if (key.header == nullptr) put_field(member, *key.base, base);
    std::string& text = key.header == nullptr ? to.identification_number : to.cycle_identifier;
    text = member.value.text;
  }

  /// Writes the value as the standard asks, or says why it cannot stand there.
  void put_field(const YamlMember& member, const Field& f, std::string& segment) {
    const YamlNode* value = expect_.scalar(member);
    if (value == nullptr) return;
    if (trim(value->text).empty()) {
      expect_.error("bad-value", value->span, fmt::format("`{}` is empty", member.name));
      return;
    }
    if (f.kind == FieldKind::Date) {
      if (const auto day = Date::parse_iso(value->text)) {
        put_date(f, *day, segment.data());
      } else {
        expect_.error("bad-value", value->span,
                      fmt::format("`{}` wants a day, as 2026-01-31", member.name));
      }
      return;
    }
    FoldCounts counts;
    const Put put = put_text(f, value->text, segment.data(), counts);
    if (put == Put::TooLong || put == Put::Cut) {
      expect_.error("too-long", value->span,
                    fmt::format("`{}` holds {} characters, and this has {}", member.name, f.length,
                                count_code_points(value->text)));
    } else if (put == Put::Refused) {
      expect_.error("bad-value", value->span,
                    fmt::format("`{}` wants up to {} digits", member.name, f.length));
    } else if (counts.dropped > 0) {
      expect_.error(
          "charset", value->span,
          fmt::format("{} of these characters cannot stand in `{}`", counts.dropped, member.name));
    }
  }

  /// What every file needs and no bureau brought itself.
  void check_required(Span at) {
    std::vector<std::string_view> missing;
    for (const std::string& name : reporter_keys_) {
      const ReporterKey key = reporter_key(name);
      if (key.field().presence != Presence::Required) continue;
      const bool lacking =
          std::any_of(settings_.begin(), settings_.end(), [&](const BureauSettings& bureau) {
            return key.header != nullptr ? !is_filled(*key.header, bureau.header)
                                         : bureau.identification_number.empty();
          });
      if (lacking) missing.push_back(key.field().key);
    }
    if (missing.empty()) return;
    expect_
        .error("missing-key", at, fmt::format("`reporter` has no {}", fmt::join(missing, ", no ")))
        .note("every file names who reports");
  }

  static BureauSettings empty_settings() {
    BureauSettings settings;
    settings.header = blank(Segment::Header);
    return settings;
  }
  static std::vector<std::string> keys_of_bureaus(std::vector<std::string> keys) {
    keys.insert(keys.begin(), {"program", "format", "line_end"});
    return keys;
  }

  Expect expect_;
  const std::vector<std::string> reporter_keys_ = reporter_keys();
  const std::vector<std::string> bureau_keys_ = keys_of_bureaus(reporter_keys_);
  BureauSettings reporter_ = empty_settings();
  std::vector<BureauSettings> settings_;
};

}  // namespace

std::vector<BureauSettings> read_bureaus(const YamlMember* reporter, const YamlMember* bureaus,
                                         Diagnostics& found) {
  return BureauReader(found).read(reporter, bureaus);
}

}  // namespace m2::config
