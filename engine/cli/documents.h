#pragma once
// What commands that map accounts are told and asked about the documents: `--from`.
//
//   parameters.push_back(documents_option(from_));
//   if (!from_) return ask_for_documents(context);

#include <optional>
#include <string>

#include "engine/cli/command.h"

namespace m2::cli {

Parameter documents_option(std::optional<std::string>& from);
/// Says on `context.err` that they are needed. Returns Usage.
Exit ask_for_documents(Context& context);

}  // namespace m2::cli
