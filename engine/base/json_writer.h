#pragma once
// JsonWriter: JSON text for programs, members in the order they are written.
//
//   JsonWriter json;
//   json.begin_object().key("documents").number(19).end_object();
//   puts(json.take().c_str());

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace m2 {

class JsonWriter {
 public:
  enum class Style : std::uint8_t { Indented, Compact };
  explicit JsonWriter(Style style = Style::Indented);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& number(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  /// JSON text written as it stands; the caller vouches for it.
  JsonWriter& raw(std::string_view json);

  /// The text so far, with a final line feed when indented; the writer is then spent.
  std::string take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace m2
