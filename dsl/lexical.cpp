#include "dsl/lexical.h"

#include <algorithm>
#include <array>

#include "dsl/parse.h"
#include "engine/base/ascii.h"

namespace m2::dsl {
namespace {

enum class Use : std::uint8_t { Reserved, Local };

struct WordRow {
  std::string_view spelling;
  Use use;
};
constexpr WordRow kWords[] = {
#define M2_WORD(name, spelling, use) {spelling, Use::use},
#include "dsl/words.def"
#undef M2_WORD
};
constexpr std::size_t kReservedCount = static_cast<std::size_t>(
    std::count_if(std::begin(kWords), std::end(kWords),
                  [](const WordRow& row) { return row.use == Use::Reserved; }));

constexpr auto kReserved = [] {
  std::array<std::string_view, kReservedCount> out;
  std::size_t next = 0;
  for (const WordRow& row : kWords) {
    if (row.use == Use::Reserved) out[next++] = row.spelling;
  }
  return out;
}();
static_assert(std::is_sorted(std::begin(kWords), std::end(kWords),
                             [](const WordRow& a, const WordRow& b) {
                               return a.spelling < b.spelling;
                             }),
              "words.def is sorted by spelling");

// Where the words with each first letter begin; all begin with a small one.
constexpr auto kWordsFrom = [] {
  std::array<std::size_t, 27> from{};
  std::size_t next = 0;
  for (std::size_t letter = 0; letter < from.size(); ++letter) {
    while (next < std::size(kWords) &&
           kWords[next].spelling.front() < static_cast<char>('a' + letter))
      ++next;
    from[letter] = next;
  }
  return from;
}();
static_assert(kWordsFrom.front() == 0 && kWordsFrom.back() == std::size(kWords));

// Other languages' words for nothing. As names they would only hide that missing and blank are
// meant.
constexpr std::string_view kNothing[] = {"nil", "none", "null", "undefined"};

bool is_word(char c) {
  return is_word_letter(c) || is_digit(c);
}

// NUL past the end, which no readable source contains.
char peek(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\0';
}

template <class Predicate>
lexical::Offset run(std::string_view text, lexical::Offset at, Predicate belongs) {
  while (at < text.size() && belongs(text[at])) ++at;
  return at;
}

bool is_among(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Two signs that are one: of this language or, for the sake of the message, of another.
bool is_pair(char first, char second) {
  switch (second) {
    case '=':
      return first == '=' || first == '!' || first == '<' || first == '>' || first == ':';
    case '>':
      return first == '=' || first == '<' || first == '-';
    case '*':
      return first == '*' || first == '/';
    case '&':
    case '|':
    case '/':
    case '-':
    case '?':
    case '+':
      return first == second;
    default:
      return false;
  }
}

// The end of a count and its unit, "5 days"; `at` when the unit is not one of `units`.
lexical::Offset count_of(std::string_view text, lexical::Offset at,
                         std::span<const std::string_view> units) {
  const lexical::Offset count = lexical::integer(text, at);
  const lexical::Offset begin = lexical::spaces(text, count);
  const lexical::Offset end = lexical::word(text, begin);
  if (count == at || begin == count) return at;
  return is_among(units, text.substr(begin, end - begin)) ? end : at;
}

}  // namespace

std::string_view spelling(Word word) {
  return kWords[static_cast<std::size_t>(word)].spelling;
}
std::span<const std::string_view> reserved_words() {
  return kReserved;
}
bool is_reserved(std::string_view word) {
  const std::optional<Word> found = word_spelled(word);
  return found && kWords[static_cast<std::size_t>(*found)].use == Use::Reserved;
}

std::optional<Word> word_spelled(std::string_view text) {
  if (text.empty() || !is_lower(text.front())) return std::nullopt;
  const auto letter = static_cast<std::size_t>(text.front() - 'a');
  for (std::size_t i = kWordsFrom[letter]; i < kWordsFrom[letter + 1]; ++i) {
    if (kWords[i].spelling == text) return static_cast<Word>(i);
  }
  return std::nullopt;
}

bool is_one_of(std::string_view word, std::span<const Word> words) {
  return std::any_of(words.begin(), words.end(), [&](Word w) { return spelling(w) == word; });
}
bool is_word_letter(char c) {
  return is_letter(c) || c == '_';
}

namespace lexical {

Offset spaces(std::string_view text, Offset at) {
  return run(text, at, [](char c) { return c == ' ' || c == '\t'; });
}

Offset line_end(std::string_view text, Offset at) {
  const Offset end = run(text, at, [](char c) { return c != '\n'; });
  return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

Offset comment(std::string_view text, Offset at) {
  return peek(text, at) == '#' ? line_end(text, at) : at;
}

Offset word(std::string_view text, Offset at) {
  return is_word_letter(peek(text, at)) ? run(text, at, is_word) : at;
}

Offset name(std::string_view text, Offset at) {
  const Offset end = word(text, at);
  const std::string_view found = text.substr(at, end - at);
  return is_reserved(found) || is_among(kNothing, found) ? at : end;
}

Offset dotted_name(std::string_view text, Offset at) {
  Offset end = name(text, at);
  while (end > at && peek(text, end) == '.' && name(text, end + 1) > end + 1)
    end = name(text, end + 1);
  return end;
}

Offset type_name(std::string_view text, Offset at) {
  const Offset end = word(text, at);
  const std::string_view found = text.substr(at, end - at);
  return found == spelling(Word::Days) || found == spelling(Word::Months) ? end
                                                                          : dotted_name(text, at);
}

Offset rule_id(std::string_view text, Offset at) {
  const Offset end = run(text, at, [](char c) { return c == '-' || (is_word(c) && c != '_'); });
  return is_reserved(text.substr(at, end - at)) ? at : end;
}

Offset integer(std::string_view text, Offset at) {
  const Offset end = run(text, at, is_digit);
  return is_word_letter(peek(text, end)) ? at : end;
}

Offset number(std::string_view text, Offset at) {
  Offset end = run(text, at, is_digit);
  if (end > at && peek(text, end) == '.' && is_digit(peek(text, end + 1)))
    end = run(text, end + 1, is_digit);
  return is_word_letter(peek(text, end)) ? at : end;
}

Offset money(std::string_view text, Offset at) {
  if (peek(text, at) != '$' || !is_digit(peek(text, at + 1))) return at;
  Offset end = run(text, at + 1, is_digit);
  while (peek(text, end) == ',' && run(text, end + 1, is_digit) == end + 4) end += 4;
  if (peek(text, end) == '.' && is_digit(peek(text, end + 1))) end = run(text, end + 1, is_digit);
  return is_word_letter(peek(text, end)) ? at : end;
}

Offset percent(std::string_view text, Offset at) {
  const Offset end = number(text, at);
  return end > at && peek(text, end) == '%' ? end + 1 : at;
}

Offset date(std::string_view text, Offset at) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const char c = peek(text, at + i);
    if (kForm[i] == 'd' ? !is_digit(c) : c != kForm[i]) return at;
  }
  const Offset end = at + static_cast<Offset>(kForm.size());
  return is_word(peek(text, end)) ? at : end;
}

Offset date_like(std::string_view text, Offset at) {
  Offset end = run(text, at, is_digit);
  const char joint = peek(text, end);
  if (end == at || (joint != '-' && joint != '/')) return at;
  for (int part = 0; part < 2; ++part) {
    const Offset digits = run(text, end + 1, is_digit);
    if (peek(text, end) != joint || digits == end + 1) return at;
    end = digits;
  }
  return is_word(peek(text, end)) ? at : end;
}

Offset duration(std::string_view text, Offset at) {
  constexpr std::string_view kUnits[] = {"day", "days", "month", "months"};
  return count_of(text, at, kUnits);
}

Offset frequency(std::string_view text, Offset at) {
  constexpr std::string_view kUnits[] = {"week", "weeks", "month", "months"};
  const Offset half = word(text, at);
  if (text.substr(at, half - at) == spelling(Word::Half)) {
    const Offset month = spaces(text, half);
    const Offset end = word(text, month);
    return text.substr(month, end - month) == spelling(Word::Month) ? end : at;
  }
  return count_of(text, at, kUnits);
}

Offset text_run(std::string_view text, Offset at) {
  const Offset end = run(text, at, [](char c) { return c != '"' && c != '{' && c != '\n'; });
  return end > at && text[end - 1] == '\r' && peek(text, end) != '"' && peek(text, end) != '{'
             ? end - 1
             : end;
}

Offset cell(std::string_view text, Offset at) {
  Offset end = run(text, at, [](char c) { return c != '|' && c != '\n'; });
  if (end > at && text[end - 1] == '\r' && peek(text, end) != '|') --end;
  while (end > at && (text[end - 1] == ' ' || text[end - 1] == '\t')) --end;
  return end;
}

namespace {

// The end of a single bar behind spaces, and whether its row goes on behind it.
struct Bar {
  Offset end;
  bool is_last;
};
bool ends_line(std::string_view text, Offset at) {
  if (peek(text, at) == '\r') ++at;
  return at >= text.size() || text[at] == '\n';
}
Bar bar(std::string_view text, Offset at) {
  const Offset begin = spaces(text, at);
  if (peek(text, begin) != '|' || peek(text, begin + 1) == '|') return {at, false};
  const Offset next = spaces(text, begin + 1);
  return {begin + 1, ends_line(text, next) || text[next] == '#' || text[next] == '}'};
}

}  // namespace

Offset cell_bar(std::string_view text, Offset at) {
  const Bar found = bar(text, at);
  return found.is_last ? at : found.end;
}

Offset row_end(std::string_view text, Offset at) {
  const Bar found = bar(text, at);
  return found.is_last ? found.end : at;
}

Offset row_divider(std::string_view text, Offset at) {
  const Offset begin = spaces(text, at);
  return text.substr(begin).starts_with("||") ? begin + 2 : at;
}

Offset sign(std::string_view text, Offset at) {
  if (at >= text.size()) return at;
  if (is_pair(text[at], peek(text, at + 1))) return at + 2;
  // Continuation bytes belong to the character before them.
  return run(text, at + 1, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
}

Offset token(std::string_view text, Offset at) {
  if (at >= text.size()) return at;
  if (text[at] == '"') {
    const Offset end = run(text, at + 1, [](char c) { return c != '"' && c != '\n'; });
    return peek(text, end) == '"' ? end + 1 : line_end(text, at);
  }
  if (const Offset end = std::max(date_like(text, at), money(text, at)); end > at) return end;
  if (is_word(text[at])) return run(text, at, is_word);
  return sign(text, at);
}

}  // namespace lexical
}  // namespace m2::dsl
