#pragma once
// The records of a file that is imported: each judged by itself, and by what the file as a whole
// says.
//
//   const RecordJudge judge({"QUILLCEDAR01"});
//   M2_TRY(ImportSurvey survey, survey_file(source, judge));
//   const RecordVerdict verdict = judge.judge(record);       // why it cannot be kept, or its
//   number

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/metro2/reader.h"
#include "engine/pipeline/history_import.h"

namespace m2 {

struct RecordVerdict {
  std::optional<LeftOut> why;  // empty: nothing is wrong with it
  std::string detail;
  std::string number;      // under which the bureaus know the account since this report
  std::string own_number;  // under which it is reported: another one where the number changes
};

/// What is wrong with one record, whatever else the file holds.
class RecordJudge {
 public:
  /// In capitals; none: all are the tenant's.
  explicit RecordJudge(std::vector<std::string> identification_numbers)
      : identification_numbers_(std::move(identification_numbers)) {}
  /// Of a base record, or of what is no record.
  [[nodiscard]] RecordVerdict judge(const FileRecord& record) const;

 private:
  std::vector<std::string> identification_numbers_;
};

/// Texts of which some come twice: 16 bytes each.
class SeenTwice {
 public:
  void add(std::string_view text);
  /// After the last one: forgets those that came once.
  void seal();
  [[nodiscard]] bool contains(std::string_view text) const;

 private:
  using Print = std::array<char, 16>;
  static Print print_of(std::string_view text);
  std::vector<Print> prints_;
};

struct ImportSurvey {
  std::string sha256;
  Framing framing;
  std::uint64_t records = 0;  // base records, and pieces that are no record
  std::uint64_t base_records = 0;
  std::optional<Date> activity_date;  // of the header
  std::optional<Date> latest;         // day of account information of the records
  std::uint64_t latest_record = 0;    // that has it
  SeenTwice numbers;
};

using ImportVisit = std::function<Result<void>(const FileRecord&)>;
/// Every base record, and every piece that is none, with the header first; gives the SHA-256.
Result<std::string> visit_records(const ImportRequest& request, Framing* framing,
                                  const ImportVisit& visit);
/// Errors: Invalid (no Metro 2 record in it), those of the source.
Result<ImportSurvey> survey_file(const ImportRequest& request, const RecordJudge& judge);

/// The record as a store keeps it: base and segments, without padding; descriptor word,
/// identification number and cycle open.
std::string as_kept(std::string_view record);

}  // namespace m2
