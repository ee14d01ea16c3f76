#!/usr/bin/python3
"""The score by the command line: shown, explained, put to the units, appealed against, settled, and
handed over as a workbook. Targets."""
import os
import zipfile
from decimal import Decimal

from wire_daemon import Daemon

d = Daemon("2020-02-03T09:00").start().city()
d.ctl("report", "submit", "2020-001", "--period", "2020-01", "--invested", "250万元")
d.ctl("report", "pass", "1")
d.ctl("target", "set", "2020", "完成投资", "--unit", "xinjian", "--kind", "amount", "--value", "3000万元",
      "--measure", "completed")
d.ctl("clock", "set", "2021-01-12T09:00")

# every unit's items add up to its points
rows = d.ctl_json("score", "show", "--year", "2020", "--explain")["row"]
for unit in ("xinjian", "jinxian"):
    of = [row for row in rows if row["unit"] == unit]
    assert sum(Decimal(row["points"]) for row in of if row.get("item")) == Decimal(of[0]["points"]), of
done = next(row for row in rows if row["unit"] == "xinjian" and row.get("item") == "investment")
assert done["counted"] == "2500000/30000000" and done["ground"] == ["tally:all/xinjian/2020-12"], done
shown = d.ctl("score", "show", "xinjian", "--year", "2020", "--explain").stdout
assert "投资完成" in shown and "2500000/30000000" in shown, shown

d.ctl("score", "consult", "2020")
d.ctl("score", "appeal", "2020", "--unit", "xinjian", "--item", "funds", "--text", "漏计省级资金")
d.ctl("score", "decide", "2020", "--unit", "xinjian", "--item", "funds", "--accept", "是", "--text", "属实，补录")
before = Decimal(d.ctl_json("score", "show", "xinjian", "--year", "2020")["row"][0]["points"])
d.ctl("score_entry", "set", "2020", "xinjian", "funds", "F1", "--points", "1.5", "--date", "2021-01-12",
      "--reason", "省级资金", "--document", "赣发改1号")
d.ctl("clock", "set", "2021-01-20T09:00")
d.ctl("score", "freeze", "2020", "--document", "洪重办2号", "--approver", "王某")
settled = d.ctl_json("score", "export", "2020")
assert settled["document"] == "洪重办2号" and len(settled["row"]) == 2, settled
mine = next(row for row in settled["row"] if row["unit"] == "xinjian")
assert Decimal(mine["points"]) == before + Decimal("1.5") and mine["barred"], (before, mine)
book = os.path.join(d.top, "score.xlsx")
d.ctl("score", "export", "2020", "--out", book)
assert "西湖" not in zipfile.ZipFile(book).read("xl/sharedStrings.xml").decode()
assert "新建区" in zipfile.ZipFile(book).read("xl/sharedStrings.xml").decode()

target, = d.ctl_json("target", "status", "--month", "2020-12")["row"]
assert (target["reached"], target["percent"], target["state"]) == ("2500000", "8.3", "behind"), target
d.remove()
