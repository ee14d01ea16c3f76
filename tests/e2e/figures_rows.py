#!/usr/bin/python3
"""A ranking and a list's figures read as many rows of the store in a city of 400 projects as in one of 40 with the
same units: they read tallies. tests/bench/figures does the same with a thousand and a million projects."""
import os
import sys
import tempfile

from wire_client import SOURCE
from wire_daemon import Daemon

sys.path.insert(0, os.path.join(SOURCE, "tests", "bench"))
import city  # noqa: E402
import reads  # noqa: E402

COUNTIES = 10
LIST = "市重大重点"
ASKED = (("ranking", "show", "--list", LIST, "--board", "county", "--month", "2020-02"),
         ("list", "figures", LIST, "--month", "2020-02"),
         ("list", "figures", LIST, "--month", "2020-02", "--by", "category"))


def rows_read(projects, folder):
    os.makedirs(folder)
    city.main(projects, folder, COUNTIES)
    count = reads.ReadCount(folder)
    d = Daemon(simulated="2020-03-20T09:00").start(count.environment)
    for kind, name in (("units", "units.csv"), ("projects", "projects-000.csv")):
        d.ctl("import", kind, os.path.join(folder, name))
    read = []
    for words in ASKED:
        d.ctl("--json", *words)
        read.append(reads.of_query(count.during(lambda words=words: d.ctl("--json", *words))))
    d.remove()
    return read


with tempfile.TemporaryDirectory(prefix="duban-e2e-") as top:
    few, many = (rows_read(n, os.path.join(top, str(n))) for n in (4 * COUNTIES, 40 * COUNTIES))
    for asked, small, large in zip(ASKED, few, many):
        assert small.get("tally"), f"{asked} reads no tally: {small}"
        assert not {"project", "tally_share", "figure", "plan", "member"} & set(large), f"{asked}: {large}"
        assert small == large, f"{asked}: {small} of 40 projects, {large} of 400"
