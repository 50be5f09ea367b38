// Slices and consents from any text: checked text keeps its meaning, unchecked text stays inside
// its bounds.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "connectors/consent_file.h"
#include "engine/base/json_slice.h"

namespace {

void require(bool promise) {
  if (!promise) std::abort();
}

void walk(const m2::JsonSlice& value, int depth) {
  if (depth == 0) return;
  for (const auto& [name, member] : value.members()) {
    require(!member.is_absent());
    walk(member, depth - 1);
  }
  for (const m2::JsonSlice& item : value.items()) walk(item, depth - 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const m2::JsonSlice unchecked = m2::JsonSlice::trusted(text);
  walk(unchecked, 4);
  std::string out;
  unchecked.append_compact(out);
  require(out.size() <= size && unchecked.text().size() <= size);
  (void)unchecked.count_values("a");
  (void)m2::connectors::read_consents(text);

  const m2::Result<m2::JsonSlice> value = m2::JsonSlice::parse(text);
  if (!value) return 0;
  std::string compact;
  value->append_compact(compact);
  const m2::Result<m2::JsonSlice> again = m2::JsonSlice::parse(compact);
  require(again.has_value() && again->raw() == compact);
  require(again->count_values() == value->count_values() && again->kind() == value->kind());
  require(value->members().size() == again->members().size() &&
          value->items().size() == again->items().size());
  return 0;
}
