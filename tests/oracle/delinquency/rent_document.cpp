#include <fmt/format.h>

#include "tests/oracle/delinquency/rent_ledger.h"

namespace m2::oracle {
namespace {

struct Code {
  const char* ledger;
  const char* type;
  const char* timing;
  int sign;
  const char* shown;
};

Code code_of(RentKind kind) {
  switch (kind) {
    case RentKind::Rent:
      return {"Resident", "Rent", "Monthly", 1, "rent"};
    case RentKind::Parking:
      return {"Resident", "Other Income", "Monthly", 1, "parking"};
    case RentKind::Fee:
      return {"Resident", "Other Income", "One Time", 1, "fee, once"};
    case RentKind::Deposit:
      return {"Resident", "Deposit", "One Time", 1, "deposit"};
    case RentKind::Payment:
      return {"Resident", "Payment", "", -1, "payment"};
    case RentKind::Bounce:
      return {"Resident", "Payment", "", 1, "bounced"};
    case RentKind::Credit:
      return {"Resident", "Rent", "Monthly", -1, "credit on the rent"};
    case RentKind::DepositUsed:
      return {"Resident", "Deposit", "One Time", -1, "deposit used"};
    case RentKind::Elsewhere:
      return {"Subsidy", "Rent", "Monthly", 1, "on another ledger"};
    case RentKind::Planned:
      return {"Resident", "Rent", "Monthly", 1, "not posted"};
  }
  return {};
}

std::string american(Date day) {
  const CivilDate c = day.civil();
  return fmt::format("{:02}/{:02}/{:04}", c.month, c.day, c.year);
}

std::string amount(Cents cents) {
  const Cents size = cents < 0 ? -cents : cents;
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", size / 100, size % 100);
}

std::string row_of(const RentRow& row) {
  const Code code = code_of(row.kind);
  const bool entry_only = row.posted_later < 0;
  std::string days =
      entry_only ? std::string() : fmt::format(R"("transactionDate":"{}",)", american(row.on));
  days += fmt::format(R"("postDate":"{}",)",
                      american(row.on.plus_days(entry_only ? 0 : row.posted_later)));
  return fmt::format(
      R"({{"name":"{}","transaction":{{"id":{},{}"isTemporary":{},"amount":{}{}}},"arCode":{{"codeType":"{}","chargeTiming":"{}"}}}})",
      code.ledger, row.id, days, row.kind == RentKind::Planned, amount(code.sign * row.cents),
      row.of == 0 ? "" : fmt::format(R"(,"originalArTransactionId":{})", row.of), code.type,
      code.timing);
}

std::string scheduled(const char* code, Cents cents, Date from) {
  return fmt::format(
      R"({{"frequency":"Monthly","chargeCode":"{}","amount":"{}","startDate":"{}","endDate":""}})",
      code, amount(cents), american(from));
}

}  // namespace

std::string document_of(const RentLedger& ledger) {
  std::string rows;
  Cents resident = 0;
  Cents elsewhere = 0;
  for (const RentRow& row : ledger.rows) {
    rows += (rows.empty() ? "" : ",") + row_of(row);
    if (row.kind == RentKind::Planned) continue;
    (row.kind == RentKind::Elsewhere ? elsewhere : resident) += code_of(row.kind).sign * row.cents;
  }
  std::string schedule = scheduled("Rent", ledger.rent, ledger.opened);
  if (ledger.parking > 0) schedule += "," + scheduled("Parking", ledger.parking, ledger.opened);
  const std::string person =
      R"({"id":9399999,"customerType":"Primary","firstName":"Ada","lastName":"Sample","dateOfBirth":"04/17/1980","isActiveBankruptcy":false,)"
      R"("leaseCustomerStatus":"Current","addresses":{"address":[{"addressType":"Current","streetLine":"1 Sample Row","city":"Austin",)"
      R"("state":"TX","postalCode":"78799","countryName":"US"}]},"phones":{"phone":[]}})";
  const std::string number =
      R"({"@attributes":{"Id":"9399999"},"CustomerIdentificationValues":{"CustomerIdentificationValue":)"
      R"([{"Id":1,"Value":"900-00-0001","CompanyIdentificationTypeId":901}]}})";
  return fmt::format(
      R"({{"vendor":"entrata","account":"8299920","lease":{{"id":"8299920","leaseStatusTypeId":"{}","propertyId":"7199999",)"
      R"("occupancyType":"Conventional","moveInDate":"{}"{},"scheduledCharges":{{"scheduledCharge":[{}]}},)"
      R"("leaseIntervals":{{"leaseInterval":[{{"id":1,"startDate":"{}"}}]}},"customers":{{"customer":[{}]}}}},)"
      R"("leaseR1":{{"id":"8299920","originalLeaseStartDate":"{}"{}}},"people":[{{"person":{},"customer":{}}}],)"
      R"("ledger":[{}],"balances":[{{"id":11,"name":"Resident","balance":{},"writeOff":0}},)"
      R"({{"id":12,"name":"Subsidy","balance":{},"writeOff":0}}],"documents":[],"incomplete":[],)"
      R"("consents":[{{"customer":"9399999","state":"granted","date":"2000-01-01","source":"lease"}}]}})",
      ledger.moved_out ? 6 : 4, american(ledger.opened),
      ledger.moved_out ? fmt::format(R"(,"moveOutDate":"{}")", american(*ledger.moved_out)) : "",
      schedule, american(ledger.opened), person, ledger.opened.to_string(),
      ledger.in_collections_since
          ? fmt::format(R"(,"collectionsStartDate":"{}")", ledger.in_collections_since->to_string())
          : "",
      person, number, rows, amount(resident), amount(elsewhere));
}

std::string table_of(const RentLedger& ledger) {
  std::string table =
      fmt::format("  as of {}, lease from {}, every month {}", ledger.as_of.to_string(),
                  ledger.opened.to_string(), amount(ledger.rent));
  if (ledger.parking > 0) table += " and parking " + amount(ledger.parking);
  if (ledger.moved_out) table += ", moved out " + ledger.moved_out->to_string();
  if (ledger.in_collections_since)
    table += ", with a collector since " + ledger.in_collections_since->to_string();
  table += '\n';
  for (const RentRow& row : ledger.rows) {
    const Code code = code_of(row.kind);
    table += fmt::format(
        "  {}  {:>5}  {:<20}{:>10}{}{}\n", row.on.to_string(), row.id, code.shown,
        amount(code.sign * row.cents), row.of == 0 ? "" : fmt::format("  of {}", row.of),
        row.posted_later > 0 ? fmt::format("  entered {} days later", row.posted_later) : "");
  }
  return table;
}

}  // namespace m2::oracle
