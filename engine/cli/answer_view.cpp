#include "engine/cli/answer_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

using ValueForm = AnswerValue::Form;
using dsl::Kind;

constexpr std::size_t kMostRows = 50;
constexpr std::size_t kWidestCell = 48;

bool is_quoted(const AnswerValue& value) {
  return value.type.is(Kind::Text) || value.type.is(Kind::Code) || value.type.is(Kind::Choice);
}

// One value on one line; what has parts says how many.
std::string brief(const AnswerValue& value) {
  switch (value.form) {
    case ValueForm::Missing:
      return "missing";
    case ValueForm::Blank:
      return "blank";
    case ValueForm::Unreadable:
      return "cannot be read: " + readable(value.text);
    case ValueForm::Record:
      return counted(value.members.size(), "member");
    case ValueForm::List:
      return counted(value.items.size(), "item");
    case ValueForm::Scalar:
      break;
  }
  return is_quoted(value) ? "\"" + readable(value.text) + "\"" : readable(value.text);
}

std::string cell(const AnswerValue& value) {
  std::string text = brief(value);
  if (text.size() > kWidestCell && count_code_points(text) > kWidestCell) {
    std::size_t end = kWidestCell - 1;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text = text.substr(0, end) + "…";
  }
  return text;
}

std::string table_of(const std::vector<AnswerValue>& records, Colour colour) {
  std::vector<std::string> heads = {"#"};
  for (const auto& [name, value] : records.front().members) heads.push_back(name);
  Table table(std::move(heads));
  for (std::size_t i = 0; i < std::min(records.size(), kMostRows); ++i) {
    std::vector<std::string> row = {std::to_string(i + 1)};
    for (const auto& [name, value] : records[i].members) row.push_back(cell(value));
    table.add(std::move(row));
  }
  return table.text(colour, "  ");
}

std::string parts(const AnswerValue& value, Colour colour) {
  if (value.form == ValueForm::Record) {
    Table table;
    for (const auto& [name, member] : value.members) table.add({name, brief(member)});
    return table.text(colour, "  ");
  }
  if (value.items.empty()) return {};
  std::string out;
  const bool are_records =
      std::all_of(value.items.begin(), value.items.end(),
                  [](const AnswerValue& item) { return item.form == ValueForm::Record; });
  if (are_records) {
    out = table_of(value.items, colour);
  } else {
    for (std::size_t i = 0; i < std::min(value.items.size(), kMostRows); ++i)
      out += fmt::format("  {}\n", brief(value.items[i]));
  }
  if (value.items.size() > kMostRows)
    out += fmt::format("  … and {} more\n", with_separators(value.items.size() - kMostRows));
  return out;
}

bool is_number(const AnswerValue& value) {
  constexpr Kind kNumbers[] = {Kind::Int, Kind::Number, Kind::Money, Kind::Days, Kind::Months};
  return !value.is_masked &&
         std::find(std::begin(kNumbers), std::end(kNumbers), value.type.kind) != std::end(kNumbers);
}

// "-$1,450.10" -> "-1450.10", "5 days" -> "5": exact, as every number in our JSON.
std::string plain_number(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, text.find(' '))) {
    if (c != '$' && c != ',') out += c;
  }
  return out;
}

void write(JsonWriter& json, const AnswerValue& value) {
  switch (value.form) {
    case ValueForm::Missing:
      json.null();
      return;
    case ValueForm::Blank:
      json.begin_object().key("blank").boolean(true).end_object();
      return;
    case ValueForm::Unreadable:
      json.begin_object().key("unreadable").text(value.text).end_object();
      return;
    case ValueForm::Record:
      json.begin_object();
      for (const auto& [name, member] : value.members) write(json.key(name), member);
      json.end_object();
      return;
    case ValueForm::List:
      json.begin_array();
      for (const AnswerValue& item : value.items) write(json, item);
      json.end_array();
      return;
    case ValueForm::Scalar:
      break;
  }
  if (value.type.is(Kind::Bool)) {
    json.boolean(value.text == "true");
  } else if (is_number(value)) {
    json.raw(plain_number(value.text));
  } else {
    json.text(value.text);
  }
}

}  // namespace

std::string answer_text(const Asked& asked, Colour colour) {
  const AccountAnswer& answer = asked.answer;
  if (!answer.value) {
    Table table;
    for (const Reason& reason : answer.reasons) table.add({reason.name, readable(reason.text)});
    return paint(colour, Ink::Yellow, "held") + "\n" + table.text(colour, "  ");
  }
  const AnswerValue& value = *answer.value;
  const std::string type = paint(colour, Ink::Dim, asked.type);
  if (value.form == ValueForm::Record) return type + "\n" + parts(value, colour);
  if (value.form == ValueForm::List)
    return fmt::format("{}, {}\n{}", type, brief(value), parts(value, colour));
  return fmt::format("{}  {}\n", brief(value), paint(colour, Ink::Dim, "(" + asked.type + ")"));
}

std::string answer_json(const Asked& asked, JsonWriter::Style style) {
  JsonWriter json(style);
  json.begin_object().key("type").text(asked.type);
  if (!asked.answer.account.empty()) json.key("account").text(asked.answer.account);
  if (asked.answer.value) {
    write(json.key("value"), *asked.answer.value);
  } else {
    json.key("held").begin_array();
    for (const Reason& reason : asked.answer.reasons) {
      json.begin_object().key("rule").text(reason.name).key("text").text(reason.text).end_object();
    }
    json.end_array();
  }
  return json.end_object().take();
}

}  // namespace m2::cli
