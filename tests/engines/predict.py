"""What dedesign says of the same tables: a design with the same parameters, and the figures of its partition stage."""
import json
import os
import subprocess

import measure
from queries import QUERIES
from tables import COLUMNS, ROW_BYTES, Layout, rows_between
from write import write

SAMPLE = Layout("sample")


def compression(engine, volume, folder):
    """Measured on one day as it arrives, as one would measure it before deciding on a layout."""
    day = type(volume)("sample", 1, volume.rows_a_day, volume.group_rows)
    write(engine, day, SAMPLE, folder)
    return ROW_BYTES * day.rows / sum(os.path.getsize(file) for file in measure.files_below(folder))


def design(volume, layout, ratio):
    every = f"{volume.days} d" if layout.commits_a_day == 0 else f"{round(1440 / layout.commits_a_day)} min"
    target = f"{layout.file_mb} MB" if layout.file_mb else "1 GB"
    queries = "\n".join(f"    q{at}: {query.design()}" for at, query in enumerate(QUERIES))
    return f"""dedesign: 1
scope:
  volume: {{average: {volume.rows_a_day}/day, event_size: {ROW_BYTES} B}}
model:
  sources:
    feed: {{kind: files}}
  tables:
    events:
      role: raw
      grain: one event
      key: [event_id]
      rows: {volume.rows_a_day}/day
      row_size: {ROW_BYTES} B
      retention: {volume.days} d
      columns:{COLUMNS}
  queries:
{queries}
  pipelines:
    load: {{from: [feed], to: events, mode: batch, every: {every}, write: append}}
partition:
  events:
    format: parquet
    by: [{layout.by}]
    cluster: [{layout.cluster}]
    target_file: {target}
    compression: {ratio:.6f}
"""


def settings(volume, ratio):
    """The engine cuts row groups by rows, and our fact is in bytes: as many as these rows take."""
    size = round(volume.group_rows * ROW_BYTES / ratio)
    return f"facts: {{parquet.row_group_bytes: {size} B}}\n"


def figures(program, folder, volume, layout, ratio):
    """By path and name."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, ".dedesign.yaml"), "w", encoding="utf-8") as file:
        file.write(settings(volume, ratio))
    path = os.path.join(folder, "design.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(design(volume, layout, ratio))
    done = subprocess.run([program, "partition", path, "--check", "--fail-on", "never", "--format", "json"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{path}: dedesign answered {done.returncode}\n{done.stderr}{done.stdout}")
    report = json.loads(done.stdout)
    misread = [one["message"] for one in report["findings"] if one["rule"] < "F009" and one["severity"] == "error"]
    if misread:
        raise SystemExit(f"{path}: {misread}")
    return {(one["path"], one["name"]): one.get("value") for one in report["figures"]}


def of_table(said):
    path = "partition.events"
    whole = said[("model.queries.q%d" % (len(QUERIES) - 1), "row groups read")]
    return measure.Found(partitions=said[(path, "partitions")], files=said[(path, "files")], groups=whole,
                         bytes=said[(path, "bytes on storage")])


def of_query(said, number):
    path = f"model.queries.q{number}"
    return measure.Found(partitions=said[(path, "partitions read")], files=said[(path, "files opened")],
                         groups=said[(path, "row groups read")], bytes=said[(path, "bytes read")])
