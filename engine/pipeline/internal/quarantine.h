#pragma once
// Quarantine: an account that a rule finds an error in does not leave; the others do.
//
//   Quarantine quarantine(plan, last_record);
//   const Outcome& outcome = quarantine.judge(mapper.map(…));
//
// A finding of severity error or fatal holds the account, under the id of its rule; warnings are
// listed with the account. One a thread; an Outcome is valid until the next call.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/date.h"
#include "engine/base/diagnostic.h"
#include "engine/base/result.h"
#include "engine/config/presets_folder.h"
#include "engine/config/tenant.h"
#include "engine/evaluate/mapper.h"
#include "engine/validate/account_validator.h"
#include "engine/validate/rule_book.h"
#include "engine/write/bureau_files.h"
#include "engine/write/record_batch.h"

namespace m2 {

/// What every worker of a run asks with.
struct QuarantinePlan {
  std::shared_ptr<const RuleBook> book;
  std::string header;  // of the files to come
  RecordForm form;     // of the first of them: its numbers stand in the records
  Date created;
};

/// The rules that records are asked before they are written, under the profile that the tenant
/// names, and the header of a bureau's file that they will stand under. Empty when `found` gained
/// errors. Errors: those of load_run_profile.
Result<std::optional<QuarantinePlan>> plan_quarantine(const PresetsFolder& presets,
                                                      const Tenant& tenant,
                                                      const BureauFilePlan& file, Date as_of,
                                                      Date created, Diagnostics& found);

/// The reasons to hold an account, and the warnings about it, that findings are.
void add_findings(std::span<const Finding> findings, std::vector<Reason>& reasons,
                  std::vector<Reason>& warnings);

class Quarantine {
 public:
  /// `last_record` tells the whole record of an account's last report.
  Quarantine(const QuarantinePlan& plan, LastReport last_record)
      : validator_(plan.book, plan.header, plan.created),
        form_(plan.form),
        last_record_(std::move(last_record)) {}

  /// The same outcome, unless it is reported and a rule speaks against it.
  const Outcome& judge(const Outcome& outcome);
  /// The record that was judged last, as it will be in the first file.
  [[nodiscard]] const std::string& record() const { return record_; }

 private:
  AccountValidator validator_;
  RecordForm form_;
  LastReport last_record_;
  std::string record_;
  Outcome own_;
};

}  // namespace m2
