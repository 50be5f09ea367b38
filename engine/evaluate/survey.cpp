#include "engine/evaluate/survey.h"

#include <algorithm>

#include "engine/evaluate/internal/member_tree.h"
#include "engine/evaluate/lower.h"
#include "engine/evaluate/machine.h"

namespace m2 {
namespace {

constexpr std::size_t kExamples = 3;
constexpr std::size_t kMostWords = 20;

}  // namespace

class SurveyReport {
 public:
  explicit SurveyReport(std::shared_ptr<const dsl::CheckedPreset> preset)
      : preset_(std::move(preset)), index_(*preset_), tree_(*preset_) {}

  Result<void> prepare() {
    M2_TRY(mappers_, root_readers(*preset_));
    return {};
  }

  void add(std::string_view document) {
    ++documents_;
    is_troubled_ = false;
    account_.clear();
    for (Mapper& mapper : mappers_) mapper.survey(document, *this);
    JsonDocument json;
    if (!json.parse(document)) tree_.add(json.root(), documents_, account_);
    troubled_ += is_troubled_ ? 1 : 0;
  }

  // ── what the machine reports ──

  void start(std::string_view account) { account_ = account; }
  void value(const dsl::WireMember& member) { ++of(member).values; }
  void missing(const dsl::WireMember& member) { ++of(member).missing; }
  /// `place` is asked for the value's pointer only when an example is kept.
  template <class Place>
  void trouble(const dsl::WireMember& member, ProblemKind kind, std::string_view text,
               Place place) {
    is_troubled_ = true;
    std::vector<SurveyTrouble>& troubles = of(member).troubles;
    const std::string name(to_string(reason_of(kind)));
    auto known = std::find_if(troubles.begin(), troubles.end(),
                              [&](const SurveyTrouble& t) { return t.kind == name; });
    if (known == troubles.end()) known = troubles.insert(troubles.end(), {name, 0, {}, {}});
    ++known->count;
    const std::string told = text.empty() ? std::string() : shown(member, text);
    if (kind == ProblemKind::UnknownWord &&
        (known->words.count(told) > 0 || known->words.size() < kMostWords))
      ++known->words[told];
    if (known->examples.size() < kExamples)
      known->examples.push_back({documents_, account_, place(), told});
  }
  void trouble_of_document() { is_troubled_ = true; }

  // ── results ──

  [[nodiscard]] std::vector<MemberSurvey> members() const {
    std::vector<MemberSurvey> out;
    for (const dsl::WireRecord& record : preset_->shape->records) {
      for (const dsl::WireMember& member : record.members) {
        const auto found = members_.find(&member);
        if (index_.paths(member).empty()) continue;
        out.push_back(found == members_.end() ? MemberSurvey{&member, 0, 0, {}} : found->second);
      }
    }
    return out;
  }
  [[nodiscard]] std::vector<UnreadMember> unread() const { return tree_.unread(); }
  [[nodiscard]] std::uint64_t documents() const { return documents_; }
  [[nodiscard]] std::uint64_t troubled() const { return troubled_; }
  [[nodiscard]] std::string name(const dsl::WireMember& member) const {
    return index_.name(member);
  }

 private:
  MemberSurvey& of(const dsl::WireMember& member) {
    MemberSurvey& survey = members_[&member];
    survey.member = &member;
    return survey;
  }

  std::shared_ptr<const dsl::CheckedPreset> preset_;
  dsl::SourceIndex index_;
  MemberTree tree_;
  std::vector<Mapper> mappers_;
  std::map<const dsl::WireMember*, MemberSurvey> members_;
  std::uint64_t documents_ = 0;
  std::uint64_t troubled_ = 0;
  bool is_troubled_ = false;
  std::string account_;
};

// Goes through the slots of a root, every member once.
class Mapper::Machine::Surveying {
 public:
  Surveying(Machine& machine, SurveyReport& into)
      : machine_(machine), preset_(*machine.program_->preset), into_(into) {}

  void record(const Slot& slot, dsl::Type type) {
    const dsl::WireRecord* wire = preset_.shape->wire(type);
    for (std::uint32_t m = 0; m < wire->members.size(); ++m)
      member(slot.block[m], wire->members[m]);
  }

 private:
  void member(const Slot& slot, const dsl::WireMember& member) {
    switch (slot.state) {
      case State::Bad:
        return bad(machine_.decoder_.problem(slot), member);
      case State::Value:
        into_.value(member);
        break;
      default:
        return into_.missing(member);
    }
    const dsl::Type type = member.type;
    const dsl::Type item = type.is(dsl::Kind::List) ? preset_.types.element(type) : type;
    if (!item.is(dsl::Kind::Record)) return;
    if (!type.is(dsl::Kind::List)) return record(slot, item);
    for (std::uint32_t i = 0; i < slot.size; ++i) record(slot.block[i], item);
  }

  // The problem may be that of an item, or of the member that a condition of the shape read.
  void bad(const Problem& problem, const dsl::WireMember& member) {
    const std::string_view text =
        problem.value == nullptr ? std::string_view() : scalar_text(*problem.value).value_or("");
    into_.trouble(member, problem.kind, text, [&] {
      return machine_.decoder_.pointer(problem.value != nullptr ? problem.value : problem.parent);
    });
  }

  Machine& machine_;
  const dsl::CheckedPreset& preset_;
  SurveyReport& into_;
};

void Mapper::Machine::survey(std::string_view document, SurveyReport& into) {
  start_account();
  decoder_.trace(false);
  if (document_.parse(document)) return into.trouble_of_document();
  decoder_.start(document_.root());
  into.start(decoder_.account());
  run<false>(program_->quick, 0);
  const Slot& root = regs_[program_->answer];
  const dsl::CheckedPreset& preset = *program_->preset;
  if (account_is_held_ || !root.has_value()) return into.trouble_of_document();
  Surveying(*this, into).record(root, preset.expr(preset.question).type);
}

bool MemberSurvey::is_never_seen() const {
  const bool was_there = std::any_of(troubles.begin(), troubles.end(), [](const SurveyTrouble& t) {
    return t.kind != to_string(EngineReason::MissingValue);
  });
  return values == 0 && !was_there;
}

Result<Survey> Survey::of(std::shared_ptr<const dsl::CheckedPreset> shape) {
  auto state = std::make_unique<SurveyReport>(std::move(shape));
  M2_TRY_VOID(state->prepare());
  return Survey(std::move(state));
}

Survey::Survey(std::unique_ptr<SurveyReport> state) : state_(std::move(state)) {}
Survey::Survey(Survey&&) noexcept = default;
Survey& Survey::operator=(Survey&&) noexcept = default;
Survey::~Survey() = default;

void Survey::add(std::string_view document) {
  state_->add(document);
}
std::uint64_t Survey::documents() const {
  return state_->documents();
}
std::uint64_t Survey::troubled() const {
  return state_->troubled();
}
std::vector<MemberSurvey> Survey::members() const {
  return state_->members();
}
std::vector<UnreadMember> Survey::unread() const {
  return state_->unread();
}
std::string Survey::name(const dsl::WireMember& member) const {
  return state_->name(member);
}

}  // namespace m2
