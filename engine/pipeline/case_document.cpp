#include "engine/pipeline/case_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/base/file.h"
#include "engine/pipeline/internal/case_change.h"

namespace m2 {
namespace {

constexpr std::size_t kLargestBase = std::size_t{16} << 20;
constexpr std::size_t kMostTold = 5;  // of what does not fit

void find_unreadable(const AnswerValue& value, std::vector<std::string>& out) {
  if (value.form == AnswerValue::Form::Unreadable) out.push_back(value.text);
  for (const AnswerMember& member : value.members) find_unreadable(member.value, out);
  for (const AnswerValue& item : value.items) find_unreadable(item, out);
}

// "people@/people/0": where the items of lists stand, by the list's name.
void find_items(const AnswerValue& value, std::set<std::string>& out) {
  for (const AnswerMember& member : value.members) {
    for (const AnswerValue& item : member.value.items) {
      out.insert(member.name + "@" + item.pointer);
      find_items(item, out);
    }
    find_items(member.value, out);
  }
}

}  // namespace

Result<CaseDocuments> CaseDocuments::of(std::shared_ptr<const dsl::CheckedPreset> preset) {
  CaseDocuments made(preset);
  M2_TRY(made.readers_, root_readers(*preset));
  for (const dsl::Expr& expr : preset->exprs) {
    if (expr.op != dsl::Op::Consent || expr.args.empty()) continue;
    made.person_ = preset->expr(expr.args[0]).type.bare();
    made.person_id_ = expr.index;
  }
  return made;
}

std::optional<std::vector<AnswerValue>> CaseDocuments::read(std::string_view document,
                                                            Places places,
                                                            std::vector<Reason>* reasons) {
  std::vector<AnswerValue> roots;
  for (Mapper& reader : readers_) {
    AccountAnswer answer = reader.answer(document, Masking::Revealed, places);
    if (!answer.value) {
      if (reasons != nullptr) *reasons = std::move(answer.reasons);
      return std::nullopt;
    }
    roots.push_back(std::move(*answer.value));
  }
  return roots;
}

std::vector<AnswerValue> CaseDocuments::shown(std::string_view document) {
  std::vector<AnswerValue> roots;
  for (Mapper& reader : readers_)
    roots.push_back(reader.answer(document, Masking::Masked).value.value_or(AnswerValue()));
  return roots;
}

const CaseBase* CaseDocuments::base(const std::filesystem::path& file, Span span,
                                    Diagnostics& found) {
  const auto known = bases_.find(file);
  if (known != bases_.end() && known->second != nullptr) return known->second.get();
  const auto misfit = [&](const std::string& why) -> Diagnostic& {
    return found
        .error("fixture-misfit", span,
               fmt::format("`{}` does not fit the shape `{}`", file.string(), preset_->shape->name))
        .note(why);
  };
  const Result<std::string> text = read_file(file, kLargestBase);
  if (!text) {
    found.error("unreadable-file", span, text.error().message);
    return nullptr;
  }
  Result<JsonNode> tree = parse_json_tree(*text);
  if (!tree) {
    misfit(tree.error().message);
    return nullptr;
  }
  std::vector<Reason> reasons;
  auto roots = read(to_json(*tree), Places::Told, &reasons);
  if (!roots) {
    misfit(reasons.empty() ? "nothing can be read" : reasons.front().text);
    return nullptr;
  }
  std::vector<std::string> unreadable;
  for (const AnswerValue& root : *roots) find_unreadable(root, unreadable);
  if (!unreadable.empty()) {
    Diagnostic& told = misfit(unreadable.front());
    for (std::size_t i = 1; i < unreadable.size() && i < kMostTold; ++i) told.note(unreadable[i]);
    if (unreadable.size() > kMostTold)
      told.note(fmt::format("and {} more", unreadable.size() - kMostTold));
    return nullptr;
  }
  auto base = std::make_unique<CaseBase>();
  base->file = file;
  base->tree = std::move(*tree);
  base->roots = std::move(*roots);
  return (bases_[file] = std::move(base)).get();
}

void CaseDocuments::find_people(const AnswerValue& value, std::vector<std::string>& ids) const {
  if (value.form == AnswerValue::Form::Record && value.type.same_kind(*person_))
    ids.push_back(value.members[person_id_].value.text);
  for (const AnswerMember& member : value.members) find_people(member.value, ids);
  for (const AnswerValue& item : value.items) find_people(item, ids);
}

// In a case everybody has opted in, unless it says otherwise: it speaks of one thing at a time.
void CaseDocuments::give_consents(JsonNode& tree, const std::vector<AnswerValue>& roots,
                                  const TestCase& test) {
  std::vector<std::string> ids = {""};  // the account as a whole
  if (person_) {
    for (const AnswerValue& root : roots) find_people(root, ids);
  }
  JsonNode rows = JsonNode::list();
  for (const std::string& id : ids) {
    const auto own = test.consent_of.find(id);
    const CaseConsent state = own == test.consent_of.end() ? test.consent : own->second;
    if (state == CaseConsent::None) continue;
    JsonNode row = JsonNode::object();
    row.member("customer").set_text(id);
    row.member("state").set_text(state == CaseConsent::Granted ? "granted" : "withdrawn");
    row.member("date").set_text("2000-01-01");
    row.member("source").set_text("case");
    rows.items.push_back(std::move(row));
  }
  tree.member("consents") = std::move(rows);
}

std::optional<std::string> CaseDocuments::changed(const CaseBase& base, const TestCase& test,
                                                  std::vector<IdleChange>& idle,
                                                  Diagnostics& found) {
  JsonNode tree = base.tree;
  const std::size_t errors = found.count(Severity::Error);
  internal::ChangeWriter writer(*preset_, base.roots, tree, found);
  for (const CaseChange& change : test.changes) writer.write(change);
  if (!writer.left_out().empty()) {
    std::set<std::string> items;
    if (const auto roots = read(to_json(tree), Places::Told, nullptr)) {
      for (const AnswerValue& root : *roots) find_items(root, items);
    }
    for (const auto& left : writer.left_out()) {
      if (items.count(left.list->name + "@" + left.pointer) > 0) continue;
      found
          .error("case-changes-nothing", left.change->span,
                 fmt::format("`{}` leaves this item out, also after the change", left.list->name))
          .label(left.list->span, "it takes what its `where` says")
          .with_help("change what `where` asks for, too");
    }
  }
  writer.write_lists();
  for (IdleChange& change : writer.idle()) idle.push_back(std::move(change));
  if (found.count(Severity::Error) > errors) return std::nullopt;
  // Who is there may have changed, too.
  const bool is_same = test.changes.empty() || !person_;
  const auto now = is_same ? std::nullopt : read(to_json(tree), Places::Untold, nullptr);
  give_consents(tree, now ? *now : base.roots, test);
  for (const auto& [id, state] : test.consent_of) {
    std::vector<std::string> ids;
    for (const AnswerValue& root : now ? *now : base.roots) {
      if (person_) find_people(root, ids);
    }
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
    found
        .error("unknown-name", test.span,
               person_ ? fmt::format(
                             "the consent is that of person `{}`, whom the document has not", id)
                       : fmt::format("`{}` asks no person for a consent", preset_->name))
        .with_help(ids.empty() ? "consent: none" : fmt::format("it has {}", fmt::join(ids, ", ")));
    return std::nullopt;
  }
  return to_json(tree);
}

}  // namespace m2
