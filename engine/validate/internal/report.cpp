#include "engine/validate/internal/report.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/text.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

// Of an account that is deleted only its frame, its place in the totals and its deletion are
// judged.
bool judges_deleted(std::string_view id) {
  constexpr std::array<std::string_view, 5> kFamilies = {"FILE", "HDR", "TRL", "DEL", "C37"};
  return std::any_of(kFamilies.begin(), kFamilies.end(),
                     [&](std::string_view family) { return id.starts_with(family); });
}

}  // namespace

void Report::begin(const FileRecord& record, RecordKind kind, const Framing& framing) {
  number_ = record.number;
  line_ = record.line;
  offset_ = record.offset;
  shorter_ = record.bytes.size() - record.raw.size();
  is_packed_ = framing.encoding == Encoding::Packed;
  bytes_ = record.bytes;
  is_account_ = kind == RecordKind::Base;
  is_deleted_ = is_account_ && is_deletion(record.bytes);
}

void Report::begin_alone(std::string_view record, std::uint64_t number) {
  FileRecord alone;
  alone.kind = RecordKind::Base;
  alone.number = alone.line = number;
  alone.bytes = alone.raw = record;
  begin(alone, RecordKind::Base, Framing{});
}

void Report::file(Structural name, std::uint64_t offset, Detail detail) {
  file(rule(name), offset, std::move(detail));
}

void Report::file(const Rule& rule, std::uint64_t offset, Detail detail) {
  Finding finding = about_file(rule, std::move(detail));
  finding.offset = offset;
  give(std::move(finding));
}

void Report::record(Structural name, std::uint64_t offset, Detail detail) {
  Finding finding = about_record(rule(name), std::move(detail));
  finding.offset = offset;
  give(std::move(finding));
}

void Report::record(const Rule& rule, Detail detail) {
  Finding finding = about_record(rule, std::move(detail));
  finding.offset = offset_;
  give(std::move(finding));
}

void Report::segment(Structural name, const SegmentView& part, Detail detail) {
  Finding finding = about_record(rule(name), std::move(detail));
  finding.offset = offset_ + part.offset - shorter_;
  finding.segment = facts(part.segment).key;
  give(std::move(finding));
}

void Report::field(Structural name, Segment segment, std::size_t segment_offset, const Field& field,
                   Detail detail) {
  if (is_deleted_ && !judges_deleted(rule(name).id)) return;
  this->field(rule(name), segment, segment_offset, &field, std::move(detail));
}

void Report::check(CheckKind kind, Segment segment, std::size_t segment_offset, const Field& field,
                   Detail detail) {
  const FieldCheck* const failed = find_field_check(segment, field, kind);
  M2_CHECK(failed != nullptr, "a check that fails is one of the field");
  const Rule& rule = book_->registry().rules()[failed->rule];
  if (is_deleted_ && !judges_deleted(rule.id)) return;
  Finding finding = about_field(rule, segment, segment_offset, &field, std::move(detail));
  finding.check = failed;
  give(std::move(finding));
}

void Report::field(const Rule& rule, Segment segment, std::size_t segment_offset,
                   const Field* field, Detail detail) {
  give(about_field(rule, segment, segment_offset, field, std::move(detail)));
}

Finding Report::about_field(const Rule& rule, Segment segment, std::size_t segment_offset,
                            const Field* field, Detail detail) const {
  const std::size_t at = detail.at;
  Finding finding = about_record(rule, std::move(detail));
  finding.segment = facts(segment).key;
  finding.field = field;
  finding.offset = field != nullptr ? place_of(segment, segment_offset, *field, at)
                                    : offset_ + segment_offset - shorter_;
  return finding;
}

void Report::earlier_field(const Place& place, const Rule& rule, Segment segment,
                           const Field& field, Detail detail) {
  const Place now = this->place();
  const std::string_view bytes = std::exchange(bytes_, {});
  const bool is_account = std::exchange(is_account_, false);
  go_to(place);
  this->field(rule, segment, 0, &field, std::move(detail));
  go_to(now);
  bytes_ = bytes;
  is_account_ = is_account;
}

void Report::missing_account(const Rule& rule, std::string account, Detail detail) {
  Finding finding = about_file(rule, std::move(detail));
  finding.account = std::move(account);
  give(std::move(finding));
}

void Report::go_to(const Place& place) {
  number_ = place.number;
  line_ = place.line;
  offset_ = place.offset;
  shorter_ = place.shorter;
  is_packed_ = place.is_packed;
}

Finding Report::about_file(const Rule& rule, Detail detail) const {
  Finding finding;
  finding.rule = &rule;
  finding.found = std::move(detail.found);
  finding.expected = std::move(detail.expected);
  finding.message = detail.message.empty() ? std::string(rule.title) : detail.message;
  finding.fix = std::move(detail.fix);
  return finding;
}

Finding Report::about_record(const Rule& rule, Detail detail) const {
  Finding finding = about_file(rule, std::move(detail));
  finding.record = number_;
  finding.line = line_;
  if (is_account_)
    finding.account = printable(text(m2::field(BaseField::ConsumerAccountNumber), bytes_));
  finding.in_account = is_account_;
  finding.bytes = bytes_;
  return finding;
}

// Where a byte of the character form stands in the file.
std::uint64_t Report::place_of(Segment segment, std::size_t segment_offset, const Field& field,
                               std::size_t at) const {
  if (!is_packed_ || is_appended(segment)) {
    return offset_ + segment_offset - shorter_ + field.offset() + at;
  }
  const auto row = static_cast<std::size_t>(&field - fields(segment).data());
  const PackedField& packed = packed_fields(segment)[row];
  return offset_ + packed.offset() + (packed.form == PackedForm::Character ? at : 0);
}

void Report::give(Finding finding) {
  if (!book_->asks(*finding.rule)) return;
  if (is_holding_) {
    held_.push_back(std::move(finding));
    return;
  }
  if (is_silenced(*finding.rule)) {
    silenced_.resize(book_->registry().rules().size());
    ++silenced_[finding.rule->index];
    return;
  }
  ++counts_[static_cast<std::size_t>(finding.rule->severity)];
  sink_(finding);
}

void Report::silence(const Rule& rule) {
  Finding finding;
  finding.rule = &rule;
  give(std::move(finding));
}

void Report::release() {
  is_holding_ = false;
  for (Finding& finding : held_) give(std::move(finding));
  held_.clear();
}

void Report::drop() {
  is_holding_ = false;
  held_.clear();
}

}  // namespace m2::internal
