// A tenant's values for the parameters of its presets.

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/config/tenant.h"

namespace m2 {
namespace {

using dsl::Kind;
using dsl::Literal;

/// One preset's reading of the settings.
class ParamReader {
 public:
  ParamReader(const dsl::CheckedPreset& preset, Diagnostics& found)
      : preset_(preset), found_(found) {}

  /// Empty after an error.
  std::optional<std::vector<Literal>> read(const dsl::Param& param, const YamlNode& value) {
    if (value.refused) return std::nullopt;
    if (!param.type.is(Kind::List)) {
      const auto literal = read_one(param, param.type, value);
      return literal ? std::optional(std::vector{*literal}) : std::nullopt;
    }
    if (!value.is(YamlNode::Kind::List)) {
      report(
          "param-type", param, value.span,
          fmt::format("`{}` wants a list, and here stands {}", param.name, to_string(value.kind)))
          .with_help("[first, second]");
      return std::nullopt;
    }
    std::vector<Literal> literals;
    bool complete = true;
    for (const YamlNode& item : value.items) {
      const auto literal = read_one(param, preset_.types.element(param.type), item);
      complete = complete && literal.has_value();
      if (literal) literals.push_back(*literal);
    }
    return complete ? std::optional(std::move(literals)) : std::nullopt;
  }

 private:
  std::optional<Literal> read_one(const dsl::Param& param, dsl::Type type, const YamlNode& value) {
    const bool is_scalar = value.is(YamlNode::Kind::Scalar);
    std::optional<Literal> literal;
    if (is_scalar && type.is(Kind::Text)) literal = Literal{0, value.text};
    if (is_scalar && !type.is(Kind::Text)) literal = read_literal(value.text, type, preset_.types);
    if (!literal) {
      report("param-type", param, value.span,
             fmt::format(
                 "`{}` is {}, and {} cannot be read as {}", param.name,
                 preset_.types.name(param.type.bare()),
                 is_scalar ? fmt::format("`{}`", value.text) : std::string(to_string(value.kind)),
                 type == param.type ? "that" : preset_.types.name(type.bare())))
          .with_help(example(param, type));
      return std::nullopt;
    }
    const bool too_low = param.low && literal->number < *param.low;
    const bool too_high = param.high && literal->number > *param.high;
    if (!too_low && !too_high) return literal;
    found_
        .error("param-range", value.span,
               fmt::format("{} is outside what `{}` allows", value.text, param.name))
        .label(param.range_span, param.doc)
        .with_help("choose " + range(param, type));
    return std::nullopt;
  }

  Diagnostic& report(std::string slug, const dsl::Param& param, Span span, std::string message) {
    return found_.error(std::move(slug), span, std::move(message))
        .label(param.span, param.doc.empty() ? "declared here" : param.doc);
  }

  [[nodiscard]] std::string print(std::int64_t number, dsl::Type type) const {
    return print_literal({number, {}}, type, preset_.types);
  }
  [[nodiscard]] std::string range(const dsl::Param& param, dsl::Type type) const {
    if (!param.high) return fmt::format("{} or more", print(*param.low, type));
    if (!param.low) return fmt::format("{} or less", print(*param.high, type));
    return fmt::format("{} to {}", print(*param.low, type), print(*param.high, type));
  }
  /// A value that would do: one of a closed list, else the default.
  [[nodiscard]] std::string example(const dsl::Param& param, dsl::Type type) const {
    if (type.is(Kind::Choice)) {
      return fmt::format("one of {}", fmt::join(preset_.types.choice(type).values, ", "));
    }
    if (param.low || param.high) return range(param, type);
    const dsl::Expr& given = preset_.expr(param.value);
    return given.op == dsl::Op::Constant
               ? "as " + print_literal({given.number, given.text}, given.type, preset_.types)
               : "";
  }

  const dsl::CheckedPreset& preset_;
  Diagnostics& found_;
};

void report_unknown(const ParamSetting& setting, Tenant::Presets presets, Diagnostics& found) {
  std::vector<std::string> names;
  std::vector<std::string> known;
  for (const auto& preset : presets) {
    names.push_back("`" + preset->name + "`");
    for (const dsl::Param& param : preset->params) known.push_back(param.name);
  }
  auto& d = found.error(
      "unknown-param", setting.name.span,
      fmt::format("{} has no parameter `{}`", fmt::join(names, " and "), setting.name.text));
  if (const auto near = nearest(setting.name.text, known)) {
    d.mark(fmt::format("did you mean `{}`?", *near));
  } else if (!known.empty()) {
    d.with_help(fmt::format("it has {}", fmt::join(known, ", ")));
  }
}

void report_too_early(const ParamSetting& setting, Date day, Diagnostics& found) {
  const ParamSetting::Dated& first = setting.values.front();
  found
      .error("not-in-force", first.day,
             fmt::format("`{}` has no value on {}: the first one holds from {}", setting.name.text,
                         day.to_string(), first.from->to_string()))
      .with_help(fmt::format("say what held before, as {}: …", day.to_string()));
}

}  // namespace

const ParamSetting::Dated* ParamSetting::value_on(Date day) const {
  const Dated* in_force = nullptr;
  for (const Dated& dated : values) {
    if (!dated.from || *dated.from <= day) in_force = &dated;
  }
  return in_force;
}

bool Tenant::is_dated() const {
  return !effective.empty() ||
         std::any_of(params.begin(), params.end(), [](const ParamSetting& setting) {
           return std::any_of(setting.values.begin(), setting.values.end(),
                              [](const auto& dated) { return dated.from.has_value(); });
         });
}

std::vector<ParamLiterals> Tenant::values_for(Presets checked, std::optional<Date> day,
                                              Diagnostics& found, Presets others) const {
  std::vector<ParamLiterals> values(checked.size());
  for (const ParamSetting& setting : params) {
    bool declared = std::any_of(others.begin(), others.end(), [&](const auto& other) {
      return other->find_param(setting.name.text) != nullptr;
    });
    const ParamSetting::Dated* in_force = day ? setting.value_on(*day) : nullptr;
    bool needed = false;
    for (std::size_t i = 0; i < checked.size(); ++i) {
      const dsl::Param* param = checked[i]->find_param(setting.name.text);
      if (param == nullptr) continue;
      needed = true;
      ParamReader reader(*checked[i], found);
      for (const ParamSetting::Dated& dated : setting.values) {
        const auto literals = reader.read(*param, dated.value);
        if (literals && &dated == in_force) values[i][param->name] = *literals;
      }
    }
    if (needed && day && in_force == nullptr) report_too_early(setting, *day, found);
    declared = declared || needed;
    if (!declared) report_unknown(setting, checked, found);
  }
  return values;
}

}  // namespace m2
