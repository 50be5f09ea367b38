#include "engine/cli/diff_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/text.h"
#include "engine/cli/diff_words.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

constexpr std::size_t kMostCausesTold = 3;

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
std::string change_told(const dsl::PresetChange& change, std::size_t longest) {
  if (change.before.empty() && change.after.empty()) return change.what;
  return fmt::format("{}  {} → {}", change.what,
                     from_difference(change.before, change.after, longest),
                     from_difference(change.after, change.before, longest));
}

class DiffText {
 public:
  DiffText(const DiffView& view, Colour colour) : view_(view), colour_(colour) {}

  std::string all(bool with_accounts) {
    const PortfolioDiff& diff = view_.diff;
    out_ = fmt::format("{}, {}\n", paint(colour_, Ink::Bold, counted(diff.documents, "account")),
                       diff.changed == 0 ? std::string("none of them changes")
                                         : fmt::format("{} {}", with_separators(diff.changed),
                                                       diff.changed == 1 ? "changes" : "change"));
    group("newly negative", Ink::Red, diff.newly_negative, kinds_in_diff(diff.newly_negative));
    group("no longer negative", Ink::Green, diff.no_longer_negative,
          kinds_in_diff(diff.no_longer_negative));
    for (const OutcomeGroup& outcome : diff.outcomes)
      group(outcome_in_diff(outcome), Ink::Plain, outcome, "");
    for (const FieldGroup& field : diff.fields)
      group(name_in_diff(field), Ink::Plain, field, how_much(field));
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
      out_ += fmt::format("  because of  {}   {}\n", change_told(change, 48),
                          paint(colour_, Ink::Dim, view_.place(change.span)));
    }
    if (group.causes.size() > kMostCausesTold)
      out_ += fmt::format("              and {} more of the lines below\n",
                          group.causes.size() - kMostCausesTold);
    out_ += fmt::format("  {}\n", paint(colour_, Ink::Dim, examples_in_diff(group)));
  }

  void what_differs() {
    if (view_.are_months) return;
    if (view_.diff.changes.empty()) {
      out_ += "\nThe presets say the same.\n";
      return;
    }
    out_ += fmt::format("\n{}\n", paint(colour_, Ink::Bold, "what the presets say differently"));
    for (const dsl::PresetChange& change : view_.diff.changes)
      out_ += fmt::format("  {}   {}\n", change_told(change, 100),
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
        out_ += fmt::format("      {} → {}\n", outcome_in_diff(change.before),
                            outcome_in_diff(change.after));
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

int harm_of(const AccountChange& change) {
  if (change.is_newly_negative) return 0;
  return change.before != change.after ? 1 : 2;
}

}  // namespace

std::string diff_text(const DiffView& view, Colour colour, bool with_accounts) {
  return DiffText(view, colour).all(with_accounts);
}

void sort_by_harm(std::vector<AccountChange>& accounts) {
  std::stable_sort(
      accounts.begin(), accounts.end(),
      [](const AccountChange& a, const AccountChange& b) { return harm_of(a) < harm_of(b); });
}

}  // namespace m2::cli
