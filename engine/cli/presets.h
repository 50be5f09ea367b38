#pragma once
// What every command that works with presets needs: where they are.
//
//   M2_TRY(PresetsFolder folder, find_presets(context));

#include "engine/base/result.h"
#include "engine/cli/command.h"
#include "engine/config/presets_folder.h"

namespace m2::cli {

/// --presets, else the nearest `presets/`, else the installed one. Error: NotFound.
Result<PresetsFolder> find_presets(const Context& context);

}  // namespace m2::cli
