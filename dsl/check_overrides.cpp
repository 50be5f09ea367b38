// A preset that extends another: which statements may stand in it, and what of the base stays.

#include <fmt/format.h>

#include "dsl/checker.h"

namespace m2::dsl {

// Whether a statement is one of the preset as it runs. Of a base that is extended, what the other
// preset drops is not, nor are its examples: they prove the base, with the base's own parameters.
bool Checker::is_in_force(NodeRef n) {
  if (overrides_ != nullptr && n.ast == overrides_->child.get()) return is_overriding_in_place(n);
  switch (n.kind()) {
    case NodeKind::Set:
    case NodeKind::Replace:
    case NodeKind::Remove:
    case NodeKind::Add:
      wrong_place(n, fmt::format("`{}` is for presets that extend another", n.first_word()))
          .with_help("change the statement itself, or say in the header: extends NAME version N");
      return false;
    default:
      break;
  }
  if (overrides_ == nullptr || n.ast != overrides_->base.get()) return true;
  return !n.is(NodeKind::Example) && !overrides_->drops(n);
}

// Of the preset that extends: it says what is different, and nothing a second time.
bool Checker::is_overriding_in_place(NodeRef n) {
  const std::string base = overrides_->base_title();
  switch (n.kind()) {
    case NodeKind::Skip:
    case NodeKind::HoldRule:
    case NodeKind::Require:
    case NodeKind::Warn:
      wrong_place(n, fmt::format("this rule does not say that it is added to those of {}", base))
          .with_help(fmt::format("add {} {} …", n.first_word(), n[0].text()));
      return false;
    case NodeKind::Record:
    case NodeKind::Segment:
    case NodeKind::Fields:
      wrong_place(n,
                  fmt::format("{} says what the record is; here single fields are replaced", base))
          .with_help("replace base.FIELD: …");
      return false;
    case NodeKind::Layout:
      wrong_place(n, fmt::format("{} says the layout", base)).with_help("delete this line");
      return false;
    case NodeKind::Use:
      if (n[0].text() == "library") return true;
      wrong_place(n, fmt::format("{} says the {}", base, n[0].text()))
          .with_help("delete this line");
      return false;
    case NodeKind::Set:
    case NodeKind::Replace:
    case NodeKind::Remove:
      return false;  // read_overrides took them
    default:
      return true;
  }
}

Diagnostic& Checker::wrong_place(NodeRef n, std::string message) {
  Span span = n.span();
  span.end = span.begin + static_cast<std::uint32_t>(n.first_word().size());
  return found_.error("wrong-place", span, std::move(message));
}

bool Checker::is_of_base(Span span) const {
  return overrides_ != nullptr && span.source == overrides_->base->source_ptr().get();
}

void Checker::report_twice(NodeRef name, const Symbol& before) {
  const bool overriding = is_of_base(before.span) && !is_of_base(name.span());
  if (!overriding) {
    found_.error("name-twice", name.span(), fmt::format("`{}` is declared twice", name.text()))
        .label(before.span, "first declared here");
    return;
  }
  const std::string base = overrides_->base_title();
  if (before.kind == SymbolKind::Table) {
    if (const NodeRef lock = table_nodes_[before.index].find(NodeKind::Locked)) {
      found_.error("locked", name.span(), fmt::format("`{}` is locked in {}", name.text(), base))
          .label(lock.span(), "the reason")
          .with_help("use the table as it is; a lock is taken off in the base only");
      return;
    }
  }
  auto& d = found_
                .error("name-twice", name.span(),
                       fmt::format("{} declares `{}` already", base, name.text()))
                .label(before.span, "declared here");
  if (before.kind == SymbolKind::Rule) {
    d.with_help(fmt::format("take another name, or first: remove rule {}", name.text()));
  } else if (before.kind == SymbolKind::Param) {
    d.with_help(fmt::format("set {} to …", name.text()));
  } else {
    d.with_help("take another name, and replace the fields that shall use it");
  }
}

// Whether a field has another answer in the preset that extends. A locked one may have none.
bool Checker::is_replaced(const Field& field, NodeRef answer, Segment segment) {
  const Replacement* replaced =
      overrides_ == nullptr ? nullptr : overrides_->replacement_of(segment, field);
  if (replaced == nullptr) return false;
  if (const NodeRef lock = answer.find(NodeKind::Locked)) {
    locked_.insert(&field);
    found_
        .error(
            "locked", replaced->name().span(),
            fmt::format("`{}` is locked in {}", replaced->name().text(), overrides_->base_title()))
        .label(lock.span(), "the reason")
        .with_help("keep the field as it is; a lock is taken off in the base only");
  }
  return true;
}

// The new answers stand in the segment itself: they see its item, and no arguments of a group.
void Checker::answer_replaced(SegmentRule& rule) {
  if (overrides_ == nullptr) return;
  for (const Replacement& replaced : overrides_->replaced) {
    if (replaced.segment != rule.segment || locked_.count(replaced.field) > 0) continue;
    rule.fields.push_back(
        {replaced.field, replaced.name().span(), fit_to_field(*replaced.field, replaced.value())});
  }
}

}  // namespace m2::dsl
