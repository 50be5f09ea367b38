// What the direct reader looks for: the plans of the decoder, put together so that every object of
// the wire is gone through once, whatever is read from it.

#include <algorithm>

#include "engine/evaluate/direct.h"

namespace m2 {

DirectReader::DirectReader(const Program& program, Arena& arena, Decoder::Condition condition)
    : program_(program), arena_(arena), condition_(std::move(condition)) {
  plan_document();
  std::uint16_t most = 0;
  for (const WirePlan& plan : program.plans) most = std::max(most, plan.members);
  asked_.resize(most);
}

// A root that is the document itself is read while the document is gone through.
void DirectReader::plan_document() {
  std::vector<std::int32_t> plans;
  root_uses_.resize(program_.roots.size());
  for (std::size_t r = 0; r < program_.roots.size(); ++r) {
    const RootPlan& root = program_.roots[r];
    if (root.record >= 0 && root.paths.front().empty()) {
      root_uses_[r].plan = static_cast<std::int32_t>(plans.size());
      plans.push_back(root.record);
    }
  }
  document_ = make_group(plans);
  for (std::size_t r = 0; r < program_.roots.size(); ++r) {
    const RootPlan& root = program_.roots[r];
    if (root.record < 0 || root_uses_[r].plan >= 0) continue;
    root_uses_[r].group = group_of({root.record});
    for (const auto& path : root.paths)
      root_uses_[r].tokens.push_back(path.empty() ? kNone : token_at(document_, path));
  }
  if (!program_.account_path.empty()) account_token_ = token_at(document_, program_.account_path);
  if (program_.uses_consent) consents_token_ = token_at(document_, {"consents"});
  plan_tests(document_);
  for (const auto& group : groups_) plan_tests(*group);
}

std::int32_t DirectReader::group_of(std::vector<std::int32_t> plans) {
  const auto known = std::find(group_plans_.begin(), group_plans_.end(), plans);
  if (known != group_plans_.end()) return static_cast<std::int32_t>(known - group_plans_.begin());
  const auto index = static_cast<std::int32_t>(groups_.size());
  groups_.push_back(std::make_unique<Group>());  // a record may hold its own kind
  group_plans_.push_back(plans);
  *groups_[static_cast<std::size_t>(index)] = make_group(plans);
  return index;
}

DirectReader::Group DirectReader::make_group(const std::vector<std::int32_t>& plans) {
  Group group;
  group.nodes.emplace_back();
  for (std::int32_t index : plans) {
    const WirePlan& plan = program_.plans[static_cast<std::size_t>(index)];
    PlanUse use;
    use.plan = &plan;
    for (const WireRead& read : plan.reads) {
      const bool is_record = read.kind == WireKind::Record;
      use.whole.reads.push_back({&read, kNone, is_record ? group_of({read.record}) : kNone});
    }
    group.plans.push_back(std::move(use));
    merge(group, group.plans.size() - 1, 0, 0);
    plan_filling(group.plans.back());
  }
  make_item_groups(group);
  return group;
}

// When the place of every read is known.
void DirectReader::plan_filling(PlanUse& use) {
  for (const std::uint16_t r : use.plan->finish) use.whole.finish.push_back(&use.plan->reads[r]);
  for (const MemberRead& member : use.whole.reads) {
    if (!member.read->is_only_asked) use.unasked.reads.push_back(member);
  }
  for (const WireRead* read : use.whole.finish) {
    if (!read->is_only_asked) use.unasked.finish.push_back(read);
  }
}

void DirectReader::merge(Group& group, std::size_t plan, std::size_t object, std::size_t node) {
  PlanUse& use = group.plans[plan];
  for (const WireStep& wanted : use.plan->objects[object].steps) {
    Step& step = step_of(group, node, wanted.name);
    for (std::uint16_t r : wanted.reads) {
      const WireRead& read = use.plan->reads[r];
      if (read.kind == WireKind::List) {
        if (step.lists < 0) {
          step.lists = static_cast<std::int32_t>(group.list_steps.size());
          group.list_steps.emplace_back();
        }
        const auto list = static_cast<std::uint32_t>(group.lists++);
        ListUse made;
        made.list = list;
        made.read = &read;
        group.list_steps[static_cast<std::size_t>(step.lists)].uses.push_back(std::move(made));
        use.whole.reads[r].place = static_cast<std::int32_t>(list);
      } else {
        if (step.token < 0) step.token = static_cast<std::int32_t>(group.tokens++);
        use.whole.reads[r].place = step.token;
      }
    }
    if (wanted.object < 0) continue;
    if (step.node < 0) {
      step.node = static_cast<std::int32_t>(group.nodes.size());
      group.nodes.emplace_back();  // `step` is not used after this
      merge(group, plan, static_cast<std::size_t>(wanted.object), group.nodes.size() - 1);
    } else {
      merge(group, plan, static_cast<std::size_t>(wanted.object),
            static_cast<std::size_t>(step.node));
    }
  }
}

void DirectReader::make_item_groups(Group& group) {
  for (ListStep& lists : group.list_steps) {
    std::vector<std::int32_t> plans;
    for (ListUse& use : lists.uses) {
      use.plan = plans.size();
      if (use.read->item != WireKind::Record) continue;
      plans.push_back(use.read->record);
      for (std::uint16_t member : use.read->asks)
        use.asked.push_back(asked_member(*use.read, member));
    }
    lists.mixed = !plans.empty() && plans.size() != lists.uses.size();
    if (!plans.empty()) lists.group = group_of(plans);
  }
}

// When every group is made: a record may hold its own kind.
void DirectReader::plan_tests(Group& group) const {
  for (ListStep& lists : group.list_steps) {
    if (lists.group < 0 || lists.mixed) continue;
    for (ListUse& use : lists.uses)
      plan_plain_tests(use, *groups_[static_cast<std::size_t>(lists.group)]);
  }
}

void DirectReader::plan_plain_tests(ListUse& use, const Group& items) const {
  const PlanUse& plan = items.plans[use.plan];
  const auto member_of = [&](std::size_t read) {
    const MemberRead& member = plan.whole.reads[read];
    return PlainMember{static_cast<std::size_t>(member.place), member.read->kind == WireKind::Bool};
  };
  for (const WireTest& test : use.read->tests) {
    const WireRead& read = plan.plan->reads[test.read];
    const bool is_plain = read.is_plain && !read.optional &&
                          ((test.ask == WireTest::Ask::IsTrue && read.kind == WireKind::Bool) ||
                           (test.ask == WireTest::Ask::IsText && read.kind == WireKind::Text));
    if (!is_plain) return use.plain_tests.clear();
    use.plain_tests.push_back(
        {member_of(test.read), test.when_true, test.when_false,
         test.ask == WireTest::Ask::IsText ? test.constant.view() : std::string_view()});
  }
  if (use.plain_tests.empty()) return;
  for (const Asked& asked : use.asked) use.plain_members.push_back(member_of(asked.first_read));
}

DirectReader::Asked DirectReader::asked_member(const WireRead& list, std::uint16_t member) const {
  const auto& reads = program_.plans[static_cast<std::size_t>(list.record)].reads;
  const auto is_of_member = [&](const WireRead& r) { return r.member == member; };
  const auto first = std::find_if(reads.begin(), reads.end(), is_of_member);
  const auto end = std::find_if_not(first, reads.end(), is_of_member);
  return {member, static_cast<std::size_t>(first - reads.begin()),
          static_cast<std::size_t>(end - reads.begin()), !first->optional};
}

DirectReader::Step& DirectReader::step_of(Group& group, std::size_t node, std::string_view name) {
  auto& steps = group.nodes[node].steps;
  const auto known =
      std::find_if(steps.begin(), steps.end(), [&](const Step& s) { return s.name == name; });
  if (known != steps.end()) return *known;
  Step made;
  made.name = name;
  steps.push_back(std::move(made));
  return steps.back();
}

// The token of the value at the end of `path`, which has a name at least.
std::int32_t DirectReader::token_at(Group& group, const std::vector<std::string>& path) {
  std::size_t node = 0;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    Step& step = step_of(group, node, path[i]);
    if (step.node < 0) {
      step.node = static_cast<std::int32_t>(group.nodes.size());
      node = group.nodes.size();
      group.nodes.emplace_back();
    } else {
      node = static_cast<std::size_t>(step.node);
    }
  }
  Step& step = step_of(group, node, path.back());
  if (step.token < 0) step.token = static_cast<std::int32_t>(group.tokens++);
  return step.token;
}

}  // namespace m2
