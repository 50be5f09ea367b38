#pragma once
// AccountAnswer: the value of an expression that somebody asked about one account (dsl/inquiry.h),
// as it may be shown.
//
//   M2_TRY(auto program, lower(asked, values, as_of));
//   const AccountAnswer answer = Mapper(program, options).answer(document, Masking::Masked);
//   answer.value->text                       // "$1,450"
//
// Personal data is masked: the members that feed a personal field of the layout, and what is made
// of them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/evaluate/mapper.h"

namespace m2 {

struct AnswerMember;

struct AnswerValue {
  enum class Form : std::uint8_t {
    Scalar,
    Missing,
    Blank,
    Unreadable,  // a member that cannot be read; `text` says why
    Record,
    List,
  };
  Form form = Form::Missing;
  dsl::Type type;
  std::string text;  // as an author writes it: "$1,450", "2026-05-31", "Current" without quotes
  bool is_masked = false;
  std::string pointer;                // of a record of the document, when places are asked for
  std::vector<AnswerMember> members;  // of a record
  std::vector<AnswerValue> items;     // of a list
};

struct AnswerMember {
  std::string name;
  AnswerValue value;
};

struct AccountAnswer {
  std::string account;               // as the document names it
  std::optional<AnswerValue> value;  // empty when the account is held
  std::vector<Reason> reasons;       // why it is
};

/// For each root of the preset's shape a mapper that answers with it and reads nothing else. Error:
/// TooLarge.
Result<std::vector<Mapper>> root_readers(const dsl::CheckedPreset& preset);

}  // namespace m2
