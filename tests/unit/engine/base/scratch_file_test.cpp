#include "engine/base/scratch_file.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/chance.h"

using namespace m2;

SCENARIO("what is put into a scratch file is read again at any place") {
  Result<ScratchFile> made = ScratchFile::create();
  REQUIRE(made);
  ScratchFile scratch = std::move(*made);
  std::string all;
  std::vector<std::pair<std::uint64_t, std::size_t>> pieces;
  Chance chance(7);
  // More than is buffered, and more than one window.
  for (int i = 0; i < 2'000; ++i) {
    const std::string piece(chance.below(600), static_cast<char>('a' + i % 26));
    CHECK(scratch.append(piece) == all.size());
    pieces.emplace_back(all.size(), piece.size());
    all += piece;
  }
  const auto reads = [&](const std::pair<std::uint64_t, std::size_t>& piece) {
    const Result<std::string_view> bytes = scratch.read(piece.first, piece.second);
    REQUIRE(bytes);
    if (*bytes != std::string_view(all).substr(piece.first, piece.second))
      FAIL_CHECK("at " << piece.first);
  };
  for (const auto& piece : pieces) reads(piece);
  for (int i = 0; i < 2'000; ++i) reads(pieces[chance.below(pieces.size())]);
  // What is added later is there, too.
  CHECK(scratch.append("the end") == all.size());
  all += "the end";
  reads({all.size() - 7, 7});
  reads(pieces.front());
  CHECK_FALSE(scratch.read(all.size() - 3, 4));
}

SCENARIO("a scratch file needs a folder that can be written, and says so") {
  const char* const before = std::getenv("TMPDIR");
  const std::string kept = before != nullptr ? before : "";
  ::setenv("TMPDIR", "/nowhere/at/all", 1);
  const Result<ScratchFile> made = ScratchFile::create();
  before != nullptr ? ::setenv("TMPDIR", kept.c_str(), 1) : ::unsetenv("TMPDIR");
  REQUIRE_FALSE(made);
  CHECK(made.error().code == ErrorCode::Unwritable);
  CHECK(made.error().message.find("TMPDIR") != std::string::npos);
}
