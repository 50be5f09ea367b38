#include "engine/cli/unified_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/cli/render.h"

namespace m2::cli {
namespace {

constexpr std::size_t kAround = 3;
// Insertions and deletions after which the shortest difference is not worth its memory.
constexpr int kMostEdits = 2000;

enum class Change : char { Keep = ' ', Remove = '-', Add = '+' };

struct Edit {
  Change change;
  std::string_view line;
};

// With their ends: a last line without one differs from the same line with one.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

// The greedy search of E. W. Myers, "An O(ND) Difference Algorithm" (1986): how far each diagonal
// gets with d edits; `steps` remembers it for every d, to go back along the shortest way.
class Search {
 public:
  using Lines = std::vector<std::string_view>;
  Search(const Lines& a, const Lines& b) : a_(a), b_(b) {}

  std::vector<Edit> run() {
    const int most = std::min(kMostEdits, size(a_) + size(b_));
    std::vector<int> far(2 * static_cast<std::size_t>(most) + 3, 0);
    for (int d = 0; d <= most; ++d) {
      for (int k = -d; k <= d; k += 2) {
        int x = goes_down(far, most, d, k) ? at(far, most, k + 1) : at(far, most, k - 1) + 1;
        while (x < size(a_) && x - k < size(b_) && line(a_, x) == line(b_, x - k)) ++x;
        at(far, most, k) = x;
        if (x >= size(a_) && x - k >= size(b_)) return way_back(d);
      }
      steps_.emplace_back(far.begin() + (most + 1 - d - 1), far.begin() + (most + 1 + d + 2));
    }
    return all_replaced();
  }

 private:
  static int size(const Lines& lines) { return static_cast<int>(lines.size()); }
  static std::string_view line(const Lines& lines, int i) {
    return lines[static_cast<std::size_t>(i)];
  }
  static int& at(std::vector<int>& far, int middle, int k) {
    return far[static_cast<std::size_t>(middle + 1 + k)];
  }
  static bool goes_down(std::vector<int>& far, int middle, int d, int k) {
    return k == -d || (k != d && at(far, middle, k - 1) < at(far, middle, k + 1));
  }

  std::vector<Edit> way_back(int edits) {
    std::vector<Edit> out;
    int x = size(a_);
    int y = size(b_);
    for (int d = edits; d > 0; --d) {
      std::vector<int>& far = steps_[static_cast<std::size_t>(d - 1)];  // diagonals -d … d
      const int k = x - y;
      const bool down = goes_down(far, d - 1, d, k);
      const int edited_x = down ? at(far, d - 1, k + 1) : at(far, d - 1, k - 1) + 1;
      while (x > edited_x) {
        out.push_back({Change::Keep, line(a_, --x)});
        --y;
      }
      if (down) {
        out.push_back({Change::Add, line(b_, --y)});
      } else {
        out.push_back({Change::Remove, line(a_, --x)});
      }
    }
    while (x > 0) out.push_back({Change::Keep, line(a_, --x)});
    std::reverse(out.begin(), out.end());
    return out;
  }

  std::vector<Edit> all_replaced() const {
    std::vector<Edit> out;
    for (std::string_view removed : a_) out.push_back({Change::Remove, removed});
    for (std::string_view added : b_) out.push_back({Change::Add, added});
    return out;
  }

  const Lines& a_;
  const Lines& b_;
  std::vector<std::vector<int>> steps_;
};

// What is equal at both ends needs no search.
std::vector<Edit> edits_between(std::vector<std::string_view> a, std::vector<std::string_view> b) {
  std::vector<Edit> out;
  const auto start = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  for (auto line = a.begin(); line != start.first; ++line) out.push_back({Change::Keep, *line});
  b.erase(b.begin(), start.second);
  a.erase(a.begin(), start.first);
  const auto end = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  const std::vector<std::string_view> tail(end.first.base(), a.end());
  b.erase(end.second.base(), b.end());
  a.erase(end.first.base(), a.end());
  const std::vector<Edit> middle = Search(a, b).run();
  out.insert(out.end(), middle.begin(), middle.end());
  for (std::string_view line : tail) out.push_back({Change::Keep, line});
  return out;
}

Ink ink_of(Change change) {
  switch (change) {
    case Change::Remove:
      return Ink::Red;
    case Change::Add:
      return Ink::Green;
    case Change::Keep:
      break;
  }
  return Ink::Plain;
}

// Lines of one side that edits [begin, end) cover.
std::size_t lines_on(Change other, const std::vector<Edit>& edits, std::size_t begin,
                     std::size_t end) {
  return static_cast<std::size_t>(
      std::count_if(edits.begin() + static_cast<std::ptrdiff_t>(begin),
                    edits.begin() + static_cast<std::ptrdiff_t>(end),
                    [&](const Edit& edit) { return edit.change != other; }));
}

std::string range(std::size_t lines_before, std::size_t lines) {
  const std::size_t first = lines == 0 ? lines_before : lines_before + 1;
  return lines == 1 ? fmt::format("{}", first) : fmt::format("{},{}", first, lines);
}

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after,
                         Colour colour) {
  if (before == after) return {};
  const std::vector<Edit> edits = edits_between(lines_of(before), lines_of(after));
  std::string out = paint(colour, Ink::Bold, fmt::format("--- {}", name)) + "\n" +
                    paint(colour, Ink::Bold, fmt::format("+++ {}", name)) + "\n";
  std::size_t told = 0;  // edits that stand before the hunk
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  const auto is_change = [](const Edit& edit) { return edit.change != Change::Keep; };
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (!is_change(edits[i])) continue;
    const std::size_t begin = std::max(told, i - std::min(i, kAround));
    std::size_t end = i + 1;  // behind the last change, as long as the next one is near
    for (std::size_t j = i; j < edits.size() && j <= end + 2 * kAround; ++j) {
      if (is_change(edits[j])) end = j + 1;
    }
    const std::size_t stop = std::min(edits.size(), end + kAround);
    old_line += lines_on(Change::Add, edits, told, begin);
    new_line += lines_on(Change::Remove, edits, told, begin);
    const std::size_t old_count = lines_on(Change::Add, edits, begin, stop);
    const std::size_t new_count = lines_on(Change::Remove, edits, begin, stop);
    out += paint(colour, Ink::Cyan,
                 fmt::format("@@ -{} +{} @@", range(old_line, old_count),
                             range(new_line, new_count))) +
           "\n";
    for (std::size_t j = begin; j < stop; ++j) {
      std::string_view line = edits[j].line;
      const bool has_end = line.ends_with('\n');
      if (has_end) line.remove_suffix(1);
      out += paint(colour, ink_of(edits[j].change),
                   fmt::format("{}{}", static_cast<char>(edits[j].change), line)) +
             (has_end ? "\n" : "\n\\ No newline at end of file\n");
    }
    old_line += old_count;
    new_line += new_count;
    told = stop;
    i = stop - 1;
  }
  return out;
}

}  // namespace m2::cli
