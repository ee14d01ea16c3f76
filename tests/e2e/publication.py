#!/usr/bin/python3
# needs: release
"""A brief and a bulletin of the sample city's year (tests/data/nanchang2020/year), as the office would have drafted
them: their Markdown is that of tests/e2e/publication/*.md (`publication.py --update` writes it), the papers and sheets
say the same, the public edition has neither persons nor problems, and what is issued stays byte for byte."""
import base64
import csv
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from xml.etree import ElementTree

from wire_client import SOURCE
from wire_daemon import Daemon

CITY = os.path.join(SOURCE, "tests", "data", "nanchang2020")
KEPT = os.path.join(SOURCE, "tests", "e2e", "publication")
LIST = "市重大重点"


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return f.read()


def golden(name, text):
    path = os.path.join(KEPT, name)
    text = re.sub(r"平台第\d+号记录", "平台第<seq>号记录", text)
    if sys.argv[1:] == ["--update"]:
        os.makedirs(KEPT, exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    assert read(path) == text, f"{name} is another one: publication.py --update, and look at the difference"


def out(d, noun, number, ending, *more):
    path = os.path.join(d.top, f"{noun}{len(more)}.{ending}")
    d.ctl(noun, "show", number, "--out", path, *more)
    return path


def tables(text):
    """The rows of the Markdown's tables."""
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [r for r in rows if set("".join(r)) != {"-"}]


def check_docx(path, text):
    with zipfile.ZipFile(path) as z:
        root = ElementTree.fromstring(z.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    said = ["".join(t.text or "" for t in p.iter(w + "t")) for p in root.iter(w + "p")]
    cells = ["".join(t.text or "" for t in c.iter(w + "t")) for c in root.iter(w + "tc")]
    assert cells == [c for row in tables(text) for c in row], "the tables of the .docx are others"
    for line in text.splitlines():
        if line and line[0] not in "|#*":
            assert line in said, f"{line} is not in the .docx"


def check_html(path, text):
    page = read(path)
    assert page.count("<svg") == page.count("</svg>") >= 4, "bars by category, sector and both boards"
    assert "@page { size: A4" in page and "<script" not in page
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page)
    assert cells == [c for row in tables(text) for c in row], "the tables of the page are others"
    bars = re.findall(r'<rect [^>]*width="(\d+)"', page)
    assert max(map(int, bars)) == 860, "the longest bar is as long as there is room"


def check_sheets(d, text):
    rows = [r for r in csv.reader(read(out(d, "brief", "2021-1", "csv")).splitlines()) if len(r) > 1]
    assert [[c.lstrip("'") for c in r] for r in rows] == tables(text), "the .csv has other tables"
    with zipfile.ZipFile(out(d, "brief", "2021-1", "xlsx")) as z:
        book = z.read("xl/workbook.xml").decode()
        assert "县区（开发区、管理局）情况" in book, book
        numbers = sum(len(re.findall(r"<v>147\.1</v>", z.read(n).decode()))
                      for n in z.namelist() if n.startswith("xl/worksheets/"))
    assert numbers == 1, "rates are numbers"


def check_public(d, text):
    public = read(out(d, "brief", "2021-1", "md", "--public"))
    for inner in ("红灯清单", "拟调度项目", "拟稿：", "报："):
        assert inner in text and inner not in public, inner
    numbered = re.findall(r"^## (.+?)、", public, re.M)
    assert numbered == ["一", "二", "三", "四", "五", "六", "七", "八"][:len(numbered)], numbered


def check_life(d):
    before = read(out(d, "brief", "2021-1", "md"))
    d.ctl("brief", "review", "2021-1", "--person", "李审")
    d.ctl("brief", "issue", "2021-1", "--person", "王签")
    d.ctl("project", "set", "NC2020-342", "--unit", "donghu")
    after = read(out(d, "brief", "2021-1", "md"))
    assert after.split("拟稿：")[0] == before.split("拟稿：")[0], "an issued brief says something else"
    assert "审核：李审" in after and "签发：王签" in after
    rows = json.loads(d.ctl("brief", "list", "--json").stdout)
    assert [(r["id"], r["state"]) for r in rows] == [("2021-1", "issued")], rows
    error = json.loads(d.ctl("brief", "edit", "2021-1", "--section", "overall", "--text", "改", "--json", code=4).stdout)
    assert error["error"]["code"] == "publication.state", error


def check_draft(d):
    shown = json.loads(d.ctl("bulletin", "show", "2021-1", "--raw", "--json").stdout)
    assert {f["key"]: f["value"] for f in shown["figure"]}["rate"] == "117"
    d.ctl("bulletin", "edit", "2021-1", "--section", "next", "--title", "十、下一步", "--text", "完成率{rate}%。¶再接再厉。")
    text = d.ctl("bulletin", "show", "2021-1").stdout
    assert "## 十、下一步\n\n完成率117%。\n\n再接再厉。\n" in text, text[-600:]
    assert "rats" in d.ctl("bulletin", "edit", "2021-1", "--section", "next", "--text", "{rats}", code=1).stderr
    assert "usage" in json.loads(d.ctl("bulletin", "show", "2021-1", "--out", os.path.join(d.top, "a.pdf"), "--json",
                                       code=2).stdout)["error"]["code"]


def png(width, height):
    """A grey picture."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = (b"\0" + b"\x80" * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def put(d, name, content, *more):
    path = os.path.join(d.top, name)
    with open(path, "wb") as f:
        f.write(content)
    said = d.ctl("evidence", "put", path, "--project", "NC2020-342", *more, "--json").stdout
    return json.loads(said)["evidence"]["digest"]


def check_photos(d):
    """A photo stands in the papers, byte for byte; what is none is not taken, or not printed."""
    photo = png(40, 30)
    digest = put(d, "site", photo, "--media-type", "image/png")
    d.ctl("bulletin", "edit", "2021-1", "--section", "site", "--title", "工地照片", "--photo", digest)
    with open(out(d, "bulletin", "2021-1", "html"), encoding="utf-8") as f:
        assert '<img alt="" src="data:image/png;base64,' + base64.b64encode(photo).decode() + '">' in f.read()
    with zipfile.ZipFile(out(d, "bulletin", "2021-1", "docx")) as z:
        assert z.read("word/media/1.png") == photo
        assert 'Id="picture1"' in z.read("word/_rels/document.xml.rels").decode()
        text = z.read("word/document.xml").decode()
        assert 'r:embed="picture1"' in text
        wide, high = map(int, re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', text).groups())
        assert wide * 30 // 40 == high, "its sides keep their ratio"
    typed = put(d, "typed", b"text", "--media-type", "text/plain")
    said = d.ctl("bulletin", "edit", "2021-1", "--section", "site", "--photo", typed, "--json", code=1).stdout
    assert json.loads(said)["error"]["code"] == "publication.not_a_photo", said
    d.ctl("bulletin", "edit", "2021-1", "--section", "site", "--photo", put(d, "untyped", b"no picture"))
    said = d.ctl("bulletin", "show", "2021-1", "--out", os.path.join(d.top, "none.html"), "--json", code=9).stdout
    assert json.loads(said)["error"]["code"] == "publication.not_a_photo", said
    d.ctl("bulletin", "edit", "2021-1", "--section", "site", "--remove")


def main():
    with Daemon(simulated="2021-01-25T09:00") as d:
        for kind in ("units", "people"):
            d.ctl("import", kind, os.path.join(CITY, kind + ".csv"))
        d.ctl("import", "all", os.path.join(CITY, "year"))
        d.ctl("brief", "draft", "--list", LIST, "--until", "2020-12-31")
        text = d.ctl("brief", "show", "2021-1").stdout
        golden("brief.md", text)
        assert read(out(d, "brief", "2021-1", "md")) == text
        check_docx(out(d, "brief", "2021-1", "docx"), text)
        check_html(out(d, "brief", "2021-1", "html"), text)
        check_sheets(d, text)
        check_public(d, text)
        d.ctl("bulletin", "draft", "--list", LIST, "--month", "2020-12")
        golden("bulletin.md", d.ctl("bulletin", "show", "2021-1").stdout)
        check_draft(d)
        check_photos(d)
        check_life(d)
        d.ctl("verify")


main()
