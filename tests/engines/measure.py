"""What lies on storage, read off the metadata that the engine itself wrote and prunes by."""
import bisect
import collections
import dataclasses
import glob
import os
import re

from tables import BUCKETS, CAMPAIGNS, START, campaign


@dataclasses.dataclass
class Group:
    """One row group: where it lies, its least and greatest values, its bytes by column."""
    file: str
    least: dict
    greatest: dict
    bytes: dict


@dataclasses.dataclass
class Found:
    """What a layout is made of, or what a query touches of it."""
    partitions: float = 0
    files: float = 0
    groups: float = 0
    bytes: float = 0


def files_below(folder):
    return sorted(glob.glob(os.path.join(folder, "**", "*.parquet"), recursive=True))


def typed(column, text):
    return int(text) if column in ("campaign_id", "event_id", "user_id") else text


def groups_of(engine, folder):
    rows = engine.execute(
        "SELECT file_name, row_group_id, path_in_schema, total_compressed_size, stats_min_value, stats_max_value "
        "FROM parquet_metadata(?)", [os.path.join(folder, "**", "*.parquet")]).fetchall()
    groups = collections.OrderedDict()
    for file, number, column, size, least, greatest in rows:
        group = groups.setdefault((file, number), Group(file, {}, {}, {}))
        group.bytes[column] = size
        if column in ("campaign_id", "country", "event_time"):
            group.least[column], group.greatest[column] = typed(column, least), typed(column, greatest)
    return list(groups.values())


def holds(group, column, wanted):
    """True if a value of an ascending list may lie in the group."""
    at = bisect.bisect_left(wanted, group.least[column])
    return at < len(wanted) and wanted[at] <= group.greatest[column]


class Table:
    """A layout as it was written."""

    def __init__(self, engine, volume, layout, folder):
        self.volume, self.layout, self.folder = volume, layout, folder
        self.groups = groups_of(engine, folder)
        self.files = files_below(folder)
        ids = ", ".join(f"({campaign(number)}::BIGINT)" for number in range(CAMPAIGNS))
        self.buckets = dict(engine.execute(
            f"SELECT i, (hash(i) % {BUCKETS})::INTEGER FROM (VALUES {ids}) t(i)").fetchall())
        self.cuts = {days: engine.execute(
            f"SELECT ({START} + to_days({volume.days - days}))::VARCHAR").fetchone()[0] for days in (1, 3, 7)}

    def partition(self, file):
        return os.path.relpath(os.path.dirname(file), self.folder)

    def whole(self):
        return Found(partitions=len({self.partition(file) for file in self.files}), files=len(self.files),
                     groups=len(self.groups), bytes=sum(os.path.getsize(file) for file in self.files))

    def in_partition(self, group, query, wanted):
        """What a catalogue that knows the partitions leaves: hash of the campaign; time, and campaigns that are
        partitions themselves, are told by least and greatest values as well."""
        bucket = re.search(r"bucket=(\d+)", group.file)
        if not bucket or "campaign_id" not in wanted or query.campaign_share:
            return True
        return int(bucket.group(1)) in {self.buckets[value] for value in wanted["campaign_id"]}

    def survives(self, group, query, wanted):
        if query.days and group.greatest["event_time"] < self.cuts[query.days]:
            return False
        return self.in_partition(group, query, wanted) and all(
            holds(group, column, values) for column, values in wanted.items())

    def touched(self, query):
        """Means over the samples of a query."""
        mean = Found()
        samples = query.samples()
        partitions = self.partitions_left(query, samples)
        for wanted in samples:
            left = [group for group in self.groups if self.survives(group, query, wanted)]
            mean.files += len({group.file for group in left}) / len(samples)
            mean.groups += len(left) / len(samples)
            mean.bytes += sum(group.bytes[column] for group in left for column in query.columns) / len(samples)
        mean.partitions = partitions
        return mean

    def partitions_left(self, query, samples):
        """By what the partition is made of alone: not by the values of other columns within it."""
        count = 0
        by_name = collections.OrderedDict()
        for group in self.groups:
            by_name.setdefault(self.partition(group.file), []).append(group)
        for wanted in samples:
            for groups in by_name.values():
                in_time = not self.layout.timed or not query.days or any(
                    group.greatest["event_time"] >= self.cuts[query.days] for group in groups)
                of_value = self.layout.by != "campaign_id" or "campaign_id" not in wanted or any(
                    holds(group, "campaign_id", wanted["campaign_id"]) for group in groups)
                count += in_time and of_value and self.in_partition(groups[0], query, wanted)
        return count / len(samples)
