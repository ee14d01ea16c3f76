#!/usr/bin/python3
"""`escalation show` tells a person which steps a lamp took and what comes next; `post check` who is
missing; `ladder show` the ladders, shipped and changed."""
import os
import subprocess

from wire_daemon import Daemon, program

d = Daemon().start().city()
d.ctl("link", "start", "2020-001", "1")
d.ctl("clock", "set", "2020-03-16T09:00")
lamps = [w for w in d.ctl_json("warning", "list") if w["rule"] == "W01" and w["step"] == 5]
assert lamps, "red since 03-13, it is at step 5"
lamp = lamps[0]["id"]

said = d.ctl_json("escalation", "show", lamp)
assert [s["step"] for s in said["taken"]] == [1, 2, 3, 4, 5], said
assert said["taken"][0]["holder"][0]["name"] == "李四", said
assert said["taken"][3]["action"] == "order", said
assert said["next_step"]["step"] == 6 and said["next_step"]["at"].startswith("2020-03-30"), said
assert said["ladder"] == "nanchang2020" and said["unless"] == "W01", said


def chinese(*args):
    return subprocess.run([program(args), "--data", d.dir, *args], capture_output=True, text=True,
                          check=True, env={**os.environ, "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"}).stdout


text = chinese("escalation", "show", lamp)
for words in ("提醒责任人", "李四（未登记人员）", "行业主管部门主要负责人（空缺）", "下一级：第 6 级 通报", "2020-03-30", "办结"):
    assert words in text, (words, text)
assert "{1}" not in text, text

gaps = d.ctl_json("post", "check", "--project", "2020-001")
assert {"recipient": "supervision", "gap": "empty"}.items() <= next(
    g for g in gaps if g["recipient"] == "supervision").items(), gaps

d.ctl("ladder", "set", "nanchang2020", "6", "--order-wd", "3")
steps = {s["step"]: s for s in d.ctl_json("ladder", "show", "nanchang2020")}
assert steps[6]["order_wd"] == 3 and steps[6]["after_wd"] == 10, steps[6]
assert steps[6]["recipient"] == ["office", "supervision"], steps[6]
# due as the order would have been on 03-27: three working days later
assert d.ctl_json("escalation", "show", lamp)["next_step"]["at"].startswith("2020-04-01")
d.ctl("param", "set", "escalation.ladder", "none", "--project", "2020-001")
d.ctl("clock", "set", "2020-04-30T09:00")
assert d.ctl_json("escalation", "show", lamp)["held"], "switched off, it stands still"
d.remove()
