#include "engine/pipeline/mutation.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "dsl/check.h"
#include "dsl/parse.h"
#include "engine/base/text.h"
#include "engine/evaluate/examples.h"
#include "engine/pipeline/internal/case_compare.h"
#include "engine/pipeline/internal/case_mapping.h"
#include "engine/pipeline/internal/killing_input.h"
#include "engine/pipeline/internal/reached_cases.h"

namespace m2 {
namespace {

using Fate = MutantResult::Fate;

// How much a case says of what comes out: those that say most are asked first.
std::size_t strength(const CaseExpect& expect) {
  std::size_t out = expect.base.size() + (expect.is_exact ? 100 : 0) + (expect.golden ? 100 : 0);
  for (const CaseSegments& segments : expect.segments) {
    for (const auto& item : segments.items) out += item.size();
  }
  return out;
}

// Those that say most first; behind one at once those that are mapped by the same program: to make
// one is most of the work.
void put_in_order(std::vector<CaseResult>& cases) {
  std::stable_sort(cases.begin(), cases.end(), [](const CaseResult& a, const CaseResult& b) {
    return strength(a.test->test.expect) > strength(b.test->test.expect);
  });
  std::map<std::string, std::size_t> first;
  const auto place = [&](const CaseResult& c) {
    return first.emplace(internal::program_key(c.test->params, c.test->test.as_of), first.size())
        .first->second;
  };
  for (const CaseResult& c : cases) place(c);
  std::stable_sort(cases.begin(), cases.end(),
                   [&](const CaseResult& a, const CaseResult& b) { return place(a) < place(b); });
}

std::string_view first_error(const Diagnostics& found) {
  for (const Diagnostic& d : found.all()) {
    if (d.severity == Severity::Error) return d.slug;
  }
  return "";
}

// Blanks between words are all the same.
std::string squeezed(std::string_view text) {
  std::string out;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) out += (out.empty() ? "" : " ") + std::string(word);
  }
  return out;
}

bool is_meant(const EqualMutant& equal, const MutantResult& result) {
  if (equal.mutation.text != dsl::to_string(result.mutant.mutation)) return false;
  if (squeezed(result.lines.front().before) != squeezed(equal.at.text)) return false;
  return !equal.becomes || squeezed(result.lines.front().after) == squeezed(equal.becomes->text);
}

/// A preset under test with all its cases.
struct TestedPreset {
  std::shared_ptr<CasePreset> of;
  std::vector<CaseResult> cases;  // not run yet; those that say most first
  internal::ReachedCases reached;
  std::unique_ptr<internal::KillingInputs> inputs;

  /// Where none comes by: a few from which to go on.
  [[nodiscard]] std::vector<CaseRef> strongest() const {
    std::vector<CaseRef> out;
    for (std::size_t i = 0; i < std::min<std::size_t>(cases.size(), 4); ++i)
      out.push_back({cases[i].suite, cases[i].test});
    return out;
  }
  [[nodiscard]] bool reads(const std::string& file) const {
    const auto& sources = of->preset->sources;
    return std::any_of(sources.begin(), sources.end(),
                       [&](const SourcePtr& source) { return source->name() == file; });
  }
};

}  // namespace

/// Everything under test; the same for all threads.
class MutationRun::Presets {
 public:
  static Result<Presets> of(const CaseRunner& runner) {
    Presets made;
    for (const auto& suite : runner.suites()) {
      auto known = std::find_if(made.all_.begin(), made.all_.end(),
                                [&](const TestedPreset& p) { return p.of == suite->of; });
      if (known == made.all_.end())
        known = made.all_.insert(made.all_.end(), TestedPreset{suite->of, {}, {}, nullptr});
      for (const ReadyCase& ready : suite->cases) {
        CaseResult& added = known->cases.emplace_back();
        added.suite = suite.get();
        added.test = &ready;
      }
    }
    for (TestedPreset& preset : made.all_) {
      put_in_order(preset.cases);
      M2_TRY(preset.reached, internal::ReachedCases::of(preset.cases));
      preset.inputs = std::make_unique<internal::KillingInputs>(*preset.of);
    }
    return made;
  }

  [[nodiscard]] const std::vector<TestedPreset>& all() const { return all_; }

 private:
  std::vector<TestedPreset> all_;
};

/// Threads that take one mutant after the other.
class MutationRun::Workers {
 public:
  Workers(const Presets& presets, const MutationOptions& options,
          std::vector<MutantResult>& results)
      : presets_(presets), options_(options), results_(results) {}

  Result<void> run() {
    std::vector<std::thread> others;
    const std::size_t count = std::min(std::max<std::size_t>(options_.threads, 1), results_.size());
    for (std::size_t i = 1; i < count; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : others) thread.join();
    if (broken_) std::rethrow_exception(broken_);
    return {};
  }

 private:
  /// The cases of a preset that do not notice.
  struct Passed {
    const TestedPreset* preset;
    std::shared_ptr<const dsl::CheckedPreset> changed;
    std::vector<CaseRef> cases;
  };

  void work() {
    try {
      for (std::size_t n = next_++; n < results_.size(); n = next_++) {
        judge(results_[n]);
        const std::lock_guard lock(mutex_);
        ++done_;
        if (options_.progress) options_.progress(done_, results_.size());
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      broken_ = std::current_exception();
      next_ = results_.size();
    }
  }

  void judge(MutantResult& result) {
    const SourcePtr text = result.mutant.text();
    Diagnostics unreadable;
    const auto ast = std::make_shared<const dsl::Ast>(
        dsl::parse(text, *dsl::file_kind(text->name()), unreadable));
    if (unreadable.has_errors()) return refuse(result, unreadable);
    std::vector<Passed> passed;
    for (const TestedPreset& preset : presets_.all()) {
      if (!preset.reads(text->name())) continue;
      const auto reached = preset.reached.by(result.mutant.reach);
      if (!reached) continue;
      if (!survives(preset, ast, *reached, result, passed)) return;
    }
    if (result.equal != nullptr) {
      result.fate = Fate::Equal;
      return;
    }
    for (const Passed& all : passed) {
      result.reached += all.cases.size();
      if (!result.nearest && !all.cases.empty()) result.nearest = all.cases.front();
      if (!result.input)
        result.input = all.preset->inputs->find(
            all.cases.empty() ? all.preset->strongest() : all.cases, result, all.changed);
    }
  }

  static void refuse(MutantResult& result, const Diagnostics& found) {
    result.fate = Fate::Refused;
    result.slug = first_error(found);
  }

  // Whether the cases of this preset let it pass.
  static bool survives(const TestedPreset& preset, const std::shared_ptr<const dsl::Ast>& ast,
                       const std::vector<std::size_t>& reached, MutantResult& result,
                       std::vector<Passed>& all) {
    Diagnostics found;
    const auto changed = dsl::check_changed(*preset.of->preset, ast, found);
    if (changed != nullptr) check_examples(changed, found);
    if (changed == nullptr || found.has_errors()) {
      refuse(result, found);
      return false;
    }
    internal::CasePrograms programs;
    internal::CaseMapping mapping(programs, internal::CaseMapping::Counting::No);
    mapping.put_in_place(changed);
    std::vector<CaseRef>& passed = all.emplace_back(Passed{&preset, changed, {}}).cases;
    for (const std::size_t index : reached) {
      CaseResult run;
      run.suite = preset.cases[index].suite;
      run.test = preset.cases[index].test;
      passed.push_back({run.suite, run.test});
      if (mapping.map(run)) {  // larger than a program can be
        result.fate = Fate::Refused;
        result.slug = "too-large";
        return false;
      }
      internal::compare(run, Goldens::Compared);
      if (run.passed()) continue;
      result.fate = Fate::Killed;
      result.killer = passed.back();
      return false;
    }
    return true;
  }

  const Presets& presets_;
  const MutationOptions& options_;
  std::vector<MutantResult>& results_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::exception_ptr broken_;
};

// A library is read once for every preset that uses it, and changed once.
void MutationRun::collect(const Presets& presets) {
  std::map<std::string, std::vector<MutantResult>> by_file;
  std::set<std::string> known;
  for (const TestedPreset& preset : presets.all()) {
    auto trees = preset.of->preset->trees;
    if (preset.of->preset->shape != nullptr) trees.push_back(preset.of->preset->shape->ast);
    for (const auto& ast : trees) {
      const std::string& file = ast->source().name();
      for (dsl::Mutant& mutant : dsl::mutants_of(*ast, *preset.of->preset)) {
        if (!preset.reached.by(mutant.reach)) continue;
        std::string key = file;
        for (const dsl::TextEdit& edit : mutant.edits)
          key += fmt::format("\n{} {} {}", edit.begin, edit.end, edit.text);
        if (!known.insert(std::move(key)).second) continue;
        MutantResult& made = by_file[file].emplace_back();
        made.lines = mutant.lines();
        made.mutant = std::move(mutant);
      }
    }
  }
  for (auto& [file, mutants] : by_file) {
    std::stable_sort(mutants.begin(), mutants.end(),
                     [](const MutantResult& a, const MutantResult& b) {
                       return std::pair(a.mutant.place.begin, a.mutant.mutation) <
                              std::pair(b.mutant.place.begin, b.mutant.mutation);
                     });
    std::move(mutants.begin(), mutants.end(), std::back_inserter(results_));
  }
}

void MutationRun::find_reasons() {
  for (const auto& suite : runner_.suites()) {
    for (const EqualMutant& equal : suite->survives) {
      for (MutantResult& result : results_) {
        if (result.equal == nullptr && is_meant(equal, result)) result.equal = &equal;
      }
    }
  }
}

Result<void> MutationRun::run(const MutationOptions& options) {
  results_.clear();
  M2_TRY(const Presets presets, Presets::of(runner_));
  collect(presets);
  find_reasons();
  return Workers(presets, options, results_).run();
}

std::vector<MutationScore> MutationRun::scores() const {
  std::vector<MutationScore> out;
  MutationScore all;
  const auto count = [](MutationScore& score, Fate fate) {
    ++score.mutants;
    ++(fate == Fate::Killed     ? score.killed
       : fate == Fate::Refused  ? score.refused
       : fate == Fate::Survived ? score.survived
                                : score.equal);
  };
  for (const MutantResult& result : results_) {
    if (out.empty() || out.back().file != result.file()) out.push_back({result.file()});
    count(out.back(), result.fate);
    count(all, result.fate);
  }
  out.push_back(all);
  return out;
}

std::size_t MutationRun::survivors() const {
  return static_cast<std::size_t>(
      std::count_if(results_.begin(), results_.end(),
                    [](const MutantResult& r) { return r.fate == Fate::Survived; }));
}

void MutationRun::check_reasons(Diagnostics& found) const {
  for (const auto& suite : runner_.suites()) {
    for (const EqualMutant& equal : suite->survives) {
      bool is_there = false;
      const MutantResult* other = nullptr;
      for (const MutantResult& result : results_) {
        if (!is_meant(equal, result)) continue;
        is_there = is_there || result.fate == Fate::Equal;
        other = &result;
      }
      if (is_there) continue;
      auto& d = found.error(
          "survives-nothing", equal.span,
          other == nullptr
              ? fmt::format("no mutant `{}` changes the line `{}`{}", equal.mutation.text,
                            equal.at.text, equal.becomes ? " into this" : "")
              : fmt::format("this mutant is {}, so it needs no reason",
                            other->fate == Fate::Refused ? "refused by check (" + other->slug + ")"
                                                         : "killed by a case"));
      if (other != nullptr && other->killer)
        d.label(other->killer->test->test.place, "this one kills it");
      d.with_help("delete it, or correct the line as `metro2 test --mutate` prints it");
    }
  }
}

}  // namespace m2
