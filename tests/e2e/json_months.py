#!/usr/bin/python3
# timeout: 300
"""Whatever verb is asked with --json: a month is written as YYYY-MM and a project by its code."""
import json
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "compat"))

from fixture import ANSWERS, open_fixture  # noqa: E402  pylint: disable=wrong-import-position

MONTH = re.compile(r"(month|period|planned_start|planned_finish|booked|corrected)$")
MORE = (
    ("status",), ("clock", "show"), ("warning", "list", "--all"),
    ("warning", "list", "--rule-changed"), ("project", "list"), ("project", "show", "NC2020-063"),
    ("project", "history", "NC2020-063"), ("project", "history", "NC2020-128"),
    ("chain", "show", "NC2020-056"), ("link", "list"), ("list", "list"), ("plan", "list"),
    ("plan", "show", "NC2020-056"), ("candidate", "list"),
    ("acceptance", "list"), ("acceptance", "show", "NC2020-063"), ("gathering", "list"),
    ("paper", "list"), ("person", "list"), ("unit", "list"), ("category", "list"),
    ("param", "list", "--history"), ("param", "list", "--project", "NC2020-056"),
    ("template", "list"), ("collection", "diff", "2021", "--from", "1", "--to", "2"),
    ("watch", "--from", "start", "--idle", "1"),
)
QUERIES = {"list", "show", "check", "diff", "figures", "history", "due"}
# It prints what a file holds, not a record.
LEFT_OUT = {"evidence get"}


def faults(at, value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from faults(f"{at}.{key}", inner)
            yield from fault(f"{at}.{key}", key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from faults(at, inner)


def fault(at, key, value):
    bare = isinstance(value, int) and not isinstance(value, bool)
    if key in ("project", "successor") and bare:
        yield f"{at} = {value}: a project by its number"
    if MONTH.search(key) and bare and value > 12:
        yield f"{at} = {value}: not YYYY-MM"
    if bare and 201901 <= value <= 202212 and 1 <= value % 100 <= 12 and key != "seq":
        yield f"{at} = {value}: a month?"
    if MONTH.search(key) and isinstance(value, str) and re.fullmatch(r"\d{6}", value):
        yield f"{at} = {value}: not YYYY-MM"


class Json(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon, _, _ = open_fixture()
        cls.addClassCleanup(cls.daemon.remove)

    def answers(self, args):
        done = self.daemon.ctl("--json", *args, code=None)
        self.assertEqual(done.returncode, 0, f"{' '.join(args)}: {done.stderr}")
        if args[0] == "watch":
            return [json.loads(line) for line in done.stdout.splitlines()]
        return json.loads(done.stdout or "[]")  # nothing is wrong: nothing is said

    def test_months_and_projects(self):
        found = {}
        for args in [args for _, args in ANSWERS] + list(MORE):
            for said in faults(" ".join(args[:2]), self.answers(args)):
                found.setdefault(re.sub(r"= \d+", "", said), said)
        self.assertEqual(list(found.values()), [])

    def test_no_query_is_left_out(self):
        asked = {" ".join(args[:2]) for _, args in ANSWERS} | {" ".join(args[:2]) for args in MORE}
        help_text = self.daemon.ctl("help").stdout
        verbs = set(re.findall(r"^  ([a-z]+ [a-z-]+) ", help_text, re.M))
        missing = sorted(verb for verb in verbs if verb.split()[1] in QUERIES and
                         verb not in asked and verb not in LEFT_OUT)
        self.assertEqual(missing, [])


if __name__ == "__main__":
    unittest.main()
