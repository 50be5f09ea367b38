#include "engine/validate/account_validator.h"

#include "engine/validate/internal/account_check.h"

namespace m2 {

class AccountValidator::Checks {
 public:
  Checks(const std::shared_ptr<const RuleBook>& book, const std::string& header, Date today)
      : accounts_(*book),
        report_(book, [this](const Finding& finding) { findings_.push_back(finding); }) {
    report_.set_day(today);
    accounts_.begin_file(header, today, report_);
  }

  std::span<const Finding> judge(std::string_view record, std::string_view previous) {
    findings_.clear();
    report_.begin_alone(record, 1);
    accounts_.check(record, previous, report_);
    return findings_;
  }

 private:
  internal::AccountCheck accounts_;
  internal::Report report_;
  std::vector<Finding> findings_;
};

AccountValidator::AccountValidator(std::shared_ptr<const RuleBook> book, std::string header,
                                   Date today)
    : checks_(std::make_unique<Checks>(book, header, today)) {}
AccountValidator::~AccountValidator() = default;
AccountValidator::AccountValidator(AccountValidator&&) noexcept = default;
AccountValidator& AccountValidator::operator=(AccountValidator&&) noexcept = default;

std::span<const Finding> AccountValidator::judge(std::string_view record,
                                                 std::string_view previous) {
  return checks_->judge(record, previous);
}

}  // namespace m2
