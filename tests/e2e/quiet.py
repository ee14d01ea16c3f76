#!/usr/bin/python3
"""A tick in which nothing is due reads no row of a lamp, however many are lit: what duband reads from each table
of its store is counted (tests/bench/reads.py). tests/bench/follow does the same over 100,000 lamps."""
import os
import sys
import tempfile

from wire_client import SOURCE
from wire_daemon import Daemon

sys.path.insert(0, os.path.join(SOURCE, "tests", "bench"))
import reads  # noqa: E402

with tempfile.TemporaryDirectory(prefix="duban-e2e-") as folder:
    count = reads.ReadCount(folder)
    # from here to the end less than a week passes: then all tables are added up beside the ticks
    d = Daemon(simulated="2020-03-11T09:00").start(count.environment).city()
    d.ctl("clock", "set", "2020-03-13T18:30")  # a Friday; the first links are red since midnight
    status = d.ctl_json("status")
    assert status["open_red"] >= 2, status
    quiet = [f"2020-03-1{day}T{hour:02d}:30" for day in (4, 5) for hour in range(1, 24)]
    read = count.during(lambda: [d.ctl("clock", "set", when) for when in quiet])
    assert set(reads.OF_LAMPS) <= set(count.now()), "a table of lamps has another name now"
    assert read["due"] >= len(quiet), f"ticks look at what is due first: {read}"
    assert not reads.of_lamps(read), f"nothing was due, and rows of lamps were read: {reads.of_lamps(read)}"
    # the count sees what is read: on Monday the ladders go on, and people are told
    read = count.during(lambda: d.ctl("clock", "set", "2020-03-16T09:00"))
    assert reads.of_lamps(read).get("warning", 0) > 0, read
    d.remove()
