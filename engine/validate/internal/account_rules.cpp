#include "engine/validate/internal/account_rules.h"

#include <optional>

#include "engine/metro2/record.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

// The segment of the record that a finding is about: what the rule reads, where there are several.
// Nothing: the record has no such segment.
std::optional<SegmentView> segment_about(const RuleHit& hit, std::string_view record) {
  const auto& about = hit.rule->about;
  const Segment wanted = about && !about->of_consumer ? about->segment : hit.segment;
  std::optional<SegmentView> found;
  for (const SegmentView& part : segments_of(record)) {
    if (wanted == hit.segment && part.offset == hit.offset) return part;
    const bool is_it = wanted != hit.segment && part.segment == wanted &&
                       part.fault == SegmentFault::None && part.is_populated();
    if (is_it) found = part;
  }
  return found;
}

}  // namespace

AccountRules::AccountRules(const RuleBook& book) : registry_(book.registry()) {
  if (registry_.program() == nullptr) return;
  std::vector<std::uint8_t> asked;
  for (std::size_t i = 0; i < registry_.declared()->rules.size(); ++i)
    asked.push_back(book.asks(registry_.of_declared(i)) ? 1 : 0);
  runner_ = std::make_unique<RuleRunner>(registry_.program(), asked);
  runner_->set_facts(book.facts());
}

void AccountRules::begin_file(std::string_view header, Date today, const Report& report) {
  if (runner_ == nullptr) return;
  std::vector<std::uint8_t> silenced;
  for (std::size_t i = 0; i < registry_.declared()->rules.size(); ++i)
    silenced.push_back(report.is_silenced(registry_.of_declared(i)) ? 1 : 0);
  runner_->set_textless(std::move(silenced));
  runner_->set_header(header);
  runner_->set_as_of(today);
}

void AccountRules::judge(std::string_view record, std::string_view previous, Report& report) {
  if (runner_ == nullptr) return;
  for (const RuleHit& hit : runner_->run(record, previous)) {
    const Rule& rule = registry_.of_declared(hit.place);
    if (report.is_silenced(rule)) {
      report.silence(rule);
      continue;
    }
    const std::optional<SegmentView> about = segment_about(hit, record);
    const Field* field = about && hit.rule->about
                             ? find_field(about->segment, hit.rule->about->field->key)
                             : nullptr;
    report.field(rule, about ? about->segment : hit.segment, about ? about->offset : hit.offset,
                 field,
                 {.found = field != nullptr ? shown(*field, raw(*field, about->bytes)) : "",
                  .message = std::string(hit.because),
                  .fix = hit.fix == rule.fix ? std::string() : std::string(hit.fix)});
  }
}

}  // namespace m2::internal
