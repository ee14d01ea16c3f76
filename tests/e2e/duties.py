#!/usr/bin/python3
"""A city has duties from the first minute on, without anybody's command; the command line finds, does and
waives them, holds meetings, and what is exported comes in again."""
import os

from wire_daemon import Daemon

d = Daemon(simulated="2020-09-01T08:00").start()
d.import_text("units", "id,name,kind,parent\noffice,市重点办,office,\nworks,市住建局,sector,\nsite,城投,owner,\n")
d.import_text("projects", "code,name,unit,sector,category,stage,total,plan,year\n"
                          "A,一号路,site,works,工业,在建,100000000,20000000,2020\n")
d.ctl("clock", "set", "2020-09-07T09:00")
have = {x["id"]: x for x in d.ctl_json("duty", "list")}
assert have["site/monthly_data/2020-09"]["due"].startswith("2020-09-26T00:00"), have
assert have["works/monthly_review/2020-09"]["due"].startswith("2020-10-13T00:00"), have
assert have["office/bulletin/2020-09"]["due"].startswith("2020-10-17T00:00"), have
todo = [x for x in d.ctl_json("todo", "--unit", "office") if x["kind"] == "duty"]
assert "office/brief/2020-09-07" in {x["id"] for x in todo}, todo
d.ctl("duty", "done", "office/brief/2020-09-07", "--document", "简报第1期")
d.ctl("duty", "waive", "office/texts/2020-09-07", "--reason", "系统升级")
d.ctl("duty", "set", "works", "--title", "报送名单", "--due", "2020-09-20")
d.ctl("meeting", "hold", "分口调度", "--tier", "vice_mayor", "--projects", "A", "--minutes", "纪要1号")
shown = d.ctl_json("duty", "show", "office/sector_dispatch/2020-09")
assert shown["duty"]["state"] == "done" and shown["duty"]["fulfilled_in"] == "分口调度/1", shown
out = os.path.join(d.top, "out")
d.ctl("export", out)
with open(os.path.join(out, "meetings.csv"), encoding="utf-8") as f:
    assert f.readline().startswith("series,number,held,tier,projects,decisions"), "header of meetings"
d.ctl("import", "duties", os.path.join(out, "duties.csv"))
d.ctl("import", "meetings", os.path.join(out, "meetings.csv"))
assert {x["id"] for x in d.ctl_json("duty", "list", "--unit", "works")} >= {"works/one_off/1"}
d.remove()
