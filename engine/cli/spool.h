#pragma once
// Spool: bytes put aside in a temporary file without a name, to be read again from the start; gone
// with the object.
//
//   M2_TRY(Spool spool, Spool::create()); spool.write(bytes); M2_TRY(Reader::Source source,
//   spool.read());

#include <cstdio>
#include <memory>
#include <string_view>

#include "engine/metro2/reader.h"

namespace m2::cli {

class Spool {
 public:
  /// Errors: Unwritable.
  static Result<Spool> create();
  /// A failure is kept and told by read().
  void write(std::string_view bytes);
  /// All that a source has left. Errors: those of the source.
  Result<void> write_all(const Reader::Source& source);
  /// What was written, from its start; valid while the spool lives, one at a time. Errors:
  /// Unwritable.
  Result<Reader::Source> read();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace m2::cli
