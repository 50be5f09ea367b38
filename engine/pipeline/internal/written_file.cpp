#include "engine/pipeline/internal/written_file.h"

#include <fmt/format.h>

#include <vector>

#include "engine/base/file.h"
#include "engine/base/hash.h"
#include "engine/metro2/convert.h"

namespace m2::internal {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kManifestEnding = ".manifest.json";

// What a file becomes in another framing.
Result<std::string> digest_in_framing(const fs::path& file, const Framing& framing) {
  M2_TRY(Reader reader, Reader::of_file(file));
  Sha256 digest;
  FileWriter writer(framing, [&](std::string_view bytes) { digest.add(bytes); });
  M2_TRY_VOID(reframe(reader, writer));
  return digest.finish();
}

// Of all that runs wrote in the folder, the file that becomes this one, byte for byte, in the
// framing that this one has.
Result<bool> find_source(const fs::path& file, const std::string& digest, FoundManifest& out) {
  M2_TRY(Reader given, Reader::of_file(file));
  M2_TRY(const FileRecord* first, given.next());
  if (first == nullptr || first->kind == RecordKind::Unknown) return false;
  const Framing framing = given.framing();
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  M2_TRY(const std::vector<std::string> names, list_files(folder));
  for (const std::string& name : names) {
    if (!name.ends_with(kManifestEnding)) continue;
    const Result<std::string> text = read_file(folder / name);
    Result<Manifest> manifest = text ? read_manifest(*text) : Result<Manifest>(text.error());
    if (!manifest) continue;
    for (const WrittenFile& row : manifest->files) {
      const Result<FileDigest> source = digest_of_file(folder / row.path);
      if (!source || source->sha256 != row.sha256) continue;
      const Result<std::string> made = digest_in_framing(folder / row.path, framing);
      if (!made || *made != digest) continue;
      out.file = row;
      out.file.path = file.filename();
      out.file.framing = framing;
      out.converted_from = row.path.string();
      out.manifest = std::move(*manifest);
      return true;
    }
  }
  return false;
}

}  // namespace

fs::path manifest_beside(const fs::path& file) {
  const fs::path stem = file.stem();  // without .metro2
  return file.parent_path() / (stem.stem().string() + std::string(kManifestEnding));
}

Error changed(std::string message) {
  return {ErrorCode::Invalid, std::move(message)};
}

std::string short_of(const std::string& digest) {
  return digest.substr(0, 12);
}

Result<FoundManifest> find_manifest(const fs::path& file) {
  FoundManifest out;
  M2_TRY(const FileDigest given, digest_of_file(file));
  const std::string& digest = given.sha256;
  out.bytes = given.bytes;
  const fs::path beside = manifest_beside(file);
  const std::string name = file.filename().string();
  const Result<std::string> text = read_file(beside);
  if (text) {
    Result<Manifest> manifest = read_manifest(*text);
    if (!manifest) {
      return changed(fmt::format("`{}` is not a manifest of this version: {}; run the month again",
                                 beside.filename().string(), manifest.error().message));
    }
    out.manifest = std::move(*manifest);
    for (const WrittenFile& row : out.manifest.files) {
      if (row.path.string() != name) continue;
      out.file = row;
      if (digest == row.sha256) return out;
      return changed(fmt::format(
          "`{}` has changed since it was written (sha256 {} then, {} now); its bytes are no longer "
          "those that the run made: run the month again",
          name, short_of(row.sha256), short_of(digest)));
    }
  }
  M2_TRY(const bool is_converted, find_source(file, digest, out));
  if (is_converted) return out;
  constexpr std::string_view kWayOut =
      "; of a file that `metro2 convert` made, keep the one that it was made of beside it, with "
      "its "
      "manifest";
  if (!text) {
    return Error{ErrorCode::NotFound,
                 fmt::format("`{}` has no manifest: `{}` is not there; a file is explained by what "
                             "the run wrote beside it, an account without one: metro2 explain "
                             "ACCOUNT{}",
                             name, beside.filename().string(), kWayOut)};
  }
  return changed(fmt::format("`{}` names no file `{}`; it was renamed, or written by another run{}",
                             beside.filename().string(), name, kWayOut));
}

}  // namespace m2::internal
