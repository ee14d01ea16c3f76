#!/usr/bin/python3
# timeout: 900
"""A project's past: as it was, as it was known then, its history, and the auditor's folder, whose
checksums can be checked without a daemon and whose hashes are those of the events."""
import csv
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import unittest

from wire_client import SOURCE
from wire_daemon import Daemon, program

CITY = os.path.join(SOURCE, "tests", "data", "nanchang2020")
CODE = "NC2020-006"


class Dossier(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon("2020-02-03T08:00").start()
        cls.top = tempfile.mkdtemp(prefix="duban-dossier-")
        for kind in ("units", "people", "projects", "chains"):
            cls.ctl("import", kind, os.path.join(CITY, kind + ".csv"))
        photo = os.path.join(cls.top, "桩基.txt")
        with open(photo, "w", encoding="utf-8") as f:
            f.write("照片" * 100000)
        cls.ctl("evidence", "put", photo, "--project", CODE)
        cls.ctl("report", "submit", CODE, "--period", "2020-01", "--invested", "120万元")
        cls.ctl("clock", "set", "2020-02-20")
        cls.ctl("project", "set", CODE, "--place", "某地", "--plan", "5000万元")
        cls.ctl("link", "start", CODE, "1", "--at", "2020-02-10")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.top)
        cls.daemon.remove()

    @classmethod
    def ctl(cls, *args, check=True):
        done = subprocess.run([program(args), "--data", cls.daemon.dir, "--json", *args],
                              capture_output=True, text=True, check=False,
                              env={**os.environ, "DUBAN_LANG": "en"})
        if check and done.returncode != 0:
            raise AssertionError(f"{args}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def show(self, *args):
        return json.loads(self.ctl("project", "show", CODE, *args).stdout)

    def test_as_known_on_a_day_before_a_change(self):
        now, then = self.show(), self.show("--as-known", "2020-02-19")
        self.assertEqual((now["plan"], now["place"]), (50000000, "某地"))
        self.assertEqual((then["plan"], then["place"]), (773000000, None))
        self.assertEqual(len(now["plans"]), 2)
        self.assertEqual(len(then["plans"]), 1)
        self.assertIsNotNone(then["as_known_seq"])

    def test_a_day_to_come_and_both_days_are_refused(self):
        self.assertNotEqual(self.ctl("project", "show", CODE, "--as-of", "2021-01-01",
                                     check=False).returncode, 0)
        self.assertNotEqual(self.ctl("project", "show", CODE, "--as-of", "2020-02-10",
                                     "--as-known", "2020-02-10", check=False).returncode, 0)

    def test_history_says_who_when_what_from_what_to_what(self):
        rows = json.loads(self.ctl("project", "history", CODE).stdout)
        put = [r for r in rows if r["kind"] == "project_put"][-1]
        self.assertEqual(put["role"], "local")
        self.assertIn({"field": "place", "before": None, "after": "某地"}, put["change"])
        self.assertIn({"field": "plan", "before": "773000000", "after": "50000000"},
                      put["change"])
        started = [r for r in rows if r["kind"] == "link_started"]
        self.assertEqual([r["on"] for r in started], ["2020-02-10"])

    def test_the_folder_is_whole_and_its_hashes_are_the_journals(self):
        folder = os.path.join(self.top, "dossier")
        self.ctl("project", "dossier", CODE, folder)
        named = {}
        for line in open(os.path.join(folder, "SM3SUMS"), encoding="utf-8"):
            digest, name = line.rstrip("\n").split("  ", 1)
            named[name] = digest
        there = {os.path.relpath(os.path.join(at, name), folder)
                 for at, _, names in os.walk(folder) for name in names}
        self.assertEqual(there, set(named) | {"SM3SUMS"})
        self.assertLessEqual({"index.html", "project.json", "history.json", "history.csv",
                              "chain.csv", "report.csv", "evidence.csv"}, there)
        for name, digest in named.items():
            content = open(os.path.join(folder, name), "rb").read()
            self.assertEqual(hashlib.new("sm3", content).hexdigest(), digest, name)
        stored = [name for name in named if name.startswith("evidence/")]
        self.assertEqual(len(stored), 1)
        self.assertTrue(stored[0].startswith("evidence/" + named[stored[0]][:16]))
        page = open(os.path.join(folder, "index.html"), encoding="utf-8").read()
        self.assertNotRegex(page, r"https?://|<script|src=")
        rows = json.loads(self.ctl("project", "history", CODE).stdout)
        with open(os.path.join(folder, "history.csv"), encoding="utf-8-sig", newline="") as f:
            told = {(int(row["seq"]), row["hash"]) for row in csv.DictReader(f)}
        self.assertEqual(told, {(row["seq"], row["hash"]) for row in rows})

    def test_a_project_without_a_chain_has_a_dossier_that_says_so(self):
        chainless = (row["code"] for row in json.loads(self.ctl("project", "list").stdout)
                     if self.ctl("chain", "show", row["code"], check=False).returncode != 0)
        without = list(itertools.islice(chainless, 2))
        self.assertEqual(len(without), 2)
        for code in without:
            folder = os.path.join(self.top, code)
            self.ctl("project", "dossier", code, folder)
            names = set(os.listdir(folder))
            self.assertLessEqual({"index.html", "history.csv", "SM3SUMS"}, names)
            self.assertNotIn("chain.csv", names)
            page = open(os.path.join(folder, "index.html"), encoding="utf-8").read()
            self.assertIn("<p>none is recorded</p>", page)

    def test_no_month_is_left_out_of_it(self):
        months = [f"{year}-{month:02}" for year in (2017, 2018, 2019) for month in range(1, 13)]
        path, folder = os.path.join(self.top, "months.csv"), os.path.join(self.top, "months")
        with open(path, "w", encoding="utf-8") as f:
            f.write("project,num,form,period,invested(元),state,booked,submitted_at,confirmed_at\n")
            for num, month in enumerate(months, 900):
                f.write(f"NC2020-007,{num},月报,{month},100,confirmed,{month},"
                        "2020-01-03T09:00:00,2020-01-04T09:00:00\n")
        self.ctl("import", "reports", path)
        self.ctl("project", "dossier", "NC2020-007", folder)
        with open(os.path.join(folder, "figure.csv"), encoding="utf-8-sig", newline="") as f:
            self.assertEqual(len(list(csv.DictReader(f))), len(months))

    def test_a_folder_with_something_in_it_is_left_alone(self):
        folder = os.path.join(self.top, "full")
        os.mkdir(folder)
        open(os.path.join(folder, "mine"), "w", encoding="utf-8").close()
        self.assertEqual(self.ctl("project", "dossier", CODE, folder, check=False).returncode, 10)
        self.assertEqual(os.listdir(folder), ["mine"])

    def test_a_damaged_file_is_not_handed_out_as_good(self):
        digest = json.loads(self.ctl("evidence", "list", "--project", CODE).stdout)[0]["digest"]
        stored = os.path.join(self.daemon.dir, "evidence", digest[:2], digest)
        out, folder = os.path.join(self.top, "got"), os.path.join(self.top, "backup")
        with open(stored, "rb") as f:
            was = f.read()
        try:
            with open(stored, "r+b") as f:
                f.seek(500)
                f.write(b"?")
            got = self.ctl("evidence", "get", digest, "--out", out, check=False)
            backup = self.ctl("backup", folder, check=False)
        finally:
            with open(stored, "r+b") as f:
                f.write(was)
        self.assertEqual(got.returncode, 11, got.stdout)  # a damaged file of the store
        self.assertIn(digest, got.stdout + got.stderr)
        self.assertFalse(os.path.exists(out))
        self.assertNotEqual(backup.returncode, 0)
        self.assertIn(digest, backup.stdout + backup.stderr)
        self.ctl("evidence", "get", digest.upper(), "--out", out)
        with open(out, "rb") as f:
            self.assertEqual(f.read(), was)
        self.ctl("backup", folder + "2")


if __name__ == "__main__":
    unittest.main()
