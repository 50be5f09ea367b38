#include "engine/write/bureau_files.h"

#include <algorithm>
#include <optional>

#include "engine/base/check.h"
#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/value.h"
#include "engine/metro2/writer.h"
#include "engine/write/naming.h"

namespace m2 {
namespace {

/// Bytes on their way into a file, counted and digested.
class DigestedFile {
 public:
  explicit DigestedFile(OutputFile file) : file_(std::move(file)) {}

  void write(std::string_view bytes) {
    file_.write(bytes);
    digest_.add(bytes);
    size_ += bytes.size();
  }
  [[nodiscard]] OutputFile& file() { return file_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  std::string digest() { return digest_.finish(); }

 private:
  OutputFile file_;
  Sha256 digest_;
  std::uint64_t size_ = 0;
};

/// Variable-length records need to know nothing of those that follow them.
Framing streamed(Framing framing) {
  if (framing.format == Format::Fixed) return {.line_end = LineEnd::None};
  return framing;
}

}  // namespace

struct BureauFiles::State {
  struct File {
    BureauFilePlan plan;
    std::size_t form = 0;  // which of `forms`
    std::unique_ptr<DigestedFile> out;
  };

  FilesPlan plan;
  std::vector<RecordForm> forms;
  std::vector<File> files;
  std::optional<OutputFile> manifest;
  Totals totals;
  std::optional<Date> latest;

  Result<void> add_file(const BureauFilePlan& bureau);
  [[nodiscard]] std::string header(const File& file, Date activity) const;
  Result<void> finish(File& file);
  Result<void> write_again(File& file, const Framing& framing, Date activity);
  [[nodiscard]] Result<void> write_record(DigestedFile& out, const Framing& framing,
                                          std::string_view record) const;
};

Result<void> BureauFiles::State::write_record(DigestedFile& out, const Framing& framing,
                                              std::string_view record) const {
  std::string bytes;
  M2_TRY_VOID(append_record(framing, record, bytes));
  out.write(bytes);
  return {};
}

std::string BureauFiles::State::header(const File& file, Date activity) const {
  std::string header = file.plan.header;
  put_date(field(HeaderField::ActivityDate), activity, header.data());
  put_date(field(HeaderField::DateCreated), plan.created, header.data());
  return header;
}

Result<void> BureauFiles::State::add_file(const BureauFilePlan& bureau) {
  RecordForm form = bureau.form;
  form.framing = streamed(form.framing);
  const auto same = std::find(forms.begin(), forms.end(), form);
  File file{bureau, static_cast<std::size_t>(same - forms.begin()), nullptr};
  if (same == forms.end()) forms.push_back(form);
  M2_TRY(OutputFile out, OutputFile::create(plan.folder / bureau_file_name(plan.tenant, plan.period,
                                                                           bureau.bureau)));
  file.out = std::make_unique<DigestedFile>(std::move(out));
  // Almost every file has an account that is reported as of that day; if not, see finish().
  M2_TRY_VOID(write_record(*file.out, form.framing, header(file, plan.as_of)));
  files.push_back(std::move(file));
  return {};
}

// The header tells what only the last record decides: the latest activity and, with a fixed length,
// the longest record. Where it was told wrongly the file is written a second time.
Result<void> BureauFiles::State::finish(File& file) {
  const Date activity = latest.value_or(plan.as_of);
  Framing framing = file.plan.form.framing;
  if (framing.format == Format::Fixed) framing.record_length = totals.longest_record();
  file.plan.form.framing = framing;
  if (framing.format == Format::Fixed || activity != plan.as_of) {
    M2_TRY_VOID(write_again(file, framing, activity));
  }
  // Without block descriptors a file has as many blocks as records, its own two included.
  const std::string trailer = trailer_record(totals, totals.base_records() + 2);
  M2_TRY_VOID(write_record(*file.out, framing, trailer));
  return file.out->file().sync();
}

Result<void> BureauFiles::State::write_again(File& file, const Framing& framing, Date activity) {
  M2_TRY(InputFile written, file.out->file().read_back());
  Reader reader([&](std::span<char> bytes) { return written.read(bytes); },
                forms[file.form].framing);
  M2_TRY(OutputFile out, OutputFile::create(file.out->file().path()));
  auto again = std::make_unique<DigestedFile>(std::move(out));
  M2_TRY_VOID(write_record(*again, framing, header(file, activity)));
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr) break;
    if (record->kind == RecordKind::Header) continue;
    M2_CHECK(record->kind == RecordKind::Base, "what was written can be read");
    M2_TRY_VOID(write_record(*again, framing, record->bytes));
  }
  file.out = std::move(again);
  return {};
}

BureauFiles::BureauFiles(std::unique_ptr<State> state) : state_(std::move(state)) {}
BureauFiles::BureauFiles(BureauFiles&&) noexcept = default;
BureauFiles& BureauFiles::operator=(BureauFiles&&) noexcept = default;
BureauFiles::~BureauFiles() = default;

Result<BureauFiles> BureauFiles::create(const FilesPlan& plan) {
  auto state = std::make_unique<State>();
  state->plan = plan;
  M2_TRY_VOID(make_folder(plan.folder));
  for (const BureauFilePlan& bureau : plan.bureaus) M2_TRY_VOID(state->add_file(bureau));
  M2_TRY(OutputFile manifest,
         OutputFile::create(plan.folder / manifest_name(plan.tenant, plan.period)));
  state->manifest.emplace(std::move(manifest));
  return BureauFiles(std::move(state));
}

RecordBatch BureauFiles::new_batch() const {
  return RecordBatch(state_->forms);
}

Result<void> BureauFiles::write(const RecordBatch& batch) {
  state_->totals.merge(batch.totals());
  state_->latest = std::max(state_->latest, batch.latest_activity());
  for (State::File& file : state_->files) {
    file.out->write(batch.bytes(file.form));
    M2_TRY_VOID(file.out->file().status());
  }
  return {};
}

Result<std::vector<WrittenFile>> BureauFiles::seal() {
  std::vector<WrittenFile> written;
  for (State::File& file : state_->files) {
    M2_TRY_VOID(state_->finish(file));
    written.push_back({file.plan.bureau, file.out->file().path(), file.plan.form.framing,
                       file.out->size(), state_->totals.base_records(),
                       state_->totals.count(TrailerField::TotalJ1),
                       state_->totals.count(TrailerField::TotalJ2), file.out->digest()});
  }
  return written;
}

Result<void> BureauFiles::commit(std::string_view manifest) {
  state_->manifest->write(manifest);
  M2_TRY_VOID(state_->manifest->sync());
  for (State::File& file : state_->files) M2_TRY_VOID(file.out->file().commit());
  return state_->manifest->commit();
}

}  // namespace m2
