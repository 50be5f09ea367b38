#include "engine/base/json.h"

#include <rapidjson/error/en.h>

#include <cstring>
#include <memory>

namespace m2 {
namespace {

// The recursive parser is half again as fast as the iterative one; what it recurses into is counted
// beforehand.
constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag;
constexpr std::size_t kDeepest = 1000;
constexpr std::size_t kSmall = 4096;  // even all brackets: the stack bears that many frames
constexpr std::size_t kPoolBytes = std::size_t{1} << 20;
constexpr std::size_t kStackBytes = std::size_t{1} << 18;
constexpr std::size_t kStackStart = std::size_t{1} << 16;

// [ and { in the text, those within strings too. In blocks of bytes, so that the compiler can look
// at many at once.
std::size_t count_openings(const char* text, std::size_t size) {
  constexpr std::size_t kBlock = 128;
  std::size_t count = 0;
  for (; size >= kBlock; text += kBlock, size -= kBlock) {
    std::uint8_t in_block = 0;
    for (std::size_t i = 0; i < kBlock; ++i)
      in_block = static_cast<std::uint8_t>(in_block + ((text[i] & 0xDF) == 0x5B ? 1 : 0));
    count += in_block;
  }
  for (std::size_t i = 0; i < size; ++i)
    count += static_cast<std::size_t>((text[i] & 0xDF) == 0x5B);
  return count;
}

// Nesting is never deeper than the brackets there are, and these never more than the bytes; only a
// text with very many of them is walked through.
bool is_too_deep(const char* text, std::size_t size) {
  if (size <= kSmall || count_openings(text, size) <= kDeepest) return false;
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < size; ++i) {
    const char c = text[i];
    if (in_text) {
      if (c == '\\') ++i;
      in_text = c != '"';
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepest) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

using StackPool = rapidjson::MemoryPoolAllocator<>;
using Document = rapidjson::GenericDocument<rapidjson::UTF8<>, JsonPool, StackPool>;

}  // namespace

// Buffers are made once; both pools are emptied, not freed, before each document. RapidJSON gives
// its parse stack back after every document, so the pool of the stack is empty by then, too.
struct JsonDocument::State {
  // Not filled beforehand: a small document needs little of them, and many mappers are short-lived.
  std::unique_ptr<char[]> values = std::make_unique_for_overwrite<char[]>(kPoolBytes);
  std::unique_ptr<char[]> stack_bytes = std::make_unique_for_overwrite<char[]>(kStackBytes);
  JsonPool pool{values.get(), kPoolBytes};
  StackPool stack{stack_bytes.get(), kStackBytes};
  Document document{&pool, kStackStart, &stack};
  std::string copy;
};

JsonDocument::JsonDocument() : state_(std::make_unique<State>()) {}
JsonDocument::~JsonDocument() = default;

std::optional<JsonProblem> JsonDocument::parse_in_place(char* text, std::size_t size) {
  M2_CHECK(text[size] == '\0', "text to parse in place ends with NUL");
  if (is_too_deep(text, size)) return JsonProblem{0, "Nested more than 1,000 deep."};
  state_->document.SetNull();
  state_->pool.Clear();
  state_->stack.Clear();
  state_->document.ParseInsitu<kFlags>(text);
  if (!state_->document.HasParseError()) return std::nullopt;
  const std::size_t at = state_->document.GetErrorOffset();
  return JsonProblem{at, rapidjson::GetParseError_En(state_->document.GetParseError())};
}

std::optional<JsonProblem> JsonDocument::parse(std::string_view text) {
  state_->copy.assign(text);
  return parse_in_place(state_->copy.data(), state_->copy.size());
}

const JsonValue& JsonDocument::root() const {
  return state_->document;
}

const JsonValue* find(const JsonValue& object, std::string_view name) {
  if (!object.IsObject()) return nullptr;
  for (const auto& member : object.GetObject()) {
    if (member.name.GetStringLength() == name.size() &&
        std::memcmp(member.name.GetString(), name.data(), name.size()) == 0) {
      return &member.value;
    }
  }
  return nullptr;
}

std::optional<std::string_view> scalar_text(const JsonValue& value) {
  if (!value.IsString()) return std::nullopt;
  return std::string_view(value.GetString(), value.GetStringLength());
}

std::string pointer_step(std::string_view name) {
  std::string step = "/";
  for (const char c : name) {
    if (c == '~' || c == '/') {
      step += c == '~' ? "~0" : "~1";
    } else {
      step += c;
    }
  }
  return step;
}

std::string_view text_or_kind(const JsonValue& value) {
  if (value.IsBool()) return value.GetBool() ? "true" : "false";
  return scalar_text(value).value_or(kind_of(value));
}

std::string_view kind_of(const JsonValue& value) {
  switch (value.GetType()) {
    case rapidjson::kNullType:
      return "null";
    case rapidjson::kFalseType:
    case rapidjson::kTrueType:
      return "true or false";
    case rapidjson::kObjectType:
      return "an object";
    case rapidjson::kArrayType:
      return "a list";
    case rapidjson::kStringType:
    case rapidjson::kNumberType:
      return "text";
  }
  return "";
}

}  // namespace m2
