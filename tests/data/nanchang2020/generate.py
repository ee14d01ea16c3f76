#!/usr/bin/env python3
"""Writes the sample city: units.csv people.csv projects.csv chains.csv, and who holds which post:
officials/people.csv posts.csv groups.csv projects.csv.

    generate.py [DIR]      DIR defaults to this folder

Invented rows, published totals (README.md beside this file). Deterministic: no clock, no
random module, integers only, so the same bytes come out everywhere.
"""

import csv
import datetime
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import city  # noqa: E402
import links  # noqa: E402

MILLION = 1_000_000  # yuan: the grain of every amount; 0.1 yi = 10 grains

# The list divided so that every published total holds at once. A cell is the projects that
# stand on the same lists: name, size, planned starts, early-stage, total and plan in 0.1 yi.
#   key      100   21 starts   3045.9   561.6     A + B + C
#   prov     188   48 starts   3515.8   742.6     A + B + D + E
#   provkey   43               1993.2   291.9     A + D
#   all      586  164 starts  10316.7  1559.8     the six
CELLS = [
    ("A", ["市重大重点", "市重点推进", "省大中型", "省重点"], 30, 5, 0, 15500, 2150),
    ("B", ["市重大重点", "市重点推进", "省大中型"], 20, 6, 0, 3500, 1100),
    ("C", ["市重大重点", "市重点推进"], 50, 10, 6, 11459, 2366),
    ("D", ["市重大重点", "省大中型", "省重点"], 13, 3, 0, 4432, 769),
    ("E", ["市重大重点", "省大中型"], 125, 34, 0, 11726, 3407),
    ("F", ["市重大重点"], 348, 106, 108, 56550, 5806),
]
FIRST_BATCH, SECOND_BATCH, WITHDRAWN = 579, 16, 9
MORE_CHAINS = 50  # beside those of the 100 key projects


class Dice:
    """A fixed sequence (splitmix64): the same on every machine and Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return (z ^ (z >> 31)) % n

    def pick(self, items):
        return items[self.below(len(items))]

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]


def share(amount, weights, least):
    """Divides `amount` by weights into integers >= least that add up exactly."""
    spare = amount - least * len(weights)
    total = sum(weights)
    parts = [spare * w // total for w in weights]
    for i in range(spare - sum(parts)):
        parts[i % len(parts)] += 1
    return [least + p for p in parts]


def stages_of(size, starts, early, dice):
    """Stage per project of a cell: planned starts, early-stage, the rest under way."""
    rest = size - starts - early
    done = rest // 40
    stages = ["计划新开工"] * starts
    stages += ["前期"] * (early - early // 3) + ["谋划储备"] * (early // 3)
    stages += ["完工"] * done + ["停工"] * (done // 2) + ["在建"] * (rest - done - done // 2)
    dice.shuffle(stages)
    return stages


def amounts_of(stages, total, plan, dice):
    """Totals skewed as real lists are; the plan follows stage and size, never above it."""
    weights = [[6, 8, 10, 14, 20, 30, 45, 90][dice.below(8)] for _ in stages]
    totals = share(total * 10, weights, 50)
    rate = {"谋划储备": 1, "前期": 2, "计划新开工": 9, "停工": 3, "完工": 6, "在建": 12}
    plans = share(plan * 10, [t * rate[s] for t, s in zip(totals, stages)], 5)
    for t, p in zip(totals, plans):
        assert 0 < p <= t, (t, p)
    return totals, plans


def draw_category(dice):
    n = dice.below(100)
    for row in city.CATEGORIES:
        n -= row[2]
        if n < 0:
            return row
    raise AssertionError


def months_of(stage, dice):
    """Planned start and finish (YYYY-MM)."""
    if stage == "计划新开工":
        m = [3, 4, 4, 5, 5, 6, 6, 6, 7, 8, 9, 9, 10, 11][dice.below(14)]
        return f"2020-{m:02d}", f"{2021 + dice.below(3)}-{1 + dice.below(12):02d}"
    if stage in ("前期", "谋划储备"):
        y = 2021 + dice.below(2)
        return f"{y}-{3 + dice.below(9):02d}", f"{y + 2 + dice.below(2)}-{1 + dice.below(12):02d}"
    start = f"{2017 + dice.below(3)}-{1 + dice.below(12):02d}"
    if stage == "完工" or dice.below(4) == 0:
        return start, f"2020-{6 + dice.below(7):02d}"
    return start, f"{2021 + dice.below(2)}-{1 + dice.below(12):02d}"


def make_project(stage, lists, total, plan, dice):
    category, sector, _, runners, kind, nouns = draw_category(dice)
    unit = dice.pick(runners) if runners and dice.below(3) == 0 else dice.pick(city.COUNTIES)
    start, finish = months_of(stage, dice)
    return {"stage": stage, "lists": lists, "total": total, "plan": plan, "category": category,
            "sector": sector, "unit": unit, "kind": kind, "noun": dice.pick(nouns),
            "part": dice.pick(city.PARTS), "start": start, "finish": finish}


def make_projects(dice):
    """The 586 of the list and the 9 withdrawn, numbered and batched."""
    listed = []
    for _, lists, size, starts, early, total, plan in CELLS:
        stages = stages_of(size, starts, early, dice)
        totals, plans = amounts_of(stages, total, plan, dice)
        listed += [make_project(s, lists, t, p, dice)
                   for s, t, p in zip(stages, totals, plans)]
    dice.shuffle(listed)
    second = [p for p in listed if "市重点推进" not in p["lists"]][:SECOND_BATCH]
    taken = set(map(id, second))
    first = [p for p in listed if id(p) not in taken]
    for _ in range(WITHDRAWN):
        gone = make_project("前期", ["市重大重点"], 300 + dice.below(2000), 20 + dice.below(80), dice)
        gone["stage"] = "退出"
        first.insert(dice.below(len(first)), gone)
    assert len(first) == FIRST_BATCH and len(second) == SECOND_BATCH
    names = {u[0]: u[1] for u in city.UNITS}
    for i, p in enumerate(first + second):
        p["code"] = f"NC2020-{i + 1:03d}"
        p["batch"] = "第一批" if i < FIRST_BATCH else "第二批"
        p["name"] = f"{names[p['unit']]}{p['noun']}{p['part']}（样例{i + 1:03d}）"
    return first + second


def make_owners(projects):
    """One invented owner per unit and kind of money, below that unit."""
    names = {u[0]: u[1] for u in city.UNITS}
    rows, seen = [], set()
    for p in projects:
        p["owner"] = f"{p['unit']}-{p['kind']}"
        if p["owner"] in seen:
            continue
        seen.add(p["owner"])
        what = "实业有限公司" if p["kind"] == "ent" else "建设投资有限公司"
        rows.append((p["owner"], f"样例{names[p['unit']]}{what}", "owner", p["unit"], ""))
    return sorted(rows)


def make_people(units, dice):
    """Two or three a unit. 例 in each name and a number that no network hands out."""
    people = []
    for unit in units:
        roles = ["leader", "person"] + ([] if unit[2] == "owner" else ["second"])
        for role in roles:
            name = dice.pick(city.SURNAMES) + "例" + dice.pick(city.GIVEN)
            phone = f"100{len(people) + 1:08d}"
            people.append((f"{unit[0]}-{role}", name, unit[0], city.POSTS[role], phone))
    return people


# ---- who holds which post: drawn after all else, so that the four files above stay as they are

class Officials:
    """People besides those of people.csv, and their posts. 样 in each name."""

    def __init__(self):
        self.dice = Dice(20200401)
        self.people, self.posts = [], []

    def add(self, person, unit, post):
        name = self.dice.pick(city.SURNAMES) + "样" + self.dice.pick(city.GIVEN)
        self.people.append((person, name, unit, post, f"1009{len(self.people) + 1:07d}"))

    def appoint(self, person, unit, title, kind):
        self.add(person, unit, title)
        self.posts.append((person, unit, title, kind, "2019-01-01"))


def titles_of(unit):
    if unit[2] not in ("county", "zone"):
        return "主要负责人", ""
    return city.TITLES_OF_HEADS.get(unit[1][-1], ("主任", "常务副主任"))


def make_officials(units, people):
    made = Officials()
    for person, title in city.CITY_LEADERS:
        made.add(person, "", title)
    made.add("office-chief", "zdb", "领导小组办公室主任")
    made.add("office-liaison", "zdb", "联络科科长")
    made.add("supervision-chief", "dczzb", "督查问责办主任")
    made.add("supervision-deputy", "dczzb", "督查问责办副主任")
    for unit in units:
        head, executive = titles_of(unit)
        made.appoint(f"{unit[0]}-head", unit[0], head, "主要负责人")
        if executive:
            made.appoint(f"{unit[0]}-executive", unit[0], executive, "常务副职")
            made.appoint(f"{unit[0]}-linked", unit[0], "挂点县领导", "其他")
    for person, _, unit, post, _ in people:
        kind = city.KINDS_OF_POSTS[person.rsplit("-", 1)[1]]
        made.posts.append((person, unit, post, kind, "2019-01-01"))
    sectors = [u[0] for u in units if u[2] == "sector"]
    for i, unit in enumerate(sectors):
        made.posts.append((f"vice-mayor-{i % 3 + 1}", unit, "副市长", "分管市领导", "2019-01-01"))
    return made


def make_groups():
    """The leading group, its office, 督查问责办, and a task force of each county and zone."""
    rows = [("lead", "市重大重点项目领导小组", "领导小组", person, role, "") for (person, _), role in
            zip(city.CITY_LEADERS, ("组长", "常务副组长", "副组长", "副组长", "副组长"))]
    rows.append(("office", "领导小组办公室", "办公室", "office-chief", "组长", "zdb"))
    rows.append(("supervision", "督查问责办", "督查问责办", "supervision-chief", "组长", "dczzb"))
    rows.append(("supervision", "督查问责办", "督查问责办", "supervision-deputy", "副组长", "dczzb"))
    names = {u[0]: u[1] for u in city.UNITS}
    for unit in city.COUNTIES:
        rows.append((f"team-{unit}", f"{names[unit]}重大重点项目工作专班", "工作专班",
                     f"{unit}-executive", "组长", unit))
    return rows


def make_leaders(projects):
    """挂点领导 of the projects of 市重点推进, a liaison of the office for all."""
    key = 0
    for p in projects:
        leads = "市重点推进" in p["lists"]
        key += leads
        yield (p["code"], f"vice-mayor-{key % 3 + 1}" if leads else "",
               f"{p['unit']}-linked" if leads and p["unit"] in city.COUNTIES else "",
               "office-liaison")


def write_officials(folder, units, people, projects):
    made = make_officials(units, people)
    write(folder, "officials/people.csv", "id,name,unit,post,phone", made.people)
    write(folder, "officials/posts.csv", "person,unit,title,kind,from", made.posts)
    write(folder, "officials/groups.csv", "id,name,kind,person,role,unit", make_groups())
    write(folder, "officials/projects.csv", "code,leader_city,leader_county,liaison", make_leaders(projects))


def month_end(text):
    y, m = map(int, text.split("-"))
    return datetime.date(y + m // 12, m % 12 + 1, 1) - datetime.timedelta(days=1)


def template_of(project, dice):
    """Rows and the day on which the chain starts."""
    stage = project["stage"]
    soon = [datetime.date(2020, 2, d) for d in (3, 3, 5, 6, 10, 10, 12, 14, 17, 19, 24, 26)]
    later = [datetime.date(2020, m, d) for m in (3, 4, 5) for d in (2, 9, 16, 23)]
    if stage == "计划新开工":
        early = project["start"] <= "2020-06"
        if project["kind"] == "ent":
            return links.ENT, dice.pick(soon)
        return (links.GOV_LATE, dice.pick(soon)) if early else (links.GOV, dice.pick(soon + later))
    if stage in ("前期", "谋划储备"):
        return links.EARLY, dice.pick(soon + later)
    rows = links.FINISH if project["finish"] <= "2020-12" else links.BUILD
    return rows, dice.pick(soon)


def dates_of(project, start, dice):
    """The fixed dates that a template names."""
    day = datetime.timedelta(days=1)
    begin = month_end(project["start"]) if project["start"] >= "2020-03" else start
    end = datetime.date(2020, 12, 20)
    done = min(month_end(project["finish"]), end)
    base = min(begin + (30 + 5 * dice.below(12)) * day, end)
    top = min(base + (40 + 10 * dice.below(10)) * day, end)
    if begin == start:  # under way: its next step is due within weeks
        top = min(start + (20 + 7 * dice.below(30)) * day, done)
    land = max(begin - 45 * day, start + 14 * day)
    return {"START": begin, "LAND": land, "BASE": base, "TOP": top, "DONE": done, "YEAR": end}


def make_chain(project, people, dice):
    rows, start = template_of(project, dice)
    dates = dates_of(project, start, dice)
    number = {row[0]: i + 1 for i, row in enumerate(rows)}
    roles = {"UNIT": project["unit"], "OWNER": project["owner"]}
    out = []
    for key, name, kind, unit, service, after, limit, evidence in rows:
        unit = roles.get(unit, unit)
        person = f"{unit}-person"
        if dice.below(20) == 0:  # a name no register knows: kept as text
            person = dice.pick(city.SURNAMES) + "样" + dice.pick(city.GIVEN)
        begin = ""
        if key == "lh":
            begin = (start + datetime.timedelta(days=30 + 7 * dice.below(6))).isoformat()
        limit = dates[limit].isoformat() if limit in dates else limit
        assert f"{unit}-leader" in people, unit
        out.append((project["code"], number[key], name, kind, unit, f"{unit}-leader", person,
                    ";".join(str(number[a]) for a in after.split()), limit, start.isoformat(),
                    service, begin, evidence))
    return out


def choose_chained(projects):
    """The key projects, then planned starts and early ones until there are enough."""
    key = [p for p in projects if "市重点推进" in p["lists"]]
    rest = [p for p in projects if "市重点推进" not in p["lists"] and p["batch"] == "第一批"]
    starts = [p for p in rest if p["stage"] == "计划新开工"]
    early = [p for p in rest if p["stage"] in ("前期", "谋划储备")]
    more = starts[:MORE_CHAINS * 7 // 10]
    return key + more + early[:MORE_CHAINS - len(more)]


def write(folder, name, header, rows):
    os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(header.split(","))
        out.writerows(rows)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    dice = Dice(20200101)
    projects = make_projects(dice)
    units = city.UNITS + make_owners(projects)
    people = make_people(units, dice)
    ids = {p[0] for p in people}
    chains = [row for p in choose_chained(projects) for row in make_chain(p, ids, dice)]
    write(folder, "units.csv", "id,name,kind,parent,gb_code", units)
    write(folder, "people.csv", "id,name,unit,post,phone", people)
    write(folder, "projects.csv",
          "code,name,unit,sector,category,stage,total,plan,year,planned_start,planned_finish,"
          "list,batch",
          [(p["code"], p["name"], p["unit"], p["sector"], p["category"], p["stage"],
            p["total"] * MILLION, p["plan"] * MILLION, 2020, p["start"], p["finish"],
            ";".join(p["lists"]), p["batch"]) for p in projects])
    write(folder, "chains.csv",
          "project,no,name,class,unit,leader,person,after,limit,chain_start,service_unit,begin,"
          "evidence", chains)
    write_officials(folder, units, people, projects)


if __name__ == "__main__":
    main()
