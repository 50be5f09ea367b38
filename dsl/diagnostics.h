#pragma once
// The kinds of diagnostic: one row each in diagnostics.def; tests and the reference page walk it.
//
//   find_diagnostic("gap")->title      // "a table without a row for some input"

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/base/diagnostic.h"

namespace m2::dsl {

/// What is being read when it is met: a preset with its libraries and shape, a preset's examples as
/// they run, a tenant or a profile, a test case.
enum class DiagnosticAbout : std::uint8_t { Preset, Run, Tenant, Case };

struct DiagnosticKind {
  std::string_view slug;
  Severity severity;
  DiagnosticAbout about;
  std::string_view title;
};

std::span<const DiagnosticKind> diagnostic_kinds();
/// Null when there is none with that slug.
const DiagnosticKind* find_diagnostic(std::string_view slug);

}  // namespace m2::dsl
