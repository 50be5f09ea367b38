// metro2 inspect: the records of a file with their fields, values and meanings.

#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/input.h"
#include "engine/cli/names.h"
#include "engine/cli/record_view.h"
#include "engine/cli/render.h"
#include "engine/metro2/value.h"

namespace m2::cli {
namespace {

constexpr std::size_t kFlushAt = std::size_t{1} << 18;

class Inspect final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("FILE", "a Metro 2 file in any framing, - for standard input", file_)
            .completes_files());
    parameters.push_back(
        option("--account", "NUMBER", "only this consumer account number", account_));
    parameters.push_back(option("--record", "N", "only this record; the header is 1", record_));
    parameters.push_back(
        option("--segment", "S", "only this segment: header, base, j1 … n1, trailer", segment_)
            .such_as(segment_names()));
    parameters.push_back(flag("--reveal", "show personal data instead of masking it", reveal_));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 inspect june.dat | less", "a whole file"},
            {"metro2 inspect june.dat --record 2", "the first account"},
            {"metro2 inspect june.dat --account LEASE0001 --reveal", "one account, unmasked"},
            {"metro2 inspect june.dat --segment trailer", "the totals"}};
  }
  Result<Exit> run(Context& context) override;

 private:
  [[nodiscard]] bool is_asked_for(const FileRecord& record, const ViewOptions& view) const {
    if (record_ && record.number != *record_) return false;
    if (account_) {
      if (record.kind != RecordKind::Base) return false;
      if (text(field(BaseField::ConsumerAccountNumber), record.bytes) != *account_) return false;
    }
    return has_part(record, view);
  }
  [[nodiscard]] std::string wanted() const {
    std::string what = record_ ? fmt::format("record {}", *record_) : std::string("record");
    if (account_) what += fmt::format(" of account `{}`", *account_);
    if (segment_) what += fmt::format(" with segment {}", *segment_);
    return what;
  }
  Result<std::uint64_t> show(Reader& reader, const ViewOptions& view, Context& context) const;

  std::string file_;
  std::optional<std::string> account_;
  std::optional<std::uint64_t> record_;
  std::optional<std::string> segment_;
  bool reveal_ = false;
};

// Prints what is asked for and says how many records that were.
Result<std::uint64_t> Inspect::show(Reader& reader, const ViewOptions& view,
                                    Context& context) const {
  const bool is_json = context.form == OutputForm::Json;
  std::uint64_t shown = 0;
  std::uint64_t stray = 0;  // bytes before the first record
  bool has_records = false;
  std::string out = is_json ? "[" : "";
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr || !context.out) break;
    if (record->kind == RecordKind::Unknown && !has_records) {
      stray += record->raw.size();
      continue;
    }
    has_records = true;
    if (!is_asked_for(*record, view)) continue;
    if (is_json) {
      out += (shown == 0 ? "\n" : ",\n") + to_json(*record, view);
    } else {
      if (shown == 0)
        out += fmt::format("{}: {}\n\n", shown_name(file_), to_string(reader.framing()));
      if (const std::uint64_t before = std::exchange(stray, 0); before > 0) {
        out += counted(before, "byte") + " before the first record are no record\n\n";
      }
      append_text(*record, reader.framing(), view, context.out_colour, out);
    }
    ++shown;
    if (out.size() >= kFlushAt) {
      context.out << out;
      out.clear();
    }
    if (record_) break;
  }
  if (is_json) out += shown == 0 ? "]\n" : "\n]\n";
  context.out << out;
  if (!has_records) {
    return Error{
        ErrorCode::Invalid,
        fmt::format("{} is not a Metro 2 file: no record can be seen in it", shown_name(file_))};
  }
  return shown;
}

Result<Exit> Inspect::run(Context& context) {
  ViewOptions view{.reveals = reveal_};
  if (segment_) {
    view.segment = find_segment(*segment_);
    if (!view.segment) {
      return usage_error(context, fmt::format("no segment `{}`", printable(*segment_)),
                         did_you_mean(*segment_, segment_names()));
    }
  }
  M2_TRY(Reader::Source source, open_input(file_, context));
  Reader reader(std::move(source));
  M2_TRY(const std::uint64_t shown, show(reader, view, context));
  if (shown > 0) return Exit::Done;
  return Error{ErrorCode::NotFound, fmt::format("no {} in {}", wanted(), shown_name(file_))};
}

}  // namespace

std::unique_ptr<Command> make_inspect() {
  return std::make_unique<Inspect>();
}

}  // namespace m2::cli
