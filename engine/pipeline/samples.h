#pragma once
// Samples: JSON documents to learn a shape from, or to hold against one, wherever they stand.
//
//   M2_TRY(SampleCounts counts, for_each_sample("accounts.ndjson", [&](std::string_view json)
//   {…}));
//
// A folder of recorded responses gives its account documents; a file has one document a line, or is
// one document over many lines. A list stands for its items, and OData's `{"d": {"results": […]}}`
// for what it wraps. Lines are read block by block: memory does not grow with the file.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace m2 {

/// A file that is one document over many lines may be this long.
inline constexpr std::size_t kLongestSample = std::size_t{256} << 20;

struct SampleCounts {
  std::uint64_t documents = 0;
  std::uint64_t unreadable = 0;
  std::string first_unreadable;  // where and why

  void add(const SampleCounts& other);
};

using TakeSample = std::function<void(std::string_view document)>;

/// Errors: NotFound, Unreadable, Invalid (a folder without responses), TooLarge.
Result<SampleCounts> for_each_sample(const std::string& path, const TakeSample& take);

}  // namespace m2
