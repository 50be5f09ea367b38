#include "engine/config/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

#include "engine/base/ascii.h"
#include "engine/base/text.h"

namespace m2 {
namespace {

constexpr std::string_view kMergeKey = "<<";

/// Builds the tree from the parser's events. What is refused is reported and still built, so that
/// all errors of a file are shown at once.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(SourcePtr source, Diagnostics& found) : source_(std::move(source)), found_(found) {}

  std::optional<YamlNode> take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    const Span at = word_at(mark);
    add(node_of(YamlNode::Kind::Nothing, at, std::string(at.text())));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(word_at(mark), "an alias repeats what stands elsewhere");
    add(refused_node(word_at(mark)));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    add(node_of(YamlNode::Kind::Scalar, scalar_at(mark, value), value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::List);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::Map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    std::optional<YamlMember> key;  // read, its value not yet
  };

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlNode::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() == kDeepestYaml) {
      found_.error("syntax", word_at(mark),
                   fmt::format("more than {} lists and maps stand in one another", kDeepestYaml));
    }
    open_.push_back({node_of(kind, word_at(mark), {}), {}});
  }
  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    add(open_.size() < kDeepestYaml ? std::move(node) : refused_node(node.span));
  }

  void add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (Open& outer = open_.back(); outer.node.is(YamlNode::Kind::List)) {
      outer.node.items.push_back(std::move(node));
    } else if (!outer.key) {
      add_key(outer, std::move(node));
    } else {
      outer.key->value = std::move(node);
      if (outer.key->name != kMergeKey) outer.node.members.push_back(std::move(*outer.key));
      outer.key.reset();
    }
  }
  void add_key(Open& map, YamlNode node) {
    if (node.is(YamlNode::Kind::List) || node.is(YamlNode::Kind::Map)) {
      found_.error("syntax", node.span, fmt::format("{} cannot be a key", to_string(node.kind)));
    } else if (node.text == kMergeKey) {
      refuse(node.span, "a merge key copies what stands elsewhere");
    } else if (const YamlMember* before = map.node.find(node.text)) {
      found_.error("key-twice", node.span, fmt::format("`{}` stands twice", node.text))
          .label(before->span, "first here")
          .with_help("keep one of them");
    }
    map.key = YamlMember{std::move(node.text), node.span, {}};
  }

  static YamlNode node_of(YamlNode::Kind kind, Span at, std::string text) {
    YamlNode node;
    node.kind = kind;
    node.span = at;
    node.text = std::move(text);
    return node;
  }
  static YamlNode refused_node(Span at) {
    YamlNode node = node_of(YamlNode::Kind::Nothing, at, {});
    node.refused = true;
    return node;
  }
  void refuse(Span at, std::string_view what) {
    found_.error("plain-data", at, std::string(what))
        .note("this file is read as plain data, so that every value stands where it is used")
        .with_help("write the value itself");
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) refuse(word_at(mark), "this value has an anchor");
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    // "?" is a plain value and "!" one in quotes.
    if (!tag.empty() && tag != "?" && tag != "!") refuse(word_at(mark), "this value has a tag");
  }

  [[nodiscard]] std::size_t offset_of(const YAML::Mark& mark) const {
    return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), source_->text().size());
  }
  /// From `mark` to the end of `size` bytes, within the text.
  [[nodiscard]] Span span_at(std::size_t begin, std::size_t size) const {
    const std::size_t end = std::min(begin + size, source_->text().size());
    return {source_.get(), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  [[nodiscard]] Span word_at(const YAML::Mark& mark) const {
    const std::size_t begin = offset_of(mark);
    const std::size_t end = source_->text().find_first_of(" \t\r\n,:]}", begin);
    return span_at(begin, std::max<std::size_t>(end - begin, 1));
  }
  /// The parser says only where a scalar begins: what stands there as it is, what is in quotes up
  /// to the closing one, anything else up to the end of its first line.
  [[nodiscard]] Span scalar_at(const YAML::Mark& mark, const std::string& value) const {
    const std::size_t begin = offset_of(mark);
    const std::string_view rest = source_->text().substr(begin);
    if (!value.empty() && rest.substr(0, value.size()) == value)
      return span_at(begin, value.size());
    const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
    const char quote = line.empty() ? ' ' : line.front();
    if (quote != '"' && quote != '\'') return span_at(begin, line.size());
    for (std::size_t i = 1; i < line.size(); ++i) {
      const bool is_escape = quote == '"' ? line[i] == '\\' : line.substr(i, 2) == "''";
      if (is_escape) {
        ++i;
      } else if (line[i] == quote) {
        return span_at(begin, i + 1);
      }
    }
    return span_at(begin, line.size());
  }

  SourcePtr source_;
  Diagnostics& found_;
  std::vector<Open> open_;
  std::optional<YamlNode> root_;
};

Span place_of(const SourcePtr& source, std::size_t offset) {
  const auto size = static_cast<std::uint32_t>(source->text().size());
  const std::uint32_t begin = std::min(static_cast<std::uint32_t>(offset), size);
  return {source.get(), begin, std::min(begin + 1, size)};
}

}  // namespace

const YamlMember* YamlNode::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const YamlMember& member) { return member.name == name; });
  return found == members.end() ? nullptr : &*found;
}

std::string_view to_string(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::Nothing:
      return "nothing";
    case YamlNode::Kind::Scalar:
      return "a single value";
    case YamlNode::Kind::List:
      return "a list";
    case YamlNode::Kind::Map:
      return "a map";
  }
  return "";
}

std::optional<YamlNode> read_yaml(const SourcePtr& source, Diagnostics& found) {
  found.keep(source);
  if (source->text().size() > kLargestYaml) {
    found.error("too-large", place_of(source, 0),
                fmt::format("this file is larger than {} bytes", kLargestYaml));
    return std::nullopt;
  }
  const std::size_t start = source->text().starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (const auto problem = find_unreadable(source->text().substr(start))) {
    found.error("unreadable-text", place_of(source, start + problem->offset),
                fmt::format("here stands {}", problem->what));
    return std::nullopt;
  }
  TreeBuilder builder(source, found);
  std::istringstream text{std::string(source->text())};
  try {
    YAML::Parser parser(text);
    if (!parser.HandleNextDocument(builder)) return std::nullopt;
    std::optional<YamlNode> root = builder.take();
    TreeBuilder second(source, found);
    if (parser.HandleNextDocument(second)) {
      const std::optional<YamlNode> extra = second.take();
      found.error("syntax", extra ? extra->span : place_of(source, 0),
                  "a second document begins here; one file holds one");
    }
    return root;
  } catch (const YAML::Exception& problem) {
    found.error("syntax", place_of(source, static_cast<std::size_t>(std::max(problem.mark.pos, 0))),
                fmt::format("this is not YAML: {}", problem.msg));
    return std::nullopt;
  }
}

}  // namespace m2
