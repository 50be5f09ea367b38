#include "engine/config/thresholds.h"

using namespace m2;

SCENARIO("a percentage is exact to the hundredth") {
  const auto [text, hundredths, shown] = GENERATE(table<const char*, std::int64_t, const char*>({
      {"0", 0, "0 %"},
      {"10", 10'00, "10 %"},
      {"12.5", 12'50, "12.5 %"},
      {"12.50 %", 12'50, "12.5 %"},
      {" 0.05% ", 5, "0.05 %"},
      {"33.33 %", 33'33, "33.33 %"},
      {"10000", 10'000'00, "10000 %"},
  }));
  CAPTURE(text);
  const std::optional<Percent> percent = Percent::parse(text);
  REQUIRE(percent);
  CHECK(percent->hundredths == hundredths);
  CHECK(to_string(*percent) == shown);
}

SCENARIO("what is no percentage is refused") {
  const auto text = GENERATE(as<std::string>{}, "", "%", ".5", "5.", "1.234", "-1", "+1", "1,5",
                             "1e1", "1.-5", "ten", "10000.01", "99999999999", "10 % %");
  CAPTURE(text);
  CHECK_FALSE(Percent::parse(text));
}

SCENARIO("counts and days are whole numbers") {
  CHECK(Count::parse(" 50 ") == Count{50});
  CHECK(Count::parse("999999999") == Count{999'999'999});
  CHECK_FALSE(Count::parse("1000000000"));
  CHECK_FALSE(Count::parse("50 accounts"));
  CHECK_FALSE(Count::parse("-1"));
  CHECK(to_string(Count{1}) == "1 account");
  CHECK(to_string(Count{50}) == "50 accounts");
  CHECK(Days::parse("45") == Days{45});
  CHECK(Days::parse("45 days") == Days{45});
  CHECK_FALSE(Days::parse("45.5"));
  CHECK_FALSE(Days::parse("100000"));
  CHECK(to_string(Days{1}) == "1 day");
}

SCENARIO("every threshold has its default and says what it is of") {
  const Thresholds defaults;
#define M2_THRESHOLD(name, default_, about)     \
  CHECK(defaults.name == default_);             \
  CHECK_FALSE(std::string_view(about).empty()); \
  CHECK_FALSE(std::string_view(about).ends_with('.'));
#include "engine/config/thresholds.def"
#undef M2_THRESHOLD
}
