// The data dictionary of a preset, read by people.

#include "engine/pipeline/dictionary.h"

#include "dsl/check.h"
#include "engine/evaluate/lower.h"
#include "tests/support/golden.h"

using namespace m2;

namespace {

std::shared_ptr<const dsl::CheckedPreset> checked(const std::string& file,
                                                  const std::string& folder) {
  Diagnostics found;
  auto preset = dsl::check(file, dsl::Workspace(folder), found);
  INFO(render(found.sorted(), Colour::Never));
  REQUIRE(preset != nullptr);
  return preset;
}

std::shared_ptr<const dsl::CheckedPreset> homes() {
  const std::string folder = test::golden_path("cli/files/homes");
  return checked(folder + "/rent.preset", folder);
}

DictionaryData data_of(const std::shared_ptr<const dsl::CheckedPreset>& preset,
                       const std::string& account = "") {
  const auto program = lower(preset, {}, *Date::parse_iso("2026-05-31"));
  REQUIRE(program);
  auto source = open_source(test::golden_path("cli/files/homes/accounts.ndjson"));
  REQUIRE(source);
  auto data = collect_dictionary_data(**source, *program, account);
  REQUIRE(data);
  return std::move(*data);
}

// Paths of files without the folder the project stands in.
std::string portable(std::string text) {
  const std::string folder = test::golden_path("");
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
    text.erase(at, folder.size());
  return text;
}

}  // namespace

SCENARIO("a dictionary of rules, sources and tables, as Markdown") {
  test::check_golden("pipeline/homes.dictionary.md",
                     portable(to_markdown(dictionary(*homes(), nullptr))));
}

SCENARIO("a dictionary with samples and counts, as HTML") {
  const auto preset = homes();
  const DictionaryData data = data_of(preset);
  test::check_golden("pipeline/homes.dictionary.html",
                     portable(to_html(dictionary(*preset, &data))));
}

SCENARIO("the counts of documents add up, and rules are counted by name") {
  const DictionaryData data = data_of(homes());
  CHECK(data.documents == data.reported + data.skipped + data.held);
  CHECK(data.by_rule.at("garage") == 1);
  CHECK(data.by_rule.at("no_rent") == 1);
}

SCENARIO("samples of personal fields are masked, and may be of one account") {
  const DictionaryData all = data_of(homes());
  CHECK(all.samples.at({Segment::Base, "ssn"}) == "***-**-3456");
  CHECK(all.samples.at({Segment::Base, "date_of_birth"}) == "********");
  const DictionaryData one = data_of(homes(), "H-2");
  CHECK(one.samples.at({Segment::Base, "account_status"}) == "78");
  CHECK(data_of(homes(), "H-99").samples.empty());
}

SCENARIO("every field of a shipped preset has its answer, and every link its target") {
  const auto [file, folder] = GENERATE(table<std::string, std::string>({
      {"presets/entrata/rent.preset", "presets"},
      {"presets/loanpro/installment.preset", "presets"},
  }));
  const auto preset = checked(test::project_path(file), test::project_path(folder));
  const std::string html = to_html(dictionary(*preset, nullptr));
  CHECK(html == to_html(dictionary(*preset, nullptr)));
  std::size_t links = 0;
  for (std::size_t at = html.find("href=\"#"); at != std::string::npos;
       at = html.find("href=\"#", at + 1)) {
    const std::string target = html.substr(at + 7, html.find('"', at + 7) - at - 7);
    CAPTURE(target);
    CHECK(html.find("id=\"" + target + "\"") != std::string::npos);
    ++links;
  }
  CHECK(links > 100);
  for (const Field& field : fields(Segment::Base)) {
    CAPTURE(field.key);
    CHECK(html.find("id=\"field-base-" + std::string(field.key) + "\"") != std::string::npos);
  }
}
