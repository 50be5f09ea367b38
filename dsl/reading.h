#pragma once
// What reading a file needs of its workspace. Internal to dsl; check.h is the door.

#include <filesystem>
#include <string>
#include <string_view>

namespace m2::dsl {

/// The name in a file's header: "shape entrata.lease" -> "entrata.lease". Empty when it begins with
/// another word than `word`.
std::string declared_name(const std::filesystem::path& path, std::string_view word);

}  // namespace m2::dsl
