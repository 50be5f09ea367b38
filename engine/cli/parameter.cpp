#include "engine/cli/parameter.h"

#include <charconv>

namespace m2::cli {
namespace {

using Count = Parameter::Count;

Parameter::Take store(std::string& target) {
  return [&target](std::string_view value) {
    target = value;
    return std::string();
  };
}
Parameter::Take store(std::optional<std::string>& target) {
  return [&target](std::string_view value) {
    target = value;
    return std::string();
  };
}
Parameter::Take append(std::vector<std::string>& target) {
  return [&target](std::string_view value) {
    target.emplace_back(value);
    return std::string();
  };
}

}  // namespace

Parameter flag(std::string name, std::string about, bool& target) {
  return {.name = std::move(name),
          .value = {},
          .about = std::move(about),
          .count = Count::Flag,
          .take = [&target](std::string_view) {
            target = true;
            return std::string();
          }};
}

Parameter argument(std::string name, std::string about, std::string& target) {
  return {.name = std::move(name),
          .value = {},
          .about = std::move(about),
          .count = Count::One,
          .take = store(target)};
}
Parameter argument(std::string name, std::string about, std::optional<std::string>& target) {
  return {.name = std::move(name),
          .value = {},
          .about = std::move(about),
          .count = Count::AtMostOne,
          .take = store(target)};
}
Parameter arguments(std::string name, std::string about, std::vector<std::string>& target) {
  return {.name = std::move(name),
          .value = {},
          .about = std::move(about),
          .count = Count::OneOrMore,
          .take = append(target)};
}

Parameter option(std::string name, std::string value, std::string about, std::string& target) {
  return {.name = std::move(name),
          .value = std::move(value),
          .about = std::move(about),
          .count = Count::One,
          .take = store(target)};
}
Parameter option(std::string name, std::string value, std::string about,
                 std::optional<std::string>& target) {
  return {.name = std::move(name),
          .value = std::move(value),
          .about = std::move(about),
          .take = store(target)};
}
Parameter option(std::string name, std::string value, std::string about,
                 std::optional<std::uint64_t>& target) {
  return {.name = std::move(name),
          .value = std::move(value),
          .about = std::move(about),
          .take = [&target](std::string_view text) -> std::string {
            std::uint64_t number = 0;
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), number);
            const bool is_number = error == std::errc() && end == text.data() + text.size();
            if (!is_number || number == 0) return "is not a number from 1 on";
            target = number;
            return {};
          }};
}
Parameter option(std::string name, std::string value, std::string about,
                 std::optional<Date>& target) {
  return {.name = std::move(name),
          .value = std::move(value),
          .about = std::move(about),
          .take = [&target](std::string_view text) -> std::string {
            target = Date::parse_iso(text);
            return target ? "" : "is no day; write it as 2026-05-31";
          }};
}
Parameter option(std::string name, std::string value, std::string about,
                 std::optional<Period>& target) {
  return {.name = std::move(name),
          .value = std::move(value),
          .about = std::move(about),
          .take = [&target](std::string_view text) -> std::string {
            target = Period::parse(text);
            return target ? "" : "is not a month like 2026-10";
          }};
}
Parameter option(std::string name, std::string value, std::string about,
                 std::vector<std::string>& target) {
  return {.name = std::move(name),
          .value = std::move(value),
          .about = std::move(about),
          .count = Count::AnyNumber,
          .take = append(target)};
}

}  // namespace m2::cli
