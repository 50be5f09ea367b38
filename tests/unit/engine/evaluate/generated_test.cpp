// Random well-typed programs over random documents.

#include "dsl/parse.h"
#include "tests/support/formatting.h"
#include "tests/support/mapping.h"
#include "tests/support/program_generator.h"

using namespace m2;
using namespace m2::test;

namespace {

constexpr std::uint64_t kPrograms = 100;
constexpr int kDocuments = 12;

std::string told(const Mapped& mapped) {
  std::string out = mapped.outcome() + "\n" + mapped.record + "\n";
  for (const Reason& reason : mapped.reasons) out += reason.name + ": " + reason.text + "\n";
  for (const Reason& warning : mapped.warnings) out += warning.name + ": " + warning.text + "\n";
  return out;
}

}  // namespace

SCENARIO("a well-typed program checks clean, ends every account, and means the same in style") {
  std::size_t ended[3] = {0, 0, 0};
  for (std::uint64_t seed = 1; seed <= kPrograms; ++seed) {
    CAPTURE(seed);
    ProgramGenerator generator(seed);
    const std::string generated = sample_preset(generator.declarations());
    const std::string program = ProgramGenerator::tidy(generated);
    CAPTURE(program);
    const Checked checked = check_text(program, kSampleShape);
    INFO(checked.messages());
    REQUIRE(!checked.found.has_errors());

    const std::string untidy = generator.untidy(generated);
    CAPTURE(untidy);
    REQUIRE(broken_formatting(untidy, dsl::FileKind::Preset) == "");
    const std::string tidied = formatted(untidy, dsl::FileKind::Preset);
    CAPTURE(tidied);
    const Checked styled = check_text(tidied, kSampleShape);
    INFO(styled.messages());
    REQUIRE(!styled.found.has_errors());

    const auto as_written = lowered(checked);
    const auto in_style = lowered(styled);
    for (int i = 0; i < kDocuments; ++i) {
      const std::string document = generator.document();
      CAPTURE(document);
      const Mapped mapped = map(as_written, document);
      ++ended[static_cast<int>(mapped.kind)];
      REQUIRE((mapped.kind == OutcomeKind::Reported) == !mapped.record.empty());
      REQUIRE((mapped.kind == OutcomeKind::Reported) == mapped.reasons.empty());
      REQUIRE(told(map(in_style, document)) == told(mapped));
    }
  }
  // The three ends are all met, so that the promises above are about something.
  for (std::size_t count : ended) CHECK(count > 20);
}
