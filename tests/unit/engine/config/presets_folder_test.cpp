#include "engine/config/presets_folder.h"

#include "tests/support/golden.h"

namespace m2 {
namespace {

namespace fs = std::filesystem;

const fs::path kSmall = test::golden_path("pipeline/presets");

PresetsFolder small() {
  auto folder = PresetsFolder::find({.given = kSmall});
  REQUIRE(folder);
  return *folder;
}

}  // namespace

SCENARIO("the presets are in the folder that is given, else in the nearest one, else installed") {
  const fs::path nowhere = "/";
  const fs::path within = kSmall / "tenants";
  CHECK(PresetsFolder::find({.given = kSmall, .working_directory = nowhere})->path() == kSmall);
  CHECK(PresetsFolder::find({.working_directory = within})->path() == kSmall);
  CHECK(PresetsFolder::find({.working_directory = kSmall.parent_path()})->path() == "presets");
  CHECK(PresetsFolder::find({.working_directory = nowhere, .installed = kSmall})->path() == kSmall);
  CHECK_FALSE(PresetsFolder::find({.working_directory = nowhere}));
  CHECK_FALSE(PresetsFolder::find({.given = kSmall / "none", .working_directory = kSmall}));
}

SCENARIO("a tenant is found by its file's name, by the name it says, and by its path") {
  const PresetsFolder folder = small();
  CHECK(*folder.tenant_file("oak") == kSmall / "tenants" / "oak.yaml");
  CHECK(*folder.tenant_file("elm") == kSmall / "tenants" / "another.yaml");
  const std::string path = (kSmall / "tenants" / "oak.yaml").string();
  CHECK(*folder.tenant_file(path) == path);
  CHECK(folder.tenant_names() == std::vector<std::string>{"elm", "oak", "two-products"});
}

SCENARIO("a name that nobody has comes back with the nearest one") {
  const PresetsFolder folder = small();
  const auto tenant = folder.tenant_file("oka");
  REQUIRE_FALSE(tenant);
  CHECK(tenant.error().code == ErrorCode::NotFound);
  CHECK(tenant.error().message.find("did you mean `oak`?") != std::string::npos);
  const auto preset = folder.preset_file("smal_rent", *folder.tenant_file("oak"));
  REQUIRE_FALSE(preset);
  CHECK(preset.error().message.find("did you mean `small_rent`?") != std::string::npos);
  CHECK_FALSE(folder.tenant_file("./oak.yaml"));
}

SCENARIO("a preset is found by its declared name and by its path") {
  const PresetsFolder folder = small();
  const fs::path tenant = *folder.tenant_file("oak");
  const std::string name = GENERATE("small_rent", "small_rent.preset", "../small_rent.preset",
                                    "presets/small_rent.preset");
  CAPTURE(name);
  const auto file = folder.preset_file(name, tenant);
  REQUIRE(file);
  CHECK(fs::equivalent(*file, kSmall / "small_rent.preset"));
}

}  // namespace m2
