#include "log.h"

// the same fmt as everything else
#define SPDLOG_FMT_EXTERNAL
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/text.h"

namespace dedesign {

void start_log(bool verbose) {
  auto logger =
      std::make_shared<spdlog::logger>("dedesign", std::make_shared<spdlog::sinks::stderr_sink_st>());
  logger->set_pattern("dedesign: %v");
  logger->set_level(verbose ? spdlog::level::info : spdlog::level::off);
  spdlog::set_default_logger(std::move(logger));
}

void log_line(std::string_view text) {
  spdlog::info("{}", decide::sanitize(text));
}

}  // namespace dedesign
