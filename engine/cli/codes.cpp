// metro2 codes: the code tables of the standard, as codes.def has them.

#include "engine/metro2/codes.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/names.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

// What is worth knowing beside the meaning.
std::string remarks_on(const Code& code) {
  std::string out;
  const auto add = [&](std::string_view text) {
    if (!out.empty()) out += "; ";
    out += text;
  };
  if (code.obsolete && !code.note.starts_with("obsolete")) add("obsolete");
  if (!code.portfolios.empty()) add(fmt::format("portfolio {}", fmt::join(code.portfolios, ", ")));
  if (!code.zip_prefixes.empty()) add(fmt::format("ZIP {}", code.zip_prefixes));
  if (!code.note.empty()) add(code.note);
  return out;
}

std::string table_text(const CodeTable& table, Colour colour) {
  std::string out = fmt::format("{}  {}\n", paint(colour, Ink::Bold, table.name), table.about);
  Table rows;
  for (const Code& code : table.codes) {
    rows.add({code.code.empty() ? "(blank)" : std::string(code.code), std::string(code.meaning),
              remarks_on(code)});
  }
  return out + rows.text(Colour::Never, "  ");
}

std::string list_text(Colour colour) {
  Table rows({"table", "codes", "where"});
  for (const CodeTable& table : code_tables()) {
    rows.add(
        {std::string(table.name), std::to_string(table.codes.size()), std::string(table.about)});
  }
  return rows.text(colour) + "\nmetro2 codes TABLE shows what the codes of one mean.\n";
}

void write_json(JsonWriter& json, const CodeTable& table) {
  json.begin_object().key("table").text(table.name).key("about").text(table.about);
  json.key("codes").begin_array();
  for (const Code& code : table.codes) {
    json.begin_object().key("code").text(code.code).key("meaning").text(code.meaning);
    json.key("obsolete").boolean(code.obsolete);
    if (!code.portfolios.empty()) json.key("portfolios").text(code.portfolios);
    if (!code.group.empty()) json.key("group").text(code.group);
    if (!code.zip_prefixes.empty()) json.key("zip_prefixes").text(code.zip_prefixes);
    if (!code.note.empty()) json.key("note").text(code.note);
    json.end_object();
  }
  json.end_array().end_object();
}

class Codes final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(argument("TABLE", "a code table, such as account_status", table_)
                             .such_as(code_table_names()));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 codes", "the code tables"},
            {"metro2 codes account_status", "what 71 or 97 means"},
            {"metro2 codes special_comment --format json", "a table for programs"}};
  }
  Result<Exit> run(Context& context) override;

 private:
  std::optional<std::string> table_;
};

Result<Exit> Codes::run(Context& context) {
  if (table_ && find_code_table(*table_) == nullptr) {
    return usage_error(context, fmt::format("no code table `{}`", printable(*table_)),
                       did_you_mean(*table_, code_table_names()));
  }
  if (context.form == OutputForm::Json) {
    JsonWriter json;
    json.begin_array();
    for (const CodeTable& table : code_tables()) {
      if (!table_ || table.name == *table_) write_json(json, table);
    }
    context.out << json.end_array().take();
    return Exit::Done;
  }
  context.out << (table_ ? table_text(*find_code_table(*table_), context.out_colour)
                         : list_text(context.out_colour));
  return Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_codes() {
  return std::make_unique<Codes>();
}

}  // namespace m2::cli
