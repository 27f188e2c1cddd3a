#include "replay/declared.h"

/// A pipeline and a job that write one table: what a fence, a gate and a token do between them.
namespace decide {
namespace {

using namespace replay;
using test::answer;
using test::batch;
using test::live;
using test::with_job;

TEST_CASE("a fence: a batch that has deleted behind it inserts what it read behind it") {
  Declaration declared = batch(Effect::overwrite);
  declared.live.atomic = false;
  with_job(declared, Effect::put, WhileLive::concurrent);
  CHECK(answer(declared, Defect::race) != "holds");
  declared.job.while_live = WhileLive::fenced;
  CHECK(answer(declared, Defect::race) == "holds");
  CHECK(answer(declared, Defect::retry) == "holds");
}

TEST_CASE("a fence where rows change: the pipeline keeps the keys of which nothing came since") {
  Declaration declared = batch(Effect::overwrite);
  declared.live.versioned = true;
  with_job(declared, Effect::upsert, WhileLive::fenced).job.versioned = true;
  constexpr Bounds small{"small", 2, 2, 1, 2, 200'000};
  CHECK(answer(declared, Defect::race, fault::usual, small) == "2 0 7");  // k1 v1, which comes after v2
  declared.live.versioned = declared.job.versioned = false;
  CHECK(answer(declared, Defect::race) == "holds");
}

TEST_CASE("a fence: of a key on both sides of it the newer version wins, if both say which is newer") {
  Declaration declared = live(Effect::upsert);
  declared.live.versioned = true;
  with_job(declared, Effect::upsert, WhileLive::fenced).job.versioned = true;
  CHECK(answer(declared, Defect::race) == "holds");
  // Rows that are replaced without a look at them stay those of the pipeline, be they older.
  declared.job.effect = Effect::overwrite;
  CHECK(answer(declared, Defect::race) == "2 0 7");
}

TEST_CASE("a fence holds between the delete and the insert of the job too") {
  Declaration declared = live(Effect::upsert);
  with_job(declared, Effect::overwrite, WhileLive::fenced).job.atomic = false;
  CHECK(answer(declared, Defect::race) == "holds");
}

TEST_CASE("a fence keeps no two runs of the job apart: both insert into what was empty") {
  Declaration declared = live(Effect::upsert);
  with_job(declared, Effect::overwrite, WhileLive::fenced).job.isolation = Isolation::snapshot;
  CHECK(answer(declared, Defect::overlap) != "holds");
  SECTION("the second commit is refused") {
    declared.job.isolation = Isolation::serializable;
  }
  SECTION("the second run waits") {
    declared.job.exclusive = true;
  }
  CHECK(answer(declared, Defect::overlap) == "holds");
}

TEST_CASE("a merge with an order replaces no newer row, also where only the other writer's rows change") {
  Declaration declared = live(Effect::upsert);
  declared.live.versioned = true;
  with_job(declared, Effect::put);
  CHECK(answer(declared, Defect::race) == "2 0 6");
  declared.job.versioned = true;
  CHECK(answer(declared, Defect::race) == "holds");
}

TEST_CASE("a stream that deletes before it inserts shows a hole") {
  Declaration declared = live(Effect::overwrite);
  declared.live.whole = true;
  CHECK(answer(declared, Defect::half) == "holds");
  declared.live.atomic = false;
  CHECK(answer(declared, Defect::half) == "2 0 8");
}

TEST_CASE("where a job holds readers back, nobody sees what the pipeline deletes meanwhile") {
  Declaration declared = batch(Effect::overwrite);
  declared.live.atomic = false;
  with_job(declared, Effect::put);
  CHECK(answer(declared, Defect::half) == "1 0 5");
  declared.job.readers_held = true;
  CHECK(answer(declared, Defect::half) == "1 0 6");  // after the job
}

TEST_CASE("a corrected run that the target takes for a repeat leaves the old rows") {
  Declaration declared = live(Effect::put);
  with_job(declared, Effect::overwrite, WhileLive::paused).job.token = Token::batch;
  CHECK(answer(declared, Defect::ghost) == "1 2 10");
  declared.job.token = Token::run;
  CHECK(answer(declared, Defect::ghost) == "holds");
}

}  // namespace
}  // namespace decide
