// metro2 fields: the layout of the standard, as the .def tables have it.

#include <fmt/format.h>

#include <array>
#include <ostream>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/names.h"
#include "engine/cli/render.h"
#include "engine/metro2/field.h"

namespace m2::cli {
namespace {

// What a field takes, in words: "digits", "a code of account_status", "letters, digits, …".
std::string form_of(const Field& field) {
  switch (field.kind) {
    case FieldKind::Descriptor:
      return "length";
    case FieldKind::Constant:
      return fmt::format("\"{}\"", field.constant);
    case FieldKind::Text:
      return "text";
    case FieldKind::Numeric:
      return "digits";
    case FieldKind::Date:
      return "MMDDYYYY";
    case FieldKind::TimeStamp:
      return "MMDDYYYYHHMMSS";
    case FieldKind::Money:
      return "dollars";
    case FieldKind::Code:
      return fmt::format("code, see {}", field.codes);
    case FieldKind::Reserved:
      break;
  }
  return "blank";
}

std::string positions_of(const Field& field) {
  return field.length == 1 ? fmt::format("{}", field.start)
                           : fmt::format("{}-{}", field.start, field.end() - 1);
}

std::string segment_text(Segment segment, Colour colour) {
  std::string out =
      fmt::format("{}\n", paint(colour, Ink::Bold,
                                fmt::format("{}, {} bytes: {}", segment_title(segment),
                                            segment_length(segment), to_string(segment))));
  Table table({"bytes", "no.", "key", "form", "presence", "title"});
  for (const Field& field : fields(segment)) {
    table.add({positions_of(field), std::string(field.number), std::string(field.key),
               form_of(field), std::string(name_of(field.presence)), std::string(field.title)});
  }
  return out + table.text(colour, "  ");
}

// Everything about one field.
std::string field_text(Segment segment, const Field& field, Colour colour) {
  Table table;
  table.add({"segment", fmt::format("{} ({})", segment_title(segment), to_string(segment))});
  table.add({"field", std::string(field.number)});
  table.add({"bytes", fmt::format("{} ({} long)", positions_of(field), field.length)});
  table.add({"form", form_of(field)});
  table.add({"filled with", std::string(name_of(field.fill))});
  table.add({"presence", std::string(name_of(field.presence))});
  if (field.privacy == Privacy::Personal)
    table.add({"privacy", "personal, masked where it is shown"});
  return fmt::format("{}  {}\n{}  {}\n", paint(colour, Ink::Bold, field.key), field.title,
                     table.text(Colour::Never, "  "), wrapped(field.description, 96, 2));
}

void write_json(JsonWriter& json, Segment segment, const Field& field) {
  json.begin_object();
  json.key("segment").text(to_string(segment));
  json.key("number").text(field.number);
  json.key("key").text(field.key);
  json.key("title").text(field.title);
  json.key("start").number(static_cast<std::int64_t>(field.start));
  json.key("length").number(static_cast<std::int64_t>(field.length));
  json.key("kind").text(name_of(field.kind));
  json.key("fill").text(name_of(field.fill));
  json.key("presence").text(name_of(field.presence));
  json.key("personal").boolean(field.privacy == Privacy::Personal);
  if (!field.constant.empty()) json.key("constant").text(field.constant);
  if (!field.codes.empty()) json.key("codes").text(field.codes);
  json.key("description").text(field.description);
  json.end_object();
}

class Fields final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("SEGMENT", "header, base, j1 … n1, trailer, or the key of a field", what_)
            .such_as(segment_names()));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 fields", "every field of every segment"},
            {"metro2 fields base", "those of the base segment"},
            {"metro2 fields date_of_first_delinquency", "all about one field"},
            {"metro2 fields --format json", "the layout for programs"}};
  }
  Result<Exit> run(Context& context) override;

 private:
  std::optional<std::string> what_;
};

Result<Exit> Fields::run(Context& context) {
  const std::optional<Segment> one = what_ ? find_segment(*what_) : std::nullopt;
  JsonWriter json;
  json.begin_array();
  std::string text;
  for (std::size_t i = 0; i < kSegmentCount; ++i) {
    const auto segment = static_cast<Segment>(i);
    const bool is_all = !what_ || segment == one;
    if (is_all) text += (text.empty() ? "" : "\n") + segment_text(segment, context.out_colour);
    for (const Field& field : fields(segment)) {
      if (!is_all && field.key != *what_) continue;
      write_json(json, segment, field);
      if (!is_all) {
        text += (text.empty() ? "" : "\n") + field_text(segment, field, context.out_colour);
      }
    }
  }
  json.end_array();
  if (text.empty()) {
    return usage_error(context, fmt::format("no segment or field `{}`", printable(*what_)),
                       did_you_mean(*what_, segment_and_field_names()));
  }
  context.out << (context.form == OutputForm::Json ? json.take() : text);
  return Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_fields() {
  return std::make_unique<Fields>();
}

}  // namespace m2::cli
