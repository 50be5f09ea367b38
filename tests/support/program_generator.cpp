#include "tests/support/program_generator.h"

#include <algorithm>

namespace m2::test {
namespace {

constexpr std::uint32_t kDepth = 3;

std::string type_word(int kind) {
  constexpr const char* kWords[] = {"bool", "int",  "number", "money",
                                    "date", "days", "months", "text"};
  return kWords[kind];
}

std::string in_brackets(const std::string& text) {
  return "(" + text + ")";
}

}  // namespace

std::string ProgramGenerator::declarations() {
  out_.clear();
  params();
  ledger();
  const std::uint32_t statements = 4 + below(10);
  for (std::uint32_t i = 0; i < statements; ++i) {
    switch (below(8)) {
      case 0:
        define();
        break;
      case 1:
        table();
        break;
      case 2:
        lookup();
        break;
      case 3:
        optional_let();
        break;
      case 4:
        item_let();
        break;
      case 5:
        rule();
        break;
      default:
        let();
    }
  }
  rule();
  return out_;
}

std::string ProgramGenerator::tidy(std::string program) {
  std::replace(program.begin(), program.end(), '~', ' ');
  return program;
}

// ── statements ──

void ProgramGenerator::params() {
  out_ += "params {\n";
  const auto add = [&](Kind kind, const std::string& type, const std::string& standard) {
    const std::string name = fresh("p");
    out_ += "  " + name + " " + type + " = " + standard + "\n";
    known_.push_back({name, kind});
  };
  add(Kind::Int, "int", "7 from 1 to 9");
  add(Kind::Money, "money", "$25.50");
  add(Kind::Days, "days", "5~days from 0~days to 29~days");
  add(Kind::Bool, "bool", chance(50) ? "true" : "false");
  add(Kind::Text, "text", "\"words\"");
  out_ += "}\n";
}

void ProgramGenerator::let() {
  const Kind kind = any_kind();
  const std::string name = fresh("l");
  out_ += "let " + name + " = " + value(kind, kDepth) + "\n";
  known_.push_back({name, kind});
}

void ProgramGenerator::optional_let() {
  const Kind kind = any_kind();
  const std::string name = fresh("o");
  out_ += "let " + name + " = " + optional(kind, kDepth) + "\n";
  known_.push_back({name, kind, true});
}

// One item of a list, whose members may be missing with it.
void ProgramGenerator::item_let() {
  const std::string name = fresh("i");
  const std::string item = fresh("c");
  known_.push_back({item + ".amount", Kind::Money});
  known_.push_back({item + ".due", Kind::Date});
  const std::string where = boolean(kDepth - 1);
  known_.resize(known_.size() - 2);
  out_ += "let " + name + " = " + pick({"first", "last"}) + " " + item + " in account." +
          pick({"charges", "fees"}) + " where " + where + " by " + item + ".due\n";
  known_.push_back({name + ".amount", Kind::Money, true});
  known_.push_back({name + ".class", Kind::Text, true});
  known_.push_back({name + ".due", Kind::Date, true});
}

void ProgramGenerator::define() {
  Function function{fresh("f"), {any_kind(), any_kind()}, any_kind()};
  const std::size_t outside = known_.size();
  std::string takes;
  for (Kind kind : function.takes) {
    const std::string argument = fresh("a");
    takes += (takes.empty() ? "" : ", ") + argument + ": " + type_word(static_cast<int>(kind));
    known_.push_back({argument, kind});
  }
  out_ += "define " + function.name + "(" + takes + ") = " + value(function.gives, kDepth) + "\n";
  known_.resize(outside);
  functions_.push_back(std::move(function));
}

void ProgramGenerator::table() {
  const std::string name = fresh("t");
  const std::string days_in = fresh("d");
  const std::string flag_in = fresh("b");
  out_ += "table " + name + "(" + days_in + ": days from 0~days, " + flag_in +
          ": bool) gives amount: money, word: text {\n";
  out_ += "  | " + days_in + " | " + flag_in + " || amount | word |\n";
  out_ += "  | 0..29 | any || = " + value(Kind::Money, 1) + " | = " + value(Kind::Text, 1) + " |\n";
  out_ += "  | 30.. | true || $5 | late |   # late\n";
  out_ += "  | 30.. | false || = " + value(Kind::Money, 2) + " | later |\n}\n";
  const std::string result = fresh("r");
  out_ += "let " + result + " = " + name + "((" + days(2) + " no less than 0~days), " + boolean(2) +
          ")\n";
  known_.push_back({result + ".amount", Kind::Money});
  known_.push_back({result + ".word", Kind::Text});
}

void ProgramGenerator::lookup() {
  const std::string name = fresh("k");
  const Kind kind = any_kind();
  const std::string result = fresh("v");
  const std::string type = type_word(static_cast<int>(kind));
  if (chance(50)) {
    out_ += "lookup " + name + "(" + fresh("w") + ": kind) gives " + type + " {\n  \"Open\" -> " +
            value(kind, 2) + "\n  \"Paid\", \"Lost\" -> " + value(kind, 1) + "\n}\nlet " + result +
            " = " + name + "(account.kind)\n";
  } else {
    out_ += "lookup " + name + "(" + fresh("w") + ": text) gives " + type +
            " {\n  \"a\", \"Ana Reyes\" -> " + value(kind, 2) + "\n  anything else -> " +
            (chance(20) ? "hold \"An unknown word.\"" : value(kind, 1)) + "\n}\nlet " + result +
            " = " + name + "(" + text(2) + ")\n";
  }
  known_.push_back({result, kind});
}

void ProgramGenerator::ledger() {
  const std::string name = fresh("ledger");
  out_ += "let " + name + " = allocate account.payments to account.charges " +
          pick({"oldest first", "same month first", "by priority (\"rent\", \"fee\")"}) +
          pick({"", " as of as_of", " as of account.opened"}) + "\n";
  for (const char* member : {".balance", ".unpaid", ".credit"})
    known_.push_back({name + member, Kind::Money});
  known_.push_back({name + ".days_late_when_settled", Kind::Days});
  known_.push_back({name + ".late_since", Kind::Date, true});
}

void ProgramGenerator::rule() {
  std::string told = name_of(any_kind(), false);
  if (told.find_first_of("~(") != std::string::npos) told = "account.name";  // a text holds paths
  const std::string reason = chance(50) ? "\"a reason\"" : "\"it is {" + told + "} here\"";
  const std::string name = fresh("rule");
  if (chance(25)) {
    out_ += "require " + name + " that " + boolean(kDepth) + " because " + reason + "\n";
  } else {
    out_ += pick({"skip ", "hold ", "warn "}) + name + " when " + boolean(kDepth) + " because " +
            reason + "\n";
  }
}

// ── expressions ──

std::string ProgramGenerator::value(Kind kind, std::uint32_t depth) {
  if (depth == 0 || chance(15)) return leaf(kind);
  switch (below(12)) {
    case 0:
      return in_brackets("if " + boolean(depth - 1) + " then " + value(kind, depth - 1) + " else " +
                         value(kind, depth - 1));
    case 1:
      return in_brackets("if " + boolean(depth - 1) + " then " + value(kind, depth - 1) +
                         " else if " + boolean(depth - 1) + " then " + value(kind, depth - 1) +
                         " else " + value(kind, depth - 1));
    case 2:
    case 3:
      return in_brackets(optional(kind, depth - 1) + " otherwise " +
                         (chance(10) ? "hold \"Not there.\"" : value(kind, depth - 1)));
    case 4:
      return call(kind, depth);
    default:
      break;
  }
  switch (kind) {
    case Kind::Bool:
      return boolean(depth);
    case Kind::Int:
      return whole(depth);
    case Kind::Number:
      return number(depth);
    case Kind::Money:
      return money(depth);
    case Kind::Date:
      return date(depth);
    case Kind::Days:
      return days(depth);
    case Kind::Months:
      return in_brackets("months from " + date(depth - 1) + " to " + date(depth - 1));
    case Kind::Text:
      return text(depth);
  }
  return leaf(kind);
}

std::string ProgramGenerator::optional(Kind kind, std::uint32_t depth) {
  const std::string item = fresh("c");
  if (chance(30)) {
    if (kind == Kind::Date) return list_form(pick({"latest ", "earliest "}), ".due", depth);
    if (kind == Kind::Money) return list_form(pick({"largest ", "smallest "}), ".amount", depth);
  }
  if (depth > 0 && chance(30))
    return in_brackets("if " + boolean(depth - 1) + " then " + value(kind, depth - 1) +
                       " else missing");
  return name_of(kind, true);
}

std::string ProgramGenerator::leaf(Kind kind) {
  if (chance(50)) return name_of(kind, false);
  switch (kind) {
    case Kind::Bool:
      return "account.flag";
    case Kind::Int:
      return std::to_string(below(100));
    case Kind::Number:
      return pick({"2.16", "0.5", "4.3333"});
    case Kind::Money:
      return pick({"$0", "$25", "$1,450.00", "$0.01", "$999,999,999"});
    case Kind::Date:
      return pick({"2026-05-31", "2024-02-29", "1999-12-31"});
    case Kind::Days:
      return std::to_string(below(200)) + "~days";
    case Kind::Months:
      return std::to_string(below(30)) + "~months";
    case Kind::Text:
      return pick({"\"\"", "\"words\"", "\"a  {account.name}, {account.units}\""});
  }
  return "missing";
}

std::string ProgramGenerator::name_of(Kind kind, bool may_be_missing) {
  std::vector<std::string> names;
  for (const Name& name : known_) {
    if (name.kind == kind && name.may_be_missing == may_be_missing) names.push_back(name.text);
  }
  static const std::vector<std::string> kThere[] = {
      {"account.flag"},
      {"account.units"},
      {"account.ratio"},
      {"account.rent"},
      {"account.opened", "as_of"},
      {"5~days"},
      {"1~month"},
      {"account.name", "account.id", "account.owner.name"}};
  static const std::vector<std::string> kMaybe[] = {
      {"account.perhaps"},
      {"account.maybe"},
      {},
      {"account.deposit"},
      {"account.closed", "account.owner.born"},
      {},
      {},
      {"account.alias", "account.partner.name", "account.partner.phone"}};
  const auto& always = (may_be_missing ? kMaybe : kThere)[static_cast<int>(kind)];
  names.insert(names.end(), always.begin(), always.end());
  if (names.empty()) return in_brackets("if account.flag then " + leaf(kind) + " else missing");
  return pick(names);
}

std::string ProgramGenerator::call(Kind kind, std::uint32_t depth) {
  std::vector<const Function*> fitting;
  for (const Function& function : functions_) {
    if (function.gives == kind) fitting.push_back(&function);
  }
  if (fitting.empty()) return leaf(kind);
  const Function& function = *fitting[below(static_cast<std::uint32_t>(fitting.size()))];
  std::string arguments;
  for (Kind takes : function.takes)
    arguments += (arguments.empty() ? "" : ", ") + value(takes, depth - 1);
  return function.name + in_brackets(arguments);
}

std::string ProgramGenerator::comparison(std::uint32_t depth) {
  const Kind kind = any_kind();
  if (kind == Kind::Bool || kind == Kind::Text) {
    return pick({"account.kind is \"Open\"", "account.kind is not \"Lost\"",
                 "account.name is one of (\"Ana Reyes\", \"Ben\")", "account.words is empty",
                 "account.people is not empty"});
  }
  const std::string left = value(kind, depth);
  if (chance(20)) return left + " is between " + value(kind, depth) + " and " + value(kind, depth);
  return left + pick({" < ", " <= ", " > ", " >= ", " is ", " is not "}) + value(kind, depth);
}

std::string ProgramGenerator::boolean(std::uint32_t depth) {
  if (depth == 0) return in_brackets(comparison(0));
  switch (below(9)) {
    case 0:
      return in_brackets(boolean(depth - 1) + " and " + boolean(depth - 1));
    case 1:
      return in_brackets(boolean(depth - 1) + " or " + boolean(depth - 1));
    case 2:  // the grammar reads it well, people do not
      return in_brackets(boolean(depth - 1) + " and " + boolean(depth - 1) + " or " +
                         boolean(depth - 1));
    case 3:
      return in_brackets("not " + boolean(depth - 1));
    case 4:
      return in_brackets(optional(any_kind(), depth - 1) + pick({" is missing", " is present"}));
    case 5: {
      const std::string item = fresh("c");
      return in_brackets(pick({"any ", "every ", "no "}) + item + " in account." +
                         pick({"charges", "fees"}) + pick({" where ", " has "}) +
                         condition_on(item, depth));
    }
    default:
      return in_brackets(comparison(depth - 1));
  }
}

std::string ProgramGenerator::condition_on(const std::string& item, std::uint32_t depth) {
  known_.push_back({item + ".amount", Kind::Money});
  known_.push_back({item + ".due", Kind::Date});
  known_.push_back({item + ".class", Kind::Text});
  std::string condition = boolean(depth == 0 ? 0 : depth - 1);
  known_.resize(known_.size() - 3);
  return condition;
}

// (sum of c.amount for c in … where …)
std::string ProgramGenerator::list_form(const std::string& head, const std::string& part,
                                        std::uint32_t depth) {
  const std::string item = fresh("c");
  std::string out =
      head + item + part + " for " + item + " in account." + pick({"charges", "fees"});
  if (chance(60)) out += " where " + condition_on(item, depth);
  return in_brackets(out);
}

std::string ProgramGenerator::whole(std::uint32_t depth) {
  switch (below(5)) {
    case 0:
      return list_form("count of ", "", depth);
    case 1:
      return "length" + in_brackets(text(depth - 1));
    case 2:
      return pick({"min", "max"}) +
             in_brackets(value(Kind::Int, depth - 1) + ", " + value(Kind::Int, depth - 1));
    case 3: {  // months of several charges
      const std::string group = fresh("g");
      const std::string item = fresh("c");
      return in_brackets("count of " + group + " for " + group + " in (groups of " + item +
                         " in account.charges by (start of month of " + item + ".due))");
    }
    default:
      return in_brackets(value(Kind::Int, depth - 1) + pick({" + ", " - ", " * "}) +
                         value(Kind::Int, depth - 1));
  }
}

std::string ProgramGenerator::number(std::uint32_t depth) {
  switch (below(3)) {
    case 0:
      return in_brackets(value(Kind::Int, depth - 1) + " / " + std::to_string(1 + below(9)));
    case 1:
      return in_brackets(value(Kind::Money, depth - 1) + " / $7");
    default:
      return in_brackets(value(Kind::Number, depth - 1) + pick({" + ", " - "}) +
                         value(Kind::Number, depth - 1));
  }
}

std::string ProgramGenerator::money(std::uint32_t depth) {
  switch (below(6)) {
    case 0:
      return list_form("sum of ", ".amount", depth);
    case 1:
      return in_brackets(
          in_brackets(value(Kind::Money, depth - 1) +
                      pick({" * 50%", " / 3", " * " + value(Kind::Number, depth - 1)})) +
          pick({" in whole dollars", " rounded to cents", " rounded down to cents"}));
    case 2:
      return in_brackets(value(Kind::Money, depth - 1) +
                         pick({" no less than ", " no more than "}) +
                         value(Kind::Money, depth - 1));
    case 3:
      return in_brackets(value(Kind::Money, depth - 1) + " * " + value(Kind::Int, depth - 1));
    case 4:
      return "abs" + in_brackets(value(Kind::Money, depth - 1));
    default:
      return in_brackets(value(Kind::Money, depth - 1) + pick({" + ", " - ", " + -"}) +
                         value(Kind::Money, depth - 1));
  }
}

std::string ProgramGenerator::date(std::uint32_t depth) {
  if (depth == 0) return leaf(Kind::Date);
  switch (below(5)) {
    case 0:
      return in_brackets(value(Kind::Date, depth - 1) + pick({" + ", " - "}) +
                         value(Kind::Days, depth - 1));
    case 1:
      return in_brackets(value(Kind::Date, depth - 1) + " + " + value(Kind::Months, depth - 1) +
                         (chance(40) ? " into next" : ""));
    case 2:
      return in_brackets(pick({"start", "end"}) + " of month of " + value(Kind::Date, depth - 1));
    case 3:
      return pick({"min", "max"}) +
             in_brackets(value(Kind::Date, depth - 1) + ", " + value(Kind::Date, depth - 1));
    default: {
      const std::string month = fresh("m");
      return in_brackets("(latest " + month + " for " + month + " in the 24~months before " +
                         value(Kind::Date, depth - 1) + ") otherwise as_of");
    }
  }
}

std::string ProgramGenerator::days(std::uint32_t depth) {
  if (depth == 0) return leaf(Kind::Days);
  switch (below(3)) {
    case 0:
      return in_brackets("days from " + date(depth - 1) + " to " + date(depth - 1));
    case 1:
      return in_brackets(value(Kind::Days, depth - 1) + " * " + value(Kind::Int, depth - 1));
    default:
      return in_brackets(value(Kind::Days, depth - 1) + pick({" + ", " - "}) +
                         value(Kind::Days, depth - 1));
  }
}

std::string ProgramGenerator::text(std::uint32_t depth) {
  if (depth == 0) return leaf(Kind::Text);
  switch (below(5)) {
    case 0:
      return pick({"left", "right"}) +
             in_brackets(value(Kind::Text, depth - 1) + ", " + std::to_string(below(9)));
    case 1:
      return pick({"digits", "trim"}) + in_brackets(value(Kind::Text, depth - 1));
    case 2: {
      const std::string word = fresh("w");
      return in_brackets("join of " + word + " for " + word + " in account.words by " + word);
    }
    case 3:
      return in_brackets(value(Kind::Text, depth - 1) + " in capitals");
    default:
      return pick({"before", "after"}) +
             in_brackets(value(Kind::Text, depth - 1) + ", " + value(Kind::Text, depth - 1));
  }
}

}  // namespace m2::test
