#include "engine/simulate/entrata_wire.h"

#include <array>
#include <optional>

namespace m2::simulate {
namespace {

using enum Destiny;
using Role = Resident::Role;

constexpr std::string_view kNothing = "No records found with mentioned preferences.";
constexpr std::array<std::string_view, 6> kGenerations{"", " Jr.", " Sr.", " II", " III", " IV"};
constexpr std::array<std::string_view, 4> kRoles{"Primary", "Responsible", "Guarantor",
                                                 "Non-responsible/Occupant"};

struct Status {
  int id;
  std::string_view word;
};
constexpr Status kApplicant{1, "Applicant"};
constexpr Status kCancelled{2, "Cancelled"};
constexpr Status kFuture{3, "Future"};
constexpr Status kCurrent{4, "Current"};
constexpr Status kNotice{5, "Notice"};
constexpr Status kPast{6, "Past"};

// ── How Entrata spells things ──

/// Text as PHP writes it: `\/`, and `\u00e9` for what is not ASCII.
std::string php_text(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      if (text[i] == '/' || text[i] == '"' || text[i] == '\\') out += '\\';
      out += text[i++];
      continue;
    }
    const std::size_t size = lead >= 0xE0 ? 3 : 2;  // the pools hold nothing beyond U+FFFF
    unsigned code = lead & (size == 3 ? 0x0FU : 0x1FU);
    for (std::size_t k = 1; k < size; ++k)
      code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    out += fmt::format("\\u{:04x}", code);
    i += size;
  }
  return out += '"';
}

void put_php(JsonWriter& json, std::string_view name, std::string_view text) {
  put_raw(json, name, php_text(text));
}

/// 06/01/2026, its strokes escaped.
void put_day(JsonWriter& json, std::string_view name, Date day) {
  const CivilDate civil = day.civil();
  put_raw(json, name, fmt::format("\"{:02}\\/{:02}\\/{:04}\"", civil.month, civil.day, civil.year));
}

/// 2026-06-01, and an empty list where there is none.
void put_iso(JsonWriter& json, std::string_view name, const std::optional<Date>& day) {
  if (day)
    put(json, name, day->to_string());
  else
    put_raw(json, name, "[]");
}

/// 1350, 42.5, -1148.87: as PHP prints a number.
std::string php_number(std::int64_t cents) {
  std::string text = in_dollars(cents);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

void put_amount(JsonWriter& json, std::string_view name, std::int64_t cents) {
  put_raw(json, name, php_number(cents));
}

// ── Ids ──

constexpr std::uint64_t kLeases = 81'000'000;
constexpr std::uint64_t kPeople = 910'000'000;
constexpr std::uint64_t kIntervals = 830'000'000;
constexpr std::uint64_t kSchedules = 1'160'000'000;
constexpr std::uint64_t kRows = 34'000'000'000;
constexpr std::uint64_t kRowsOfLease = 4'096;
constexpr std::uint64_t kUnits = 44'000'000;

std::string person_id(const Lease& lease, std::size_t resident) {
  return fmt::to_string(kPeople + lease.number * 4 + resident);
}
std::string interval_id(const Lease& lease, std::size_t interval) {
  return fmt::to_string(kIntervals + lease.number * 16 + interval);
}
std::string schedule_id(const Lease& lease, std::size_t scheduled) {
  return fmt::to_string(kSchedules + lease.number * 64 + scheduled);
}
std::int64_t row_id(const Lease& lease, std::int32_t row) {
  return static_cast<std::int64_t>(kRows + lease.number * kRowsOfLease +
                                   static_cast<std::uint64_t>(row));
}

// ── A lease as of a day ──

/// A lease, and what is known of it on the day.
struct View {
  const Lease& lease;
  Date as_of;

  [[nodiscard]] bool by(const std::optional<Date>& day) const { return day && *day <= as_of; }
  [[nodiscard]] Status status() const {
    if (by(lease.cancelled)) return kCancelled;
    if (!by(lease.signed_on)) return kApplicant;
    if (!by(lease.starts)) return kFuture;
    if (by(lease.moved_out)) return kPast;
    return by(lease.noticed) ? kNotice : kCurrent;
  }
  [[nodiscard]] std::size_t intervals() const {
    std::size_t known = lease.intervals.empty() ? 0 : 1;
    while (known < lease.intervals.size() && lease.intervals[known].starts <= as_of) ++known;
    return known;
  }
  [[nodiscard]] const Home& home() const {
    return intervals() == 0 ? lease.homes.front()
                            : lease.homes[lease.intervals[intervals() - 1].home];
  }
  [[nodiscard]] std::optional<Date> end_of(std::size_t interval) const {
    const Interval& one = lease.intervals[interval];
    return interval + 1 < intervals() && one.cut ? one.cut : one.ends;
  }
  /// The day of leaving, as soon as somebody said so.
  [[nodiscard]] std::optional<Date> leaving() const {
    return by(lease.noticed) || by(lease.moved_out) ? lease.moved_out : std::nullopt;
  }
  [[nodiscard]] bool is_month_to_month() const {
    return intervals() > 0 && lease.intervals[intervals() - 1].kind == Interval::Kind::MonthToMonth;
  }
};

std::string last_name(const Person& person) {
  return std::string(person.last) +
         std::string(kGenerations[static_cast<std::size_t>(person.generation)]);
}

void write_address(JsonWriter& json, std::string_view kind, const Home& home, bool two_lines) {
  json.begin_object();
  put(json, "addressType", kind);
  const bool joins = !two_lines && !home.unit.empty();
  put_php(json, "streetLine", joins ? home.street + " " + home.unit : home.street);
  if (two_lines && !home.unit.empty()) put_php(json, "streetLine2", home.unit);
  put_php(json, "city", home.town);
  put(json, "state", home.state);
  put(json, "postalCode", home.zip);
  put(json, "countryName", "US");
  json.end_object();
}

void write_person(JsonWriter& json, const View& view, std::size_t index) {
  const Resident& resident = view.lease.residents[index];
  const Person& person = resident.person;
  const bool two_lines = view.lease.number % 3 == 0;
  const bool has_left = view.by(resident.left);
  json.begin_object();
  put_raw(json, "id", person_id(view.lease, index));
  put(json, "customerType", kRoles[static_cast<std::size_t>(resident.role)]);
  put_php(json, "firstName", person.first);
  put_php(json, "lastName", last_name(person));
  if (!person.middle.empty()) put_php(json, "middleName", person.middle);
  put_php(json, "nameFull", last_name(person) + ", " + std::string(person.first));
  put(json, "emailAddress", person.mail);
  put(json, "leaseCustomerStatus", has_left ? kPast.word : view.status().word);
  put(json, "relationshipName", resident.relation);
  if (view.lease.starts) put_day(json, "moveInDate", *view.lease.starts);
  if (has_left)
    put_day(json, "moveOutDate", *resident.left);
  else if (view.leaving())
    put_day(json, "moveOutDate", *view.leaving());
  if (person.born)
    put_day(json, "dateOfBirth", *person.born);
  else if (index % 2 == 0)
    put(json, "dateOfBirth", "");
  json.key("addresses").begin_object().key("address").begin_array();
  write_address(json, "Primary", resident.own ? *resident.own : view.home(), two_lines);
  if (!resident.own && !view.by(view.lease.moved_out))
    write_address(json, "Current", view.home(), two_lines);
  if (!resident.own && view.by(view.lease.moved_out) && view.lease.forwarding)
    write_address(json, "Forwarding", *view.lease.forwarding, two_lines);
  json.end_array().end_object();
  json.key("phones").begin_object().key("phone").begin_array();
  if (!person.phone.empty()) {
    json.begin_object();
    put(json, "phoneTypeName", "Primary");
    put(json, "phoneType", "mobile");
    put(json, "phoneNumber", "+1 " + person.phone);
    put(json, "countryCode", 1);
    json.end_object();
  }
  json.end_array().end_object();
  const bool is_bankrupt = index == 0 && view.by(view.lease.bankrupt_since);
  put_flag(json, "isActiveBankruptcy", is_bankrupt);
  if (is_bankrupt)
    put_day(json, "bankruptcyDate", *view.lease.bankrupt_since);
  else
    put(json, "bankruptcyDate", "");
  put(json, "bankruptcyNote", "");
  json.end_object();
}

void write_schedule(JsonWriter& json, const View& view) {
  json.key("scheduledCharges").begin_object().key("scheduledCharge").begin_array();
  for (std::size_t i = 0; i < view.lease.schedule.size(); ++i) {
    const ScheduledCharge& charge = view.lease.schedule[i];
    const auto interval = static_cast<std::size_t>(charge.interval);
    if (interval >= view.intervals()) break;
    const ArCodeFacts& facts = facts_of(charge.code);
    json.begin_object();
    put(json, "id", schedule_id(view.lease, i));
    put(json, "frequency", "Monthly");
    put(json, "leaseIntervalId", interval_id(view.lease, interval));
    put(json, "chargeCodeId", fmt::to_string(facts.id));
    put_day(json, "startDate", view.lease.intervals[interval].starts);
    if (const std::optional<Date> end = view.end_of(interval)) put_day(json, "endDate", *end);
    put(json, "chargeType", charge.code == ArCode::Rent ? "Base Rent" : "other");
    put_php(json, "chargeCode", facts.title);
    put(json, "amount", in_dollars(charge.cents));
    put(json, "chargeUsage", facts.usage);
    json.end_object();
  }
  json.end_array().end_object();
}

/// The term that is asked for while there is none.
constexpr int kDaysToMoveIn = 35;

void write_intervals(JsonWriter& json, const View& view, bool is_r1) {
  constexpr std::array<std::string_view, 4> kKinds{"Application", "Renewal", "Month To Month",
                                                   "Transfer"};
  const auto put_date = [&](std::string_view name, Date day) {
    is_r1 ? put(json, name, day.to_string()) : put_day(json, name, day);
  };
  json.key("leaseIntervals").begin_object().key("leaseInterval").begin_array();
  for (std::size_t i = 0; i < std::max<std::size_t>(view.intervals(), 1); ++i) {
    const bool is_asked = view.intervals() == 0;
    const Date wanted = view.lease.applied.plus_days(kDaysToMoveIn);
    const std::optional<Date> end =
        is_asked ? wanted.plus_months(12).plus_days(-1) : view.end_of(i);
    const auto kind = is_asked ? 0 : static_cast<std::size_t>(view.lease.intervals[i].kind);
    const bool is_last = i + 1 >= view.intervals();
    const Status status = is_last ? view.status() : kPast;
    json.begin_object();
    put_raw(json, "id", interval_id(view.lease, i));
    put_date("startDate", is_asked ? wanted : view.lease.intervals[i].starts);
    if (end) put_date("endDate", *end);
    put(json, "leaseIntervalTypeId", static_cast<std::int64_t>(kind) + 1);
    put(json, "leaseIntervalTypeName", kKinds[kind]);
    put(json, "leaseIntervalStatusTypeId", status.id);
    put(json, "leaseIntervalStatusTypeName", status.word);
    json.end_object();
  }
  json.end_array().end_object();
}

std::string sub_status(const View& view) {
  std::string words;
  const auto add = [&](std::string_view word) {
    if (!words.empty()) words += ", ";
    words += word;
  };
  if (view.by(view.lease.collections_since)) add("In Collections");
  if (view.by(view.lease.eviction_filed)) add("Eviction");
  if (view.is_month_to_month()) add("Month To Month");
  return words;
}

void write_head(JsonWriter& json, const View& view, std::string_view property) {
  const Status status = view.status();
  put(json, "id", lease_id(view.lease));
  put(json, "leaseStatusTypeId", fmt::to_string(status.id));
  if (const std::string words = sub_status(view); !words.empty())
    put(json, "leaseSubStatus", words);
  put(json, "propertyId", property);
  put(json, "propertyName", "Scattered Homes " + std::string(property));
  put(json, "leaseIntervalStatus", status.word);
  const bool is_home = view.lease.destiny != Garage;
  put(json, "occupancyTypeId", is_home ? "1" : "7");
  put(json, "occupancyType", is_home ? "Conventional" : "Other Income");
  put(json, "leaseIntervalId",
      interval_id(view.lease, std::max<std::size_t>(view.intervals(), 1) - 1));
}

void write_lease(JsonWriter& json, const View& view, std::string_view property) {
  json.begin_object();
  write_head(json, view, property);
  if (view.lease.starts) put_day(json, "moveInDate", *view.lease.starts);
  if (view.leaving()) put_day(json, "moveOutDate", *view.leaving());
  if (view.by(view.lease.transferred)) put_day(json, "transferDate", *view.lease.transferred);
  put(json, "isMonthToMonth", view.is_month_to_month() ? 1 : 0);
  put(json, "paymentAllowanceType",
      view.by(view.lease.eviction_filed) ? "Certified Funds Only" : "Allow All Payment Types");
  json.key("customers").begin_object().key("customer").begin_array();
  for (std::size_t i = 0; i < view.lease.residents.size(); ++i) write_person(json, view, i);
  json.end_array().end_object();
  put(json, "unitId", fmt::to_string(kUnits + view.lease.number));
  write_schedule(json, view);
  write_intervals(json, view, false);
  json.end_object();
}

void write_lease_r1(JsonWriter& json, const View& view, std::string_view property) {
  json.begin_object();
  write_head(json, view, property);
  put_iso(json, "originalLeaseStartDate", view.lease.starts);
  put(json, "leaseType", "Standard");
  put_iso(json, "moveInDate", view.lease.starts);
  if (view.by(view.lease.noticed)) put_iso(json, "noticeDate", view.lease.noticed);
  put_iso(json, "moveOutDate", view.leaving());
  put_iso(json, "terminationStartDate",
          view.by(view.lease.eviction_filed) ? view.lease.eviction_filed : std::nullopt);
  put_iso(json, "collectionsStartDate",
          view.by(view.lease.collections_since) ? view.lease.collections_since : std::nullopt);
  put(json, "isMonthToMonth", view.is_month_to_month() ? "1" : "0");
  write_intervals(json, view, true);
  json.end_object();
}

// ── Ledgers ──

void write_row(JsonWriter& json, const View& view, const LedgerRow& row, std::int64_t unpaid) {
  const ArCodeFacts& facts = facts_of(row.code);
  json.begin_object();
  put(json, "id", row_id(view.lease, row.id));
  put(json, "transactionTypeId", facts.transaction_type);
  put(json, "arCodeId", facts.id);
  put_php(json, "arCodeName", facts.title);
  put_raw(json, "leaseIntervalId",
          interval_id(view.lease, static_cast<std::size_t>(std::max(row.interval, 0))));
  if (row.text.empty())
    put_raw(json, "description", "[]");
  else
    put_php(json, "description", row.text);
  put_day(json, "transactionDate", row.day);
  put_day(json, "postDate", row.day);
  put_day(json, "postMonth", row.day.start_of_month());
  put_flag(json, "isTemporary", false);
  put_amount(json, "balanceDue", unpaid);
  put_amount(json, "amount", row.cents);
  put_amount(json, "amountPaid", row.cents - unpaid);
  if (row.scheduled >= 0) {
    put_raw(json, "scheduledChargeId",
            schedule_id(view.lease, static_cast<std::size_t>(row.scheduled)));
  }
  if (row.code == ArCode::Payment) {
    put(json, "arPaymentId", row_id(view.lease, row.takes_back > 0 ? row.takes_back : row.id));
  }
  if (row.takes_back > 0) put(json, "originalArTransactionId", row_id(view.lease, row.takes_back));
  if (row.taken_back > 0 && row.taken_back_on <= view.as_of)
    put(json, "reveseArTransactionId", row_id(view.lease, row.taken_back));
  json.end_object();
}

void write_ledger(JsonWriter& json, const View& view, std::string_view property) {
  const std::vector<Due> dues = view.lease.dues();
  const Books books(dues, view.lease.receipts(), view.as_of);
  std::int64_t balance = 0;
  std::int64_t written_off = 0;
  for (const LedgerRow& row : view.lease.ledger) {
    if (row.day > view.as_of) break;
    balance += row.cents;
    written_off -= row.code == ArCode::WriteOff ? row.cents : 0;
  }
  json.begin_object();
  put_raw(json, "id", lease_id(view.lease));
  put_raw(json, "propertyId", property);
  json.key("customers").begin_object().key("customer").begin_object();
  put_raw(json, "id", person_id(view.lease, 0));
  put_php(json, "firstName", view.lease.residents.front().person.first);
  put_php(json, "lastName", last_name(view.lease.residents.front().person));
  json.end_object().end_object();
  json.key("ledgers").begin_object().key("ledger").begin_object();
  put(json, "id", 11);
  put(json, "name", "Resident");
  put_amount(json, "balance", balance);
  put_amount(json, "pastDueBalance", std::max<std::int64_t>(balance, 0));
  put_amount(json, "writeOff", written_off);
  json.key("transactions").begin_object().key("transaction").begin_array();
  std::size_t due = 0;
  for (const LedgerRow& row : view.lease.ledger) {
    if (row.day > view.as_of) break;
    write_row(json, view, row, row.is_charge() ? books.unpaid(due++) : 0);
  }
  json.end_array().end_object().end_object().end_object().end_object();
}

// ── What else Entrata is asked ──

void write_customer(JsonWriter& json, const View& view, std::size_t index) {
  const Resident& resident = view.lease.residents[index];
  const std::string id = person_id(view.lease, index);
  json.begin_object();
  json.key("LeaseId").begin_array().begin_object();
  json.key("Identification").begin_array().begin_object();
  put(json, "IDValue", lease_id(view.lease));
  json.key("@attributes").begin_object();
  put(json, "IDType", "Lease Id");
  put(json, "IDRank", "primary");
  put(json, "IDScopeType", "sender");
  put(json, "Status", view.status().word);
  json.end_object().end_object().end_array();
  put(json, "CustomerType", kRoles[static_cast<std::size_t>(resident.role)]);
  json.end_object().end_array();
  put_php(json, "FirstName", resident.person.first);
  put_php(json, "LastName", last_name(resident.person));
  put(json, "Email", resident.person.mail);
  put(json, "PhoneNumber", resident.person.phone);
  json.key("CustomerIdentificationValues").begin_object();
  json.key("CustomerIdentificationValue").begin_array();
  const std::string& ssn = resident.person.ssn;
  if (!ssn.empty()) {
    const std::string_view digits = ssn;
    const bool is_masked = view.lease.masks_numbers();
    json.begin_object();
    put_raw(json, "Id", id + "1");
    put(json, "Value",
        is_masked ? fmt::format("***-**-{}", digits.substr(5))
        : view.lease.number % 2 == 0
            ? ssn
            : fmt::format("{}-{}-{}", digits.substr(0, 3), digits.substr(3, 2), digits.substr(5)));
    put(json, "CompanyIdentificationTypeId", 901);
    json.end_object();
  }
  if (view.lease.number % 5 == 0) {
    json.begin_object();
    put_raw(json, "Id", id + "2");
    put(json, "Value", fmt::format("FX{}", id));
    put(json, "CompanyIdentificationTypeId", 902);
    json.end_object();
  }
  json.end_array().end_object();
  put_flag(json, "isActiveBankruptcy", index == 0 && view.by(view.lease.bankrupt_since));
  json.key("@attributes").begin_object();
  put(json, "Id", id);
  put(json, "ExternalId", "");
  json.end_object().end_object();
}

void write_collection(JsonWriter& json, const View& view) {
  std::int64_t open = 0;
  for (const LedgerRow& row : view.lease.ledger) open += row.day <= view.as_of ? row.cents : 0;
  json.begin_object();
  json.key("Identification").begin_object().key("@attributes").begin_object();
  put(json, "IDType", "Lease ID");
  put(json, "IDRank", "primary");
  put(json, "IDScopeType", "sender");
  json.end_object();
  put_raw(json, "IDValue", lease_id(view.lease));
  json.end_object();
  put(json, "CollectionStatus", "true");
  put(json, "MoveInDate", view.lease.starts->to_string());
  put(json, "MoveOutDate", view.lease.moved_out->to_string());
  put(json, "TotalLeaseOpenAmount", in_dollars(open));
  json.end_object();
}

void write_eviction(JsonWriter& json, const View& view) {
  json.begin_object();
  put(json, "leaseId", lease_id(view.lease));
  put(json, "evictionStatus", view.by(view.lease.moved_out) ? "Evicted" : "Eviction Started");
  put_day(json, "moveInDate", *view.lease.starts);
  put_day(json, "evictionStartDate", *view.lease.eviction_filed);
  if (view.by(view.lease.moved_out)) put_day(json, "evictionDate", *view.lease.moved_out);
  put(json, "monthlyRentAmount", in_dollars(view.lease.schedule.front().cents));
  json.key("tenants").begin_object().key("tenant").begin_array();
  for (std::size_t i = 0; i < view.lease.residents.size(); ++i) {
    const Resident& resident = view.lease.residents[i];
    if (resident.role == Role::Guarantor || resident.role == Role::Occupant) continue;
    json.begin_object();
    put(json, "customerId", person_id(view.lease, i));
    put_php(json, "firstName", resident.person.first);
    put_php(json, "lastName", last_name(resident.person));
    put(json, "customerType", kRoles[static_cast<std::size_t>(resident.role)]);
    if (resident.person.born) put_day(json, "dateOfBirth", *resident.person.born);
    put(json, "ssn", resident.person.ssn);
    json.end_object();
  }
  json.end_array().end_object().end_object();
}

void open_answer(JsonWriter& json) {
  json.begin_object().key("response").begin_object();
  put(json, "requestId", "15");
  put(json, "code", 200);
}
void close_answer(JsonWriter& json) {
  json.end_object().end_object();
}

/// An envelope whose result is `objects`, or the words for none.
void open_list(JsonWriter& json, std::initializer_list<std::string_view> path) {
  open_answer(json);
  json.key("result").begin_object();
  for (std::string_view name : path) json.key(name).begin_object();
}
void close_list(JsonWriter& json, std::size_t depth) {
  json.end_array().end_object();
  for (std::size_t i = 0; i < depth; ++i) json.end_object();
  close_answer(json);
}

std::string nothing_found() {
  JsonWriter json(JsonWriter::Style::Compact);
  open_answer(json);
  put(json, "result", kNothing);
  close_answer(json);
  return json.take();
}

std::string property_text(std::string_view property) {
  JsonWriter json(JsonWriter::Style::Compact);
  open_list(json, {"PhysicalProperty"});
  json.key("Property").begin_array().begin_object();
  put_raw(json, "PropertyID", property);
  put(json, "MarketingName", "Scattered Homes " + std::string(property));
  put(json, "Type", "Apartment");
  put(json, "IsDisabled", 0);
  json.end_object();
  close_list(json, 1);
  return json.take();
}

}  // namespace

std::string lease_id(const Lease& lease) {
  return fmt::to_string(kLeases + lease.number);
}

EntrataResponses::EntrataResponses(std::uint64_t property, Date as_of)
    : property_(fmt::to_string(property)), as_of_(as_of) {
  open_answer(leases_);
  leases_.key("result").begin_object();
  put(leases_, "currencyCode", "USD");
  leases_.key("leases").begin_object().key("lease").begin_array();
  open_list(leases_r1_, {"leases"});
  leases_r1_.key("lease").begin_array();
  open_list(ledgers_, {"leases"});
  ledgers_.key("lease").begin_array();
  open_list(customers_, {"Customers"});
  customers_.key("Customer").begin_array();
  open_list(collections_, {"MITS-Collections", "PropertyFiles", "PropertyFile", "LeaseFiles"});
  collections_.key("LeaseFile").begin_array();
  open_list(evictions_, {"evictedLeases", "propertyFiles", "propertyFile", "leaseFiles"});
  evictions_.key("leaseFile").begin_array();
}

void EntrataResponses::add(const Lease& lease) {
  const View view{lease, as_of_};
  write_lease(leases_, view, property_);
  write_lease_r1(leases_r1_, view, property_);
  // Entrata leaves the ledgers of cancelled leases out unless it is asked for them.
  if (!view.by(lease.cancelled)) write_ledger(ledgers_, view, property_);
  for (std::size_t i = 0; i < lease.residents.size(); ++i) write_customer(customers_, view, i);
  if (view.by(lease.collections_since)) {
    has_collections_ = true;
    write_collection(collections_, view);
  }
  if (view.by(lease.eviction_filed)) {
    has_evictions_ = true;
    write_eviction(evictions_, view);
  }
}

std::vector<ResponseFile> EntrataResponses::take() {
  close_list(leases_, 1);
  close_list(leases_r1_, 1);
  close_list(ledgers_, 1);
  close_list(customers_, 1);
  close_list(collections_, 4);
  close_list(evictions_, 4);
  const auto name = [&](std::string_view method, std::string_view rest) {
    return fmt::format("{}.{}{}.json", method, property_, rest);
  };
  std::vector<ResponseFile> files;
  files.push_back({name("getProperties.r1", ""), property_text(property_)});
  files.push_back({name("getLeases.r2", ".all"), leases_.take()});
  files.push_back({name("getLeases.r1", ""), leases_r1_.take()});
  files.push_back({name("getLeaseArTransactions.r1", ".full"), ledgers_.take()});
  files.push_back({name("getCustomers.r1", ""), customers_.take()});
  files.push_back({name("getMitsCollections.r1", ""),
                   has_collections_ ? collections_.take() : nothing_found()});
  files.push_back(
      {name("getEvictedLeases.r1", ""), has_evictions_ ? evictions_.take() : nothing_found()});
  return files;
}

ResponseFile entrata_ar_codes() {
  JsonWriter json(JsonWriter::Style::Compact);
  open_list(json, {"arcodes"});
  json.key("arcode").begin_array();
  for (const ArCodeFacts& facts : ar_code_facts()) {
    json.begin_object();
    put(json, "id", facts.id);
    put(json, "code", facts.id);
    put_php(json, "name", facts.title);
    put(json, "codeType", facts.kind);
    put(json, "chargeUsage", facts.usage);
    put(json, "chargeTiming", facts.timing);
    put(json, "associatedLedger", "Resident");
    put_flag(json, "isDisabled", false);
    json.end_object();
  }
  close_list(json, 1);
  return {"getArCodes.r1.json", json.take()};
}

void append_consents(const Lease& lease, Date as_of, std::string& csv) {
  for (std::size_t i = 0; i < lease.residents.size(); ++i) {
    const Resident& resident = lease.residents[i];
    const auto add = [&](const std::optional<Date>& day, std::string_view state) {
      if (!day || *day > as_of) return;
      csv += fmt::format("{},{},{},{},{}\n", lease_id(lease), person_id(lease, i), state,
                         day->to_string(), "lease addendum");
    };
    add(resident.consented, "granted");
    add(resident.withdrew, "withdrawn");
  }
}

}  // namespace m2::simulate
