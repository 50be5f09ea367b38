#include "engine/metro2/reader.h"

#include <algorithm>
#include <cstring>

#include "engine/base/file.h"
#include "engine/metro2/field.h"
#include "engine/metro2/internal/record_start.h"
#include "engine/metro2/packed.h"
#include "engine/metro2/record.h"

namespace m2 {

using internal::descriptor_at;
using internal::find_record;
using internal::least_length;
using internal::line_end_at;
using internal::reaches_over_line_end;
using internal::starts_record;

namespace {

// A record and everything that decides where it ends are looked for within the window: more than
// the longest record a descriptor word can tell, whatever the form (65,535 bytes).
constexpr std::size_t kWindow = std::size_t{1} << 17;
constexpr std::size_t kBuffer = 2 * kWindow;

}  // namespace

struct Reader::State {
  Source source;
  Framing framing;
  bool is_known = false;

  // The part of the file in memory.
  std::vector<char> buffer = std::vector<char>(kBuffer);
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t offset = 0;  // in the file, of buffer[begin]
  bool is_end = false;       // the file ends with buffer[end - 1]

  FileRecord record;
  std::string character;  // character form of a packed record
  std::vector<FrameProblem> problems;
  std::vector<std::size_t> invalid;
  std::uint64_t number = 0;
  std::uint64_t line = 1;

  // Blocks: what is left of the current one, unless its descriptor word was of no use.
  std::size_t block_left = 0;
  bool is_block_known = true;
  std::uint64_t block_offset = 0;
  std::size_t block_length = 0;

  bool is_after_trailer = false;

  // The search for the next record goes over each byte once: where it found one, and how far it has
  // looked.
  std::uint64_t next_start = 0;
  std::uint64_t searched_to = 0;

  std::string_view ahead() const { return {buffer.data() + begin, end - begin}; }
  void report(FrameFault fault, std::size_t at, std::size_t found = 0, std::size_t expected = 0) {
    problems.push_back({fault, offset + at, found, expected});
  }

  Result<void> fill();
  std::size_t take_block_descriptor(std::string_view bytes);
  void count_block(std::size_t length, bool is_last);
  bool ends_well(std::string_view bytes, std::size_t length) const;
  std::size_t slice(std::string_view bytes, std::size_t at);
  std::size_t slice_line(std::string_view bytes, std::size_t at, std::size_t told);
  std::size_t slice_to_next(std::string_view bytes, std::size_t at, std::size_t told);
  std::size_t find_next(std::string_view bytes, std::size_t at);
  std::string_view take_line_end(std::string_view bytes, std::size_t at);
  RecordKind kind_of(std::string_view raw) const;
  void interpret(std::string_view raw, std::size_t at);
  void check_segments(std::size_t at);
};

// Reads on until the window is full or the file ends.
Result<void> Reader::State::fill() {
  if (end - begin >= kWindow || is_end) return {};
  std::memmove(buffer.data(), buffer.data() + begin, end - begin);
  end -= begin;
  begin = 0;
  while (end < buffer.size()) {
    M2_TRY(const std::size_t count, source({buffer.data() + end, buffer.size() - end}));
    if (count == 0) {
      is_end = true;
      return {};
    }
    end += count;
  }
  return {};
}

// A block descriptor word at the start of `bytes`: its length, or 0 when there is none to take.
std::size_t Reader::State::take_block_descriptor(std::string_view bytes) {
  if (!framing.block_descriptors || bytes.empty()) return 0;
  const std::size_t told = descriptor_at(framing.encoding, bytes);
  const bool is_record = starts_record(framing.encoding, bytes);
  const bool is_block = bytes.size() > kDescriptorLength &&
                        starts_record(framing.encoding, bytes.substr(kDescriptorLength));
  const bool is_due = is_block_known && block_left == 0;
  if (is_block && (is_due || !is_record)) {
    if (is_block_known && !is_due) {
      report(FrameFault::BlockDescriptorDisagrees, 0, block_length, block_length - block_left);
      problems.back().offset = block_offset;
    }
    is_block_known = told >= kDescriptorLength + least_length(framing.encoding);
    if (!is_block_known) report(FrameFault::BlockDescriptorInvalid, 0);
    block_offset = offset;
    block_length = told;
    block_left = is_block_known ? told - kDescriptorLength : 0;
    return kDescriptorLength;
  }
  if (is_due) {
    if (is_record) report(FrameFault::BlockDescriptorMissing, 0);
    is_block_known = false;
  }
  return 0;
}

void Reader::State::count_block(std::size_t length, bool is_last) {
  if (!framing.block_descriptors || !is_block_known) return;
  const std::size_t before = block_length - block_left;
  const bool fits = length <= block_left;
  if (fits) block_left -= length;
  if (fits && !(is_last && block_left > 0)) return;
  is_block_known = false;
  // A record that is wrong itself explains the block.
  if (!problems.empty()) return;
  problems.push_back(
      {FrameFault::BlockDescriptorDisagrees, block_offset, block_length, before + length});
}

// True when a record of `length` bytes is followed by something that may follow a record.
bool Reader::State::ends_well(std::string_view bytes, std::size_t length) const {
  if (length > bytes.size()) return false;
  const auto starts = [&](std::string_view rest) {
    if (rest.empty() || starts_record(framing.encoding, rest)) return true;
    return framing.block_descriptors && rest.size() > kDescriptorLength &&
           starts_record(framing.encoding, rest.substr(kDescriptorLength));
  };
  const std::string_view line_end = line_end_at(bytes, length);
  if (line_end.empty() || framing.line_end == LineEnd::None) {
    if (starts(bytes.substr(length))) return true;
    return !line_end.empty() && starts(bytes.substr(length + line_end.size()));
  }
  return true;
}

// Length of the record at the start of `bytes`, which stand `at` bytes after the start of what is
// ahead.
std::size_t Reader::State::slice(std::string_view bytes, std::size_t at) {
  if (const std::size_t mark = offset + at == 0 ? internal::mark_before_record(bytes) : 0) {
    report(FrameFault::NotARecord, at);
    return mark;
  }
  const std::size_t told = descriptor_at(framing.encoding, bytes);
  const bool is_cut = framing.encoding == Encoding::Character &&
                      framing.line_end != LineEnd::None && reaches_over_line_end(bytes, told);
  if (told >= least_length(framing.encoding) && ends_well(bytes, told) && !is_cut) return told;
  if (framing.line_end != LineEnd::None) {
    const std::size_t line_feed = bytes.find('\n');
    if (line_feed != std::string_view::npos) {
      const std::size_t length =
          line_feed - (line_feed > 0 && bytes[line_feed - 1] == '\r' ? 1 : 0);
      return slice_line(bytes.substr(0, length), at, told);
    }
  }
  return slice_to_next(bytes, at, told);
}

// A line whose descriptor word is of no help.
std::size_t Reader::State::slice_line(std::string_view bytes, std::size_t at, std::size_t told) {
  const bool is_short = bytes.size() < least_length(framing.encoding);
  if (told == 0) {
    report(is_short ? FrameFault::NotARecord : FrameFault::DescriptorNotANumber, at);
  } else if (told < least_length(framing.encoding)) {
    const bool is_nothing = is_short && told != bytes.size();
    // Where the word tells the length that is there, what is wrong is that it is no record's.
    report(is_nothing ? FrameFault::NotARecord : FrameFault::DescriptorTooSmall, at, told,
           told == bytes.size() ? least_length(framing.encoding) : bytes.size());
  } else {
    report(FrameFault::DescriptorDisagrees, at, told, bytes.size());
  }
  return bytes.size();
}

// No line end to go by: the record reaches to where the next one starts, unless its descriptor word
// says less.
std::size_t Reader::State::slice_to_next(std::string_view bytes, std::size_t at, std::size_t told) {
  const std::size_t least = least_length(framing.encoding);
  std::size_t next = find_next(bytes, at);
  const bool has_next = next != std::string_view::npos;
  if (has_next && framing.block_descriptors && next > kDescriptorLength &&
      descriptor_at(framing.encoding, bytes.substr(next - kDescriptorLength)) > least) {
    next -= kDescriptorLength;
  }
  if (told >= least && told <= std::min(next, bytes.size())) return told;
  const std::size_t length = has_next ? next
                             : is_end ? bytes.size()
                                      : std::min(bytes.size(), kWindow / 2);
  if (length < least && told < least) {
    report(FrameFault::NotARecord, at);
  } else if (told == 0) {
    report(FrameFault::DescriptorNotANumber, at);
  } else if (told < least) {
    report(FrameFault::DescriptorTooSmall, at, told, length);
  } else {
    report(has_next ? FrameFault::DescriptorDisagrees : FrameFault::RecordTruncated, at, told,
           length);
  }
  return length;
}

// The next place behind the start of `bytes` where a record starts; npos when none is in sight.
std::size_t Reader::State::find_next(std::string_view bytes, std::size_t at) {
  const std::uint64_t here = offset + at;
  if (next_start <= here) {
    const std::uint64_t from = std::max(searched_to, here + 1);
    const std::size_t found =
        find_record(framing.encoding, bytes, static_cast<std::size_t>(from - here));
    if (found == std::string_view::npos) {
      searched_to = std::max(
          from, here + bytes.size() - std::min(bytes.size(), internal::kRecordStartLength - 1));
      return found;
    }
    searched_to = next_start = here + found;
  }
  return static_cast<std::size_t>(next_start - here);
}

// The line end behind a record, if there is one that belongs to the framing of the file rather than
// to its data.
std::string_view Reader::State::take_line_end(std::string_view bytes, std::size_t at) {
  const std::string_view found = line_end_at(bytes, at);
  const std::string_view rest = bytes.substr(at + found.size());
  if (framing.line_end == LineEnd::None) {
    if (found.empty() || starts_record(framing.encoding, bytes.substr(at))) return {};
    const bool goes_on = starts_record(framing.encoding, rest) ||
                         (framing.block_descriptors && rest.size() > kDescriptorLength &&
                          starts_record(framing.encoding, rest.substr(kDescriptorLength)));
    if (!rest.empty() && !goes_on) return {};
    if (!rest.empty()) report(FrameFault::LineEndDiffers, at);
    return found;
  }
  if (found.empty()) {
    if (!rest.empty()) report(FrameFault::LineEndMissing, at);
  } else if (found != bytes_of(framing.line_end)) {
    report(FrameFault::LineEndDiffers, at);
  }
  return found;
}

RecordKind Reader::State::kind_of(std::string_view raw) const {
  if (raw.size() < least_length(framing.encoding)) return RecordKind::Unknown;
  const Segment segment = first_segment_of(raw);
  if (segment == Segment::Header) return RecordKind::Header;
  if (segment == Segment::Trailer) return RecordKind::Trailer;
  // A descriptor word that holds makes a record of it, whatever follows; else what follows must
  // look like one.
  const bool is_framed = problems.empty() && descriptor_at(framing.encoding, raw) == raw.size();
  const Field& indicator = field(BaseField::ProcessingIndicator);
  const bool looks_right = raw.substr(indicator.offset(), indicator.length) == indicator.constant;
  return is_framed || looks_right ? RecordKind::Base : RecordKind::Unknown;
}

void Reader::State::interpret(std::string_view raw, std::size_t at) {
  record.kind = kind_of(raw);
  record.raw = record.bytes = raw;
  if (record.kind == RecordKind::Unknown) {
    if (problems.empty()) report(FrameFault::NotARecord, at);
    return;
  }
  if (framing.encoding == Encoding::Packed) {
    invalid.clear();
    unpack(raw, character, invalid);
    for (const std::size_t place : invalid) report(FrameFault::PackedInvalid, at + place);
    record.bytes = character;
  }
  if (framing.format == Format::Fixed) {
    if (framing.record_length == 0) framing.record_length = record.bytes.size();
    if (record.bytes.size() != framing.record_length) {
      report(FrameFault::LengthDiffers, at, record.bytes.size(), framing.record_length);
    }
  }
  if (record.kind == RecordKind::Base && record.bytes.size() > kBaseLength) check_segments(at);
}

void Reader::State::check_segments(std::size_t at) {
  const std::size_t shorter =
      record.bytes.size() - record.raw.size();  // the packed form of the base segment
  for (const SegmentView& part : segments_of(record.bytes)) {
    const std::size_t place = at + part.offset - shorter;
    if (part.fault == SegmentFault::Unknown) report(FrameFault::UnknownSegment, place);
    if (part.fault == SegmentFault::Truncated) {
      report(FrameFault::SegmentTruncated, place, part.bytes.size(), segment_length(part.segment));
    }
  }
}

Reader::Reader(Source source, std::optional<Framing> framing) : state_(std::make_unique<State>()) {
  state_->source = std::move(source);
  state_->is_known = framing.has_value();
  if (framing) state_->framing = *framing;
}

Result<Reader> Reader::of_file(const std::filesystem::path& path, std::optional<Framing> framing) {
  M2_TRY(InputFile file, InputFile::open(path));
  const auto shared = std::make_shared<InputFile>(std::move(file));
  return Reader([shared](std::span<char> bytes) { return shared->read(bytes); }, framing);
}

Reader::Source Reader::source_of(std::string_view bytes) {
  return [bytes](std::span<char> out) mutable -> Result<std::size_t> {
    const std::size_t count = bytes.copy(out.data(), out.size());
    bytes.remove_prefix(count);
    return count;
  };
}

Reader Reader::of_bytes(std::string_view bytes, std::optional<Framing> framing) {
  return Reader(source_of(bytes), framing);
}

Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

const Framing& Reader::framing() const {
  return state_->framing;
}

Result<const FileRecord*> Reader::next() {
  State& s = *state_;
  M2_TRY_VOID(s.fill());
  const std::string_view bytes = s.ahead();
  if (!s.is_known) s.framing = internal::detect(bytes);
  s.is_known = true;
  if (bytes.empty()) return nullptr;

  s.problems.clear();
  const std::size_t at = s.take_block_descriptor(bytes);
  const std::size_t length = s.slice(bytes.substr(at), at);
  s.interpret(bytes.substr(at, length), at);
  const std::string_view line_end = s.take_line_end(bytes, at + length);
  const std::size_t taken = at + length + line_end.size();
  s.count_block(length, s.is_end && taken == bytes.size());
  if (std::exchange(s.is_after_trailer, false)) s.report(FrameFault::BytesAfterTrailer, at);
  s.is_after_trailer = s.record.kind == RecordKind::Trailer;

  s.record.number = ++s.number;
  s.record.line = s.framing.line_end == LineEnd::None ? s.number : s.line;
  s.record.offset = s.offset + at;
  s.record.block_descriptor = bytes.substr(0, at);
  s.record.line_end = line_end;
  s.record.problems = s.problems;
  if (!line_end.empty()) ++s.line;
  s.begin += taken;
  s.offset += taken;
  return &s.record;
}

std::string_view to_string(RecordKind kind) {
  switch (kind) {
    case RecordKind::Header:
      return "header";
    case RecordKind::Base:
      return "base";
    case RecordKind::Trailer:
      return "trailer";
    case RecordKind::Unknown:
      break;
  }
  return "unknown";
}

}  // namespace m2
