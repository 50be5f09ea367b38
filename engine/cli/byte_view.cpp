// One byte of a file: where it stands, and what stands behind it.

#include <fmt/format.h>

#include "engine/base/text.h"
#include "engine/cli/render.h"
#include "engine/cli/trace_view.h"

namespace m2::cli {
namespace {

using Part = BytePlace::Part;

std::string_view part_name(Part part) {
  constexpr std::string_view kNames[] = {"field", "block descriptor", "padding", "line end",
                                         "unreadable"};
  return kNames[static_cast<std::size_t>(part)];
}

std::string where(const ByteExplanation& why, const std::string& file,
                  const std::string& converted_from, const std::string& account) {
  std::string out = fmt::format("byte {} (0x{:x}) of {}\n", why.offset, why.offset, file);
  if (!converted_from.empty()) out += fmt::format("converted from {}\n", printable(converted_from));
  out += fmt::format("record {}, line {}: {}", why.record, why.line, to_string(why.kind));
  if (!account.empty()) out += ", account " + printable(account);
  if (why.place.part == Part::Field) {
    out += fmt::format("; {} segment{}, field {} ({})", to_string(why.place.segment),
                       why.place.nth > 1 ? fmt::format(" {}", why.place.nth) : "",
                       why.place.field->number, why.place.field->title);
    if (why.place.stored > 1)
      out += fmt::format(", byte {} of {}", why.place.byte + 1, why.place.stored);
  } else {
    out += fmt::format("; {}", part_name(why.place.part));
  }
  return out + "\n";
}

std::string value_and_reason(const ByteExplanation& why, TraceStyle style) {
  std::string out;
  if (why.place.part == Part::Field)
    out += fmt::format("{} \"{}\"\n", paint(style.colour, Ink::Bold, why.place.field->key),
                       readable(why.bytes));
  return out + "└─ " + readable(why.why);
}

void write_byte(JsonWriter& json, const ByteExplanation& why) {
  const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  json.key("offset").number(number(why.offset));
  json.key("record").number(number(why.record)).key("line").number(number(why.line));
  json.key("kind").text(to_string(why.kind));
  json.key("part").text(part_name(why.place.part));
  if (why.place.part == Part::Field) {
    json.key("segment").text(to_string(why.place.segment));
    json.key("nth").number(number(why.place.nth));
    json.key("field").text(why.place.field->key);
    json.key("byte").number(number(why.place.byte));
    json.key("bytes").text(why.bytes);
  }
}

}  // namespace

const FieldTrace* field_of_byte(const ByteExplanation& why) {
  if (!why.account || why.place.part != Part::Field) return nullptr;
  for (const FieldTrace& f : why.account->trace.fields) {
    const bool is_it = f.field == why.place.field && f.offset == why.place.start;
    if (is_it) return f.origin == FieldTrace::Origin::Metro2 ? nullptr : &f;
  }
  return nullptr;
}

std::string byte_text(const ByteExplanation& why, const FileExplainer& explainer,
                      TraceStyle style) {
  std::string out = where(why, explainer.file().path.string(), explainer.converted_from(),
                          why.account ? why.account->trace.account : "") +
                    "\n";
  if (const FieldTrace* field = field_of_byte(why)) {
    out += field_text(*field, why.account->trace, style);
    return out + basis_text({field}, nullptr, *why.account, explainer.explainer());
  }
  out += value_and_reason(why, style);
  if (!why.span.empty()) out += "   " + short_place(why.span);
  return out + "\n";
}

std::string byte_json(const ByteExplanation& why, const FileExplainer& explainer) {
  JsonWriter json;
  json.begin_object().key("file").text(explainer.file().path.string());
  if (!explainer.converted_from().empty())
    json.key("converted_from").text(explainer.converted_from());
  write_byte(json, why);
  if (why.account) {
    json.key("account").text(why.account->trace.account);
    json.key("document_sha256").text(why.account->document_sha256);
  }
  if (const FieldTrace* field = field_of_byte(why)) {
    json.key("explained");
    write_json(json, *field, why.account->trace);
  } else {
    json.key("because").text(why.why);
    if (!why.span.empty()) {
      json.key("from").begin_object();
      write_place(json, why.span);
      json.end_object();
    }
  }
  json.end_object();
  return json.take();
}

std::string byte_text(const ImportedByte& imported, const std::string& file, TraceStyle style) {
  return where(imported.byte, printable(file), "", imported.account) + "\n" +
         value_and_reason(imported.byte, style) + "\n";
}

std::string byte_json(const ImportedByte& imported, const std::string& file) {
  JsonWriter json;
  json.begin_object().key("file").text(printable(file));
  write_byte(json, imported.byte);
  if (!imported.account.empty()) json.key("account").text(imported.account);
  json.key("because").text(imported.byte.why);
  json.key("imported").begin_object().key("file").text(imported.file.file);
  json.key("sha256").text(imported.file.sha256).key("tenant").text(imported.file.tenant);
  json.key("period").text(imported.file.period.to_string()).end_object();
  return json.end_object().take();
}

}  // namespace m2::cli
