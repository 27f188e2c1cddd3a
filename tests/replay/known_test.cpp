#include "replay/declared.h"

/// Anomalies with a public record, each with the exact number of events, faults and steps of the shortest
/// timeline, beside a repaired twin that holds.
namespace decide {
namespace {

using namespace replay;
using test::answer;
using test::batch;
using test::job;
using test::live;
using test::with_job;

constexpr std::uint16_t crashes = fault::crash | fault::of_live;

TEST_CASE("A1: the write took effect, the reply is lost, the client writes again") {
  Declaration declared = live(Effect::add);
  CHECK(answer(declared, Defect::retry, fault::unknown | fault::of_live) == "1 1 5");
  CHECK(test::timeline(declared, Defect::retry) ==
        "e1 arrives; live reads e1, writes e1, has written, but the reply is lost, writes e1");
  declared.live.token = Token::batch;
  CHECK(answer(declared, Defect::retry) == "holds");
}

TEST_CASE("A2: append, and a crash between the write and the position") {
  Declaration declared = live(Effect::add);
  CHECK(answer(declared, Defect::retry, crashes) == "1 1 6");
  declared.live.delivery = Delivery::exactly_once;
  CHECK(answer(declared, Defect::retry, crashes) == "holds");
}

TEST_CASE("A3: append, and a backfill of history") {
  Declaration declared = live(Effect::put);
  with_job(declared, Effect::add, WhileLive::paused);
  CHECK(answer(declared, Defect::rerun) == "1 0 4");
  declared.job.effect = Effect::overwrite;
  CHECK(answer(declared, Defect::rerun) == "holds");
}

TEST_CASE("A4: increment, and a retry") {
  Declaration declared = live(Effect::add);
  CHECK(answer(declared, Defect::retry, crashes) == "1 1 6");
  declared.live.effect = Effect::put;
  CHECK(answer(declared, Defect::retry) == "holds");
}

TEST_CASE("A5: an event comes again after it was forgotten") {
  Declaration declared = live(Effect::add, Delivery::exactly_once);
  declared.live.sees_duplicates = true;
  declared.live.dedup = Dedup::too_short;
  CHECK(answer(declared, Defect::repeat) == "1 1 4");
  declared.live.dedup = Dedup::lasting;
  CHECK(answer(declared, Defect::repeat) == "holds");
}

TEST_CASE("A6: merge by order of arrival") {
  Declaration declared = live(Effect::upsert);
  CHECK(answer(declared, Defect::order) == "2 0 4");
  declared.live.versioned = true;
  CHECK(answer(declared, Defect::order) == "holds");
}

TEST_CASE("A7: a stale chunk of a backfill overwrites a newer live row") {
  Declaration declared = live(Effect::upsert);
  declared.live.versioned = true;
  with_job(declared, Effect::upsert);
  CHECK(answer(declared, Defect::race) == "2 0 6");
  SECTION("a guard by version") {
    declared.job.versioned = true;
  }
  SECTION("chunks without what was written meanwhile") {
    declared.job.while_live = WhileLive::fenced;
  }
  SECTION("the live pipeline stands still") {
    declared.job.while_live = WhileLive::paused;
  }
  CHECK(answer(declared, Defect::race) == "holds");
}

TEST_CASE("a live batch that was read behind a fence does not write by it after the fence has fallen") {
  Declaration declared = batch(Effect::overwrite);
  declared.live.isolation = Isolation::snapshot;
  with_job(declared, Effect::overwrite, WhileLive::concurrent);
  CHECK(answer(declared, Defect::race) != "holds");
  declared.job.while_live = WhileLive::fenced;
  CHECK(answer(declared, Defect::race) == "holds");
  CHECK(answer(declared, Defect::retry) == "holds");
}

TEST_CASE("A8: a batch looks back too short for a late event") {
  Declaration declared = batch(Effect::overwrite);
  declared.live.loses_late = true;
  CHECK(answer(declared, Defect::late) == "1 0 4");
  declared.live.loses_late = false;
  CHECK(answer(declared, Defect::late) == "holds");
}

TEST_CASE("A9: delete and insert as two statements") {
  Declaration declared = live(Effect::put);
  with_job(declared, Effect::overwrite, WhileLive::paused);
  declared.job.atomic = false;
  CHECK(answer(declared, Defect::half) == "1 0 6");
  SECTION("in one step") {
    declared.job.atomic = true;
  }
  SECTION("readers held back") {
    declared.job.readers_held = true;
  }
  CHECK(answer(declared, Defect::half) == "holds");
}

TEST_CASE("A10: overlapping overwrites of an empty partition under snapshot isolation") {
  Declaration declared = job(Effect::overwrite);
  declared.job.isolation = Isolation::snapshot;
  CHECK(answer(declared, Defect::overlap) == "1 1 7");
  SECTION("the second commit is refused") {
    declared.job.isolation = Isolation::serializable;
  }
  SECTION("the second run waits") {
    declared.job.exclusive = true;
  }
  CHECK(answer(declared, Defect::overlap) == "holds");
}

TEST_CASE("A11: files of a killed attempt are published by the next") {
  Declaration declared = job(Effect::overwrite);
  declared.job.atomic = false;
  CHECK(answer(declared, Defect::retry, fault::leftover) == "1 1 7");
  declared.job.atomic = true;
  CHECK(answer(declared, Defect::retry, fault::leftover) == "holds");
}

TEST_CASE("A13: two schedulers start the one run twice") {
  Declaration declared = job(Effect::overwrite);
  declared.job.atomic = false;
  declared.job.exclusive = true;
  CHECK(answer(declared, Defect::overlap) == "holds");
  CHECK(answer(declared, Defect::overlap, fault::extra_run | fault::double_start) == "1 1 9");
  declared.job.atomic = true;
  declared.job.isolation = Isolation::serializable;
  CHECK(answer(declared, Defect::overlap, fault::extra_run | fault::double_start) == "holds");
}

TEST_CASE("A14, A20: a merge under snapshot isolation misses a row inserted meanwhile") {
  Declaration declared = live(Effect::put);
  declared.live.isolation = Isolation::snapshot;
  with_job(declared, Effect::put).job.isolation = Isolation::snapshot;
  CHECK(answer(declared, Defect::race) == "1 0 6");
  declared.live.isolation = declared.job.isolation = Isolation::serializable;
  CHECK(answer(declared, Defect::race) == "holds");
}

TEST_CASE("A17: two writers insert one key") {
  Declaration declared = live(Effect::upsert);
  declared.live.versioned = true;
  declared.live.isolation = Isolation::snapshot;
  with_job(declared, Effect::upsert).job.isolation = Isolation::snapshot;
  declared.job.versioned = true;
  CHECK(answer(declared, Defect::race) == "1 0 6");
  declared.live.isolation = declared.job.isolation = Isolation::serializable;
  CHECK(answer(declared, Defect::race) == "holds");
}

TEST_CASE("A19: a retry with other input under a known token is dropped") {
  Declaration declared = live(Effect::add);
  declared.live.token = Token::run;
  constexpr std::uint16_t rereads = fault::reread | fault::of_live;
  CHECK(answer(declared, Defect::silent, rereads) == "2 1 8");
  CHECK(answer(declared, Defect::silent) == "holds");
  Declaration again = job(Effect::add);
  again.job.token = Token::batch;
  CHECK(answer(again, Defect::silent) == "2 1 7");
  again.job.token = Token::run;
  CHECK(answer(again, Defect::silent) == "holds");
}

TEST_CASE("A21: a batch in flight, or a replay, brings an erased person back") {
  Declaration declared = live(Effect::add);
  declared.erasable = true;
  declared.live.source_erased = true;
  CHECK(answer(declared, Defect::erased) == "1 1 4");
  declared.live.erase_conflicts = true;
  CHECK(answer(declared, Defect::erased) == "holds");
  Declaration replayed = batch(Effect::put);
  with_job(replayed, Effect::overwrite, WhileLive::paused);
  replayed.erasable = replayed.live.source_erased = true;
  replayed.live.erase_conflicts = replayed.job.erase_conflicts = true;
  CHECK(answer(replayed, Defect::erased) == "1 1 4");
  replayed.job.source_erased = true;
  CHECK(answer(replayed, Defect::erased) == "holds");
}

TEST_CASE("zombies: an attempt that was believed dead writes after its retry") {
  Declaration declared = batch(Effect::overwrite);
  CHECK(answer(declared, Defect::retry, fault::zombie | fault::of_live) == "2 1 7");
  declared.live.isolation = Isolation::serializable;
  CHECK(answer(declared, Defect::retry, fault::zombie | fault::of_live) == "holds");
}

TEST_CASE("at most once: a crash after the read loses the batch") {
  Declaration declared = live(Effect::put, Delivery::at_most_once);
  CHECK(answer(declared, Defect::retry) == "1 1 3");
  declared.live.delivery = Delivery::at_least_once;
  CHECK(answer(declared, Defect::retry) == "holds");
}

TEST_CASE("the article's advice: no cleanup, and a key with the day on which it runs") {
  // A key with a processing-time column is another one on another day: the merge adds.
  Declaration by_processing_day = job(Effect::add);
  by_processing_day.job.distinct = true;
  CHECK(answer(by_processing_day, Defect::rerun) == "1 0 5");
  Declaration by_logical_day = job(Effect::put);
  by_logical_day.job.distinct = true;
  CHECK(answer(by_logical_day, Defect::rerun) == "holds");
  CHECK(answer(by_logical_day, Defect::ghost) == "1 2 8");
  CHECK(answer(job(Effect::overwrite), Defect::ghost) == "holds");
}

}  // namespace
}  // namespace decide
