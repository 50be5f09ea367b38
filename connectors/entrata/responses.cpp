// Entrata: recorded responses are named METHOD.VERSION.WHATEVER.json
// (`getLeases.r2.7100101.page1of3.json`); without a version they are r1, the default of the
// service.

#include <fmt/format.h>

#include <array>

#include "connectors/internal/response_table.h"

namespace m2::connectors {
namespace entrata {
namespace {

// clang-format off
constexpr auto kKinds = std::to_array<ResponseKind>({
    // prefix                   version  part            objects                                                                 account                            key               stamp  makes_account
    {"getLeases.",              "r2",    "lease",        "leases.lease",                                                         "id",                              "",               "",    true},
    {"getLeases.",              "",      "lease_r1",     "leases.lease",                                                         "id",                              "",               "",    true},
    {"getLeaseDetails.",        "r2",    "details",      "leases.lease",                                                         "leaseId",                         "",               "",    false},
    {"getLeaseArTransactions.", "",      "ledger",       "leases.lease",                                                         "id",                              "",               "",    true},
    {"getCustomers.",           "",      "customer",     "Customers.Customer",                                                   "LeaseId.Identification.IDValue",  "@attributes.Id", "",    false},
    {"getEvictedLeases.",       "",      "eviction",     "evictedLeases.propertyFiles.propertyFile.leaseFiles.leaseFile",        "leaseId",                         "",               "",    false},
    {"getMitsCollections.",     "",      "collections",  "MITS-Collections.PropertyFiles.PropertyFile.LeaseFiles.LeaseFile",     "Identification.IDValue",          "",               "",    false},
    {"getLeaseDocumentsList.",  "",      "document",     "leaseDocuments.leaseDocument",                                         "leaseId",                         "id",             "",    false},
    {"getProperties.",          "",      "property",     "PhysicalProperty.Property",                                            "",                                "PropertyID",     "",    false},
    {"getPropertyUnits.",       "",      "unit",         "properties.property.units.unit",                                       "",                                "id",             "",    false},
    {"getArCodes.",             "",      "ar_code",      "arcodes.arcode",                                                       "",                                "id",             "",    false},
});

constexpr auto kUnused = std::to_array<UnusedKind>({
    {"error.",            "an error response"},
    {"webhook.",          "a webhook, not a response"},
    {"callback.",         "a call-back, not a response"},
    {"http_headers.",     "headers, not a response"},
    {"request_examples",  "requests, not responses"},
    {"oauth.",            "of the log-in"},
    {"send",              "an upload, not a reading"},
    {"get",               "no account document needs it"},
});
// clang-format on

constexpr std::string_view kNothingFound = "No records found";

Result<JsonSlice> unwrap(const JsonSlice& root) {
  const JsonSlice wrapped = root.member("response");
  const JsonSlice answer = wrapped.is_absent() ? root : wrapped;
  const JsonSlice problem = answer.member("error");
  if (!problem.is_absent()) {
    return Error{ErrorCode::Invalid,
                 fmt::format("an error response, code {}", problem.member("code").text())};
  }
  const std::string code = answer.member("code").text();
  if (!code.empty() && code != "200")
    return Error{ErrorCode::Invalid, fmt::format("an error response, code {}", code)};
  const JsonSlice result = answer.member("result");
  if (result.text().substr(0, kNothingFound.size()) == kNothingFound) return JsonSlice();
  if (result.is_list() && result.items().empty())
    return JsonSlice();  // how PHP writes an empty object
  if (!result.is_object()) return Error{ErrorCode::Invalid, "no `result` object in it"};
  return result;
}

/// The row whose `id_path` is `id`; absent when there is none.
JsonSlice with_id(const std::vector<JsonSlice>& rows, std::string_view id_path,
                  std::string_view id) {
  for (const JsonSlice& row : rows) {
    if (row.at(id_path).text() == id) return row;
  }
  return {};
}

/// Everybody on the lease, each with what the other responses say about the same customer.
Result<void> write_people(AccountParts& parts, const JsonSlice& lease, JsonWriter& document) {
  M2_TRY(const std::vector<JsonSlice> customers, parts.list("customer"));
  M2_TRY(const JsonSlice eviction, parts.one("eviction"));
  const std::vector<JsonSlice> evicted = eviction.all("tenants.tenant");
  document.key("people").begin_array();
  for (const JsonSlice& person : lease.all("customers.customer")) {
    const std::string id = person.member("id").text();
    document.begin_object();
    write_member(document, "person", person);
    write_member(document, "customer", with_id(customers, "@attributes.Id", id));
    write_member(document, "evicted", with_id(evicted, "customerId", id));
    document.end_object();
  }
  document.end_array();
  return {};
}

/// Every row of every ledger, with its ledger's name and the AR code that says what it is for.
Result<void> write_rows(AccountParts& parts, const std::vector<JsonSlice>& ledgers,
                        JsonWriter& document) {
  document.key("ledger").begin_array();
  for (const JsonSlice& ledger : ledgers) {
    for (const JsonSlice& transaction : ledger.all("transactions.transaction")) {
      M2_TRY(const JsonSlice code, parts.shared("ar_code", transaction.member("arCodeId").text()));
      document.begin_object();
      write_member(document, "name", ledger.member("name"));
      write_member(document, "transaction", transaction);
      write_member(document, "arCode", code);
      document.end_object();
    }
  }
  document.end_array();
  return {};
}

/// The ledgers without their rows: balances and what was written off.
void write_balances(const std::vector<JsonSlice>& ledgers, JsonWriter& document) {
  document.key("balances").begin_array();
  for (const JsonSlice& ledger : ledgers) {
    document.begin_object();
    for (const auto& [name, value] : ledger.members()) {
      if (name != "transactions") write_member(document, name, value);
    }
    document.end_object();
  }
  document.end_array();
}

Result<void> compose(AccountParts& parts, JsonWriter& document) {
  M2_TRY(const JsonSlice lease, parts.one("lease"));
  write_member(document, "lease", lease);
  for (const auto& [name, part] :
       {std::pair{"leaseR1", "lease_r1"}, std::pair{"details", "details"},
        std::pair{"eviction", "eviction"}, std::pair{"collections", "collections"}}) {
    M2_TRY(const JsonSlice object, parts.one(part));
    write_member(document, name, object);
  }
  M2_TRY(const JsonSlice property, parts.shared("property", lease.member("propertyId").text()));
  write_member(document, "property", property);
  M2_TRY(const JsonSlice unit, parts.shared("unit", lease.member("unitId").text()));
  write_member(document, "unit", unit);
  M2_TRY_VOID(write_people(parts, lease, document));

  // Entrata documents the ledgers inside `customers`; servers send them beside it.
  M2_TRY(const JsonSlice account, parts.one("ledger"));
  std::vector<JsonSlice> ledgers = account.all("ledgers.ledger");
  if (ledgers.empty()) ledgers = account.all("customers.ledgers.ledger");
  M2_TRY_VOID(write_rows(parts, ledgers, document));
  write_balances(ledgers, document);

  M2_TRY(const std::vector<JsonSlice> papers, parts.list("document"));
  document.key("documents").begin_array();
  for (const JsonSlice& paper : papers) write_value(document, paper);
  document.end_array();
  document.key("incomplete").begin_array();
  if (account.is_absent()) document.text("ledger");
  document.end_array();
  return {};
}

}  // namespace
}  // namespace entrata

const VendorResponses& entrata_responses() {
  static constexpr VendorResponses kResponses{"entrata", entrata::kKinds, entrata::kUnused,
                                              "",        entrata::unwrap, entrata::compose};
  return kResponses;
}

}  // namespace m2::connectors
