#include "dsl/parse.h"

#include "dsl/grammar.h"
#include "dsl/messages.h"
#include "dsl/reader.h"
#include "engine/base/check.h"

namespace m2::dsl {
namespace {

namespace pegtl = tao::pegtl;

// Turns matches into nodes and failures under `must` into diagnostics, for every rule alike.
template <class Rule>
struct Control : pegtl::normal<Rule> {
  static constexpr bool enable =
      false;  // no start, success and failure events: match() below does it all

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Next, class Input>
  static bool match(Input& in, Reader& reader) {
    const std::size_t pending = reader.pending();
    const auto begin = static_cast<std::uint32_t>(in.byte());
    if constexpr (is_item()) {
      const Reader::Context outer = reader.context();
      reader.enter(grammar::noun(Rule::kNode), begin);
      const bool matched = nested<A, M, Action, Next>(in, reader);
      reader.leave(outer, matched);
      if (!matched) return fall_back(reader, pending);
    } else {
      if (!nested<A, M, Action, Next>(in, reader)) return fall_back(reader, pending);
    }
    build(reader, begin, static_cast<std::uint32_t>(in.byte()), pending);
    return true;
  }

  template <class Input>
  [[noreturn]] static void raise(const Input& in, Reader& reader) {
    static_assert(!grammar::expected<Rule>.what.empty(), "messages.h has no words for this rule");
    reader.fail(static_cast<std::uint32_t>(in.byte()), grammar::expected<Rule>);
  }

 private:
  static constexpr bool is_item() {
    if constexpr (requires { Rule::kNode; }) return !grammar::noun(Rule::kNode).empty();
    return false;
  }

  static bool fall_back(Reader& reader, std::size_t pending) {
    reader.rewind(pending);
    return false;
  }

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <class...> class Action,
            template <class...> class Next, class Input>
  static bool nested(Input& in, Reader& reader) {
    if constexpr (std::is_same_v<Rule, grammar::Primary> || std::is_same_v<Rule, grammar::Not>) {
      reader.descend(static_cast<std::uint32_t>(in.byte()));
      const bool matched = pegtl::match<Rule, A, M, Action, Next>(in, reader);
      reader.ascend();
      return matched;
    } else {
      return pegtl::match<Rule, A, M, Action, Next>(in, reader);
    }
  }

  static void build([[maybe_unused]] Reader& reader, [[maybe_unused]] std::uint32_t begin,
                    [[maybe_unused]] std::uint32_t end, [[maybe_unused]] std::size_t pending) {
    if constexpr (requires { Rule::kNode; }) {
      reader.build(Rule::kNode, begin, end, pending);
    } else if constexpr (requires { Rule::kNodeUnlessOne; }) {
      if (reader.pending() - pending == 1) return;
      NodeKind kind = Rule::kNodeUnlessOne;
      if constexpr (requires { Rule::kind(kind); })
        kind = Rule::kind(reader.pending_kind(pending + 1));
      reader.build(kind, begin, end, pending);
    }
  }
};

template <class File>
void read(Reader& reader, const SourceText& source) {
  const std::string_view text = source.text();
  pegtl::memory_input<pegtl::tracking_mode::lazy> in(text.data(), text.data() + text.size(),
                                                     source.name());
  const bool complete = pegtl::parse<File, pegtl::nothing, Control>(in, reader);
  M2_CHECK(complete && reader.skip_blanks(static_cast<std::uint32_t>(in.byte())) == text.size(),
           "a file is read to its end, what is unreadable as Broken");
  reader.finish();
}

NodeKind root_of(FileKind kind) {
  switch (kind) {
    case FileKind::Preset:
      return NodeKind::PresetFile;
    case FileKind::Library:
      return NodeKind::LibraryFile;
    case FileKind::Rules:
      return NodeKind::RulesFile;
    case FileKind::Shape:
      return NodeKind::ShapeFile;
    case FileKind::Inquiry:
      return NodeKind::Inquiry;
  }
  return NodeKind::Broken;
}

}  // namespace

Ast parse(const SourcePtr& source, FileKind kind, Diagnostics& found) {
  Ast ast(source);
  Reader reader(source, kind, ast, found);
  if (!reader.accept_text()) {
    reader.refuse(root_of(kind));
    return ast;
  }
  ast.make_room(source->text().size());
  switch (kind) {
    case FileKind::Preset:
      read<grammar::PresetFile>(reader, *source);
      break;
    case FileKind::Library:
      read<grammar::LibraryFile>(reader, *source);
      break;
    case FileKind::Rules:
      read<grammar::RulesFile>(reader, *source);
      break;
    case FileKind::Shape:
      read<grammar::ShapeFile>(reader, *source);
      break;
    case FileKind::Inquiry:
      read<grammar::Inquiry>(reader, *source);
      break;
  }
  return ast;
}

std::optional<FileKind> file_kind(std::string_view path) {
  if (path.ends_with(".preset")) return FileKind::Preset;
  if (path.ends_with(".library")) return FileKind::Library;
  if (path.ends_with(".rules")) return FileKind::Rules;
  if (path.ends_with(".shape")) return FileKind::Shape;
  return std::nullopt;
}

}  // namespace m2::dsl
