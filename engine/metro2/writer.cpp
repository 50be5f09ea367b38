#include "engine/metro2/writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/metro2/packed.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

constexpr std::size_t kLongestPackedBlock =
    32760;  // of the tape format that packed files come from

void put_descriptor(Encoding encoding, std::size_t length, char* out) {
  if (encoding == Encoding::Packed) {
    out[0] = static_cast<char>(length >> 8);
    out[1] = static_cast<char>(length & 0xFF);
    out[2] = out[3] = '\0';
  } else {
    put_number(field(BaseField::Rdw), static_cast<std::int64_t>(length), out);
  }
}

Result<void> check_length(const Framing& framing, std::size_t length) {
  if (length < kBaseLength) {
    return Error{ErrorCode::Invalid,
                 fmt::format("a record of {} bytes is shorter than a base segment", length)};
  }
  const std::size_t limit = framing.record_length > 0 ? framing.record_length : kLongestRecord;
  if (length > limit) {
    return Error{ErrorCode::Invalid,
                 fmt::format("a record of {} bytes is longer than {}", length, limit)};
  }
  return {};
}

}  // namespace

Result<void> append_record(const Framing& framing, std::string_view record, std::string& out) {
  M2_TRY_VOID(check_length(framing, record.size()));
  const std::size_t at = out.size();
  if (framing.encoding == Encoding::Packed) {
    std::string padded(record);
    padded.resize(std::max(record.size(), framing.record_length), ' ');
    if (!pack(padded, out)) {
      return Error{ErrorCode::Invalid, "a numeric field that is not all digits has no packed form"};
    }
  } else {
    out += record;
    if (framing.record_length > record.size())
      out.append(framing.record_length - record.size(), ' ');
    put_descriptor(Encoding::Character, out.size() - at, out.data() + at);
  }
  out += bytes_of(framing.line_end);
  return {};
}

FileWriter::FileWriter(const Framing& framing, Sink sink, std::size_t block_limit)
    : framing_(framing), sink_(std::move(sink)) {
  const std::size_t most =
      framing.encoding == Encoding::Packed ? kLongestPackedBlock : kLongestBlock;
  block_limit_ = std::min(block_limit, most) - kDescriptorLength;
}

Result<void> FileWriter::add(std::string_view record) {
  record_.clear();
  M2_TRY_VOID(append_record(framing_, record, record_));
  ++records_;
  if (!framing_.block_descriptors) {
    sink_(record_);
    return {};
  }
  const std::size_t length = record_.size() - bytes_of(framing_.line_end).size();
  if (length > block_limit_) {
    return Error{
        ErrorCode::Invalid,
        fmt::format("a record of {} bytes is longer than a block of {}", length, block_limit_)};
  }
  if (!fits_block(length)) flush_block();
  block_length_ += length;
  block_ += record_;
  return {};
}

Result<void> FileWriter::add_trailer(std::string_view trailer) {
  std::uint64_t count = records_ + 1;
  if (framing_.block_descriptors) {
    // The trailer itself may begin another block.
    const std::size_t shorter =
        framing_.encoding == Encoding::Packed ? kBaseLength - kPackedBaseLength : 0;
    const bool same_block = fits_block(std::max(kBaseLength, framing_.record_length) - shorter);
    count = blocks_ + (block_.empty() || same_block ? 1 : 2);
  }
  std::string counted(trailer);
  put_dollars(field(TrailerField::BlockCount), static_cast<std::int64_t>(count), counted.data());
  return add(counted);
}

Result<void> FileWriter::finish(const Totals& totals) {
  M2_TRY_VOID(add_trailer(trailer_record(totals, 0)));
  finish();
  return {};
}

void FileWriter::finish() {
  if (!block_.empty()) flush_block();
}

bool FileWriter::fits_block(std::size_t length) const {
  return block_length_ + length <= block_limit_;
}

void FileWriter::flush_block() {
  char descriptor[kDescriptorLength];
  put_descriptor(framing_.encoding, kDescriptorLength + block_length_, descriptor);
  sink_({descriptor, kDescriptorLength});
  sink_(block_);
  block_.clear();
  block_length_ = 0;
  ++blocks_;
}

}  // namespace m2
