#include "dsl/diagnostics.h"

#include <array>

namespace m2::dsl {
namespace {

constexpr auto kKinds = std::to_array<DiagnosticKind>({
#define M2_DIAGNOSTIC(slug, severity, about, title) \
  {slug, Severity::severity, DiagnosticAbout::about, title},
#include "dsl/diagnostics.def"
#undef M2_DIAGNOSTIC
});

}  // namespace

std::span<const DiagnosticKind> diagnostic_kinds() {
  return kKinds;
}

const DiagnosticKind* find_diagnostic(std::string_view slug) {
  for (const DiagnosticKind& kind : kKinds) {
    if (kind.slug == slug) return &kind;
  }
  return nullptr;
}

}  // namespace m2::dsl
