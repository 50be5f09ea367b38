#include "engine/pipeline/internal/killing_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/lexical.h"
#include "dsl/personal.h"
#include "engine/pipeline/internal/case_mapping.h"

namespace m2::internal {
namespace {

constexpr std::size_t kCasesTried = 3;        // with changes
constexpr std::size_t kDocumentTries = 500;   // a case
constexpr std::int64_t kLongestAge = 10'000;  // in days
constexpr int kDaysTried[] = {1, -1, 2, -2, 15, -15, 29, -29, 30, -30, 31, -31};
constexpr std::size_t kItemsTried = 4;  // of a list: the first ones, and the last

/// A change of one thing, as a case would write it.
struct Candidate {
  std::string path;
  std::string value;
  bool is_named = false;  // by the line that the mutant changes
};

bool says(std::string_view text, std::string_view word) {
  const auto is_letter = [](char c) { return dsl::is_word_letter(c); };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_letter(text[at - 1]);
    const bool ends = at + word.size() == text.size() || !is_letter(text[at + word.size()]);
    if (begins && ends) return true;
  }
  return false;
}

// The amounts and the whole numbers of a line.
struct Numbers {
  std::vector<std::int64_t> cents;
  std::vector<std::int64_t> counts;
};

void add_numbers(std::string_view line, const dsl::TypeTable& types, Numbers& out) {
  for (std::uint32_t at = 0; at < line.size();) {
    const std::uint32_t money = dsl::lexical::money(line, at);
    const std::uint32_t number = dsl::lexical::integer(line, at);
    if (money > at) {
      const auto value = dsl::read_literal(line.substr(at, money - at),
                                           dsl::Type::of_kind(dsl::Kind::Money), types);
      if (value) out.cents.push_back(value->number);
    } else if (number > at) {
      const auto value = dsl::read_literal(line.substr(at, number - at),
                                           dsl::Type::of_kind(dsl::Kind::Int), types);
      if (value && value->number < kLongestAge) out.counts.push_back(value->number);
    }
    at = std::max({money, number, at + 1});
  }
}

// The texts in quotes of a line: what it compares with.
std::vector<std::string> texts_in(std::string_view line) {
  std::vector<std::string> texts;
  for (std::size_t open = line.find('"'); open != std::string_view::npos;) {
    const std::size_t close = line.find('"', open + 1);
    if (close == std::string_view::npos) break;
    texts.emplace_back(line.substr(open + 1, close - open - 1));
    open = line.find('"', close + 1);
  }
  return texts;
}

}  // namespace

class KillingInputs::Search {
 public:
  Search(CasePreset& preset, const std::vector<const dsl::WireMember*>& hidden, std::mutex& mutex,
         const MutantResult& mutant, const std::shared_ptr<const dsl::CheckedPreset>& changed)
      : preset_(preset),
        hidden_(hidden),
        mutex_(mutex),
        changed_(changed),
        before_(programs_, CaseMapping::Counting::No),
        after_(programs_, CaseMapping::Counting::No) {
    after_.put_in_place(changed_);
    for (const dsl::ChangedLine& line : mutant.lines) {
      line_ += line.before + "\n";
      for (const std::string& side : {line.before, line.after}) {
        add_numbers(side, preset.preset->types, numbers_);
        for (std::string& text : texts_in(side)) texts_.insert(std::move(text));
      }
    }
  }

  std::optional<KillingInput> run(const std::vector<CaseRef>& cases) {
    for (const CaseRef& like : cases) {
      if (auto found = compare(like, *like.test, {})) return found;
    }
    const std::size_t most = std::min(cases.size(), kCasesTried);
    for (std::size_t i = 0; i < most; ++i) {
      if (auto found = with_document(cases[i])) return found;
    }
    for (std::size_t i = 0; i < most; ++i) {
      if (auto found = with_params(cases[i])) return found;
      if (auto found = with_day(cases[i])) return found;
    }
    return std::nullopt;
  }

 private:
  using Found = std::optional<KillingInput>;

  // With programs that are not needed again: memory stays bounded.
  Found compare_alone(const CaseRef& like, const ReadyCase& ready, std::string change) {
    CasePrograms programs;
    CaseMapping before(programs, CaseMapping::Counting::No);
    CaseMapping after(programs, CaseMapping::Counting::No);
    after.put_in_place(changed_);
    return compare(before, after, like, ready, {std::move(change)});
  }
  Found compare(const CaseRef& like, const ReadyCase& ready, std::vector<std::string> changes) {
    return compare(before_, after_, like, ready, std::move(changes));
  }

  // What comes out differently, empty when nothing does.
  static Found compare(CaseMapping& before, CaseMapping& after, const CaseRef& like,
                       const ReadyCase& ready, std::vector<std::string> changes) {
    CaseResult one;
    one.suite = like.suite;
    one.test = &ready;
    CaseResult other = one;
    if (before.map(one) || after.map(other)) return std::nullopt;
    KillingInput found{like, std::move(changes), {}};
    const std::string told = told_outcome(one.outcome, one.reasons);
    const std::string told_other = told_outcome(other.outcome, other.reasons);
    const auto warned = [](const CaseResult& result) {
      std::set<std::string> names;
      for (const Reason& reason : result.warnings) names.insert(reason.name);
      return names.empty() ? std::string("no warning") : fmt::format("{}", fmt::join(names, ", "));
    };
    if (told != told_other) {
      found.differs.push_back({"outcome", told, told_other});
    } else if (one.record != other.record) {
      found.differs = record_diff(one.record, other.record);
      // The length of the record is nobody's to expect.
      std::erase_if(found.differs, [](const FieldDifference& d) { return d.what == "rdw"; });
    }
    if (warned(one) != warned(other))
      found.differs.push_back({"warned", warned(one), warned(other)});
    return found.differs.empty() ? std::nullopt : Found(std::move(found));
  }

  // ── other documents ──

  Found with_document(const CaseRef& like) {
    std::vector<Candidate> candidates;
    {
      const std::lock_guard lock(mutex_);
      Diagnostics ignored;
      const CaseBase* base = base_of(like, ignored);
      if (base == nullptr) return std::nullopt;
      for (std::size_t r = 0; r < base->roots.size(); ++r)
        collect(base->roots[r], preset_.preset->shape->roots[r].name, like.test->test.as_of,
                candidates);
    }
    std::stable_sort(
        candidates.begin(), candidates.end(),
        [](const Candidate& a, const Candidate& b) { return a.is_named > b.is_named; });
    if (candidates.size() > kDocumentTries) candidates.resize(kDocumentTries);
    for (const Candidate& candidate : candidates) {
      const auto ready = changed(like, candidate);
      if (!ready) continue;
      const bool is_quoted = candidate.path.find('[') != std::string::npos;
      std::string told = fmt::format(
          "{}: {}", is_quoted ? "\"" + candidate.path + "\"" : candidate.path, candidate.value);
      if (auto found = compare(like, *ready, {"change: { " + told + " }"})) return found;
    }
    return std::nullopt;
  }

  const CaseBase* base_of(const CaseRef& like, Diagnostics& found) {
    const Spanned& base = *like.test->test.base;
    return preset_.documents.base(like.suite->file.parent_path() / base.text, base.span, found);
  }

  std::optional<ReadyCase> changed(const CaseRef& like, const Candidate& candidate) {
    auto change = read_change(candidate.path, candidate.value, *preset_.preset);
    if (!change) return std::nullopt;
    ReadyCase ready = *like.test;
    std::erase_if(ready.test.changes,
                  [&](const CaseChange& other) { return other.path == candidate.path; });
    // Places are told of by those that are wrong; of this one nothing is told.
    for (CaseChange& other : ready.test.changes) other.span = like.test->test.span;
    change->span = like.test->test.span;
    ready.test.changes.push_back(std::move(*change));
    Diagnostics found;
    std::vector<IdleChange> idle;
    const std::lock_guard lock(mutex_);
    const CaseBase* base = base_of(like, found);
    if (base == nullptr) return std::nullopt;
    auto document = preset_.documents.changed(*base, ready.test, idle, found);
    if (!document) return std::nullopt;
    ready.document = std::move(*document);
    return ready;
  }

  void collect(const AnswerValue& record, const std::string& path, Date as_of,
               std::vector<Candidate>& out) {
    const dsl::WireRecord* wire = preset_.preset->shape->wire(record.type);
    if (wire == nullptr) return;
    for (std::size_t m = 0; m < record.members.size() && m < wire->members.size(); ++m) {
      const AnswerValue& value = record.members[m].value;
      const dsl::WireMember& member = wire->members[m];
      const std::string here = path + "." + member.name;
      if (value.form == AnswerValue::Form::Record) {
        collect(value, here, as_of, out);
      } else if (value.form == AnswerValue::Form::List) {
        for (std::size_t i = 0; i < value.items.size(); ++i) {
          if (i + 1 >= kItemsTried && i + 1 != value.items.size()) continue;
          const std::string item = fmt::format("{}[{}]", here, i);
          out.push_back({item, "missing", says(line_, member.name)});
          if (value.items[i].form == AnswerValue::Form::Record)
            collect(value.items[i], item, as_of, out);
        }
      } else if (!member.paths.empty() &&
                 std::find(hidden_.begin(), hidden_.end(), &member) == hidden_.end()) {
        for (std::string& other : others(member, value, as_of))
          out.push_back({here, std::move(other), says(line_, member.name)});
      }
    }
  }

  // Values that a bound, a code or a presence may turn on.
  std::vector<std::string> others(const dsl::WireMember& member, const AnswerValue& value,
                                  Date as_of) const {
    std::vector<std::string> out;
    const dsl::TypeTable& types = preset_.preset->types;
    const dsl::Type type = member.type.bare();
    const auto add = [&](std::int64_t number) {
      if (type.is(dsl::Kind::Money) && number < 0) return;
      std::string text = dsl::print_literal({number, {}}, type, types);
      std::erase(text, ',');  // in a case it would end the value
      out.push_back(std::move(text));
    };
    const auto now = dsl::read_literal(value.text, type, types);
    switch (type.kind) {
      case dsl::Kind::Money:
        for (const std::int64_t n : {0, 1, 2, 50, 99, 100, 101}) add(n);
        for (const std::int64_t cents : numbers_.cents) {
          for (const std::int64_t n : {0, 1, -1}) add(cents + n);
        }
        if (now) {
          for (const std::int64_t n : {1, -1, 100, -100}) add(now->number + n);
        }
        break;
      case dsl::Kind::Date:
        for (const std::int64_t n : {0, 1, -1, 31, -365}) add(as_of.days() + n);
        // A few days more, for grace.
        for (const std::int64_t age : numbers_.counts) {
          for (std::int64_t n = -1; n <= 6; ++n) add(as_of.days() - age - n);
        }
        for (std::int64_t n = 28; n <= 32; ++n) add(as_of.days() - n);
        if (now) {
          for (const std::int64_t n : {1, -1}) add(now->number + n);
        }
        break;
      case dsl::Kind::Bool:
        for (const std::int64_t n : {0, 1}) add(n);
        break;
      case dsl::Kind::Choice:
        out = types.choice(type).values;
        break;
      case dsl::Kind::Int:
      case dsl::Kind::Days:
      case dsl::Kind::Months:
        for (const std::int64_t n : {0, 1}) add(n);
        for (const std::int64_t count : numbers_.counts) {
          for (const std::int64_t n : {0, 1, -1}) add(count + n);
        }
        if (now) {
          for (const std::int64_t n : {1, -1}) add(now->number + n);
        }
        break;
      case dsl::Kind::Text:
        for (const std::string& text : texts_) out.push_back("\"" + text + "\"");
        break;
      default:
        break;
    }
    if (member.type.optional) out.emplace_back("missing");
    return out;
  }

  // ── another parameter, another day ──

  Found with_params(const CaseRef& like) {
    const dsl::TypeTable& types = preset_.preset->types;
    for (const dsl::Param& param : preset_.preset->params) {
      if (param.type.is(dsl::Kind::List)) continue;
      std::vector<dsl::Literal> values;
      if (param.type.is(dsl::Kind::Choice)) {
        const std::size_t count = types.choice(param.type).values.size();
        for (std::size_t i = 0; i < count; ++i)
          values.push_back({static_cast<std::int64_t>(i), {}});
      } else if (dsl::is_ordered(param.type.kind) || param.type.is(dsl::Kind::Bool)) {
        for (const std::int64_t n : {0, 1, 2}) {
          if (param.low.value_or(n) <= n && n <= param.high.value_or(n)) values.push_back({n, {}});
        }
      }
      for (const dsl::Literal& value : values) {
        ReadyCase ready = *like.test;
        ready.params[param.name] = {value};
        std::string told = fmt::format("params: {{ {}: {} }}", param.name,
                                       dsl::print_literal(value, param.type, types));
        if (auto found = compare_alone(like, ready, std::move(told))) return found;
      }
    }
    return std::nullopt;
  }

  Found with_day(const CaseRef& like) {
    for (const int by : kDaysTried) {
      ReadyCase ready = *like.test;
      ready.test.as_of = Date::from_days(like.test->test.as_of.days() + by);
      std::string told = "as_of: " + ready.test.as_of.to_string();
      if (auto found = compare_alone(like, ready, std::move(told))) return found;
    }
    return std::nullopt;
  }

  CasePreset& preset_;
  const std::vector<const dsl::WireMember*>& hidden_;
  std::mutex& mutex_;
  std::string line_;
  std::set<std::string> texts_;
  Numbers numbers_;
  const std::shared_ptr<const dsl::CheckedPreset> changed_;
  CasePrograms programs_;
  CaseMapping before_;
  CaseMapping after_;
};

KillingInputs::KillingInputs(CasePreset& preset) : preset_(preset) {
  const dsl::PersonalMembers personal(*preset.preset, preset.index);
  for (const dsl::WireRecord& record : preset.preset->shape->records) {
    for (const dsl::WireMember& member : record.members) {
      if (personal.has(member)) hidden_.push_back(&member);
    }
  }
}

std::optional<KillingInput> KillingInputs::find(
    const std::vector<CaseRef>& cases, const MutantResult& mutant,
    const std::shared_ptr<const dsl::CheckedPreset>& changed) {
  return Search(preset_, hidden_, mutex_, mutant, changed).run(cases);
}

}  // namespace m2::internal
