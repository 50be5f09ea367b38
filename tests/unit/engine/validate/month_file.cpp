#include "tests/unit/engine/validate/month_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/metro2/record.h"

namespace m2::test {

MonthFile::MonthFile(std::string_view activity_date) {
  const Date day = *Date::parse_iso(activity_date);
  info_date_.resize(8);
  day.write_metro2(info_date_.data());
  std::string created(8, '0');
  day.plus_days(1).write_metro2(created.data());
  file_.records.erase(file_.records.begin() + 1, file_.records.end() - 1);
  set_header("activity_date", info_date_);
  set_header("date_created", created);
}

void MonthFile::add(int number) {
  const std::size_t at = numbers_.size() + 1;
  file_.records.insert(file_.records.begin() + static_cast<std::ptrdiff_t>(at),
                       SampleFile().records[1]);
  numbers_.push_back(number);
  set(number, "consumer_account_number", fmt::format("ACCT{:04}", number));
  set(number, "ssn", fmt::format("66602{:04}", number));
  set(number, "date_opened",
      fmt::format("{:02}{:02}{}", number % 12 + 1, number / 12 % 28 + 1, 2020 + number % 5));
  set(number, "date_of_account_information", info_date_);
  set(number, "date_of_last_payment", info_date_);
  set(number, "time_stamp", "00000000000000");
  set(number, "current_balance", "000001000");
}

void MonthFile::add_all(int first, int last) {
  for (int number = first; number <= last; ++number) add(number);
}

std::size_t MonthFile::record_of(int number) const {
  const auto at = std::find(numbers_.rbegin(), numbers_.rend(), number);  // added last
  return static_cast<std::size_t>(numbers_.rend() - at);
}

void MonthFile::set(int number, std::string_view key, std::string_view value) {
  set(number, Segment::Base, key, value);
}

void MonthFile::set(int number, Segment segment, std::string_view key, std::string_view value) {
  file_.set(record_of(number), segment, key, value);
}

void MonthFile::append(int number, Segment segment) {
  append_segment(file_.records[record_of(number)], segment);
}

void MonthFile::set_header(std::string_view key, std::string_view value) {
  file_.set(0, Segment::Header, key, value);
}

std::string MonthFile::bytes(Framing framing) const {
  SampleFile file = file_;
  file.count_again();
  return file.bytes(framing);
}

std::unique_ptr<PreviousFiles> previous_of(const std::vector<std::string>& files) {
  std::vector<PreviousFile> all;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string& bytes = files[i];
    all.push_back({.name = fmt::format("`file{}.dat`", i + 1),
                   .open = [&bytes] { return Result<Reader::Source>(Reader::source_of(bytes)); }});
  }
  auto previous = PreviousFiles::read(std::move(all));
  REQUIRE(previous);
  return std::move(*previous);
}

std::vector<Finding> findings_beside(std::string_view file,
                                     const std::vector<std::string>& previous,
                                     std::shared_ptr<const RuleBook> book) {
  if (book == nullptr) book = RuleBook::of_all(RuleRegistry::built_in());
  const auto earlier = previous.empty() ? nullptr : previous_of(previous);
  std::vector<Finding> findings;
  Reader reader = Reader::of_bytes(file);
  const Result<FileSummary> summary =
      validate(reader, {.book = book, .previous = earlier.get()},
               [&](const Finding& finding) { findings.push_back(finding); });
  REQUIRE(summary);
  return findings;
}

std::vector<std::string> told_beside(std::string_view file,
                                     const std::vector<std::string>& previous) {
  std::vector<std::string> all;
  for (const Finding& finding : findings_beside(file, previous)) {
    std::string text = fmt::format("{} {}", finding.rule->id, finding.line);
    if (finding.field != nullptr)
      text += fmt::format(":{}.{}", finding.segment, finding.field->key);
    all.push_back(text);
  }
  return all;
}

std::vector<std::string> told_beside(const MonthFile& file,
                                     const std::vector<MonthFile>& previous) {
  std::vector<std::string> earlier;
  for (const MonthFile& month : previous) earlier.push_back(month.bytes());
  return told_beside(file.bytes(), earlier);
}

}  // namespace m2::test
