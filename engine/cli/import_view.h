#pragma once
// What an import did, for people and for programs.

#include <string>

#include "engine/base/diagnostic.h"
#include "engine/pipeline/history_import.h"

namespace m2::cli {

std::string import_text(const ImportSummary& summary, Colour colour);
std::string import_json(const ImportSummary& summary);

}  // namespace m2::cli
