#pragma once
// A Metro 2 file as JSON, and back, byte for byte: whatever the file holds,
// from_json(to_json(file)) is the file.
//
//   {"framing": {"format": "variable", "line_end": "lf", "block_descriptors": false, "encoding":
//   "character"}, "records": [
//   {"header": {"equifax_program_identifier": "EFX0000001", "reporter_name": "EXAMPLE HOMES"}},
//   {"base": {"surname": "SMITH", "current_balance": "000001450"}, "j1": [{"surname": "SMITH"}]},
//   {"trailer": {"total_base_records": "000000001"}}
//   ]}
//
// Keys are those of the layout; appended segments are lists. A value is the text of its bytes,
// without blanks at the end; a field that holds only its fill is left out. Descriptor words are
// computed. What this form cannot say is kept beside it: `block`, the descriptor word of a block
// that begins here; `line_end`, where it differs from the framing's; `raw` in place of the
// segments, all bytes of a record that is damaged or written in an unusual way.

#include "engine/metro2/convert.h"

namespace m2 {

/// Errors: those of the reader.
Result<Converted> to_json(Reader& reader, const Sink& sink);
/// Reads JSON piece by piece, one record at a time; `framing` stands before `records`, else lines
/// ended by LF are written. Errors: those of the source; Invalid, with the number of the record,
/// for what is not in the form above.
Result<Converted> from_json(const Reader::Source& source, const Sink& sink);

}  // namespace m2
