#include "engine/validate/internal/file_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/metro2/record.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

constexpr std::size_t kSsnDigits = 9;
constexpr std::string_view kStudentLoan = "12";

// The fields of a person, which have their own places in each segment.
struct PersonFields {
  const Field& surname;
  const Field& first_name;
  const Field& ssn;
  const Field& ecoa_code;
};

template <class Name>
constexpr PersonFields kPersonFields = {field(Name::Surname), field(Name::FirstName),
                                        field(Name::Ssn), field(Name::EcoaCode)};

const PersonFields& person_fields(Segment segment) {
  return segment == Segment::Base ? kPersonFields<BaseField>
         : segment == Segment::J1 ? kPersonFields<J1Field>
                                  : kPersonFields<J2Field>;
}

// 0: none that tells a person.
std::uint32_t told_ssn(std::string_view digits) {
  std::uint32_t ssn = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return 0;
    ssn = ssn * 10 + static_cast<std::uint32_t>(c - '0');
  }
  constexpr std::uint32_t kAllNines = 999'999'999;
  return ssn == kAllNines ? 0 : ssn;
}

std::string_view value_of(BaseField name, std::string_view record) {
  return raw(field(name), record);
}

// Letters only, so that a hyphen is no other name. 0: there is no name.
std::uint32_t name_hash(std::string_view surname, std::string_view first_name) {
  std::array<char, 64> letters;
  std::size_t length = 0;
  for (const std::string_view part : {surname, first_name}) {
    for (const char c : without_blanks(part)) {
      const char letter = static_cast<char>(c & ~0x20);  // capitals; other characters drop out
      if (letter >= 'A' && letter <= 'Z') letters[length++] = letter;
    }
    letters[length++] = ' ';
  }
  if (letters[0] == ' ') return 0;
  return static_cast<std::uint32_t>(hash64({letters.data(), length}));
}

// Numbers of records beyond are told as the last one that can be.
std::uint32_t told_number(std::uint64_t number) {
  constexpr std::uint64_t kMost = (std::uint64_t{1} << 31) - 1;
  return static_cast<std::uint32_t>(std::min(number, kMost));
}

}  // namespace

FileRules::FileRules(const RuleBook& book)
    : book_(book),
      // An account that is there already is no debt or reporter of its own.
      asks_accounts_(asks(Whole::AccountOnce) || asks(Whole::NewNumberIsFree) ||
                     asks(Whole::NumberOfOneReporter) || asks(Whole::DebtUnderOneNumber) ||
                     asks(Whole::DebtAtOneReporter)),
      asks_numbers_(asks(Whole::NumberOfOneReporter) || asks(Whole::DebtUnderOneNumber)),
      asks_debts_(asks(Whole::DebtUnderOneNumber)),
      asks_own_debts_(asks(Whole::DebtAtOneReporter)),
      asks_persons_(asks(Whole::NumberOfOnePerson)) {}

void FileRules::begin_file(std::string_view header, const Report& report) {
  accounts_.clear();
  numbers_.clear();
  debts_.clear();
  own_debts_.clear();
  persons_.clear();
  first_with_cycle_.reset();
  header_without_cycle_.reset();
  if (!is_filled(field(HeaderField::CycleIdentifier), header)) {
    header_without_cycle_ = report.place();
  }
}

void FileRules::look(std::string_view record) {
  keys_.account = AccountKey::of(record);
  keys_.announced.reset();
  if (record.size() > kBaseLength) {
    const AccountKey known = AccountKey::known_as(record);
    if (known != keys_.account) keys_.announced = known;
  }
  keys_.debt = keys_.own_debt = 0;
  keys_.persons.clear();
  if (asks_accounts_) accounts_.prefetch(keys_.account.both());
  if (asks_numbers_) numbers_.prefetch(keys_.account.number);
  if (is_deletion(record)) return;
  if (asks_debts_ || asks_own_debts_) look_at_debt(record);
  if (!asks_persons_) return;
  look_at_person(Segment::Base, 0, record.substr(0, kBaseLength));
  if (record.size() == kBaseLength) return;
  for (const SegmentView& part : segments_of(record)) {
    const bool is_person = part.segment == Segment::J1 || part.segment == Segment::J2;
    if (is_person && part.fault == SegmentFault::None) {
      look_at_person(part.segment, part.offset, part.bytes);
    }
  }
}

void FileRules::look_at_debt(std::string_view record) {
  if (told_ssn(value_of(BaseField::Ssn, record)) == 0) return;
  std::array<char, 64> key;
  std::size_t length = 0;
  const auto add = [&](BaseField name) {
    const std::string_view value = value_of(name, record);
    length = static_cast<std::size_t>(
        std::copy(value.begin(), value.end(), key.begin() + static_cast<std::ptrdiff_t>(length)) -
        key.begin());
  };
  add(BaseField::Ssn);
  add(BaseField::DateOpened);
  add(BaseField::AccountType);
  if (asks_own_debts_ && !keys_.announced &&
      value_of(BaseField::AccountType, record) != kStudentLoan) {
    const std::size_t shared = length;
    add(BaseField::PortfolioType);
    add(BaseField::IdentificationNumber);
    keys_.own_debt = hash64({key.data(), length});
    own_debts_.prefetch(keys_.own_debt);
    length = shared;
  }
  if (!asks_debts_) return;
  add(BaseField::HighestCredit);
  keys_.debt = hash64({key.data(), length});
  debts_.prefetch(keys_.debt);
}

void FileRules::look_at_person(Segment segment, std::size_t offset, std::string_view bytes) {
  const PersonFields& fields = person_fields(segment);
  const std::uint32_t ssn = told_ssn(raw(fields.ssn, bytes));
  const char ecoa_code = raw(fields.ecoa_code, bytes).front();
  if (ssn == 0 || ecoa_code == 'W' || ecoa_code == 'Z') return;
  const std::uint32_t name = name_hash(raw(fields.surname, bytes), raw(fields.first_name, bytes));
  if (name == 0) return;
  keys_.persons.push_back({segment, offset, ssn, name});
  persons_.prefetch(ssn);
}

void FileRules::judge(std::string_view record, std::uint64_t number, Report& report) {
  const std::uint32_t told = told_number(number);
  is_known_ = false;
  if (asks_accounts_) judge_number(record, told, report);
  if (asks_numbers_) {
    const std::uint32_t* first = numbers_.find_or_add(keys_.account.number, told);
    is_number_new_ = first == nullptr;
    if (first != nullptr && !is_known_) {
      const Field& about = field(BaseField::ConsumerAccountNumber);
      report.field(rule(Whole::NumberOfOneReporter), Segment::Base, 0, &about,
                   {.found = shown(about, raw(about, record)),
                    .message = fmt::format("record {} has the same account number under another "
                                           "identification number",
                                           *first)});
    }
  }
  judge_debt(record, told, report);
  judge_persons(record, told, report);
  if (header_without_cycle_ && !first_with_cycle_ &&
      is_filled(field(BaseField::CycleIdentifier), record)) {
    first_with_cycle_ = number;
  }
}

void FileRules::judge_number(std::string_view record, std::uint32_t number, Report& report) {
  std::uint32_t* first = accounts_.find_or_add(keys_.account.both(), number);
  const Field& about = field(BaseField::ConsumerAccountNumber);
  if (first != nullptr && (*first & kAnnounced) != 0) {
    report.field(rule(Whole::NewNumberIsFree), Segment::Base, 0, &about,
                 {.found = shown(about, raw(about, record)),
                  .message = fmt::format("record {} announces the number of this account as its "
                                         "new one",
                                         *first & ~kAnnounced)});
    *first = number;
  } else if (first != nullptr) {
    is_known_ = true;
    report.field(rule(Whole::AccountOnce), Segment::Base, 0, &about,
                 {.found = shown(about, raw(about, record)),
                  .message = fmt::format("record {} reports the same account", *first)});
  }
  if (!keys_.announced || is_known_) return;
  const std::uint32_t* taken = accounts_.find_or_add(keys_.announced->both(), number | kAnnounced);
  if (taken == nullptr) return;
  for (const SegmentView& part : segments_of(record)) {
    if (part.segment != Segment::L1) continue;
    const Field& announced = field(L1Field::NewConsumerAccountNumber);
    report.field(
        rule(Whole::NewNumberIsFree), Segment::L1, part.offset, &announced,
        {.found = shown(announced, raw(announced, part.bytes)),
         .expected = "a number of no other account",
         .message = (*taken & kAnnounced) != 0
                        ? fmt::format("record {} announces the same new account number",
                                      *taken & ~kAnnounced)
                        : fmt::format("the new account number is that of record {}", *taken)});
    return;
  }
}

void FileRules::judge_debt(std::string_view record, std::uint32_t number, Report& report) {
  if (is_known_) return;
  const Field& about = field(BaseField::ConsumerAccountNumber);
  if (keys_.debt != 0) {
    const std::uint32_t* first = debts_.find_or_add(keys_.debt, number);
    if (first != nullptr && is_number_new_) {
      report.field(rule(Whole::DebtUnderOneNumber), Segment::Base, 0, &about,
                   {.found = shown(about, raw(about, record)),
                    .message = fmt::format("record {} has the same person, date opened, account "
                                           "type and highest credit under another account number",
                                           *first)});
    }
  }
  if (keys_.own_debt == 0) return;
  const std::uint32_t* first = own_debts_.find_or_add(keys_.own_debt, number);
  if (first == nullptr) return;
  report.field(rule(Whole::DebtAtOneReporter), Segment::Base, 0, &about,
               {.found = shown(about, raw(about, record)),
                .message = fmt::format("record {} has the same person, date opened and kind of "
                                       "account under another account number",
                                       *first)});
}

void FileRules::judge_persons(std::string_view record, std::uint32_t number, Report& report) {
  for (const Person& person : keys_.persons) {
    const Named* first = persons_.find_or_add(person.ssn, {person.name, number});
    // Within one account it is a matter of that account alone.
    if (first == nullptr || first->name == person.name || first->record == number) continue;
    const Field& about = person_fields(person.segment).ssn;
    const std::string_view bytes = record.substr(person.offset);
    report.field(rule(Whole::NumberOfOnePerson), person.segment, person.offset, &about,
                 {.found = shown(about, raw(about, bytes)),
                  .message = fmt::format("record {} has the same social security number with "
                                         "another name",
                                         first->record)});
  }
}

void FileRules::end_file(Report& report) {
  if (!header_without_cycle_ || !first_with_cycle_) return;
  report.earlier_field(*header_without_cycle_, rule(Whole::CycleInHeader), Segment::Header,
                       field(HeaderField::CycleIdentifier),
                       {.expected = "the cycle of the accounts",
                        .message = fmt::format("record {} has a cycle identifier, the header has "
                                               "none",
                                               *first_with_cycle_)});
  header_without_cycle_.reset();
}

}  // namespace m2::internal
