#pragma once
// Writer: records in character form to the bytes of a file, in any framing.
//
//   FileWriter writer(framing, [&](std::string_view bytes) { file.write(bytes); });
//   M2_TRY_VOID(writer.add(header)); M2_TRY_VOID(writer.add(record));
//   M2_TRY_VOID(writer.finish(totals));
//
// Descriptor words are always computed here. Fixed-length records are padded with blanks to the
// common length.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/metro2/framing.h"
#include "engine/metro2/totals.h"

namespace m2 {

/// Appends one record as a file without block descriptors holds it. Errors: Invalid, when the
/// record is shorter than a base segment, longer than its descriptor word can tell or than the
/// common length, or has no packed form.
Result<void> append_record(const Framing& framing, std::string_view record, std::string& out);

class FileWriter {
 public:
  using Sink = std::function<void(std::string_view)>;
  /// `block_limit` bounds a block, its descriptor word included.
  FileWriter(const Framing& framing, Sink sink, std::size_t block_limit = kLongestBlock);

  /// Header, base record or trailer. Errors as append_record.
  Result<void> add(std::string_view record);
  /// Adds the trailer and hands over what is left.
  Result<void> finish(const Totals& totals);
  /// Hands over what is left, for a file whose trailer was added as a record.
  void finish();

  /// The longest block a character block descriptor word can tell.
  static constexpr std::size_t kLongestBlock = 9999;

 private:
  void flush_block();

  Framing framing_;
  Sink sink_;
  std::size_t block_limit_;
  std::uint64_t records_ = 0;
  std::uint64_t blocks_ = 0;  // finished ones
  std::string record_;
  std::string block_;
};

}  // namespace m2
