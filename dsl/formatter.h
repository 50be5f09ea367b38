#pragma once
// What the formatter works on: the words, signs, literals and comments of a file in order, and
// what may become of the line ends between them. Inside of dsl only; see format.h.
//
//   std::vector<Piece> pieces = pieces_of(ast, kept);   // format_pieces.cpp: the text, cut
//   std::vector<Stop> stops = mark(ast, pieces);        // format_marks.cpp: what the tree says
//   std::string text = lay_out(pieces, stops);          // format_layout.cpp: columns and line ends

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast.h"

namespace m2::dsl {

using PieceId = std::uint32_t;
using StopId = std::uint32_t;
constexpr std::uint32_t kNoPiece = UINT32_MAX;

enum class Break : std::uint8_t {
  Never,  // the author's line end goes, unless a comment needs it
  May,    // the author's line end stays; a long line may end here
  Must,
};

/// A column that several lines share, such as the `=` of a run of lets: as far to the right as the
/// longest of them needs.
struct Stop {
  std::uint32_t order = 0;          // stops are found from left to right
  std::uint32_t cap = 0;            // what begins beyond this column is left out
  std::uint32_t spread = kNoPiece;  // columns further apart than this have nothing in common
  bool skips_ends = false;  // not where the piece is the last of its line: a `=` whose value
                            // stands below

  // While the columns are found:
  std::uint32_t column = 0;  // 0: nobody needs it
  std::uint32_t least = kNoPiece;
  std::uint32_t line = kNoPiece;
  bool is_off = false;  // two on one line have no column in common either
};

struct Piece {
  std::string_view text;
  std::uint32_t begin = 0;        // in the source
  std::uint32_t width = 0;        // in code points
  std::uint8_t lines_before = 0;  // the author's line ends before it; 2 stands for blank lines
  bool is_comment = false;
  bool is_glued = false;       // no blank before it
  bool opens_item = false;     // of a statement, field, row …: a blank line above it is kept
  bool opens_body = false;     // the { of a body: no blank line below it
  bool closes_body = false;    // and its }: none above
  bool hangs_at_stop = false;  // stands at its stop even where a line begins with it
  bool fills = false;          // a long line ends here only when the next piece does not fit
  Break can_break = Break::Never;

  // Where it stands when a line begins with it: below a piece, so much further in.
  PieceId below = kNoPiece;
  std::uint32_t indent = 0;

  std::uint32_t gap = 1;  // blanks before it
  StopId stop = kNoPiece;
  std::uint32_t rank = 0;   // long lines end at the lowest rank first …
  std::uint32_t owner = 0;  // … and at all pieces of one owner alike

  // Found by the layout:
  bool begins_line = false;
  std::uint32_t column = 0;
};

/// The pieces of a text without errors. `kept` owns what is not spelt as in the source.
std::vector<Piece> pieces_of(const Ast& ast, std::deque<std::string>& kept);

/// Decides where lines may and must end, and which columns are shared; returns the columns.
std::vector<Stop> mark(const Ast& ast, std::vector<Piece>& pieces);

/// Finds the columns, ends long lines, and writes the text.
std::string lay_out(std::vector<Piece>& pieces, std::vector<Stop>& stops);

}  // namespace m2::dsl
