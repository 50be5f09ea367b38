#include "engine/cli/import_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

constexpr std::size_t kMostShown = 5;  // records of a kind that are named one by one

std::string_view known_by(NumberIs by) {
  switch (by) {
    case NumberIs::Told:
      return "by the file of --accounts";
    case NumberIs::Presets:
      return "by the number that the preset gives the account";
    case NumberIs::Id:
      return "by the id of the account";
    case NumberIs::IdsLetters:
      return "by the letters and digits of the account's id";
    case NumberIs::Itself:
      break;
  }
  return "by the number itself, taken as the id of the account";
}

std::string named_record(const LeftOutRecord& record) {
  std::string out = fmt::format("record {}", record.record);
  if (!record.number.empty()) out += fmt::format(", account number {}", printable(record.number));
  if (!record.detail.empty()) out += fmt::format(": {}", readable(record.detail));
  return out;
}

class ImportText {
 public:
  ImportText(const ImportSummary& summary, Colour colour) : s_(summary), colour_(colour) {}

  std::string render() {
    overview();
    left_out();
    store();
    next();
    return std::move(out_);
  }

 private:
  void line(std::string_view text = {}) {
    out_ += text;
    out_ += '\n';
  }
  void heading(std::string_view text) {
    line();
    line(paint(colour_, Ink::Bold, text));
  }

  void overview() {
    line(paint(colour_, Ink::Bold,
               fmt::format("{}: history of {}, from {}", s_.tenant, s_.period.to_string(),
                           readable(s_.request.file))));
    line(fmt::format("The file: {}, sha256 {}.", to_string(s_.framing), s_.sha256));
    line();
    const std::size_t width = with_separators(s_.records).size();
    const auto count = [&](std::uint64_t number, std::string_view what) {
      line(fmt::format("  {:>{}} {}", with_separators(number), width, what));
    };
    count(s_.records, s_.records == 1 ? "record" : "records");
    std::size_t ways = 0;
    std::size_t only = 0;
    for (std::size_t i = 0; i < kNumberKinds; ++i) {
      if (s_.kept_by[i] == 0) continue;
      ++ways;
      only = i;
    }
    const std::string_view kept = s_.request.is_dry_run ? "would be kept" : "kept";
    count(s_.kept, ways == 1 ? fmt::format("{}, {}", kept, known_by(static_cast<NumberIs>(only)))
                             : std::string(kept));
    for (std::size_t i = 0; ways > 1 && i < kNumberKinds; ++i) {
      if (s_.kept_by[i] > 0)
        line(fmt::format("  {:>{}}   {} {}", "", width, with_separators(s_.kept_by[i]),
                         known_by(static_cast<NumberIs>(i))));
    }
    count(s_.left_out_total(), "left out");
    if (s_.kept_by[static_cast<std::size_t>(NumberIs::Itself)] == 0) return;
    line();
    line(
        "Nothing says which account has which number. With the documents (--from) or a table "
        "(--accounts)");
    line("each number is held against the tenant's accounts; without, a wrong one is never found.");
  }

  void left_out() {
    if (s_.left_out_total() == 0) return;
    heading("Left out: the next month does not go on from these records");
    for (std::size_t i = 0; i < kLeftOutKinds; ++i) {
      const LeftOutRecords& records = s_.left_out[i];
      if (records.count == 0) continue;
      const auto why = static_cast<LeftOut>(i);
      line(fmt::format("  {} {}: {}", with_separators(records.count),
                       paint(colour_, Ink::Bold, to_string(why)), about(why)));
      const std::size_t shown = std::min(records.named.size(), kMostShown);
      for (std::size_t r = 0; r < shown; ++r) line("    " + named_record(records.named[r]));
      if (records.count > shown)
        line(fmt::format("    and {} more (--format json names them)",
                         with_separators(records.count - shown)));
      line(fmt::format("    {}", way_out(why)));
    }
  }

  void store() {
    if (s_.request.is_dry_run) {
      heading("Nothing was written: --dry-run");
      return;
    }
    if (!s_.stored) {
      heading("Nothing was imported");
      return;
    }
    const StoredRunCounts& stored = *s_.stored;
    heading(fmt::format("Kept in {}", readable(s_.request.store)));
    if (stored.is_repeated) {
      line(fmt::format("  nothing new: {} has all of it already", s_.period.to_string()));
    } else {
      line(fmt::format("  accounts of {}: {} new, {} changed, {} as they were, {} no longer there",
                       s_.period.to_string(), with_separators(stored.added),
                       with_separators(stored.changed), with_separators(stored.unchanged),
                       with_separators(stored.removed)));
    }
  }

  void next() {
    if (!s_.stored && !s_.request.is_dry_run) return;
    if (s_.own_later.empty()) return;
    std::vector<std::string> months;
    for (const Period& month : s_.own_later) months.push_back(month.to_string());
    line();
    line(fmt::format("metro2 ran {} before this: run {} again, oldest first, and {} on from here.",
                     fmt::join(months, ", "), months.size() == 1 ? "it" : "them",
                     months.size() == 1 ? "it goes" : "they go"));
  }

  const ImportSummary& s_;
  Colour colour_;
  std::string out_;
};

void put_count(JsonWriter& json, std::string_view key, std::uint64_t value) {
  json.key(key).number(static_cast<std::int64_t>(value));
}

void write_left_out(JsonWriter& json, const LeftOutRecords& records, LeftOut why) {
  json.begin_object().key("why").text(to_string(why)).key("about").text(about(why));
  json.key("way_out").text(way_out(why));
  put_count(json, "count", records.count);
  json.key("records").begin_array();
  for (const LeftOutRecord& record : records.named) {
    json.begin_object();
    put_count(json, "record", record.record);
    put_count(json, "line", record.line);
    put_count(json, "offset", record.offset);
    json.key("account_number").text(printable(record.number));
    json.key("detail").text(readable(record.detail)).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string import_text(const ImportSummary& summary, Colour colour) {
  return ImportText(summary, colour).render();
}

std::string import_json(const ImportSummary& summary) {
  JsonWriter json;
  json.begin_object().key("tenant").text(summary.tenant);
  json.key("period").text(summary.period.to_string());
  json.key("file").text(readable(summary.request.file)).key("sha256").text(summary.sha256);
  json.key("framing").text(to_string(summary.framing));
  json.key("dry_run").boolean(summary.request.is_dry_run);
  put_count(json, "records", summary.records);
  put_count(json, "kept", summary.kept);
  json.key("kept_by").begin_object();
  for (std::size_t i = 0; i < kNumberKinds; ++i) {
    if (summary.kept_by[i] > 0)
      put_count(json, to_string(static_cast<NumberIs>(i)), summary.kept_by[i]);
  }
  json.end_object().key("left_out").begin_array();
  for (std::size_t i = 0; i < kLeftOutKinds; ++i) {
    if (summary.left_out[i].count > 0)
      write_left_out(json, summary.left_out[i], static_cast<LeftOut>(i));
  }
  json.end_array().key("own_later").begin_array();
  for (const Period& month : summary.own_later) json.text(month.to_string());
  json.end_array().key("store");
  if (!summary.stored) {
    json.null();
    return json.end_object().take();
  }
  const StoredRunCounts& stored = *summary.stored;
  json.begin_object().key("path").text(summary.request.store);
  json.key("repeated").boolean(stored.is_repeated);
  put_count(json, "added", stored.added);
  put_count(json, "changed", stored.changed);
  put_count(json, "unchanged", stored.unchanged);
  put_count(json, "removed", stored.removed);
  return json.end_object().end_object().take();
}

}  // namespace m2::cli
