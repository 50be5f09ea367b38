#include "engine/pipeline/dictionary.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/literal.h"
#include "dsl/sources.h"
#include "dsl/statements.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

using dsl::Kind;
using dsl::kNoExpr;

constexpr std::size_t kMostSources = 10;
constexpr const char* kHyphen = "\u2011";  // that does not break

class Dictionary {
 public:
  Dictionary(const dsl::CheckedPreset& preset, const DictionaryData* data)
      : p_(preset),
        data_(data),
        statements_(preset),
        index_(preset),
        page_(fmt::format("{} version {}", preset.name, preset.version)) {
    read(p_.for_accounts);
    for (const dsl::Rule& rule : p_.rules) {
      read(rule.condition);
      read(rule.because);
    }
    read(p_.base);
    for (const dsl::SegmentRule& rule : p_.segments) read(rule);
  }

  Page write() {
    introduction();
    rules("rules", "Who is reported", {dsl::RuleKind::Skip, dsl::RuleKind::Hold});
    page_.heading(2, "fields", "Fields");
    segment(p_.base);
    for (const dsl::SegmentRule& rule : p_.segments) segment(rule);
    rules("checks", "Checks of the finished record", {dsl::RuleKind::Require, dsl::RuleKind::Warn});
    named_values();
    params();
    tables();
    lookups();
    members();
    return std::move(page_);
  }

 private:
  void read(dsl::ExprId id) {
    if (id == kNoExpr) return;
    const dsl::Sources found = index_.of(id);
    read_.insert(found.values.begin(), found.values.end());
    read_.insert(found.conditions.begin(), found.conditions.end());
  }
  void read(const dsl::SegmentRule& rule) {
    for (const dsl::ExprId id : {rule.when, rule.list, rule.where}) read(id);
    for (const dsl::FieldRule& field : rule.fields) read(field.value);
  }

  void introduction() {
    if (const std::string doc = statements_.header().doc(); !doc.empty())
      page_.paragraph({plain(doc)});
    Inlines files = {plain("Made from ")};
    for (const SourcePtr& source : p_.sources) {
      if (files.size() > 1) files.push_back(plain(", "));
      files.push_back(code(source->name()));
    }
    files.push_back(plain(fmt::format("; SHA-256 of all of them {}.", p_.sha256.substr(0, 16))));
    page_.paragraph(std::move(files));
    if (data_ == nullptr) return;
    page_.paragraph({plain(fmt::format(
        "Counts and samples are of {} documents: {} reported, {} skipped, {} held. Samples of "
        "personal fields are masked.",
        with_separators(data_->documents), with_separators(data_->reported),
        with_separators(data_->skipped), with_separators(data_->held)))});
  }

  // ── rules ──

  void rules(const char* id, const char* title, const std::set<dsl::RuleKind>& kinds) {
    PageTable table;
    table.heads = {"Rule", "When", "Because"};
    if (data_ != nullptr) table.heads.emplace_back("Accounts");
    for (const dsl::Rule& rule : p_.rules) {
      if (kinds.count(rule.kind) == 0) continue;
      const dsl::Statement said = statements_.of(rule.span);
      Inlines name = {code(rule.name), plain(fmt::format(" ({})", to_string(rule.kind)))};
      add_doc(name, said.doc());
      // A `require` says what must be; its count is of those of which it is not.
      Inlines when = {code(said.text(1))};
      PageTable::Row row{target_of("rule", rule.name),
                         {std::move(name),
                          std::move(when),
                          {plain(dsl::unquoted(said.text(dsl::NodeKind::Text)))}}};
      if (data_ != nullptr) row.cells.push_back({plain(with_separators(count_of(rule.name)))});
      table.rows.push_back(std::move(row));
    }
    if (table.rows.empty()) return;
    page_.heading(2, id, title);
    if (p_.for_accounts != kNoExpr && kinds.count(dsl::RuleKind::Skip) > 0)
      page_.paragraph({plain("For accounts where "), code(text_of(p_.for_accounts)), plain(".")});
    page_.table(std::move(table));
    if (kinds.count(dsl::RuleKind::Hold) > 0) other_holds();
  }

  [[nodiscard]] std::uint64_t count_of(const std::string& rule) const {
    const auto found = data_->by_rule.find(rule);
    return found == data_->by_rule.end() ? 0 : found->second;
  }

  // What held accounts without being a rule: values that cannot be read, `hold` in an expression.
  void other_holds() {
    if (data_ == nullptr) return;
    PageTable table{"Accounts held by something that is no rule.", {"What", "Accounts"}, {}};
    for (const auto& entry : data_->by_rule) {
      const std::string& name = entry.first;
      const auto& count = entry.second;
      const bool is_rule = std::any_of(p_.rules.begin(), p_.rules.end(),
                                       [&](const dsl::Rule& rule) { return rule.name == name; });
      if (!is_rule) table.rows.push_back({{}, {{code(name)}, {plain(with_separators(count))}}});
    }
    page_.table(std::move(table));
  }

  // ── fields ──

  void segment(const dsl::SegmentRule& rule) {
    const std::string name(to_string(rule.segment));
    page_.heading(3, target_of("segment", name),
                  fmt::format("{} ({})", segment_title(rule.segment), name));
    Inlines condition;
    if (rule.when != kNoExpr)
      condition = {plain("Written when "), code(text_of(rule.when)), plain(".")};
    if (rule.list != kNoExpr) {
      condition = {plain("One for each "), code(p_.binders[rule.binder].name), plain(" in "),
                   code(text_of(rule.list))};
      if (rule.where != kNoExpr) {
        condition.push_back(plain(" where "));
        condition.push_back(code(text_of(rule.where)));
      }
      condition.push_back(plain("."));
    }
    if (!condition.empty()) page_.paragraph(std::move(condition));
    PageTable table;
    table.heads = {"Field", "Bytes", "Rule", "From"};
    table.widest = 2;
    if (data_ != nullptr) table.heads.emplace_back("Sample");
    for (const Field& field : fields(rule.segment)) row(rule, field, table);
    page_.table(std::move(table));
  }

  void row(const dsl::SegmentRule& rule, const Field& field, PageTable& table) const {
    const auto answer = std::find_if(rule.fields.begin(), rule.fields.end(),
                                     [&](const dsl::FieldRule& f) { return f.field == &field; });
    Inlines name = {plain(fmt::format("{} {}", field.number, field.title)), line_break(),
                    code(field.key)};
    Inlines said;
    Inlines from;
    if (field.is_supplied()) {
      said = {plain("filled by metro2")};
    } else if (answer == rule.fields.end() || answer->value == kNoExpr) {
      said = {plain("left blank")};
    } else {
      const dsl::Statement statement = statements_.of(answer->span);
      said = {code(statement.is_known() ? statement.text(1) : text_of(answer->value))};
      add_doc(said, statement.doc());
      from = sources(answer->value);
    }
    PageTable::Row out{
        target_of("field", fmt::format("{}-{}", to_string(rule.segment), field.key)),
        {std::move(name),
         {plain(field.length == 1 ? fmt::format("{}", field.start)
                                  : fmt::format("{}{}{}", field.start, kHyphen, field.end() - 1))},
         std::move(said),
         std::move(from)}};
    if (data_ != nullptr && field.is_supplied()) {
      out.cells.emplace_back();
    } else if (data_ != nullptr) {
      const auto sample = data_->samples.find({rule.segment, field.key});
      out.cells.push_back(sample == data_->samples.end() ? Inlines{}
                                                         : Inlines{code(sample->second)});
    }
    table.rows.push_back(std::move(out));
  }

  // Members, parameters, tables and named values behind an expression.
  Inlines sources(dsl::ExprId id) const {
    const dsl::Sources found = index_.of(id);
    Inlines out;
    const auto group = [&](const char* words, const Inlines& links) {
      if (links.empty()) return;
      if (!out.empty()) out.push_back(line_break());
      if (*words != '\0') out.push_back(plain(words));
      for (std::size_t i = 0; i < links.size() && i < kMostSources; ++i) {
        if (i > 0) out.push_back(plain(", "));
        out.push_back(links[i]);
      }
      if (links.size() > kMostSources)
        out.push_back(plain(fmt::format(" and {} more", links.size() - kMostSources)));
    };
    group("", links_to(found.values));
    group("decided by ", links_to(found.conditions));
    Inlines named, tables, params;
    for (std::uint32_t i : found.lets)
      named.push_back(link(p_.lets[i].name, target_of("value", p_.lets[i].name)));
    for (std::uint32_t i : found.tables)
      tables.push_back(link(p_.tables[i].name, target_of("table", p_.tables[i].name)));
    for (std::uint32_t i : found.lookups)
      tables.push_back(link(p_.lookups[i].name, target_of("lookup", p_.lookups[i].name)));
    for (std::uint32_t i : found.params)
      params.push_back(link(p_.params[i].name, target_of("param", p_.params[i].name)));
    group("through ", named);
    group("by table ", tables);
    group("set by ", params);
    return out;
  }

  Inlines links_to(const std::vector<const dsl::WireMember*>& members) const {
    Inlines out;
    for (const dsl::WireMember* member : members) {
      const std::string name = index_.name(*member);
      out.push_back(link(name, target_of("member", name)));
    }
    return out;
  }

  // ── what the fields are made of ──

  void named_values() {
    PageTable table{"", {"Name", "Type", "Value", "From"}, {}, 2};
    for (const dsl::Let& let : p_.lets) {
      const dsl::Statement said = statements_.of(let.span);
      add_value(let.name, p_.types.name(let.type), said, said.text(1), let.value, table);
    }
    for (const dsl::Define& define : p_.defines) {
      const dsl::Statement said = statements_.of(define.span);
      // Fields of an included group are functions, too, and stand with the fields.
      if (said.is_known() && said.text(0) == define.name)
        add_value(define.name, p_.types.name(define.type), said, said.last(), define.body, table);
    }
    if (table.rows.empty()) return;
    page_.heading(2, "values", "Named values");
    page_.table(std::move(table));
  }

  void add_value(const std::string& name, const std::string& type, const dsl::Statement& said,
                 const std::string& value, dsl::ExprId id, PageTable& table) const {
    Inlines words = {code(value)};
    add_doc(words, said.doc());
    const std::string arguments = said.text(dsl::NodeKind::Arguments);
    table.rows.push_back({target_of("value", name),
                          {{code(name + arguments)}, {code(type)}, std::move(words), sources(id)}});
  }

  void params() {
    PageTable table{"", {"Parameter", "Type", "Value", "Range", "Meaning"}, {}};
    for (const dsl::Param& param : p_.params) {
      const dsl::Statement said = statements_.of(param.span);
      Inlines range;
      if (!param.range_span.empty()) range = {code(param.range_span.text())};
      table.rows.push_back({target_of("param", param.name),
                            {{code(param.name)},
                             {code(said.text(1))},
                             {code(said.text(2))},
                             std::move(range),
                             {plain(param.doc)}}});
    }
    if (table.rows.empty()) return;
    page_.heading(2, "params", "Parameters");
    page_.paragraph({plain("A tenant's file may set these; the value is what holds without it.")});
    page_.table(std::move(table));
  }

  void tables() {
    if (p_.tables.empty()) return;
    page_.heading(2, "tables", "Tables");
    for (const dsl::Table& table : p_.tables) {
      page_.heading(3, target_of("table", table.name), table.name);
      const std::string doc = statements_.of(table.span).doc();
      if (!doc.empty()) page_.paragraph({plain(doc)});
      PageTable out;
      out.caption = table.in_order ? "The first row that fits decides."
                                   : "Exactly one row fits every input; this is proven.";
      for (std::uint32_t binder : table.binders)
        out.heads.push_back(
            fmt::format("{}: {}", p_.binders[binder].name, p_.types.name(p_.binders[binder].type)));
      for (const dsl::MemberType& member : p_.types.record(table.result).members)
        out.heads.push_back(fmt::format("{}: {}", member.name, p_.types.name(member.type)));
      for (const dsl::TableRow& row : table.rows) {
        PageTable::Row cells;
        for (const dsl::CellSet& cell : row.when) cells.cells.push_back({code(cell.span.text())});
        for (dsl::ExprId then : row.then) cells.cells.push_back({code(text_of(then))});
        out.rows.push_back(std::move(cells));
      }
      page_.table(std::move(out));
    }
  }

  void lookups() {
    if (p_.lookups.empty()) return;
    page_.heading(2, "lookups", "Lookups");
    for (const dsl::Lookup& lookup : p_.lookups) {
      page_.heading(3, target_of("lookup", lookup.name), lookup.name);
      const std::string doc = statements_.of(lookup.span).doc();
      if (!doc.empty()) page_.paragraph({plain(doc)});
      PageTable out;
      out.heads = {p_.binders[lookup.binder].name, p_.types.name(lookup.type)};
      for (const dsl::LookupEntry& entry : lookup.entries) {
        Inlines keys;
        for (const std::string& key : entry.keys) {
          if (!keys.empty()) keys.push_back(plain(", "));
          keys.push_back(code("\"" + key + "\""));
        }
        if (entry.keys.empty()) keys = {plain("anything else")};
        out.rows.push_back({{}, {std::move(keys), {code(text_of(entry.value))}}});
      }
      page_.table(std::move(out));
    }
  }

  // Members of the shape that the preset reads, with their places in a document.
  void members() {
    if (p_.shape == nullptr) return;
    PageTable table{"", {"Member", "Type", "In the document", "Meaning"}, {}};
    for (const dsl::WireRecord& record : p_.shape->records) {
      for (const dsl::WireMember& member : record.members) {
        const dsl::Type type = member.type;
        const dsl::Type item = type.is(Kind::List) ? p_.types.element(type) : type;
        if (item.is(Kind::Record) || read_.count(&member) == 0) continue;
        Inlines paths;
        for (const std::string& path : index_.paths(member)) {
          if (!paths.empty()) paths.push_back(line_break());
          paths.push_back(code(path));
        }
        const std::string name = index_.name(member);
        table.rows.push_back({target_of("member", name),
                              {{code(name)},
                               {code(p_.types.name(type))},
                               std::move(paths),
                               {plain(statements_.of(member.span).doc())}}});
      }
    }
    if (table.rows.empty()) return;
    page_.heading(2, "members", "Source");
    page_.paragraph({plain("What is read of a document, by the shape "), code(p_.shape->name),
                     plain("; [] stands for every item of a list.")});
    page_.table(std::move(table));
  }

  // ── small tools ──

  static void add_doc(Inlines& to, const std::string& doc) {
    if (doc.empty()) return;
    to.push_back(line_break());
    to.push_back(plain(doc));
  }

  [[nodiscard]] std::string text_of(dsl::ExprId id) const {
    return std::string(p_.expr(id).span.text());
  }

  const dsl::CheckedPreset& p_;
  const DictionaryData* data_;
  dsl::Statements statements_;
  dsl::SourceIndex index_;
  std::set<const dsl::WireMember*> read_;
  Page page_;
};

}  // namespace

Page dictionary(const dsl::CheckedPreset& preset, const DictionaryData* data) {
  return Dictionary(preset, data).write();
}

}  // namespace m2
