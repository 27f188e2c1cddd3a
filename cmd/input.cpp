#include "input.h"

#include <fmt/format.h>

#include <utility>

#include "yaml/document.h"

namespace dedesign {

namespace {
constexpr decide::yaml::Limits limits;
}

decide::Result<Input> read_input(const std::string& file, const Env& env, decide::Digest digest) {
  if (file.empty() || file == "-") {
    if (env.in_terminal) return decide::Error{"there is no design to read", "name a file, or pipe one in"};
    auto text = decide::read_stdin(limits.bytes);
    if (!text) return text.error();
    return Input{decide::Source("<stdin>", *std::move(text)), std::nullopt};
  }
  auto read = decide::read_file(file, limits.bytes, digest);
  if (!read) return read.error();
  return Input{decide::Source(file, std::move(read->text)), std::move(read->stamp)};
}

decide::rules::ReadBeside beside(const std::string& file) {
  const std::size_t slash = file.rfind('/');
  std::string folder = slash == std::string::npos ? std::string() : file.substr(0, slash + 1);
  return [folder = std::move(folder)](const std::string& name) -> decide::Result<std::string> {
    auto read = decide::read_file(folder + name, limits.bytes, decide::Digest::left_out);
    if (!read) return read.error();
    return std::move(read->text);
  };
}

}  // namespace dedesign
