// metro2 simulate: a virtual portfolio in the vendors' own responses, and what was meant by it.

#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <system_error>

#include "engine/base/file.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/progress.h"
#include "engine/cli/render.h"
#include "engine/metro2/field.h"
#include "engine/simulate/portfolio.h"
#include "engine/simulate/tenant_files.h"

namespace m2::cli {
namespace {

namespace fs = std::filesystem;
using simulate::PortfolioRequest;
using simulate::PortfolioSummary;
using simulate::Vendor;
using simulate::VendorSummary;

constexpr std::uint64_t kDefaultMonths = 24;
constexpr std::uint64_t kDefaultAccounts = 1'000;
constexpr std::uint64_t kDefaultSeed = 1;
constexpr CivilDate kDefaultDay{2026, 6, 30};
// Where the account status of the first account stands: a header of 426 bytes, a line end, and the
// field's place.
constexpr std::size_t kStatusOfFirst = 427 + field(BaseField::AccountStatus).offset();

class Simulate final : public Command {
 public:
  std::vector<Parameter> parameters() override;
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 simulate --months 24 --seed 7",
             "1,000 leases and 1,000 loans that lived two years, in metro2-portfolio/"},
            {"metro2 simulate --vendor entrata --accounts 200 --out tmp/leases",
             "a small one of leases alone"},
            {"metro2 simulate --accounts 200 --each-month --out tmp/months",
             "responses of every month, for runs and validations month by month"},
            {"metro2 simulate --accounts 100000 --threads 2 --out tmp/large --format json",
             "a large one, its figures for another program"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "The same options give the same bytes on every machine, with any number of threads. "
           "The clock is not asked: the last day is --as-of. An account depends on the seed, its "
           "number and the first month alone, so it is the same in a small and in a large "
           "portfolio. Every person, number and address is invented. DIR must be empty or new.";
  }
  Result<Exit> run(Context& context) override;

 private:
  [[nodiscard]] PortfolioRequest request() const;
  void print(const PortfolioRequest& request, const PortfolioSummary& summary,
             Context& context) const;
  [[nodiscard]] std::string json_of(const PortfolioRequest& request,
                                    const PortfolioSummary& summary) const;

  std::optional<std::uint64_t> months_;
  std::optional<std::uint64_t> accounts_;
  std::optional<std::uint64_t> seed_;
  std::optional<std::uint64_t> threads_;
  std::optional<std::string> vendor_;
  std::optional<Date> as_of_;
  std::optional<std::string> out_;
  bool each_month_ = false;
};

std::vector<Parameter> Simulate::parameters() {
  std::vector<Parameter> parameters;
  parameters.push_back(
      option("--months", "N", "how many months the portfolio lives (default: 24)", months_));
  parameters.push_back(
      option("--accounts", "N", "how many accounts of each vendor (default: 1000)", accounts_));
  parameters.push_back(
      option("--seed", "S", "decides everything that chance decides (default: 1)", seed_));
  parameters.push_back(option("--vendor", "V", "whose accounts (default: both)", vendor_)
                           .one_of({"entrata", "loanpro", "both"}));
  parameters.push_back(
      option("--as-of", "DATE", "the last day that is lived (default: 2026-06-30)", as_of_));
  parameters.push_back(flag("--each-month",
                            "write the responses of every month, each in a folder of its own",
                            each_month_));
  parameters.push_back(option("--threads", "N",
                              "how many blocks of accounts are written at a time (default: 1)",
                              threads_));
  parameters.push_back(
      option("--out", "DIR", "where it goes, new or empty (default: metro2-portfolio)", out_)
          .completes_files());
  return parameters;
}

PortfolioRequest Simulate::request() const {
  PortfolioRequest request;
  const Date day = *Date::from_civil(kDefaultDay.year, kDefaultDay.month, kDefaultDay.day);
  request.scenario.seed = seed_.value_or(kDefaultSeed);
  request.scenario.as_of = as_of_.value_or(day);
  const auto months = static_cast<int>(months_.value_or(kDefaultMonths));
  request.scenario.first = Period::of(request.scenario.as_of).plus(1 - months);
  request.accounts = accounts_.value_or(kDefaultAccounts);
  if (vendor_.value_or("both") != "loanpro") request.vendors.push_back(Vendor::Entrata);
  if (vendor_.value_or("both") != "entrata") request.vendors.push_back(Vendor::LoanPro);
  request.each_month = each_month_;
  request.threads = static_cast<unsigned>(threads_.value_or(1));
  request.out = out_.value_or("metro2-portfolio");
  return request;
}

/// "4.2": rounded down.
std::string in_megabytes(std::uint64_t bytes) {
  const std::uint64_t tenths = bytes / 100'000;
  return fmt::format("{}.{}", with_separators(tenths / 10), tenths % 10);
}

/// "metro2 run …" for one vendor and day.
std::string run_line(const PortfolioRequest& request, Vendor vendor, Date day) {
  const bool is_month_end = day == day.end_of_month();
  return fmt::format("metro2 run --tenant {}.yaml --period {}{} --from {} --out {}",
                     (request.out / simulate::tenant_name(vendor)).string(),
                     Period::of(day).to_string(), is_month_end ? "" : " --as-of " + day.to_string(),
                     simulate::snapshot_folder(request, vendor, day).string(),
                     (request.out / "files").string());
}

std::string file_of(const PortfolioRequest& request, Vendor vendor, Date day) {
  const std::string name = fmt::format("{}.{}.equifax.metro2", simulate::tenant_name(vendor),
                                       Period::of(day).to_string());
  return (request.out / "files" / name).string();
}

void print_next(const PortfolioRequest& request, Context& context) {
  const std::vector<Date> days = simulate::snapshot_days(request.scenario, request.each_month);
  context.out << "\nNext:\n";
  for (const Vendor vendor : request.vendors) {
    const bool has_month_before = days.size() > 1;
    if (has_month_before)
      context.out << "  " << run_line(request, vendor, days[days.size() - 2]) << "\n";
    context.out << "  " << run_line(request, vendor, days.back()) << "\n";
    context.out << "  metro2 validate " << file_of(request, vendor, days.back()) << "\n";
    context.out << "  metro2 explain " << file_of(request, vendor, days.back()) << " --at "
                << kStatusOfFirst << " --tenant "
                << (request.out / simulate::tenant_name(vendor)).string() << ".yaml\n";
  }
}

void Simulate::print(const PortfolioRequest& request, const PortfolioSummary& summary,
                     Context& context) const {
  const std::vector<Date> days = simulate::snapshot_days(request.scenario, request.each_month);
  context.out << fmt::format("A virtual portfolio in {}: seed {}, {} to {}\n\n",
                             request.out.string(), request.scenario.seed,
                             request.scenario.first.first_day().to_string(),
                             request.scenario.as_of.to_string());
  Table table({"", "accounts", "to report", "to skip", "to hold", "events", "responses", "MB"});
  for (const VendorSummary& vendor : summary.vendors) {
    std::uint64_t events = 0;
    for (const std::uint64_t count : vendor.events) events += count;
    table.add({std::string(simulate::to_string(vendor.vendor)), with_separators(vendor.accounts),
               with_separators(vendor.outcomes[0]), with_separators(vendor.outcomes[1]),
               with_separators(vendor.outcomes[2]), with_separators(events),
               with_separators(vendor.files), in_megabytes(vendor.bytes)});
  }
  context.out << table.text(context.out_colour, "  ");
  if (days.size() > 1)
    context.out << fmt::format(
        "\n{} of responses, {} to {}; what is to report, to skip and to "
        "hold is that of the last.\n",
        counted(days.size(), "month"), Period::of(days.front()).to_string(),
        Period::of(days.back()).to_string());
  context.out << "\n  " << (request.out / "story.csv").string()
              << "     what happened to each account, month by month\n  "
              << (request.out / "expected.csv").string()
              << "  what a run is meant to make of each\n";
  print_next(request, context);
}

std::string Simulate::json_of(const PortfolioRequest& request,
                              const PortfolioSummary& summary) const {
  JsonWriter json;
  json.begin_object();
  json.key("out").text(request.out.string());
  json.key("seed").raw(fmt::to_string(request.scenario.seed));
  json.key("first").text(request.scenario.first.to_string());
  json.key("as_of").text(request.scenario.as_of.to_string());
  json.key("months").begin_array();
  for (const Date day : simulate::snapshot_days(request.scenario, request.each_month))
    json.text(Period::of(day).to_string());
  json.end_array().key("vendors").begin_array();
  for (const VendorSummary& vendor : summary.vendors) {
    const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
    json.begin_object();
    json.key("vendor").text(simulate::to_string(vendor.vendor));
    json.key("tenant").text(
        fmt::format("{}.yaml", (request.out / simulate::tenant_name(vendor.vendor)).string()));
    json.key("accounts").number(number(vendor.accounts));
    for (const OutcomeKind outcome :
         {OutcomeKind::Reported, OutcomeKind::Skipped, OutcomeKind::Held}) {
      json.key(to_string(outcome))
          .number(number(vendor.outcomes[static_cast<std::size_t>(outcome)]));
    }
    json.key("responses").number(number(vendor.files));
    json.key("bytes").number(number(vendor.bytes));
    json.key("events").begin_object();
    for (const simulate::EventFacts& event : simulate::event_facts()) {
      const std::uint64_t count = vendor.events[static_cast<std::size_t>(event.kind)];
      if (count > 0) json.key(event.key).number(number(count));
    }
    json.end_object().end_object();
  }
  json.end_array().end_object();
  return json.take();
}

Result<Exit> Simulate::run(Context& context) {
  if (months_.value_or(1) > simulate::kMostMonths)
    return usage_error(context, fmt::format("`--months` is at most {}", simulate::kMostMonths));
  if (accounts_.value_or(1) > simulate::kMostAccounts) {
    return usage_error(context, fmt::format("`--accounts` is at most {}",
                                            with_separators(simulate::kMostAccounts)));
  }
  const PortfolioRequest request = this->request();
  const auto day_of = [](const CivilDate& day) {
    return *Date::from_civil(day.year, day.month, day.day);
  };
  const Period first = Period::of(day_of(simulate::kFirstMonth));
  if (request.scenario.first < first || request.scenario.as_of > day_of(simulate::kLastDay)) {
    return usage_error(
        context,
        fmt::format("the portfolio would live from {} to {}", request.scenario.first.to_string(),
                    request.scenario.as_of.to_string()),
        fmt::format("it may begin in {}, when everybody in it is of age, and end on {}",
                    first.to_string(), day_of(simulate::kLastDay).to_string()));
  }
  std::error_code problem;
  if (fs::exists(request.out, problem) && !fs::is_directory(request.out, problem)) {
    return Error{ErrorCode::Unwritable,
                 fmt::format("`{}` is a file; name a new folder with --out", request.out.string())};
  }
  if (fs::exists(request.out, problem) && !fs::is_empty(request.out, problem)) {
    return Error{ErrorCode::Unwritable,
                 fmt::format("`{}` is not empty, and nothing in it was touched; name a new folder "
                             "with --out, or empty it first",
                             request.out.string())};
  }
  Progress progress(context, "simulate", request.accounts * request.vendors.size(),
                    Progress::Unit::Documents);
  M2_TRY(const PortfolioSummary summary,
         write_portfolio(request, [&](std::uint64_t accounts) { progress.reach(accounts); }));
  const std::string json = json_of(request, summary);
  // The last file: a folder without it is not complete.
  M2_TRY_VOID(write_file(request.out / "portfolio.json", json));
  if (context.form == OutputForm::Json)
    context.out << json;
  else
    print(request, summary, context);
  return Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_simulate() {
  return std::make_unique<Simulate>();
}

}  // namespace m2::cli
