// LoanPro: recorded responses are named after what they hold (`loan_2001.json`, `loans_page1.json`,
// `payments_2001.json`).

#include <fmt/format.h>

#include <array>

#include "connectors/internal/response_table.h"

namespace m2::connectors {
namespace loanpro {
namespace {

// clang-format off
constexpr auto kKinds = std::to_array<ResponseKind>({
    // prefix            version  part        objects  account     key   stamp          makes_account
    {"loan_",            "",      "loan",     "",      "id",       "",   "lastUpdated", true},
    {"loans_",           "",      "loan",     "",      "id",       "",   "lastUpdated", true},
    {"payments_",        "",      "payment",  "",      "entityId", "id", "",            true},
    {"status_archive_",  "",      "status",   "",      "loanId",   "id", "",            true},
});

constexpr auto kUnused = std::to_array<UnusedKind>({
    {"error_",            "an error response"},
    {"webhook_",          "a webhook, not a response"},
    {"writeback_",        "a write, not a reading"},
    {"search_",           "search finds ids; documents are made of what is read by id"},
    {"customer_",         "loans bring their customers, with the role each has"},
    {"customers_",        "loans bring their customers, with the role each has"},
    {"transactions_",     "a recalculated view; schedules and payments are read instead"},
    {"connection",        "of the connection"},
    {"index_pages",       "requests, not responses"},
});
// clang-format on

Result<JsonSlice> unwrap(const JsonSlice& root) {
  if (!root.member("error").is_absent()) return Error{ErrorCode::Invalid, "an error response"};
  const JsonSlice content = root.member("d");
  if (!content.member("error").is_absent()) return Error{ErrorCode::Invalid, "an error response"};
  if (!content.is_object()) return Error{ErrorCode::Invalid, "no `d` object in it"};
  const JsonSlice results = content.member("results");
  return results.is_list() ? results : content;
}

/// A collection inside a loan, as far as the loan holds it.
struct Collection {
  std::vector<JsonSlice> rows;
  bool is_complete = false;
};

Collection collection_of(const JsonSlice& loan, std::string_view name) {
  const JsonSlice value = loan.member(name);
  if (value.is_list()) return {value.items(), true};
  const JsonSlice results = value.member("results");
  return {results.items(), results.is_list() && value.member("__next").is_absent()};
}

bool holds_id(const std::vector<JsonSlice>& rows, const std::string& id) {
  for (const JsonSlice& row : rows) {
    if (row.member("id").text() == id) return true;
  }
  return false;
}

/// What the loan holds only in part is written whole: its own rows, then those of other files.
/// False when no file holds any of it.
Result<bool> write_rest(AccountParts& parts, const Collection& own, std::string_view part,
                        std::string_view name, JsonWriter& document) {
  M2_TRY(const std::vector<JsonSlice> others, parts.list(part));
  if (own.rows.empty() && others.empty()) return false;
  document.key(name).begin_array();
  for (const JsonSlice& row : own.rows) write_value(document, row);
  for (const JsonSlice& row : others) {
    if (!holds_id(own.rows, row.member("id").text())) write_value(document, row);
  }
  document.end_array();
  return true;
}

Result<void> compose(AccountParts& parts, JsonWriter& document) {
  M2_TRY(const JsonSlice loan, parts.one("loan"));
  write_member(document, "loan", loan);
  struct Row {
    const char* in_loan;
    const char* part;
    const char* name;
  };
  std::vector<std::string_view> incomplete;
  for (const Row& row :
       {Row{"Payments", "payment", "payments"}, Row{"StatusArchive", "status", "statusArchive"}}) {
    const Collection own = collection_of(loan, row.in_loan);
    if (own.is_complete) continue;
    M2_TRY(const bool is_written, write_rest(parts, own, row.part, row.name, document));
    if (!is_written) incomplete.push_back(row.name);
  }
  for (const char* name : {"LoanSetup", "LoanSettings"}) {
    if (loan.member(name).member("id").is_absent()) incomplete.push_back(name);
  }
  if (!collection_of(loan, "Customers").is_complete) incomplete.push_back("Customers");
  document.key("incomplete").begin_array();
  for (std::string_view name : incomplete) document.text(name);
  document.end_array();
  return {};
}

}  // namespace
}  // namespace loanpro

const VendorResponses& loanpro_responses() {
  static constexpr VendorResponses kResponses{"loanpro",    loanpro::kKinds, loanpro::kUnused,
                                              "__deferred", loanpro::unwrap, loanpro::compose};
  return kResponses;
}

}  // namespace m2::connectors
