#!/usr/bin/python3
"""What is to be done, exemptions, the colour of a unit and handing over, as a person sees them."""
import os
import zipfile

from wire_daemon import Daemon

d = Daemon().start().city()
d.import_text("people", "id,name,unit,post\nzhang,张三,xinjian,局长\nwang,王五,xinjian,副局长\n")
d.ctl("clock", "set", "2020-03-09T09:00")
d.ctl("link", "start", "2020-001", "1")  # else it has a lamp, and is told as that
d.ctl("report", "submit", "2020-001", "--period", "2020-02", "--invested", "1200万元", "--text", "进展")

rows = d.ctl_json("todo", "--unit", "xinjian")
for row in rows:
    for key in ("kind", "id", "what", "project", "link", "due", "days_late", "level", "why", "next_step",
                "next_at"):
        assert key in row, (key, row)
link = next(r for r in rows if r["kind"] == "link")
assert (link["id"], link["due"], link["link"]) == ("2020-001 1", "2020-03-12", 1), link
assert link["next_at"].startswith("2020-03-13T00:00"), link
assert [r["id"] for r in rows if r["kind"] == "report"] == ["1"], rows
order = [({None: 0, "note": 1, "yellow": 2, "red": 3}[r["level"]], r["days_late"]) for r in rows]
assert order == sorted(order, reverse=True), order

os.environ.update(DUBAN_LANG="zh")
text = d.ctl("todo", "--unit", "xinjian").stdout
for word in ("类别", "事由", "逾期后果", "第 1 环节将到期", "月报待确认", "市重点办"):
    assert word in text, (word, text)

d.ctl("exemption", "set", "flood", "--kind", "洪水", "--unit", "xinjian", "--from", "2020-03-02", "--until",
      "2020-03-13", "--reason", "鄱阳湖流域洪水", "--document", "洪府办1号", "--approver", "市长",
      "--approver-unit", "zdb")
shown = d.ctl_json("exemption", "show", "flood")
assert shown["until"] == "2020-03-13" and len(shown["warning"]) == 13, len(shown["warning"])
assert {w["cause"] for w in shown["warning"]} == {"exempted"}, shown["warning"]
assert len(shown["stopped"]) == 13 and shown["stopped"][0]["exempted_days"] == 11, shown["stopped"][0]
text = d.ctl("exemption", "show", "flood").stdout
assert "因之消除的亮灯" in text and "豁免后消除" in text and "豁免的环节" in text, text

colours = d.ctl_json("unit", "colour")
assert [c["unit"] for c in colours] == ["jinxian"], colours
assert colours[0]["level"] == "yellow" and colours[0]["yellow"] == 13 and colours[0]["projects"] == 2, colours
assert "红黄灯" not in d.ctl("unit", "colour", "--by", "责任领导").stdout

out = os.path.join(d.top, "交接单.docx")
d.ctl("person", "handover", "zhang", "--to", "wang", "--out", out)
with zipfile.ZipFile(out) as z:
    page = z.read("word/document.xml").decode()
assert "工作交接单：张三 移交 王五" in page and "责任领导" in page and "昌北物流园一期" in page
d.ctl("person", "replace", "zhang", "wang", "--reason", "调动")
assert d.ctl_json("person", "handover", "zhang")["records"] == []
# 一事一行: an order that nobody signed is listed with the level of its lamp, the lamp is not.
d.ctl("order", "issue", "--number", "督1", "--kind", "督办函", "--project", "2020-002", "--unit", "jinxian",
      "--title", "加快征迁", "--due", "2020-12-31")
d.ctl("clock", "set", "2020-03-12T09:00")
assert any(w["rule"] == "W18" for w in d.ctl_json("warning", "list"))
rows = d.ctl_json("todo", "--unit", "jinxian")
assert [(r["id"], r["level"]) for r in rows if "order" in (r["kind"], r["id"][4:9])] == [("督1", "yellow")], rows
d.remove()
