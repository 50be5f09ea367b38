#pragma once
// What the leases of the demo owed on every day that is reported, worked out apart from the engine
// (tests/golden/agreement/expected_facts.json), beside what the preset says of them.

#include "tests/agreement/expectation.h"

namespace m2::test {

/// Mapped and compared once a process.
const Agreement& lease_agreement();

}  // namespace m2::test
