#include "tests/agreement/expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/base/money.h"
#include "engine/base/text.h"
#include "engine/metro2/field.h"
#include "engine/metro2/value.h"
#include "tests/support/golden.h"

namespace m2::test {
namespace {

std::string shown(const std::string& value) {
  return value.empty() ? "nothing" : value;
}

std::string joined_with_or(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : " or ") + shown(value);
  return out;
}

}  // namespace

void Agreement::expect(Expectation expectation, std::string found) {
  const auto& accepted = expectation.accepted;
  const bool is_accepted = std::find(accepted.begin(), accepted.end(), found) != accepted.end();
  const Kind kind = found == expectation.wanted ? Kind::Same
                    : is_accepted               ? Kind::Accepted
                                                : Kind::Differs;
  verdicts_.push_back({std::move(expectation), std::move(found), kind});
}

std::vector<std::string> Agreement::accounts_in_order() const {
  std::vector<std::string> accounts;
  for (const Verdict& verdict : verdicts_) {
    const std::string& account = verdict.expectation.account;
    if (accounts.empty() || accounts.back() != account) accounts.push_back(account);
  }
  return accounts;
}

const AgreedDifference* Agreement::agreed(const Verdict& verdict) const {
  for (const AgreedDifference& difference : agreed_) {
    if (verdict.expectation.account == difference.account &&
        verdict.expectation.field == difference.field)
      return &difference;
  }
  return nullptr;
}

std::string Agreement::told(const Verdict& verdict) const {
  const Expectation& e = verdict.expectation;
  std::string out =
      fmt::format("{} {}, {}: expected {}", what_, e.account, e.field, shown(e.wanted));
  if (!e.accepted.empty()) out += fmt::format(" (accepted: {})", joined_with_or(e.accepted));
  out += fmt::format(", found {}", shown(verdict.found));
  return e.note.empty() ? out : out + "\n  note: " + e.note;
}

void Agreement::check_verdict(const Verdict& verdict) const {
  const AgreedDifference* difference = agreed(verdict);
  if (verdict.kind != Kind::Differs) {
    if (difference == nullptr) return;
    FAIL_CHECK(told(verdict) << "\n  it agrees now: take it out of the list of differences ("
                             << difference->reason << ")");
  } else if (difference == nullptr) {
    FAIL_CHECK(told(verdict) << "\n  no such difference is agreed upon");
  } else if (verdict.found != difference->ours) {
    FAIL_CHECK(told(verdict) << "\n  the list of differences says that ours is "
                             << shown(difference->ours) << " (" << difference->reason << ")");
  }
}

void Agreement::check() const {
  for (const std::string& account : accounts_in_order()) {
    DYNAMIC_SECTION(what_ << " " << account) {
      for (const Verdict& verdict : verdicts_) {
        if (verdict.expectation.account == account) check_verdict(verdict);
      }
      SUCCEED(account << " is as expected");
    }
  }
  SECTION("every difference that is agreed upon is one of a value that is compared") {
    for (const AgreedDifference& difference : agreed_) {
      const bool is_compared =
          std::any_of(verdicts_.begin(), verdicts_.end(),
                      [&](const Verdict& verdict) { return agreed(verdict) == &difference; });
      CAPTURE(difference.account, difference.field);
      CHECK(is_compared);
    }
  }
}

std::size_t Agreement::count_accepted() const {
  return static_cast<std::size_t>(
      std::count_if(verdicts_.begin(), verdicts_.end(),
                    [](const Verdict& verdict) { return verdict.kind == Kind::Accepted; }));
}

std::size_t Agreement::count_differing() const {
  return static_cast<std::size_t>(
      std::count_if(verdicts_.begin(), verdicts_.end(),
                    [](const Verdict& verdict) { return verdict.kind == Kind::Differs; }));
}

std::string Agreement::differing_rows() const {
  std::string rows;
  for (const Verdict& verdict : verdicts_) {
    if (verdict.kind != Kind::Differs) continue;
    const Expectation& e = verdict.expectation;
    const AgreedDifference* difference = agreed(verdict);
    std::vector<std::string> wanted = {e.wanted};
    wanted.insert(wanted.end(), e.accepted.begin(), e.accepted.end());
    rows += fmt::format("| {} | `{}` | {} | {} | {} |\n", e.account, e.field,
                        joined_with_or(wanted), shown(verdict.found),
                        difference == nullptr ? "**not agreed upon**" : difference->reason);
  }
  return rows;
}

std::string Agreement::accepted_rows() const {
  std::string rows;
  for (const Verdict& verdict : verdicts_) {
    if (verdict.kind != Kind::Accepted) continue;
    const Expectation& e = verdict.expectation;
    rows += fmt::format("| {} | `{}` | {} | {} | {} |\n", e.account, e.field, shown(e.wanted),
                        shown(verdict.found), e.note);
  }
  return rows;
}

std::string money_of_cents(std::string_view cents) {
  if (cents.empty()) return {};
  return Money::from_cents(std::stoll(std::string(cents))).to_string();
}

std::string money_of_dollars(std::string_view dollars) {
  if (dollars.empty()) return {};
  const auto money = Money::parse(dollars);
  CAPTURE(dollars);
  REQUIRE(money);
  return money->to_string();
}

std::string in_whole_dollars(const std::string& money) {
  if (money.empty()) return "$0";
  std::string plain = money;
  plain.erase(std::remove(plain.begin(), plain.end(), '$'), plain.end());
  const auto value = Money::parse(plain);
  CAPTURE(money);
  REQUIRE(value);
  return Money::from_dollars(value->whole_dollars()).to_string();
}

std::string text_of(const JsonNode* node) {
  return node == nullptr || node->is_null() ? std::string() : node->text();
}

JsonNode golden_json(std::string_view name) {
  auto root = parse_json_tree(read(golden_path(name)));
  REQUIRE(root);
  return std::move(*root);
}

std::string record_value(std::string_view base_segment, std::string_view key) {
  const Field* field = find_field(Segment::Base, key);
  CAPTURE(key);
  REQUIRE(field != nullptr);
  if (field->kind == FieldKind::Money)
    return Money::from_dollars(number(*field, base_segment).value_or(-1)).to_string();
  if (field->kind == FieldKind::Date) {
    const auto day = date(*field, base_segment);
    return day ? day->to_string() : std::string();
  }
  return std::string(text(*field, base_segment));
}

}  // namespace m2::test
