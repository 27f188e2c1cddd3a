"""The tables that are written: rows that say the same on every run, and the layouts in which they lie.

A row is a click: random ids of 64 bits, as hashed keys are; few campaigns, with ids of ten digits as platforms give
them, and countries, both of which Parquet keeps in a dictionary; a price that an auction made, with all the digits of
a double. Rows arrive in the order of their time.
"""
import dataclasses

CAMPAIGNS = 2000
COUNTRIES = 20
BUCKETS = 8
USERS = 1_000_000
START = "TIMESTAMP '2026-01-01'"
DAY_SECONDS = 86400
MICROSECONDS = 1_000_000

# As the design declares them: what a row takes uncompressed.
ROW_BYTES = 44
COLUMNS = f"""
        event_id: {{type: int64, cardinality: unique}}
        event_time: {{type: timestamp, time: event}}
        campaign_id: {{type: int64, cardinality: {CAMPAIGNS}}}
        user_id: {{type: int64, cardinality: {USERS}}}
        country: {{type: string, cardinality: {COUNTRIES}}}
        cost: {{type: double, cardinality: unique}}
"""


@dataclasses.dataclass(frozen=True)
class Volume:
    """How much is written, and how large the engine cuts row groups, in rows."""
    name: str
    days: int
    rows_a_day: int
    group_rows: int

    @property
    def rows(self):
        return self.days * self.rows_a_day


@dataclasses.dataclass(frozen=True)
class Layout:
    """One layout: the words of the design, and how the engine is made to write it."""
    name: str
    by: str = ""              # of the design
    cluster: str = ""         # of the design
    order: str = "i"          # of the rows within one commit; i is the order of arrival
    commits_a_day: int = 1    # 0: one commit of all that there is
    split: str = ""           # folders within a day, or within the whole where the design has no day: a name and SQL
    file_mb: int = 0          # the engine begins a new file then; a size at which the last one is half full

    @property
    def timed(self):
        return self.by.startswith(("day", "hour"))

    def commits(self, volume):
        return max(round(volume.days * self.commits_a_day), 1)


LAYOUTS = (
    Layout("unpartitioned, as it arrives"),
    Layout("unsorted", order="event_id", commits_a_day=0, file_mb=20),
    Layout("sorted by campaign", cluster="campaign_id", order="campaign_id", commits_a_day=0, file_mb=20),
    Layout("by day", by="day(event_time)"),
    Layout("by hour", by="hour(event_time)", split="hour=hour(event_time)"),
    Layout("by day, sorted by campaign", by="day(event_time)", cluster="campaign_id", order="campaign_id"),
    Layout("by day, sorted by country and campaign", by="day(event_time)", cluster="country, campaign_id",
           order="country, campaign_id"),
    Layout("by day and bucket", by='day(event_time), "bucket(8, campaign_id)"',
           split=f"bucket=hash(campaign_id) % {BUCKETS}"),
    Layout("by campaign, 2,000 of them", by="campaign_id", commits_a_day=0, split="campaign=campaign_id"),
    Layout("by day, commits of half an hour", by="day(event_time)", commits_a_day=48),
)

SMALL = Volume("4 million rows", days=20, rows_a_day=200_000, group_rows=20_480)
# The engine's own size of row group.
LARGE = Volume("21 million rows", days=20, rows_a_day=1_050_000, group_rows=122_880)
LARGE_LAYOUTS = tuple(one for one in LAYOUTS if one.name == "by day, sorted by campaign")


STEP = 500_009


def campaign(number):
    """The id of a campaign, ascending with its number."""
    return 7_000_000_000 + number * STEP + number * number * 7919 % STEP


def campaign_sql(number):
    return f"(SELECT 7000000000 + n * {STEP} + n * n * 7919 % {STEP} FROM (SELECT {number} AS n))"


def rows_between(volume, first, last):
    """SQL for the rows from number `first` to before `last`, in the order in which they arrive."""
    step = f"(i * {DAY_SECONDS * MICROSECONDS}::BIGINT // {volume.rows_a_day})"
    return f"""
      SELECT i, (hash(i) >> 1)::BIGINT AS event_id, {START} + to_microseconds({step}) AS event_time,
        {campaign_sql(f"(hash(i + 1000000007) % {CAMPAIGNS})::BIGINT")} AS campaign_id,
        (hash(hash(i + 2000000011) % {USERS}) >> 1)::BIGINT AS user_id,
        'c' || lpad((hash(i + 3000000019) % {COUNTRIES})::VARCHAR, 3, '0') AS country,
        hash(i + 4000000007) / 1.8446744073709552e16 AS cost
      FROM range({first}, {last}) AS t(i)"""
