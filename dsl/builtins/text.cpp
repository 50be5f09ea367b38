// Built-in functions of text. Characters are counted as people count them: a letter with an accent
// is one.

#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "dsl/builtins/topics.h"
#include "engine/base/ascii.h"

namespace m2::dsl {
namespace {

// Anybody may ask for any number of repetitions; no field is longer.
constexpr std::size_t kLongestText = 4096;

std::size_t count_of(const BuiltinValue& value, std::size_t limit) {
  return value.number < 0 ? 0 : std::min(static_cast<std::size_t>(value.number), limit);
}

// Of so many characters of a text: as many, where it has them.
BuiltinRange cut(std::span<const BuiltinRange> of) {
  return {std::min(of[0].low, std::max<std::int64_t>(of[1].low, 0)),
          std::min(of[0].high, std::max<std::int64_t>(of[1].high, 0))};
}

// Bytes of the first `count` characters.
std::size_t after_characters(std::string_view text, std::size_t count) {
  const std::size_t bytes = std::min(count, text.size());
  const bool is_plain = is_ascii(text.substr(0, std::min(bytes + 1, text.size())));
  if (is_plain) return bytes;
  std::size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    --count;
  }
  return at;
}

constexpr auto kInWord = [] {
  std::array<bool, 256> in_word{};
  for (std::size_t c = 0; c < 128; ++c)
    in_word[c] = is_letter(static_cast<char>(c)) || is_digit(static_cast<char>(c));
  return in_word;
}();

bool is_in_word(std::string_view text, std::size_t at) {
  return at < text.size() && kInWord[static_cast<unsigned char>(text[at])];
}

bool stands_as_word(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_in_word(text, at - 1);
    if (begins && !is_in_word(text, at + word.size())) return true;
  }
  return false;
}

// Which bytes a text has, so that each byte of another is looked up and not searched for.
class Letters {
 public:
  explicit Letters(std::string_view letters) {
    for (const char c : letters) word_of(c) |= bit_of(c);
  }
  [[nodiscard]] bool contains(char c) const {
    return (has_[static_cast<unsigned char>(c) / 64] & bit_of(c)) != 0;
  }

 private:
  std::uint64_t& word_of(char c) { return has_[static_cast<unsigned char>(c) / 64]; }
  static std::uint64_t bit_of(char c) {
    return std::uint64_t{1} << (static_cast<unsigned char>(c) % 64);
  }

  std::array<std::uint64_t, 4> has_{};
};

// "ESTATE, PARENT OF": words by their first letter. The lists of a program are few, and asked for
// every record.
class ListedWords {
 public:
  explicit ListedWords(std::string_view list) : text_(list) {
    for (const std::string_view word : split(text_, ',')) {
      const std::string_view listed = trim(word);
      if (!listed.empty()) by_first_[place_of(listed.front())].push_back(listed);
    }
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool has_word_at(std::string_view text, std::size_t at) const {
    const std::vector<std::string_view>& words = by_first_[place_of(text[at])];
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      const std::size_t end = at + word.size();
      return end <= text.size() && text[end - 1] == word.back() && !is_in_word(text, end) &&
             text.substr(at, word.size()) == word;
    });
  }

 private:
  static std::size_t place_of(char c) { return static_cast<unsigned char>(c) % 64; }

  std::string text_;
  std::array<std::vector<std::string_view>, 64> by_first_;
};

const ListedWords& listed_words(std::string_view list) {
  constexpr std::size_t kMostKept = 64;
  thread_local std::deque<ListedWords> kept;
  for (const ListedWords& known : kept) {
    if (known.text() == list) return known;
  }
  if (kept.size() == kMostKept) kept.clear();
  return kept.emplace_back(list);
}

// Every word of the text is looked up in the list, which is the shorter way: names and lines have
// few.
bool has_listed_word(std::string_view text, std::string_view list) {
  const ListedWords& words = listed_words(list);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_in_word(text, at)) continue;
    if (words.has_word_at(text, at)) return true;
    while (is_in_word(text, at)) ++at;
  }
  return false;
}

void add_what_keeps(std::vector<Builtin>& topic) {
  topic.push_back({
      .name = "digits",
      .parameters = {{"value", BuiltinType::Text}},
      .result = BuiltinType::Text,
      .summary = "Keeps the digits of the text and drops everything else.",
      .examples = {{R"(digits("(801) 555-0100"))", R"("8015550100")"},
                   {R"(digits("n/a"))", R"("")"}},
      .run = [](BuiltinValues arguments, std::string& made) -> BuiltinResult {
        made = digits_of(arguments[0].text);
        return BuiltinValue::of_text(made);
      },
  });
  topic.push_back({
      .name = "letters_and_digits",
      .parameters = {{"value", BuiltinType::Text}},
      .result = BuiltinType::Text,
      .summary = "Keeps the letters and digits of the text and drops everything else.",
      .examples = {{R"(letters_and_digits("PL-24-000101"))", R"("PL24000101")"}},
      .run = [](BuiltinValues arguments, std::string& made) -> BuiltinResult {
        const std::string_view text = arguments[0].text;
        made.resize(text.size());
        made.erase(std::copy_if(text.begin(), text.end(), made.begin(),
                                [](char c) { return is_letter(c) || is_digit(c); }),
                   made.end());
        return BuiltinValue::of_text(made);
      },
  });
  topic.push_back({
      .name = "trim",
      .parameters = {{"value", BuiltinType::Text}},
      .result = BuiltinType::Text,
      .summary = "The text without blanks around it.",
      .examples = {{R"(trim("  Reyes "))", R"("Reyes")"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_text(trim(arguments[0].text));
      },
  });
  topic.push_back({
      .name = "without_end",
      .parameters = {{"value", BuiltinType::Text}, {"letters", BuiltinType::Text}},
      .result = BuiltinType::Text,
      .summary = "The text without what stands of these letters at its end.",
      .examples = {{R"(without_end("0012BB", "B"))", R"("0012")"},
                   {R"(without_end("BB", "B"))", R"("")"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        const std::string_view text = arguments[0].text;
        const Letters letters(arguments[1].text);
        std::size_t size = text.size();
        while (size > 0 && letters.contains(text[size - 1])) --size;
        return BuiltinValue::of_text(text.substr(0, size));
      },
      .range =
          [](std::span<const BuiltinRange> of) {
            return BuiltinRange{0, of[0].high};
          },
  });
}

void add_parts(std::vector<Builtin>& topic) {
  topic.push_back({
      .name = "left",
      .parameters = {{"value", BuiltinType::Text}, {"count", BuiltinType::Int}},
      .result = BuiltinType::Text,
      .summary = "The first characters of the text; all of it when it is shorter.",
      .examples = {{R"(left("84601-1234", 5))", R"("84601")"}, {R"(left("UT", 5))", R"("UT")"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        const std::string_view text = arguments[0].text;
        const std::size_t count = count_of(arguments[1], text.size());
        return BuiltinValue::of_text(text.substr(0, after_characters(text, count)));
      },
      .range = cut,
  });
  topic.push_back({
      .name = "right",
      .parameters = {{"value", BuiltinType::Text}, {"count", BuiltinType::Int}},
      .result = BuiltinType::Text,
      .summary = "The last characters of the text; all of it when it is shorter.",
      .examples = {{R"(right("18015550100", 10))", R"("8015550100")"},
                   {R"(right("UT", 5))", R"("UT")"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        const std::string_view text = arguments[0].text;
        const std::size_t all = count_code_points(text);
        const std::size_t count = std::min(count_of(arguments[1], text.size()), all);
        return BuiltinValue::of_text(text.substr(after_characters(text, all - count)));
      },
      .range = cut,
  });
  topic.push_back({
      .name = "middle",
      .parameters = {{"value", BuiltinType::Text},
                     {"from", BuiltinType::Int},
                     {"count", BuiltinType::Int}},
      .result = BuiltinType::Text,
      .summary = "So many characters of the text, the first of them counted from 1; fewer where it "
                 "ends before.",
      .examples = {{R"(middle("05312026", 5, 4))", R"("2026")"},
                   {R"(middle("UT", 2, 9))", R"("T")"},
                   {R"(middle("UT", 3, 1))", R"("")"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        std::string_view text = arguments[0].text;
        const std::size_t before =
            std::max<std::size_t>(count_of(arguments[1], text.size() + 1), 1);
        text.remove_prefix(after_characters(text, before - 1));
        const std::size_t count = count_of(arguments[2], text.size());
        return BuiltinValue::of_text(text.substr(0, after_characters(text, count)));
      },
  });
  topic.push_back({
      .name = "before",
      .parameters = {{"value", BuiltinType::Text}, {"mark", BuiltinType::Text}},
      .result = BuiltinType::Text,
      .summary =
          "What stands before the first place of the mark; all of the text when it has none.",
      .examples = {{R"(before("XB - dispute", " - "))", R"("XB")"},
                   {R"(before("XB", " - "))", R"("XB")"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        const std::string_view text = arguments[0].text;
        return BuiltinValue::of_text(text.substr(0, text.find(arguments[1].text)));
      },
  });
  topic.push_back({
      .name = "after",
      .parameters = {{"value", BuiltinType::Text}, {"mark", BuiltinType::Text}},
      .result = BuiltinType::Text,
      .summary = "What stands after the first place of the mark; nothing when the text has none.",
      .examples = {{R"(after("geo.state.UT", "state."))", R"("UT")"},
                   {R"(after("UT", "state."))", R"("")"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        const std::string_view text = arguments[0].text;
        const std::size_t at = text.find(arguments[1].text);
        if (at == std::string_view::npos) return BuiltinValue::of_text("");
        return BuiltinValue::of_text(text.substr(at + arguments[1].text.size()));
      },
  });
}

void add_questions(std::vector<Builtin>& topic) {
  topic.push_back({
      .name = "starts",
      .parameters = {{"value", BuiltinType::Text}, {"with", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary = "True when the first text begins with the second.",
      .examples = {{R"(starts("900-12-3456", "900"))", "true"},
                   {R"(starts("90", "900"))", "false"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_bool(arguments[0].text.starts_with(arguments[1].text));
      },
  });
  topic.push_back({
      .name = "ends",
      .parameters = {{"value", BuiltinType::Text}, {"with", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary = "True when the first text ends with the second.",
      .examples = {{R"(ends("Reyes III", " III"))", "true"}, {R"(ends("Reyes", " III"))", "false"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_bool(arguments[0].text.ends_with(arguments[1].text));
      },
  });
  topic.push_back({
      .name = "contains",
      .parameters = {{"value", BuiltinType::Text}, {"part", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary = "True when the second text stands somewhere in the first.",
      .examples = {{R"(contains("Reyes III", "III"))", "true"},
                   {R"(contains("Reyes", "III"))", "false"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_bool(arguments[0].text.find(arguments[1].text) !=
                                     std::string_view::npos);
      },
  });
  topic.push_back({
      .name = "has_word",
      .parameters = {{"value", BuiltinType::Text}, {"word", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary =
          "True when the second text stands in the first as a word of its own, or as several.",
      .examples = {{R"(has_word("ESTATE OF REYES", "ESTATE"))", "true"},
                   {R"(has_word("ESTATES", "ESTATE"))", "false"},
                   {R"(has_word("CARE OF J", "CARE OF"))", "true"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_bool(stands_as_word(arguments[0].text, arguments[1].text));
      },
  });
  topic.push_back({
      .name = "has_any_word",
      .parameters = {{"value", BuiltinType::Text}, {"words", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary =
          "True when one of the words, which stand in the second text with a comma and a blank "
          "between them, stands in the first as a word of its own. A word may be several.",
      .examples = {{R"(has_any_word("MR REYES", "MR, MRS, ESTATE OF"))", "true"},
                   {R"(has_any_word("REYES ESTATE", "MR, MRS, ESTATE OF"))", "false"},
                   {R"(has_any_word("MRREYES", "MR, MRS"))", "false"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_bool(has_listed_word(arguments[0].text, arguments[1].text));
      },
  });
  topic.push_back({
      .name = "only_of",
      .parameters = {{"value", BuiltinType::Text}, {"letters", BuiltinType::Text}},
      .result = BuiltinType::Bool,
      .summary = "True when every character of the text is one of these letters.",
      .examples = {{R"(only_of("00000", "0"))", "true"},
                   {R"(only_of("801-555", "0123456789"))", "false"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        const Letters letters(arguments[1].text);
        const std::string_view text = arguments[0].text;
        return BuiltinValue::of_bool(
            std::all_of(text.begin(), text.end(), [&](char c) { return letters.contains(c); }));
      },
  });
  topic.push_back({
      .name = "length",
      .parameters = {{"value", BuiltinType::Text}},
      .result = BuiltinType::Int,
      .summary = "The number of characters of the text.",
      .examples = {{R"(length("84601"))", "5"}, {R"(length("Núñez"))", "5"}},
      .run = [](BuiltinValues arguments, std::string&) -> BuiltinResult {
        return BuiltinValue::of_number(
            static_cast<std::int64_t>(count_code_points(arguments[0].text)));
      },
      .range = [](std::span<const BuiltinRange> of) { return of[0]; },
  });
}

void add_what_is_made(std::vector<Builtin>& topic) {
  topic.push_back({
      .name = "repeat",
      .parameters = {{"value", BuiltinType::Text}, {"count", BuiltinType::Int}},
      .result = BuiltinType::Text,
      .summary = "The text as many times as said.",
      .examples = {{R"(repeat("B", 3))", R"("BBB")"}, {R"(repeat("B", 0))", R"("")"}},
      .run = [](BuiltinValues arguments, std::string& made) -> BuiltinResult {
        const std::string_view text = arguments[0].text;
        const std::size_t times = count_of(arguments[1], kLongestText);
        for (std::size_t n = 0; n < times && made.size() + text.size() <= kLongestText; ++n)
          made += text;
        return BuiltinValue::of_text(made);
      },
  });
  topic.push_back({
      .name = "roll",
      .parameters = {{"profile", BuiltinType::Text}, {"letter", BuiltinType::Text}},
      .result = BuiltinType::Text,
      .summary = "A history one month on: the letter in front, the oldest letter gone.",
      .examples = {{R"(roll("10BB", "2"))", R"("210B")"}},
      .run = [](BuiltinValues arguments, std::string& made) -> BuiltinResult {
        made += arguments[1].text;
        made += arguments[0].text;
        made.resize(arguments[0].text.size());
        return BuiltinValue::of_text(made);
      },
  });
}

}  // namespace

std::vector<Builtin> text_builtins() {
  std::vector<Builtin> topic;
  add_what_keeps(topic);
  add_parts(topic);
  add_questions(topic);
  add_what_is_made(topic);
  return topic;
}

}  // namespace m2::dsl
