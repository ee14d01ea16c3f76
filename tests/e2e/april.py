#!/usr/bin/python3
# timeout: 600
"""What each post receives on a day of April in the sample city, nobody acting: the table in
docs/nouns/notice.md is what duband gives. On every day of that April nobody is told anything before 08:30 or on
a day off, a contact gets three texts at most, city and 挂点 leaders nothing but the Monday text.

april.py --write    writes the table anew
"""
import collections
import csv
import datetime
import json
import os
import re
import sys

from wire_client import SOURCE
from wire_daemon import Daemon

CITY = os.path.join(SOURCE, "tests", "data", "nanchang2020")
PAGE = os.path.join(SOURCE, "docs", "nouns", "notice.md")
BEGIN, END = "<!-- from here: tests/e2e/april.py --write -->\n", "<!-- to here -->\n"
FILES = [("units", "units"), ("people", "people"), ("people", "officials/people"),
         ("posts", "officials/posts"), ("groups", "officials/groups"),
         ("projects", "projects"), ("projects", "officials/projects"), ("chains", "chains")]
DAY = "2020-04-27"  # a Monday, the busiest day of that month
MONDAYS = {"2020-04-07", "2020-04-13", "2020-04-20", "2020-04-27"}  # 04-06 is a day off
OFF = {"2020-04-04", "2020-04-05", "2020-04-06"}  # 清明
MADE_UP = {"2020-04-26"}  # a Sunday that is worked
WEEKLY_ONLY = ("linked_leader", "county_leader", "leading_group")
# In order of the ladder, then those who get the Monday text.
POSTS = [("responsible", "责任人"), ("contact", "联系人"), ("deputy", "分管领导"), ("head", "主要负责人"),
         ("county_team", "县区专班（组长：常务副县（区）长）"), ("sector_head", "行业主管部门主要负责人"),
         ("supervision", "督查问责办"), ("office", "领导小组办公室"),
         ("county_head", "县区主要负责人和常务副职（周一短信）"), ("county_leader", "挂点县领导"),
         ("linked_leader", "挂点市领导"), ("leading_group", "领导小组成员（不挂点的市领导）")]


def notices(d):
    """All notices of April, each as the gateway gets it."""
    said = d.ctl("watch", "--json", "--from", "start", "--kind", "notice_made", "--idle", "3").stdout
    made = [json.loads(line)["data"]["notice"] for line in said.splitlines()]
    return [n for n in made if n["made"].startswith("2020-04")]


def works(day):
    return day in MADE_UP or (day not in OFF and datetime.date.fromisoformat(day).weekday() < 5)


def check_april(made):
    texts, per_day = collections.Counter(), collections.Counter()
    for n in made:
        day, at = n["made"][:10], n["made"][11:16]
        assert works(day) and "08:30" <= at < "18:00" and n["not_before"] >= n["made"], n
        assert n["post"] in dict(POSTS), n["post"]
        if n["post"] in WEEKLY_ONLY or n["kind"] == "weekly":
            assert n["kind"] == "weekly" and day in MONDAYS and at == "08:30", n
        texts[day, n["person_id"]] += 1
        per_day[day] += 1
    leaders = {row[post] for row in rows("officials/projects")
               for post in ("leader_city", "leader_county") if row[post]}
    leaders |= {row["person"] for row in rows("officials/groups") if row["kind"] == "领导小组"}
    told = {n["person_id"] for n in made if n["kind"] != "weekly"}
    assert not leaders & told, leaders & told
    contacts = {row["person"] for row in rows("officials/posts") if row["kind"] == "信息员"}
    assert max(n for (_, p), n in texts.items() if p in contacts) <= 3
    assert per_day.most_common(1)[0][0] == DAY, per_day.most_common(3)


def rows(name):
    with open(os.path.join(CITY, name + ".csv"), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def text_of(d, n):
    """As its recipient reads it. The number comes from a running count, and says nothing here."""
    text = d.ctl("notice", "show", n["key"]).stdout.splitlines()[0]
    return re.sub(r"收到\d+", "收到12", text).replace("|", "\\|")


def table(d, made):
    today = [n for n in made if n["made"].startswith(DAY)]
    holders = {post: len({n["person_id"] for n in made if n["post"] == post}) for post, _ in POSTS}
    out = ["| post | persons told in April | told that day | texts that day | most to one person in April, a day "
           "| one of the texts of that day |\n|---|---|---|---|---|---|\n"]
    for post, words in POSTS:
        mine = [n for n in today if n["post"] == post]
        a_day = collections.Counter((n["made"][:10], n["person_id"]) for n in made if n["post"] == post)
        one = mine[0] if mine else next(n for n in made if n["post"] == post)
        example = text_of(d, one) if mine else f"on {one['made'][:10]}: {text_of(d, one)}"
        out.append(f"| `{post}` {words} | {holders[post]} | {len({n['person_id'] for n in mine})} | {len(mine)} "
                   f"| {max(a_day.values(), default=0)} | {example} |\n")
    everybody = {n["person_id"] for n in today}
    out.append(f"| all | {len({n['person_id'] for n in made})} | {len(everybody)} | {len(today)} "
               f"| {max(collections.Counter((n['made'][:10], n['person_id']) for n in made).values())} | |\n")
    return "".join(out)


def main():
    with Daemon(simulated="2020-02-03T08:00") as d:
        for kind, name in FILES:
            d.ctl("import", kind, os.path.join(CITY, name + ".csv"))
        d.ctl("clock", "set", "2020-05-01T08:00")
        made = notices(d)
        check_april(made)
        now = BEGIN + "\n" + table(d, made) + "\n" + END
    with open(PAGE, encoding="utf-8") as f:
        page = f.read()
    before, rest = page.split(BEGIN)
    there, after = rest.split(END)
    if "--write" in sys.argv[1:]:
        with open(PAGE, "w", encoding="utf-8") as f:
            f.write(before + now + after)
    else:
        assert BEGIN + there + END == now, "docs/nouns/notice.md is out of date: run tests/e2e/april.py --write"


main()
