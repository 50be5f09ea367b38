// `expect:` of a case: outcome, rules, fields, segments, golden.

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/config/internal/case_reader.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

using YamlKind = YamlNode::Kind;

const std::vector<std::string> kExpectKeys = {"outcome", "rule",    "rules",    "warned",
                                              "base",    "exactly", "segments", "golden"};

std::string blank_segment(Segment segment) {
  return std::string(blank(segment));
}

// "$1,450" -> 1450; empty when it is no amount of whole dollars.
std::optional<std::int64_t> dollars(std::string_view text) {
  if (text.starts_with('$')) text.remove_prefix(1);
  const auto money = Money::parse(text);
  if (!money || money->cents() % 100 != 0) return std::nullopt;
  return money->whole_dollars();
}

}  // namespace

std::string case_value(const Field& field, std::string_view segment) {
  const std::string_view bytes = raw(field, segment);
  if (!is_filled(field, segment) && field.kind != FieldKind::Money) return "blank";
  if (field.privacy == Privacy::Personal) return "\"" + shown(field, bytes) + "\"";
  if (field.kind == FieldKind::Money) {
    const auto amount = number(field, segment);
    if (amount) return "$" + with_separators(static_cast<std::uint64_t>(*amount));
  }
  if (const auto day = date(field, segment)) return day->to_string();
  return "\"" + printable(text(field, segment)) + "\"";
}

namespace config {

void ExpectReader::unknown_field(const YamlMember& member, Segment segment) const {
  const std::string where(to_string(segment));
  if (find_field(segment, member.name) != nullptr) {
    expect_
        .error("case-expects-unknown", member.span,
               fmt::format("metro2 fills `{}` itself, no preset does", member.name))
        .with_help("delete it; a golden shows the whole record");
    return;
  }
  std::vector<std::string> known;
  for (const Field& f : m2::fields(segment)) {
    if (!f.is_supplied()) known.emplace_back(f.key);
  }
  auto& d = expect_.error("case-expects-unknown", member.span,
                          fmt::format("the {} segment has no field `{}`", where, member.name));
  if (const auto near = nearest(member.name, known)) {
    d.mark(fmt::format("did you mean `{}`?", *near));
  } else {
    d.with_help(fmt::format("`metro2 fields {}` lists them", where));
  }
}

std::optional<CaseField> ExpectReader::field(const YamlMember& member, Segment segment) const {
  const Field* field = find_field(segment, member.name);
  if (field == nullptr || field->is_supplied()) {
    unknown_field(member, segment);
    return std::nullopt;
  }
  const YamlNode* value = expect_.scalar(member);
  if (value == nullptr) return std::nullopt;
  std::string bytes = blank_segment(segment);
  CaseField made{field, {}, value->span};
  FoldCounts counts;
  Put put = Put::Done;
  if (value->text == "blank") {
    put_blank(*field, bytes.data());
  } else if (field->kind == FieldKind::Money) {
    const auto amount = dollars(value->text);
    put = amount ? put_dollars(*field, *amount, bytes.data()) : Put::Refused;
  } else {
    put = put_value(*field, value->text, bytes.data(), counts);
  }
  if (put == Put::Done && counts.dropped == 0 && value->text != "missing") {
    made.bytes = raw(*field, bytes);
    return made;
  }
  auto& d = expect_.error("bad-value", value->span,
                          fmt::format("`{}` can never stand in `{}`", value->text, field->key));
  if (value->text == "missing") {
    d.with_help("blank");
  } else if (field->kind == FieldKind::Money) {
    d.with_help("an amount of whole dollars, as $1450");
  } else if (field->kind == FieldKind::Date) {
    d.with_help("a day as 2026-05-31, or blank");
  } else {
    d.note(fmt::format("field {} holds {} characters", field->number, field->length));
  }
  return std::nullopt;
}

std::vector<CaseField> ExpectReader::fields(const YamlNode& map, Segment segment) const {
  std::vector<CaseField> out;
  for (const YamlMember& member : map.members) {
    if (auto made = field(member, segment)) out.push_back(std::move(*made));
  }
  return out;
}

std::optional<CaseSegments> ExpectReader::segment(const YamlMember& member) const {
  const std::optional<Segment> kind = find_segment(member.name);
  if (!kind || *kind == Segment::Base) {
    expect_
        .error("case-expects-unknown", member.span,
               fmt::format("there is no segment `{}` behind the base segment", member.name))
        .with_help("J1, J2, K1, K2, K3, K4, L1 or N1");
    return std::nullopt;
  }
  CaseSegments made;
  made.segment = *kind;
  made.span = member.span;
  if (member.value.is(YamlKind::List)) {
    for (const YamlNode& item : member.value.items) {
      if (!item.is(YamlKind::Map)) {
        expect_.error(
            "wrong-kind", item.span,
            fmt::format("a segment is a map of fields, and here stands {}", to_string(item.kind)));
        return std::nullopt;
      }
      made.items.push_back(fields(item, *kind));
    }
    made.count = made.items.size();
    return made;
  }
  const YamlNode* value = expect_.scalar(member);
  if (value == nullptr) return std::nullopt;
  const auto count = parse_decimal(value->text, 0);
  if (!count || *count < 0 || *count > 99) {
    expect_
        .error("bad-value", value->span, fmt::format("`{}` is no number of segments", value->text))
        .with_help(fmt::format("{0}: 1, or {0}: [{{ field: value }}]", member.name));
    return std::nullopt;
  }
  made.count = static_cast<std::size_t>(*count);
  return made;
}

// A rule of the preset, a field in which a `hold` stands, or a reason of the engine.
bool ExpectReader::is_reason(std::string_view name) const {
  const auto is_it = [&](const dsl::Rule& rule) { return rule.name == name; };
  if (std::any_of(preset_.rules.begin(), preset_.rules.end(), is_it)) return true;
  if (std::find(kEngineReasons.begin(), kEngineReasons.end(), name) != kEngineReasons.end())
    return true;
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return find_field(Segment::Base, name) != nullptr;
  const auto segment = find_segment(name.substr(0, dot));
  return segment && find_field(*segment, name.substr(dot + 1)) != nullptr;
}

std::vector<Spanned> ExpectReader::names(const YamlMember& member,
                                         std::optional<dsl::RuleKind> kind) const {
  std::vector<Spanned> names = expect_.texts(member);
  for (const Spanned& name : names) {
    const bool known = kind ? std::any_of(preset_.rules.begin(), preset_.rules.end(),
                                          [&](const dsl::Rule& r) {
                                            return r.kind == *kind && r.name == name.text;
                                          })
                            : is_reason(name.text);
    if (known) continue;
    std::vector<std::string> all;
    for (const dsl::Rule& rule : preset_.rules) {
      if (!kind || rule.kind == *kind) all.push_back(rule.name);
    }
    auto& d = expect_.error("case-expects-unknown", name.span,
                            fmt::format("`{}` has no {}`{}`", preset_.name,
                                        kind ? "`warn` named " : "rule ", name.text));
    if (const auto near = nearest(name.text, all)) d.mark(fmt::format("did you mean `{}`?", *near));
    if (!all.empty()) d.with_help(fmt::format("it has {}", fmt::join(all, ", ")));
  }
  return names;
}

// Outcome and rules, and whether they go together.
void ExpectReader::reasons(const YamlMember& map, CaseExpect& out) const {
  const YamlNode& node = map.value;
  const YamlMember* one = node.find("rule");
  const YamlMember* several = node.find("rules");
  if (one != nullptr && several != nullptr)
    expect_.error("bad-value", several->span, "`rule` and `rules` say the same")
        .label(one->span, "said here")
        .with_help("keep one of them");
  if (one != nullptr || several != nullptr) {
    const YamlMember& given = one != nullptr ? *one : *several;
    out.rules = names(given, std::nullopt);
    out.outcome = OutcomeKind::Held;
    for (const dsl::Rule& rule : preset_.rules) {
      if (rule.kind == dsl::RuleKind::Skip && !out.rules->empty() &&
          rule.name == out.rules->front().text)
        out.outcome = OutcomeKind::Skipped;
    }
  }
  const YamlMember* outcome = node.find("outcome");
  const YamlNode* value = outcome == nullptr ? nullptr : expect_.scalar(*outcome);
  if (value == nullptr) return;
  const OutcomeKind by_rules = out.outcome;
  const std::optional<OutcomeKind> said = find_outcome(value->text);
  if (!said) {
    expect_.error("bad-value", value->span, fmt::format("`{}` is no outcome", value->text))
        .with_help("reported, skipped or held");
    return;
  }
  out.outcome = *said;
  // A `skip` that cannot be decided holds the account.
  const bool is_undecided = out.outcome == OutcomeKind::Held && by_rules == OutcomeKind::Skipped;
  if (out.rules && !out.rules->empty() && is_reason(out.rules->front().text) &&
      out.outcome != by_rules && !is_undecided)
    expect_
        .error("bad-value", value->span,
               fmt::format("an account is never {} by `{}`", value->text, out.rules->front().text))
        .label(out.rules->front().span, "named here")
        .with_help(fmt::format("outcome: {}", to_string(by_rules)));
}

std::optional<CaseExpect> ExpectReader::read(const YamlMember& member) const {
  const YamlNode* map = expect_.map(member);
  if (map == nullptr) return std::nullopt;
  CaseExpect out;
  out.span = member.span;
  if (map->members.empty())
    expect_.error("missing-key", member.span, "this case expects nothing")
        .with_help("expect: { outcome: reported }");
  for (const YamlMember& key : map->members) expect_.known_key(key, kExpectKeys, "`expect`");
  reasons(member, out);
  if (const YamlMember* warned = map->find("warned"))
    out.warned = names(*warned, dsl::RuleKind::Warn);
  const YamlMember* base = map->find("base");
  const YamlMember* exactly = map->find("exactly");
  if (base != nullptr && exactly != nullptr)
    expect_.error("bad-value", base->span, "`exactly` says all that `base` could say")
        .label(exactly->span, "said here")
        .with_help("put the fields of `base` into `exactly`");
  out.is_exact = exactly != nullptr;
  const YamlMember* of_record = exactly != nullptr ? exactly : base;
  if (of_record != nullptr) {
    if (const YamlNode* fields = expect_.map(*of_record))
      out.base = this->fields(*fields, Segment::Base);
  }
  const YamlMember* segments = map->find("segments");
  if (segments != nullptr) {
    if (const YamlNode* kinds = expect_.map(*segments)) {
      for (const YamlMember& kind : kinds->members) {
        if (auto made = segment(kind)) out.segments.push_back(std::move(*made));
      }
    }
  }
  const YamlMember* golden = map->find("golden");
  if (golden != nullptr) {
    if (const YamlNode* value = expect_.scalar(*golden))
      out.golden = Spanned{value->text, value->span};
  }
  for (const YamlMember* record : {of_record, segments, golden}) {
    if (record != nullptr && out.outcome != OutcomeKind::Reported)
      expect_
          .error("bad-value", record->span,
                 fmt::format("an account that is {} has no record", to_string(out.outcome)))
          .with_help("delete it, or expect `outcome: reported`");
  }
  return out;
}

}  // namespace config
}  // namespace m2
