#pragma once
// consent.csv: who agreed to be reported, beside recorded responses.
//
//   account,customer,state,date,source
//   8200001,9300001,granted,2025-07-28,lease addendum
//
// Fields may stand in double quotes, a quote inside is written twice. A byte order mark is passed
// over.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace m2::connectors {

struct Consent {
  std::string customer;
  std::string state;   // granted, withdrawn
  std::string date;    // 2025-07-28
  std::string source;  // where it was given
};

struct ConsentFile {
  std::map<std::string, std::vector<Consent>, std::less<>> by_account;  // in the order of the file
  std::vector<std::string> problems;  // rows left out: "line 3: …"
};

/// Error: Invalid, when the first line does not name the five columns. A row that cannot be read is
/// left out and named.
Result<ConsentFile> read_consents(std::string_view csv);

}  // namespace m2::connectors
