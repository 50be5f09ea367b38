#include "engine/report/kinds.h"

#include <array>
#include <filesystem>
#include <utility>

#include "engine/base/text.h"

namespace m2 {

std::optional<ReportKind> kind_of_report(const std::string& path) {
  constexpr std::array<std::pair<std::string_view, ReportKind>, 6> kEndings = {{
      {".json", ReportKind::Json},
      {".csv", ReportKind::Csv},
      {".sarif", ReportKind::Sarif},
      {".xml", ReportKind::Junit},
      {".html", ReportKind::Html},
      {".htm", ReportKind::Html},
  }};
  const std::string ending = lower(std::filesystem::path(path).extension().string());
  for (const auto& [known, kind] : kEndings) {
    if (ending == known) return kind;
  }
  return std::nullopt;
}

}  // namespace m2
