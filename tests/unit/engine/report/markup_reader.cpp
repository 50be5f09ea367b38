#include "tests/unit/engine/report/markup_reader.h"

#include <set>

#include "engine/base/text.h"

namespace m2::test {
namespace {

class MarkupReader {
 public:
  MarkupReader(std::string_view text, Markup::Form form)
      : text_(text), is_html_(form == Markup::Form::Html) {}

  Markup read() {
    check_signs();
    const std::string_view start = is_html_ ? "<!doctype html>" : "<?xml ";
    if (!text_.starts_with(start)) fail("does not begin as it must");
    at_ = text_.find('>') + 1;
    while (at_ < text_.size() && markup_.problem.empty()) {
      text_[at_] == '<' ? tag() : characters();
    }
    if (!open_.empty()) fail("`" + markup_.elements[open_.back()].name + "` is not closed");
    return std::move(markup_);
  }

 private:
  void fail(const std::string& problem) {
    if (markup_.problem.empty()) markup_.problem = problem + " at byte " + std::to_string(at_);
  }

  void check_signs() {
    if (find_unreadable(text_)) fail("holds what cannot be read");
    for (const char* none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
      if (text_.find(none) != std::string_view::npos) fail("holds what is no character");
  }

  std::string name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           std::string_view(" \n\t>/=\"'<&").find(text_[at_]) == std::string_view::npos)
      ++at_;
    if (at_ == begin) fail("no name");
    return std::string(text_.substr(begin, at_ - begin));
  }

  void blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }

  // Up to one of `ends`, which is left.
  std::string resolved(std::string_view ends) {
    std::string out;
    while (at_ < text_.size() && ends.find(text_[at_]) == std::string_view::npos) {
      if (text_[at_] == '<') {
        fail("a bare <");
        return out;
      }
      if (text_[at_] != '&') {
        out += text_[at_++];
        continue;
      }
      const std::size_t end = text_.find(';', at_);
      const std::string entity(text_.substr(at_, end - at_ + 1));
      const std::map<std::string, char> known = {
          {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
      const auto found = known.find(entity);
      if (found == known.end()) {
        fail("an unknown entity");
        return out;
      }
      out += found->second;
      at_ = end + 1;
    }
    return out;
  }

  void characters() {
    const std::string text = resolved("<");
    if (!open_.empty()) {
      markup_.elements[open_.back()].text += text;
    } else if (!trim(text).empty()) {
      fail("text outside of everything");
    }
  }

  void tag() {
    ++at_;
    if (text_.substr(at_, 1) == "/") return end_tag();
    if (open_.empty() && !markup_.elements.empty()) fail("a second root");
    MarkupElement element;
    element.name = name();
    blanks();
    bool is_empty = is_html_ && std::set<std::string>{"meta", "input", "br"}.count(element.name);
    while (at_ < text_.size() && text_[at_] != '>' && markup_.problem.empty()) {
      if (!is_html_ && text_.substr(at_, 2) == "/>") {
        is_empty = true;
        ++at_;
        break;
      }
      attribute(element);
      blanks();
    }
    ++at_;
    const std::string kind = element.name;
    markup_.elements.push_back(std::move(element));
    if (!is_empty) open_.push_back(markup_.elements.size() - 1);
    if (is_html_ && (kind == "script" || kind == "style")) {
      const std::size_t end = text_.find("</" + kind, at_);
      markup_.elements.back().text = text_.substr(at_, end - at_);
      at_ = std::min(end, text_.size());
    }
  }

  void attribute(MarkupElement& element) {
    const std::string key = name();
    std::string value;
    if (text_.substr(at_, 2) == "=\"") {
      at_ += 2;
      value = resolved("\"");
      ++at_;
    } else if (!is_html_) {
      fail("an attribute without quotes");
    }
    if (!element.attributes.emplace(key, value).second) fail("an attribute twice");
  }

  void end_tag() {
    ++at_;
    const std::string closed = name();
    if (open_.empty() || markup_.elements[open_.back()].name != closed)
      return fail("`" + closed + "` is closed, which is not open");
    open_.pop_back();
    if (text_.substr(at_, 1) != ">") fail("a tag that does not end");
    ++at_;
  }

  std::string_view text_;
  bool is_html_;
  std::size_t at_ = 0;
  Markup markup_;
  std::vector<std::size_t> open_;
};

}  // namespace

std::vector<const MarkupElement*> Markup::named(std::string_view name) const {
  std::vector<const MarkupElement*> found;
  for (const MarkupElement& element : elements)
    if (element.name == name) found.push_back(&element);
  return found;
}

Markup read_markup(std::string_view text, Markup::Form form) {
  return MarkupReader(text, form).read();
}

}  // namespace m2::test
