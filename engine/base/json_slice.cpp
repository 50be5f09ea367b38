#include "engine/base/json_slice.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/ascii.h"
#include "engine/base/json.h"
#include "engine/base/json_scan.h"

namespace m2 {
namespace {

bool ends_scalar(char c) {
  return is_blank(c) || c == ',' || c == ']' || c == '}' || c == ':';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

/// One past the closing quote of the string that begins at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

/// One past the end of the value that begins at `at`. The text was checked: brackets match.
std::size_t skip_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  if (text[at] == '"') return skip_string(text, at);
  if (text[at] != '{' && text[at] != '[') {
    while (at < text.size() && !ends_scalar(text[at])) ++at;
    return at;
  }
  std::size_t open = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      continue;
    }
    if (c == '{' || c == '[') ++open;
    if (c == '}' || c == ']') --open;
    ++at;
    if (open == 0) return at;
  }
  return text.size();
}

/// Walks over the values directly inside an object or a list.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text), at_(1) {}

  /// Moves to the next value; false at the closing bracket.
  bool next() {
    at_ = skip_blanks(text_, at_);
    if (at_ < text_.size() && text_[at_] == ',') at_ = skip_blanks(text_, at_ + 1);
    if (at_ >= text_.size() || text_[at_] == '}' || text_[at_] == ']') return false;
    if (text_[0] == '{') {
      const std::size_t name_end = skip_string(text_, at_);
      name_ = text_.substr(at_, name_end - at_);
      at_ = skip_blanks(text_, skip_blanks(text_, name_end) + 1);  // the colon
      if (at_ >= text_.size()) return false;
    }
    const std::size_t end = skip_value(text_, at_);
    value_ = text_.substr(at_, end - at_);
    at_ = end;
    return !value_.empty();
  }

  [[nodiscard]] std::string_view quoted_name() const { return name_; }
  [[nodiscard]] std::string_view value() const { return value_; }

 private:
  std::string_view text_;
  std::size_t at_;
  std::string_view name_;
  std::string_view value_;
};

std::string unquote(std::string_view quoted) {
  const std::string_view inner =
      quoted.size() < 2 ? std::string_view{} : quoted.substr(1, quoted.size() - 2);
  std::string out(inner.size(), '\0');
  out.resize(json_unescape(inner, out.data()));
  return out;
}

bool is_named(std::string_view quoted, std::string_view name) {
  if (quoted.find('\\') != std::string_view::npos) return unquote(quoted) == name;
  return quoted.size() == name.size() + 2 && quoted.substr(1, name.size()) == name;
}

}  // namespace

Result<JsonSlice> JsonSlice::parse(std::string_view text) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark)
    text.remove_prefix(kByteOrderMark.size());
  const std::size_t begin = skip_blanks(text, 0);
  if (begin == text.size()) return Error{ErrorCode::Invalid, "no JSON: it is empty"};
  JsonDocument checked;
  if (auto problem = checked.parse(text)) {
    return Error{ErrorCode::Invalid,
                 fmt::format("not JSON at byte {}: {}", problem->offset, problem->message)};
  }
  return JsonSlice(text.substr(begin, skip_value(text, begin) - begin));
}

JsonSlice::Kind JsonSlice::kind() const {
  if (text_.empty()) return Kind::Absent;
  switch (text_[0]) {
    case '{':
      return Kind::Object;
    case '[':
      return Kind::List;
    case '"':
      return Kind::Text;
    case 't':
      return Kind::True;
    case 'f':
      return Kind::False;
    case 'n':
      return Kind::Null;
    default:
      return Kind::Number;
  }
}

std::string JsonSlice::text() const {
  if (kind() == Kind::Text) return unquote(text_);
  return kind() == Kind::Number ? std::string(text_) : std::string();
}

std::vector<std::pair<std::string, JsonSlice>> JsonSlice::members() const {
  std::vector<std::pair<std::string, JsonSlice>> found;
  if (!is_object()) return found;
  for (Walk walk(text_); walk.next();)
    found.emplace_back(unquote(walk.quoted_name()), JsonSlice(walk.value()));
  return found;
}

std::vector<JsonSlice> JsonSlice::items() const {
  std::vector<JsonSlice> found;
  if (!is_list()) return found;
  for (Walk walk(text_); walk.next();) found.push_back(JsonSlice(walk.value()));
  return found;
}

JsonSlice JsonSlice::member(std::string_view name) const {
  if (!is_object()) return {};
  for (Walk walk(text_); walk.next();) {
    if (is_named(walk.quoted_name(), name)) return JsonSlice(walk.value());
  }
  return {};
}

JsonSlice JsonSlice::at(std::string_view path) const {
  JsonSlice here = *this;
  while (!path.empty() && !here.is_absent()) {
    const std::size_t dot = path.find('.');
    here = here.member(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return here;
}

std::vector<JsonSlice> JsonSlice::all(std::string_view path) const {
  const auto spread = [](const JsonSlice& value, std::vector<JsonSlice>& into) {
    if (value.is_list()) {
      for (const JsonSlice& item : value.items()) into.push_back(item);
    } else if (!value.is_absent()) {
      into.push_back(value);
    }
  };
  std::vector<JsonSlice> here;
  spread(*this, here);
  while (!path.empty() && !here.empty()) {
    const std::size_t dot = path.find('.');
    std::vector<JsonSlice> next;
    for (const JsonSlice& value : here) spread(value.member(path.substr(0, dot)), next);
    here = std::move(next);
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return here;
}

std::size_t JsonSlice::count_values(std::string_view stub) const {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text_.size();) {
    const char c = text_[at];
    if (is_blank(c) || c == ',' || c == '}' || c == ']') {
      ++at;
      continue;
    }
    if (c == '{' || c == '[') {
      ++count;
      ++at;
      continue;
    }
    const std::size_t end =
        std::max(skip_value(text_, at), at + 1);  // unchecked text may hold a stray colon
    const std::size_t colon = skip_blanks(text_, end);
    const bool is_name = c == '"' && colon < text_.size() && text_[colon] == ':';
    if (!is_name) {
      ++count;
      at = end;
    } else if (!stub.empty() && is_named(text_.substr(at, end - at), stub)) {
      at = skip_value(text_, skip_blanks(text_, colon + 1));
    } else {
      at = colon + 1;
    }
  }
  return count;
}

void JsonSlice::append_compact(std::string& out) const {
  for (std::size_t at = 0; at < text_.size();) {
    if (is_blank(text_[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text_.size() && !is_blank(text_[end]))
      end = text_[end] == '"' ? skip_string(text_, end) : end + 1;
    out.append(text_, at, end - at);
    at = end;
  }
}

}  // namespace m2
