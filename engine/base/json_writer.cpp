#include "engine/base/json_writer.h"

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace m2 {

// One writer type for both styles: the pretty writer derives from the plain one without virtual
// calls, so the style is chosen here by formatting options.
struct JsonWriter::State {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> compact{buffer};
  rapidjson::PrettyWriter<rapidjson::StringBuffer> indented{buffer};
  bool is_compact = false;

  template <class Action>
  void write(Action action) {
    is_compact ? action(compact) : action(indented);
  }
};

JsonWriter::JsonWriter(Style style) : state_(std::make_unique<State>()) {
  state_->is_compact = style == Style::Compact;
  state_->indented.SetIndent(' ', 2);
}
JsonWriter::~JsonWriter() = default;

JsonWriter& JsonWriter::begin_object() {
  state_->write([](auto& w) { w.StartObject(); });
  return *this;
}
JsonWriter& JsonWriter::end_object() {
  state_->write([](auto& w) { w.EndObject(); });
  return *this;
}
JsonWriter& JsonWriter::begin_array() {
  state_->write([](auto& w) { w.StartArray(); });
  return *this;
}
JsonWriter& JsonWriter::end_array() {
  state_->write([](auto& w) { w.EndArray(); });
  return *this;
}
JsonWriter& JsonWriter::key(std::string_view name) {
  state_->write(
      [&](auto& w) { w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); });
  return *this;
}
JsonWriter& JsonWriter::text(std::string_view value) {
  state_->write([&](auto& w) {
    w.String(value.data() == nullptr ? "" : value.data(),
             static_cast<rapidjson::SizeType>(value.size()));
  });
  return *this;
}
JsonWriter& JsonWriter::number(std::int64_t value) {
  state_->write([&](auto& w) { w.Int64(value); });
  return *this;
}
JsonWriter& JsonWriter::boolean(bool value) {
  state_->write([&](auto& w) { w.Bool(value); });
  return *this;
}
JsonWriter& JsonWriter::null() {
  state_->write([](auto& w) { w.Null(); });
  return *this;
}
JsonWriter& JsonWriter::raw(std::string_view json) {
  state_->write([&](auto& w) { w.RawValue(json.data(), json.size(), rapidjson::kObjectType); });
  return *this;
}

std::string JsonWriter::take() {
  std::string out(state_->buffer.GetString(), state_->buffer.GetSize());
  if (!state_->is_compact) out += '\n';
  return out;
}

}  // namespace m2
