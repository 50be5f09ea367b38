#include "engine/evaluate/examples.h"

#include "engine/evaluate/lower.h"
#include "engine/evaluate/mapper.h"

namespace m2 {

void check_examples(const std::shared_ptr<const dsl::CheckedPreset>& preset, Diagnostics& found) {
  const Date as_of = *Date::from_civil(2025, 12, 31);
  auto program = lower(preset, {}, as_of);
  if (!program) {
    found.error("too-large", Span{preset->sources.front().get(), 0, 0}, program.error().message);
    return;
  }
  Mapper mapper(*program, {});
  const std::vector<std::optional<bool>> results = mapper.run_examples();
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i] == std::optional(true)) continue;
    found
        .error("example-fails", preset->expr(preset->examples[i]).span,
               results[i] ? "this example is false" : "this example holds the account")
        .with_help("correct the example, or what it is an example of");
  }
}

}  // namespace m2
