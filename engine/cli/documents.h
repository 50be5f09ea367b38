#pragma once
// What commands that map accounts are told and asked about the documents: `--from` and `--store`.
//
//   parameters.push_back(documents_option(from_));
//   parameters.push_back(store_option(store_));
//   if (!from_ && !store_) return ask_for_documents(context);

#include <optional>
#include <string>

#include "engine/cli/command.h"

namespace m2::cli {

Parameter documents_option(std::optional<std::string>& from);
Parameter store_option(std::optional<std::string>& store);
/// Says on `context.err` that they are needed. Returns Usage.
Exit ask_for_documents(Context& context);

}  // namespace m2::cli
