#include "engine/pipeline/summary.h"

#include <fmt/format.h>

#include <algorithm>

namespace m2 {
namespace {

constexpr std::size_t kMostNotes = 5;  // files that are named one by one

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", with_separators(number), number == 1 ? one : many);
}

/// Text from a document, fit for a terminal.
std::string printable(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }, ' ');
  return out;
}

/// "June 2026"
std::string month_name(Period period) {
  constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
  const CivilDate day = period.first_day().civil();
  return fmt::format("{} {}", kMonths[day.month - 1], day.year);
}

class TextSummary {
 public:
  TextSummary(const RunSummary& summary, Colour colour)
      : s_(summary), counts_(summary.counts), colour_(colour == Colour::Always) {}

  std::string render() {
    overview();
    if (counts_.documents == 0) {
      responses();
      return std::move(out_);
    }
    files();
    store();
    rules("Skipped: the preset leaves these accounts out; nothing is wrong with them",
          counts_.skipped);
    rules("Held: not in the files until somebody has looked", counts_.held);
    held_also();
    findings();
    responses();
    next();
    return std::move(out_);
  }

 private:
  std::string paint(const char* code, std::string_view text) const {
    return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
  std::string bold(std::string_view text) const { return paint("1", text); }
  void line(std::string_view text = {}) {
    out_ += text;
    out_ += '\n';
  }
  void heading(std::string_view text) {
    line();
    line(bold(text));
  }

  void overview() {
    std::vector<std::string> presets;
    for (const ManifestPreset& preset : s_.presets) {
      presets.push_back(fmt::format("{} version {}", preset.name, preset.version));
    }
    line(bold(fmt::format("{}: {}, as of {}", s_.tenant, month_name(s_.request.period),
                          s_.as_of.to_string())));
    line(fmt::format("Mapped by {}.", fmt::join(presets, " and ")));
    if (s_.sandbox) {
      line("A sandbox: these people are invented, and no bureau may receive these files.");
    }
    line();
    const RunRequest& request = s_.request;
    const std::string from = request.from == "-"    ? "standard input"
                             : request.from.empty() ? request.store
                                                    : request.from;
    if (counts_.documents == 0) {
      line(fmt::format("No account document in {}: nothing to report, and no file was written.",
                       from));
      return;
    }
    const std::uint64_t skipped = counts_.skipped.total();
    const std::uint64_t held = counts_.held.total();
    const std::size_t width = with_separators(counts_.documents).size();
    const auto count = [&](std::uint64_t number, std::string_view what) {
      line(fmt::format("  {:>{}} {}", with_separators(number), width, what));
    };
    count(counts_.documents, fmt::format("account {} came in from {}",
                                         counts_.documents == 1 ? "document" : "documents", from));
    count(counts_.reported, counts_.reported == 0 ? "reported" : "reported: in the files");
    count(skipped, skipped == 0 ? "skipped" : "skipped:  the preset leaves them out");
    count(held, held == 0 ? "held" : paint("33", "held:     somebody has to look first"));
  }

  void files() {
    if (s_.files.empty()) {
      heading("No file was written: no account is reported");
      return;
    }
    const WrittenFile& any = s_.files.front();
    std::string people;
    if (any.j1 + any.j2 > 0) {
      people = fmt::format(", with {} more {} at the same address (J1) and {} elsewhere (J2)",
                           with_separators(any.j1), any.j1 == 1 ? "person" : "people",
                           with_separators(any.j2));
    }
    heading(
        fmt::format("Files: {} in each{}", counted(any.records, "account", "accounts"), people));
    std::size_t width = s_.manifest.string().size();
    for (const WrittenFile& file : s_.files) width = std::max(width, file.path.string().size());
    for (const WrittenFile& file : s_.files) {
      line(fmt::format("  {:<11} {:<{}}  {}", facts(file.bureau).title, file.path.string(), width,
                       counted(file.bytes, "byte", "bytes")));
    }
    line(fmt::format("  {:<11} {:<{}}  what they were made from, and their SHA-256", "manifest",
                     s_.manifest.string(), width));
  }

  void store() {
    if (!s_.stored) return;
    const StoredRunCounts& stored = *s_.stored;
    heading(fmt::format("Kept in {}", s_.request.store));
    if (stored.is_repeated) {
      line(fmt::format("  nothing new: it is the last run of {} again",
                       month_name(s_.request.period)));
    } else {
      line(fmt::format("  accounts of {}: {} new, {} changed, {} as they were, {} no longer there",
                       month_name(s_.request.period), with_separators(stored.added),
                       with_separators(stored.changed), with_separators(stored.unchanged),
                       with_separators(stored.removed)));
    }
    if (stored.twice_total == 0) return;
    line(paint("33",
               fmt::format("  {} with more than one document: {}{}; the first one is kept, and "
                           "the files have all of them",
                           counted(stored.twice_total, "account", "accounts"),
                           printable(fmt::format("{}", fmt::join(stored.twice, ", "))),
                           stored.twice_total > stored.twice.size() ? " …" : "")));
  }

  void rules(std::string_view title, const Tally& tally) {
    const std::vector<RuleTally> rules = tally.rules();
    if (rules.empty()) return;
    heading(title);
    std::size_t name_width = 0;
    std::size_t count_width = 0;
    for (const RuleTally& rule : rules) {
      name_width = std::max(name_width, rule.rule.size());
      count_width = std::max(count_width, with_separators(rule.accounts).size());
    }
    for (const RuleTally& rule : rules) {
      line(fmt::format("  {:>{}} {}  {}", with_separators(rule.accounts), count_width,
                       bold(fmt::format("{:<{}}", rule.rule, name_width)), printable(rule.reason)));
      const std::size_t shown = rule.examples.size();
      const bool all = shown == rule.accounts;
      line(fmt::format(
          "  {:>{}} {:<{}}  {}{}{}", "", count_width, "", name_width, all ? "" : "for example ",
          printable(fmt::format("{}", fmt::join(rule.examples, ", "))),
          all ? "" : fmt::format(" and {} more", with_separators(rule.accounts - shown))));
    }
  }

  void held_also() {
    const std::vector<RuleTally> rules = counts_.held_also.rules();
    if (rules.empty()) return;
    std::vector<std::string> names;
    for (const RuleTally& rule : rules) {
      names.push_back(fmt::format("{} ({})", rule.rule, with_separators(rule.accounts)));
    }
    line(fmt::format("  Some of them for more than one reason: {}.", fmt::join(names, ", ")));
  }

  void findings() {
    rules("Worth a look: reported all the same", counts_.warned);
    const bool any = counts_.cut.accounts + counts_.dropped.accounts + counts_.capped.accounts > 0;
    if (!any) return;
    heading("Changed to fit the standard");
    const auto changed = [&](const ChangedValues& values, std::string_view one,
                             std::string_view many, std::string_view what) {
      if (values.accounts == 0) return;
      line(fmt::format("  {} in {} {}", counted(values.values, one, many),
                       counted(values.accounts, "account", "accounts"), what));
    };
    changed(counts_.cut, "character", "characters",
            "cut: a name or address is longer than its field");
    changed(counts_.dropped, "character", "characters",
            "left out: the standard has no such character");
    changed(counts_.capped, "amount", "amounts", "written as all nines: larger than its field");
  }

  void responses() {
    if (!s_.responses) return;
    notes("Responses that could not be read", s_.responses->unreadable);
    notes("Files that no account needs", s_.responses->ignored);
    std::size_t objects = 0;
    for (const auto& duplicate : s_.responses->duplicates) objects += duplicate.count;
    if (objects == 0) return;
    heading("The same object in two responses");
    line(fmt::format("  {} taken from the later or fuller one (--format json names the files)",
                     objects == 1 ? "1 object," : with_separators(objects) + " objects, each"));
  }
  void notes(std::string_view title, const std::vector<connectors::RecordedReport::Note>& notes) {
    if (notes.empty()) return;
    heading(title);
    for (std::size_t i = 0; i < std::min(notes.size(), kMostNotes); ++i) {
      line(fmt::format("  {}: {}", notes[i].file, printable(notes[i].why)));
    }
    more_than(notes.size());
  }
  void more_than(std::size_t count) {
    if (count > kMostNotes)
      line(fmt::format("  and {} more (--format json has all)", count - kMostNotes));
  }

  void next() {
    const std::vector<NextCommand> commands = next_commands(s_);
    if (commands.empty()) return;
    heading("What to do next");
    if (!counts_.held.rules().empty()) {
      line("  Put right what holds an account, at its source or in the preset, and run again.");
    }
    for (const NextCommand& next : commands) {
      line(fmt::format("  {}:", next.purpose));
      line(fmt::format("    {}", next.command));
    }
  }

  const RunSummary& s_;
  const RunCounts& counts_;
  bool colour_;
  std::string out_;
};

/// A path or name as a shell takes it as one word.
std::string in_quotes(const std::string& word) {
  const bool plain =
      word.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+=,:@") ==
      std::string::npos;
  if (plain && !word.empty()) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::vector<NextCommand> next_commands(const RunSummary& summary) {
  std::vector<NextCommand> commands;
  if (!summary.files.empty()) {
    const std::filesystem::path& file = summary.files.front().path;
    commands.push_back(
        {"metro2 validate " + in_quotes(file.string()), "Hold a file against the standard"});
    commands.push_back({"metro2 inspect " + in_quotes(file.string()),
                        "Read it field by field, with the meaning of every code"});
  }
  const RunRequest& request = summary.request;
  if (request.from != "-") {
    const std::string as_of =
        request.as_of ? fmt::format(" --as-of {}", request.as_of->to_string()) : std::string();
    commands.push_back(
        {fmt::format("metro2 run --tenant {} --period {}{}{}{} --out {} --format json",
                     in_quotes(request.tenant), request.period.to_string(), as_of,
                     request.from.empty() ? "" : " --from " + in_quotes(request.from),
                     request.store.empty() ? "" : " --store " + in_quotes(request.store),
                     in_quotes(request.out.string())),
         "The same run as data, with every count and reason"});
  }
  return commands;
}

std::string render_text(const RunSummary& summary, Colour colour) {
  return TextSummary(summary, colour).render();
}

}  // namespace m2
