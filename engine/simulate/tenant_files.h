#pragma once
// Tenant files of a virtual portfolio, so that `metro2 run` works on it at once.
//
//   write_file(out / "simulated-rent.yaml", tenant_file(Vendor::Entrata));

#include <string>
#include <string_view>

#include "engine/simulate/life.h"

namespace m2::simulate {

std::string_view tenant_name(Vendor vendor);  // "simulated-rent"
std::string tenant_file(Vendor vendor);

}  // namespace m2::simulate
