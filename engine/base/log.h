#pragma once
// The log: what the program does, for whoever runs it; on standard error, off unless asked for.
// Never personal data.

#include <string_view>

namespace m2::log {

enum class Level { Debug, Info, Warning, Off };

/// Called once, by the command line.
void start(Level level);
void debug(std::string_view message);
void info(std::string_view message);
void warning(std::string_view message);

}  // namespace m2::log
