// The worked tables of rent and delinquency: every row of presets/entrata/worked comes out of the
// rent preset, field by field. A row names a month end; the case says which field holds which of
// its values.

#include "dsl/check.h"
#include "dsl/literal.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/config/yaml.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/mapper.h"
#include "engine/metro2/value.h"
#include "tests/support/golden.h"

using namespace m2;

namespace {

// `<status>` stands for the row's value of that name.
std::string value_in(const YamlNode& node, const YamlNode* row) {
  if (row == nullptr || !node.text.starts_with('<')) return node.text;
  const YamlMember* value = row->find(node.text.substr(1, node.text.size() - 2));
  REQUIRE(value != nullptr);
  return value->value.text;
}

// What a case writes for a field: $1500, 2025-01-31, "71", blank.
std::string shown(const Field& field, std::string_view record) {
  if (field.kind == FieldKind::Money) return "$" + std::to_string(number(field, record).value());
  if (field.kind == FieldKind::Date) {
    const std::optional<Date> day = date(field, record);
    return day ? day->to_string() : "blank";
  }
  const std::string_view value = text(field, record);
  return value.empty() ? "blank" : std::string(value);
}

ParamValues params_of(const dsl::CheckedPreset& preset, const YamlNode& given) {
  ParamValues values;
  for (const YamlMember& member : given.members) {
    const dsl::Type* type = nullptr;
    for (const dsl::Param& param : preset.params) {
      if (param.name == member.name) type = &param.type;
    }
    INFO(member.name);
    REQUIRE(type != nullptr);
    const auto literal = dsl::read_literal(member.value.text, *type, preset.types);
    REQUIRE(literal);
    values[member.name] = {*literal};
  }
  return values;
}

// In a case everybody has opted in so that it speaks of the ledger only.
std::string with_consents(const std::string& document) {
  JsonDocument json;
  REQUIRE_FALSE(json.parse(document));
  std::string rows;
  for (const JsonValue& entry : find(json.root(), "people")->GetArray()) {
    const std::string_view id = scalar_text(*find(*find(entry, "person"), "id")).value();
    rows += (rows.empty() ? "" : ",") + std::string(R"({"customer":")") + std::string(id) +
            R"(","state":"granted","date":"2000-01-01","source":"case"})";
  }
  return R"({"consents":[)" + rows + "]," + document.substr(document.find('{') + 1);
}

int rows_checked = 0;

void check_row(const std::shared_ptr<const dsl::CheckedPreset>& preset, const std::string& document,
               const YamlNode& test_case, const YamlNode* row) {
  const Date as_of = Date::parse_iso(value_in(test_case.find("as_of")->value, row)).value();
  CAPTURE(test_case.find("name")->value.text, as_of.to_string());
  const YamlMember* params = test_case.find("params");
  auto program =
      lower(preset, params == nullptr ? ParamValues{} : params_of(*preset, params->value), as_of);
  REQUIRE(program);
  Mapper mapper(*program, {});
  std::string bytes = document;
  const Outcome& outcome = mapper.map(bytes.data(), bytes.size());
  for (const Reason& reason : outcome.reasons) UNSCOPED_INFO(reason.name << ": " << reason.text);
  REQUIRE(outcome.kind == OutcomeKind::Reported);
  const YamlMember* base = test_case.find("expect")->value.find("base");
  REQUIRE(base != nullptr);
  for (const YamlMember& expected : base->value.members) {
    const Field* field = find_field(Segment::Base, expected.name);
    CAPTURE(expected.name);
    REQUIRE(field != nullptr);
    CHECK(shown(*field, outcome.record) == value_in(expected.value, row));
  }
  ++rows_checked;
}

}  // namespace

SCENARIO("every row of the worked tables comes out of the rent preset") {
  const std::string folder = test::project_path("presets/entrata/worked");
  const dsl::Workspace workspace(test::project_path("presets"));
  const Result<std::vector<std::string>> names = list_files(folder);
  REQUIRE(names);
  rows_checked = 0;
  for (const std::string& name : *names) {
    if (!name.ends_with(".test.yaml")) continue;
    CAPTURE(name);
    Diagnostics found;
    const auto source = std::make_shared<const SourceText>(name, test::read(folder + "/" + name));
    const std::optional<YamlNode> file = read_yaml(source, found);
    REQUIRE(file);
    const auto preset_file = workspace.find_preset(file->find("preset")->value.text);
    REQUIRE(preset_file);
    const auto preset = dsl::check(*preset_file, workspace, found);
    INFO(render(found.sorted(), Colour::Never));
    REQUIRE(preset);
    const std::string document =
        with_consents(test::read(folder + "/" + file->find("base")->value.text));
    for (const YamlNode& test_case : file->find("cases")->value.items) {
      const YamlMember* rows = test_case.find("each");
      if (rows == nullptr) check_row(preset, document, test_case, nullptr);
      for (std::size_t i = 0; rows != nullptr && i < rows->value.items.size(); ++i) {
        check_row(preset, document, test_case, &rows->value.items[i]);
      }
    }
  }
  CHECK(rows_checked >= 40);
}
