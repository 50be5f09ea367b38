#pragma once
// A month's file of as many plain accounts as a test needs, and what validation says of it beside
// earlier ones.
//
//   MonthFile june("2026-06-30");
//   june.add(1);                                       // ACCT0001, as good as it can be
//   june.set(1, "account_status", "71");
//   CHECK(told_beside(june, {may, april}) == Told{"X-029 0"});

#include <string>
#include <string_view>
#include <vector>

#include "engine/validate/previous_files.h"
#include "engine/validate/validate.h"
#include "tests/support/sample_file.h"

namespace m2::test {

class MonthFile {
 public:
  explicit MonthFile(std::string_view activity_date = "2026-05-31");

  /// Account, person and date opened follow from the number, which is below 10,000.
  void add(int number);
  void add_all(int first, int last);
  /// Overwrites a field of the account that was added with this number; values as bytes.
  void set(int number, std::string_view key, std::string_view value);
  void set(int number, Segment segment, std::string_view key, std::string_view value);
  /// Appends a blank segment to the account.
  void append(int number, Segment segment);
  void set_header(std::string_view key, std::string_view value);
  /// With a trailer whose totals are right.
  [[nodiscard]] std::string bytes(Framing framing = {}) const;

 private:
  [[nodiscard]] std::size_t record_of(int number) const;

  SampleFile file_;
  std::vector<int> numbers_;
  std::string info_date_;  // MMDDYYYY
};

/// "FILE-016 3:base.consumer_account_number", with the line; "PORT-001 0" of the file as a whole.
std::vector<std::string> told_beside(std::string_view file,
                                     const std::vector<std::string>& previous = {});
std::vector<std::string> told_beside(const MonthFile& file,
                                     const std::vector<MonthFile>& previous = {});
/// The same, whole; rules of low confidence are asked, too. Without a book the rules of C++.
std::vector<Finding> findings_beside(std::string_view file,
                                     const std::vector<std::string>& previous = {},
                                     std::shared_ptr<const RuleBook> book = {});
std::unique_ptr<PreviousFiles> previous_of(const std::vector<std::string>& files);

}  // namespace m2::test
