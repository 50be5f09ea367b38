#include "connectors/recorded.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "connectors/consent_file.h"
#include "connectors/internal/account_parts.h"
#include "connectors/internal/response_table.h"
#include "engine/base/file.h"
#include "engine/base/text.h"

namespace m2::connectors {
namespace {

constexpr std::string_view kConsents = "consent.csv";
constexpr std::size_t kLargestResponse = std::size_t{256} << 20;
constexpr std::size_t kLargestConsents = std::size_t{64} << 20;

bool begins(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}
bool ends(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

const ResponseKind* kind_of_file(const VendorResponses& vendor, std::string_view file) {
  if (!ends(file, ".json")) return nullptr;
  for (const ResponseKind& kind : vendor.kinds) {
    const bool has_version = kind.version.empty() ||
                             file.find(fmt::format(".{}.", kind.version)) != std::string_view::npos;
    if (begins(file, kind.prefix) && has_version) return &kind;
  }
  return nullptr;
}

std::string why_unused(const VendorResponses& vendor, std::string_view file) {
  if (!ends(file, ".json")) return "not a .json file";
  for (const UnusedKind& unused : vendor.unused) {
    if (begins(file, unused.prefix)) return std::string(unused.why);
  }
  return "its name is that of no response";
}

/// The vendor whose responses the names speak of.
Result<const VendorResponses*> vendor_of(const std::vector<std::string>& files) {
  const VendorResponses* found = nullptr;
  for (const VendorResponses* vendor : {&entrata_responses(), &loanpro_responses()}) {
    const bool is_here = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
      return kind_of_file(*vendor, file) != nullptr;
    });
    if (is_here && found != nullptr)
      return Error{ErrorCode::Invalid, "it holds responses of two vendors, entrata and loanpro"};
    if (is_here) found = vendor;
  }
  if (found != nullptr) return found;
  return Error{ErrorCode::Invalid,
               "it holds no recorded responses (files like `getLeases.r2.7100101.json` or "
               "`loan_2001.json`)"};
}

/// "/Date(1761718350)/" and plain numbers; nothing for every other text.
std::optional<std::int64_t> stamp_of(const std::string& text) {
  std::string_view number = text;
  if (begins(number, "/Date(") && ends(number, ")/")) number = number.substr(6, number.size() - 8);
  const bool is_negative = begins(number, "-");
  if (is_negative) number.remove_prefix(1);
  if (number.empty() || number.size() > 17) return std::nullopt;
  std::int64_t value = 0;
  for (char c : number) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return is_negative ? -value : value;
}

}  // namespace

struct RecordedAccounts::State {
  const VendorResponses* vendor = nullptr;
  std::vector<std::filesystem::path> files;  // those that were read
  PartIndex index;
  std::vector<Id> accounts;
  ConsentFile consents;
  RecordedReport report;

  void add_file(const std::filesystem::path& path, const ResponseKind& kind, std::set<Id>& found);
  Result<void> index_file(const std::filesystem::path& path, const ResponseKind& kind,
                          std::set<Id>& found);
  void add_consents(const std::filesystem::path& path);
  void name_stray_consents();
};

void RecordedAccounts::State::add_file(const std::filesystem::path& path, const ResponseKind& kind,
                                       std::set<Id>& found) {
  files.push_back(path);
  if (Result<void> indexed = index_file(path, kind, found); !indexed) {
    files.pop_back();
    report.unreadable.push_back({path.filename().string(), indexed.error().message});
  } else {
    report.read.push_back(path.filename().string());
  }
}

Result<void> RecordedAccounts::State::index_file(const std::filesystem::path& path,
                                                 const ResponseKind& kind, std::set<Id>& found) {
  M2_TRY(const std::string text, read_file(path, kLargestResponse));
  M2_TRY(const JsonSlice root, JsonSlice::parse(text));
  M2_TRY(const JsonSlice content, vendor->unwrap(root));
  const auto file = static_cast<std::uint32_t>(files.size() - 1);
  std::size_t nameless = 0;
  for (const JsonSlice& object : content.all(kind.objects)) {
    Candidate candidate{file, static_cast<std::uint64_t>(object.raw().data() - text.data()), 0,
                        std::nullopt, object.count_values(vendor->stub)};
    candidate.end = candidate.begin + object.raw().size();
    if (!kind.stamp.empty()) candidate.stamp = stamp_of(object.at(kind.stamp).text());
    const std::string key = kind.key.empty() ? std::string() : object.at(kind.key).text();
    std::vector<std::string> owners{std::string()};
    if (!kind.account.empty()) {
      owners.clear();
      for (const JsonSlice& id : object.all(kind.account)) owners.push_back(id.text());
      owners.erase(std::remove(owners.begin(), owners.end(), std::string()), owners.end());
    }
    if (owners.empty() || (key.empty() && !kind.key.empty())) {
      ++nameless;
      continue;
    }
    for (const std::string& owner : owners) {
      index.add(kind.part, owner, key, candidate);
      if (kind.makes_account) found.insert({owner});
    }
  }
  if (nameless > 0) {
    report.unreadable.push_back(
        {path.filename().string(),
         fmt::format("{} without an id, left out",
                     nameless == 1 ? "an object" : fmt::format("{} objects", nameless))});
  }
  return {};
}

void RecordedAccounts::State::add_consents(const std::filesystem::path& path) {
  const std::string file = path.filename().string();
  const Result<std::string> text = read_file(path, kLargestConsents);
  Result<ConsentFile> read = text ? read_consents(*text) : text.error();
  if (!read) {
    report.unreadable.push_back({file, read.error().message});
    return;
  }
  consents = std::move(*read);
  report.read.push_back(file);
  for (const std::string& problem : consents.problems) report.unreadable.push_back({file, problem});
}

void RecordedAccounts::State::name_stray_consents() {
  for (const auto& [account, given] : consents.by_account) {
    if (std::binary_search(accounts.begin(), accounts.end(), Id{account})) continue;
    report.ignored.push_back(
        {std::string(kConsents), fmt::format("account {} is in no response", account)});
  }
}

RecordedAccounts::RecordedAccounts(std::unique_ptr<State> state) : state_(std::move(state)) {}
RecordedAccounts::RecordedAccounts(RecordedAccounts&&) noexcept = default;
RecordedAccounts& RecordedAccounts::operator=(RecordedAccounts&&) noexcept = default;
RecordedAccounts::~RecordedAccounts() = default;

Result<RecordedAccounts> RecordedAccounts::open(const std::filesystem::path& folder) {
  M2_TRY(const std::vector<std::string> names, list_files(folder));
  const Result<const VendorResponses*> vendor = vendor_of(names);
  if (!vendor)
    return Error(vendor.error()).within(fmt::format("reading the folder `{}`", folder.string()));
  auto state = std::make_unique<State>();
  state->vendor = *vendor;
  std::set<Id> found;
  for (const std::string& name : names) {
    if (name == kConsents) {
      state->add_consents(folder / name);
    } else if (const ResponseKind* kind = kind_of_file(*state->vendor, name)) {
      state->add_file(folder / name, *kind, found);
    } else {
      state->report.ignored.push_back({name, why_unused(*state->vendor, name)});
    }
  }
  state->accounts.assign(found.begin(), found.end());
  state->name_stray_consents();
  std::vector<std::string> read;
  for (const std::filesystem::path& file : state->files) read.push_back(file.filename().string());
  state->report.duplicates = state->index.duplicates(read);
  return RecordedAccounts(std::move(state));
}

std::string_view RecordedAccounts::vendor() const {
  return state_->vendor->name;
}
const RecordedReport& RecordedAccounts::report() const {
  return state_->report;
}
std::size_t RecordedAccounts::size() const {
  return state_->accounts.size();
}
std::string_view RecordedAccounts::account(std::size_t index) const {
  return state_->accounts[index].text;
}

Result<std::string> RecordedAccounts::document(std::size_t index) const {
  const std::string& account = state_->accounts[index].text;
  AccountParts parts(state_->index, state_->files, account);
  JsonWriter document(JsonWriter::Style::Compact);
  document.begin_object().key("vendor").text(state_->vendor->name).key("account").text(account);
  if (Result<void> written = state_->vendor->compose(parts, document); !written) {
    return std::move(written.error()).within(fmt::format("assembling account {}", account));
  }
  document.key("consents").begin_array();
  if (const auto given = state_->consents.by_account.find(account);
      given != state_->consents.by_account.end()) {
    for (const Consent& consent : given->second) {
      document.begin_object()
          .key("customer")
          .text(consent.customer)
          .key("state")
          .text(consent.state);
      document.key("date").text(consent.date).key("source").text(consent.source).end_object();
    }
  }
  document.end_array().end_object();
  return document.take();
}

}  // namespace m2::connectors
