#include "dsl/help.h"

#include <array>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/text.h"

namespace m2::dsl {
namespace {

constexpr auto kPages = std::to_array<std::pair<std::string_view, std::string_view>>({
#define M2_HELP(slug, text) {slug, text},
#include "dsl/help_pages.inc"  // made from dsl/help/*.md by the build
#undef M2_HELP
});

std::vector<HelpText> texts(std::string_view section) {
  constexpr std::string_view kFence = "\n```";
  std::vector<HelpText> out;
  for (std::size_t at = section.find(kFence); at != std::string_view::npos;
       at = section.find(kFence, at)) {
    const std::size_t line_end = section.find('\n', at + 1);
    const std::size_t close = section.find(kFence, line_end);
    if (close == std::string_view::npos) break;
    out.push_back({section.substr(at + kFence.size(), line_end - at - kFence.size()),
                   section.substr(line_end + 1, close - line_end)});
    at = close + kFence.size();
  }
  return out;
}

// A text may hold lines that look like headings; these two are the page's own.
constexpr std::string_view kBefore = "\n## Before\n";
constexpr std::string_view kAfter = "\n## After\n";

}  // namespace

std::optional<HelpPage> find_help(std::string_view slug) {
  for (const auto& [name, text] : kPages) {
    if (name != slug) continue;
    const std::size_t title_end = text.find('\n');
    const std::size_t before = text.find(kBefore);
    const std::size_t after = text.rfind(kAfter);
    M2_CHECK(before != std::string_view::npos && after != std::string_view::npos,
             "a help page has a text before and a text after");
    const std::size_t texts_before = before + kBefore.size() - 1;
    return HelpPage{name, trim(text.substr(title_end, before - title_end)),
                    texts(text.substr(texts_before, after - texts_before)),
                    texts(text.substr(after + kAfter.size() - 1))};
  }
  return std::nullopt;
}

}  // namespace m2::dsl
