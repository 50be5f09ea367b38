#include "tests/support/formatting.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "dsl/format.h"
#include "dsl/parse.h"
#include "tests/support/print_tree.h"

namespace m2::test {
namespace {

dsl::Ast parsed(const std::string& text, dsl::FileKind kind, Diagnostics& found) {
  return dsl::parse(std::make_shared<const SourceText>("sample", text), kind, found);
}

// Kinds, and the text of what has no parts; only there, between its words, blanks may change.
void say(std::string& out, const dsl::Ast& ast, dsl::NodeId node) {
  const dsl::NodeKind kind = ast.kind(node);
  out += "(" + std::string(kind_name(kind)) + " ";
  const bool has_parts = !ast.children(node).empty();
  if (kind == dsl::NodeKind::Text || (kind == dsl::NodeKind::Cell && !has_parts)) {
    out += ast.text(node);
  } else if (!has_parts) {
    const std::string_view text = ast.text(node);
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
  }
  for (dsl::NodeId child : ast.children(node)) say(out, ast, child);
  out += ")";
}

std::string said(const dsl::Ast& ast) {
  std::string out;
  say(out, ast, ast.root());
  return out;
}

std::vector<std::string> comments_of(const dsl::Ast& ast) {
  std::vector<std::string> out;
  for (const dsl::Comment& comment : ast.comments()) {
    std::string text(ast.source().text().substr(comment.begin, comment.end - comment.begin));
    text.erase(text.find_last_not_of(" \t\r") + 1);
    out.push_back(std::move(text));
  }
  return out;
}

// The nodes in the order of the tree, with what is said about them.
std::vector<std::string> docs_of(const dsl::Ast& ast) {
  std::vector<std::string> out;
  for (dsl::NodeId node = 0; node < ast.size(); ++node) {
    if (std::string doc = ast.doc(node); !doc.empty())
      out.push_back(std::string(kind_name(ast.kind(node))) + ": " + doc);
  }
  return out;
}

}  // namespace

std::string formatted(const std::string& text, dsl::FileKind kind) {
  Diagnostics found;
  const auto out = dsl::format(std::make_shared<const SourceText>("sample", text), kind, found);
  return out ? *out : render(found.sorted(), Colour::Never);
}

std::string broken_formatting(const std::string& text, dsl::FileKind kind, bool with_docs) {
  Diagnostics found;
  const dsl::Ast before = parsed(text, kind, found);
  Diagnostics told;
  const auto out = dsl::format(std::make_shared<const SourceText>("sample", text), kind, told);
  if (found.has_errors() != told.has_errors() && !out) return "formatting has other errors";
  if (found.has_errors()) return out ? "a text with errors was formatted" : "";
  if (!out) return "a text without errors was not formatted";

  Diagnostics again_found;
  const dsl::Ast after = parsed(*out, kind, again_found);
  if (again_found.has_errors()) return "the result cannot be read:\n" + *out;
  if (said(before) != said(after)) return "the tree has changed:\n" + *out;
  if (comments_of(before) != comments_of(after)) return "comments have changed:\n" + *out;
  if (with_docs && docs_of(before) != docs_of(after)) return "descriptions have moved:\n" + *out;
  if (const std::string twice = formatted(*out, kind); twice != *out)
    return "formatting again changes it:\n" + *out + "--- again ---\n" + twice;
  if (out->find(" \n") != std::string::npos || !out->ends_with('\n') || out->ends_with("\n\n") ||
      out->find("\r\n") != std::string::npos)
    return "blanks at a line end, or line ends at the end:\n" + *out;
  return "";
}

}  // namespace m2::test
