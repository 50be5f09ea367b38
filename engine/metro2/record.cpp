#include "engine/metro2/record.h"

#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

std::optional<Segment> appended_segment(std::string_view identifier) {
  const std::optional<Segment> segment = find_segment(identifier);
  return segment && is_appended(*segment) && to_string(*segment) == identifier ? segment
                                                                               : std::nullopt;
}

}  // namespace

SegmentRange::Iterator& SegmentRange::Iterator::operator++() {
  read(view_.offset + view_.bytes.size());
  return *this;
}

void SegmentRange::Iterator::read(std::size_t offset) {
  const std::string_view rest = record_.substr(offset);
  view_ = {.offset = offset};
  if (offset == 0) {
    view_.bytes = rest.substr(0, kBaseLength);
    if (rest.size() < kBaseLength) view_.fault = SegmentFault::Truncated;
    return;
  }
  const std::optional<Segment> segment = appended_segment(rest.substr(0, 2));
  if (segment) {
    view_.segment = *segment;
    view_.bytes = rest.substr(0, segment_length(*segment));
    if (view_.bytes.size() < segment_length(*segment)) view_.fault = SegmentFault::Truncated;
    return;
  }
  if (rest.find_first_not_of(' ') == std::string_view::npos) return;  // padding, or the end
  view_.bytes = rest;
  view_.fault = SegmentFault::Unknown;
}

char* append_segment(std::string& record, Segment segment) {
  const std::size_t at = record.size();
  record += blank(segment);
  return record.data() + at;
}

std::string_view history_letter(std::string_view base_segment) {
  const StatusFacts* status = find_status(text(field(BaseField::AccountStatus), base_segment));
  if (status == nullptr || status->history == StatusFacts::kNoHistory) return {};
  return status->history == StatusFacts::kFromRating
             ? text(field(BaseField::PaymentRating), base_segment)
             : std::string_view(&status->history, 1);
}

bool is_deletion(std::string_view base_segment) {
  const std::string_view status = raw(field(BaseField::AccountStatus), base_segment);
  return status == "DA" || status == "DF";
}

NumberChange number_change(std::string_view record) {
  if (record.size() == kBaseLength) return {};
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment != Segment::L1 || part.fault != SegmentFault::None) continue;
    const char indicator = raw(field(L1Field::ChangeIndicator), part.bytes).front();
    NumberChange change;
    if (indicator == '1' || indicator == '3')
      change.number = trim(raw(field(L1Field::NewConsumerAccountNumber), part.bytes));
    if (indicator == '2' || indicator == '3')
      change.identification = trim(raw(field(L1Field::NewIdentificationNumber), part.bytes));
    return change;
  }
  return {};
}

std::string base_as_known(std::string_view record) {
  if (record.size() < kBaseLength) return {};
  std::string base(record.substr(0, kBaseLength));
  if (const std::string_view number = number_change(record).number; !number.empty()) {
    const Field& place = field(BaseField::ConsumerAccountNumber);
    base.replace(place.offset(), place.length,
                 std::string(number) + std::string(place.length - number.size(), ' '));
  }
  return base;
}

std::size_t unpadded_length(std::string_view record) {
  std::size_t length = 0;
  for (const SegmentView& part : segments_of(record)) length = part.offset + part.bytes.size();
  return length;
}

}  // namespace m2
