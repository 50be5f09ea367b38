#pragma once
// A record as people or programs read it: a ruler over its bytes, then every field with its value
// and what that means.
//
//   append_text(record, framing, {.reveals = false}, context.out_colour, out);
//
// Personal data is masked unless it is asked for. Positions are those of the standard, from 1 in
// each segment.

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/diagnostic.h"
#include "engine/metro2/field.h"
#include "engine/metro2/reader.h"

namespace m2::cli {

struct ViewOptions {
  bool reveals = false;                 // personal data is shown
  std::optional<Segment> segment = {};  // only this one
};

/// What a value means: "30-59 days past the due date", "2026-05-31", "$1,450"; empty when it speaks
/// for itself.
std::string meaning_of(const Field& field, std::string_view value);

/// True when the record has something to show.
bool has_part(const FileRecord& record, const ViewOptions& options);

void append_text(const FileRecord& record, const Framing& framing, const ViewOptions& options,
                 Colour colour, std::string& out);
/// One JSON object.
std::string to_json(const FileRecord& record, const ViewOptions& options);

}  // namespace m2::cli
