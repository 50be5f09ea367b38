#include "engine/store/store.h"

#include <fmt/format.h>

#include "engine/store/internal/sqlite_parts.h"

namespace m2 {

Result<std::unique_ptr<Store>> open_store(const std::string& where, StoreAccess access,
                                          const StoreOptions& options) {
  if (where.find("://") != std::string::npos)
    return Error{ErrorCode::Invalid, fmt::format("store `{}`: a store is a file", where)};
  return open_sqlite_store(where, access, options);
}

Result<void> check_store(const std::string& where) {
  M2_TRY_VOID(open_store(where, StoreAccess::Read));
  return {};
}

}  // namespace m2
