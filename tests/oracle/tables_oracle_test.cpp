// Is a table complete, and for which inputs is it not? The checker proves it by geometry; here
// every input of small tables is asked one by one.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <regex>
#include <set>
#include <sstream>

#include "tests/oracle/table_naive.h"
#include "tests/support/golden.h"
#include "tests/support/mapping.h"

using namespace m2;
using namespace m2::oracle;

namespace {

namespace fs = std::filesystem;

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t bound) {
  return random() % bound;
}

// A column with few values. The last one is `missing` where the column is optional.
struct SmallColumn {
  std::string declaration;
  std::string type;
  bool ordered = false;
  bool is_optional = false;
  std::vector<std::string> values;  // as cells write them
};

std::vector<SmallColumn> small_columns() {
  std::vector<SmallColumn> columns = {
      {"bool", "bool", false, false, {"false", "true"}},
      {R"(one of ("a", "b", "c"))", "one of", false, false, {"a", "b", "c"}},
      {"code portfolio_type", "code", false, false, {"C", "I", "M", "O", "R"}},
  };
  const auto ordered = [&](const std::string& type, const std::string& unit,
                           const std::string& from, std::int64_t count) {
    SmallColumn column{type + " from " + from + unit, type, true, false, {}};
    for (std::int64_t i = 0; i < count; ++i)
      column.values.push_back(cell_value(units(from, type) + i, type));
    column.declaration += " to " + column.values.back() + unit;
    columns.push_back(std::move(column));
  };
  ordered("int", "", "0", 5);
  ordered("days", " days", "0", 5);
  ordered("months", " months", "1", 4);
  ordered("money", "", "$9.98", 5);
  ordered("date", "", "2024-02-27", 4);
  ordered("number", "", "0.9998", 4);
  ordered("percent", "", "0.99%", 3);
  return columns;
}

SmallColumn random_column(Random& random) {
  std::vector<SmallColumn> all = small_columns();
  SmallColumn column = all[below(random, all.size())];
  if (below(random, 4) != 0) return column;
  column.is_optional = true;
  const std::size_t range = column.declaration.find(" from ");
  column.declaration.insert(range == std::string::npos ? column.declaration.size() : range, "?");
  column.values.emplace_back("missing");
  return column;
}

using Values = std::set<std::size_t>;  // indices into the values of a column
using Row = std::vector<Values>;

struct SmallTable {
  std::vector<SmallColumn> columns;
  std::vector<Row> rows;
  bool in_order = false;
};

std::string cell_of(const SmallColumn& column, const Values& values, Random& random) {
  const std::size_t present = column.values.size() - (column.is_optional ? 1 : 0);
  if (values.size() == column.values.size() && below(random, 4) != 0) return "any";
  std::vector<std::string> parts;
  const bool all_present = column.is_optional && *values.begin() == 0 && values.size() >= present &&
                           *std::next(values.begin(), static_cast<int>(present) - 1) == present - 1;
  if (all_present) parts.emplace_back("present");
  for (auto it = values.begin(); it != values.end() && *it < present && !all_present;) {
    std::size_t last = *it;
    const std::size_t first = last;
    for (++it; column.ordered && it != values.end() && *it == last + 1 && *it < present; ++it)
      ++last;
    if (first == last) {
      parts.push_back(column.values[first]);
      continue;
    }
    const bool open_below = first == 0 && below(random, 2) == 0;
    const bool open_above = !open_below && last + 1 == present && below(random, 2) == 0;
    parts.push_back((open_below ? "" : column.values[first]) + ".." +
                    (open_above ? "" : column.values[last]));
  }
  if (column.is_optional && values.count(present) > 0) parts.emplace_back("missing");
  std::string cell;
  for (const std::string& part : parts) cell += (cell.empty() ? "" : ", ") + part;
  return cell;
}

std::string text_of(const SmallTable& table, Random& random) {
  std::string text = "table t(";
  std::string header = "  |";
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string name = "in" + std::to_string(c);
    text += (c == 0 ? "" : ", ") + name + ": " + table.columns[c].declaration;
    header += " " + name + " |";
  }
  text += std::string(")\ngives word: text ") + (table.in_order ? "in order {\n" : "{\n") + header +
          "| word |\n";
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    text += "  |";
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      text += " " + cell_of(table.columns[c], table.rows[r][c], random) + " |";
    text += "| w" + std::to_string(r) + " |\n";
  }
  return text + "}\n";
}

Values random_values(const SmallColumn& column, Random& random) {
  Values values;
  const std::size_t first = below(random, column.values.size());
  const std::size_t last = first + below(random, column.values.size() - first);
  for (std::size_t v = first; v <= last; ++v) values.insert(v);
  if (below(random, 4) == 0) values.insert(below(random, column.values.size()));
  return values;
}

// Complete by construction: all inputs, cut in two again and again.
void cut(SmallTable& table, Random& random, std::size_t times) {
  Row all;
  for (const SmallColumn& column : table.columns) {
    all.emplace_back();
    for (std::size_t v = 0; v < column.values.size(); ++v) all.back().insert(v);
  }
  table.rows = {all};
  for (std::size_t i = 0; i < times; ++i) {
    Row& row = table.rows[below(random, table.rows.size())];
    const std::size_t c = below(random, row.size());
    if (row[c].size() < 2) continue;
    Row other = row;
    const auto middle =
        std::next(row[c].begin(), 1 + static_cast<int>(below(random, row[c].size() - 1)));
    other[c] = Values(middle, row[c].end());
    row[c].erase(middle, row[c].end());
    table.rows.push_back(std::move(other));
  }
}

// As it is, with a row less, with a cell changed, or of rows that nobody thought about.
SmallTable random_table(Random& random) {
  SmallTable table;
  for (std::size_t c = 1 + below(random, 3); c > 0; --c)
    table.columns.push_back(random_column(random));
  table.in_order = below(random, 5) == 0;
  cut(table, random, below(random, 7));
  const std::size_t change = below(random, 4);
  if (change == 1 && table.rows.size() > 1)
    table.rows.erase(table.rows.begin() + static_cast<int>(below(random, table.rows.size())));
  if (change == 2) {
    Row& row = table.rows[below(random, table.rows.size())];
    const std::size_t c = below(random, row.size());
    row[c] = random_values(table.columns[c], random);
  }
  if (change == 3) {
    table.rows.clear();
    for (std::size_t r = 1 + below(random, 5); r > 0; --r) {
      table.rows.emplace_back();
      for (const SmallColumn& column : table.columns)
        table.rows.back().push_back(random_values(column, random));
    }
  }
  return table;
}

std::vector<std::vector<std::string>> inputs_of(const SmallTable& table) {
  std::vector<std::vector<std::string>> inputs(1);
  for (const SmallColumn& column : table.columns) {
    std::vector<std::vector<std::string>> longer;
    for (const auto& input : inputs) {
      for (const std::string& value : column.values) {
        longer.push_back(input);
        longer.back().push_back(value);
      }
    }
    inputs = std::move(longer);
  }
  return inputs;
}

// What the literal reading of a table finds wrong with it, as slugs.
std::set<std::string> expected_slugs(const SmallTable& small, const NaiveTable& table) {
  std::set<std::string> slugs;
  const auto inputs = inputs_of(small);
  const auto is_decided_above = [&](std::size_t row, const std::vector<std::string>& input) {
    for (std::size_t i = 0; i < row; ++i) {
      if (table.matches(i, input)) return true;
    }
    return false;
  };
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    bool shares = false;
    bool is_reachable = false;
    for (const auto& input : inputs) {
      if (!table.matches(r, input)) continue;
      (is_decided_above(r, input) ? shares : is_reachable) = true;
    }
    if (!is_reachable) slugs.insert("unreachable-row");
    if (is_reachable && shares) slugs.insert(small.in_order ? "in-order-shadow" : "overlap");
  }
  for (const auto& input : inputs) {
    if (table.matching(input) == 0) slugs.insert("gap");
  }
  return slugs;
}

const std::set<std::string> kAboutTables = {"gap", "overlap", "unreachable-row", "in-order-shadow"};

std::set<std::string> found_slugs(const test::Checked& checked) {
  std::set<std::string> slugs;
  for (const Diagnostic& d : checked.found.all()) {
    if (kAboutTables.count(d.slug) > 0 || d.severity == Severity::Error) slugs.insert(d.slug);
  }
  return slugs;
}

std::string example_of(const Diagnostic& d) {
  for (const std::string& note : d.notes) {
    const std::size_t at = note.find("for example: ");
    if (at == std::string::npos) continue;
    std::string example = note.substr(at + 13);
    const std::size_t behind = example.find(" matches nothing");
    return example.substr(0, behind);
  }
  return "";
}

// The inputs that messages name have no row, or several.
void check_examples_of(const Diagnostics& found, const NaiveTable& table) {
  for (const Diagnostic& d : found.sorted()) {
    if (d.slug != "gap" && d.slug != "overlap" && d.slug != "in-order-shadow") continue;
    const std::string example = example_of(d);
    CAPTURE(d.slug, d.message, example);
    REQUIRE(!example.empty());
    const std::size_t rows = table.matching(values_of_example(example));
    CHECK((d.slug == "gap" ? rows == 0 : rows >= 2));
  }
}

test::Checked check_table(const std::string& text) {
  return test::check_files(
      {{"sample.preset", test::sample_preset(text)}, {"sample.shape", test::kSampleShape}});
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// Does what the help of a message says: adds rows, deletes one, writes one anew.
std::string helped(const std::string& text, const Diagnostic& d) {
  std::vector<std::string> rows;
  for (std::string line : lines_of(d.help)) {
    const std::size_t bar = line.find('|');
    if (bar == std::string::npos) continue;
    line = "  " + line.substr(bar);
    const std::size_t open = line.find("? ");
    if (open != std::string::npos) line.replace(open, 1, "x");
    rows.push_back(line);
  }
  std::smatch number;
  std::vector<std::string> lines = lines_of(text);
  const std::size_t first = 3;  // behind the declaration and the header
  if (d.slug == "gap") {
    lines.insert(lines.end() - 1, rows.begin(), rows.end());
  } else {
    REQUIRE(std::regex_search(d.help, number, std::regex("row ([0-9]+)")));
    const auto at = lines.begin() + static_cast<int>(first + std::stoul(number[1]) - 1);
    lines.insert(lines.erase(at), rows.begin(), rows.end());
  }
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

}  // namespace

SCENARIO("what is said of a table is what asking every input finds") {
  Random random(20260531);
  std::map<std::string, int> met;
  for (int round = 0; round < 600; ++round) {
    const SmallTable table = random_table(random);
    const std::string text = text_of(table, random);
    CAPTURE(round, text);
    const NaiveTable naive = naive_table(text, "t");
    REQUIRE(naive.rows.size() == table.rows.size());
    const test::Checked checked = check_table(text);
    INFO(checked.messages());
    const std::set<std::string> expected = expected_slugs(table, naive);
    REQUIRE(found_slugs(checked) == expected);
    check_examples_of(checked.found, naive);
    for (const std::string& slug : expected) ++met[slug];
    if (expected.empty()) ++met["complete"];
  }
  THEN("every verdict was met often") {
    for (const char* verdict :
         {"complete", "gap", "overlap", "unreachable-row", "in-order-shadow"}) {
      CAPTURE(verdict);
      CHECK(met[verdict] >= 20);
    }
  }
}

SCENARIO("who does what the messages say ends with a table that is complete") {
  Random random(7);
  for (int round = 0; round < 60; ++round) {
    SmallTable table = random_table(random);
    table.in_order = false;
    std::string text = text_of(table, random);
    CAPTURE(round, text);
    std::string now = text;
    for (int step = 0; step < 60; ++step) {
      const test::Checked checked = check_table(now);
      INFO(now);
      INFO(checked.messages());
      std::vector<Diagnostic> errors = checked.found.sorted();
      std::erase_if(errors, [](const Diagnostic& d) { return d.severity != Severity::Error; });
      if (errors.empty()) break;
      REQUIRE(kAboutTables.count(errors.front().slug) > 0);
      REQUIRE(step < 59);
      now = helped(now, errors.front());
    }
    const NaiveTable naive = naive_table(now, "t");
    for (const auto& input : inputs_of(table)) REQUIRE(naive.matching(input) == 1);
  }
}

// ── every boundary of every table that is shipped ──

namespace {

struct Boundary {
  std::size_t at = 0;  // in the text
  std::string value;
  std::string type;
};

// The numbers, amounts and dates in the conditions of a table.
std::vector<Boundary> boundaries_of(const std::string& text, const std::string& name) {
  std::vector<Boundary> out;
  const NaiveTable table = naive_table(text, name);
  std::size_t line = text.find('{', text.find("gives", text.find("table " + name + "(")));
  line = text.find("|\n", line);  // the end of the header, or of its comment's line
  const std::size_t end = text.find("\n}", line);
  const std::regex value(R"(\d{4}-\d\d-\d\d|-?\$?\d+(?:\.\d+)?%?)");
  for (line = text.find('\n', line) + 1; line < end; line = text.find('\n', line) + 1) {
    std::size_t cell = text.find('|', line) + 1;
    for (const NaiveColumn& column : table.columns) {
      const std::size_t bar = text.find('|', cell);
      const std::string content = text.substr(cell, bar - cell);
      if (column.is_ordered()) {
        for (auto it = std::sregex_iterator(content.begin(), content.end(), value);
             it != std::sregex_iterator(); ++it)
          out.push_back({cell + static_cast<std::size_t>(it->position()), it->str(), column.type});
      }
      cell = bar + 1;
    }
  }
  return out;
}

// The texts of presets, shapes and libraries in a folder of their own.
class Copy {
 public:
  Copy() {
    std::string pattern = (fs::temp_directory_path() / "metro2-boundaries-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    const fs::path from = test::project_path("presets");
    for (const auto& entry : fs::recursive_directory_iterator(from)) {
      const fs::path extension = entry.path().extension();
      if (extension != ".preset" && extension != ".shape" && extension != ".library") continue;
      const fs::path to = folder_ / fs::relative(entry.path(), from);
      fs::create_directories(to.parent_path());
      fs::copy_file(entry.path(), to);
      if (extension != ".shape") files_.push_back(to);
    }
  }
  ~Copy() { fs::remove_all(folder_); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  [[nodiscard]] const fs::path& folder() const { return folder_; }
  [[nodiscard]] const std::vector<fs::path>& files() const { return files_; }
  // A preset that reads the file: itself, or one that uses the library.
  [[nodiscard]] fs::path reader_of(const fs::path& file) const {
    if (file.extension() == ".preset") return file;
    for (const fs::path& preset : files_) {
      const std::string use = "use library " + file.stem().string();
      if (preset.extension() == ".preset" &&
          test::read(preset.string()).find(use) != std::string::npos)
        return preset;
    }
    return {};
  }

 private:
  fs::path folder_;
  std::vector<fs::path> files_;
};

bool leaves_the_range(const NaiveTable& table, const std::string& type, std::int64_t value) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const NaiveColumn& column) {
    return column.type == type && ((!column.low.empty() && value < units(column.low, type)) ||
                                   (!column.high.empty() && value > units(column.high, type)));
  });
}

// Moves one boundary by one unit and looks at what is said. `check` reads the changed text.
template <class Check>
void move_boundary(const std::string& text, const std::string& table, const Boundary& boundary,
                   int by, Check check) {
  const std::int64_t moved = units(boundary.value, boundary.type) + by;
  std::string changed = text;
  changed.replace(boundary.at, boundary.value.size(), cell_value(moved, boundary.type));
  CAPTURE(table, boundary.value, boundary.at, by);
  const Diagnostics found = check(changed);
  INFO(render(found.sorted(), Colour::Never));
  const NaiveTable naive = naive_table(changed, table);
  std::set<std::string> slugs;
  for (const Diagnostic& d : found.all()) {
    if (d.severity == Severity::Error) slugs.insert(d.slug);
  }
  if (leaves_the_range(naive, boundary.type, moved)) {
    CHECK(slugs == std::set<std::string>{"unreachable-row"});
  } else {
    CHECK((slugs.count("gap") + slugs.count("overlap") + slugs.count("type")) > 0);
  }
  check_examples_of(found, naive);
}

const char* const kEveryKind = R"(
table by_amount(owed: money, since: date from 2020-01-01)
gives word: text {
  | owed          | since                  || word |
  | ..$0          | any                    || a    |
  | $0.01..$24.99 | any                    || b    |
  | $25..         | ..2023-12-31           || c    |
  | $25..         | 2024-01-01..2024-02-28 || d    |
  | $25..         | 2024-02-29..           || e    |
}

table by_number(share: number from 0 to 1, pieces: int, rate: percent?)
gives word: text {
  | share      | pieces | rate        || word |
  | 0..0.5     | any    | any         || a    |
  | 0.5001..1  | ..-1   | any         || b    |
  | 0.5001..1  | 0..9   | missing     || c    |
  | 0.5001..1  | 0..9   | ..12.5%     || d    |
  | 0.5001..1  | 0..9   | 12.51%..    || e    |
  | 0.5001..1  | 10..   | any         || f    |
}
)";

}  // namespace

SCENARIO(
    "moving any boundary of any shipped table by one unit is told, with an input that proves it") {
  const Copy copy;
  std::size_t moved = 0;
  for (const fs::path& file : copy.files()) {
    const std::string text = test::read(file.string());
    const fs::path preset = copy.reader_of(file);
    for (const std::string& table : table_names(text)) {
      CAPTURE(file.filename().string());
      REQUIRE(!preset.empty());
      for (const Boundary& boundary : boundaries_of(text, table)) {
        for (const int by : {-1, 1}) {
          move_boundary(text, table, boundary, by, [&](const std::string& changed) {
            std::ofstream(file) << changed;
            Diagnostics found;
            dsl::check(preset, dsl::Workspace(copy.folder()), found);
            return found;
          });
          ++moved;
        }
      }
    }
    std::ofstream(file) << text;
  }
  CHECK(moved >= 26);
}

SCENARIO("moving a boundary is told for columns of every kind") {
  const std::string text = test::sample_preset(kEveryKind);
  const test::Checked unchanged = check_table(kEveryKind);
  INFO(unchanged.messages());
  REQUIRE(unchanged.found.count(Severity::Error) == 0);
  for (const char* table : {"by_amount", "by_number"}) {
    const std::vector<Boundary> boundaries = boundaries_of(text, table);
    REQUIRE(boundaries.size() >= 9);
    for (const Boundary& boundary : boundaries) {
      for (const int by : {-1, 1}) {
        move_boundary(text, table, boundary, by, [](const std::string& changed) {
          return test::check_files(
                     {{"sample.preset", changed}, {"sample.shape", test::kSampleShape}})
              .found;
        });
      }
    }
  }
}
