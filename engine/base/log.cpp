#include "engine/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace m2::log {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("metro2",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%l: %v");
    made->set_level(spdlog::level::off);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::Debug:
      return spdlog::level::debug;
    case Level::Info:
      return spdlog::level::info;
    case Level::Warning:
      return spdlog::level::warn;
    case Level::Off:
      return spdlog::level::off;
  }
  return spdlog::level::off;
}

}  // namespace

void start(Level level) {
  logger().set_level(to_spdlog(level));
}
void debug(std::string_view message) {
  logger().debug(message);
}
void info(std::string_view message) {
  logger().info(message);
}
void warning(std::string_view message) {
  logger().warn(message);
}

}  // namespace m2::log
