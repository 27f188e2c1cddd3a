// Bytes are a path, a value and a file, with a zero byte between them. An edit gives an error, or a text that
// can be read and has the value at the path (or no longer has the path). Nothing crashes.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/edit.h"

namespace {

namespace yaml = decide::yaml;

std::string_view take(std::string_view& bytes) {
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  const std::string_view part = bytes.substr(0, end);
  bytes.remove_prefix(std::min(end + 1, bytes.size()));
  return part;
}

void require(bool condition) {
  if (!condition) std::abort();
}

yaml::Document read(std::string_view name, std::string_view text) {
  return yaml::parse(decide::Source(std::string(name), std::string(text))).document;
}

void check_set(const yaml::Document& file, const std::vector<std::string>& path, const std::string& value,
               std::string_view dotted) {
  const auto result = yaml::apply(file, {yaml::Change::Verb::set, path, value});
  if (!result) return;
  const yaml::Document after = read("after", *result);
  require(!after.empty());
  const yaml::NodeId at = after.at(dotted);
  const yaml::Document wanted = read("value", value);
  require(at != yaml::none && yaml::same(after, at, wanted, 0));
  const auto again = yaml::apply(after, {yaml::Change::Verb::set, path, value});
  require(!again || *again == *result);
}

void check_unset(const yaml::Document& file, const std::vector<std::string>& path) {
  const auto result = yaml::apply(file, {yaml::Change::Verb::unset, path, {}});
  if (result) require(!read("after", *result).empty());
}

void check_merge(const yaml::Document& file, const std::vector<std::string>& path,
                 const yaml::Document& fragment) {
  const auto result = yaml::merge(file, path, fragment);
  if (!result) return;
  const yaml::Document after = read("after", *result);
  require(!after.empty());
  const auto again = yaml::merge(after, path, fragment);
  require(again && *again == *result);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string_view dotted = take(bytes);
  const std::string value(take(bytes));
  const yaml::Document file = read("file", bytes);
  const auto path = yaml::split_path(dotted);
  if (file.empty() || !path) return 0;
  check_set(file, *path, value, dotted);
  check_unset(file, *path);
  const yaml::Document fragment = read("fragment", value);
  if (!fragment.empty()) check_merge(file, *path, fragment);
  return 0;
}
