#pragma once
// AccountMapper: one document through the preset that takes it, of the one or several of a tenant.
//
//   AccountMapper mapper(programs, options);
//   const Outcome& outcome = mapper.map(text, size);
//
// With several presets an account that none takes is skipped (`no_preset`), one
// that two take is held (`two_presets`). One mapper a thread; an Outcome is valid until the next
// call.

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/evaluate/mapper.h"
#include "engine/evaluate/trace.h"

namespace m2 {

class AccountMapper {
 public:
  /// At least one program.
  AccountMapper(const std::vector<std::shared_ptr<const Program>>& programs,
                const MapperOptions& options);

  /// As Mapper::map.
  const Outcome& map(char* document, std::size_t size) {
    return presets_.size() == 1 ? presets_.front().mapper.map(document, size)
                                : map_each(std::string_view(document, size));
  }

  /// The program whose preset takes the account, of which this is what map() just gave: the first
  /// one, where two do; empty where none does.
  [[nodiscard]] std::optional<std::size_t> taker(const Outcome& outcome) const;

  /// Of programs for explaining: how the outcome of map() came about, by the preset that takes the
  /// account, which is `chosen`. When none does, or two do, the trace says so and has no fields.
  AccountTrace explain(const std::string& document, const TraceOptions& options,
                       std::size_t& chosen);

 private:
  struct Preset {
    std::string name;
    Mapper mapper;
    std::string document;  // a copy to parse in place
    bool takes = false;    // the account that was mapped last
  };
  const Outcome& map_each(std::string_view document);
  const Outcome& decided(OutcomeKind kind, EngineReason reason, std::string why,
                         const Outcome& of_account);

  std::deque<Preset> presets_;
  Outcome own_;
};

}  // namespace m2
