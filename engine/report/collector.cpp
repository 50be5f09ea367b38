#include "engine/report/collector.h"

#include <algorithm>
#include <tuple>

namespace m2 {
namespace {

Finding without_bytes(const Finding& finding) {
  Finding kept = finding;
  kept.bytes = {};
  return kept;
}

// Severity first, then how many accounts it touches; the id decides between equals.
bool is_worse(const RuleFindings& a, const RuleFindings& b) {
  const auto rank = [](const RuleFindings& tally) {
    return std::tuple(tally.rule->severity, tally.accounts, tally.findings);
  };
  if (rank(a) != rank(b)) return rank(a) > rank(b);
  return a.rule->id < b.rule->id;
}

}  // namespace

const SampleAccount* FileFindings::account(std::uint64_t record) const {
  const auto found = std::lower_bound(
      accounts.begin(), accounts.end(), record,
      [](const SampleAccount& account, std::uint64_t wanted) { return account.record < wanted; });
  return found != accounts.end() && found->record == record ? &*found : nullptr;
}

RuleSeverity FindingCollector::Severities::note(std::uint64_t record, RuleSeverity severity) {
  constexpr std::uint64_t kMask = 3;
  const std::uint64_t words = std::tuple_size_v<Page>;
  std::unique_ptr<Page>& page = pages_[record / (words * kInWord)];
  if (page == nullptr) page = std::make_unique<Page>();
  std::uint64_t& word = (*page)[record / kInWord % words];
  const std::uint64_t shift = record % kInWord * 2;
  const auto before = static_cast<RuleSeverity>(word >> shift & kMask);
  if (severity > before) {
    word &= ~(kMask << shift);
    word |= static_cast<std::uint64_t>(severity) << shift;
  }
  return before;
}

FindingCollector::FindingCollector(std::shared_ptr<const RuleBook> book, Keep keep)
    : book_(std::move(book)), keep_(keep) {}

void FindingCollector::begin_file(std::string name) {
  name_ = std::move(name);
  rules_.assign(book_->registry().rules().size(), {});
  worst_ = outside_ = {};
  severities_ = {};
  current_ = {};
  counted_.clear();
  kept_.clear();
}

void FindingCollector::add(const Finding& finding) {
  Progress& progress = rules_[finding.rule->index];
  progress.tally.rule = finding.rule;
  ++progress.tally.findings;
  if (finding.in_account) {
    add_to_account(finding);
  } else {
    add_outside(finding, progress);
  }
}

void FindingCollector::add_outside(const Finding& finding, Progress& progress) {
  RuleFindings& tally = progress.tally;
  if (tally.outside++ == 0) ++outside_[static_cast<std::size_t>(finding.rule->severity)];
  if (keep_ == Keep::Accounts && tally.outside_findings.size() < kMostSamples)
    tally.outside_findings.push_back(without_bytes(finding));
}

void FindingCollector::add_to_account(const Finding& finding) {
  if (finding.record != current_.record) {
    close_account();
    current_.record = finding.record;
    current_.line = finding.line;
    current_.account = finding.account;
    if (keep_ == Keep::Accounts) current_.view = view_of(finding.bytes);
  }
  const RuleSeverity severity = finding.rule->severity;
  const RuleSeverity before = severities_.note(finding.record, severity);
  if (severity > before) {
    if (before != RuleSeverity::Info) --worst_[static_cast<std::size_t>(before)];
    ++worst_[static_cast<std::size_t>(severity)];
  }
  Progress& progress = rules_[finding.rule->index];
  if (finding.record > progress.last_record) {
    progress.last_record = finding.record;
    ++progress.tally.accounts;
    counted_.push_back(finding.rule->index);
  }
  if (keep_ == Keep::Counts) return;
  if (current_.findings.size() < kMostFindings) {
    current_.findings.push_back(without_bytes(finding));
  } else {
    ++current_.left_out;
  }
}

// Now it is known which rules keep the account that went by.
void FindingCollector::close_account() {
  if (keep_ == Keep::Accounts && current_.record != 0) {
    for (const std::uint32_t rule : counted_) {
      Progress& progress = rules_[rule];
      if ((progress.tally.accounts - 1) % progress.stride == 0) keep_sample(progress);
    }
    // Rules that look at the whole file come back to accounts at its end.
    const auto kept = kept_.find(current_.record);
    if (kept != kept_.end()) {
      SampleAccount& account = kept->second.account;
      if (account.record == 0) {
        account = std::move(current_);
      } else {
        for (Finding& finding : current_.findings) {
          if (account.findings.size() < kMostFindings) {
            account.findings.push_back(std::move(finding));
          } else {
            ++account.left_out;
          }
        }
        account.left_out += current_.left_out;
      }
    }
  }
  current_ = {};
  counted_.clear();
}

// Every account at first; whenever there are too many, every second goes and half as many come. So
// what is kept is spread over the file, and the same file gives the same accounts.
void FindingCollector::keep_sample(Progress& progress) {
  std::vector<std::uint64_t>& samples = progress.tally.samples;
  samples.push_back(current_.record);
  ++kept_[current_.record].uses;
  if (samples.size() <= kMostSamples) return;
  progress.stride *= 2;
  std::vector<std::uint64_t> rest;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (i % 2 == 0) {
      rest.push_back(samples[i]);
      continue;
    }
    const auto kept = kept_.find(samples[i]);
    if (--kept->second.uses == 0) kept_.erase(kept);
  }
  samples = std::move(rest);
}

FileFindings FindingCollector::take() {
  close_account();
  FileFindings file;
  file.file = name_;
  for (Progress& progress : rules_) {
    if (progress.tally.findings > 0) file.rules.push_back(std::move(progress.tally));
  }
  std::sort(file.rules.begin(), file.rules.end(), is_worse);
  for (auto& [record, kept] : kept_) file.accounts.push_back(std::move(kept.account));
  return file;
}

FileFindings FindingCollector::end_file(const FileSummary& summary) {
  FileFindings file = take();
  file.summary = summary;
  file.inputs = {.accounts = summary.accounts, .worst = worst_, .outside = outside_};
  return file;
}

FileFindings FindingCollector::end_file(Error error) {
  FileFindings file = take();
  file.error = std::move(error);
  return file;
}

}  // namespace m2
