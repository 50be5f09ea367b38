#include "engine/validate/internal/trailer_check.h"

#include <fmt/format.h>

#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

// The rule about a total, by the family of its name; none for fields that are no totals.
constexpr std::optional<Structural> rule_for(const Field& field) {
  const std::string_view key = field.key;
  if (key == "total_base_records") return Structural::BaseCount;
  if (key == "total_status_da") return Structural::StatusDaCount;
  if (key == "total_status_df") return Structural::StatusDfCount;
  if (key.starts_with("total_status_")) return Structural::StatusCount;
  if (key == "total_ecoa_z") return Structural::EcoaZCount;
  if (key == "total_j1") return Structural::J1Count;
  if (key == "total_j2") return Structural::J2Count;
  if (key == "total_k1") return Structural::K1Count;
  if (key == "total_k2") return Structural::K2Count;
  if (key == "total_k3") return Structural::K3Count;
  if (key == "total_k4") return Structural::K4Count;
  if (key == "total_l1") return Structural::L1Count;
  if (key == "total_n1") return Structural::N1Count;
  if (key.starts_with("total_ssn_")) return Structural::SsnCount;
  if (key.starts_with("total_dob_")) return Structural::BirthCount;
  if (key == "total_telephone_all") return Structural::TelephoneCount;
  return std::nullopt;
}

constexpr bool every_total_has_a_rule() {
  for (const Field& field : kTrailerFields) {
    if (field.key.starts_with("total_") != rule_for(field).has_value()) return false;
  }
  return true;
}
static_assert(every_total_has_a_rule());

void give(Structural rule, const Field& field, std::int64_t told, std::uint64_t counted,
          Report& report) {
  report.field(rule, Segment::Trailer, 0, field,
               {.found = std::to_string(told), .expected = std::to_string(counted)});
}

// Totals told for all segments that are not the sum of those told for each.
void check_sum(std::string_view trailer, TrailerField all, TrailerField base, TrailerField j1,
               TrailerField j2, Report& report) {
  std::int64_t sum = 0;
  for (const TrailerField part : {base, j1, j2}) {
    const std::optional<std::int64_t> told = number(field(part), trailer);
    if (!told) return;
    sum += *told;
  }
  const std::optional<std::int64_t> told = number(field(all), trailer);
  if (told && *told != sum) {
    give(Structural::TotalsAddUp, field(all), *told, static_cast<std::uint64_t>(sum), report);
  }
}

}  // namespace

void check_trailer(std::string_view trailer, const Totals& totals, BlockTotals blocks,
                   Report& report) {
  for (std::size_t i = 0; i < kTrailerFields.size(); ++i) {
    const Field& field = kTrailerFields[i];
    const std::optional<Structural> rule = rule_for(field);
    const std::optional<std::int64_t> told = number(field, trailer);  // else FILE-020 speaks of it
    if (!rule || !told) continue;
    const std::uint64_t counted = totals.count(static_cast<TrailerField>(i));
    if (static_cast<std::uint64_t>(*told) != counted) give(*rule, field, *told, counted, report);
  }
  check_sum(trailer, TrailerField::TotalSsnAll, TrailerField::TotalSsnBase,
            TrailerField::TotalSsnJ1, TrailerField::TotalSsnJ2, report);
  check_sum(trailer, TrailerField::TotalDobAll, TrailerField::TotalDobBase,
            TrailerField::TotalDobJ1, TrailerField::TotalDobJ2, report);

  const Field& block_count = field(TrailerField::BlockCount);
  const auto told = static_cast<std::uint64_t>(number(block_count, trailer).value_or(0));
  const bool is_right = told == 0 || told == blocks.records || told == blocks.blocks;
  if (!is_right) {
    give(Structural::BlockCount, block_count, static_cast<std::int64_t>(told),
         blocks.blocks > 0 ? blocks.blocks : blocks.records, report);
  }
}

}  // namespace m2::internal
