// metro2 rules: everything that is asked of a Metro 2 file, and all that is known of one rule.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/names.h"
#include "engine/cli/render.h"
#include "engine/cli/rule_files.h"
#include "engine/cli/rule_page.h"

namespace m2::cli {
namespace {

class Rules final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("ACTION", "list: which rules there are; show: all about one", action_)
            .one_of({"list", "show"}));
    parameters.push_back(argument("ID", "show: a rule, or a field's own check", id_)
                             .completes_with("rules list --ids"));
    parameters.push_back(option("--severity", "S", "list: only these", severity_)
                             .one_of({"fatal", "error", "warning", "info"}));
    parameters.push_back(
        option("--kind", "K", "list: only those that look at this; field: the fields' own checks",
               kind_)
            .one_of({"bytes", "record", "consumer", "month", "file", "portfolio", "field"}));
    parameters.push_back(option("--field", "F", "list: only those about a field", field_)
                             .such_as(segment_and_field_names()));
    parameters.push_back(option("--confidence", "C", "list: only as sure as this", confidence_)
                             .one_of({"high", "medium", "low"}));
    parameters.push_back(
        option("--search", "TEXT", "list: only those whose id or texts have this", search_));
    parameters.push_back(flag("--ids", "list: the ids alone, the fields' own checks too", ids_));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 rules list --severity fatal", "for what a file is rejected"},
            {"metro2 rules list --field date_of_first_delinquency", "all about one field"},
            {"metro2 rules list --search bankruptcy", "by a word"},
            {"metro2 rules show B24-002", "what it harms, how to mend it, which cases prove it"},
            {"metro2 rules list --format json", "the whole catalogue for programs, with cases"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Rules come from the program and from the .rules files of the presets. Every field has "
           "checks of its own, too (base.current_balance.digits); each belongs to a rule. Rules of "
           "low confidence are off unless a profile turns them on.";
  }
  Result<Exit> run(Context& context) override;

 private:
  Result<Exit> show(Context& context, const RuleRegistry& rules) const;
  Result<Exit> list(Context& context, const RuleRegistry& rules) const;
  [[nodiscard]] bool is_wanted(const RuleRegistry& rules, const RuleEntry& entry) const;
  [[nodiscard]] bool has_filter() const {
    return severity_ || kind_ || field_ || confidence_ || search_;
  }

  std::string action_;
  std::optional<std::string> id_, severity_, kind_, field_, confidence_, search_;
  bool ids_ = false;
};

bool has_words(const RuleEntry& entry, std::string_view wanted) {
  const std::string word = lower(wanted);
  const Rule& rule = *entry.rule;
  for (const std::string_view text :
       {entry.id(), rule.id, entry.title(), entry.when(), rule.message, rule.harm, rule.perhaps,
        rule.fix, rule.disputed}) {
    if (lower(text).find(word) != std::string::npos) return true;
  }
  return false;
}

bool Rules::is_wanted(const RuleRegistry& rules, const RuleEntry& entry) const {
  return (!severity_ || to_string(entry.rule->severity) == *severity_) &&
         (!confidence_ || to_string(entry.rule->confidence) == *confidence_) &&
         (!kind_ || entry.kind() == *kind_) && (!search_ || has_words(entry, *search_)) &&
         (!field_ || speaks_of(rules, entry, *field_));
}

Result<Exit> Rules::list(Context& context, const RuleRegistry& rules) const {
  std::vector<RuleEntry> wanted;
  std::size_t checks = 0;
  for (const RuleEntry& entry : entries_of(rules)) {
    if (!is_wanted(rules, entry)) continue;
    checks += entry.check != nullptr ? 1 : 0;
    wanted.push_back(entry);
  }
  if (ids_) {
    for (const RuleEntry& entry : wanted) context.out << entry.id() << "\n";
    return Exit::Done;
  }
  if (context.form == OutputForm::Json) {
    JsonWriter json;
    json.begin_array();
    for (const RuleEntry& entry : wanted) write_rule(json, rules, entry);
    context.out << json.end_array().take();
    return Exit::Done;
  }
  if (wanted.empty()) {
    context.out << "no rule is like that; metro2 rules list shows all.\n";
    return Exit::Done;
  }
  // People are shown the checks of fields when they ask for them, or when there is nothing else.
  const bool shows_checks = kind_.has_value() || field_.has_value() || checks == wanted.size();
  Table table({"rule", "severity", "looks at", "confidence", "what is wrong"});
  for (const RuleEntry& entry : wanted) {
    if (entry.check != nullptr && !shows_checks) continue;
    table.add({std::string(entry.id()), std::string(to_string(entry.rule->severity)),
               std::string(entry.kind()), std::string(to_string(entry.rule->confidence)),
               std::string(entry.title())});
  }
  context.out << table.text(context.out_colour) << "\n" << counted(wanted.size() - checks, "rule");
  if (checks > 0) {
    context.out << " and " << counted(checks, "check") << " of single fields"
                << (shows_checks ? "" : " (--kind field shows them)");
  }
  context.out << "; metro2 rules show ID tells all about one.\n";
  return Exit::Done;
}

Result<Exit> Rules::show(Context& context, const RuleRegistry& rules) const {
  const std::optional<RuleEntry> entry = find_entry(rules, *id_);
  if (!entry) {
    std::vector<std::string> ids;
    for (const RuleEntry& known : entries_of(rules)) ids.emplace_back(known.id());
    return usage_error(context, fmt::format("no rule `{}`", printable(*id_)),
                       did_you_mean(*id_, ids));
  }
  if (context.form == OutputForm::Json) {
    JsonWriter json;
    write_rule(json, rules, *entry);
    context.out << json.take();
  } else {
    context.out << rule_page(rules, *entry, context.out_colour);
  }
  return Exit::Done;
}

Result<Exit> Rules::run(Context& context) {
  if (action_ == "show" && !id_)
    return usage_error(context, "show needs the id of a rule", "metro2 rules list shows all");
  if (action_ == "show" && (has_filter() || ids_))
    return usage_error(context, "filters belong to list; show takes an id");
  if (action_ == "list" && id_)
    return usage_error(context, fmt::format("list takes no id, and `{}` is one", printable(*id_)),
                       fmt::format("metro2 rules show {}", printable(*id_)));
  const auto rules = find_rules(context);
  if (rules == nullptr) return Exit::Findings;
  if (action_ == "show") return show(context, *rules);
  if (field_) {
    const std::vector<std::string> names = segment_and_field_names();
    const std::string_view key = std::string_view(*field_).substr(field_->rfind('.') + 1);
    if (std::find(names.begin(), names.end(), lower(key)) == names.end())
      return usage_error(context, fmt::format("no field `{}`", printable(*field_)),
                         did_you_mean(key, names));
  }
  return list(context, *rules);
}

}  // namespace

std::unique_ptr<Command> make_rules() {
  return std::make_unique<Rules>();
}

}  // namespace m2::cli
