#include "engine/pipeline/internal/case_compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/pipeline/record_diff.h"

namespace m2::internal {
namespace {

const dsl::FieldRule* rule_of(const std::vector<dsl::FieldRule>& rules, const Field* field) {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const dsl::FieldRule& r) { return r.field == field; });
  return found == rules.end() ? nullptr : &*found;
}

std::vector<std::string> texts_of(const std::vector<Spanned>& expected) {
  std::vector<std::string> names;
  for (const Spanned& name : expected) names.push_back(name.text);
  return names;
}

/// One result.
class Comparison {
 public:
  Comparison(CaseResult& result, Goldens goldens)
      : result_(result),
        expect_(result.test->test.expect),
        preset_(*result.suite->of->preset),
        goldens_(goldens) {}

  void run() {
    if (outcome() && result_.outcome == OutcomeKind::Reported) record();
    warnings();
  }

 private:
  bool outcome() {
    const bool same_kind = expect_.outcome == result_.outcome;
    const std::vector<std::string> wanted =
        expect_.rules ? texts_of(*expect_.rules) : std::vector<std::string>();
    if (same_kind && (!expect_.rules || is_same_set(wanted, names_of(result_.reasons))))
      return true;
    add("outcome", told_outcome(expect_.outcome, wanted),
        told_outcome(result_.outcome, result_.reasons));
    return false;
  }

  void warnings() {
    if (!expect_.warned) return;
    const std::vector<std::string> wanted = texts_of(*expect_.warned);
    const std::vector<std::string> given = names_of(result_.warnings);
    if (is_same_set(wanted, given)) return;
    const auto list = [](const std::vector<std::string>& names) {
      return names.empty() ? std::string("no warning") : fmt::format("{}", fmt::join(names, ", "));
    };
    add("warned", list(wanted), list(given));
  }

  void record() {
    std::vector<SegmentView> views;
    for (const SegmentView& view : segments_of(result_.record)) views.push_back(view);
    fields(expect_.base, {views.front(), preset_.base.fields, "", 1});
    for (const CaseSegments& wanted : expect_.segments) segments(wanted, views);
    if (expect_.is_exact) no_others(views);
    golden();
  }

  /// A segment of the record.
  struct There {
    const SegmentView& view;
    const std::vector<dsl::FieldRule>& rules;
    std::string where;  // before the names of its fields: "J1[0]."
    std::size_t nth;    // of its kind, from 1
  };

  void fields(const std::vector<CaseField>& wanted, const There& there) {
    for (const CaseField& field : wanted) {
      if (raw(*field.field, there.view.bytes) == field.bytes) continue;
      std::string expected(blank(there.view.segment));
      expected.replace(field.field->offset(), field.bytes.size(), field.bytes);
      differs(*field.field, expected, there);
    }
    if (expect_.is_exact) blanks(wanted, there);
  }

  // Of an exact record: what the case does not name.
  void blanks(const std::vector<CaseField>& named, const There& there) {
    for (const Field& field : m2::fields(there.view.segment)) {
      const bool is_named = std::any_of(named.begin(), named.end(),
                                        [&](const CaseField& f) { return f.field == &field; });
      if (is_named || field.is_supplied() || !is_filled(field, there.view.bytes)) continue;
      differs(field, blank(there.view.segment), there);
    }
  }

  void differs(const Field& field, std::string_view expected, const There& there) {
    CaseMismatch& made = add(there.where + std::string(field.key), case_value(field, expected),
                             case_value(field, there.view.bytes));
    if (made.expected == made.actual) made.actual += " (hidden: personal data)";
    made.field = &field;
    made.nth = there.nth;
    if (const dsl::FieldRule* rule = rule_of(there.rules, &field)) {
      made.rule = rule->span;
      made.expr = rule->value;
    }
  }

  void segments(const CaseSegments& wanted, const std::vector<SegmentView>& views) {
    const std::string name(to_string(wanted.segment));
    std::vector<const SegmentView*> there;
    for (const SegmentView& view : views) {
      if (view.segment == wanted.segment) there.push_back(&view);
    }
    if (there.size() != wanted.count) {
      const auto told = [](std::size_t n) {
        return n == 0 ? std::string("no segment")
                      : fmt::format("{} segment{}", n, n == 1 ? "" : "s");
      };
      add(name, told(wanted.count), told(there.size()));
      return;
    }
    const std::vector<dsl::FieldRule> none;
    for (std::size_t i = 0; i < wanted.items.size(); ++i) {
      const auto rule =
          std::find_if(preset_.segments.begin(), preset_.segments.end(),
                       [&](const dsl::SegmentRule& r) { return r.segment == wanted.segment; });
      const auto& rules = rule == preset_.segments.end() ? none : rule->fields;
      const std::string where =
          wanted.items.size() == 1 ? name + "." : fmt::format("{}[{}].", name, i);
      fields(wanted.items[i], {*there[i], rules, where, i + 1});
    }
  }

  void no_others(const std::vector<SegmentView>& views) {
    for (std::size_t i = 1; i < views.size(); ++i) {
      const bool is_named =
          std::any_of(expect_.segments.begin(), expect_.segments.end(),
                      [&](const CaseSegments& s) { return s.segment == views[i].segment; });
      if (!is_named) add(std::string(to_string(views[i].segment)), "no segment", "1 segment");
    }
  }

  void golden() {
    if (!expect_.golden || goldens_ == Goldens::Written || !result_.test->golden_text) return;
    for (const FieldDifference& d : record_diff(*result_.test->golden_text, result_.record))
      add(d.what, d.before, d.after);
  }

  CaseMismatch& add(std::string what, std::string expected, std::string actual) {
    CaseMismatch& made = result_.mismatches.emplace_back();
    made.what = std::move(what);
    made.expected = std::move(expected);
    made.actual = std::move(actual);
    return made;
  }

  CaseResult& result_;
  const CaseExpect& expect_;
  const dsl::CheckedPreset& preset_;
  Goldens goldens_;
};

}  // namespace

std::vector<std::string> names_of(const std::vector<Reason>& reasons) {
  std::vector<std::string> names;
  for (const Reason& reason : reasons) {
    if (std::find(names.begin(), names.end(), reason.name) == names.end())
      names.push_back(reason.name);
  }
  return names;
}

bool is_same_set(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

void compare(CaseResult& result, Goldens goldens) {
  Comparison(result, goldens).run();
}

}  // namespace m2::internal

namespace m2 {

std::string told_outcome(OutcomeKind kind, const std::vector<std::string>& names) {
  const std::string word(to_string(kind));
  return names.empty() ? word : fmt::format("{} by {}", word, fmt::join(names, ", "));
}

std::string told_outcome(OutcomeKind kind, const std::vector<Reason>& reasons) {
  return told_outcome(kind, internal::names_of(reasons));
}

}  // namespace m2
