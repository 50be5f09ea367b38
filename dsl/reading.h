#pragma once
// What reading a file needs of its workspace. Internal to dsl; check.h is the door.

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace m2::dsl {

/// Bytes; nothing that a person writes is larger.
inline constexpr std::size_t kLargestFile = std::size_t{1} << 20;

/// The name in a file's header: "shape entrata.lease" -> "entrata.lease". Empty when it begins with
/// another word than `word`.
std::string declared_name(const std::filesystem::path& path, std::string_view word);

}  // namespace m2::dsl
