#pragma once
// Where a value comes from: through lets, definitions, tables and lookups, in the arguments they
// are called with. Internal to dsl; for lints that know the subject.
//
//   ValueFlow flow(preset);
//   flow.follow(field.value, [&](ExprId source, const Frame* frame) { … return Follow::On; });

#include <cstdint>
#include <functional>
#include <vector>

#include "dsl/program.h"

namespace m2::dsl {

/// The arguments of the definition or table whose body is being read; null outside of all. Valid
/// during the call that hands it over.
struct Frame {
  const std::vector<std::uint32_t>* binders = nullptr;
  const std::vector<ExprId>* args = nullptr;
  const Frame* caller = nullptr;  // in which the arguments stand
};

enum class Follow : std::uint8_t { On, Stop };

class ValueFlow {
 public:
  /// Called for every expression whose value may be, or be a part of, the value that is followed.
  using Visit = std::function<Follow(ExprId, const Frame*)>;

  explicit ValueFlow(const CheckedPreset& preset) : p_(preset) {}

  /// From a value to all its sources. What only decides (conditions, bounds, the inputs of tables)
  /// is not followed. Ends on any preset, also on one that runs in a circle.
  void follow(ExprId value, const Visit& visit, const Frame* frame = nullptr);

  /// What a local name stands for: an argument, with the frame in which it stands. kNoExpr for the
  /// item of a list expression.
  [[nodiscard]] static ExprId argument(std::uint32_t binder, const Frame*& frame);
  /// Whether an expression or a part of it is of this kind; does not look into what it calls.
  [[nodiscard]] bool mentions(ExprId id, const std::function<bool(const Expr&)>& what) const;

 private:
  void walk(ExprId id, const Frame* frame, const Visit& visit, int depth);
  void walk_member(ExprId record, std::uint32_t member, const Frame* frame, const Visit& visit,
                   int depth);

  const CheckedPreset& p_;
  std::size_t steps_ = 0;
};

/// True for the expressions that go through a list: args are list, item, condition, key.
bool is_over_list(Op op);

}  // namespace m2::dsl
