#include "engine/metro2/convert.h"

#include "engine/metro2/record.h"

namespace m2 {

Result<Converted> reframe(Reader& reader, FileWriter& writer) {
  Converted done;
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr) break;
    switch (record->kind) {
      case RecordKind::Unknown:
        ++done.unreadable;
        continue;
      case RecordKind::Header:
        M2_TRY_VOID(writer.add(record->bytes.substr(0, kBaseLength)));
        break;
      case RecordKind::Trailer:
        M2_TRY_VOID(writer.add_trailer(record->bytes.substr(0, kBaseLength)));
        break;
      case RecordKind::Base:
        M2_TRY_VOID(writer.add(record->bytes.substr(0, unpadded_length(record->bytes))));
        break;
    }
    ++done.records;
  }
  writer.finish();
  return done;
}

}  // namespace m2
