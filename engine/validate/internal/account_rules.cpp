#include "engine/validate/internal/account_rules.h"

#include "engine/base/check.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

// The segment of the record that a finding is about, and where it begins.
struct AboutSegment {
  Segment segment = Segment::Base;
  std::size_t offset = 0;
  std::string_view bytes;
};

AboutSegment segment_about(const RuleHit& hit, std::string_view record) {
  const auto& about = hit.rule->about;
  const Segment wanted = about && !about->of_consumer ? about->segment : hit.segment;
  for (const SegmentView& part : segments_of(record)) {
    const bool is_it = wanted == hit.segment ? part.offset == hit.offset : part.segment == wanted;
    if (is_it) return {part.segment, part.offset, part.bytes};
  }
  return {Segment::Base, 0, record.substr(0, kBaseLength)};
}

}  // namespace

AccountRules::AccountRules(const RuleBook& book) : registry_(book.registry()) {
  if (registry_.declared() == nullptr) return;
  auto program = lower_rules(registry_.declared(), Date());
  M2_CHECK(program.has_value(), "the registry holds rules that fit into a program");
  std::vector<std::uint8_t> asked;
  for (std::size_t i = 0; i < registry_.declared()->rules.size(); ++i)
    asked.push_back(book.asks(registry_.of_declared(i)) ? 1 : 0);
  runner_ = std::make_unique<RuleRunner>(*program, asked);
  runner_->set_facts(book.facts());
}

void AccountRules::begin_file(std::string_view header, Date today) {
  if (runner_ == nullptr) return;
  runner_->set_header(header);
  runner_->set_as_of(today);
}

void AccountRules::judge(std::string_view record, std::string_view previous, Report& report) {
  if (runner_ == nullptr) return;
  for (const RuleHit& hit : runner_->run(record, previous)) {
    const Rule& rule = registry_.of_declared(hit.place);
    const AboutSegment about = segment_about(hit, record);
    const Field* field =
        hit.rule->about ? find_field(about.segment, hit.rule->about->field->key) : nullptr;
    report.field(rule, about.segment, about.offset, field,
                 {.found = field != nullptr ? shown(*field, raw(*field, about.bytes)) : "",
                  .message = std::string(hit.because)});
  }
}

}  // namespace m2::internal
