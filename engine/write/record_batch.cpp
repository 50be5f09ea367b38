#include "engine/write/record_batch.h"

#include <cstring>

#include "engine/base/check.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"

namespace m2 {
namespace {

constexpr const Field& kIdentity = field(BaseField::IdentificationNumber);
constexpr const Field& kActivity = field(BaseField::DateOfAccountInformation);
static_assert(kIdentity.end() == field(BaseField::CycleIdentifier).start,
              "the fields that differ between bureaus stand side by side");

}  // namespace

void put_identity(const RecordForm& form, char* base) {
  FoldCounts ignored;
  put_text(kIdentity, form.identification_number, base, ignored);
  put_text(field(BaseField::CycleIdentifier), form.cycle_identifier, base, ignored);
}

RecordBatch::RecordBatch(const std::vector<RecordForm>& forms) {
  for (const RecordForm& form : forms) {
    Formed formed;
    formed.framing = form.framing;
    std::string base(blank(Segment::Base));
    put_identity(form, base.data());
    std::memcpy(formed.identity.data(), base.data() + kIdentity.offset(), kIdentityLength);
    forms_.push_back(std::move(formed));
  }
}

bool RecordBatch::add(std::string_view record) {
  if (record.size() > kLongestRecord) return false;
  totals_.add(record);
  const char* const day = record.data() + kActivity.offset();  // MMDDYYYY
  std::array<char, 8> activity;
  std::memcpy(activity.data(), day + 4, 4);
  std::memcpy(activity.data() + 4, day, 4);
  if (activity > latest_) latest_ = activity;
  for (Formed& form : forms_) {
    const std::size_t at = form.bytes.size();
    const bool is_appended = append_record(form.framing, record, form.bytes).has_value();
    M2_CHECK(is_appended, "a whole record of a length that can be told has every form");
    std::memcpy(form.bytes.data() + at + kIdentity.offset(), form.identity.data(), kIdentityLength);
  }
  return true;
}

void RecordBatch::clear() {
  for (Formed& form : forms_) form.bytes.clear();
  totals_ = {};
  latest_ = {};
}

std::optional<Date> RecordBatch::latest_activity() const {
  const std::string_view digits(latest_.data(), latest_.size());
  return Date::parse_metro2(std::string(digits.substr(4)) + std::string(digits.substr(0, 4)));
}

}  // namespace m2
