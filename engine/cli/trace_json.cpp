// The trace of an account for programs.

#include "engine/cli/trace_view.h"

namespace m2::cli {
namespace {

std::string_view word_of(TraceNode::Kind kind) {
  constexpr std::string_view kWords[] = {"expression", "let",    "define", "parameter", "member",
                                         "table",      "row",    "lookup", "key",       "list",
                                         "item",       "ledger", "charge", "payment",   "hold"};
  return kWords[static_cast<std::size_t>(kind)];
}

void write_sources(JsonWriter& json, const std::vector<TraceSource>& sources) {
  json.key("sources").begin_array();
  for (const TraceSource& source : sources) {
    json.begin_object().key("pointer").text(source.pointer);
    json.key("text").text(source.text);
    if (source.is_masked) json.key("masked").boolean(true);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_place(JsonWriter& json, Span span) {
  if (span.empty()) return;
  json.key("file").text(span.source->name());
  json.key("line").number(span.line());
}

void write_json(JsonWriter& json, const TraceNode& node) {
  json.begin_object().key("kind").text(word_of(node.kind));
  if (!node.role.empty()) json.key("role").text(node.role);
  json.key("text").text(node.text);
  if (!node.defined.empty()) json.key("defined").text(node.defined);
  if (!node.value.empty()) json.key("value").text(node.value);
  if (!node.values.empty()) json.key("values").text(node.values);
  if (!node.note.empty()) json.key("note").text(node.note);
  if (!node.is_evaluated) json.key("computed").boolean(false);
  write_place(json, node.span);
  if (!node.sources.empty()) write_sources(json, node.sources);
  if (!node.parts.empty()) {
    json.key("parts").begin_array();
    for (const TraceNode& part : node.parts) write_json(json, part);
    json.end_array();
  }
  json.end_object();
}

void write_json(JsonWriter& json, const FieldTrace& field, const AccountTrace& account) {
  json.begin_object().key("field").text(field_name(field, account));
  json.key("segment").text(to_string(field.segment));
  json.key("offset").number(static_cast<std::int64_t>(field.offset));
  json.key("length").number(static_cast<std::int64_t>(field.field->length));
  json.key("bytes").text(field.bytes);
  constexpr std::string_view kOrigins[] = {"preset", "left blank", "metro2"};
  json.key("origin").text(kOrigins[static_cast<std::size_t>(field.origin)]);
  if (field.origin == FieldTrace::Origin::Metro2)
    json.key("because").text(why_filled(*field.field));
  if (field.origin != FieldTrace::Origin::Metro2) {
    json.key("value").text(field.root.value);
    json.key("explanation");
    write_json(json, field.root);
    write_sources(json, field.sources);
  }
  json.end_object();
}

void write_json(JsonWriter& json, const RuleTrace& rule) {
  json.begin_object().key("rule").text(rule.name);
  json.key("kind").text(dsl::to_string(rule.kind));
  if (rule.is_decided) {
    json.key("answer").boolean(rule.is_true);
  } else {
    json.key("answer").null();
  }
  write_place(json, rule.span);
  json.key("because").begin_array();
  for (const TraceReason& reason : reasons_of(rule.root)) {
    json.begin_object().key("text").text(reason.text).key("answer").text(reason.answer);
    if (!reason.values.empty()) json.key("values").text(reason.values);
    write_place(json, reason.span);
    json.end_object();
  }
  json.end_array().key("explanation");
  write_json(json, rule.root);
  json.end_object();
}

}  // namespace m2::cli
