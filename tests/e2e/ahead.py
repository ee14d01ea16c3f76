#!/usr/bin/python3
"""The first import of projects ends with the lamps that it lights and will light within ten days, and
with what keeps them dark; that is what happens then. Files that it names do keep them dark."""
import csv
import os
import unittest

from wire_daemon import SOURCE, Daemon

CITY = os.path.join(SOURCE, "tests", "data", "nanchang2020")


def projects():
    with open(os.path.join(CITY, "projects.csv"), encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


class FirstImport(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon("2020-06-25T09:00").start()
        self.addCleanup(self.daemon.remove)
        self.daemon.ctl("param", "set", "cadence.profile", "none")  # lamps of projects only
        for kind in ("units", "people"):
            self.daemon.ctl("import", kind, os.path.join(CITY, kind + ".csv"))

    def lamps(self):
        """rule -> (projects, yellow, red) that are open."""
        return {group["key"]: (group["projects"], group["yellow"], group["red"])
                for group in self.daemon.ctl_json("warning", "list", "--by", "rule")}

    def foretold(self, ahead):
        return {row["rule"]: (row["projects"], row["yellow"], row["red"]) for row in ahead["rules"]}

    def test_it_foretells_what_is_and_what_will_be_lit(self):
        said = self.daemon.ctl_json("import", "projects", os.path.join(CITY, "projects.csv"))
        self.assertEqual((said["ahead"]["days"], said["ahead"]["lit"]), (10, True))
        foretold = self.foretold(said["ahead"])
        self.assertTrue(foretold["W04"][1] and foretold["W04"][2], foretold)
        # some are lit by the import itself, and more will be
        self.assertLess(self.lamps()["W04"][0], foretold["W04"][0])
        later = self.foretold(self.daemon.ctl_json("warning", "ahead"))
        self.assertLess(later["W04"][0], foretold["W04"][0])
        self.daemon.ctl("clock", "set", "2020-07-05T09:00")
        self.assertEqual(self.lamps(), foretold)

    def test_as_text(self):
        done = self.daemon.ctl("import", "projects", os.path.join(CITY, "projects.csv")).stdout
        late = [p["code"] for p in projects()
                if p["stage"] == "计划新开工" and p["planned_start"] <= "2020-06"]
        self.assertIn("Lit now, or within 10 days if nothing more is recorded:\n"
                      f"  {len(late)} projects past their planned start", done)
        self.assertIn("if they have started: project move, or at a first import the stage 在建", done)

    def test_only_the_first_one_says_it(self):
        self.daemon.ctl("import", "projects", os.path.join(CITY, "projects.csv"))
        again = self.daemon.ctl_json("import", "projects", os.path.join(CITY, "projects.csv"))
        self.assertNotIn("ahead", again)
        more = self.daemon.top + "/more.csv"
        with open(more, "w", encoding="utf-8") as f:
            f.write("code,name,unit,stage,year,total,plan,planned_start\n"
                    "N-1,新桥,xihu,计划新开工,2020,2亿元,1000万元,2020-03\n")
        self.assertNotIn("ahead", self.daemon.ctl_json("import", "projects", more))


if __name__ == "__main__":
    unittest.main()
