#pragma once
// What `metro2 eval` and `metro2 repl` are told about whom they are asked: tenant or preset,
// account, where its document is, and the day.
//
//   InquiryOptions about_;
//   for (Parameter& p : about_.parameters()) parameters.push_back(std::move(p));
//   M2_TRY(std::optional<AccountInquiry> inquiry, about_.open(context, exit));

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/cli/command.h"
#include "engine/pipeline/account_inquiry.h"

namespace m2::cli {

class InquiryOptions {
 public:
  std::vector<Parameter> parameters();

  /// Ready to be asked; empty when that cannot be, which `exit` and `context.err` tell. Errors:
  /// NotFound, Unreadable.
  Result<std::optional<AccountInquiry>> open(Context& context, Exit& exit);
  [[nodiscard]] Masking masking() const { return reveal_ ? Masking::Revealed : Masking::Masked; }
  /// Where the documents are: empty where they come out of the store; nothing: nobody said.
  [[nodiscard]] std::optional<std::string> from() const {
    return from_ || !store_ ? from_ : std::optional<std::string>("");
  }

 private:
  std::optional<std::string> tenant_;
  std::optional<std::string> preset_;
  std::optional<std::string> account_;
  std::optional<std::string> from_;
  std::optional<std::string> store_;
  std::unique_ptr<Store> opened_;  // of the inquiry
  std::optional<Date> as_of_;
  std::optional<Period> period_;
  bool reveal_ = false;
};

/// Says on `context.err` what is wrong with a line, and what would let it know more names.
void print_problems(Context& context, const Diagnostics& found, const AccountInquiry& inquiry);

}  // namespace m2::cli
