#include "engine/validate/previous_reports.h"

#include <algorithm>
#include <initializer_list>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

bool says(BaseField name, std::string_view record, std::initializer_list<std::string_view> codes) {
  return std::find(codes.begin(), codes.end(), text(field(name), record)) != codes.end();
}

}  // namespace

bool is_disputed(std::string_view record) {
  return says(BaseField::ComplianceConditionCode, record, {"XB", "XD", "XF", "XJ"});
}

bool is_final(std::string_view record) {
  if (says(BaseField::AccountStatus, record,
           {"05", "13", "61", "62", "63", "64", "65", "89", "94", "DA", "DF"})) {
    return true;
  }
  if (says(BaseField::SpecialComment, record, {"O", "AH", "AL", "AN", "AS", "AT"})) return true;
  if (says(BaseField::ConsumerInformationIndicator, record, {"E", "F", "G", "H"})) return true;
  for (const SegmentView& part : segments_of(record)) {
    constexpr std::string_view kSold = "2";
    if (part.segment == Segment::K2 && part.fault == SegmentFault::None &&
        raw(field(K2Field::PurchasedIndicator), part.bytes) == kSold) {
      return true;
    }
  }
  return false;
}

}  // namespace m2
