// metro2 store: whether a store is whole.

#include "engine/store/store.h"

#include <fmt/format.h>

#include <ostream>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/cli/command.h"
#include "engine/cli/render.h"

namespace m2::cli {
namespace {

class StoreCommand final : public Command {
 public:
  std::vector<Parameter> parameters() override {
    std::vector<Parameter> parameters;
    parameters.push_back(
        argument("ACTION", "verify: whether it is whole", action_).one_of({"verify"}));
    parameters.push_back(argument("FILE", "the store", file_).completes_files());
    return parameters;
  }
  [[nodiscard]] std::vector<Example> examples() const override {
    return {{"metro2 store verify rent.db", "before a backup, and after one was brought back"}};
  }
  [[nodiscard]] std::string notes() const override {
    return "Every page of the file is read, and every document is held against the SHA-256 under "
           "which it was kept. Damage ends with 1.";
  }
  Result<Exit> run(Context& context) override {
    M2_TRY(const std::unique_ptr<Store> store, open_store(file_, StoreAccess::Read));
    M2_TRY(const std::vector<std::string> found, store->verify());
    if (context.form == OutputForm::Json) {
      JsonWriter json;
      json.begin_object().key("store").text(file_).key("damage").begin_array();
      for (const std::string& what : found) json.text(what);
      context.out << json.end_array().end_object().take();
    } else if (found.empty()) {
      context.out << fmt::format("{} is whole\n", file_);
    } else {
      for (const std::string& what : found) context.out << readable(what) << "\n";
      context.out << fmt::format("{} is damaged; bring back a backup of it\n", file_);
    }
    return found.empty() ? Exit::Done : Exit::Findings;
  }

 private:
  std::string action_;
  std::string file_;
};

}  // namespace

std::unique_ptr<Command> make_store() {
  return std::make_unique<StoreCommand>();
}

}  // namespace m2::cli
