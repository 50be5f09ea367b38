#include "engine/pipeline/imported_file.h"

#include <fmt/format.h>

#include <cstdlib>

#include "engine/base/json_slice.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

std::uint64_t number_in(const JsonSlice& value) {
  return std::strtoull(value.text().c_str(), nullptr, 10);
}

}  // namespace

std::string render_imported(const ImportedFile& file) {
  JsonWriter json;
  json.begin_object().key("import").text("history");
  json.key("tenant").text(file.tenant).key("period").text(file.period.to_string());
  json.key("file").text(file.file).key("sha256").text(file.sha256);
  json.key("framing").text(file.framing);
  json.key("records").number(static_cast<std::int64_t>(file.records));
  json.key("kept").number(static_cast<std::int64_t>(file.kept));
  json.key("left_out").begin_object();
  for (const auto& [why, count] : file.left_out)
    json.key(why).number(static_cast<std::int64_t>(count));
  json.end_object();
  if (!file.replaced.empty()) json.key("replaced").text(file.replaced);
  return json.end_object().take();
}

ImportedFile read_imported(std::string_view manifest) {
  const JsonSlice json = JsonSlice::trusted(manifest);
  ImportedFile out;
  out.tenant = json.member("tenant").text();
  out.period = Period::parse(json.member("period").text()).value_or(out.period);
  out.file = json.member("file").text();
  out.sha256 = json.member("sha256").text();
  out.framing = json.member("framing").text();
  out.records = number_in(json.member("records"));
  out.kept = number_in(json.member("kept"));
  for (const auto& [why, count] : json.member("left_out").members())
    out.left_out.emplace_back(why, number_in(count));
  out.replaced = json.member("replaced").text();
  return out;
}

std::string told_import(const StoredRun& run, std::string_view tenant) {
  return fmt::format("{} of `{}` was imported from `{}` (sha256 {})", run.period.to_string(),
                     tenant, readable(read_imported(run.manifest).file),
                     run.documents_digest.substr(0, 12));
}

Error no_documents(const Store& store, const StoredRun& run, std::string_view tenant) {
  return {ErrorCode::NotFound,
          fmt::format("store `{}` has no documents of this month: {}, which another system wrote; "
                      "say where the documents are: --from PATH",
                      store.name(), told_import(run, tenant))};
}

}  // namespace m2
