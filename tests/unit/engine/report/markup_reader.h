#pragma once
// Reads XML and our HTML strictly: every tag closed in order, every attribute quoted and given
// once, every entity known, no sign that may not stand there.
//
//   const Markup page = read_markup(text, Markup::Form::Xml);
//   CHECK(page.problem == "");

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace m2::test {

struct MarkupElement {
  std::string name;
  std::map<std::string, std::string> attributes;  // entities resolved
  std::string text;                               // directly in it, entities resolved
};

struct Markup {
  enum class Form { Xml, Html };  // HTML: void elements, bare attributes, script and style as text
  std::string problem;            // the first one, with its place; empty: none
  std::vector<MarkupElement> elements;  // in the order of their start tags

  [[nodiscard]] std::vector<const MarkupElement*> named(std::string_view name) const;
};

Markup read_markup(std::string_view text, Markup::Form form);

}  // namespace m2::test
