#pragma once
// A Metro 2 file as CSV, one row a segment, and back, field for field.
//
//   record,segment,surname,current_balance,…
//   2,base,SMITH,000001450,…
//   2,J1,SMITH,,…
//
// Columns are the keys of all segments, each once. A cell holds the text of the field's bytes,
// without blanks at the end; it is empty where the field holds only its fill. The framing is not
// part of the table: the way back takes it as an argument.

#include "engine/metro2/convert.h"

namespace m2 {

/// Errors: those of the reader. What is no record, or has segments that are none, has no row and is
/// counted as unreadable.
Result<Converted> to_csv(Reader& reader, const Sink& sink);
/// Columns may stand in any order and be absent; `segment` must be there. A row of header, base or
/// trailer begins a record, appended segments follow theirs. The trailer's totals are those of the
/// table, its block count is computed. Errors: those of the source; Invalid, with the line, for
/// unknown columns and segments, and for values that do not fit.
Result<Converted> from_csv(const Reader::Source& source, const Framing& framing, const Sink& sink);

}  // namespace m2
