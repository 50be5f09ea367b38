#include "engine/cli/mutation_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/render.h"
#include "engine/cli/test_report.h"

namespace m2::cli {
namespace {

using Fate = MutantResult::Fate;

std::string_view name_of(Fate fate) {
  switch (fate) {
    case Fate::Refused:
      return "refused";
    case Fate::Killed:
      return "killed";
    case Fate::Survived:
      return "survived";
    case Fate::Equal:
      return "equal";
  }
  return "";
}

std::string place_of(const MutantResult& result) {
  return fmt::format("{}:{}", result.file(), result.lines.front().number);
}

// "presets/entrata/rent.test.yaml:46, a garage is not a home"
std::string told(const CaseRef& ref) {
  return fmt::format("{}, {}", ref.place(), ref.test->test.name);
}

struct Line {
  std::string word;
  std::string text;
};

// What would kill a survivor, in lines.
std::vector<Line> advice(const MutantResult& result) {
  std::vector<Line> lines;
  if (!result.nearest) {
    lines.push_back({"reached by", "no case"});
  } else if (result.reached == 1) {
    lines.push_back({"reached by", "one case, which does not notice: " + told(*result.nearest)});
  } else {
    lines.push_back(
        {"reached by", fmt::format("{}, none of which notices, as {}",
                                   counted(result.reached, "case"), told(*result.nearest))});
  }
  if (!result.input) {
    lines.push_back({"to kill it",
                     "find what makes a difference: nothing that was tried with these documents "
                     "does; or say under `survives` why nothing can"});
    return lines;
  }
  const KillingInput& input = *result.input;
  lines.push_back({"to kill it", "like " + told(input.like)});
  for (const std::string& change : input.changes) lines.push_back({"", "with " + change});
  constexpr std::size_t kMostTold = 3;
  for (std::size_t i = 0; i < input.differs.size() && i < kMostTold; ++i) {
    const FieldDifference& d = input.differs[i];
    lines.push_back(
        {"", fmt::format("expecting {} {}; the mutant gives {}", d.what, d.before, d.after)});
  }
  if (input.differs.size() > kMostTold)
    lines.push_back({"", fmt::format("and {} more", input.differs.size() - kMostTold)});
  return lines;
}

std::string changed_lines(const MutantResult& result, Colour colour) {
  std::string out;
  for (const dsl::ChangedLine& line : result.lines) {
    out += paint(colour, Ink::Red, fmt::format("  {:>4} - {}", line.number, line.before)) + "\n";
    out += paint(colour, Ink::Green, fmt::format("  {:>4} + {}", line.number, line.after)) + "\n";
  }
  return out;
}

std::string as_text(const MutantResult& result) {
  std::string out = changed_lines(result, Colour::Never);
  for (const auto& [word, text] : advice(result)) out += fmt::format("  {:<10}  {}\n", word, text);
  return out;
}

std::map<std::string, std::size_t> refused_by(const MutationRun& mutation) {
  std::map<std::string, std::size_t> out;
  for (const MutantResult& result : mutation.results()) {
    if (result.fate == Fate::Refused) ++out[result.slug];
  }
  return out;
}

// "bound: `let owes = unpaid > $0` becomes `let owes = unpaid >= $0`"
std::string title(const MutantResult& result) {
  const dsl::ChangedLine& line = result.lines.front();
  return fmt::format("{}: {}: `{}` becomes `{}`", line.number,
                     dsl::to_string(result.mutant.mutation), line.before, line.after);
}

void write_score(JsonWriter& json, const MutationScore& score) {
  const auto number = [&](const char* key, std::size_t value) {
    json.key(key).number(static_cast<std::int64_t>(value));
  };
  number("mutants", score.mutants);
  number("killed", score.killed);
  number("refused", score.refused);
  number("survived", score.survived);
  number("equal", score.equal);
  number("score", score.percent());
}

}  // namespace

std::string mutation_text(const MutationRun& mutation, Colour colour) {
  std::string out;
  for (const MutantResult& result : mutation.results()) {
    if (result.fate != Fate::Survived) continue;
    out += fmt::format("{}   {}\n", paint(colour, Ink::Bold, place_of(result)),
                       dsl::to_string(result.mutant.mutation));
    out += changed_lines(result, colour);
    for (const auto& [word, text] : advice(result))
      out +=
          fmt::format("       {} {}\n", paint(colour, Ink::Dim, fmt::format("{:<10}", word)), text);
    out += "\n";
  }
  Table table({"", "mutants", "killed", "refused by check", "survive", "with a reason", "score"});
  for (const MutationScore& score : mutation.scores()) {
    table.add({score.file.empty() ? "all" : score.file, with_separators(score.mutants),
               with_separators(score.killed), with_separators(score.refused),
               with_separators(score.survived), with_separators(score.equal),
               fmt::format("{} %", score.percent())});
  }
  out += table.text(colour);
  std::string slugs;
  for (const auto& [slug, count] : refused_by(mutation))
    slugs += fmt::format("{}{} {}", slugs.empty() ? "" : ", ", slug, with_separators(count));
  if (!slugs.empty()) out += paint(colour, Ink::Dim, "refused by check: " + slugs) + "\n";
  return out;
}

std::string mutation_json(const MutationRun& mutation, const std::vector<Diagnostic>& found) {
  JsonWriter json;
  const std::vector<MutationScore> scores = mutation.scores();
  json.begin_object();
  write_score(json, scores.back());
  json.key("files").begin_array();
  for (std::size_t i = 0; i + 1 < scores.size(); ++i) {
    json.begin_object().key("file").text(scores[i].file);
    write_score(json, scores[i]);
    json.end_object();
  }
  json.end_array().key("refused_by").begin_object();
  for (const auto& [slug, count] : refused_by(mutation))
    json.key(slug).number(static_cast<std::int64_t>(count));
  json.end_object().key("results").begin_array();
  for (const MutantResult& result : mutation.results()) {
    json.begin_object().key("file").text(result.file());
    json.key("line").number(result.lines.front().number);
    json.key("mutation").text(dsl::to_string(result.mutant.mutation));
    json.key("lines").begin_array();
    for (const dsl::ChangedLine& line : result.lines) {
      json.begin_object().key("line").number(line.number);
      json.key("before").text(line.before).key("after").text(line.after).end_object();
    }
    json.end_array().key("fate").text(name_of(result.fate));
    if (result.fate == Fate::Refused) json.key("by").text(result.slug);
    if (result.killer) {
      json.key("by").text(result.killer->place()).key("case").text(result.killer->test->test.name);
    }
    if (result.fate == Fate::Equal) json.key("because").text(result.equal->because);
    if (result.fate == Fate::Survived) {
      json.key("reached").number(static_cast<std::int64_t>(result.reached));
      if (result.nearest) json.key("nearest").text(result.nearest->place());
      if (result.input) {
        json.key("like").text(result.input->like.place());
        json.key("case").text(result.input->like.test->test.name);
        json.key("changes").begin_array();
        for (const std::string& change : result.input->changes) json.text(change);
        json.end_array().key("differs").begin_array();
        for (const FieldDifference& d : result.input->differs) {
          json.begin_object().key("what").text(d.what).key("expected").text(d.before);
          json.key("mutant").text(d.after).end_object();
        }
        json.end_array();
      }
    }
    json.end_object();
  }
  json.end_array().key("diagnostics").raw(trim(render_json(found))).end_object();
  return json.take();
}

std::string mutation_junit(const MutationRun& mutation) {
  const std::vector<MutationScore> scores = mutation.scores();
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format("<testsuites name=\"metro2 test --mutate\" tests=\"{}\" failures=\"{}\">\n",
                     scores.back().mutants, scores.back().survived);
  std::string file;
  for (const MutantResult& result : mutation.results()) {
    if (result.file() != file) {
      if (!file.empty()) out += "  </testsuite>\n";
      file = result.file();
      const auto score = std::find_if(scores.begin(), scores.end(),
                                      [&](const MutationScore& s) { return s.file == file; });
      out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n",
                         in_markup(file), score->mutants, score->survived);
    }
    out += fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                       in_markup(file), in_markup(title(result)), in_markup(file),
                       result.lines.front().number);
    if (result.fate != Fate::Survived) {
      out += "/>\n";
      continue;
    }
    out += fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                       in_markup("no case notices: " + title(result)), in_markup(as_text(result)));
  }
  if (!file.empty()) out += "  </testsuite>\n";
  return out + "</testsuites>\n";
}

std::string mutation_tap(const MutationRun& mutation) {
  std::string out = "TAP version 14\n";
  out += fmt::format("1..{}\n", mutation.results().size());
  std::size_t number = 0;
  for (const MutantResult& result : mutation.results()) {
    const bool is_right = result.fate != Fate::Survived;
    out += fmt::format("{} {} - {}\n", is_right ? "ok" : "not ok", ++number,
                       tap_name(result.file() + ":" + title(result)));
    if (!is_right) out += tap_block(as_text(result));
  }
  return out;
}

}  // namespace m2::cli
