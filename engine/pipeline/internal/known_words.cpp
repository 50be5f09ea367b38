#include "engine/pipeline/internal/known_words.h"

#include <algorithm>

#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2::internal {
namespace {

constexpr std::size_t kShortestWord = 4;   // that is looked for in a longer text
constexpr std::size_t kLongestOfList = 2;  // behind the last dot of a vendor's word

}  // namespace

bool KnownWords::is_camel_word(std::string_view text) {
  return !text.empty() && is_lower(text.front()) &&
         std::all_of(text.begin(), text.end(), is_letter);
}

KnownWords::KnownWords(const dsl::CheckedPreset& preset, const ParamLiterals& values) {
  for (const dsl::Expr& expr : preset.exprs) {
    if (expr.op == dsl::Op::Constant && dsl::is_textual(expr.type.kind)) learn(expr.text);
  }
  for (const dsl::Lookup& lookup : preset.lookups) {
    for (const dsl::LookupEntry& entry : lookup.entries) {
      for (const std::string& key : entry.keys) learn(key);
    }
  }
  for (const dsl::WireChoice& choice : preset.shape->choices) {
    for (const dsl::WireValue& word : choice.values) learn(word.wire);
  }
  for (const auto& [name, literals] : values) {
    for (const dsl::Literal& literal : literals) learn(literal.text);
  }
}

void KnownWords::learn(std::string_view word) {
  words_.insert(lower(word));
  const std::size_t dot = word.find('.');
  if (dot != std::string_view::npos && is_camel_word(word.substr(0, dot)))
    origins_.insert(lower(word.substr(0, dot)));
}

bool KnownWords::has(std::string_view text) const {
  return words_.count(lower(text)) > 0;
}

// "geo.state.TX", "loan.creditstatus.97": a vendor's list, and a code behind the last dot.
bool KnownWords::is_of_list(std::string_view text) const {
  const std::size_t last = text.rfind('.');
  if (last == std::string_view::npos) return false;
  const std::string_view code = text.substr(last + 1);
  for (std::size_t begin = 0; begin < last;) {
    const std::size_t end = std::min(text.find('.', begin), last);
    if (!is_camel_word(text.substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  const bool is_plain = !code.empty() && std::all_of(code.begin(), code.end(), [](char c) {
    return is_letter(c) || is_digit(c);
  });
  return is_plain && origins_.count(lower(text.substr(0, text.find('.')))) > 0 &&
         (code.size() <= kLongestOfList || has(code));
}

std::string KnownWords::longest_in(std::string_view text) const {
  const std::string small = " " + lower(text) + " ";
  const auto is_end = [&](std::size_t at) { return !is_letter(small[at]) && !is_digit(small[at]); };
  std::string best;
  for (const std::string& word : words_) {
    if (word.size() < kShortestWord || word.size() <= best.size()) continue;
    const std::size_t at = small.find(word);
    if (at == std::string::npos || at == 0 || at + word.size() >= small.size()) continue;
    if (is_end(at - 1) && is_end(at + word.size()))
      best = std::string(text.substr(at - 1, word.size()));
  }
  return best;
}

}  // namespace m2::internal
