#pragma once
// Texts for XML and HTML, whatever bytes they hold.

#include <string>
#include <string_view>

#include "engine/base/text.h"

namespace m2::internal {

/// One line, between tags or in quotes; what cannot be seen, or stand in XML, is shown as its
/// bytes.
inline std::string in_xml(std::string_view text) {
  // U+FFFE and U+FFFF are UTF-8 as any other, but no XML.
  const bool is_xml = text.find("\xEF\xBF\xBE") == std::string_view::npos &&
                      text.find("\xEF\xBF\xBF") == std::string_view::npos;
  return in_markup(is_xml ? readable(text) : printable(text));
}

}  // namespace m2::internal
