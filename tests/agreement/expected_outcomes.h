#pragma once
// What the loans of the demo should be reported as, worked out apart from the engine
// (tests/golden/agreement/expected_outcomes.json), beside what they are reported as.

#include "tests/agreement/expectation.h"

namespace m2::test {

/// Mapped and compared once a process.
const Agreement& loan_agreement();

}  // namespace m2::test
