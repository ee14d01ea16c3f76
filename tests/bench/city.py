"""A city of any size for the benchmarks: city.py N DIR [COUNTIES] writes units.csv and as many projects-*.csv
and chains-*.csv as the size limit of one import requires.

Every project has two links with fixed dates. The first link of the first 10,000 projects is due on
30 June 2020 (the storm); those of the others are spread over the autumn. Their amounts are arbitrary.
"""

import csv
import datetime
import os
import sys

STORM = 10_000
PER_FILE = 20_000
COUNTIES = 20


def units(counties):
    return [("office", "市重点办", "office")] + [(f"county{i:02d}", f"区县{i:02d}", "county")
                                            for i in range(counties)]


UNITS = units(COUNTIES)


def code(i):
    return f"P{i:07d}"


def due_of(i):
    if i < STORM:
        return "2020-06-30"
    return (datetime.date(2020, 9, 1) + datetime.timedelta(days=i % 100)).isoformat()


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header.split(","))
        out.writerows(rows)


def project(i):
    unit = UNITS[1 + i % (len(UNITS) - 1)][0]
    return (code(i), f"Benchmark project number {i} of the northern district, second phase", unit,
            "office", "工业", "在建", 100_000_000 + i * 1000, 20_000_000 + i * 100, 2020,
            "2019-03", "2021-12", "市重大重点")


def links(i):
    unit = UNITS[1 + i % (len(UNITS) - 1)][0]
    yield (code(i), 1, "施工许可", "审批", unit, "Leader Name", "Person Name", "", due_of(i), "2020-03-02")
    yield (code(i), 2, "主体施工", "实施", unit, "Leader Name", "Person Name", "1", "2021-06-30", "2020-03-02")


def main(n, folder, counties=COUNTIES):
    UNITS[:] = units(counties)
    write(folder, "units.csv", "id,name,kind,parent,gb_code", [u + ("", "") for u in UNITS])
    for k, at in enumerate(range(0, n, PER_FILE)):
        write(folder, f"projects-{k:03d}.csv",
              "code,name,unit,sector,category,stage,total,plan,year,planned_start,planned_finish,list",
              [project(i) for i in range(at, min(at + PER_FILE, n))])
    for k, at in enumerate(range(0, n, PER_FILE // 2)):
        write(folder, f"chains-{k:03d}.csv",
              "project,no,name,class,unit,leader,person,after,limit,chain_start",
              [row for i in range(at, min(at + PER_FILE // 2, n)) for row in links(i)])


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))
