#include "engine/pipeline/imported_byte.h"

#include <fmt/format.h>

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/metro2/shown.h"

namespace m2 {
namespace {

// Whether the record was kept, and for which account.
Result<std::string> kept_account(Store& store, const StoredImport& import, std::uint64_t record) {
  M2_TRY(const std::unique_ptr<StoreReader> reader, store.reader(import.tenant));
  M2_TRY(const auto rows, reader->imported(import.run.id));
  for (;;) {
    M2_TRY(const ImportedRecord* row, rows->next());
    if (row == nullptr || row->record > record) return std::string();
    if (row->record == record) return row->account;
  }
}

void describe_byte(const FileRecord& record, const Framing& framing,
                   const ImportedByteQuestion& question, ByteExplanation& out) {
  out.offset = question.offset;
  out.kind = record.kind;
  out.record = record.number;
  out.line = record.line;
  out.record_offset = record.offset;
  out.place = place_of_byte(record, framing, question.offset);
  if (out.place.part != BytePlace::Part::Field) return;
  const std::string_view bytes = record.bytes.substr(out.place.start, out.place.field->length);
  out.bytes =
      question.masking == Masking::Revealed ? std::string(bytes) : shown(*out.place.field, bytes);
}

}  // namespace

Result<std::optional<ImportedByte>> find_imported_byte(const ImportedByteQuestion& question,
                                                       Store& store) {
  M2_TRY(const FileDigest file, digest_of_file(question.file));
  M2_TRY(const std::optional<StoredImport> import, store.import_of(file.sha256));
  if (!import) return std::optional<ImportedByte>();
  if (question.offset >= file.bytes) {
    return Error{ErrorCode::Invalid,
                 fmt::format("there is no byte {}: the file has {}, from 0 to {}", question.offset,
                             file.bytes, file.bytes - 1)};
  }
  ImportedByte out;
  out.file = read_imported(import->run.manifest);
  M2_TRY(Reader reader, Reader::of_file(question.file));
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr)
      return Error{ErrorCode::Invalid, fmt::format("byte {} is in no record", question.offset)};
    if (!holds_byte(*record, question.offset)) continue;
    describe_byte(*record, reader.framing(), question, out.byte);
    break;
  }
  const bool is_account = out.byte.kind == RecordKind::Base;
  if (is_account) {
    M2_TRY(out.account, kept_account(store, *import, out.byte.record));
  }
  const std::string kept =
      !is_account           ? ""
      : out.account.empty() ? "; the record was left out"
                            : fmt::format("; the record is what account {} was last reported with",
                                          printable(out.account));
  out.byte.why = fmt::format(
      "imported from {}, record {}, as {} of {} (sha256 {}): another system wrote the byte{}",
      readable(out.file.file), out.byte.record, out.file.period.to_string(), out.file.tenant,
      file.sha256, kept);
  return std::optional(std::move(out));
}

}  // namespace m2
