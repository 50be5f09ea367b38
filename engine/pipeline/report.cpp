#include "engine/pipeline/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/time_zone.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/explanation.h"
#include "engine/pipeline/imported_file.h"
#include "engine/pipeline/internal/block_workers.h"
#include "engine/pipeline/internal/community_filter.h"
#include "engine/pipeline/run_profile.h"
#include "engine/pipeline/setup.h"
#include "engine/pipeline/source.h"
#include "engine/pipeline/stored_documents.h"
#include "engine/pipeline/tenant_parts.h"
#include "engine/write/naming.h"

namespace m2 {
namespace {

Result<void> check_days(const RunSummary& summary) {
  const RunRequest& request = summary.request;
  if (Period::of(summary.as_of) != request.period) {
    return Error{ErrorCode::Invalid,
                 fmt::format("the day {} is not in {}", summary.as_of.to_string(),
                             request.period.to_string())};
  }
  if (summary.created < summary.as_of) {
    return Error{ErrorCode::Invalid,
                 fmt::format("a file of {} cannot be created earlier, on {}",
                             summary.as_of.to_string(), summary.created.to_string())};
  }
  return {};
}

/// The bureaus that are asked for, each as the tenant wants it.
Result<std::vector<BureauFilePlan>> plan_bureaus(const RunRequest& request, const Tenant& tenant) {
  std::vector<BureauFilePlan> plans;
  for (const BureauSettings& settings : tenant.bureaus) {
    const auto& wanted = request.bureaus;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), settings.bureau) == wanted.end())
      continue;
    plans.push_back(file_plan_of(settings));
  }
  for (const Bureau bureau : request.bureaus) {
    const bool known = std::any_of(plans.begin(), plans.end(),
                                   [&](const auto& plan) { return plan.bureau == bureau; });
    if (!known) {
      return Error{ErrorCode::Invalid, fmt::format("tenant `{}` does not report to {}",
                                                   tenant.name.text, facts(bureau).title)};
    }
  }
  return plans;
}

Result<void> check_vendor(const Tenant& tenant, const DocumentSource& source,
                          const std::string& from) {
  if (source.vendor().empty() || tenant.vendor.empty() || source.vendor() == tenant.vendor)
    return {};
  return Error{ErrorCode::Invalid,
               fmt::format("`{}` holds responses of {}, and tenant `{}` has its accounts at {}",
                           from, source.vendor(), tenant.name.text, tenant.vendor)};
}

Manifest manifest_of(const RunSummary& summary) {
  Manifest manifest;
  manifest.tenant = summary.tenant;
  manifest.tenant_file = told_tenant_file(summary.request.tenant);
  manifest.tenant_parts = summary.tenant_parts;
  manifest.period = summary.request.period;
  manifest.as_of = summary.as_of;
  manifest.created = summary.created;
  manifest.sandbox = summary.sandbox;
  manifest.profile = summary.profile;
  manifest.presets = summary.presets;
  manifest.from = summary.request.from;
  manifest.store = summary.request.store;
  manifest.documents_digest = summary.documents_digest;
  manifest.time_zone_version = time_zone_version();
  manifest.documents = summary.counts.documents;
  manifest.reported = summary.counts.reported;
  manifest.skipped = summary.counts.skipped.total();
  manifest.held = summary.counts.held.total();
  manifest.files = summary.files;
  return manifest;
}

/// One is made where there is none, but not when the documents should come out of it.
Result<std::unique_ptr<Store>> open_store_of(const RunRequest& request) {
  if (request.from.empty()) M2_TRY_VOID(check_store(request.store));
  return open_store(request.store, StoreAccess::Write);
}

/// What another system reported stands; a run in its place would begin the histories anew.
Result<void> check_not_imported(Store& store, const RunSummary& summary) {
  M2_TRY(const std::unique_ptr<StoreReader> reader, store.reader(summary.tenant));
  M2_TRY(const std::optional<StoredRun> newest, reader->last_run(summary.request.period));
  if (!newest || newest->kind == RunKind::Own) return {};
  return Error{ErrorCode::Invalid,
               fmt::format("store `{}`: {}; that is what the bureaus have, and a run of the month "
                           "would take its place: run it without --store, or with another one",
                           store.name(), told_import(*newest, summary.tenant))};
}

/// Maps all documents and writes the files, unless there is nothing to put into them.
Result<void> map_and_write(const RunSetup& setup, DocumentSource& source, Store* store,
                           std::vector<BureauFilePlan> bureaus, const CommunityFilter& communities,
                           const QuarantinePlan& quarantine, const Progress& progress,
                           RunSummary& summary) {
  const RunRequest& request = summary.request;
  std::unique_ptr<RunWriter> writer;
  if (store != nullptr) {
    M2_TRY(writer, store->begin_run(summary.tenant, request.period));
    M2_TRY_VOID(check_not_imported(*store, summary));
  }
  M2_TRY(BureauFiles files,
         BureauFiles::create({request.out, summary.tenant, request.period, summary.as_of,
                              summary.created, std::move(bureaus)}));
  Sha256 documents;
  FileValidator file(quarantine.book, quarantine.header, quarantine.created);
  BlockWork work{
      setup, source,          files,    communities, quarantine,
      file,  summary.created, progress, documents,   {store, writer.get(), request.period}};
  M2_TRY(summary.counts, work_through(work, request.threads));
  summary.documents_digest = documents.finish();
  const RunCounts& counts = summary.counts;
  M2_CHECK(counts.documents == counts.reported + counts.skipped.total() + counts.held.total(),
           "every document is reported, skipped or held");
  if (counts.reported > 0) {
    M2_TRY(summary.files, files.seal());
  }
  const std::string manifest = render_manifest(manifest_of(summary));
  // The store first: it can still refuse, and then no file has its name. Of the files only the
  // names are missing by now; should that fail, the same run again gives them.
  if (writer != nullptr) {
    M2_TRY(summary.stored, writer->commit(manifest, summary.documents_digest));
  }
  if (counts.reported == 0) return {};
  summary.manifest = request.out / manifest_name(summary.tenant, request.period);
  return files.commit(manifest);
}

}  // namespace

void RunCounts::merge(const RunCounts& later) {
  documents += later.documents;
  reported += later.reported;
  skipped.merge(later.skipped);
  held.merge(later.held);
  held_also.merge(later.held_also);
  warned.merge(later.warned);
  cut.merge(later.cut);
  dropped.merge(later.dropped);
  capped.merge(later.capped);
}

Result<std::optional<RunSummary>> run_report(const RunRequest& request,
                                             const PresetsFolder& presets, Diagnostics& found,
                                             const Progress& progress) {
  RunSummary summary;
  summary.request = request;
  summary.as_of = request.as_of.value_or(request.period.last_day());
  summary.created = request.created.value_or(summary.as_of.plus_days(1));
  M2_TRY_VOID(check_days(summary));
  M2_TRY(const std::optional<RunSetup> setup,
         set_up(request.tenant, presets, summary.as_of, found));
  if (!setup) return std::optional<RunSummary>();
  const Tenant& tenant = setup->tenant;
  if (tenant.bureaus.empty()) {
    found.error("missing-key", tenant.name.span, "this tenant names no bureau to report to")
        .with_help("bureaus: { equifax: { program: \"…\" } }");
    return std::optional<RunSummary>();
  }
  summary.tenant = tenant.name.text;
  summary.tenant_parts = tenant_parts(tenant);
  summary.sandbox = tenant.sandbox;
  summary.profile = tenant.profile;
  for (std::size_t i = 0; i < setup->presets.size(); ++i) {
    const dsl::CheckedPreset& preset = *setup->presets[i];
    ManifestPreset row{preset.name, preset.version, preset.sha256, {}};
    for (const ParamOrigin& param : param_origins(*setup, i, summary.as_of))
      row.params.emplace_back(param.name, param.value);
    summary.presets.push_back(std::move(row));
  }
  M2_TRY(std::vector<BureauFilePlan> bureaus, plan_bureaus(request, tenant));
  M2_TRY(const auto quarantine,
         plan_quarantine(presets, tenant, bureaus.front(), summary.as_of, summary.created, found));
  if (!quarantine) return std::optional<RunSummary>();
  std::unique_ptr<Store> store;
  if (!request.store.empty()) {
    M2_TRY(store, open_store_of(request));
  }
  M2_TRY(const std::unique_ptr<DocumentSource> source,
         open_documents({request.from, store.get()}, summary.tenant, request.period));
  M2_TRY_VOID(check_vendor(tenant, *source, request.from));
  M2_TRY(const CommunityFilter communities, plan_communities(tenant, source->vendor()));
  if (source->report() != nullptr) summary.responses = *source->report();
  M2_TRY_VOID(map_and_write(*setup, *source, store.get(), std::move(bureaus), communities,
                            *quarantine, progress, summary));
  return std::optional(std::move(summary));
}

}  // namespace m2
