#include "engine/validate/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/metro2/packed.h"
#include "engine/metro2/record.h"
#include "engine/metro2/totals.h"
#include "engine/metro2/value.h"
#include "engine/validate/internal/account_check.h"
#include "engine/validate/internal/characters.h"
#include "engine/validate/internal/file_rules.h"
#include "engine/validate/internal/header_check.h"
#include "engine/validate/internal/month_rules.h"
#include "engine/validate/internal/nature.h"
#include "engine/validate/internal/portfolio_check.h"
#include "engine/validate/internal/report.h"
#include "engine/validate/internal/segment_scan.h"
#include "engine/validate/internal/trailer_check.h"

namespace m2 {

using internal::Detail;
using internal::Report;
using internal::Structural;

namespace {

// Fields of a record of the wrong length that fail together: more than this, and its bytes are
// shifted.
constexpr std::size_t kMostFindingsUnshifted = 8;

Structural rule_for(FrameFault fault) {
  switch (fault) {
    case FrameFault::DescriptorNotANumber:
      return Structural::DescriptorIsNumber;
    case FrameFault::DescriptorDisagrees:
    case FrameFault::RecordTruncated:
      return Structural::DescriptorIsLength;
    case FrameFault::DescriptorTooSmall:
      return Structural::DescriptorIsEnough;
    case FrameFault::LengthDiffers:
      return Structural::LengthIsCommon;
    case FrameFault::NotARecord:
      return Structural::NoStrayBytes;
    case FrameFault::LineEndMissing:
    case FrameFault::LineEndDiffers:
      return Structural::LineEndsAreAlike;
    case FrameFault::BlockDescriptorInvalid:
    case FrameFault::BlockDescriptorDisagrees:
    case FrameFault::BlockDescriptorMissing:
      return Structural::BlockIsDescribed;
    case FrameFault::BytesAfterTrailer:
      return Structural::TrailerIsLast;
    case FrameFault::UnknownSegment:
      return Structural::SegmentIsKnown;
    case FrameFault::SegmentTruncated:
      return Structural::SegmentIsWhole;
    case FrameFault::PackedInvalid:
      break;
  }
  return Structural::NumbersAreDigits;
}

bool is_about_length(FrameFault fault) {
  return fault == FrameFault::DescriptorDisagrees || fault == FrameFault::RecordTruncated ||
         fault == FrameFault::DescriptorNotANumber || fault == FrameFault::DescriptorTooSmall;
}

bool has(const FileRecord& record, bool (*predicate)(FrameFault)) {
  return std::any_of(record.problems.begin(), record.problems.end(),
                     [&](const FrameProblem& problem) { return predicate(problem.fault); });
}

// True when the identifier is the constant but for two characters.
bool is_nearly(const Field& identifier, std::string_view record) {
  const std::string_view found = raw(identifier, record);
  std::size_t equal = 0;
  for (std::size_t i = 0; i < found.size(); ++i)
    equal += found[i] == identifier.constant[i] ? 1 : 0;
  return equal + 2 >= found.size() && equal < found.size();
}

// Whether the record has the totals of a trailer: digits where an account has names and addresses.
bool has_totals(std::string_view record) {
  std::size_t totals = 0;
  std::size_t digits = 0;
  for (const Field& row : kTrailerFields) {
    if (row.kind != FieldKind::Numeric) continue;
    ++totals;
    digits += number(row, record) ? 1 : 0;
  }
  return digits * 4 >= totals * 3;
}

// True when what follows the descriptor word is that of a header, account or trailer.
bool is_marked(std::string_view raw_record) {
  return raw_record.size() > kDescriptorLength &&
         (raw_record[kDescriptorLength] == field(BaseField::ProcessingIndicator).constant.front() ||
          first_segment_of(raw_record) != Segment::Base);
}

// A record that is too short, and says so itself.
bool tells_its_length(const FileRecord& record) {
  return std::any_of(record.problems.begin(), record.problems.end(),
                     [&](const FrameProblem& problem) {
                       return problem.fault == FrameFault::DescriptorTooSmall &&
                              problem.found == record.raw.size();
                     });
}

// Bytes that are no record of a Metro 2 file, or only look like one by chance: in a file of another
// kind the digit that marks an account turns up now and then, and digits that happen to be a length
// do.
bool is_stray(const FileRecord& record, bool is_first) {
  const bool has_no_length = has(record, [](FrameFault fault) {
    return fault == FrameFault::NotARecord || fault == FrameFault::DescriptorNotANumber ||
           fault == FrameFault::DescriptorTooSmall;
  });
  if (record.kind == RecordKind::Unknown)
    return (has_no_length && !tells_its_length(record)) || !is_marked(record.raw);
  if (record.kind != RecordKind::Base) return false;
  if (is_first && !is_marked(record.raw)) {
    return !is_nearly(field(HeaderField::RecordIdentifier), record.bytes);
  }
  return has_no_length && std::any_of(record.raw.begin(), record.raw.end(), [](char c) {
           return internal::class_of(c) == internal::kUnprintable;
         });
}

class StructureCheck {
 public:
  StructureCheck(const ValidateOptions& options, std::shared_ptr<const RuleBook> book,
                 FindingSink sink)
      : options_(options),
        accounts_check_(*book),
        file_rules_(*book),
        month_rules_(*book, options.previous),
        report_(std::move(book), std::move(sink)) {}

  void add(const FileRecord& record, const Framing& framing);
  void finish(const Framing& framing);
  [[nodiscard]] FileSummary summary(const Framing& framing) const;
  /// What kept it from comparing months.
  [[nodiscard]] const std::optional<Error>& failure() const { return month_rules_.failure(); }

 private:
  // Bytes that are no record, as one stretch however long.
  struct Stretch {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    FileRecord first;
    bool is_after_trailer = false;
  };

  void note_start(const FileRecord& record);
  void begin_file(std::string_view header);
  void add_stray(const FileRecord& record);
  void end_stretch();
  void check_frame(const FileRecord& record);
  [[nodiscard]] bool tells_misspelt(const FileRecord& record, const FrameProblem& problem);
  void check_place(const FileRecord& record, RecordKind kind);
  [[nodiscard]] RecordKind kind_of(const FileRecord& record);
  void check_header(const FileRecord& record);
  void check_account(const FileRecord& record);
  void check_trailer(const FileRecord& record);
  void check_padding(const FileRecord& record, Segment segment);

  ValidateOptions options_;
  internal::AccountCheck accounts_check_;
  internal::FileRules file_rules_;
  internal::MonthRules month_rules_;
  PortfolioFigures figures_;
  std::optional<Date> activity_date_;
  Report report_;
  std::uint64_t records_ = 0;
  std::uint64_t accounts_ = 0;
  std::uint64_t headers_ = 0;
  std::optional<Stretch> stretch_;
  std::string head_;         // the first bytes of the file
  internal::OneByte stray_;  // what is no record, as long as there was none
  RecordKind last_ = RecordKind::Unknown;
  std::uint64_t end_ = 0;  // of the file as far as it was read
  Date today_ = Date::from_days(Date::kLastDay);

  // Of the file since its header, for the trailer.
  Totals totals_;
  internal::BlockTotals blocks_;
};

void StructureCheck::add(const FileRecord& record, const Framing& framing) {
  end_ = record.offset + record.raw.size() + record.line_end.size();
  if (head_.size() < internal::kNatureLength) note_start(record);
  if (is_stray(record, records_ == 0)) return add_stray(record);
  end_stretch();
  const RecordKind kind = kind_of(record);
  report_.begin(record, kind, framing);
  if (kind == RecordKind::Header) {
    begin_file(record.bytes.substr(0, kBaseLength));
  } else if (records_ == 0) {
    begin_file({});
  }
  check_place(record, kind);
  ++records_;
  ++blocks_.records;
  if (!record.block_descriptor.empty()) ++blocks_.blocks;
  check_frame(record);
  if (kind == RecordKind::Header) check_header(record);
  if (kind == RecordKind::Base) check_account(record);
  if (kind == RecordKind::Trailer) check_trailer(record);
  last_ = kind;
}

void StructureCheck::note_start(const FileRecord& record) {
  for (const std::string_view part : {record.block_descriptor, record.raw, record.line_end})
    head_ += part.substr(0, internal::kNatureLength - head_.size());
}

void StructureCheck::add_stray(const FileRecord& record) {
  if (records_ == 0) {
    stray_.add(record.raw);
    stray_.add(record.line_end);
  }
  const std::uint64_t length = record.raw.size() + record.line_end.size();
  if (stretch_) {
    stretch_->length += length;
    return;
  }
  stretch_ = Stretch{.offset = record.offset,
                     .length = length,
                     .first = record,
                     .is_after_trailer = last_ == RecordKind::Trailer};
  stretch_->first.raw = stretch_->first.bytes = {};  // they do not outlive the record
  stretch_->first.problems = {};
}

void StructureCheck::end_stretch() {
  if (!stretch_) return;
  const Stretch stretch = *std::exchange(stretch_, std::nullopt);
  report_.begin(stretch.first, RecordKind::Unknown, {});
  const std::string found =
      fmt::format("{} byte{}", stretch.length, stretch.length == 1 ? "" : "s");
  if (stretch.is_after_trailer) {
    return report_.record(Structural::TrailerIsLast, stretch.offset,
                          {.found = found,
                           .expected = "the end of the file",
                           .message = "the file goes on after its trailer"});
  }
  report_.record(Structural::NoStrayBytes, stretch.offset,
                 {.found = found,
                  .expected = "a record",
                  .message = stretch.offset == 0 ? internal::nature_of(head_) : ""});
}

// A misspelt identifier makes a header or trailer look like an account.
RecordKind StructureCheck::kind_of(const FileRecord& record) {
  if (record.kind != RecordKind::Base) return record.kind;
  const Field& header = field(HeaderField::RecordIdentifier);
  const Field& trailer = field(TrailerField::RecordIdentifier);
  if (records_ == 0 && is_nearly(header, record.bytes)) return RecordKind::Header;
  if (is_nearly(trailer, record.bytes) && has_totals(record.bytes)) return RecordKind::Trailer;
  return RecordKind::Base;
}

// Headers first, trailers last.
void StructureCheck::check_place(const FileRecord& record, RecordKind kind) {
  const Field& header = field(HeaderField::RecordIdentifier);
  const Field& trailer = field(TrailerField::RecordIdentifier);
  if (records_ == 0 && record.kind != RecordKind::Header) {
    if (kind == RecordKind::Header) {
      report_.check(CheckKind::Constant, Segment::Header, 0, header,
                    {.found = printable(raw(header, record.bytes)),
                     .expected = std::string(header.constant)});
    } else {
      report_.record(Structural::HeaderIsFirst, record.offset,
                     {.found = fmt::format("a {} record", to_string(record.kind)),
                      .expected = "a header record"});
    }
  }
  if (kind == RecordKind::Trailer && record.kind != RecordKind::Trailer) {
    report_.check(CheckKind::Constant, Segment::Trailer, 0, trailer,
                  {.found = printable(raw(trailer, record.bytes)),
                   .expected = std::string(trailer.constant)});
  }
  if (kind == RecordKind::Header && headers_++ > 0) {
    report_.record(Structural::OneHeader, record.offset, {});
  } else if (last_ == RecordKind::Trailer) {
    report_.record(Structural::TrailerIsLast, record.offset,
                   {.found = fmt::format("a {} record", to_string(record.kind)),
                    .expected = "the end of the file",
                    .message = "the file goes on after its trailer"});
  }
  // What follows a trailer and begins with a header is a file of its own, with its own totals.
  if (kind == RecordKind::Header && last_ == RecordKind::Trailer) {
    totals_ = {};
    blocks_ = {};
  }
}

void StructureCheck::check_frame(const FileRecord& record) {
  const bool is_length_wrong = has(record, is_about_length);
  for (const FrameProblem& problem : record.problems) {
    const Structural rule = rule_for(problem.fault);
    switch (problem.fault) {
      case FrameFault::BytesAfterTrailer:  // check_place tells it
      case FrameFault::PackedInvalid:      // check_fields tells it, with the field
        continue;
      case FrameFault::UnknownSegment:
      case FrameFault::SegmentTruncated:
        if (is_length_wrong) continue;  // it follows from the length
        break;
      default:
        break;
    }
    if (problem.fault == FrameFault::UnknownSegment && tells_misspelt(record, problem)) continue;
    const bool has_lengths = problem.expected > 0;
    report_.record(rule, problem.offset,
                   {.found = has_lengths ? std::to_string(problem.found) : "",
                    .expected = has_lengths ? std::to_string(problem.expected) : "",
                    .message = describe(problem)});
  }
}

// A J1 or J2 under another identifier: all else of it is right, and what follows fits.
bool StructureCheck::tells_misspelt(const FileRecord& record, const FrameProblem& problem) {
  const std::size_t shorter = record.bytes.size() - record.raw.size();
  const auto at = static_cast<std::size_t>(problem.offset - record.offset) + shorter;
  if (at >= record.bytes.size()) return false;
  for (const Segment segment : {Segment::J1, Segment::J2}) {
    const std::string_view found = record.bytes.substr(at, segment_length(segment));
    if (!internal::reads_as(segment, found, record.bytes.substr(at + found.size()))) continue;
    const Field& identifier = fields(segment).front();
    report_.check(
        CheckKind::Constant, segment, at, identifier,
        {.found = printable(raw(identifier, found)), .expected = std::string(identifier.constant)});
    return true;
  }
  return false;
}

// The day that counts as today, before anything is found in the file. A header may be missing.
void StructureCheck::begin_file(std::string_view header) {
  std::optional<Date> day = options_.today;
  if (!day && !header.empty()) day = date(field(HeaderField::DateCreated), header);
  if (day) {
    today_ = *day;
    report_.set_day(*day);
    accounts_check_.tell_ended(*day, report_);
  }
  accounts_check_.begin_file(header, today_, report_);
}

void StructureCheck::check_header(const FileRecord& record) {
  const std::string_view header = record.bytes.substr(0, kBaseLength);
  file_rules_.end_file(report_);
  file_rules_.begin_file(header, report_);
  // Several files in one are one month of one portfolio.
  if (headers_ == 1) {
    activity_date_ = date(field(HeaderField::ActivityDate), header);
    month_rules_.begin_file(header, report_);
  }
  internal::check_segment(Segment::Header, 0, header, today_, report_);
  internal::check_header(record.bytes, options_.today, report_);
  accounts_check_.judge_header(header, report_);
  check_padding(record, Segment::Header);
}

void StructureCheck::check_padding(const FileRecord& record, Segment segment) {
  const std::string_view padding = record.bytes.substr(kBaseLength);
  if (padding.find_first_not_of(' ') == std::string_view::npos) return;
  const std::size_t shorter = record.bytes.size() - record.raw.size();
  report_.record(Structural::ReservedIsBlank, record.offset + kBaseLength - shorter,
                 {.found = fmt::format("{} bytes", padding.size()),
                  .expected = "blanks",
                  .message = fmt::format("what follows the {} is not blank", to_string(segment))});
}

void StructureCheck::check_account(const FileRecord& record) {
  ++accounts_;
  totals_.add(record.bytes);
  // In a record whose bytes are shifted nothing fits; its length says it all.
  const bool may_be_shifted = has(record, is_about_length);
  if (may_be_shifted) report_.hold();
  file_rules_.look(record.bytes);
  accounts_check_.check(record.bytes, month_rules_.judge(record.bytes, report_), report_);
  file_rules_.judge(record.bytes, record.number, report_);
  figures_.add(record.bytes, activity_date_, report_.book().thresholds().long_ago);
  if (!may_be_shifted) return;
  report_.held() > kMostFindingsUnshifted ? report_.drop() : report_.release();
}

void StructureCheck::check_trailer(const FileRecord& record) {
  internal::check_segment(Segment::Trailer, 0, record.bytes.substr(0, kBaseLength), today_,
                          report_);
  internal::check_trailer(record.bytes, totals_, blocks_, report_);
  check_padding(record, Segment::Trailer);
}

void StructureCheck::finish(const Framing& framing) {
  if (records_ == 0) {
    report_.begin({}, RecordKind::Unknown, framing);
    const std::string same = stray_.text();
    return report_.file(
        Structural::NotMetro2, 0,
        {.found = end_ == 0      ? "an empty file"
                  : same.empty() ? fmt::format("{} bytes", with_separators(end_))
                                 : same,
         .expected = "a header record",
         .message = end_ == 0      ? "the file is empty: ask for it again"
                    : same.empty() ? internal::nature_of(head_)
                                   : fmt::format("the file is {}: ask for it again", same)});
  }
  end_stretch();
  if (last_ != RecordKind::Trailer) {
    report_.file(Structural::TrailerIsLast, end_, {.expected = "a trailer record"});
  }
  if (accounts_ == 0) return report_.file(Structural::HasAccounts, end_, {});
  file_rules_.end_file(report_);
  month_rules_.end_file(report_);
  internal::check_portfolio({.figures = figures_,
                             .last = month_rules_.last_month(),
                             .new_accounts = month_rules_.new_accounts(),
                             .missing_accounts = month_rules_.missing_accounts()},
                            report_);
}

FileSummary StructureCheck::summary(const Framing& framing) const {
  FileSummary summary{framing, records_, accounts_, report_.counts(), {}};
  const RuleBook& book = report_.book();
  for (std::size_t i = 0; i < report_.silenced().size(); ++i) {
    const Rule& rule = book.registry().rules()[i];
    if (report_.silenced()[i] > 0)
      summary.silenced.push_back({&rule, report_.silenced()[i], book.silence_of(rule)});
  }
  return summary;
}

}  // namespace

Result<FileSummary> validate(Reader& reader, const ValidateOptions& options, FindingSink sink) {
  StructureCheck check(
      options, options.book != nullptr ? options.book : RuleBook::of(RuleRegistry::built_in()),
      std::move(sink));
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr) break;
    check.add(*record, reader.framing());
    if (check.failure()) return *check.failure();
  }
  check.finish(reader.framing());
  if (check.failure()) return *check.failure();
  return check.summary(reader.framing());
}

}  // namespace m2
