#!/usr/bin/python3
# needs: release
"""What Nanchang's office told the press on 2021-01-25 about the lists of 2020, counted by duban from the sample
city's year (tests/data/nanchang2020/year): each published figure through `list figures`, `ranking show` and
the text of `briefing show`. A report more moves them, unless the month is locked. So is what Quzhou reported of
January to September 2022 (tests/data/quzhou2022), in its own sentences."""
import csv
import json
import os
import subprocess

from wire_client import SOURCE
from wire_daemon import DUBANCTL, Daemon

CITY = os.path.join(SOURCE, "tests", "data", "nanchang2020")
QUZHOU = os.path.join(SOURCE, "tests", "data", "quzhou2022")
ALL, KEY, PROVINCE, CHOSEN = "市重大重点", "市重点推进", "省大中型", "省重点"
YI = 100_000_000
# projects, and in 0.1亿元: total, plan, completed; rate, points above the year before
MONEY = {ALL: (586, 103167, 15598, 18249, "117", "29.4"), KEY: (100, 30459, 5616, 7742, "137.9", "26.8"),
         PROVINCE: (188, 35158, 7426, 9783, "131.7", "24.1"), CHOSEN: (43, 19932, 2919, 4486, "153.7", "22.7")}
# planned starts, started, rate half up, points above the year before
STARTS = {ALL: (164, 141, "86", "19.8"), KEY: (21, 20, "95.2", "0"), PROVINCE: (48, 43, "89.6", None)}
# first places: counties and zones, municipal units
FIRST = {KEY: (["西湖区", "高新区", "经开区"], ["市教育局", "市水投公司", "南昌轨道交通集团"]),
         PROVINCE: (["西湖区", "新建区", "高新区"], ["南昌轨道交通集团", "市水投公司", "市城投公司"]),
         CHOSEN: (["新建区", "西湖区", "高新区"], ["南昌轨道交通集团"])}
FULFILLED = (KEY, PROVINCE)  # every county and zone reached its plan
# Sentences of the briefing, as the office said them; where duban's differ in words, the figures are those.
SAID = """\
总投资10316.7亿元，年度计划投资1559.8亿元
总投资3045.9亿元，年度计划投资561.6亿元
2020年1-12月，全市重大重点项目累计完成投资1824.9亿元，占年度计划投资117%，较上年提升29.4个百分点。其中164个计划新开工项目已开工141个，开工率85.9%，较上年提升19.8个百分点。
2020年1-12月，100个市重点推进项目累计完成投资774.2亿元，占年度计划投资137.9%，较上年提升26.8个百分点；21个计划新开工项目已开工20个，开工率95.2%，与上年持平。
其中县区（开发区、管理局）项目年度实际完成投资全部达到或超额完成计划投资，投资完成率排名前三的分别是：西湖区、高新区和经开区。
市直项目责任单位投资完成率排名前三的分别是：市教育局、市水投公司和南昌轨道交通集团。
188个项目列入全省大中型建设项目，总投资3515.8亿元，年度计划投资742.6亿元。
累计完成投资978.3亿元，占年度计划投资131.7%，较上年提升24.1个百分点；其中48个计划新开工项目已开工43个，开工率89.6%。
投资完成率排名前三的是：西湖区、新建区和高新区。
市直项目责任单位投资完成率排名前三的是：南昌轨道交通集团、市水投公司和市城投公司。
43个项目列入省重点建设项目，总投资1993.2亿元，年度计划投资291.9亿元。
累计完成投资448.6亿元，占年度计划投资153.7%，较上年提升22.7个百分点。
投资完成率排名前三的是：新建区、西湖区和高新区。
市直项目责任单位投资完成率排名第一的是：南昌轨道交通集团。
年度计划投资、总投资、项目数量位列全省各设区市（含赣江新区）第一，投资完成率位列全省各设区市（含赣江新区）第二。
开工率为141/164，截位保留一位小数为85.9%（正文口径），四舍五入为86%；其余比率均四舍五入。
"""
SAID_QUZHOU = """\
2022年市级政府投资项目计划执行情况
2022年1-9月，市级政府投资项目完成投资78亿元，年度计划执行率79.7%，其中41个亿元以上重大项目完成投资61.9亿元，年度计划执行率80.2%。
1-9月，市级政府投资项目开工率达到94.4%。
"""
CORRECTED, UNIT = "NC2020-342", "xihu"  # on all four lists


def printed(rate):
    """117.0 is 117."""
    return None if rate is None else str(rate).removesuffix(".0")


def yuan(tenths):
    return tenths * YI // 10


def equal(what, got, want):
    assert got == want, f"{what}: {got}, should be {want}"


def figures(d, name):
    """Of December; amounts are in 元."""
    months = json.loads(d.ctl("list", "figures", name, "--month", "2020-12", "--json").stdout)["months"]
    equal(f"{name}: months", [m["month"] for m in months], ["2020-12"])
    return months[0]


def check_money(name, m):
    projects, total, plan, completed, rate, points = MONEY[name]
    equal(f"{name}: projects", m["members"], projects)
    equal(f"{name}: total", m["total"], yuan(total))
    equal(f"{name}: plan", m["plan"], yuan(plan))
    equal(f"{name}: completed", m["cumulative"], yuan(completed))
    equal(f"{name}: rate", printed(m["rate"]), rate)
    equal(f"{name}: above last year", printed(m["year_on_year"]), points)
    equal(f"{name}: not reported", m["unreported"], 0)


def check_starts(name, m):
    planned, started, rate, points = STARTS[name]
    equal(f"{name}: planned starts", m["planned_year"], planned)
    equal(f"{name}: planned to date", m["planned_to_date"], planned)
    equal(f"{name}: started", m["started"], started)
    equal(f"{name}: start rate", printed(m["start_rate"]), rate)
    if points:
        equal(f"{name}: start rate above last year", printed(m["start_year_on_year"]), points)


def ranking(d, name, board, *more):
    return json.loads(d.ctl("ranking", "show", "--list", name, "--board", board, "--month", "2020-12",
                            *more, "--json").stdout)


def check_ranking(d, name):
    boards = [ranking(d, name, board) for board in ("county", "municipal")]
    for rows, names in zip(boards, FIRST[name]):
        first = sorted((r for r in rows if r["rank"]), key=lambda r: r["rank"])[:len(names)]
        equal(f"{name}: first places", [r["name"] for r in first], names)
        equal(f"{name}: their ranks", [r["rank"] for r in first], list(range(1, len(names) + 1)))
        assert all(r["place"] == "top" for r in first), first
    equal(f"{name}: both boards together", sum(r["completed"] for b in boards for r in b), yuan(MONEY[name][3]))
    if name in FULFILLED:
        below = [r["name"] for r in boards[0] if r["rank"] and r["completed"] < r["plan"]]
        equal(f"{name}: counties below their plan", below, [])


def check_cut(d):
    """Cut off, the sum of started and planned gives what was printed: 85.9. No unit's figure is larger so."""
    rows = ranking(d, ALL, "county") + ranking(d, ALL, "municipal")
    cut = ranking(d, ALL, "county", "--truncate") + ranking(d, ALL, "municipal", "--truncate")
    equal("planned and started by units", (sum(r["planned_year"] for r in rows), sum(r["started"] for r in rows)),
          STARTS[ALL][:2])
    assert all(float(c["rate"]) <= float(r["rate"]) for r, c in zip(rows, cut))
    assert any(float(c["rate"]) < float(r["rate"]) for r, c in zip(rows, cut))


def check_text(d):
    text = d.ctl("briefing", "show", "--month", "2020-12").stdout
    for sentence in SAID.splitlines():
        assert sentence in text, f"{sentence}\nis not in\n{text}"
    lines = json.loads(d.ctl("briefing", "show", "--month", "2020-12", "--json").stdout)
    equal("lines as JSON", lines, text.splitlines())


def check_places(d):
    places = {(r["list"], r["indicator"]): r["rank"] for r in json.loads(d.ctl("outer_rank", "list", "--json").stdout)}
    equal("places in the province", places, {(CHOSEN, "项目数量"): 1, (CHOSEN, "总投资"): 1,
                                            (CHOSEN, "年度计划投资"): 1, (CHOSEN, "投资完成率"): 2})


def check_unit_base(d):
    """A unit's own rate of the year before: by units, and of that unit alone. Others have none."""
    d.ctl("year_base", "set", ALL, "2019-12", "--unit", UNIT, "--plan", "100亿元", "--completed", "90亿元",
          "--source", "样例")
    by_unit = json.loads(d.ctl("list", "figures", ALL, "--month", "2020-12", "--by", "unit", "--json").stdout)["months"]
    alone = json.loads(d.ctl("list", "figures", ALL, "--month", "2020-12", "--unit", UNIT, "--json").stdout)["months"]
    equal("units with a base", {m["group"]: m["year_on_year"] for m in by_unit if m["year_on_year"]}, {UNIT: "57.1"})
    equal("of the unit alone", alone[0]["year_on_year"], "57.1")
    equal("the city's", figures(d, ALL)["year_on_year"], MONEY[ALL][5])


def check_template(d):
    """The sentences are data: an office's own, of what it wants; what has no projects is left out."""
    path = os.path.join(d.top, "own.txt")
    with open(path, "w", encoding="utf-8") as f:
        f.write("% a 市重大重点\n% none 没有的清单\n= 题\n?a {a.completed}|{months}\n?none {none.rate}\n")
    show = ("briefing", "show", "--template", path, "--month")
    equal("own sentences", d.ctl(*show, "2020-12").stdout, "题\n1824.9|1-12\n")
    assert d.ctl(*show, "2020-01").stdout.endswith("|1\n")
    with open(path, "a", encoding="utf-8") as f:
        f.write("{a.complete}\n")
    assert "{a.complete}" in d.ctl(*show, "2020-12", code=2).stderr
    out = os.path.join(d.top, "briefing.html")
    d.ctl("briefing", "show", "--month", "2020-12", "--out", out)
    with open(out, encoding="utf-8") as f:
        assert "141个，开工率85.9%" in f.read()


def reported():
    with open(os.path.join(CITY, "year", "reports.csv"), encoding="utf-8", newline="") as f:
        return next(int(r["invested"]) for r in csv.DictReader(f)
                    if (r["project"], r["period"]) == (CORRECTED, "2020-12"))


def correct(d, invested):
    subprocess.run([DUBANCTL, "--connection", os.path.join(d.top, f"{UNIT}.conn"), "report", "submit", CORRECTED,
                    "--period", "2020-12", "--form", "更正", "--invested", f"{invested}元", "--reason", "漏报一期"],
                   check=True, stdout=subprocess.DEVNULL, timeout=60)
    num = json.loads(d.ctl("report", "list", "--state", "pending", "--json").stdout)[0]["num"]
    d.ctl("report", "pass", str(num))


def check_moves(d):
    """While December's books are open, 1亿元 more in one report is 1亿元 more in each list; once they are
    closed, it is January's, and what was said of December stays."""
    d.principal(UNIT, "county", UNIT)
    d.ctl("param", "set", "report.lock_wd", "20")
    correct(d, reported() + YI)
    for name, rate in ((ALL, "117.1"), (KEY, "138"), (PROVINCE, "131.9"), (CHOSEN, "154")):
        m = figures(d, name)
        equal(f"{name}: corrected", m["cumulative"], yuan(MONEY[name][3]) + YI)
        equal(f"{name}: corrected rate", printed(m["rate"]), rate)
    text = d.ctl("briefing", "show", "--month", "2020-12").stdout
    for part in ("累计完成投资1825.9亿元，占年度计划投资117.1%，较上年提升29.5个百分点", "累计完成投资775.2亿元",
                 "累计完成投资979.3亿元", "累计完成投资449.6亿元"):
        assert part in text, f"{part}\nis not in\n{text}"
    d.ctl("param", "set", "report.lock_wd", "5")
    correct(d, reported())
    equal("December is closed", figures(d, ALL)["cumulative"], yuan(MONEY[ALL][3]) + YI)


def check_quzhou():
    with Daemon(simulated="2022-10-25T14:50") as d:
        d.ctl("import", "all", QUZHOU)
        said = d.ctl("briefing", "show", "--month", "2022-09", "--template", os.path.join(QUZHOU, "briefing.txt"))
        equal("Quzhou", said.stdout, SAID_QUZHOU)


def main():
    check_quzhou()
    with Daemon(simulated="2021-01-25T09:00") as d:
        for kind in ("units", "people"):
            d.ctl("import", kind, os.path.join(CITY, kind + ".csv"))
        d.ctl("import", "all", os.path.join(CITY, "year"))
        for name in MONEY:
            check_money(name, figures(d, name))
        for name in STARTS:
            check_starts(name, figures(d, name))
        for name in FIRST:
            check_ranking(d, name)
        check_cut(d)
        check_text(d)
        check_places(d)
        check_unit_base(d)
        check_template(d)
        check_moves(d)
        d.ctl("verify")


main()
