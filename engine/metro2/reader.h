#pragma once
// Reader: the records of a Metro 2 file of any size, one after another, in bounded memory.
//
//   Reader reader(source);                                 // or a framing that is known; else it
//   is detected while (true) { M2_TRY(const FileRecord* record, reader.next()); if (!record) break;
//   … }
//
// Every byte of the file belongs to exactly one FileRecord, in order: what cannot be read comes as
// a record of kind Unknown, with its problem, and reading goes on at the next place where a record
// plausibly starts. A descriptor word is only ever used to slice bytes that are there; it never
// decides how much memory is taken.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/metro2/framing.h"

namespace m2 {

enum class RecordKind : std::uint8_t { Header, Base, Trailer, Unknown };
std::string_view to_string(RecordKind kind);  // "header", …

enum class FrameFault : std::uint8_t {
#define M2_FRAME_FAULT(name, message, fix) name,
#include "engine/metro2/frame_fault.def"
#undef M2_FRAME_FAULT
};
std::string_view to_string(FrameFault fault);  // "DescriptorDisagrees"

struct FrameProblem {
  FrameFault fault = FrameFault::NotARecord;
  std::uint64_t offset = 0;  // byte in the file, from 0
  std::uint64_t found = 0;   // lengths in bytes, where the fault is about one
  std::uint64_t expected = 0;
};
/// "the descriptor word says 500 bytes, the record has 426"; no bytes of the file.
std::string describe(const FrameProblem& problem);
/// What the fault means and how to mend it.
std::string_view fix_for(FrameFault fault);

struct FileRecord {
  RecordKind kind = RecordKind::Unknown;
  std::uint64_t number = 0;  // from 1, unknown ones included
  std::uint64_t line = 0;    // from 1; in a file without line ends the number of the record
  std::uint64_t offset = 0;  // of its first byte in the file, after a block descriptor word
  std::string_view
      bytes;  // character form, descriptor word as found; at least 426 bytes unless Unknown
  std::string_view raw;  // as the file holds it, without block descriptor word and line end
  std::string_view block_descriptor;  // the word before the record when it begins a block
  std::string_view line_end;          // as found: "\n", "\r\n", "\r" or nothing
  std::span<const FrameProblem> problems;
};

class Reader {
 public:
  /// Fills the span from its start and says how many bytes it got; 0 at the end.
  using Source = std::function<Result<std::size_t>(std::span<char>)>;
  explicit Reader(Source source, std::optional<Framing> framing = std::nullopt);
  /// A file. Errors: NotFound, Unreadable.
  static Result<Reader> of_file(const std::filesystem::path& path,
                                std::optional<Framing> framing = std::nullopt);
  /// Bytes that outlive the source, and so the reader.
  static Source source_of(std::string_view bytes);
  static Reader of_bytes(std::string_view bytes, std::optional<Framing> framing = std::nullopt);
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  /// The next record, valid until the next call; null at the end. Errors: those of the source.
  Result<const FileRecord*> next();
  /// Told or detected; known from the first call of next() on. A file whose records are all 426
  /// bytes long counts as Variable.
  [[nodiscard]] const Framing& framing() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace m2
