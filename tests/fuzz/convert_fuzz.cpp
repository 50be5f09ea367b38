// Any bytes as JSON or CSV: the way to a Metro 2 file ends with a file or an error, and what became
// a file reads back.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/metro2/convert_csv.h"
#include "engine/metro2/convert_json.h"

using namespace m2;

namespace {

void read_back(std::string_view file) {
  Reader reader = Reader::of_bytes(file);
  std::size_t size = 0;
  for (;;) {
    const Result<const FileRecord*> next = reader.next();
    if (!next) std::abort();
    if (*next == nullptr) break;
    size += (*next)->block_descriptor.size() + (*next)->raw.size() + (*next)->line_end.size();
  }
  if (size != file.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::string file;
  if (from_json(Reader::source_of(input), [&](std::string_view piece) { file += piece; }))
    read_back(file);
  file.clear();
  if (from_csv(Reader::source_of(input), {}, [&](std::string_view piece) { file += piece; }))
    read_back(file);
  return 0;
}
