#pragma once
// Parts of the HTML report. Whatever text they are given stands there as text.

#include <string>
#include <string_view>

#include "engine/report/collector.h"

namespace m2::internal {

extern const std::string_view kReportStyle;
extern const std::string_view kReportScript;
/// What the Content-Security-Policy calls a style or script by: 'sha256-…'.
std::string source_hash(std::string_view text);

/// A rule with what it says, its sample accounts and what it found outside of them. `place` tells
/// files of one report apart in the targets of links.
std::string rule_part(const RuleFindings& tally, const FileFindings& file, std::size_t place);
/// An account with its facts, its payment history and its findings.
std::string account_part(const SampleAccount& account, std::size_t place);
/// The letters of payment histories and what they mean.
std::string history_legend();

}  // namespace m2::internal
