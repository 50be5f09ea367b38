#pragma once
// The trace of an account as a page: a tree for every field and rule, and what they stand on.
//
//   M2_TRY_VOID(write_file(path, to_html(trace_page(fields, rules, why, explainer, all))));

#include <vector>

#include "engine/pipeline/file_explanation.h"
#include "engine/pipeline/page.h"

namespace m2::cli {

Page trace_page(const std::vector<const FieldTrace*>& fields,
                const std::vector<const RuleTrace*>& rules, const Explanation& why,
                const Explainer& explainer, bool all);

/// One byte of a file.
Page byte_page(const ByteExplanation& why, const FileExplainer& explainer, bool all);

}  // namespace m2::cli
