#pragma once
// LoanPro's interface: how its entities are asked for over OData, and what an answer says.
//
//   HttpRequest request = *loanpro_list(connection, {.entity = "Loans", .filter = "id eq 2001"});
//   LoanProReply reply;
//   reply.read(response);          // reply.fault(), or reply.rows()

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/http/exchange.h"
#include "engine/base/json.h"
#include "engine/base/result.h"

namespace m2::connectors {

inline constexpr std::string_view kLoanProBase = "https://loanpro.simnang.com/api/public/api/1/";

struct LoanProConnection {
  std::string base = std::string(kLoanProBase);  // ends with a slash
  std::string instance = {};                     // the tenant's id, "5200999"
  std::string token = {};
};

struct LoanProQuery {
  std::string entity;                    // "Loans"
  std::string filter;                    // OData; never empty: LoanPro lists nothing without one
  std::vector<std::string> expand = {};  // "StatusArchive"
  std::string order_by = "id asc";
  std::size_t top = 50;  // at most so many rows
  std::size_t skip = 0;
};

/// Errors: Invalid (no token, no instance, a filter that is empty, a base that is no URL).
Result<HttpRequest> loanpro_list(const LoanProConnection& connection, const LoanProQuery& query);
/// The page that an answer names as the next: its path and query at our own base, whatever host it
/// names. Errors: Invalid (another path than the base's) and those of loanpro_list.
Result<HttpRequest> loanpro_next(const LoanProConnection& connection, std::string_view next);
/// "datetime'2025-10-01T00:00:00'", for a filter.
std::string loanpro_datetime(std::int64_t unix_seconds);

enum class LoanProFault : std::uint8_t {
  None,
  Passing,      ///< 429 and the faults of a server that pass
  Malformed,    ///< cut, empty, or not what was asked for: the page counts for nothing
  Credentials,  ///< 401: the token does not hold, or no longer
  NotGranted,   ///< 403: the role of the token's user lacks it
  NotThere,     ///< 404, 410
  Refused,      ///< 409 and everything else
};

class LoanProReply {
 public:
  void read(const HttpResponse& response);
  void forget();

  [[nodiscard]] LoanProFault fault() const { return fault_; }
  /// Worth asking again: the next answer may be another one.
  [[nodiscard]] bool passes() const {
    return fault_ == LoanProFault::Passing || fault_ == LoanProFault::Malformed;
  }
  [[nodiscard]] int status() const { return status_; }
  /// What LoanPro says of a fault, in any of its three shapes; at most 200 bytes, printable.
  [[nodiscard]] const std::string& message() const { return message_; }
  /// What stands in `d`; null when there is a fault. Valid until the next read.
  [[nodiscard]] const JsonValue* data() const { return data_; }
  /// `d.results` of a list; null when it is no list.
  [[nodiscard]] const JsonValue* rows() const;
  /// `d.summary.total`: rows of all pages together.
  [[nodiscard]] std::optional<std::int64_t> total() const;

 private:
  void read_fault(int status);

  JsonDocument document_;
  LoanProFault fault_ = LoanProFault::None;
  int status_ = 0;
  std::string message_;
  const JsonValue* data_ = nullptr;
};

}  // namespace m2::connectors
