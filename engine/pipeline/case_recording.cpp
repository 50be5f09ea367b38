#include "engine/pipeline/case_recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/base/ascii.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/account_mapper.h"
#include "engine/pipeline/cases.h"
#include "engine/pipeline/find_account.h"
#include "engine/pipeline/internal/case_compare.h"
#include "engine/pipeline/internal/case_text.h"
#include "engine/pipeline/internal/disguise.h"
#include "engine/pipeline/record_diff.h"
#include "engine/pipeline/setup.h"
#include "engine/pipeline/store_view.h"
#include "engine/pipeline/stored_documents.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;
using internal::Disguise;
using internal::is_same_set;
using internal::names_of;

constexpr std::string_view kEnding = ".test.yaml";
constexpr std::size_t kShortestTold = 3;  // of a text that may be found nowhere

/// A folder that goes when nothing is kept in it.
class Staging {
 public:
  explicit Staging(fs::path folder) : folder_(std::move(folder)) {}
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  ~Staging() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  [[nodiscard]] const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

/// What came out of an account.
struct CameOut {
  OutcomeKind kind = OutcomeKind::Held;
  std::vector<std::string> rules, warned;
  std::string record;
};

class CaseRecorder {
 public:
  CaseRecorder(const RecordRequest& request, const PresetsFolder& folder, RunSetup setup)
      : request_(request), folder_(folder), setup_(std::move(setup)) {}

  Result<RecordedCase> record() {
    M2_TRY(const std::string text, find_document());
    M2_TRY_VOID(choose(text));
    M2_TRY_VOID(name_files());
    M2_TRY(document_, parse_json_tree(text));
    consents_ = consents_in(text, request_.account);
    const dsl::SourceIndex index(preset());
    std::optional<Error> first;
    for (const auto words : {Disguise::Words::Replaced, Disguise::Words::Kept}) {
      Disguise disguise(preset(), index, setup_.values[chosen_], request_.as_of, words);
      Result<RecordedCase> made = record(disguise);
      if (made || made.error().code != ErrorCode::Invalid) return made;
      if (!first) first = made.error();
    }
    return *first;
  }

 private:
  [[nodiscard]] const dsl::CheckedPreset& preset() const { return *setup_.presets[chosen_]; }

  // With what a store has of the account.
  Result<std::string> find_document() {
    const Period period = Period::of(request_.as_of);
    const std::string& tenant = setup_.tenant.name.text;
    if (!request_.store.empty()) {
      M2_TRY(store_, open_store(request_.store, StoreAccess::Read));
    }
    M2_TRY(view_, StoreView::open(store_.get(), tenant, period));
    M2_TRY(const std::unique_ptr<DocumentSource> source,
           open_documents({request_.from, store_.get()}, tenant, period));
    M2_TRY(const std::string text,
           find_account(*source, account_path(*setup_.presets.front()), request_.account));
    const LastReport last = view_->last_report();
    if (last) previous_ = last(request_.account);
    std::string document = view_->with_consents(text);
    M2_TRY_VOID(view_->status());
    return document;
  }

  // The preset that takes the account, and what comes out of it.
  Result<void> choose(const std::string& document) {
    std::string text = document;
    AccountMapper mapper(setup_.programs,
                         setup_.mapper_options(request_.as_of, view_->last_report()));
    const Outcome& outcome = mapper.map(text.data(), text.size());
    const auto taker = mapper.taker(outcome);
    own_ = {outcome.kind, names_of(outcome.reasons), names_of(outcome.warnings),
            std::string(outcome.record)};
    if (!taker) return Error{ErrorCode::Invalid, "no preset of this tenant takes the account"};
    chosen_ = *taker;
    const bool take_two =
        !own_.rules.empty() && own_.rules.front() == to_string(EngineReason::TwoPresets);
    if (!take_two) return {};
    return Error{ErrorCode::Invalid,
                 "two presets of this tenant take the account: say which, with --preset instead of "
                 "--tenant"};
  }

  Result<void> name_files() {
    if (request_.file && !request_.file->filename().string().ends_with(kEnding))
      return Error{ErrorCode::Invalid,
                   fmt::format("`{}` does not end with {}, as files of cases do",
                               request_.file->string(), kEnding)};
    if (preset().shape == nullptr)
      return Error{ErrorCode::Invalid,
                   fmt::format("`{}` reads no document: it has no shape", preset().name)};
    preset_file_ = fs::absolute(preset().sources.front()->name());
    if (request_.file) {
      cases_ = *request_.file;
      name_ = cases_.filename().string();
      name_.resize(name_.size() - kEnding.size());
    } else {
      const fs::path beside = fs::path(preset().sources.front()->name()).parent_path();
      for (std::size_t n = 1; cases_.empty() || is_there(); ++n) {
        name_ = fmt::format("recorded_{}", n);
        cases_ = beside / (name_ + std::string(kEnding));
        base_ = beside / "cases" / (name_ + ".json");
      }
    }
    base_ = cases_.parent_path() / "cases" / (name_ + ".json");
    for (const fs::path& path : {cases_, base_}) {
      if (fs::exists(path))
        return Error{ErrorCode::Unwritable,
                     fmt::format("`{}` is there already; name another file", path.string())};
    }
    return {};
  }
  [[nodiscard]] bool is_there() const { return fs::exists(cases_) || fs::exists(base_); }

  // The name that the preset declares, where it leads to it; else the way to its file.
  [[nodiscard]] std::string told_preset(const fs::path& cases) const {
    const auto named = folder_.preset_file(preset().name, cases);
    std::error_code error;
    if (named && fs::equivalent(*named, preset_file_, error)) return preset().name;
    const fs::path way = preset_file_.lexically_relative(fs::absolute(cases).parent_path());
    return internal::in_yaml_quotes(way.string());
  }

  Result<RecordedCase> record(Disguise& disguise) {
    const JsonNode other = disguise.of(document_);
    const std::string base = internal::json_in_lines(other);
    Staging staging(cases_.parent_path() / fmt::format(".{}.recording", name_));
    if (fs::exists(staging.folder()))
      return Error{
          ErrorCode::Unwritable,
          fmt::format("`{}` is there: another recording is on its way, or was cut off; delete it",
                      staging.folder().string())};
    M2_TRY_VOID(make_folder(staging.folder() / "cases"));
    M2_TRY_VOID(write_file(staging.folder() / "cases" / (name_ + ".json"), base));
    M2_TRY(const CameOut came,
           run(staging, text_of(disguise, own_, staging.folder() / "x"), false));
    M2_TRY_VOID(compare(disguise, came));
    M2_TRY_VOID(run(staging, text_of(disguise, came, staging.folder() / "x"), true));
    const std::string cases = text_of(disguise, came, cases_);
    M2_TRY_VOID(tells_nobody(disguise, base, cases));
    M2_TRY_VOID(make_folder(base_.parent_path()));
    M2_TRY_VOID(write_file(base_, base));
    M2_TRY_VOID(write_file(cases_, cases));
    RecordedCase made{cases_,
                      base_,
                      told_outcome(came.kind, came.rules),
                      disguise.values_before(),
                      disguise.values_after(),
                      disguise.replaced().size()};
    return made;
  }

  [[nodiscard]] static std::string name_of_case(const CameOut& came) {
    if (came.kind != OutcomeKind::Reported) return told_outcome(came.kind, came.rules);
    return fmt::format("reported with status {}",
                       raw(field(BaseField::AccountStatus), came.record));
  }

  [[nodiscard]] std::string text_of(const Disguise& disguise, const CameOut& came,
                                    const fs::path& file) const {
    internal::CaseTextParts parts{
        told_preset(file),  request_.as_of, fmt::format("cases/{}.json", name_),
        name_of_case(came), preset(),       setup_.values[chosen_],
        consent(disguise),  previous_,      came.kind,
        came.rules,         came.warned,    came.record};
    return internal::case_text(parts);
  }

  // ── consents ──

  // As the evaluator finds it: the last row of that person, dated as_of or before.
  [[nodiscard]] std::string_view state_of(std::string_view person) const {
    const StoredConsent* latest = nullptr;
    for (const StoredConsent& row : consents_) {  // their days compare as texts
      if (row.customer != person || row.date > request_.as_of.to_string()) continue;
      if (latest == nullptr || row.date >= latest->date) latest = &row;
    }
    return latest == nullptr ? "none" : std::string_view(latest->state);
  }

  [[nodiscard]] std::string consent(const Disguise& disguise) const {
    const bool asks = std::any_of(preset().exprs.begin(), preset().exprs.end(),
                                  [](const auto& x) { return x.op == dsl::Op::Consent; });
    if (!asks) return {};
    std::map<std::string, std::string_view> states;
    for (const auto& [before, after] : disguise.people()) states[after] = state_of(before);
    if (states.empty()) return std::string(state_of(""));
    const auto is_granted = [](const auto& state) { return state.second == "granted"; };
    if (std::all_of(states.begin(), states.end(), is_granted)) return {};
    std::string out;
    for (const auto& [person, state] : states)
      out +=
          fmt::format("{}{}: {}", out.empty() ? "" : ", ", internal::in_yaml_quotes(person), state);
    return fmt::format("{{ {} }}", out);
  }

  // ── what comes out ──

  // The case is run as `metro2 test` runs it.
  Result<CameOut> run(const Staging& staging, const std::string& cases, bool must_pass) {
    const fs::path file = staging.folder() / (name_ + std::string(kEnding));
    M2_TRY_VOID(write_file(file, cases));
    CaseRunner runner(folder_);
    runner.load(file);
    if (runner.found().has_errors()) {
      const Diagnostic problem = runner.found().sorted().front();
      return Error{
          ErrorCode::Invalid,
          fmt::format("without what says whose it is, the account is no base of a case: {}. "
                      "Nothing was written",
                      problem.notes.empty() ? problem.message : problem.notes.front())};
    }
    M2_TRY(const std::vector<CaseResult> results, runner.run({.threads = 1, .seed = 1}));
    const CaseResult& result = results.front();
    if (must_pass && !result.passed()) {
      const CaseMismatch& wrong = result.mismatches.front();
      return Error{ErrorCode::Invalid,
                   fmt::format("the case does not pass: `{}` is expected to be {} and is {}",
                               wrong.what, wrong.expected, wrong.actual)};
    }
    return CameOut{result.outcome, names_of(result.reasons), names_of(result.warnings),
                   result.record};
  }

  // The same as of the account, but for whom it speaks of.
  Result<void> compare(const Disguise& disguise, const CameOut& came) const {
    const auto otherwise = [](const std::string& what, const std::string& own,
                              const std::string& other) {
      return Error{
          ErrorCode::Invalid,
          fmt::format("the account is {0} {1}, and without what says whose it is it would be "
                      "{2}: that depends on a text that is no word of the preset. Nothing was "
                      "written; write this case by hand, from a case that is near",
                      what, own, other)};
    };
    if (came.kind != own_.kind || !is_same_set(came.rules, own_.rules))
      return otherwise("now", told_outcome(own_.kind, own_.rules),
                       told_outcome(came.kind, came.rules));
    if (!is_same_set(came.warned, own_.warned))
      return otherwise("warned of by", fmt::format("[{}]", fmt::join(own_.warned, ", ")),
                       fmt::format("[{}]", fmt::join(came.warned, ", ")));
    for (const FieldDifference& d : record_diff(own_.record, came.record)) {
      if (d.field != nullptr && d.field->is_supplied()) continue;
      const bool may_differ =
          d.field != nullptr && (d.field->privacy == Privacy::Personal || is_fed(disguise, d));
      if (may_differ && is_filled(*d.field, d.bytes_before) == is_filled(*d.field, d.bytes_after))
        continue;
      return otherwise(fmt::format("reported with {}", d.what), d.before, d.after);
    }
    return {};
  }

  [[nodiscard]] bool is_fed(const Disguise& disguise, const FieldDifference& d) const {
    const auto feeds = [&](const std::vector<dsl::FieldRule>& rules) {
      return std::any_of(rules.begin(), rules.end(), [&](const dsl::FieldRule& rule) {
        return rule.field == d.field && disguise.feeds(rule);
      });
    };
    if (d.segment == Segment::Base) return feeds(preset().base.fields);
    return std::any_of(preset().segments.begin(), preset().segments.end(),
                       [&](const dsl::SegmentRule& rule) {
                         return rule.segment == d.segment && feeds(rule.fields);
                       });
  }

  // A last look at what would be written, whatever was said of it before.
  static Result<void> tells_nobody(const Disguise& disguise, const std::string& base,
                                   const std::string& cases) {
    const std::string written = " " + lower(base) + "\n" + lower(cases) + " ";
    const auto goes_on = [&](char c) {
      return is_letter(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    };
    for (const std::string& text : disguise.telling()) {
      const std::string small(trim(lower(text)));
      const bool tells = std::any_of(small.begin(), small.end(), is_letter) || small.size() > 4;
      if (small.size() < kShortestTold || !tells) continue;
      for (std::size_t at = written.find(small); at != std::string::npos;
           at = written.find(small, at + 1)) {
        if (goes_on(written[at - 1]) || goes_on(written[at + small.size()])) continue;
        return Error{
            ErrorCode::Invalid,
            "a text that was replaced, and that says whose the account is, stands elsewhere "
            "as a word of the preset. Nothing was written; write this case by hand"};
      }
    }
    return {};
  }

  const RecordRequest& request_;
  const PresetsFolder& folder_;
  RunSetup setup_;
  std::size_t chosen_ = 0;
  std::unique_ptr<Store> store_;     // null: none
  std::unique_ptr<StoreView> view_;  // of it
  std::string previous_;             // base segment of the last report; empty: none
  CameOut own_;
  JsonNode document_;
  std::vector<StoredConsent> consents_;  // of it
  fs::path preset_file_, cases_, base_;
  std::string name_;
};

}  // namespace

Result<std::optional<RecordedCase>> record_case(const RecordRequest& request,
                                                const PresetsFolder& folder, Diagnostics& found) {
  using Nothing = std::optional<RecordedCase>;
  std::optional<RunSetup> setup;
  if (request.tenant) {
    M2_TRY(setup, set_up(*request.tenant, folder, request.as_of, found));
  } else {
    M2_TRY(setup, set_up_preset(request.preset.value_or(""), folder, request.as_of, found));
  }
  if (!setup) return Nothing();
  M2_TRY(RecordedCase made, CaseRecorder(request, folder, std::move(*setup)).record());
  return Nothing(std::move(made));
}

}  // namespace m2
