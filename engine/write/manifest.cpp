#include "engine/write/manifest.h"

#include "engine/base/json_writer.h"

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

}  // namespace

std::string render_manifest(const Manifest& manifest) {
  JsonWriter json;
  json.begin_object().key("tenant").text(manifest.tenant);
  json.key("period").text(manifest.period.to_string());
  json.key("as_of").text(manifest.as_of.to_string());
  json.key("created").text(manifest.created.to_string());
  json.key("sandbox").boolean(manifest.sandbox);
  json.key("profile").text(manifest.profile);
  json.key("presets").begin_array();
  for (const ManifestPreset& preset : manifest.presets) {
    json.begin_object().key("name").text(preset.name).key("version").number(preset.version);
    json.key("sha256").text(preset.sha256).end_object();
  }
  json.end_array().key("time_zone_version").text(manifest.time_zone_version);
  json.key("documents").number(number(manifest.documents));
  json.key("reported").number(number(manifest.reported));
  json.key("skipped").number(number(manifest.skipped));
  json.key("held").number(number(manifest.held));
  json.key("files").begin_array();
  for (const WrittenFile& file : manifest.files) write_file(json, file);
  json.end_array().end_object();
  return json.take();
}

}  // namespace m2
