#pragma once
// How `metro2 eval` and `metro2 repl` show the value of an expression.
//
//   context.out << answer_text(asked, context.out_colour);
//
// A list of records is a table, a record two columns; what stands deeper is asked for by its own
// path, or seen whole as JSON.

#include <string>

#include "engine/base/diagnostic.h"
#include "engine/base/json_writer.h"
#include "engine/pipeline/account_inquiry.h"

namespace m2::cli {

std::string answer_text(const Asked& asked, Colour colour);
/// {"type", "account"?, "value"} or {"type", "account"?, "held": [{"rule", "text"}]}.
std::string answer_json(const Asked& asked, JsonWriter::Style style = JsonWriter::Style::Indented);

}  // namespace m2::cli
