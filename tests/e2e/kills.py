#!/usr/bin/python3
# timeout: 600
"""Two months of the sample city, run twice: once undisturbed, once with SIGKILL between the
commands and while the clock is set forward. All warnings (also cleared ones), chains and counts
must be the same. SEED=... repeats a run."""
import os
import random
import subprocess
import sys
import unittest

from wire_daemon import DUBANCTL, SOURCE, Daemon

CITY = os.path.join(SOURCE, "tests", "data", "nanchang2020")
OVERRIDE = """date,kind,name
2020-02-17,holiday,市级调整
2020-02-18,holiday,市级调整
2020-02-22,workday,市级调整
"""
REASON = ["--reason", "测试"]
STEPS, MOVES = 12, 10


class Life:
    """The same commands for the same seed; `deaths` (a Random, or None) decides when the daemon is killed."""

    def __init__(self, seed, deaths):
        self.random = random.Random(seed)
        self.deaths = deaths
        self.kills = 0
        self.daemon = Daemon("2020-01-02T09:00").start()
        for kind in ("units", "people", "projects", "chains"):
            self.daemon.ctl("import", kind, os.path.join(CITY, kind + ".csv"))
            self.die(1)
        with open(os.path.join(CITY, "chains.csv"), encoding="utf-8") as f:
            self.codes = sorted({line.split(",")[0] for line in f.readlines()[1:]})[:60]

    def die(self, chance):
        if self.deaths and self.deaths.random() < chance:
            self.daemon.process.kill()
            self.daemon.process.wait(60)
            self.daemon.start()
            self.kills += 1

    def walk(self, when):
        if self.deaths and self.deaths.random() < 0.7:
            walking = subprocess.Popen([DUBANCTL, "--data", self.daemon.dir, "clock", "set", when],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                walking.wait(self.deaths.random() / 2)
            except subprocess.TimeoutExpired:
                pass
            self.die(1)
            walking.wait(120)
        self.daemon.ctl("clock", "set", when)

    def move(self):
        move = self.random.choice(["start", "finish", "finish", "extend", "suspend", "resume",
                                   "return", "cancel"])
        words = ["link", move, self.random.choice(self.codes), str(self.random.randint(1, 6))]
        if move == "extend":
            words += ["--to", f"2020-0{self.random.randint(3, 9)}-15"]
        if move in ("extend", "suspend", "return", "cancel"):
            words += REASON
        self.daemon.ctl(*words, code=None)  # many are refused, in both runs the same
        self.die(0.1)

    def live(self):
        day = 3
        for step in range(STEPS):
            self.walk(f"2020-{1 + day // 28:02}-{1 + day % 28:02}T10:00")
            day += self.random.choice([3, 4, 5])
            for _ in range(MOVES):
                self.move()
            if step == 5:
                path = os.path.join(self.daemon.top, "days.csv")
                with open(path, "w", encoding="utf-8") as f:
                    f.write(OVERRIDE)
                self.daemon.ctl("import", "calendar", path, "--override")
                self.die(1)
            if step == 8:
                self.daemon.ctl("param", "set", "W01.y_before_wd", "2")
                self.die(1)
        return self.told()

    def told(self):
        status = self.daemon.ctl_json("status")
        told = {key: status[key] for key in ("now", "open_yellow", "open_red", "projects")}
        told["warnings"] = self.daemon.ctl_json("warning", "list", "--all")
        told["chains"] = [self.daemon.ctl_json("chain", "show", code) for code in self.codes[:20]]
        told["verify"] = self.daemon.ctl_json("verify")["ok"]
        return told


class Kills(unittest.TestCase):
    maxDiff = 4000

    def test_a_city_that_is_killed_again_and_again_says_what_an_undisturbed_one_says(self):
        seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1 << 32))
        print(f"SEED={seed}", file=sys.stderr, flush=True)
        calm, mortal = Life(seed, None), Life(seed, random.Random(seed + 1))
        self.addCleanup(calm.daemon.remove)
        self.addCleanup(mortal.daemon.remove)
        expected, told = calm.live(), mortal.live()
        self.assertTrue(expected.pop("verify"))
        self.assertTrue(told.pop("verify"))
        self.assertGreater(len(expected["warnings"]), 100)
        self.assertGreater(mortal.kills, 10)
        self.assertEqual(told, expected)


if __name__ == "__main__":
    unittest.main()
