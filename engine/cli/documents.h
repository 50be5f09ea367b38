#pragma once
// What commands that map accounts are told and asked about the documents: `--from` and `--store`.
//
//   parameters.push_back(documents_option(from_));
//   parameters.push_back(store_option(store_));
//   if (!from_ && !store_) return ask_for_documents_or_store(context);

#include <memory>
#include <optional>
#include <string>

#include "engine/cli/command.h"
#include "engine/store/store.h"

namespace m2::cli {

Parameter documents_option(std::optional<std::string>& from);
Parameter store_option(std::optional<std::string>& store);
/// The store that is given, for reading; null when none is. Errors: those of open_store.
Result<std::unique_ptr<Store>> open_given_store(const std::optional<std::string>& store);
/// What a store calls a tenant that is given by its name or its file. Empty when the file says
/// nothing usable: that is on `context.err`. Errors: NotFound (no such tenant), Unreadable.
Result<std::optional<std::string>> name_of_tenant(Context& context, const std::string& given);
/// Says on `context.err` that they are needed. Returns Usage.
Exit ask_for_documents_or_store(Context& context);

}  // namespace m2::cli
