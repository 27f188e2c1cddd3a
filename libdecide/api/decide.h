#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// libdecide: read a design, check it, show what was found. Nothing here prints, reads the clock or the
/// environment; the same input gives the same result. Everything else below libdecide/ is internal.
namespace decide::api {

enum class Severity { note, warning, error };

/// One finding. Lines and columns are 1-based; columns count code points; the end is exclusive.
struct Finding {
  std::string rule;  ///< "P303"
  std::string name;  ///< "partition-explosion"
  Severity severity = Severity::error;
  std::string path;  ///< "partition.clicks.by"
  unsigned line = 1, column = 1, end_line = 1, end_column = 1;
  std::string message;
  std::string help;        ///< may be empty
  std::string constraint;  ///< may be empty
  bool accepted = false;   ///< the design stands by it
};

/// A constraint that follows from the answers.
struct Constraint {
  std::string name;
  std::string demands;
  std::string quantity;  ///< may be empty
};

/// A design that was read and judged.
class Report {
 public:
  /// False if the text is no design at all; `findings` says why.
  bool readable() const;
  const std::vector<Finding>& findings() const;
  const std::vector<Constraint>& constraints() const;
  /// The findings as people read them, as one line each, or as JSON (see dedesign(1)).
  std::string full() const;
  std::string concise() const;
  std::string json() const;

  Report(Report&&) noexcept;
  Report& operator=(Report&&) noexcept;
  ~Report();

 private:
  struct State;
  explicit Report(std::unique_ptr<State> state);
  friend Report check(std::string, std::string, std::string_view);
  std::unique_ptr<State> state_;
};

/// Reads and checks a design. `name` is what findings call the file; `today` ("2026-11-25") decides which
/// acceptances have run out; one that is no date is taken as the first day that there is.
Report check(std::string name, std::string text, std::string_view today);

}  // namespace decide::api
