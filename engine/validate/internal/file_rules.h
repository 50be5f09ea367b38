#pragma once
// FileRules: the rules over all accounts of a file together: numbers, debts and persons that stand
// in it twice.
//
//   FileRules rules(book);
//   rules.begin_file(header.bytes, report);
//   rules.look(record.bytes);                   // soon: the tables are far away
//   rules.judge(record.bytes, number, report);
//   rules.end_file(report);
//
// Remembers under 60 bytes of an account: hashes, never values.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/validate/account_key.h"
#include "engine/validate/internal/key_table.h"
#include "engine/validate/internal/report.h"
#include "engine/validate/internal/whole_rules.h"

namespace m2::internal {

class FileRules {
 public:
  explicit FileRules(const RuleBook& book);

  /// `report` is at the header; nothing of an earlier file is remembered.
  void begin_file(std::string_view header, const Report& report);
  /// Works out the keys of the account that is judged next.
  void look(std::string_view record);
  /// `number` is that of the record in the file.
  void judge(std::string_view record, std::uint64_t number, Report& report);
  void end_file(Report& report);

 private:
  struct Person {
    Segment segment = Segment::Base;
    std::size_t offset = 0;
    std::uint32_t ssn = 0;   // never 0
    std::uint32_t name = 0;  // hash of the letters of surname and first name
  };
  struct Named {
    std::uint32_t name = 0;
    std::uint32_t record = 0;
  };
  struct Keys {
    AccountKey account;
    std::optional<AccountKey> announced;  // the new numbers of an L1 segment
    std::uint64_t debt = 0;               // 0: not asked
    std::uint64_t own_debt = 0;           // the same at one reporter; 0: not asked
    std::vector<Person> persons;
  };

  void look_at_debt(std::string_view record);
  void look_at_person(Segment segment, std::size_t offset, std::string_view bytes);
  void judge_number(std::string_view record, std::uint32_t number, Report& report);
  void judge_debt(std::string_view record, std::uint32_t number, Report& report);
  void judge_persons(std::string_view record, std::uint32_t number, Report& report);
  [[nodiscard]] bool asks(Whole name) const { return book_.asks(rule(name)); }
  [[nodiscard]] const Rule& rule(Whole name) const { return whole_rule(book_.registry(), name); }

  const RuleBook& book_;
  const bool asks_accounts_;
  const bool asks_numbers_;
  const bool asks_debts_;
  const bool asks_own_debts_;
  const bool asks_persons_;

  Keys keys_;
  bool is_known_ = false;       // the account was in the file before
  bool is_number_new_ = false;  // its number was not, under any identification number

  // By key the number of the first record; of an account that only an L1 segment names, with
  // kAnnounced.
  static constexpr std::uint32_t kAnnounced = std::uint32_t{1} << 31;
  KeyTable<std::uint64_t, std::uint32_t> accounts_;
  KeyTable<std::uint64_t, std::uint32_t> numbers_;
  KeyTable<std::uint64_t, std::uint32_t> debts_;
  KeyTable<std::uint64_t, std::uint32_t> own_debts_;
  KeyTable<std::uint32_t, Named> persons_;

  std::optional<Report::Place> header_without_cycle_;
  std::optional<std::uint64_t> first_with_cycle_;
};

}  // namespace m2::internal
