#include "engine/write/naming.h"

namespace m2 {

SCENARIO("a file's name says tenant, month and bureau") {
  const Period june = *Period::parse("2026-06");
  const auto [bureau, name] = GENERATE(table<Bureau, std::string>({
      {Bureau::Equifax, "demo-rent.2026-06.equifax.metro2"},
      {Bureau::Experian, "demo-rent.2026-06.experian.metro2"},
      {Bureau::TransUnion, "demo-rent.2026-06.transunion.metro2"},
      {Bureau::Innovis, "demo-rent.2026-06.innovis.metro2"},
  }));
  CHECK(bureau_file_name("demo-rent", june, bureau) == name);
  CHECK(find_bureau(to_string(bureau)) == bureau);
  CHECK(manifest_name("demo-rent", june) == "demo-rent.2026-06.manifest.json");
}

}  // namespace m2
