#include "engine/pipeline/history_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/config/tenant.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/imported_file.h"
#include "engine/pipeline/internal/community_filter.h"
#include "engine/pipeline/internal/document_mapper.h"
#include "engine/pipeline/internal/import_records.h"
#include "engine/pipeline/setup.h"
#include "engine/pipeline/source.h"

namespace m2 {
namespace {

struct LeftOutRow {
  std::string_view key, about, way_out;
};
constexpr LeftOutRow kLeftOutRows[] = {
#define M2_LEFT_OUT(name, key, about, way_out) {key, about, way_out},
#include "engine/pipeline/left_out.def"
#undef M2_LEFT_OUT
};

const LeftOutRow& row_of(LeftOut why) {
  return kLeftOutRows[static_cast<std::size_t>(why)];
}

/// One import, step by step.
class HistoryImport {
 public:
  HistoryImport(const ImportRequest& request, const PresetsFolder& presets, Diagnostics& found,
                const ImportProgress& progress)
      : request_(request), presets_(presets), found_(found), progress_(progress) {
    summary_.request = request;
  }

  Result<std::optional<ImportSummary>> run() {
    using Done = std::optional<ImportSummary>;
    M2_TRY(const bool has_tenant, read_tenant());
    if (!has_tenant) return Done();
    M2_TRY_VOID(read_numbers());
    if (!summary_.problems.empty()) return Done(std::move(summary_));
    M2_TRY(survey_, survey_file(request_, judge_));
    summary_.sha256 = survey_.sha256;
    summary_.framing = survey_.framing;
    summary_.records = survey_.records;
    M2_TRY_VOID(find_period());
    M2_TRY_VOID(check_store());
    M2_TRY(const bool is_mapped, map_documents());
    if (!is_mapped) return Done();
    numbers_.seal();
    M2_TRY(const bool any, find_accounts());
    if (!any || request_.is_dry_run) {
      M2_TRY_VOID(take_records(nullptr));
    } else {
      M2_TRY_VOID(keep());
    }
    return Done(std::move(summary_));
  }

 private:
  Result<bool> read_tenant() {
    M2_TRY(const std::filesystem::path file, presets_.tenant_file(request_.tenant));
    M2_TRY(const std::optional<Tenant> tenant, read_tenant_file(file, found_));
    if (!tenant) return false;
    summary_.tenant = tenant->name.text;
    std::vector<std::string> reporters;
    for (const BureauSettings& bureau : tenant->bureaus) {
      if (!bureau.identification_number.empty())
        reporters.push_back(upper(trim(bureau.identification_number)));
    }
    for (const std::string& number : request_.identification_numbers)
      reporters.push_back(upper(trim(number)));
    judge_ = RecordJudge(std::move(reporters));
    return true;
  }

  Result<void> read_numbers() {
    if (request_.accounts.empty()) return {};
    M2_TRY(InputFile file, InputFile::open(request_.accounts));
    Result<std::vector<std::string>> problems =
        read_account_numbers([&](std::span<char> bytes) { return file.read(bytes); }, numbers_);
    if (!problems && problems.error().code != ErrorCode::Invalid) return problems.error();
    if (!problems) return std::move(problems.error()).within(readable(request_.accounts));
    summary_.problems = std::move(*problems);
    return {};
  }

  /// The month of the header, when the records say the same; or the one that is told.
  Result<void> find_period() {
    if (request_.period) {
      summary_.period = *request_.period;
      return {};
    }
    const std::string file = readable(request_.file);
    if (!survey_.latest) {
      if (!survey_.activity_date)
        return cannot_tell("it has neither an activity date nor a record");
      summary_.period = Period::of(*survey_.activity_date);
      return {};
    }
    const Period of_records = Period::of(*survey_.latest);
    const std::string latest = fmt::format("its latest record (record {}) is of {}",
                                           survey_.latest_record, survey_.latest->to_string());
    if (!survey_.activity_date)
      return cannot_tell(fmt::format("its header has no activity date, and {}", latest));
    if (Period::of(*survey_.activity_date) != of_records) {
      return cannot_tell(fmt::format("the activity date of its header is {}, and {}",
                                     survey_.activity_date->to_string(), latest));
    }
    summary_.period = of_records;
    return {};
  }

  [[nodiscard]] Error cannot_tell(const std::string& why) const {
    const Date day = survey_.latest.value_or(survey_.activity_date.value_or(Date()));
    return {ErrorCode::Invalid,
            fmt::format("which month `{}` reports cannot be told: {}; say it: --period {}",
                        readable(request_.file), why, Period::of(day).to_string())};
  }

  /// Before anything takes long; asked again when nobody else can write.
  Result<void> check_store() {
    std::error_code ignored;
    if (!std::filesystem::exists(request_.store, ignored)) return {};
    M2_TRY(
        const std::unique_ptr<Store> store,
        open_store(request_.store, request_.is_dry_run ? StoreAccess::Read : StoreAccess::Write));
    return check_months(*store);
  }

  Result<void> check_months(Store& store) {
    M2_TRY(const std::unique_ptr<StoreReader> reader, store.reader(summary_.tenant));
    M2_TRY(const std::vector<StoredRun> runs, reader->last_runs());
    summary_.own_later.clear();
    replaced_.clear();
    for (const StoredRun& run : runs) {
      if (run.period == summary_.period) M2_TRY_VOID(check_month(store, run));
      if (run.kind == RunKind::Import || run.period == summary_.period) continue;
      if (summary_.period < run.period) {
        summary_.own_later.push_back(run.period);
        continue;
      }
      return Error{
          ErrorCode::Invalid,
          fmt::format("metro2 itself ran {} of `{}` in store `{}`, and its history goes on "
                      "from there: {} of another system cannot come after it; import into "
                      "a store of its own, or run {} with metro2",
                      run.period.to_string(), summary_.tenant, store.name(),
                      summary_.period.to_string(), summary_.period.to_string())};
    }
    return {};
  }

  /// `run` is the newest of the month that is imported.
  Result<void> check_month(const Store& store, const StoredRun& run) {
    const bool is_same_file =
        run.kind == RunKind::Import && run.documents_digest == summary_.sha256;
    replaced_ = is_same_file ? read_imported(run.manifest).replaced : request_.replace;
    if (is_same_file || !replaced_.empty()) return {};
    const std::string what =
        run.kind == RunKind::Import
            ? fmt::format("{}, and this is another file", told_import(run, summary_.tenant))
            : fmt::format("metro2 itself ran {} of `{}`", run.period.to_string(), summary_.tenant);
    return Error{
        ErrorCode::Invalid,
        fmt::format("store `{}`: {}; if what is imported now is what the bureaus have, put "
                    "it in the other's place: --replace \"why\"",
                    store.name(), what)};
  }

  /// Every account of the documents, by the number that the preset gives it and by its id. False
  /// when the presets have errors.
  Result<bool> map_documents() {
    if (request_.from.empty()) return true;
    const Date as_of = summary_.period.last_day();
    M2_TRY(const std::optional<RunSetup> setup, set_up(request_.tenant, presets_, as_of, found_));
    if (!setup) return false;
    M2_TRY(const std::unique_ptr<DocumentSource> source, open_source(request_.from));
    M2_TRY(const CommunityFilter communities, plan_communities(setup->tenant, source->vendor()));
    DocumentMapper mapper(*setup, communities, as_of.plus_days(1));
    std::uint64_t documents = 0;
    for (DocumentBlock block;;) {
      M2_TRY(const bool more, source->next(block));
      if (!more) return true;
      for (const DocumentBlock::Item& item : block.items) add_account(mapper.map(block, item));
      documents += block.items.size();
      if (progress_) progress_(documents);
    }
  }

  void add_account(const Outcome& outcome) {
    if (outcome.account.empty()) return;
    numbers_.add(outcome.account, outcome.account, NumberIs::Id);
    if (outcome.kind != OutcomeKind::Reported) return;
    const std::string_view number = text(field(BaseField::ConsumerAccountNumber), outcome.record);
    if (!number.empty()) numbers_.add(number, outcome.account, NumberIs::Presets);
  }

  /// Which accounts come twice; whether there is any.
  Result<bool> find_accounts() {
    bool any = false;
    const auto visit = [&](const FileRecord& record) -> Result<void> {
      if (record.kind == RecordKind::Header) return {};
      const Judged judged = judge(record);
      if (judged.why) return {};
      any = true;
      accounts_.add(judged.account);
      return {};
    };
    M2_TRY_VOID(visit_same(visit));
    accounts_.seal();
    return any;
  }

  Result<void> keep() {
    M2_TRY(const std::unique_ptr<Store> store, open_store(request_.store, StoreAccess::Write));
    M2_TRY(const std::unique_ptr<RunWriter> writer,
           store->begin_run(summary_.tenant, summary_.period, RunKind::Import));
    M2_TRY_VOID(check_months(*store));
    M2_TRY_VOID(take_records(writer.get()));
    if (summary_.kept == 0) return {};
    ImportedFile told{summary_.tenant,
                      summary_.period,
                      request_.file,
                      summary_.sha256,
                      to_string(summary_.framing),
                      summary_.records,
                      summary_.kept,
                      {},
                      replaced_};
    for (std::size_t i = 0; i < kLeftOutKinds; ++i) {
      if (summary_.left_out[i].count > 0)
        told.left_out.emplace_back(to_string(static_cast<LeftOut>(i)), summary_.left_out[i].count);
    }
    M2_TRY(summary_.stored, writer->commit(render_imported(told), summary_.sha256));
    if (summary_.stored->is_repeated) summary_.own_later.clear();  // they went on from it already
    return {};
  }

  /// Counts every record, and writes those that are kept.
  Result<void> take_records(RunWriter* writer) {
    return visit_same([&](const FileRecord& record) -> Result<void> {
      if (record.kind == RecordKind::Header) return {};
      Judged judged = judge(record);
      if (!judged.why && accounts_.contains(judged.account)) {
        judged.why = LeftOut::OneAccount;
        judged.detail = fmt::format("account `{}`", readable(judged.account));
      }
      if (judged.why) {
        leave_out(record, judged);
        return {};
      }
      ++summary_.kept;
      ++summary_.kept_by[static_cast<std::size_t>(judged.by)];
      if (writer == nullptr) return {};
      return writer->add_imported({record.number, judged.account}, as_kept(record.bytes));
    });
  }

  Result<void> visit_same(const ImportVisit& visit) const {
    M2_TRY(const std::string digest, visit_records(request_, nullptr, visit));
    if (digest == summary_.sha256) return {};
    return Error{ErrorCode::Invalid,
                 fmt::format("`{}` changed while it was read; nothing was imported",
                             readable(request_.file))};
  }

  struct Judged : RecordVerdict {
    std::string account;
    NumberIs by = NumberIs::Itself;
  };

  [[nodiscard]] Judged judge(const FileRecord& record) const {
    Judged out{judge_.judge(record), {}, NumberIs::Itself};
    if (out.why) return out;
    const auto day = date(field(BaseField::DateOfAccountInformation), record.bytes);
    if (survey_.numbers.contains(upper(out.number))) {
      out.why = LeftOut::Twice;
    } else if (summary_.period < Period::of(*day)) {
      out.why = LeftOut::Later;
      out.detail = day->to_string();
    } else {
      find_account_of(out);
    }
    return out;
  }

  void find_account_of(Judged& of) const {
    if (request_.accounts.empty() && request_.from.empty()) {
      of.account = of.number;
      return;
    }
    AccountNumbers::Found found = numbers_.find(of.number);
    if (found.account.empty() && !found.is_several) found = numbers_.find(of.own_number);
    of.account = found.account;
    of.by = found.by;
    if (found.is_several) of.why = LeftOut::SeveralAccounts;
    if (!found.is_several && found.account.empty()) of.why = LeftOut::NoAccount;
  }

  void leave_out(const FileRecord& record, const Judged& judged) {
    LeftOutRecords& to = summary_.left_out[static_cast<std::size_t>(*judged.why)];
    ++to.count;
    if (to.named.size() == LeftOutRecords::kMost) return;
    to.named.push_back(
        {record.number, record.line, record.offset, number_shown(record, judged), judged.detail});
  }

  /// A number in which somebody put a Social Security number is masked.
  static std::string number_shown(const FileRecord& record, const Judged& judged) {
    if (record.kind != RecordKind::Base || judged.number.empty()) return judged.number;
    const std::string ssn = digits_of(raw(field(BaseField::Ssn), record.bytes));
    const bool has_ssn = ssn.find_first_not_of('0') != std::string::npos &&
                         digits_of(judged.number).find(ssn) != std::string::npos;
    return has_ssn ? mask(judged.number) : judged.number;
  }

  const ImportRequest& request_;
  const PresetsFolder& presets_;
  Diagnostics& found_;
  const ImportProgress& progress_;
  RecordJudge judge_{{}};
  AccountNumbers numbers_;
  ImportSurvey survey_;
  SeenTwice accounts_;
  std::string replaced_;  // why the month's run has to go
  ImportSummary summary_;
};

}  // namespace

std::string_view to_string(LeftOut why) {
  return row_of(why).key;
}

std::string_view about(LeftOut why) {
  return row_of(why).about;
}

std::string_view way_out(LeftOut why) {
  return row_of(why).way_out;
}

std::uint64_t ImportSummary::left_out_total() const {
  std::uint64_t total = 0;
  for (const LeftOutRecords& of_a_kind : left_out) total += of_a_kind.count;
  return total;
}

Result<std::optional<ImportSummary>> import_history(const ImportRequest& request,
                                                    const PresetsFolder& presets,
                                                    Diagnostics& found,
                                                    const ImportProgress& progress) {
  return HistoryImport(request, presets, found, progress).run();
}

}  // namespace m2
