#include "cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/digest.h"
#include "base/file.h"
#include "base/system.h"
#include "base/text.h"
#include "diag/pack.h"
#include "version.h"

namespace dedesign {

namespace {

namespace fs = std::filesystem;
using decide::design::Date;

constexpr std::string_view magic = "dedesign cache 1\n";
constexpr std::uint64_t longest_entry = 256U << 20U;

/// The note that the linker leaves in a program: a digest of all of it.
std::string build_id() {
  std::string id;
  const auto visit = [](dl_phdr_info* info, std::size_t /*size*/, void* into) {
    for (int i = 0; i < info->dlpi_phnum; ++i) {
      const auto& segment = info->dlpi_phdr[i];
      if (segment.p_type != PT_NOTE) continue;
      // The loader tells addresses as numbers.
      // NOLINTNEXTLINE(performance-no-int-to-ptr)
      const auto* at = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);
      for (const char* end = at + segment.p_memsz; at + sizeof(ElfW(Nhdr)) <= end;) {
        const auto* note = reinterpret_cast<const ElfW(Nhdr)*>(at);
        const char* name = at + sizeof *note;
        const char* content = name + (note->n_namesz + 3) / 4 * 4;
        const bool is_id =
            note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && std::memcmp(name, "GNU", 4) == 0;
        if (is_id) static_cast<std::string*>(into)->assign(content, note->n_descsz);
        at = content + (note->n_descsz + 3) / 4 * 4;
      }
    }
    return 1;  // the first is the program itself
  };
  dl_iterate_phdr(visit, &id);
  return id;
}

/// FNV-1a over words of eight bytes: tells a torn entry from a whole one.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t sum = 0xcbf29ce484222325ULL ^ bytes.size();
  const auto add = [&sum](std::uint64_t word) { sum = (sum ^ word) * 0x100000001b3ULL; };
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    add(word);
  }
  for (const char c : bytes) add(static_cast<unsigned char>(c));
  return sum;
}

/// Text with its length before it, so that no two lists of texts are written alike.
void add_text(std::string& to, std::string_view text) {
  to += fmt::format("{}:", text.size());
  to += text;
}

std::optional<std::string_view> take_text(std::string_view& from) {
  std::size_t size = 0;
  const std::size_t colon = from.find(':');
  if (colon > 10) return std::nullopt;  // none is the largest number
  for (const char c : from.substr(0, colon)) {
    if (c < '0' || c > '9') return std::nullopt;
    size = size * 10 + static_cast<std::size_t>(c - '0');
  }
  from.remove_prefix(colon + 1);
  if (size > from.size()) return std::nullopt;
  const std::string_view text = from.substr(0, size);
  from.remove_prefix(size);
  return text;
}

std::string written(const CacheEntry& entry) {
  std::string bytes;
  add_text(bytes, entry.readable ? "1" : "0");
  add_text(bytes, {reinterpret_cast<const char*>(&entry.from.days), sizeof entry.from.days});
  add_text(bytes, {reinterpret_cast<const char*>(&entry.to.days), sizeof entry.to.days});
  add_text(bytes, decide::diag::pack(entry.findings));
  for (const auto& [name, digest] : entry.beside) {
    add_text(bytes, name);
    add_text(bytes, digest);
  }
  return bytes;
}

std::optional<CacheEntry> read_entry(std::string_view bytes) {
  const auto readable = take_text(bytes);
  const auto from = take_text(bytes);
  const auto to = take_text(bytes);
  const auto packed = take_text(bytes);
  CacheEntry entry;
  if (!packed || from->size() != sizeof entry.from.days || to->size() != sizeof entry.to.days)
    return std::nullopt;
  auto findings = decide::diag::unpack(*packed);
  if (!findings) return std::nullopt;
  entry.readable = *readable == "1";
  std::memcpy(&entry.from.days, from->data(), from->size());
  std::memcpy(&entry.to.days, to->data(), to->size());
  entry.findings = *std::move(findings);
  while (!bytes.empty()) {
    const auto name = take_text(bytes);
    const auto digest = take_text(bytes);
    if (!digest) return std::nullopt;
    entry.beside.emplace(*name, *digest);
  }
  return entry;
}

std::optional<std::string> read_bytes(const std::string& path) {
  const decide::Descriptor file(decide::retry([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
  if (!file.is_open()) return std::nullopt;
  auto bytes = decide::read_to_end(file.number(), path, longest_entry, 0);
  if (!bytes) return std::nullopt;
  return *std::move(bytes);
}

/// Not flushed to the disk: after a crash the checksum tells.
bool write_bytes_to(const std::string& path, std::string_view bytes) {
  const decide::Descriptor file(
      decide::retry([&] { return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666); }));
  return file.is_open() && decide::write_bytes(file.number(), bytes) == 0;
}

}  // namespace

decide::Result<Cache> Cache::open(const std::string& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (!fs::is_directory(folder, problem))
    return decide::Error{
        fmt::format("--cache: {} is not a folder and cannot be made one", decide::sanitize(folder)),
        "name a folder, or leave --cache out"};
  // Nobody wants it in a repository.
  write_bytes_to((fs::path(folder) / ".gitignore").string(), "*\n");
  return Cache(folder);
}

std::string Cache::key(const std::string& name, bool named, const std::string& text_digest,
                       const Settings& settings, const decide::rules::CheckOptions& check) {
  std::string all;
  for (const std::string_view text :
       {version_line, std::string_view(settings.fingerprint), std::string_view(name),
        std::string_view(text_digest), std::string_view(named ? "named" : "found"),
        std::string_view(check.require_seals ? "sealed" : "any")})
    add_text(all, text);
  add_text(all, build_id());
  add_text(all, check.custom ? check.custom->digest() : std::string());
  for (const auto* words : {&check.only, &check.skip}) {
    add_text(all, std::to_string(words->size()));
    for (const std::string& word : *words) add_text(all, word);
  }
  return decide::sha256_hex(all);
}

std::optional<CacheEntry> Cache::find(const std::string& key, Date today,
                                      const decide::rules::ReadBeside& read) const {
  const auto bytes = read_bytes(folder_ + "/" + key);
  if (!bytes || !bytes->starts_with(magic) || bytes->size() < magic.size() + sizeof(std::uint64_t))
    return std::nullopt;
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes->data() + magic.size(), sizeof sum);
  const std::string_view rest = std::string_view(*bytes).substr(magic.size() + sizeof sum);
  if (checksum(rest) != sum) return std::nullopt;
  auto entry = read_entry(rest);
  if (!entry || today < entry->from || entry->to < today) return std::nullopt;
  const bool same = std::all_of(entry->beside.begin(), entry->beside.end(), [&](const auto& one) {
    return beside_digest(read(one.first)) == one.second;
  });
  if (!same) return std::nullopt;
  return entry;
}

void Cache::store(const std::string& key, const CacheEntry& entry) const {
  static std::atomic<unsigned> counter{0};
  const std::string body = written(entry);
  const std::uint64_t sum = checksum(body);
  std::string bytes(magic);
  bytes.append(reinterpret_cast<const char*>(&sum), sizeof sum);
  bytes += body;
  const std::string temporary = fmt::format("{}/.{}.{}.tmp", folder_, ::getpid(), counter++);
  if (!write_bytes_to(temporary, bytes) || std::rename(temporary.c_str(), (folder_ + "/" + key).c_str()) != 0)
    ::unlink(temporary.c_str());
}

std::string beside_digest(const decide::Result<std::string>& read) {
  return read ? decide::sha256_hex(*read) : "! " + read.error().message + "\n" + read.error().help;
}

void narrow_days(CacheEntry& entry, const decide::rules::Checked& checked, Date today) {
  for (const auto& acceptance : checked.read.design.accept) {
    if (!acceptance->until) continue;
    const Date last = *acceptance->until;
    // An acceptance holds up to its last day.
    if (last < today) {
      entry.from = std::max(entry.from, Date{last.days + 1});
    } else {
      entry.to = std::min(entry.to, last);
    }
  }
}

}  // namespace dedesign
