#include "engine/pipeline/internal/import_records.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "engine/metro2/codes.h"
#include "engine/metro2/record.h"
#include "engine/metro2/value.h"

namespace m2 {
namespace {

// Faults of the framing after which the bytes of the record are not to be trusted.
bool spoils(FrameFault fault) {
  return fault == FrameFault::NotARecord || fault == FrameFault::RecordTruncated ||
         fault == FrameFault::UnknownSegment || fault == FrameFault::SegmentTruncated ||
         fault == FrameFault::PackedInvalid;
}

std::optional<std::string> frame_problem(const FileRecord& record) {
  for (const FrameProblem& problem : record.problems) {
    if (record.kind == RecordKind::Unknown || spoils(problem.fault)) return describe(problem);
  }
  if (record.kind == RecordKind::Unknown) return "no record can be seen here";
  for (const SegmentView& part : segments_of(record.bytes)) {
    if (part.fault != SegmentFault::None) return "an appended segment cannot be read";
  }
  return std::nullopt;
}

bool holds_codes(const Field& field, std::string_view value) {
  const CodeTable* table = find_code_table(field.codes);
  return table != nullptr && accepts(*table, value);
}

// What the next month reads of this one: the field that says nothing usable; empty: none.
std::string_view unreadable_field(std::string_view base) {
  const Field& status = field(BaseField::AccountStatus);
  const Field& history = field(BaseField::PaymentHistoryProfile);
  if (find_status(text(status, base)) == nullptr) return status.key;
  if (!holds_codes(history, raw(history, base))) return history.key;
  const std::string_view letter = history_letter(base);
  if (letter.empty() || !holds_codes(history, letter)) return field(BaseField::PaymentRating).key;
  const Field& day = field(BaseField::DateOfAccountInformation);
  if (!date(day, base)) return day.key;
  for (const BaseField other : {BaseField::DateOpened, BaseField::DateOfFirstDelinquency}) {
    const Field& f = field(other);
    if (is_filled(f, base) && !date(f, base)) return f.key;
  }
  return {};
}

/// For a file without a record: what it seems to be.
std::string_view guess_of(std::string_view first_bytes) {
  if (first_bytes.starts_with("\x1F\x8B"))
    return "; it is compressed: `gunzip -c FILE | metro2 import -` reads what is in it";
  if (first_bytes.starts_with("PK\x03\x04"))
    return "; it is a zip archive: take the file out of it";
  // "HEADER" behind a descriptor word, in EBCDIC.
  if (first_bytes.substr(0, 64).find("\xC8\xC5\xC1\xC4\xC5\xD9") != std::string_view::npos)
    return "; it is in EBCDIC: `iconv -f IBM037 -t ASCII FILE | metro2 import -` reads it";
  return "; `metro2 validate FILE` tells what is wrong with it";
}

}  // namespace

RecordVerdict RecordJudge::judge(const FileRecord& record) const {
  RecordVerdict out;
  if (auto problem = frame_problem(record)) {
    out.why = LeftOut::Unreadable;
    out.detail = std::move(*problem);
    return out;
  }
  const std::string base = base_as_known(record.bytes);
  const Field& number = field(BaseField::ConsumerAccountNumber);
  out.number = text(number, base);
  out.own_number = text(number, record.bytes);
  const std::string reporter(trim(text(field(BaseField::IdentificationNumber), base)));
  const std::vector<std::string>& own = identification_numbers_;
  if (!own.empty() && std::find(own.begin(), own.end(), upper(reporter)) == own.end()) {
    out.why = LeftOut::AnotherReporter;
    out.detail = reporter.empty() ? "it is blank" : fmt::format("`{}`", printable(reporter));
  } else if (out.number.find_first_not_of(" 0") == std::string::npos) {
    out.why = LeftOut::NoNumber;
    out.number.clear();
  } else if (is_deletion(base)) {
    out.why = LeftOut::ToBeDeleted;
    out.detail = text(field(BaseField::AccountStatus), base);
  } else if (const std::string_view key = unreadable_field(base); !key.empty()) {
    out.why = LeftOut::UnreadableField;
    out.detail = key;
  }
  return out;
}

SeenTwice::Print SeenTwice::print_of(std::string_view text) {
  std::string bytes;
  append_fingerprint(text, bytes);
  Print out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

void SeenTwice::add(std::string_view text) {
  prints_.push_back(print_of(text));
}

void SeenTwice::seal() {
  std::sort(prints_.begin(), prints_.end());
  std::vector<Print> twice;
  for (std::size_t i = 1; i < prints_.size(); ++i) {
    const bool is_new = twice.empty() || twice.back() != prints_[i];
    if (prints_[i] == prints_[i - 1] && is_new) twice.push_back(prints_[i]);
  }
  prints_ = std::move(twice);
}

bool SeenTwice::contains(std::string_view text) const {
  return !prints_.empty() && std::binary_search(prints_.begin(), prints_.end(), print_of(text));
}

Result<std::string> visit_records(const ImportRequest& request, Framing* framing,
                                  const ImportVisit& visit) {
  M2_TRY(Reader::Source source, request.source());
  Sha256 digest;
  Reader reader([&](std::span<char> bytes) {
    Result<std::size_t> count = source(bytes);
    if (count) digest.add({bytes.data(), *count});
    return count;
  });
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (framing != nullptr) *framing = reader.framing();
    if (record == nullptr) return digest.finish();
    if (record->kind != RecordKind::Trailer) M2_TRY_VOID(visit(*record));
  }
}

Result<ImportSurvey> survey_file(const ImportRequest& request, const RecordJudge& judge) {
  ImportSurvey survey;
  std::string first_bytes;
  const auto visit = [&](const FileRecord& record) -> Result<void> {
    if (first_bytes.empty()) first_bytes = record.raw.substr(0, 64);
    if (record.kind == RecordKind::Header) {
      if (!survey.activity_date)
        survey.activity_date = date(field(HeaderField::ActivityDate), record.bytes);
      return {};
    }
    ++survey.records;
    survey.base_records += record.kind == RecordKind::Base ? 1 : 0;
    const RecordVerdict verdict = judge.judge(record);
    const bool has_number = verdict.why != LeftOut::Unreadable &&
                            verdict.why != LeftOut::AnotherReporter &&
                            verdict.why != LeftOut::NoNumber;
    if (has_number) survey.numbers.add(upper(verdict.number));
    if (verdict.why) return {};
    const auto day = date(field(BaseField::DateOfAccountInformation), record.bytes);
    if (!survey.latest || *survey.latest < *day) {
      survey.latest = day;
      survey.latest_record = record.number;
    }
    return {};
  };
  M2_TRY(survey.sha256, visit_records(request, &survey.framing, visit));
  if (survey.records == 0 && first_bytes.empty())
    return Error{ErrorCode::Invalid, fmt::format("`{}` is empty", readable(request.file))};
  if (survey.base_records == 0) {
    return Error{ErrorCode::Invalid, fmt::format("`{}` holds no Metro 2 record of an account{}",
                                                 readable(request.file), guess_of(first_bytes))};
  }
  survey.numbers.seal();
  return survey;
}

std::string as_kept(std::string_view record) {
  std::string out(record.substr(0, unpadded_length(record)));
  // As records of metro2 are kept: what is counted, or each bureau has for itself, is open.
  for (const BaseField open :
       {BaseField::Rdw, BaseField::IdentificationNumber, BaseField::CycleIdentifier}) {
    const Field& f = field(open);
    out.replace(f.offset(), f.length, raw(f, blank(Segment::Base)));
  }
  return out;
}

}  // namespace m2
