#pragma once
// draft_shape: a shape that reads the documents of a profile, for its author to go on with.
//
//   Profile root;                                       // filled with documents
//   puts(draft_shape("samples.account", root).c_str());
//
// The draft parses and checks. It holds no values but the words of closed lists, and none of
// members that look personal. What was missing is counted in comments.

#include <string>
#include <string_view>

#include "engine/pipeline/shape_profile.h"

namespace m2 {

/// `name`: of the shape, "homes.account"; its last part names the root.
std::string draft_shape(std::string_view name, const Profile& root);

}  // namespace m2
