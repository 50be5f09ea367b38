// Any bytes as an account document of the rent preset: an outcome, never a crash; and the same
// outcome straight from the text and through the tree.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "dsl/check.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/mapper.h"

using namespace m2;

namespace {

Mapper mapper(Reading reading) {
  const std::string presets = std::string(M2_SOURCE_DIR) + "/presets";
  Diagnostics found;
  const auto preset = dsl::check(presets + "/entrata/rent.preset", dsl::Workspace(presets), found);
  if (preset == nullptr) std::abort();
  const Date as_of = *Date::from_civil(2026, 6, 15);
  auto program = lower(preset, {}, as_of);
  if (!program) std::abort();
  return Mapper(*program, {.tenant = "fuzz",
                           .identification_number = "",
                           .cycle_identifier = "",
                           .time_stamp = as_of,
                           .reading = reading});
}

std::string told(Mapper& mapper, std::string text) {
  const Outcome& outcome = mapper.map(text.data(), text.size());
  std::string all = std::to_string(static_cast<int>(outcome.kind));
  all.append(outcome.account).append("|").append(outcome.record);
  for (const Reason& reason : outcome.reasons) all += "|" + reason.name + " " + reason.text;
  for (const Reason& reason : outcome.warnings) all += "|" + reason.name + " " + reason.text;
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Mapper ordinary = mapper(Reading::Ordinary);
  static Mapper tree = mapper(Reading::Tree);
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (told(ordinary, text) != told(tree, text)) std::abort();
  return 0;
}
