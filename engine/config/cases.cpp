// The file of cases: its keys, the rows of `each`, and each case from its parts.

#include "engine/config/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/mutants.h"
#include "engine/base/ascii.h"
#include "engine/base/text.h"
#include "engine/config/internal/case_reader.h"

namespace m2 {
namespace {

using config::Expect;
using YamlKind = YamlNode::Kind;

const std::vector<std::string> kFileKeys = {"preset", "tenant",  "as_of",    "base",
                                            "params", "consent", "survives", "cases"};
const std::vector<std::string> kSurvivesKeys = {"at", "mutation", "becomes", "because"};
const std::vector<std::string> kCaseKeys = {"name",   "note",    "each",     "as_of",  "base",
                                            "params", "consent", "previous", "change", "expect"};
constexpr std::size_t kLongestRow = 60;

// "<day>": the name of a value of the row.
std::optional<std::string> placeholder(const YamlNode& node) {
  const std::string& text = node.text;
  if (!node.is(YamlKind::Scalar) || text.size() < 3 || text.front() != '<' || text.back() != '>')
    return std::nullopt;
  std::string name = text.substr(1, text.size() - 2);
  const bool is_name = std::all_of(name.begin(), name.end(),
                                   [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
  return is_name ? std::optional(std::move(name)) : std::nullopt;
}

/// Puts the values of a row where the case names them.
class Row {
 public:
  Row(const YamlNode* values, Diagnostics& found) : values_(values), found_(found) {}

  void fill(YamlNode& node) {
    if (const auto name = placeholder(node)) return put(node, *name);
    for (YamlNode& item : node.items) fill(item);
    for (YamlMember& member : node.members) fill(member.value);
  }
  [[nodiscard]] bool uses(const std::string& name) const { return used_.count(name) > 0; }

 private:
  void put(YamlNode& node, const std::string& name) {
    used_.insert(name);
    if (values_ == nullptr) {
      found_
          .error("unknown-name", node.span,
                 fmt::format("`<{}>` is a value of a row, and this case has no rows", name))
          .with_help("each: [{ " + name + ": … }]");
    } else if (const YamlMember* value = values_->find(name)) {
      node = value->value;
      return;
    } else {
      found_
          .error("unknown-name", node.span,
                 fmt::format("no `{}` in the row that this is taken from", name))
          .label(values_->span, "the row")
          .with_help(fmt::format("say `{}: …` in every row", name));
    }
    node.kind = YamlKind::Nothing;
    node.refused = true;
  }

  const YamlNode* values_;
  Diagnostics& found_;
  std::set<std::string> used_;
};

std::string told(const YamlNode& row) {
  std::string out;
  for (const YamlMember& member : row.members) {
    out += (out.empty() ? "" : ", ") + member.name + " " + member.value.text;
  }
  return shortened(out, kLongestRow);
}

/// Reads the file as such.
class FileReader {
 public:
  FileReader(const SourcePtr& source, Diagnostics& found)
      : source_(source), found_(found), expect_(found) {}

  std::optional<CaseFile> read() {
    std::optional<YamlNode> root = read_yaml(source_, found_);
    if (!root) {
      if (!found_.has_errors()) missing("cases", "an empty file tests nothing");
      return std::nullopt;
    }
    if (!root->is(YamlKind::Map)) {
      expect_.error(
          "wrong-kind", root->span,
          fmt::format("a file of cases is a map, and here stands {}", to_string(root->kind)));
      return std::nullopt;
    }
    file_.source = source_;
    for (const YamlMember& member : root->members)
      expect_.known_key(member, kFileKeys, "a file of cases");
    const bool named = names(*root);
    if (const YamlMember* survives = root->find("survives")) equal_mutants(*survives);
    cases(*root);
    file_.root = std::move(*root);
    return named ? std::optional(std::move(file_)) : std::nullopt;
  }

 private:
  bool names(const YamlNode& root) {
    if (const YamlMember* tenant = root.find("tenant")) {
      if (const YamlNode* value = expect_.scalar(*tenant))
        file_.tenant = {value->text, value->span};
    }
    const YamlMember* preset = root.find("preset");
    if (preset == nullptr) {
      missing("preset", "no preset is named");
      return false;
    }
    const YamlNode* value = expect_.scalar(*preset);
    if (value != nullptr) file_.preset = {value->text, value->span};
    return value != nullptr;
  }

  void equal_mutants(const YamlMember& survives) {
    if (!survives.value.is(YamlKind::List)) {
      if (!survives.value.refused)
        expect_.error("wrong-kind", survives.span,
                      "`survives` wants a list of mutants, each with its reason");
      return;
    }
    for (const YamlNode& node : survives.value.items) {
      if (node.is(YamlKind::Map)) {
        equal_mutant(node);
      } else if (!node.refused) {
        expect_
            .error("wrong-kind", node.span,
                   fmt::format("a mutant is a map, and here stands {}", to_string(node.kind)))
            .with_help("- { at: \"…\", mutation: bound, because: \"…\" }");
      }
    }
  }

  void equal_mutant(const YamlNode& node) {
    EqualMutant made;
    made.span = node.span;
    for (const YamlMember& member : node.members)
      expect_.known_key(member, kSurvivesKeys, "a mutant that survives");
    const auto text = [&](const char* key, const char* why) -> std::optional<Spanned> {
      const YamlMember* member = node.find(key);
      if (member == nullptr) {
        expect_.error("missing-key", node.span, fmt::format("{}: `{}` is missing", why, key));
        return std::nullopt;
      }
      const YamlNode* value = expect_.scalar(*member);
      if (value == nullptr) return std::nullopt;
      if (trim(value->text).empty()) {
        expect_.error("missing-key", member->span, fmt::format("{}: `{}` is empty", why, key));
        return std::nullopt;
      }
      return Spanned{value->text, value->span};
    };
    const auto at = text("at", "a mutant is known by the line it changes");
    const auto mutation = text("mutation", "a mutant is known by what it does to its line");
    const auto because = text("because", "a mutant survives for a reason only");
    if (node.find("becomes") != nullptr) {
      made.becomes = text("becomes", "a mutant is known by what its line becomes");
      if (!made.becomes) return;
    }
    if (!at || !mutation || !because) return;
    std::vector<std::string> names;
    for (const dsl::MutationRow& row : dsl::mutations()) names.emplace_back(row.name);
    if (std::find(names.begin(), names.end(), mutation->text) == names.end()) {
      auto& d = expect_.error("unknown-name", mutation->span,
                              fmt::format("there is no mutation `{}`", mutation->text));
      if (const auto near = nearest(mutation->text, names))
        d.mark(fmt::format("did you mean `{}`?", *near));
      d.with_help(fmt::format("{}", fmt::join(names, ", ")));
      return;
    }
    made.at = *at;
    made.mutation = *mutation;
    made.because = because->text;
    file_.survives.push_back(std::move(made));
  }

  void cases(const YamlNode& root) {
    const YamlMember* all = root.find("cases");
    if (all == nullptr) return missing("cases", "a file of cases that has none");
    if (!all->value.is(YamlKind::List) || all->value.items.empty()) {
      if (!all->value.refused)
        expect_.error("wrong-kind", all->span, "`cases` wants a list of cases, and there is none");
      return;
    }
    for (const YamlNode& node : all->value.items) {
      if (!node.is(YamlKind::Map)) {
        if (!node.refused)
          expect_.error("wrong-kind", node.span,
                        fmt::format("a case is a map, and here stands {}", to_string(node.kind)));
        continue;
      }
      for (const YamlMember& member : node.members) expect_.known_key(member, kCaseKeys, "a case");
      expand(node);
    }
  }

  void expand(const YamlNode& node) {
    const YamlMember* each = node.find("each");
    if (each == nullptr) {
      CaseText text{node, 0, {}, {}};
      Row(nullptr, found_).fill(text.node);
      file_.cases.push_back(std::move(text));
      return;
    }
    if (!each->value.is(YamlKind::List) || each->value.items.empty()) {
      if (!each->value.refused)
        expect_.error("wrong-kind", each->span, "`each` wants a list of rows, and there is none");
      return;
    }
    std::set<std::string> told_of;  // unused names, each told once
    for (std::size_t i = 0; i < each->value.items.size(); ++i)
      add_row(node, each->value.items[i], i + 1, told_of);
  }

  void add_row(const YamlNode& node, const YamlNode& values, std::size_t number,
               std::set<std::string>& told_of) {
    if (!values.is(YamlKind::Map)) {
      if (!values.refused)
        expect_.error("wrong-kind", values.span,
                      fmt::format("a row is a map, and here stands {}", to_string(values.kind)));
      return;
    }
    CaseText text{node, number, told(values), values.span};
    std::erase_if(text.node.members, [](const YamlMember& m) { return m.name == "each"; });
    Row row(&values, found_);
    row.fill(text.node);
    for (const YamlMember& value : values.members) {
      if (row.uses(value.name) || !told_of.insert(value.name).second) continue;
      found_
          .error("case-changes-nothing", value.span,
                 fmt::format("nothing in the case uses `{}` of its rows", value.name))
          .with_help(fmt::format("write `<{}>` where it belongs, or delete it", value.name));
    }
    file_.cases.push_back(std::move(text));
  }

  void missing(std::string_view key, const std::string& why) {
    expect_.error("missing-key", Span{source_.get(), 0, 0},
                  fmt::format("{}: `{}` is missing", why, key));
  }

  const SourcePtr& source_;
  Diagnostics& found_;
  Expect expect_;
  CaseFile file_;
};

/// Reads the cases of one file.
class CaseReader {
 public:
  CaseReader(const CaseFile& file, const dsl::CheckedPreset& preset, Diagnostics& found)
      : file_(file),
        found_(found),
        expect_(found),
        changes_(preset, found),
        expects_(preset, found) {}

  std::vector<TestCase> read() {
    for (const CaseText& text : file_.cases) {
      const std::size_t before = found_.count(Severity::Error);
      TestCase made = read(text);
      cases_.push_back(std::move(made));
      is_right_.push_back(found_.count(Severity::Error) == before);
    }
    // A later case may name one by its place, so all are kept until the end.
    std::vector<TestCase> right;
    if (std::all_of(is_right_.begin(), is_right_.end(), [](bool b) { return b; }))
      right = std::move(cases_);
    return right;
  }

 private:
  TestCase read(const CaseText& text) {
    TestCase made;
    const YamlNode& node = text.node;
    made.span = node.span;
    name(text, made);
    if (const YamlMember* note = node.find("note")) {
      if (const YamlNode* value = expect_.scalar(*note)) made.note = value->text;
    }
    day(node, made);
    if (const YamlMember* base = own_or_file(node, "base")) {
      if (const YamlNode* value = expect_.scalar(*base)) made.base = {value->text, value->span};
    } else {
      expect_.error("missing-key", made.span, "no document to start from: `base` is missing")
          .with_help("base: fixtures/lease.json");
    }
    params(file_.root.find("params"), made);
    params(node.find("params"), made);
    if (const YamlMember* consent = own_or_file(node, "consent")) read_consent(*consent, made);
    if (const YamlMember* previous = node.find("previous")) read_previous(*previous, text, made);
    if (const YamlMember* change = node.find("change")) changes(*change, made);
    if (const YamlMember* expect = node.find("expect")) {
      if (auto read = expects_.read(*expect)) made.expect = std::move(*read);
    } else {
      expect_.error("missing-key", made.span, "this case expects nothing: `expect` is missing")
          .with_help("expect: { outcome: reported }");
    }
    return made;
  }

  void name(const CaseText& text, TestCase& made) {
    const YamlMember* name = text.node.find("name");
    const YamlNode* value = name == nullptr ? nullptr : expect_.scalar(*name);
    if (value == nullptr) {
      if (name == nullptr) expect_.error("missing-key", made.span, "a case without a `name`");
      return;
    }
    made.name = value->text;
    made.span = value->span;
    made.place = text.row > 0 ? text.row_span : value->span;
    const auto [before, is_new] = by_name_.try_emplace(made.name, cases_.size());
    if (!is_new && text.row <= 1) {
      found_.error("name-twice", value->span, fmt::format("another case is named `{}`", made.name))
          .label(cases_[before->second].span, "this one");
    }
    before->second = cases_.size();  // of a case with rows, the last one
    if (text.row > 0) made.name += fmt::format(", row {} ({})", text.row, text.row_told);
  }

  void day(const YamlNode& node, TestCase& made) {
    const YamlMember* as_of = own_or_file(node, "as_of");
    if (as_of == nullptr) {
      expect_.error("missing-key", made.span, "no day to report on: `as_of` is missing")
          .with_help("as_of: 2026-05-31");
      return;
    }
    const YamlNode* value = expect_.scalar(*as_of);
    if (value == nullptr) return;
    const auto day = Date::parse_iso(value->text);
    if (day) made.as_of = *day;
    if (!day)
      expect_.error("bad-value", value->span, fmt::format("`{}` is not a day", value->text))
          .with_help("write it as 2026-05-31");
  }

  void params(const YamlMember* given, TestCase& made) {
    const YamlNode* map = given == nullptr ? nullptr : expect_.map(*given);
    if (map == nullptr) return;
    for (const YamlMember& member : map->members) {
      ParamSetting setting{{member.name, member.span}, {{std::nullopt, {}, member.value}}};
      std::erase_if(made.params, [&](const ParamSetting& p) { return p.name.text == member.name; });
      made.params.push_back(std::move(setting));
    }
  }

  std::optional<CaseConsent> consent_state(const YamlNode& node) {
    if (node.text == "granted") return CaseConsent::Granted;
    if (node.text == "withdrawn") return CaseConsent::Withdrawn;
    if (node.text == "none") return CaseConsent::None;
    if (!node.refused)
      expect_.error("bad-value", node.span, fmt::format("`{}` is no state of a consent", node.text))
          .with_help("granted, withdrawn or none");
    return std::nullopt;
  }

  void read_consent(const YamlMember& member, TestCase& made) {
    if (!member.value.is(YamlKind::Map)) {
      const YamlNode* value = expect_.scalar(member);
      const auto state = value == nullptr ? std::nullopt : consent_state(*value);
      made.consent = state.value_or(CaseConsent::Granted);
      return;
    }
    for (const YamlMember& person : member.value.members) {
      if (const auto state = consent_state(person.value))
        made.consent_of.emplace(person.name, *state);
    }
  }

  void read_previous(const YamlMember& member, const CaseText& text, TestCase& made) {
    CasePrevious& previous = made.previous;
    previous.span = member.value.is(YamlKind::Map) ? member.span : member.value.span;
    if (member.value.is(YamlKind::Map)) {
      previous.from = CasePrevious::From::Fields;
      previous.fields = expects_.fields(member.value, Segment::Base);
      return;
    }
    const YamlNode* value = expect_.scalar(member);
    if (value == nullptr) return;
    if (value->text == "row before") {
      if (text.row == 0)
        expect_.error("bad-value", value->span, "`row before` of a case that has no rows");
      if (text.row <= 1) return;  // the first row is the first month
      previous.from = CasePrevious::From::Case;
      previous.index = cases_.size() - 1;
      return;
    }
    const auto known = by_name_.find(value->text);
    const std::size_t back = std::max<std::size_t>(text.row, 1);  // to the case above
    if (value->text == "case before" && cases_.size() >= back) {
      previous.index = cases_.size() - back;
    } else if (known != by_name_.end() && known->second < cases_.size()) {
      previous.index = known->second;
    } else {
      auto& d = expect_.error("unknown-name", value->span,
                              fmt::format("no case above is named `{}`", value->text));
      std::vector<std::string> names = {"case before", "row before"};
      for (const auto& [name, index] : by_name_) names.push_back(name);
      if (const auto near = nearest(value->text, names))
        d.mark(fmt::format("did you mean `{}`?", *near));
      d.with_help("name a case above, or say `case before` or `row before`");
      return;
    }
    previous.from = CasePrevious::From::Case;
  }

  void changes(const YamlMember& member, TestCase& made) {
    const YamlNode* map = expect_.map(member);
    if (map == nullptr) return;
    if (map->members.empty())
      expect_.error("case-changes-nothing", member.span, "`change` changes nothing")
          .with_help("delete it, or say what is different");
    for (const YamlMember& change : map->members) {
      if (change.name == "consent.state") {
        if (const auto state = consent_state(change.value)) made.consent = *state;
        continue;
      }
      if (auto read = changes_.read(change)) made.changes.push_back(std::move(*read));
    }
  }

  [[nodiscard]] const YamlMember* own_or_file(const YamlNode& node, std::string_view key) const {
    const YamlMember* own = node.find(key);
    return own != nullptr ? own : file_.root.find(key);
  }

  const CaseFile& file_;
  Diagnostics& found_;
  Expect expect_;
  config::ChangeReader changes_;
  config::ExpectReader expects_;
  std::vector<TestCase> cases_;
  std::vector<bool> is_right_;
  std::map<std::string, std::size_t> by_name_;
};

}  // namespace

std::optional<CaseFile> read_case_file(const SourcePtr& source, Diagnostics& found) {
  Diagnostics own;
  std::optional<CaseFile> file = FileReader(source, own).read();
  found.append(std::move(own));
  return file;
}

std::optional<CaseChange> read_change(const std::string& path, const std::string& value,
                                      const dsl::CheckedPreset& preset) {
  const auto source = std::make_shared<const SourceText>("change", path + ": " + value);
  const auto end = static_cast<std::uint32_t>(path.size());
  YamlMember member{path, Span{source.get(), 0, end}, {}};
  member.value.kind = YamlKind::Scalar;
  member.value.text = dsl::unquoted(value);
  member.value.span = {source.get(), end + 2, static_cast<std::uint32_t>(source->text().size())};
  Diagnostics found;
  found.keep(source);
  auto change = config::ChangeReader(preset, found).read(member);
  if (!change || found.has_errors()) return std::nullopt;
  change->span = {};  // its text ends here
  change->value.span = {};
  return change;
}

std::vector<TestCase> read_cases(const CaseFile& file, const dsl::CheckedPreset& preset,
                                 Diagnostics& found) {
  return CaseReader(file, preset, found).read();
}

}  // namespace m2
