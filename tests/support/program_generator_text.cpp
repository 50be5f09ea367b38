// Untidy text, and documents.

#include "tests/support/program_generator.h"

namespace m2::test {

std::string ProgramGenerator::untidy(const std::string& program) {
  std::string out;
  bool is_quoted = false;
  bool is_comment = false;
  bool is_row = false;
  for (std::size_t i = 0; i < program.size(); ++i) {
    const char c = program[i];
    if (c == '\n') is_comment = false;
    if (c == '#' && !is_quoted) is_comment = true;
    if (c == '"' && !is_comment) is_quoted = !is_quoted;
    if (c == '\n' || (c == '|' && !is_quoted)) is_row = c == '|';
    const bool is_free = !is_quoted && !is_comment && !is_row;
    if (c == '~') {
      out += chance(10) ? "  " : " ";
    } else if (c == ' ' && is_free && program[i + 1] != '|' && program[i + 1] != '#' &&
               chance(12)) {
      out +=
          pick({"   ", "\n", "\n      ", " \t ", "   # a remark\n", "\n\n  # another\n ", "\r\n"});
    } else {
      out += c;
    }
  }
  return out;
}

// ── documents ──

std::string ProgramGenerator::json_value(const std::string& sound) {
  if (!chance(12)) return sound;
  return pick({"null", "\"\"", "\"n/a\"", "-1", "1e999", "12345678901234567890123", "0.001", "true",
               "[]", "{}", "\"2026-02-30\"", "[1, 2]", "\"\\u0000\"", "\"9999-12-31\"",
               "922337203685477.58"});
}

std::string ProgramGenerator::json_object(
    const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out;
  for (const auto& member : members) {
    if (chance(7)) continue;
    out += (out.empty() ? "" : ", ") + ("\"" + member.first + "\": ") + json_value(member.second);
  }
  return "{" + out + "}";
}

std::string ProgramGenerator::json_list(
    const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out;
  for (std::uint32_t i = below(5); i > 0; --i) out += json_object(members) + (i > 1 ? ", " : "");
  return "[" + out + "]";
}

std::string ProgramGenerator::document() {
  const auto day = [&] {
    return "\"20" + std::to_string(10 + below(40)) + "-0" + std::to_string(1 + below(9)) + "-" +
           std::to_string(10 + below(19)) + "\"";
  };
  const auto amount = [&] { return std::to_string(below(5000)) + "." + pick({"00", "50", "99"}); };
  const auto person = [&] {
    return json_object({{"id", "\"p" + std::to_string(below(9)) + "\""},
                        {"name", "\"Ana\""},
                        {"phone", "\"801 555\""},
                        {"born", day()}});
  };
  const std::vector<std::pair<std::string, std::string>> charge = {
      {"id", "\"c" + std::to_string(below(9)) + "\""},
      {"due", day()},
      {"amount", amount()},
      {"class", pick({"\"rent\"", "\"fee\""})}};
  return json_object(
      {{"id", "\"7001\""},
       {"name", pick({"\"Ana Reyes\"", "\"Núñez\""})},
       {"alias", "\"Annie\""},
       {"kind", pick({"\"Open\"", "\"Paid Off\"", "\"Lost\"", "\"New\""})},
       {"odd_kind", "\"Open\""},
       {"opened", day()},
       {"closed", day()},
       {"rent", amount()},
       {"deposit", amount()},
       {"units", std::to_string(below(9))},
       {"maybe", std::to_string(below(9))},
       {"ratio", "2.16"},
       {"flag", chance(50) ? "true" : "false"},
       {"perhaps", "false"},
       {"owner", person()},
       {"partner", person()},
       {"people", "[" + person() + "]"},
       {"charges", json_list(charge)},
       {"fees", json_list(charge)},
       {"payments",
        json_list(
            {{"id", "\"y1\""}, {"paid_on", day()}, {"amount", amount()}, {"reversed_on", day()}})},
       {"words", "[\"b\", \"a\"]"},
       {"amounts", "[1.10, 2.20]"},
       {"moves", "[]"}});
}

}  // namespace m2::test
