#!/usr/bin/env python3
"""Writes the year 2020 of the sample city: year/*.csv, an opening balance of January 2021 from
which duban counts what the office told the press on 2021-01-25 (README.md beside this file).

    year.py [DIR]      DIR defaults to this folder, whose projects.csv it reads

Published totals, invented months, days and shares. Deterministic, as generate.py is.
"""

import csv
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from generate import MILLION, Dice, share, write  # noqa: E402

KEY, PROVINCE, PROVINCE_KEY = "市重点推进", "省大中型", "省重点"

# What was completed, in millions (s3): of the list, of the 100, of the 188, of the 43.
DONE = {"all": 182490, "key": 77420, "province": 97830, "province_key": 44860}
# A project runs for the rail company in this year, so that the 43 have one of its projects.
MOVED = {"NC2020-236": ("guidao", "南昌轨道交通集团轨道交通站点工程扩建（样例236）")}

# Invented: completed in percent of the plan, by unit and cell (which lists: cell_of). All other
# units share what is left of a cell's total by their plans.
RATES = {
    "xihu": {"AD": 198, "BE": 185, "C": 143},
    "xinjian": {"AD": 205, "BE": 110, "C": 64},
    "gaoxin": {"AD": 190, "BE": 160, "C": 91},
    "jingkai": {"AD": 150, "B": 140, "E": 110, "C": 163},
    "jiaoyu": {"AD": 150, "BE": 80, "C": 200},
    "shuitou": {"B": 160, "E": 144},
    "guidao": {"AD": 178, "B": 110, "E": 150},
    "chengtou": {"AD": 140, "BE": 134, "C": 110},
    "shizheng": {"AD": 120, "BE": 105, "C": 112},
}

# How many of the planned starts did not start, by cell: 164 - 141, 21 - 20, 48 - 43.
NOT_STARTED = {"C": 1, "E": 5, "F": 17}
# How much of a year is done in which month: the spring of 2020 was slow.
MONTHS = [3, 3, 6, 8, 9, 10, 9, 9, 10, 10, 11, 12]
FIRST_DAY, SECOND_DAY = "2020-01-01", "2020-07-15"  # first batch; second batch joins, 9 leave
# Reported and confirmed on the first two working days after the month.
TOLD = [("2020-02-03", "2020-02-04"), ("2020-03-02", "2020-03-03"), ("2020-04-01", "2020-04-02"),
        ("2020-05-06", "2020-05-07"), ("2020-06-01", "2020-06-02"), ("2020-07-01", "2020-07-02"),
        ("2020-08-03", "2020-08-04"), ("2020-09-01", "2020-09-02"), ("2020-10-09", "2020-10-10"),
        ("2020-11-02", "2020-11-03"), ("2020-12-01", "2020-12-02"), ("2021-01-04", "2021-01-05")]
INVENTED = "样例虚构：上年基数未公布，由公布的增减百分点倒推"
PRESS = "南昌市发改委2020年全市重大重点项目推进情况新闻通气会（2021-01-25）"


def read(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def cell_of(lists):
    """The letters of generate.py's CELLS."""
    on = (KEY in lists, PROVINCE in lists, PROVINCE_KEY in lists)
    return {(True, True, True): "A", (True, True, False): "B", (True, False, False): "C",
            (False, True, True): "D", (False, True, False): "E", (False, False, False): "F"}[on]


def read_projects():
    projects = read("projects.csv")
    for p in projects:
        p["unit"], p["name"] = MOVED.get(p["code"], (p["unit"], p["name"]))
        p["lists"] = p["list"].split(";")
        p["cell"] = cell_of(p["lists"])
        p["plan"] = int(p["plan"]) // MILLION
        p["gone"] = p["stage"] == "退出"
        p["joined"] = SECOND_DAY if p["batch"] == "第二批" else FIRST_DAY
        p["planned"] = p["stage"] == "计划新开工"
        p["started"] = p["completed"] = p["stopped"] = ""
        p["done"] = 0
    return projects


# ---- who starts, and when

def choose_not_started(projects, dice):
    """Those planned latest."""
    late = set()
    for cell, n in NOT_STARTED.items():
        mine = [p for p in projects if p["cell"] == cell and p["planned"]]
        dice.shuffle(mine)
        mine.sort(key=lambda p: p["planned_start"], reverse=True)
        late |= {p["code"] for p in mine[:n]}
    return late


def day_in(month, dice):
    return f"{month}-{3 + dice.below(24):02d}"


def start_month(p, dice):
    """Mostly as planned, some a month early, some late."""
    year, month = map(int, p["planned_start"].split("-"))
    month = min(max(month + [0, 0, 0, 0, -1, 1, 0, 2][dice.below(8)], 3), 12)
    earliest = 8 if p["joined"] == SECOND_DAY else 3
    return f"{year}-{max(month, earliest):02d}"


def put_life(p, late, dice):
    if p["planned"]:
        if p["code"] not in late:
            p["stage"] = "在建"
            p["started"] = day_in(start_month(p, dice), dice)
    elif p["stage"] in ("在建", "停工", "完工"):
        p["started"] = day_in(p["planned_start"], dice)
    if p["stage"] == "停工":
        p["stopped"] = day_in(f"2020-{5 + dice.below(5):02d}", dice)
    elif p["stage"] == "完工":
        p["completed"] = day_in(p["planned_finish"], dice)


# ---- what is completed

def plans_by(projects):
    plans = {}
    for p in projects:
        if not p["gone"]:
            key = (p["unit"], p["cell"])
            plans[key] = plans.get(key, 0) + p["plan"]
    return plans


def rate_of(unit, cell):
    for cells, rate in RATES.get(unit, {}).items():
        if cell in cells:
            return rate
    return None


def fill(plans, cells, total, done):
    """`total` over the units of these cells: the rates as given, the rest by the plans."""
    mine = [k for k in sorted(plans) if k[1] in cells and k not in done]
    for key in mine:
        rate = rate_of(*key)
        if rate:
            done[key] = plans[key] * rate // 100
    rest = [k for k in mine if k not in done]
    left = total - sum(done[k] for k in done if k[1] in cells)
    for key, part in zip(rest, share(left, [plans[k] for k in rest], 0)):
        done[key] = part


def done_by_unit(plans):
    """(unit, cell) -> millions, so that all four totals hold: A+D, A+D+B+E, A+B+C, all."""
    done = {}
    fill(plans, "AD", DONE["province_key"], done)
    fill(plans, "BE", DONE["province"] - DONE["province_key"], done)
    key = sum(n for (_, cell), n in done.items() if cell in "AB")
    fill(plans, "C", DONE["key"] - key, done)
    fill(plans, "F", DONE["all"] - sum(done.values()), done)
    return done


def months_left(p):
    """Who starts in the autumn does less of a year's work."""
    return 14 - int(p["started"][5:7]) if p["planned"] else 12


def share_projects(projects, done, dice):
    """Of a unit and cell over its projects; those that did not start built nothing."""
    for (unit, cell), amount in sorted(done.items()):
        mine = [p for p in projects if (p["unit"], p["cell"]) == (unit, cell) and not p["gone"]]
        built = [p for p in mine if p["started"] or not p["planned"]]
        assert built or not amount, (unit, cell)
        weights = [p["plan"] * months_left(p) * (70 + dice.below(61)) for p in built]
        for p, part in zip(built, share(amount, weights, 1)):
            p["done"] = part


def months_of(p):
    """(month, millions) that it reports: from the month in which it joined, 0 before it starts."""
    first = int(p["joined"][5:7])
    if p["gone"]:
        return [(month, 0) for month in range(first, int(SECOND_DAY[5:7]))]
    begun = first
    if p["planned"]:
        begun = max(first, int(p["started"][5:7])) if p["started"] else 13
    weights = [MONTHS[m - 1] if m >= begun else 0 for m in range(first, 13)]
    parts = share(p["done"], weights, 0) if p["done"] else [0] * len(weights)
    if begun > first and p["done"]:  # share() may put what is left over into the first months
        head = sum(parts[:begun - first])
        parts = [0] * (begun - first) + parts[begun - first:]
        parts[begun - first] += head
    assert sum(parts) == p["done"] and min(parts) >= 0
    return [(first + i, part) for i, part in enumerate(parts)]


# ---- files

def life_of(p):
    since = p["stopped"] or p["completed"] or p["started"] or p["joined"]
    withdrawn = SECOND_DAY if p["gone"] else ""
    return (p["code"], p["joined"], withdrawn or since, p["started"], p["stopped"], p["completed"],
            withdrawn, "")


def member_rows(projects):
    for p in projects:
        second = p["joined"] == SECOND_DAY
        for name in p["lists"]:
            yield (p["code"], name, p["joined"], "第二批调入" if second else "第一批", "样例批准")


def report_rows(projects):
    """One a month: every project with a plan has told something of each month."""
    num = 0
    for p in projects:
        for month, part in months_of(p):
            num += 1
            period = f"2020-{month:02d}"
            yield (p["code"], num, "月报", period, part * MILLION, "已确认", period,
                   *(f"{day}T10:00" for day in TOLD[month - 1]), p["unit"])


# list, completed and plan in millions, points above the year before in tenths; planned starts and
# starts of the year before, where the press was told of a change. 90 of 136 is 19.8 points below 141
# of 164, 40 of 42 as much as 20 of 21. The plan of the year before, in millions.
BASES = [("市重大重点", "all", 155980, 294, 136, 90, 140000),
         (KEY, "key", 56160, 268, 42, 40, 50000),
         (PROVINCE, "province", 74260, 241, "", "", 60000),
         (PROVINCE_KEY, "province_key", 29190, 227, "", "", 25000)]


def base_rows():
    """So much completed in the year before that its rate lies the published points below."""
    for name, key, plan, points, planned, started, last_plan in BASES:
        last = DONE[key] * last_plan // plan - points * last_plan // 1000
        yield (name, "2019-12", "", last_plan * MILLION, last * MILLION, planned, started, INVENTED)


def rank_rows():
    among = "全省各设区市（含赣江新区）"
    for indicator, rank in (("项目数量", 1), ("总投资", 1), ("年度计划投资", 1), ("投资完成率", 2)):
        yield (PROVINCE_KEY, "2020-12", indicator, rank, "", among, PRESS)


def write_all(folder, projects):
    write(folder, "year/projects.csv",
          "code,name,unit,sector,category,stage,total,year,planned_start,planned_finish,batch",
          [(p["code"], p["name"], p["unit"], p["sector"], p["category"], p["stage"], p["total"],
            p["year"], p["planned_start"], p["planned_finish"], p["batch"]) for p in projects])
    write(folder, "year/lives.csv",
          "project,entered,stage_since,started,stopped,completed,withdrawn,begun_by",
          [life_of(p) for p in projects])
    write(folder, "year/members.csv", "project,list,joined,join_reason,join_approver",
          member_rows(projects))
    write(folder, "year/plans.csv", "project,year,version,kind,amount,planned_start,planned_finish,"
          "adopted", [(p["code"], 2020, 1, "原始", p["plan"] * MILLION, p["planned_start"],
                       p["planned_finish"], p["joined"]) for p in projects])
    write(folder, "year/reports.csv", "project,num,form,period,invested,state,booked,submitted_at,"
          "confirmed_at,unit", report_rows(projects))
    write(folder, "year/year_bases.csv", "list,month,unit,plan,completed,planned_starts,started,"
          "source", base_rows())
    write(folder, "year/outer_ranks.csv", "list,month,indicator,rank,of,among,source", rank_rows())


def main():
    dice = Dice(20201231)
    projects = read_projects()
    late = choose_not_started(projects, dice)
    for p in projects:
        put_life(p, late, dice)
    share_projects(projects, done_by_unit(plans_by(projects)), dice)
    write_all(sys.argv[1] if len(sys.argv) > 1 else HERE, projects)


if __name__ == "__main__":
    main()
