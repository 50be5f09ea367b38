#include "engine/metro2/record.h"

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

std::string base_as_known(std::string_view record) {
  if (record.size() < kBaseLength) return {};
  std::string base(record.substr(0, kBaseLength));
  for (const SegmentView& part : segments_of(record)) {
    if (part.fault != SegmentFault::None || part.segment != Segment::L1) continue;
    const std::string_view change = text(field(L1Field::ChangeIndicator), part.bytes);
    const std::string_view number = raw(field(L1Field::NewConsumerAccountNumber), part.bytes);
    const bool is_told = number.find_first_not_of(' ') != std::string_view::npos;
    if ((change != "1" && change != "3") || !is_told) continue;
    const Field& place = field(BaseField::ConsumerAccountNumber);
    base.replace(place.offset(), place.length, number);
  }
  return base;
}

std::size_t unpadded_length(std::string_view record) {
  std::size_t length = 0;
  for (const SegmentView& part : segments_of(record)) length = part.offset + part.bytes.size();
  return length;
}

}  // namespace m2
