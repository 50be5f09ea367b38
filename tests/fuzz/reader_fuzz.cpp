// Any bytes: the reader ends, loses no byte, gives records that are safe to look into, and what it
// reads without a problem is written back byte for byte.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/metro2/convert_csv.h"
#include "engine/metro2/convert_json.h"
#include "engine/metro2/packed.h"
#include "engine/metro2/reader.h"
#include "engine/metro2/record.h"
#include "engine/metro2/totals.h"
#include "engine/metro2/writer.h"

using namespace m2;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void look_into(const FileRecord& record, Totals& totals) {
  if (record.kind == RecordKind::Unknown) {
    require(!record.problems.empty());
    return;
  }
  require(record.bytes.size() >= kBaseLength);
  if (record.kind == RecordKind::Base) totals.add(record.bytes);
  for (const FrameProblem& problem : record.problems) require(!describe(problem).empty());
}

void write_back(const FileRecord& record, const Framing& framing) {
  std::string again;
  require(append_record(framing, record.bytes, again).has_value());
  again.resize(again.size() - bytes_of(framing.line_end).size());
  if (framing.encoding == Encoding::Character) {
    require(again == record.raw);
    return;
  }
  // Packed numbers have two signs, and reserved bytes have no place in the character form: equal
  // when read again.
  std::string character;
  std::vector<std::size_t> invalid;
  unpack(again, character, invalid);
  require(invalid.empty() && character == record.bytes);
}

void read_all(std::string_view file, std::optional<Framing> told) {
  Reader reader = Reader::of_bytes(file, told);
  std::string again;
  Totals totals;
  for (;;) {
    const Result<const FileRecord*> next = reader.next();
    require(next.has_value());
    if (*next == nullptr) break;
    const FileRecord& record = **next;
    require(record.offset == again.size() + record.block_descriptor.size());
    again.append(record.block_descriptor).append(record.raw).append(record.line_end);
    look_into(record, totals);
    if (record.problems.empty()) write_back(record, reader.framing());
  }
  require(again == file);
}

void convert(std::string_view file) {
  std::string json;
  std::string again;
  std::string csv;
  Reader reader = Reader::of_bytes(file);
  require(to_json(reader, [&](std::string_view piece) { json += piece; }).has_value());
  require(from_json(Reader::source_of(json), [&](std::string_view piece) {
            again += piece;
          }).has_value());
  require(again == file);
  Reader again_reader = Reader::of_bytes(file);
  require(to_csv(again_reader, [&](std::string_view piece) { csv += piece; }).has_value());
  require(from_csv(Reader::source_of(csv), {}, [](std::string_view) {}).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  read_all(file, std::nullopt);
  convert(file);
  // The same bytes in a framing that was told and may not fit.
  const unsigned choice = size == 0 ? 0 : data[size - 1];
  read_all(file, Framing{.format = (choice & 1) != 0 ? Format::Fixed : Format::Variable,
                         .line_end = static_cast<LineEnd>((choice >> 1) % 3),
                         .block_descriptors = (choice & 8) != 0,
                         .encoding = (choice & 16) != 0 ? Encoding::Packed : Encoding::Character});
  return 0;
}
