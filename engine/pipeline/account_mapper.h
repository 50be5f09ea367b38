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
#include <string>
#include <vector>

#include "engine/evaluate/mapper.h"

namespace m2 {

/// Whether a preset takes the account: its `for accounts where` is true, or it has none.
bool is_taken(const Outcome& outcome);

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

 private:
  struct Preset {
    std::string name;
    Mapper mapper;
    std::string document;  // a copy to parse in place
  };
  const Outcome& map_each(std::string_view document);
  const Outcome& decided(OutcomeKind kind, std::string rule, std::string why,
                         const Outcome& of_account);

  std::deque<Preset> presets_;
  Outcome own_;
};

}  // namespace m2
