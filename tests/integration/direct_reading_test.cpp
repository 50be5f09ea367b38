// Documents straight from their text and through the tree: one outcome, whatever is done to them.

#include <random>

#include "connectors/recorded.h"
#include "dsl/check.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/mapper.h"
#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;

namespace {

struct Vendor {
  const char* preset;
  const char* fixtures;
  Date as_of;
};

std::vector<std::string> documents_of(const Vendor& vendor) {
  auto recorded = connectors::RecordedAccounts::open(test::project_path(vendor.fixtures));
  REQUIRE(recorded);
  std::vector<std::string> documents;
  for (std::size_t i = 0; i < recorded->size(); ++i) {
    auto document = recorded->document(i);
    REQUIRE(document);
    documents.push_back(std::move(*document));
  }
  return documents;
}

class BothWays {
 public:
  explicit BothWays(const Vendor& vendor) {
    Diagnostics found;
    auto preset = dsl::check(test::project_path(vendor.preset),
                             dsl::Workspace(test::project_path("presets")), found);
    REQUIRE(preset != nullptr);
    auto program = lower(preset, {}, vendor.as_of);
    REQUIRE(program);
    for (Reading reading : {Reading::Ordinary, Reading::Tree}) {
      mappers_.emplace_back(*program, MapperOptions{.tenant = "t",
                                                    .identification_number = "",
                                                    .cycle_identifier = "",
                                                    .time_stamp = vendor.as_of,
                                                    .reading = reading});
    }
  }

  bool agree(const std::string& document) {
    std::string told[2];
    for (std::size_t i = 0; i < 2; ++i) {
      std::string text = document;
      told[i] = test::told_whole(test::copied(mappers_[i].map(text.data(), text.size())));
    }
    return told[0] == told[1];
  }
  [[nodiscard]] std::uint64_t odd() const { return mappers_[0].read_through_tree(); }

 private:
  std::vector<Mapper> mappers_;
};

// What goes wrong on the way from a vendor: bytes, pieces, values of another kind, members twice.
std::string damaged(std::string text, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const char* const kPieces[] = {"null",        "\"\"", "[]",   "{}",   "0", "true", "-1.5",
                                 "\"\\u00e9\"", "1e5",  "[{}]", ",",    ":", "\"",   "}",
                                 "]",           "\\",   "\x01", "\xff", " ", "\n   "};
  for (std::size_t times = 1 + below(2); times > 0; --times) {
    const std::size_t at = below(text.size());
    const std::size_t colon = text.find(':', at);
    switch (below(5)) {
      case 0:
        text[at] = static_cast<char>(random());
        break;
      case 1:
        text.erase(at, 1 + below(12));
        break;
      case 2:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 3: {  // another value
        if (colon == std::string::npos) break;
        const std::size_t end = text.find_first_of(",}]", colon);
        text.replace(colon + 1, end - colon - 1, kPieces[below(std::size(kPieces))]);
        break;
      }
      default: {  // a member twice, or two members swapped round
        const std::size_t comma = text.find(',', at);
        const std::size_t next = comma == std::string::npos ? comma : text.find(',', comma + 1);
        if (next != std::string::npos) text.insert(next, text.substr(comma, next - comma));
      }
    }
    if (text.empty()) text = " ";
  }
  return text;
}

const Vendor kVendors[] = {
    {"presets/entrata/rent.preset", "presets/entrata/fixtures", *Date::from_civil(2026, 6, 15)},
    {"presets/loanpro/installment.preset", "presets/loanpro/fixtures",
     *Date::from_civil(2025, 10, 31)}};

}  // namespace

SCENARIO("every recorded account has one outcome, straight from its text and through the tree") {
  const Vendor vendor = GENERATE(from_range(std::begin(kVendors), std::end(kVendors)));
  CAPTURE(vendor.preset);
  BothWays both(vendor);
  const std::vector<std::string> documents = documents_of(vendor);
  for (const std::string& document : documents) {
    CAPTURE(document.substr(0, 60));
    CHECK(both.agree(document));
  }
  // Ordinary documents are the rule.
  CHECK(both.odd() * 4 < documents.size());
}

SCENARIO("a damaged document has one outcome, too") {
  const Vendor vendor = GENERATE(from_range(std::begin(kVendors), std::end(kVendors)));
  CAPTURE(vendor.preset);
  BothWays both(vendor);
  std::mt19937 random(20260615);
  std::uint64_t texts = 0;
  for (const std::string& document : documents_of(vendor)) {
    for (int n = 0; n < 60; ++n) {
      const std::string text = damaged(document, random);
      ++texts;
      const bool agree = both.agree(text);
      if (!agree) {
        CAPTURE(text);
        CHECK(agree);
      }
    }
  }
  // Some are odd, and some are still read straight from their text.
  CHECK(both.odd() > texts / 10);
  CHECK(both.odd() < texts * 9 / 10);
}
