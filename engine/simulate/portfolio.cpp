#include "engine/simulate/portfolio.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>

#include "engine/base/file.h"
#include "engine/simulate/entrata_wire.h"
#include "engine/simulate/lease.h"
#include "engine/simulate/loan.h"
#include "engine/simulate/loanpro_wire.h"
#include "engine/simulate/tenant_files.h"

namespace m2::simulate {
namespace {

constexpr std::uint64_t kFirstProperty = 7'200'001;
constexpr std::string_view kStoryHead = "vendor,account,month,date,event,amount\n";
constexpr std::string_view kExpectedHead =
    "vendor,account,month,destiny,outcome,rule,balance,days_past_due\n";
constexpr std::string_view kConsentHead = "account,customer,state,date,source\n";

/// What a block leaves behind beside its response files.
struct BlockNotes {
  std::string story;
  std::string expected;
  std::vector<std::string> consents;  // by snapshot
  VendorSummary summary;
};

void count_in(VendorSummary& into, const VendorSummary& from) {
  into.accounts += from.accounts;
  into.files += from.files;
  into.bytes += from.bytes;
  for (std::size_t i = 0; i < into.outcomes.size(); ++i) into.outcomes[i] += from.outcomes[i];
  for (std::size_t i = 0; i < into.events.size(); ++i) into.events[i] += from.events[i];
}

/// One vendor's accounts, block after block.
class VendorWriter {
 public:
  VendorWriter(const PortfolioRequest& request, Vendor vendor)
      : request_(request),
        vendor_(vendor),
        days_(snapshot_days(request.scenario, request.each_month)) {}

  /// Writes the responses of accounts [block * kBlock, …) and tells the rest. Any thread may.
  [[nodiscard]] Result<BlockNotes> write_block(std::uint64_t block) const;
  [[nodiscard]] const std::vector<Date>& days() const { return days_; }

 private:
  template <class Account>
  void note(const Account& account, const std::string& id, BlockNotes& notes) const;
  Result<void> write_leases(std::uint64_t block, std::uint64_t end, BlockNotes& notes) const;
  Result<void> write_loans(std::uint64_t block, std::uint64_t end, BlockNotes& notes) const;
  Result<void> write(Date day, const ResponseFile& file, BlockNotes& notes) const;

  const PortfolioRequest& request_;
  Vendor vendor_;
  std::vector<Date> days_;
};

template <class Account>
void VendorWriter::note(const Account& account, const std::string& id, BlockNotes& notes) const {
  const Date last = request_.scenario.as_of;
  for (const Event& event : account.events) {
    if (event.day > last) continue;
    ++notes.summary.events[static_cast<std::size_t>(event.kind)];
    notes.story += fmt::format("{},{},{},{},{},{}\n", to_string(vendor_), id,
                               Period::of(event.day).to_string(), event.day.to_string(),
                               key_of(event.kind), in_dollars(event.cents));
  }
  for (const Date day : days_) {
    const Intent intent = intent_of(account, day);
    notes.expected +=
        fmt::format("{},{},{},{},{},{},{},{}\n", to_string(vendor_), id,
                    Period::of(day).to_string(), key_of(account.destiny), to_string(intent.outcome),
                    intent.rule, in_dollars(intent.balance), intent.days_past_due);
    if (day == last) ++notes.summary.outcomes[static_cast<std::size_t>(intent.outcome)];
  }
  ++notes.summary.accounts;
}

Result<void> VendorWriter::write(Date day, const ResponseFile& file, BlockNotes& notes) const {
  ++notes.summary.files;
  notes.summary.bytes += file.text.size();
  return write_file(snapshot_folder(request_, vendor_, day) / file.name, file.text);
}

Result<void> VendorWriter::write_leases(std::uint64_t block, std::uint64_t end,
                                        BlockNotes& notes) const {
  std::vector<Lease> leases;
  for (std::uint64_t number = block * kBlock; number < end; ++number) {
    leases.push_back(live_lease(request_.scenario, number));
    note(leases.back(), lease_id(leases.back()), notes);
  }
  for (std::size_t i = 0; i < days_.size(); ++i) {
    EntrataResponses responses(kFirstProperty + block, days_[i]);
    for (const Lease& lease : leases) {
      responses.add(lease);
      append_consents(lease, days_[i], notes.consents[i]);
    }
    for (const ResponseFile& file : responses.take()) M2_TRY_VOID(write(days_[i], file, notes));
  }
  return {};
}

Result<void> VendorWriter::write_loans(std::uint64_t block, std::uint64_t end,
                                       BlockNotes& notes) const {
  std::vector<Loan> loans;
  for (std::uint64_t number = block * kBlock; number < end; ++number) {
    loans.push_back(live_loan(request_.scenario, number));
    note(loans.back(), loan_id(loans.back()), notes);
  }
  for (const Date day : days_) {
    LoanProPage page(day);
    for (const Loan& loan : loans) page.add(loan);
    M2_TRY_VOID(write(day, page.take(block + 1, kBlock, request_.accounts), notes));
  }
  return {};
}

Result<BlockNotes> VendorWriter::write_block(std::uint64_t block) const {
  BlockNotes notes;
  notes.consents.resize(days_.size());
  notes.summary.events.resize(event_facts().size());
  const std::uint64_t end = std::min(request_.accounts, (block + 1) * kBlock);
  if (vendor_ == Vendor::Entrata)
    M2_TRY_VOID(write_leases(block, end, notes));
  else
    M2_TRY_VOID(write_loans(block, end, notes));
  return notes;
}

/// The files to which every block adds its lines, in the order of the blocks.
struct Ledgers {
  OutputFile story;
  OutputFile expected;
  std::vector<OutputFile> consents;  // by snapshot, of the vendor at hand
};

void add_notes(const BlockNotes& notes, Ledgers& ledgers, VendorSummary& summary) {
  ledgers.story.write(notes.story);
  ledgers.expected.write(notes.expected);
  for (std::size_t i = 0; i < ledgers.consents.size(); ++i)
    ledgers.consents[i].write(notes.consents[i]);
  count_in(summary, notes.summary);
}

// As many blocks at a time as there are threads; what each says is taken in order.
Result<void> write_blocks(const VendorWriter& writer, std::uint64_t blocks, unsigned threads,
                          Ledgers& ledgers, VendorSummary& summary,
                          const std::function<void(std::uint64_t)>& done) {
  for (std::uint64_t first = 0; first < blocks; first += threads) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(threads, blocks - first));
    std::vector<std::optional<Result<BlockNotes>>> results(count);
    const auto work = [&](std::size_t i) { results[i].emplace(writer.write_block(first + i)); };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < count; ++i) others.emplace_back(work, i);
    work(0);
    for (std::thread& other : others) other.join();
    for (std::optional<Result<BlockNotes>>& result : results) {
      if (!*result) return result->error();
      add_notes(**result, ledgers, summary);
    }
    if (done) done(summary.accounts);
    M2_TRY_VOID(ledgers.story.status());
  }
  return {};
}

Result<VendorSummary> write_vendor(const PortfolioRequest& request, Vendor vendor, Ledgers& ledgers,
                                   const std::function<void(std::uint64_t)>& done) {
  const VendorWriter writer(request, vendor);
  VendorSummary summary;
  summary.vendor = vendor;
  summary.events.resize(event_facts().size());
  ledgers.consents.clear();
  for (const Date day : writer.days()) {
    const std::filesystem::path folder = snapshot_folder(request, vendor, day);
    M2_TRY_VOID(make_folder(folder));
    if (vendor != Vendor::Entrata) continue;
    const ResponseFile codes = entrata_ar_codes();
    M2_TRY_VOID(write_file(folder / codes.name, codes.text));
    ++summary.files;
    summary.bytes += codes.text.size();
    M2_TRY(OutputFile consents, OutputFile::create(folder / "consent.csv"));
    consents.write(kConsentHead);
    ledgers.consents.push_back(std::move(consents));
  }
  const std::uint64_t blocks = (request.accounts + kBlock - 1) / kBlock;
  M2_TRY_VOID(write_blocks(writer, blocks, std::max(1U, request.threads), ledgers, summary, done));
  for (OutputFile& consents : ledgers.consents) M2_TRY_VOID(consents.commit());
  M2_TRY_VOID(
      write_file(request.out / fmt::format("{}.yaml", tenant_name(vendor)), tenant_file(vendor)));
  return summary;
}

}  // namespace

std::vector<Date> snapshot_days(const Scenario& scenario, bool each_month) {
  std::vector<Date> days;
  const Period last = Period::of(scenario.as_of);
  for (Period month = scenario.first; each_month && month < last; month = month.plus(1))
    days.push_back(month.last_day());
  days.push_back(scenario.as_of);
  return days;
}

std::filesystem::path snapshot_folder(const PortfolioRequest& request, Vendor vendor, Date day) {
  const std::filesystem::path base =
      request.each_month ? request.out / Period::of(day).to_string() : request.out;
  return base / to_string(vendor);
}

Result<PortfolioSummary> write_portfolio(const PortfolioRequest& request,
                                         const std::function<void(std::uint64_t)>& done) {
  M2_TRY_VOID(make_folder(request.out));
  M2_TRY(OutputFile story, OutputFile::create(request.out / "story.csv"));
  M2_TRY(OutputFile expected, OutputFile::create(request.out / "expected.csv"));
  Ledgers ledgers{std::move(story), std::move(expected), {}};
  ledgers.story.write(kStoryHead);
  ledgers.expected.write(kExpectedHead);
  PortfolioSummary summary;
  std::uint64_t before = 0;
  for (const Vendor vendor : request.vendors) {
    const auto tell = [&](std::uint64_t accounts) {
      if (done) done(before + accounts);
    };
    M2_TRY(VendorSummary written, write_vendor(request, vendor, ledgers, tell));
    before += written.accounts;
    summary.vendors.push_back(std::move(written));
  }
  M2_TRY_VOID(ledgers.story.commit());
  M2_TRY_VOID(ledgers.expected.commit());
  return summary;
}

}  // namespace m2::simulate
