"""Counts what a duband reads from each table of its store (read_count.c, preloaded into it)."""

import mmap
import os
import struct
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROW = struct.Struct("24sQ")
TABLES = 256
# The tables with a row for each lamp: the lamps themselves, those that are lit, and what was told of each.
OF_LAMPS = ("warning", "warning_open", "news", "notice_mark", "notice_entry", "notice_told")
# What the clock and the door read at any time, whatever is asked.
OF_NOBODY = ("due", "sweep", "mark", "store", "principal", "principal_key")


class ReadCount:
    """`environment` is the one for the daemon; `folder` gets two files."""

    def __init__(self, folder):
        shim, path = os.path.join(folder, "read_count.so"), os.path.join(folder, "read_count")
        subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", shim, os.path.join(HERE, "read_count.c"), "-ldl"],
                       check=True)
        with open(path, "wb") as f:
            f.truncate(ROW.size * TABLES)
        with open(path, "rb") as f:
            self.counts = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
        self.environment = {"LD_PRELOAD": shim, "READ_COUNT_FILE": path,
                            "ASAN_OPTIONS": "verify_asan_link_order=0"}

    def now(self):
        """{table: reads since the start}"""
        rows = (ROW.unpack_from(self.counts, i * ROW.size) for i in range(TABLES))
        return {name.rstrip(b"\0").decode(): n for name, n in rows if name.rstrip(b"\0")}

    def during(self, do):
        """{table: reads while `do` ran}, without those that were not read."""
        before = self.now()
        do()
        return {table: n - before.get(table, 0) for table, n in self.now().items() if n > before.get(table, 0)}


def of_lamps(reads):
    return {table: n for table, n in reads.items() if table in OF_LAMPS}


def of_query(reads):
    return {table: n for table, n in reads.items() if table not in OF_NOBODY}
