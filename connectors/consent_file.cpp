#include "connectors/consent_file.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "engine/base/ascii.h"
#include "engine/base/date.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

constexpr std::array<std::string_view, 5> kColumns{"account", "customer", "state", "date",
                                                   "source"};

/// The fields of one line; nothing when a quote is left open or stands where it cannot.
std::optional<std::vector<std::string>> fields_of(std::string_view line) {
  std::vector<std::string> fields(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ',') {
      fields.emplace_back();
    } else if (line[i] != '"') {
      fields.back() += line[i];
    } else {
      if (!fields.back().empty()) return std::nullopt;
      for (++i;; ++i) {
        if (i >= line.size()) return std::nullopt;
        if (line[i] == '"' && line.substr(i + 1, 1) != "\"") break;
        if (line[i] == '"') ++i;
        fields.back() += line[i];
      }
      if (i + 1 < line.size() && line[i + 1] != ',') return std::nullopt;
    }
  }
  return fields;
}

/// Why the row says nothing usable; empty when it does.
std::string problem_of(const std::optional<std::vector<std::string>>& row) {
  if (!row) return "a quote is not closed, or stands inside a field";
  if (row->size() != kColumns.size())
    return fmt::format("{} fields, not {}", row->size(), kColumns.size());
  if ((*row)[0].empty() || (*row)[1].empty()) return "no account or no customer";
  if ((*row)[2] != "granted" && (*row)[2] != "withdrawn")
    return "the state is neither `granted` nor `withdrawn`";
  if (!Date::parse_iso((*row)[3])) return "the date is not a day written as 2025-07-28";
  return {};
}

}  // namespace

Result<ConsentFile> read_consents(std::string_view csv) {
  ConsentFile consents;
  if (csv.starts_with(kByteOrderMark)) csv.remove_prefix(kByteOrderMark.size());
  std::size_t line_number = 0;
  for (std::string_view line : split(csv, '\n')) {
    ++line_number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    std::optional<std::vector<std::string>> row = fields_of(line);
    if (line_number == 1) {
      if (!row || !std::equal(row->begin(), row->end(), kColumns.begin(), kColumns.end())) {
        return Error{ErrorCode::Invalid,
                     "its first line is not `account,customer,state,date,source`"};
      }
      continue;
    }
    if (line.empty()) continue;
    if (std::string problem = problem_of(row); !problem.empty()) {
      consents.problems.push_back(fmt::format("line {}: {}", line_number, problem));
      continue;
    }
    std::vector<std::string>& field = *row;
    consents.by_account[field[0]].push_back(
        {std::move(field[1]), std::move(field[2]), std::move(field[3]), std::move(field[4])});
  }
  return consents;
}

}  // namespace m2::connectors
