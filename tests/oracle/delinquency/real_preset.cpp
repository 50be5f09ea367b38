#include "tests/oracle/delinquency/real_preset.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "dsl/check.h"
#include "dsl/literal.h"
#include "engine/evaluate/lower.h"
#include "tests/support/golden.h"
#include "tests/support/scratch.h"

namespace m2::oracle {
namespace {

namespace fs = std::filesystem;

// One literal, also of a list.
std::vector<dsl::Literal> literals(const std::string& text, dsl::Type type,
                                   const dsl::TypeTable& types) {
  if (type.is(dsl::Kind::List)) type = types.element(type);
  const auto literal = dsl::read_literal(text, type, types);
  INFO(text);
  REQUIRE(literal);
  return {*literal};
}

}  // namespace

RealPreset RealPreset::checked(const std::string& name, const fs::path& folder) {
  const dsl::Workspace workspace(folder);
  const auto file = workspace.find_preset(name);
  REQUIRE(file);
  Diagnostics found;
  auto preset = dsl::check(*file, workspace, found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(preset != nullptr);
  return RealPreset(std::move(preset));
}

RealPreset RealPreset::shipped(const std::string& name) {
  return checked(name, test::project_path("presets"));
}

RealPreset RealPreset::edited(const std::string& name, const Edit& edit) {
  const fs::path folder = test::scratch("planted");
  fs::remove_all(folder);
  fs::copy(test::project_path("presets"), folder, fs::copy_options::recursive);
  fs::remove(folder / "preset.lock");  // a release may be changed here
  std::size_t found = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder / edit.folder)) {
    const std::string kind = entry.path().extension().string();
    if (kind != ".preset" && kind != ".library" && kind != ".shape") continue;
    std::string text = test::read(entry.path().string());
    const std::size_t at = text.find(edit.before);
    if (at == std::string::npos) continue;
    ++found;
    text.replace(at, edit.before.size(), edit.after);
    std::ofstream(entry.path(), std::ios::binary) << text;
  }
  INFO("no file below presets/" << edit.folder << " says any more: " << edit.before);
  REQUIRE(found > 0);
  return checked(name, folder);
}

Mapper& RealPreset::mapper(Date as_of, const ParamTexts& params) {
  std::unique_ptr<Mapper>& mapper = mappers_[{as_of, params}];
  if (mapper != nullptr) return *mapper;
  ParamValues values;
  for (const dsl::Param& param : preset_->params) {
    const auto text = params.find(param.name);
    if (text != params.end())
      values[param.name] = literals(text->second, param.type, preset_->types);
  }
  REQUIRE(values.size() == params.size());
  auto program = lower(preset_, values, as_of);
  REQUIRE(program);
  mapper = std::make_unique<Mapper>(*program, MapperOptions{.tenant = "oracle",
                                                            .identification_number = "ORACLE",
                                                            .cycle_identifier = "",
                                                            .time_stamp = as_of});
  return *mapper;
}

Told RealPreset::told(const std::string& document, Date as_of, const ParamTexts& params,
                      const Told* previous) {
  Mapper& runs = mapper(as_of, params);
  const std::string before = previous == nullptr ? "" : record_of(*previous);
  runs.set_previous(before);
  std::string text = document;
  return told_by(runs.map(text.data(), text.size()));
}

ParamTexts params_of(const Policy& policy) {
  return {{"grace_days", fmt::format("{} days", policy.grace_days)},
          {"count_from", policy.counts_from_due_date ? "\"due date\"" : "\"end of grace\""},
          {"dofd_basis", policy.first_is_due_date ? "\"due date\"" : "\"30 days late\""}};
}

}  // namespace m2::oracle
