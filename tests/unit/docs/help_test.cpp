// Every diagnostic has a help page, and the pages are true: the text before has exactly that
// mistake, the text after has none.

#include "dsl/help.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "dsl/check.h"
#include "dsl/diagnostics.h"
#include "dsl/format.h"
#include "dsl/lock.h"
#include "dsl/parse.h"
#include "dsl/rules.h"
#include "engine/base/text.h"
#include "engine/evaluate/examples.h"
#include "engine/evaluate/rule_cases.h"
#include "engine/metro2/field.h"
#include "engine/pipeline/cases.h"
#include "engine/pipeline/mutation.h"
#include "engine/pipeline/setup.h"
#include "engine/validate/rule_book.h"
#include "tests/support/golden.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

using Texts = std::vector<dsl::HelpText>;

/// A folder of presets with the sample shape and library, into which a page's texts are written.
class HelpPages {
 public:
  HelpPages() {
    std::string pattern = (fs::temp_directory_path() / "m2-help-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    fs::create_directory(folder_ / "tenants");
    fs::create_directory(folder_ / "profiles");
    for (const char* name : {"lease.shape", "plain.library"})
      fs::copy_file(test::golden_path("dsl/check/" + std::string(name)), folder_ / name);
  }
  ~HelpPages() { fs::remove_all(folder_); }
  HelpPages(const HelpPages&) = delete;
  HelpPages& operator=(const HelpPages&) = delete;

  [[nodiscard]] const fs::path& folder() const { return folder_; }
  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

 private:
  fs::path folder_;
};

constexpr std::string_view kHead =
    "preset page version 1\nuse shape sample.lease\nuse library plain\nlayout metro2_426\n";

std::string joined(const Texts& texts, std::string_view kind) {
  std::string out;
  for (const dsl::HelpText& text : texts) {
    if (text.kind == kind) out += text.text;
  }
  return out;
}

// A record that answers what `fields` does not speak of.
std::string record_with(const std::string& fields) {
  const std::map<std::string_view, std::string_view> values = {
      {"consumer_account_number", "lease.id"},
      {"portfolio_type", "\"O\""},
      {"account_type", "\"29\""},
      {"date_opened", "as_of"},
      {"terms_duration", "\"001\""},
      {"account_status", "\"11\""},
      {"payment_history_profile", "repeat(\"B\", 24)"},
      {"current_balance", "$0"},
      {"date_of_account_information", "as_of"},
      {"surname", "\"REYES\""},
      {"first_name", "\"ANA\""},
      {"ecoa_code", "\"1\""},
      {"address_line_1", "\"1 OAK ST\""},
      {"city", "\"PROVO\""},
      {"state", "\"UT\""},
      {"zip_code", "\"84601\""}};
  std::string out = "record base {\n" + fields;
  for (const Field& f : m2::fields(Segment::Base)) {
    if (f.is_supplied() || fields.find(f.key) != std::string::npos) continue;
    const auto value = values.find(f.key);
    out += value == values.end() ? fmt::format("leave blank: {}\n", f.key)
                                 : fmt::format("{}: {}\n", f.key, value->second);
  }
  return out + "}\n";
}

std::string preset_of(const Texts& texts) {
  const std::string whole = joined(texts, "preset");
  if (!whole.empty()) return whole;
  return std::string(kHead) + joined(texts, "statements") + record_with(joined(texts, "fields"));
}

// Presets that stand alone, as files; the frame's own preset when the page has none.
void write_presets(const HelpPages& place, const Texts& texts) {
  int number = 0;
  for (const dsl::HelpText& text : texts) {
    if (text.kind == "preset" || text.kind == "override")
      place.write(fmt::format("page{}.preset", number++), std::string(text.text));
  }
  if (number > 0) return;
  place.write("page.preset",
              std::string(kHead) +
                  "params {\n  grace_days days = 5 days from 0 days to 29 days\n}\n"
                  "skip new_lease when days from lease.starts_on to as_of < grace_days because "
                  "\"Just begun.\"\n" +
                  record_with(""));
}

// The document of a page's cases, when it shows none.
constexpr const char* kDocument =
    R"({"lease": {"leaseId": "L-1", "leaseStatusType": "Current", "leaseStartDate": "01/01/2026",
        "rent": "1450.00", "term": 12, "tenant": {"name": "Ana Reyes"}, "people": [],
        "charges": [], "payments": []}})";

void check_cases(const HelpPages& place, const Texts& texts, Diagnostics& found) {
  if (joined(texts, "preset").empty()) place.write("page.preset", preset_of(texts));
  const std::string json = joined(texts, "json");
  place.write("page.json", json.empty() ? kDocument : json);
  auto folder = PresetsFolder::find({.given = place.folder()});
  REQUIRE(folder);
  CaseRunner runner(*folder);
  runner.load(place.write("page.test.yaml", joined(texts, "cases")));
  CaseRunOptions options;
  options.counts_coverage = true;
  const auto results = runner.run(options);
  REQUIRE(results);
  for (const CaseResult& result : *results) CHECK(result.passed());
  runner.coverage().warn(runner.found());
  if (joined(texts, "cases").find("survives:") != std::string::npos) {
    MutationRun mutation(runner);
    REQUIRE(mutation.run({}));
    mutation.check_reasons(runner.found());
  }
  found.append(std::move(runner.found()));
}

// Whole presets, beside the shape and the releases of the page.
void check_folder(const HelpPages& place, const Texts& texts, Diagnostics& found) {
  write_presets(place, texts);
  const std::string shape = joined(texts, "shape");
  if (!shape.empty()) place.write("page.shape", shape);
  const std::string library = joined(texts, "library");
  if (!library.empty()) place.write("page.library", library);
  place.write(std::string(dsl::kLockFile), joined(texts, "lock"));
  std::vector<std::shared_ptr<const dsl::CheckedPreset>> presets;
  for (std::size_t i = 0; fs::exists(place.folder() / fmt::format("page{}.preset", i)); ++i) {
    Diagnostics one;
    const auto preset = dsl::check(place.folder() / fmt::format("page{}.preset", i),
                                   dsl::Workspace(place.folder()), one);
    if (preset != nullptr) presets.push_back(preset);
    found.append(std::move(one));
  }
  if (!shape.empty()) dsl::report_unused_members(presets, found);
}

void check_texts(const Texts& texts, Diagnostics& found) {
  const HelpPages place;
  const auto has = [&](std::string_view kind) { return !joined(texts, kind).empty(); };
  if (has("rules")) {
    const auto rules = dsl::check_rules(place.write("page.rules", joined(texts, "rules")), found);
    if (rules != nullptr) check_rule_cases(rules, found);
  } else if (has("cases")) {
    check_cases(place, texts, found);
  } else if (has("tenant")) {
    write_presets(place, texts);
    place.write("tenants/oak.yaml", joined(texts, "tenant"));
    auto folder = PresetsFolder::find({.given = place.folder()});
    REQUIRE(folder);
    const auto setup = set_up("oak", *folder, *Date::from_civil(2026, 5, 31), found);
    CHECK((setup || found.has_errors()));
    Diagnostics of_any_day;
    PresetChecks checks(folder->workspace());
    CHECK(check_tenant(place.folder() / "tenants/oak.yaml", *folder, checks, of_any_day));
    found.append(std::move(of_any_day));
  } else if (has("profile")) {
    const fs::path file = place.write("profiles/page.yaml", joined(texts, "profile"));
    const ProfileFiles files{place.folder() / "profiles", known_rules(*RuleRegistry::built_in())};
    CHECK(load_profiles({file.string()}, files, found));
  } else if (has("override") || has("lock") || has("library") || (has("shape") && has("preset"))) {
    check_folder(place, texts, found);
  } else if (has("shape")) {
    dsl::check_alone(place.write("page.shape", joined(texts, "shape")), found);
  } else {
    const auto preset = dsl::check(place.write("page.preset", preset_of(texts)),
                                   dsl::Workspace(place.folder()), found);
    if (preset != nullptr) check_examples(preset, found);
  }
}

// A part of a preset declares what nothing else of it uses.
std::set<std::string> slugs_of(const Texts& texts, std::string_view about) {
  Diagnostics found;
  check_texts(texts, found);
  if (about == "style") {
    const auto source = std::make_shared<const SourceText>("page.shape", joined(texts, "shape"));
    dsl::note_style(dsl::parse(source, dsl::FileKind::Shape, found), dsl::FileKind::Shape, found);
  }
  UNSCOPED_INFO(render(found.sorted(), Colour::Never));
  std::set<std::string> slugs;
  for (const Diagnostic& d : found.all()) {
    if (about.starts_with("unused-") || !d.slug.starts_with("unused-")) slugs.insert(d.slug);
  }
  return slugs;
}

/// Slugs whose page cannot be run, and why.
const std::map<std::string_view, std::string_view> kShownOnly = {
    {"unreadable-text", "a page is UTF-8 and hides nothing, so it cannot hold the mistake"},
    {"unreadable-file", "the mistake is in a command, or in a file that is not there"},
    {"too-deep", "the text would be a page of brackets"},
    {"too-large", "the text would be a megabyte, or a table of sixty columns"},
};

bool is_shown_only(const Texts& texts) {
  return std::all_of(texts.begin(), texts.end(),
                     [](const dsl::HelpText& text) { return text.kind == "text"; });
}

}  // namespace

SCENARIO("every diagnostic has a help page: why, before and after") {
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
    CAPTURE(kind.slug);
    const auto page = dsl::find_help(kind.slug);
    REQUIRE(page.has_value());
    CHECK(page->slug == kind.slug);
    CHECK(page->why.ends_with("."));
    CHECK_FALSE(page->before.empty());
    CHECK_FALSE(page->after.empty());
  }
}

SCENARIO("every help page stands under its name") {
  for (const auto& entry : fs::directory_iterator(test::project_path("dsl/help"))) {
    const std::string slug = entry.path().stem().string();
    CAPTURE(slug);
    CHECK(test::read(entry.path().string()).starts_with("# " + slug + "\n"));
    CHECK(dsl::find_diagnostic(slug) != nullptr);
    CHECK(dsl::find_help(slug).has_value());
  }
  CHECK_FALSE(dsl::find_help("no-such-slug").has_value());
}

SCENARIO("the text before has exactly that mistake, the text after has none") {
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
    const auto page = dsl::find_help(kind.slug);
    REQUIRE(page.has_value());
    CAPTURE(kind.slug);
    const bool shown_only = is_shown_only(page->before) && is_shown_only(page->after);
    CHECK(shown_only == (kShownOnly.count(kind.slug) > 0));
    if (shown_only) continue;
    CHECK(slugs_of(page->before, kind.slug) == std::set<std::string>{std::string(kind.slug)});
    CHECK(slugs_of(page->after, kind.slug) == std::set<std::string>{});
  }
}

SCENARIO("every text of a help page is of a kind that is checked, or shows no source") {
  const std::set<std::string_view> known = {"preset", "override",   "lock",   "rules", "shape",
                                            "tenant", "statements", "fields", "cases", "json",
                                            "text",   "library",    "profile"};
  for (const dsl::DiagnosticKind& kind : dsl::diagnostic_kinds()) {
    const auto page = dsl::find_help(kind.slug);
    REQUIRE(page.has_value());
    for (const Texts& texts : {page->before, page->after}) {
      for (const dsl::HelpText& text : texts) {
        CAPTURE(kind.slug, text.kind);
        CHECK(known.count(text.kind) == 1);
      }
    }
  }
}

}  // namespace m2
