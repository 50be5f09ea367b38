#include "engine/cli/drift_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

constexpr std::size_t kFewUnread = 20;

// What is wrong, in words that follow a count.
std::string_view words_for(std::string_view kind) {
  if (kind == "missing_value") return "not there";
  if (kind == "unknown_value") return "not in its list";
  if (kind == "two_values") return "there more than once";
  if (kind == "wrong_kind") return "of another kind";
  return "cannot be read";
}

std::string first_examples(const SurveyTrouble& trouble) {
  std::string out;
  for (const SurveyExample& example : trouble.examples) {
    if (!out.empty()) out += "; ";
    out += example.account.empty() ? fmt::format("document {}", example.document)
                                   : printable(example.account);
    out += " at " + (example.pointer.empty() ? "/" : printable(example.pointer));
    if (!example.text.empty()) out += fmt::format(" \"{}\"", example.text);
  }
  return out;
}

std::string path_of(const UnreadMember& member) {
  return printable(member.path.empty() ? member.name : member.path + "." + member.name);
}

std::vector<UnreadMember> renamed_first(const Survey& survey) {
  std::vector<UnreadMember> unread = survey.unread();
  std::stable_partition(unread.begin(), unread.end(),
                        [](const UnreadMember& m) { return m.meant.has_value(); });
  return unread;
}

void append_troubles(const DriftView& view, std::string& out) {
  Table table;
  for (const MemberSurvey& member : view.survey.members()) {
    for (const SurveyTrouble& trouble : member.troubles) {
      std::string words;
      for (const auto& [word, count] : trouble.words)
        words +=
            fmt::format("{}\"{}\" {}", words.empty() ? "" : ", ", word, with_separators(count));
      table.add({view.survey.name(*member.member), with_separators(trouble.count),
                 std::string(words_for(trouble.kind)),
                 words.empty() ? first_examples(trouble) : words + "; " + first_examples(trouble)});
    }
  }
  out += table.text(Colour::Never, "  ");
}

void append_never_seen(const DriftView& view, Colour colour, std::string& out) {
  Table table;
  bool is_empty = true;
  const dsl::SourceIndex index(view.shape);
  for (const MemberSurvey& member : view.survey.members()) {
    // Of a record that never came, its own line is enough.
    if (!member.is_never_seen() || member.values + member.missing == 0) continue;
    std::string paths;
    for (const std::string& path : index.paths(*member.member))
      paths += (paths.empty() ? "" : " or ") + path;
    table.add({view.survey.name(*member.member), paths});
    is_empty = false;
  }
  if (is_empty) return;
  out += "\n" + paint(colour, Ink::Bold, "The shape reads these, and no document has them") + "\n";
  out += table.text(Colour::Never, "  ");
}

void append_unread(const DriftView& view, Colour colour, std::string& out) {
  const std::vector<UnreadMember> unread = renamed_first(view.survey);
  if (unread.empty()) return;
  out += "\n" + paint(colour, Ink::Bold, "Documents have these, and the shape does not read them") +
         "\n";
  Table table;
  std::size_t shown = 0;
  for (const UnreadMember& member : unread) {
    const bool is_renamed = member.meant.has_value();
    if (!view.shows_all && !is_renamed && shown >= kFewUnread) break;
    ++shown;
    std::vector<std::string> row = {path_of(member), with_separators(member.count)};
    if (is_renamed) row.push_back(fmt::format("is it `{}`, which no document has?", *member.meant));
    table.add(std::move(row));
  }
  out += table.text(Colour::Never, "  ");
  if (shown < unread.size())
    out +=
        fmt::format("  … and {} more; --all shows them\n", with_separators(unread.size() - shown));
}

void write(JsonWriter& json, const SurveyExample& example) {
  json.begin_object().key("document").number(static_cast<std::int64_t>(example.document));
  json.key("account").text(example.account).key("pointer").text(example.pointer);
  if (!example.text.empty()) json.key("value").text(example.text);
  json.end_object();
}

void write(JsonWriter& json, const DriftView& view, const MemberSurvey& member,
           const SurveyTrouble& trouble) {
  json.begin_object().key("member").text(view.survey.name(*member.member));
  json.key("kind").text(trouble.kind);
  json.key("count").number(static_cast<std::int64_t>(trouble.count));
  if (!trouble.words.empty()) {
    json.key("words").begin_object();
    for (const auto& [word, count] : trouble.words)
      json.key(word).number(static_cast<std::int64_t>(count));
    json.end_object();
  }
  json.key("examples").begin_array();
  for (const SurveyExample& example : trouble.examples) write(json, example);
  json.end_array().end_object();
}

}  // namespace

std::string drift_text(const DriftView& view, Colour colour) {
  const Survey& survey = view.survey;
  std::string out = fmt::format("{} against {} ({})\n", counted(survey.documents(), "document"),
                                view.shape.shape->name, view.shape.shape->source->name());
  if (survey.troubled() == 0) {
    out += "  every value that the shape reads can be read\n";
  } else {
    out += "\n" +
           paint(colour, Ink::Bold,
                 fmt::format("{} of {} would be held", with_separators(survey.troubled()),
                             with_separators(survey.documents()))) +
           "\n";
    append_troubles(view, out);
  }
  append_never_seen(view, colour, out);
  append_unread(view, colour, out);
  return out;
}

std::string drift_json(const DriftView& view) {
  const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  JsonWriter json;
  json.begin_object().key("shape").text(view.shape.shape->name);
  json.key("documents").number(number(view.survey.documents()));
  json.key("unreadable").number(number(view.counts.unreadable));
  json.key("would_hold").number(number(view.survey.troubled()));
  json.key("troubles").begin_array();
  for (const MemberSurvey& member : view.survey.members()) {
    for (const SurveyTrouble& trouble : member.troubles) write(json, view, member, trouble);
  }
  json.end_array().key("never_seen").begin_array();
  for (const MemberSurvey& member : view.survey.members()) {
    if (member.is_never_seen()) json.text(view.survey.name(*member.member));
  }
  json.end_array().key("not_read").begin_array();
  for (const UnreadMember& member : view.survey.unread()) {
    json.begin_object().key("path").text(member.path).key("name").text(member.name);
    json.key("count").number(number(member.count));
    if (member.meant) json.key("meant").text(*member.meant);
    write(json.key("example"), member.example);
    json.end_object();
  }
  return json.end_array().end_object().take();
}

std::string draft_json(const std::string& draft, const SampleCounts& counts) {
  JsonWriter json;
  json.begin_object().key("documents").number(static_cast<std::int64_t>(counts.documents));
  json.key("unreadable").number(static_cast<std::int64_t>(counts.unreadable));
  return json.key("shape").text(draft).end_object().take();
}

}  // namespace m2::cli
