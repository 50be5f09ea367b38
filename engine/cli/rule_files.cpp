#include "engine/cli/rule_files.h"

#include <ostream>

#include "engine/base/diagnostic.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"

namespace m2::cli {

std::shared_ptr<const RuleRegistry> find_rules(Context& context) {
  const auto folder = find_presets(context);
  if (!folder) return RuleRegistry::built_in();
  Diagnostics found;
  auto registry = RuleRegistry::load(folder->rules_folder(), found);
  if (registry == nullptr) context.err << render(found.sorted(), context.err_colour);
  return registry;
}

}  // namespace m2::cli
