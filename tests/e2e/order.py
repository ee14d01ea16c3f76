#!/usr/bin/python3
"""An order from the command line: its list for scripts, and the paper that goes out."""
import os
import zipfile

from wire_daemon import Daemon

with Daemon() as d:
    d.city()
    d.ctl("series", "set", "督办", "--text", "督办〔{year}〕{n}号")
    d.ctl("order", "issue", "--project", "2020-001", "--title", "加快征迁", "--text", "三十户须于本月签约。",
          "--signer", "王某", "--unit", "xinjian", "--person", "李四")
    listed = d.ctl_json("order", "list")
    said = d.ctl("order", "show", listed[0]["number"]).stdout
    paper, page = (os.path.join(d.top, "函." + end) for end in ("docx", "html"))
    for path in (paper, page):
        d.ctl("order", "show", listed[0]["number"], "--out", path)
    with zipfile.ZipFile(paper) as z:
        text = z.read("word/document.xml").decode()
    html = open(page, encoding="utf-8").read()
assert [listed[0][k] for k in ("kind", "project", "state", "days_late", "handler")] == [
    "letter", "2020-001", "issued", 0, "李四"], listed
assert set(listed[0]) >= {"number", "kind", "project", "unit", "issued", "due", "state", "days_late", "handler"}, listed
assert "三十户须于本月签约。" in said, said
for words in ("督办函", listed[0]["number"], "“加快征迁”", "三十户须于本月签约。", "签发人：王某", "前办结并书面答复"):
    assert words in text and words in html, (words, text)
for absent in ("协办单位：", "联系人：", "{"):
    assert absent not in html[html.index("<body>"):], absent
