#pragma once
// Transcript: what somebody types and what metro2 answers, as a file that can be played again.
//
//   # a comment says what is promised
//   $ metro2 codes interest_type_indicator
//   | what stands on standard output
//   ! what stands on standard error
//   [exit 2]                                     (only when it is not 0)
//
// A command may begin with NAME=value, quote words with ' and end with `< file` or `> file`. `same
// A B` compares two files, `copy A B` copies one. Commands run in an empty folder in which `files`
// leads to the inputs.

#include <string>
#include <string_view>

namespace m2::test {

/// The transcript with every command run again. `program` stands for `metro2`, `files` for the
/// folder of inputs.
std::string play(std::string_view transcript, const std::string& program, const std::string& files);

}  // namespace m2::test
