#pragma once
// AccountView: what a report shows of an account beside its findings: a few fields that are not
// personal, and its payment history with the months that its letters stand for.
//
//   const AccountView view = view_of(finding.bytes);
//   view.history[0].month        // "May 2026": the month before the date of account information

#include <string>
#include <string_view>
#include <vector>

namespace m2 {

struct AccountView {
  struct Fact {
    std::string_view title;    // "Account Status"
    std::string value;         // as it stands in the file; printable
    std::string_view meaning;  // of a code; empty: none known
  };
  /// A month of the payment history.
  struct Month {
    std::string month;         // "May 2026", or "1 month before" where the account has no date
    char letter = ' ';         // as it stands in the file
    std::string_view meaning;  // "current account"; empty: no such letter
  };

  std::vector<Fact> facts;
  std::vector<Month> history;  // newest first, as the standard has it; empty: not known
};

/// Of a record in character form; nothing of what is shorter than a base segment.
AccountView view_of(std::string_view record);

}  // namespace m2
