#include "engine/base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

struct Paint {
  bool on;
  [[nodiscard]] std::string operator()(const char* code, std::string_view text) const {
    return on && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
};
constexpr const char* kRed = "1;31";
constexpr const char* kYellow = "1;33";
constexpr const char* kBlue = "1;34";
constexpr const char* kBold = "1";
constexpr const char* kCyan = "1;36";

const char* colour_of(Severity severity) {
  return severity == Severity::Error ? kRed : severity == Severity::Warning ? kYellow : kCyan;
}

// A place to underline on one line. The primary mark uses '^', labels use '-'.
struct Underline {
  std::uint32_t line;
  std::uint32_t column;  // 1-based, in code points
  std::size_t width;
  std::string text;
  bool primary;
};

Underline underline_of(const Span& span, std::string text, bool primary) {
  const Place begin = span.source->place(span.begin);
  const std::string_view line = span.source->line(begin.line);
  const std::string_view covered = span.text().substr(0, span.text().find('\n'));
  const std::size_t on_line = count_code_points(line) + 1 -
                              std::min<std::size_t>(begin.column - 1, count_code_points(line));
  const std::size_t width =
      std::clamp<std::size_t>(count_code_points(covered), 1, std::max<std::size_t>(on_line, 1));
  return {begin.line, begin.column, width, std::move(text), primary};
}

// Tabs become one blank, so that carets stand under what they mean in any terminal; what a terminal
// would obey or hide becomes the replacement character.
std::string printable(std::string_view line) {
  std::string out;
  while (const auto problem = find_unreadable(line)) {
    out += line.substr(0, problem->offset);
    out += "\uFFFD";
    line.remove_prefix(problem->offset + 1);
    while (!line.empty() && (static_cast<unsigned char>(line.front()) & 0xC0) == 0x80)
      line.remove_prefix(1);
  }
  out += line;
  std::replace(out.begin(), out.end(), '\t', ' ');
  return out;
}

// The excerpt of one file: its lines with underlines, dots where lines are left out.
void print_excerpt(std::string& out, const SourceText& source, std::vector<Underline> marks,
                   std::size_t gutter, const Paint& paint, Severity severity) {
  std::stable_sort(marks.begin(), marks.end(), [](const Underline& a, const Underline& b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
  });
  const auto bar = [&](std::string_view number) {
    return paint(kBlue, fmt::format("{:>{}} |", number, gutter));
  };
  out += bar("") + "\n";
  std::uint32_t last = 0;
  for (const Underline& mark : marks) {
    if (mark.line != last) {
      if (last != 0 && mark.line > last + 1)
        out += paint(kBlue, fmt::format("{:>{}}", "...", gutter + 2)) + "\n";
      out +=
          fmt::format("{} {}\n", bar(std::to_string(mark.line)), printable(source.line(mark.line)));
      last = mark.line;
    }
    const char* colour = mark.primary ? colour_of(severity) : kBlue;
    const std::string carets(mark.width, mark.primary ? '^' : '-');
    const std::string text = mark.text.empty() ? "" : " " + mark.text;
    out += fmt::format("{} {:{}}{}\n", bar(""), "", mark.column - 1, paint(colour, carets + text));
  }
}

void print_block(std::string& out, std::string_view text, std::string_view lead,
                 std::size_t indent) {
  bool first = true;
  for (std::string_view line : split(text, '\n')) {
    out += first ? fmt::format("{}{}\n", lead, line) : fmt::format("{:{}}{}\n", "", indent, line);
    first = false;
  }
}

void render_one(std::string& out, const Diagnostic& d, const Paint& paint) {
  out += fmt::format(
      "{}: {}\n",
      paint(colour_of(d.severity), fmt::format("{}[{}]", to_string(d.severity), d.slug)),
      paint(kBold, d.message));
  std::size_t gutter = 1;
  if (!d.span.empty()) {
    std::vector<std::pair<const SourceText*, std::vector<Underline>>> files;
    const auto add = [&](const Span& span, const std::string& text, bool primary) {
      auto file = std::find_if(files.begin(), files.end(),
                               [&](const auto& f) { return f.first == span.source; });
      if (file == files.end()) file = files.insert(files.end(), {span.source, {}});
      file->second.push_back(underline_of(span, text, primary));
    };
    add(d.span, d.mark_text, true);
    for (const Label& label : d.labels) {
      if (!label.span.empty()) add(label.span, label.text, false);
    }
    for (const auto& [source, marks] : files) {
      for (const Underline& mark : marks)
        gutter = std::max(gutter, std::to_string(mark.line).size());
    }
    for (const auto& [source, marks] : files) {
      const bool primary = source == d.span.source;
      const Place place =
          primary ? source->place(d.span.begin) : Place{marks.front().line, marks.front().column};
      out += fmt::format("{:{}}{} {}:{}:{}\n", "", gutter, paint(kBlue, primary ? "-->" : ":::"),
                         source->name(), place.line, place.column);
      print_excerpt(out, *source, marks, gutter, paint, d.severity);
    }
  }
  for (const std::string& note : d.notes) {
    print_block(out, note, fmt::format("{:{}} = ", "", gutter), gutter + 3);
  }
  if (!d.help.empty()) print_block(out, d.help, paint(kCyan, "help") + ": ", 6);
}

void write_place(JsonWriter& json, const Span& span) {
  if (span.empty()) {
    json.key("file").null().key("line").number(0).key("column").number(0);
    json.key("end_line").number(0).key("end_column").number(0);
    return;
  }
  const Place begin = span.source->place(span.begin);
  const Place end = span.source->place(span.end);
  json.key("file").text(span.source->name());
  json.key("line").number(begin.line).key("column").number(begin.column);
  json.key("end_line").number(end.line).key("end_column").number(end.column);
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
    case Severity::Allowed:
      return "allowed";
  }
  return "";
}

Diagnostic& Diagnostics::add(Severity severity, std::string slug, Span span, std::string message) {
  Diagnostic d;
  d.slug = std::move(slug);
  d.severity = severity;
  d.span = span;
  d.message = std::move(message);
  std::size_t& kept = severity == Severity::Error ? errors_ : others_;
  if (kept == kMostKept) return surplus_ = std::move(d);
  ++kept;
  found_.push_back(std::move(d));
  return found_.back();
}
Diagnostic& Diagnostics::error(std::string slug, Span span, std::string message) {
  return add(Severity::Error, std::move(slug), span, std::move(message));
}
Diagnostic& Diagnostics::warning(std::string slug, Span span, std::string message) {
  return add(Severity::Warning, std::move(slug), span, std::move(message));
}
Diagnostic& Diagnostics::note(std::string slug, Span span, std::string message) {
  return add(Severity::Note, std::move(slug), span, std::move(message));
}

void Diagnostics::append(Diagnostics other) {
  for (Diagnostic& d : other.found_) found_.push_back(std::move(d));
  for (Diagnostic& d : other.silenced_) silenced_.push_back(std::move(d));
  for (SourcePtr& s : other.sources_) sources_.push_back(std::move(s));
}

void Diagnostics::tell_silenced() {
  for (Diagnostic& d : silenced_) found_.push_back(std::move(d));
  silenced_.clear();
}

bool Diagnostics::has_errors() const {
  return count(Severity::Error) > 0;
}

std::size_t Diagnostics::count(Severity severity) const {
  return static_cast<std::size_t>(std::count_if(
      found_.begin(), found_.end(), [&](const Diagnostic& d) { return d.severity == severity; }));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::map<const SourceText*, std::size_t> order;
  for (const Diagnostic& d : found_) order.emplace(d.span.source, order.size());
  std::vector<Diagnostic> out(found_.begin(), found_.end());
  std::stable_sort(out.begin(), out.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    const std::size_t file_a = order.at(a.span.source);
    const std::size_t file_b = order.at(b.span.source);
    return file_a != file_b ? file_a < file_b : a.span.begin < b.span.begin;
  });
  const auto same = [](const Diagnostic& a, const Diagnostic& b) {
    return !a.span.empty() && a.span.source == b.span.source && a.span.begin == b.span.begin &&
           a.slug == b.slug;
  };
  out.erase(std::unique(out.begin(), out.end(), same), out.end());
  return out;
}

std::string render(const std::vector<Diagnostic>& diagnostics, Colour colour, std::size_t limit) {
  const Paint paint{colour == Colour::Always};
  std::string out;
  std::map<const SourceText*, std::size_t> errors;
  for (const Diagnostic& d : diagnostics) {
    if (d.severity == Severity::Error && errors[d.span.source]++ >= limit) continue;
    if (!out.empty()) out += "\n";
    render_one(out, d, paint);
  }
  for (const auto& [source, count] : errors) {
    if (count > limit) {
      out += fmt::format("\n{} more errors in {}\n", count - limit,
                         source == nullptr ? "this input" : source->name());
    }
  }
  return out;
}

std::string render_json(const std::vector<Diagnostic>& diagnostics) {
  JsonWriter json;
  json.begin_array();
  for (const Diagnostic& d : diagnostics) {
    json.begin_object().key("slug").text(d.slug).key("severity").text(to_string(d.severity));
    write_place(json, d.span);
    json.key("message").text(d.message).key("mark").text(d.mark_text).key("help").text(d.help);
    json.key("labels").begin_array();
    for (const Label& label : d.labels) {
      json.begin_object();
      write_place(json, label.span);
      json.key("message").text(label.text).end_object();
    }
    json.end_array().key("notes").begin_array();
    for (const std::string& note : d.notes) json.text(note);
    json.end_array().end_object();
  }
  json.end_array();
  return json.take();
}

}  // namespace m2
