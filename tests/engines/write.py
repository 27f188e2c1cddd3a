"""Writes one layout with the engine, a commit at a time: one COPY over several days that also sorts would leave
part of a day out of order."""
import os

from tables import rows_between


def options(volume, layout):
    words = [f"FORMAT parquet, ROW_GROUP_SIZE {volume.group_rows}"]
    if layout.split:
        words.append(f"PARTITION_BY ({layout.split.split('=')[0]})")
    if layout.file_mb:
        words.append(f"FILE_SIZE_BYTES '{layout.file_mb}MB'")
    return ", ".join(words)


def copy(engine, volume, layout, rows, target):
    name, _, split = layout.split.partition("=")
    more = f", ({split})::BIGINT AS {name}" if split else ""
    engine.execute(f"COPY (SELECT * EXCLUDE (i){more} FROM ({rows}) ORDER BY {layout.order}) "
                   f"TO '{target}' ({options(volume, layout)})")


def write(engine, volume, layout, folder):
    commits = layout.commits(volume)
    for commit in range(commits):
        first, last = volume.rows * commit // commits, volume.rows * (commit + 1) // commits
        part = os.path.join(folder, f"day={first // volume.rows_a_day}") if layout.timed else folder
        os.makedirs(part, exist_ok=True)
        # A folder where the engine itself makes the files.
        target = part if layout.split or layout.file_mb else os.path.join(part, f"commit-{commit}.parquet")
        copy(engine, volume, layout, rows_between(volume, first, last), target)
