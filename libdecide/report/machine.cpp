#include "report/machine.h"

#include <fmt/format.h>

#include <filesystem>

namespace decide::report {

namespace fs = std::filesystem;

std::string from_root(const std::string& name, const Places& places) {
  if (name.empty() || name == "<stdin>") return name;
  const fs::path path = (fs::path(places.folder) / name).lexically_normal();
  if (places.root.empty() || path.is_relative()) return path.generic_string();
  const fs::path inside = path.lexically_relative(places.root);
  const bool is_outside = inside.empty() || *inside.begin() == "..";
  return is_outside ? path.generic_string() : inside.generic_string();
}

std::string uri_of(std::string_view path) {
  constexpr std::string_view kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (kept.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return uri;
}

std::string page_of(const Tool& tool, std::string_view rule) {
  return fmt::format("{}/rules/{}", tool.homepage, uri_of(rule));
}

std::string excuse(const diag::Finding& finding) {
  if (finding.accepted) return fmt::format("accepted by `{}`", finding.accepted->name);
  return finding.in_baseline ? "in the baseline" : "";
}

}  // namespace decide::report
