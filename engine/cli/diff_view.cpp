#include "engine/cli/diff_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/literal.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

constexpr std::size_t kMostKindsTold = 3;
constexpr std::size_t kLongestKind = 12;  // of longer ones, as histories, one is example enough
constexpr std::size_t kMostCausesTold = 3;

std::string told(const ToldOutcome& outcome) {
  return outcome.rule.empty() ? std::string(outcome.word())
                              : fmt::format("{} by {}", outcome.word(), outcome.rule);
}

std::string told(const OutcomeGroup& group) {
  return told(group.before) + " → " + told(group.after);
}

std::string name_of(const FieldGroup& group) {
  if (group.field == nullptr) return fmt::format("{} segments", to_string(group.segment));
  return group.segment == Segment::Base
             ? std::string(group.field->key)
             : fmt::format("{}.{}", to_string(group.segment), group.field->key);
}

std::string signed_dollars(std::int64_t dollars) {
  return fmt::format("{}${}", dollars < 0 ? "-" : "+",
                     with_separators(static_cast<std::uint64_t>(dollars < 0 ? -dollars : dollars)));
}

/// The most frequent kinds of a change: `"11" → "71" 12, "71" → "78" 2`.
std::string kinds_of(const FieldGroup& group) {
  using Kind = std::pair<std::pair<std::string, std::string>, std::uint64_t>;
  std::vector<Kind> kinds(group.kinds.begin(), group.kinds.end());
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const Kind& a, const Kind& b) { return a.second > b.second; });
  std::string out;
  std::uint64_t told_of = 0;
  const bool is_long = !kinds.empty() && kinds.front().first.first.size() > kLongestKind;
  for (std::size_t i = 0; i < std::min(kinds.size(), is_long ? 1 : kMostKindsTold); ++i) {
    out += fmt::format("{}{} → {}", out.empty() ? "" : ", ", readable(kinds[i].first.first),
                       readable(kinds[i].first.second));
    if (group.accounts > 1) out += " " + with_separators(kinds[i].second);
    told_of += kinds[i].second;
  }
  if (told_of < group.accounts && !kinds.empty())
    out += fmt::format(", {} otherwise", with_separators(group.accounts - told_of));
  return out;
}

std::string how_much(const FieldGroup& group) {
  if (group.field == nullptr || group.field->kind != FieldKind::Money) return kinds_of(group);
  if (group.lowest == group.highest)
    return group.accounts == 1 ? signed_dollars(group.sum)
                               : fmt::format("{} each, sum {}", signed_dollars(group.lowest),
                                             signed_dollars(group.sum));
  return fmt::format("{} … {}, sum {}", signed_dollars(group.lowest), signed_dollars(group.highest),
                     signed_dollars(group.sum));
}

/// From a few words before the first difference on, when a text is too long to be shown whole.
std::string from_difference(const std::string& text, const std::string& other,
                            std::size_t longest) {
  constexpr std::size_t kWordsBefore = 16;  // bytes
  if (text.empty()) return "nothing";
  if (text.size() <= longest) return readable(text);
  const auto differs = static_cast<std::size_t>(
      std::mismatch(text.begin(), text.end(), other.begin(), other.end()).first - text.begin());
  std::size_t begin = differs > kWordsBefore ? text.find(' ', differs - kWordsBefore) : 0;
  if (begin == std::string::npos || begin > differs) begin = 0;
  return (begin > 0 ? "…" : "") + shortened(readable(text.substr(begin)), longest);
}

/// "`grace_days`  0 days → 5 days"
std::string told(const dsl::PresetChange& change, std::size_t longest) {
  if (change.before.empty() && change.after.empty()) return change.what;
  return fmt::format("{}  {} → {}", change.what,
                     from_difference(change.before, change.after, longest),
                     from_difference(change.after, change.before, longest));
}

std::string examples_of(const ChangeGroup& group) {
  std::string out;
  for (const std::string& account : group.examples)
    out += (out.empty() ? "" : ", ") + readable(account);
  return out + (group.accounts > group.examples.size() ? ", …" : "");
}

// ── text ──

class DiffText {
 public:
  DiffText(const DiffView& view, Colour colour) : view_(view), colour_(colour) {}

  std::string all(bool with_accounts) {
    const PortfolioDiff& diff = view_.diff;
    out_ = fmt::format("{}, {}\n", paint(colour_, Ink::Bold, counted(diff.documents, "account")),
                       diff.changed == 0 ? std::string("none of them changes")
                                         : fmt::format("{} {}", with_separators(diff.changed),
                                                       diff.changed == 1 ? "changes" : "change"));
    group("newly negative", Ink::Red, diff.newly_negative, kinds_of(diff.newly_negative));
    group("no longer negative", Ink::Green, diff.no_longer_negative,
          kinds_of(diff.no_longer_negative));
    for (const OutcomeGroup& outcome : diff.outcomes) group(told(outcome), Ink::Plain, outcome, "");
    for (const FieldGroup& field : diff.fields)
      group(name_of(field), Ink::Plain, field, how_much(field));
    what_differs();
    if (with_accounts && diff.changed > 0) accounts();
    return out_;
  }

 private:
  void group(const std::string& name, Ink ink, const ChangeGroup& group, const std::string& how) {
    if (group.accounts == 0) return;
    out_ += fmt::format("\n{}  {}{}\n", paint(colour_, ink, name), with_separators(group.accounts),
                        how.empty() ? "" : "   " + how);
    for (std::size_t i = 0; i < std::min(group.causes.size(), kMostCausesTold); ++i) {
      const dsl::PresetChange& change = view_.diff.changes[group.causes[i]];
      out_ += fmt::format("  because of  {}   {}\n", told(change, 48),
                          paint(colour_, Ink::Dim, view_.place(change.span)));
    }
    if (group.causes.size() > kMostCausesTold)
      out_ += fmt::format("              and {} more of the lines below\n",
                          group.causes.size() - kMostCausesTold);
    out_ += fmt::format("  {}\n", paint(colour_, Ink::Dim, examples_of(group)));
  }

  void what_differs() {
    if (view_.are_months) return;
    if (view_.diff.changes.empty()) {
      out_ += "\nThe presets say the same.\n";
      return;
    }
    out_ += fmt::format("\n{}\n", paint(colour_, Ink::Bold, "what the presets say differently"));
    for (const dsl::PresetChange& change : view_.diff.changes)
      out_ += fmt::format("  {}   {}\n", told(change, 100),
                          paint(colour_, Ink::Dim, view_.place(change.span)));
  }

  void accounts() {
    out_ += fmt::format("\n{}\n", paint(colour_, Ink::Bold, "accounts"));
    for (const AccountChange& change : view_.accounts) {
      out_ += "  " + readable(change.account);
      if (change.is_newly_negative) out_ += "  " + paint(colour_, Ink::Red, "newly negative");
      if (change.is_no_longer_negative) out_ += "  no longer negative";
      out_ += "\n";
      if (change.before != change.after)
        out_ += fmt::format("      {} → {}\n", told(change.before), told(change.after));
      for (const FieldDifference& d : change.fields)
        out_ += fmt::format("      {}  {} → {}\n", d.what, readable(d.before), readable(d.after));
    }
    if (view_.accounts.size() < view_.diff.changed)
      out_ += fmt::format("  and {} more; --csv FILE has them all\n",
                          with_separators(view_.diff.changed - view_.accounts.size()));
  }

  const DiffView& view_;
  Colour colour_;
  std::string out_;
};

// ── JSON ──

std::int64_t as_number(std::uint64_t count) {
  return static_cast<std::int64_t>(count);
}

void write_outcome(JsonWriter& json, std::string_view key, const ToldOutcome& outcome) {
  json.key(key).begin_object().key("outcome").text(outcome.word());
  if (!outcome.rule.empty()) json.key("rule").text(outcome.rule);
  json.end_object();
}

void write_group(JsonWriter& json, const ChangeGroup& group) {
  json.key("accounts").number(as_number(group.accounts)).key("examples").begin_array();
  for (const std::string& account : group.examples) json.text(account);
  json.end_array().key("causes").begin_array();
  for (const std::size_t cause : group.causes) json.number(as_number(cause));
  json.end_array();
}

/// A text without its quotes, null for what is blank.
void write_value(JsonWriter& json, const std::string& value) {
  if (value == "blank") {
    json.null();
  } else {
    json.text(dsl::unquoted(value));
  }
}

void write_kinds(JsonWriter& json, const FieldGroup& group) {
  json.key("kinds").begin_array();
  for (const auto& [kind, count] : group.kinds) {
    json.begin_object();
    write_value(json.key("before"), kind.first);
    write_value(json.key("after"), kind.second);
    json.key("accounts").number(as_number(count)).end_object();
  }
  json.end_array();
}

void write_account(JsonWriter& json, const AccountChange& change) {
  json.begin_object().key("account").text(change.account);
  write_outcome(json, "before", change.before);
  write_outcome(json, "after", change.after);
  json.key("newly_negative").boolean(change.is_newly_negative);
  json.key("no_longer_negative").boolean(change.is_no_longer_negative);
  json.key("fields").begin_array();
  for (const FieldDifference& d : change.fields) {
    json.begin_object().key("field").text(d.what);
    write_value(json.key("before"), d.before);
    write_value(json.key("after"), d.after);
    json.end_object();
  }
  json.end_array().end_object();
}

std::string in_csv(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

/// A text without its quotes; a blank field is an empty cell.
std::string csv_value(const std::string& value) {
  return value == "blank" ? std::string() : in_csv(dsl::unquoted(value));
}

int harm_of(const AccountChange& change) {
  if (change.is_newly_negative) return 0;
  return change.before != change.after ? 1 : 2;
}

}  // namespace

std::string diff_text(const DiffView& view, Colour colour, bool with_accounts) {
  return DiffText(view, colour).all(with_accounts);
}

std::string diff_json(const DiffView& view, bool with_accounts) {
  const PortfolioDiff& diff = view.diff;
  JsonWriter json;
  json.begin_object().key("before").text(view.before).key("after").text(view.after);
  json.key("documents").number(as_number(diff.documents));
  json.key("changed").number(as_number(diff.changed));
  for (const auto& [key, group] :
       {std::pair<std::string_view, const FieldGroup&>("newly_negative", diff.newly_negative),
        {"no_longer_negative", diff.no_longer_negative}}) {
    json.key(key).begin_object();
    write_group(json, group);
    write_kinds(json, group);
    json.end_object();
  }
  json.key("outcomes").begin_array();
  for (const OutcomeGroup& group : diff.outcomes) {
    json.begin_object();
    write_outcome(json, "before", group.before);
    write_outcome(json, "after", group.after);
    write_group(json, group);
    json.end_object();
  }
  json.end_array().key("fields").begin_array();
  for (const FieldGroup& group : diff.fields) {
    json.begin_object().key("field").text(name_of(group));
    write_group(json, group);
    if (group.field != nullptr && group.field->kind == FieldKind::Money) {
      json.key("lowest").number(group.lowest).key("highest").number(group.highest);
      json.key("sum").number(group.sum);
    } else {
      write_kinds(json, group);
    }
    json.end_object();
  }
  json.end_array().key("changes").begin_array();
  for (const dsl::PresetChange& change : diff.changes) {
    json.begin_object().key("what").text(change.what).key("before").text(change.before);
    json.key("after").text(change.after).key("place").text(view.place(change.span)).end_object();
  }
  json.end_array();
  if (with_accounts) {
    json.key("accounts").begin_array();
    for (const AccountChange& change : view.accounts) write_account(json, change);
    json.end_array();
  }
  json.end_object();
  return json.take();
}

Page diff_page(const DiffView& view) {
  const PortfolioDiff& diff = view.diff;
  Page page(fmt::format("{} → {}", view.before, view.after));
  page.paragraph({plain(fmt::format("{}, {} of them change.", counted(diff.documents, "account"),
                                    with_separators(diff.changed)))});
  const auto causes = [&](const ChangeGroup& group) {
    Inlines out;
    for (const std::size_t cause : group.causes) {
      if (!out.empty()) out.push_back(line_break());
      out.push_back(link(diff.changes[cause].what, target_of("change", std::to_string(cause))));
    }
    return out;
  };
  PageTable groups{"", {"What", "Accounts", "How", "Because of", "For example"}, {}, 3};
  const auto add = [&](const std::string& what, const ChangeGroup& group, const std::string& how) {
    if (group.accounts == 0) return;
    groups.rows.push_back({"",
                           {{plain(what)},
                            {plain(with_separators(group.accounts))},
                            {plain(how)},
                            causes(group),
                            {plain(examples_of(group))}}});
  };
  add("newly negative", diff.newly_negative, kinds_of(diff.newly_negative));
  add("no longer negative", diff.no_longer_negative, kinds_of(diff.no_longer_negative));
  for (const OutcomeGroup& group : diff.outcomes) add(told(group), group, "");
  for (const FieldGroup& group : diff.fields) add(name_of(group), group, how_much(group));
  page.heading(2, "groups", "What changes");
  page.table(std::move(groups));

  PageTable changes{"", {"What", "Before", "After", "Place"}, {}, 2};
  for (std::size_t i = 0; i < diff.changes.size(); ++i) {
    const dsl::PresetChange& change = diff.changes[i];
    changes.rows.push_back({target_of("change", std::to_string(i)),
                            {{plain(change.what)},
                             {code(change.before)},
                             {code(change.after)},
                             {plain(view.place(change.span))}}});
  }
  if (!view.are_months) {
    page.heading(2, "changes", "What the presets say differently");
    page.table(std::move(changes));
  }

  PageTable accounts{"", {"Account", "Before", "After", "Fields"}, {}, 3};
  for (const AccountChange& change : view.accounts) {
    Inlines fields;
    for (const FieldDifference& d : change.fields) {
      if (!fields.empty()) fields.push_back(line_break());
      fields.push_back(plain(fmt::format("{}: {} → {}", d.what, d.before, d.after)));
    }
    accounts.rows.push_back(
        {"",
         {{plain(change.account + (change.is_newly_negative ? " (newly negative)" : ""))},
          {plain(told(change.before))},
          {plain(told(change.after))},
          std::move(fields)}});
  }
  page.heading(2, "accounts", "Accounts");
  page.table(std::move(accounts));
  if (view.accounts.size() < diff.changed)
    page.paragraph(
        {plain(fmt::format("And {} more.", with_separators(diff.changed - view.accounts.size())))});
  return page;
}

std::string csv_head() {
  return "account,outcome_before,outcome_after,newly_negative,no_longer_negative,field,before,"
         "after\n";
}

std::string csv_rows(const AccountChange& change) {
  const std::string start =
      fmt::format("{},{},{},{},{}", in_csv(change.account), in_csv(told(change.before)),
                  in_csv(told(change.after)), change.is_newly_negative ? "yes" : "no",
                  change.is_no_longer_negative ? "yes" : "no");
  if (change.fields.empty()) return start + ",,,\n";
  std::string out;
  for (const FieldDifference& d : change.fields)
    out += fmt::format("{},{},{},{}\n", start, in_csv(d.what), csv_value(d.before),
                       csv_value(d.after));
  return out;
}

void sort_by_harm(std::vector<AccountChange>& accounts) {
  std::stable_sort(
      accounts.begin(), accounts.end(),
      [](const AccountChange& a, const AccountChange& b) { return harm_of(a) < harm_of(b); });
}

}  // namespace m2::cli
