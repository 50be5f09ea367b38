#pragma once
// Random programs that are well typed by construction, and documents that need not be well formed.
//
//   test::ProgramGenerator generator(seed);
//   const std::string program = test::sample_preset(generator.declarations());   // mapping.h
//   const Checked checked = check_text(generator.tidy(program), kSampleShape);
//   const std::string document = generator.document();
//
// Programs speak of the sample shape of mapping.h and use every kind of statement and expression.
// The same seed gives the same text everywhere.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace m2::test {

class ProgramGenerator {
 public:
  explicit ProgramGenerator(std::uint64_t seed) : random_(seed) {}

  /// Statements to stand behind those of sample_preset. `~` stands for a blank that no line end can
  /// replace, inside `5 days`: it is for tidy() or untidy() to write it.
  std::string declarations();
  /// The text with blanks.
  static std::string tidy(std::string program);
  /// The text with other blanks, line ends and comments.
  std::string untidy(const std::string& program);
  /// An account of the sample shape; members may be absent, null, of another kind or absurd.
  std::string document();

 private:
  enum class Kind : std::uint8_t { Bool, Int, Number, Money, Date, Days, Months, Text };
  static constexpr std::uint32_t kKinds = 8;
  /// A name that may be used, and what it stands for.
  struct Name {
    std::string text;
    Kind kind;
    bool may_be_missing = false;
  };
  struct Function {
    std::string name;
    std::vector<Kind> takes;
    Kind gives;
  };

  std::uint32_t below(std::uint32_t count) {
    return static_cast<std::uint32_t>(random_() % (count == 0 ? 1 : count));
  }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
  std::string pick(const std::vector<std::string>& choices) {
    return choices[below(static_cast<std::uint32_t>(choices.size()))];
  }
  std::string fresh(const std::string& stem) { return stem + "_" + std::to_string(++names_); }
  Kind any_kind() { return static_cast<Kind>(below(kKinds)); }

  // statements
  void params();
  void let();
  void optional_let();
  void item_let();
  void define();
  void table();
  void lookup();
  void ledger();
  void rule();

  // expressions, in brackets wherever one might bind to its neighbours
  std::string value(Kind kind, std::uint32_t depth);
  std::string optional(Kind kind, std::uint32_t depth);
  std::string leaf(Kind kind);
  std::string boolean(std::uint32_t depth);
  std::string whole(std::uint32_t depth);
  std::string number(std::uint32_t depth);
  std::string money(std::uint32_t depth);
  std::string date(std::uint32_t depth);
  std::string days(std::uint32_t depth);
  std::string text(std::uint32_t depth);
  std::string comparison(std::uint32_t depth);
  std::string list_form(const std::string& head, const std::string& part, std::uint32_t depth);
  std::string condition_on(const std::string& item, std::uint32_t depth);
  std::string call(Kind kind, std::uint32_t depth);
  std::string name_of(Kind kind, bool may_be_missing);

  std::string json_value(const std::string& sound);
  std::string json_list(const std::vector<std::pair<std::string, std::string>>& members);
  std::string json_object(const std::vector<std::pair<std::string, std::string>>& members);

  std::mt19937_64 random_;
  std::uint32_t names_ = 0;
  std::vector<Name> known_;
  std::vector<Function> functions_;
  std::string out_;
};

}  // namespace m2::test
