#include "report/document.h"

#include <utility>

namespace decide::report {
namespace {

class List final : public Document {
 public:
  List(const Listing& listing, About about) : Document(std::move(about)), listing_(listing) {}

  Part part(const Source& source, const std::vector<diag::Finding>& findings) const override {
    return {listing_.items(source, findings, about()), {}, diag::summarize(findings)};
  }

  Status write(const Sink& sink) const override {
    const Frame frame = listing_.frame == nullptr ? Frame{} : listing_.frame(totals(), about());
    if (auto written = sink(frame.before); !written) return written;
    if (auto written = text().read(0, text().size(), sink); !written) return written;
    return sink(frame.after);
  }

 private:
  void add_items(Part part) override {
    for (const std::string& item : part.items) {
      if (text().size() > 0) text().append(listing_.between);
      text().append(item);
    }
  }

  const Listing& listing_;
};

}  // namespace

void Document::add(Part part) {
  ++totals_.files;
  if (part.summary.all() == 0) ++totals_.clean;
  totals_.items += part.items.size();
  totals_.summary += part.summary;
  add_items(std::move(part));
}

void Document::keep_in_memory() {
  text_ = Spool(std::string::npos);
}

std::unique_ptr<Document> listed(const Listing& listing, About about) {
  return std::make_unique<List>(listing, std::move(about));
}

}  // namespace decide::report
