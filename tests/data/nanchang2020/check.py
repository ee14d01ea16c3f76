#!/usr/bin/env python3
"""The sample city's promises: generating again gives the same bytes, the totals and those of its
year are the published ones, and every chain is a sound one. Exit 0 = all hold."""

import collections
import csv
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = ["units.csv", "people.csv", "projects.csv", "chains.csv", "officials/people.csv",
         "officials/posts.csv", "officials/groups.csv", "officials/projects.csv"]
YEAR_FILES = [f"year/{kind}.csv" for kind in ("projects", "lives", "members", "plans", "reports",
                                              "year_bases", "outer_ranks")]
QUZHOU = os.path.join(os.path.dirname(HERE), "quzhou2022")
YI = 100_000_000
EARLY = ("前期", "谋划储备")
# list: projects, total and plan in 0.1 yi
PUBLISHED = {"市重大重点": (586, 103167, 15598), "市重点推进": (100, 30459, 5616),
             "省大中型": (188, 35158, 7426), "省重点": (43, 19932, 2919)}
# list: completed in the year in 0.1 yi, planned starts, started (None: not published)
PUBLISHED_YEAR = {"市重大重点": (18249, 164, 141), "市重点推进": (7742, 21, 20),
                  "省大中型": (9783, 48, 43), "省重点": (4486, None, None)}

failed = 0


def expect(what, got, want):
    global failed
    if got != want:
        failed += 1
        print(f"FAIL {what}: {got}, should be {want}")


def rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def check_bytes(folder, scripts, files):
    with tempfile.TemporaryDirectory() as again:
        for script in scripts:
            subprocess.run([sys.executable, "-B", os.path.join(folder, script), again], check=True)
        for name in files:
            with open(os.path.join(folder, name), "rb") as a, open(os.path.join(again, name), "rb") as b:
                expect(f"{name} generated again is the same", a.read() == b.read(), True)


def check_totals(projects):
    on = [p for p in projects if p["stage"] != "退出"]
    batch = collections.Counter(p["batch"] for p in projects)
    stage = collections.Counter(p["stage"] for p in on)
    expect("first batch", batch["第一批"], 579)
    expect("second batch", batch["第二批"], 16)
    expect("withdrawn", len(projects) - len(on), 9)
    expect("implementing", len(on) - stage["前期"] - stage["谋划储备"], 472)
    expect("planned starts", stage["计划新开工"], 164)
    expect("early-stage", stage["前期"] + stage["谋划储备"], 114)
    expect("categories", len({p["category"] for p in on}), 7)
    expect("codes differ", len({p["code"] for p in projects}), 595)
    for name, (n, total, plan) in PUBLISHED.items():
        mine = [p for p in on if name in p["list"].split(";")]
        expect(f"{name}: projects", len(mine), n)
        expect(f"{name}: total", sum(int(p["total"]) for p in mine) * 10, total * YI)
        expect(f"{name}: plan", sum(int(p["plan"]) for p in mine) * 10, plan * YI)
    for name, n in (("市重点推进", 21), ("省大中型", 48)):
        starts = [p for p in on if name in p["list"].split(";") and p["stage"] == "计划新开工"]
        expect(f"{name}: planned starts", len(starts), n)


def check_year(projects):
    """Of the months that are told; what duban makes of them is tests/e2e/briefing.py."""
    done, told = collections.Counter(), collections.Counter()
    started = {r["project"] for r in rows("year/lives.csv") if r["started"] >= "2020-01"}
    for r in rows("year/reports.csv"):
        done[r["project"]] += int(r["invested"])
        told[r["project"], r["period"]] += 1
    expect("no month is told twice", max(told.values()), 1)
    for name, (want, planned, begun) in PUBLISHED_YEAR.items():
        mine = [p for p in projects if name in p["list"].split(";") and p["stage"] != "退出"]
        expect(f"{name}: completed", sum(done[p["code"]] for p in mine) * 10, want * YI)
        starts = [p for p in mine if p["stage"] == "计划新开工"]
        if planned:
            expect(f"{name}: planned starts of the year", len(starts), planned)
            expect(f"{name}: started", sum(p["code"] in started for p in starts), begun)
        for p in mine:
            expect(f"{p['code']}: told December", told[p["code"], "2020-12"], 1)


def check_chain(code, chain, units):
    done = set()
    expect(f"{code}: one chain_start", len({r["chain_start"] for r in chain}), 1)
    expect(f"{code}: 8 to 20 links", 8 <= len(chain) <= 20, True)
    for r in chain:  # the generator writes prerequisites before their followers
        after = {int(a) for a in r["after"].split(";") if a}
        expect(f"{code}/{r['no']}: prerequisites stand before it", after <= done, True)
        expect(f"{code}/{r['no']}: unit", r["unit"] in units, True)
        expect(f"{code}/{r['no']}: filled", bool(r["limit"] and r["leader"] and r["person"]), True)
        done.add(int(r["no"]))
    expect(f"{code}: numbers differ", len(done), len(chain))


def main():
    units = {r["id"] for r in rows("units.csv")}
    projects, chains = rows("projects.csv"), collections.defaultdict(list)
    for r in rows("chains.csv"):
        chains[r["project"]].append(r)
    check_bytes(HERE, ("generate.py", "year.py"), FILES + YEAR_FILES)
    check_bytes(QUZHOU, ("generate.py",), [n for n in os.listdir(QUZHOU) if n.endswith(".csv")])
    check_totals(projects)
    check_year(projects)
    for p in rows("people.csv"):
        expect(f"person {p['id']}: unit", p["unit"] in units, True)
    for p in projects:
        expect(f"{p['code']}: unit", p["unit"] in units, True)
        if "市重点推进" in p["list"]:
            expect(f"{p['code']}: has a chain", p["code"] in chains, True)
    for code, chain in chains.items():
        check_chain(code, chain, units)
    print(f"{len(projects)} projects, {len(chains)} chains, {sum(map(len, chains.values()))} links, "
          f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
