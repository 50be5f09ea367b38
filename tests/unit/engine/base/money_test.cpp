#include "engine/base/money.h"

using namespace m2;

SCENARIO("money is read exactly or not at all") {
  using Row = std::pair<const char*, std::optional<std::int64_t>>;
  const auto [text, cents] = GENERATE(
      // plain amounts
      Row{"1450", 145000}, Row{"1450.1", 145010}, Row{"1450.10", 145010}, Row{"-37.52", -3752},
      Row{"0", 0},
      // decimals that mean nothing are allowed, others hold the account
      Row{"1450.1000", 145010}, Row{"1450.105", std::nullopt},
      // commas stand before exactly three digits
      Row{"1,450.10", 145010}, Row{"-1,250,000.00", -125000000}, Row{"1,45", std::nullopt},
      Row{",450", std::nullopt}, Row{"1450,000", std::nullopt},
      // not an amount
      Row{"", std::nullopt}, Row{"-", std::nullopt}, Row{".5", std::nullopt},
      Row{"5.", std::nullopt}, Row{"+5", std::nullopt}, Row{"1e5", std::nullopt},
      Row{"$5", std::nullopt}, Row{" 5", std::nullopt},
      // the edge of 64 bits
      Row{"92233720368547758.07", INT64_MAX}, Row{"-92233720368547758.08", INT64_MIN},
      Row{"92233720368547758.08", std::nullopt}, Row{"99999999999999999999", std::nullopt});
  CAPTURE(text);
  const std::optional<Money> money = Money::parse(text);
  REQUIRE(money.has_value() == cents.has_value());
  if (cents) CHECK(money->cents() == *cents);
}

SCENARIO("whole dollars cut toward zero") {
  CHECK(Money::from_cents(199).whole_dollars() == 1);
  CHECK(Money::from_cents(-199).whole_dollars() == -1);
  CHECK(Money::from_cents(99).whole_dollars() == 0);
}

SCENARIO("money prints as a preset writes it") {
  CHECK(Money::from_cents(145000).to_string() == "$1,450");
  CHECK(Money::from_cents(-3752).to_string() == "-$37.52");
  CHECK(Money::from_cents(100000005).to_string() == "$1,000,000.05");
  CHECK(Money::from_cents(INT64_MIN).to_string() == "-$92,233,720,368,547,758.08");
}

SCENARIO("sums that leave the range are refused, not wrapped") {
  CHECK_FALSE(Money::from_cents(INT64_MAX).plus(Money::from_cents(1)));
  CHECK_FALSE(Money::from_cents(INT64_MIN).minus(Money::from_cents(1)));
  CHECK(Money::from_cents(150).plus(Money::from_cents(-50)) == Money::from_cents(100));
}
