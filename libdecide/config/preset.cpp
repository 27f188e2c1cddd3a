#include "config/preset.h"

#include <array>

namespace decide::config {
namespace {

constexpr auto error = diag::Severity::error;
constexpr auto note = diag::Severity::note;
constexpr std::nullopt_t off = std::nullopt;

/// Money follows from these numbers: what is elsewhere a smell loses or doubles some of it.
constexpr std::array billing{
    PresetRule{"S107", error}, PresetRule{"S111", error}, PresetRule{"S123", error},
    PresetRule{"M238", error}, PresetRule{"M247", error}, PresetRule{"M248", error},
    PresetRule{"P312", error}, PresetRule{"B413", error}, PresetRule{"B418", error},
    PresetRule{"B419", error}, PresetRule{"C505", error}, PresetRule{"C509", error},
    PresetRule{"C512", error}, PresetRule{"C513", error},
};

/// Many quick reads of recent days; a number that is a little off does no harm.
constexpr std::array dashboard{
    PresetRule{"P306", error}, PresetRule{"P309", error}, PresetRule{"P310", error},
    PresetRule{"P319", error}, PresetRule{"C511", error}, PresetRule{"S111", note},
    PresetRule{"M238", note},  PresetRule{"C505", note},  PresetRule{"C512", note},
};

/// Training has to see what serving saw: time, late events and drift matter more than layout.
constexpr std::array feature_store{
    PresetRule{"S110", error}, PresetRule{"M248", error}, PresetRule{"P310", error},
    PresetRule{"P321", error}, PresetRule{"B438", error}, PresetRule{"C505", error},
    PresetRule{"C510", error}, PresetRule{"C513", error}, PresetRule{"S111", note},
};

/// For practice: nothing fails, and the program does not give the layout away.
constexpr std::array drill{
    PresetRule{"F006", note},
    PresetRule{"F007", off},
    PresetRule{"P330", off},
    PresetRule{"M251", note},
};

/// What nobody looks at again once it is merged.
constexpr std::array ci{PresetRule{"F007", error}, PresetRule{"F012", error}};

constexpr std::array all{
    Preset{"billing", "numbers that are billed: repeats, losses and unwatched checks are errors", "warning",
           billing},
    Preset{"dashboard", "many quick reads: layout and lag are errors, exactness is a note", "", dashboard},
    Preset{"feature-store", "features for models: time, late events, drift and empty input are errors", "",
           feature_store},
    Preset{"drill", "practice: no finding fails, seals are not asked for, layouts are not given away",
           "never", drill},
    Preset{"ci", "a gate: warnings fail, stale seals and acceptances are errors", "warning", ci},
};

}  // namespace

std::span<const Preset> presets() {
  return all;
}

const Preset* preset_named(std::string_view name) {
  for (const Preset& preset : all) {
    if (preset.name == name) return &preset;
  }
  return nullptr;
}

}  // namespace decide::config
