#pragma once
// What the conversions of a Metro 2 file have in common, and the one from framing to framing.
//
//   M2_TRY(Converted done, reframe(reader, writer));      // variable to fixed, character to
//   packed, …

#include <cstdint>

#include "engine/base/result.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/writer.h"

namespace m2 {

struct Converted {
  std::uint64_t records = 0;     // written, header and trailer included
  std::uint64_t unreadable = 0;  // left out, because the target has no place for what is no record
};

/// Every record of `reader` to `writer`, without the padding of its old framing; trailer totals
/// stay as they are, but for the block count. Errors: those of both.
Result<Converted> reframe(Reader& reader, FileWriter& writer);

}  // namespace m2
