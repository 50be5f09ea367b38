#include "engine/validate/internal/header_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

constexpr std::int32_t kLongestDelay = 31;  // days from the last update to the file, HDR-006

class HeaderCheck {
 public:
  HeaderCheck(std::string_view header, Report& report) : header_(header), report_(report) {}

  [[nodiscard]] std::optional<Date> day(HeaderField name) const {
    return date(field(name), header_);
  }
  [[nodiscard]] bool is_given(HeaderField name) const { return is_filled(field(name), header_); }

  void require(HeaderField name, Structural rule) {
    if (!is_given(name)) give(name, rule, "");
  }
  void not_after(HeaderField name, std::optional<Date> last, Structural rule) {
    const std::optional<Date> found = day(name);
    if (found && last && *found > *last) {
      give(name, rule, fmt::format("{} or earlier", last->to_string()));
    }
  }
  void give(HeaderField name, Structural rule, std::string expected) {
    const Field& row = field(name);
    report_.field(rule, Segment::Header, 0, row,
                  {.found = shown(row, raw(row, header_)), .expected = std::move(expected)});
  }

 private:
  std::string_view header_;
  Report& report_;
};

}  // namespace

void check_header(std::string_view header, std::optional<Date> today, Report& report) {
  HeaderCheck check(header, report);
  const std::optional<Date> created = check.day(HeaderField::DateCreated);
  const std::optional<Date> activity = check.day(HeaderField::ActivityDate);
  const std::optional<Date> last = today ? today : created;

  check.not_after(HeaderField::ActivityDate, last, Structural::ActivityDateNotFuture);
  check.not_after(HeaderField::DateCreated, last, Structural::CreationDateNotFuture);
  if (created && activity && *created < *activity) {
    check.give(HeaderField::DateCreated, Structural::CreatedAfterActivity,
               fmt::format("{} or later", activity->to_string()));
  }
  if (created && activity && created->days() - activity->days() > kLongestDelay) {
    check.give(HeaderField::ActivityDate, Structural::CreatedSoonEnough,
               fmt::format("{} or later", created->plus_days(-kLongestDelay).to_string()));
  }
  check.require(HeaderField::ReporterName, Structural::ReporterNameGiven);
  check.require(HeaderField::ReporterAddress, Structural::ReporterAddressGiven);
  check.require(HeaderField::ReporterTelephoneNumber, Structural::ReporterPhoneGiven);

  constexpr std::array kPrograms = {
      HeaderField::InnovisProgramIdentifier, HeaderField::EquifaxProgramIdentifier,
      HeaderField::ExperianProgramIdentifier, HeaderField::TransunionProgramIdentifier};
  const bool has_program = std::any_of(kPrograms.begin(), kPrograms.end(),
                                       [&](HeaderField name) { return check.is_given(name); });
  if (!has_program)
    check.give(kPrograms.front(), Structural::ProgramGiven, "the identifier of a bureau");

  check.not_after(HeaderField::ProgramDate, last, Structural::ProgramNotFuture);
  check.not_after(HeaderField::ProgramRevisionDate, last, Structural::ProgramNotFuture);
  const std::optional<Date> revised = check.day(HeaderField::ProgramRevisionDate);
  check.not_after(HeaderField::ProgramDate, revised, Structural::RevisedAfterProgram);
}

}  // namespace m2::internal
