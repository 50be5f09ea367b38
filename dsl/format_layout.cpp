// Columns and line ends: pieces in, text out.
//
// One pass places the pieces; shared columns are found from left to right, each by a pass of its
// own, since what stands further left moves what follows. Then lines that are too long end in more
// places, and all is placed anew. Lines that share no column and of which none stands below the
// other have nothing to do with one another: so all this happens part by part, and a file of many
// statements costs as many small layouts. Nothing here depends on the author's columns, only on the
// line ends, and the result keeps those: so a second formatting changes nothing.

#include <algorithm>
#include <utility>

#include "dsl/format.h"
#include "dsl/formatter.h"

namespace m2::dsl {
namespace {

// No line begins beyond this column, whatever it should stand below.
constexpr std::uint32_t kDeepestIndent = 100;

class Layout {
 public:
  Layout(std::vector<Piece>& pieces, std::vector<Stop>& stops) : pieces_(pieces), stops_(stops) {}

  std::string run() {
    if (pieces_.empty()) return {};
    keep_line_ends();
    for (const Part& part : parts()) {
      do {
        find_columns(part);
      } while (end_long_lines(part));
    }
    return written();
  }

 private:
  struct Line {
    PieceId begin;
    PieceId end;
  };
  // Whole lines that can be laid out without a look at any others.
  struct Part {
    PieceId begin = 0;
    PieceId end = 0;
    std::vector<StopId> stops;
    std::vector<std::uint32_t> orders;  // of its stops, from left to right
  };

  void keep_line_ends() {
    for (PieceId p = 0; p < pieces_.size(); ++p) {
      Piece& piece = pieces_[p];
      const bool after_comment = p > 0 && pieces_[p - 1].is_comment;
      piece.begins_line = p == 0 || after_comment || piece.can_break == Break::Must ||
                          (piece.can_break == Break::May && piece.lines_before > 0);
    }
  }

  // ── parts ──

  [[nodiscard]] std::vector<Part> parts() const {
    const std::vector<PieceId> reach = reaches();
    std::vector<Part> parts;
    std::vector<bool> is_known(stops_.size(), false);
    for (PieceId p = 0; p < pieces_.size();) {
      Part part;
      part.begin = p;
      for (PieceId last = p; p < pieces_.size() && (p <= last || !pieces_[p].begins_line); ++p) {
        last = std::max(last, reach[p]);
        const StopId stop = pieces_[p].stop;
        if (stop == kNoPiece || is_known[stop]) continue;
        is_known[stop] = true;
        part.stops.push_back(stop);
        part.orders.push_back(stops_[stop].order);
      }
      part.end = p;
      std::sort(part.orders.begin(), part.orders.end());
      part.orders.erase(std::unique(part.orders.begin(), part.orders.end()), part.orders.end());
      parts.push_back(std::move(part));
    }
    return parts;
  }

  // For each piece the last one that stands below it or shares its stop.
  [[nodiscard]] std::vector<PieceId> reaches() const {
    std::vector<PieceId> reach(pieces_.size(), 0);
    std::vector<PieceId> first_of(stops_.size(), kNoPiece);
    const auto join = [&](PieceId a, PieceId b) {
      PieceId& far = reach[std::min(a, b)];
      far = std::max({far, a, b});
    };
    for (PieceId p = 0; p < pieces_.size(); ++p) {
      const auto [below, stop] = std::pair(pieces_[p].below, pieces_[p].stop);
      if (below != kNoPiece) join(below, p);
      if (stop == kNoPiece) continue;
      if (first_of[stop] == kNoPiece) first_of[stop] = p;
      join(first_of[stop], p);
    }
    return reach;
  }

  // ── columns ──

  void find_columns(const Part& part) {
    for (const StopId stop : part.stops) {
      stops_[stop].column = 0;
      stops_[stop].least = kNoPiece;
      stops_[stop].is_off = false;
    }
    for (const std::uint32_t order : part.orders) {
      for (const StopId stop : part.stops) stops_[stop].line = kNoPiece;
      place(part, order);
    }
    place(part, kNoPiece);
  }

  // Places the pieces, and lets those whose stop is of this order ask for its column.
  void place(const Part& part, std::uint32_t order) {
    std::uint32_t line = 0;
    for (PieceId p = part.begin; p < part.end; ++p) {
      Piece& piece = pieces_[p];
      if (piece.begins_line) {
        ++line;
        piece.column = column_of_line(piece, p);
        continue;
      }
      const std::uint32_t natural =
          pieces_[p - 1].column + pieces_[p - 1].width + (piece.is_glued ? 0 : piece.gap);
      piece.column = natural;
      if (piece.stop == kNoPiece) continue;
      Stop& stop = stops_[piece.stop];
      if (natural > stop.cap || (stop.skips_ends && ends_line(p))) continue;
      if (stop.order == order) {
        stop.column = std::max(stop.column, natural);
        stop.least = std::min(stop.least, natural);
        stop.is_off = stop.is_off || stop.line == line || stop.column - stop.least > stop.spread;
        stop.line = line;
      }
      if (stop.order != order && !stop.is_off) piece.column = std::max(natural, stop.column);
    }
  }

  [[nodiscard]] bool ends_line(PieceId p) const {
    return p + 1 == pieces_.size() || pieces_[p + 1].begins_line || pieces_[p + 1].is_comment;
  }

  [[nodiscard]] std::uint32_t column_of_line(const Piece& piece, PieceId p) const {
    if (piece.hangs_at_stop && piece.stop != kNoPiece) {
      const Stop& stop = stops_[piece.stop];
      if (stop.column > 0 && !stop.is_off && stop.column + width_from(p) <= kLineWidth)
        return stop.column;
    }
    const std::uint32_t base = piece.below == kNoPiece ? 0 : pieces_[piece.below].column;
    return std::min(base + piece.indent, kDeepestIndent);
  }

  // Of a piece and the one behind it: `because` and its text.
  [[nodiscard]] std::uint32_t width_from(PieceId p) const {
    return pieces_[p].width + (p + 1 < pieces_.size() ? 1 + pieces_[p + 1].width : 0);
  }

  // ── long lines ──

  bool end_long_lines(const Part& part) {
    bool has_ended = false;
    for (Line line{part.begin, part.begin}; line.begin < part.end; line.begin = line.end) {
      line.end = line.begin + 1;
      while (line.end < part.end && !pieces_[line.end].begins_line) ++line.end;
      if (is_long(line)) has_ended = end_somewhere(line) || has_ended;
    }
    return has_ended;
  }

  [[nodiscard]] PieceId last_of_code(Line line) const {
    return line.end - 1 - (pieces_[line.end - 1].is_comment && line.end - line.begin > 1 ? 1 : 0);
  }
  [[nodiscard]] std::uint32_t code_end(Line line) const {
    const Piece& last = pieces_[last_of_code(line)];
    return last.is_comment ? 0 : last.column + last.width;
  }

  // A description amid a statement belongs to what begins on its line, which therefore stays.
  [[nodiscard]] bool is_long(Line line) const {
    const Piece& last = pieces_[line.end - 1];
    const bool is_described = last.is_comment && last.text.starts_with("##") &&
                              line.end < pieces_.size() && !pieces_[line.end].opens_item &&
                              !pieces_[line.end].is_comment && !pieces_[line.end].closes_body;
    return !is_described && code_end(line) > kLineWidth;
  }

  [[nodiscard]] bool can_end_before(PieceId p) const {
    const Piece& piece = pieces_[p];
    return piece.can_break == Break::May && column_of_line(piece, p) < piece.column;
  }

  bool end_somewhere(Line line) {
    PieceId chosen = kNoPiece;
    for (PieceId p = line.begin + 1; p < line.end; ++p) {
      if (can_end_before(p) && (chosen == kNoPiece || pieces_[p].rank < pieces_[chosen].rank))
        chosen = p;
    }
    if (chosen == kNoPiece) return false;
    if (pieces_[chosen].fills) {
      fill(line, chosen);
    } else {
      for (PieceId p = chosen; p < line.end; ++p) {
        if (is_alike(p, chosen) && can_end_before(p)) pieces_[p].begins_line = true;
      }
    }
    return true;
  }

  [[nodiscard]] bool is_alike(PieceId p, PieceId chosen) const {
    return pieces_[p].owner == pieces_[chosen].owner && pieces_[p].rank == pieces_[chosen].rank;
  }

  // Ends a list where its next item would go beyond the width; at least once.
  void fill(Line line, PieceId first) {
    std::vector<PieceId> items;
    for (PieceId p = first; p < line.end; ++p) {
      if (is_alike(p, first) && can_end_before(p)) items.push_back(p);
    }
    std::uint32_t shift = 0;  // how far what follows moves to the left
    bool has_ended = false;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const PieceId last = i + 1 < items.size() ? items[i + 1] - 1 : last_of_code(line);
      if (pieces_[last].column + pieces_[last].width - shift <= kLineWidth) continue;
      Piece& item = pieces_[items[i]];
      item.begins_line = true;
      shift = item.column - column_of_line(item, items[i]);
      has_ended = true;
    }
    if (!has_ended) pieces_[items.back()].begins_line = true;
  }

  // ── text ──

  [[nodiscard]] std::string written() const {
    std::string out;
    std::uint32_t column = 0;
    for (PieceId p = 0; p < pieces_.size(); ++p) {
      const Piece& piece = pieces_[p];
      if (piece.begins_line && p > 0) {
        out += has_blank_line_above(p) ? "\n\n" : "\n";
        column = 0;
      }
      out.append(piece.column - column, ' ');
      out += piece.text;
      column = piece.column + piece.width;
    }
    return out + '\n';
  }

  [[nodiscard]] bool has_blank_line_above(PieceId p) const {
    PieceId above = p - 1;
    if (pieces_[above].is_comment && !pieces_[above].begins_line) --above;
    return pieces_[p].lines_before > 1 && pieces_[p].opens_item && !pieces_[above].opens_body;
  }

  std::vector<Piece>& pieces_;
  std::vector<Stop>& stops_;
};

}  // namespace

std::string lay_out(std::vector<Piece>& pieces, std::vector<Stop>& stops) {
  return Layout(pieces, stops).run();
}

}  // namespace m2::dsl
