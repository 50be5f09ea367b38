#include "engine/validate/internal/field_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/metro2/codes.h"
#include "engine/metro2/shown.h"
#include "engine/metro2/value.h"
#include "engine/validate/internal/characters.h"
#include "engine/validate/internal/table_rules.h"

namespace m2::internal {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// The first byte of a class that is not allowed.
std::size_t find_outside(std::string_view value, Classes allowed) {
  const auto found = std::find_if(value.begin(), value.end(),
                                  [&](char c) { return (class_of(c) & allowed) == 0; });
  return found == value.end() ? kNone : static_cast<std::size_t>(found - value.begin());
}

bool is_all(std::string_view value, char c) {
  return value.find_first_not_of(c) == kNone;
}

// The sign itself tells nothing about a person.
std::string named(char c) {
  return class_of(c) == kUnprintable ? fmt::format("byte 0x{:02X}", static_cast<unsigned char>(c))
         : c == ' '                  ? std::string("a blank")
                                     : fmt::format("`{}`", c);
}

// "C, I, M, O or R"; a long table is named.
std::string codes_of(const CodeTable& table, bool blank_too) {
  constexpr std::size_t kMostListed = 12;
  if (table.codes.size() > kMostListed || table.others != OtherCodes::None) {
    return fmt::format("a code of {}", table.name);
  }
  std::vector<std::string> codes;
  for (const Code& code : table.codes) {
    if (code.obsolete) continue;
    codes.push_back(code.code.empty() ? "blank" : std::string(code.code));
  }
  if (blank_too) codes.emplace_back("blank");
  if (codes.size() == 1) return codes.front();
  return fmt::format("{} or {}", fmt::join(codes.begin(), codes.end() - 1, ", "), codes.back());
}

class FieldJudge {
 public:
  FieldJudge(Segment segment, std::size_t segment_offset, std::string_view bytes, Date today,
             Report& report)
      : segment_(segment),
        segment_offset_(segment_offset),
        bytes_(bytes),
        today_(today),
        report_(report) {}

  void check(const Field& field) {
    field_ = &field;
    value_ = raw(field, bytes_);
    if (field.kind == FieldKind::Descriptor) return;  // the reader judges it
    if (field.kind == FieldKind::Constant) return check_constant();
    const std::size_t unprintable = find_outside(value_, static_cast<Classes>(~kUnprintable));
    if (unprintable != kNone) return give_byte(CheckKind::Printable, unprintable, "");
    switch (field.kind) {
      case FieldKind::Reserved:
        if (!is_all(value_, ' ')) give(CheckKind::Blank, "blanks");
        return;
      case FieldKind::Numeric:
      case FieldKind::Money:
        if (const std::size_t at = find_outside(value_, kDigit); at != kNone) {
          give_byte(CheckKind::Digits, at, fmt::format("{} digits", field.length));
        }
        return;
      case FieldKind::Date:
      case FieldKind::TimeStamp:
        return check_day();
      case FieldKind::Code:
        return check_code();
      case FieldKind::Text:
        return check_text();
      case FieldKind::Descriptor:
      case FieldKind::Constant:
        return;
    }
  }

 private:
  void give(CheckKind kind, std::string expected, std::string message = {}, std::size_t at = 0) {
    report_.check(kind, segment_, segment_offset_, *field_,
                  {.found = shown(*field_, value_),
                   .expected = std::move(expected),
                   .message = std::move(message),
                   .at = at});
  }

  // About one byte, which the message names.
  void give_byte(CheckKind kind, std::size_t at, std::string expected) {
    give(kind, std::move(expected),
         fmt::format("{}: {} at byte {} of the field", title(kind), named(value_[at]), at + 1), at);
  }

  [[nodiscard]] std::string_view title(CheckKind kind) const {
    return report_.rule(*rule_of(kind, segment_, *field_)).title;
  }

  // Other constants have told what segment this is, or are judged with the frame.
  void check_constant() {
    if (segment_ != Segment::Base || value_ == field_->constant) return;
    give(CheckKind::Constant, std::string(field_->constant));
  }

  void check_day() {
    const std::string_view day = value_.substr(0, 8);
    const std::string_view time = value_.substr(8);
    if (rule_for_missing_day(*field_) && (is_all(value_, '0') || is_all(value_, ' '))) {
      return give(CheckKind::Given, "a day as MMDDYYYY");
    }
    if (is_all(value_, '0')) return;
    const bool has_digits = find_outside(value_, kDigit) == kNone;
    const std::optional<Date> date = has_digits ? Date::parse_metro2(day) : std::nullopt;
    const bool has_time = time.empty() || (has_digits && time.substr(0, 2) < "24" &&
                                           time.substr(2, 2) < "60" && time.substr(4, 2) < "60");
    if (!date && !(has_digits && is_all(day, '0') && has_time)) {
      return give(CheckKind::Day,
                  fmt::format("{}, or zeros", time.empty() ? "MMDDYYYY" : "MMDDYYYYHHMMSS"));
    }
    if (!has_time) {
      return give(CheckKind::Time, "HHMMSS after the day, or zeros", "there is no such time");
    }
    if (date && *date > today_) check_future();
  }

  // Days of the header are judged with the header.
  void check_future() {
    const std::string expected = fmt::format("{} or earlier", today_.to_string());
    if (rule_of(CheckKind::NotFuture, segment_, *field_)) give(CheckKind::NotFuture, expected);
  }

  void check_code() {
    const CodeTable& table = *find_code_table(field_->codes);
    const TableRules& rules = rules_of(field_->codes);
    if (rules.blank_too && is_all(value_, ' ')) return;
    if (table.scope == CodeScope::EachCharacter) return check_each_code(table);
    const Code* const code = find_code(table, value_);
    if (code != nullptr && code->obsolete) {
      return give(CheckKind::Current, codes_of(table, rules.blank_too),
                  fmt::format("{}: {}", title(CheckKind::Current), code->meaning));
    }
    if (code != nullptr && code->code != "nnn") return;
    if (accepts(table, value_) || is_foreign_state()) return;
    give(CheckKind::Code, codes_of(table, rules.blank_too));
  }

  void check_each_code(const CodeTable& table) {
    for (std::size_t i = 0; i < value_.size(); ++i) {
      const Code* const code = find_code(table, value_.substr(i, 1));
      if (code != nullptr && !code->obsolete) continue;
      return give(
          CheckKind::Code, fmt::format("a code of {} in each byte", table.name),
          fmt::format("{}: {} for month {}", title(CheckKind::Code), named(value_[i]), i + 1), i);
    }
  }

  // States are those of the United States; addresses elsewhere may have others.
  [[nodiscard]] bool is_foreign_state() const {
    if (field_->codes != "state_code") return false;
    const Field* const country = find_field(segment_, "country_code");
    if (country == nullptr) return false;
    const std::string_view code = raw(*country, bytes_);
    return code != "US" && !is_all(code, ' ');
  }

  void check_text() {
    if (const std::size_t small = find_outside(value_, static_cast<Classes>(~kSmall));
        small != kNone) {
      return give_byte(CheckKind::Capitals, small, "capitals");
    }
    if (value_.front() == ' ' && !is_all(value_, ' ')) {
      return give(CheckKind::Left, "text from the first byte on");
    }
    if (const std::size_t at = find_outside(value_, allowed()); at != kNone) {
      return give_byte(CheckKind::Characters, at, "");
    }
    const std::string_view trimmed = text(*field_, bytes_);
    if (const std::size_t gap = trimmed.find(' '); is_plain(*field_) && gap != kNone) {
      give_byte(CheckKind::Gaps, gap, "letters and digits");
    }
  }

  // A company's name has digits and signs too.
  [[nodiscard]] Classes allowed() const {
    const Field* const ecoa = find_field(segment_, "ecoa_code");
    const bool is_company =
        field_->characters == CharacterSet::Name && ecoa != nullptr && raw(*ecoa, bytes_) == "W";
    return static_cast<Classes>(allowed_in(*field_) | (is_company ? kDigit | kAddressSign : 0));
  }

  Segment segment_;
  std::size_t segment_offset_;
  std::string_view bytes_;
  Date today_;
  Report& report_;
  const Field* field_ = nullptr;
  std::string_view value_;
};

}  // namespace

void check_fields(Segment segment, std::size_t segment_offset, std::string_view bytes, Date today,
                  Report& report) {
  FieldJudge judge(segment, segment_offset, bytes, today, report);
  for (const Field& field : fields(segment)) judge.check(field);
}

}  // namespace m2::internal
