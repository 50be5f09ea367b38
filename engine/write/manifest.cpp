#include "engine/write/manifest.h"

#include "engine/base/json_slice.h"
#include "engine/base/json_writer.h"
#include "engine/base/money.h"

namespace m2 {
namespace {

std::int64_t number(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

void write_file(JsonWriter& json, const WrittenFile& file) {
  json.begin_object().key("bureau").text(to_string(file.bureau));
  json.key("name").text(file.path.filename().string());
  json.key("format").text(to_string(file.framing.format));
  json.key("line_end").text(to_string(file.framing.line_end));
  json.key("records").number(number(file.records));
  json.key("j1").number(number(file.j1)).key("j2").number(number(file.j2));
  json.key("bytes").number(number(file.bytes)).key("sha256").text(file.sha256).end_object();
}

std::uint64_t count_of(const JsonSlice& value) {
  const auto number = parse_decimal(value.text(), 0);
  return number && *number > 0 ? static_cast<std::uint64_t>(*number) : 0;
}

Result<WrittenFile> read_file_row(const JsonSlice& row) {
  WrittenFile file;
  const auto bureau = find_bureau(row.member("bureau").text());
  const auto format = find_format(row.member("format").text());
  const auto line_end = find_line_end(row.member("line_end").text());
  if (!bureau || !format || !line_end)
    return Error{ErrorCode::Invalid, "one of its files has no bureau or no form"};
  file.bureau = *bureau;
  file.path = row.member("name").text();
  file.framing.format = *format;
  file.framing.line_end = *line_end;
  file.records = count_of(row.member("records"));
  file.j1 = count_of(row.member("j1"));
  file.j2 = count_of(row.member("j2"));
  file.bytes = count_of(row.member("bytes"));
  file.sha256 = row.member("sha256").text();
  return file;
}

}  // namespace

std::string render_manifest(const Manifest& manifest) {
  JsonWriter json;
  json.begin_object().key("tenant").text(manifest.tenant);
  if (!manifest.tenant_file.empty()) json.key("tenant_file").text(manifest.tenant_file);
  json.key("tenant_parts").begin_object();
  for (const auto& [part, digest] : manifest.tenant_parts) json.key(part).text(digest);
  json.end_object();
  json.key("period").text(manifest.period.to_string());
  json.key("as_of").text(manifest.as_of.to_string());
  json.key("created").text(manifest.created.to_string());
  json.key("sandbox").boolean(manifest.sandbox);
  json.key("profile").text(manifest.profile);
  json.key("presets").begin_array();
  for (const ManifestPreset& preset : manifest.presets) {
    json.begin_object().key("name").text(preset.name).key("version").number(preset.version);
    json.key("sha256").text(preset.sha256).key("params").begin_object();
    for (const auto& [name, value] : preset.params) json.key(name).text(value);
    json.end_object().end_object();
  }
  json.end_array().key("source").begin_object().key("from").text(manifest.from);
  if (!manifest.store.empty()) json.key("store").text(manifest.store);
  json.key("digest").text(manifest.documents_digest).end_object();
  json.key("time_zone_version").text(manifest.time_zone_version);
  json.key("documents").number(number(manifest.documents));
  json.key("reported").number(number(manifest.reported));
  json.key("skipped").number(number(manifest.skipped));
  json.key("held").number(number(manifest.held));
  json.key("files").begin_array();
  for (const WrittenFile& file : manifest.files) write_file(json, file);
  json.end_array().end_object();
  return json.take();
}

Result<Manifest> read_manifest(std::string_view text) {
  M2_TRY(const JsonSlice json, JsonSlice::parse(text));
  Manifest out;
  out.tenant = json.member("tenant").text();
  out.tenant_file = json.member("tenant_file").text();
  for (const auto& [part, digest] : json.member("tenant_parts").members())
    out.tenant_parts.emplace_back(part, digest.text());
  const auto period = Period::parse(json.member("period").text());
  const auto as_of = Date::parse_iso(json.member("as_of").text());
  const auto created = Date::parse_iso(json.member("created").text());
  if (out.tenant.empty() || !period || !as_of || !created)
    return Error{ErrorCode::Invalid, "it does not say whose file it is, or of which day"};
  out.period = *period;
  out.as_of = *as_of;
  out.created = *created;
  out.sandbox = json.member("sandbox").kind() == JsonSlice::Kind::True;
  out.profile = json.member("profile").text();
  for (const JsonSlice& preset : json.member("presets").items()) {
    ManifestPreset read;
    read.name = preset.member("name").text();
    read.version = static_cast<std::int64_t>(count_of(preset.member("version")));
    read.sha256 = preset.member("sha256").text();
    for (const auto& [name, value] : preset.member("params").members())
      read.params.emplace_back(name, value.text());
    out.presets.push_back(std::move(read));
  }
  out.from = json.member("source").member("from").text();
  out.store = json.member("source").member("store").text();
  out.documents_digest = json.member("source").member("digest").text();
  out.time_zone_version = json.member("time_zone_version").text();
  out.documents = count_of(json.member("documents"));
  out.reported = count_of(json.member("reported"));
  out.skipped = count_of(json.member("skipped"));
  out.held = count_of(json.member("held"));
  for (const JsonSlice& file : json.member("files").items()) {
    M2_TRY(WrittenFile read, read_file_row(file));
    out.files.push_back(std::move(read));
  }
  if (out.presets.empty() || out.documents_digest.empty())
    return Error{ErrorCode::Invalid, "it does not say which presets and documents it is made from"};
  return out;
}

}  // namespace m2
