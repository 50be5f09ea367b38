#pragma once
// How the trace of an account is shown: as a tree for people, as JSON for programs.
//
//   context.out << field_text(field, preset, {.colour = context.out_colour});

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.h"
#include "engine/base/json_writer.h"
#include "engine/pipeline/file_explanation.h"
#include "engine/pipeline/imported_byte.h"

namespace m2::cli {

struct TraceStyle {
  Colour colour = Colour::Never;
  bool all = false;  // every item of a list with all that is behind it
};

/// "date_closed", "J1.surname", "J1[2].surname" where there are several.
std::string field_name(const FieldTrace& field, const AccountTrace& account);
/// The field's value, its bytes, and the tree behind it.
std::string field_text(const FieldTrace& field, const AccountTrace& account, TraceStyle style);
/// The rule, what it said, and why.
std::string rule_text(const RuleTrace& rule, TraceStyle style);
/// Sources, parameters, preset: what the trees of these fields and rules stand on.
std::string basis_text(const std::vector<const FieldTrace*>& fields, const RuleTrace* rule,
                       const Explanation& why, const Explainer& explainer);
/// "190-197", from 1.
std::string position_of(const FieldTrace& field);

/// One byte of a file: its record, its field, and what stands behind it.
std::string byte_text(const ByteExplanation& why, const FileExplainer& explainer, TraceStyle style);
std::string byte_json(const ByteExplanation& why, const FileExplainer& explainer);
/// The same of a byte of a file that was imported.
std::string byte_text(const ImportedByte& imported, const std::string& file, TraceStyle style);
std::string byte_json(const ImportedByte& imported, const std::string& file);
/// The field of the account that the byte belongs to; null where metro2 filled it itself.
const FieldTrace* field_of_byte(const ByteExplanation& why);

void write_json(JsonWriter& json, const FieldTrace& field, const AccountTrace& account);
void write_json(JsonWriter& json, const RuleTrace& rule);
void write_json(JsonWriter& json, const TraceNode& node);
/// "file" and "line" of an object that is open.
void write_place(JsonWriter& json, Span span);

}  // namespace m2::cli
