// metro2 consent: who agreed to be reported, as a store has it on record.

#include <fmt/format.h>

#include <ostream>

#include "connectors/consent_file.h"
#include "engine/base/file.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/documents.h"
#include "engine/cli/render.h"
#include "engine/store/store.h"

namespace m2::cli {
namespace {

class Consent final : public Command {
 public:
  std::vector<Parameter> parameters() override;
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 consent import consent.csv --tenant demo-rent --store rent.db",
             "rows of account,customer,state,date,source"},
            {"metro2 consent list --tenant demo-rent --store rent.db --account 8200001",
             "the whole record of one account"},
            {"metro2 consent set --tenant demo-rent --store rent.db --account 8200001 --customer "
             "9300001 --state withdrawn --date 2026-06-03 --source \"letter\"",
             "one person's word"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Consents are added, and never changed or taken away: somebody who no longer agrees has "
           "a row `withdrawn` with its day. A run with --store asks for the last row of a person "
           "on or before its day. A file is taken whole or not at all.";
  }
  Result<Exit> run(Context& context) override;

 private:
  Result<Exit> import(Context& context, Store& store, const std::string& tenant) const;
  Result<Exit> set(Context& context, Store& store, const std::string& tenant) const;
  Result<Exit> list(Context& context, Store& store, const std::string& tenant) const;
  Result<Exit> add(Context& context, Store& store, const std::string& tenant,
                   const std::vector<StoredConsent>& consents) const;

  std::string action_;
  std::optional<std::string> file_;
  std::string tenant_;
  std::string store_;
  std::optional<std::string> account_;
  std::optional<std::string> customer_;
  std::optional<std::string> state_;
  std::optional<Date> date_;
  std::optional<std::string> source_;
};

std::vector<Parameter> Consent::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(argument("ACTION",
                                "import: rows of a file; list: those on record; set: one person's",
                                action_)
                           .one_of({"import", "list", "set"}));
  parameters.push_back(argument("FILE", "import: a CSV file", file_).completes_files());
  parameters.push_back(
      option("--tenant", "T", "a tenant's name or its file", tenant_).completes_files());
  parameters.push_back(option("--store", "FILE", "the store", store_).completes_files());
  parameters.push_back(
      option("--account", "ID", "set: the lease or loan; list: only its", account_));
  parameters.push_back(option("--customer", "ID", "set: the person", customer_));
  parameters.push_back(option("--state", "STATE", "set: what the person said", state_)
                           .one_of({"granted", "withdrawn"}));
  parameters.push_back(option("--date", "DATE", "set: the day on which it was said", date_));
  parameters.push_back(option("--source", "TEXT", "set: where it was said", source_));
  return parameters;
}

Result<Exit> Consent::add(Context& context, Store& store, const std::string& tenant,
                          const std::vector<StoredConsent>& consents) const {
  M2_TRY(const std::uint64_t added, store.add_consents(tenant, consents));
  if (context.form == OutputForm::Json) {
    JsonWriter json;
    json.begin_object().key("rows").number(static_cast<std::int64_t>(consents.size()));
    context.out << json.key("added").number(static_cast<std::int64_t>(added)).end_object().take();
    return Exit::Done;
  }
  context.out << fmt::format("{} added to {}, {} on record already\n", counted(added, "consent"),
                             store_, with_separators(consents.size() - added));
  return Exit::Done;
}

Result<Exit> Consent::import(Context& context, Store& store, const std::string& tenant) const {
  M2_TRY(const std::string text, read_file(*file_));
  Result<connectors::ConsentFile> read = connectors::read_consents(text);
  if (!read) return std::move(read.error()).within(*file_);
  for (const std::string& problem : read->problems)
    context.err << fmt::format("{}: {}\n", *file_, readable(problem));
  if (!read->problems.empty()) {
    context.err << "\nNothing was imported.\n";
    return Exit::Findings;
  }
  std::vector<StoredConsent> consents;
  for (const auto& [account, rows] : read->by_account) {
    for (const connectors::Consent& row : rows)
      consents.push_back({account, row.customer, row.state, row.date, row.source});
  }
  return add(context, store, tenant, consents);
}

Result<Exit> Consent::set(Context& context, Store& store, const std::string& tenant) const {
  if (!account_ || !customer_ || !state_ || !date_)
    return usage_error(context, "whose word is it, and of which day?",
                       "say --account, --customer, --state and --date");
  return add(context, store, tenant,
             {{*account_, *customer_, *state_, date_->to_string(), source_.value_or("")}});
}

Result<Exit> Consent::list(Context& context, Store& store, const std::string& tenant) const {
  M2_TRY(const std::unique_ptr<StoreReader> reader, store.reader(tenant));
  M2_TRY(const auto rows, reader->all_consents());
  JsonWriter json;
  json.begin_array();
  Table table({"account", "customer", "state", "date", "source"});
  std::uint64_t listed = 0;
  for (;;) {
    M2_TRY(const StoredConsent* row, rows->next());
    if (row == nullptr) break;
    if (account_ && row->account != *account_) continue;
    ++listed;
    table.add({readable(row->account), readable(row->customer), row->state, row->date,
               readable(row->source)});
    json.begin_object().key("account").text(row->account).key("customer").text(row->customer);
    json.key("state").text(row->state).key("date").text(row->date);
    json.key("source").text(row->source).end_object();
  }
  json.end_array();
  if (context.form == OutputForm::Json) {
    context.out << json.take();
  } else if (listed == 0) {
    context.out << fmt::format("no consent of `{}` is on record in {}\n", tenant, store_);
  } else {
    context.out << table.text(context.out_colour);
  }
  return Exit::Done;
}

Result<Exit> Consent::run(Context& context) {
  const bool is_import = action_ == "import";
  if (is_import && !file_)
    return usage_error(context, "which file is imported?", "metro2 consent import FILE");
  if (!is_import && file_)
    return usage_error(context,
                       fmt::format("`{}` is for metro2 consent import", printable(*file_)));
  M2_TRY(const std::optional<std::string> tenant, name_of_tenant(context, tenant_));
  if (!tenant) return Exit::Findings;
  M2_TRY(const std::unique_ptr<Store> store,
         open_store(store_, action_ == "list" ? StoreAccess::Read : StoreAccess::Write));
  if (is_import) return import(context, *store, *tenant);
  return action_ == "set" ? set(context, *store, *tenant) : list(context, *store, *tenant);
}

}  // namespace

std::unique_ptr<Command> make_consent() {
  return std::make_unique<Consent>();
}

}  // namespace m2::cli
