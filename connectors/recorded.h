#pragma once
// Account documents from a folder of recorded vendor responses: what belongs to one lease or loan,
// joined by ids, the vendor's own objects word for word (docs/account-documents.md).
//
//   M2_TRY(RecordedAccounts accounts, RecordedAccounts::open("presets/entrata/fixtures"));
//   for (std::size_t i = 0; i < accounts.size(); ++i) { M2_TRY(std::string document,
//   accounts.document(i)); … }
//
// open() reads every file once, one at a time, and keeps only where each object stands; document()
// reads the objects of its account again. Memory is the largest file while opening, then the places
// and one account.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace m2::connectors {

/// What was found in the folder. File names without their folder.
struct RecordedReport {
  struct Note {
    std::string file;
    std::string why;
  };
  /// Objects of one kind that two files hold; the better one stays.
  struct Duplicate {
    std::string object;   // "lease", "loan", …
    std::string example;  // the id of the first one
    std::size_t count = 0;
    std::string kept;       // file
    std::string set_aside;  // file
    std::string why;        // "later update stamp", "more expanded", "file name"
  };
  std::vector<std::string> read;
  std::vector<Note> ignored;     // files that no document needs
  std::vector<Note> unreadable;  // files that should have been read, and rows of consent.csv
  std::vector<Duplicate> duplicates;
};

class RecordedAccounts {
 public:
  /// Errors: NotFound and Unreadable (the folder), Invalid (no responses of a known vendor, or of
  /// two of them).
  static Result<RecordedAccounts> open(const std::filesystem::path& folder);
  RecordedAccounts(RecordedAccounts&&) noexcept;
  RecordedAccounts& operator=(RecordedAccounts&&) noexcept;
  ~RecordedAccounts();

  [[nodiscard]] std::string_view vendor() const;  // "entrata", "loanpro"
  [[nodiscard]] const RecordedReport& report() const;
  /// Accounts in the order of their ids: 9 before 10, numbers before other text.
  [[nodiscard]] std::size_t size() const;
  /// Valid while this object lives.
  [[nodiscard]] std::string_view account(std::size_t index) const;
  /// The account's document: one compact JSON object without a line end. Errors: NotFound,
  /// Unreadable (a file that is gone or shorter by now).
  [[nodiscard]] Result<std::string> document(std::size_t index) const;

 private:
  struct State;
  explicit RecordedAccounts(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace m2::connectors
