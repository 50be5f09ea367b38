#pragma once
// What a vendor's recorded responses look like: one row per kind of file, and how an account
// document is made of them.

#include <span>
#include <string>
#include <string_view>

#include "connectors/internal/account_parts.h"
#include "engine/base/json_slice.h"
#include "engine/base/json_writer.h"
#include "engine/base/result.h"

namespace m2::connectors {

/// Files of one kind. Paths are those of JsonSlice: names with dots, lists on the way stand for
/// their items.
struct ResponseKind {
  std::string_view prefix;   // file names begin with it
  std::string_view version;  // and hold it between two dots; empty: any
  std::string_view part;     // what its objects are called in an index and in messages
  std::string_view objects;  // from the content to the objects
  std::string_view account;  // from an object to the ids of its accounts; empty: shared by all
  std::string_view key;      // from an object to its own id; empty: the account has one
  std::string_view stamp;    // from an object to its update stamp; empty: it has none
  bool makes_account;        // an object of this kind is reason enough for a document
};

/// Files that are known and that no document needs.
struct UnusedKind {
  std::string_view prefix;
  std::string_view why;
};

struct VendorResponses {
  std::string_view name;
  std::span<const ResponseKind> kinds;
  std::span<const UnusedKind> unused;
  std::string_view stub;  // a member that stands for what was not expanded
  /// The content of a response without its envelope; absent when there are no records. Error: why
  /// it is no answer.
  Result<JsonSlice> (*unwrap)(const JsonSlice& root);
  /// Writes the members of the account's document that the vendor's objects give.
  Result<void> (*compose)(AccountParts& parts, JsonWriter& document);
};

const VendorResponses& entrata_responses();
const VendorResponses& loanpro_responses();

}  // namespace m2::connectors
