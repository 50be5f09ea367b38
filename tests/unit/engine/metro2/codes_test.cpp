#include "engine/metro2/codes.h"

#include "engine/metro2/field.h"

using namespace m2;

namespace {
const CodeTable& table_of(const char* name) {
  const CodeTable* table = find_code_table(name);
  REQUIRE(table != nullptr);
  return *table;
}
}  // namespace

SCENARIO("every code of every table is found, with and without its blank fill") {
  std::size_t count = 0;
  for (const CodeTable& table : code_tables()) {
    CHECK(find_code_table(table.name) == &table);
    for (const Code& code : table.codes) {
      CAPTURE(table.name, code.code);
      CHECK(find_code(table, code.code) == &code);
      if (code.code.size() < 3) CHECK(find_code(table, std::string(code.code) + " ") == &code);
      CHECK_FALSE(code.meaning.empty());
      ++count;
    }
  }
  CHECK(code_tables().size() == 24);
  CHECK(count == 367);
}

SCENARIO("a value outside its list is not accepted") {
  CHECK(accepts(table_of("account_status"), "11"));
  CHECK_FALSE(accepts(table_of("account_status"), "12"));
  CHECK_FALSE(accepts(table_of("account_status"), ""));
  CHECK_FALSE(accepts(table_of("account_status"), "da"));
  CHECK(accepts(table_of("special_comment"), "  "));
  CHECK(accepts(table_of("special_comment"), "B"));
  CHECK_FALSE(accepts(table_of("portfolio_type"), "L"));
  CHECK_FALSE(accepts(table_of("account_type"), "0000000000"));
}

SCENARIO(
    "history is a list of letters, terms are words or numbers, countries are those of ISO 3166") {
  CHECK(accepts(table_of("payment_history_profile"), "0123456BDEGHJKLZ"));
  CHECK_FALSE(accepts(table_of("payment_history_profile"), "00000000000000000000000 "));
  CHECK_FALSE(accepts(table_of("payment_history_profile"), "7"));
  CHECK(accepts(table_of("terms_duration"), "LOC"));
  CHECK(accepts(table_of("terms_duration"), "360"));
  CHECK(find_code(table_of("terms_duration"), "360")->code == "nnn");
  CHECK(find_code(table_of("terms_duration"), "001")->meaning == "portfolio O, one payment");
  CHECK_FALSE(accepts(table_of("terms_duration"), "000"));
  CHECK_FALSE(accepts(table_of("terms_duration"), "nnn"));
  CHECK_FALSE(accepts(table_of("terms_duration"), "12"));
  CHECK(accepts(table_of("country_code"), "US"));
  CHECK(accepts(table_of("country_code"), "ZW"));
  CHECK(accepts(table_of("country_code"), "  "));
  CHECK_FALSE(accepts(table_of("country_code"), "XX"));
}

SCENARIO("what a status demands of other fields is known for every status") {
  CHECK(account_statuses().size() == table_of("account_status").codes.size());
  for (const Code& code : table_of("account_status").codes) {
    const StatusFacts* status = find_status(code.code);
    REQUIRE(status != nullptr);
    CHECK(status->code == code.code);
    const bool needs_rating =
        std::string_view("05 13 65 88 89 94 95").find(code.code) != std::string_view::npos;
    CHECK((status->rating == RatingRule::Required) == needs_rating);
    const std::string history(1, status->history);
    const bool is_letter = accepts(table_of("payment_history_profile"), history);
    const bool is_special =
        status->history == StatusFacts::kFromRating || status->history == StatusFacts::kNoHistory;
    CHECK(is_letter != is_special);
  }
  CHECK(find_status("71")->history == '1');
  CHECK(find_status("13")->history == StatusFacts::kFromRating);
  CHECK(find_status("12") == nullptr);
  CHECK(find_status("") == nullptr);
  CHECK(find_status("DX") == nullptr);
  CHECK(find_status("00") == nullptr);
}

SCENARIO("obsolete codes are read and known as such") {
  CHECK(find_code(table_of("ecoa_code"), "0")->obsolete);
  CHECK(find_code(table_of("consumer_information_indicator"), "W")->obsolete);
  CHECK(find_code(table_of("account_status"), "05")->obsolete);
  CHECK_FALSE(find_code(table_of("ecoa_code"), "1")->obsolete);
  CHECK_FALSE(find_code(table_of("consumer_information_indicator"), "S")->obsolete);
}

SCENARIO("constraints of codes are data") {
  CHECK(find_code(table_of("account_type"), "29")->portfolios == "OI");
  CHECK_FALSE(find_code(table_of("ecoa_code"), "3")->on_base);
  CHECK(find_code(table_of("ecoa_code"), "3")->on_associated);
  CHECK(find_code(table_of("consumer_information_indicator"), "D")->starts_bankruptcy_clock);
  CHECK(find_code(table_of("special_comment"), "AM")->for_rent);
  CHECK_FALSE(find_code(table_of("special_comment"), "BB")->for_rent);
  CHECK(find_code(table_of("state_code"), "UT")->zip_prefixes == "840-847");
}
