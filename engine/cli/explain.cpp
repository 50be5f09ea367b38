// metro2 explain: where the values of one account come from, back to the document.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ostream>

#include "engine/base/ascii.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/documents.h"
#include "engine/cli/presets.h"
#include "engine/cli/render.h"
#include "engine/cli/trace_page.h"
#include "engine/cli/trace_view.h"
#include "engine/pipeline/file_explanation.h"

namespace m2::cli {
namespace {

class Explain final : public Command {
 public:
  std::vector<Parameter> parameters() override;
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 explain 8200004 date_of_first_delinquency --tenant demo-rent --period 2026-06 "
             "--as-of 2026-06-15 --from presets/entrata/fixtures",
             "one field, from its bytes to the document"},
            {"metro2 explain 8200004 --tenant demo-rent --period 2026-06 --as-of 2026-06-15 --from "
             "presets/entrata/fixtures",
             "every field in a line, and the rules that were asked"},
            {"metro2 explain 8200004 no_rent --tenant demo-rent --period 2026-06 --as-of "
             "2026-06-15 --from presets/entrata/fixtures",
             "why a rule did not hold the account"},
            {"metro2 explain demo-rent.2026-06.equifax.metro2 --at 0x1f4",
             "one byte of a file that a run wrote"},
            {"metro2 explain 8200004 --tenant demo-rent --period 2026-06 --as-of 2026-06-15 --from "
             "presets/entrata/fixtures --html 8200004.html",
             "all of it as a page, to be sent or kept"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "The account is mapped again, as a run maps it, and every value on the way is kept; "
           "then the rules of the tenant's profile are asked, as a run of the day after asks them "
           "for "
           "its first bureau. An account that is skipped or held says by which rule, and why. "
           "Personal data is masked. "
           "With --at, the first argument is a file that metro2 run wrote, or one beside it that "
           "metro2 convert made of it: the manifest says tenant, days, presets and documents, and "
           "what has changed since is refused. Of a file that was imported, --store says where.";
  }
  Result<Exit> run(Context& context) override;

 private:
  Result<Exit> account(Context& context, Explainer& explainer);
  Result<Exit> byte(Context& context);
  Result<bool> imported_byte(Context& context, const ImportedByteQuestion& question) const;
  void overview(Context& context, const Explanation& why, const Explainer& explainer) const;
  void print_json(Context& context, const Explanation& why, const Explainer& explainer,
                  const std::vector<const FieldTrace*>& fields,
                  const std::vector<const RuleTrace*>& rules) const;
  [[nodiscard]] TraceStyle style(const Context& context) const {
    return {context.out_colour, all_};
  }

  std::string account_;
  std::optional<std::string> field_;
  std::optional<std::string> tenant_;
  std::optional<Period> period_;
  std::optional<Date> as_of_;
  std::optional<std::string> from_;
  std::optional<std::string> store_;
  std::optional<std::string> at_;
  bool all_ = false;
  bool reveal_ = false;
  std::optional<std::string> html_;
};

std::vector<Parameter> Explain::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(argument("ACCOUNT",
                                "the account, as its document names it; with --at a file of a run",
                                account_)
                           .completes_files());
  parameters.push_back(argument(
      "FIELD", "a field, as `date_closed` or `J1.surname`, or a rule (default: all)", field_));
  parameters.push_back(
      option("--tenant", "T", "a tenant's name or its file", tenant_).completes_files());
  parameters.push_back(
      option("--period", "MONTH", "the month that is reported, as 2026-10", period_));
  parameters.push_back(option("--as-of", "DATE",
                              "the day the record describes (default: the last day of the month)",
                              as_of_));
  parameters.push_back(documents_option(from_));
  parameters.push_back(store_option(store_));
  parameters.push_back(
      option("--at", "OFFSET", "a byte of the file, from 0: decimal, or hexadecimal with 0x", at_));
  parameters.push_back(flag("--all", "show every item of a list with all that is behind it", all_));
  parameters.push_back(flag("--reveal", "show personal data instead of masking it", reveal_));
  parameters.push_back(
      option("--html", "FILE", "also write a page, trees and all", html_).completes_files());
  return parameters;
}

// Rules of a preset stand where they hold; those of the registry explain themselves.
std::string where_explained(const Reason& reason) {
  return reason.span.empty() && is_upper(reason.name.front())
             ? fmt::format("see metro2 help {}", reason.name)
             : short_place(reason.span);
}

// "J1.surname" and "J1[2].surname" name what "surname" names in every segment.
bool is_named(const FieldTrace& field, const AccountTrace& account, std::string_view name) {
  if (field.field->key == name || field_name(field, account) == name) return true;
  const std::string in_segment = fmt::format("{}.{}", facts(field.segment).key, field.field->key);
  return lower(name) == in_segment;
}

std::vector<std::string> known_names(const dsl::CheckedPreset& preset) {
  std::vector<std::string> names;
  for (const Field& f : fields(Segment::Base)) names.emplace_back(f.key);
  for (const dsl::SegmentRule& segment : preset.segments) {
    for (const Field& f : fields(segment.segment))
      names.push_back(fmt::format("{}.{}", to_string(segment.segment), f.key));
  }
  for (const dsl::Rule& rule : preset.rules) names.push_back(rule.name);
  return names;
}

Result<Exit> Explain::run(Context& context) {
  if (at_) return byte(context);
  if (!tenant_) return usage_error(context, "whose account is that?", "say --tenant T");
  if (!period_ && !as_of_)
    return usage_error(context, "which month is explained?", "say --period 2026-10");
  if (!from_ && !store_) return ask_for_documents_or_store(context);
  const Date as_of = as_of_ ? *as_of_ : period_->last_day();
  if (period_ && Period::of(as_of) != *period_) {
    return usage_error(
        context, fmt::format("the day {} is not in {}", as_of.to_string(), period_->to_string()));
  }
  M2_TRY(const PresetsFolder folder, find_presets(context));
  M2_TRY(const std::unique_ptr<Store> store, open_given_store(store_));
  Diagnostics found;
  M2_TRY(std::optional<Explainer> explainer,
         Explainer::open(*tenant_, folder, as_of, as_of.plus_days(1), found, store.get()));
  if (explainer) M2_TRY_VOID(explainer->ask_rules(folder, found));
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  if (!explainer || found.has_errors()) return Exit::Findings;
  return account(context, *explainer);
}

Result<Exit> Explain::account(Context& context, Explainer& explainer) {
  M2_TRY(const std::string document, explainer.find(from_.value_or(""), account_));
  TraceOptions options;
  options.masking = reveal_ ? Masking::Revealed : Masking::Masked;
  const Explanation why = explainer.explain(document, options);
  M2_TRY_VOID(explainer.status());
  const AccountTrace& trace = why.trace;
  std::vector<const FieldTrace*> fields;
  std::vector<const RuleTrace*> rules;
  for (const FieldTrace& f : trace.fields) {
    if (!field_ || is_named(f, trace, *field_)) fields.push_back(&f);
  }
  for (const RuleTrace& rule : trace.rules) {
    if (!field_ || rule.name == *field_) rules.push_back(&rule);
  }
  if (field_ && fields.empty() && rules.empty()) {
    const std::vector<std::string> names = known_names(explainer.preset(why));
    const bool is_known = std::find(names.begin(), names.end(), *field_) != names.end();
    if (!is_known) {
      return usage_error(context, fmt::format("no field and no rule `{}`", printable(*field_)),
                         did_you_mean(*field_, names));
    }
  }
  if (html_)
    M2_TRY_VOID(write_file(*html_, to_html(trace_page(fields, rules, why, explainer, all_))));
  const bool is_reported = trace.kind == OutcomeKind::Reported;
  if (context.form == OutputForm::Json) {
    print_json(context, why, explainer, fields, rules);
    return is_reported ? Exit::Done : Exit::Findings;
  }
  if (!field_) {
    overview(context, why, explainer);
    return is_reported ? Exit::Done : Exit::Findings;
  }
  for (const FieldTrace* f : fields) context.out << field_text(*f, trace, style(context));
  for (const RuleTrace* rule : rules) {
    context.out << rule_text(*rule, style(context));
  }
  if (fields.empty() && rules.empty()) {
    context.out << fmt::format("`{}` has no value: {}\n", *field_,
                               is_reported
                                   ? "the account has no such segment, or the rule was not asked"
                                   : "the account is not reported");
    for (const Reason& reason : trace.reasons)
      context.out << fmt::format("{}: {}   {}\n", reason.name, readable(reason.text),
                                 where_explained(reason));
  }
  context.out << basis_text(fields, rules.empty() ? nullptr : rules.front(), why, explainer);
  return fields.empty() && rules.empty() ? Exit::Findings : Exit::Done;
}

// "1234", "0x4d2"
std::optional<std::uint64_t> offset_of(std::string_view text) {
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, is_hex ? 16 : 10);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<Exit> Explain::byte(Context& context) {
  const auto offset = offset_of(*at_);
  if (!offset) {
    return usage_error(context, fmt::format("`{}` is no offset", printable(*at_)),
                       "count bytes from 0: --at 1234, or --at 0x4d2");
  }
  if (field_ || period_ || as_of_) {
    return usage_error(context, "the byte says which field, and the manifest which day",
                       "leave out FIELD, --period and --as-of");
  }
  M2_TRY(const PresetsFolder folder, find_presets(context));
  Diagnostics found;
  TraceOptions options;
  options.masking = reveal_ ? Masking::Revealed : Masking::Masked;
  Result<std::optional<FileExplainer>> opened =
      FileExplainer::open({account_, tenant_, from_, offset, store_}, folder, found);
  if (!opened && store_) {
    M2_TRY(const bool is_imported, imported_byte(context, {account_, *offset, options.masking}));
    if (is_imported) return Exit::Done;
  }
  M2_TRY(std::optional<FileExplainer> explainer, std::move(opened));
  if (!found.empty()) context.err << render(found.sorted(), context.err_colour);
  if (!explainer) return Exit::Findings;
  M2_TRY(const ByteExplanation why, explainer->explain(*offset, options));
  if (html_) M2_TRY_VOID(write_file(*html_, to_html(byte_page(why, *explainer, all_))));
  context.out << (context.form == OutputForm::Json ? byte_json(why, *explainer)
                                                   : byte_text(why, *explainer, style(context)));
  return Exit::Done;
}

// A file that no run of metro2 wrote may be one that the store has imported.
Result<bool> Explain::imported_byte(Context& context, const ImportedByteQuestion& question) const {
  M2_TRY(const std::unique_ptr<Store> store, open_given_store(store_));
  M2_TRY(const std::optional<ImportedByte> byte, find_imported_byte(question, *store));
  if (!byte) return false;
  context.out << (context.form == OutputForm::Json ? byte_json(*byte, account_)
                                                   : byte_text(*byte, account_, style(context)));
  return true;
}

// A line a field; of an account that is not reported the rules that decided it.
void Explain::overview(Context& context, const Explanation& why, const Explainer& explainer) const {
  const AccountTrace& trace = why.trace;
  context.out << fmt::format("{}  {}\n", paint(context.out_colour, Ink::Bold, trace.account),
                             to_string(trace.kind));
  for (const Reason& reason : trace.reasons) {
    context.out << fmt::format("\n{}  {}   {}\n", reason.name, readable(reason.text),
                               where_explained(reason));
    for (const RuleTrace& rule : trace.rules) {
      if (rule.name == reason.name) context.out << rule_text(rule, style(context));
    }
  }
  if (!trace.fields.empty()) {
    Table table({"bytes", "field", "value", "preset", "in its words"});
    for (const FieldTrace& f : trace.fields) {
      if (f.origin != FieldTrace::Origin::Preset) continue;
      table.add(
          {position_of(f), field_name(f, trace), f.root.value, short_place(f.span), f.root.text});
    }
    context.out << "\n" << table.text(context.out_colour);
    std::string blank;
    for (const FieldTrace& f : trace.fields) {
      if (f.origin == FieldTrace::Origin::LeftBlank)
        blank += (blank.empty() ? "" : ", ") + field_name(f, trace);
    }
    if (!blank.empty()) context.out << "left blank  " << wrapped(blank, 100, 12) << "\n";
  }
  const auto said_no = std::count_if(trace.rules.begin(), trace.rules.end(),
                                     [](const RuleTrace& rule) { return !rule.is_true; });
  context.out << fmt::format("rules       {} asked, {} said no\n",
                             counted(trace.rules.size(), "rule"), said_no);
  context.out << basis_text({}, nullptr, why, explainer);
}

void Explain::print_json(Context& context, const Explanation& why, const Explainer& explainer,
                         const std::vector<const FieldTrace*>& fields,
                         const std::vector<const RuleTrace*>& rules) const {
  const AccountTrace& trace = why.trace;
  const dsl::CheckedPreset& preset = explainer.preset(why);
  JsonWriter json;
  json.begin_object().key("account").text(trace.account);
  json.key("outcome").text(to_string(trace.kind));
  json.key("reasons").begin_array();
  for (const Reason& reason : trace.reasons) {
    json.begin_object().key("rule").text(reason.name).key("text").text(reason.text);
    write_place(json, reason.span);
    json.end_object();
  }
  json.end_array();
  json.key("tenant").text(explainer.setup().tenant.name.text);
  json.key("as_of").text(explainer.as_of().to_string());
  json.key("document_sha256").text(why.document_sha256);
  json.key("preset").begin_object().key("name").text(preset.name);
  json.key("version").number(preset.version).key("sha256").text(preset.sha256).end_object();
  json.key("params").begin_array();
  for (const ParamOrigin& param : explainer.params(why.chosen)) {
    json.begin_object().key("name").text(param.name).key("value").text(param.value);
    json.key("set_by").text(param.is_set ? "tenant" : "preset");
    write_place(json, param.place);
    json.end_object();
  }
  json.end_array().key("fields").begin_array();
  for (const FieldTrace* field : fields) write_json(json, *field, trace);
  json.end_array().key("rules").begin_array();
  for (const RuleTrace* rule : rules) write_json(json, *rule);
  json.end_array().end_object();
  context.out << json.take();
}

}  // namespace

std::unique_ptr<Command> make_explain() {
  return std::make_unique<Explain>();
}

}  // namespace m2::cli
