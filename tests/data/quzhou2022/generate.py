#!/usr/bin/env python3
"""Writes the second set, Quzhou's government investment in January to September 2022: an opening
balance of October, from which duban counts what that city reported (README.md beside this file).

    generate.py [DIR]      DIR defaults to this folder

Published totals, invented rows. Deterministic: no clock, no random module, integers only.
"""

import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "nanchang2020"))
from generate import MILLION, Dice, share, write  # noqa: E402

ALL, BIG = "市级政府投资项目", "亿元以上重大项目"
MONTHS = [4, 5, 9, 11, 12, 13, 14, 15, 17]  # shares of January to September
# Of both lists, then of the first alone: projects, planned starts, started, plan and completed in
# millions. Published: 41 projects, completed 6190 at 80.2 %, together 7800 at 79.7 %, starts 94.4 %.
CELLS = [([ALL, BIG], 41, 20, 19, 7720, 6190), ([ALL], 55, 34, 32, 2070, 1610)]
UNITS = [("zdb", "市重大项目办", "office", "", ""), ("fagai", "市发改委", "sector", "", ""),
         ("kecheng", "柯城区", "county", "", "330802"), ("qujiang", "衢江区", "county", "", "330803"),
         ("zhicheng", "智造新城管委会", "zone", "", ""), ("zhihui", "智慧新城管委会", "zone", "", ""),
         ("chengtou", "市城投集团", "municipal", "", ""), ("jiaotou", "市交投集团", "municipal", "", ""),
         ("shuili", "市水利局", "municipal", "", ""), ("jiaoyu", "市教育局", "municipal", "", "")]
WORKS = ["道路工程", "管网改造", "学校扩建", "水利工程", "医院迁建", "公园绿道"]


def make_projects(dice):
    runners = [u[0] for u in UNITS[2:]]
    names = {u[0]: u[1] for u in UNITS}
    projects = []
    for lists, size, planned, started, plan, done in CELLS:
        plans = share(plan, [5 + dice.below(30) for _ in range(size)], 10)
        built = size - planned + started  # the last ones do not start
        parts = share(done, [p * (80 + dice.below(41)) for p in plans[:built]], 1)
        for i in range(size):
            new = i >= size - planned
            unit = dice.pick(runners)
            month = 2 + dice.below(7)
            n = len(projects) + 1
            projects.append({
                "code": f"QZ2022-{n:03d}", "name": f"{names[unit]}{dice.pick(WORKS)}（样例{n:03d}）",
                "unit": unit, "lists": lists, "plan": plans[i], "done": parts[i] if i < built else 0,
                "stage": "在建" if i < built else "计划新开工", "planned": f"2022-{month:02d}" if new else "2021-05",
                "started": f"2022-{month:02d}-{3 + dice.below(20):02d}" if new and i < built
                           else "" if new else "2021-05-10"})
    return projects


def total_of(p):
    """1 yi and more, or less."""
    return 100 + 3 * p["plan"] if BIG in p["lists"] else min(3 * p["plan"], 99)


def month_rows(projects):
    num = 0
    for p in projects:
        begun = int(p["started"][5:7]) if p["started"] >= "2022" else 1 if p["started"] else 10
        at = [i for i in range(9) if i + 1 >= begun]
        parts = dict(zip(at, share(p["done"], [MONTHS[i] for i in at], 0))) if at else {}
        for i in range(9):
            num += 1
            period = f"2022-{i + 1:02d}"
            yield (p["code"], num, "月报", period, parts.get(i, 0) * MILLION, "已确认", period,
                   f"2022-{i + 2:02d}-08T10:00", f"2022-{i + 2:02d}-08T15:00", p["unit"])


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else HERE
    projects = make_projects(Dice(20220930))
    write(folder, "units.csv", "id,name,kind,parent,gb_code", UNITS)
    write(folder, "projects.csv", "code,name,unit,sector,category,stage,total,year,planned_start,planned_finish",
          [(p["code"], p["name"], p["unit"], "fagai", "政府投资", p["stage"], total_of(p) * MILLION, 2022,
            p["planned"], "2023-12") for p in projects])
    write(folder, "lives.csv", "project,entered,stage_since,started,begun_by",
          [(p["code"], "2022-01-01", p["started"] or "2022-01-01", p["started"], "") for p in projects])
    write(folder, "members.csv", "project,list,joined,join_reason,join_approver",
          [(p["code"], name, "2022-01-01", "年度计划", "样例批准") for p in projects for name in p["lists"]])
    write(folder, "plans.csv", "project,year,version,kind,amount,planned_start,planned_finish,adopted",
          [(p["code"], 2022, 1, "原始", p["plan"] * MILLION, p["planned"], "2023-12", "2022-01-01")
           for p in projects])
    write(folder, "reports.csv", "project,num,form,period,invested,state,booked,submitted_at,confirmed_at,unit",
          month_rows(projects))


if __name__ == "__main__":
    main()
