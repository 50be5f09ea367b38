// A PortfolioDiff for programs and browsers: JSON, CSV, a page.

#include <fmt/format.h>

#include "dsl/literal.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/diff_view.h"
#include "engine/cli/diff_words.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

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

}  // namespace

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
    json.begin_object().key("field").text(name_in_diff(group));
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
                            {plain(examples_in_diff(group))}}});
  };
  add("newly negative", diff.newly_negative, kinds_in_diff(diff.newly_negative));
  add("no longer negative", diff.no_longer_negative, kinds_in_diff(diff.no_longer_negative));
  for (const OutcomeGroup& group : diff.outcomes) add(outcome_in_diff(group), group, "");
  for (const FieldGroup& group : diff.fields) add(name_in_diff(group), group, how_much(group));
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
          {plain(outcome_in_diff(change.before))},
          {plain(outcome_in_diff(change.after))},
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
      fmt::format("{},{},{},{},{}", in_csv(change.account), in_csv(outcome_in_diff(change.before)),
                  in_csv(outcome_in_diff(change.after)), change.is_newly_negative ? "yes" : "no",
                  change.is_no_longer_negative ? "yes" : "no");
  if (change.fields.empty()) return start + ",,,\n";
  std::string out;
  for (const FieldDifference& d : change.fields)
    out += fmt::format("{},{},{},{}\n", start, in_csv(d.what), csv_value(d.before),
                       csv_value(d.after));
  return out;
}

}  // namespace m2::cli
