"""Measures two builds of duband in turn, for `run --compare BINARY`.

Each round gives both builds a fresh store of the same city and runs each case on both. Within a case the
turns go A B B A B A A B, in the next round B A A B A B B A, so that slow drift (of the disk, of other work on
the machine) affects both alike. The result of a case is the median of the ratios within a round; the absolute
values of one build say little.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import duband
from duband import CASES, RELEASE, TOOLS

WHO = ("old", "new")
QUERIES = [("show", (16, 1)), ("list", (16, 1))]
TURNS = 4  # per build, case and round
NOISY = 1.5
WARM_UP = 0.1  # seconds before each turn
# Warnings about the links due on 30 June are raised on the first of these days and escalate on the others. One
# day per turn.
STORM_DAYS = ("2020-06-29", "2020-07-01", "2020-07-02", "2020-07-08")
STORM_LOAD = ("move", (16, 1))  # not reports: those of May are locked on these days
REFUSED_MAX = 0.1  # share; links that the load before left finished are refused once


class Failure(Exception):
    """A failure with a text for the user, printed instead of a traceback."""


class Case:
    """One thing measured in every round; its ratio is above 1 where this tree is better."""

    def __init__(self, name, unit, better, judged):
        self.name, self.unit, self.better, self.judged = name, unit, better, judged
        self.values = {who: [] for who in WHO}

    def ratios(self):
        pairs = zip(self.values["old"], self.values["new"])
        return [n / o if self.better == "more" else o / n for o, n in pairs if o > 0 and n > 0]

    def median(self):
        return statistics.median(self.ratios())


class Cases:
    """All cases, in the order in which they were first measured."""

    def __init__(self):
        self.all = {}

    def add(self, who, name, unit, value, better="less", judged=True):
        case = self.all.setdefault(name, Case(name, unit, better, judged))
        case.values[who].append(value)

    def judged(self):
        return [c for c in self.all.values() if c.judged and c.ratios()]


class Round:
    """Both daemons with fresh stores. Use it in `with`, which stops the daemons and removes the stores."""

    def __init__(self, number, folder, binaries, cases, options):
        self.folder, self.cases, self.options = folder, cases, options
        self.order = WHO if number % 2 == 0 else WHO[::-1]
        os.makedirs(folder)
        self.daemons = {who: duband.Daemon(f"{folder}/{who}", binary=binaries[who]) for who in WHO}
        self.served = dict.fromkeys(WHO, 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for d in self.daemons.values():
            if d.process and d.process.poll() is None:
                d.stop(signal.SIGKILL)
            d.notify.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def turns(self):
        """TURNS of each build, A B B A B A A B: with this order even drift that speeds up affects both alike."""
        there, back = self.order, self.order[::-1]
        return [(who, self.daemons[who]) for who in there + back + back + there]

    def once(self):
        return [(who, self.daemons[who]) for who in self.order]

    def measure(self, imports):
        projects = self.options.projects
        for who, d in self.once():
            self.cases.add(who, "fresh store to READY", "s", d.start(), judged=False)
        self.load_city(imports)
        self.restarts()
        before = {who: duband.bytes_of(d.folder) for who, d in self.once()}
        for who, d in self.once():
            journal, lmdb = before[who]
            self.cases.add(who, "journal a project", "bytes", journal / projects)
            self.cases.add(who, "LMDB a project", "bytes", lmdb / projects)
            self.cases.add(who, "memory after restart, RSS", "MiB", d.status("VmRSS"))
        for verb in ("report", "move"):
            for case in CASES:
                self.load(verb, case, commands=True)
        for verb, case in QUERIES:
            self.load(verb, case, commands=False)
        for who, d in self.once():
            self.cases.add(who, "memory after load, anonymous", "MiB", d.status("RssAnon"),
                           judged=False)
            d.stop(signal.SIGKILL)
            self.cases.add(who, "restart after SIGKILL to READY", "s", d.start(), judged=False)
        self.bytes_of_commands(before)
        self.storms()

    def load_city(self, imports):
        """Imports file by file; both builds import a file before the next one."""
        seconds = dict.fromkeys(WHO, 0.0)
        for i, (kind, path) in enumerate(imports):
            for who, d in self.once()[:: 1 if i % 2 else -1]:
                t0 = time.monotonic()
                d.ctl("import", kind, path)
                seconds[who] += time.monotonic() - t0
        for who, d in self.once():
            self.cases.add(who, "import of the city", "s", seconds[who])
            self.cases.add(who, "import of the city, processor", "s", d.processor())

    def restarts(self):
        seconds = {who: [] for who in WHO}
        for who, d in self.turns():
            d.stop()
            seconds[who].append(d.start())
        for who in WHO:
            self.cases.add(who, "clean restart to READY", "s", statistics.median(seconds[who]))

    def load(self, verb, case, commands):
        """Combines all turns of a build into its value for this round."""
        runs = {who: [] for who in WHO}
        processor = dict.fromkeys(WHO, 0.0)
        for who, d in self.turns():
            start = d.processor()
            runs[who].append(self.one_load(d, verb, case, self.options.seconds / TURNS))
            processor[who] += d.processor() - start
        name = f"{verb} {case[0]} × {case[1]}"
        for who in WHO:
            served = sum(m["served"] for m in runs[who])
            # All turns are equally long, so the rate is the mean of their rates.
            rate = statistics.mean(m["rate"] for m in runs[who])
            if commands:
                self.served[who] += served
            unit = "commands/s" if commands else "queries/s"
            self.cases.add(who, name, unit, rate, better="more")
            self.cases.add(who, f"{name}, processor", "µs each", processor[who] / served * 1e6)
            self.cases.add(who, f"{name}, p99", "ms", max(m["p99"] for m in runs[who]) / 1e3,
                           judged=False)

    def arguments(self, d, verb, case, seconds):
        return [f"{TOOLS}/load", d.endpoint(), str(self.options.projects), str(case[0]),
                str(case[1]), str(seconds), verb, str(WARM_UP)]

    def one_load(self, d, verb, case, seconds):
        one = duband.measure(*self.arguments(d, verb, case, seconds))
        if one["refused"] > one["count"] * REFUSED_MAX:
            raise Failure(f"{d.binary}, {verb}: {one['refused']:.0f} of {one['count']:.0f} refused")
        return one

    def bytes_of_commands(self, before):
        for who, d in self.once():
            d.stop()
            d.start()
            journal, lmdb = duband.bytes_of(d.folder)
            self.cases.add(who, "journal a command", "bytes",
                           (journal - before[who][0]) / self.served[who])
            self.cases.add(who, "LMDB a command", "bytes", (lmdb - before[who][1]) / self.served[who])

    def storms(self):
        """On each of STORM_DAYS 10,000 warnings are raised or escalated while commands arrive."""
        seconds, rates, silences = ({who: [] for who in WHO} for _ in range(3))
        for who, d in self.once():
            d.ctl("clock", "set", duband.BEFORE_STORM)
        for (who, d), day in zip(self.turns(), [day for day in STORM_DAYS for _ in WHO]):
            one = self.storm(d, f"{day}T00:01")
            seconds[who].append(one["seconds"])
            rates[who].append(one["rate"])
            silences[who].append(one["silence"])
        for who, d in self.once():
            self.cases.add(who, f"{TURNS} storms of 10,000 due links under load", "s", sum(seconds[who]))
            self.cases.add(who, "commands beside the storms", "commands/s",
                           statistics.mean(rates[who]), better="more")
            self.cases.add(who, "longest silence beside the storms", "ms", max(silences[who]),
                           judged=False)

    def storm(self, d, until):
        """How long the clock takes to reach `until`, and what the load measured meanwhile."""
        verb, case = STORM_LOAD
        load = subprocess.Popen(self.arguments(d, verb, case, 0.8), stdout=subprocess.PIPE, text=True)
        try:
            time.sleep(2 * WARM_UP)
            t0 = time.monotonic()
            d.ctl("clock", "set", until)
            seconds = time.monotonic() - t0
            lines, _ = load.communicate(timeout=60)
        finally:
            load.kill()
            load.wait()
        if load.returncode != 0:
            raise Failure(f"{d.binary}: the load beside the storm failed")
        return {**duband.metrics(lines), "seconds": seconds}


def speaks_our_wire(binary, folder):
    """Starts the binary and sends one query with this tree's client, to fail early if it does not work."""
    os.makedirs(folder)
    d = duband.Daemon(folder + "/probe", binary=binary)
    try:
        d.start()
        asked = subprocess.run([f"{RELEASE}/dubanctl", "--data", d.folder, "status"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                               timeout=60, check=False)
        if asked.returncode != 0:
            raise Failure(f"{binary} does not speak the wire of this tree's client, so the two "
                          f"can't be compared: {asked.stderr.strip()}")
    finally:
        if d.process and d.process.poll() is None:
            d.stop(signal.SIGKILL)
        d.notify.close()
        shutil.rmtree(folder)


def print_case(case):
    ratios = case.ratios()
    digits = 0 if max(case.values["old"]) >= 1000 else 3 if max(case.values["old"]) < 10 else 1
    aside = "" if case.judged else ", not judged"
    print(f"\n{case.name}, {case.unit} ({case.better} is better{aside})")
    for who, words in (("old", "BINARY"), ("new", "this tree")):
        print(f"  {words:<10}" + "".join(f"{v:>11,.{digits}f}" for v in case.values[who]))
    if not ratios:
        print("  no ratio")
        return
    print(f"  {'ratio':<10}" + "".join(f"{r:>11.2f}" for r in ratios)
          + f"   median {case.median():.2f}")


def verdict(cases, floor):
    """Prints the closing line and returns the exit status."""
    judged = cases.judged()
    noisy = sum(max(c.ratios()) > NOISY * min(c.ratios()) for c in judged)
    if noisy:
        print(f"\nnoise: in {noisy} of {len(judged)} cases the largest ratio of a round is more than "
              f"{NOISY:g} times the smallest; measure those again on a quieter machine or with more --rounds")
    worst = min(judged, key=Case.median)
    line = f"worst median ratio {worst.median():.2f}: {worst.name}, {worst.unit}"
    if floor <= 0:
        print(f"\n{line}; no floor")
        return 0
    below = [c for c in judged if c.median() < floor]
    certain = sum(max(c.ratios()) < floor for c in below)
    print(f"\n{line}; {len(below)} of {len(judged)} medians below the floor of {floor:g}, "
          f"{certain} of them in every round")
    return 1 if below else 0


def write_json(path, cases):
    rows = [{"name": c.name, "unit": c.unit, "better": c.better, "judged": c.judged,
             "old": c.values["old"], "new": c.values["new"], "ratio": c.ratios(),
             "median": c.median() if c.ratios() else None} for c in cases.all.values()]
    with open(path, "w", encoding="utf-8") as f:
        json.dump(rows, f, ensure_ascii=False, indent=1)
        f.write("\n")


def interrupted(*_):
    raise KeyboardInterrupt


def go_first():
    """Raises the priority of daemons and load above other work on the machine; only root may."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -15)
    except PermissionError:
        print("not root: other work on the machine will affect the ratios", file=sys.stderr)


def measure_rounds(folder, binaries, cases, options):
    imports = duband.make_city(options.projects, folder + "/city")
    for number in range(options.rounds):
        t0 = time.monotonic()
        with Round(number, f"{folder}/round", binaries, cases, options) as one:
            one.measure(imports)
        print(f"round {number + 1} of {options.rounds}: {time.monotonic() - t0:.0f} s",
              file=sys.stderr)


def compare(binaries, options):
    cases = Cases()
    os.makedirs(options.dir, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="compare-", dir=options.dir)
    try:
        speaks_our_wire(binaries["old"], folder + "/wire")
        measure_rounds(folder, binaries, cases, options)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second ctrl-C must not interrupt the cleanup
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{options.rounds} rounds, {options.seconds:g} s a case and build, "
          f"{options.projects:,} projects; a ratio above 1: this tree is better")
    for case in cases.all.values():
        print_case(case)
    if options.json:
        write_json(options.json, cases)
    return verdict(cases, options.floor)


def main(options):
    """0: no median is below the floor. 1: one is. 2: could not be compared. 130: interrupted."""
    binaries = {"old": os.path.realpath(options.compare), "new": f"{RELEASE}/duband"}
    if not os.path.isfile(binaries["old"]) or not os.access(binaries["old"], os.X_OK):
        print(f"--compare: {options.compare} is not an executable file", file=sys.stderr)
        return 2
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupted)
    try:
        duband.build()
        go_first()
        return compare(binaries, options)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except (Failure, duband.NotReady, OSError) as e:
        print(f"--compare: {e}", file=sys.stderr)
    except subprocess.CalledProcessError as e:
        print(f"--compare: {' '.join(e.cmd)} exited with {e.returncode}", file=sys.stderr)
    return 2
