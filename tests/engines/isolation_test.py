#!/usr/bin/env python3
"""What isolation means on two live connections: the facts that the replay checker's model rests on.

Two transactions overwrite one partition, each by a delete and an insert, in every order that their statements can take.
"""
import itertools
import sys

import duckdb

WRITE = ("BEGIN", "DELETE FROM t WHERE p = 1", "INSERT INTO t VALUES (1, '{who}')", "COMMIT")


def orders():
    """Every way in which the four statements of A and the four of B can follow one another."""
    for places in itertools.combinations(range(8), 4):
        yield ["A" if at in places else "B" for at in range(8)]


def predicted(order, is_full):
    """Rows that are left, by the model: under snapshot isolation a commit is refused if rows that it changes were
    changed since it began; rows that nobody had when it began are nobody's conflict."""
    place = {who: [at for at, one in enumerate(order) if one == who] for who in "AB"}
    first = min("AB", key=lambda who: place[who][1])  # to delete
    second = "B" if first == "A" else "A"
    overlap = place[second][1] < place[first][3]
    if not overlap:
        return {second}
    return {first} if is_full else {"A", "B"}


def played(order, is_full):
    base = duckdb.connect()
    base.execute("CREATE TABLE t (p INTEGER, who VARCHAR)")
    if is_full:
        base.execute("INSERT INTO t VALUES (1, 'old')")
    own = {who: base.cursor() for who in "AB"}
    left = {who: list(WRITE) for who in "AB"}
    for who in order:
        statement = left[who].pop(0) if left[who] else None
        if statement is None:
            continue
        try:
            own[who].execute(statement.format(who=who))
        except duckdb.TransactionException:
            own[who].execute("ROLLBACK")
            left[who] = []
    return {row[0] for row in base.execute("SELECT who FROM t").fetchall()}


def overwrites():
    for is_full in (True, False):
        for order in orders():
            said, found = predicted(order, is_full), played(order, is_full)
            if said != found:
                yield f"overwrites {''.join(order)}, {'full' if is_full else 'empty'}: model {said}, engine {found}"
            else:
                yield None


def conflict_is_named():
    base = duckdb.connect()
    base.execute("CREATE TABLE t (p INTEGER)")
    base.execute("INSERT INTO t VALUES (1)")
    one, other = base.cursor(), base.cursor()
    for connection in (one, other):
        connection.execute("BEGIN")
    one.execute("DELETE FROM t")
    try:
        other.execute("DELETE FROM t")
    except duckdb.TransactionException as error:
        yield None if "Conflict on tuple deletion" in str(error) else f"another conflict: {error}"
        return
    yield "two deletes of one row: no conflict"


def merges():
    """Two rows of the source for one key: refused where the key is new, one of them kept where it is there."""
    merge = ("MERGE INTO t USING (VALUES (1, 'a'), (1, 'b')) AS s(k, v) ON t.k = s.k "
             "WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT VALUES (s.k, s.v)")
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (k INTEGER PRIMARY KEY, v VARCHAR)")
    try:
        connection.execute(merge)
        yield "a merge of two rows with one new key: no error"
    except duckdb.ConstraintException:
        yield None
    connection.execute("INSERT INTO t VALUES (1, 'old')")
    connection.execute(merge)
    rows = connection.execute("SELECT v FROM t").fetchall()
    yield None if len(rows) == 1 and rows[0][0] in ("a", "b") else f"a merge of two rows with one old key: {rows}"


def main():
    said = [one for part in (overwrites(), conflict_is_named(), merges()) for one in part]
    failed = [one for one in said if one]
    for line in failed[:20]:
        print(line)
    print(f"{len(said) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
