#pragma once
// Words for what the tables of the standard hold, and the names they can be asked by.
//
//   name_of(FieldKind::Money)         // "money"
//   segment_and_field_names()         // "header", …, "account_status", … for "did you mean"

#include <string>
#include <string_view>
#include <vector>

#include "engine/metro2/field.h"

namespace m2::cli {

std::string_view name_of(FieldKind kind);
std::string_view name_of(Fill fill);
std::string_view name_of(Presence presence);

std::vector<std::string> segment_names();
std::vector<std::string> segment_and_field_names();
std::vector<std::string> code_table_names();

}  // namespace m2::cli
