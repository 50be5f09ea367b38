#pragma once
// PreviousFiles: the accounts' earlier reports, from Metro 2 files in any framing and any order.
//
//   M2_TRY(auto previous, PreviousFiles::read({{"`may.dat`", open_may}, {"`april.dat`",
//   open_april}})); validate(reader, {.book = book, .previous = previous.get()}, sink);
//
// The files are told apart by the activity date of their header; those with the latest one are the
// last month. The last report of each account is put into a temporary file without a name; in
// memory there are under 40 bytes an account.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/metro2/reader.h"
#include "engine/validate/previous_reports.h"

namespace m2 {

struct PreviousFile {
  std::string name;                              // for messages, as people know it
  std::function<Result<Reader::Source>()> open;  // called twice
};

class PreviousFiles final : public PreviousReports {
 public:
  /// Errors: those of the sources and of the temporary file; Invalid, with the file's name: it does
  /// not begin with a header, or the header has no activity date.
  static Result<std::unique_ptr<PreviousFiles>> read(std::vector<PreviousFile> files,
                                                     Days long_ago = Thresholds().long_ago);
  ~PreviousFiles() override;

  [[nodiscard]] const LastMonth& last_month() const override;
  void begin() override;
  Result<EarlierReport> find(std::string_view record) override;
  Result<void> each_missing(const std::function<void(std::string_view record)>& take) override;

  /// Accounts of which there is a report.
  [[nodiscard]] std::size_t accounts() const;

 private:
  class Index;
  explicit PreviousFiles(std::unique_ptr<Index> index);
  std::unique_ptr<Index> index_;
};

}  // namespace m2
