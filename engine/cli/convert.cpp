// metro2 convert: from any form of a Metro 2 file to any other.

#include "engine/metro2/convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "engine/base/file.h"
#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/input.h"
#include "engine/cli/render.h"
#include "engine/cli/spool.h"
#include "engine/metro2/convert_csv.h"
#include "engine/metro2/convert_json.h"
#include "engine/metro2/record.h"

namespace m2::cli {
namespace {

enum class Form : std::uint8_t { Metro2, Json, Csv };

std::optional<Form> form_of_name(const std::string& name) {
  const std::string extension = lower(std::filesystem::path(name).extension().string());
  if (extension == ".json") return Form::Json;
  if (extension == ".csv") return Form::Csv;
  return std::nullopt;
}

// A file whose name does not tell: JSON begins with a brace, CSV with its column names.
Form form_of_bytes(std::string_view bytes) {
  if (trim(bytes).starts_with('{')) return Form::Json;
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  const bool has_columns =
      line.find(',') != std::string_view::npos && line.find("segment") != std::string_view::npos;
  return has_columns ? Form::Csv : Form::Metro2;
}

// A source that gives `first` before the rest.
Reader::Source with_first(std::string first, Reader::Source rest) {
  return [first = std::move(first), rest = std::move(rest),
          at = std::size_t{0}](std::span<char> bytes) mutable -> Result<std::size_t> {
    if (at == first.size()) return rest(bytes);
    const std::size_t count = first.copy(bytes.data(), bytes.size(), at);
    at += count;
    return count;
  };
}

Result<std::string> read_first(const Reader::Source& source) {
  std::string first(std::size_t{1} << 16, '\0');
  M2_TRY(const std::size_t count, source(first));
  first.resize(count);
  return first;
}

// Length of the longest record without its padding.
Result<std::size_t> longest_record(Reader& reader) {
  std::size_t longest = kBaseLength;
  for (;;) {
    M2_TRY(const FileRecord* record, reader.next());
    if (record == nullptr) return longest;
    if (record->kind == RecordKind::Base) {
      longest = std::max(longest, unpadded_length(record->bytes));
    }
  }
}

class Convert final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("IN", "a Metro 2 file, JSON or CSV, - for standard input", in_).completes_files());
    parameters.push_back(
        argument("OUT", "what to write, - for standard output", out_).completes_files());
    parameters.push_back(
        option("--to", "FORM", "what to write (default: what the name of OUT says)", to_)
            .one_of({"variable", "fixed", "packed", "json", "csv"}));
    parameters.push_back(
        option("--line-end", "END", "after each record (default: lf; packed: none)", line_end_)
            .one_of({"none", "lf", "crlf"}));
    parameters.push_back(flag("--blocks", "write block descriptor words", blocks_));
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 convert june.dat june.json", "to JSON, which keeps every byte"},
            {"metro2 convert june.json june.dat", "and back, with the same bytes"},
            {"metro2 convert june.dat june.csv", "a table with one row a segment"},
            {"metro2 convert june.dat fixed.dat --to fixed --line-end crlf", "another framing"},
            {"metro2 convert june.dat - --to json | less", "to standard output"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "OUT appears under its name when it is complete, and never over IN. JSON that comes "
           "back without --to "
           "has the framing that it tells; CSV gets variable length. The trailer's totals stay as "
           "they are. Exit "
           "code 1 says that something was left out, because it is no record.";
  }
  Result<Exit> run(Context& context) override;

 private:
  struct Input {
    Form form = Form::Metro2;
    Reader::Source source;
  };
  struct Target {
    Form form = Form::Metro2;
    bool keeps_framing = false;  // of JSON
    bool is_fixed = false;
    bool is_packed = false;
  };

  Result<Input> open(Context& context) const;
  [[nodiscard]] std::optional<Target> target_for(Form input) const;
  [[nodiscard]] std::optional<std::string> usage_problem() const;
  Result<Converted> convert(Input input, const Target& target, const Sink& sink) const;
  Result<Converted> convert_metro2(Reader::Source source, const Target& target, std::size_t longest,
                                   const Sink& sink) const;
  void print_summary(const Converted& done, Context& context) const;

  std::string in_;
  std::string out_;
  std::optional<std::string> to_;
  std::optional<std::string> line_end_;
  bool blocks_ = false;
};

std::optional<std::string> Convert::usage_problem() const {
  std::error_code error;
  if (in_ != "-" && out_ != "-" && std::filesystem::equivalent(in_, out_, error)) {
    return "OUT is the same file as IN";
  }
  if (out_ != "-" && std::filesystem::exists(out_, error) &&
      !std::filesystem::is_regular_file(out_, error)) {
    return fmt::format("`{}` is not a file that can be replaced; write to - instead",
                       printable(out_));
  }
  return std::nullopt;
}

Result<Convert::Input> Convert::open(Context& context) const {
  M2_TRY(Reader::Source source, open_input(in_, context));
  M2_TRY(std::string first, read_first(source));
  if (first.empty()) return Error{ErrorCode::Invalid, shown_name(in_) + " is empty"};
  const Form form = form_of_name(in_).value_or(form_of_bytes(first));
  return Input{form, with_first(std::move(first), std::move(source))};
}

std::optional<Convert::Target> Convert::target_for(Form input) const {
  const bool asks_for_framing = line_end_ || blocks_;
  if (to_ == "json" || (!to_ && form_of_name(out_) == Form::Json))
    return Target{.form = Form::Json};
  if (to_ == "csv" || (!to_ && form_of_name(out_) == Form::Csv)) return Target{.form = Form::Csv};
  if (!to_ && input == Form::Json && !asks_for_framing) return Target{.keeps_framing = true};
  if (!to_ && input == Form::Metro2) return std::nullopt;
  return Target{.is_fixed = to_ == "fixed", .is_packed = to_ == "packed"};
}

// Whatever comes in becomes the bytes of a Metro 2 file first, unless these are what is asked for.
Result<Converted> Convert::convert(Input input, const Target& target, const Sink& sink) const {
  if (input.form == Form::Json && target.keeps_framing) return from_json(input.source, sink);
  if (input.form == Form::Metro2 && !target.is_fixed) {
    return convert_metro2(std::move(input.source), target, 0, sink);
  }
  M2_TRY(Spool spool, Spool::create());
  const Sink aside = [&](std::string_view bytes) { spool.write(bytes); };
  if (input.form == Form::Json) M2_TRY_VOID(from_json(input.source, aside));
  if (input.form == Form::Csv) M2_TRY_VOID(from_csv(input.source, {}, aside));
  if (input.form == Form::Metro2) M2_TRY_VOID(spool.write_all(input.source));
  std::size_t longest = 0;
  if (target.is_fixed) {
    M2_TRY(Reader::Source source, spool.read());
    Reader reader(std::move(source));
    M2_TRY(longest, longest_record(reader));
  }
  M2_TRY(Reader::Source source, spool.read());
  return convert_metro2(std::move(source), target, longest, sink);
}

Result<Converted> Convert::convert_metro2(Reader::Source source, const Target& target,
                                          std::size_t longest, const Sink& sink) const {
  Reader reader(std::move(source));
  if (target.form == Form::Json) return to_json(reader, sink);
  if (target.form == Form::Csv) return to_csv(reader, sink);
  Framing framing{.format = target.is_fixed ? Format::Fixed : Format::Variable,
                  .line_end = target.is_packed ? LineEnd::None : LineEnd::Lf,
                  .block_descriptors = blocks_,
                  .encoding = target.is_packed ? Encoding::Packed : Encoding::Character,
                  .record_length = longest};
  if (line_end_) framing.line_end = *find_line_end(*line_end_);
  FileWriter writer(framing, sink);
  return reframe(reader, writer);
}

void Convert::print_summary(const Converted& done, Context& context) const {
  if (done.unreadable > 0) {
    context.err << paint(context.err_colour, Ink::Yellow, "left out") << ": "
                << counted(done.unreadable, "piece") << " of " << shown_name(in_)
                << (done.unreadable == 1 ? " that is" : " that are") << " no record\n";
  }
  if (out_ == "-") return;
  if (context.form == OutputForm::Json) {
    JsonWriter json;
    json.begin_object().key("out").text(printable(out_));
    json.key("records").number(static_cast<std::int64_t>(done.records));
    json.key("left_out").number(static_cast<std::int64_t>(done.unreadable)).end_object();
    context.out << json.take();
  } else {
    context.out << printable(out_) << ": " << counted(done.records, "record") << "\n";
  }
}

Result<Exit> Convert::run(Context& context) {
  if (const auto problem = usage_problem()) return usage_error(context, *problem);
  M2_TRY(Input input, open(context));
  const std::optional<Target> target = target_for(input.form);
  if (!target) {
    return usage_error(context, "the name of OUT does not say what to write",
                       "add --to variable, fixed, packed, json or csv");
  }
  if (target->form != Form::Metro2 && (line_end_ || blocks_)) {
    return usage_error(context, "--line-end and --blocks are about Metro 2 files");
  }
  std::optional<OutputFile> file;
  if (out_ != "-") {
    M2_TRY(OutputFile created, OutputFile::create(out_));
    file.emplace(std::move(created));
  }
  Result<Converted> done = convert(std::move(input), *target, [&](std::string_view bytes) {
    file ? file->write(bytes) : static_cast<void>(context.out << bytes);
  });
  if (!done) return std::move(done.error()).within(shown_name(in_));
  if (file) M2_TRY_VOID(file->commit());
  print_summary(*done, context);
  return done->unreadable > 0 ? Exit::Findings : Exit::Done;
}

}  // namespace

std::unique_ptr<Command> make_convert() {
  return std::make_unique<Convert>();
}

}  // namespace m2::cli
