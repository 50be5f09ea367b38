#include "engine/pipeline/file_explanation.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/metro2/record.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/internal/community_filter.h"
#include "engine/pipeline/internal/document_mapper.h"
#include "engine/pipeline/internal/written_file.h"
#include "engine/pipeline/source.h"
#include "engine/pipeline/stored_documents.h"
#include "engine/pipeline/tenant_parts.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;
using internal::changed;
using internal::short_of;

// Whose file it is: as it is told now, as the run was told, or by the tenant's name.
Result<std::string> tenant_of(const FileQuestion& question, const Manifest& manifest) {
  if (question.tenant) return *question.tenant;
  if (manifest.tenant_file.empty()) return manifest.tenant;
  if (fs::exists(manifest.tenant_file)) return manifest.tenant_file;
  return Error{ErrorCode::NotFound,
               fmt::format("the run was given the file of tenant `{}` by its path, and from here "
                           "`{}` is not there; say where it is: --tenant FILE",
                           manifest.tenant, manifest.tenant_file)};
}

// The one that is asked for, or the one that the run is kept in; null when there is none.
Result<std::unique_ptr<Store>> open_store_of(const FileQuestion& question,
                                             const Manifest& manifest) {
  const std::string store = question.store.value_or(manifest.store);
  if (store.empty()) return std::unique_ptr<Store>();
  Result<std::unique_ptr<Store>> opened = open_store(store, StoreAccess::Read);
  if (opened || question.store || opened.error().code != ErrorCode::NotFound) return opened;
  return Error{
      ErrorCode::NotFound,
      fmt::format("the run is kept in store `{}`, and from here it is not there; say where "
                  "it is: --store FILE",
                  manifest.store)};
}

}  // namespace

Result<std::optional<FileExplainer>> FileExplainer::open(const FileQuestion& question,
                                                         const PresetsFolder& presets,
                                                         Diagnostics& found) {
  FileExplainer out;
  out.path_ = question.file;
  M2_TRY(internal::FoundManifest manifest, internal::find_manifest(question.file));
  out.manifest_ = std::move(manifest.manifest);
  out.file_ = std::move(manifest.file);
  out.converted_from_ = std::move(manifest.converted_from);
  out.file_.bytes = manifest.bytes;
  if (question.offset) {
    M2_TRY_VOID(out.check_offset(*question.offset));
    M2_TRY(Reader reader, out.reader());
    for (;;) {
      M2_TRY(const FileRecord* record, reader.next());
      if (record == nullptr || holds_byte(*record, *question.offset)) {
        out.only_ = record == nullptr || record->number < 2 ? 0 : record->number - 2;
        break;
      }
    }
  }
  M2_TRY(const std::string tenant, tenant_of(question, out.manifest_));
  M2_TRY(out.store_, open_store_of(question, out.manifest_));
  M2_TRY(std::optional<Explainer> explainer,
         Explainer::open(tenant, presets, out.manifest_.as_of, out.manifest_.created, found,
                         out.store_.get()));
  if (!explainer) return std::optional<FileExplainer>();
  out.explainer_ = std::make_unique<Explainer>(std::move(*explainer));
  M2_TRY_VOID(out.check_presets());
  M2_TRY_VOID(out.check_tenant());
  out.from_ = question.from.value_or(out.store_ == nullptr ? out.manifest_.from : std::string());
  M2_TRY_VOID(out.read_documents());
  return std::optional(std::move(out));
}

Result<void> FileExplainer::check_presets() const {
  const RunSetup& setup = explainer_->setup();
  if (setup.tenant.name.text != manifest_.tenant) {
    return changed(fmt::format("the file is of tenant `{}`, and this is `{}`", manifest_.tenant,
                               setup.tenant.name.text));
  }
  for (const ManifestPreset& then : manifest_.presets) {
    std::size_t at = 0;
    while (at < setup.presets.size() && setup.presets[at]->name != then.name) ++at;
    if (at == setup.presets.size()) {
      return changed(
          fmt::format("the file was made with preset `{}`, which tenant `{}` no longer "
                      "has; give its file of then: --tenant FILE",
                      then.name, manifest_.tenant));
    }
    const dsl::CheckedPreset& now = *setup.presets[at];
    if (now.sha256 != then.sha256) {
      return changed(fmt::format(
          "preset `{}` has changed since the file was written: version {} (sha256 {}) then, "
          "version "
          "{} (sha256 {}) now; explain it with the presets of then: --presets DIR",
          then.name, then.version, short_of(then.sha256), now.version, short_of(now.sha256)));
    }
    for (const ParamOrigin& param : explainer_->params(at)) {
      const auto old = std::find_if(then.params.begin(), then.params.end(),
                                    [&](const auto& p) { return p.first == param.name; });
      if (old != then.params.end() && old->second == param.value) continue;
      return changed(fmt::format(
          "`{}` of preset `{}` has changed since the file was written: {} then, {} now; give the "
          "tenant's file of then: --tenant FILE",
          param.name, then.name, old == then.params.end() ? "nothing" : old->second, param.value));
    }
  }
  return {};
}

// What else of the tenant's file is in the bytes of this one.
Result<void> FileExplainer::check_tenant() const {
  const auto now = tenant_parts(explainer_->setup().tenant);
  const std::string_view bureau = facts(file_.bureau).key;
  for (const auto& [part, digest] : manifest_.tenant_parts) {
    if (part != kCommunitiesPart && part != bureau) continue;
    const auto same = std::find_if(now.begin(), now.end(),
                                   [&, &name = part](const auto& p) { return p.first == name; });
    if (same != now.end() && same->second == digest) continue;
    const std::string what = part == kCommunitiesPart ? "the `communities` of tenant `{}` have"
                             : same == now.end()
                                 ? "that tenant `{}` reports to {} has"
                                 : "what tenant `{}` tells {} of itself, or in which form, has";
    return changed(fmt::format(fmt::runtime(what + " changed since the file was written; give the "
                                                   "tenant's file of then: --tenant FILE"),
                               manifest_.tenant, facts(file_.bureau).title));
  }
  return {};
}

Result<std::unique_ptr<DocumentSource>> FileExplainer::source() const {
  if (!from_.empty()) return open_source(from_);
  return stored_documents(*store_, manifest_.tenant, manifest_.documents_digest);
}

// All of them are digested and mapped: only the number of those that are reported says which one a
// record is of.
Result<void> FileExplainer::read_documents() {
  if (store_ == nullptr && (from_.empty() || from_ == "-")) {
    return Error{ErrorCode::Invalid,
                 "the run read its documents from standard input; say where they are: --from PATH"};
  }
  const RunSetup& setup = explainer_->setup();
  M2_TRY(const std::unique_ptr<DocumentSource> source, this->source());
  StoreView& view = explainer_->view();
  M2_TRY(const CommunityFilter communities, plan_communities(setup.tenant, source->vendor()));
  DocumentMapper mapper(setup, communities, manifest_.created, view.last_report());
  Sha256 digest;
  std::uint64_t count = 0;
  std::uint64_t reported = 0;
  for (DocumentBlock block;;) {
    M2_TRY(const bool more, source->next(block));
    if (!more) break;
    std::string fingerprints;
    for (const DocumentBlock::Item& item : block.items) {
      ++count;
      std::string document(block.view(item));
      // The store's own documents are those that were mapped; consents may have come since.
      if (!from_.empty() && item.readable) document = view.with_consents(document);
      append_fingerprint(document, fingerprints);
      std::string kept = document;
      if (mapper.map(document.data(), document.size(), item.readable).kind != OutcomeKind::Reported)
        continue;
      if (!only_ || *only_ == reported) documents_.emplace(reported, std::move(kept));
      ++reported;
    }
    digest.add(fingerprints);
  }
  M2_TRY_VOID(explainer_->status());
  const std::string now = digest.finish();
  if (now == manifest_.documents_digest && count == manifest_.documents) return {};
  return changed(fmt::format(
      "the documents of `{}` are not those the file was made from: {} then (digest {}), {} now "
      "({}); say where those of then are: --from PATH",
      from_.empty() ? store_->name() : from_, manifest_.documents,
      short_of(manifest_.documents_digest), count, short_of(now)));
}

Result<void> FileExplainer::check_offset(std::uint64_t offset) const {
  if (offset < file_.bytes) return {};
  return Error{ErrorCode::Invalid, fmt::format("there is no byte {}: the file has {}, from 0 to {}",
                                               offset, file_.bytes, file_.bytes - 1)};
}

Result<Reader> FileExplainer::reader() const {
  const bool is_known = file_.framing.format == Format::Variable;
  return Reader::of_file(path_, is_known ? std::optional(file_.framing) : std::nullopt);
}

Result<ByteExplanation> FileExplainer::explain(std::uint64_t offset, const TraceOptions& options) {
  M2_TRY_VOID(check_offset(offset));
  M2_TRY(Reader reader, this->reader());
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr) break;
    if (!holds_byte(*record, offset)) continue;
    ByteExplanation out;
    out.offset = offset;
    out.kind = record->kind;
    out.record = record->number;
    out.line = record->line;
    out.record_offset = record->offset;
    out.place = place_of_byte(*record, reader.framing(), offset);
    if (out.place.part == BytePlace::Part::Field) {
      const std::string_view bytes = record->bytes.substr(out.place.start, out.place.field->length);
      out.bytes = options.masking == Masking::Revealed ? std::string(bytes)
                                                       : shown(*out.place.field, bytes);
    }
    if (record->kind == RecordKind::Base) M2_TRY_VOID(explain_account(*record, options, out));
    explain_filled(out);
    return out;
  }
  return Error{ErrorCode::Invalid, fmt::format("byte {} is in no record", offset)};
}

Result<void> FileExplainer::explain_account(const FileRecord& record, const TraceOptions& options,
                                            ByteExplanation& out) {
  const std::uint64_t place = record.number - 2;  // the header is record 1
  const auto document = documents_.find(place);
  if (document == documents_.end())
    return changed("the file has more accounts than its documents make today");
  TraceOptions one = options;
  const Field* wanted = out.place.field;
  one.wants_field = [wanted](const Field& field, Segment) { return &field == wanted; };
  one.wants_rule = [](std::string_view) { return false; };
  out.account = explainer_->explain(document->second, one);
  M2_TRY_VOID(explainer_->status());
  // The file's own form: descriptor word and the fields that each bureau has for itself.
  std::string made = out.account->trace.record;
  std::string found(record.bytes.substr(0, made.size()));
  for (const BaseField own :
       {BaseField::Rdw, BaseField::IdentificationNumber, BaseField::CycleIdentifier}) {
    for (std::string* text : {&made, &found})
      std::fill_n(text->begin() + static_cast<std::ptrdiff_t>(field(own).offset()),
                  std::min(field(own).length, text->size()), ' ');
  }
  if (made == found) return {};
  if (store_ != nullptr) {
    return changed(fmt::format(
        "with what store `{}` has now, the account has another record: an earlier month was run "
        "again since the file was written, or this is another version of metro2",
        store_->name()));
  }
  return changed(
      "this program makes another record of the account today, from the same documents and "
      "presets: the file was written by another version of metro2");
}

Span FileExplainer::place_in_tenant(const Field& field) const {
  for (const BureauSettings& bureau : explainer_->setup().tenant.bureaus) {
    if (bureau.bureau != file_.bureau) continue;
    const auto at = bureau.places.find(&field);
    if (at != bureau.places.end()) return at->second;
  }
  return {};
}

// What no preset answers: why it stands there, and from which value.
void FileExplainer::explain_filled(ByteExplanation& out) const {
  using Part = BytePlace::Part;
  switch (out.place.part) {
    case Part::BlockDescriptor:
      out.why = "metro2 counts it: the length of the block in bytes";
      return;
    case Part::LineEnd:
      out.why = converted_from_.empty()
                    ? fmt::format(
                          "the end of the line: `line_end: {}` of the bureau in the tenant's file",
                          to_string(file_.framing.line_end))
                    : "the end of the line, as the file was converted";
      return;
    case Part::Padding:
      out.why = "metro2 fills it: blanks up to the common length of the file's records";
      return;
    case Part::Unreadable:
      out.why = "no record can be read here";
      return;
    case Part::Field:
      break;
  }
  const Field& f = *out.place.field;
  const Span said = place_in_tenant(f);
  const bool is_of_the_standard = f.kind == FieldKind::Descriptor ||
                                  f.kind == FieldKind::Constant || f.kind == FieldKind::Reserved;
  if (is_of_the_standard) {
    out.why = why_filled(f);
  } else if (&f == &field(HeaderField::ActivityDate)) {
    out.why =
        "metro2 fills it: the latest date of account information (field 24) in the file, or the "
        "day of the run";
  } else if (&f == &field(HeaderField::DateCreated)) {
    out.why = fmt::format(
        "metro2 fills it: the day the file was created, {} (--created, else the day "
        "after --as-of)",
        manifest_.created.to_string());
  } else if (&f == &field(BaseField::TimeStamp)) {
    out.why = fmt::format("metro2 fills it: the day the file was created, {}, at midnight",
                          manifest_.created.to_string());
  } else if (&f == &field(TrailerField::BlockCount) && file_.framing.block_descriptors) {
    out.why = "metro2 counts it: the blocks of the file";
  } else if (&f == &field(TrailerField::BlockCount)) {
    out.why = fmt::format(
        "metro2 counts it: without block descriptors as many blocks as records, "
        "header and trailer included: {}",
        file_.records + 2);
  } else if (out.place.segment == Segment::Trailer) {
    out.why = fmt::format("metro2 counts it over the {} accounts of the file: {}", file_.records,
                          f.title);
  } else if (!said.empty()) {
    out.why = fmt::format("the tenant's file says it: `{}`", said.text());
    out.span = said;
  } else if (out.place.segment == Segment::Header) {
    out.why = "the tenant's file says nothing of it: blank";
  } else if (&f == &field(BaseField::IdentificationNumber) ||
             &f == &field(BaseField::CycleIdentifier)) {
    out.why = "the tenant's file says nothing of it: blank";
  } else if (f.is_supplied()) {
    out.why = why_filled(f);
  }
}

}  // namespace m2
