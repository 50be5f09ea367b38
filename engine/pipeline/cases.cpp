#include "engine/pipeline/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "dsl/check.h"
#include "engine/base/chance.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/metro2/field.h"
#include "engine/metro2/record.h"
#include "engine/pipeline/internal/case_compare.h"
#include "engine/pipeline/internal/case_mapping.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestGolden = std::size_t{1} << 16;

bool contains(std::string_view text, std::string_view part) {
  return lower(text).find(lower(part)) != std::string::npos;
}

/// Which changes change nothing. A row of a case may say what the document says anyway, as long as
/// another row says something else.
class ChangeTally {
 public:
  void add(const TestCase& test, std::vector<IdleChange> idle) {
    for (const CaseChange& change : test.changes) ++of_path_[change.span.begin].cases;
    for (IdleChange& change : idle) of_path_[change.path.begin].idle.push_back(std::move(change));
  }
  void report(Diagnostics& found) const {
    for (const auto& [place, path] : of_path_) {
      if (path.idle.size() < path.cases || path.idle.empty()) continue;
      const IdleChange& first = path.idle.front();
      if (path.cases == 1) {
        found.error("case-changes-nothing", first.value, first.why)
            .with_help("write another value, or delete the change");
      } else {
        found.error("case-changes-nothing", first.path, first.why + ", in every row")
            .label(first.value, "as in the first row")
            .with_help("write other values, or delete the change");
      }
    }
  }

 private:
  struct Path {
    std::size_t cases = 0;
    std::vector<IdleChange> idle;
  };
  std::map<std::uint32_t, Path> of_path_;  // by its place in the file
};

}  // namespace

/// Threads that take one case after the other.
class CaseRunner::Workers {
 public:
  Workers(const CaseRunOptions& options, Goldens goldens, std::vector<CaseResult>& results,
          CoverageReport& coverage)
      : options_(options),
        goldens_(goldens),
        results_(results),
        coverage_(coverage),
        order_(results.size()) {
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = i;
    Chance chance(options.seed);
    for (std::size_t i = order_.size(); i > 1; --i)
      std::swap(order_[i - 1], order_[chance.below(i)]);
  }

  Result<void> run() {
    std::vector<std::thread> others;
    const std::size_t count = std::min(std::max<std::size_t>(options_.threads, 1), order_.size());
    for (std::size_t i = 1; i < count; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : others) thread.join();
    if (broken_) std::rethrow_exception(broken_);
    if (failed_) return *failed_;
    return {};
  }

 private:
  void work() {
    using Counting = internal::CaseMapping::Counting;
    try {
      internal::CaseMapping own(programs_, options_.counts_coverage ? Counting::Yes : Counting::No);
      for (std::size_t n = next_++; n < order_.size(); n = next_++) {
        CaseResult& result = results_[order_[n]];
        if (auto problem = own.map(result)) return stop(std::move(*problem));
        internal::compare(result, goldens_);
      }
      const std::lock_guard lock(mutex_);
      for (const auto& [program, counts] : own.counted())
        coverage_.add(*program, counts.of_points, counts.cases);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      broken_ = std::current_exception();
      next_ = order_.size();
    }
  }
  void stop(Error problem) {
    const std::lock_guard lock(mutex_);
    failed_ = std::move(problem);
    next_ = order_.size();
  }

  const CaseRunOptions& options_;
  const Goldens goldens_;
  std::vector<CaseResult>& results_;
  CoverageReport& coverage_;
  std::vector<std::size_t> order_;
  std::atomic<std::size_t> next_{0};
  internal::CasePrograms programs_;
  std::mutex mutex_;
  std::optional<Error> failed_;
  std::exception_ptr broken_;
};

std::shared_ptr<CasePreset> CaseRunner::preset_of(const CaseFile& file, const fs::path& path) {
  const Result<fs::path> preset_file = folder_.preset_file(file.preset.text, path);
  if (!preset_file) {
    found_.error("unknown-name", file.preset.span, preset_file.error().message);
    return nullptr;
  }
  const auto known = presets_.find(*preset_file);
  if (known != presets_.end()) return known->second;
  std::shared_ptr<CasePreset>& made = presets_[*preset_file];
  Diagnostics found;
  std::shared_ptr<const dsl::CheckedPreset> preset =
      dsl::check(*preset_file, folder_.workspace(), found);
  // Warnings are for those who check.
  found.remove_if([](const Diagnostic& d) { return d.severity != Severity::Error; });
  const bool is_right = preset != nullptr && !found.has_errors();
  found_.append(std::move(found));
  if (!is_right) return nullptr;
  if (preset->shape == nullptr) {
    found_.error("unknown-shape", file.preset.span,
                 fmt::format("`{}` reads no document: it has no shape", preset->name));
    return nullptr;
  }
  Result<CaseDocuments> documents = CaseDocuments::of(preset);
  if (!documents) {
    found_.error("too-large", file.preset.span, documents.error().message);
    return nullptr;
  }
  made = std::make_shared<CasePreset>(
      CasePreset{preset, std::move(*documents), dsl::SourceIndex(*preset)});
  return made;
}

void CaseRunner::load(const fs::path& path) {
  const Result<std::string> text = read_file(path, kLargestYaml + 1);
  if (!text) {
    found_.error("unreadable-file", Span{}, text.error().message);
    return;
  }
  Diagnostics found;
  const auto source = std::make_shared<const SourceText>(path.string(), *text);
  const std::optional<CaseFile> file = read_case_file(source, found);
  const std::shared_ptr<CasePreset> of = file ? preset_of(*file, path) : nullptr;
  bool is_right = of != nullptr;
  auto suite = std::make_unique<CaseSuite>();
  if (is_right) {
    suite->file = path;
    suite->of = of;
    suite->survives = file->survives;
    is_right = prepare(*file, *suite, found) && !found.has_errors();
  }
  found_.append(std::move(found));
  found_.keep(source);
  if (is_right) suites_.push_back(std::move(suite));
}

bool CaseRunner::prepare_params(const CaseFile& file, const CaseSuite& suite, ReadyCase& ready,
                                const std::optional<Tenant>& tenant, Diagnostics& found) const {
  const std::vector<std::shared_ptr<const dsl::CheckedPreset>> presets = {suite.of->preset};
  if (tenant) {
    Diagnostics of_tenant;
    ready.params = tenant->values_for(presets, ready.test.as_of, of_tenant).front();
    // What another preset of the tenant declares is no mistake here.
    of_tenant.remove_if([](const Diagnostic& d) { return d.slug == "unknown-param"; });
    found.append(std::move(of_tenant));
    ready.tenant = tenant->name.text;
  }
  Tenant own;
  own.source = file.source;
  own.params = ready.test.params;
  std::vector<ParamLiterals> values = own.values_for(presets, ready.test.as_of, found);
  for (auto& [name, literals] : values.front()) ready.params[name] = std::move(literals);
  return !found.has_errors();
}

void CaseRunner::read_golden(const CaseSuite& suite, ReadyCase& ready, Diagnostics& found) const {
  const auto& golden = ready.test.expect.golden;
  if (!golden) return;
  ready.golden = suite.file.parent_path() / golden->text;
  if (auto text = read_file(ready.golden, kLargestGolden)) {
    while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
    ready.golden_text = std::move(*text);
  } else if (goldens_ == Goldens::Compared) {
    found.error("unreadable-file", golden->span, text.error().message)
        .with_help("`metro2 test --update` writes it, and shows what it writes");
  }
}

bool CaseRunner::prepare(const CaseFile& file, CaseSuite& suite, Diagnostics& found) {
  std::optional<Tenant> tenant;
  if (file.tenant) {
    const Result<fs::path> path = folder_.tenant_file(file.tenant->text);
    auto read = path ? read_tenant_file(*path, found) : Result<std::optional<Tenant>>(path.error());
    if (!read) found.error("unknown-name", file.tenant->span, read.error().message);
    if (!read || !*read) return false;
    tenant = std::move(**read);
  }
  ChangeTally tally;
  for (TestCase& test : read_cases(file, *suite.of->preset, found)) {
    ReadyCase ready;
    ready.test = std::move(test);
    const fs::path folder = suite.file.parent_path();
    prepare_params(file, suite, ready, tenant, found);
    const CaseBase* base =
        suite.of->documents.base(folder / ready.test.base->text, ready.test.base->span, found);
    if (base == nullptr) return false;
    std::vector<IdleChange> idle;
    auto document = suite.of->documents.changed(*base, ready.test, idle, found);
    tally.add(ready.test, std::move(idle));
    if (document) ready.document = std::move(*document);
    read_golden(suite, ready, found);
    suite.cases.push_back(std::move(ready));
  }
  tally.report(found);
  return true;
}

void CaseRunner::warn_of_coverage(bool all_ran) {
  coverage_.warn(found_);
  std::vector<SourcePtr> sources;
  for (const auto& suite : suites_) {
    for (const SourcePtr& source : suite->of->preset->sources) {
      const auto is_same = [&](const SourcePtr& other) { return other->name() == source->name(); };
      if (std::none_of(sources.begin(), sources.end(), is_same)) sources.push_back(source);
    }
  }
  dsl::answer_allows(sources, found_,
                     all_ran ? std::optional(dsl::DiagnosticAbout::Case) : std::nullopt);
  for (const Diagnostic& allowed : found_.silenced()) {
    if (allowed.slug == "never-fires") excuse_rule(allowed.span);
    if (allowed.slug == "never-held") coverage_.excuse_answer(allowed.span);
  }
}

// From its name to the end of its reason.
void CaseRunner::excuse_rule(const Span& name) {
  for (const auto& suite : suites_) {
    const dsl::CheckedPreset& preset = *suite->of->preset;
    for (const dsl::Rule& rule : preset.rules) {
      if (rule.span.begin != name.begin || rule.span.source->name() != name.source->name())
        continue;
      coverage_.excuse({rule.span.source, rule.span.begin, preset.expr(rule.because).span.end});
    }
  }
}

Result<std::vector<CaseResult>> CaseRunner::run(const CaseRunOptions& options) {
  std::vector<CaseResult> results;
  for (const auto& suite : suites_) {
    for (const ReadyCase& ready : suite->cases) {
      const bool is_wanted = options.filter.empty() || contains(ready.test.name, options.filter) ||
                             contains(suite->file.string(), options.filter);
      if (!is_wanted) continue;
      results.emplace_back();
      results.back().suite = suite.get();
      results.back().test = &ready;
    }
  }
  coverage_ = {};
  M2_TRY_VOID(Workers(options, goldens_, results, coverage_).run());
  return results;
}

std::vector<AnswerValue> CaseRunner::document_of(const CaseResult& result) {
  return result.suite->of->documents.shown(result.test->document);
}

Result<AccountTrace> CaseRunner::trace_of(const CaseResult& result, const TraceOptions& options) {
  const ReadyCase& ready = *result.test;
  M2_TRY(const std::shared_ptr<const Program> program,
         lower(result.suite->of->preset, ready.params, ready.test.as_of, Purpose::Explaining));
  Mapper mapper(program, internal::mapper_options(ready));
  mapper.set_previous(result.previous);
  return mapper.explain(ready.document, options);
}

}  // namespace m2
