// metro2 help: every name that metro2 prints can be asked about.

#include <fmt/format.h>

#include <ostream>

#include "dsl/diagnostics.h"
#include "dsl/help.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/help.h"
#include "engine/cli/render.h"
#include "engine/cli/rule_files.h"
#include "engine/cli/rule_page.h"

namespace m2::cli {
namespace {

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const CommandRow& row : commands()) names.emplace_back(row.name);
  return names;
}

// ── diagnostics ──

// Paragraphs of a page, without its line ends.
std::string paragraphs(std::string_view text) {
  std::string out;
  for (const std::string_view line : split(text, '\n')) {
    const bool ends = line.empty();
    if (!out.empty() && out.back() != '\n') out += ends ? "\n\n" : " ";
    out += line;
  }
  return out;
}

std::string indented(const std::vector<dsl::HelpText>& texts) {
  std::string out;
  for (const dsl::HelpText& text : texts) {
    if (&text != &texts.front()) out += "\n";
    for (std::string_view line : split(text.text.substr(0, text.text.size() - 1), '\n'))
      out += line.empty() ? "\n" : fmt::format("    {}\n", line);
  }
  return out;
}

std::string diagnostic_help(const dsl::DiagnosticKind& kind, const dsl::HelpPage& page,
                            Colour colour) {
  std::string out = fmt::format("{}  {}: {}\n", paint(colour, Ink::Bold, kind.slug),
                                to_string(kind.severity), kind.title);
  const std::string why = paragraphs(page.why);
  for (const std::string_view paragraph : split(why, '\n')) {
    if (!paragraph.empty()) out += "\n" + wrapped(paragraph, 98, 0) + "\n";
  }
  out += fmt::format("\n{}\n\n{}", paint(colour, Ink::Bold, "Before"), indented(page.before));
  return out + fmt::format("\n{}\n\n{}", paint(colour, Ink::Bold, "After"), indented(page.after));
}

void write_texts(JsonWriter& json, std::string_view key, const std::vector<dsl::HelpText>& texts) {
  json.key(key).begin_array();
  for (const dsl::HelpText& text : texts)
    json.begin_object().key("kind").text(text.kind).key("text").text(text.text).end_object();
  json.end_array();
}

std::string diagnostic_json(const dsl::DiagnosticKind& kind, const dsl::HelpPage& page) {
  JsonWriter json;
  json.begin_object().key("slug").text(kind.slug);
  json.key("severity").text(to_string(kind.severity)).key("title").text(kind.title);
  json.key("why").text(paragraphs(page.why));
  write_texts(json, "before", page.before);
  write_texts(json, "after", page.after);
  return json.end_object().take();
}

std::string slug_list(Context& context) {
  if (context.form == OutputForm::Json) {
    JsonWriter json;
    json.begin_array();
    for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
      json.begin_object().key("slug").text(kind.slug);
      json.key("severity").text(to_string(kind.severity)).key("title").text(kind.title);
      json.end_object();
    }
    return json.end_array().take();
  }
  Table table({"slug", "", "what is wrong"});
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
    table.add(
        {std::string(kind.slug), std::string(to_string(kind.severity)), std::string(kind.title)});
  }
  return table.text(context.out_colour) +
         "\nmetro2 help SLUG shows a text with the mistake and "
         "the same without.\n";
}

// ── rules ──

// Everything that can be asked about.
std::vector<std::string> topics(const RuleRegistry& rules) {
  std::vector<std::string> names = command_names();
  names.emplace_back("diagnostics");
  for (const RuleEntry& entry : entries_of(rules)) names.emplace_back(entry.id());
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) names.emplace_back(kind.slug);
  return names;
}

void show(Context& context, const RuleRegistry& rules, const RuleEntry& entry) {
  if (context.form != OutputForm::Json) {
    context.out << rule_page(rules, entry, context.out_colour);
    return;
  }
  JsonWriter json;
  write_rule(json, rules, entry);
  context.out << json.take();
}

class Help final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("TOPIC", "a command, the slug of a message, or the id of a rule", topic_)
            .such_as(command_names())
            .completes_with("rules list --ids"));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 help", "all commands"},
            {"metro2 help validate", "one of them"},
            {"metro2 help gap", "a message of check, with a text before and after"},
            {"metro2 help diagnostics", "the slugs of all messages"},
            {"metro2 help FILE-006", "a rule of validate"}};
  }
  Result<Exit> run(Context& context) override;

 private:
  std::optional<std::string> topic_;
};

Result<Exit> Help::run(Context& context) {
  if (!topic_) {
    context.out << overview(context.out_colour);
    return Exit::Done;
  }
  if (const CommandRow* row = find_command(*topic_)) {
    context.out << command_help(*row, *row->make(), context.out_colour);
    return Exit::Done;
  }
  if (*topic_ == "diagnostics") {
    context.out << slug_list(context);
    return Exit::Done;
  }
  if (const dsl::DiagnosticKind* kind = dsl::find_diagnostic(*topic_)) {
    const std::optional<dsl::HelpPage> page = dsl::find_help(kind->slug);
    M2_CHECK(page.has_value(), "every diagnostic has a help page");
    context.out << (context.form == OutputForm::Json
                        ? diagnostic_json(*kind, *page)
                        : diagnostic_help(*kind, *page, context.out_colour));
    return Exit::Done;
  }
  const auto rules = find_rules(context);
  if (rules == nullptr) return Exit::Findings;
  if (const auto entry = find_entry(*rules, *topic_)) {
    show(context, *rules, *entry);
    return Exit::Done;
  }
  return usage_error(context, fmt::format("nothing is known about `{}`", printable(*topic_)),
                     did_you_mean(*topic_, topics(*rules)));
}

}  // namespace

std::unique_ptr<Command> make_help() {
  return std::make_unique<Help>();
}

}  // namespace m2::cli
