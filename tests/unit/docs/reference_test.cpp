// docs/reference is made from the tables. M2_UPDATE_GOLDEN=1 writes it; without, a page that is not
// what the tables say fails.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "dsl/builtins.h"
#include "dsl/diagnostics.h"
#include "dsl/rules.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/field.h"
#include "engine/validate/registry.h"
#include "tests/support/golden.h"

namespace m2 {
namespace {

std::string page(std::string_view title, std::string_view source, std::string_view about) {
  return fmt::format(
      "# {}\n\nMade from `{}`; `M2_UPDATE_GOLDEN=1 ctest --preset dev -R docs` writes it again.\n\n"
      "{}\n",
      title, source, about);
}

// A bar would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string kind_of(const Field& field) {
  switch (field.kind) {
    case FieldKind::Descriptor:
      return "length";
    case FieldKind::Constant:
      return fmt::format("always `{}`", field.constant);
    case FieldKind::Text:
      return "text";
    case FieldKind::Numeric:
      return "digits";
    case FieldKind::Date:
      return "date";
    case FieldKind::TimeStamp:
      return "date and time";
    case FieldKind::Money:
      return "whole dollars";
    case FieldKind::Code:
      return fmt::format("code [{0}](codes.md#{0})", field.codes);
    case FieldKind::Reserved:
      return "blank";
  }
  return "";
}

std::string_view presence_of(const Field& field) {
  if (field.is_supplied()) return "filled by metro2";
  return field.presence == Presence::Required      ? "required"
         : field.presence == Presence::Conditional ? "conditional"
                                                   : "optional";
}

}  // namespace

SCENARIO("the page of built-in functions is what their entries say") {
  std::string text = page("Built-in functions", "dsl/builtins/",
                          "`any` is any kind with an order: a number, money, a date or a duration, "
                          "the same in all parameters and the result.");
  for (const dsl::Builtin& b : dsl::builtins()) {
    text += fmt::format("\n## {}\n\n`{}` gives `{}`. {}\n\n", b.name, b.signature(),
                        to_string(b.result), b.summary);
    text += "| | is |\n|---|---|\n";
    for (const dsl::BuiltinExample& e : b.examples)
      text += fmt::format("| `{}` | `{}` |\n", e.call, e.gives);
  }
  test::check_page("docs/reference/builtins.md", text);
}

SCENARIO("the page of fields is what the layout says") {
  std::string text =
      page("Fields", "engine/metro2/*.def",
           "The layout of the standard. `metro2 fields KEY` shows one field with its codes.");
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto segment = static_cast<Segment>(i);
    text += fmt::format("\n## {}\n\n{} {} characters.\n\n", segment_title(segment),
                        facts(segment).about, segment_length(segment));
    text += "| Number | Key | From | Length | Kind | | |\n|---|---|---|---|---|---|---|\n";
    for (const Field& f : fields(segment)) {
      text += fmt::format("| {} | `{}` | {} | {} | {} | {} | {}{} |\n", f.number, f.key, f.start,
                          f.length, kind_of(f), presence_of(f),
                          f.privacy == Privacy::Personal ? "Personal. " : "", cell(f.description));
    }
  }
  test::check_page("docs/reference/fields.md", text);
}

SCENARIO("the page of codes is what the code tables say") {
  std::string text =
      page("Codes", "engine/metro2/codes.def",
           "The code tables of the standard. `metro2 codes TABLE` shows one of them.");
  for (const CodeTable& table : code_tables()) {
    text += fmt::format("\n## {}\n\n{}\n\n| Code | Meaning | |\n|---|---|---|\n", table.name,
                        cell(table.about));
    for (const Code& c : table.codes) {
      text += fmt::format("| {} | {} | {}{} |\n",
                          c.code.empty() ? "(blank)" : fmt::format("`{}`", c.code), cell(c.meaning),
                          c.obsolete ? "Obsolete. " : "", cell(c.note));
    }
  }
  test::check_page("docs/reference/codes.md", text);
}

SCENARIO("the page of commands is what the table says") {
  std::string text = page("Commands", "engine/cli/commands.def",
                          "`metro2 COMMAND --help` shows arguments and examples.");
  std::string group;
  const auto add = [&](std::string_view name, std::string_view of, std::string_view about) {
    if (group != of) text += fmt::format("\n## {}\n\n| | |\n|---|---|\n", of);
    group = of;
    text += fmt::format("| `metro2 {}` | {} |\n", name, about);
  };
#define M2_COMMAND(name, group, about) add(#name, group, about);
#include "engine/cli/commands.def"
#undef M2_COMMAND
  test::check_page("docs/reference/commands.md", text);
}

namespace {

// What a group of rules is about, by the letters its ids begin with.
std::string_view group_of(const Rule& rule, const dsl::RecordRule* declared) {
  if (declared != nullptr) {
    const std::string_view path = declared->span.source->name();
    return path.substr(path.rfind('/') + 1);
  }
  if (rule.kind == RuleKind::File) return "Files";
  if (rule.kind == RuleKind::Portfolio) return "Portfolios";
  constexpr std::pair<std::string_view, std::string_view> kGroups[] = {
      {"FILE", "The file"},    {"HDR", "The header"}, {"TRL", "The trailer"},
      {"B", "Account fields"}, {"C", "Consumers"},    {"", "Appended segments"}};
  return std::find_if(std::begin(kGroups), std::end(kGroups),
                      [&](const auto& group) { return rule.id.starts_with(group.first); })
      ->second;
}

// As a heading is linked to.
std::string anchor_of(std::string_view heading) {
  std::string out;
  for (const char c : heading) {
    if (c == ' ') out += '-';
    if (is_digit(c) || is_upper(c) || is_lower(c) || c == '_')
      out += lower(std::string_view(&c, 1));
  }
  return out;
}

}  // namespace

SCENARIO("the page of rules is what the tables and the rules files say, each id once") {
  Diagnostics found;
  const auto registry = RuleRegistry::load(test::project_path("presets/rules"), found);
  REQUIRE(registry != nullptr);
  struct Group {
    std::string name;
    std::string rows;
    std::size_t rules = 0;
    bool is_file = false;
  };
  std::vector<Group> groups;
  for (const Rule& rule : registry->rules()) {
    const dsl::RecordRule* declared = registry->declaration_of(rule);
    const std::string name(group_of(rule, declared));
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const Group& known) { return known.name == name; });
    if (group == groups.end())
      group = groups.insert(groups.end(),
                            Group{.name = name, .rows = "", .is_file = declared != nullptr});
    ++group->rules;
    group->rows += fmt::format("| `{}` | {} | {} | {} | {} |\n", rule.id, to_string(rule.severity),
                               to_string(rule.confidence), cell(rule.title), cell(rule.fix));
  }
  std::string text =
      page("Rules", "engine/validate/structural.def` and `presets/rules/",
           "What must hold in a Metro 2 file. `metro2 rules show ID` tells all about one; "
           "[rules.md](../rules.md) says how to read it.");
  text += "\n| Group | Rules |\n|---|---|\n";
  for (const Group& group : groups)
    text += fmt::format("| [{}](#{}) | {} |\n", group.name, anchor_of(group.name), group.rules);
  text += "| [Fields](#fields) | checks of single fields |\n";
  for (const Group& group : groups) {
    text += fmt::format("\n## {}\n\n", group.name);
    if (group.is_file) text += fmt::format("Declared in `presets/rules/{}`.\n\n", group.name);
    text += "| Id | Severity | Confidence | What is wrong | Way out |\n|---|---|---|---|---|\n" +
            group.rows;
  }
  text +=
      "\n## Fields\n\nThe own checks of each field: `base.surname.left` is one. They are as severe "
      "as the rule that they belong to.\n";
  const Field* last = nullptr;
  Segment segment = Segment::Trailer;
  for (const FieldCheck& check : field_checks()) {
    if (check.segment != segment || last == nullptr)
      text +=
          fmt::format("\n### {}\n\n| Field | Checks |\n|---|---|\n", segment_title(check.segment));
    segment = check.segment;
    text += check.field != last
                ? fmt::format("| `{}.{}` | ", to_string(check.segment), check.field->key)
                : ", ";
    text += fmt::format("{} `{}`", to_string(check.kind), registry->rules()[check.rule].id);
    last = check.field;
    const bool ends = &check == &field_checks().back() || (&check + 1)->field != check.field;
    if (ends) text += " |\n";
  }
  test::check_page("docs/reference/rules.md", text);
}

SCENARIO("the page of diagnostics is what their table says") {
  std::string text = page("Diagnostics", "dsl/diagnostics.def", "`metro2 help SLUG` shows more.");
  text += "\n| Slug | | |\n|---|---|---|\n";
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
    text += fmt::format("| [`{0}`](../../dsl/help/{0}.md) | {1} | {2} |\n", kind.slug,
                        to_string(kind.severity), kind.title);
  }
  test::check_page("docs/reference/diagnostics.md", text);
}

}  // namespace m2
