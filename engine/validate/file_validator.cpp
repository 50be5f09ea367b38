#include "engine/validate/file_validator.h"

#include <vector>

#include "engine/validate/internal/file_rules.h"
#include "engine/validate/internal/report.h"

namespace m2 {

class FileValidator::Checks {
 public:
  Checks(const std::shared_ptr<const RuleBook>& book, std::string_view header, Date today)
      : rules_(*book),
        report_(book, [this](const Finding& finding) { findings_.push_back(finding); }) {
    report_.set_day(today);
    rules_.begin_file(header, report_);
  }

  std::span<const Finding> judge(std::string_view record, std::uint64_t number) {
    findings_.clear();
    report_.begin_alone(record, number);
    rules_.look(record);
    rules_.judge(record, number, report_);
    return findings_;
  }

 private:
  internal::FileRules rules_;
  internal::Report report_;
  std::vector<Finding> findings_;
};

FileValidator::FileValidator(std::shared_ptr<const RuleBook> book, std::string_view header,
                             Date today)
    : checks_(std::make_unique<Checks>(book, header, today)) {}
FileValidator::~FileValidator() = default;
FileValidator::FileValidator(FileValidator&&) noexcept = default;
FileValidator& FileValidator::operator=(FileValidator&&) noexcept = default;

std::span<const Finding> FileValidator::judge(std::string_view record, std::uint64_t number) {
  return checks_->judge(record, number);
}

}  // namespace m2
