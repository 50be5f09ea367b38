#include "engine/pipeline/internal/case_text.h"

#include <fmt/format.h>

#include <map>

#include "dsl/literal.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2::internal {
namespace {

using Fields = std::vector<std::pair<std::string_view, std::string>>;

enum class People : std::uint8_t { Invented, Real };

// What was filled, as a case writes it; of real people nothing that is personal.
Fields filled_fields(const SegmentView& view, People people) {
  Fields out;
  for (const Field& field : fields(view.segment)) {
    if (field.is_supplied() || !is_filled(field, view.bytes)) continue;
    if (people == People::Real && field.privacy == Privacy::Personal) continue;
    const auto amount = number(field, view.bytes);
    const auto day = date(field, view.bytes);
    if (field.kind == FieldKind::Money && amount) {
      out.emplace_back(field.key, fmt::format("${}", *amount));
    } else if (field.kind == FieldKind::Date && day) {
      out.emplace_back(field.key, day->to_string());
    } else {
      out.emplace_back(field.key, in_yaml_quotes(text(field, view.bytes)));
    }
  }
  return out;
}

std::string list_of(const std::vector<std::string>& names) {
  return fmt::format("[{}]", fmt::join(names, ", "));
}

std::string param_text(const std::vector<dsl::Literal>& literals, const dsl::Param& param,
                       const dsl::TypeTable& types) {
  const bool is_list = param.type.is(dsl::Kind::List);
  const dsl::Type type = is_list ? types.element(param.type) : param.type;
  std::vector<std::string> out;
  for (const dsl::Literal& literal : literals) {
    out.push_back(dsl::is_textual(type.kind) ? in_yaml_quotes(literal.text)
                                             : print_literal(literal, type, types));
  }
  return is_list ? list_of(out) : out.empty() ? "\"\"" : out.front();
}

std::string params_text(const CaseTextParts& parts) {
  std::vector<std::string> out;
  for (const dsl::Param& param : parts.of.params) {
    const auto given = parts.params.find(param.name);
    if (given == parts.params.end()) continue;
    out.push_back(
        fmt::format("{}: {}", param.name, param_text(given->second, param, parts.of.types)));
  }
  return out.empty() ? "" : fmt::format("params: {{ {} }}\n", fmt::join(out, ", "));
}

std::string record_text(const std::string& record) {
  std::string out = "      exactly:\n";
  std::map<Segment, std::string> segments;  // in the order of the standard
  for (const SegmentView& view : segments_of(record)) {
    const Fields fields = filled_fields(view, People::Invented);
    std::string lines;
    for (const auto& [key, value] : fields)
      lines += fmt::format("            {}: {}\n", key, value);
    if (view.segment != Segment::Base) {
      if (!lines.empty()) lines.replace(0, 12, "          - ");
      segments[view.segment] += lines.empty() ? "          - {}\n" : lines;
      continue;
    }
    for (const auto& [key, value] : fields) out += fmt::format("        {}: {}\n", key, value);
  }
  if (!segments.empty()) out += "      segments:\n";
  for (const auto& [segment, items] : segments)
    out += fmt::format("        {}:\n{}", to_string(segment), items);
  return out;
}

// The last report, which is that of the real account.
std::string previous_text(const std::string& base) {
  std::string out = "    previous:\n";
  for (const auto& [key, value] :
       filled_fields({.segment = Segment::Base, .bytes = base}, People::Real))
    out += fmt::format("      {}: {}\n", key, value);
  return out;
}

void write_lines(const JsonNode& node, std::size_t depth, std::string& out) {
  if (node.kind == JsonNode::Kind::Scalar) {
    out += node.token;
    return;
  }
  const bool is_list = node.is_list();
  const std::size_t size = is_list ? node.items.size() : node.members.size();
  out += is_list ? '[' : '{';
  for (std::size_t i = 0; i < size; ++i) {
    out += (i == 0 ? "\n" : ",\n") + std::string(depth + 1, ' ');
    if (!is_list) out += JsonNode::of_text(node.members[i].name).token + ": ";
    write_lines(is_list ? node.items[i] : node.members[i].value, depth + 1, out);
  }
  if (size > 0) out += "\n" + std::string(depth, ' ');
  out += is_list ? ']' : '}';
}

}  // namespace

std::string in_yaml_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string json_in_lines(const JsonNode& node) {
  std::string out;
  write_lines(node, 0, out);
  return out + "\n";
}

std::string case_text(const CaseTextParts& parts) {
  std::string out =
      "# An account as it came; people, numbers and addresses are invented. Say in the name and in "
      "a note\n"
      "# what it shows, and take out of `expect` what it is not about.\n";
  out += fmt::format("preset: {}\nas_of: {}\nbase: {}\n", parts.preset, parts.as_of.to_string(),
                     parts.base);
  out += params_text(parts);
  out += fmt::format("cases:\n  - name: {}\n", parts.name);
  if (!parts.consent.empty()) out += fmt::format("    consent: {}\n", parts.consent);
  if (!parts.previous.empty()) out += previous_text(parts.previous);
  out += fmt::format("    expect:\n      outcome: {}\n", to_string(parts.outcome));
  if (!parts.rules.empty()) {
    out += parts.rules.size() == 1 ? fmt::format("      rule: {}\n", parts.rules.front())
                                   : fmt::format("      rules: {}\n", list_of(parts.rules));
  }
  out += fmt::format("      warned: {}\n", list_of(parts.warned));
  if (parts.outcome == OutcomeKind::Reported) out += record_text(parts.record);
  return out;
}

}  // namespace m2::internal
