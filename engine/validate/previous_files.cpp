#include "engine/validate/previous_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>

#include "engine/base/scratch_file.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"
#include "engine/validate/account_key.h"
#include "engine/validate/internal/key_table.h"

namespace m2 {
namespace {

constexpr std::uint32_t kNobody = 0xFFFFFFFF;

// A file whose header was read, not yet its accounts.
struct DatedFile {
  PreviousFile file;
  Date activity_date;
};

Result<DatedFile> dated(PreviousFile file) {
  M2_TRY(Reader::Source source, file.open());
  Reader reader(std::move(source));
  M2_TRY(const FileRecord* first, reader.next());
  if (first == nullptr || first->kind != RecordKind::Header) {
    return Error{ErrorCode::Invalid,
                 fmt::format("{} does not begin with a header record, so its month is not known; "
                             "see `metro2 validate` of that file",
                             file.name)};
  }
  const std::optional<Date> day = date(field(HeaderField::ActivityDate), first->bytes);
  if (!day) {
    return Error{ErrorCode::Invalid,
                 fmt::format("the header of {} has no activity date, so its month is not known; "
                             "see `metro2 validate` of that file",
                             file.name)};
  }
  return DatedFile{std::move(file), *day};
}

}  // namespace

// Files are added from the newest to the oldest: what is found of an account first is its last
// report, and is written once.
class PreviousFiles::Index {
 public:
  explicit Index(ScratchFile records) : records_(std::move(records)) {}

  Result<void> add(const DatedFile& file, Days long_ago);
  Result<EarlierReport> find(std::string_view record);
  Result<void> each_missing(const std::function<void(std::string_view record)>& take);
  void begin() {
    for (Entry& entry : entries_) entry.place &= ~kAskedFor;
  }

  LastMonth last_month;
  [[nodiscard]] std::size_t accounts() const { return entries_.size(); }

 private:
  // Of `Entry::place`: 48 bits of where the record stands, 14 of its length, and what is known.
  static constexpr std::uint64_t kLength = (1 << 14) - 1;
  static constexpr std::uint64_t kOfLastMonth = 1 << 14;
  static constexpr std::uint64_t kAskedFor = 1 << 15;
  static_assert(kLongestRecord <= kLength);

  struct Entry {
    std::uint64_t place = 0;
    std::uint32_t identification = 0;  // of its AccountKey
    std::uint32_t next = kNobody;      // with the same account number under another identification

    [[nodiscard]] std::uint64_t at() const { return place >> 16; }
    [[nodiscard]] std::size_t length() const { return place & kLength; }
  };

  struct Dispute {
    Date since;
    bool goes_back = true;  // no report so far was without it
  };

  void add_record(std::string_view record, const DatedFile& file, Days long_ago);
  [[nodiscard]] std::uint32_t entry_of(AccountKey key) const;
  std::uint32_t make_entry(AccountKey key, std::string_view record);
  Result<std::uint32_t> renamed(AccountKey key, std::string_view record);
  [[nodiscard]] Result<std::string_view> record_of(const Entry& entry) {
    return records_.read(entry.at(), entry.length());
  }

  ScratchFile records_;
  std::deque<Entry> entries_;
  internal::KeyTable<std::uint64_t, std::uint32_t> by_number_;  // the first entry with the number
  std::unordered_map<std::uint32_t, Dispute> disputes_;         // by entry
  // What accounts are called now, by what they were called before an L1 segment: of the files added
  // so far, and of the one that is being added.
  std::unordered_map<std::uint64_t, AccountKey> names_;
  std::unordered_map<std::uint64_t, AccountKey> new_names_;
};

Result<void> PreviousFiles::Index::add(const DatedFile& file, Days long_ago) {
  M2_TRY(Reader::Source source, file.file.open());
  Reader reader(std::move(source));
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr) break;
    if (record->kind != RecordKind::Base) continue;
    add_record(record->bytes.substr(0, unpadded_length(record->bytes)), file, long_ago);
  }
  for (const auto& [before, after] : new_names_) names_[before] = after;
  new_names_.clear();
  return {};
}

void PreviousFiles::Index::add_record(std::string_view record, const DatedFile& file,
                                      Days long_ago) {
  const AccountKey before = AccountKey::of(record);
  AccountKey now = AccountKey::known_as(record);
  if (const auto name = names_.find(now.both()); name != names_.end()) now = name->second;
  if (now != before) new_names_[before.both()] = now;

  const std::optional<Date> info = date(field(BaseField::DateOfAccountInformation), record);
  const bool disputed = info && is_disputed(record);
  const std::uint32_t known = entry_of(now);
  if (known != kNobody) {
    const auto dispute = disputes_.find(known);
    if (dispute == disputes_.end() || !dispute->second.goes_back) return;
    dispute->second.goes_back = disputed;
    if (disputed) dispute->second.since = std::min(dispute->second.since, *info);
    return;
  }
  const std::uint32_t made = make_entry(now, record);
  if (disputed) disputes_[made] = {.since = *info};
  if (file.activity_date != last_month.activity_date) return;
  entries_[made].place |= kOfLastMonth;
  last_month.figures.add(record, file.activity_date, long_ago);
}

std::uint32_t PreviousFiles::Index::entry_of(AccountKey key) const {
  const std::uint32_t* first = by_number_.find(key.number);
  std::uint32_t at = first != nullptr ? *first : kNobody;
  while (at != kNobody && entries_[at].identification != key.identification) at = entries_[at].next;
  return at;
}

std::uint32_t PreviousFiles::Index::make_entry(AccountKey key, std::string_view record) {
  Entry entry;
  record = record.substr(0, kLongestRecord);
  entry.place = records_.append(record) << 16 | record.size();
  entry.identification = key.identification;
  const auto made = static_cast<std::uint32_t>(entries_.size());
  if (std::uint32_t* first = by_number_.find_or_add(key.number, made)) {
    entry.next = std::exchange(*first, made);
  }
  entries_.push_back(entry);
  return made;
}

// The only account with this number, if it is the same one under another identification number: of
// the same person and opened on the same day.
Result<std::uint32_t> PreviousFiles::Index::renamed(AccountKey key, std::string_view record) {
  const std::uint32_t* first = by_number_.find(key.number);
  if (first == nullptr || entries_[*first].next != kNobody) return kNobody;
  M2_TRY(const std::string_view last, record_of(entries_[*first]));
  for (const BaseField name : {BaseField::DateOpened, BaseField::Surname, BaseField::FirstName}) {
    if (raw(field(name), last) != raw(field(name), record)) return kNobody;
  }
  return *first;
}

Result<EarlierReport> PreviousFiles::Index::find(std::string_view record) {
  const AccountKey key = AccountKey::of(record);
  std::uint32_t at = entry_of(key);
  if (at == kNobody) {
    M2_TRY(at, renamed(key, record));
  }
  if (at == kNobody) return EarlierReport{};
  entries_[at].place |= kAskedFor;
  EarlierReport report;
  M2_TRY(report.record, record_of(entries_[at]));
  if (const auto dispute = disputes_.find(at); dispute != disputes_.end())
    report.disputed_since = dispute->second.since;
  return report;
}

Result<void> PreviousFiles::Index::each_missing(
    const std::function<void(std::string_view record)>& take) {
  for (const Entry& entry : entries_) {
    if ((entry.place & (kOfLastMonth | kAskedFor)) != kOfLastMonth) continue;
    M2_TRY(const std::string_view record, record_of(entry));
    take(record);
  }
  return {};
}

PreviousFiles::PreviousFiles(std::unique_ptr<Index> index) : index_(std::move(index)) {}
PreviousFiles::~PreviousFiles() = default;

Result<std::unique_ptr<PreviousFiles>> PreviousFiles::read(std::vector<PreviousFile> files,
                                                           Days long_ago) {
  std::vector<DatedFile> all;
  for (PreviousFile& file : files) {
    M2_TRY(DatedFile known, dated(std::move(file)));
    all.push_back(std::move(known));
  }
  std::stable_sort(all.begin(), all.end(), [](const DatedFile& a, const DatedFile& b) {
    return a.activity_date > b.activity_date;
  });
  M2_TRY(ScratchFile records, ScratchFile::create());
  auto index = std::make_unique<Index>(std::move(records));
  if (!all.empty()) {
    index->last_month.name = all.front().file.name;
    index->last_month.activity_date = all.front().activity_date;
  }
  for (const DatedFile& file : all) M2_TRY_VOID(index->add(file, long_ago));
  return std::unique_ptr<PreviousFiles>(new PreviousFiles(std::move(index)));
}

const LastMonth& PreviousFiles::last_month() const {
  return index_->last_month;
}
void PreviousFiles::begin() {
  index_->begin();
}
Result<EarlierReport> PreviousFiles::find(std::string_view record) {
  return index_->find(record);
}
Result<void> PreviousFiles::each_missing(const std::function<void(std::string_view record)>& take) {
  return index_->each_missing(take);
}
std::size_t PreviousFiles::accounts() const {
  return index_->accounts();
}

}  // namespace m2
